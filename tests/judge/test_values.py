"""The judge reads a learner's values: plain ones and tensors as themselves, all else as what is there."""

import pytest
from judge_tasks import fails, passes, run

VALUES = [
    "None", "True", "3", "2.5", "10**50", "'text'", "[1, [2.0, 'a']]", "(1, 2)", "{'w': 1.0, 2: None}",
    "{1, 2}",
    "b'bytes'", "slice(1, 2)", "float('inf')",
]  # fmt: skip


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
