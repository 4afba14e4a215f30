"""From `source/` to `release/`: nbgrader's generate_assignment, without a gradebook."""

from pathlib import Path

from grader.notebooks.errors import AuthorError


def release(config_file: Path, folder: Path, lessons: list[str]) -> None:
    """Let nbgrader's generate_assignment make `release/` from `source/` in `folder`, without a gradebook."""
    from nbgrader.converters import NbGraderException
    from nbgrader.coursedir import CourseDirectory
    from traitlets.config.loader import PyFileConfigLoader

    from grader.nbgrading.generate import SafeGenerateAssignment

    config = PyFileConfigLoader(config_file.name, path=str(config_file.parent)).load_config()
    config.CourseDirectory.root = str(folder)
    config.CourseDirectory.db_url = "sqlite://"  # in memory, in case anything should ask
    config.GenerateAssignment.no_database = True
    config.SaveCells.enabled = False
    for lesson in lessons:
        config.CourseDirectory.assignment_id = lesson
        try:
            app = SafeGenerateAssignment(coursedir=CourseDirectory(config=config), config=config)
            app.examine = False  # `build` does, where a lesson has changed
            app.start()
        except NbGraderException as reason:
            raise AuthorError(str(reason)) from None
