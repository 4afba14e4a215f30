"""Right answers to lesson 2 in the styles of different learners: {name: (exercise, text)}."""

from answers_02 import AGAIN, BACKWARD, ERRORS, OWN, REPAIRED, TRAIN, parameter
from caught_02 import GRADIENTS, MULTIPLY
from lesson_grades import changed

DERIVED = "    loss.backward()\n    return W.grad, b.grad\n"
PRODUCT = "Value(a.number * b.number, parents=[a, b], slopes=[b.number, a.number])"
ROUND = "        mse(predict(x, W, b), y).backward()\n"
STEPS = "        with torch.no_grad():\n            W -= lr * W.grad\n            b -= lr * b.grad\n"
ZERO = "        W.grad = b.grad = None\n"
RETURNED = "return W.item(), b.item(), mse(predict(x, W, b), y).item()"

STYLES = {
    "a column of shape (1, 1)": (
        "parameter",
        parameter("torch.full((1, 1), float(number)).requires_grad_()"),
    ),
    "a parameter of torch.nn": ("parameter", parameter("torch.nn.Parameter(torch.tensor(float(number)))")),
    "float64": (
        "parameter",
        parameter("torch.tensor(number, dtype=torch.float64, requires_grad=True)"),
    ),
    "an integer tensor turned into floats": (
        "parameter",
        changed(
            parameter("p"),
            "return",
            "p = torch.tensor([number]).float()\n    p.requires_grad = True\n    return",
        ),
    ),
    "an array of NumPy": (
        "parameter",
        "import numpy as np\n\n\n"
        + parameter("torch.from_numpy(np.array(number, dtype=np.float32)).requires_grad_(True)"),
    ),
    "zero, filled with the number": (
        "parameter",
        "def parameter(number):\n    매개변수 = torch.zeros(1, requires_grad=True)\n"
        "    with torch.no_grad():\n        매개변수 += number  # 잎은 그대로\n    return 매개변수",
    ),
    "the large Tensor, with a list": ("parameter", parameter("torch.Tensor([number]).requires_grad_()")),
    # gradients
    "by formula, in plain numbers": (
        "gradients",
        """
def gradients(x, y, weight, bias):
    pairs = list(zip(x.flatten().tolist(), y.flatten().tolist()))
    errors = [(weight * a + bias - c, a) for a, c in pairs]
    return sum(2 * e * a for e, a in errors) / len(pairs), sum(2 * e for e, _ in errors) / len(pairs)
""",
    ),
    "plain numbers of the gradients, in a list": (
        "gradients",
        changed(GRADIENTS, "W.grad, b.grad", "[leaf.grad.item() for leaf in (W, b)]"),
    ),
    "torch.autograd.grad": (
        "gradients",
        changed(GRADIENTS, DERIVED, "    return torch.autograd.grad(loss, [W, b])\n"),
    ),
    "a loss module, backward as a function": (
        "gradients",
        changed(
            GRADIENTS,
            "mse(predict(x, W, b), y)",
            "torch.nn.MSELoss()(W * x + b, y)",
            "loss.backward()",
            "torch.autograd.backward(loss)",
        ),
    ),
    "row by row: backward adds up": (
        "gradients",
        changed(
            GRADIENTS,
            "    loss = mse(predict(x, W, b), y)\n    loss.backward()\n",
            "    for one_x, one_y in zip(x, y):\n        part = (W * one_x + b - one_y) ** 2 / len(x)\n"
            "        part.backward()\n",
        ),
    ),
    "parameters in float64, arrays returned": (
        "gradients",
        changed(
            GRADIENTS,
            ", requires_grad",
            ", dtype=torch.float64, requires_grad",
            "W.grad, b.grad",
            "W.grad.numpy(), b.grad.numpy()",
        ),
    ),
    "a layer of the library": (
        "gradients",
        """
def gradients(x, y, weight, bias):
    line = torch.nn.Linear(1, 1)
    line.weight.data.fill_(weight)
    line.bias.data.fill_(bias)
    torch.mean((line(x) - y) ** 2).backward()
    return line.weight.grad, line.bias.grad
""",
    ),
    # multiply
    "in tuples": (
        "multiply",
        changed(MULTIPLY, "[a, b]", "(a, b)", "[b.number, a.number]", "(b.number, a.number)"),
    ),
    "filled in afterwards": (
        "multiply",
        changed(
            MULTIPLY,
            f"return {PRODUCT}",
            "result = Value(a.number * b.number)\n    result.parents = [a, b]\n"
            "    result.slopes = [b.number, a.number]\n    return result",
        ),
    ),
    "its own look at the kind": (
        "multiply",
        """
def multiply(a, b):
    if not isinstance(a, Value):
        a = Value(a)
    if not isinstance(b, Value):
        b = Value(b)
    return Value(a.number * b.number, [a, b], [b.number, a.number])
""",
    ),
    "the numbers turned round": (
        "multiply",
        "import math\n\n\ndef multiply(*factors):\n    parents = [as_value(each) for each in factors]\n"
        "    numbers = [each.number for each in parents]\n"
        "    return Value(math.prod(numbers), parents, numbers[::-1])",
    ),
    "a class for products": (
        "multiply",
        """
class Product(Value):
    def __init__(self, a, b):
        super().__init__(a.number * b.number, [a, b], [b.number, a.number])


def multiply(a, b):
    return Product(as_value(a), as_value(b))
""",
    ),
    "floats and Korean names": (
        "multiply",
        changed(
            MULTIPLY,
            f"return {PRODUCT}",
            "왼쪽, 오른쪽 = float(a.number), float(b.number)\n    print(왼쪽, '*', 오른쪽)\n"
            "    return Value(왼쪽 * 오른쪽, slopes=[오른쪽, 왼쪽], parents=[a, b])",
        ),
    ),
    "an array of slopes": (
        "multiply",
        "import numpy as np\n"
        + changed(MULTIPLY, "[b.number, a.number]", "np.array([b.number, a.number], dtype=float)"),
    ),
    # power
    # backward
    "the result visited like any other": (
        "backward",
        changed(BACKWARD, "result.grad = 1.0", "result.grad += 1"),
    ),
    "taken from the end of a list": (
        "backward",
        """
def backward(result):
    result.grad = 1
    waiting = in_order(result)
    while waiting:
        value = waiting.pop()
        for k in range(len(value.parents)):
            value.parents[k].grad = value.parents[k].grad + value.slopes[k] * value.grad
""",
    ),
    "each value collects from those that use it": (
        "backward",
        """
def backward(result):
    values = in_order(result)[::-1]
    for value in values:
        parts = [
            user.grad * slope
            for user in values
            for parent, slope in zip(user.parents, user.slopes)
            if parent is value
        ]
        value.grad = 1.0 if value is result else sum(parts)
""",
    ),
    "an order of its own": (
        "backward",
        """
def backward(result):
    order, seen = [], set()

    def visit(value):
        seen.add(id(value))
        for parent in value.parents:
            if id(parent) not in seen:
                visit(parent)
        order.insert(0, value)

    visit(result)
    result.grad = 1.0
    for value in order:
        for parent, slope in zip(value.parents, value.slopes):
            parent.grad += slope * value.grad
""",
    ),
    "users counted": (
        "backward",
        """
from collections import Counter


def backward(result):
    users = Counter(parent for value in in_order(result) for parent in value.parents)
    result.grad, ready = 1.0, [result]
    for value in ready:
        for parent, slope in zip(value.parents, value.slopes):
            parent.grad += value.grad * slope
            users[parent] -= 1
            if users[parent] == 0:
                ready.append(parent)
""",
    ),
    "all cleared first, Korean names": (
        "backward",
        """
def backward(result):
    값들 = in_order(result)
    for 값 in 값들:
        값.grad = 0.0
    result.grad = 1.0  # 규칙 1
    for 값 in 값들[::-1]:
        for 번호, 부모 in enumerate(값.parents):
            부모.grad += 값.grad * 값.slopes[번호]  # 규칙 2
    return 값들
""",
    ),
    "each way from the result by itself": (
        "backward",
        """
def backward(result, part=1.0):
    result.grad += part
    for parent, slope in zip(result.parents, result.slopes):
        backward(parent, part * slope)
""",
    ),
    "kept in a dictionary": (
        "backward",
        """
def backward(result):
    grads = dict.fromkeys(in_order(result), 0.0)
    grads[result] = 1.0
    for value in reversed(list(grads)):
        value.grad = grads[value]
        for parent, slope in zip(value.parents, value.slopes):
            grads[parent] += slope * grads[value]
""",
    ),
    # one step
    # train
    "zero first, .data": (
        "train",
        changed(
            TRAIN,
            ZERO,
            "",
            ROUND,
            ZERO + ROUND,
            STEPS,
            "        W.data -= lr * W.grad\n        b.data -= lr * b.grad\n",
        ),
    ),
    "zero in the middle, numbers of shape (1,)": (
        "train",
        """
def train(x, y, lr, steps):
    W = torch.zeros(1, requires_grad=True)
    b = torch.zeros(1, requires_grad=True)
    for _ in range(steps):
        loss = torch.nn.functional.mse_loss(x * W + b, y)
        for leaf in (W, b):
            leaf.grad = None
        loss.backward()
        for leaf in (W, b):
            leaf.data = leaf.data - lr * leaf.grad
    return W, b, mse(x * W + b, y)
""",
    ),
    "an optimizer": (
        "train",
        """
def train(x, y, lr, steps):
    W, b = parameter(0), parameter(0)
    optimizer = torch.optim.SGD([W, b], lr=lr)
    for _ in range(steps):
        optimizer.zero_grad()
        mse(predict(x, W, b), y).backward()
        optimizer.step()
    return W.detach().numpy(), b.detach().numpy(), mse(predict(x, W, b), y).detach().numpy()
""",
    ),
    "new leaves in each round": (
        "train",
        changed(
            TRAIN,
            STEPS + ZERO,
            "        W = (W - lr * W.grad).detach().requires_grad_()\n"
            "        b = (b - lr * b.grad).detach().requires_grad_()\n",
        ),
    ),
    "zero_ inside the block": (
        "train",
        changed(TRAIN, ZERO, "            W.grad.zero_()\n            b.grad.zero_()\n"),
    ),
    "a function for each round, of plain numbers": (
        "train",
        """
def one_round(pairs, W, b, lr):
    W, b = parameter(W), parameter(b)
    sum((W * a + b - c) ** 2 / len(pairs) for a, c in pairs).backward()
    return [leaf.item() - lr * leaf.grad.item() for leaf in (W, b)]


def train(x, y, lr, steps):
    line = [0.0, 0.0]
    for k in range(steps):
        line = one_round(list(zip(x.flatten().tolist(), y.flatten().tolist())), *line, lr)
    return [*line, mse(predict(x, *line), y)]
""",
    ),
    "one leaf for both, in float64": (
        "train",
        """
def train(x, y, lr, steps):
    A = torch.cat([x, torch.ones_like(x)], dim=1).double()
    theta = torch.zeros(2, 1, dtype=torch.float64, requires_grad=True)
    for _ in range(steps):
        (slope,) = torch.autograd.grad(((A @ theta - y) ** 2).mean(), theta)
        with torch.no_grad():
            theta -= lr * slope
    return theta[0].item(), theta[1].item(), ((A @ theta - y) ** 2).mean().item()
""",
    ),
    "torch.tensor of a tensor, which warns": (
        "train",
        changed(
            TRAIN,
            "W -= lr * W.grad",
            "W = torch.tensor(W - lr * W.grad, requires_grad=True)",
            "b -= lr * b.grad",
            "b = torch.tensor(b - lr * b.grad, requires_grad=True)",
        ),
    ),
    # the line of the four students
    # errors
    "nothing recorded": (
        "errors",
        "def errors(x, y, W, b):\n    with torch.no_grad():\n        return predict(x, W, b) - y",
    ),
    "switched off inside a block": (
        "errors",
        ERRORS + "with torch.set_grad_enabled(False):\n        return predict(x, W, b) - y",
    ),
    "the result without requires_grad": ("errors", ERRORS + "return torch.sub(predict(x, W, b), y).data"),
    "without tensors that record": (
        "errors",
        "def errors(x, y, W, b):\n    return x * W.item() + b.item() - y",
    ),
    "a decorator": (
        "errors",
        "@torch.no_grad()\ndef errors(x, y, W, b):\n    return predict(x, W, b).sub(y)",
    ),
    "the parameters detached": (
        "errors",
        ERRORS + "W, b = W.detach(), b.detach()\n    return predict(x, W, b) - y",
    ),
    "through NumPy": (
        "errors",
        ERRORS + "예측 = predict(x, W, b).detach().numpy()\n    return torch.from_numpy(예측 - y.numpy())",
    ),
    "inference mode": (
        "errors",
        ERRORS + "with torch.inference_mode():\n        e = predict(x, W, b) - y\n    return e",
    ),
    "switched off and on again": (
        "errors",
        ERRORS + "torch.set_grad_enabled(False)\n    e = predict(x, W, b) - y\n"
        "    torch.set_grad_enabled(True)\n    return e",
    ),
    "a new tensor of plain numbers": (
        "errors",
        ERRORS + "return torch.tensor((predict(x, W, b) - y).tolist())",
    ),
    "detached in place": ("errors", ERRORS + "e = predict(x, W, b) - y\n    e.detach_()\n    return e"),
    "the leaves switched off and on again": (
        "errors",
        ERRORS
        + "W.requires_grad = b.requires_grad = False\n    e = predict(x, W, b) - y\n"
        + "    W.requires_grad = b.requires_grad = True\n    return e",
    ),
    # the bug hunt
    # a function of one's own
    "tanh by its own number": ("extra", OWN),
    "exp, in tuples": (
        "extra",
        "import math\n\nown_name = 'exp'\n\n\ndef own(a):\n    e = math.exp(a.number)\n"
        "    return Value(e, (a,), (e,))",
    ),
    "sin of NumPy": (
        "extra",
        "import numpy as np\n\nown_name = 'sin'\n\n\ndef own(a):\n"
        "    return Value(np.sin(a.number), parents=[a], slopes=[np.cos(a.number)])",
    ),
    "tanh by exponentials": (
        "extra",
        "from math import exp\n\nown_name = 'tanh'\n\n\ndef own(a):\n"
        "    up, down = exp(a.number), exp(-a.number)\n"
        "    return Value((up - down) / (up + down), [a], [4 / (up + down) ** 2])",
    ),
    "the slope by torch": (
        "extra",
        "own_name = 'sin'\n\n\ndef own(a):\n"
        "    w = torch.tensor(a.number, dtype=torch.float64, requires_grad=True)\n    z = torch.sin(w)\n"
        "    z.backward()\n    return Value(z.item(), [a], [w.grad.item()])",
    ),
    "the number first, the rest afterwards": (
        "extra",
        "import math\n\nown_name = 'exp'\n\n\ndef own(a):\n    result = Value(math.e**a.number)\n"
        "    result.parents, result.slopes = [a], [result.number]\n    return result",
    ),
    "a lambda for exp": (
        "extra",
        "from math import exp\nown_name = 'exp'\nown = lambda v: Value(exp(v.number), [v], [exp(v.number)])",
    ),
    # the gradient now
    "cleared, then computed": ("again", AGAIN),
    "zeros where there is something": (
        "again",
        changed(
            AGAIN,
            "    W.grad = b.grad = None\n",
            "    for leaf in (W, b):\n        if leaf.grad is not None:\n            leaf.grad.zero_()\n",
            "W.grad, b.grad\n",
            "W.grad.clone(), b.grad.item()\n",
        ),
    ),
    "by torch.autograd.grad": (
        "again",
        "def gradients_now(x, y, W, b):\n    return torch.autograd.grad(mse(predict(x, W, b), y), [W, b])",
    ),
    "the old gradient put aside, and back again": (
        "again",
        "def gradients_now(x, y, W, b):\n    old, W.grad, b.grad = (W.grad, b.grad), None, None\n"
        "    torch.autograd.backward(mse(predict(x, W, b), y))\n    new = W.grad, b.grad\n"
        "    W.grad, b.grad = old\n    return new",
    ),
    "the old gradient taken away": (
        "again",
        "def gradients_now(x, y, W, b):\n"
        "    before = [0.0 if leaf.grad is None else leaf.grad.item() for leaf in (W, b)]\n"
        "    torch.nn.functional.mse_loss(x * W + b, y).backward()\n"
        "    return [leaf.grad.item() - old for leaf, old in zip((W, b), before)]",
    ),
    "row by row, and cleared afterwards too": (
        "again",
        "def gradients_now(x, y, W, b):\n    W.grad = b.grad = None\n    for 입력, 목표 in zip(x, y):\n"
        "        ((predict(입력, W, b) - 목표) ** 2 / len(x)).backward()\n    결과 = W.grad, b.grad\n"
        "    W.grad = b.grad = None\n    return 결과",
    ),
    "an optimizer that only clears": (
        "again",
        changed(AGAIN, "W.grad = b.grad = None", "torch.optim.SGD([W, b], lr=0.1).zero_grad()"),
    ),
    "the columns of the lesson": (
        "telling",
        "only_lower = (hours, scores, 0.01, 1)\nonly_upper = (x, y, 0.03, 100)",
    ),
    "lists of integers": (
        "telling",
        "only_lower = [[1, 2], [3, 3], 0.25, 1]\nonly_upper = [[1, 2], [4, 8], 0.1, 300]",
    ),
    "one row, straight to the floor": (
        "telling",
        "only_lower = (torch.tensor([[2.0]]), torch.tensor([[5.0]]), 0.05, 1)\n"
        "only_upper = (torch.tensor([[1.0]]), torch.tensor([[3.0]]), 0.5, 2)",
    ),
    "from side to side of the valley": (
        "telling",
        "# With this rate a step leads to the other side, as high up as before.\n"
        "border = 2 / (28 / 3)\nonly_lower = (x, y, border / 3, 1)\nonly_upper = (x, y, border, 2)",
    ),
    "arrays, tensors for numbers": (
        "telling",
        "import numpy as np\n\n\nrow = np.array([1.0, -1.0])\n"
        "only_lower = (row, 2 * row, torch.tensor([0.1]), torch.tensor(1))\n"
        "only_upper = (row, 2 * row, np.float64(0.2), np.int64(200))",
    ),
    "made by a function, and printed": (
        "telling",
        "def test(lr, steps):\n    row = torch.arange(1.0, 4.0)\n    return row, -row, lr, steps\n\n\n"
        "only_lower, only_upper = test(lr=0.02, steps=1), test(lr=0.1, steps=80)\n"
        "print(buggy(*only_lower), buggy(*only_upper))",
    ),
    "zeros in place of None": ("repaired", changed(REPAIRED, "W.grad = None", "W.grad.zero_()")),
    "zero before backward": (
        "repaired",
        changed(
            REPAIRED,
            "        W.grad = None\n",
            "",
            "        mse(prediction",
            "        W.grad = None\n        mse(prediction",
        ),
    ),
    "predicted again in each round": (
        "repaired",
        """
def repaired(x, y, lr, steps):
    W = torch.tensor(0.0, requires_grad=True)
    prediction = W * x
    for _ in range(steps):
        W.grad = None
        mse(prediction, y).backward()
        W.data = W.data - lr * W.grad
        prediction = W * x
    return W.item(), mse(prediction, y).item()
""",
    ),
    "torch.autograd.grad, no .grad": (
        "repaired",
        """
def repaired(x, y, lr, steps):
    W = torch.zeros(1, 1, requires_grad=True)
    for _ in range(steps):
        slope = torch.autograd.grad(torch.nn.functional.mse_loss(x @ W, y), W)[0]
        W = (W - lr * slope).detach().requires_grad_(True)
    return W, torch.nn.functional.mse_loss(x @ W, y)
""",
    ),
    "an optimizer with one parameter": (
        "repaired",
        """
def repaired(x, y, lr, steps):
    W = torch.zeros(1, requires_grad=True)
    sgd = torch.optim.SGD([W], lr)
    for _ in range(steps):
        mse(predict(x, W, 0.0), y).backward()
        sgd.step()
        sgd.zero_grad()
    return W.detach().numpy(), float(mse(predict(x, W, 0.0), y))
""",
    ),
    "Korean notes, the loss under no_grad": (
        "repaired",
        changed(
            REPAIRED,
            "        W.grad = None\n    return W.item(), mse(W * x, y).item()\n",
            "        W.grad = None  # 기울기를 지운다\n    with torch.no_grad():\n"
            "        손실 = mse(W * x, y)  # 새 W 로 다시 예측\n    return [W.item(), 손실.item()]\n",
        ),
    ),
    "the formula of lesson 1": (
        "repaired",
        """
def repaired(x, y, lr, steps):
    W = torch.tensor(0.0)
    for _ in range(steps):
        W = W - lr * (2 * (W * x - y) * x).mean()
    return W, mse(W * x, y)
""",
    ),
}
