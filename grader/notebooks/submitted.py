"""Reads a submitted notebook and makes it safe to grade.

Nothing of the submitted folder is read but the notebook (and its timestamp, by nbgrading), and that safely
(`safe_files.py`). What is left of it (`submitted_cells.py`) is put on the lesson's own notebook
(`rebuild.py`). What is not a notebook gets a status and a reason, never an exception.

>>> load("submitted/bitdiddle/01-manual-gradients", "source/01-manual-gradients/01-manual-gradients.ipynb")
... # doctest: +SKIP
Submission(status='repaired', notebook=..., notes=('step-check was missing: put back',))
"""

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat

from grader.notebooks.errors import Unreadable
from grader.notebooks.rebuild import rebuild
from grader.notebooks.safe_files import opened, read_file
from grader.notebooks.submitted_cells import parse

MAX_BYTES = 20_000_000  # a notebook with many pictures has a few million


@dataclass(frozen=True)
class Submission:
    """What became of a submitted notebook: `ok`, `repaired` (notes say what) or `unreadable` (why)."""

    status: str
    notebook: Any
    notes: tuple[str, ...] = ()


def load(folder: str | Path, source: str | Path) -> Submission:
    """The notebook to grade, from a submitted folder and the path of the lesson's source notebook."""
    try:
        data, notes = read(folder, os.path.basename(source))
        cells = parse(data)
    except Unreadable as reason:
        return Submission("unreadable", None, (str(reason),))
    notebook, repairs = rebuild(nbformat.read(source, as_version=4), cells)
    notes += repairs
    return Submission("repaired" if notes else "ok", notebook, tuple(notes))


def read(folder: str | Path, name: str) -> tuple[bytes, list[str]]:
    """The bytes of the notebook `name` in `folder`, and notes about where it was found."""
    with opened(folder, os.O_DIRECTORY) as place:
        found = find(os.listdir(place), name)
    return read_file(folder, found, MAX_BYTES), [f"{found!r} was taken for {name!r}"] * (found != name)


def find(names: list[str], name: str) -> str:
    """The file that is meant by `name`: itself, else the only notebook there ('lesson (1).ipynb')."""
    notebooks = sorted(other for other in names if other.endswith(".ipynb") and not other.startswith("."))
    if name in notebooks:
        return name
    if len(notebooks) == 1:
        return notebooks[0]
    there = ", ".join(repr(other) for other in notebooks[:5]) or "no notebook"
    raise Unreadable(f"There is no {name!r} in the submission ({there}). Ask for a file of this name.")
