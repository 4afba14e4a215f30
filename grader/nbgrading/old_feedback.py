"""Feedback that is out of date goes: it would tell a learner of another notebook, or of other tests."""

import os
from pathlib import Path

from nbgrader.coursedir import CourseDirectory
from nbgrader.utils import rmtree

REMOVED = "The feedback on an earlier submission was removed."


def remove_feedback(coursedir: CourseDirectory, assignment: str, student: str) -> bool:
    """Remove a learner's feedback on an assignment; whether there was any."""
    folder = Path(coursedir.format_path(coursedir.feedback_directory, student, assignment))
    if folder.is_symlink():
        os.unlink(folder)
        return True
    if folder.is_dir():
        rmtree(str(folder))
        return True
    return False
