"""What stands in a test for a learner's object: it can do what the object can, and says nothing of its own.

Each case is run twice with the same test: the object that should pass, and one that should not.
"""

import pytest
from judge_tasks import fails, passes, run

from grader.judge.grade import grade
from grader.judge.task import Cell, Task

LISTS_ITSELF = """
from torch import nn
class Model(nn.Linear):
    listed = 0
    def parameters(self):
        for p in super().parameters():
            {}
m = Model(3, 2)
"""

TOLD_APART = {  # name: (a test, a notebook that passes it, one that does not)
    "a docstring": ("assert 'mean' in f.__doc__", "def f(x):\n    'The mean.'", "def f(x): pass"),
    "a name": ("assert f.__name__ == 'f'", "def f(): pass", "def g(): pass\nf = g"),
    "being callable": ("assert callable(f)", "def f(): pass", "class A: pass\nf = A()"),
    "having a length": (
        "assert len(f) == 2",
        "class A:\n    def __len__(self): return 2\nf = A()",
        "f = object()",
    ),
    "an attribute": ("assert hasattr(p, 'x')", "class P: x = 1\np = P()", "class P: pass\np = P()"),
    "a class": (
        "assert isinstance(q, P)",
        "class P: pass\nclass Q(P): pass\nq = Q()",
        "class P: pass\nclass Q: pass\nq = Q()",
    ),
    "a subclass": (
        "assert issubclass(Q, P)",
        "class P: pass\nclass Q(P): pass",
        "class P: pass\nclass Q: pass",
    ),
    "the type's name": ("assert type(q).__name__ == 'P'", "class P: pass\nq = P()", "class R: pass\nq = R()"),
    "its own text": (
        "assert str(q) == 'P!'",
        "class P:\n    def __str__(self): return 'P!'\nq = P()",
        "class P: pass\nq = P()",
    ),
    "a signature": (
        "import inspect\nassert list(inspect.signature(f).parameters) == ['x', 'lr']\n"
        "assert inspect.signature(f).parameters['lr'].default == 0.1",
        "def f(x, lr=0.1): pass",
        "def f(x, rate=0.1): pass",
    ),
    "an exception of the learner's": (
        "try:\n    f()\nexcept Empty:\n    pass\nelse:\n    assert False",
        "class Empty(Exception): pass\ndef f(): raise Empty",
        "class Empty(Exception): pass\ndef f(): raise ValueError",
    ),
    "a builtin exception": (
        "try:\n    f()\nexcept FileNotFoundError:\n    pass\nelse:\n    assert False",
        "def f(): open('nowhere')",
        "def f(): raise OSError",
    ),
    "a name in the notebook": ("assert 'f' in globals()", "def f(): pass", "g = 1"),
    "no name in the notebook": ("assert 'f' not in globals()", "g = 1", "f = 1"),
    "a name with a default": ("assert globals().get('f', 3) == 3", "g = 1", "f = 1"),
    "an attribute that the test sets": (
        "p.x = 5\nassert p.double() == 10",
        "class P:\n    def double(self): return 2 * self.x\np = P()",
        "class P:\n    def double(self): return 2\np = P()",
    ),
    "an item that the test sets": (
        "p['a'] = 5\nassert p['a'] == 10",
        "class P(dict):\n    def __setitem__(self, k, v): super().__setitem__(k, 2 * v)\np = P()",
        "class P(dict): pass\np = P()",
    ),
    "iteration": (
        "assert [k for k in p] == [1, 2]",
        "class P:\n    def __iter__(self): return iter([1, 2])\np = P()",
        "class P: pass\np = P()",
    ),
    "the parameters of a model": (
        "assert [tuple(p.shape) for p in m.parameters()] == [(2, 3), (2,)]",
        "from torch import nn\nm = nn.Linear(3, 2)",
        "from torch import nn\nm = nn.Linear(3, 2, bias=False)",
    ),
    "the names of its parameters": (
        "assert [name for name, p in m.named_parameters()] == ['weight', 'bias']",
        "from torch import nn\nm = nn.Linear(3, 2)",
        "from torch import nn\nm = nn.Linear(3, 2, bias=False)",
    ),
    "the parameters after the first": (
        "rest = m.parameters()\nassert next(rest).shape == (2, 3)\nassert len(list(rest)) == 1",
        "from torch import nn\nm = nn.Linear(3, 2)",
        "from torch import nn\nm = nn.Linear(3, 2, bias=False)",
    ),
    "the parameters of a large model": (
        "assert [p.numel() for p in m.parameters()] == 3 * [1_500_000, 1_000]",  # 8 MB each in a message
        "from torch import nn\nm = nn.ModuleList(nn.Linear(1500, 1000) for _ in range(3))",
        "from torch import nn\nm = nn.Linear(1500, 1000)",
    ),
    "parameters that the learner lists, one after the other": (
        "assert [m.listed for p in m.parameters()] == [1, 2]",
        LISTS_ITSELF.format("self.listed += 1\n            yield p"),
        LISTS_ITSELF.format("self.listed += 2\n            yield p"),
    ),
    "the seed of torch": (
        "import torch\ntorch.manual_seed(3)\nmine = torch.rand(1).item()\nassert f(3) == mine",
        "import torch\ndef f(seed): return torch.manual_seed(seed) and torch.rand(1).item()",
        "import torch\ndef f(seed): return torch.manual_seed(4) and torch.rand(1).item()",
    ),
    "a seed of torch that holds for the learner's code": (
        "import torch\ntorch.manual_seed(3)\nmine = torch.rand(1).item()\n"
        "torch.manual_seed(3)\nassert f() == mine",
        "import torch\ndef f(): return torch.rand(1).item()",
        "import torch\ndef f(): return 0.5",
    ),
    "the seed of random": (
        "import random\nrandom.seed(3)\nmine = random.random()\nrandom.seed(3)\nassert f() == mine",
        "import random\ndef f(): return random.random()",
        "import random\ndef f(): return 0.5",
    ),
    "the seed of NumPy": (
        "from numpy import random\nrandom.seed(3)\nmine = random.rand()\nrandom.seed(3)\nassert f() == mine",
        "import numpy\ndef f(): return numpy.random.rand()",
        "def f(): return 0.5",
    ),
}


@pytest.mark.parametrize("name", TOLD_APART)
def test_right_and_wrong_are_told_apart(template, name):
    test, right, wrong = TOLD_APART[name]
    passes(template, right, test)
    fails(template, wrong, test)


@pytest.mark.parametrize(
    "use", ["assert q", "assert q == 1", "assert q != 1", "assert not q", "assert 1 == q"]
)
def test_a_stand_in_has_no_truth_value_and_equals_nothing(template, use):
    """It would be the object's own answer, and could always agree."""
    agrees = "class Q:\n    def __eq__(self, other): return True\n    __ne__ = __lt__ = __eq__\nq = Q()"
    assert "an object of type Q" in fails(template, agrees, use)


def test_what_a_test_defines_later_tests_see(template):
    results = run(
        template,
        "def f(x): return 2 * x",
        ("test", "import math\ndef near(a, b): return math.isclose(a, b)\nassert near(f(1), 2)"),
        "y = 3",
        ("test", "assert near(f(y), 6) and math.pi > 3"),
    )
    assert [result.passed for result in results] == [None, True, None, True]


def test_an_object_that_a_test_made_lives_on_for_the_next(template):
    counter = "class Counter:\n    n = 0\n    def up(self): self.n += 1; return self.n"
    results = run(
        template, counter, ("test", "c = Counter()\nassert c.up() == 1"), ("test", "assert c.up() == 2")
    )
    assert [result.passed for result in results] == [None, True, True]


def verdicts(template, task):
    return [result.passed for result in grade(task, template).cells]


def test_a_name_of_the_notebook_means_the_learners_value_again_in_the_next_test(template):
    cells = Cell("run", "x = 1"), Cell("test", "x = 5"), Cell("test", "assert x == 1")
    assert verdicts(template, Task(cells, given=frozenset({"x"}))) == [None, True, True]


def test_no_cell_of_the_learners_replaces_a_tests_helper(template):
    """Only names that the lesson's own cells define mean the learner's."""
    cells = (
        Cell("test", "def near(a, b): return a == b"),
        Cell("run", "def near(a, b): return True\nw = 1"),
        Cell("test", "assert near(w, 2)"),
    )
    assert verdicts(template, Task(cells)) == [True, None, False]


def test_a_library_of_the_notebook_is_the_judges_own(template):
    patched = "import numpy as np\nnp.allclose = lambda *ignored: True\nw = np.zeros(2)"
    cells = Cell("run", patched), Cell("test", "assert isinstance(w, np.ndarray) and not np.allclose(w, 1)")
    assert verdicts(template, Task(cells, given=frozenset({"np"}), imports={"np": "numpy"})) == [None, True]
    assert verdicts(template, Task(cells)) == [None, False]  # the notebook's, which is patched


def test_models_and_files_of_the_notebooks_torch_are_the_learners(template):
    learner = "import torch\ndef count(model): return sum(p.numel() for p in model.parameters())"
    test = "assert count(torch.nn.Linear(2, 1)) == 3 and torch.tensor([1.0]).item() == 1"
    cells = Cell("run", learner), Cell("test", test)
    assert verdicts(template, Task(cells, given=frozenset({"torch"}), imports={"torch": "torch"})) == [
        None,
        True,
    ]


def test_the_default_dtype_of_the_notebook_holds_in_its_tests(template):
    learner = "import torch\ntorch.set_default_dtype(torch.float64)\nlayer = torch.nn.Linear(2, 1)"
    results = run(template, learner, ("test", "import torch\nassert layer(torch.ones(1, 2)).shape == (1, 1)"))
    assert results[-1].passed is True, results[-1].message
    assert run(template, "x = 1", ("test", "import torch\nassert torch.ones(1).dtype == torch.float32"))[
        -1
    ].passed


def test_a_strict_task_names_a_test_that_changes_a_copy(template):
    cells = Cell("run", "data = [1]\ndef f(): return len(data)"), Cell("test", "data.append(2)", "f-check")
    assert grade(Task(cells, strict=True), template).reason.startswith("f-check: it changes [1, 2], a copy")
    assert verdicts(template, Task(cells)) == [None, True]
