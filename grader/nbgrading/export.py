"""nbgrader's table of grades, with an empty field where a submission has no grade.

nbgrader's own says 0.0 there: the sum of no points. A learner whose notebook could not be graded would be
taken for one who got nothing. An answer that waits for a person counts 0 here, too, but a
warning says whose. And nbgrader's joins the fields with commas, whatever is in them: here they are quoted as
in any CSV file, so that a comma, a quote or a line break stays in its name.

A text that a spreadsheet would take for a formula (it begins with = + - @, or with a tab or line break) gets
an apostrophe before it, which a spreadsheet reads as "this is text". Learners choose their names, and what
they are called in a file that is handed in; a formula in one could send the other grades away.
"""

import csv
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from nbgrader.api import MissingEntry
from nbgrader.plugins import ExportPlugin

from grader.nbgrading.folders import folders_of, shown
from grader.nbgrading.has_grade import BY_HAND, has_grade
from grader.nbgrading.listed import listed

WHOSE = ["assignment", "duedate", "timestamp", "student_id", "last_name", "first_name", "email"]
POINTS = ["raw_score", "late_submission_penalty", "score"]
FIELDS = [*WHOSE, *POINTS, "max_score"]  # nbgrader's, in its order
FORMULA = tuple("=+-@\t\n＝＋－＠")  # the wide ones count, too, where people write in wide letters  # noqa: RUF001

NO_GRADE = "no grade for what was handed in, and an empty field here (run `nbgrader autograde`)"
NO_ROW = "a folder in submitted/ and no row here: the gradebook has none (run `nbgrader autograde`)"
WAITS = f"fewer points so far than there may be: {BY_HAND}, and has 0 here unless a person gave it points"

Row = dict[str, Any]


class Remarks:
    """What a reader of the table must know about whom: a sentence for each assignment.

    >>> remarks = Remarks()
    >>> remarks.add("small", "no grade", "ben")
    >>> list(remarks.sentences())
    ["small: 1 learner with no grade: 'ben'."]
    """

    def __init__(self) -> None:
        self.who: dict[tuple[str, str], list[str]] = {}

    def add(self, assignment: str, what: str, learner: str) -> None:
        """One more of whom this is true."""
        self.who.setdefault((assignment, what), []).append(repr(shown(learner)))

    def sentences(self) -> Iterator[str]:
        """All of it, in the order of the table."""
        for (assignment, what), names in self.who.items():
            learners = f"{len(names)} learner" + "s" * (len(names) != 1)
            yield f"{shown(assignment)}: {learners} with {what}: {listed(names)}."


class Grades(ExportPlugin):
    """What `nbgrader export` runs (set in nbgrader_config.py)."""

    def export(self, gradebook: Any) -> None:
        """Write a row for each assignment and student, in nbgrader's order."""
        path = self.to or "grades.csv"
        self.log.info("Exporting grades to %s", path)
        with open(path, "w", encoding="utf-8", newline="") as file:
            table = csv.DictWriter(file, FIELDS, lineterminator="\n")
            table.writeheader()
            remarks = Remarks()
            table.writerows(self.rows(gradebook, remarks))
        for words in remarks.sentences():
            self.log.warning("%s", words)

    def rows(self, gradebook: Any, remarks: Remarks) -> Iterator[Row]:
        """The rows of those assignments and students that were asked for; of all, if none was."""
        handed_in = self.handed_in()
        for assignment in asked_for(gradebook.assignments, self.assignment, "name"):
            for student in asked_for(gradebook.students, self.student, "id"):
                submission = submission_of(gradebook, assignment, student)
                row = row_of(assignment, student, submission)
                if submission is None and student.id in handed_in.get(assignment.name, ()):
                    row |= dict.fromkeys(POINTS)
                if row["score"] is None:
                    remarks.add(assignment.name, NO_GRADE, student.id)
                elif submission is not None and submission.needs_manual_grade:
                    remarks.add(assignment.name, WAITS, student.id)
                yield row
        if not self.assignment and not self.student:
            for assignment, who in sorted(self.strangers(gradebook, handed_in)):
                remarks.add(assignment, NO_ROW, who)

    def strangers(self, gradebook: Any, handed_in: dict[str, set[str]]) -> Iterator[tuple[str, str]]:
        """(assignment, learner) for what was handed in and has no row."""
        assignments = {assignment.name for assignment in gradebook.assignments}
        students = {student.id for student in gradebook.students}
        for assignment, learners in handed_in.items():
            for learner in learners - students if assignment in assignments else learners:
                yield assignment, learner

    def handed_in(self) -> dict[str, set[str]]:
        """The learners who have a folder in submitted/, by assignment; the gradebook may not know them."""
        found = defaultdict[str, set[str]](set)
        coursedir = getattr(self.parent, "coursedir", None)
        for folder in folders_of(coursedir, coursedir.submitted_directory) if coursedir else ():
            found[folder.assignment].add(folder.student)
        return found


def asked_for(entries: Any, names: list[Any], key: str) -> list[Any]:
    """The gradebook's entries of these names; all of them, if there are no names."""
    wanted = {str(name) for name in names}
    return [entry for entry in entries if not wanted or getattr(entry, key) in wanted]


def submission_of(gradebook: Any, assignment: Any, student: Any) -> Any | None:
    """What a student has handed in, as the gradebook knows it; None where that is nothing."""
    try:
        return gradebook.find_submission(assignment.name, student.id)
    except MissingEntry:
        return None


def row_of(assignment: Any, student: Any, submission: Any | None) -> Row:
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
    return row | (dict.fromkeys(POINTS, 0.0) if submission is None else scores(submission))


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
