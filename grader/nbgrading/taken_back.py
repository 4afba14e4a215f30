"""Grades that are taken back: before a submission is graded anew, and when that fails.

One that cannot be graded (this time) has no grade, rather than the grade of another notebook. What a person
gave stays, to be reviewed: `second_look` then says of what that is not needed.
"""

from collections.abc import Collection
from typing import Any

from nbgrader.api import Comment, Grade, Gradebook, MissingEntry, SubmittedNotebook
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
