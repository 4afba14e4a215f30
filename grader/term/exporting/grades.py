"""Everybody's points in some lessons, as `nbgrader export` computes them; and why there are none.

A cell without points is empty wherever it goes, and never 0: nothing was handed in, what was handed in has no
grade, or an answer waits for a person. Which of these it is, `open_ends` says.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from grader.nbgrading.export import scores
from grader.nbgrading.folders import shown
from grader.nbgrading.gradebook_rows import Learner
from grader.nbgrading.has_grade import BY_HAND
from grader.nbgrading.listed import listed
from grader.notebooks.errors import AuthorError
from grader.term.roster import Roster, roster_of

NO_GRADE = "what was handed in has no grade (autograded/{lesson}.json says why)"
NO_POINTS = (NO_GRADE, BY_HAND)


@dataclass(frozen=True)
class Column:
    """A lesson, its title where the points go, what it is worth, and the points by learners' ids."""

    lesson: str
    title: str
    worth: float
    points: dict[str, float]
    open: dict[str, str]  # by learners' ids, why what was handed in has no points


@dataclass(frozen=True)
class Grades:
    """The class, and a column for each lesson."""

    roster: Roster
    columns: list[Column]

    def open_ends(self) -> Iterator[str]:
        """A sentence for each reason why cells are empty though something was handed in."""
        for column in self.columns:
            for reason in NO_POINTS:
                who = [repr(shown(name)) for name, why in column.open.items() if why == reason]
                if who:
                    why = reason.format(lesson=column.lesson)
                    yield f"{column.lesson}: {len(who)} without points, because {why}: {listed(sorted(who))}."


def grades_of(gradebook: Any, lessons: Iterable[str] = (), titles: dict[str, str] | None = None) -> Grades:
    """The grades of these lessons, or of all that the gradebook has."""
    entries = {entry.name: entry for entry in gradebook.assignments}
    wanted, titles = list(lessons) or sorted(entries), titles or {}
    for name in (*wanted, *titles):
        if name not in entries:
            known = ", ".join(map(repr, sorted(entries))) or "none"
            raise AuthorError(f"There is no lesson {name!r} in the gradebook: it has {known}.")
    return Grades(roster_of(gradebook), [column_of(entries[name], titles.get(name, name)) for name in wanted])


def column_of(assignment: Any, title: str) -> Column:
    """A lesson's points, from its entry in the gradebook."""
    column = Column(assignment.name, title, assignment.max_score, {}, {})
    for submission in assignment.submissions:
        score = scores(submission)["score"]
        if score is None:
            column.open[submission.student_id] = NO_GRADE
        elif submission.needs_manual_grade:
            column.open[submission.student_id] = BY_HAND
        else:
            column.points[submission.student_id] = score
    return column


def number(points: float | None) -> str:
    """Points as every table reads them; nothing where there are none.

    >>> number(12.0), number(2 / 3), number(0.0), number(None)
    ('12', '0.666667', '0', '')
    """
    if points is None:
        return ""
    return f"{points:.6f}".rstrip("0").rstrip(".")


def sortable(learner: Learner) -> str:
    """A learner's name as lists are sorted by it; the id where no name is known.

    >>> sortable(Learner("ada", "Ada", "Lovelace")), sortable(Learner("bo"))
    ('Lovelace, Ada', 'bo')
    """
    return ", ".join(filter(None, (learner.last_name, learner.first_name))) or learner.id
