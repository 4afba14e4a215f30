"""The one place where an assignment is refused before anything of it is written or released."""

from pathlib import Path

import nbformat

from grader.notebooks.cells import tests_outside
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
    if outside := [path for path, notebook in read.items() if tests_outside(notebook)]:
        from grader.nbgrading.faithful import refuse_unfaithful  # imports torch

        refuse_unfaithful(source, outside)
