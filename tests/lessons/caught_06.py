"""Wrong answers to lesson 6 that the visible checks catch, each with words of the message."""

from answers_06 import BASELINE, CSV, EVALUATE, FIT, HARVEST, LEARN, LOADER, SPLIT, TABLE
from lesson_grades import changed

CELSIUS = """
def celsius(weather):
    metric = torch.tensor(weather, dtype=torch.float32)
    metric[:, 0] = (metric[:, 0] - 32) * 5 / 9
    return weather, metric
"""
DATASET = """
def make_dataset(inputs, targets):
    return TensorDataset(
        torch.tensor(inputs, dtype=torch.float32), torch.tensor(targets, dtype=torch.float32)
    )
"""
FORECAST = """
def forecast(model, rows):
    with torch.no_grad():
        return model(torch.tensor(rows, dtype=torch.float32))
"""
REPAIRED = """
def repaired(model, x, y, lr, epochs):
    loader = DataLoader(TensorDataset(x, y), batch_size=5)
    optimizer = torch.optim.SGD(model.parameters(), lr=lr)
    for epoch in range(epochs):
        for inputs, targets in loader:
            loss = F.mse_loss(model(inputs), targets)
            loss.backward()
            optimizer.step()
            optimizer.zero_grad()
    with torch.no_grad():
        return F.mse_loss(model(x), y).item()
"""
DRAWN_SPLIT = """
def split(dataset, held_back, seed):
    generator = torch.Generator().manual_seed(seed)
    return random_split(dataset, [len(dataset) - held_back, held_back], generator=generator)
"""
ZERO = "            optimizer.zero_grad()\n"
STEP = "            optimizer.step()\n"
RESET = "        total, rows = 0.0, 0\n"


def variants(exercise: str, text: str, cases: dict[str, tuple[str, ...]]) -> dict[str, tuple[str, str, str]]:
    """Changes of one right answer: {name: (old, new, ..., words)}."""
    return {
        f"{exercise}: {name}": (exercise, changed(text, *case[:-1]), case[-1]) for name, case in cases.items()
    }


LUCKY, GOOD = "([1, 2, 3], [1, 2, 2], 0.05, 1)", "([1, 2, 3], [1, 2, 2], 0.05, 3)"

CAUGHT = {  # {name: (exercise, text, words of the message)}
    # what a second reading found
    **variants(
        "fit",
        FIT,
        {
            "the sum over both targets": (
                "total += loss.item() * len(inputs)",
                "total += loss.item() * targets.numel()",
                "F.mse_loss is the mean over both",
            ),
            "the sum of each row": (
                "F.mse_loss(model(inputs), targets)",
                "((model(inputs) - targets) ** 2).sum() / len(inputs)",
                "F.mse_loss is the mean over both",
            ),
            "the learning rate of the check": ("lr=lr", "lr=0.1", "Use the lr that fit gets"),
            "what append returns": ("losses.append(", "losses = losses.append(", "append changes the list"),
            "the losses as a tensor": (
                "return losses",
                "return torch.tensor(losses)",
                "Return the list itself",
            ),
            "an epoch too few": ("range(epochs)", "range(1, epochs)", "range(epochs)"),
        },
    ),
    **variants(
        "evaluate",
        EVALUATE,
        {
            "the sum over both targets": (
                "loss.item() * len(inputs)",
                "((model(inputs) - targets) ** 2).sum().item()",
                "a sum over both is twice as large",
            ),
        },
    ),
    **variants(
        "split",
        DRAWN_SPLIT,
        {
            "three quarters": (
                "[len(dataset) - held_back, held_back]",
                "[0.75, 0.25]",
                "17 rows, when 5 are held back",
            ),
            "ten rows": (
                "[len(dataset) - held_back, held_back]",
                "[len(dataset) - 10, 10]",
                "17 rows, when 5",
            ),
            "slices": (
                "random_split(dataset, [len(dataset) - held_back, held_back], generator=generator)",
                "dataset[:-held_back], dataset[-held_back:]",
                "A slice of a dataset",
            ),
        },
    ),
    **variants(
        "machine",
        LEARN,
        {
            "no shuffle": (
                "make_loader(train_set, batch_size, seed=0)",
                "DataLoader(train_set, batch_size=batch_size)",
                "uses a loader that shuffles",
            ),
            "the learning rate of the check": (
                "seed=0), lr, epochs",
                "seed=0), 0.1, epochs",
                "the lr and the epochs",
            ),
            "epochs and lr": ("seed=0), lr, epochs", "seed=0), epochs, lr", "Mind the order"),
            "validation first": (
                "train_set, validation_set =",
                "validation_set, train_set =",
                "returns them first",
            ),
            "40 rows": (
                "split(log, held_back, seed=0)",
                "split(log, 40, seed=0)",
                "split(dataset, held_back, seed)",
            ),
        },
    ),
    **variants(
        "celsius",
        CELSIUS,
        {
            "a column": ("return weather, metric", "return weather, metric.reshape(-1)", "shape (3, 3)"),
            "another name": ("    metric = ", "    Metric = ", "Store the tensor in metric"),
            "a text": ("dtype=torch.float32", 'dtype="float32"', "with dtype=torch.float32"),
            "another array": (
                "    metric = torch.tensor(weather, dtype=torch.float32)\n",
                "    metric = torch.tensor(weather, dtype=torch.float32)\n    weather = weather.copy() - 1\n",
                "given the name weather to another one",
            ),
            "the other order": ("return weather, metric", "return metric, weather", "The array comes first"),
        },
    ),
    **variants(
        "dataset",
        DATASET,
        {"one column": ("torch.float32)\n    )", "torch.float32).reshape(-1, 1)\n    )", "Keep the shapes")},
    ),
    **variants(
        "baseline",
        BASELINE,
        {
            "the medians": ("seen.mean(dim=0)", "seen.median(dim=0).values", "4 and 20"),
            "the mean of all": ("seen.mean(dim=0)", "seen.mean()", "The means are those of the columns"),
        },
    ),
    **variants(
        "repaired",
        REPAIRED,
        {
            "return in the loop": (
                "    with torch.no_grad():\n        return",
                "        with torch.no_grad():\n            return",
                "Where does return stand",
            ),
            "the other name": ("def repaired", "def buggy", "Name the copy repaired"),
        },
    ),
    **variants(
        "forecast",
        FORECAST,
        {
            "in float64": (
                "return model(torch.tensor(rows, dtype=torch.float32",
                "return model.double()(torch.tensor(rows, dtype=torch.float64",
                "Leave the model in float32",
            )
        },
    ),
    "table: no __getitem__": (
        "table",
        changed(TABLE, "__getitem__", "__get_item__"),
        "has no method __getitem__",
    ),
    "name: the dots": ("name", 'my_name = "..."', "Not right yet: my_name"),
    **variants(
        "csv",
        CSV,
        {
            "the names are read as numbers": (", skiprows=1", "", "leave out the line with the names"),
            "no delimiter": ('delimiter=",", ', "", "the comma as delimiter"),
            "a row too few": ("skiprows=1", "skiprows=2", "but not the line with the names"),
            "three inputs": ("[:, :columns]", "[:, :3]", "after as many columns"),
            "rows for columns": (
                "rows[:, :columns], rows[:, columns:]",
                "rows[:columns], rows[columns:]",
                "expected",
            ),
            "one target": ("rows[:, columns:]", "rows[:, columns]", "keeps a table a table"),
            "the last column": ("rows[:, columns:]", "rows[:, -1:]", "after as many columns"),
            "another order": (
                "rows[:, :columns], rows[:, columns:]",
                "rows[:, columns:], rows[:, :columns]",
                "after as many columns",
            ),
            "the whole table": ("return rows[:, :columns], rows[:, columns:]", "return rows", "expected"),
            "no return": (
                "return rows[:, :columns], rows[:, columns:]",
                "rows[:, :columns]",
                "Return two arrays",
            ),
            "lists": ("rows[:, :columns],", "rows[:, :columns].tolist(),", "are no NumPy array"),
            "whole numbers": ("skiprows=1)", "skiprows=1).astype(int)", "expected"),
            "a path of its own": ("path, delim", '"table.csv", delim', "Use the path that the function gets"),
        },
    ),
    **variants(
        "baseline",
        BASELINE,
        {
            "no root": (".sqrt()", "", "take the mean, then the root"),
            "the mean of the roots": (
                "(errors**2).mean().sqrt()",
                "(errors**2).sqrt().mean()",
                "Square them, take the mean",
            ),
            "one mean": ("mean(dim=0)", "mean()", "take the mean, then the root"),
            "a mean for each row": ("mean(dim=0)", "mean(dim=1)", "mean for each target"),
            "the new rows' mean": ("seen.mean", "new.mean", "the mean, then the root"),
            "the sum": (".mean().sqrt()", ".sum().sqrt()", "take the mean, then the root"),
            "a root for each column": (
                "(errors**2).mean().sqrt().item()",
                "(errors**2).mean(dim=0).sqrt()",
                "2 number(s)",
            ),
            "no return": ("return (errors", "(errors", "is a `return` missing?"),
        },
    ),
    **variants(
        "celsius",
        CELSIUS,
        {
            "a backup is returned": (
                "    metric = ",
                "    backup = weather.copy()\n    metric = ",
                "    return weather",
                "    weather[:, 0] = 0\n    return backup",
                "array afterwards",
            ),
            "float64 is kept": (
                ", dtype=torch.float32)",
                ") * 1.0",
                "From an array of float64 came torch.float64",
            ),
            "float64 is asked for": ("dtype=torch.float32", "dtype=float", "came torch.float64"),
            "half precision": (
                "dtype=torch.float32",
                "dtype=torch.float16",
                "came torch.float16",
            ),
            "the type of the array": (", dtype=torch.float32", "", "Ask for its dtype"),
            "whole numbers": (
                ", dtype=torch.float32",
                "",
                "return weather, metric",
                "return weather, metric.float()",
                "A tensor of whole numbers cuts off",
            ),
            "shared memory": (
                "torch.tensor(weather, dtype=torch.float32)",
                "torch.from_numpy(weather).float()",
                "the tensor shares its memory: one of the two functions above makes a copy",
            ),
            "shared memory by as_tensor": (
                "torch.tensor(",
                "torch.as_tensor(",
                "the float32 array afterwards",
            ),
            "the array is changed": (
                "    metric = ",
                "    weather[:, 0] = (weather[:, 0] - 32) * 5 / 9\n    metric = ",
                "    metric[:, 0] = (metric[:, 0] - 32) * 5 / 9\n",
                "",
                "Does a line of yours change the array itself?",
            ),
            "no brackets": (
                "(metric[:, 0] - 32) * 5",
                "metric[:, 0] - 32 * 5",
                "Subtract 32 first: brackets",
            ),
            "the factor upside down": (
                "* 5 / 9",
                "* 9 / 5",
                "Not right yet: the tensor from an array of float32",
            ),
            "row 0": ("metric[:, 0]", "metric[0]", "Column 0 of the tensor t is t[:, 0]"),
            "all columns": ("metric[:, 0]", "metric[:]", "Column 0 of the tensor t is t[:, 0]"),
            "only the column comes back": (
                "metric[:, 0] =",
                "metric =",
                "the tensor from an array of float32",
            ),
            "the tensor alone": ("return weather, metric", "return metric", "Keep the given last line"),
            "nothing comes back": ("    return weather, metric", "", "Keep the given last line"),
            "the array twice": (
                "return weather, metric",
                "return weather, weather",
                "The second result of celsius is an array",
            ),
            "an array in place of the tensor": (
                "return weather, metric",
                "return weather, metric.numpy()",
                "The second result of celsius is an array",
            ),
        },
    ),
    **variants(
        "dataset",
        DATASET,
        {
            "arrays": (
                "torch.tensor(inputs, dtype=torch.float32), torch.tensor(targets, dtype=torch.float32)",
                "inputs, targets",
                "TensorDataset takes tensors and no arrays",
            ),
            "from_numpy alone": (
                "torch.tensor(inputs, dtype=torch.float32), torch.tensor(targets, dtype=torch.float32)",
                "torch.from_numpy(inputs), torch.from_numpy(targets)",
                "The inputs are torch.int64 and the targets torch.float64",
            ),
            "only the inputs are float32": (
                "torch.tensor(targets, dtype=torch.float32)",
                "torch.tensor(targets)",
                "the targets torch.float64: both must be torch.float32",
            ),
            "float64": ("torch.float32", "torch.float64", "both must be torch.float32"),
            "whole numbers": ("torch.float32", "torch.int64", "the target of row 1"),
            "targets first": (
                "torch.tensor(inputs, dtype=torch.float32), torch.tensor(targets, dtype=torch.float32)",
                "torch.tensor(targets, dtype=torch.float32), torch.tensor(inputs, dtype=torch.float32)",
                "Inputs first, then targets",
            ),
            "no return": ("return TensorDataset", "pairs = TensorDataset", "None (is a `return` missing?)"),
            "two tensors": ("TensorDataset(\n", "(\n", "must return a TensorDataset. It returned"),
            "one tensor for both": (
                "torch.tensor(inputs, dtype=torch.float32), torch.tensor(targets, dtype=torch.float32)",
                "torch.tensor(inputs, targets)",
                "Make a tensor of each of the two arrays",
            ),
            "flat targets": (
                "torch.tensor(targets, dtype=torch.float32)",
                "torch.tensor(targets, dtype=torch.float32).flatten()",
                "Keep the shapes",
            ),
            "one row too few": (
                "torch.tensor(inputs,",
                "torch.tensor(inputs[1:],",
                "Size mismatch between tensors",
            ),
            "a loader": (
                "    return TensorDataset",
                "    return DataLoader(regions), TensorDataset",
                "It returned a tuple",
            ),
        },
    ),
    **variants(
        "table",
        TABLE,
        {
            "the whole row": (
                "return row[: self.columns], row[self.columns :]",
                "return row",
                "Return two parts of the row, separated by a comma",
            ),
            "only the input": (
                "return row[: self.columns], row[self.columns :]",
                "return row[: self.columns]",
                "Return two parts of the row",
            ),
            "no return": (
                "return row[: self.columns], row[self.columns :]",
                "row[: self.columns], row[self.columns :]",
                "None (is a `return` missing?)",
            ),
            "always row 0": ("self.rows[index]", "self.rows[0]", "Which row is asked for? Use index"),
            "the row before": ("self.rows[index]", "self.rows[index - 1]", "the input of row 0"),
            "always three columns": ("self.columns :", "3 :", ": self.columns", ": 3", "At self.columns"),
            "the target first": (
                "return row[: self.columns], row[self.columns :]",
                "return row[self.columns :], row[: self.columns]",
                "The input is the first part of the row",
            ),
            "one column is left out": (
                "row[self.columns :]",
                "row[self.columns + 1 :]",
                "The target is the rest",
            ),
            "the dtype of the array": (
                ", dtype=torch.float32",
                "",
                "are torch.int64 and torch.int64: both must be torch.float32",
            ),
            "lists": (
                "self.rows[index]",
                "self.rows[index].tolist()",
                "are no tensor and no tensor: both must be torch.float32",
            ),
            "the rows and not their number": (
                "return len(self.rows)",
                "return self.rows",
                "It returns a number",
            ),
            "the number of columns": (
                "len(self.rows)",
                "len(self.rows[0])",
                "the number of rows, not of columns",
            ),
            "the columns of the input": (
                "len(self.rows)",
                "self.columns",
                "the number of rows, not of columns",
            ),
            "always two rows": ("len(self.rows)", "2", "the number of rows of this table"),
            "no self before rows": (
                "self.rows[index]",
                "rows[index]",
                "name 'rows' is not defined",
            ),
            "no self before columns": (
                "row[: self.columns]",
                "row[:columns]",
                "name 'columns' is not defined",
            ),
            "no parameter self": ("__getitem__(self, index)", "__getitem__(index)", "begin with self"),
            "a misspelt method": ("__getitem__", "_getitem_", "has no method __getitem__"),
            "methods outside of the class": (
                "\n    def __len__(self):\n        return len(self.rows)\n\n"
                "    def __getitem__(self, index):\n"
                "        row = self.rows[index]\n        return row[: self.columns], row[self.columns :]\n",
                "\n\ndef __len__(self):\n    return len(self.rows)\n\n\ndef __getitem__(self, index):\n"
                "    row = self.rows[index]\n    return row[: self.columns], row[self.columns :]\n",
                "__len__ is indented, as __init__ is",
            ),
        },
    ),
    **variants(
        "loader",
        LOADER,
        {
            "the seed is fixed": (
                "manual_seed(seed)",
                "manual_seed(1)",
                "The seeds 5 and 6 give the same order",
            ),
            "a seed in place of a generator": ("=generator)", "=seed)", "A generator is more than its seed"),
            "the batch size is fixed": ("batch_size=batch_size", "batch_size=4", "11 rows in batches of 3"),
            "no batch size": ("batch_size=batch_size, ", "", "Hand dataset and batch_size on to the loader"),
            "the short batch is dropped": (
                "shuffle=True",
                "shuffle=True, drop_last=True",
                "the short last batch",
            ),
            "no shuffling": ("shuffle=True", "shuffle=False", "The rows come in the order of the table"),
            "no generator": (", generator=generator", "", "a second loader with the same seed"),
            "the global seed": (
                "    generator = torch.Generator().manual_seed(seed)",
                "    torch.manual_seed(seed)",
                ", generator=generator",
                "",
                "Each loader needs a generator of its own",
            ),
            "the global generator": (
                "torch.Generator().manual_seed(seed)",
                "torch.manual_seed(seed)",
                "Each loader needs a generator of its own",
            ),
            "no return": (
                "return DataLoader",
                "loader = DataLoader",
                "must return a DataLoader. It returned None",
            ),
            "the dataset": ("return DataLoader(", "return list(", "A generator is more than its seed"),
            "shuffled once": (
                "    return DataLoader(dataset, batch_size=batch_size, shuffle=True, generator=generator)",
                "    order = torch.randperm(len(dataset), generator=generator).tolist()\n"
                "    shuffled_once = torch.utils.data.Subset(dataset, order)\n"
                "    return DataLoader(shuffled_once, batch_size=batch_size)",
                "Let the loader shuffle, not the dataset",
            ),
            "another dataset": (
                "DataLoader(dataset,",
                "DataLoader(regions,",
                "Hand dataset and batch_size on",
            ),
        },
    ),
    **variants(
        "evaluate",
        EVALUATE,
        {
            "a loss with its graph": (
                ".item()",
                "",
                "    with torch.no_grad():",
                "    if True:",
                "keeps its graph",
            ),
            "the mode of evaluation": ("    with", "    model.eval()\n    with", "the mode of evaluation"),
            "the last batch": ("total / rows", "loss.item()", "in batches of 2"),
            "the plain mean": (" * len(inputs)", "", "/ rows", "/ len(loader)", "its rows to rows"),
            "the sum": ("total / rows", "total", "Divide and return after the loop"),
            "the number of batches": (
                "total / rows",
                "total / len(loader)",
                "Divide and return after the loop",
            ),
            "return in the loop": ("    return", "            return", "in batches of 2"),
            "no return": ("return total / rows", "total / rows", "None (is a `return` missing?)"),
            "rows are not counted": ("            rows += len(inputs)\n", "", "Your code raised an error"),
            "the model is frozen": (
                "    total, rows",
                "    model.requires_grad_(False)\n    total, rows",
                "the model cannot be trained any more",
            ),
            "one parameter is frozen": (
                "    total, rows",
                "    model.bias.requires_grad = False\n    total, rows",
                "the model cannot be trained any more",
            ),
            "a gradient is left": (
                "    with torch.no_grad():",
                "    if True:",
                "            total",
                "            loss.backward()\n            total",
                "evaluate left a gradient",
            ),
            "it trains": ("    return", "    model.weight.data -= 0.1\n    return", "must not train"),
            "it takes a step": (
                "    return",
                "    F.mse_loss(model(inputs), targets).backward()\n"
                "    torch.optim.SGD(model.parameters(), lr=1e-6).step()\n    return",
                "evaluate must not train",
            ),
            "graphs are switched off": (
                "    with torch.no_grad():",
                "    torch.set_grad_enabled(False)\n    if True:",
                "autograd no longer records anything",
            ),
            "the dataset in place of its batches": (
                "in loader:",
                "in [loader.dataset.tensors]:",
                "Use only the batches that the loop gives you",
            ),
            "another model": ("model(inputs)", "example(inputs)", "a model with all weights 1"),
            "inputs for predictions": (
                "model(inputs), targets",
                "inputs, targets",
                "Your code raised an error",
            ),
            "the batch is not taken apart": ("inputs, targets in", "inputs in", "a batch is two tensors"),
        },
    ),
    **variants(
        "fit",
        FIT,
        {
            "losses with their graphs": ("loss.item()", "loss", "keep their graphs"),
            "total and rows are never reset": (
                RESET,
                "",
                "    losses = []\n",
                "    losses = []\n    total, rows = 0.0, 0\n",
                "where do total and rows become 0?",
            ),
            "only total is reset": (
                RESET,
                "        total = 0.0\n",
                "    losses = []\n",
                "    losses, rows = [], 0\n",
                "Each epoch starts to add up anew",
            ),
            "return in the loop over the epochs": (
                "    return losses",
                "        return losses",
                "Return after both loops",
            ),
            "no return": ("    return losses", "", "None (is a `return` missing?)"),
            "one number": ("return losses", "return losses[-1]", "must return a list of losses"),
            "a loss for each batch": (
                "        losses.append(total / rows)",
                "            losses.append(total / rows)",
                "Append one loss for each epoch",
            ),
            "one epoch too few": ("range(epochs)", "range(epochs - 1)", "the number of losses of 1 epoch(s)"),
            "one epoch too many": (
                "range(epochs)",
                "range(epochs + 1)",
                "the number of losses of 1 epoch(s)",
            ),
            "always one epoch": ("range(epochs)", "range(1)", "the number of losses of 2 epoch(s)"),
            "a learning rate of its own": (
                "lr=lr",
                "lr=1e-5",
                "before the second batch, with the lr that fit gets",
            ),
            "no zero": (ZERO, "", "zero before backward"),
            "zero without brackets": ("zero_grad()", "zero_grad", "zero before backward"),
            "zero between backward and step": (
                ZERO,
                "",
                "loss.backward()\n",
                "loss.backward()\n" + ZERO,
                "fit has not changed the weight",
            ),
            "no backward": ("            loss.backward()\n", "", "fit has not changed the weight"),
            "no step": (STEP, "", "fit has not changed the weight"),
            "one step for each epoch": (
                STEP,
                "",
                "        losses.append",
                "        optimizer.step()\n        losses.append",
                "before the second batch, with the lr that fit gets",
            ),
            "the loss of the last batch": ("total / rows", "loss.item()", "(2 * 10 + 1 * 5.76) / 3"),
            "the plain mean": (" * len(inputs)", "", "/ rows", "/ len(loader)", "(2 * 10 + 1 * 5.76) / 3"),
            "the sum": ("total / rows", "total", "(2 * 10 + 1 * 5.76) / 3"),
            "the summed squares": ("targets)\n", "targets, reduction='sum')\n", "(2 * 10 + 1 * 5.76) / 3"),
            "a model of its own": (
                "    losses = []",
                "    model = nn.Linear(1, 1)\n    losses = []",
                "fit has not changed the weight",
            ),
            "a global model": (
                "model.parameters()",
                "example.parameters()",
                "fit has not changed the weight",
            ),
            "only the weight": ("model.parameters()", "[model.weight]", "fit has not changed the weight"),
            "without gradients": (
                "        for inputs, targets in loader:\n",
                "        for inputs, targets in loader:\n          with torch.no_grad():\n",
                "no torch.no_grad() here",
            ),
            "the loss before the loop": (
                "            loss = F.mse_loss(model(inputs), targets)\n",
                "",
                "        total, rows",
                "        inputs, targets = next(iter(loader))\n"
                "        loss = F.mse_loss(model(inputs), targets)\n"
                "        total, rows",
                "model(inputs) anew for each batch",
            ),
            "a misspelt name": ("optimizer.step()", "optimiser.step()", "optimiser"),
            "the batches of the first pass in each epoch": (
                "    losses = []",
                "    losses, loader = [], list(loader)",
                "in the same order in each epoch",
            ),
        },
    ),
    **variants(
        "harvest",
        HARVEST,
        {
            "in float64": (
                "lr=1e-5, epochs=100)",
                "lr=5e-6, epochs=100)\nmodel.double()",
                "with this type the seed 1",
            ),
            "lr 1e-6": ("1e-5", "1e-6", "look at the learning rate"),
            "lr 5e-6": ("1e-5", "5e-6", "look at the learning rate"),
            "lr 2e-5": ("1e-5", "2e-5", "too many or too large"),
            "lr 1e-4": ("1e-5", "1e-4", "The loss"),
            "lr 1e-3": ("1e-5", "1e-3", "the learning rate is too large"),
            "lr 1e-8": ("1e-5", "1e-8", "hardly falls: too small"),
            "the order of the table": (
                "make_loader(regions, 4, seed=1)",
                "DataLoader(regions, 4)",
                "shuffled?",
            ),
            "batches of 5": ("regions, 4", "regions, 5", "the batch size"),
            "batches of 15": ("regions, 4", "regions, 15", "the batch size"),
            "batches of 1": ("regions, 4", "regions, 1", "too many or too large"),
            "no seed": (
                "torch.manual_seed(1)\n",
                "torch.manual_seed(5)\n",
                "right below torch.manual_seed(1)",
            ),
            "the second model": ("model = ", "nn.Linear(3, 2)\nmodel = ", "right below torch.manual_seed(1)"),
            "10 epochs": ("epochs=100", "epochs=10", "the number of losses"),
            "another model is trained": ("fit(model", "fit(nn.Linear(3, 2)", "Hand `model` itself to fit"),
            "fit is called twice": (
                "losses = fit",
                "fit(model, make_loader(regions, 4, seed=1), lr=1e-5, epochs=100)\nlosses = fit",
                "Was the model trained before?",
            ),
            "the dataset in place of a loader": (
                "make_loader(regions, 4, seed=1)",
                "regions",
                "Does fit get a loader, or the dataset?",
            ),
            "a new model afterwards": (
                "epochs=100)\n",
                "epochs=100)\nmodel = nn.Linear(3, 2)\n",
                "do not make it anew afterwards",
            ),
            "the shape the other way": ("nn.Linear(3, 2)", "nn.Linear(2, 3)", "mat1 and mat2"),
            "only the last loss": (
                "seed=1), lr=1e-5, epochs=100)",
                "seed=1), lr=1e-5, epochs=100)[-1]",
                "what fit returns",
            ),
        },
    ),
    **variants(
        "forecast",
        FORECAST,
        {
            "the mode of evaluation": ("    with", "    model.eval()\n    with", "the mode of evaluation"),
            "the type of the list": (
                ", dtype=torch.float32",
                "",
                "Whole numbers give a tensor of whole numbers",
            ),
            "float64": ("torch.float32", "torch.float64", "the weights are float32"),
            "the first row": ("tensor(rows,", "tensor(rows[0],", "Hand all rows to the model"),
            "only the first prediction": (
                "torch.float32))",
                "torch.float32))[0]",
                "one row of the tensor for each",
            ),
            "a fixed row": ("tensor(rows,", "tensor([[75, 63, 44]],", "Hand all rows to the model"),
            "another model": ("return model(", "return example(", "the model that forecast is given"),
            "a graph": ("with torch.no_grad():", "if True:", "requires no gradient"),
            "a list": ("torch.float32))", "torch.float32)).tolist()", "It returned an object of type list"),
            "graphs are switched off": (
                "    with torch.no_grad():",
                "    torch.set_grad_enabled(False)\n    if True:",
                "autograd no longer records anything",
            ),
            "no return": ("return model", "model", "None (is a `return` missing?)"),
            "the model is frozen": (
                "    with torch.no_grad():",
                "    model.requires_grad_(False)\n    if True:",
                "the model cannot be trained any more",
            ),
            "the rows as they are": (
                "torch.tensor(rows, dtype=torch.float32)",
                "rows",
                "Your code raised an error",
            ),
        },
    ),
    "hunt: a line that is right": ("hunt", 'hunt_lines = "379"', "Line 9 is right as it stands"),
    "hunt: the loss of a batch": ("hunt", 'hunt_lines = "47"', "Line 4 is right"),
    "hunt: the names alone": ("hunt", 'hunt_lines = "3"', "Print model.weight.grad"),
    "hunt: zero alone": ("hunt", 'hunt_lines = "7"', "Print x.shape"),
    "hunt: words": ("hunt", "hunt_lines = '3 or 7'", 'one or more of "123456789"'),
    **{
        f"telling: {name}": ("telling", f"lucky = {lucky}\ntelling = {telling}", words)
        for name, lucky, telling, words in (
            ("no epoch", "([1, 2], [1, 3], 0.1, 0)", GOOD, "a whole number from 1 to 20"),
            ("half an epoch", "([1, 2], [1, 3], 0.1, 1.5)", GOOD, "a whole number from 1 to 20"),
            ("many epochs", "([1, 2], [1, 3], 0.1, 10**9)", GOOD, "a whole number from 1 to 20"),
            ("no learning rate", "([1, 2], [1, 3], 0.0, 1)", GOOD, "With lr 0 nothing is trained"),
            ("a learning rate of NaN", "([1, 2], [1, 3], float('nan'), 1)", GOOD, "one number above 0"),
            ("a huge learning rate", "([1, 2], [1, 3], 1e30, 1)", GOOD, "one number above 0"),
            ("a loss that grows", "([1, 2], [1, 3], 10, 1)", GOOD, "must fall by 1 %"),
            ("a loss that runs away", "([9] * 99 + [8], [1] * 100, 900, 20)", GOOD, "must fall by 1 %"),
            ("no rows", "([], [], 0.1, 1)", GOOD, "2 to 100 numbers"),
            ("one row", "([1], [2], 0.1, 1)", GOOD, "2 to 100 numbers"),
            ("huge numbers", "([1e200, 2], [1, 3], 0.1, 1)", GOOD, "2 to 100 numbers"),
            ("numbers that are none", "([float('nan'), 2], [1, 3], 0.1, 1)", GOOD, "2 to 100 numbers"),
            ("too few targets", "([1, 2, 3], [1, 3], 0.1, 1)", GOOD, "as many in x as in y"),
            ("texts", "('12', '13', 0.1, 1)", GOOD, "2 to 100 numbers"),
            ("three parts", "([1, 2], [1, 3], 0.1)", GOOD, "4 parts: x, y, lr, epochs"),
            ("nothing to learn", "([1, 2], [0, 0], 0.1, 1)", GOOD, "must fall by 1 %"),
            ("a line", "([0, 0], [1, 1], 0.5, 1)", GOOD, "points that do not lie on one line"),
            ("two epochs", "([1, 2], [1, 3], 0.1, 2)", GOOD, "what buggy returns on lucky"),
            ("two batches", "([1] * 6, [1, 2, 3, 1, 2, 9], 0.1, 1)", GOOD, "what buggy returns on lucky"),
            ("lucky twice", LUCKY, LUCKY, "how many of the two bugs do harm"),
            ("one row more", LUCKY, "([1, 2, 3, 4, 5, 6], [1, 2, 2, 3, 5, 5], 0.01, 1)", "several batches"),
            ("both", LUCKY, "([1] * 6, [1, 2, 3, 1, 2, 9], 0.1, 2)", "how many of the two bugs do harm"),
        )
    },
    "repaired: fit and evaluate": (
        "repaired",
        "def repaired(model, x, y, lr, epochs):\n    loader = DataLoader(TensorDataset(x, y), batch_size=5)\n"
        "    fit(model, loader, lr, epochs)\n    return evaluate(model, loader)",
        "repaired calls evaluate and fit",
    ),
    **variants(
        "repaired",
        REPAIRED,
        {
            "zero is named": ("zero_grad()", "zero_grad", "Which line should see to that"),
            "x and y are overwritten": (
                "for inputs, targets in",
                "for x, y in",
                "model(inputs), targets",
                "model(x), y",
                "What do x and y mean after the loop?",
            ),
            "only y is overwritten": (
                "for inputs, targets in",
                "for inputs, y in",
                "model(inputs), targets",
                "model(inputs), y",
                "What do x and y mean after the loop?",
            ),
            "the last loss": ("F.mse_loss(model(x), y).item()", "loss.item()", "the loss on all six rows"),
            "the last batch": ("model(x), y)", "model(inputs), targets)", "the loss on all six rows"),
            "zero once": (
                ZERO,
                "",
                "    for epoch",
                "    optimizer.zero_grad()\n    for epoch",
                "the gradients of its own batch alone",
            ),
            "zero for each epoch": (
                ZERO,
                "        optimizer.zero_grad()\n",
                "the gradients of its own batch alone",
            ),
            "zero before the step": (
                ZERO,
                "",
                STEP,
                ZERO + STEP,
                "zeroed between backward and step",
            ),
            "all rows in each step": (
                "model(inputs), targets",
                "model(x), y",
                "weight and bias after 1 epoch(s)",
            ),
            "the batches are renamed in the head of the loop alone": (
                "for inputs, targets in",
                "for xb, yb in",
                "model(inputs), targets",
                "model(x), y",
                "Which rows does line 4 use?",
            ),
            "renamed in one place": (
                "model(inputs), targets",
                "model(input), targets",
                "Your code raised an error",
            ),
        },
    ),
    **{
        f"name: {text[:14]}": ("name", f"my_name = {text}", "Write a name of 2 to 200 letters in quotes")
        for text in ("'x' * 300", "'A'", "'   '", "7", "None", "['Ada', 'Lovelace']", "str")
    },
    **variants(
        "split",
        DRAWN_SPLIT,
        {
            "the sizes of the log": (
                "[len(dataset) - held_back, held_back]",
                "[160, 40]",
                "add up to len(dataset)",
            ),
            "the seed for the generator": ("generator=generator", "generator=seed", "more than its seed"),
            "a fixed seed": (
                "manual_seed(seed)",
                "manual_seed(0)",
                "The seeds 0 and 1 hold back the same rows",
            ),
            "no generator": (", generator=generator", "", "a second split with the same seed"),
            "the seed of the whole notebook": (
                "generator = torch.Generator().manual_seed(seed)",
                "torch.manual_seed(seed)",
                ", generator=generator",
                "",
                "split has seeded it all",
            ),
            "the generator of the whole notebook": (
                "torch.Generator().manual_seed(seed)",
                "torch.manual_seed(seed)",
                "split has seeded it all",
            ),
            "the generator of the whole notebook, by its name": (
                "torch.Generator().manual_seed(seed)",
                "torch.default_generator.manual_seed(seed)",
                "split has seeded it all",
            ),
            "validation first": (
                "len(dataset) - held_back, held_back",
                "held_back, len(dataset) - held_back",
                "Training first",
            ),
            "no return": ("return random_split", "random_split", "Return two datasets"),
            "fractions": ("[len(dataset) - held_back, held_back]", "[0.8, 0.2]", "Training first"),
            "one size": ("[len(dataset) - held_back, held_back]", "held_back", "Your code raised an error"),
            "rows in both parts": (
                "return random_split",
                "return dataset, random_split",
                "generator=generator)",
                "generator=generator)[1]",
                "the sizes of the two parts",
            ),
        },
    ),
    **variants(
        "split",
        SPLIT,
        {
            "the last rows": (
                "torch.randperm(len(dataset), generator=torch.Generator().manual_seed(seed)).tolist()",
                "list(range(len(dataset)))[::-1]",
                "they were not drawn at random",
            ),
            "a block that the seed shifts": (
                "torch.randperm(len(dataset), generator=torch.Generator().manual_seed(seed)).tolist()",
                "[(row + 7 * seed) % len(dataset) for row in range(len(dataset))]",
                "they were not drawn at random",
            ),
            "a block in the middle": (
                "torch.randperm(len(dataset), generator=torch.Generator().manual_seed(seed)).tolist()",
                "[(row + 13 + seed) % len(dataset) for row in range(len(dataset))]",
                "not only a block of neighbours",
            ),
            "each fourth row": (
                "torch.randperm(len(dataset), generator=torch.Generator().manual_seed(seed)).tolist()",
                "sorted(range(len(dataset)), key=lambda row: (row - seed) % 4)",
                "they were not drawn at random",
            ),
            "one draw that the seed shifts": (
                "torch.randperm(len(dataset), generator=torch.Generator().manual_seed(seed)).tolist()",
                "[(row + seed) % len(dataset) for row in np.random.default_rng(0).permutation(len(dataset))]",
                "which the seed only moves",
            ),
            "drawn with repetition": (
                "torch.randperm(len(dataset), generator=torch.Generator().manual_seed(seed)).tolist()",
                "torch.randint(len(dataset), (len(dataset),)).tolist()",
                "Each row must be in exactly one part",
            ),
        },
    ),
    **variants(
        "machine",
        LEARN,
        {
            "the whole log": ("make_loader(train_set", "make_loader(log", "on the training rows alone"),
            "the validation rows": (
                "train_set, validation_set =",
                "validation_set, train_set =",
                "the training rows",
            ),
            "a fixed number held back": ("split(log, held_back", "split(log, 3", "the training rows alone"),
            "40 rows held back": ("split(log, held_back", "split(log, 40", "and the arguments of learn"),
            "a fixed batch size": ("batch_size, seed", "16, seed", "the batch_size, the lr and the epochs"),
            "a fixed learning rate": (
                "lr, epochs)\n    validation",
                "0.05, epochs)\n    validation",
                "the batch_size, the lr and the epochs",
            ),
            "a fixed number of epochs": (
                "lr, epochs)\n    validation",
                "lr, 2)\n    validation",
                "the batch_size, the lr and the epochs",
            ),
            "a model of its own": (
                "    train_losses",
                "    model = nn.Linear(1, 1)\n    train_losses",
                "Train the model that learn gets",
            ),
            "the end of the log is held back": (
                "split(log, held_back, seed=0)",
                "(torch.utils.data.Subset(log, range(len(log) - held_back)),"
                " torch.utils.data.Subset(log, range(len(log) - held_back, len(log))))",
                "they were not drawn at random",
            ),
            "arrays that are cut": (
                "    train_set, validation_set = split(log, held_back, seed=0)\n",
                "    train_set = make_dataset(dials[held_back:], gauges[held_back:])\n"
                "    validation_set = make_dataset(dials[:held_back], gauges[:held_back])\n",
                "they were not drawn at random",
            ),
            "arrays": (
                "make_dataset(dials, gauges)",
                "TensorDataset(dials, gauges)",
                "Step 1 makes a dataset of two arrays",
            ),
            "no loader": (
                "make_loader(train_set, batch_size, seed=0)",
                "train_set",
                "Does fit get a loader, or the dataset?",
            ),
            "a misspelt name": ("fit(model, make", "fit(modell, make", "name 'modell' is not defined"),
            "least squares": (
                "    train_losses = fit(model, make_loader(train_set, batch_size, seed=0), lr, epochs)\n",
                "    train_losses = [5.0, 0.1]\n"
                "    model.load_state_dict({'weight': torch.ones(1, 1), 'bias': 2 * torch.ones(1)})\n",
                "Train the model that learn gets",
            ),
        },
    ),
    **variants(
        "machine",
        LEARN,
        {
            "swapped results": (
                "return train_losses, validation_loss",
                "return validation_loss, train_losses",
                "The second result of learn is a list",
            ),
            "no return": ("    return train_losses, validation_loss\n", "", "Step 5: return"),
            "one result": (
                "return train_losses, validation_loss",
                "return validation_loss",
                "Step 5: return train_losses, validation_loss",
            ),
            "the last loss alone": (
                "return train_losses,",
                "return train_losses[-1],",
                "one number for each epoch",
            ),
            "typed losses": (
                "return train_losses,",
                "return [5.0, 0.1],",
                "what fit returns for the training rows",
            ),
            "the training loss": (
                "evaluate(model, DataLoader(validation_set, batch_size=held_back))",
                "train_losses[-1]",
                "evaluate it after fit",
            ),
            "the loss on all rows": (
                "DataLoader(validation_set, batch_size=held_back)",
                "DataLoader(log, batch_size=held_back)",
                "Each row counts once in one of the two losses",
            ),
            "the loss on the training rows": (
                "DataLoader(validation_set, batch_size=held_back)",
                "DataLoader(train_set, batch_size=held_back)",
                "Each row counts once in one of the two losses",
            ),
            "two splits": (
                "    validation_loss =",
                "    validation_set = split(log, held_back, seed=1)[1]\n    validation_loss =",
                "Split once",
            ),
            "only one batch of the validation rows": (
                "evaluate(model, DataLoader(validation_set, batch_size=held_back))",
                "evaluate(model, [next(iter(DataLoader(validation_set, batch_size=2)))])",
                "Each row counts once in one of the two losses",
            ),
            "only the first batch of the validation rows": (
                "evaluate(model, DataLoader(validation_set, batch_size=held_back))",
                "evaluate(model, [next(iter(DataLoader(validation_set, batch_size=batch_size)))])",
                "Each row counts once in one of the two losses",
            ),
            "the plain mean of the validation batches": (
                "evaluate(model, DataLoader(validation_set, batch_size=held_back))",
                "np.mean([evaluate(model, [b]) for b in DataLoader(validation_set, batch_size=batch_size)])",
                "each batch weighted with its rows",
            ),
            "the model before the training": (
                "    train_losses =",
                "    validation_loss = evaluate(model, DataLoader(validation_set))\n    train_losses =",
                "    validation_loss = evaluate(model, DataLoader(validation_set, batch_size=held_back))\n",
                "",
                "evaluate it after fit",
            ),
        },
    ),
}
