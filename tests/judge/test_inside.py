"""Tests that run inside the worker: an error is 0 points, all else full marks; a warning costs nothing."""

import pytest
from judge_tasks import run

from grader.judge.outputs import clean_text

pytestmark = pytest.mark.slow

CASES = {  # a test: whether it passes
    "assert x == 1": True,
    "assert x == 2": False,
    "x + undefined": False,
    "raise SystemExit": False,
    "import warnings; warnings.warn('careful')": True,
    "import sys; print('to stderr', file=sys.stderr)": True,
    "%time x": True,
    "%no_such_magic": False,
    "!true": True,
    "import asyncio\nawait asyncio.sleep(0.001)": True,
    "x == 1": True,
    "def broken(:": False,
    "from IPython.display import display, HTML\ndisplay(HTML('<b>x</b>'))": True,
    "while True: pass": False,
    "import os; os._exit(0)": False,
    "": True,
}


@pytest.mark.parametrize("test", CASES)
def test_a_test_means_what_it_means_in_a_notebook(template, test):
    result = run(template, "x = 1", ("inside", test), cell_seconds=3)[-1]
    assert result.passed is CASES[test], result
    kinds = [output["output_type"] for output in result.outputs]
    assert ("error" in kinds) is not CASES[test]
    assert all(output.get("name") != "stderr" for output in result.outputs)  # nbgrader reads that as 0


def test_tests_meet_the_learners_cells_in_one_process(template):
    """Helpers, changed lists, printed text, files: nothing comes as a copy."""
    learner = "data = [1]\ndef add(n): data.append(n)\nopen('out.txt', 'w').write('hello')"
    tests = [
        ("inside", "def size(): return len(data)\ndata.append(2)\nassert size() == 2"),
        ("inside", "add(3)\nassert size() == 3 and open('out.txt').read() == 'hello'"),
    ]
    assert [result.passed for result in run(template, learner, *tests)] == [None, True, True]


def test_after_the_worker_is_gone_no_test_passes(template):
    results = run(template, "import os; os._exit(0)", ("inside", "pass"), ("inside", "1"))
    assert [result.passed for result in results] == [None, False, False]


def test_a_failed_test_keeps_its_traceback_for_the_instructor(template):
    result = run(template, "x = 1", ("inside", "assert x == 2, 'not two'"))[-1]
    assert result.message == "AssertionError: not two"
    text = clean_text("\n".join(result.outputs[-1]["traceback"]))
    assert "assert x == 2" in text
