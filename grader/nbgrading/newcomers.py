"""Who hands in without being in the roster: a misspelt folder becomes a learner, and ought to be said.

A gradebook has a roster where an instructor put learners into it: who has a name, an e-mail or an LMS's
number, or has never handed in. Learners whom autograding itself has added have none of that, and where
nobody else is there, everybody who hands in is welcome.
"""

import difflib
import shlex
from collections.abc import Collection, Iterator
from typing import Any

from nbgrader.api import Student, SubmittedAssignment
from sqlalchemy import or_, select

from grader.nbgrading.folders import shown

MOST = 5  # who are named one by one


def newcomers(session: Any, students: Collection[str]) -> Iterator[str]:
    """A sentence for each of these who is not in the gradebook, where that has a roster."""
    known = set(session.scalars(select(Student.id)))
    unknown = sorted(set(students) - known)
    if not unknown or not has_roster(session):
        return
    for name in unknown[:MOST]:
        near = difflib.get_close_matches(name, sorted(known), 1, 0.6)
        meant = f" Is {shown(near[0])} meant?" if near else ""
        yield (
            f"{shown(name)} is not in the roster: added.{meant} If it is nobody, remove its folder in"
            f" submitted/ and run `nbgrader db student remove --force {shlex.quote(shown(name))}`."
        )
    if (more := len(unknown) - MOST) > 0:
        yield f"{more} more are not in the roster: added."


def has_roster(session: Any) -> bool:
    """Whether an instructor has put a learner into the gradebook."""
    told = (Student.first_name, Student.last_name, Student.email, Student.lms_user_id)
    handed_in = select(SubmittedAssignment.student_id)
    query = select(Student.id).where(
        or_(*(column.is_not(None) & (column != "") for column in told), Student.id.not_in(handed_in))
    )
    return session.scalars(query.limit(1)).first() is not None
