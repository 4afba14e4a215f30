"""Right answers to lesson 6 in the styles of different learners: {name: (exercise, text)}."""

from answers_06 import EVALUATE, FIT, HARVEST, LEARN, LOADER, SPLIT, TABLE
from lesson_grades import changed

ROW = """        row = self.rows[index]
        return row[: self.columns], row[self.columns :]
"""
LENGTH = "len(self.rows)"
REPAIRED = """
def repaired(model, x, y, lr, epochs):
    loader = DataLoader(TensorDataset(x, y), batch_size=5)
    optimizer = torch.optim.SGD(model.parameters(), lr=lr)
    for epoch in range(epochs):
        for xb, yb in loader:
            loss = F.mse_loss(model(xb), yb)
            loss.backward()
            optimizer.step()
            optimizer.zero_grad()
    with torch.no_grad():
        return F.mse_loss(model(x), y).item()
"""

STYLES = {
    # csv
    **{
        name: ("csv", text)
        for name, text in {
            "genfromtxt": (
                "def read_table(path, columns):\n"
                "    table = np.genfromtxt(path, delimiter=',', skip_header=1)\n"
                "    return table[:, :columns], table[:, columns:]"
            ),
            "float32, and both cut by hsplit": (
                "def read_table(path, columns):\n"
                "    rows = np.loadtxt(path, delimiter=',', skiprows=1, dtype=np.float32, ndmin=2)\n"
                "    return np.hsplit(rows, [columns])"
            ),
            "the module csv": """
import csv


def read_table(path, columns):
    with open(path) as file:
        lines = list(csv.reader(file))[1:]
    numbers = np.array([[float(word) for word in line] for line in lines])
    return numbers[:, :columns], numbers[:, columns:]
""",
            "split at the commas": """
def read_table(path, columns):
    inputs, targets = [], []
    for line in open(path).read().splitlines()[1:]:
        values = list(map(float, line.split(",")))
        inputs.append(values[:columns])
        targets.append(values[columns:])
    return np.array(inputs), np.array(targets)
""",
            "read twice, with usecols": """
def read_table(path, columns):
    names = open(path).readline().split(",")
    wanted = {"delimiter": ",", "skiprows": 1, "ndmin": 2}
    inputs = np.loadtxt(path, usecols=range(columns), **wanted)
    targets = np.loadtxt(path, usecols=range(columns, len(names)), **wanted)
    return [inputs, targets]
""",
            "a Path, hints and prints": """
from pathlib import Path


def read_table(path: str, columns: int):
    줄들 = Path(path).read_text().splitlines()[1:]
    표 = np.loadtxt(줄들, delimiter=",", ndmin=2)
    print(표.shape)
    return 표[..., :columns], 표[..., columns:]
""",
        }.items()
    },
    # baseline
    **{
        name: ("baseline", text)
        for name, text in {
            "F.mse_loss of a table of means": (
                "def mean_error(seen, new):\n    means = seen.mean(dim=0).expand(new.shape)\n"
                "    return F.mse_loss(means, new) ** 0.5"
            ),
            "NumPy": (
                "def mean_error(seen, new):\n    seen, new = seen.numpy(), new.numpy()\n"
                "    return np.sqrt(np.mean((new - seen.mean(axis=0)) ** 2))"
            ),
            "column by column": """
def mean_error(seen, new):
    squares = []
    for k in range(new.shape[1]):
        mean = sum(seen[:, k]) / len(seen)
        squares += [float(value - mean) ** 2 for value in new[:, k]]
    return (sum(squares) / len(squares)) ** 0.5
""",
            "math.sqrt": """
import math


def mean_error(seen: torch.Tensor, new: torch.Tensor) -> float:
    mean = torch.sum(seen, 0, keepdim=True) / seen.shape[0]
    return math.sqrt(torch.mean(torch.square(mean - new)))
""",
            "a norm": (
                "def mean_error(seen, new):\n"
                "    return torch.linalg.norm(new - seen.mean(0)) / new.numel() ** 0.5"
            ),
            "names and a print": """
def mean_error(seen, new):
    평균 = seen.mean(axis=0)
    오차 = new.sub(평균)
    결과 = 오차.pow(2).mean().pow(0.5)
    print(결과)
    return float(결과)
""",
        }.items()
    },
    # celsius
    "a backup of the array": (
        "celsius",
        """
def celsius(weather):
    before = weather.copy()
    weather = weather.astype("float32")
    weather[:, 0] = (weather[:, 0] - 32) * 5 / 9
    metric = torch.from_numpy(weather)
    return before, metric
""",
    ),
    "float64 weather in between": (
        "celsius",
        """
def celsius(weather):
    metric = torch.tensor(weather, dtype=torch.float64)
    metric[:, 0] = (metric[:, 0] - 32) / 1.8
    metric = metric.to(torch.float32)
    return weather, metric
""",
    ),
    "in place, a move at a time": (
        "celsius",
        """
def celsius(weather):
    metric = torch.tensor(weather).float().clone()
    metric[:, 0] -= 32
    metric[:, 0] *= 5 / 9
    return weather, metric
""",
    ),
    "row by row": (
        "celsius",
        """
def celsius(weather):
    metric = torch.from_numpy(weather).type(torch.float32).clone()
    for i in range(len(metric)):
        metric[i, 0] = (metric[i, 0] - 32) * 5 / 9
    return weather, metric
""",
    ),
    "columns put side by side": (
        "celsius",
        """
def celsius(weather):
    table = torch.FloatTensor(weather.tolist())
    first = (table[:, :1] - 32) * 5 / 9
    metric = torch.cat([first, table[:, 1:]], dim=1)
    return weather, metric
""",
    ),
    "a helper for the formula, nested lists": (
        "celsius",
        """
def 섭씨(f):
    return (f - 32) * 5 / 9


def celsius(weather):
    rows = [[섭씨(float(first)), *map(float, rest)] for first, *rest in weather]
    metric = torch.tensor(rows)
    print(metric.dtype)
    return weather, metric
""",
    ),
    "a scale and a shift for the whole table": (
        "celsius",
        '''
def celsius(weather: np.ndarray) -> tuple[np.ndarray, torch.Tensor]:
    """Only column 0 is shifted and scaled."""
    shift = np.zeros(weather.shape[1])
    scale = np.ones(weather.shape[1])
    shift[0], scale[0] = 32, 5 / 9
    metric = torch.from_numpy((weather - shift) * scale).to(torch.float32)
    return weather, metric
''',
    ),
    # dataset
    "a name for each tensor": (
        "dataset",
        """
def make_dataset(inputs, targets):
    x = torch.tensor(inputs).float()
    y = torch.tensor(targets).float()
    return TensorDataset(x, y)
""",
    ),
    "arrays of float32 first": (
        "dataset",
        'def make_dataset(inputs, targets):\n    inputs = inputs.astype("float32")\n'
        '    targets = targets.astype("float32")\n'
        "    return TensorDataset(torch.from_numpy(inputs), torch.from_numpy(targets))",
    ),
    "a comprehension with a star": (
        "dataset",
        "def make_dataset(*arrays):\n"
        "    return TensorDataset(*[torch.as_tensor(array, dtype=torch.float) for array in arrays])",
    ),
    "a helper that makes float32": (
        "dataset",
        '''
def to_float(array):
    """A float32 copy of the array."""
    return torch.from_numpy(array).to(torch.float32).clone()


def make_dataset(inputs: np.ndarray, targets: np.ndarray) -> TensorDataset:
    dataset = TensorDataset(to_float(inputs), to_float(targets))
    print(len(dataset), "rows")
    return dataset
''',
    ),
    "the old kind of tensor": (
        "dataset",
        "def make_dataset(inputs, targets):\n    # 정수도 실수로 바꾼다\n"
        "    자료 = torch.FloatTensor(inputs.tolist()), torch.Tensor(targets.tolist())\n"
        "    return torch.utils.data.TensorDataset(자료[0], 자료[1])",
    ),
    "one table that is cut in two": (
        "dataset",
        """
def make_dataset(inputs, targets):
    table = torch.tensor(np.concatenate([inputs, targets], axis=1), dtype=torch.float32)
    k = inputs.shape[1]
    return TensorDataset(table[:, :k], table[:, k:])
""",
    ),
    "loops over rows and columns": (
        "dataset",
        """
def make_dataset(inputs, targets):
    tensors = []
    for array in (inputs, targets):
        tensor = torch.zeros(array.shape)
        for i in range(array.shape[0]):
            for j in range(array.shape[1]):
                tensor[i, j] = float(array[i, j])
        tensors.append(tensor)
    return TensorDataset(tensors[0], tensors[1])
""",
    ),
    # table
    "the length by shape, the row cut in one line": (
        "table",
        changed(
            TABLE,
            LENGTH,
            "self.rows.shape[0]",
            ROW,
            "        return self.rows[index, : self.columns], self.rows[index, self.columns :]\n",
        ),
    ),
    "size, and names for both parts": (
        "table",
        changed(
            TABLE,
            LENGTH,
            "self.rows.size(0)",
            ROW,
            "        k = self.columns\n        inputs = self.rows[index][:k]\n"
            "        targets = self.rows[index][k:]\n        return (inputs, targets)\n",
        ),
    ),
    "torch.split": (
        "table",
        changed(
            TABLE,
            ROW,
            "        row = self.rows[index]\n"
            "        return torch.split(row, [self.columns, len(row) - self.columns])\n",
        ),
    ),
    "both parts cut in __init__": (
        "table",
        changed(
            TABLE,
            "        self.columns = columns\n",
            "        self.columns = columns\n        self.inputs = self.rows[:, :columns]\n"
            "        self.targets = self.rows[:, columns:]\n",
            LENGTH,
            "len(self.inputs)",
            ROW,
            "        return self.inputs[index], self.targets[index]\n",
        ),
    ),
    "hints, docstrings and a length that is stored": (
        "table",
        '''
class Table(Dataset):
    """Rows of one array: a row's first `columns` numbers are its input, the rest its target."""

    def __init__(self, array, columns):
        self.rows = torch.tensor(array, dtype=torch.float32)
        self.columns = columns
        self.length = len(array)

    def __len__(self) -> int:
        """The number of rows."""
        return self.length

    def __getitem__(self, index: int) -> tuple[torch.Tensor, torch.Tensor]:
        """One row as a pair."""
        row = self.rows[index]
        return row[0 : self.columns], row[self.columns : len(row)]
''',
    ),
    "a loop over the row, number by number": (
        "table",
        changed(
            TABLE,
            "return len(self.rows)",
            "return sum(1 for _ in self.rows)",
            ROW,
            """
        input, target = [], []
        for place, number in enumerate(self.rows[index]):
            if place < self.columns:
                input.append(number)
            else:
                target.append(number)
        return torch.stack(input), torch.stack(target)
""",
        ),
    ),
    "a list of pairs inside, Korean names": (
        "table",
        """
class Table(Dataset):
    def __init__(self, array, columns):
        self.rows = torch.tensor(array, dtype=torch.float32)
        self.columns = columns
        self.쌍들 = [(행[:columns], 행[columns:]) for 행 in self.rows]

    def __len__(self):
        return len(self.쌍들)

    def __getitem__(self, 번호):
        return self.쌍들[번호]
""",
    ),
    "narrow, and a list as the pair": (
        "table",
        changed(
            TABLE,
            ROW,
            "        row = self.rows[int(index)]\n        rest = row.numel() - self.columns\n"
            "        return [row.narrow(0, 0, self.columns), row.narrow(0, self.columns, rest)]\n",
        ),
    ),
    # loader
    "a sampler that shuffles": (
        "loader",
        """
def make_loader(dataset, batch_size, seed):
    sampler = torch.utils.data.RandomSampler(dataset, generator=torch.Generator().manual_seed(seed))
    return DataLoader(dataset, batch_size=batch_size, sampler=sampler)
""",
    ),
    "a generator that is seeded in a line of its own": (
        "loader",
        """
def make_loader(dataset, batch_size, seed):
    g = torch.Generator()
    g.manual_seed(seed)
    loader = DataLoader(dataset, batch_size, shuffle=True, generator=g)
    return loader
""",
    ),
    "all in one expression": (
        "loader",
        "def make_loader(dataset, batch_size, seed):\n    return DataLoader(\n"
        "        dataset, batch_size, True, generator=torch.Generator().manual_seed(seed)\n    )",
    ),
    "hints, and defaults spelt out": (
        "loader",
        changed(
            LOADER,
            "dataset, batch_size, seed",
            "dataset: Dataset, batch_size: int, seed: int = 0",
            "torch.Generator()",
            'torch.Generator(device="cpu")',
            "generator=generator",
            "drop_last=False, num_workers=0, generator=generator",
        ),
    ),
    "a batch sampler": (
        "loader",
        """
from torch.utils.data import BatchSampler, RandomSampler


def make_loader(dataset, batch_size, seed):
    order = RandomSampler(dataset, generator=torch.Generator().manual_seed(seed))
    return DataLoader(dataset, batch_sampler=BatchSampler(order, batch_size, False))
""",
    ),
    "a dictionary of settings": (
        "loader",
        """
def make_loader(dataset, batch_size, seed):
    설정 = dict(batch_size=batch_size, shuffle=True)
    설정["generator"] = torch.Generator().manual_seed(int(seed))  # 자기만의 생성기
    print(설정)
    return torch.utils.data.DataLoader(dataset, **설정)
""",
    ),
    "a sampler class of one's own": (
        "loader",
        """
class Shuffled(torch.utils.data.Sampler):
    def __init__(self, rows, seed):
        self.rows = rows
        self.random = np.random.default_rng(seed)

    def __iter__(self):
        return iter(self.random.permutation(self.rows).tolist())

    def __len__(self):
        return self.rows


def make_loader(dataset, batch_size, seed):
    return DataLoader(dataset, batch_size, sampler=Shuffled(len(dataset), seed))
""",
    ),
    # evaluate
    "divided by the rows of the dataset": (
        "evaluate",
        changed(
            EVALUATE, "            rows += len(inputs)\n", "", "total / rows", "total / len(loader.dataset)"
        ),
    ),
    "all rows at once": (
        "evaluate",
        "def evaluate(model, loader):\n    x, y = map(torch.cat, zip(*loader))\n    with torch.no_grad():\n"
        "        return F.mse_loss(model(x), y).item()",
    ),
    "sums of squares, divided by all numbers": (
        "evaluate",
        """
def evaluate(model, loader):
    total, rows = 0.0, 0
    for inputs, targets in loader:
        errors = model(inputs).detach() - targets
        total += (errors**2).sum()
        rows += errors.numel()
    return total / rows
""",
    ),
    "no_grad around the function, the loss as a module": (
        "evaluate",
        """
@torch.no_grad()
def evaluate(model: nn.Module, loader: DataLoader) -> float:
    total, rows = 0.0, 0
    criterion = nn.MSELoss()
    for x, y in loader:
        n = x.shape[0]
        total = total + criterion(model(x), y) * n
        rows = rows + n
    return float(total / rows)
""",
    ),
    "two lists and a mean with weights by NumPy": (
        "evaluate",
        """
def evaluate(model, loader):
    losses, sizes = [], []
    with torch.no_grad():
        for inputs, targets in loader:
            losses.append(F.mse_loss(model(inputs), targets).item())
            sizes.append(len(targets))
    return np.average(losses, weights=sizes)
""",
    ),
    "each row on its own": (
        "evaluate",
        """
def evaluate(model, loader):
    total, rows = 0.0, 0
    with torch.inference_mode():
        for inputs, targets in loader:
            for x, y in zip(inputs, targets):
                total += F.mse_loss(model(x), y).item()
                rows += 1
    return total / rows
""",
    ),
    "all squares kept in a list, prints": (
        "evaluate",
        '''
def evaluate(model, loader):
    """Return the mean squared error over all rows, and leave the model as it is."""
    제곱들 = [(model(x).data - y) ** 2 for x, y in loader]
    손실 = torch.cat(제곱들).mean()
    print("손실", 손실)
    return 손실
''',
    ),
    "the sum of the losses by a reduction, in the mode of evaluation": (
        "evaluate",
        changed(
            EVALUATE,
            "    with torch",
            "    model.eval()\n    with torch",
            "F.mse_loss(model(inputs), targets)",
            'F.mse_loss(model(inputs), targets, reduction="sum") / targets.shape[1]',
            "loss.item() * len(inputs)",
            "loss.item()",
            "    return",
            "    model.train()\n    return",
        ),
    ),
    # fit
    "zero at the end of each batch": (
        "fit",
        changed(
            FIT,
            "            optimizer.zero_grad()\n",
            "",
            "optimizer.step()\n",
            "optimizer.step()\n            optimizer.zero_grad()\n",
        ),
    ),
    "lists of batch losses and sizes": (
        "fit",
        """
def fit(model, loader, lr, epochs):
    opt = torch.optim.SGD(model.parameters(), lr)
    criterion = nn.MSELoss()
    history = []
    for epoch in range(epochs):
        batch_losses, sizes = [], []
        for xb, yb in loader:
            opt.zero_grad()
            loss = criterion(model(xb), yb)
            batch_losses.append(loss.item())
            sizes.append(len(xb))
            loss.backward()
            opt.step()
        history.append(sum(l * n for l, n in zip(batch_losses, sizes)) / sum(sizes))
    return history
""",
    ),
    "a function for one step, one for one epoch": (
        "fit",
        """
def one_step(model, optimizer, x, y):
    loss = F.mse_loss(model(x), y)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    return loss.item()


def one_epoch(model, optimizer, loader):
    pairs = [(one_step(model, optimizer, x, y), len(x)) for x, y in loader]
    return sum(loss * rows for loss, rows in pairs) / sum(rows for _, rows in pairs)


def fit(model, loader, lr, epochs):
    optimizer = torch.optim.SGD(model.parameters(), lr=lr)
    return [one_epoch(model, optimizer, loader) for _ in range(epochs)]
""",
    ),
    "a while loop, divided by the rows of the dataset": (
        "fit",
        """
def fit(model: nn.Module, loader: DataLoader, lr: float, epochs: int) -> list[float]:
    model.train()
    optimizer = torch.optim.SGD(list(model.parameters()), lr=lr, momentum=0)
    losses: list[float] = []
    while len(losses) < epochs:
        total = 0.0
        for batch in loader:
            model.zero_grad()
            loss = ((model(batch[0]) - batch[1]) ** 2).mean()
            loss.backward()
            optimizer.step()
            total += float(loss) * batch[0].shape[0]
        losses.append(total / len(loader.dataset))
    return losses
""",
    ),
    "tensors without a graph, added up": (
        "fit",
        changed(
            FIT,
            "loss.item() * len(inputs)",
            "loss.detach() * inputs.size(0)",
            "total, rows = 0.0, 0",
            "total, rows = torch.zeros(1), 0",
            "losses.append(total / rows)",
            "losses.append(total / rows)\n        print(losses[-1])",
        ),
    ),
    "step with a closure, the mean by NumPy": (
        "fit",
        """
def fit(model, loader, lr, epochs):
    optimizer = torch.optim.SGD(model.parameters(), lr=lr)
    losses = []
    for 에폭 in range(1, epochs + 1):
        손실, 행수 = [], []
        for inputs, targets in loader:

            def closure():
                optimizer.zero_grad()
                loss = F.mse_loss(model(inputs), targets)
                loss.backward()
                return loss

            손실 += [optimizer.step(closure).item()]
            행수 += [len(inputs)]
        losses += [np.average(손실, weights=행수)]
    return losses
""",
    ),
    "squares added up, divided by all numbers": (
        "fit",
        changed(
            FIT,
            "            loss = F.mse_loss(model(inputs), targets)",
            "            squares = (model(inputs) - targets).pow(2)\n            loss = squares.mean()",
            "loss.item() * len(inputs)",
            "squares.sum().item()",
            "rows += len(inputs)",
            "rows += squares.numel()",
        ),
    ),
    # harvest
    "a shuffled loader without a function": (
        "harvest",
        changed(
            HARVEST,
            "make_loader(regions, 4, seed=1)",
            "DataLoader(regions, 4, True, generator=torch.Generator().manual_seed(1))",
        ),
    ),
    "names for the settings, another seed of the loader": (
        "harvest",
        """
torch.manual_seed(1)
model = nn.Linear(3, 2)
batch_size, lr, epochs = 4, 0.00001, 100
loader = make_loader(regions, batch_size, seed=42)
losses = fit(model, loader, lr, epochs)
print(losses[0], losses[-1])
""",
    ),
    "a new dataset of the same table": (
        "harvest",
        changed(
            HARVEST,
            "losses = ",
            "dataset = make_dataset(weather.numpy(), harvest.numpy())\nlosses = ",
            "regions",
            "dataset",
        ),
    ),
    "a loader that shuffles by the global seed": (
        "harvest",
        changed(HARVEST, "make_loader(regions, 4, seed=1)", "DataLoader(regions, 4, shuffle=True)"),
    ),
    "an epoch at a time": (
        "harvest",
        """
torch.manual_seed(1)
model = nn.Linear(3, 2)
train_loader = make_loader(regions, 4, 0)
losses = []
for epoch in range(100):
    losses += fit(model, train_loader, 1e-5, 1)
""",
    ),
    "the table class of the lesson": (
        "harvest",
        """
torch.manual_seed(1)
model = nn.Linear(in_features=3, out_features=2)
전체 = Table(np.hstack([weather.numpy(), harvest.numpy()]), 3)
losses = fit(model=model, loader=make_loader(전체, 4, seed=7), lr=1e-5, epochs=100)
""",
    ),
    "the training loop once more": (
        "harvest",
        """
torch.manual_seed(1)
model = nn.Linear(3, 2)
optimizer = torch.optim.SGD(model.parameters(), lr=1e-5)
losses = []
for _ in range(100):
    total = 0
    for i in torch.randperm(15).split(4):
        loss = F.mse_loss(model(weather[i]), harvest[i])
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        total += loss.item() * len(i)
    losses.append(total / 15)
""",
    ),
    # forecast
    "detach in place of no_grad": (
        "forecast",
        "def forecast(model, rows):\n    return model(torch.tensor(rows).float()).detach()",
    ),
    "an array of float32": (
        "forecast",
        """
def forecast(model, rows):
    table = np.array(rows, dtype="float32")
    with torch.no_grad():
        prediction = model(torch.from_numpy(table))
    return prediction
""",
    ),
    "no_grad around the function, the old kind of tensor": (
        "forecast",
        "@torch.no_grad()\ndef forecast(model: nn.Module, rows: list) -> torch.Tensor:\n"
        "    return model(torch.FloatTensor(rows))",
    ),
    "one region after the other": (
        "forecast",
        """
def forecast(model, rows):
    predictions = []
    with torch.inference_mode():
        for row in rows:
            x = torch.tensor([float(number) for number in row])
            predictions.append(model(x))
    return torch.stack(predictions)
""",
    ),
    "a dataset and a loader": (
        "forecast",
        """
def forecast(model, rows):
    x = torch.as_tensor(rows, dtype=torch.float)
    parts = []
    for (batch,) in DataLoader(TensorDataset(x), batch_size=2):
        parts.append(model(batch).data)
    return torch.cat(parts)
""",
    ),
    "the weights by hand, in float64": (
        "forecast",
        """
def forecast(model, rows):
    W, b = model.weight.detach().double(), model.bias.detach().double()
    x = torch.tensor(rows, dtype=torch.float64)
    return x @ W.T + b
""",
    ),
    "the mode of evaluation, prints": (
        "forecast",
        """
def forecast(model, rows):
    표 = torch.tensor([[float(값) for 값 in 행] for 행 in rows])
    model.eval()
    with torch.set_grad_enabled(False):
        예측 = model(표)
    model.train()
    print("예측", 예측)
    return 예측
""",
    ),
    # telling
    **{
        name: ("telling", text)
        for name, text in {
            "two rows": "lucky = ([0, 1], [1, 3], 0.1, 1)\ntelling = ([0, 1], [1, 3], 0.1, 2)",
            "columns as tensors": (
                "some_x = torch.tensor([[1.0], [2.0], [4.0]])\nsome_y = torch.tensor([[1.0], [1.0], [3.0]])\n"
                "lucky = (some_x, some_y, 0.02, 1)\ntelling = (some_x, some_y, 0.02, 5)"
            ),
            "lists in lists": (
                "lucky = [[-1.0, 0.5, 2.0, 3.0], [0.0, 1.0, 5.0, 5.0], 0.01, 1]\n"
                "telling = [[-1.0, 0.5, 2.0, 3.0], [0.0, 1.0, 5.0, 5.0], 0.01, 4]"
            ),
            "flat tensors, rows of the lesson": (
                "lucky = (rainfall[:5].flatten(), apples[:5].flatten(), 0.1, 1)\n"
                "telling = (rainfall[:5].flatten(), apples[:5].flatten(), 0.1, 3)"
            ),
            "the other bug: first batches without a gradient": (
                "lucky = ([0, 0, 0, 0, 0], [1, 2, 3, 4, 5], 0.1, 1)\n"
                "telling = ([0, 0, 0, 0, 0, 1, 2], [0, 0, 0, 0, 0, 1, 3], 0.1, 1)"
            ),
            "ranges and numbers of NumPy": (
                "lucky = (range(1, 6), np.array([3, 1, 4, 1, 5]), np.float32(0.01), 1.0)\n"
                "telling = (range(1, 6), np.array([3, 1, 4, 1, 5]), np.float32(0.01), np.int64(2))"
            ),
            "two equal batches in the last place": (
                "lucky = ((1, 1), (2, 3), 0.2, 1)\ntelling = ((1, 1), (2, 3), 0.2, 3)"
            ),
        }.items()
    },
    # repaired
    "other names for a batch": ("repaired", REPAIRED),
    "zero before backward, indexes for the batch": (
        "repaired",
        changed(
            REPAIRED,
            "            optimizer.zero_grad()\n",
            "",
            "for xb, yb in loader",
            "for batch in loader",
            "            loss = F.mse_loss(model(xb), yb)",
            "            optimizer.zero_grad()\n            loss = F.mse_loss(model(batch[0]), batch[1])",
        ),
    ),
    "all rows kept under other names": (
        "repaired",
        changed(
            REPAIRED,
            "    loader =",
            "    all_x, all_y = x, y\n    loader =",
            "for xb, yb in loader",
            "for x, y in loader",
            "model(xb), yb",
            "model(x), y",
            "model(x), y).item",
            "model(all_x), all_y).item",
        ),
    ),
    "evaluate at the end, by the loader": (
        "repaired",
        changed(
            REPAIRED,
            "    with torch.no_grad():\n        return F.mse_loss(model(x), y).item()",
            "    with torch.no_grad():\n"
            "        return F.mse_loss(model(loader.dataset.tensors[0]), y).item()",
        ),
    ),
    "a loader that is read as a list": (
        "repaired",
        changed(
            REPAIRED,
            "for xb, yb in loader",
            "for xb, yb in list(loader)",
            "model(x), y).item()",
            "model(x), y)",
        ),
    ),
    "gradients set to None, the loss by hand": (
        "repaired",
        '''
def repaired(model, x, y, lr, epochs):
    """고친 함수: 배치의 이름이 다르고, 기울기를 지운다."""
    loader = DataLoader(TensorDataset(x, y), batch_size=5)
    optimizer = torch.optim.SGD(model.parameters(), lr=lr)
    for 에폭 in range(epochs):
        for 입력, 정답 in loader:
            for parameter in model.parameters():
                parameter.grad = None
            loss = ((model(입력) - 정답) ** 2).mean()
            loss.backward()
            optimizer.step()
        print(에폭, loss)
    return float(torch.mean((model(x) - y) ** 2))
''',
    ),
    "slices of the table, the loss as a tensor": (
        "repaired",
        """
def repaired(model, x, y, lr, epochs):
    optimizer = torch.optim.SGD(model.parameters(), lr=lr)
    for _ in range(epochs):
        for i in range(0, len(x), 5):
            loss = F.mse_loss(model(x[i : i + 5]), y[i : i + 5])
            loss.backward()
            optimizer.step()
            optimizer.zero_grad()
    return F.mse_loss(model(x), y).detach()
""",
    ),
    # split
    "permutations of NumPy": (
        "split",
        """
def split(dataset, held_back, seed):
    order = np.random.default_rng(seed).permutation(len(dataset))
    subset = torch.utils.data.Subset
    return subset(dataset, order[held_back:]), subset(dataset, order[:held_back])
""",
    ),
    "the global seed, set in a fork of it": (
        "split",
        """
def split(dataset, held_back, seed):
    with torch.random.fork_rng():
        torch.manual_seed(seed)
        return tuple(random_split(dataset, (len(dataset) - held_back, held_back)))
""",
    ),
    "a permutation of torch": ("split", SPLIT),
    "names for all": (
        "split",
        """
def split(dataset, held_back, seed):
    rows = len(dataset) - held_back
    g = torch.Generator()
    g.manual_seed(seed)
    training, validation = random_split(dataset, [rows, held_back], generator=g)
    print(len(training), len(validation))
    return training, validation
""",
    ),
    "the validation rows drawn first": (
        "split",
        """
def split(dataset: Dataset, held_back: int, seed: int) -> tuple[Dataset, Dataset]:
    sizes = [held_back, len(dataset) - held_back]
    검증, 훈련 = random_split(dataset, sizes, torch.Generator().manual_seed(seed))
    return 훈련, 검증
""",
    ),
    "random.sample and lists of rows": (
        "split",
        """
import random


def split(dataset, held_back, seed):
    held = random.Random(seed).sample(range(len(dataset)), held_back)
    rest = [i for i in range(len(dataset)) if i not in held]
    return torch.utils.data.Subset(dataset, rest), torch.utils.data.Subset(dataset, held)
""",
    ),
    "lists of the rows themselves": (
        "split",
        """
def split(dataset, held_back, seed):
    rows = [dataset[i] for i in range(len(dataset))]
    np.random.RandomState(seed).shuffle(order := list(range(len(rows))))
    training = [rows[i] for i in order[:-held_back]]
    validation = [rows[i] for i in order[-held_back:]]
    return training, validation
""",
    ),
    "new datasets of tensors": (
        "split",
        """
def split(dataset, held_back, seed):
    order = torch.randperm(len(dataset), generator=torch.Generator().manual_seed(seed))
    return TensorDataset(*dataset[order[held_back:]]), TensorDataset(*dataset[order[:held_back]])
""",
    ),
    # machine
    "a plain loader of shuffled rows": (
        "machine",
        changed(
            LEARN,
            "make_loader(train_set, batch_size, seed=0)",
            "DataLoader(train_set, batch_size, shuffle=True)",
        ),
    ),
    "another seed, small validation batches, a list": (
        "machine",
        changed(
            LEARN,
            "seed=0)\n    train",
            "9)\n    train",
            "DataLoader(validation_set, batch_size=held_back)",
            "make_loader(validation_set, 1, 3)",
            "return train_losses, validation_loss",
            "return [train_losses, torch.tensor(validation_loss)]",
        ),
    ),
    "one function without the others": (
        "machine",
        """
def learn(model, dials, gauges, held_back, batch_size, lr, epochs):
    order = np.random.default_rng(5).permutation(len(dials))
    x, y = (torch.from_numpy(part[order]).to(torch.float32) for part in (dials, gauges))
    x_train, y_train = x[held_back:], y[held_back:]
    train_losses = []
    for epoch in range(epochs):
        parts = []
        order = torch.randperm(len(x_train))
        for start in range(0, len(x_train), batch_size):
            chosen = order[start : start + batch_size]
            x_part, y_part = x_train[chosen], y_train[chosen]
            loss = ((model(x_part) - y_part) ** 2).mean()
            model.zero_grad()
            loss.backward()
            with torch.no_grad():
                for parameter in model.parameters():
                    parameter -= lr * parameter.grad
            parts.append(loss.item() * len(x_part))
        train_losses.append(sum(parts) / len(x_train))
    return train_losses, F.mse_loss(model(x[:held_back]), y[:held_back])
""",
    ),
    "notes, prints and hints": (
        "machine",
        '''
def learn(model: nn.Module, dials, gauges, held_back: int, batch_size: int, lr: float, epochs: int):
    """다섯 단계."""
    기록 = make_dataset(inputs=dials, targets=gauges)  # 1
    훈련, 검증 = split(기록, held_back=held_back, seed=7)  # 2
    print("훈련", len(훈련), "검증", len(검증))
    훈련_로더 = make_loader(훈련, batch_size=batch_size, seed=7)
    손실들 = fit(model, 훈련_로더, lr=lr, epochs=epochs)  # 3
    검증_로더 = make_loader(검증, batch_size=batch_size, seed=7)
    검증_손실 = evaluate(model, 검증_로더)  # 4
    print(손실들[-1], 검증_손실)
    return 손실들, 검증_손실
''',
    ),
    "all in two lines": (
        "machine",
        """
def learn(model, dials, gauges, held_back, batch_size, lr, epochs):
    training, validation = split(make_dataset(dials, gauges), held_back, 0)
    return (
        fit(model, make_loader(training, batch_size, 0), lr, epochs),
        evaluate(model, DataLoader(validation)),
    )
""",
    ),
    "the table class, and the loss of all validation rows at once": (
        "machine",
        changed(
            LEARN,
            "make_dataset(dials, gauges)",
            "Table(np.concatenate([dials, gauges], axis=1), dials.shape[1])",
            "    validation_loss = evaluate(model, DataLoader(validation_set, batch_size=held_back))",
            "    x, y = next(iter(DataLoader(validation_set, batch_size=held_back)))\n"
            "    with torch.no_grad():\n        validation_loss = F.mse_loss(model(x), y)",
        ),
    ),
    "an epoch at a time, the validation loss of each": (
        "machine",
        changed(
            LEARN,
            "    train_losses = fit(model, make_loader(train_set, batch_size, seed=0), lr, epochs)\n"
            "    validation_loss = evaluate(model, DataLoader(validation_set, batch_size=held_back))\n",
            "    loader = make_loader(train_set, batch_size, seed=0)\n"
            "    train_losses, validation_losses = [], []\n"
            "    for epoch in range(epochs):\n"
            "        train_losses += fit(model, loader, lr, 1)\n"
            "        validation_losses.append(evaluate(model, make_loader(validation_set, 8, 0)))\n",
            "return train_losses, validation_loss",
            "return train_losses, validation_losses[-1]",
        ),
    ),
}
