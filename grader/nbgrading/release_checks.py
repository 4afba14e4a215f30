"""The one place where an assignment is refused before anything of it is written or released."""

from pathlib import Path
from typing import Any

import nbformat

from grader.notebooks.cells import BEGIN_SCHEME, END_SCHEME, grade_id, tests_outside
from grader.notebooks.errors import AuthorError


def check_before_release(source: Path, assignment: str, notebooks: list[Path]) -> None:
    """Raise AuthorError, with a message that says what to mend, to refuse an assignment.

    `source` is its folder below source/, `notebooks` are the paths of its notebooks there.
    """
    read = {path: nbformat.read(path, as_version=4) for path in notebooks}
    for path, notebook in read.items():
        language = notebook.metadata.get("kernelspec", {}).get("language", "python")
        if str(language).lower() != "python":
            raise AuthorError(
                f"{assignment}/{path.name} is written for a kernel of {language!r}, and only Python is graded"
                " here: choose a Python kernel in JupyterLab (menu Kernel), and save the notebook."
            )
        refuse_half_a_scheme(f"{assignment}/{path.name}", notebook)
    if outside := [path for path, notebook in read.items() if tests_outside(notebook)]:
        from grader.nbgrading.faithful import refuse_unfaithful  # imports torch

        refuse_unfaithful(source, outside)


def refuse_half_a_scheme(name: str, notebook: Any) -> None:
    """Raise AuthorError for a mark scheme that never ends or never begins: how much of the cell is secret?"""
    for cell in notebook.cells:
        if cell.source.count("BEGIN MARK SCHEME") != cell.source.count("END MARK SCHEME"):
            which = grade_id(cell) or cell.source.strip().split("\n", 1)[0][:60]
            raise AuthorError(
                f"{name}, cell {which!r}: a mark scheme begins with the line {BEGIN_SCHEME!r} and ends with"
                f" {END_SCHEME!r}. One of the two is missing: add it."
            )
