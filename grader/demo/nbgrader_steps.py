"""nbgrader's own converters and gradebook, for one course folder: what the demo class goes through.

    run_converter(GenerateAssignment, lesson, ".", folder)
    scores(lesson, folder)          # {"ada": {"predict-check": 3.0, ...}, ...}

nbgrader is imported inside the functions: it takes a second, which a command that stops early need not wait.
"""

from pathlib import Path
from typing import Any


class StepFailed(Exception):
    """nbgrader could not do its work for one submission; the message is what it logged."""


def course_config(folder: Path) -> Any:
    """What nbgrader reads from a course folder's nbgrader_config.py."""
    from traitlets.config.loader import PyFileConfigLoader

    config = PyFileConfigLoader("nbgrader_config.py", path=str(folder)).load_config()
    config.CourseDirectory.root = str(folder)
    return config


def run_converter(converter: type[Any], lesson: str, learner: str, folder: Path) -> None:
    """Run one of nbgrader's converters for one learner; what it logs is shown only when it fails."""
    from nbgrader.coursedir import CourseDirectory
    from nbgrader.utils import capture_log

    config = course_config(folder)
    coursedir = CourseDirectory(config=config, assignment_id=lesson, student_id=learner)
    result = capture_log(converter(coursedir=coursedir, config=config, force=True))
    if not result["success"]:
        raise StepFailed(f"{converter.__name__} failed.\n{result.get('log', '')}\n{result['error']}")


def gradebook(folder: Path) -> Any:
    """A course folder's gradebook, to be used in a `with`."""
    from nbgrader.api import Gradebook
    from nbgrader.coursedir import CourseDirectory

    coursedir = CourseDirectory(config=course_config(folder))
    return Gradebook(coursedir.db_url, coursedir.course_id)


def submissions(book: Any, lesson: str) -> list[Any]:
    """The lesson's submissions in a gradebook, none when it does not know the lesson."""
    return [
        each
        for assignment in book.assignments
        if assignment.name == lesson
        for each in assignment.submissions
    ]


def scores(lesson: str, folder: Path) -> dict[str, dict[str, float | None]]:
    """For each learner the points that nbgrader gave automatically, None where it gave none."""
    with gradebook(folder) as book:
        return {
            each.student.id: {
                grade.name: grade.auto_score for book in each.notebooks for grade in book.grades
            }
            for each in submissions(book, lesson)
        }


def export_grades(folder: Path) -> None:
    """Write all grades to the folder's grades.csv, as `nbgrader export` does."""
    from traitlets import import_item

    plugin = course_config(folder).ExportApp.get("plugin_class", "nbgrader.plugins.CsvExportPlugin")
    with gradebook(folder) as book:
        import_item(plugin)(to=str(folder / "grades.csv")).export(book)
