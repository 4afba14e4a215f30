"""Grades that are in `autograded/` and not in the gradebook: it was begun anew, or is an older copy.

A graded notebook keeps the automatic points that the gradebook was told. Where that has others, the
submission is graded again, and the instructor hears of it: what a person gave may be lost.
"""

from typing import Any

from grader.nbgrading.folders import shown
from grader.nbgrading.listed import listed


def lost(grading: dict[str, Any], points: dict[str, float | None] | None) -> bool:
    """Whether the gradebook, which has these points of a notebook, does not have the grade that it got.

    >>> lost({"status": "graded", "points": {"why": 2.0}}, {"why": 2.0}), lost({"status": "graded"}, None)
    (False, True)

    A test that is added or taken away since then is no loss: that is another reason to grade again.
    """
    if grading.get("status") != "graded":
        return False
    if points is None:
        return True
    given = grading.get("points", {})  # none in a notebook that an older version graded
    return any(given[name] != points[name] for name in given.keys() & points.keys())


def another_gradebook(learners: list[str]) -> str:
    """What to say where the gradebook does not have grades that were given."""
    names = listed(sorted({repr(shown(learner)) for learner in learners}))
    counted = f"{len(learners)} graded submission" + "s" * (len(learners) != 1)
    return (
        f"The gradebook does not have the grades of {counted} ({names}): it is a new one, or an older copy. "
        "What lacks its grade is graded again. What a person gave for it is lost where this gradebook does "
        "not have it, and waits for a second look where it does. If you have the gradebook that knows them, "
        "end this run, put it in its place, and run this command again."
    )
