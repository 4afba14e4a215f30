"""An instructor's own assignment, which declares nothing, is graded as stock nbgrader grades it.

One notebook with all idioms, and nbgrader's own example course, are handed in by a learner who is right, one
who is wrong and one between them, and graded twice: by nbgrader as it is, and with this course's
configuration. Every cell gets the same points, but for the few that `DIFFERENT` lists, with the reason.
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from concurrent.futures import Executor
from pathlib import Path
from typing import Any, NamedTuple

import nbformat
import nbgrader
import pytest
from idioms import BY_HAND, FILES, IDIOMS, TASK, WHO, Idiom, answered, by_hand, notebook
from judge_tasks import run
from nbformat.v4 import new_code_cell, new_output
from nbgrader.utils import determine_grade
from two_courses import Scores, graded_by_both, two_processes

from grader.sandbox.template import Template

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform != "linux", reason="The sandbox is Linux's."),
]
POINTS = {name: points for each in IDIOMS for name, points in each.points().items()}

STDERR = "A line on stderr costs nothing here; stock nbgrader gives 0 for it."
NO_CREDIT = "It ends in a number that is no partial credit: 0 here; stock nbgrader takes it for full marks."
DIFFERENT = {
    "a-warning-on-stderr-check-1": STDERR,
    "a-line-on-stderr-check-1": STDERR,
    "not-a-number-check-1": NO_CREDIT,
    "a-negative-number-check-1": NO_CREDIT,
    "a-NumPy-number-as-credit-check-1": NO_CREDIT,
    "a-NumPy-number-as-credit-check-2": NO_CREDIT,
    "a-NumPy-number-as-credit-check-3": NO_CREDIT,
    "a-fraction-or-a-decimal-as-credit-check-1": NO_CREDIT,
    "a-fraction-or-a-decimal-as-credit-check-2": NO_CREDIT,
    "a-fraction-or-a-decimal-as-credit-check-3": NO_CREDIT,
}


class Graded(NamedTuple):
    stock: Scores
    ours: Scores


@pytest.fixture(scope="module")
def processes() -> Iterator[dict[str, Executor]]:
    with two_processes() as both:
        yield both


@pytest.fixture(scope="module")
def graded(processes: dict[str, Executor], tmp_path_factory: pytest.TempPathFactory) -> Graded:
    """The notebook of all idioms, graded both ways."""
    folder = tmp_path_factory.mktemp("idioms") / "idioms"
    folder.mkdir()
    source = notebook(IDIOMS)
    source.cells += by_hand()
    nbformat.write(source, folder / "idioms.ipynb")
    for name, data in FILES.items():
        (folder / name).write_bytes(data)
    return Graded(*graded_by_both(processes, folder, WHO, answered))


def test_there_are_many_idioms() -> None:
    assert len(IDIOMS) >= 75
    assert len({each.key for each in IDIOMS}) == len(IDIOMS)


@pytest.mark.parametrize("who", WHO)
def test_every_test_gives_the_points_of_stock(graded: Graded, who: str) -> None:
    stock, ours = graded.stock[who], graded.ours[who]
    assert stock.keys() == ours.keys() == {*POINTS, *BY_HAND, TASK}
    different = {name: (stock[name], ours[name]) for name in stock if stock[name] != ours[name]}
    assert {name: points for name, points in different.items() if name not in DIFFERENT} == {}


@pytest.mark.parametrize("who", WHO)
@pytest.mark.parametrize("name", DIFFERENT)
def test_what_is_other_than_in_stock_is_as_stated(graded: Graded, who: str, name: str) -> None:
    most = POINTS[name]
    deserved = 0 if who == "wrong" else most
    expected = (0, deserved) if DIFFERENT[name] is STDERR else (most, 0)
    assert (graded.stock[who][name], graded.ours[who][name]) == expected


@pytest.mark.parametrize("value", ["2", "1e3", "inf"])
def test_stock_stops_at_a_number_above_the_most(value: str) -> None:
    """Which is why no idiom ends in one: here it is 0 points, with a reason (tests of the judge's credit)."""
    cell = new_code_cell(metadata={"nbgrader": {"grade": True, "solution": False, "points": 1}})
    cell.outputs = [new_output("execute_result", {"text/plain": value})]
    with pytest.raises(ValueError, match="greater than maximum"):
        determine_grade(cell)


@pytest.mark.parametrize(
    "idiom", [each for each in IDIOMS if each.topic != "partial_credit"], ids=lambda idiom: idiom.key
)
def test_an_idiom_tells_right_from_wrong(graded: Graded, idiom: Idiom) -> None:
    """So that the same points mean something."""
    right, half, wrong = (
        sum(graded.ours[who][name] or 0 for name in idiom.points()) for who in ("right", "half", "wrong")
    )
    assert right == sum(idiom.points().values()), "its own solution"
    assert wrong < right
    assert "half" not in idiom.answers or wrong <= half < right


def test_a_recursion_without_end_costs_one_test(template: Template) -> None:
    """IPython draws each of its thousand frames; cells that come after it have their points all the same."""
    endless, after = run(
        template, "def down(n):\n    return down(n - 1)", ("inside", "down(3)"), ("inside", "assert True")
    )[1:]
    assert endless.passed is False
    assert endless.message.startswith("RecursionError")
    assert after.passed


# nbgrader's own example

EXAMPLE = Path(nbgrader.__file__).parent / "docs" / "source" / "user_guide" / "source" / "ps1"
HALF = {
    "squares": "def squares(n):\n    return [i ** 2 for i in range(1, n + 1)]",
    "sum_of_squares": "def sum_of_squares(n):\n    return sum(i ** 2 for i in range(1, n + 1))",
}
EXPECTED: dict[str, dict[str, float]] = {
    "solved": {"correct_squares": 1, "squares_invalid_input": 1, "correct_sum_of_squares": 0.5},
    "half": {"correct_squares": 1, "squares_invalid_input": 0, "correct_sum_of_squares": 0.5},
    "released": {"correct_squares": 0, "squares_invalid_input": 0, "correct_sum_of_squares": 0},
}


def example_answered(released: Any, who: str) -> Any:
    """A notebook of nbgrader's example as it was released, solved, or half solved."""
    solved = {
        cell.metadata.nbgrader.grade_id: cell.source
        for path in EXAMPLE.glob("*.ipynb")
        for cell in nbformat.read(path, as_version=4).cells
        if cell.metadata.get("nbgrader", {}).get("solution")
    }
    answers = {"solved": solved, "half": HALF, "released": {}}[who]
    for cell in released.cells:
        cell.source = answers.get(cell.metadata.get("nbgrader", {}).get("grade_id"), cell.source)
    return released


def test_nbgraders_own_example_is_graded_as_by_stock(processes: dict[str, Executor], tmp_path: Path) -> None:
    folder = shutil.copytree(EXAMPLE, tmp_path / "ps1")
    stock, ours = graded_by_both(processes, folder, tuple(EXPECTED), example_answered)
    assert ours == stock
    for who, points in EXPECTED.items():
        assert ours[who].items() >= points.items(), who
    assert ours["solved"]["sum_of_squares_uses_squares"] == 0.5
    assert ours["half"]["sum_of_squares_uses_squares"] == 0
