"""Grades that are taken back: before a submission is graded anew, and when that fails.

One that cannot be graded (this time) has no grade, rather than the grade of another notebook. What a person
gave stays, to be reviewed: unless nothing changed but tests, which written answers have no part in.
"""

from collections.abc import Collection
from typing import Any

from nbgrader.api import Comment, Grade, Gradebook, MissingEntry, SubmittedNotebook, TaskCell
from sqlalchemy import update

Answer = tuple[str, str]  # a notebook and a cell that is graded by hand


def submitted_notebooks(gradebook: Gradebook, assignment: str, student: str) -> list[Any]:
    """The gradebook's notebooks of a submission; none, when there is no submission."""
    try:
        return list(gradebook.find_submission(assignment, student).notebooks)
    except MissingEntry:
        return []


def take_back(gradebook: Gradebook, assignment: str, student: str, notebooks: Collection[str]) -> None:
    """Leave no automatic grade, penalty or comment of an earlier run in these notebooks."""
    found = submitted_notebooks(gradebook, assignment, student)
    ids = [notebook.id for notebook in found if notebook.name in notebooks]
    changes = [
        update(Grade).where(Grade.notebook_id.in_(ids)).values(auto_score=None, needs_manual_grade=True),
        update(Comment).where(Comment.notebook_id.in_(ids)).values(auto_comment=None),
        update(SubmittedNotebook).where(SubmittedNotebook.id.in_(ids)).values(late_submission_penalty=None),
    ]
    for change in changes if ids else []:
        gradebook.db.execute(change)
    gradebook.db.commit()


def reviewed(gradebook: Gradebook, assignment: str, student: str) -> set[Answer]:
    """The written answers and tasks that a person has graded, and that wait for no second look."""
    return {
        (notebook.name, grade.name)
        for notebook in submitted_notebooks(gradebook, assignment, student)
        for grade in notebook.grades
        if is_answer(notebook, grade) and grade.manual_score is not None and not grade.needs_manual_grade
    }


def is_answer(notebook: Any, grade: Any) -> bool:
    """Whether a grade is one that only a person gives."""
    solutions = {cell.name for cell in notebook.notebook.solution_cells}
    return isinstance(grade.cell, TaskCell) or grade.name in solutions


def stay_reviewed(gradebook: Gradebook, assignment: str, student: str, answers: Collection[Answer]) -> None:
    """Ask for no second look at these answers."""
    for notebook in submitted_notebooks(gradebook, assignment, student) if answers else []:
        for grade in notebook.grades:
            if (notebook.name, grade.name) in answers:
                grade.needs_manual_grade = False
    gradebook.db.commit()
