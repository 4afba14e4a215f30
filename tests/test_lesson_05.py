"""Lesson 5 gives every learner of its demo class what is deserved, and each trap costs just its own points.

Traps: T7 and T33 (shape and type of new data), T23 (what was made since the seed), T35 (a flat target),
T40 (what the optimizer holds). The demo class falls into each of them once; here are the variants, run in
one plain process, which gives the same points as the judge.
"""

import itertools

import pytest
import torch
from torch import nn

import lessons

LESSON = "05-nn-module"
CLASS = lessons.learners(LESSON)
MOST = lessons.solved(LESSON).points

MODEL = """
class LinearModel(nn.Module):
    def __init__(self, inputs, outputs):
        super().__init__()
        self.layer = nn.Linear(inputs, outputs)

    def forward(self, x):
        return self.layer(x)
"""
LOOP = """
    return [train_step(model, optimizer, x, y) for _ in range(steps)]
"""
TRAINED = "train line harvest"  # what a wrong loop costs: the two exercises that use it fail with it
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
        "loss line harvest",
    ),
    "T35: every target made one column": (
        "loss",
        """
def loss_of(model, x, y):
    prediction = model(x)
    return F.mse_loss(prediction, y.reshape(-1, 1)[: len(prediction)])
""",
        "loss harvest",
    ),
    "the sum in place of the mean": (
        "loss",
        """
def loss_of(model, x, y):
    return F.mse_loss(model(x), y.reshape(len(y), -1), reduction="sum")
""",
        "loss harvest",
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
        "train harvest",
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
    "no super().__init__()": ("class", MODEL.replace("        super().__init__()\n", ""), "class"),
    "no nn.Module": (
        "class",
        MODEL.replace("(nn.Module)", "").replace("super().__init__()", "pass"),
        "class",
    ),
    "a prediction that cannot be trained": (
        "class",
        MODEL.replace("self.layer(x)", "self.layer(x).detach()"),
        "class",
    ),
    "forward returns nothing": ("class", MODEL.replace("return self.layer(x)", "self.layer(x)"), "class"),
    "a fixed number of outputs": (
        "class",
        MODEL.replace("nn.Linear(inputs, outputs)", "nn.Linear(3, 2)"),
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
    "scaled outside, and once more inside": (
        "harvest",
        """
scaled = (weather - weather.mean(dim=0)) / weather.std(dim=0)
harvest_model = ScaledModel(scaled, 2)
train(harvest_model, scaled, harvest, 0.1, 500)
harvest_loss = loss_of(harvest_model, scaled, harvest).item()
""",
        "harvest",
    ),
    "the loss of the start": (
        "harvest",
        """
harvest_model = ScaledModel(weather, 2)
harvest_loss = train(harvest_model, weather, harvest, 0.1, 500)[0]
""",
        "harvest",
    ),
    "a mended optimizer, but the second model after the seed": (
        "repaired",
        """
def repaired(x, y, seed, lr, steps):
    torch.manual_seed(seed)
    nn.Linear(x.shape[1], y.shape[1])
    model = nn.Linear(x.shape[1], y.shape[1])
    optimizer = torch.optim.SGD(model.parameters(), lr=lr)
    return model, [train_step(model, optimizer, x, y) for _ in range(steps)]
""",
        "repaired",
    ),
}
CHOICES = {  # name: (its letters, the right one)
    "second": ("abcd", "b"),  # T23: a takes the start from the seed alone
    "flat": ("abcd", "a"),  # T35: b and c overlook the broadcast
    "optimizer": ("abcde", "d"),  # T40: every other letter
    "mistake": ("abcd", "c"),
}
CAUGHT = (
    {  # name: (exercise, a wrong answer that already its visible check must catch)
        "the bias as one number": (
            "read",
            "def read(model):\n    return model.weight.tolist(), model.bias.flatten()[0].item()",
        ),
        "a flat target, and every other": (
            "loss",
            "def loss_of(model, x, y):\n    return F.mse_loss(model(x), y.reshape(-1, 1))",
        ),
        "what load_state_dict returns": (
            "file",
            """
def save(model, path):
    torch.save(model.state_dict(), path)


def load_into(model, path):
    return model.load_state_dict(torch.load(path, weights_only=True))
""",
        ),
    }
    | {
        name: WRONG[name][:2]
        for name in (
            "T23: always the seed of the example",
            "only a weight and a bias are counted",
            "a prediction that keeps its graph",
            "always the same file",
        )
    }
)


def plain(test):
    """For a test that runs a whole notebook here: it may warn as the learner's own would."""
    for warning in "Using a target size", "Converting a tensor with requires_grad":
        test = pytest.mark.filterwarnings(f"ignore:{warning}")(test)
    return test


def deserved(lost):
    """All points but those of the exercises that are lost."""
    return MOST | {f"{name}-check": 0 for name in lost.split()}


def with_answer(name, text):
    """A learner who is right everywhere but in one cell."""
    solved = lessons.solved(LESSON)
    solved.cells[f"{name}-solution"] = text
    return solved


def check(name, **answers):
    """Whether a check cell passes when the notebook holds just these answers."""
    (cell,) = (cell for cell in lessons.read("source", LESSON).cells if cell.id == f"{name}-check")
    return lessons.run(cell, dict(answers)) == ""


@pytest.fixture(autouse=True)
def own_folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)  # the lesson saves a model beside its notebook


@pytest.mark.parametrize("learner", CLASS, ids=lambda learner: learner.learner)
def test_the_judge_gives_each_learner_what_is_deserved(template, learner):
    assert lessons.points(LESSON, lessons.under_judge(template, LESSON, learner)) == learner.points


@pytest.mark.slow
@plain
@pytest.mark.parametrize("learner", CLASS, ids=lambda learner: learner.learner)
def test_a_plain_kernel_gives_the_same(learner):
    assert lessons.points(LESSON, lessons.in_one_process(LESSON, learner)) == learner.points


@pytest.mark.parametrize(("base", "share"), [("solution", 1), ("release", 0)])
def test_the_solution_gets_everything_and_the_stub_nothing(template, base, share):
    got = lessons.points(LESSON, lessons.under_judge(template, LESSON, lessons.solved(LESSON, base)))
    assert got == {name: most * share for name, most in MOST.items()}


@pytest.mark.slow
@plain
@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_answer_loses_just_its_points(name):
    exercise, text, lost = WRONG[name]
    got = lessons.points(LESSON, lessons.in_one_process(LESSON, with_answer(exercise, text)))
    assert got == deserved(lost)


@plain
@pytest.mark.parametrize("name", CAUGHT)
def test_the_visible_check_catches_the_mistake(name):
    exercise, text = CAUGHT[name]
    (cell,) = (cell for cell in lessons.read("release", LESSON).cells if cell.id == f"{exercise}-check")
    names = {"torch": torch, "nn": nn, "F": torch.nn.functional, "wide": nn.Linear(3, 2)}
    exec(text, names)
    assert lessons.run(cell, names) != ""


@pytest.mark.parametrize("name", CHOICES)
def test_one_letter_of_each_choice_is_right(name):
    letters, right = CHOICES[name]
    assert [letter for letter in letters if check(name, **{f"{name}_choice": letter})] == [right]


def test_one_order_of_the_lines_is_right():
    orders = ("".join(letters) for letters in itertools.permutations("ABCDEF"))
    assert [order for order in orders if check("order", life_order=order)] == ["CFBEAD"]
