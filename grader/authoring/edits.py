"""What somebody did to the source notebooks since they were built, and a build refuses to lose."""

from pathlib import Path
from typing import Any

import nbformat

from grader.authoring.fingerprint import fingerprint, fingerprint_kept
from grader.authoring.text_to_notebook import lesson_folders, notebook_of
from grader.notebooks.errors import AuthorError
from grader.notebooks.paths import notebook_in


def refuse_to_lose_files(built: Path, root: Path, changed: list[str]) -> None:
    """Stop before a build deletes what no lesson makes, unless an earlier build made it, unedited."""
    for name in changed:
        path = root / name
        if (built / name).exists() or name.startswith("release/"):
            continue
        if path.suffix == ".ipynb" and fingerprint_kept(path) == fingerprint(read_source(path).cells):
            continue
        raise AuthorError(
            f"{name} belongs to no lesson, and a build would delete it: move it below lessons/ (or out of"
            " source/), or let it go with `make build FORCE=1`."
        )


def refuse_to_lose_edits(root: Path) -> None:
    """Stop before a build overwrites what someone edited in JupyterLab."""
    for lesson in lesson_folders(root):
        path = notebook_in(root / "source", lesson.name)
        if path.exists() and was_edited(path, lesson / "lesson.md"):
            raise AuthorError(
                f"source/{lesson.name}/{path.name} was edited since it was built: carry the edit into the"
                " text with `make text`, or drop it with `make build FORCE=1`."
            )


def was_edited(path: Path, lesson: Path) -> bool:
    """Whether the notebook is neither what a build wrote there, nor what the text says now."""
    now = fingerprint(read_source(path).cells)
    return now not in (fingerprint_kept(path), fingerprint(notebook_of(lesson).cells))


def read_source(path: Path) -> Any:
    """A source notebook from its file, or `AuthorError` where it is none."""
    try:
        return nbformat.read(path, as_version=4)
    except Exception as error:
        message = f"{path} is not a notebook ({error}): restore it with `make build FORCE=1`."
        raise AuthorError(message) from error
