"""The same attacks on an assignment whose tests run inside the worker, as an ordinary assignment's do.

There an attacker may fool the tests for itself: they meet its code in one process (docs/own-assignments.md).
All else holds as outside: nobody else's grade, no file, no process, no secret of the instructor's.
"""

import copy
import sys
from typing import Any

import pytest
from attack_class import CODES, EARLIER, FORMS, HONEST, deserved
from attack_run import Run, graded, written_elsewhere
from small_course import FULL, NAME, SOURCE, Course
from traces import shown

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform != "linux", reason="The sandbox is Linux's."),
    pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SAWarning"),  # nbgrader's, harmless
]
PLAIN = {  # hidden tests in place of those that use reference values, which no worker has
    "from grader import reference\n\n": "import torch\n\n",
    "x_new, y_new = reference.fresh_data(rows=5, seed=seed)": "x_new = torch.tensor([1.0, 3.0 + seed])\n"
    "    y_new = torch.tensor([2.0, 5.0])",
    "reference.gradient(x_new, y_new, 0.5)": "(2 * (0.5 * x_new - y_new) * x_new).mean()",
}
# What attackers find that is theirs to find inside: the tests, and the process that runs them.
FIND_THE_TESTS = {
    "cant_copy_later_cells_with_a_hook",
    "cant_find_the_tests_in_memory",
    "cant_reach_the_frames_of_the_tests",
    "cant_read_the_tests_from_linecache",
}


def inside() -> Any:
    """The small course's notebook as an instructor's own who declares nothing."""
    source = copy.deepcopy(SOURCE)
    del source.metadata["judge"]
    for cell in source.cells:
        for old, new in PLAIN.items():
            cell.source = cell.source.replace(old, new)
    return source


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """One run for all tests of this file."""
    root = tmp_path_factory.mktemp("attacked-inside")
    return graded(root, Course(root / "course", inside()))


@pytest.mark.parametrize("name", [*HONEST, EARLIER])
def test_honest_learners_get_what_they_deserve(run: Run, name: str) -> None:
    assert run.course.scores(name) == FULL


@pytest.mark.parametrize("name", FORMS)
def test_the_form_of_a_notebook_earns_nothing_here_either(run: Run, name: str) -> None:
    assert run.course.scores(name) == deserved(name)


@pytest.mark.parametrize("name", CODES)
def test_an_attacker_gets_no_more_than_the_most_and_costs_nobody_else(run: Run, name: str) -> None:
    scores = run.course.scores(name)
    assert all(score is not None and 0 <= score <= FULL[test] for test, score in scores.items())


@pytest.mark.parametrize("name", CODES)
def test_no_secret_of_the_instructors_is_found(run: Run, name: str) -> None:
    assert name in FIND_THE_TESTS or "GOT IT" not in shown(run.course, name)


def test_the_run_reaches_its_end(run: Run) -> None:
    assert run.command.code == 1  # some have no grade
    assert set(run.course.statuses()) == {*HONEST, *CODES, *FORMS, EARLIER}


def test_nothing_is_changed_written_or_left_running(run: Run) -> None:
    assert run.after.files == run.before.files
    assert run.after.rows == run.before.rows
    assert written_elsewhere() == []
    assert run.left_running == set()
    assert run.calls == []


def test_only_the_notebook_and_the_lessons_files_are_beside_the_grades(run: Run) -> None:
    names = {path.name for path in (run.course.root / "autograded").glob("*/*/*")}
    assert names == {f"{NAME}.ipynb", "numbers.csv"}
