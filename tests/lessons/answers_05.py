"""Wrong answers to lesson 5, each with the exercises that it loses."""

from lesson_grades import changed

MODEL = """
class LinearModel(nn.Module):
    def __init__(self, inputs, outputs):
        super().__init__()
        limit = 1 / inputs**0.5
        self.weight = nn.Parameter(torch.empty(outputs, inputs).uniform_(-limit, limit))
        self.bias = nn.Parameter(torch.empty(outputs).uniform_(-limit, limit))

    def forward(self, x):
        return x @ self.weight.t() + self.bias
"""
FIND = """
def find_parameters(module):
    found = []
    for value in vars(module).values():
        if isinstance(value, nn.Parameter):
            found.append(value)
        elif isinstance(value, SmallModule):
            found.extend(find_parameters(value))
    return found
"""
STEP = """
def train_step(model, optimizer, x, y):
    loss = F.mse_loss(model(x), y)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    return loss.item()
"""
SCALED_IN_PLACE = """
class ScaledModel(nn.Module):
    def __init__(self, training_inputs, outputs):
        super().__init__()
        self.register_buffer("mean", training_inputs.mean(dim=0))
        self.register_buffer("std", training_inputs.std(dim=0))
        self.layer = nn.Linear(training_inputs.shape[1], outputs)

    def forward(self, x):
        x -= self.mean
        x /= self.std
        return self.layer(x)
"""
LOOP = """
    return [train_step(model, optimizer, x, y) for _ in range(steps)]
"""
TRAINED = "train line"  # what a wrong loop costs: the exercise that uses it fails with it
FROZEN = """
def predict(model, values, columns):
    model.requires_grad_(False)
    return model(torch.tensor(values, dtype=torch.float32).reshape(-1, columns))
"""
REPAIRED = """
def repaired(x, y, seed, lr, steps):
    torch.manual_seed(seed)
    model = nn.Linear(x.shape[1], y.shape[1])
    optimizer = torch.optim.SGD(model.parameters(), lr=lr)
    losses = []
    for _ in range(steps):
        loss = F.mse_loss(model(x), y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return model, losses
"""
WRONG = {  # name: (solution cell, its text, the exercises that are lost)
    "T7: one row for one input": (
        "predict",
        """
def predict(model, values, columns):
    with torch.no_grad():
        return model(torch.tensor(values, dtype=torch.float32).reshape(1, -1))
""",
        "predict",
    ),
    "T7: a transpose in place of rows": (
        "predict",
        """
def predict(model, values, columns):
    table = torch.tensor(values, dtype=torch.float32).reshape(columns, -1).t()
    with torch.no_grad():
        return model(table)
""",
        "predict",
    ),
    "T33: float only when a value has a decimal point": (
        "predict",
        """
def predict(model, values, columns):
    values[0] = values[0] if columns > 1 else float(values[0])
    with torch.no_grad():
        return model(torch.tensor(values).reshape(-1, columns))
""",
        "predict",
    ),
    "a prediction that keeps its graph": (
        "predict",
        """
def predict(model, values, columns):
    return model(torch.tensor(values, dtype=torch.float32).reshape(-1, columns))
""",
        "predict",
    ),
    "T23: another layer after the seed": (
        "linear",
        """
def make_linear(inputs, outputs, seed):
    torch.manual_seed(seed)
    nn.Linear(inputs, outputs)
    return nn.Linear(inputs, outputs)
""",
        "linear line",
    ),
    "T23: always the seed of the example": (
        "linear",
        """
def make_linear(inputs, outputs, seed):
    torch.manual_seed(1)
    return nn.Linear(inputs, outputs)
""",
        "linear",
    ),
    "outputs first": (
        "linear",
        """
def make_linear(inputs, outputs, seed):
    torch.manual_seed(seed)
    return nn.Linear(outputs, inputs)
""",
        "linear",
    ),
    "T35: the prediction made flat in place of the target": (
        "loss",
        """
def loss_of(model, x, y):
    return F.mse_loss(model(x).flatten(), y)
""",
        "loss",
    ),
    "T35: every target made one column": (
        "loss",
        """
def loss_of(model, x, y):
    prediction = model(x)
    return F.mse_loss(prediction, y.reshape(-1, 1)[: len(prediction)])
""",
        "loss",
    ),
    "the sum in place of the mean": (
        "loss",
        """
def loss_of(model, x, y):
    return F.mse_loss(model(x), y.reshape(len(y), -1), reduction="sum")
""",
        "loss",
    ),
    "T40: no learning rate": (
        "train",
        "def train(model, x, y, lr, steps):\n    optimizer = torch.optim.SGD(model.parameters())" + LOOP,
        TRAINED,
    ),
    "T40: the learning rate of the example": (
        "train",
        "def train(model, x, y, lr, steps):\n    optimizer = torch.optim.SGD(model.parameters(), lr=0.01)"
        + LOOP,
        TRAINED,
    ),
    "T40: the optimizer of a copy": (
        "train",
        "import copy\n\n\ndef train(model, x, y, lr, steps):\n"
        "    optimizer = torch.optim.SGD(copy.deepcopy(model).parameters(), lr=lr)" + LOOP,
        TRAINED,
    ),
    "T40: the bias is left out": (
        "train",
        "def train(model, x, y, lr, steps):\n"
        "    optimizer = torch.optim.SGD(list(model.parameters())[:1], lr=lr)" + LOOP,
        TRAINED,
    ),
    "a copy is trained": (
        "train",
        "import copy\n\n\ndef train(model, x, y, lr, steps):\n    model = copy.deepcopy(model)\n"
        "    optimizer = torch.optim.SGD(model.parameters(), lr=lr)" + LOOP,
        TRAINED,
    ),
    "the tensors are counted, not the numbers in them": (
        "count",
        "def count(model):\n    return len(list(model.parameters()))",
        "count",
    ),
    "only a weight and a bias are counted": (
        "count",
        "def count(model):\n    return model.weight.numel() + model.bias.numel()",
        "count",
    ),
    "no class of one's own": ("class", "LinearModel = nn.Linear", "class"),
    "a class that is its own layer": ("class", "class LinearModel(nn.Linear):\n    pass", "class"),
    "PyTorch's layer inside": (
        "class",
        """
class LinearModel(nn.Module):
    def __init__(self, inputs, outputs):
        super().__init__()
        self.layer = nn.Linear(inputs, outputs)

    def forward(self, x):
        return self.layer(x)
""",
        "class",
    ),
    "tensors that are no parameters": (
        "class",
        changed(
            MODEL,
            "nn.Parameter(torch.empty(outputs, inputs).uniform_(-limit, limit))",
            "torch.empty(outputs, inputs).uniform_(-limit, limit).requires_grad_()",
        ),
        "class",
    ),
    "a start of ones and zeros": (
        "class",
        changed(
            MODEL,
            "torch.empty(outputs, inputs).uniform_(-limit, limit)",
            "torch.ones(outputs, inputs)",
            "torch.empty(outputs).uniform_(-limit, limit)",
            "torch.zeros(outputs)",
        ),
        "class",
    ),
    "the numbers of the example": ("class", changed(MODEL, "(-limit, limit)", "(-0.1, 0.1)"), "class"),
    "a fixed limit": ("class", changed(MODEL, "(-limit, limit)", "(-0.5, 0.5)"), "class"),
    "a limit without the root": ("class", changed(MODEL, "inputs**0.5", "inputs"), "class"),
    "plain tensors, too": (
        "find",
        changed(FIND, "isinstance(value, nn.Parameter)", "isinstance(value, torch.Tensor)"),
        "find",
    ),
    "a loss without a graph": (
        "loss",
        """
def loss_of(model, x, y):
    return F.mse_loss(model(x), y.reshape(len(y), -1)).detach()
""",
        "loss",
    ),
    "a limit of 1": ("class", changed(MODEL, "1 / inputs**0.5", "1"), "class"),
    "only the parameters of the module itself": (
        "find",
        changed(FIND, "found.extend(find_parameters(value))", "pass"),
        "find",
    ),
    "one module deeper and no more": (
        "find",
        changed(
            FIND,
            "found.extend(find_parameters(value))",
            "found.extend(each for each in vars(value).values() if isinstance(each, nn.Parameter))",
        ),
        "find",
    ),
    "the parameters of plain lists, too": (
        "find",
        changed(
            FIND,
            "    return found",
            "        elif type(value) is list:\n            for each in value:\n"
            "                found.extend(find_parameters(each))\n    return found",
        ),
        "find",
    ),
    "the scores themselves": ("wanted", "wanted = finals.clone()", "wanted"),
    "a flat answer": ("wanted", "wanted = torch.full((5,), 171.0)", "wanted"),
    "__call__ in place of forward": ("class", changed(MODEL, "forward", "__call__"), "class"),
    "buffers are counted": (
        "count",
        "def count(model):\n    return sum(tensor.numel() for tensor in model.state_dict().values())",
        "count",
    ),
    "the bias stays a tensor": (
        "read",
        "def read(model):\n    return model.weight.tolist(), model.bias",
        "read",
    ),
    "a loss with its graph": (
        "stepping",
        changed(STEP, "loss.item()", "loss"),
        "stepping train",
    ),
    "a model that cannot be trained again": (
        "predict",
        """
def predict(model, values, columns):
    for parameter in model.parameters():
        parameter.requires_grad = False
    return model(torch.tensor(values, dtype=torch.float32).reshape(-1, columns))
""",
        "predict",
    ),
    "a list in place of a tensor": (
        "predict",
        """
def predict(model, values, columns):
    return model(torch.tensor(values, dtype=torch.float32).reshape(-1, columns)).tolist()
""",
        "predict",
    ),
    "the table itself is scaled": ("scaled", SCALED_IN_PLACE, "scaled"),
    "no super().__init__()": ("class", changed(MODEL, "        super().__init__()\n", ""), "class"),
    "no nn.Module": (
        "class",
        changed(MODEL, "(nn.Module)", "", "super().__init__()", "pass"),
        "class",
    ),
    "a prediction that cannot be trained": (
        "class",
        changed(MODEL, "+ self.bias", "+ self.bias.detach()", "self.weight.t()", "self.weight.t().detach()"),
        "class",
    ),
    "forward returns nothing": ("class", changed(MODEL, "return x @", "x @"), "class"),
    "a fixed number of outputs": (
        "class",
        changed(
            MODEL, "self, inputs, outputs", "self, *_", "limit = ", "inputs, outputs = 4, 3\n        limit = "
        ),
        "class",
    ),
    "the whole model in the file": (
        "file",
        """
def save(model, path):
    torch.save(model, path)


def load_into(model, path):
    return torch.load(path, weights_only=False)
""",
        "file",
    ),
    "a file that is not loaded": (
        "file",
        """
def save(model, path):
    torch.save(model.state_dict(), path)


def load_into(model, path):
    torch.load(path, weights_only=True)
    return model
""",
        "file",
    ),
    "always the same file": (
        "file",
        """
def save(model, path):
    torch.save(model.state_dict(), "model.pt")


def load_into(model, path):
    model.load_state_dict(torch.load("model.pt", weights_only=True))
    return model
""",
        "file",
    ),
    "two bugs that do harm on the first input": (
        "telling",
        "one_bug = (1, 0.01, 100)\nboth_bugs = (1, 0.02, 100)",
        "telling",
    ),
    "inputs that differ in what does not matter": (
        "telling",
        "one_bug = (1, 0.001, 100)\nboth_bugs = (1, 0.001, 200)",
        "telling",
    ),
    "a mended optimizer, but the second model after the seed": (
        "repaired",
        changed(REPAIRED, "    model =", "    nn.Linear(x.shape[1], y.shape[1])\n    model ="),
        "repaired",
    ),
    "the repair left to an earlier exercise": (
        "repaired",
        """
def repaired(x, y, seed, lr, steps):
    model = make_linear(x.shape[1], y.shape[1], seed)
    return model, train(model, x, y, lr, steps)
""",
        "repaired",
    ),
}

WRONG_FOR_THE_JUDGE = (
    "no class of one's own",
    "buffers are counted",
    "the bias stays a tensor",
    "a loss with its graph",
)
JUDGED = {  # what the judge, which sees copies and handles, must tell apart as well: (texts, what is lost)
    "the simple ones": (
        {WRONG[name][0]: WRONG[name][1] for name in WRONG_FOR_THE_JUDGE} | {"predict": FROZEN},
        "read class count stepping train predict",
    ),
    "the table itself is scaled": ({"scaled": SCALED_IN_PLACE}, "scaled"),
    "__call__ in place of forward": ({"class": changed(MODEL, "forward", "__call__")}, "class"),
}
