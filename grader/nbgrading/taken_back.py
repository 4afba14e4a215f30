"""Grades that are taken back: before a submission is graded anew, and when that fails.

One that cannot be graded (this time) has no grade, rather than the grade of another notebook.
"""

import contextlib

from nbgrader.api import Gradebook, MissingEntry
from nbgrader.coursedir import CourseDirectory


def take_back(coursedir: CourseDirectory, assignment: str, student: str) -> None:
    """Take the automatic grades back, if there is a submission in the gradebook already."""
    with (
        Gradebook(coursedir.db_url, coursedir.course_id) as gradebook,
        contextlib.suppress(MissingEntry),
    ):
        take_back_grades(gradebook, assignment, student)


def take_back_grades(gradebook: Gradebook, assignment: str, student: str) -> None:
    """Leave no automatic grade, penalty or comment of an earlier run; a person's stay, to be reviewed."""
    for notebook in gradebook.find_submission(assignment, student).notebooks:
        notebook.late_submission_penalty = None
        for grade in notebook.grades:
            grade.auto_score, grade.needs_manual_grade = None, True
        for comment in notebook.comments:
            comment.auto_comment = None
    gradebook.db.commit()
