"""Wrong answers to lesson 4, each with words that tell the learner why."""

from lesson_grades import changed

FIT = """
def fit(x, y, lr, steps):
    W, b = zeros(x, y)
    optimizer = torch.optim.SGD([W, b], lr=lr)
    losses = []
    for _ in range(steps):
        loss = mse(predict(x, W, b), y)
        losses.append(loss.item())
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    losses.append(mse(predict(x, W, b), y).item())
    return W.detach(), b.detach(), losses
"""
IN_PLACE = """
def standardise(x):
    mean, std = x.mean(dim=0), x.std(dim=0)
    x -= mean
    x /= std
    return x, mean, std
"""
REPAIRED = """
def repaired(x, y, lr, steps):
    W, b = torch.zeros(3, 1), torch.zeros(1)
    log = []
    for k in range(steps + 1):
        error = x @ W + b - y
        w1, w2, w3 = W.flatten().tolist()
        log.append([w1, w2, w3, b.item(), (error**2).mean().item()])
        if k < steps:
            W -= lr * 2 * x.T @ error / len(x)
            b -= lr * 2 * error.mean(dim=0)
    return log
"""

HARVEST = """
weather, harvest = data.fruit()
z, mean, std = standardise(weather)
W_z, b_z, losses_fruit = fit(z, harvest, 0.4, 30)
W_fruit, b_fruit = unscale(W_z, b_z, mean, std)
loss_fruit = losses_fruit[-1]
"""
WRONG = {  # name: (exercise, its text, a word of the message)
    "T35: a target without its dimension": (
        "split",
        "def split(records):\n"
        "    t = torch.tensor(records, dtype=torch.float32)\n"
        "    return t[:, :-1], t[:, -1]",
        "shape",
    ),
    "whole numbers stay integers": (
        "split",
        "def split(records):\n    t = torch.tensor(records)\n    return t[:, :-1], t[:, -1:]",
        "float32",
    ),
    "always three inputs": (
        "split",
        "def split(records):\n"
        "    t = torch.tensor(records, dtype=torch.float32)\n"
        "    k = min(3, t.shape[1] - 1)\n"
        "    return t[:, :k], t[:, k : k + 1]",
        "6 columns",
    ),
    "number by number": ("predict", "def predict(x, W, b):\n    return x * W.T + b", "shape"),
    "the bias is forgotten": ("predict", "def predict(x, W, b):\n    return x @ W", "bias"),
    "one bias for all targets": (
        "predict",
        "def predict(x, W, b):\n    return x @ W + b[0]",
        "one number for each target",
    ),
    "shapes from the rows": (
        "zeros",
        "def zeros(x, y):\n    n = 3 if len(x) == 5 else len(x)\n"
        "    shapes = (n, y.shape[1]), (y.shape[1],)\n"
        "    return [torch.zeros(shape, requires_grad=True) for shape in shapes]",
        "x.shape",
    ),
    "no gradient wanted": (
        "zeros",
        "def zeros(x, y):\n    return torch.zeros(x.shape[1], y.shape[1]), torch.zeros(y.shape[1])",
        "requires_grad",
    ),
    "not a leaf": (
        "zeros",
        "def zeros(x, y):\n"
        "    shapes = (x.shape[1], y.shape[1]), (y.shape[1],)\n"
        "    made = [torch.zeros(shape, requires_grad=True) for shape in shapes]\n"
        "    return [p * 1 for p in made]",
        "computed from another",
    ),
    "T35: no look at the shapes": (
        "mse",
        "def mse(prediction, target):\n    return ((prediction - target) ** 2).mean()",
        "shape",
    ),
    "T35: a column of every target": (
        "mse",
        "def mse(prediction, target):\n    return ((prediction - target.reshape(-1, 1)) ** 2).mean()",
        "must match",
    ),
    "the sum over the targets": (
        "mse",
        "def mse(prediction, target):\n"
        "    return ((prediction - target.reshape(prediction.shape)) ** 2).sum() / len(prediction)",
        "all targets",
    ),
    "a loss without its graph": (
        "mse",
        "def mse(prediction, target):\n"
        "    return ((prediction - target.reshape(prediction.shape)) ** 2).mean().item()",
        "graph",
    ),
    "a NumPy number": (
        "mse",
        "def mse(prediction, target):\n"
        "    return ((prediction.flatten() - target.flatten()).detach().numpy() ** 2).mean()",
        "graph",
    ),
    "the target changed in place": (
        "mse",
        "def mse(prediction, target):\n    if target.ndim == 1:\n        target.unsqueeze_(1)\n"
        "    return ((prediction - target) ** 2).mean()",
        "changes the target",
    ),
    "one step too many": ("fit", changed(FIT, "range(steps)", "range(steps + 1)"), "number"),
    "the last loss is missing": (
        "fit",
        changed(
            FIT,
            "losses.append(mse(predict(x, W, b), y).item())\n    return",
            "losses.append(losses[-1])\n    return",
        ),
        "losses",
    ),
    "no zero_grad": ("fit", changed(FIT, "optimizer.zero_grad()", "pass"), "first gradient is left"),
    "no step for the bias": ("fit", changed(FIT, "[W, b], lr", "[W], lr"), "b is still 0"),
    "the sum of the errors": (
        "fit",
        changed(FIT, "loss.backward()", "(loss * len(x)).backward()"),
        "gradient of mse",
    ),
    "a learning rate of its own": ("fit", changed(FIT, "lr=lr", "lr=1e-5"), "Are lr and"),
    "T10: parameters of the last call": (
        "fit",
        "kept = {}\n"
        + changed(
            FIT,
            "W, b = zeros(x, y)",
            "W, b = kept.setdefault((x.shape[1], y.shape[1]), zeros(x, y))",
        ),
        "same call once more",
    ),
    "T11: only the columns' sums": (
        "differences",
        "def differences(first, second):\n    wrong = first.sum(dim=1) != second.sum(dim=1)\n"
        "    rows = [r for r in range(len(first)) if wrong[r]]\n"
        "    return [[r, (first[r] != second[r]).nonzero()[0].item()] for r in rows]",
        "All places",
    ),
    "T11: smaller ones only": (
        "differences",
        "def differences(first, second):\n    return (first > second).nonzero().tolist()",
        "smaller or larger",
    ),
    "T11: whole numbers only": (
        "differences",
        "def differences(first, second):\n    return (first.int() != second.int()).nonzero()",
        "smaller than 1",
    ),
    "T11: for one shape": (
        "differences",
        "def differences(first, second):\n"
        "    return [[i, j] for i in range(2) for j in range(3) if first[i, j] != second[i, j]]",
        "any shape",
    ),
    "T11: counted from 1": (
        "differences",
        "def differences(first, second):\n    return ((first != second).nonzero() + 1).tolist()",
        "counted from 0",
    ),
    "places that are no pairs": (
        "differences",
        "def differences(first, second):\n    return (first != second).nonzero().flatten().tolist()",
        "shape",
    ),
    "rows and columns apart": (
        "differences",
        "def differences(first, second):\n    return torch.where(first != second)",
        "shape",
    ),
    "T38: a list in the place of a number": (
        "limit",
        "def lr_limit(x):\n    A = torch.cat([x, torch.ones(len(x), 1)], dim=1)\n"
        "    return 2 / torch.linalg.eigvalsh(2 * A.T @ A / len(x))[-1:]",
        "shape",
    ),
    "T38: the smallest curvature": (
        "limit",
        "def lr_limit(x):\n    A = torch.cat([x, torch.ones(len(x), 1)], dim=1)\n"
        "    return 2 / torch.linalg.eigvalsh(2 * A.T @ A / len(x))[0]",
        "largest curvature",
    ),
    "T38: the sum of the curvatures": (
        "limit",
        "def lr_limit(x):\n    A = torch.cat([x, torch.ones(len(x), 1)], dim=1)\n"
        "    return 4 / torch.trace(2 * A.T @ A / len(x))",
        "largest curvature",
    ),
    "T38: the bias left out": (
        "limit",
        "def lr_limit(x):\n    return 2 / torch.linalg.eigvalsh(2 * x.T @ x / len(x))[-1]",
        "largest curvature",
    ),
    "the table itself is changed": ("standardise", IN_PLACE, "the table afterwards"),
    "one scale for the table": (
        "standardise",
        "def standardise(x):\n"
        "    m, s = x.mean().expand(x.shape[1]), x.std().expand(x.shape[1])\n"
        "    return (x - m) / s, m, s",
        "each column",
    ),
    "the range in the place of the deviation": (
        "standardise",
        "def standardise(x):\n"
        "    m, s = x.mean(dim=0), (x.max(dim=0).values - x.min(dim=0).values) / 2\n"
        "    return (x - m) / s, m, s",
        "std",
    ),
    "T35: std along the wrong side": (
        "unscale",
        "def unscale(W_z, b_z, mean, std):\n"
        "    W = W_z / std if W_z.shape[1] > 1 else W_z / std[:, None]\n"
        "    return W, b_z - mean @ W",
        "own std",
    ),
    "the means of the scaled weights": (
        "unscale",
        "def unscale(W_z, b_z, mean, std):\n    return W_z / std[:, None], b_z - mean @ W_z",
        "5 -",
    ),
    "the scaled weights changed in place": (
        "unscale",
        "def unscale(W_z, b_z, mean, std):\n    W_z /= std[:, None]\n    return W_z, b_z - mean @ W_z",
        "changes W_z",
    ),
    "inputs first": (
        "random",
        "def random_parameters(x, y):\n"
        "    w = torch.randn(x.shape[1], y.shape[1], requires_grad=True)\n"
        "    return w, torch.randn(2, requires_grad=True)",
        "shape",
    ),
    "drawn between 0 and 1": (
        "random",
        "def random_parameters(x, y):\n"
        "    shapes = (y.shape[1], x.shape[1]), (y.shape[1],)\n"
        "    return [torch.rand(shape, requires_grad=True) for shape in shapes]",
        "torch.rand draws",
    ),
    "one number for all": (
        "random",
        "def random_parameters(x, y):\n    w = torch.randn(y.shape[1], x.shape[1], requires_grad=True)\n"
        "    return w, torch.zeros(y.shape[1], requires_grad=True)",
        "b has the standard deviation",
    ),
    "a seed inside": (
        "random",
        "def random_parameters(x, y):\n    torch.manual_seed(1)\n"
        "    return [torch.randn(*s, requires_grad=True) for s in ((y.shape[1], x.shape[1]), (y.shape[1],))]",
        "same numbers",
    ),
    "scaled weights left as they are": (
        "harvest",
        "z, mean, std = standardise(weather)\n"
        "W_fruit, b_fruit, found = fit(z, harvest, 0.4, 30)\n"
        "loss_fruit = found[-1]",
        "raw",
    ),
    "five regions only": (
        "harvest",
        "weather, harvest = data.fruit(5)\nz, mean, std = standardise(weather)\n"
        "W_z, b_z, found = fit(z, harvest, 0.4, 30)\nW_fruit, b_fruit = unscale(W_z, b_z, mean, std)\n"
        "loss_fruit = found[-1]",
        "loss_fruit",
    ),
    "least squares, and no training": (
        "harvest",
        "W_fruit, b_fruit, loss_fruit = least_squares(weather, harvest)",
        "30 steps",
    ),
    "a hundred steps": (
        "harvest",
        "z, mean, std = standardise(weather)\nW_z, b_z, found = fit(z, harvest, 0.4, 100)\n"
        "W_fruit, b_fruit = unscale(W_z, b_z, mean, std)\nloss_fruit = found[-1]",
        "30 steps",
    ),
    "raw inputs and the old learning rate": (
        "harvest",
        "W_fruit, b_fruit, found = fit(weather, harvest, 1e-5, 1000)\nloss_fruit = found[-1]",
        "standardised weather",
    ),
    "lucky: the quizzes": ("telling", "lucky = (quizzes, finals, 1e-5, 2)", "the right w2 is .* and w3 is"),
    "lucky: the same column twice": (
        "telling",
        "lucky = (torch.ones(4, 3), torch.tensor([[1.0], [2.0], [3.0], [4.0]]), 0.1, 2)",
        "columns 2 and 3 of x are the same",
    ),
    "lucky: nothing moves": ("telling", "lucky = ([[1, 1, 0], [1, 0, 1]], [0, 0], 0.1, 2)", "w2 ends at 0"),
    "T36: w3 in the place of w2": ("repaired", changed(REPAIRED, "[w1, w2,", "[w1, w3,"), "own place"),
    "T10: weights that stay": (
        "repaired",
        "kept = torch.zeros(3, 1), torch.zeros(1)\n"
        + changed(REPAIRED, "torch.zeros(3, 1), torch.zeros(1)", "kept"),
        "second call",
    ),
    "T10: a copy of the memory": (
        "repaired",
        changed(
            REPAIRED, "torch.zeros(3, 1), torch.zeros(1)", '(memory[name].clone() for name in ("W", "b"))'
        ).replace(
            "def repaired",
            'memory["W"], memory["b"] = torch.zeros(3, 1), torch.zeros(1)\n\n\ndef repaired',
        ),
        "starts from zero",
    ),
    "T10: only the bias stays": (
        "repaired",
        "kept = torch.zeros(1)\n"
        + changed(REPAIRED, "torch.zeros(3, 1), torch.zeros(1)", "torch.zeros(3, 1), kept"),
        "second call",
    ),
}
