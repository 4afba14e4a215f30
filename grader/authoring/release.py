"""From `source/` to `release/`: nbgrader's generate_assignment, with a stub that names its exercise."""

from pathlib import Path
from typing import Any

from nbgrader.preprocessors import ClearSolutions

from grader.notebooks.cells import grade_id
from grader.notebooks.stub import stub


def release(config_file: Path, folder: Path, lessons: list[str]) -> None:
    """Let nbgrader's generate_assignment make `release/` from `source/` in `folder`, without a gradebook."""
    from nbgrader.converters import GenerateAssignment
    from nbgrader.coursedir import CourseDirectory
    from traitlets.config.loader import PyFileConfigLoader

    config = PyFileConfigLoader(config_file.name, path=str(config_file.parent)).load_config()
    config.CourseDirectory.root = str(folder)
    config.CourseDirectory.db_url = "sqlite://"  # in memory, in case anything should ask
    config.GenerateAssignment.no_database = True
    config.SaveCells.enabled = False
    for lesson in lessons:
        config.CourseDirectory.assignment_id = lesson
        GenerateAssignment(coursedir=CourseDirectory(config=config), config=config).start()


class NamedStub(ClearSolutions):
    """nbgrader's ClearSolutions, with the name of the exercise in the stub for code."""

    def preprocess_cell(self, cell: Any, resources: Any, cell_index: int) -> Any:
        if cell.cell_type == "code" and grade_id(cell):
            self.code_stub = {"python": stub(grade_id(cell))}
        return super().preprocess_cell(cell, resources, cell_index)
