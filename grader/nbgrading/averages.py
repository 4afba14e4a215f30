"""nbgrader's averages, in which a submission without a grade does not count as one with 0 points.

Formgrader shows them for each assignment and notebook. nbgrader divides the sum of all points by all
submissions, also by those that could not be graded: a broken file would lower the average of the class.
"""

from collections.abc import Callable
from typing import Any

from nbgrader.api import Gradebook

from grader.nbgrading import gradebook_rows

KINDS = {"": {"code", "markdown", "task"}, "_code": {"code"}, "_written": {"markdown"}, "_task": {"task"}}


def average(session: Any, kinds: set[str], assignment: str, notebook: str = "") -> float:
    """The points for cells of these kinds, in all notebooks or in one, by the submissions with a grade."""
    cells = gradebook_rows.graded_cells(session, assignment)
    submitted = gradebook_rows.submissions(session, assignment).values()
    graded = [each for each in submitted if each.has_grade(cells)]
    wanted = {cell.key for cell in cells if cell.kind in kinds and notebook in ("", cell.notebook)}
    points = sum(given.score or 0.0 for each in graded for key, given in each.given.items() if key in wanted)
    return points / len(graded) if graded else 0.0


def of_assignments(kinds: set[str]) -> Callable[[Gradebook, str], float]:
    """In place of `Gradebook.average_assignment_score` and the like."""
    return lambda gradebook, assignment: average(gradebook.db, kinds, assignment)


def of_notebooks(kinds: set[str]) -> Callable[[Gradebook, str, str], float]:
    """In place of `Gradebook.average_notebook_score` and the like."""
    return lambda gradebook, notebook, assignment: average(gradebook.db, kinds, assignment, notebook)


def install() -> None:
    """Let formgrader compute averages so."""
    for name, kinds in KINDS.items():
        setattr(Gradebook, f"average_assignment{name}_score", of_assignments(kinds))
        setattr(Gradebook, f"average_notebook{name}_score", of_notebooks(kinds))
