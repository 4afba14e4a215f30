"""Right answers to lesson 1 in the styles of different learners: {name: (exercise, text)}."""

from answers_01 import DESCEND, FIT, GRADIENT, PREDICT, REPAIRED, STEP
from lesson_grades import changed

MSE = "def mse(prediction, target):\n    error = prediction - target\n    "
DIFFERENCE = """
def finite_difference(loss, weight, h):
    right = loss(weight + h)
    """
GRADIENTS = """
def gradients(x, y, weight, bias):
    error = predict(x, weight, bias) - y
    """
SLOPE = "    return (2 * (weight * x - y) * x).mean()"  # the body of GRADIENT
MOVED = "parameter - lr * slope"  # what STEP returns

STYLES = {
    "row by row": ("predict", PREDICT + "return torch.stack([weight * row + bias for row in x])"),
    "into zeros": (
        "predict",
        PREDICT
        + "y = torch.zeros_like(x)\n    for k in range(len(x)):\n"
        + "        y[k] = x[k] * weight + bias\n    return y",
    ),
    "functions of torch": ("predict", PREDICT + "return torch.add(torch.mul(x, weight), bias)"),
    "in place, on a copy": (
        "predict",
        PREDICT + "x = x.clone()\n    x *= weight\n    x += bias\n    return x",
    ),
    "through NumPy": (
        "predict",
        PREDICT + "return torch.from_numpy(float(weight) * x.numpy() + float(bias))",
    ),
    "a matrix product": ("predict", PREDICT + "return x @ torch.tensor([[float(weight)]]) + bias"),
    "plain numbers in nested lists": (
        "predict",
        PREDICT + "return torch.tensor([[float(weight) * row.item() + float(bias)] for row in x])",
    ),
    "the linear function of the library": (
        "predict",
        PREDICT
        + "w, b = torch.tensor([[float(weight)]]), torch.tensor([float(bias)])\n"
        + "    return torch.nn.functional.linear(x, w, b)",
    ),
    "float64 throughout": ("predict", PREDICT + "return x.double() * weight + bias"),
    "a lambda": ("predict", "predict = lambda x, weight, bias: x * weight + bias"),
    # mse
    "the sum by the number of rows": ("mse", MSE + "return (error * error).sum() / len(error)"),
    "the loss of the library": (
        "mse",
        "import torch.nn.functional as F\n\n\n"
        + "def mse(prediction, target):\n    return F.mse_loss(prediction, target)",
    ),
    "a product of shape (1, 1)": ("mse", MSE + "return error.T @ error / error.shape[0]"),
    "a loop over the rows, shape (1,)": (
        "mse",
        MSE
        + "total = 0\n    for each in error:\n        total += each**2\n"
        + "    # the mean of all squares\n    return total / len(error)",
    ),
    "a number of NumPy": (
        "mse",
        "import numpy as np\n\n\n" + MSE + "return np.mean(np.square(error.detach().numpy()))",
    ),
    "a plain number": (
        "mse",
        MSE + "squares = [each * each for each in error.flatten().tolist()]\n"
        "    return sum(squares) / len(squares)",
    ),
    "a module, with types": (
        "mse",
        "def mse(prediction: torch.Tensor, target: torch.Tensor) -> torch.Tensor:\n"
        "    assert prediction.shape == target.shape\n"
        "    return torch.nn.MSELoss()(prediction, target)",
    ),
    "the length of the errors, squared": (
        "mse",
        MSE + "return torch.linalg.norm(error) ** 2 / error.numel()",
    ),
    # gradient
    "the sum of the products by the rows": (
        "gradient",
        changed(GRADIENT, "(2 * (weight * x - y) * x).mean()", "2 * ((weight * x - y) * x).sum() / len(x)"),
    ),
    "the columns as a product": (
        "gradient",
        changed(GRADIENT, "(2 * (weight * x - y) * x).mean()", "2 / len(x) * x.T @ (x * weight - y)"),
    ),
    "pairs of rows, shape (1,)": (
        "gradient",
        changed(GRADIENT, SLOPE, "    return sum(2 * (weight * a - c) * a for a, c in zip(x, y)) / len(x)"),
    ),
    "float64 of NumPy": (
        "gradient",
        "import numpy as np\n\n\n"
        + changed(
            GRADIENT,
            SLOPE,
            "    x, y = np.array(x, dtype=float), np.array(y, dtype=float)\n"
            "    return np.mean(2 * (float(weight) * x - y) * x)",
        ),
    ),
    "a while loop over plain numbers": (
        "gradient",
        changed(
            GRADIENT,
            SLOPE,
            "    k, total, weight = 0, 0.0, float(weight)\n"
            "    while k < len(x):\n"
            "        error = weight * x[k, 0].item() - y[k, 0].item()\n"
            "        total = total + 2 * error * x[k, 0].item()\n"
            "        k += 1\n"
            "    return total / k",
        ),
    ),
    "autograd, known from elsewhere": (
        "gradient",
        changed(
            GRADIENT,
            SLOPE,
            "    w = torch.tensor(float(weight), requires_grad=True)\n"
            "    ((w * x - y) ** 2).mean().backward()\n    return w.grad",
        ),
    ),
    "the brackets multiplied out": (
        "gradient",
        changed(
            GRADIENT, "(2 * (weight * x - y) * x).mean()", "2 * weight * (x**2).mean() - 2 * (x * y).mean()"
        ),
    ),
    "Korean names, in three lines": (
        "gradient",
        changed(
            GRADIENT,
            SLOPE,
            "    # 기울기 = 2 * 오차 * x 의 평균\n    오차 = predict(x, weight, 0.0) - y\n"
            "    기울기 = torch.mean(오차 * x)\n    return 기울기 * 2",
        ),
    ),
    # finite difference
    "divided twice": ("difference", DIFFERENCE + "return (right - loss(weight - h)) / 2 / h"),
    "both losses in a list": (
        "difference",
        "def finite_difference(loss, weight, h):\n"
        "    left, right = [float(loss(w)) for w in (weight - h, weight + h)]\n"
        "    return (right - left) / (h * 2)",
    ),
    "a loop over the signs": (
        "difference",
        "def finite_difference(loss, weight, h):\n    change = 0\n    for sign in (1, -1):\n"
        "        change += sign * loss(weight + sign * h)\n    return 0.5 * change / h",
    ),
    "tensors of float64": (
        "difference",
        "def finite_difference(loss, weight, h):\n"
        "    up, down = (torch.tensor(float(loss(w))).double() for w in (weight + h, weight - h))\n"
        "    return torch.div(torch.sub(up, down), 2 * h)",
    ),
    "a lambda for both": (
        "difference",
        "finite_difference = lambda loss, weight, h: (loss(weight + h) - loss(weight - h)) / (2 * h)",
    ),
    "the weight moved in between": (
        "difference",
        DIFFERENCE + "weight = weight - h\n    print('right:', right)\n"
        "    return (right - loss(weight)) * (1 / (2 * h))",
    ),
    # how large a nudge
    "two numbers, one line": ("nudge", "good_h, tiny_h = 0.002, 0.0000001"),
    "a loop over powers": (
        "nudge",
        "for k in range(9):\n    print(10.0**-k, finite_difference(fourth_loss, 0.0, 10.0**-k))\n"
        "good_h = 10**-3\ntiny_h = 10**-8",
    ),
    "the first one that is near enough": (
        "nudge",
        "h = 1.0\nwhile abs(finite_difference(fourth_loss, 0.0, h) + 392 / 3) > 0.005:\n    h /= 2\n"
        "good_h, tiny_h = h, h / 10**6",
    ),
    "tensors of one number": (
        "nudge",
        "good_h = torch.tensor(1e-3)\ntiny_h = torch.tensor([1e-8])",
    ),
    "a table of distances": (
        "nudge",
        "nudges = 0.5, 0.05, 0.005, 5e-9\n"
        "far = {h: abs(finite_difference(fourth_loss, 0.0, h) + 392 / 3) for h in nudges}\nprint(far)\n"
        "good_h = min(far, key=far.get)\ntiny_h = min(far)",
    ),
    "halves, in a list": (
        "nudge",
        "halves = [0.5**k for k in range(28)]\n"
        "print([finite_difference(fourth_loss, 0.0, h) for h in halves])\n"
        "good_h, tiny_h = halves[8], halves[-1]",
    ),
    # the same step
    "rows first": ("scale", "def mean_lr(sum_lr, rows):\n    return rows * sum_lr"),
    "a sum of rates": ("scale", "def mean_lr(sum_lr, rows):\n    return sum([sum_lr] * rows)"),
    "the two gradients divided": (
        "scale",
        "def mean_lr(sum_lr, rows):\n    mean_gradient = -28 / rows\n    return sum_lr * -28 / mean_gradient",
    ),
    "a tensor": ("scale", "def mean_lr(sum_lr, rows):\n    return torch.tensor(sum_lr) * rows"),
    "with types and a name": (
        "scale",
        "def mean_lr(sum_lr: float, rows: int) -> float:\n    lr = sum_lr / (1 / rows)\n    return lr",
    ),
    "a lambda for the rate": ("scale", "mean_lr = lambda sum_lr, rows: sum_lr * float(rows)"),
    # step
    "minus-equals": (
        "step",
        changed(STEP, f"return {MOVED}", "moved = parameter + 0\n    moved -= lr * slope\n    return moved"),
    ),
    "the change has a name": (
        "step",
        changed(STEP, f"return {MOVED}", "change = -lr * slope\n    return parameter + change"),
    ),
    "plain numbers, with types": (
        "step",
        "def step(parameter: float, slope: float, lr: float) -> float:\n"
        '    """One step downhill."""\n    return float(parameter) - float(lr) * float(slope)',
    ),
    "torch.sub with alpha": (
        "step",
        changed(STEP, MOVED, "torch.sub(torch.as_tensor(parameter), torch.as_tensor(slope), alpha=lr)"),
    ),
    "NumPy functions": (
        "step",
        "import numpy as np\n\n\n" + changed(STEP, MOVED, "np.subtract(float(parameter), lr * float(slope))"),
    ),
    "Korean names and a note": (
        "step",
        changed(STEP, f"return {MOVED}", "새값 = parameter - slope * lr  # 내리막으로\n    return 새값"),
    ),
    "a lambda with the minus outside": ("step", "step = lambda p, slope, lr: -(lr * slope - p)"),
    # descend
    "start before the loop": ("descend", DESCEND),
    "all weights first": (
        "descend",
        "def descend(x, y, weight, lr, steps):\n    weights = [float(weight)]\n"
        "    for _ in range(steps):\n"
        "        weights.append(float(step(weights[-1], gradient(x, y, weights[-1]), lr)))\n"
        "    return weights, [float(mse(predict(x, w, 0.0), y)) for w in weights]",
    ),
    "tensors in the lists": (
        "descend",
        changed(
            DESCEND,
            "[float(weight)], [float(mse(weight * x, y))]",
            "[torch.tensor(weight)], [mse(weight * x, y)]",
            "append(float(weight))",
            "append(weight)",
            "append(float(mse(weight * x, y)))",
            "append(mse(weight * x, y))",
        ),
    ),
    "pairs, taken apart at the end": (
        "descend",
        "def descend(x, y, weight, lr, steps):\n    history = []\n    for k in range(steps + 1):\n"
        "        history.append((float(weight), float(mse(predict(x, weight, 0.0), y))))\n"
        "        weight = step(weight, gradient(x, y, weight), lr)\n"
        "    weights, losses = zip(*history)\n    return list(weights), list(losses)",
    ),
    "a while loop with a print": (
        "descend",
        "def descend(x, y, weight, lr, steps):\n    weights, losses, done = [], [], 0\n    while True:\n"
        "        weights += [float(weight)]\n        losses += [float(mse(predict(x, weight, 0), y))]\n"
        '        print(f"step {done}: W = {weights[-1]:.3f}, loss = {losses[-1]:.6f}")\n'
        "        if done == steps:\n            return weights, losses\n"
        "        weight = step(weight, gradient(x, y, weight), lr)\n        done += 1",
    ),
    "tables filled in": (
        "descend",
        "def descend(x, y, weight, lr, steps):\n"
        "    weights, losses = torch.zeros(steps + 1), torch.zeros(steps + 1)\n    weights[0] = weight\n"
        "    for k in range(steps + 1):\n        losses[k] = mse(predict(x, weights[k], 0.0), y)\n"
        "        if k < steps:\n"
        "            weights[k + 1] = step(weights[k], gradient(x, y, weights[k]), lr)\n"
        "    return weights.tolist(), losses.tolist()",
    ),
    "a tensor changed in place": (
        "descend",
        "def descend(x, y, weight, lr, steps):\n    w = torch.tensor([float(weight)])\n"
        "    weights, losses = [w.clone()], [mse(w * x, y)]\n    for _ in range(steps):\n"
        "        w -= lr * gradient(x, y, w)\n"
        "        weights.append(w.clone())\n        losses.append(mse(w * x, y))\n"
        "    return weights, losses",
    ),
    "itertools": (
        "descend",
        "from itertools import accumulate\n\n\ndef descend(x, y, weight, lr, steps):\n"
        "    def moved(w, _):\n        return float(step(w, gradient(x, y, w), lr))\n\n"
        "    weights = list(accumulate(range(steps), moved, initial=weight))\n"
        "    return weights, [mse(predict(x, w, 0.0), y) for w in weights]",
    ),
    "a recursion": (
        "descend",
        "def descend(x, y, weight, lr, steps):\n    here = float(weight), float(mse(weight * x, y))\n"
        "    if steps == 0:\n        return [here[0]], [here[1]]\n"
        "    weights, losses = descend(x, y, step(weight, gradient(x, y, weight), lr), lr, steps - 1)\n"
        "    return [here[0], *weights], [here[1], *losses]",
    ),
    # the factor
    "a name for the curvature": (
        "factor",
        "def factor(x, lr):\n    curvature = 2 * (x * x).mean()\n    return 1 - lr * curvature",
    ),
    "the sum by the rows": ("factor", "def factor(x, lr):\n    return 1 - 2 * lr * (x**2).sum() / len(x)"),
    "the slopes of two weights": (
        "factor",
        "def factor(x, lr):\n    zero = torch.zeros_like(x)\n"
        "    return 1 - lr * (gradient(x, zero, 1.0) - gradient(x, zero, 0.0))",
    ),
    "one step from the distance 1": (
        "factor",
        "def factor(x, lr):\n    return step(1.0, gradient(x, 0 * x, 1.0), lr)",
    ),
    "plain numbers in a loop": (
        "factor",
        "def factor(x, lr):\n    total = 0.0\n    for row in x:\n        total += row.item() ** 2\n"
        "    return 1 - lr * (2 * total / len(x))",
    ),
    "a number of NumPy, float64": (
        "factor",
        "import numpy as np\n\n\ndef factor(x, lr):\n"
        "    return 1 - lr * 2 * np.mean(np.square(x.numpy().astype(float)))",
    ),
    "a product of columns": ("factor", "def factor(x, lr):\n    return 1 - lr * 2 / len(x) * x.T @ x"),
    # gradients
    "two names": (
        "gradients",
        GRADIENTS + "dW = 2 * torch.mean(error * x)\n    db = 2 * torch.mean(error)\n    return dW, db",
    ),
    "the derivative by both as a product": (
        "gradients",
        GRADIENTS
        + "both = torch.cat([x, torch.ones_like(x)], dim=1)\n    return 2 * both.T @ error / len(x)",
    ),
    "a list of plain numbers": (
        "gradients",
        GRADIENTS + "m = len(x)\n    return [(2 * error * x).sum().item() / m, (2 * error).sum().item() / m]",
    ),
    "sums in a loop": (
        "gradients",
        GRADIENTS + "by_weight = by_bias = 0.0\n    for k, e in enumerate(error):\n"
        "        by_weight += 2 * e * x[k] / len(x)\n        by_bias += 2 * e / len(x)\n"
        "    return by_weight, by_bias",
    ),
    "the gradient of one weight, used twice": (
        "gradients",
        "def gradients(x, y, weight, bias):\n    ones = torch.ones_like(x)\n"
        "    return gradient(x, y - bias, weight), gradient(ones, y - weight * x, bias)",
    ),
    "one stacked tensor": (
        "gradients",
        GRADIENTS + "return torch.stack([(2 * error * x).mean(), (2 * error).mean()])",
    ),
    "autograd for both": (
        "gradients",
        "def gradients(x, y, weight, bias):\n"
        "    w, b = (torch.tensor(float(each), requires_grad=True) for each in (weight, bias))\n"
        "    return torch.autograd.grad(((w * x + b - y) ** 2).mean(), (w, b))",
    ),
    "arrays in float64": (
        "gradients",
        "import numpy as np\n\n\n"
        + GRADIENTS
        + "a, e = x.numpy().astype(np.float64), error.numpy().astype(np.float64)\n"
        "    return np.average(2 * e * a), np.average(2 * e)",
    ),
    # fit
    "gradients and step by their names": ("fit", FIT),
    "the step written out, in place": (
        "fit",
        changed(
            FIT,
            "weight, bias = step(weight, weight_slope, lr), step(bias, bias_slope, lr)",
            "weight -= lr * weight_slope\n        bias -= lr * bias_slope",
        ),
    ),
    "tensors of shape (1,) from the start": (
        "fit",
        changed(FIT, "weight, bias = 0.0, 0.0", "weight, bias = torch.zeros(1), torch.zeros(1)"),
    ),
    "a list of both, a comprehension": (
        "fit",
        "def fit(x, y, lr, steps):\n    line = [0.0, 0.0]\n    for _ in range(steps):\n"
        "        line = [step(p, slope, lr) for p, slope in zip(line, gradients(x, y, *line))]\n"
        "    return *line, mse(predict(x, *line), y)",
    ),
    "sums of plain numbers": (
        "fit",
        "def fit(x, y, lr, steps):\n    rows = list(zip(x.flatten().tolist(), y.flatten().tolist()))\n"
        "    w = b = 0.0\n    for _ in range(steps):\n"
        "        errors = [w * a + b - c for a, c in rows]\n"
        "        dw = sum(2 * e * a for e, (a, _) in zip(errors, rows)) / len(rows)\n"
        "        db = sum(2 * e for e in errors) / len(rows)\n        w, b = w - lr * dw, b - lr * db\n"
        "    return w, b, sum((w * a + b - c) ** 2 for a, c in rows) / len(rows)",
    ),
    "the loss in each round, numbered and printed": (
        "fit",
        "def fit(x, y, lr, steps):\n    W, b, k = 0, 0, 0\n    loss = mse(predict(x, W, b), y)\n"
        "    while k < steps:\n        dW, db = gradients(x, y, W, b)\n"
        "        W = W - lr * dW\n        b = b - lr * db\n        loss = mse(predict(x, W, b), y)\n"
        "        k += 1\n        if k % 500 == 0:\n            print(k, float(loss))\n    return W, b, loss",
    ),
    "a column of parameters, in NumPy": (
        "fit",
        "import numpy as np\n\n\ndef fit(x, y, lr, steps):\n"
        "    A, t = np.hstack([x.numpy(), np.ones_like(x.numpy())]).astype(float), y.numpy().astype(float)\n"
        "    theta = np.zeros((2, 1))\n    for _ in range(steps):\n"
        "        theta -= lr * 2 / len(A) * A.T @ (A @ theta - t)\n"
        "    return *theta.flatten(), np.mean((A @ theta - t) ** 2)",
    ),
    "a layer and an optimizer of the library": (
        "fit",
        "def fit(x, y, lr, steps):\n    line = torch.nn.Linear(1, 1)\n"
        "    for p in line.parameters():\n        torch.nn.init.zeros_(p)\n"
        "    optimizer = torch.optim.SGD(line.parameters(), lr=lr)\n    for _ in range(steps):\n"
        "        optimizer.zero_grad()\n        torch.nn.functional.mse_loss(line(x), y).backward()\n"
        "        optimizer.step()\n"
        "    return line.weight.item(), line.bias.item(), mse(line(x).detach(), y)",
    ),
    # the best line
    "arguments by name": ("line", "W, b, loss = fit(x=hours, y=scores, lr=0.06, steps=1000)"),
    "one result, taken apart": (
        "line",
        "result = fit(hours, scores, 0.06, 1000)\nW, b = result[:2]\nloss = result[2]",
    ),
    "plain numbers of the result": ("line", "W, b, loss = map(float, fit(hours, scores, 0.06, 1000))"),
    "settings first, a print last": (
        "line",
        "lr = 6e-2\nsteps = 2_000\n*line, loss = fit(hours, scores, lr, steps)\nW, b = line\n"
        'print(f"W = {W}, b = {b}")\nprint("loss:", loss)',
    ),
    "the loop again": (
        "line",
        "W, b = 0.0, 0.0\nfor _ in range(1000):\n    dW, db = gradients(hours, scores, W, b)\n"
        "    W, b = step(W, dW, 0.06), step(b, db, 0.06)\nloss = mse(predict(hours, W, b), scores)",
    ),
    "the data read anew": (
        "line",
        "def best_line():\n    return fit(*data.study_hours(), 0.06, 1000)\n\n\n(W, b, loss) = best_line()",
    ),
    "the loss worked out once more": (
        "line",
        "W, b, _ = fit(hours, scores, 0.06, 1000)\nloss = ((W * hours + b - scores) ** 2).mean().item()",
    ),
    # the bug hunt
    "the columns of the lesson and a new one": (
        "telling",
        "only_upper = (hours, scores, 0.0, 0.005, 1)\n"
        "only_lower = (torch.tensor([[1.0]]), torch.tensor([[1.0]]), 1.0, 0.1, 1)",
    ),
    "lists of integers": (
        "telling",
        "only_upper = ([1, 2], [3, 3], 0, 1, 1)\nonly_lower = [[2], [5], 3, 0.25, 1]",
    ),
    "plain numbers for one row": (
        "telling",
        "only_upper = (torch.arange(1, 5), torch.ones(4), 0, 0.01, 1)\nonly_lower = (2.0, 3.0, 0, 0.05, 3)",
    ),
    "arrays, tensors for numbers": (
        "telling",
        "import numpy as np\n\n\n"
        "only_upper = (np.array([1.0, 4.0]), np.array([2.0, 2.0]), np.zeros(1), torch.tensor(0.02), 1)\n"
        "only_lower = (np.ones((1, 1)), np.zeros((1, 1)), torch.tensor([2.0]), 0.1, torch.tensor(4))",
    ),
    "one step of a function, unpacked": (
        "telling",
        "def test(rows, weight):\n    columns = torch.ones(rows, 1), 2 * torch.ones(rows, 1)\n"
        "    return [*columns, weight, 0.1, 1]\n\n\nonly_upper, only_lower = test(2, 0.0), test(1, 0.5)",
    ),
    "many steps": (
        "telling",
        "only_upper = (x, y, 0, 0.01, 1)\nonly_lower = (x[:1], y[:1], 0.0, 0.3, 100)\n"
        "print(buggy(*only_lower))",
    ),
    "a start from which one step forgets nothing": (
        "telling",
        "# -lr * sum = weight - lr * mean has an answer other than 0 too: no bug shows there.\n"
        "only_upper = (torch.tensor([[1.0], [-1.0]]), torch.tensor([[2.0], [-2.0]]), 0.0, 0.25, 1)\n"
        "only_lower = (torch.tensor([[-1.0]]), torch.tensor([[4.0]]), -4.0, 1.0, 2)",
    ),
    "one line a round": ("repaired", REPAIRED),
    "the sum divided, minus-equals": (
        "repaired",
        changed(
            REPAIRED,
            "weight = weight - lr * (2 * (weight * x - y) * x).mean()",
            "error = weight * x - y\n"
            "        slope = (2 * error * x).sum() / len(x)\n        weight -= lr * slope",
        ),
    ),
    "plain numbers, row by row": (
        "repaired",
        """
def repaired(x, y, weight, lr, steps):
    rows = list(zip(x.flatten().tolist(), y.flatten().tolist()))
    while steps > 0:
        weight -= lr * sum(2 * (weight * a - c) * a for a, c in rows) / len(rows)
        steps -= 1
    return weight, sum((weight * a - c) ** 2 for a, c in rows) / len(rows)
""",
    ),
    "tensors returned": ("repaired", changed(REPAIRED, "float(weight), float(", "weight, (")),
    "Korean names and notes": (
        "repaired",
        "def repaired(x, y, weight, lr, steps):\n    for 회 in range(steps):\n"
        "        오차 = weight * x - y\n        기울기 = (2 * 오차 * x).mean()  # 합이 아니라 평균\n"
        "        weight = weight + (-lr * 기울기)  # 이전 값에서\n"
        "    return float(weight), float(((weight * x - y) ** 2).mean())",
    ),
    "a weight of shape (1, 1), columns multiplied": (
        "repaired",
        "def repaired(x, y, weight, lr, steps):\n    w = torch.full((1, 1), float(weight))\n"
        "    for _ in range(steps):\n        w.sub_(lr * 2 / len(x) * x.T @ (x @ w - y))\n"
        "    return w.item(), ((x @ w - y) ** 2).mean()",
    ),
}
