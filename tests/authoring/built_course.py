"""The tiny course once it is built: its notebooks, and an edit of one as JupyterLab saves it."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import nbformat
import tiny_lesson as tiny

from grader.authoring import build
from grader.notebooks.paths import notebook_in


def source(course: Path) -> Path:
    return notebook_in(course / "source", tiny.NAME)


def release(course: Path) -> Path:
    return notebook_in(course / "release", tiny.NAME)


def cells(path: Path) -> dict[str, Any]:
    return {cell.id: cell for cell in nbformat.read(path, as_version=4).cells}


def tree(course: Path) -> dict[Path, bytes]:
    return {
        path: path.read_bytes()
        for name in build.TREES
        for path in (course / name).rglob("*")
        if path.is_file()
    }


def edit(path: Path, change: Callable[[dict[str, Any]], object]) -> None:
    """Do what JupyterLab does on saving: a change, outputs, and some memory of its own."""
    notebook = nbformat.read(path, as_version=4)
    change({cell.id: cell for cell in notebook.cells})
    for cell in notebook.cells:
        cell.metadata["jp-MarkdownHeadingCollapsed"] = True
        if cell.cell_type == "code":
            cell.execution_count = 7
            cell.outputs = [nbformat.v4.new_output("stream", text="42")]
    nbformat.write(notebook, path)
