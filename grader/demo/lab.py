"""`make lab`: your own copy of a lesson in JupyterLab, opened where you left it; `make formgrader`.

JupyterLab runs on the folder work/, which has the layout that nbgrader's own Assignments list expects.
What is in work/ is never overwritten. Settings that make JupyterLab calmer for learners stand in
grader/demo/jupyterlab/: they count as its defaults, so what you choose in its menu Settings still wins.
"""

import json
import shutil
from pathlib import Path
from typing import Any, NoReturn
from urllib.parse import quote

from grader.demo.jupyterlab_server import serve
from grader.notebooks.cells import exercise, grade_id, settings
from grader.notebooks.errors import AuthorError
from grader.notebooks.paths import ROOT, lessons_below, notebook_in
from grader.notebooks.stub import is_open

SETTINGS = Path(__file__).with_name("jupyterlab")


def lab(asked: str, folder: Path, options: list[str], root: Path = ROOT) -> NoReturn:
    """Open the learner's copy of a lesson; does not return, because JupyterLab takes over this process."""
    lesson = find_lesson(asked, lessons_below(root / "release"))
    hand_out(root / "release" / lesson, folder / lesson)
    heading, cell = place_to_open(notebook_in(folder, lesson))
    print(f"Opening {folder.name}/{lesson}", f'where you left: "{heading}".' if heading else "at its top.")
    if heading:
        print('Python forgets between two sessions: "Run All Above Selected Cell" (menu Run) brings it back.')
    path = f"/lab/tree/{quote(lesson)}/{quote(lesson)}.ipynb" + (f"#cell-id={quote(cell)}" if cell else "")
    serve(folder, path, [*options_for_learners(), *options])


def formgrader(folder: Path, options: list[str]) -> NoReturn:
    """Open the demo class; does not return."""
    if not (folder / "gradebook.db").exists():
        raise AuthorError("There is no demo class yet: run `make demo` first.")
    print("Opening the demo class: choose Formgrader in the menu Nbgrader.")
    serve(folder, "/lab", options)


def find_lesson(asked: str, lessons: list[str]) -> str:
    """The lesson that is meant by its name, its number, or the beginning of either part of its name.

    >>> find_lesson("2", ["01-manual-gradients", "02-autograd"])
    '02-autograd'
    """
    if asked in lessons:
        return asked
    number = f"{int(asked):02}-" if asked.isdecimal() else asked
    found = [name for name in lessons if name.startswith(number) or name.partition("-")[2].startswith(asked)]
    if len(found) != 1 or not asked:
        raise AuthorError(f"There is no lesson {asked!r}: choose one of {', '.join(found or lessons)}.")
    return found[0]


def hand_out(release: Path, own: Path) -> None:
    """Copy the files of a lesson that the learner does not have yet; the others are the learner's."""
    for path in release.rglob("*"):
        target = own / path.relative_to(release)
        if path.is_file() and not target.exists():
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(path, target)


def place_to_open(notebook: Path) -> tuple[str, str]:
    """Where the learner left: the heading and the id of the cell to open at; two empty texts for the top.

    That is the first exercise which still holds its stub; the top, when none or all of them are written.
    """
    try:
        cells = json.loads(notebook.read_text("utf-8"))["cells"]
        answers = [index for index, cell in enumerate(cells) if name_of(cell)]
        first = next((index for index in answers if is_open(cells[index])), None)
        return ("", "") if first in (None, answers[0]) else heading_above(cells, first)
    except (ValueError, LookupError, TypeError, AttributeError):
        return "", ""  # not a notebook any more: JupyterLab says so better than this could


def name_of(cell: dict[str, Any]) -> str:
    """The name of the exercise whose answer a cell is for, or an empty text."""
    return exercise(grade_id(cell)) if settings(cell).get("solution") else ""


def heading_above(cells: list[dict[str, Any]], index: int) -> tuple[str, str]:
    """The nearest heading above a cell, and the id of the cell that it stands in."""
    for cell in reversed(cells[:index]):
        lines = "".join(cell["source"]).splitlines() if cell["cell_type"] == "markdown" else []
        if headings := [line for line in lines if line.startswith("#")]:
            return headings[-1].lstrip("# "), cell["id"]
    return name_of(cells[index]), cells[index]["id"]


def options_for_learners() -> list[str]:
    """JupyterLab's options for learners: our settings, and what opens a notebook at a cell."""
    extensions = SETTINGS / "labextensions"
    return [
        f"--LabApp.app_settings_dir={SETTINGS}",
        f"--LabApp.extra_labextensions_path={extensions}",
    ]
