"""Reads a submitted folder and makes of it a notebook that is safe to grade.

Every file is read safely (`safe_files.py`). Of the notebooks there, the one that is meant is chosen
(`choice.py`); what is left of it (`submitted_cells.py`) is put on the lesson's own (`rebuild.py`),
with pictures that a page can show (`pictures/`). What cannot be graded gets a status and a reason, never an
exception.

    load("submitted/bitdiddle/01-manual-gradients", "source/01-manual-gradients/01-manual-gradients.ipynb")
"""

import contextlib
import hashlib
import os
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from grader.notebooks.choice import Found, NotHandedIn, choose
from grader.notebooks.errors import Unreadable
from grader.notebooks.learner_files import learner_files
from grader.notebooks.lesson import Lesson, read_lesson
from grader.notebooks.matching import Slots
from grader.notebooks.pictures.embed import embed
from grader.notebooks.rebuild import rebuild, unchanged
from grader.notebooks.safe_files import opened, read_file
from grader.notebooks.submitted_cells import Cell, parse

MAX_BYTES = 100_000_000  # as nbgrader's exchange takes; a notebook with ten photos of a phone has as many
MAX_NOTEBOOKS = 10
NOTEBOOK = re.compile(
    r"[^.].*\.ipynb(\.json|\.txt)?", re.IGNORECASE | re.DOTALL
)  # some browsers add an ending


@dataclass(frozen=True)
class Submission:
    """What became of a submitted notebook.

    `ok`, `repaired` (the notes say what is other than in the lesson), `missing` (of several notebooks this
    one was not handed in: `notebook` is blank), or `unreadable` (not to be graded: the one note says why).
    `files` are the learner's own files beside it, by their path; `digest` is the SHA-256 of the notebook's
    bytes, empty where there is none.
    """

    status: str
    notebook: Any
    notes: tuple[str, ...] = ()
    files: dict[str, bytes] = field(default_factory=dict)
    digest: str = ""


def load(folder: str | Path, source: str | Path) -> Submission:
    """The notebook to grade, from a submitted folder and the path of the lesson's source notebook."""
    lesson = read_lesson(source)
    try:
        notebooks, skipped = notebooks_in(folder, lesson.path.name)
        best, slots, notes = choose(lesson, notebooks)
    except NotHandedIn:
        return blank(lesson)
    except Unreadable as reason:
        return Submission("unreadable", None, (str(reason),))
    files, left_out = learner_files(folder, lesson.path.parent)
    cells = best.cells or []
    not_shown = embed(learners_texts(lesson, cells, slots), files, lesson.path.parent)
    notebook, differences = rebuild(lesson, cells, slots)
    notes = [*skipped, *notes, *differences, *left_out, *not_shown]
    return Submission("repaired" if notes else "ok", notebook, tuple(notes), files, best.digest)


def learners_texts(lesson: Lesson, cells: list[Cell], slots: Slots) -> list[Cell]:
    """The Markdown cells that are not just as the lesson has them."""
    same = {position for index, position in slots.items() if unchanged(lesson.cells[index], cells[position])}
    return [c for position, c in enumerate(cells) if c["cell_type"] == "markdown" and position not in same]


def blank(lesson: Lesson) -> Submission:
    """What is graded for a notebook that was not handed in while others of the assignment were."""
    notebook, _ = rebuild(lesson, [], {})
    return Submission("missing", notebook, (f"{lesson.path.name!r} was not handed in: it counts as blank",))


def notebooks_in(folder: str | Path, wanted: str) -> tuple[list[Found], list[str]]:
    """The notebooks of a folder, the one of the right name first; and a note when there are too many."""
    try:
        with opened(folder, os.O_DIRECTORY) as place:
            names = os.listdir(place)
    except Unreadable as reason:
        raise Unreadable(f"{reason}. Ask for a folder with the notebook in it.") from None
    if not any(map(NOTEBOOK.fullmatch, names)) and (inner := nested(folder, names)):
        raise Unreadable(
            f"There is no {wanted!r} in the submission, but one in its folder {inner!r}: move it up."
        )
    names = sorted(filter(NOTEBOOK.fullmatch, names), key=lambda name: (name != wanted, name))
    found, left = [], 2 * MAX_BYTES
    for name in names[:MAX_NOTEBOOKS]:
        one, size = read_notebook(folder, name, min(left, MAX_BYTES))
        found.append(one)
        left -= size
    more = f"only {MAX_NOTEBOOKS} of the {len(names)} notebooks were looked at"
    return found, [more] * (len(names) > MAX_NOTEBOOKS)


def digests_in(folder: str | Path) -> set[str]:
    """The SHA-256 of each notebook of a folder that can be read, as `Submission.digest` has that of one."""
    try:
        with opened(folder, os.O_DIRECTORY) as place:
            names = sorted(filter(NOTEBOOK.fullmatch, os.listdir(place)))
    except Unreadable:
        return set()
    found = set()
    for name in names[: 10 * MAX_NOTEBOOKS]:
        with contextlib.suppress(Unreadable):
            found.add(hashlib.sha256(read_file(folder, name, MAX_BYTES)).hexdigest())
    return found


def nested(folder: str | Path, names: list[str]) -> str:
    """The first folder within the submitted one that has a notebook, as an unpacked archive makes it."""
    for name in sorted(names)[:MAX_NOTEBOOKS]:
        with (
            contextlib.suppress(Unreadable),
            opened(folder, os.O_DIRECTORY) as place,
            opened(name, os.O_DIRECTORY, place) as inner,
        ):
            if any(map(NOTEBOOK.fullmatch, os.listdir(inner))):
                return name
    return ""


def read_notebook(folder: str | Path, name: str, limit: int) -> tuple[Found, int]:
    """A notebook of a folder, or why it cannot be read; and its size in bytes."""
    try:
        data = read_file(folder, name, limit)
    except Unreadable as reason:
        return Found(name, None, f"{reason}. Ask for the notebook itself, with its outputs cleared."), 0
    try:
        return Found(name, parse(data), digest=hashlib.sha256(data).hexdigest()), len(data)
    except Unreadable as reason:
        return Found(name, None, str(reason)), len(data)
