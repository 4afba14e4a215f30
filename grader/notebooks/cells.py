"""What each cell of a lesson is for, as nbgrader's metadata says it, and how the names of cells end.

A graded cell has a `grade_id`: the exercise's name and an ending that says what the cell is.

    gradient-solution   a code cell in which the learner writes
    gradient-check      a locked code cell with points: a visible check, then hidden tests
    why-answer          a text that is graded by hand
"""

from typing import Any

SOLUTION, CHECK, ANSWER = "-solution", "-check", "-answer"
FLAGS = {  # what nbgrader must be told about each kind of cell: (cell type, grade, solution, locked)
    SOLUTION: ("code", False, True, False),
    CHECK: ("code", True, False, True),
    ANSWER: ("markdown", True, True, False),
}
FOLDED = ("# Check: ", "# Compare: ")  # how a cell begins that is released folded to its first line
BEGIN_SOLUTION, END_SOLUTION = "### BEGIN SOLUTION", "### END SOLUTION"
BEGIN_HIDDEN, END_HIDDEN = "### BEGIN HIDDEN TESTS", "### END HIDDEN TESTS"
BEGIN_SCHEME, END_SCHEME = "### BEGIN MARK SCHEME", "### END MARK SCHEME"


def settings(cell: Any) -> Any:
    """nbgrader's metadata of a cell (a dict or a NotebookNode); an empty dict where it has none."""
    return cell.get("metadata", {}).get("nbgrader", {})


def grade_id(cell: Any) -> str:
    """The name that nbgrader knows a cell by, or an empty text."""
    return str(settings(cell).get("grade_id", ""))


def is_test(cell: Any) -> bool:
    """Whether a code cell is a test: points, and not the learner's to write."""
    flags = settings(cell)
    return bool(cell["cell_type"] == "code" and flags.get("grade") and not flags.get("solution"))


def is_folded(cell: Any) -> bool:
    """Whether a cell is folded to its first line where learners see it.

    >>> is_folded({"cell_type": "code", "source": "# Check: mse\\nfrom course.checks import expect"})
    True
    """
    return bool(cell["cell_type"] == "code" and cell["source"].startswith(FOLDED))


def tests_outside(notebook: Any) -> bool:
    """Whether a source notebook declares that its tests run outside of the learner's process.

    Its metadata then hold `"judge": {"tests": "outside"}`; where they say nothing, its tests run inside, as
    any nbgrader course has it.
    """
    return bool(notebook.metadata.get("judge", {}).get("tests") == "outside")


def exercise(name: str) -> str:
    """The exercise that a grade_id belongs to.

    >>> exercise("learning-rate-check"), exercise("why")
    ('learning-rate', 'why')
    """
    for ending in FLAGS:
        name = name.removesuffix(ending)
    return name


def flagged(notebook: Any, flag: str) -> list[Any]:
    """The cells for which nbgrader's flag, such as "solution" or "grade", is set."""
    return [cell for cell in notebook.cells if settings(cell).get(flag)]


def max_points(notebook: Any) -> dict[str, float]:
    """The points of every automatically graded cell, in the order of the notebook."""
    cells = [settings(cell) for cell in flagged(notebook, "grade") if cell.cell_type == "code"]
    return {cell.grade_id: cell.points for cell in cells}


def points_by_hand(notebook: Any) -> dict[str, float]:
    """The points of all else: written answers and tasks, which a person grades."""
    cells = [settings(cell) for cell in notebook.cells if cell.cell_type != "code"]
    return {cell.grade_id: cell.points for cell in cells if cell.get("grade") or cell.get("task")}


def without_markers(source: str) -> str:
    r"""The solution as a learner would write it: without nbgrader's marks.

    >>> without_markers("### BEGIN SOLUTION\nx = 1\n### END SOLUTION")
    'x = 1'
    """
    marks = (BEGIN_SOLUTION, END_SOLUTION)
    return "\n".join(line for line in source.splitlines() if line.strip() not in marks).rstrip()
