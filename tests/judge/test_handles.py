"""The judge calls a learner's functions and reads models, optimizers and data sets, where they are."""

import pytest
import torch
from judge_tasks import fails, passes

pytestmark = pytest.mark.slow

MODEL = """
import torch
from torch.utils.data import Dataset, TensorDataset, DataLoader

class Line(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.linear = torch.nn.Linear(1, 1)
    def forward(self, x):
        return self.linear(x)

class Rows(Dataset):
    def __len__(self):
        return 3
    def __getitem__(self, index):
        if index >= 3:
            raise IndexError(index)
        return torch.tensor([float(index)]), torch.tensor([2.0 * index])

model = Line()
optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
stale = torch.optim.SGD(Line().parameters(), lr=0.1)
rows = Rows()
loader = DataLoader(TensorDataset(torch.arange(5.0)), batch_size=2)

def train(steps):
    for _ in range(steps):
        optimizer.zero_grad()
        loss = ((model(torch.ones(4, 1)) - 2) ** 2).mean()
        loss.backward()
        optimizer.step()
    return loss

def count():
    k = 0
    while True:
        yield k
        k += 1
"""


def test_functions_are_called_with_the_tests_own_data(template):
    learner = "def fit(x, *, lr=1.0):\n    return (x * lr).sum()"
    passes(template, learner, "import torch\nassert fit(torch.tensor([1.0, 2.0]), lr=2.0).item() == 6")


def test_arguments_cannot_be_changed_from_there(template):
    learner = "def f(values, t):\n    values.clear()\n    t.zero_()"
    passes(
        template,
        learner,
        "import torch\na, t = [1], torch.ones(1)\nf(a, t)\nassert a == [1] and t.item() == 1",
    )


def test_models_optimizers_and_data_sets_can_be_read(template):
    test = """
import torch
assert len(list(model.parameters())) == 2 and model.linear.weight.shape == (1, 1)
assert "linear.bias" in dict(model.state_dict())
assert "Module" in model.remote_type_names
held = [p for group in optimizer.param_groups for p in group["params"]]
assert all(any(p is q for q in held) for p in model.parameters())
assert not any(p is q for p in stale.param_groups[0]["params"] for q in held)
assert len(rows) == 3 and rows[2][1].item() == 4.0 and len(list(rows)) == 3
assert [len(batch[0]) for batch in loader] == [2, 2, 1] and len(loader) == 3
before = model.linear.weight.clone()
assert train(50).item() < 0.1 and not torch.equal(before, model.linear.weight)
assert abs(model(torch.ones(1, 1)).item() - 2) < 0.2
assert Line().linear.weight.grad is None
"""
    passes(template, MODEL, test)


def test_generators_are_read_one_by_one(template):
    passes(
        template,
        MODEL,
        "assert [k for k, _ in zip(count(), range(4))] == [0, 1, 2, 3]\nassert next(count()) == 0",
    )


def test_attributes_that_are_missing_are_missing_here(template):
    passes(template, MODEL, "assert not hasattr(model, 'foward') and getattr(model, 'foward', 1) == 1")


def test_two_objects_of_the_learner_can_be_combined_but_not_compared(template):
    learner = """
class Value:
    def __init__(self, data): self.data = data
    def __mul__(self, other): return Value(self.data * other.data)
    def __sub__(self, other): return 0.0
"""
    passes(template, learner, "assert (Value(2.0) * Value(3.0)).data == 6.0")
    for test in (
        "assert Value(1) - Value(2) == 0",
        "assert Value(1) == Value(1)",
        "assert not Value(1) < Value(0)",
    ):
        assert "object of type Value" in fails(template, learner, test)


def test_library_functions_and_data_sets_can_be_passed_on(template):
    learner = "def call(f, *args): return f(*args)\ndef total(rows): return sum(float(y) for x, y in rows)"
    test = """
import torch
from torch.utils.data import DataLoader, TensorDataset
assert call(torch.nn.functional.mse_loss, torch.ones(2), torch.zeros(2)).item() == 1
assert call(torch.sum, torch.ones(3)).item() == 3 and call(max, 1, 2) == 2
data = TensorDataset(torch.ones(3), torch.ones(3))
assert total(data) == 3 and total(DataLoader(data)) == 3
assert call(call, max, 3, 4) == 4
"""
    passes(template, learner, test)


def test_a_seed_of_the_tests_holds_for_the_learner(template):
    learner = "import torch\ndef start(): return torch.randn(3)"
    test = "import torch\nfor seed in (1, 1, 2):\n    torch.manual_seed(seed)\n    a = start()\n"
    passes(template, learner, test + "    torch.manual_seed(seed)\n    assert torch.equal(a, torch.randn(3))")
    assert torch.manual_seed.__module__ == "torch.random"


def test_a_repair_that_lets_an_earlier_exercise_do_the_work_is_told(template):
    learner = "def descend(x):\n    return x\n\ndef mended(x):\n    return [descend(each) for each in x]"
    test = "from course.checks import calls_none\ncalls_none('mended', mended, 'descend', 'fit')"
    assert "mended calls descend: it must do" in fails(template, learner, test)
    assert "mended calls descend" in fails(template, f"{learner}\n\nmended = descend", test)
    decorated = learner.replace("def mended", "import torch\n\n@torch.no_grad()\ndef mended")
    assert "mended calls descend: it must do" in fails(template, decorated, test)
    passes(template, decorated.replace("descend(each)", "each.descend(each)"), test)
    passes(template, learner.replace("descend(each)", "each"), test)
