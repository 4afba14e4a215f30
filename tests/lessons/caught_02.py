"""Mistakes of beginners in lesson 2 that the visible check catches, with words that lead to the mistake."""

from answers_02 import (
    AGAIN,
    AGAIN_BY_FORMULA,
    AGAIN_BY_GRADIENTS,
    AGAIN_OF_NEW_LEAVES,
    AGAIN_OF_ONE_NEW_LEAF,
    BACKWARD,
    BY_FORMULA,
    BY_GRADIENTS,
    BY_GRADIENTS_NOW,
    ERRORS,
    OWN,
    REPAIRED,
    TRAIN,
    parameter,
)
from lesson_grades import changed

GRADIENTS = """
def gradients(x, y, weight, bias):
    W = torch.tensor(float(weight), requires_grad=True)
    b = torch.tensor(float(bias), requires_grad=True)
    loss = mse(predict(x, W, b), y)
    loss.backward()
    return W.grad, b.grad
"""
MULTIPLY = """
def multiply(a, b):
    a, b = as_value(a), as_value(b)
    return Value(a.number * b.number, parents=[a, b], slopes=[b.number, a.number])
"""
ROUND = "        mse(predict(x, W, b), y).backward()\n"
ZERO = "        W.grad = b.grad = None\n"
STEPS = "            W -= lr * W.grad\n            b -= lr * b.grad\n"
NEW_STEPS = "            W = W - lr * W.grad\n            b = b - lr * b.grad\n"
TORCH_LOSS = "mse(predict(x, W, b), y)"


def telling(x: str = "x", y: str = "y", lr: str = "0.03", steps: str = "1", upper: str = "") -> str:
    """Two inputs of which the upper one is right, if it is not given: the lower one is in question."""
    return f"only_lower = ({x}, {y}, {lr}, {steps})\nonly_upper = {upper or '(x, y, 0.03, 100)'}"


CAUGHT = {  # name: (exercise, wrong code, words of what the learner sees)
    "parameter of integers": (
        "parameter",
        parameter("torch.tensor(number, requires_grad=True)"),
        "float(number)",
    ),
    "parameter of int": (
        "parameter",
        parameter("torch.tensor(int(number), requires_grad=True)"),
        "float(number)",
    ),
    "parameter as three numbers": (
        "parameter",
        parameter("torch.Tensor(number).requires_grad_()"),
        "small t",
    ),
    "parameter with a fixed number": (
        "parameter",
        parameter("torch.tensor(3.0, requires_grad=True)"),
        "argument",
    ),
    "parameter of the size of the number": (
        "parameter",
        parameter("torch.tensor(float(abs(number)), requires_grad=True)"),
        "as it comes",
    ),
    "parameter as a number": ("parameter", parameter("float(number)"), "has no requires_grad=True"),
    "parameter without requires_grad": (
        "parameter",
        parameter("torch.tensor(float(number))"),
        "argument for it",
    ),
    "parameter that is a result": (
        "parameter",
        parameter("torch.tensor(1.0, requires_grad=True) * number"),
        "is not a leaf",
    ),
    "parameter without return": ("parameter", parameter("None"), "is a `return` missing?"),
    "gradients of weight and bias": (
        "gradients",
        changed(GRADIENTS, "predict(x, W, b)", "predict(x, weight, bias)"),
        "Use W and b, not weight and bias",
    ),
    "gradients without requires_grad": (
        "gradients",
        changed(GRADIENTS, ", requires_grad=True", ""),
        "leaves that have requires_grad=True",
    ),
    "gradients under no_grad": (
        "gradients",
        changed(GRADIENTS, "    loss = ", "    with torch.no_grad():\n        loss = "),
        "outside of torch.no_grad()",
    ),
    "gradients without backward": (
        "gradients",
        changed(GRADIENTS, "    loss.backward()\n", ""),
        "Call loss.backward()",
    ),
    "gradients, backward without brackets": (
        "gradients",
        changed(GRADIENTS, "loss.backward()", "loss.backward"),
        "with its brackets",
    ),
    "gradients, backward twice": (
        "gradients",
        changed(GRADIENTS, "    loss.backward()\n", "    loss.backward()\n    loss.backward()\n"),
        "backward frees the graph",
    ),
    "gradients, backward twice through a kept graph": (
        "gradients",
        changed(
            GRADIENTS, "    loss.backward()\n", "    loss.backward(retain_graph=True)\n    loss.backward()\n"
        ),
        "twice gives twice as much",
    ),
    "gradients of the sum": (
        "gradients",
        changed(GRADIENTS, "mse(predict(x, W, b), y)", "((predict(x, W, b) - y) ** 2).sum()"),
        "The loss is the mean",
    ),
    "gradients of four rows": (
        "gradients",
        changed(GRADIENTS, "mse(predict(x, W, b), y)", "((predict(x, W, b) - y) ** 2).sum() / 4"),
        "over all rows",
    ),
    "gradients without the bias": (
        "gradients",
        changed(GRADIENTS, "predict(x, W, b)", "W * x + 0 * b"),
        "[-336.5, -89]",
    ),
    "gradients, backward of the prediction": (
        "gradients",
        changed(
            GRADIENTS,
            "    loss = mse(predict(x, W, b), y)\n    loss.backward()",
            "    predict(x, W, b).backward()",
        ),
        "call it on the loss",
    ),
    "gradients of the plain numbers": (
        "gradients",
        changed(GRADIENTS, "return W.grad, b.grad", "return weight.grad, bias.grad"),
        "asked of something else. Use W and b",
    ),
    "gradients, one leaf left out": (
        "gradients",
        changed(GRADIENTS, "predict(x, W, b)", "predict(x, W, bias)"),
        "derivative for b is None",
    ),
    "gradients in the other order": (
        "gradients",
        changed(GRADIENTS, "W.grad, b.grad", "b.grad, W.grad"),
        "The derivative for W comes first",
    ),
    "gradients with one derivative": (
        "gradients",
        changed(GRADIENTS, ", b.grad", ""),
        "return W.grad and b.grad",
    ),
    "gradients of the loss": (
        "gradients",
        changed(GRADIENTS, "W.grad, b.grad", "loss.grad"),
        "return W.grad and b.grad",
    ),
    "gradients without return": ("gradients", changed(GRADIENTS, "return ", ""), "return W.grad and b.grad"),
    "gradients from 0": (
        "gradients",
        changed(GRADIENTS, "float(weight)", "0.0"),
        "numbers that the function gets",
    ),
    # One value
    "multiply, the slopes are values": (
        "multiply",
        changed(MULTIPLY, "[b.number, a.number]", "[b, a]"),
        "Slopes are plain numbers",
    ),
    "multiply, the slopes swapped": (
        "multiply",
        changed(MULTIPLY, "[b.number, a.number]", "[a.number, b.number]"),
        "a * b grows by b",
    ),
    "multiply, the slopes of a sum": (
        "multiply",
        changed(MULTIPLY, "[b.number, a.number]", "[1.0, 1.0]"),
        "a * b grows by b",
    ),
    "multiply, the slopes by division": (
        "multiply",
        changed(MULTIPLY, "[b.number, a.number]", "[a.number * b.number / a.number, a.number]"),
        "needs no division",
    ),
    "multiply, no slope where a number is 0": (
        "multiply",
        changed(MULTIPLY, "[b.number, a.number]", "[b.number, a.number] if a.number else [0.0, 0.0]"),
        "even where one of them is 0",
    ),
    "multiply, the slopes of the check": (
        "multiply",
        changed(MULTIPLY, "[b.number, a.number]", "[4.0, 3.0]"),
        "whatever they are",
    ),
    "multiply without parents": (
        "multiply",
        changed(MULTIPLY, "parents=[a, b], ", ""),
        "Write parents=[a, b]",
    ),
    "multiply, parents in the other order": (
        "multiply",
        changed(MULTIPLY, "[a, b]", "[b, a]"),
        "in this order",
    ),
    "multiply, numbers as parents": (
        "multiply",
        changed(MULTIPLY, "[a, b]", "[a.number, b.number]"),
        "not their numbers",
    ),
    "multiply, new values as parents": (
        "multiply",
        changed(MULTIPLY, "[a, b]", "[Value(a.number), Value(b.number)]"),
        "no new values",
    ),
    "multiply, the number alone": (
        "multiply",
        "def multiply(a, b):\n    return a.number * b.number",
        "as in add",
    ),
    "multiply without return": ("multiply", changed(MULTIPLY, "return ", ""), "does not return a Value"),
    "multiply without as_value": (
        "multiply",
        changed(MULTIPLY, "    a, b = as_value(a), as_value(b)\n", ""),
        "Keep the line with as_value",
    ),
    "multiply, a sum": (
        "multiply",
        changed(MULTIPLY, "a.number * b", "a.number + b"),
        "Multiply the two numbers",
    ),
    # The three rules
    "backward, rule 1 forgotten": (
        "backward",
        changed(BACKWARD, "result.grad = 1.0", "pass"),
        "Rule 1: the result gets grad 1",
    ),
    "backward, the last part wins": ("backward", changed(BACKWARD, "+=", "="), "Rule 2: add each part"),
    "backward, slopes for parents": (
        "backward",
        changed(BACKWARD, "zip(value.parents, value.slopes)", "zip(value.slopes, value.parents)"),
        "first a parent",
    ),
    "backward, slopes from the end": (
        "backward",
        changed(BACKWARD, "zip(value.parents, value.slopes)", "zip(value.parents, value.slopes[::-1])"),
        "Is q 27?",
    ),
    "backward, each parent once": (
        "backward",
        changed(
            BACKWARD, "zip(value.parents, value.slopes)", "dict(zip(value.parents, value.slopes)).items()"
        ),
        "where a value is used twice",
    ),
    "backward without the slope": ("backward", changed(BACKWARD, "slope * ", ""), "multiply by the slope"),
    "backward without the own grad": (
        "backward",
        changed(BACKWARD, " * value.grad", ""),
        "its own grad times the slope",
    ),
    "backward that passes on the grad of the result": (
        "backward",
        changed(BACKWARD, "slope * value.grad", "slope * result.grad"),
        "its own grad times the slope: value.grad",
    ),
    "backward from the leaves": (
        "backward",
        changed(BACKWARD, "reversed(in_order(result))", "in_order(result)"),
        "by reversed(in_order(result)). And",
    ),
    "backward of the result alone": (
        "backward",
        changed(BACKWARD, "reversed(in_order(result))", "[result]"),
        "through all values",
    ),
    "backward that begins again in each call": (
        "backward",
        """
def backward(result):
    result.grad = 1.0
    for parent, slope in zip(result.parents, result.slopes):
        parent.grad += slope * result.grad
        backward(parent)
""",
        "only for the result",
    ),
    "backward, grad 1 for each value": (
        "backward",
        changed(
            BACKWARD, "    result.grad = 1.0\n", "", "result)):\n", "result)):\n        value.grad = 1.0\n"
        ),
        "only for the result",
    ),
    "backward that passes on all that has arrived": (
        "backward",
        """
def backward(result, part=1.0):
    result.grad += part
    for parent, slope in zip(result.parents, result.slopes):
        backward(parent, slope * result.grad)
""",
        "Rule 3: p waits",
    ),
    "backward, first come first served": (
        "backward",
        """
def backward(result):
    result.grad = 1.0
    waiting = [result]
    while waiting:
        value = waiting.pop(0)
        for parent, slope in zip(value.parents, value.slopes):
            parent.grad += slope * value.grad
            if parent not in waiting:
                waiting.append(parent)
""",
        "Rule 3: p waits",
    ),
    "backward, last come first served": (
        "backward",
        """
def backward(result):
    result.grad = 1.0
    waiting = [result]
    while waiting:
        value = waiting.pop()
        for parent, slope in zip(value.parents, value.slopes):
            parent.grad += slope * value.grad
            if parent not in waiting:
                waiting.append(parent)
""",
        "Rule 3: p waits",
    ),
    "backward into names of its own": (
        "backward",
        changed(BACKWARD, "parent.grad += slope * value.grad", "grad = slope * value.grad"),
        "[1, 0, 0]",
    ),
    # The step
    # A function of one's own
    "own with the slope of a number": ("extra", changed(OWN, "1 - number**2", "1.0"), "the third column"),
    "own with the slope at the result": (
        "extra",
        changed(OWN, "1 - number**2", "1 - math.tanh(number) ** 2"),
        "the third column",
    ),
    "own of another name": ("extra", changed(OWN, '"tanh"', '"sin"'), "the function that you wrote"),
    "own of no name": ("extra", changed(OWN, '"tanh"', "math.tanh"), "names of the first column"),
    "own of a name with its module": (
        "extra",
        changed(OWN, '"tanh"', '"math.tanh"'),
        "names of the first column",
    ),
    "own, sin with the slope of its right half": (
        "extra",
        changed(OWN, '"tanh"', '"sin"', "math.tanh", "math.sin", "1 - number**2", "math.sqrt(1 - number**2)"),
        "own(Value(2.5))",
    ),
    "own of the value itself": (
        "extra",
        changed(OWN, "tanh(a.number)", "tanh(a)"),
        "the plain number: a.number",
    ),
    "own as a number": (
        "extra",
        changed(OWN, "return Value(number, parents=[a], slopes=[1 - number**2])", "return number"),
        "as in add",
    ),
    "own with brackets that make no tuple": (
        "extra",
        changed(OWN, "slopes=[1 - number**2]", "slopes=(1 - number**2)"),
        "(slope) is not",
    ),
    "own without a parent": ("extra", changed(OWN, "parents=[a], ", ""), "Write parents=[a]"),
    "own with two parents": ("extra", changed(OWN, "[a]", "[a, a]"), "2 parts: an object of type Value"),
    "own with a new parent": ("extra", changed(OWN, "[a]", "[Value(a.number)]"), "no new value"),
    # The gradient now
    "again without clearing": (
        "again",
        changed(AGAIN, "    W.grad = b.grad = None\n", ""),
        "twice the first",
    ),
    "again, cleared afterwards": (
        "again",
        """
def gradients_now(x, y, W, b):
    mse(predict(x, W, b), y).backward()
    slopes = W.grad.item(), b.grad.item()
    W.grad = b.grad = None
    return slopes
""",
        "too large by 7",
    ),
    "again, zero_ where there is no gradient": (
        "again",
        changed(AGAIN, "W.grad = b.grad = None", "W.grad.zero_()\n    b.grad.zero_()"),
        "before `backward` has filled it",
    ),
    "again, zero_ before backward, and the tensor itself returned": (
        "again",
        changed(
            AGAIN,
            "    W.grad = b.grad = None\n",
            "    for leaf in (W, b):\n        if leaf.grad is not None:\n            leaf.grad.zero_()\n",
        ),
        "The third call wrote into the tensors",
    ),
    "again, zero_ after backward, and the tensor itself returned": (
        "again",
        """
def gradients_now(x, y, W, b):
    mse(predict(x, W, b), y).backward()
    slopes = W.grad, b.grad
    W.grad.zero_()
    b.grad.zero_()
    return slopes
""",
        "also clears the tensor that you return",
    ),
    "again with a step": (
        "again",
        changed(
            AGAIN,
            "    return",
            "    with torch.no_grad():\n        W -= 0.1 * W.grad\n        b -= 0.1 * b.grad\n    return",
        ),
        "Take no step here",
    ),
    "again, a gradient of 0": (
        "again",
        changed(AGAIN, "W.grad = b.grad = None", "W.grad = b.grad = 0"),
        "Clear a gradient by W.grad = None",
    ),
    "again by gradients": ("again", AGAIN_BY_GRADIENTS, "did not reach the W that came in"),
    "again of new leaves": ("again", AGAIN_OF_NEW_LEAVES, "a loss of these W and b themselves"),
    "again of one new leaf": ("again", AGAIN_OF_ONE_NEW_LEAF, "did not reach the b that came in"),
    "again by the formula": ("again", AGAIN_BY_FORMULA, "a formula, or new leaves"),
    "again of one leaf": ("again", changed(AGAIN, "W.grad = b.grad", "W.grad"), "twice the first"),
    "again of a graph that is freed": (
        "again",
        changed(AGAIN, "mse(", "loss = mse(").replace(
            ".backward()", "\n    loss.backward()\n    loss.backward()"
        ),
        "backward frees the graph",
    ),
    # The loop
    "gradients of the distances": (
        "gradients",
        changed(GRADIENTS, "mse(predict(x, W, b), y)", "(predict(x, W, b) - y).abs().mean()"),
        "squared",
    ),
    "gradients that returns the parameters": (
        "gradients",
        changed(GRADIENTS, "return W.grad, b.grad", "return W, b"),
        "Return W.grad and b.grad",
    ),
    "gradients of a new W": (
        "gradients",
        changed(GRADIENTS, "    loss = ", "    W = W * 1\n    loss = "),
        "Do not calculate a new W",
    ),
    "gradients of a number": (
        "gradients",
        changed(GRADIENTS, "mse(predict(x, W, b), y)", "mse(predict(x, W, b), y).item()"),
        "call backward on the tensor",
    ),
    "gradients with brackets too many": (
        "gradients",
        changed(GRADIENTS, "W.grad, b.grad", "W.grad(), b.grad()"),
        "are the brackets too much",
    ),
    "multiply the values themselves": (
        "multiply",
        "def multiply(a, b):\n    a, b = as_value(a), as_value(b)\n"
        "    return Value(a * b, [a, b], [b.number, a.number])",
        "Calculate with their numbers",
    ),
    "multiply without slopes": (
        "multiply",
        "def multiply(a, b):\n    a, b = as_value(a), as_value(b)\n"
        "    return Value(a.number * b.number, [a, b])",
        "Store two slopes",
    ),
    "multiply with a sign lost": (
        "multiply",
        "def multiply(a, b):\n    a, b = as_value(a), as_value(b)\n"
        "    return Value(a.number * b.number, [a, b], [abs(b.number), a.number])",
        "with their signs",
    ),
    "multiply with one division": (
        "multiply",
        "def multiply(a, b):\n    a, b = as_value(a), as_value(b)\n    c = a.number * b.number\n"
        "    return Value(c, [a, b], [b.number, c / b.number])",
        "needs no division",
    ),
    "backward with the parents of the result": (
        "backward",
        changed(BACKWARD, "zip(value.parents, value.slopes)", "zip(result.parents, result.slopes)"),
        "not of result",
    ),
    "backward with a list that is walked twice": (
        "backward",
        changed(
            BACKWARD,
            "    for value in reversed(in_order(result)):",
            "    values = reversed(in_order(result))\n    for value in values:\n        pass\n"
            "    for value in values:",
        ),
        "can be walked only once",
    ),
    "backward of a reversed list that is None": (
        "backward",
        changed(BACKWARD, "reversed(in_order(result))", "in_order(result).reverse()"),
        "it returns None",
    ),
    "train, W by the gradient of b": (
        "train",
        changed(TRAIN, "W -= lr * W.grad", "W -= lr * b.grad"),
        "W steps by W.grad",
    ),
    "train, one round too many": (
        "train",
        changed(TRAIN, "range(steps)", "range(steps + 1)"),
        "Two rounds were done",
    ),
    "train on the sum": (
        "train",
        changed(TRAIN, "mse(predict(x, W, b), y).back", "((predict(x, W, b) - y) ** 2).sum().back"),
        "the mean, not the sum",
    ),
    "train without a rate": (
        "train",
        changed(TRAIN, "W -= lr * W.grad", "W -= W.grad", "b -= lr * b.grad", "b -= b.grad"),
        "The learning rate is missing",
    ),
    "train, zero before the step": (
        "train",
        changed(
            TRAIN,
            "        with torch",
            "        W.grad = b.grad = None\n        with torch",
        ),
        "Is zero before the step",
    ),
    "train, None for W": (
        "train",
        changed(TRAIN, "W.grad = b.grad = None", "W = b = None"),
        "clear W.grad, and not W",
    ),
    "train with rounded numbers": (
        "train",
        changed(
            TRAIN,
            "return W.item(), b.item(), mse(predict(x, W, b), y).item()",
            "return round(W.item(), 4), round(b.item(), 4), round(mse(predict(x, W, b), y).item(), 4)",
        ),
        "Do not round",
    ),
    "train that stops where the loss is huge": (
        "train",
        changed(
            TRAIN,
            "mse(predict(x, W, b), y).backward()",
            "loss = mse(predict(x, W, b), y)\n        if loss.item() > 100:\n            break\n"
            "        loss.backward()",
        ),
        "even when the loss grows",
    ),
    "train with the start of the three points": (
        "train",
        changed(TRAIN, "    W = torch", "    if steps == 0:\n        return 0, 0, 4.666667\n    W = torch"),
        "that of these data",
    ),
    "again at 0": (
        "again",
        changed(
            AGAIN,
            "    W.grad = b.grad = None\n",
            "    W, b = (torch.tensor(0.0, requires_grad=True) for _ in range(2))\n",
        ),
        "the gradient at W = 0 and b = 0",
    ),
    "again, rounded": (
        "again",
        changed(AGAIN, "W.grad, b.grad\n", "round(W.grad.item(), 3), round(b.grad.item(), 3)\n"),
        "Do not round",
    ),
    "errors without return": ("errors", ERRORS + "(predict(x, W, b) - y).detach()", "is a `return` missing?"),
    "errors that change y": (
        "errors",
        ERRORS + "with torch.no_grad():\n        y -= predict(x, W, b)\n    return -y",
        "errors changed its data",
    ),
    "errors with numpy on a graph": ("errors", ERRORS + "return (predict(x, W, b) - y).numpy()", "detach"),
    "call, misspelt": ("call", 'call = "c"', "under exactly this name"),
    "visits, misspelt": ("visits", 'vist_order = "BDEAC"', "name 'visit_order' is not defined"),
    "train, another W under no_grad": (
        "train",
        changed(TRAIN, STEPS, NEW_STEPS),
        "W -= ... inside torch.no_grad()",
    ),
    "train, another W under no_grad, and b kept": (
        "train",
        changed(TRAIN, "W -= lr * W.grad", "W = W - lr * W.grad"),
        "as after W = W - ...",
    ),
    "train, another W where it is recorded": (
        "train",
        changed(TRAIN, STEPS, NEW_STEPS, "with torch.no_grad():", "if True:"),
        "A .grad is None when the step uses it",
    ),
    "train, in place where it is recorded": (
        "train",
        changed(TRAIN, "with torch.no_grad():", "if True:"),
        "only inside torch.no_grad()",
    ),
    "train, the loss before the loop": (
        "train",
        changed(
            TRAIN,
            "    for _",
            "    loss = mse(predict(x, W, b), y)\n    for _",
            ROUND,
            "        loss.backward()\n",
        ),
        "anew in each round",
    ),
    "train, the loss before the loop, and its graph kept": (
        "train",
        changed(
            TRAIN,
            "    for _",
            "    loss = mse(predict(x, W, b), y)\n    for _",
            ROUND,
            "        loss.backward(retain_graph=True)\n",
        ),
        "loss anew in each round",
    ),
    "train without backward": (
        "train",
        changed(TRAIN, ".backward()", ""),
        "A .grad is None when the step uses it",
    ),
    "train without backward, and no error": (
        "train",
        changed(
            TRAIN,
            ".backward()",
            "",
            STEPS,
            "            if W.grad is not None:\n                W -= lr * W.grad\n",
        ),
        "No step was taken",
    ),
    "train, the first gradient doubled": (
        "train",
        changed(TRAIN, "    for _", "    mse(predict(x, W, b), y).backward()\n    for _"),
        "backward ran twice",
    ),
    "train, backward twice in each round": (
        "train",
        changed(TRAIN, ROUND, ROUND + ROUND),
        "backward ran twice",
    ),
    "train without zero": ("train", changed(TRAIN, ZERO, ""), "the sum of two gradients"),
    "train, zero for W only": (
        "train",
        changed(TRAIN, "W.grad = b.grad", "W.grad"),
        "b.grad was not cleared",
    ),
    "train, zero for b only": (
        "train",
        changed(TRAIN, "W.grad = b.grad", "b.grad"),
        "W.grad was not cleared",
    ),
    "train, zero after the loop": ("train", changed(TRAIN, ZERO, ZERO[4:]), "clear both in each round"),
    "train by the gradients of above": ("train", BY_GRADIENTS, "train calls gradients: it must"),
    "train by the gradients now": ("train", BY_GRADIENTS_NOW, "Write all five moves"),
    "train by the formula": ("train", BY_FORMULA, "train never calls backward"),
    "train by the formula, on leaves": (
        "train",
        changed(BY_FORMULA, "W, b = 0.0, 0.0", "W, b = parameter(0), parameter(0)"),
        "Let autograd find the gradients",
    ),
    "train, zero for W itself": (
        "train",
        changed(TRAIN, ZERO, "        W.data.zero_()\n"),
        "W itself was cleared",
    ),
    "train, zero_ before the step": (
        "train",
        changed(TRAIN, ZERO, "", ROUND, ROUND + "        W.grad.zero_()\n        b.grad.zero_()\n"),
        "W.grad was cleared before the step",
    ),
    "train, the bias first": (
        "train",
        changed(TRAIN, "W.item(), b.item(), mse", "b.item(), W.item(), mse"),
        "The weight comes first",
    ),
    "train, W and b not made": (
        "train",
        changed(
            TRAIN,
            "    W = torch.tensor(0.0, requires_grad=True)\n    b = torch.tensor(0.0, requires_grad=True)\n",
            "",
        ),
        "Is the line missing that gives it one",
    ),
    "train that stops when the loss grows": (
        "train",
        """
def train(x, y, lr, steps):
    W, b, last = parameter(0), parameter(0), float("inf")
    for _ in range(steps):
        loss = mse(predict(x, W, b), y)
        if loss.item() > last:
            break
        last = loss.item()
        loss.backward()
        with torch.no_grad():
            W -= lr * W.grad
            b -= lr * b.grad
        W.grad = b.grad = None
    return W.item(), b.item(), mse(predict(x, W, b), y).item()
""",
        "even when the loss grows",
    ),
    "train, zero_ before the first backward": (
        "train",
        changed(TRAIN, ZERO, "", ROUND, "        W.grad.zero_()\n" + ROUND),
        "before `backward` has filled it",
    ),
    "train, W and b made in each round": (
        "train",
        changed(
            TRAIN,
            "    for _ in range(steps):\n",
            "    for _ in range(steps):\n        W, b = parameter(0), parameter(0)\n",
        ),
        "are W and b made in it",
    ),
    "train with a rate of its own": (
        "train",
        changed(TRAIN, "lr * ", "0.03 * "),
        "Use what the function gets",
    ),
    "train on the three points": (
        "train",
        changed(TRAIN, "    W = torch", "    x, y = data.identity_line()\n    W = torch"),
        "Use what the function gets",
    ),
    "train, one step too many": (
        "train",
        changed(TRAIN, "range(steps)", "range(steps + 1)"),
        "train(x, y, 0.03, 1)",
    ),
    "train with two steps": (
        "train",
        changed(TRAIN, "range(steps)", "range(min(steps, 2))"),
        "exactly `steps` steps",
    ),
    "train with the loss before the step": (
        "train",
        changed(
            TRAIN,
            ROUND,
            "        loss = mse(predict(x, W, b), y)\n        loss.backward()\n",
            TORCH_LOSS + ".item()",
            "loss.item()",
        ),
        "4.666667 is the loss before the step",
    ),
    "train with a loss of the loop, of 0 rounds": (
        "train",
        changed(
            TRAIN,
            ZERO,
            ZERO + "        loss = mse(predict(x, W, b), y)\n",
            TORCH_LOSS + ".item()",
            "loss.item()",
        ),
        "0 rounds",
    ),
    "train without return": ("train", changed(TRAIN, "return ", ""), "behind `return`"),
    "train that returns in the loop": (
        "train",
        changed(TRAIN, "    return", "        return"),
        "is the return in the loop",
    ),
    # Without a graph
    "errors turned round": (
        "errors",
        ERRORS + "return (y - predict(x, W, b)).detach()",
        "Prediction minus target",
    ),
    "errors with the numbers of the check": (
        "errors",
        ERRORS + "return (predict(x, 2.0, 0.5) - y).detach()",
        "W and b that the function gets",
    ),
    "errors with a backward": (
        "errors",
        ERRORS + "e = predict(x, W, b) - y\n    e.sum().backward()\n    return e.detach()",
        "call no backward here",
    ),
    "errors that clear the gradients": (
        "errors",
        ERRORS + "W.grad = b.grad = None\n    return (predict(x, W, b) - y).detach()",
        "leave W.grad and b.grad as they are",
    ),
    "errors with their graph": ("errors", ERRORS + "return predict(x, W, b) - y", "Detach them"),
    "errors as an array": (
        "errors",
        ERRORS + "return (predict(x, W, b) - y).detach().numpy()",
        "not a tensor",
    ),
    "errors that switch W off": (
        "errors",
        ERRORS + "W.requires_grad_(False)\n    b.requires_grad_(False)\n    return predict(x, W, b) - y",
        "Leave W and b as they are",
    ),
    "errors that switch recording off": (
        "errors",
        ERRORS + "torch.set_grad_enabled(False)\n    return predict(x, W, b) - y",
        "torch.no_grad() ends with its block",
    ),
    # The bug hunt
    "lines, a right one among them": ("hunt", 'hunt_lines = "79"', "Line 7 is right"),
    "lines, the other empty place": ("hunt", 'hunt_lines = "29"', "Place 2 is right"),
    "lines, the missing one left out": ("hunt", 'hunt_lines = "9"', "print W.grad in each round"),
    "lines, the old predictions left out": ("hunt", 'hunt_lines = "8"', "of which weight"),
    "telling, not written": ("telling", "only_lower = only_upper = ...", "nothing written yet"),
    "telling, the bugs are mended in buggy itself": (
        "telling",
        REPAIRED.replace("repaired", "buggy") + telling(),
        "for the function with its bugs",
    ),
    "telling, one part too few": ("telling", "only_lower = only_upper = (x, y, 0.1)", "3 parts: ["),
    "telling without a step": ("telling", telling(steps="0"), "Without a step"),
    "telling with lr 0": ("telling", telling(lr="0"), "Without a learning rate"),
    "telling with NaN": ("telling", telling(lr="float('nan')"), "from -1000 to 1000"),
    "telling with half a step": ("telling", telling(steps="1.5"), "a whole number"),
    "telling with rows that do not fit": ("telling", telling(y="y[:2]"), "3 numbers in x and 2 in y"),
    "telling with x of zeros": ("telling", telling(x="0 * x"), "the weight plays no part"),
    "telling with an explosion": ("telling", telling(lr="5", steps="100"), "beyond all bounds"),
    "telling by luck": ("telling", telling(x="x[:1]", y="y[:1]", lr="1.0"), "Take one that changes it"),
    "telling with targets of zeros": ("telling", telling(y="0 * y"), "no bug does harm"),
    "telling, two results that are close": ("telling", telling(lr="1e-6"), "too close"),
    "telling, two steps for the lower": ("telling", telling(steps="2"), "could pile up"),
    "telling, one step for the upper": (
        "telling",
        telling(upper="(x, y, 0.03, 1)"),
        "nothing left to learn",
    ),
    "telling, too few steps for the upper": ("telling", telling(upper="(x, y, 0.03, 5)"), "of the lower bug"),
    "telling, no harm for the upper": (
        "telling",
        telling(upper="(x[:1], y[:1], 1.0, 1)"),
        "After how many steps does it matter",
    ),
    "repaired by train": (
        "repaired",
        "def repaired(x, y, lr, steps):\n    w, _, loss = train(x, y, lr, steps)\n    return w, loss",
        "repaired calls train",
    ),
    "repaired by gradients": (
        "repaired",
        """
def repaired(x, y, lr, steps):
    weight = 0.0
    for _ in range(steps):
        slope, _unused = gradients(x, y, weight, 0.0)
        weight -= lr * float(slope)
    return weight, mse(weight * x, y)
""",
        "repaired calls gradients",
    ),
    "repaired without zero": (
        "repaired",
        changed(REPAIRED, "        W.grad = None\n", ""),
        "which move is missing",
    ),
    "repaired with the old loss": (
        "repaired",
        changed(REPAIRED, "mse(W * x, y)", "mse(prediction, y)"),
        "To which weight",
    ),
    "repaired, the last prediction inside of the loop": (
        "repaired",
        changed(
            REPAIRED,
            "        W.grad = None\n",
            "        W.grad = None\n        prediction = W * x\n",
            "mse(W * x, y).item()",
            "mse(prediction, y).item()",
        ),
        "Predict after the loop",
    ),
    "repaired, zero_ before the first backward": (
        "repaired",
        changed(
            REPAIRED,
            "        W.grad = None\n",
            "",
            "        prediction",
            "        W.grad.zero_()\n        prediction",
        ),
        "before `backward` has filled it",
    ),
    "repaired with a rate of its own": (
        "repaired",
        changed(REPAIRED, "lr * ", "0.03 * "),
        "Use what the function gets",
    ),
    "repaired with two steps": (
        "repaired",
        changed(REPAIRED, "range(steps)", "range(2)"),
        "Use what the function gets",
    ),
    "repaired without the loss": ("repaired", changed(REPAIRED, ", mse(W * x, y).item()", ""), "Return both"),
    "repaired by parameter": (
        "repaired",
        changed(REPAIRED, "torch.tensor(0.0, requires_grad=True)", "parameter(0)"),
        "repaired calls parameter",
    ),
    "repaired by gradients_now": (
        "repaired",
        changed(
            REPAIRED,
            "        mse(prediction, y).backward()\n",
            "        gradients_now(x, y, W, torch.zeros(1, requires_grad=True))\n",
        ),
        "repaired calls gradients_now",
    ),
    "repaired by errors": (
        "repaired",
        changed(REPAIRED, "mse(W * x, y).item()", "(errors(x, y, W, 0.0) ** 2).mean().item()"),
        "repaired calls errors",
    ),
    "repaired, with the start's loss of the three points": (
        "repaired",
        changed(
            REPAIRED,
            "    W = torch",
            "    if steps == 0:\n        return 0.0, 4.666667\n    W = torch",
        ),
        "Its loss is that of these data",
    ),
    "repaired that returns in the loop": (
        "repaired",
        changed(REPAIRED, "    return", "        return"),
        "is the return in the loop",
    ),
    "repaired, W made in each round": (
        "repaired",
        changed(
            REPAIRED,
            "        prediction",
            "        W = torch.tensor(0.0, requires_grad=True)\n        prediction",
        ),
        "made anew",
    ),
    "repaired, recording switched off for good": (
        "repaired",
        changed(
            REPAIRED,
            "        with torch.no_grad():",
            "        torch.set_grad_enabled(False)\n        if True:",
        ),
        "does not require grad",
    ),
    "repaired, None for W": (
        "repaired",
        changed(REPAIRED, "W.grad = None", "W = None"),
        "clear W.grad, and not W",
    ),
    "repaired under the old name": (
        "repaired",
        REPAIRED.replace("repaired", "buggy"),
        "Give the copy the name repaired",
    ),
    "repaired, mended in the function itself": (
        "repaired",
        REPAIRED.replace("repaired", "buggy") + "\n\nrepaired = buggy",
        "repaired calls buggy",
    ),
}
