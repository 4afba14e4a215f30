"""What a test cannot do outside of the learner's process is refused by name; what it can do is not."""

import pytest
from nbformat.v4 import new_code_cell, new_notebook

from grader.notebooks.outside_rules import refusals

REFUSED = {  # a test: a word of the reason
    "%time f(2)": "IPython",
    "!ls": "IPython",
    "assert (await f(2)) == 4\n!ls": "IPython",
    "assert open('out.txt').read()": "files",
    "import torch\nassert torch.load('model.pt')": "files",
    "import numpy as np\nassert np.loadtxt('a.csv').size": "files",
    "import os\nassert os.path.exists('out.txt')": "files",
    "from pathlib import Path\nassert not Path('x').exists()": "files",
    "import subprocess": "processes",
    "import matplotlib.pyplot as plt\nassert plt.gca().get_title()": "figures",
    "import io, contextlib\nwith contextlib.redirect_stdout(io.StringIO()) as out:\n    f(2)": "prints",
    "from contextlib import redirect_stdout": "prints",
    "import warnings\nwith warnings.catch_warnings(record=True) as seen:\n    f(2)\nassert not seen": "warns",
    "from unittest.mock import patch\nwith patch('builtins.input', lambda: '1'): f(2)": "does not see",
    "import inspect\nassert 'for' not in inspect.getsource(f)": "source",
    "a = [1]\nassert f(a) is not a": "copies",
    "a = [2, 1]\nf(a)\nassert a == [1, 2]": "copy",
    "a = [2, 1]\nbefore = list(a)\nf(a)\nassert a == before": "copy",
    "import torch\na = torch.ones(2)\nf(a)\nassert torch.equal(a, torch.ones(2))": "copy",
    "for k in range(3):\n    a = [k]\n    f(a)\n    assert a == [k]": "copy",
    "f(data)\nassert data == [1, 2]": "copy",
    "assert 'f' in dir()": "list",
    "assert 'f' not in globals().keys()": "list",
    "assert get_ipython()": "IPython",
    "import types\nassert not isinstance(f(2), types.GeneratorType)": "represented",
    "try:\n    f(2) + 'x'\nexcept TypeError:\n    pass\nelse:\n    assert False": "represented",
    "def max(*ignored): raise AssertionError\nassert f(2) == 4": "Python's own",
    "import numpy as np\nnp.mean = None": "does not see it",
    "import numpy as np\nassert not np.shares_memory(f(2), data)": "copies",
    "assert type(f(2)) is dict": "defaultdict",
    "import random\nstate = random.getstate()": "settings",
    "given = dict(a=1)\nf(given)\nassert 'b' not in given": "copy",
    "given = [1]\nf(given)\nassert len(given) == 1": "copy",
}
FINE = [
    "assert f(2) == 4",
    "a = [2, 1]\nassert f(a) == [1, 2]",
    "a = [2, 1]\ngot = f(a)\nassert got == a",
    "assert f(2) is None or f(2) is True",
    "assert f(2) is not None",
    "assert 'f' in globals()",
    "import math\nassert math.isclose(f(2), 4)",
    "x = 5\nassert x == 5",
    "rows = f(3)\nassert len(rows) == 3",
    "n = 3\nrows = f(n)\nassert len(rows) == n and sum(rows) == n",
    "for n in (1, 2):\n    assert len(f(n)) == n",
    "a = [1]\nf(a)\na = [2]\nassert a == [2]",
    "from course.checks import expect\nexpect('f(2)', f(2), 4)",
    "import io\nassert io.StringIO",
]


def notebook(*cells):
    """A notebook of cells: those that begin with `test:` are test cells."""
    made = []
    for n, text in enumerate(cells):
        flags = {"grade": True, "solution": False, "grade_id": f"test-{n}", "points": 1}
        is_test = text.startswith("test:")
        metadata = {"nbgrader": flags} if is_test else {}
        made.append(new_code_cell(text.removeprefix("test:"), metadata=metadata))
    return new_notebook(cells=made)


GIVEN = "data = [1, 2]\ndef f(x): return x"


@pytest.mark.parametrize("test", REFUSED)
def test_what_would_mean_something_else_is_refused(test):
    found = list(refusals(notebook(GIVEN, f"test:{test}")))
    assert found
    assert found[0].startswith("test-1, line ")
    assert REFUSED[test] in found[0]


@pytest.mark.parametrize("test", FINE)
def test_ordinary_tests_are_not_refused(test):
    assert list(refusals(notebook(GIVEN, f"test:{test}"))) == []


def test_a_name_of_both_the_notebook_and_an_earlier_test_is_doubtful_where_it_is_read():
    cells = GIVEN, "test:data = [5]", "test:assert f(data)"
    assert [line.split(":")[0] for line in refusals(notebook(*cells))] == ["test-2, line 1"]
    assert list(refusals(notebook(GIVEN, "test:data = [5]", "test:data = [6]\nassert f(data)"))) == []
    assert list(refusals(notebook(GIVEN, "test:mine = [5]", "test:assert f(mine)"))) == []


def test_a_cell_that_needs_what_only_a_test_defines_is_named():
    (line,) = refusals(notebook(GIVEN, "test:mine = 5", "print(mine)"))
    assert "reads 'mine', which only a test cell defines" in line
