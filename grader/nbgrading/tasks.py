"""From a notebook to the judge's task."""

import base64
from pathlib import Path
from typing import Any

from grader.notebooks.cells import is_test


def task_of(notebook: Any, folder: Path | None = None) -> dict[str, Any]:
    """The notebook's code cells, and the files of the lesson's folder, as the judge takes them."""
    cells = [task_cell(cell) for cell in notebook.cells if cell.cell_type == "code"]
    return {"cells": cells, "files": lesson_files(folder) if folder else {}}


def task_cell(cell: Any) -> dict[str, Any]:
    """A code cell as the judge takes it: a test of ours, or the learner's to run."""
    return {"id": cell.id, "kind": "test" if is_test(cell) else "run", "source": cell.source}


def lesson_files(folder: Path) -> dict[str, Any]:
    """The files that belong to a lesson, by name: their text, or their bytes in base64."""
    paths = (path for path in sorted(folder.rglob("*")) if path.is_file() and path.suffix != ".ipynb")
    return {path.relative_to(folder).as_posix(): content(path) for path in paths if not hidden(path, folder)}


def hidden(path: Path, folder: Path) -> bool:
    """Whether a part of the path below `folder` begins with a dot or is a cache."""
    return any(part.startswith((".", "__pycache__")) for part in path.relative_to(folder).parts)


def content(path: Path) -> Any:
    try:
        return path.read_text("utf-8")
    except UnicodeDecodeError:
        return {"base64": base64.b64encode(path.read_bytes()).decode("ascii")}
