"""New gradebooks, and new folders of learners' work, are for the instructor's eyes alone.

With nbgrader's `groupshared` they are for the group of instructors. What is there already stays as it is:
`grader doctor` names what others may read, and the command that mends it.
"""

from __future__ import annotations

from pathlib import Path

from nbgrader.coursedir import CourseDirectory
from sqlalchemy.engine import make_url

from grader.sandbox.other_users import private_file, private_folder


def make_private(coursedir: CourseDirectory, *steps: str) -> None:
    """Make the gradebook and the folders of these steps, unless they are there."""
    url = make_url(coursedir.db_url)
    if url.get_backend_name() == "sqlite" and url.database and url.database != ":memory:":
        private_file(Path(coursedir.root, url.database), 0o660 if coursedir.groupshared else 0o600)
    for step in steps:
        private_folder(Path(coursedir.root, step), 0o2770 if coursedir.groupshared else 0o700)
