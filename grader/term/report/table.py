"""The report as a table: a CSV file with a row for each learner and lesson, which a spreadsheet opens."""

import csv
import io
from collections.abc import Iterator, Sequence
from typing import Any

from grader.nbgrading.export import harmless
from grader.nbgrading.gradebook_rows import Learner
from grader.term.report.lesson_report import LessonReport, Standing
from grader.term.report.naming import Naming

STATES = {  # of a standing, in words
    "graded": "graded",
    "not graded": "needs attention",
    "waiting": "not graded yet",
    "missing": "not handed in",
}
NAMES = ["last_name", "first_name"]
FIELDS = [
    *("lesson", "learner", *NAMES, "state", "hours_late", "points", "late_penalty", "max_points", "percent"),
    *("full", "part", "none", "left_open", "waiting_for_hand", "notes"),
]


def table(lessons: Sequence[LessonReport], learners: Sequence[Learner], naming: Naming) -> str:
    """The text of the file; the columns of names are left out of an anonymous one."""
    file = io.StringIO()
    fields = [name for name in FIELDS if not (naming.anonymous and name in NAMES)]
    writer = csv.DictWriter(file, fields, lineterminator="\n", extrasaction="ignore")
    writer.writeheader()
    known = {each.id: each for each in learners}
    for lesson in lessons:
        writer.writerows(rows(lesson, known, naming))
    return file.getvalue()


def rows(lesson: LessonReport, known: dict[str, Learner], naming: Naming) -> Iterator[dict[str, Any]]:
    """The rows of one lesson, in the order of what the learners are called."""
    for each in sorted(lesson.standings, key=lambda each: naming.place(each.learner)):
        learner = known.get(each.learner, Learner(each.learner))
        yield {
            "lesson": lesson.assignment,
            "learner": naming.shown[each.learner] if naming.anonymous else harmless(each.learner),
            "last_name": harmless(learner.last_name),
            "first_name": harmless(learner.first_name),
            "state": STATES[each.state],
            "hours_late": round(each.late / 3600, 4) or "",
            "max_points": lesson.most,
            "notes": harmless("; ".join(map(naming.note, each.notes))),
        } | numbers(each, lesson.most)


def numbers(standing: Standing, most: float) -> dict[str, Any]:
    """What a graded submission has; empty for all others."""
    if standing.points is None or standing.submitted is None:
        return {}
    return {
        "points": round(standing.points, 4),
        "late_penalty": round(standing.submitted.penalty, 4) or "",
        "percent": round(100 * standing.points / most, 1) if most else "",
        "full": standing.full,
        "part": standing.part,
        "none": standing.none,
        "left_open": standing.open,
        "waiting_for_hand": standing.by_hand,
    }
