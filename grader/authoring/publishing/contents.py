"""The files of the learners' repository: what was released, `course`, and what launches them.

`requirements.txt`, `constraints.txt`, `LICENSE` and `binder/` are the course's own; README.md,
pyproject.toml and .gitignore come of the templates in `repository/`.
"""

import re
import tomllib
from pathlib import Path
from string import Template
from typing import Any

import nbformat

from grader.authoring.learning_time import STATED
from grader.authoring.publishing.first_cell import with_first_cell
from grader.authoring.publishing.links import UNSET, binder, colab
from grader.notebooks.errors import AuthorError
from grader.notebooks.paths import lessons_below

Files = dict[str, bytes]  # by their path in the repository
LESSONS = "lessons"  # the folder of the published notebooks
SETTINGS = (
    "grader/demo/jupyterlab/"  # where binder/postBuild finds JupyterLab's settings; published beside it
)
AS_THEY_ARE = ("LICENSE", "requirements.txt", "constraints.txt")
UNSET_SENTENCE = """
OWNER/REPO stands for this repository's address on GitHub. Until it is published with its address, these links
lead nowhere, and no first cell can fetch what is missing.
"""


def contents(root: Path, repository: str, branch: str) -> Files:
    """All files of the repository that has this address, from the course in a folder."""
    names = [
        name for name in lessons_below(root / "release") if list((root / "release" / name).glob("*.ipynb"))
    ]
    if not names:
        raise AuthorError(
            "Nothing was released: release/ has no notebook. Run `make build`, or generate one."
        )
    files = {name: (root / name).read_bytes() for name in AS_THEY_ARE}
    files |= course_files(root) | binder_files(root)
    rows = []
    for name in names:
        files |= assignment_files(root / "release" / name, repository, branch)
        rows += rows_of(root / "release" / name, repository, branch)
    files[".gitignore"] = filled("gitignore")
    files["pyproject.toml"] = filled("pyproject.toml", version=project(root)["version"])
    files["README.md"] = filled(
        "README.md",
        title=heading((root / "README.md").read_text("utf-8")) or "A course",
        many=f"{len(rows)} Jupyter notebooks" if len(rows) > 1 else "A Jupyter notebook",
        table="\n".join(rows),
        unset=UNSET_SENTENCE if repository == UNSET else "",
        repository=repository,
        name=repository.split("/")[1],
    )
    return files


def course_files(root: Path) -> Files:
    """The package `course`: its modules and the sealed answers."""
    paths = [*root.glob("course/*.py"), *root.glob("course/answers/*.json")]
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in sorted(paths)}


def binder_files(root: Path) -> Files:
    """What Binder builds; JupyterLab's settings lie beside it, for learners have no `grader`."""
    files = {f"binder/{path.name}": path.read_bytes() for path in sorted((root / "binder").iterdir())}
    for path in sorted((root / SETTINGS).glob("*.json")):
        files[f"binder/jupyterlab/{path.name}"] = path.read_bytes()
    files["binder/postBuild"] = files["binder/postBuild"].replace(SETTINGS.encode(), b"binder/jupyterlab/")
    return files


def assignment_files(folder: Path, repository: str, branch: str) -> Files:
    """A released assignment: its notebooks with their first cell, and what lies beside them."""
    paths = {path.relative_to(folder): path for path in sorted(folder.rglob("*")) if not path.is_dir()}
    found = {name.as_posix(): path for name, path in paths.items() if is_meant(name)}
    beside = [name for name in found if not name.endswith(".ipynb")]
    into = f"{LESSONS}/{folder.name}"
    files = {f"{into}/{name}": found[name].read_bytes() for name in beside}
    for name in sorted(found.keys() - set(beside)):
        notebook = with_first_cell(read(found[name]), into, beside, repository, branch)
        files[f"{into}/{name}"] = (nbformat.writes(notebook) + "\n").encode()
    return files


def is_meant(path: Path) -> bool:
    """Whether a released file is for learners, and not what an editor or Python left behind."""
    return not any(part.startswith(".") or part == "__pycache__" for part in path.parts)


def read(path: Path) -> Any:
    """A released notebook."""
    try:
        return nbformat.read(path, as_version=4)
    except Exception as error:
        raise AuthorError(f"{path} is not a notebook ({error}): generate its assignment again.") from error


def rows_of(folder: Path, repository: str, branch: str) -> list[str]:
    """The lines of the README's table for one assignment: title, time, and the links that launch it."""
    rows = []
    for path in sorted(folder.glob("*.ipynb")):
        text = "\n".join(cell.source for cell in read(path).cells if cell.cell_type == "markdown")
        place = f"{LESSONS}/{folder.name}/{path.name}"
        title, stated = heading(text) or path.stem, STATED.search(text)
        time = f"{stated[1]} min" if stated else ""
        on_binder = binder(place, {"repository": repository, "branch": branch})
        on_colab = colab(place, repository, branch)
        link = place.replace(" ", "%20")
        rows.append(f"| [{title}]({link}) | {time} | [Binder]({on_binder}) | [Colab]({on_colab}) |")
    return rows


def heading(text: str) -> str:
    """The first heading of a text, as it fits into a table.

    >>> heading("Hello.\\n\\n# Lesson 1 · A | B\\n")
    'Lesson 1 · A B'
    """
    found = re.search(r"^# +(.+)$", text, re.MULTILINE)
    return re.sub(r"[\s|\[\]]+", " ", found[1]).strip() if found else ""


def filled(template: str, **words: str) -> bytes:
    """A template with these words in it."""
    text = (Path(__file__).parent / "repository" / f"{template}.template").read_text("utf-8")
    return Template(text).substitute(words).encode()


def project(root: Path) -> dict[str, Any]:
    """What the course's pyproject.toml says of itself."""
    with open(root / "pyproject.toml", "rb") as file:
        found: dict[str, Any] = tomllib.load(file)["project"]
    return found
