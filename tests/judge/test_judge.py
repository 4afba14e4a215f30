"""The judge: tests run here, see the learner's values, and pass only by running to their end."""

import sys

import pytest
import torch
from judge_tasks import fails, grade, passes, run, task, verdict

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

VALUES = [
    "None", "True", "3", "2.5", "10**50", "'text'", "[1, [2.0, 'a']]", "(1, 2)", "{'w': 1.0, 2: None}",
    "{1, 2}",
    "b'bytes'", "slice(1, 2)", "float('inf')",
]  # fmt: skip


# Values


@pytest.mark.parametrize("text", VALUES)
def test_plain_values_come_as_themselves(template, text):
    passes(template, f"value = {text}", f"assert type(value) is type({text}) and value == {text}")


def test_tensors_come_with_dtype_shape_and_what_autograd_knows(template):
    learner = """
import torch
w = torch.tensor([1.0, 2.0], requires_grad=True)
y = w * w
y.sum().backward()
half = torch.ones(2, 3, dtype=torch.bfloat16)
p = torch.nn.Parameter(torch.zeros(1))
"""
    test = """
import torch
assert type(w) is torch.Tensor and w.tolist() == [1, 2] and w.requires_grad and w.is_leaf
assert w.grad.tolist() == [2, 4]
assert y.tolist() == [1, 4] and y.requires_grad and not y.is_leaf
assert half.dtype is torch.bfloat16 and half.shape == (2, 3) and not half.requires_grad and half.grad is None
assert type(p) is torch.Tensor and p.requires_grad
"""
    passes(template, learner, test)


def test_arrays_and_numpy_scalars_come_as_such(template):
    learner = "import numpy as np\na = np.arange(6).reshape(2, 3)[:, ::-1]\nm = np.float32(1.5)"
    passes(template, learner, "assert a.tolist() == [[2, 1, 0], [5, 4, 3]]")
    test = "import numpy as np\nassert type(m) is np.float32 and m == 1.5"
    passes(template, learner, test)


def test_subclasses_of_numbers_do_not_come_as_numbers(template):
    learner = """
class Yes(float):
    def __eq__(self, other): return True
    def __lt__(self, other): return True
    __sub__ = __rsub__ = __abs__ = lambda *_: 0.0
w = Yes(7)
"""
    for test in (
        "assert w == 2",
        "assert abs(w - 2) < 1e-4",
        "assert w < 2",
        "assert 2 - w == 0",
        "assert w",
    ):
        assert "object of type Yes" in fails(template, learner, test)


def test_a_tensor_subclass_comes_as_the_numbers_it_holds(template):
    learner = """
import torch
class Yes(torch.Tensor):
    @classmethod
    def __torch_function__(cls, function, types, args=(), kwargs=None):
        if function in (torch.allclose, torch.equal):
            return True
        return super().__torch_function__(function, types, args, kwargs or {})
w = torch.tensor([7.0]).as_subclass(Yes)
"""
    passes(
        template,
        learner,
        "import torch\nassert type(w) is torch.Tensor and not torch.equal(w, torch.ones(1))",
    )


def test_a_value_is_looked_up_each_time_it_is_read(template):
    passes(
        template,
        "n = 0\ndef more():\n    global n\n    n += 1",
        "assert n == 0\nmore()\nmore()\nassert n == 2",
    )


def test_what_a_test_does_to_a_value_stays_here(template):
    passes(template, "values = [1]", "values.append(2)\nassert values == [1]")


def test_a_missing_name_is_named(template):
    assert fails(template, "", "assert W == 2") == "name 'W' is not defined in the notebook at this point."


def test_builtins_and_imports_are_ours(template):
    learner = "abs = isinstance = lambda *_: True\ntorch = type('T', (), {'allclose': abs})\nw = 7"
    fails(template, learner, "import torch\nassert abs(w - 2) < 1")
    fails(template, learner, "assert isinstance(w, str)")
    fails(template, learner, "import torch\nassert torch.allclose(torch.ones(1), torch.zeros(1))")


def test_a_test_sees_the_notebook_as_it_is_at_its_place(template):
    first, last = ("test", "assert w == 1"), ("test", "assert w == 2")
    results = run(template, "w = 1", first, "w = 2", last, first)
    assert [result.passed for result in results] == [None, True, None, True, False]


# Handles


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


# Verdicts and messages


def test_expected_errors_can_be_expected(template):
    learner = "def check(n):\n    raise ValueError('n is bad')"
    test = (
        "try:\n    check(1)\n    assert 0\nexcept ValueError as error:\n    assert 'n is bad' in str(error)"
    )
    passes(template, learner, test)


def test_an_error_in_the_learners_function_is_shown_without_our_test(template):
    message = fails(template, "def f(x):\n    return x / 0", "secret = 41 + 1\nassert f(1) == secret")
    assert message == "Your code raised ZeroDivisionError: division by zero\n  line 2 in f: return x / 0"


def test_a_failed_check_shows_its_own_message_alone(template):
    result = verdict(
        template, "w = 1", "from course.checks import expect\nexpect('w', w, 2, hint='Add one.')"
    )
    assert result.message == "Not right yet: w.\n  expected: 2\n  got:      1\n  hint:     Add one."
    assert result.outputs[-1]["traceback"] == [result.message]


def test_what_a_test_prints_is_its_output(template):
    result = passes(
        template,
        "w = 2",
        "import sys, warnings\nprint('fine')\nprint('x', file=sys.stderr)\nwarnings.warn('y')",
    )
    assert result.outputs == [{"output_type": "stream", "name": "stdout", "text": "fine\n"}]


@pytest.mark.parametrize(
    "test", ["this is no python", "import no_such_module", "print(0)\n(lambda: f(lambda: 0))()"]
)
def test_a_broken_test_gives_no_grade(template, test):
    result = grade(task("def f(x): pass", ("test", test)), template)
    assert result.status == "error"
    assert result.reason
    assert result.cells == []


@pytest.mark.parametrize(
    "learner",
    ["def f(): raise SystemExit", "def f(): raise KeyboardInterrupt", "def f(): raise GeneratorExit",
                "class Bad(BaseException):\n    def __str__(self): raise self\ndef f(): raise Bad"],
)  # fmt: skip
def test_no_exception_of_the_learners_reaches_the_judge(template, learner):
    assert "raised" in fails(template, learner, "f()")


def test_a_worker_that_dies_is_no_expected_error(template):
    learner = "import os\ndef f(): os._exit(0)"
    test = "try:\n    f()\nexcept Exception:\n    pass\nexcept:\n    pass"
    assert "ended the Python process" in fails(template, learner, test)


def test_what_passed_before_the_worker_died_stays_passed(template):
    good = ("test", "assert w == 1")
    results = run(template, "w = 1", good, "import os; os._exit(0)", good, "w = 3")
    assert [result.passed for result in results] == [None, True, None, False, None]
    assert "ended the Python process" in results[3].message
    assert results[4].outputs == []


def test_too_much_to_send_fails_the_test(template):
    assert "too large" in fails(template, "import torch\nw = torch.zeros(1).expand(10**9)", "w")
    assert "nested" in fails(template, "w = []\nw.append(w)", "w")
    assert "bits" in fails(template, "w = 1 << 10**6", "w")
    assert "items" in fails(template, MODEL, "list(count())", cell_seconds=60)


def test_a_lying_length_costs_no_memory(template):
    learner = """
import sys
class Long:
    def __len__(self): return sys.maxsize
    def __getitem__(self, k): return k
w = Long()
"""
    assert "length" in fails(template, learner, "len(w)")
    assert "items" in fails(template, learner, "list(w)", cell_seconds=60)


# Time and form


LONG = "This cell ran longer than 1 seconds."


def test_a_cell_that_takes_too_long_is_interrupted_and_the_next_ones_run(template):
    cells = "x = 1\nwhile True: pass", ("test", "assert x == 1"), "def f():\n    while True: pass"
    slow, check, _, call, after = run(template, *cells, ("test", "f()"), ("test", "assert x"), cell_seconds=1)
    assert slow.message == call.message == LONG
    assert [check.passed, call.passed, after.passed] == [True, False, True]


def test_a_test_cannot_go_on_after_an_interrupt(template):
    learner = "def f():\n    while True: pass"
    swallowing = "try:\n    f()\nexcept Exception:\n    pass"
    assert fails(template, learner, swallowing, cell_seconds=1) == LONG


@pytest.mark.slow
def test_a_cell_that_ignores_the_interrupt_ends_the_worker(template):
    learner = "import signal\nsignal.signal(signal.SIGINT, signal.SIG_IGN)\nwhile True: pass"
    cell, check = run(template, learner, ("test", "pass"), cell_seconds=1)
    assert cell.message == check.message == LONG


def test_many_outputs_are_cut_and_do_no_harm(template):
    noise = "import sys\nfor k in range(5000):\n    print(k)\n    print(k, file=sys.stderr)\nx = 1"
    cell, check = run(template, noise, ("test", "assert x == 1"))
    assert check.passed
    assert cell.outputs[0]["text"] == "0\n"
    assert cell.outputs[-1]["text"] == "\n[output truncated]\n"


def test_all_cells_together_have_a_limit(template):
    sleep = "import time; time.sleep(0.7)"
    results = run(template, sleep, sleep, sleep, ("test", "pass"), submission_seconds=1.5)
    assert results[-1].message == "Your notebook ran longer than 1.5 seconds."


def test_a_call_from_a_test_has_a_limit_too(template):
    assert "longer than 1 seconds" in fails(template, "def f():\n    while True: pass", "f()", cell_seconds=1)


@pytest.mark.slow
def test_without_a_sandbox_the_judge_stays_out_of_process():
    from grader.sandbox.unconfined import PlainTemplate

    with PlainTemplate() as plain:
        passes(
            plain,
            "import os\npid = os.getpid()\nw = 2",
            f"assert pid != {__import__('os').getpid()} and w == 2",
        )
        assert "ended" in fails(plain, "import os; os._exit(0)", "pass")


@pytest.mark.skipif(sys.platform != "linux", reason="the sentence is for other systems")
def test_other_systems_are_refused_in_one_sentence(monkeypatch):
    from grader.sandbox import bubblewrap
    from grader.sandbox.errors import SandboxUnavailable
    from grader.sandbox.template import Template

    monkeypatch.setattr(bubblewrap.sys, "platform", "darwin")
    with pytest.raises(SandboxUnavailable, match=r"no sandbox on darwin.*GRADER_NO_SANDBOX=1"):
        Template().__enter__()
