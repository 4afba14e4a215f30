"""Wrong answers to lesson 2, each with the exercises that it loses."""

from lesson_grades import changed

BOTH = "backward backward-torch"  # the second one asks the whole autograd

TRAIN = """
def train(x, y, lr, steps):
    W = torch.tensor(0.0, requires_grad=True)
    b = torch.tensor(0.0, requires_grad=True)
    for _ in range(steps):
        mse(predict(x, W, b), y).backward()
        with torch.no_grad():
            W -= lr * W.grad
            b -= lr * b.grad
        W.grad = b.grad = None
    return W.item(), b.item(), mse(predict(x, W, b), y).item()
"""
BACKWARD = """
def backward(result):
    result.grad = 1.0
    for value in reversed(in_order(result)):
        for parent, slope in zip(value.parents, value.slopes):
            parent.grad += slope * value.grad
"""
REPAIRED = """
def repaired(x, y, lr, steps):
    W = torch.tensor(0.0, requires_grad=True)
    for _ in range(steps):
        prediction = W * x
        mse(prediction, y).backward()
        with torch.no_grad():
            W -= lr * W.grad
        W.grad = None
    return W.item(), mse(W * x, y).item()
"""


def parameter(body: str) -> str:
    return f"def parameter(number):\n    return {body}"


AGAIN = """
def gradients_now(x, y, W, b):
    W.grad = b.grad = None
    mse(predict(x, W, b), y).backward()
    return W.grad, b.grad
"""
OWN = """
import math

own_name = "tanh"


def own(a):
    number = math.tanh(a.number)
    return Value(number, parents=[a], slopes=[1 - number**2])
"""
BY_GRADIENTS = """
def train(x, y, lr, steps):
    W, b = 0.0, 0.0
    for _ in range(steps):
        of_W, of_b = gradients(x, y, W, b)
        W, b = W - lr * of_W.item(), b - lr * of_b.item()
    return W, b, mse(predict(x, W, b), y).item()
"""
BY_GRADIENTS_NOW = changed(
    TRAIN,
    "        mse(predict(x, W, b), y).backward()\n",
    "        of_W, of_b = gradients_now(x, y, W, b)\n",
    "W.grad\n",
    "of_W\n",
    "b.grad\n",
    "of_b\n",
)
BY_FORMULA = """
def train(x, y, lr, steps):
    W, b = 0.0, 0.0
    for _ in range(steps):
        error = predict(x, W, b) - y
        W, b = W - lr * (2 * error * x).mean().item(), b - lr * (2 * error).mean().item()
    return W, b, mse(predict(x, W, b), y).item()
"""
AGAIN_BY_GRADIENTS = "def gradients_now(x, y, W, b):\n    return gradients(x, y, W, b)"
AGAIN_OF_NEW_LEAVES = """
def gradients_now(x, y, W, b):
    new = [leaf.clone().detach().requires_grad_() for leaf in (W, b)]
    mse(predict(x, *new), y).backward()
    return [leaf.grad for leaf in new]
"""
AGAIN_OF_ONE_NEW_LEAF = """
def gradients_now(x, y, W, b):
    b = b.detach().clone().requires_grad_()
    W.grad = None
    mse(predict(x, W, b), y).backward()
    return W.grad, b.grad
"""
AGAIN_BY_FORMULA = """
def gradients_now(x, y, W, b):
    error = (predict(x, W, b) - y).detach()
    return (2 * error * x).mean(), (2 * error).mean()
"""
ERRORS = "def errors(x, y, W, b):\n    "
WRONG = {  # name: (solution cell, its text, the exercises that are lost)
    "T17: an integer tensor": (
        "parameter",
        parameter("torch.tensor(number, requires_grad=True)"),
        "parameter",
    ),
    "T17: FloatTensor(3) is three numbers that nobody chose": (
        "parameter",
        parameter("torch.FloatTensor(number).requires_grad_()"),
        "parameter",
    ),
    "T4: requires_grad is left out": ("parameter", parameter("torch.tensor(float(number))"), "parameter"),
    "T2: the result of a calculation is no leaf": (
        "parameter",
        parameter("number * torch.tensor(1.0, requires_grad=True)"),
        "parameter",
    ),
    "always the number of the check": (
        "parameter",
        parameter("torch.tensor(3.0, requires_grad=True)"),
        "parameter",
    ),
    "T12: a second backward through a graph that was kept": (
        "gradients",
        """
def gradients(x, y, weight, bias):
    W = torch.tensor(float(weight), requires_grad=True)
    b = torch.tensor(float(bias), requires_grad=True)
    loss = mse(predict(x, W, b), y)
    loss.backward(retain_graph=True)
    loss.backward()
    return W.grad, b.grad
""",
        "gradients",
    ),
    "T12: a second backward through a graph that is freed": (
        "gradients",
        """
def gradients(x, y, weight, bias):
    W = torch.tensor(float(weight), requires_grad=True)
    b = torch.tensor(float(bias), requires_grad=True)
    loss = mse(predict(x, W, b), y)
    loss.backward()
    loss.backward()
    return W.grad, b.grad
""",
        "gradients",
    ),
    "the slopes of a sum": (
        "multiply",
        """
def multiply(a, b):
    a, b = as_value(a), as_value(b)
    return Value(a.number * b.number, [a, b], [1.0, 1.0])
""",
        "multiply backward-torch",
    ),
    "slopes by division, which 0 does not allow": (
        "multiply",
        """
def multiply(a, b):
    a, b = as_value(a), as_value(b)
    product = a.number * b.number
    return Value(product, [a, b], [product / a.number, product / b.number])
""",
        "multiply",
    ),
    "parents forgotten": (
        "multiply",
        """
def multiply(a, b):
    a, b = as_value(a), as_value(b)
    return Value(a.number * b.number, slopes=[b.number, a.number])
""",
        "multiply backward-torch",
    ),
    "parents and slopes in two orders": (
        "multiply",
        """
def multiply(a, b):
    a, b = as_value(a), as_value(b)
    return Value(a.number * b.number, [b, a], [b.number, a.number])
""",
        "multiply backward-torch",
    ),
    "rule 1: the result gets no grad": ("backward", changed(BACKWARD, "result.grad = 1.0", "pass"), BOTH),
    "rule 2: the last part wins": ("backward", changed(BACKWARD, "+=", "="), BOTH),
    "rule 2: the slope is left out": ("backward", changed(BACKWARD, "slope * ", ""), BOTH),
    "rule 3: from the leaves to the result": (
        "backward",
        changed(BACKWARD, "reversed(in_order(result))", "in_order(result)"),
        BOTH,
    ),
    "rule 3: all that has arrived is passed on once more with each new part": (
        "backward",
        """
def backward(result, part=1.0):
    result.grad += part
    for parent, slope in zip(result.parents, result.slopes):
        backward(parent, slope * result.grad)
""",
        BOTH,
    ),
    "each parent only once": (
        "backward",
        changed(
            BACKWARD, "zip(value.parents, value.slopes)", "dict(zip(value.parents, value.slopes)).items()"
        ),
        BOTH,
    ),
    "T25: the old gradient is added to": (
        "again",
        changed(AGAIN, "    W.grad = b.grad = None\n", ""),
        "again",
    ),
    "T25: only the weight is cleared": ("again", changed(AGAIN, "W.grad = b.grad", "W.grad"), "again"),
    "T12: a graph that was kept": (
        "again",
        changed(
            AGAIN,
            "mse(predict(x, W, b), y).backward()",
            "loss = mse(predict(x, W, b), y)\n    for _ in range(2):\n"
            "        loss.backward(retain_graph=True)",
        ),
        "again",
    ),
    "a result that the next call overwrites": (
        "again",
        changed(
            AGAIN,
            "    W.grad = b.grad = None\n",
            "    for leaf in (W, b):\n        if leaf.grad is not None:\n            leaf.grad.zero_()\n",
        ),
        "again",
    ),
    "the graph of an earlier cell": ("again", changed(AGAIN, "mse(predict(x, W, b), y)", "z"), "again"),
    "the gradients of above, called": ("again", AGAIN_BY_GRADIENTS, "again"),
    "the gradient of new leaves": ("again", AGAIN_OF_NEW_LEAVES, "again"),
    "the gradient of one new leaf": ("again", AGAIN_OF_ONE_NEW_LEAF, "again"),
    "the gradient by the formula": ("again", AGAIN_BY_FORMULA, "again"),
    "the slope of another function": ("extra", changed(OWN, "1 - number**2", "number"), "extra"),
    "tanh under another name": ("extra", changed(OWN, '"tanh"', '"exp"'), "extra"),
    "a function that is not in the table": (
        "extra",
        changed(OWN, '"tanh"', '"cos"', "tanh(", "cos("),
        "extra",
    ),
    "sin with the slope of its right half": (
        "extra",
        changed(OWN, '"tanh"', '"sin"', "math.tanh", "math.sin", "1 - number**2", "math.sqrt(1 - number**2)"),
        "extra",
    ),
    "the slope at the result": (
        "extra",
        changed(OWN, "1 - number**2", "1 - math.tanh(number) ** 2"),
        "extra",
    ),
    "a new parent": ("extra", changed(OWN, "[a]", "[Value(a.number)]"), "extra"),
    "T25: no zero": ("train", changed(TRAIN, "W.grad = b.grad = None", "pass"), "train"),
    "T25: zero for the weight only": ("train", changed(TRAIN, "W.grad = b.grad", "W.grad"), "train"),
    "T25: zero after the loop": (
        "train",
        changed(TRAIN, "        W.grad = b.grad = None", "    W.grad = b.grad = None"),
        "train",
    ),
    "zero for W in place of its gradient": (
        "train",
        changed(TRAIN, "W.grad = b.grad = None", "W.data.zero_()"),
        "train",
    ),
    "T2: a new name for a tensor that is no leaf": (
        "train",
        changed(
            TRAIN,
            "W -= lr * W.grad",
            "W = W - lr * W.grad",
            "with torch.no_grad():",
            "if True:",
        ),
        "train",
    ),
    "T2: under no_grad, a new tensor has no requires_grad": (
        "train",
        changed(TRAIN, "W -= lr * W.grad", "W = W - lr * W.grad"),
        "train",
    ),
    "T4: a leaf changed in place, in the loop": (
        "train",
        changed(TRAIN, "with torch.no_grad():", "if True:"),
        "train",
    ),
    "T24: the loss before the last step": (
        "train",
        changed(
            TRAIN,
            "mse(predict(x, W, b), y).backward()",
            "loss = mse(predict(x, W, b), y)\n        loss.backward()",
            "mse(predict(x, W, b), y).item()",
            "loss.item()",
        ),
        "train",
    ),
    "the gradients of above": ("train", BY_GRADIENTS, "train"),
    "the gradients now": ("train", BY_GRADIENTS_NOW, "train"),
    "the formula of lesson 1": ("train", BY_FORMULA, "train"),
    "the formula, on leaves that are not needed": (
        "train",
        changed(BY_FORMULA, "W, b = 0.0, 0.0", "W, b = parameter(0), parameter(0)"),
        "train",
    ),
    "one step too many": ("train", changed(TRAIN, "range(steps)", "range(steps + 1)"), "train"),
    "no backward": ("train", changed(TRAIN, ".backward()", ""), "train"),
    "always the same learning rate": ("train", changed(TRAIN, "lr * ", "0.03 * "), "train"),
    "the loss of the start is that of the three points": (
        "train",
        changed(TRAIN, "    W = torch", "    if steps == 0:\n        return 0, 0, 4.666667\n    W = torch"),
        "train",
    ),
    "rounded numbers": (
        "train",
        changed(
            TRAIN,
            "return W.item(), b.item(), mse(predict(x, W, b), y).item()",
            "return round(W.item(), 4), round(b.item(), 4), round(mse(predict(x, W, b), y).item(), 4)",
        ),
        "train",
    ),
    "it stops where the loss is huge": (
        "train",
        changed(
            TRAIN,
            "mse(predict(x, W, b), y).backward()",
            "loss = mse(predict(x, W, b), y)\n        if loss.item() > 100:\n            break\n"
            "        loss.backward()",
        ),
        "train",
    ),
    "rounded gradients": (
        "again",
        changed(AGAIN, "W.grad, b.grad\n", "round(W.grad.item(), 3), round(b.grad.item(), 3)\n"),
        "again",
    ),
    "slopes by one division": (
        "multiply",
        """
def multiply(a, b):
    a, b = as_value(a), as_value(b)
    product = a.number * b.number
    return Value(product, [a, b], [b.number, product / b.number])
""",
        "multiply",
    ),
    "a slope without its sign": (
        "multiply",
        """
def multiply(a, b):
    a, b = as_value(a), as_value(b)
    return Value(a.number * b.number, [a, b], [abs(b.number), a.number])
""",
        "multiply backward-torch",
    ),
    "errors that change y": (
        "errors",
        "def errors(x, y, W, b):\n    with torch.no_grad():\n        y -= predict(x, W, b)\n    return -y",
        "errors",
    ),
    "it stops when the loss grows": (
        "train",
        changed(
            TRAIN,
            "    for _",
            "    last = float('inf')\n    for _",
            "        mse(predict(x, W, b), y).backward()\n",
            "        loss = mse(predict(x, W, b), y)\n        if loss.item() > last:\n            break\n"
            "        last = loss.item()\n        loss.backward()\n",
        ),
        "train",
    ),
    "target minus prediction": (
        "errors",
        "def errors(x, y, W, b):\n    return (y - predict(x, W, b)).detach()",
        "errors",
    ),
    "errors with their graph": (
        "errors",
        "def errors(x, y, W, b):\n    return predict(x, W, b) - y",
        "errors",
    ),
    "the leaves switched off": (
        "errors",
        ERRORS + "W.requires_grad = False\n    b.requires_grad = False\n    return predict(x, W, b) - y",
        "errors",
    ),
    "one leaf switched off": (
        "errors",
        ERRORS + "b.detach_()\n    return predict(x, W.detach(), b) - y",
        "errors",
    ),
    "recording switched off for good": (
        "errors",
        ERRORS + "torch.set_grad_enabled(False)\n    return predict(x, W, b) - y",
        "errors",
    ),
    "a backward for the errors": (
        "errors",
        ERRORS + "e = predict(x, W, b) - y\n    e.sum().backward()\n    return e.detach()",
        "errors",
    ),
    "the gradients cleared": (
        "errors",
        ERRORS + "W.grad = b.grad = None\n    return (predict(x, W, b) - y).detach()",
        "errors",
    ),
    "errors as a list": ("errors", ERRORS + "return (predict(x, W, b) - y).tolist()", "errors"),
    "errors as an array": ("errors", ERRORS + "return (predict(x, W, b) - y).detach().numpy()", "errors"),
    "errors in a row": ("errors", ERRORS + "return (predict(x, W, b) - y).detach().flatten()", "errors"),
    "the missing line is not found": ("hunt", 'hunt_lines = "9"', "hunt"),
    "the line of T24 is not found": ("hunt", 'hunt_lines = "8"', "hunt"),
    "the place of the step is named too": ("hunt", 'hunt_lines = "789"', "hunt"),
    "both bugs do harm": ("telling", "only_lower = only_upper = (x, y, 0.03, 2)", "telling"),
    "the two inputs are swapped": (
        "telling",
        "only_upper = (x, y, 0.03, 1)\nonly_lower = (x, y, 0.03, 200)",
        "telling",
    ),
    "no bug does harm, by luck": (
        "telling",
        "only_lower = only_upper = (x[:1], y[:1], 1.0, 1)",
        "telling",
    ),
    "an input that shows nothing": ("telling", "only_lower = only_upper = (x, y, 0.0, 0)", "telling"),
    "another function of the name buggy": (
        "telling",
        "def buggy(x, y, lr, steps):\n    return 7.0, 7.0\n\n\n"
        "only_lower = (x, y, 0.03, 1)\nonly_upper = (x, y, 0.03, 2)",
        "telling",
    ),
    "T25 mended, T24 not": (
        "repaired",
        changed(REPAIRED, "mse(W * x, y).item()", "mse(prediction, y).item()"),
        "repaired",
    ),
    "no loss without a round": (
        "repaired",
        changed(
            REPAIRED,
            "        W.grad = None\n",
            "        W.grad = None\n        loss = mse(W * x, y)\n",
            "mse(W * x, y).item()",
            "loss.item()",
        ),
        "repaired",
    ),
    "T24 mended, T25 not": ("repaired", changed(REPAIRED, "        W.grad = None\n", ""), "repaired"),
    "the start's loss of the three points": (
        "repaired",
        changed(
            REPAIRED,
            "    W = torch",
            "    if steps == 0:\n        return 0.0, 4.666667\n    W = torch",
        ),
        "repaired",
    ),
}
