"""Right answers to lesson 2 in the styles of different learners: {name: (exercise, text)}."""

from answers_02 import BACKWARD, ERRORS, TRAIN, parameter
from lesson_grades import changed

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
    "by formula, in plain numbers": (
        "gradients",
        """
def gradients(x, y, weight, bias):
    pairs = list(zip(x.flatten().tolist(), y.flatten().tolist()))
    errors = [(weight * a + bias - c, a) for a, c in pairs]
    return sum(2 * e * a for e, a in errors) / len(pairs), sum(2 * e for e, _ in errors) / len(pairs)
""",
    ),
    "the result visited like any other": (
        "backward",
        changed(BACKWARD, "result.grad = 1.0", "result.grad += 1"),
    ),
    "zero first, .data": (
        "train",
        changed(
            TRAIN,
            "        W.grad = b.grad = None\n",
            "",
            "        mse(predict(x, W, b), y).backward()",
            "        W.grad = b.grad = None\n        mse(predict(x, W, b), y).backward()",
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
    "nothing recorded": (
        "errors",
        "def errors(x, y, W, b):\n    with torch.no_grad():\n        return predict(x, W, b) - y",
    ),
    "the steps of lesson 3": (
        "line",
        """
W, b = parameter(0), parameter(0)
optimizer = torch.optim.SGD([W, b], lr=0.06)
for _ in range(200):
    optimizer.zero_grad()
    (((scores - W * hours - b) ** 2).sum() / 4).backward()
    optimizer.step()
loss = mse(predict(hours, W, b), scores)
""",
    ),
    "the steps of lesson 1, by formula": (
        "line",
        """
W = b = 0.0
for _ in range(200):
    error = predict(hours, W, b) - scores
    W, b = W - 0.06 * (2 * error * hours).mean(), b - 0.06 * (2 * error).mean()
loss = mse(predict(hours, W, b), scores)
""",
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
}
