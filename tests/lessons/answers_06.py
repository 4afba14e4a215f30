"""Wrong answers to lesson 6, each with the exercises that it loses."""

from lesson_grades import changed

TABLE = """
class Table(Dataset):
    def __init__(self, array, columns):
        self.rows = torch.tensor(array, dtype=torch.float32)
        self.columns = columns

    def __len__(self):
        return len(self.rows)

    def __getitem__(self, index):
        row = self.rows[index]
        return row[: self.columns], row[self.columns :]
"""
EVALUATE = """
def evaluate(model, loader):
    total, rows = 0.0, 0
    with torch.no_grad():
        for inputs, targets in loader:
            loss = F.mse_loss(model(inputs), targets)
            total += loss.item() * len(inputs)
            rows += len(inputs)
    return total / rows
"""
FIT = """
def fit(model, loader, lr, epochs):
    optimizer = torch.optim.SGD(model.parameters(), lr=lr)
    losses = []
    for _ in range(epochs):
        total, rows = 0.0, 0
        for inputs, targets in loader:
            loss = F.mse_loss(model(inputs), targets)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            total += loss.item() * len(inputs)
            rows += len(inputs)
        losses.append(total / rows)
    return losses
"""
LOADER = """
def make_loader(dataset, batch_size, seed):
    generator = torch.Generator().manual_seed(seed)
    return DataLoader(dataset, batch_size=batch_size, shuffle=True, generator=generator)
"""
SAMPLER = """
def permuted(rows, seed):
    return np.random.default_rng(seed).permutation(rows).tolist()


class Order(torch.utils.data.Sampler):
    def __init__(self, rows, seed):
        self.rows, self.seed, self.epoch = rows, seed, 0

    def __len__(self):
        return self.rows

    def __iter__(self):
        self.epoch += 1
        return iter([{row} for row in range(self.rows)])


def make_loader(dataset, batch_size, seed):
    return DataLoader(dataset, batch_size, sampler=Order(len(dataset), seed))
"""
BATCH_SAMPLER = """
class Order:
    def __init__(self, rows, size, seed):
        self.rows, self.size, self.generator = rows, size, torch.Generator().manual_seed(seed)

    def shuffled(self, rows):
        return [rows[i] for i in torch.randperm(len(rows), generator=self.generator).tolist()]

    def __len__(self):
        return -(-self.rows // self.size)

    def __iter__(self):
        batches = [list(range(self.rows))[start:][: self.size] for start in range(0, self.rows, self.size)]
        return iter({batches})


def make_loader(dataset, batch_size, seed):
    return DataLoader(dataset, batch_sampler=Order(len(dataset), batch_size, seed))
"""
SPLIT = """
def split(dataset, held_back, seed):
    order = torch.randperm(len(dataset), generator=torch.Generator().manual_seed(seed)).tolist()
    subset = torch.utils.data.Subset
    return subset(dataset, order[held_back:]), subset(dataset, order[:held_back])
"""
RANDPERM = "torch.randperm(len(dataset), generator=torch.Generator().manual_seed(seed)).tolist()"
LEARN = """
def learn(model, dials, gauges, held_back, batch_size, lr, epochs):
    log = make_dataset(dials, gauges)
    train_set, validation_set = split(log, held_back, seed=0)
    train_losses = fit(model, make_loader(train_set, batch_size, seed=0), lr, epochs)
    validation_loss = evaluate(model, DataLoader(validation_set, batch_size=held_back))
    return train_losses, validation_loss
"""
HARVEST = """
torch.manual_seed(1)
model = nn.Linear(3, 2)
losses = fit(model, make_loader(regions, 4, seed=1), lr=1e-5, epochs=100)
"""
SOLVED = """
def learn(model, dials, gauges, held_back, batch_size, lr, epochs):
    train_set, validation_set = split(make_dataset(dials, gauges), held_back, seed=0)
    inputs, targets = next(iter(DataLoader(train_set, batch_size=len(train_set))))
    table = torch.hstack([inputs, torch.ones(len(inputs), 1)])
    best = torch.linalg.lstsq(table, targets).solution
    with torch.no_grad():
        model.weight.copy_(best[:-1].T)
        model.bias.copy_(best[-1])
    validation_loss = evaluate(model, DataLoader(validation_set, batch_size=held_back))
    return {losses}, validation_loss
"""
OWN_DATASET = """
class Rows(Dataset):
    def __init__(self, inputs, targets):
        self.inputs, self.targets = torch.tensor(inputs).float(), torch.tensor(targets).float()

    def __len__(self):
        return len(self.inputs)

    def __getitem__(self, index):
        return self.inputs[index], self.targets[index]


def make_dataset(inputs, targets):
    return Rows(inputs, targets)
"""
UNTRAINED = "fit harvest machine machine-loss"  # what a loop costs that leads nowhere


CSV = """
def read_table(path, columns):
    rows = np.loadtxt(path, delimiter=",", skiprows=1)
    return rows[:, :columns], rows[:, columns:]
"""
BASELINE = """
def mean_error(seen, new):
    errors = new - seen.mean(dim=0)
    return (errors**2).mean().sqrt().item()
"""
WRONG = {  # name: (solution cell, its text, the exercises that are lost)
    "the first row is taken for the names": ("csv", changed(CSV, "skiprows=1", "skiprows=2"), "csv"),
    "always three inputs in a file": (
        "csv",
        changed(CSV, "[:, :columns]", "[:, :3]", "[:, columns:]", "[:, 3:]"),
        "csv",
    ),
    "always the same file": ("csv", changed(CSV, "path, delim", '"harvest.csv", delim'), "csv"),
    "the mean of the new rows": ("baseline", changed(BASELINE, "seen.mean", "new.mean"), "baseline"),
    "one mean for all columns": ("baseline", changed(BASELINE, "mean(dim=0)", "mean()"), "baseline"),
    "no root": ("baseline", changed(BASELINE, ".sqrt()", ""), "baseline"),
    "the mean of the absolute errors": (
        "baseline",
        changed(BASELINE, "(errors**2).mean().sqrt()", "errors.abs().mean()"),
        "baseline",
    ),
    "T32: as_tensor shares the memory of a float32 array": (
        "celsius",
        """
def celsius(weather):
    metric = torch.as_tensor(weather, dtype=torch.float32)
    metric[:, 0] = (metric[:, 0] - 32) * 5 / 9
    return weather, metric
""",
        "celsius",
    ),
    "T32: the array is changed first": (
        "celsius",
        """
def celsius(weather):
    weather[:, 0] = (weather[:, 0] - 32) * 5 / 9
    return weather, torch.tensor(weather, dtype=torch.float32)
""",
        "celsius",
    ),
    "NumPy's decimals stay float64": (
        "celsius",
        """
def celsius(weather):
    metric = torch.tensor(weather) * 1.0
    metric[:, 0] = (metric[:, 0] - 32) * 5 / 9
    return weather, metric
""",
        "celsius",
    ),
    "T33: whole numbers cut off the rest of a degree": (
        "celsius",
        """
def celsius(weather):
    metric = torch.tensor(weather)
    metric[:, 0] = (metric[:, 0] - 32) * 5 / 9
    return weather, metric.float()
""",
        "celsius",
    ),
    "a list of pairs": (
        "dataset",
        "def make_dataset(inputs, targets):\n"
        "    pairs = zip(torch.tensor(inputs).float(), torch.tensor(targets).float(), strict=True)\n"
        "    return list(pairs)",
        "dataset",
    ),
    "a class of one's own": ("dataset", OWN_DATASET, "dataset"),
    "T33: float64 for all": (
        "dataset",
        "def make_dataset(inputs, targets):\n"
        "    return TensorDataset(torch.tensor(inputs).double(), torch.tensor(targets).double())",
        "dataset machine machine-loss",  # the dials are float64 as well, so the machine cannot be trained
    ),
    "targets first": (
        "dataset",
        "def make_dataset(inputs, targets):\n"
        "    return TensorDataset(torch.tensor(targets).float(), torch.tensor(inputs).float())",
        "dataset machine machine-loss",
    ),
    "an index that is ignored": ("table", changed(TABLE, "self.rows[index]", "self.rows[0]"), "table"),
    "the index of the row after": ("table", changed(TABLE, "[index]", "[index - 1]"), "table"),
    "columns for rows": ("table", changed(TABLE, "len(self.rows)", "self.rows.shape[1]"), "table"),
    "always three inputs": ("table", changed(TABLE, "self.columns :", "3:"), "table"),
    "T33: a table of the array's dtype": ("table", changed(TABLE, ", dtype=torch.float32", ""), "table"),
    "no shuffling": (
        "loader",
        changed(LOADER, "shuffle=True", "shuffle=False"),
        "loader harvest machine-loss",
    ),
    "the short batch is dropped": (
        "loader",
        changed(LOADER, "shuffle=True", "shuffle=True, drop_last=True"),
        "loader harvest",
    ),
    "always the same seed": ("loader", changed(LOADER, "manual_seed(seed)", "manual_seed(1)"), "loader"),
    "one generator for all loaders": (
        "loader",
        "shared_generator = torch.Generator()\n" + changed(LOADER, "torch.Generator()", "shared_generator"),
        "loader",
    ),
    "a table that is turned": (
        "loader",
        SAMPLER.format(row="(row + self.seed + 3 * self.epoch) % self.rows"),
        "loader",
    ),
    "equal steps": (
        "loader",
        SAMPLER.format(row="(13 * row + self.seed + 3 * self.epoch) % self.rows"),
        "loader",
    ),
    "the table backwards, and turned": (
        "loader",
        SAMPLER.format(row="(self.seed + 3 * self.epoch - row) % self.rows"),
        "loader",
    ),
    "one shuffle that seed and epoch turn": (
        "loader",
        SAMPLER.format(row="permuted(self.rows, 0)[(row + self.seed + 3 * self.epoch) % self.rows]"),
        "loader",
    ),
    "one shuffle for each seed, that epochs move": (
        "loader",
        SAMPLER.format(row="(permuted(self.rows, self.seed)[row] + self.epoch) % self.rows"),
        "loader",
    ),
    "shuffled batches of neighbours": (
        "loader",
        BATCH_SAMPLER.format(batches="self.shuffled(batches[:-1]) + batches[-1:]"),
        "loader harvest",
    ),
    "shuffled inside of each batch": (
        "loader",
        BATCH_SAMPLER.format(batches="map(self.shuffled, batches)"),
        "loader harvest machine-loss",
    ),
    "T31: the loss of the last batch": (
        "evaluate",
        changed(EVALUATE, "total / rows", "loss.item()"),
        "evaluate",
    ),
    "T31: the plain mean of the batches": (
        "evaluate",
        changed(EVALUATE, " * len(inputs)", "", "rows += len(inputs)", "rows += 1"),
        "evaluate",
    ),
    "an evaluation that trains": (
        "evaluate",
        changed(
            EVALUATE,
            "    with torch.no_grad():",
            "    fit(model, loader, 1e-6, 1)\n    with torch.no_grad():",
        ),
        "evaluate machine",  # it trains on the rows held back
    ),
    "an evaluation after which nothing can be trained": (
        "evaluate",
        changed(EVALUATE, "    total, rows", "    model.requires_grad_(False)\n    total, rows"),
        "evaluate",
    ),
    "graphs are switched off for all, in evaluate": (
        "evaluate",
        changed(EVALUATE, "    with torch.no_grad():", "    torch.set_grad_enabled(False)\n    if True:"),
        "evaluate machine machine-loss",
    ),
    "the dataset in place of its batches, in evaluate": (
        "evaluate",
        changed(EVALUATE, "in loader:", "in [loader.dataset.tensors]:"),
        "evaluate machine machine-loss",
    ),
    "the batches of the first pass in each epoch": (
        "fit",
        changed(FIT, "    losses = []", "    losses, loader = [], list(loader)"),
        "fit harvest machine-loss",
    ),
    "T31: the loss of the last batch, in fit": (
        "fit",
        changed(FIT, "total / rows", "loss.item()"),
        "fit",
    ),
    "T31: the plain mean of the batches, in fit": (
        "fit",
        changed(FIT, " * len(inputs)", "", "rows += len(inputs)", "rows += 1"),
        "fit",
    ),
    "the loss after the epoch": (
        "fit",
        changed(FIT, "losses.append(total / rows)", "losses.append(evaluate(model, loader))"),
        "fit machine-loss",
    ),
    "the sum of the batch losses": (
        "fit",
        changed(FIT, "total / rows", "total"),
        "fit machine-loss",
    ),
    "no zero": ("fit", changed(FIT, "optimizer.zero_grad()", "pass"), UNTRAINED),
    "zero once for each epoch": (
        "fit",
        changed(
            FIT,
            "            optimizer.zero_grad()\n",
            "",
            "        total, rows",
            "        optimizer.zero_grad()\n        total, rows",
        ),
        "fit harvest machine",
    ),
    "no step": ("fit", changed(FIT, "optimizer.step()", "pass"), UNTRAINED),
    "one step for each epoch": (
        "fit",
        changed(
            FIT,
            "            optimizer.step()\n",
            "",
            "        losses.append",
            "        optimizer.step()\n        losses.append",
        ),
        "fit harvest machine",
    ),
    "one epoch too few": ("fit", changed(FIT, "range(epochs)", "range(1, epochs)"), UNTRAINED),
    "the bias is left out": (
        "fit",
        changed(FIT, "model.parameters()", "[model.weight]"),
        "fit machine machine-loss",
    ),
    "a sum in place of a mean": (
        "fit",
        changed(
            FIT, "F.mse_loss(model(inputs), targets)", 'F.mse_loss(model(inputs), targets, reduction="sum")'
        ),
        UNTRAINED,
    ),
    "ten epochs in place of a hundred": (
        "harvest",
        "torch.manual_seed(1)\nmodel = nn.Linear(3, 2)\n"
        "losses = fit(model, make_loader(regions, 4, seed=1), lr=1e-5, epochs=10)",
        "harvest",
    ),
    "another model than the trained one": (
        "harvest",
        "torch.manual_seed(1)\nmodel = nn.Linear(3, 2)\n"
        "losses = fit(nn.Linear(3, 2), make_loader(regions, 4, seed=1), lr=1e-5, epochs=100)",
        "harvest",
    ),
    **{
        f"a harvest with {what}": ("harvest", changed(HARVEST, *parts), "harvest")
        for what, parts in {
            "the rows in the table's order": ("make_loader(regions, 4, seed=1)", "DataLoader(regions, 4)"),
            "batches of 5": ("regions, 4", "regions, 5"),
            "batches of 15": ("regions, 4", "regions, 15"),
            "twice the learning rate": ("1e-5", "2e-5"),
            "four times the learning rate": ("1e-5", "4e-5"),
            "half the learning rate": ("1e-5", "5e-6"),
            "the second model after the seed": ("model = ", "nn.Linear(3, 2)\nmodel = "),
        }.items()
    },
    "weights of least squares and typed losses": (
        "harvest",
        """
best = torch.linalg.lstsq(torch.hstack([weather, torch.ones(15, 1)]), harvest).solution
model = nn.Linear(3, 2)
model.load_state_dict({"weight": best[:3].T, "bias": best[3]})
losses = [100.0] * 99 + [1.0]
""",
        "harvest",
    ),
    "a forecast after which nothing can be trained": (
        "forecast",
        "def forecast(model, rows):\n    model.requires_grad_(False)\n"
        "    return model(torch.tensor(rows, dtype=torch.float32))",
        "forecast",
    ),
    "T33: the type of the list": (
        "forecast",
        "def forecast(model, rows):\n    with torch.no_grad():\n        return model(torch.tensor(rows))",
        "forecast",
    ),
    "T33: only the last number is made a float": (
        "forecast",
        "def forecast(model, rows):\n    with torch.no_grad():\n"
        "        return model(torch.tensor([[75, 63, 44.0]]))",
        "forecast",
    ),
    "a forecast with a graph": (
        "forecast",
        "def forecast(model, rows):\n    return model(torch.tensor(rows, dtype=torch.float32))",
        "forecast",
    ),
    "always the model of the harvest": (
        "forecast",
        "the_model = model\n\n\ndef forecast(model, rows):\n    with torch.no_grad():\n"
        "        return the_model(torch.tensor(rows, dtype=torch.float32))",
        "forecast",
    ),
    "an input that is not lucky": (
        "telling",
        "lucky = ([1, 2, 3, 4, 5, 6], [1, 2, 2, 3, 5, 5], 0.01, 1)\n"
        "telling = ([1, 2, 3], [1, 2, 2], 0.05, 3)",
        "telling",
    ),
    "an input on which both bugs do harm": (
        "telling",
        "lucky = ([1, 2, 3], [1, 2, 2], 0.05, 1)\n"
        "telling = ([1, 2, 3, 4, 5, 6], [1, 2, 2, 3, 5, 5], 0.01, 3)",
        "telling",
    ),
    "the repair left to earlier exercises": (
        "repaired",
        """
def repaired(model, x, y, lr, epochs):
    loader = DataLoader(TensorDataset(x, y), batch_size=5)
    fit(model, loader, lr, epochs)
    return evaluate(model, loader)
""",
        "repaired",
    ),
    "the end of a sorted table is held back": (
        "split",
        changed(
            SPLIT,
            "torch.randperm(len(dataset), generator=torch.Generator().manual_seed(seed)).tolist()",
            "list(range(len(dataset)))[::-1]",
        ),
        "split machine",
    ),
    "validation rows in the training": (
        "split",
        changed(SPLIT, "order[held_back:]", "order"),
        "split machine machine-loss",
    ),
    "a split that no seed repeats": (
        "split",
        changed(SPLIT, ", generator=torch.Generator().manual_seed(seed)", ""),
        "split",
    ),
    "a block that the seed shifts": (
        "split",
        changed(
            SPLIT,
            "torch.randperm(len(dataset), generator=torch.Generator().manual_seed(seed)).tolist()",
            "[(row + 7 * seed) % len(dataset) for row in range(len(dataset))]",
        ),
        "split machine",
    ),
    **{
        name: ("split", changed(SPLIT, RANDPERM, order), lost)
        for name, order, lost in (
            (
                "a pattern of blocks of four that the seed shifts",
                "sorted(range(len(dataset)), key=lambda row: (row - seed) % len(dataset) // 4 * 7 % 15)",
                "split machine",
            ),
            (
                "blocks of four, drawn",
                "sorted(range(len(dataset)), key=lambda i: np.random.default_rng([seed, i // 4]).random())",
                "split",
            ),
            (
                "pairs of neighbours, drawn",
                "sorted(range(len(dataset)), key=lambda i: np.random.default_rng([seed, i // 2]).random())",
                "split",
            ),
            (
                "every third row and one more",
                "sorted(range(len(dataset)), key=lambda row: (row - seed) % 57 % 3)",
                "split",
            ),
            (
                "one draw that the seed shifts",
                "[(row + seed) % len(dataset) for row in np.random.default_rng(0).permutation(len(dataset))]",
                "split",
            ),
        )
    },
    "every fourth row": (
        "split",
        """
def split(dataset, held_back, seed):
    step = len(dataset) // held_back
    held = [row for row in range(len(dataset)) if row % step == seed % step]
    rest = [row for row in range(len(dataset)) if row % step != seed % step]
    return torch.utils.data.Subset(dataset, rest), torch.utils.data.Subset(dataset, held)
""",
        "split machine machine-loss",
    ),
    "trained on the whole log": (
        "machine",
        changed(LEARN, "make_loader(train_set", "make_loader(log"),
        "machine machine-loss",
    ),
    "trained on the rows held back": (
        "machine",
        changed(LEARN, "train_set, validation_set =", "validation_set, train_set ="),
        "machine machine-loss",
    ),
    "the settings of the text in place of the arguments": (
        "machine",
        changed(LEARN, "train_set, batch_size, seed=0), lr, epochs", "train_set, 16, seed=0), 0.05, 20"),
        "machine machine-loss",
    ),
    "its own batch size": ("machine", changed(LEARN, "batch_size, seed", "16, seed"), "machine"),
    "a model of its own": (
        "machine",
        changed(
            LEARN,
            "    train_losses",
            "    model = nn.Linear(dials.shape[1], gauges.shape[1])\n    train_losses",
        ),
        "machine machine-loss",
    ),
    "split twice, with two seeds": (
        "machine",
        changed(
            LEARN,
            "    validation_loss =",
            "    validation_set = split(log, held_back, seed=1)[1]\n    validation_loss =",
        ),
        "machine-loss",
    ),
    "the training loss for the validation loss": (
        "machine",
        changed(
            LEARN, "evaluate(model, DataLoader(validation_set, batch_size=held_back))", "train_losses[-1]"
        ),
        "machine-loss",
    ),
    "the loss on all rows for the validation loss": (
        "machine",
        changed(LEARN, "DataLoader(validation_set, batch_size=held_back)", "make_loader(log, 4, seed=0)"),
        "machine-loss",
    ),
    "the first batch of the validation rows": (
        "machine",
        changed(
            LEARN,
            "evaluate(model, DataLoader(validation_set, batch_size=held_back))",
            "evaluate(model, [next(iter(DataLoader(validation_set, batch_size=batch_size)))])",
        ),
        "machine-loss",
    ),
    "the plain mean of the validation batches": (
        "machine",
        changed(
            LEARN,
            "evaluate(model, DataLoader(validation_set, batch_size=held_back))",
            "np.mean([evaluate(model, [b]) for b in DataLoader(validation_set, batch_size=batch_size)])",
        ),
        "machine-loss",
    ),
    "the validation loss before the training": (
        "machine",
        changed(
            LEARN,
            "    validation_loss = evaluate(model, DataLoader(validation_set, batch_size=held_back))\n",
            "",
            "    train_losses =",
            "    validation_loss = evaluate(model, DataLoader(validation_set, batch_size=held_back))\n"
            "    train_losses =",
        ),
        "machine-loss",
    ),
    "typed losses": ("machine", changed(LEARN, "return train_losses", "return [5.0, 0.11]"), "machine-loss"),
    "solved, and typed losses": (
        "machine",
        SOLVED.format(losses="[5.0, 0.1]"),
        "machine machine-loss",
    ),
    "solved, and losses that fall to the floor": (
        "machine",
        SOLVED.format(losses="[5.0, evaluate(model, DataLoader(train_set, batch_size=batch_size))]"),
        "machine machine-loss",
    ),
}

JUDGED = {  # what the judge, which sees copies and handles, must tell apart as well: (texts, what is lost)
    name: ({WRONG[each][0]: WRONG[each][1] for each in traps}, " ".join(WRONG[each][2] for each in traps))
    for name, traps in {
        "one of each": (
            "T33: whole numbers cut off the rest of a degree",
            "always three inputs in a file",
            "the mean of the new rows",
            "a list of pairs",
            "an evaluation after which nothing can be trained",
            "a harvest with the rows in the table's order",
            "a forecast after which nothing can be trained",
            "solved, and typed losses",
        ),
        "another of each": (
            "a class of one's own",
            "a harvest with twice the learning rate",
            "solved, and losses that fall to the floor",
            "every fourth row",
        ),
        "typed losses alone": ("typed losses",),
    }.items()
}
