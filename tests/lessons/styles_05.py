"""Right answers to lesson 5 in the styles of different learners: {name: (exercise, text)}."""

from answers_05 import FIND, MODEL, REPAIRED, SCALED_IN_PLACE, STEP
from lesson_grades import changed

IN_PLACE = "        x -= self.mean\n        x /= self.std\n        return self.layer(x)\n"
TRAIN = """
def train(model, x, y, lr, steps):
    optimizer = torch.optim.SGD(model.parameters(), lr=lr)
    losses = []
    for step in range(steps):
        losses.append(train_step(model, optimizer, x, y))
    return losses
"""
LINE = """
line_model = make_linear(1, 1, 1)
line_losses = train(line_model, x, y, 0.1, 200)
W = line_model.weight
b = line_model.bias
loss = line_losses[-1]
"""
FILE = """
def save(model, path):
    torch.save(model.state_dict(), path)


def load_into(model, path):
    state = torch.load(path)
    model.load_state_dict(state)
    return model
"""

STYLES = {
    # read
    "a list of the bias, number by number": (
        "read",
        "def read(model):\n    return [model.weight.tolist(), [number.item() for number in model.bias]]",
    ),
    "the bias through NumPy": (
        "read",
        "def read(model):\n    weight = model.weight.tolist()\n"
        "    return weight, model.bias.detach().numpy().tolist()",
    ),
    "a list of the numbers of NumPy": (
        "read",
        "def read(model):\n    weight = model.weight.tolist()\n    bias = list(model.bias.detach().numpy())\n"
        "    return weight, bias",
    ),
    "the bias from .data, with notes and prints": (
        "read",
        '''
def read(model):
    """Return the weight and the bias of an nn.Linear as two lists of numbers."""
    weight = model.weight.tolist()
    bias = model.bias.data.tolist()  # .data has no graph
    print("weight", weight)
    print("bias", bias)
    return (weight, bias)
''',
    ),
    "a loop over the bias with float()": (
        "read",
        """
def read(model):
    weight = model.weight.tolist()
    bias = []
    for i in range(len(model.bias)):
        bias.append(float(model.bias[i]))
    return weight, bias
""",
    ),
    "both from the state_dict": (
        "read",
        "def read(model):\n    state = model.state_dict()\n"
        '    return state["weight"].tolist(), state["bias"].tolist()',
    ),
    "both by unpacking parameters()": (
        "read",
        "def read(model):\n    weight, bias = [parameter.tolist() for parameter in model.parameters()]\n"
        "    return weight, bias",
    ),
    # linear
    "the model gets a name before it is returned": (
        "linear",
        "def make_linear(inputs, outputs, seed):\n    torch.manual_seed(seed)\n"
        "    model = nn.Linear(inputs, outputs)\n    return model",
    ),
    "the names of the arguments of nn.Linear": (
        "linear",
        "def make_linear(inputs, outputs, seed):\n    torch.random.manual_seed(seed)\n"
        "    return nn.Linear(in_features=inputs, out_features=outputs, bias=True)",
    ),
    "a seed that is forgotten afterwards": (
        "linear",
        "def make_linear(inputs, outputs, seed):\n    with torch.random.fork_rng():\n"
        "        torch.manual_seed(seed)\n        return nn.Linear(inputs, outputs)",
    ),
    "type hints and a docstring": (
        "linear",
        '''
def make_linear(inputs: int, outputs: int, seed: int = 1) -> nn.Linear:
    """Make the layer.

    The seed is set right before it, so that nothing else takes a number.
    """
    torch.manual_seed(seed)
    layer: nn.Linear = nn.Linear(inputs, outputs)
    return layer
''',
    ),
    "the default generator is seeded": (
        "linear",
        "def make_linear(inputs, outputs, seed):\n    torch.default_generator.manual_seed(seed)\n"
        "    return torch.nn.Linear(inputs, outputs)",
    ),
    "the numbers drawn again by reset_parameters": (
        "linear",
        "def make_linear(inputs, outputs, seed):\n    model = nn.Linear(inputs, outputs)\n"
        "    torch.manual_seed(seed)\n    model.reset_parameters()\n    return model",
    ),
    "Korean names": (
        "linear",
        """
def make_linear(입력, 출력, seed):
    # 시드를 먼저 정한다
    torch.manual_seed(seed)
    모델 = nn.Linear(입력, 출력)
    print("가중치", 모델.weight)
    return 모델
""",
    ),
    # count
    "trained numbers only": (
        "count",
        "def count(model):\n    return sum(p.numel() for p in model.parameters() if p.requires_grad)",
    ),
    "a loop that adds up": (
        "count",
        "def count(model):\n    total = 0\n    for parameter in model.parameters():\n"
        "        total += parameter.numel()\n    return total",
    ),
    "the product of each shape by NumPy": (
        "count",
        "import numpy as np\n\n\ndef count(model):\n"
        "    return sum(np.prod(parameter.shape) for parameter in model.parameters())",
    ),
    "rows times columns in nested loops": (
        "count",
        """
def count(model):
    n = 0
    for name, p in model.named_parameters():
        size = 1
        for side in p.shape:
            size = size * side
        print(name, size)
        n = n + size
    return n
""",
    ),
    "one long tensor of all parameters": (
        "count",
        "def count(model):\n    return len(torch.cat([p.flatten() for p in model.parameters()]))",
    ),
    "parameters_to_vector": (
        "count",
        "from torch.nn.utils import parameters_to_vector\n\n\ndef count(model: nn.Module) -> int:\n"
        "    return parameters_to_vector(model.parameters()).shape[0]",
    ),
    "a sum that is a tensor": (
        "count",
        "def count(model):\n    return torch.tensor([p.nelement() for p in model.parameters()]).sum()",
    ),
    "module by module": (
        "count",
        "def count(model):\n    own = sum(p.numel() for p in model.parameters(recurse=False))\n"
        "    return own + sum(count(part) for part in model.children())",
    ),
    # loss
    "the mean of squares with operators": (
        "loss",
        """
def loss_of(model, x, y):
    if len(y.shape) == 1:
        y = y.reshape(-1, 1)
    error = model(x) - y
    return (error**2).mean()
""",
    ),
    "the loss as a module": (
        "loss",
        """
def loss_of(model, x, y):
    criterion = nn.MSELoss()
    if y.dim() == 1:
        y = y.unsqueeze(1)
    return criterion(model(x), y)
""",
    ),
    "the target takes the prediction's shape": (
        "loss",
        "def loss_of(model, x, y):\n    prediction = model(x)\n"
        "    return F.mse_loss(prediction, y.reshape(prediction.shape))",
    ),
    "view by the number of rows, and the mse of the lesson": (
        "loss",
        "def loss_of(model, x, y):\n    return mse(model(x), y.view(len(x), -1))",
    ),
    "a choice in one line": (
        "loss",
        "def loss_of(model, x, y):\n    target = y[:, None] if y.ndim < 2 else y\n"
        "    return F.mse_loss(input=model(x), target=target)",
    ),
    "all numbers flat, added up in a loop": (
        "loss",
        """
def loss_of(model, x, y):
    total = 0
    predicted, wanted = model(x).flatten(), y.flatten()
    for p, w in zip(predicted, wanted):
        total = total + (p - w) ** 2
    return total / len(wanted)
""",
    ),
    "functions of torch, and a sum divided by numel": (
        "loss",
        """
def loss_of(model: nn.Module, x: torch.Tensor, y: torch.Tensor) -> torch.Tensor:
    out = model(x)
    squares = torch.square(torch.sub(out, y.view_as(out)))
    return torch.sum(squares) / squares.numel()
""",
    ),
    "float64 for the loss": (
        "loss",
        "def loss_of(model, x, y):\n    if y.ndim == 1:\n        y = torch.reshape(y, (y.shape[0], 1))\n"
        "    return F.mse_loss(model(x).double(), y.double())",
    ),
    # stepping
    "float(loss)": ("stepping", changed(STEP, "loss.item()", "float(loss.detach())")),
    "zero at the end": (
        "stepping",
        changed(
            STEP,
            "    optimizer.zero_grad()\n",
            "",
            "optimizer.step()\n",
            "optimizer.step()\n    optimizer.zero_grad()\n",
        ),
    ),
    "zero first of all, by the model": (
        "stepping",
        changed(
            STEP,
            "    optimizer.zero_grad()\n",
            "",
            "    loss = F.mse_loss(model(x), y)",
            "    model.zero_grad()\n    prediction = model(x)\n    loss = F.mse_loss(prediction, y)",
        ),
    ),
    "each gradient set to None": (
        "stepping",
        changed(
            STEP,
            "    optimizer.zero_grad()\n",
            "    for parameter in model.parameters():\n        parameter.grad = None\n",
        ),
    ),
    "the number is kept before the step": (
        "stepping",
        changed(
            STEP,
            "    optimizer.zero_grad()",
            "    before = loss.item()  # 갱신하기 전의 손실\n    optimizer.zero_grad(set_to_none=False)",
            "return loss.item()",
            "return before",
        ),
    ),
    "step with a closure": (
        "stepping",
        """
def train_step(model, optimizer, x, y):
    def closure():
        optimizer.zero_grad()
        loss = F.mse_loss(model(x), y)
        loss.backward()
        return loss

    return optimizer.step(closure).item()
""",
    ),
    "gradients by torch.autograd.grad": (
        "stepping",
        """
def train_step(model, optimizer, x, y):
    loss = ((model(x) - y) ** 2).mean()
    parameters = list(model.parameters())
    for parameter, gradient in zip(parameters, torch.autograd.grad(loss, parameters)):
        parameter.grad = gradient
    optimizer.step()
    return loss.detach().numpy().item()
""",
    ),
    # train
    "a loop that appends": ("train", TRAIN),
    "a while loop": (
        "train",
        changed(
            TRAIN,
            "for step in range(steps):",
            "while len(losses) < steps:",
            "SGD(model.parameters(), lr=lr)",
            "SGD(list(model.parameters()), lr)",
        ),
    ),
    "the five moves again, and prints": (
        "train",
        """
def train(model, x, y, lr, steps):
    optimizer = torch.optim.SGD(model.parameters(), lr=lr)
    losses = []
    for i in range(steps):
        prediction = model(x)
        loss = F.mse_loss(prediction, y)
        losses.append(loss.item())
        loss.backward()
        optimizer.step()
        optimizer.zero_grad()
        if i % 500 == 0:
            print(f"step {i}: {loss.item():.4f}")
    return losses
""",
    ),
    "a list made beforehand": (
        "train",
        changed(
            TRAIN,
            "losses = []",
            "losses = [None] * steps",
            "losses.append(train_step(model, optimizer, x, y))",
            "losses[step] = train_step(model, optimizer, x, y)",
        ),
    ),
    "parameter groups and loss_of": (
        "train",
        """
def train(model: nn.Module, x, y, lr: float, steps: int) -> list[float]:
    groups = [{"params": [each], "lr": lr} for each in model.parameters()]
    sgd = torch.optim.SGD(groups, lr=lr, momentum=0)

    def one():
        loss = loss_of(model, x, y)
        sgd.zero_grad()
        loss.backward()
        sgd.step()
        return float(loss)

    return list(map(lambda _: one(), range(steps)))
""",
    ),
    "the losses in an array of NumPy, then a list": (
        "train",
        changed(
            TRAIN,
            "def train",
            "import numpy as np\n\n\ndef train",
            "losses = []",
            "losses = np.zeros(steps)",
            "losses.append(train_step(model, optimizer, x, y))",
            "losses[step] = train_step(model, optimizer, x, y)",
            "return losses",
            "return losses.tolist()",
        ),
    ),
    "losses as tensors without a graph": (
        "train",
        """
def train(model, x, y, lr, steps):
    최적화 = torch.optim.SGD(model.parameters(), lr=lr)
    손실들 = []
    for _ in range(steps):
        최적화.zero_grad()
        손실 = F.mse_loss(model(x), y)
        손실.backward()
        최적화.step()
        손실들 += [손실.detach()]
    return 손실들
""",
    ),
    # line
    "the parameters themselves, and the last loss": ("line", LINE),
    "tensors of one number": (
        "line",
        changed(
            LINE,
            "line_model.weight",
            "line_model.weight.detach().flatten()",
            "line_model.bias",
            "line_model.bias.data",
            "line_losses[-1]",
            "loss_of(line_model, x, y)",
        ),
    ),
    "float, and F.mse_loss without a graph": (
        "line",
        changed(
            LINE,
            "line_model.weight",
            "float(line_model.weight)",
            "line_model.bias",
            "float(line_model.bias)",
            "loss = line_losses[-1]",
            "with torch.no_grad():\n    loss = F.mse_loss(line_model(x), y)\nprint(W, b, loss)",
        ),
    ),
    "numbers from the function of the first exercise": (
        "line",
        """
line_model = make_linear(inputs=1, outputs=1, seed=1)
line_losses = train(line_model, x, y, lr=0.1, steps=200)
[[W]], [b] = read(line_model)
loss = mse(line_model(x), y).item()
""",
    ),
    "W and b by unpacking parameters()": (
        "line",
        """
seed, lr, steps = 1, 1e-1, 200
line_model = make_linear(1, 1, seed)
line_losses = train(line_model, x, y, lr, steps)
W, b = line_model.parameters()
W, b = W.item(), b.item()
loss = sum(((line_model(row) - target) ** 2).item() for row, target in zip(x, y)) / len(x)
""",
    ),
    "arrays of NumPy from the state_dict": (
        "line",
        changed(
            LINE,
            "line_model.weight",
            'line_model.state_dict()["weight"].numpy()[0, 0]',
            "line_model.bias",
            'line_model.state_dict()["bias"].numpy()[0]',
            "line_losses[-1]",
            "min(line_losses)",
        ),
    ),
    "steps in a loop, without train": (
        "line",
        """
line_model = make_linear(1, 1, 1)
optimizer = torch.optim.SGD(line_model.parameters(), lr=0.1)
line_losses = []
for step in range(200):
    loss = train_step(line_model, optimizer, x, y)
    line_losses.append(loss)
W = line_model.weight[0, 0]
b = line_model.bias[0]
""",
    ),
    # wanted
    **{
        name: ("wanted", text)
        for name, text in {
            "zeros and a mean": "wanted = torch.zeros(5, 1) + finals.mean()",
            "one column of ones, times the mean": "wanted = torch.ones(5, 1) * float(finals.mean())",
            "whole numbers": "wanted = torch.tensor([[171], [171], [171], [171], [171]])",
            "repeated, with a print": "wanted = finals.mean().repeat(5, 1)\nprint(wanted)",
            "like the scores": "wanted = torch.full_like(finals, finals.mean().item())",
            "added up by hand": (
                "mean = sum(finals.flatten().tolist()) / 5\nwanted = torch.tensor([[mean] for _ in range(5)])"
            ),
            "trained": """
wanted = torch.zeros(5, 1, requires_grad=True)
optimizer = torch.optim.SGD([wanted], lr=1.0)
for step in range(30):
    optimizer.zero_grad()
    ((wanted - finals.flatten()) ** 2).mean().backward()
    optimizer.step()
""",
            "tried out": """
scores = torch.arange(140.0, 200.0)
losses = [((score - finals) ** 2).mean() for score in scores]
wanted = scores[losses.index(min(losses))].expand(5, 1)
""",
        }.items()
    },
    # find
    **{
        name: ("find", text)
        for name, text in {
            "items, and a sum of lists": changed(
                FIND,
                "for value in vars(module).values()",
                "for name, value in vars(module).items()",
                "found.extend(find_parameters(value))",
                "found = found + find_parameters(value)",
            ),
            "its dictionary": changed(FIND, "vars(module)", "module.__dict__"),
            "two ifs, the small module first": """
def find_parameters(module):
    found = []
    for value in vars(module).values():
        if isinstance(value, SmallModule):
            found += find_parameters(value)
        if type(value) is nn.Parameter:
            found += [value]
    return found
""",
            "a loop in the loop": changed(
                FIND,
                "found.extend(find_parameters(value))",
                "for inner in find_parameters(value):\n                found.append(inner)",
            ),
            "a generator inside": """
def find_parameters(module):
    def each(part):
        for value in vars(part).values():
            if isinstance(value, torch.nn.parameter.Parameter):
                yield value
            elif isinstance(value, SmallModule):
                yield from each(value)

    return list(each(module))
""",
            "getattr, hints and prints": """
def find_parameters(module: SmallModule) -> list[nn.Parameter]:
    찾은_것 = []
    for 이름 in vars(module):
        값 = getattr(module, 이름)
        print(이름)
        if isinstance(값, nn.Parameter):
            찾은_것.append(값)
        if isinstance(값, SmallModule):
            찾은_것.extend(find_parameters(module=값))
    return 찾은_것
""",
            "a stack in place of calls": """
def find_parameters(module):
    found, open_values = [], list(vars(module).values())
    while open_values:
        value = open_values.pop(0)
        if isinstance(value, nn.Parameter):
            found.append(value)
        elif isinstance(value, SmallModule):
            open_values = list(vars(value).values()) + open_values
    return found
""",
        }.items()
    },
    # class
    **{
        name: ("class", text)
        for name, text in {
            "rand, stretched": changed(
                MODEL,
                "torch.empty(outputs, inputs).uniform_(-limit, limit)",
                "(2 * torch.rand(outputs, inputs) - 1) * limit",
                "torch.empty(outputs).uniform_(-limit, limit)",
                "(2 * torch.rand(outputs) - 1) * limit",
            ),
            "other names, and the sum by a function": changed(
                MODEL,
                "self.weight = ",
                "self.w = ",
                "self.bias = ",
                "self.b = ",
                "x @ self.weight.t() + self.bias",
                "torch.add(torch.matmul(x, self.w.T), self.b)",
            ),
            "F.linear": changed(
                MODEL, "x @ self.weight.t() + self.bias", "F.linear(x, self.weight, self.bias)"
            ),
            "the bias first": changed(
                MODEL,
                "        self.bias = nn.Parameter(torch.empty(outputs).uniform_(-limit, limit))\n",
                "",
                "        self.weight",
                "        self.bias = nn.Parameter(torch.empty(outputs).uniform_(-limit, limit))\n"
                "        self.weight",
            ),
            "nn.init": """
class LinearModel(nn.Module):
    def __init__(self, inputs, outputs):
        super(LinearModel, self).__init__()
        self.inputs, self.outputs = inputs, outputs
        self.weight = nn.Parameter(torch.zeros(outputs, inputs))
        self.bias = nn.Parameter(torch.zeros(outputs))
        for each in (self.weight, self.bias):
            nn.init.uniform_(each, -(inputs**-0.5), inputs**-0.5)

    def forward(self, x):
        out = x @ self.weight.t()
        return out + self.bias
""",
            "hints, a docstring and a print": """
class LinearModel(torch.nn.Module):
    'A line for each output.'

    def __init__(self, inputs: int, outputs: int) -> None:
        'Draw the start.'
        super().__init__()
        k: float = inputs**-0.5
        self.weight = torch.nn.Parameter(torch.FloatTensor(outputs, inputs).uniform_(-k, k))
        self.bias = torch.nn.Parameter(torch.FloatTensor(outputs).uniform_(-k, k))
        print(self)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        'Predict.'
        return torch.einsum("ri,oi->ro", x, self.weight) + self.bias
""",
            "Korean names, register_parameter": """
class LinearModel(nn.Module):
    def __init__(자신, 입력, 출력):
        nn.Module.__init__(자신)
        한계 = 1 / torch.sqrt(torch.tensor(float(입력)))
        자신.register_parameter("가중치", nn.Parameter((torch.rand(출력, 입력) * 2 - 1) * 한계))
        자신.register_parameter("편향", nn.Parameter((torch.rand(출력) * 2 - 1) * 한계))

    def forward(자신, 표):
        return (자신.가중치 @ 표.t()).t() + 자신.편향
""",
            "numbers of NumPy": changed(
                MODEL,
                "\nclass",
                "import numpy as np\n\n\nclass",
                "torch.empty(outputs, inputs).uniform_(-limit, limit)",
                "torch.tensor(np.random.uniform(-limit, limit, (outputs, inputs)), dtype=torch.float32)",
            ),
        }.items()
    },
    # predict
    "detach in place of no_grad": (
        "predict",
        "def predict(model, values, columns):\n"
        "    return model(torch.tensor(values).float().reshape(-1, columns)).detach()",
    ),
    "a table of NumPy": (
        "predict",
        """
import numpy as np


def predict(model, values, columns):
    table = np.array(values, dtype=np.float32).reshape(-1, columns)
    with torch.no_grad():
        prediction = model(torch.from_numpy(table))
    return prediction
""",
    ),
    "slices of the list": (
        "predict",
        """
def predict(model, values, columns):
    rows = [values[i : i + columns] for i in range(0, len(values), columns)]
    with torch.no_grad():
        return model(torch.tensor(rows, dtype=torch.float32))
""",
    ),
    "no_grad around the function, view": (
        "predict",
        """
@torch.no_grad()
def predict(model: nn.Module, values: list, columns: int) -> torch.Tensor:
    rows = len(values) // columns
    return model(torch.FloatTensor(values).view(rows, columns))
""",
    ),
    "row by row, then one table": (
        "predict",
        """
def predict(model, values, columns):
    numbers = [float(value) for value in values]
    predictions = []
    with torch.no_grad():
        while numbers:
            row, numbers = numbers[:columns], numbers[columns:]
            predictions.append(model(torch.tensor([row])))
    return torch.cat(predictions)
""",
    ),
    "the mode of evaluation, and inference_mode": (
        "predict",
        """
def predict(model, values, columns):
    table = torch.as_tensor(values, dtype=torch.float32).unflatten(0, (-1, columns))
    model.eval()
    with torch.inference_mode():
        predicted = model(table)
    model.train()
    return predicted
""",
    ),
    "float64 first, a table filled in place": (
        "predict",
        """
def predict(model, values, columns):
    table = torch.zeros(len(values) // columns, columns, dtype=torch.float64)
    for place, value in enumerate(values):
        table[place // columns, place % columns] = value
    return model(table.to(torch.float32)).data
""",
    ),
    "set_grad_enabled as a block, rows split and stacked": (
        "predict",
        """
def predict(model, values, columns):
    # 값들을 열의 수만큼 나눈다
    표 = torch.stack(torch.tensor(values, dtype=torch.float).split(columns))
    with torch.set_grad_enabled(False):
        결과 = model(표)
    print(결과.shape)
    return 결과
""",
    ),
    # scaled
    "a copy that is scaled in place": (
        "scaled",
        changed(SCALED_IN_PLACE, "        x -= self.mean", "        x = x.clone()\n        x -= self.mean"),
    ),
    **{
        name: ("scaled", changed(SCALED_IN_PLACE, IN_PLACE, text))
        for name, text in {
            "x is bound again in two lines": (
                "        x = x - self.mean\n        x = x / self.std\n        return self.layer(x)\n"
            ),
            "functions of torch in forward": (
                "        return self.layer(torch.div(torch.sub(x, self.mean), self.std))\n"
            ),
            "column by column": """
        columns = []
        for i in range(x.shape[1]):
            columns.append((x[:, i] - self.mean[i]) / self.std[i])
        return self.layer(torch.stack(columns, dim=1))
""",
            "row by row": """
        scaled = [(row - self.mean) / self.std for row in x]
        return self.layer(torch.stack(scaled))
""",
            "a method of its own that scales": """
        return self.layer(self.scale(x))

    def scale(self, table):
        return (table - self.mean) / self.std
""",
            "float64 while it scales": """
        x = (x.double() - self.mean.double()) / self.std.double()
        return self.layer(x.to(torch.float32))
""",
            "an empty table that is filled, and the sum by hand": """
        scaled = torch.empty_like(x, dtype=torch.float32)
        for j, (m, s) in enumerate(zip(self.mean, self.std)):
            scaled[:, j] = (x[:, j] - m) / s
        return scaled @ self.layer.weight.T + self.layer.bias
""",
            "expanded rows and a factor": """
        평균 = self.mean.unsqueeze(0).expand(len(x), -1)
        z = (x - 평균) * (1 / self.std)
        return self.layer(z)
""",
        }.items()
    },
    # file
    "the loaded state gets a name": ("file", FILE),
    "open files": (
        "file",
        changed(
            FILE,
            "    torch.save(model.state_dict(), path)",
            '    with open(path, "wb") as file:\n        torch.save(model.state_dict(), file)',
            "    state = torch.load(path)",
            '    with open(path, "rb") as file:\n        state = torch.load(file, weights_only=True)',
        ),
    ),
    "a Path, and the names of the arguments": (
        "file",
        changed(
            FILE,
            "\ndef save",
            "from pathlib import Path\n\n\ndef save",
            "torch.save(model.state_dict(), path)",
            "torch.save(obj=model.state_dict(), f=Path(path))",
            "torch.load(path)",
            'torch.load(Path(path), map_location="cpu", weights_only=True)',
            "load_state_dict(state)",
            "load_state_dict(state, strict=True)",
        ),
    ),
    "a plain dict of copies": (
        "file",
        changed(
            FILE,
            "    torch.save(model.state_dict(), path)",
            "    numbers = {name: tensor.clone() for name, tensor in model.state_dict().items()}\n"
            "    torch.save(numbers, path)",
        ),
    ),
    "each tensor filled in place": (
        "file",
        changed(
            FILE,
            "    model.load_state_dict(state)",
            "    for name, tensor in model.state_dict().items():\n        tensor.copy_(state[name])",
        ),
    ),
    "prints, hints and what load_state_dict says": (
        "file",
        '''
def save(model: nn.Module, path: str) -> None:
    """Write the state_dict of the model into a file."""
    상태 = model.state_dict()
    torch.save(상태, path)
    print("saved", list(상태))


def load_into(model: nn.Module, path: str) -> nn.Module:
    """Fill the model with the state_dict from the file, and return the model."""
    result = model.load_state_dict(torch.load(path, weights_only=True))
    print(result)
    return model
''',
    ),
    "save returns the path, through a buffer in memory": (
        "file",
        """
import io


def save(model, path):
    buffer = io.BytesIO()
    torch.save(model.state_dict(), buffer)
    with open(path, "wb") as file:
        file.write(buffer.getvalue())
    return path


def load_into(model, path):
    with open(path, "rb") as file:
        model.load_state_dict(torch.load(io.BytesIO(file.read()), weights_only=True))
    return model.eval()
""",
    ),
    # telling
    **{
        name: ("telling", text)
        for name, text in {
            "another seed, few steps": "one_bug = (7, 0.001, 2)\nboth_bugs = (7, 0.1, 2)",
            "lists": "one_bug = [3, 1e-3, 50]\nboth_bugs = [3, 0.05, 50]",
            "tensors": "one_bug = torch.tensor([5, 0.001, 20])\nboth_bugs = torch.tensor([5, 0.02, 20])",
            "names and a changed copy": (
                "seed, lr, steps = 11, 0.001, 1000\n"
                "one_bug = (seed, lr, steps)\nboth_bugs = (seed, 0.003, steps)"
            ),
            "the largest learning rate, in a tensor": (
                "one_bug = torch.tensor([2, 0.001, 30])\nboth_bugs = torch.tensor([2, 0.15, 30])"
            ),
            "whole floats": "one_bug = (2.0, 0.001, 30.0)\nboth_bugs = (2.0, 0.15, 30.0)",
            "the learning rate asked of SGD": """
own = torch.optim.SGD(nn.Linear(1, 1).parameters()).param_groups[0]["lr"]
one_bug = 1, own, 200
both_bugs = one_bug[0], 10 * own, one_bug[2]
""",
            "an array, and a smaller learning rate": """
import numpy as np

one_bug = np.array([4, 0.001, 400])
both_bugs = one_bug.copy()
both_bugs[1] = 0.0005
""",
        }.items()
    },
    # repaired
    "the loop with zero at its end": (
        "repaired",
        changed(
            REPAIRED,
            "        optimizer.zero_grad()\n",
            "",
            "optimizer.step()\n",
            "optimizer.step()\n        optimizer.zero_grad()\n",
        ),
    ),
    "the mode of training, and an imported optimizer": (
        "repaired",
        changed(
            REPAIRED,
            "    losses = []",
            "    model.train()\n    losses = []",
            "torch.optim.SGD(model.parameters(), lr=lr)",
            "SGD(list(model.parameters()), lr=float(lr))",
            "\ndef repaired",
            "from torch.optim import SGD\n\n\ndef repaired",
        ),
    ),
    "the optimizer made after both, the seed set twice": (
        "repaired",
        changed(
            REPAIRED,
            "    optimizer = ",
            "    torch.manual_seed(seed)\n    model = nn.Linear(x.shape[1], y.shape[1])  # as at first\n"
            "    optimizer = ",
        ),
    ),
    "a step of its own inside": (
        "repaired",
        """
def repaired(x, y, seed, lr, steps):
    torch.manual_seed(seed)
    model = nn.Linear(x.size(1), y.size(1))
    optimizer = torch.optim.SGD(model.parameters(), lr)

    def one_step():
        loss = nn.functional.mse_loss(model(x), y)
        model.zero_grad()
        loss.backward()
        optimizer.step()
        return loss.item()

    return model, [one_step() for _ in range(steps)]
""",
    ),
    "losses with prints and a list as the result": (
        "repaired",
        changed(
            REPAIRED,
            "losses.append(loss.item())",
            "losses = losses + [loss.item()]\n        print(loss)",
            "return model, losses",
            "return [model, losses]",
        ),
    ),
    "a while loop, the loss by hand": (
        "repaired",
        """
def repaired(x, y, seed, lr, steps):
    '''버그 두 개를 고쳤다: 모델은 하나, lr은 인수.'''
    torch.manual_seed(seed)
    모델 = nn.Linear(x.shape[-1], y.shape[-1])
    sgd = torch.optim.SGD(params=모델.parameters(), lr=lr, momentum=0.0)
    losses, step = [], 0
    while step < steps:
        sgd.zero_grad()
        loss = torch.mean((모델(x) - y) ** 2)
        losses.append(float(loss))
        loss.backward()
        sgd.step()
        step += 1
    return 모델, losses
""",
    ),
}
