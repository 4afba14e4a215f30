"""Where the class stands in an assignment, for a picture in feedback that tells nobody about anybody else.

It is left out unless the instructor asks for it (`c.GenerateFeedback.class_picture = True`), and wherever
fewer than `FEWEST` submissions have a grade: the quarters of so few would be the points of single learners.
"""

import statistics
from dataclasses import dataclass
from typing import Any

from grader.nbgrading import gradebook_rows

FEWEST = 5


@dataclass(frozen=True)
class ClassStanding:
    """One's own share of the points, and those below which a quarter, half and three quarters are."""

    own: float
    low: float
    middle: float
    high: float


def shares_of(session: Any, assignment: str) -> dict[str, float]:
    """The share of the points that each learner with a grade has, without anybody's extra points."""
    cells = gradebook_rows.graded_cells(session, assignment)
    most = sum(cell.points for cell in cells)
    submitted = gradebook_rows.submissions(session, assignment)
    if not most:
        return {}
    return {who: min(1.0, each.points / most) for who, each in submitted.items() if each.has_grade(cells)}


def standing(shares: dict[str, float], student: str) -> ClassStanding | None:
    """Where a learner stands among the class; None where that would tell too much, or nothing.

    >>> standing({"a": 0.0, "b": 0.25, "c": 0.5, "d": 0.75, "e": 1.0}, "d")
    ClassStanding(own=0.75, low=0.25, middle=0.5, high=0.75)
    >>> standing({"a": 0.0, "b": 1.0}, "a")
    """
    if len(shares) < FEWEST or student not in shares:
        return None
    low, middle, high = statistics.quantiles(shares.values(), n=4, method="inclusive")
    return ClassStanding(shares[student], low, middle, high)
