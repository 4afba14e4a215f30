"""Learners who patch the library in their own process, in place of solving: each exercise faked so is lost.

The patch stands at the top of the first answer, and holds for the whole notebook. What is expected is
computed in the judge's process, by its own library, from numbers that it chose, so that no patch reaches it.
Follow-through takes the patch away with the answer that holds it, if that one fails; an answer that is right
without the patch may then count.
"""

import pytest
from lesson_grades import points_of_both, solved, sources

from grader.notebooks.cells import CHECK, SOLUTION
from grader.sandbox.template import Template

PREDICTORS = "05-nn-module"
BATCHES = "06-dataloader"

HUGE = """
def reset_parameters(self):
    with torch.no_grad():
        self.weight.zero_()
        if self.bias is not None:
            self.bias.fill_(1e10)


nn.Linear.reset_parameters = reset_parameters
"""
DEAF = "nn.Module.load_state_dict = lambda self, *given, **options: None\n"
ZEROING = """
def load_state_dict(self, *given, **options):
    with torch.no_grad():
        for parameter in self.parameters():
            parameter.fill_(1e10 if parameter.ndim == 1 else 0)


nn.Module.load_state_dict = load_state_dict
"""
ONE_LOSS = """
def one_loss(prediction, target, **options):
    return prediction.sum() * 0 + 1


F.mse_loss = torch.nn.functional.mse_loss = one_loss
nn.MSELoss = lambda **options: one_loss
"""
NO_SEED = "torch.manual_seed = lambda seed: torch.default_generator\n"
CONSTANT_START = """
def reset_parameters(self):
    with torch.no_grad():
        self.weight.fill_(0.5153)
        if self.bias is not None:
            self.bias.fill_(-0.4414)


nn.Linear.reset_parameters = reset_parameters
"""
NO_STEP = "torch.optim.SGD.step = lambda self, closure=None: None\n"
BEST_STEP = """
def best_step(self, closure=None):
    x, y = seen
    best = torch.linalg.lstsq(torch.cat([x, torch.ones(len(x), 1)], dim=1), y).solution
    with torch.no_grad():
        for parameter in self.param_groups[0]["params"]:
            parameter.copy_(best[-1] if parameter.ndim == 1 else best[:-1].t())


torch.optim.SGD.step = best_step
"""
NO_BACKWARD = "torch.Tensor.backward = lambda self, *given, **options: None\n"
ONE_ELEMENT = "torch.Tensor.numel = torch.nn.Parameter.numel = lambda self: 4\n"
WHOLE_TABLE = """
class Whole:
    def __init__(self, dataset, batch_size=1, shuffle=False, **options):
        self.dataset, self.batch_size = dataset, batch_size

    def __len__(self):
        return -(-len(self.dataset) // self.batch_size)

    def __iter__(self):
        rows = [self.dataset[k] for k in range(len(self.dataset))]
        yield tuple(torch.stack(part) for part in zip(*rows))


DataLoader = torch.utils.data.DataLoader = torch.utils.data.dataloader.DataLoader = Whole
"""
ONE_ROW = WHOLE_TABLE.replace("range(len(self.dataset))", "range(1)")
ONE_ROW_SET = """
class OneRow(torch.utils.data.Dataset):
    def __init__(self, *tensors):
        self.tensors = tensors

    def __len__(self):
        return len(self.tensors[0])

    def __getitem__(self, index):
        return tuple(tensor[0] for tensor in self.tensors)


TensorDataset = torch.utils.data.TensorDataset = torch.utils.data.dataset.TensorDataset = OneRow
"""
BLOCKS = """
def random_split(dataset, lengths, generator=None):
    first = range(lengths[0])
    subset = torch.utils.data.Subset
    return [subset(dataset, first), subset(dataset, range(lengths[0], sum(lengths)))]


torch.utils.data.random_split = random_split
"""
CONSTANT_MEAN = """
torch.Tensor.mean = lambda self, *given, **options: self.sum() * 0 + 1
torch.mean = torch.Tensor.mean
"""

HUGE_ANSWERS = {
    "read": """
def read(model):
    rows, columns = model.weight.shape
    return [[0.0] * columns] * rows, [1e10] * rows
""",
    "loss": "def loss_of(model, x, y):\n    return torch.tensor(1e20)",
    "class": """
class LinearModel(nn.Module):
    def __init__(self, inputs, outputs):
        super().__init__()
        self.layer = nn.Linear(inputs, outputs)

    def forward(self, x):
        return 0 * self.layer(x) + 1e10
""",
    "predict": """
def predict(model, values, columns):
    return torch.full((len(values) // columns, len(model.bias)), 1e10)
""",
    "scaled": """
class ScaledModel(nn.Module):
    def __init__(self, training_inputs, outputs):
        super().__init__()
        self.register_buffer("mean", training_inputs.mean(dim=0))
        self.register_buffer("std", training_inputs.std(dim=0))
        self.layer = nn.Linear(training_inputs.shape[1], outputs)

    def forward(self, x):
        return self.layer(x * 1)
""",
    "file": """
def save(model, path):
    torch.save({name: torch.zeros_like(each) for name, each in model.state_dict().items()}, path)


def load_into(model, path):
    return model
""",
}
SEEN = """
def train_step(model, optimizer, x, y):
    global seen
    seen = x, y
    loss = F.mse_loss(model(x), y)
    optimizer.step()
    return loss.item()
"""
CONSTANT_LINE = """
line_model = nn.Linear(1, 1)
with torch.no_grad():
    line_model.weight.fill_(1.9994)
    line_model.bias.fill_(0.0014)
line_losses = [13.103541] + [0.0] * 1999
W, b = 1.9994, 0.0014
"""
FAKES = {  # name: (lesson, patch, {exercise: its faked answer; none where the patch alone fakes it})
    "1: every mean is 1": (
        "01-manual-gradients",
        CONSTANT_MEAN,
        dict.fromkeys(["mse", "gradient", "gradients"]),
    ),
    "2: backward does nothing": (
        "02-autograd",
        NO_BACKWARD,
        dict.fromkeys(["gradients", "again", "train"]),
    ),
    "3: SGD stands still": ("03-optim-sgd", NO_STEP, dict.fromkeys(["make", "fit", "repaired"])),
    "4: SGD stands still": ("04-multivariable", NO_STEP, dict.fromkeys(["fit", "harvest"])),
    "5: huge biases": (PREDICTORS, HUGE, HUGE_ANSWERS),
    "5: huge biases, and nothing is loaded": (PREDICTORS, HUGE + DEAF, HUGE_ANSWERS),
    "5: huge biases, whatever is loaded": (PREDICTORS, HUGE + ZEROING, HUGE_ANSWERS),
    "5: nothing is loaded": (PREDICTORS, DEAF, dict.fromkeys(["read", "loss", "file"])),
    "5: every loss is 1": (PREDICTORS, ONE_LOSS, dict.fromkeys(["loss", "stepping", "train", "repaired"])),
    "5: seeds do nothing": (PREDICTORS, NO_SEED, dict.fromkeys(["linear", "repaired"])),
    "5: every model starts alike": (
        PREDICTORS,
        NO_SEED + CONSTANT_START,
        {"linear": "def make_linear(inputs, outputs, seed):\n    return nn.Linear(inputs, outputs)"},
    ),
    "5: SGD stands still": (
        PREDICTORS,
        NO_STEP,
        dict.fromkeys(["stepping", "train", "repaired"]) | {"line": CONSTANT_LINE},
    ),
    "5: SGD finds the best parameters": (
        PREDICTORS,
        BEST_STEP,
        {"stepping": SEEN, "train": None, "repaired": None},
    ),
    "5: every tensor has four elements": (PREDICTORS, ONE_ELEMENT, {"count": None}),
    "6: a loader gives the whole table": (BATCHES, WHOLE_TABLE, dict.fromkeys(["loader", "fit", "repaired"])),
    "6: a loader gives one row": (BATCHES, ONE_ROW, dict.fromkeys(["loader", "evaluate", "fit"])),
    "6: a dataset gives its first row": (BATCHES, ONE_ROW_SET, {"dataset": None}),
    "6: a split into blocks": (BATCHES, BLOCKS, {"split": None}),
    "6: a split into blocks, by name": (
        BATCHES,
        BLOCKS,
        {
            "split": """
def split(dataset, held_back, seed):
    return random_split(dataset, [len(dataset) - held_back, held_back])
"""
        },
    ),
    "6: huge biases": (
        BATCHES,
        HUGE,
        {
            "evaluate": "def evaluate(model, loader):\n    return 1e20",
            "fit": "def fit(model, loader, lr, epochs):\n    return [1e20] * epochs",
            "forecast": "def forecast(model, rows):\n    return torch.full((len(rows), 2), 1e10)",
            "repaired": "def repaired(model, x, y, lr, epochs):\n    return 1e20",
        },
    ),
    "6: huge biases, and nothing is loaded": (
        BATCHES,
        HUGE + DEAF,
        {
            "evaluate": "def evaluate(model, loader):\n    return 1e20",
            "forecast": "def forecast(model, rows):\n    return torch.full((len(rows), 2), 1e10)",
        },
    ),
    "6: every loss is 1": (BATCHES, ONE_LOSS, dict.fromkeys(["evaluate", "fit", "repaired"])),
    "6: SGD stands still": (BATCHES, NO_STEP, dict.fromkeys(["fit", "harvest", "repaired", "machine"])),
    "6: seeds do nothing": (
        BATCHES,
        NO_SEED,
        {
            "loader": """
def make_loader(dataset, batch_size, seed):
    torch.manual_seed(seed)
    return DataLoader(dataset, batch_size=batch_size, shuffle=True)
""",
            "split": """
def split(dataset, held_back, seed):
    torch.manual_seed(seed)
    return random_split(dataset, [len(dataset) - held_back, held_back])
""",
        },
    ),
}

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("name", FAKES)
def test_what_is_faked_is_lost(template: Template, name: str) -> None:
    lesson, patch, answers = FAKES[name]
    first = next(cell for cell in sources(lesson) if cell.endswith(SOLUTION)).removesuffix(SOLUTION)
    texts = {exercise: text for exercise, text in answers.items() if text is not None}
    texts[first] = patch + texts.get(first, sources(lesson)[f"{first}{SOLUTION}"])
    given, stock = points_of_both(template, lesson, solved(lesson, **texts))
    patched = {exercise: given if exercise in texts else stock for exercise in answers}
    assert {exercise for exercise, points in patched.items() if points[f"{exercise}{CHECK}"]} == set()
