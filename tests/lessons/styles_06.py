"""Right answers to lesson 6 in the styles of different learners: {name: (exercise, text)}."""

from answers_06 import EVALUATE, HARVEST, LEARN
from lesson_grades import changed

STYLES = {
    "one pass with zip": (
        "gather",
        "def gather(loader):\n    return [torch.cat(part) for part in zip(*loader)]",
    ),
    "a sampler that shuffles": (
        "loader",
        """
def make_loader(dataset, batch_size, seed):
    sampler = torch.utils.data.RandomSampler(dataset, generator=torch.Generator().manual_seed(seed))
    return DataLoader(dataset, batch_size=batch_size, sampler=sampler)
""",
    ),
    "a shuffled loader without a function": (
        "harvest",
        changed(
            HARVEST,
            "make_loader(regions, 4, seed=1)",
            "DataLoader(regions, 4, True, generator=torch.Generator().manual_seed(1))",
        ),
    ),
    "detach in place of no_grad": (
        "forecast",
        "def forecast(model, rows):\n    return model(torch.tensor(rows).float()).detach()",
    ),
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
    "a plain loader of shuffled rows": (
        "machine",
        changed(LEARN, "make_loader(train_set, batch_size, seed=0)", "DataLoader(train_set, batch_size)"),
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
        for start in range(0, len(x_train), batch_size):
            x_part, y_part = x_train[start : start + batch_size], y_train[start : start + batch_size]
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
    "permutations of NumPy": (
        "split",
        """
def split(dataset, held_back, seed):
    order = np.random.default_rng(seed).permutation(len(dataset))
    subset = torch.utils.data.Subset
    return subset(dataset, order[held_back:]), subset(dataset, order[:held_back])
""",
    ),
    "the global seed, set in the function": (
        "split",
        """
def split(dataset, held_back, seed):
    torch.manual_seed(seed)
    return tuple(random_split(dataset, (len(dataset) - held_back, held_back)))
""",
    ),
    "divided by the rows of the dataset": (
        "evaluate",
        changed(
            EVALUATE, "            rows += len(inputs)\n", "", "total / rows", "total / len(loader.dataset)"
        ),
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
    "a row at a time": (
        "gather",
        """
def gather(loader):
    inputs, targets = [], []
    for batch in loader:
        inputs.extend(batch[0])
        targets.extend(batch[1])
    return torch.stack(inputs), torch.stack(targets)
""",
    ),
}
