"""Wrong answers to lesson 5 that a learner is told of at once: (exercise, text, words of the message)."""

from answers_05 import FIND, FROZEN, MODEL, REPAIRED, SCALED_IN_PLACE, STEP, WRONG
from lesson_grades import changed

LINEAR = """
def make_linear(inputs, outputs, seed):
    torch.manual_seed(seed)
    return nn.Linear(inputs, outputs)
"""
COUNT = "def count(model):\n    return "
LOSS = """
def loss_of(model, x, y):
    if y.ndim == 1:
        y = y.reshape(-1, 1)
    return F.mse_loss(model(x), y)
"""
TRAIN = """
def train(model, x, y, lr, steps):
    optimizer = torch.optim.SGD(model.parameters(), lr=lr)
    losses = []
    for _ in range(steps):
        losses.append(train_step(model, optimizer, x, y))
    return losses
"""
KEPT = changed(
    TRAIN,
    "        losses.append(train_step(model, optimizer, x, y))\n",
    "        loss = F.mse_loss(model(x), y)\n        optimizer.zero_grad()\n        loss.backward()\n"
    "        optimizer.step()\n        losses.append(loss)\n",
)
LINE = """
line_model = make_linear(1, 1, 1)
line_losses = train(line_model, x, y, 0.1, 200)
W, b = line_model.weight.item(), line_model.bias.item()
"""
PREDICT = """
def predict(model, values, columns):
    table = torch.tensor(values, dtype=torch.float32).reshape(-1, columns)
    with torch.no_grad():
        return model(table)
"""
SCALED = changed(
    SCALED_IN_PLACE,
    "        x -= self.mean\n        x /= self.std\n        return self.layer(x)",
    "        return self.layer((x - self.mean) / self.std)",
)
SCALING = "(x - self.mean) / self.std"
FILE = """
def save(model, path):
    torch.save(model.state_dict(), path)


def load_into(model, path):
    model.load_state_dict(torch.load(path, weights_only=True))
    return model
"""
FILL = "    model.load_state_dict(torch.load(path, weights_only=True))\n    return model"
NOT_MOVED = "train has not changed the weight and the bias"
NO_GRAPH = "a tensor that belongs to no graph"


def read(results: str) -> str:
    """A function `read` that returns these results."""
    return f"def read(model):\n    weight = model.weight.tolist()\n    return {results}"


CAUGHT = {
    # what a second reading found
    **{
        f"{exercise}: {name}": (exercise, text, words)
        for exercise, name, text, words in (
            ("read", "another name", read("weight, model.biases.tolist()"), "The names are model.weight"),
            ("linear", "a small letter", changed(LINEAR, "nn.Linear", "nn.linear"), "with a capital L"),
            ("linear", "torch.seed", changed(LINEAR, "torch.manual_seed", "torch.seed"), "sets the seed"),
            (
                "linear",
                "the seed is set by =",
                changed(LINEAR, "torch.manual_seed(seed)", "torch.manual_seed = seed"),
                "Restart the kernel",
            ),
            (
                "count",
                "the model of the notebook",
                COUNT + "sum(each.numel() for each in wide.parameters())",
                "of the model that the function gets",
            ),
            (
                "count",
                "pairs",
                COUNT + "sum(each.numel() for each in model.named_parameters())",
                "pairs of a name",
            ),
            (
                "count",
                "by the names",
                COUNT + "sum(each.numel() for name, each in model.state_dict().items()\n"
                "        if name.endswith('weight') or name.endswith('bias'))",
                "nn.GRU(2, 1)",
            ),
            (
                "count",
                "all that is not running",
                COUNT + "sum(each.numel() for name, each in model.state_dict().items()\n"
                "        if 'running' not in name and each.is_floating_point())",
                "numbers that are not trained",
            ),
            (
                "loss",
                "a graph that is used up",
                changed(LOSS, "return F.mse_loss(model(x), y)", "loss = F.mse_loss(model(x), y)")
                + "    loss.backward()\n    return loss",
                "backward() is called later",
            ),
            ("loss", "15 rows", changed(LOSS, "(-1, 1)", "(15, 1)"), "of any number of rows"),
            (
                "loss",
                "in place",
                changed(LOSS, "y = y.reshape(-1, 1)", "y.unsqueeze_(1)"),
                "changes a tensor",
            ),
            ("loss", "ndim is called", changed(LOSS, "y.ndim", "y.ndim()"), "without brackets"),
            (
                "stepping",
                "the learning rate of the check",
                changed(
                    STEP,
                    "    loss =",
                    "    optimizer = torch.optim.SGD(model.parameters(), lr=0.02)\n    loss =",
                ),
                "Make no optimizer",
            ),
            (
                "stepping",
                "by hand",
                changed(
                    STEP,
                    "    optimizer.step()\n",
                    "    for p in model.parameters():\n        p.data -= 0.02 * p.grad\n",
                ),
                "Make no optimizer",
            ),
            ("stepping", "zero", changed(STEP, "zero_grad()", "zero()"), "zero is optimizer.zero_grad()"),
            ("train", "tensors", KEPT, "keep their whole graphs"),
            (
                "train",
                "the learning rate of the check",
                changed(TRAIN, "lr=lr", "lr=0.05"),
                "the learning rate that the function gets",
            ),
            (
                "find",
                "one list for all calls",
                "found = []\n" + changed(FIND, "    found = []\n", ""),
                "an empty list of its own",
            ),
            (
                "find",
                "copies with a graph",
                changed(FIND, "append(value)", "append(value.clone())"),
                "no copy",
            ),
            (
                "find",
                "all that can be trained",
                changed(FIND, "isinstance(value, nn.Parameter)", 'getattr(value, "requires_grad", False)'),
                "A plain tensor is left out",
            ),
            (
                "find",
                "what extend returns",
                changed(FIND, "found.extend", "found = found.extend"),
                "return None",
            ),
            (
                "class",
                "a detached weight",
                changed(MODEL, "self.weight.t()", "self.weight.detach().t()"),
                "weight has no part in the graph",
            ),
            (
                "scaled",
                "a detached weight",
                changed(
                    SCALED,
                    "self.layer((x - self.mean) / self.std)",
                    "((x - self.mean) / self.std) @ self.layer.weight.detach().t() + self.layer.bias",
                ),
                "layer.weight has no part in the graph",
            ),
            ("scaled", "brackets", changed(SCALED, "self.mean)", "self.mean())"), "no brackets"),
            (
                "predict",
                "weight and bias of a layer",
                changed(PREDICT, "model(table)", "table @ model.weight.t() + model.bias"),
                "Call the model",
            ),
            (
                "file",
                "one fixed path",
                changed(FILE, "torch.load(path", 'torch.load("first.pt"'),
                "no other one",
            ),
            ("wanted", "a list", "wanted = [[171.0]] * 5", "wanted is no tensor"),
            ("repaired", "the seed 2", changed(REPAIRED, "seed(seed)", "seed(2)"), "type no number"),
            ("repaired", "lr 0.05", changed(REPAIRED, "lr=lr", "lr=0.05"), "type no number"),
            (
                "repaired",
                "2 and 1",
                changed(REPAIRED, "x.shape[1], y.shape[1]", "2, 1"),
                "the shapes of x and y",
            ),
            ("repaired", "tensors", changed(REPAIRED, "loss.item()", "loss"), "keep their whole graphs"),
        )
    },
    # read
    "read: the bias stays a tensor": ("read", read("weight, model.bias"), "two lists of numbers"),
    "read: an array": ("read", read("weight, model.bias.detach().numpy()"), "two lists of numbers"),
    "read: a list of tensors": ("read", read("weight, list(model.bias)"), "two lists of numbers"),
    "read: item of several": ("read", read("weight, model.bias.item()"), "tolist() takes them all"),
    "read: float of several": ("read", read("weight, float(model.bias)"), "tolist() takes them all"),
    "read: the first number": ("read", read("weight, [model.bias[0].item()]"), "the bias of read"),
    "read: the weight alone": ("read", read("weight"), "2 parts: the weight, the bias\n  got:      3 parts"),
    "read: the bias alone": ("read", read("model.bias.tolist()"), "got:      3 parts"),
    "read: two numbers": ("read", read("weight[0][0], model.bias[0].item()"), "expected: shape (3, 2)"),
    "read: nothing": (
        "read",
        "def read(model):\n    weight, bias = model.weight.tolist(), model.bias.tolist()",
        "is a `return` missing?",
    ),
    "read: the other order": ("read", read("model.bias.tolist(), weight"), "The first of two results"),
    "read: another model": (
        "read",
        "def read(model):\n    return wide.weight.tolist(), wide.bias.tolist()",
        "of the model that the function gets",
    ),
    "read: another model's bias": (
        "read",
        read("weight, wide.bias.tolist()"),
        "of the model that the function",
    ),
    "read: rounded": (
        "read",
        "def read(model):\n"
        "    return [[round(w, 4) for w in row] for row in model.weight.tolist()], model.bias.tolist()",
        "the weight of read",
    ),
    "read: printed": ("read", "def read(model):\n    print(model.weight.tolist())", "is a `return` missing?"),
    # seed
    "seed: every tensor": ("seed", 'seed_choice = "a"', "makes two numbers, and both are 0"),
    "seed: every use of a layer": ("seed", 'seed_choice = "b"', "and draws none"),
    "seed: what comes afterwards": ("seed", 'seed_choice = "d"', "once the model has its own"),
    # make_linear
    "linear: outputs first": (
        "linear",
        changed(LINEAR, "inputs, outputs)\n", "outputs, inputs)\n"),
        "the number of inputs first",
    ),
    "linear: one by one": (
        "linear",
        changed(LINEAR, "Linear(inputs, outputs)", "Linear(1, 1)"),
        "inputs first",
    ),
    "linear: inputs twice": (
        "linear",
        changed(LINEAR, "Linear(inputs, outputs)", "Linear(inputs, inputs)"),
        "[2, 3]",
    ),
    "linear: a seed outside": (
        "linear",
        changed(LINEAR, "    torch.manual_seed(seed)\n", "", "\ndef", "\ntorch.manual_seed(1)\n\ndef"),
        "second call",
    ),
    "linear: no seed": ("linear", changed(LINEAR, "    torch.manual_seed(seed)\n", ""), "right before"),
    "linear: the seed afterwards": (
        "linear",
        "def make_linear(inputs, outputs, seed):\n    model = nn.Linear(inputs, outputs)\n"
        "    torch.manual_seed(seed)\n    return model",
        "right before",
    ),
    "linear: always the seed 1": (
        "linear",
        changed(LINEAR, "seed(seed)", "seed(1)"),
        "the seed that the function gets",
    ),
    "linear: two layers": (
        "linear",
        changed(LINEAR, "    return", "    nn.Linear(inputs, outputs)\n    return"),
        "one layer only",
    ),
    "linear: another generator": (
        "linear",
        "import random\n" + changed(LINEAR, "torch.manual_seed", "random.seed"),
        "right before",
    ),
    "linear: the seed as an argument": (
        "linear",
        "def make_linear(inputs, outputs, seed):\n    return nn.Linear(inputs, outputs, seed)",
        "right before",
    ),
    "linear: a keyword that there is not": (
        "linear",
        "def make_linear(inputs, outputs, seed):\n    return nn.Linear(inputs, outputs, seed=seed)",
        "and no seed",
    ),
    "linear: no bias": (
        "linear",
        changed(LINEAR, "outputs)\n", "outputs, bias=False)\n"),
        "the bias of make_linear",
    ),
    "linear: nothing": ("linear", changed(LINEAR, "return ", "model = "), "is a `return` missing?"),
    "linear: its weight": (
        "linear",
        changed(LINEAR, "outputs)\n", "outputs).weight\n"),
        "must return an nn.Linear",
    ),
    # count
    "count: tensors": ("count", COUNT + "len(list(model.parameters()))", "The elements of all tensors"),
    "count: rows": (
        "count",
        COUNT + "sum(len(each) for each in model.parameters())",
        "The elements of all tensors",
    ),
    "count: weight and bias": (
        "count",
        COUNT + "model.weight.numel() + model.bias.numel()",
        "Go through model.parameters()",
    ),
    "count: weight, and bias if there is one": (
        "count",
        "def count(model):\n    total = model.weight.numel()\n    if model.bias is not None:\n"
        "        total += model.bias.numel()\n    return total",
        "Go through model.parameters()",
    ),
    "count: from inputs and outputs": (
        "count",
        COUNT + "model.in_features * model.out_features + model.out_features",
        "Go through model.parameters()",
    ),
    "count: buffers": (
        "count",
        COUNT + "sum(each.numel() for each in model.state_dict().values())",
        "numbers that are not trained",
    ),
    "count: numel without brackets": (
        "count",
        COUNT + "sum(each.numel for each in model.parameters())",
        "Go through model.parameters()",
    ),
    "count: rows by columns": (
        "count",
        COUNT + "sum(each.shape[0] * each.shape[1] for each in model.parameters())",
        "Go through model.parameters()",
    ),
    "count: the first tensor": (
        "count",
        "def count(model):\n    for each in model.parameters():\n        return each.numel()",
        "The elements of all tensors",
    ),
    "count: the last tensor": (
        "count",
        "def count(model):\n    for each in model.parameters():\n        total = each.numel()\n"
        "    return total",
        "The elements of all tensors",
    ),
    "count: the layer's own parameters": (
        "count",
        COUNT + "sum(each.numel() for each in model.parameters(recurse=False))",
        "Go through model.parameters()",
    ),
    # loss_of
    "loss: a flat target as it is": (
        "loss",
        changed(LOSS, "    if y.ndim == 1:\n        y = y.reshape(-1, 1)\n", ""),
        "Make a flat target a column",
    ),
    "loss: every target a column": (
        "loss",
        "def loss_of(model, x, y):\n    return F.mse_loss(model(x), y.reshape(-1, 1))",
        "Only a flat target becomes a column",
    ),
    "loss: every target a column with the rows of x": (
        "loss",
        "def loss_of(model, x, y):\n    return F.mse_loss(model(x), y.reshape(-1, 1)[: len(x)])",
        "Only a flat target becomes a column",
    ),
    "loss: the prediction made flat": (
        "loss",
        "def loss_of(model, x, y):\n    return F.mse_loss(model(x).flatten(), y)",
        "The mean of the squared errors",
    ),
    "loss: a row": ("loss", changed(LOSS, "reshape(-1, 1)", "reshape(1, -1)"), "Make a flat target a column"),
    "loss: a transpose of one dimension": (
        "loss",
        changed(LOSS, "y.reshape(-1, 1)", "y.T"),
        "Make a flat target",
    ),
    "loss: the columns of a flat target": (
        "loss",
        changed(LOSS, "y.ndim == 1", "y.shape[1] == 0"),
        "how many dimensions y has",
    ),
    "loss: one output is taken for flat": (
        "loss",
        changed(LOSS, "y.ndim == 1", "model.out_features == 1"),
        "Only a flat target",
    ),
    "loss: the column is not kept": (
        "loss",
        changed(LOSS, "y = y.resh", "y.resh"),
        "Make a flat target a column",
    ),
    "loss: the sum": (
        "loss",
        changed(LOSS, "(x), y)", '(x), y, reduction="sum")'),
        "The mean of the squared errors",
    ),
    "loss: a sum of squares": (
        "loss",
        changed(LOSS, "F.mse_loss(model(x), y)", "((model(x) - y) ** 2).sum()"),
        "The mean of the squared errors",
    ),
    "loss: the mean of the rows' sums": (
        "loss",
        changed(LOSS, "F.mse_loss(model(x), y)", "((model(x) - y) ** 2).sum(dim=1).mean()"),
        "two targets",
    ),
    "loss: absolute errors": ("loss", changed(LOSS, "mse_loss", "l1_loss"), "The mean of the squared errors"),
    "loss: its root": (
        "loss",
        changed(LOSS, "F.mse_loss(model(x), y)", "F.mse_loss(model(x), y) ** 0.5"),
        "The mean",
    ),
    "loss: each error": ("loss", changed(LOSS, "(x), y)", '(x), y, reduction="none")'), "15 number(s)"),
    "loss: another model": (
        "loss",
        changed(LOSS, "model(x), y)", "line(x[:, :1]), y)"),
        "the model that the function gets",
    ),
    "loss: a number": (
        "loss",
        changed(LOSS, "F.mse_loss(model(x), y)", "F.mse_loss(model(x), y).item()"),
        "belongs to no graph",
    ),
    "loss: without a graph": (
        "loss",
        changed(LOSS, "    return", "    with torch.no_grad():\n        return"),
        "belongs to no graph",
    ),
    "loss: the model of the notebook": (
        "loss",
        changed(LOSS, "model(x), y)", "line(x), y)"),
        "Predict with the model that the function gets",
    ),
    "loss: nothing": ("loss", changed(LOSS, "return ", "loss = "), "is a `return` missing?"),
    "loss: nothing for a table": (
        "loss",
        changed(LOSS, "    return", "        return"),
        "is a `return` missing?",
    ),
    # train_step
    "step: no zero": (
        "stepping",
        changed(STEP, "    optimizer.zero_grad()\n", ""),
        "the gradients of both steps add up",
    ),
    "step: zero without brackets": (
        "stepping",
        changed(STEP, "zero_grad()", "zero_grad"),
        "gradients of both steps",
    ),
    "step: zero of nothing": (
        "stepping",
        changed(STEP, "optimizer.zero_grad()", "loss.zero_grad = None"),
        "gradients of both steps",
    ),
    "step: zero too late": (
        "stepping",
        changed(
            STEP, "    optimizer.zero_grad()\n", "", "backward()\n", "backward()\n    optimizer.zero_grad()\n"
        ),
        "The weight has not changed",
    ),
    "step: no backward": (
        "stepping",
        changed(STEP, "    loss.backward()\n", ""),
        "The weight has not changed",
    ),
    "step: backward without brackets": (
        "stepping",
        changed(STEP, "backward()", "backward"),
        "The weight has not changed",
    ),
    "step: no step": ("stepping", changed(STEP, "    optimizer.step()\n", ""), "The weight has not changed"),
    "step: step without brackets": (
        "stepping",
        changed(STEP, "step()", "step"),
        "The weight has not changed",
    ),
    "step: step before backward": (
        "stepping",
        changed(
            STEP,
            "    optimizer.step()\n",
            "",
            "    loss.backward()\n",
            "    optimizer.step()\n    loss.backward()\n",
        ),
        "The weight has not changed",
    ),
    "step: two steps": (
        "stepping",
        changed(STEP, "    optimizer.step()\n", "    optimizer.step()\n    optimizer.step()\n"),
        "One step, by the optimizer",
    ),
    "step: an optimizer of its own": (
        "stepping",
        changed(
            STEP,
            "    optimizer.zero_grad()",
            "    optimizer = torch.optim.SGD(model.parameters(), lr=0.01)\n    optimizer.zero_grad()",
        ),
        "it knows the learning rate",
    ),
    "step: a learning rate of its own": (
        "stepping",
        changed(
            STEP,
            "    optimizer.step()",
            "    with torch.no_grad():\n        for each in model.parameters():\n"
            "            each -= 0.01 * each.grad",
        ),
        "it knows the learning rate",
    ),
    "step: two times backward": (
        "stepping",
        changed(STEP, "    loss.backward()", "    loss.backward()\n    loss.backward()"),
        "One backward for each loss",
    ),
    "step: backward of a number": (
        "stepping",
        changed(
            STEP,
            "    optimizer.zero_grad()",
            "    loss = loss.item()\n    optimizer.zero_grad()",
            "return loss.item()",
            "return loss",
        ),
        "item() at the end",
    ),
    "step: a loss without its graph": (
        "stepping",
        changed(STEP, "    optimizer.zero_grad()", "    loss = loss.detach()\n    optimizer.zero_grad()"),
        "One backward for each loss",
    ),
    "step: a loss that keeps its graph": ("stepping", changed(STEP, "loss.item()", "loss"), "a plain number"),
    "step: a tensor": ("stepping", changed(STEP, "loss.item()", "loss.detach()"), "a plain number"),
    "step: item without brackets": (
        "stepping",
        changed(STEP, "loss.item()", "loss.item"),
        "must return a plain number",
    ),
    "step: a number of NumPy": (
        "stepping",
        changed(STEP, "loss.item()", "loss.detach().numpy()[()]"),
        "no number of NumPy",
    ),
    "step: nothing": (
        "stepping",
        changed(STEP, "return loss.item()", "loss.item()"),
        "is a `return` missing?",
    ),
    "step: the loss afterwards": (
        "stepping",
        changed(STEP, "loss.item()", "F.mse_loss(model(x), y).item()"),
        "Return the loss of the old predictions",
    ),
    # train
    "train: the learning rate of the example": (
        "train",
        changed(TRAIN, "lr=lr", "lr=0.01"),
        "with the learning rate",
    ),
    "train: no learning rate": ("train", changed(TRAIN, ", lr=lr", ""), "with the learning rate"),
    "train: the model itself": ("train", changed(TRAIN, "model.parameters()", "model"), "its parameters()"),
    "train: an optimizer made before": (
        "train",
        changed(TRAIN, "    optimizer = torch.optim.SGD(model.parameters(), lr=lr)\n", ""),
        NOT_MOVED,
    ),
    "train: the optimizer of a copy": (
        "train",
        changed(TRAIN, "model.parameters()", "__import__('copy').deepcopy(model).parameters()"),
        NOT_MOVED,
    ),
    "train: a copy": (
        "train",
        changed(TRAIN, "    optimizer =", "    model = __import__('copy').deepcopy(model)\n    optimizer ="),
        NOT_MOVED,
    ),
    "train: a new model": (
        "train",
        changed(TRAIN, "    optimizer =", "    model = nn.Linear(x.shape[1], y.shape[1])\n    optimizer ="),
        NOT_MOVED,
    ),
    "train: another model": ("train", changed(TRAIN, "model.parameters()", "line.parameters()"), NOT_MOVED),
    "train: the data of the notebook": (
        "train",
        changed(TRAIN, "(model, x, y, lr", "(model, inputs, targets, lr"),
        "this x and this y",
    ),
    "train: the weight alone": (
        "train",
        changed(TRAIN, "model.parameters()", "[model.weight]"),
        "but not the bias",
    ),
    "train: always three steps": ("train", changed(TRAIN, "range(steps)", "range(3)"), "as `steps` says"),
    "train: no zero": (
        "train",
        changed(KEPT, "        optimizer.zero_grad()\n", "", "append(loss)", "append(loss.item())"),
        "Are the gradients cleared",
    ),
    "train: what append returns": (
        "train",
        changed(TRAIN, "        losses.append", "        losses = losses.append"),
        "returns None",
    ),
    "train: one step too many": ("train", changed(TRAIN, "range(steps)", "range(steps + 1)"), "4\n"),
    "train: one step too few": ("train", changed(TRAIN, "range(steps)", "range(1, steps)"), "as many rounds"),
    "train: always as many steps": ("train", changed(TRAIN, "range(steps)", "range(200)"), "as many rounds"),
    "train: the last loss": (
        "train",
        changed(
            TRAIN,
            "losses.append(train_step(model, optimizer, x, y))",
            "loss = train_step(model, optimizer, x, y)",
            "return losses",
            "return loss",
        ),
        "train must return a list",
    ),
    "train: return in the loop": (
        "train",
        changed(TRAIN, "    return losses", "        return losses"),
        "as many rounds",
    ),
    "train: a new list in each round": (
        "train",
        changed(TRAIN, "        losses.append", "        losses = []\n        losses.append"),
        "as many rounds",
    ),
    "train: a tensor of losses": (
        "train",
        changed(TRAIN, "return losses", "return torch.tensor(losses)"),
        "train must return a list",
    ),
    "train: nothing": ("train", changed(TRAIN, "    return losses\n", ""), "is a `return` missing?"),
    "train: each loss after its step": (
        "train",
        changed(
            TRAIN,
            "losses.append(train_step(model, optimizer, x, y))",
            "train_step(model, optimizer, x, y)\n        losses.append(((model(x) - y) ** 2).mean().item())",
        ),
        "The loss of the start comes first",
    ),
    "train: an extra step before": (
        "train",
        changed(TRAIN, "    losses = []", "    train_step(model, optimizer, x, y)\n    losses = []"),
        "The loss of the start comes first",
    ),
    "train: an extra step at the end": (
        "train",
        changed(TRAIN, "    return losses", "    train_step(model, optimizer, x, y)\n    return losses"),
        "Exactly 3 steps",
    ),
    "train: Adam": ("train", changed(TRAIN, "optim.SGD", "optim.Adam"), "the losses of train"),
    "train: momentum": ("train", changed(TRAIN, "lr=lr", "lr=lr, momentum=0.9"), "the losses of train"),
    # line
    "line: another seed": ("line", changed(LINE, "(1, 1, 1)", "(1, 1, 2)"), "the seed 1"),
    "line: no seed": ("line", changed(LINE, "make_linear(1, 1, 1)", "nn.Linear(1, 1)"), "the seed 1"),
    "line: lists": (
        "line",
        changed(LINE, "line_model.weight.item(), line_model.bias.item()", "read(line_model)"),
        "W and b must be numbers",
    ),
    "line: 20 steps": ("line", changed(LINE, "200", "20"), "One for each step"),
    "line: another learning rate": ("line", changed(LINE, "0.1", "0.01"), "200 steps with lr 0.1"),
    "line: read before training": (
        "line",
        changed(
            LINE,
            "line_losses = train",
            "W, b = line_model.weight.item(), line_model.bias.item()\nline_losses = train",
            "0.1, 200)\nW, b = line_model.weight.item(), line_model.bias.item()\n",
            "0.1, 200)\n",
        ),
        "Did you train exactly once",
    ),
    "line: trained twice": (
        "line",
        changed(LINE, "line_losses = ", "train(line_model, x, y, 0.1, 200)\nline_losses = "),
        "the seed 1",
    ),
    "line: no training": (
        "line",
        "line_model = make_linear(1, 1, 1)\nline_losses = train(make_linear(1, 1, 1), x, y, 0.1, 200)\n"
        "W, b = 1.9994, 0.0014",
        "line_model must be the trained model",
    ),
    "line: weight and bias changed about": ("line", changed(LINE, "W, b =", "b, W ="), "Is W the weight"),
    "line: no W": ("line", changed(LINE, "W, b =", "w, b ="), "spelt as where"),
    "line: the losses in place of the model": (
        "line",
        LINE + "line_model = line_losses",
        "line_model must be the model itself",
    ),
    "line: the losses are dropped": (
        "line",
        changed(LINE, "line_losses = train", "train") + "line_losses = None",
        "keep it",
    ),
    # LinearModel
    "class: forward returns nothing": (
        "class",
        WRONG["forward returns nothing"][1],
        "is a `return` missing?",
    ),
    "class: no super().__init__()": ("class", WRONG["no super().__init__()"][1], "usual errors"),
    "class: super().__init__() last": (
        "class",
        changed(
            MODEL,
            "        super().__init__()\n",
            "",
            "    def forward",
            "        super().__init__()\n\n    def forward",
        ),
        "usual errors",
    ),
    "class: no nn.Module": ("class", WRONG["no nn.Module"][1], "not based on nn.Module"),
    "class: PyTorch's layer": ("class", WRONG["PyTorch's layer inside"][1], "made of another module"),
    "class: based on PyTorch's layer": (
        "class",
        WRONG["a class that is its own layer"][1],
        "made of another module",
    ),
    **{
        f"class: {name}": ("class", changed(MODEL, *case[:-1]), case[-1])
        for name, case in {
            "no inputs and outputs": ("self, inputs, outputs", "self", "usual errors"),
            "a misspelt __init__": ("def __init__", "def _init_", "usual errors"),
            "a misspelt forward": ("def forward", "def foward", "has no method forward"),
            "forward inside of __init__": (
                "    def forward(self, x):\n        return x",
                "        def forward(self, x):\n            return x",
                "has no method forward",
            ),
            "the numbers of the example": ("(-limit, limit)", "(-0.1, 0.1)", "reach only"),
            "a fixed limit of 0.5": ("(-limit, limit)", "(-0.5, 0.5)", "not between -1/3 and 1/3"),
            "no root": ("inputs**0.5", "inputs", "reach only"),
            "drawn too late": (
                "nn.Parameter(torch.empty(outputs).uniform_(-limit, limit))",
                "nn.Parameter(torch.empty(outputs)).uniform_(-limit, limit)",
                "Draw the numbers first",
            ),
            "a weight that is changed afterwards": (
                "\n    def forward",
                "        self.weight *= 2\n\n    def forward",
                "Draw the numbers first",
            ),
            "based on PyTorch's layer, with its own __init__": (
                "(nn.Module)",
                "(nn.Linear)",
                "missing 2 required positional arguments",
            ),
            "the root of a number by torch": ("inputs**0.5", "torch.sqrt(inputs)", "must be Tensor, not int"),
            "the root of a number by math": (
                "inputs**0.5",
                "math.sqrt(inputs)",
                "name 'math' is not defined",
            ),
            "a small p": (
                "nn.Parameter(torch.empty(outputs).",
                "nn.parameter(torch.empty(outputs).",
                "'module' object is not callable",
            ),
            "a parameter of a number": (
                "nn.Parameter(torch.empty(outputs).uniform_(-limit, limit))",
                "nn.Parameter(outputs)",
                "has no attribute 'detach'",
            ),
            "__call__ in place of forward": ("forward", "__call__", "has no method forward"),
            "forward without self": ("forward(self, x)", "forward(x)", "forward(self, x)"),
            "weight without self": ("@ self.weight", "@ weight", "of self"),
            "tensors": ("nn.Parameter", "torch.tensor", "how many parameters"),
            "one parameter": ("self.bias = nn.Parameter", "self.bias = torch.tensor", "how many parameters"),
            "local names": ("self.bias = ", "bias = ", "how many parameters"),
            "the weight the other way round": (
                "torch.empty(outputs, inputs)",
                "torch.empty(inputs, outputs)",
                "The weight is (outputs, inputs)",
            ),
            "a bias for each input": ("torch.empty(outputs)", "torch.empty(inputs)", "(outputs,)"),
            "a bias of one": ("torch.empty(outputs)", "torch.empty(1)", "(outputs,)"),
            "the limit of the outputs": ("inputs**0.5", "outputs**0.5", "reach only"),
            "a limit that is too small": ("inputs**0.5", "inputs**1.5", "reach only"),
            "numbers from 0 to 1": (
                "torch.empty(outputs, inputs).uniform_(-limit, limit)",
                "torch.rand(outputs, inputs)",
                "not between -1/3 and 1/3",
            ),
            "numbers from 0": (
                "torch.empty(outputs, inputs).uniform_(-limit, limit)",
                "torch.empty(outputs, inputs).uniform_(0, limit)",
                "from minus the limit",
            ),
            "zeros": (
                "torch.empty(outputs).uniform_(-limit, limit)",
                "torch.zeros(outputs)",
                "not random numbers",
            ),
            "always one seed": ("limit = ", "torch.manual_seed(1)\n        limit = ", "without a seed"),
            "no transpose": ("self.weight.t()", "self.weight", "x @ weight.t() + bias"),
            "no bias": (" + self.bias", "", "x @ weight.t() + bias"),
            "no return": ("return x", "x", "is a `return` missing?"),
            "detached": (
                "x @ self.weight.t() + self.bias",
                "(x @ self.weight.t() + self.bias).detach()",
                "no detach",
            ),
            "squeezed": (
                "x @ self.weight.t() + self.bias",
                "(x @ self.weight.t() + self.bias).squeeze()",
                "LinearModel(2, 1)",
            ),
        }.items()
    },
    # find
    **{
        f"find: {name}": ("find", changed(FIND, *case[:-1]), case[-1])
        for name, case in {
            "no return": ("    return found", "", "is a `return` missing?"),
            "the names": ("vars(module).values()", "vars(module)", "finds"),
            "names in place of values": ("append(value)", 'append("weight")', "holds an object of type str"),
            "everything": (
                "        if isinstance(value, nn.Parameter):\n            found.append(value)",
                "        if not isinstance(value, SmallModule):\n            found.append(value)",
                "Only parameters",
            ),
            "extend in place of append": ("append(value)", "extend(value)", "by append"),
            "small modules themselves": (
                "extend(find_parameters(value))",
                "append(value)",
                "type SmallLinear",
            ),
            "append in place of extend": (
                "found.extend",
                "found.append",
                "for SmallChain(3, 2, 1) holds a list.",
            ),
            "the parts are forgotten": (
                "found.extend(find_parameters(value))",
                "find_parameters(value)",
                "how many parameters",
            ),
            "return in the loop": ("    return found", "        return found", "to the end of the loop"),
            "values without brackets": (".values()", ".values", "is a dictionary"),
            "the parts come first": (
                "    found = []\n",
                "    found = []\n    for value in reversed(vars(module).values()):\n"
                "        if isinstance(value, SmallModule):\n"
                "            found = found + find_parameters(value)\n",
                "        elif isinstance(value, SmallModule):\n"
                "            found.extend(find_parameters(value))\n",
                "",
                "In the order",
            ),
            "copies": ("append(value)", "append(value.detach().clone())", "no copy of it"),
            "tensors, too": ("value, nn.Parameter", "value, torch.Tensor", "A plain tensor"),
            "linear models only": ("(value, SmallModule)", "(value, SmallLinear)", "not every kind"),
            "one level only": (
                "found.extend(find_parameters(value))",
                "found.extend(each for each in vars(value).values() if isinstance(each, nn.Parameter))",
                "asks one level only",
            ),
            "two levels only": (
                "found.extend(find_parameters(value))",
                "for each in vars(value).values():\n"
                "                found.extend([each] if isinstance(each, nn.Parameter) else [])\n"
                "                if isinstance(each, SmallModule):\n"
                "                    found += [deep for deep in vars(each).values()\n"
                "                              if isinstance(deep, nn.Parameter)]",
                "Your function calls itself",
            ),
            "its own parameters first": (
                "    return found",
                "    return [each for each in vars(module).values() if isinstance(each, nn.Parameter)] + [\n"
                "        each for value in vars(module).values() if isinstance(value, SmallModule)\n"
                "        for each in find_parameters(value)\n    ]",
                "In the order",
            ),
            "the module again": ("_parameters(value)", "_parameters(module)", "not with module again"),
            "keys": ("vars(module).values()", "vars(module).keys()", "not its name"),
            "a generator": ("return found", "return (each for each in found)", "must return a list"),
            "lists, too": (
                "    return found",
                "        elif type(value) is list:\n            for each in value:\n"
                "                found.extend(find_parameters(each))\n    return found",
                "in the plain list is left out",
            ),
        }.items()
    },
    # wanted
    **{
        f"wanted: {name}": ("wanted", f"wanted = {text}", words)
        for name, text, words in (
            ("the scores", "finals", "the wrong loss can be smaller"),
            ("flat", "torch.full((5,), 171.0)", "shape (5, 1)"),
            ("zeros", "torch.zeros(5, 1)", "the wrong loss can be smaller"),
            ("one number", "finals.mean()", "shape (5, 1)"),
            ("the mean of four", "torch.full((5, 1), 168.25)", "the wrong loss can be smaller"),
            ("half a point too many", "torch.full((5, 1), 171.5)", "the wrong loss can be smaller"),
            (
                "one that is another",
                "torch.tensor([[171.0], [171.0], [171.0], [171.0], [171.2]])",
                "the wrong loss can be smaller",
            ),
            ("a number that is none", "torch.full((5, 1), float('nan'))", "wanted is [nan"),
            ("nothing", "None", "wanted is None"),
        )
    },
    # predict
    "predict: whole numbers": (
        "predict",
        changed(PREDICT, ", dtype=torch.float32", ""),
        "The table needs floats",
    ),
    "predict: a float at the front": (
        "predict",
        changed(
            PREDICT,
            "values, dtype=torch.float32",
            "[float(values[0]) if columns == 1 else values[0], *values[1:]]",
        ),
        "The table needs floats",
    ),
    "predict: one row": ("predict", changed(PREDICT, "(-1, columns)", "(1, -1)"), "as many columns as"),
    "predict: one column": ("predict", changed(PREDICT, "(-1, columns)", "(-1, 1)"), "as many columns as"),
    "predict: columns as rows": (
        "predict",
        changed(PREDICT, "(-1, columns)", "(columns, -1)"),
        "as many columns as",
    ),
    "predict: no table": ("predict", changed(PREDICT, ".reshape(-1, columns)", ""), "as many columns as"),
    "predict: a transpose": (
        "predict",
        changed(PREDICT, "(-1, columns)", "(columns, -1).t()"),
        "row after row",
    ),
    "predict: a row of three only": (
        "predict",
        changed(PREDICT, "(-1, columns)", "(-1, 3)"),
        "as many columns as",
    ),
    "predict: with its graph": ("predict", WRONG["a prediction that keeps its graph"][1], NO_GRAPH),
    "predict: after no_grad": (
        "predict",
        "def predict(model, values, columns):\n    with torch.no_grad():\n"
        "        table = torch.tensor(values, dtype=torch.float32).reshape(-1, columns)\n"
        "    return model(table)",
        NO_GRAPH,
    ),
    "predict: a list": ("predict", changed(PREDICT, "model(table)", "model(table).tolist()"), NO_GRAPH),
    "predict: an array": ("predict", changed(PREDICT, "model(table)", "model(table).numpy()"), NO_GRAPH),
    "predict: numbers": (
        "predict",
        changed(PREDICT, "model(table)", "model(table).flatten()"),
        "shape (3, 1)",
    ),
    "predict: the mode of evaluation": (
        "predict",
        changed(PREDICT, "    with", "    model.eval()\n    with"),
        "the mode of evaluation",
    ),
    "predict: frozen": ("predict", FROZEN, "cannot be trained any more"),
    "predict: a frozen weight": (
        "predict",
        changed(PREDICT, "    with", "    list(model.parameters())[0].requires_grad = False\n    with"),
        "cannot be trained any more",
    ),
    "predict: another model": (
        "predict",
        changed(PREDICT, "model(table)", "line_model(table[:, :1])"),
        "predict(nn.Linear(1, 1)",
    ),
    "predict: nothing": ("predict", changed(PREDICT, "return model", "model"), "is a `return` missing?"),
    "predict: the first prediction": (
        "predict",
        changed(PREDICT, "model(table)", "model(table)[0]"),
        "shape (3, 1)",
    ),
    # ScaledModel
    "scaled: no std": ("scaled", changed(SCALED, SCALING, "x - self.mean"), "divided by the std"),
    "scaled: the variance": ("scaled", changed(SCALED, "/ self.std", "/ self.std**2"), "divided by the std"),
    "scaled: multiplied": ("scaled", changed(SCALED, "/ self.std", "* self.std"), "divided by the std"),
    "scaled: no brackets": ("scaled", changed(SCALED, SCALING, "x - self.mean / self.std"), "must be 0"),
    "scaled: divided first": ("scaled", changed(SCALED, SCALING, "x / self.std - self.mean"), "must be 0"),
    "scaled: no mean": ("scaled", changed(SCALED, SCALING, "x / self.std"), "must be 0"),
    "scaled: the other sign": (
        "scaled",
        changed(SCALED, SCALING, "(self.mean - x) / self.std"),
        "difference is divided",
    ),
    "scaled: added": ("scaled", changed(SCALED, "x - self", "x + self"), "must be 0"),
    "scaled: not at all": ("scaled", changed(SCALED, SCALING, "x"), "must be 0"),
    "scaled: by the mean and std of x": (
        "scaled",
        changed(SCALED, SCALING, "(x - x.mean(dim=0)) / x.std(dim=0)"),
        "Where does the model keep",
    ),
    "scaled: by the mean of x": (
        "scaled",
        changed(SCALED, "x - self.mean", "x - x.mean(dim=0)"),
        "the std that the model keeps",
    ),
    "scaled: by the std of x": (
        "scaled",
        changed(SCALED, "/ self.std", "/ x.std(dim=0)"),
        "Where does the model keep",
    ),
    "scaled: by the std of several rows": (
        "scaled",
        changed(
            SCALED,
            "        return self",
            "        std = x.std(dim=0) if len(x) > 1 else self.std\n        return self",
            "/ self.std",
            "/ std",
        ),
        "the std that the model keeps",
    ),
    "scaled: another scaling": (
        "scaled",
        changed(SCALED, "/ self.std", "/ (self.std + 1)"),
        "the std that the model keeps",
    ),
    "scaled: the layer's result": (
        "scaled",
        changed(SCALED, f"self.layer({SCALING})", "(self.layer(x) - self.mean[0]) / self.std[0]"),
        "must be 0",
    ),
    "scaled: mean without self": ("scaled", changed(SCALED, "x - self.mean", "x - mean"), "as self.mean"),
    "scaled: the training inputs": (
        "scaled",
        changed(SCALED, "x - self.mean", "x - training_inputs.mean(dim=0)"),
        "as self.mean",
    ),
    "scaled: no layer": ("scaled", changed(SCALED, f"self.layer({SCALING})", SCALING), "prediction"),
    "scaled: in place": ("scaled", SCALED_IN_PLACE, "changes the table x itself"),
    "scaled: in place by methods": (
        "scaled",
        changed(SCALED, SCALING, "x.sub_(self.mean).div_(self.std)"),
        "changes the table x itself",
    ),
    "scaled: nothing": (
        "scaled",
        changed(SCALED, "return self.layer", "self.layer"),
        "is a `return` missing?",
    ),
    "scaled: detached": ("scaled", changed(SCALED, "/ self.std)", "/ self.std).detach()"), "no detach"),
    # save and load_into
    "file: always the same path": (
        "file",
        WRONG["always the same file"][1],
        "at the path that the function gets",
    ),
    "file: saved under one name": (
        "file",
        changed(FILE, "dict(), path)", 'dict(), "model.pt")'),
        "at the path that the function gets",
    ),
    "file: loaded from one name": (
        "file",
        changed(FILE, "load(path,", 'load("model.pt",'),
        "the file at the path that",
    ),
    "file: the whole model": (
        "file",
        WRONG["the whole model in the file"][1],
        "holds an object of type Linear",
    ),
    "file: the model of the notebook": (
        "file",
        changed(FILE, "torch.save(model.", "torch.save(harvest_model."),
        "of another model than the one that save got",
    ),
    "file: the parameters": (
        "file",
        changed(FILE, "model.state_dict()", "list(model.parameters())"),
        "Save model.state_dict()",
    ),
    "file: state_dict without brackets": (
        "file",
        changed(FILE, "model.state_dict()", "model.state_dict"),
        "Save model.state_dict(), with its brackets",
    ),
    "file: path and numbers changed about": (
        "file",
        changed(FILE, "model.state_dict(), path", "path, model.state_dict()"),
        "raised an error",
    ),
    "file: the named parameters": (
        "file",
        changed(FILE, "model.state_dict()", "dict(model.named_parameters())"),
        "what is no parameter",
    ),
    "file: not saved": (
        "file",
        changed(FILE, "    torch.save(model.state_dict(), path)", "    pass"),
        "at the path that the function gets",
    ),
    "file: what load_state_dict returns": (
        "file",
        changed(FILE, FILL, "    return model.load_state_dict(torch.load(path))"),
        "does not return a model",
    ),
    "file: nothing": ("file", changed(FILE, "    return model\n", ""), "does not return a model"),
    "file: the numbers": (
        "file",
        changed(FILE, FILL, "    return torch.load(path)"),
        "does not return a model",
    ),
    "file: not loaded": ("file", WRONG["a file that is not loaded"][1], "Fill the model that was given"),
    "file: the path in place of its numbers": (
        "file",
        changed(FILE, FILL, "    model.load_state_dict(path)\n    return model"),
        "First torch.load",
    ),
    "file: load_state_dict is set": (
        "file",
        changed(
            FILE, "load_state_dict(torch.load(path, weights_only=True))", "state_dict = torch.load(path)"
        ),
        "Fill the model that was given",
    ),
    "file: a new model is filled": (
        "file",
        changed(FILE, FILL, "    model = nn.Linear(3, 2)\n" + FILL),
        "not another one",
    ),
    "file: another model is saved": (
        "file",
        changed(FILE, "torch.save(model.", "torch.save(wide."),
        "Save the model that the function gets",
    ),
    "file: the last one wins": (
        "file",
        "def save(model, path):\n    global stored\n    stored = model.state_dict()\n"
        "    torch.save(stored, path)\n\n\n"
        "def load_into(model, path):\n    model.load_state_dict(stored)\n    return model",
        "from the file at the path",
    ),
    # hunt, telling
    "hunt: a line that is right": ("hunt", 'hunt_lines = "134"', "Line 1 is right"),
    "hunt: the first model": ("hunt", 'hunt_lines = "23"', "Line 2 is right"),
    "hunt: the second model alone": ("hunt", 'hunt_lines = "4"', "Look for each of the five arguments"),
    "hunt: the learning rate alone": ("hunt", 'hunt_lines = "3"', "Print model.weight"),
    "hunt: words": ("hunt", "hunt_lines = '3 or 4'", 'one or more of "123456789"'),
    **{
        f"telling: {name}": ("telling", f"one_bug = {one}\nboth_bugs = {both}", words)
        for name, one, both, words in (
            ("no step", "(1, 0.001, 0)", "(1, 0.01, 0)", "a whole number from 2 to 1000"),
            ("half a step", "(1, 0.001, 2.5)", "(1, 0.01, 2.5)", "a whole number from 2 to 1000"),
            ("too many steps", "(1, 0.001, 10**6)", "(1, 0.01, 9)", "a whole number from 2 to 1000"),
            ("no learning rate", "(1, 0.0, 100)", "(1, 0.01, 100)", "above 0 and at most 0.15"),
            ("a huge learning rate", "(1, 1e300, 100)", "(1, 0.01, 100)", "above 0 and at most 0.15"),
            ("a learning rate that runs away", "(1, 0.001, 100)", "(1, 0.19, 100)", "at most 0.15"),
            ("hardly a step", "(1, 0.001, 100)", "(1, 0.0001, 2)", "does not fall by 1 %"),
            ("NaN", "(1, float('nan'), 100)", "(1, 0.01, 100)", "must hold three numbers"),
            ("another order", "(0.001, 1, 100)", "(0.01, 1, 100)", "The seed of one_bug is 0.001"),
            ("a seed below 0", "(-1, 0.001, 100)", "(-1, 0.01, 100)", "a whole number from 0"),
            ("two numbers", "(0.001, 100)", "(0.01, 100)", "must hold three numbers"),
            ("a number", "0.001", "0.01", "must hold three numbers"),
            ("texts", "('1', '0.001', '9')", "(1, 0.01, 9)", "must hold three numbers"),
            ("near", "(1, 0.001002, 100)", "(1, 0.01, 100)", "still changes the loss by 0."),
            ("both do harm", "(1, 0.01, 100)", "(1, 0.1, 100)", "With one_bug both bugs do harm"),
            ("the same twice", "(1, 0.001, 100)", "(1, 0.001, 100)", "With both_bugs only one"),
            ("another seed", "(1, 0.001, 100)", "(2, 0.001, 100)", "never read"),
            ("two changes", "(1, 0.001, 100)", "(2, 0.01, 100)", "Change one number only"),
        )
    },
    # repaired
    "repaired: train": (
        "repaired",
        "def repaired(x, y, seed, lr, steps):\n    torch.manual_seed(seed)\n"
        "    model = nn.Linear(x.shape[1], y.shape[1])\n    return model, train(model, x, y, lr, steps)",
        "repaired calls train: it must do the work itself",
    ),
    "repaired: train_step": (
        "repaired",
        "def repaired(x, y, seed, lr, steps):\n    model = make_linear(x.shape[1], y.shape[1], seed)\n"
        "    optimizer = torch.optim.SGD(model.parameters(), lr=lr)\n"
        "    return model, [train_step(model, optimizer, x, y) for _ in range(steps)]",
        "repaired calls make_linear and train_step",
    ),
    "repaired: only the optimizer's learning rate": (
        "repaired",
        changed(REPAIRED, "lr=lr)\n", "lr=lr)\n    model = nn.Linear(x.shape[1], y.shape[1])\n"),
        "the first model after the seed",
    ),
    "repaired: the seed again, and the optimizer of the first model": (
        "repaired",
        changed(
            REPAIRED,
            "lr=lr)\n",
            "lr=lr)\n    torch.manual_seed(seed)\n    model = nn.Linear(x.shape[1], y.shape[1])\n",
        ),
        "The loss stands still",
    ),
    "repaired: only the second model": (
        "repaired",
        changed(REPAIRED, ", lr=lr", ""),
        "Does the optimizer know",
    ),
    "repaired: the learning rate of the example": (
        "repaired",
        changed(REPAIRED, "lr=lr", "lr=0.01"),
        "Does the optimizer know",
    ),
    "repaired: the second model after the seed": (
        "repaired",
        changed(REPAIRED, "    model =", "    nn.Linear(x.shape[1], y.shape[1])\n    model ="),
        "the first model after the seed",
    ),
    "repaired: always the seed 1": (
        "repaired",
        changed(REPAIRED, "seed(seed)", "seed(1)"),
        "the first model after the seed",
    ),
    "repaired: no seed": (
        "repaired",
        changed(REPAIRED, "    torch.manual_seed(seed)\n", ""),
        "the first model after the seed",
    ),
    "repaired: one by one": (
        "repaired",
        changed(REPAIRED, "x.shape[1], y.shape[1]", "1, 1"),
        "from the shapes of x and y",
    ),
    "repaired: the losses only": (
        "repaired",
        changed(REPAIRED, "return model, losses", "return losses"),
        "like buggy",
    ),
    "repaired: the model only": (
        "repaired",
        changed(REPAIRED, "return model, losses", "return model"),
        "like buggy",
    ),
    "repaired: nothing": (
        "repaired",
        changed(REPAIRED, "    return model, losses\n", ""),
        "is a `return` missing?",
    ),
    "repaired: another order": (
        "repaired",
        changed(REPAIRED, "return model, losses", "return losses, model"),
        "like buggy",
    ),
    "repaired: no zero": (
        "repaired",
        changed(REPAIRED, "        optimizer.zero_grad()\n", ""),
        "Which one clears the gradients",
    ),
    "repaired: a new optimizer's model": (
        "repaired",
        changed(REPAIRED, "return model, losses", "return nn.Linear(x.shape[1], y.shape[1]), losses"),
        "Return the model that was trained",
    ),
    "repaired: return in the loop": (
        "repaired",
        changed(REPAIRED, "    return model", "        return model"),
        "One for each step",
    ),
    "repaired: buggy as it is": ("repaired", "repaired = buggy", "the first model after the seed"),
}
