"""The course in a folder, as nbgrader's commands see it; what they refuse is refused here as well."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from nbgrader.apps.baseapp import NbGrader
from nbgrader.converters import NbGraderException
from nbgrader.coursedir import CourseDirectory
from sqlalchemy.exc import DBAPIError

from grader.nbgrading.errors import gradebook_unusable
from grader.nbgrading.options import refuse_wrong_options
from grader.nbgrading.private import make_private
from grader.notebooks.errors import AuthorError
from grader.term.settings.config_files import config_files


def course_here() -> CourseDirectory:
    """nbgrader's CourseDirectory, by nbgrader_config.py here and what else nbgrader reads."""
    return course_in(Path.cwd())


def course_in(root: Path) -> CourseDirectory:
    """The same for another folder; AuthorError where nbgrader's commands would not run there."""
    if not (root / "nbgrader_config.py").is_file():
        raise AuthorError(
            f"There is no nbgrader_config.py in {str(root)!r}: run this command in your course's folder."
        )
    config_files(root)  # which says the line of an error, where nbgrader goes on
    app = NbGrader()
    app.initialize([], root=str(root))
    try:
        refuse_wrong_options(app.config)
    except NbGraderException as reason:
        raise AuthorError(str(reason)) from None
    return CourseDirectory(parent=app, root=str(root))


@contextmanager
def gradebook_of(coursedir: CourseDirectory) -> Iterator[Any]:
    """The course's gradebook; AuthorError where it cannot be used."""
    from nbgrader.api import Gradebook

    make_private(coursedir)
    try:
        with Gradebook(coursedir.db_url, coursedir.course_id) as gradebook:
            yield gradebook
    except DBAPIError as error:
        raise AuthorError(gradebook_unusable(coursedir.db_url, error)) from None
