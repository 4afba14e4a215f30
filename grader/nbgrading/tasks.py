"""From a notebook to the judge's task."""

from pathlib import Path
from typing import Any

from grader.judge.task import Cell, Task
from grader.notebooks.cells import grade_id, is_test


def task_of(notebook: Any, folder: Path | None = None) -> Task:
    """The notebook's code cells, and the files of the lesson's folder, as the judge takes them."""
    cells = tuple(judge_cell(cell) for cell in notebook.cells if cell.cell_type == "code")
    return Task(cells, lesson_files(folder) if folder else {})


def judge_cell(cell: Any) -> Cell:
    """A code cell as the judge takes it: a test of ours, or the learner's to run."""
    return Cell("test" if is_test(cell) else "run", cell.source, grade_id(cell))


def lesson_files(folder: Path) -> dict[str, bytes]:
    """The files that belong to a lesson, by name."""
    paths = (path for path in sorted(folder.rglob("*")) if path.is_file() and path.suffix != ".ipynb")
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in paths if not hidden(path, folder)
    }


def hidden(path: Path, folder: Path) -> bool:
    """Whether a part of the path below `folder` begins with a dot or is a cache."""
    return any(part.startswith((".", "__pycache__")) for part in path.relative_to(folder).parts)
