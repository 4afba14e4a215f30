"""Grades that are taken back: before a submission is graded anew, and when that fails.

One that cannot be graded (this time) has no grade, rather than the grade of another notebook. What a person
gave stays, to be reviewed: unless nothing changed but tests, which written answers have no part in.
"""

import contextlib
from collections.abc import Collection, Iterator
from typing import Any

from nbgrader.api import Gradebook, MissingEntry, TaskCell
from nbgrader.coursedir import CourseDirectory

Answer = tuple[str, str]  # a notebook and a cell that is graded by hand


@contextlib.contextmanager
def submitted_notebooks(coursedir: CourseDirectory, assignment: str, student: str) -> Iterator[list[Any]]:
    """The gradebook's notebooks of a submission (none, when there is no submission), saved at the end."""
    with Gradebook(coursedir.db_url, coursedir.course_id) as gradebook:
        notebooks: list[Any] = []
        with contextlib.suppress(MissingEntry):
            notebooks = list(gradebook.find_submission(assignment, student).notebooks)
        yield notebooks
        gradebook.db.commit()


def take_back(coursedir: CourseDirectory, assignment: str, student: str, notebooks: Collection[str]) -> None:
    """Leave no automatic grade, penalty or comment of an earlier run in these notebooks."""
    with submitted_notebooks(coursedir, assignment, student) as found:
        for notebook in found:
            if notebook.name in notebooks:
                take_back_notebook(notebook)


def take_back_notebook(notebook: Any) -> None:
    """The same for one notebook in the gradebook."""
    notebook.late_submission_penalty = None
    for grade in notebook.grades:
        grade.auto_score, grade.needs_manual_grade = None, True
    for comment in notebook.comments:
        comment.auto_comment = None


def reviewed(coursedir: CourseDirectory, assignment: str, student: str) -> set[Answer]:
    """The written answers and tasks that a person has graded, and that wait for no second look."""
    with submitted_notebooks(coursedir, assignment, student) as found:
        return {
            (notebook.name, grade.name)
            for notebook in found
            for grade in notebook.grades
            if is_answer(notebook, grade) and grade.manual_score is not None and not grade.needs_manual_grade
        }


def is_answer(notebook: Any, grade: Any) -> bool:
    """Whether a grade is one that only a person gives."""
    solutions = {cell.name for cell in notebook.notebook.solution_cells}
    return isinstance(grade.cell, TaskCell) or grade.name in solutions


def stay_reviewed(
    coursedir: CourseDirectory, assignment: str, student: str, answers: Collection[Answer]
) -> None:
    """Ask for no second look at these answers."""
    with submitted_notebooks(coursedir, assignment, student) as found:
        for notebook in found:
            for grade in notebook.grades:
                if (notebook.name, grade.name) in answers:
                    grade.needs_manual_grade = False
