"""Wrong answers to lesson 4 that the visible checks catch, each with words that lead to the mistake."""

from answers_04 import FIT, HARVEST, IN_PLACE, REPAIRED, WRONG
from lesson_grades import changed, sources

TABLE = "def split(records):\n    table = torch.tensor(records, dtype=torch.float32)\n    return "
PREDICT = "def predict(x, W, b):\n    return "
ZEROS = "def zeros(x, y):\n    i, t = x.shape[1], y.shape[1]\n    return "
MSE = "def mse(prediction, target):\n    error = prediction - target.reshape(prediction.shape)\n    return "
DIFFERENCES = "def differences(first, second):\n    return "
LIMIT = "def lr_limit(x):\n    A = torch.cat([x, torch.ones(len(x), 1)], dim=1)\n    return "
STANDARDISE = "def standardise(x):\n    mean, std = x.mean(dim=0), x.std(dim=0)\n    return "
UNSCALE = "def unscale(W_z, b_z, mean, std):\n    "
RANDOM = "def random_parameters(x, y):\n    i, t = x.shape[1], y.shape[1]\n    "
ZERO, BACKWARD, STEP = (
    "        optimizer.zero_grad()\n",
    "        loss.backward()\n",
    "        optimizer.step()\n",
)
LINE = "        log.append([w1, w2, w3, b.item(), (error**2).mean().item()])\n"


def seen(name: str, words: str) -> tuple[str, str, str]:
    """A wrong answer of answers_04, with the words that the visible check says."""
    exercise, text, _ = WRONG[name]
    return exercise, text, words


def buggy(*parts: str) -> str:
    """The function of the bug hunt under the name `repaired`, with parts of it changed."""
    source = next(text for text in sources("04-multivariable").values() if text.startswith("memory = "))
    return changed(source.partition("\n\n\nfor call")[0].replace("buggy", "repaired"), *parts)


CAUGHT = {  # name: (exercise, the answer, words of the message)
    # methods without parentheses, shapes of another kind
    "zeros: a third dimension": (
        "zeros",
        ZEROS + "torch.zeros(x.shape[2], t, requires_grad=True), torch.zeros(t, requires_grad=True)",
        "x.shape has two numbers",
    ),
    "random: a third dimension": (
        "random",
        RANDOM + "return torch.randn(t, x.shape[2], requires_grad=True), torch.randn(t, requires_grad=True)",
        "x.shape has two numbers",
    ),
    "fit: a method for W": ("fit", changed(FIT, "return W.detach(),", "return W.detach,"), "parentheses"),
    "fit: methods in the list": ("fit", changed(FIT, "loss.item()", "loss.item"), "with parentheses"),
    "standardise: a method for the mean": (
        "standardise",
        "def standardise(x):\n    mean, std = x.mean, x.std(dim=0)\n    return (x - mean) / std, mean, std",
        "need their parentheses",
    ),
    "standardise: two dimensions": (
        "standardise",
        "def standardise(x):\n    m, s = x.mean(dim=1), x.std(dim=0)\n    return (x - m) / s, m, s",
        "dim=0: over the rows",
    ),
    "repaired: W in one row": (
        "repaired",
        changed(REPAIRED, "torch.zeros(3, 1)", "torch.zeros(1, 3)"),
        "W has the shape (3, 1)",
    ),
    # split
    "split: always two inputs": (
        "split",
        TABLE + "table[:, 0:2], table[:, -1:]",
        "only the last column is left out",
    ),
    "split: always the third as target": ("split", TABLE + "table[:, :-1], table[:, 2:3]", "The last column"),
    "split: a flat target": seen("T35: a target without its dimension", "with its dimension"),
    "split: a flat target in a column's place": (
        "split",
        TABLE + "table[:, :-1], table[:, -1].unsqueeze(0)",
        "with its dimension",
    ),
    "split: the target among the inputs": ("split", TABLE + "table, table[:, -1:]", "only the last column"),
    "split: the last row": ("split", TABLE + "table[:-1], table[-1:]", "only the last column"),
    "split: the first column left out": (
        "split",
        TABLE + "table[:, 1:], table[:, :1]",
        "only the last column",
    ),
    "split: in the wrong order": ("split", TABLE + "table[:, -1:], table[:, :-1]", "the inputs of split"),
    "split: y, x": ("split", TABLE + "table[:, -1:], table[:, :-1]", "The order is x, y"),
    "split: whole numbers": seen("whole numbers stay integers", "float32"),
    "split: lists": (
        "split",
        "def split(records):\n    return [r[:-1] for r in records], [r[-1:] for r in records]",
        "float32",
    ),
    "split: no return": (
        "split",
        TABLE.replace("return ", "") + "table[:, :-1], table[:, -1:]",
        "2 parts: x, y",
    ),
    "split: x alone": ("split", TABLE + "table[:, :-1]", "one tensor"),
    # predict
    "predict: the weights of the notebook": ("predict", PREDICT + "x @ W_now + bias", "Use the x, W and b"),
    "predict: for one target": ("predict", PREDICT + "(x * W.T).sum(1, keepdim=True) + b", "for all targets"),
    "predict: one bias as a number": (
        "predict",
        PREDICT + "x @ W + b[0].item()",
        "one number for each target",
    ),
    "predict: b.item()": ("predict", PREDICT + "x @ W + b.item()", "cannot be converted to Scalar"),
    "predict: b[0]": seen("one bias for all targets", "one number for each target"),
    "predict: no bias": seen("the bias is forgotten", "the whole b is added to every row"),
    "predict: number by number": seen("number by number", "x * W multiplies number by number"),
    "predict: the other way round": ("predict", PREDICT + "W @ x + b", "Only the inner numbers must agree"),
    "predict: a transpose too many": (
        "predict",
        PREDICT + "x @ W.T + b",
        "Only the inner numbers must agree",
    ),
    "predict: x turned": ("predict", PREDICT + "x.T @ W + b", "Only the inner numbers must agree"),
    "predict: times b": ("predict", PREDICT + "x @ W * b", "x @ W is the matrix product"),
    "predict: without a graph": (
        "predict",
        "def predict(x, W, b):\n    with torch.no_grad():\n        return x @ W + b",
        "without no_grad",
    ),
    "predict: detached": ("predict", PREDICT + "(x @ W + b).detach()", "without no_grad, detach"),
    "predict: a new tensor": ("predict", PREDICT + "torch.tensor((x @ W + b).tolist())", "have no graph"),
    "predict: for three inputs of the notebook": (
        "predict",
        PREDICT + "x1 * W[0] + x2 * W[1] + x3 * W[2] + b",
        "predict for the rows",
    ),
    "predict: three columns and no more": (
        "predict",
        PREDICT + "x[:, 0:1] * W[0] + x[:, 1:2] * W[1] + x[:, 2:3] * W[2] + b",
        "Only the inner numbers must agree",
    ),
    # zeros
    "zeros: swapped": (
        "zeros",
        ZEROS + "torch.zeros(t, requires_grad=True), torch.zeros(i, t, requires_grad=True)",
        "The order is W, b",
    ),
    "zeros: always three": (
        "zeros",
        "def zeros(x, y):\n    t = y.shape[1]\n"
        "    return torch.zeros(3, t, requires_grad=True), torch.zeros(t, requires_grad=True)",
        "x.shape[1] and y.shape[1]",
    ),
    "zeros: always one target": (
        "zeros",
        ZEROS + "torch.zeros(i, 1, requires_grad=True), torch.zeros(1, requires_grad=True)",
        "x.shape[1] and y.shape[1]",
    ),
    "zeros: turned": (
        "zeros",
        ZEROS + "torch.zeros(t, i, requires_grad=True).T, torch.zeros(t, requires_grad=True)",
        "computed from another",
    ),
    "zeros: targets first": (
        "zeros",
        ZEROS + "torch.zeros(t, i, requires_grad=True), torch.zeros(t, requires_grad=True)",
        "One row for each input",
    ),
    "zeros: the shape of x": (
        "zeros",
        ZEROS + "torch.zeros(x.shape, requires_grad=True), torch.zeros(t, requires_grad=True)",
        "One row for each input",
    ),
    "zeros: rows": (
        "zeros",
        "def zeros(x, y):\n    i, t = x.shape[0], y.shape[1]\n"
        "    return torch.zeros(i, t, requires_grad=True), torch.zeros(t, requires_grad=True)",
        "x.shape[1]",
    ),
    "zeros: no gradient wanted": seen("no gradient wanted", "W needs requires_grad=True"),
    "zeros: no gradient for b": (
        "zeros",
        ZEROS + "torch.zeros(i, t, requires_grad=True), torch.zeros(t)",
        "b needs",
    ),
    "zeros: results": seen("not a leaf", "computed from another"),
    "zeros: b as a column": (
        "zeros",
        ZEROS + "torch.zeros(i, t, requires_grad=True), torch.zeros(t, 1, requires_grad=True)",
        "in one row",
    ),
    "zeros: ones": (
        "zeros",
        ZEROS + "torch.ones(i, t, requires_grad=True), torch.zeros(t, requires_grad=True)",
        "W of zeros",
    ),
    "zeros: W alone": ("zeros", ZEROS + "torch.zeros(i, t, requires_grad=True)", "2 parts: W, b"),
    # column
    # mse
    "mse: t in place of reshape": (
        "mse",
        "def mse(prediction, target):\n    return ((prediction - target.t()) ** 2).mean()",
        "t() would spoil them",
    ),
    "mse: a new tensor": (
        "mse",
        MSE + "torch.tensor((error**2).mean().item(), requires_grad=True)",
        "a graph",
    ),
    "mse: a number": seen("a loss without its graph", "item(), float()"),
    "mse: detached": ("mse", MSE + "(error**2).mean().detach()", "cut the graph off"),
    "mse: NumPy": (
        "mse",
        MSE + "torch.from_numpy((error.detach().numpy() ** 2)).mean()",
        "a graph",
    ),
    "mse: no_grad": (
        "mse",
        "def mse(prediction, target):\n    with torch.no_grad():\n"
        "        return ((prediction - target.reshape(prediction.shape)) ** 2).mean()",
        "a graph",
    ),
    "mse: no look at the shapes": seen("T35: no look at the shapes", "the shape of the prediction"),
    "mse: always a column": seen("T35: a column of every target", "the shape of the prediction"),
    "mse: the sum over the targets": seen("the sum over the targets", "over all rows and all targets"),
    "mse: the sum": ("mse", MSE + "(error**2).sum()", "The mean of the squared errors"),
    "mse: no squares": ("mse", MSE + "error.mean()", "The mean of the squared errors"),
    "mse: absolute errors": ("mse", MSE + "error.abs().mean()", "The mean of the squared errors"),
    "mse: the root": ("mse", MSE + "(error**2).mean() ** 0.5", "The mean of the squared errors"),
    "mse: a mean for each target": ("mse", MSE + "(error**2).mean(dim=0)", "over all rows and all targets"),
    "mse: the first column": (
        "mse",
        "def mse(prediction, target):\n    return ((prediction[:, 0] - target.flatten()) ** 2).mean()",
        "the shape of the prediction",
    ),
    "mse: the target in a new shape": seen("the target changed in place", "changes the target"),
    # fit
    "fit: one list for all calls": (
        "fit",
        "losses = []\n" + changed(FIT, "    losses = []\n", ""),
        "anew in each call",
    ),
    "fit: W in each round": (
        "fit",
        changed(
            FIT,
            "    W, b = zeros(x, y)\n    optimizer = torch.optim.SGD([W, b], lr=lr)\n",
            "",
            "        loss = mse",
            "        W, b = zeros(x, y)\n"
            "        optimizer = torch.optim.SGD([W, b], lr=lr)\n"
            "        loss = mse",
        ),
        "once, before the loop",
    ),
    "fit: the quizzes by name": (
        "fit",
        changed(FIT, "predict(x, W, b)", "predict(quizzes, W, b)"),
        "the x and the y of fit",
    ),
    "fit: a number for the loss": (
        "fit",
        changed(
            FIT,
            "        loss = mse(predict(x, W, b), y)\n",
            "        loss = mse(predict(x, W, b), y).item()\n",
        ),
        ".item() belongs into append",
    ),
    "fit: no list of parameters": (
        "fit",
        changed(FIT, "SGD([W, b], lr", "SGD(W, b, lr"),
        "from a list, [W, b]",
    ),
    "fit: b, W": (
        "fit",
        changed(FIT, "W.detach(), b.detach(), losses", "b.detach(), W.detach(), losses"),
        "The order is W, b, losses",
    ),
    "fit: a step before the loop": (
        "fit",
        changed(
            FIT,
            "    losses = []\n",
            "    losses = []\n    mse(predict(x, W, b), y).backward()\n    optimizer.step()\n",
        ),
        "This is W after two steps",
    ),
    "fit: ignores lr": ("fit", changed(FIT, "lr=lr", "lr=1e-5"), "Are lr and `steps` those of the function?"),
    "fit: ignores steps": ("fit", changed(FIT, "range(steps)", "range(1000)"), "the number of losses"),
    "fit: always two steps": ("fit", changed(FIT, "range(steps)", "range(2)"), "Are lr and `steps`"),
    "fit: one step too many": seen("one step too many", "Two steps: one loss before each"),
    "fit: one step too few": ("fit", changed(FIT, "range(steps)", "range(1, steps)"), "Two steps: one loss"),
    "fit: no last loss": (
        "fit",
        changed(FIT, "    losses.append(mse(predict(x, W, b), y).item())\n    return", "    return"),
        "one after the last",
    ),
    "fit: the last loss twice": seen("the last loss is missing", "Each loss belongs to the parameters"),
    "fit: losses after the step": (
        "fit",
        changed(
            FIT,
            "        losses.append(loss.item())\n",
            "",
            STEP,
            STEP + "        losses.append(loss.item())\n",
            "    losses.append(mse(predict(x, W, b), y).item())\n",
            "    losses.insert(0, losses[0])\n",
        ),
        "Each loss belongs to the parameters",
    ),
    "fit: return inside the loop": (
        "fit",
        changed(FIT, "    losses.append(mse(predict(x, W, b), y).item())\n    return", "        return"),
        "the number of losses",
    ),
    "fit: losses as tensors": ("fit", changed(FIT, "loss.item()", "loss"), "plain numbers"),
    "fit: detached losses": ("fit", changed(FIT, "loss.item()", "loss.detach()"), "plain numbers"),
    "fit: no zero_grad": seen("no zero_grad", "What of the first gradient is left"),
    "fit: zero_grad without parentheses": (
        "fit",
        changed(FIT, "zero_grad()", "zero_grad"),
        "What of the first gradient is left",
    ),
    "fit: zero after backward": ("fit", changed(FIT, ZERO, "", STEP, ZERO + STEP), "What stands in .grad"),
    "fit: no step": ("fit", changed(FIT, STEP, ""), "After one step W is still 0"),
    "fit: no backward": ("fit", changed(FIT, BACKWARD, ""), "What stands in .grad"),
    "fit: b not in the optimizer": seen("no step for the bias", "b is still 0"),
    "fit: W not in the optimizer": ("fit", changed(FIT, "[W, b], lr", "[b], lr"), "W is still 0"),
    "fit: a stale W": (
        "fit",
        changed(FIT, "    losses = []", "    W, b = zeros(x, y)\n    losses = []"),
        "W is still 0",
    ),
    "fit: the weights of the last call": seen("T10: parameters of the last call", "a new tensor of zeros"),
    "fit: the sum of the errors": seen("the sum of the errors", "lr times the gradient of mse"),
    "fit: a start at 1": (
        "fit",
        changed(FIT, "W, b = zeros(x, y)", "W, b = zeros(x, y)\n    W.data += 1"),
        "From 0",
    ),
    "fit: W, losses, b": (
        "fit",
        changed(FIT, "W.detach(), b.detach(), losses", "W.detach(), losses, b.detach()"),
        "in this order",
    ),
    "fit: losses first": (
        "fit",
        changed(FIT, "W.detach(), b.detach(), losses", "losses, W.detach(), b.detach()"),
        "in this order",
    ),
    "fit: W and b alone": ("fit", changed(FIT, "b.detach(), losses", "b.detach()"), "Return W, b, losses"),
    "fit: no return": (
        "fit",
        changed(FIT, "    return W.detach(), b.detach(), losses", ""),
        "Return W, b, losses",
    ),
    "fit: the loss before the loop": (
        "fit",
        changed(
            FIT,
            "        loss = mse(predict(x, W, b), y)\n",
            "",
            "    losses = []",
            "    loss = mse(predict(x, W, b), y)\n    losses = []",
        ),
        "and a new loss with its graph",
    ),
    "fit: another W, without a gradient": (
        "fit",
        changed(
            FIT, "W, b = zeros(x, y)", "W, b = torch.zeros(x.shape[1], y.shape[1]), torch.zeros(y.shape[1])"
        ),
        "zeros(x, y)",
    ),
    # quizzes
    # differences
    "differences: whole numbers": seen("T11: whole numbers only", "smaller than 1"),
    "differences: large ones only": (
        "differences",
        DIFFERENCES + "((first - second).abs() >= 1).nonzero()",
        "smaller than 1",
    ),
    "differences: for one shape": seen("T11: for one shape", "any shape"),
    "differences: the first alone": (
        "differences",
        DIFFERENCES + "(first != second).nonzero()[:1].tolist()",
        "All places",
    ),
    "differences: by columns": (
        "differences",
        DIFFERENCES + "[[i, j] for j, i in (first != second).T.nonzero().tolist()]",
        "those of row 0 first",
    ),
    "differences: one in each row": (
        "differences",
        "def differences(first, second):\n"
        "    rows = (first != second).any(dim=1).nonzero().flatten().tolist()\n"
        "    return [[r, (first[r] != second[r]).nonzero()[0].item()] for r in rows]",
        "All places",
    ),
    "differences: smaller ones only": seen("T11: smaller ones only", "smaller or larger"),
    "differences: from 1": seen("T11: counted from 1", "counted from 0"),
    "differences: flat": seen("places that are no pairs", "One pair in a list"),
    "differences: rows and columns apart": seen("rows and columns apart", "One pair in a list"),
    "differences: where they agree": (
        "differences",
        DIFFERENCES + "(first == second).nonzero().tolist()",
        "One pair",
    ),
    "differences: the mask": (
        "differences",
        DIFFERENCES + "(first != second).tolist()",
        "One pair in a list",
    ),
    "differences: column, row": (
        "differences",
        DIFFERENCES + "[[j, i] for i, j in (first != second).nonzero().tolist()]",
        "row 1, column 0",
    ),
    "differences: return in the loop": (
        "differences",
        "def differences(first, second):\n    found = []\n"
        "    for pair in (first != second).nonzero().tolist():\n"
        "        found.append(pair)\n        return found\n    return found",
        "All places",
    ),
    "differences: always three rows": (
        "differences",
        "def differences(first, second):\n"
        "    return [[i, j] for i in range(3) for j in range(3) if first[i, j] != second[i, j]]",
        "first.shape says",
    ),
    # lr_limit
    "limit: the second eigenvalue": (
        "limit",
        LIMIT + "2 / torch.linalg.eigvalsh(2 * A.T @ A / len(x))[1].item()",
        "Which number of eigvalsh",
    ),
    "limit: the smallest": seen("T38: the smallest curvature", "largest curvature"),
    "limit: a row of one": seen("T38: a list in the place of a number", "shape"),
    "limit: the sum of the curvatures": seen("T38: the sum of the curvatures", "the largest curvature"),
    "limit: the bias left out": seen("T38: the bias left out", "with A and not with x alone"),
    "limit: no mean": ("limit", LIMIT + "2 / torch.linalg.eigvalsh(2 * A.T @ A)[-1].item()", "Is 2 / m"),
    "limit: no factor 2": (
        "limit",
        LIMIT + "2 / torch.linalg.eigvalsh(A.T @ A / len(x))[-1].item()",
        "Is 2 / m",
    ),
    "limit: upside down": (
        "limit",
        LIMIT + "torch.linalg.eigvalsh(2 * A.T @ A / len(x))[-1].item() / 2",
        "2 divided by",
    ),
    "limit: the curvature itself": (
        "limit",
        LIMIT + "torch.linalg.eigvalsh(2 * A.T @ A / len(x))[-1].item()",
        "2 divided by",
    ),
    "limit: A without its transpose": (
        "limit",
        LIMIT + "2 / torch.linalg.eigvalsh(2 * A @ A / len(x))[-1]",
        "a square table",
    ),
    "limit: the largest of the table": (
        "limit",
        LIMIT + "(2 / (2 * A.T @ A / len(x)).max()).item()",
        "the whole table",
    ),
    # standardise
    "standardise: in place": ("standardise", IN_PLACE, "changes the table x itself"),
    "standardise: one scale": seen("one scale for the table", "one mean for each column"),
    "standardise: the range": seen("the range in the place of the deviation", "x.std(dim=0)"),
    "standardise: along the rows": (
        "standardise",
        "def standardise(x):\n    mean, std = x.mean(dim=1), x.std(dim=1)\n    return x, mean, std",
        "one mean for each column",
    ),
    "standardise: kept dimension": (
        "standardise",
        "def standardise(x):\n    m, s = x.mean(dim=0, keepdim=True), x.std(dim=0, keepdim=True)\n"
        "    return (x - m) / s, m, s",
        "x.mean(dim=0)",
    ),
    "standardise: the variance": (
        "standardise",
        "def standardise(x):\n    m, v = x.mean(dim=0), x.var(dim=0)\n    return (x - m) / v, m, v",
        "x.std(dim=0)",
    ),
    "standardise: over m": (
        "standardise",
        "def standardise(x):\n    m, s = x.mean(dim=0), x.std(dim=0, correction=0)\n"
        "    return (x - m) / s, m, s",
        "x.std(dim=0)",
    ),
    "standardise: a bracket missing": (
        "standardise",
        STANDARDISE + "x - mean / std, mean, std",
        "then divide",
    ),
    "standardise: only shifted": ("standardise", STANDARDISE + "x - mean, mean, std", "then divide"),
    "standardise: only divided": ("standardise", STANDARDISE + "x / std, mean, std", "Subtract the means"),
    "standardise: z alone": ("standardise", STANDARDISE + "(x - mean) / std", "one tensor"),
    "standardise: in another order": (
        "standardise",
        STANDARDISE + "mean, std, (x - mean) / std",
        "the means",
    ),
    "standardise: over five": (
        "standardise",
        "def standardise(x):\n    mean, std = x.sum(dim=0) / 5, x.std(dim=0)\n"
        "    return (x - mean) / std, mean, std",
        "any number of rows",
    ),
    "standardise: over four": (
        "standardise",
        "def standardise(x):\n    mean = x.mean(dim=0)\n"
        "    std = (((x - mean) ** 2).sum(dim=0) / 4) ** 0.5\n"
        "    return (x - mean) / std, mean, std",
        "any number of rows",
    ),
    "standardise: std, mean": (
        "standardise",
        STANDARDISE + "(x - mean) / std, std, mean",
        "The order is table, mean, std",
    ),
    "standardise: the quizzes of the notebook": (
        "standardise",
        "def standardise(x):\n    mean, std = quizzes.mean(dim=0), quizzes.std(dim=0)\n"
        "    return (x - mean) / std, mean, std",
        "no table of the notebook",
    ),
    "standardise: the mean of the scaled table": (
        "standardise",
        "def standardise(x):\n    x = x - x.mean(dim=0)\n    x = x / x.std(dim=0)\n"
        "    return x, x.mean(dim=0), x.std(dim=0)",
        "from before",
    ),
    "standardise: two columns and no more": (
        "standardise",
        "def standardise(x):\n    mean = torch.stack([x[:, 0].mean(), x[:, 1].mean()])\n"
        "    std = torch.stack([x[:, 0].std(), x[:, 1].std()])\n    return (x - mean) / std, mean, std",
        "any number of columns",
    ),
    "limit: eigvals": (
        "limit",
        LIMIT + "2 / torch.linalg.eigvals(2 * A.T @ A / len(x))[0]",
        "with an h at its end",
    ),
    # unscale
    "unscale: b in place": (
        "unscale",
        UNSCALE + "W = W_z / std[:, None]\n    b_z -= mean @ W\n    return W, b_z",
        "changes b_z itself",
    ),
    "unscale: other names": (
        "unscale",
        "def unscale(Wz, bz, m, s):\n    W = W_z / std[:, None]\n    return W, bz - m @ W",
        "Use the arguments only",
    ),
    "unscale: in place": seen("the scaled weights changed in place", "changes W_z itself"),
    "unscale: b, W": (
        "unscale",
        UNSCALE + "W = W_z / std[:, None]\n    return b_z - mean @ W, W",
        "The order is W, b",
    ),
    "unscale: two rows always": (
        "unscale",
        UNSCALE + "W = W_z / std.reshape(2, 1)\n    return W, b_z - mean @ W",
        "reshape(-1, 1) makes a column",
    ),
    "unscale: no column": (
        "unscale",
        UNSCALE + "W = W_z / std\n    return W, b_z - mean @ W",
        "make std a column first",
    ),
    "unscale: the scaled weights in b": seen("the means of the scaled weights", "with the new W"),
    "unscale: plus": ("unscale", UNSCALE + "W = W_z / std[:, None]\n    return W, b_z + mean @ W", "5 -"),
    "unscale: times std": (
        "unscale",
        UNSCALE + "W = W_z * std[:, None]\n    return W, b_z - mean @ W",
        "divided by its own std",
    ),
    "unscale: no sum": (
        "unscale",
        UNSCALE + "W = W_z / std[:, None]\n    return W, b_z - mean[:, None] * W",
        "b of the same",
    ),
    "unscale: one sum for all": (
        "unscale",
        UNSCALE + "W = W_z / std[:, None]\n    return W, b_z - (mean @ W).sum()",
        "One sum for each target",
    ),
    "unscale: b as it was": ("unscale", UNSCALE + "return W_z / std[:, None], b_z", "b of the same"),
    "unscale: W turned": (
        "unscale",
        UNSCALE + "W = (W_z / std[:, None]).T\n    return W, b_z - W @ mean",
        "W of unscale",
    ),
    "unscale: W alone": ("unscale", UNSCALE + "return W_z / std[:, None]", "Return W and b"),
    # random_parameters
    "random: rand": seen("drawn between 0 and 1", "torch.rand draws between"),
    "random: a seed": seen("a seed inside", "no seed inside"),
    "random: b of zeros": seen("one number for all", "b has the standard deviation 0.00"),
    "random: b of ones": (
        "random",
        RANDOM + "return torch.randn(t, i, requires_grad=True), torch.ones(t, requires_grad=True)",
        "b has the standard deviation 0.00",
    ),
    "random: turned": (
        "random",
        RANDOM + "return torch.randn(i, t, requires_grad=True).t(), torch.randn(t, requires_grad=True)",
        "w is computed from another",
    ),
    "random: scaled": (
        "random",
        RANDOM
        + "w = (torch.randn(t, i) * 0.1).requires_grad_()\n    return w, torch.randn(t, requires_grad=True)",
        "Leave its numbers as they are",
    ),
    "random: scaled with a graph": (
        "random",
        RANDOM + "return torch.randn(t, i, requires_grad=True) * 0.1, torch.randn(t, requires_grad=True)",
        "computed from another",
    ),
    "random: b between 0 and 1": (
        "random",
        RANDOM + "return torch.randn(t, i, requires_grad=True), torch.rand(t, requires_grad=True)",
        "b has the standard deviation",
    ),
    "random: no gradient wanted": ("random", RANDOM + "return torch.randn(t, i), torch.randn(t)", "w needs"),
    "random: no gradient for b": (
        "random",
        RANDOM + "return torch.randn(t, i, requires_grad=True), torch.randn(t)",
        "b needs requires_grad=True",
    ),
    "random: always (2, 3)": (
        "random",
        RANDOM + "return torch.randn(2, 3, requires_grad=True), torch.randn(2, requires_grad=True)",
        "y.shape[1] and x.shape[1]",
    ),
    "random: inputs first": seen("inputs first", "One row for each target"),
    "random: drawn once": (
        "random",
        "kept = {}\n" + RANDOM + "if (t, i) not in kept:\n"
        "        kept[t, i] = [torch.randn(*s, requires_grad=True) for s in ((t, i), (t,))]\n"
        "    return kept[t, i]",
        "Two calls gave the same",
    ),
    "random: swapped": (
        "random",
        RANDOM + "return torch.randn(t, requires_grad=True), torch.randn(t, i, requires_grad=True)",
        "The order is w, b",
    ),
    "random: small numbers": (
        "random",
        RANDOM + "w = torch.randn(t, i, requires_grad=True) * 0.01\n"
        "    return w, torch.randn(t, requires_grad=True)",
        "leave its values",
    ),
    # harvest
    "harvest: the scale of the quizzes": (
        "harvest",
        "weather, harvest = data.fruit()\nmean, std = quizzes.mean(dim=0), quizzes.std(dim=0)\n"
        + changed(
            HARVEST,
            "weather, harvest = data.fruit()\n",
            "",
            "z, mean, std = standardise(weather)",
            "z = (weather - mean) / std",
        ),
        "Whose mean and std",
    ),
    "harvest: unscaled by the quizzes": (
        "harvest",
        changed(HARVEST, "unscale(W_z, b_z, mean, std)", "unscale(W_z, b_z, *standardise(quizzes)[1:])"),
        "of the weather",
    ),
    "harvest: raw weather": (
        "harvest",
        changed(HARVEST, "fit(z,", "fit(weather,"),
        "far too large for raw weather",
    ),
    "harvest: raw weather, without unscale": (
        "harvest",
        "weather, harvest = data.fruit()\n"
        "W_fruit, b_fruit, found = fit(weather, harvest, 0.4, 30)\nloss_fruit = found[-1]",
        "far too large for raw weather",
    ),
    "harvest: 300 steps": ("harvest", changed(HARVEST, "0.4, 30", "0.4, 300"), "30 steps"),
    "harvest: 20 steps": ("harvest", changed(HARVEST, "0.4, 30", "0.4, 20"), "30 steps"),
    "harvest: lr 0.1": ("harvest", changed(HARVEST, "0.4, 30", "0.1, 30"), "lr 0.4"),
    "harvest: five regions": (
        "harvest",
        changed(HARVEST, "data.fruit()", "data.fruit(5)"),
        "all 15 regions",
    ),
    "harvest: no unscale": (
        "harvest",
        changed(HARVEST, "unscale(W_z, b_z, mean, std)", "W_z, b_z"),
        "those that unscale returns",
    ),
    "harvest: W alone unscaled": (
        "harvest",
        changed(
            HARVEST,
            "W_fruit, b_fruit = unscale(W_z, b_z, mean, std)",
            "W_fruit, b_fruit = W_z / std[:, None], b_z",
        ),
        "those that unscale returns",
    ),
    "harvest: the first loss": (
        "harvest",
        changed(HARVEST, "losses_fruit[-1]", "losses_fruit[0]"),
        "The last loss",
    ),
    "harvest: apples alone": (
        "harvest",
        changed(HARVEST, "data.fruit()", "data.fruit()\nharvest = harvest[:, :1]"),
        "loss_fruit",
    ),
    "harvest: least squares": (
        "harvest",
        "weather, harvest = data.fruit()\nW_fruit, b_fruit, loss_fruit = least_squares(weather, harvest)",
        "30 steps",
    ),
    "harvest: the list of losses": (
        "harvest",
        changed(HARVEST, "losses_fruit[-1]", "losses_fruit"),
        "The last loss",
    ),
    "harvest: W_fruit is missing": (
        "harvest",
        changed(HARVEST, "W_fruit, b_fruit = unscale", "W_f, b_f = unscale"),
        "spelt as where",
    ),
    # hunt
    "lines: a right one": ("hunt", 'hunt_lines = "156"', "Line 5 is right"),
    "lines: the memory left out": ("hunt", 'hunt_lines = "6"', "the first row of call 2"),
    "lines: the log left out": ("hunt", 'hunt_lines = "1"', "the last row of the log"),
    # telling
    "lucky: three parts": ("telling", "lucky = (quizzes, finals, 1e-5)", "Write all four"),
    "lucky: no table": ("telling", "lucky = (3, finals, 1e-5, 2)", "a list of rows"),
    "lucky: a flat x": ("telling", "lucky = ([1, 2, 3], [4], 0.1, 2)", "three numbers in each row"),
    "lucky: no row": ("telling", "lucky = ([], [], 0.1, 2)", "One row for each student"),
    "lucky: a column for each student": ("telling", "lucky = (quizzes.T, finals, 1e-5, 2)", "three numbers"),
    "lucky: two columns": (
        "telling",
        "lucky = (quizzes[:, :2], finals, 1e-5, 2)",
        "three numbers in each row",
    ),
    "lucky: one target less": (
        "telling",
        "lucky = (quizzes, finals[1:], 1e-5, 2)",
        "One target for each row",
    ),
    "lucky: a text for the targets": ("telling", 'lucky = (quizzes, "finals", 1e-5, 2)', "One target for"),
    "lucky: no step": ("telling", "lucky = (quizzes, finals, 1e-5, 0)", "with 0 steps nothing is trained"),
    "lucky: steps as a decimal": ("telling", "lucky = (quizzes, finals, 1e-5, 2.0)", "A whole number"),
    "lucky: steps as a tensor": (
        "telling",
        "lucky = (quizzes, finals, 1e-5, torch.tensor(3))",
        "of type Tensor",
    ),
    "lucky: too many steps": ("telling", "lucky = (quizzes, finals, 1e-5, 1000)", "from 1 to 100"),
    "lucky: nan": ("telling", 'lucky = (quizzes, finals * float("nan"), 1e-5, 2)', "Small numbers"),
    "lucky: huge": ("telling", "lucky = (quizzes * 1e20, finals, 1e-5, 2)", "Small numbers"),
    "lucky: equal columns": (
        "telling",
        "lucky = (torch.ones(5, 3), finals, 0.1, 2)",
        "two columns that differ",
    ),
    "lucky: a hair's breadth": (
        "telling",
        "lucky = ([[1, 1, 1.001], [1, 2, 2.001]], [3, 4], 0.1, 2)",
        "two columns that differ",
    ),
    "lucky: nearly equal columns": (
        "telling",
        "lucky = ([[1, 900, 900.2], [2, 300, 300.1]], [3, 4], 1e-7, 1)",
        "two columns that differ",
    ),
    "lucky: lr 0": ("telling", "lucky = (quizzes, finals, 0, 2)", "One number above 0"),
    "lucky: uphill": ("telling", "lucky = (quizzes, finals, -1e-5, 2)", "One number above 0"),
    "lucky: nan for lr": ("telling", 'lucky = (quizzes, finals, float("nan"), 2)', "One number above 0"),
    "lucky: a text for lr": ("telling", 'lucky = (quizzes, finals, "1e-5", 2)', "One number above 0"),
    "lucky: it explodes": ("telling", "lucky = (quizzes, finals, 1e-4, 2)", "would explode"),
    "lucky: no movement": (
        "telling",
        "lucky = ([[1, 1, 0], [1, 0, 1]], [0, 0], 0.1, 2)",
        "nothing to mistake",
    ),
    "lucky: the floor": (
        "telling",
        "lucky = ([[0, 1, 0], [0, 0, 1]], [1, 1], 0.65, 100)",
        "Take fewer steps",
    ),
    "lucky: the quizzes of the lesson": (
        "telling",
        "lucky = (quizzes, finals, 1e-5, 2)",
        "When is it that of w3",
    ),
    "lucky: right in the first step only": (
        "telling",
        "lucky = ([[1, 2, 1], [2, 1, 3]], [2, 1], 0.01, 2)",
        "after 2 step(s)",
    ),
    "lucky: buggy was mended": (
        "telling",
        buggy(
            "[w1, w3,", "[w1, w2,", 'memory["W"], memory["b"]  # 1', "torch.zeros(3, 1), torch.zeros(1)"
        ).replace("def repaired", "def buggy")
        + "\n\n\nlucky = ([[1, 1, 0], [1, 0, 1]], [2, 2], 0.1, 5)",
        "a copy is mended in the next exercise",
    ),
    # repaired
    "repaired: an earlier function": (
        "repaired",
        "def repaired(x, y, lr, steps):\n    ends = [fit(x, y, lr, k) for k in range(steps + 1)]\n"
        "    return [[*W.flatten().tolist(), b.item(), losses[-1]] for W, b, losses in ends]",
        "repaired calls fit",
    ),
    "repaired: an earlier function for the start": (
        "repaired",
        "@torch.no_grad()" + changed(REPAIRED, "torch.zeros(3, 1), torch.zeros(1)", "zeros(x, y)"),
        "repaired calls zeros",
    ),
    "repaired: earlier functions for the error": (
        "repaired",
        changed(REPAIRED, "x @ W + b - y", "predict(x, W, b) - y", "(error**2).mean()", "mse(x @ W + b, y)"),
        "repaired calls mse and predict",
    ),
    "repaired: as it was": ("repaired", buggy(), "each number has its own place"),
    "repaired: memory stays": ("repaired", buggy("[w1, w3,", "[w1, w2,"), "Every call starts from zero"),
    "repaired: a copy of the memory": seen("T10: a copy of the memory", "Every call starts from zero"),
    "repaired: zeros with gradients": (
        "repaired",
        changed(REPAIRED, "torch.zeros(3, 1)", "torch.zeros(3, 1, requires_grad=True)"),
        "need no requires_grad here",
    ),
    "repaired: w3 for w2": seen("T36: w3 in the place of w2", "each number has its own place"),
    "repaired: only the bias stays": seen("T10: only the bias stays", "Every call starts from zero"),
    "repaired: ignores lr": ("repaired", changed(REPAIRED, "lr * 2", "1e-5 * 2"), "Use x, y, lr"),
    "repaired: ignores steps": (
        "repaired",
        changed(REPAIRED, "range(steps + 1)", "range(2)", "k < steps", "k < 1"),
        "`steps` of the function",
    ),
    "repaired: ignores x and y": (
        "repaired",
        changed(
            REPAIRED,
            "x @ W + b - y",
            "quizzes @ W + b - finals",
            "x.T",
            "quizzes.T",
            "len(x)",
            "5",
        ),
        "Use x, y, lr",
    ),
    "repaired: the row after the step": (
        "repaired",
        changed(
            REPAIRED,
            LINE,
            "",
            "        if k < steps:\n",
            "        if k <= steps:\n",
            "error.mean(dim=0)\n",
            "error.mean(dim=0)\n        w1, w2, w3 = W.flatten().tolist()\n" + LINE,
        ),
        "before any step",
    ),
    "repaired: one line too few": (
        "repaired",
        changed(REPAIRED, "range(steps + 1)", "range(steps)"),
        "the number of lines",
    ),
    "repaired: return in the loop": (
        "repaired",
        changed(REPAIRED, "    return log", "        return log"),
        "the number of lines",
    ),
    "repaired: the gradients changed": (
        "repaired",
        changed(REPAIRED, "lr * 2 * x.T", "lr * x.T"),
        "its second line",
    ),
    "repaired: a random start": (
        "repaired",
        changed(REPAIRED, "torch.zeros(3, 1), ", "torch.randn(3, 1), "),
        "w1, w2, w3, b at the start",
    ),
    "repaired: the loss first": (
        "repaired",
        changed(
            REPAIRED,
            "[w1, w2, w3, b.item(), (error**2).mean().item()]",
            "[(error**2).mean().item(), w1, w2, w3, b.item()]",
        ),
        "w1, w2, w3, b at the start, and their loss",
    ),
    "repaired: no return": ("repaired", changed(REPAIRED, "    return log", ""), "the log is returned"),
}
