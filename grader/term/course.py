"""The course in the current folder, as nbgrader's commands see it."""

from pathlib import Path
from typing import Any

from grader.notebooks.errors import AuthorError


def course_here() -> Any:
    """nbgrader's CourseDirectory, by nbgrader_config.py here and what else nbgrader reads."""
    from nbgrader.apps.baseapp import NbGrader

    here = Path.cwd()
    if not (here / "nbgrader_config.py").is_file():
        raise AuthorError(
            f"There is no nbgrader_config.py in {str(here)!r}: run this in the course's folder."
        )
    app = NbGrader()
    app.initialize([])
    return app.coursedir


def gradebook_of(coursedir: Any) -> Any:
    """The course's gradebook, to be used in a `with`."""
    from nbgrader.api import Gradebook

    from grader.nbgrading.private import make_private

    make_private(coursedir)
    return Gradebook(coursedir.db_url, coursedir.course_id)
