"""nbgrader's table of grades, with an empty field where a submission has no grade.

nbgrader's own says 0.0 there: the sum of no points. A learner whose notebook could not be graded would be
taken for one who got nothing. And nbgrader's joins the fields with commas, whatever is in them: here they
are quoted as in any CSV file, so that a comma, a quote or a line break stays in its name.

A text that a spreadsheet would take for a formula (it begins with = + - @, or with a tab or line break) gets
an apostrophe before it, which a spreadsheet reads as "this is text". Learners choose their names, and what
they are called in a file that is handed in; a formula in one could send the other grades away.
"""

import csv
from collections.abc import Iterator
from typing import Any

from nbgrader.api import MissingEntry
from nbgrader.plugins import ExportPlugin

from grader.nbgrading.has_grade import has_grade

WHOSE = ["assignment", "duedate", "timestamp", "student_id", "last_name", "first_name", "email"]
POINTS = ["raw_score", "late_submission_penalty", "score"]
FIELDS = [*WHOSE, *POINTS, "max_score"]  # nbgrader's, in its order
FORMULA = tuple("=+-@\t\n＝＋－＠")  # the wide ones count, too, where people write in wide letters  # noqa: RUF001

Row = dict[str, Any]


class Grades(ExportPlugin):
    """What `nbgrader export` runs (set in nbgrader_config.py)."""

    def export(self, gradebook: Any) -> None:
        """Write a row for each assignment and student, in nbgrader's order."""
        path = self.to or "grades.csv"
        self.log.info("Exporting grades to %s", path)
        with open(path, "w", encoding="utf-8", newline="") as file:
            table = csv.DictWriter(file, FIELDS, lineterminator="\n")
            table.writeheader()
            table.writerows(self.rows(gradebook))

    def rows(self, gradebook: Any) -> Iterator[Row]:
        """The rows of those assignments and students that were asked for; of all, if none was."""
        for assignment in asked_for(gradebook.assignments, self.assignment, "name"):
            for student in asked_for(gradebook.students, self.student, "id"):
                row = row_of(gradebook, assignment, student)
                if row["score"] is None:
                    self.log.warning("%s has no grade for %s: it stays empty.", student.id, assignment.name)
                yield row


def asked_for(entries: Any, names: list[Any], key: str) -> list[Any]:
    """The gradebook's entries of these names; all of them, if there are no names."""
    wanted = {str(name) for name in names}
    return [entry for entry in entries if not wanted or getattr(entry, key) in wanted]


def row_of(gradebook: Any, assignment: Any, student: Any) -> Row:
    """A student's row for an assignment; what was never handed in has 0, as in nbgrader."""
    texts = {
        "assignment": assignment.name,
        "student_id": student.id,
        "last_name": student.last_name,
        "first_name": student.first_name,
        "email": student.email,
    }
    row = {key: harmless(text) for key, text in texts.items()}
    row |= {"duedate": assignment.duedate, "max_score": assignment.max_score}
    try:
        return row | scores(gradebook.find_submission(assignment.name, student.id))
    except MissingEntry:
        return row | dict.fromkeys(POINTS, 0.0)


def scores(submission: Any) -> Row:
    """When something was handed in, and its points; None for each where it has no grade."""
    if not has_grade(submission):
        return {"timestamp": submission.timestamp} | dict.fromkeys(POINTS)
    score, penalty = submission.score, submission.late_submission_penalty
    return {
        "timestamp": submission.timestamp,
        "raw_score": score,
        "late_submission_penalty": penalty,
        "score": max(0.0, score - penalty),
    }


def harmless(text: str | None) -> str:
    """A text as a spreadsheet shall show it, whatever it begins with.

    >>> harmless("=1+1"), harmless("-anna"), harmless("Kim, Ji-woo"), harmless(None)
    ("'=1+1", "'-anna", 'Kim, Ji-woo', '')
    """
    text = (text or "").replace("\r\n", "\n").replace("\r", "\n")  # before Python 3.13, csv quotes no \r
    return f"'{text}" if text.startswith(FORMULA) else text
