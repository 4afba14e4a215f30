"""Where the files of a course lie.

>>> notebook_in(Path("source"), "02-autograd").as_posix()
'source/02-autograd/02-autograd.ipynb'
"""

from pathlib import Path
from typing import Any

import nbformat

ROOT = Path(__file__).resolve().parent.parent.parent  # of this course


def notebook_in(folder: Path, lesson: str) -> Path:
    """Where nbgrader keeps a lesson's notebook: FOLDER/LESSON/LESSON.ipynb."""
    return folder / lesson / f"{lesson}.ipynb"


def read_in(folder: Path, lesson: str) -> Any:
    """A lesson's notebook (a NotebookNode of format 4) from source/, release/ or a learner's folder."""
    return nbformat.read(notebook_in(folder, lesson), as_version=4)


def lessons_below(folder: Path) -> list[str]:
    """The names of all lessons that have a folder in source/, release/ or lessons/, in their order."""
    return sorted(path.name for path in folder.glob("*/"))
