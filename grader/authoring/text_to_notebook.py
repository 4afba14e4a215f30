"""From a lesson's text to the instructor's notebook: the same text gives the same bytes."""

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

from jupytext.myst import MystMetadataParsingError, myst_to_notebook
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from grader.authoring.fingerprint import KEPT, fingerprint
from grader.notebooks.cells import grade_id
from grader.notebooks.errors import AuthorError

METADATA = {  # of every source notebook, as JupyterLab would write it
    "kernelspec": {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"},
    "language_info": {
        "codemirror_mode": {"name": "ipython", "version": 3},
        "file_extension": ".py",
        "mimetype": "text/x-python",
        "name": "python",
        "nbconvert_exporter": "python",
        "pygments_lexer": "ipython3",
    },
    "judge": {"tests": "outside"},  # of the learner's process: grader/judge/run_test.py
}


def lesson_folders(root: Path) -> list[Path]:
    """The folders of all lessons, in their order."""
    return sorted(path.parent for path in (root / "lessons").glob("*/lesson.md"))


def notebook_of(lesson: Path) -> Any:
    """The instructor's notebook that a lesson's file says, or `AuthorError` that names the file."""
    try:
        return to_notebook(lesson.read_text("utf-8"))
    except AuthorError as error:
        raise AuthorError(f"lessons/{lesson.parent.name}/{lesson.name}: {error}") from error


def to_notebook(text: str) -> Any:
    """The instructor's notebook that a lesson's text says.

    >>> to_notebook("# A title\\n").cells[0].source
    '# A title'
    """
    taken: set[str] = set()
    cells = [tidy(cell, taken) for cell in parsed(text).cells]
    metadata = METADATA | {"lesson": {"cells": fingerprint(cells)}}
    return new_notebook(cells=cells, metadata=metadata, nbformat_minor=5)


def parsed(text: str, **options: bool) -> Any:
    """jupytext's notebook of a MyST text, or `AuthorError` where a cell's metadata cannot be read."""
    try:
        return myst_to_notebook(text, **options)
    except MystMetadataParsingError as error:
        raise AuthorError(f"{error}: mend the metadata after `+++` or between `---`.") from error


def tidy(cell: Any, taken: set[str]) -> Any:
    """The cell with nothing but its text, the metadata that counts, and a derived id."""
    new: Callable[..., Any] = new_code_cell if cell.cell_type == "code" else new_markdown_cell
    metadata = {key: cell.metadata[key] for key in KEPT if key in cell.metadata}
    return new(cell.source.rstrip("\n"), metadata=metadata, id=cell_id(cell, taken))


def cell_id(cell: Any, taken: set[str]) -> str:
    """The grade_id, or else a hash of the English text; a number makes a repeated text unique."""
    first = grade_id(cell) or hashlib.sha256(cell.source.rstrip("\n").encode()).hexdigest()[:8]
    unique = next(name for n in range(1, 10**6) if (name := first if n == 1 else f"{first}-{n}") not in taken)
    taken.add(unique)
    return unique
