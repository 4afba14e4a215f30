"""An assignment that declares its tests outside is released only where they mean there what they say."""

from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook
from small_course import SOURCE, Course, nbgrader

from grader.nbgrading.faithful import unfaithful
from grader.notebooks.cells import BEGIN_SOLUTION, END_SOLUTION

pytestmark = [
    pytest.mark.slow,
    pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SAWarning"),
]  # nbgrader's, harmless


def assignment(test: str, solution: str = "def f(x):\n    return 2 * x") -> Any:
    """A notebook of one exercise that declares its test outside."""
    solution = f"{BEGIN_SOLUTION}\n{solution}\n{END_SOLUTION}"
    cells = [
        new_code_cell(solution, id="f-solution", metadata=nbgrader("f-solution", solution=True)),
        new_code_cell(test, id="f-check", metadata=nbgrader("f-check", grade=True, locked=True, points=2)),
    ]
    return new_notebook(cells=cells, metadata={"judge": {"tests": "outside"}})


FAITHFUL = {
    "plain asserts": "assert f(2) == 4",
    "partial credit up to the most": "sum([f(2) == 4, f(3) == 6])",
    "an exception": "try:\n    f(None)\nexcept TypeError:\n    pass\nelse:\n    assert False",
}
REFUSED = {  # a test, and what is said of it
    "the solution does not pass": ("assert f(2) == 5", "f-check: its own solution does not pass"),
    "the solution gets a part": ("1", "f-check: its own solution gets 1 of 2 points"),
    "the released notebook gets points": ("assert 1 + 1 == 2", "without any answer, gets points"),
    "a lambda for the learner's function": ("assert f(lambda: 0)", "cannot pass"),
    "a file": (
        "assert f(2) == 4\nopen('out.txt')",
        "f-check, line 2: `open('out.txt')`: the learner's files",
    ),
    "a changed copy": (
        "got = f([1])\ngot.append(4)\nassert f(2) == 4 and len(got) == 3",
        "f-check: it changes",
    ),
    "a magic": ("%time f(2)", "f-check, line 1: it is not Python"),
}


@pytest.mark.parametrize("name", FAITHFUL)
def test_what_means_the_same_is_released(name: str) -> None:
    assert unfaithful(assignment(FAITHFUL[name])) == []


@pytest.mark.parametrize("name", REFUSED)
def test_what_would_be_graded_otherwise_is_refused_by_name(name: str) -> None:
    test, said = REFUSED[name]
    assert said in "\n".join(unfaithful(assignment(test)))


def test_an_assignment_that_declares_nothing_is_not_examined() -> None:
    notebook = assignment("assert False")
    del notebook.metadata["judge"]
    assert unfaithful(notebook) == []


def test_generate_assignment_stops_before_anything_is_written(tmp_path: Path) -> None:
    course = Course(tmp_path / "course", assignment("assert f(2) == 4"))
    released = {path: path.read_bytes() for path in (course.root / "release").rglob("*.ipynb")}
    nbformat.write(assignment("assert f(2) == 5\nopen('x')"), course.source)
    result = course.generate()
    assert not result["success"]
    assert "Not released, because tests would be graded wrong:" in result["log"]
    assert "small: f-check, line 2: `open('x')`" in result["log"]
    assert 'take "judge": {"tests": "outside"} out of the metadata' in result["log"]
    assert {path: path.read_bytes() for path in (course.root / "release").rglob("*.ipynb")} == released


def test_another_kernel_is_refused_by_name(tmp_path: Path) -> None:
    course = Course(tmp_path / "course")
    notebook = SOURCE.copy()
    notebook.metadata = {"kernelspec": {"name": "ir", "display_name": "R", "language": "R"}}
    nbformat.write(notebook, course.source)
    result = course.generate()
    assert not result["success"]
    assert "small/small.ipynb is written for a kernel of 'R', and only Python is graded here" in result["log"]
