"""New gradebooks, and new folders of learners' work, are for the instructor's eyes alone.

With nbgrader's `groupshared` they are for the group of instructors. What is there already stays as it is:
`grader doctor` names what others may read, and the command that mends it.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from nbgrader.apps.api import NbGraderAPI
from nbgrader.apps.dbapp import DbBaseApp
from nbgrader.apps.exportapp import ExportApp
from nbgrader.apps.generatesolutionapp import GenerateSolutionApp
from nbgrader.apps.zipcollectapp import ZipCollectApp
from nbgrader.coursedir import CourseDirectory
from nbgrader.server_extensions.formgrader.base import BaseHandler
from sqlalchemy.engine import make_url

from grader.sandbox.other_users import private_file, private_folder

NBGRADERS_GRADEBOOKS = {each: each.gradebook for each in (BaseHandler, NbGraderAPI)}  # formgrader's


def make_private(coursedir: CourseDirectory, *steps: str) -> None:
    """Make the gradebook and the folders of these steps, unless they are there."""
    url = make_url(coursedir.db_url)
    if url.get_backend_name() == "sqlite" and url.database and url.database != ":memory:":
        gradebook = Path(coursedir.root, url.database)
        if gradebook.parent.is_dir():  # or else whoever opens it says so
            private_file(gradebook, 0o660 if coursedir.groupshared else 0o600)
    for step in steps:
        private_folder(Path(coursedir.root, step), 0o2770 if coursedir.groupshared else 0o700)


def make_private_for(command: Any) -> None:
    """The same for what a command of nbgrader's makes by itself; our own classes do it where they run."""
    if isinstance(command, DbBaseApp | ExportApp | GenerateSolutionApp):
        make_private(command.coursedir)
    if isinstance(command, ZipCollectApp):
        make_private(command.coursedir, command.coursedir.submitted_directory)


def install() -> None:
    """Let formgrader, which makes a gradebook with its first page, make a private one."""
    for each, nbgraders in NBGRADERS_GRADEBOOKS.items():
        each.gradebook = property(partial(private_gradebook, nbgraders.fget))


def private_gradebook(nbgraders: Callable[[Any], Any], place: Any) -> Any:
    """The gradebook of one of these, as nbgrader opens it, once it is private."""
    make_private(place.coursedir)
    return nbgraders(place)
