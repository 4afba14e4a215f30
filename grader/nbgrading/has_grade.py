"""Whether a submission has a grade: else it has an empty field in `grades.csv`, and no feedback."""

from collections.abc import Iterator
from typing import Any

BY_HAND = "an answer waits to be graded by hand (formgrader, Manual Grading)"


def has_grade(submission: Any) -> bool:
    """Whether each automatic test of a submission in the gradebook has points, be it none.

    A cell that is graded by hand may wait: it counts 0 until then, as in stock nbgrader.
    """
    return all(
        grade.auto_score is not None or grade.manual_score is not None for grade in tests_of(submission)
    )


def tests_of(submission: Any) -> Iterator[Any]:
    """The gradebook's grades of a submission's test cells: code with points, and not the learner's to write.

    In the gradebook, a cell that is graded by hand is two: one with points and a solution of its name.
    """
    for notebook in submission.notebooks:
        by_hand = {cell.name for cell in notebook.notebook.solution_cells}
        for grade in notebook.grades:
            if (
                grade.cell.type == "GradeCell"
                and grade.cell.cell_type == "code"
                and grade.name not in by_hand
            ):
                yield grade
