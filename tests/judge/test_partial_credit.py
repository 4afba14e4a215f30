"""A number as a test's last value is partial credit, outside and inside: a plain one, and not too large."""

import pytest

from grader.judge.grade import grade
from grader.judge.task import Cell, Task

MOST = 3.0
CREDITS = {  # the last line of a test of 3 points: its credit, None for all points, or False where it fails
    "1": 1,
    "0": 0,
    "3": 3,
    "0.5": 0.5,
    "1e-3": 0.001,
    "sum([1, 0, 1])": 2,
    "-0.0": 0,
    "None": None,
    "[1, 2]": None,
    "'0.5'": None,
    "True": None,
    "False": None,
    "4": False,
    "-1": False,
    "float('nan')": False,
    "float('inf')": False,
    "10**400": False,
    "__import__('numpy').float64(0.5)": False,
    "__import__('numpy').array(0.5)": False,
    "__import__('torch').tensor(0.5)": False,
    "__import__('decimal').Decimal('0.5')": False,
    "__import__('fractions').Fraction(1, 2)": False,
    "1j": False,
    "4;": None,  # as in IPython, the semicolon hides the value
}


def result_of(template, kind, last, learner="x = 1"):
    cells = Cell("run", learner), Cell(kind, f"assert x == 1\n{last}", "x-check", MOST)
    return grade(Task(cells), template).cells[-1]


@pytest.mark.parametrize("kind", ["test", "inside"])
@pytest.mark.parametrize("last", CREDITS)
def test_the_last_value_of_a_test(template, kind, last):
    result, credit = result_of(template, kind, last), CREDITS[last]
    assert result.passed is (credit is not False), result.message
    if credit is False:
        assert "The test ended with" in result.message
        assert result.outputs[-1]["output_type"] == "error"
    else:
        assert result.credit == credit


@pytest.mark.parametrize("kind", ["test", "inside"])
def test_a_failed_assert_before_the_number_gives_nothing(template, kind):
    assert result_of(template, kind, "1", learner="x = 2").passed is False


def test_a_learners_number_that_is_none_gives_no_credit(template):
    """It says of itself that it is 3."""
    liar = "class Liar:\n    def __repr__(self): return 'nan'\nx, y = 1, Liar()"
    assert result_of(template, "test", "y", learner=liar).passed is False
