"""nbgrader's table of grades, with an empty field where a submission has no grade.

nbgrader's own says 0.0 there: the sum of no points. A learner whose notebook could not be graded would be
taken for one who got nothing.
"""

from pathlib import Path

from nbgrader.api import MissingEntry
from nbgrader.plugins import CsvExportPlugin


class Grades(CsvExportPlugin):
    """What `nbgrader export` runs (set in nbgrader_config.py)."""

    def export(self, gradebook):
        super().export(gradebook)
        path = Path(self.to or "grades.csv")
        head, *rows = path.read_text().splitlines()
        pairs = [  # in nbgrader's own order
            (assignment.name, student.id)
            for assignment in gradebook.assignments
            if not self.assignment or assignment.name in map(str, self.assignment)
            for student in gradebook.students
            if not self.student or student.id in map(str, self.student)
        ]
        for n, (assignment, student) in enumerate(pairs):
            if not is_graded(gradebook, assignment, student):
                self.log.warning("%s has no grade for %s: its field stays empty.", student, assignment)
                rows[n] = without_score(rows[n])
        path.write_text("\n".join([head, *rows]) + "\n")


def is_graded(gradebook, assignment: str, student: str) -> bool:
    """Whether each test of the learner's submission has points; what was never handed in counts as graded."""
    try:
        submission = gradebook.find_submission(assignment, student)
    except MissingEntry:
        return True
    tests = [
        grade for book in submission.notebooks for grade in book.grades if grade.cell.cell_type == "code"
    ]
    return bool(tests) and all(
        grade.auto_score is not None or grade.manual_score is not None for grade in tests
    )


def without_score(row: str) -> str:
    """A line of the table without the learner's raw score, penalty and score.

    >>> without_score("small,,,anna,,,,0.0,0.0,0.0,14.0")
    'small,,,anna,,,,,,,14.0'
    """
    rest, *_, most = row.rsplit(",", 4)
    return f"{rest},,,,{most}"
