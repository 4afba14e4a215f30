"""What being late costs submissions that are graded already: by the policy, due date and points of today.

A policy, a due date or an extension may change after the grading, and a person gives points later. None of
that needs a judge: `nbgrader autograde` brings the penalties up to date, and names whose have changed.
"""

import math
from collections import defaultdict
from collections.abc import Collection, Iterable
from types import SimpleNamespace
from typing import Any

from nbgrader.api import Assignment, Notebook, SubmittedAssignment, SubmittedNotebook
from nbgrader.converters import NbGraderException
from nbgrader.preprocessors import AssignLatePenalties
from sqlalchemy import select, update
from traitlets import import_item

from grader.nbgrading.folders import shown
from grader.nbgrading.gradebook_rows import grades, seconds_late
from grader.nbgrading.listed import listed


def step_in(preprocessors: Iterable[Any], parent: Any) -> AssignLatePenalties | None:
    """The step that says what being late costs, if there is one among these classes or their names."""
    kinds = (import_item(each) if isinstance(each, str) else each for each in preprocessors)
    found = (each for each in kinds if isinstance(each, type) and issubclass(each, AssignLatePenalties))
    return next((each(parent=parent) for each in found), None)


def renew_penalties(
    session: Any, assignment: str, students: Collection[str], step: AssignLatePenalties | None
) -> list[str]:
    """Bring the penalties of these students up to date, and return whose have changed."""
    books = [row for row in notebooks(session, assignment) if row.student_id in students]
    late = {row.id: seconds_late(row.timestamp, row.duedate, row.extension) for row in books}
    concerned = [row for row in books if late[row.id] or row.late_submission_penalty]
    if not concerned or step is None:
        return []
    scores = defaultdict[str, float](float)
    for book, _, given in grades(session, assignment):
        scores[book] += given.score or 0.0
    step.init_plugin()
    changes, changed = [], set()
    for row in concerned:
        penalty = penalty_of(step, row.student_id, scores[row.id], late[row.id])
        if not math.isclose(penalty or 0.0, row.late_submission_penalty or 0.0, abs_tol=1e-9):
            changes.append({"id": row.id, "late_submission_penalty": penalty})
            changed.add(row.student_id)
    if changes:
        session.execute(update(SubmittedNotebook), changes)
    session.commit()
    return sorted(changed)


def notebooks(session: Any, assignment: str) -> Any:
    """A row for each submitted notebook: whose it is, when it came and was due, and what it loses."""
    query = (
        select(
            SubmittedNotebook.id,
            SubmittedNotebook.late_submission_penalty,
            SubmittedAssignment.student_id,
            SubmittedAssignment.timestamp,
            SubmittedAssignment.extension,
            Assignment.duedate,
        )
        .join(SubmittedAssignment, SubmittedAssignment.id == SubmittedNotebook.assignment_id)
        .join(Notebook, Notebook.id == SubmittedNotebook.notebook_id)
        .join(Assignment, Assignment.id == SubmittedAssignment.assignment_id)
        .where(Assignment.name == assignment)
    )
    return session.execute(query).all()


def penalty_of(step: AssignLatePenalties, student: str, score: float, seconds: float) -> float | None:
    """What a notebook with this score loses, as nbgrader's own step decides it; None: nothing."""
    if seconds <= 0:
        return None
    try:
        penalty = step.plugin_inst.late_submission_penalty(student, score, seconds)
    except Exception as error:  # of an instructor's own class
        raise NbGraderException(
            f"The late policy {type(step.plugin_inst).__name__} fails for {shown(student)!r}, "
            f"{score:g} points and {seconds:g} seconds: {type(error).__name__}: {error}"
        ) from error
    return None if penalty is None else step._check_late_penalty(SimpleNamespace(score=score), penalty)


def words(assignment: str, changed: list[str]) -> str:
    """What to tell the instructor of penalties that have changed.

    >>> words("small", ["ben"])
    "small: being late now costs 1 submission other points than before ('ben'), by the late policy, due date \
and points of today. Generate feedback and export again."
    """
    names = listed(repr(shown(student)) for student in changed)
    number = f"{len(changed)} submission" + "s" * (len(changed) != 1)
    return (
        f"{shown(assignment)}: being late now costs {number} other points than before ({names}), by the late "
        "policy, due date and points of today. Generate feedback and export again."
    )
