"""Reads a submitted notebook and makes it safe to grade.

Nothing of the submitted folder is read but the notebook (and its timestamp, by `autograde`); no link is
followed, and nothing that could block (a pipe, a device) is read. The text is decoded with limits on bytes,
nesting and cells, and what is left of it (types, texts, names of cells, pictures in answers) is put on the
lesson's own skeleton (`skeleton.py`). What is not a notebook gets a status and a reason, never an exception.

>>> load("submitted/bitdiddle/01-manual-gradients", "source/01-manual-gradients/01-manual-gradients.ipynb")
Submission(status='repaired', notebook=..., notes=('step-check was missing: put back',))
"""

import contextlib
import errno
import json
import os
import stat
from dataclasses import dataclass, field

import nbformat
from nbformat import NotebookNode

from grader.judge.markup import PICTURES, is_picture
from grader.notebooks.rebuild import rebuild

MAX_BYTES = 20_000_000  # a notebook with many pictures has a few million
MAX_BRACKETS = 500_000  # each list or object takes some hundred bytes of memory once it is read
MAX_CELLS = 2_000
MAX_TEXT = 1_000_000  # characters of all cells together; a long book has as many
MAX_PICTURE = 2_000_000  # characters of one picture in a free-text answer


class Unreadable(Exception):
    """A submission that cannot be graded; its text says why and what to do next."""


@dataclass(frozen=True)
class Submission:
    """What became of a submitted notebook: `ok`, `repaired` (notes say what) or `unreadable` (why)."""

    status: str
    notebook: NotebookNode | None
    notes: tuple[str, ...] = field(default=())


def load(folder, source):
    """The notebook to grade, from a submitted folder and the path of the lesson's source notebook."""
    name = os.path.basename(source)
    try:
        data, notes = read(folder, name)
        cells = parse(data)
    except Unreadable as reason:
        return Submission("unreadable", None, (str(reason),))
    notebook, repairs = rebuild(nbformat.read(source, as_version=4), cells)
    notes += repairs
    return Submission("repaired" if notes else "ok", notebook, tuple(notes))


# The file


def read(folder, name):
    """The bytes of the notebook `name` in `folder`, and notes about where it was found."""
    with opened(folder, os.O_DIRECTORY) as place:
        found = find(os.listdir(place), name)
    return read_file(folder, found, MAX_BYTES), [f"{found!r} was taken for {name!r}"] * (found != name)


def read_file(folder, name, limit):
    """The bytes of a regular file in `folder`; at most `limit`, even when it grows meanwhile."""
    with opened(folder, os.O_DIRECTORY) as place, opened(name, 0, place) as file:
        if not stat.S_ISREG(os.fstat(file).st_mode):
            raise Unreadable(f"{name!r} is not a file. Ask for the notebook itself.")
        with os.fdopen(file, "rb", closefd=False) as stream:
            data = stream.read(limit + 1)
    if len(data) > limit:
        raise Unreadable(
            f"{name!r} has more than {limit:,} bytes. Ask for it again with its outputs cleared."
        )
    return data


@contextlib.contextmanager
def opened(path, flags, folder=None):
    """A descriptor for `path` (in the open `folder`) that followed no link and cannot block."""
    safe = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_NOCTTY | os.O_CLOEXEC
    try:
        file = os.open(path, safe | flags, dir_fd=folder)
    except OSError as error:
        why = "it is a link" if error.errno == errno.ELOOP else str(error.strerror).lower()
        raise Unreadable(
            f"{os.path.basename(path)!r} cannot be opened: {why}. Ask for the notebook itself, as a file."
        ) from None
    try:
        yield file
    finally:
        os.close(file)


def find(names, name):
    """The file that is meant by `name`: itself, else the only notebook there ('lesson (1).ipynb')."""
    notebooks = sorted(other for other in names if other.endswith(".ipynb") and not other.startswith("."))
    if name in notebooks:
        return name
    if len(notebooks) == 1:
        return notebooks[0]
    there = ", ".join(repr(other) for other in notebooks[:5]) or "no notebook"
    raise Unreadable(f"There is no {name!r} in the submission ({there}). Ask for a file of this name.")


# Its text


def parse(data):
    """The cells of a notebook given as bytes: a list of dicts with cell_type, source, metadata, id."""
    nb = decode(data)
    cells = upgrade(nb)
    if not isinstance(cells, list):
        raise Unreadable(f"The notebook's cells are {describe(cells)}, not a list. Ask for it again.")
    if len(cells) > MAX_CELLS:
        raise Unreadable(
            f"The notebook has {len(cells):,} cells, more than {MAX_CELLS:,}. Ask for a shorter one."
        )
    cells = [clean_cell(cell) for cell in cells if isinstance(cell, dict)]
    length = sum(len(cell["source"]) for cell in cells)
    if length > MAX_TEXT:
        raise Unreadable(f"The notebook's text has {length:,} characters, more than {MAX_TEXT:,}.")
    return cells


def decode(data):
    """The dict that the bytes of a notebook stand for."""
    if data.count(b"{") + data.count(b"[") > MAX_BRACKETS:
        raise Unreadable("The notebook nests too much data. Ask for it again with its outputs cleared.")
    try:
        nb = json.loads(data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        at = data[error.start : error.start + 10]
        raise Unreadable(f"The notebook is not UTF-8 text: byte {error.start} is {at!r}.") from None
    except (ValueError, RecursionError) as error:
        raise Unreadable(
            f"The notebook is not valid JSON: {short(error)}. It begins with {data[:30]!r}."
        ) from None
    if not isinstance(nb, dict):
        raise Unreadable(f"The file holds {describe(nb)}, not a notebook.")
    return nb


def upgrade(nb):
    """The cells of a notebook, which may be of an older format."""
    version = nb.get("nbformat")
    if type(version) is not int or not 1 <= version <= 4:
        raise Unreadable(f"The notebook's format is {short(version)}; formats up to 4 can be read.")
    if version == 4:
        return nb.get("cells")
    try:
        return nbformat.convert(nbformat.reader.reads(json.dumps(nb)), 4).cells
    except Exception as error:
        raise Unreadable(
            f"The notebook's old format {version} cannot be converted: {short(error)}."
        ) from None


def clean_cell(cell):
    """What counts of a learner's cell, each part of the type that it should have."""
    metadata = cell.get("metadata")
    metadata = metadata if isinstance(metadata, dict) else {}
    settings = metadata.get("nbgrader")
    settings = settings if isinstance(settings, dict) else {}
    grade_id = settings.get("grade_id")
    return {
        "cell_type": cell["cell_type"] if cell.get("cell_type") in ("code", "markdown") else "raw",
        "source": text(cell.get("source")),
        "id": cell["id"] if isinstance(cell.get("id"), str) else "",
        "grade_id": grade_id if isinstance(grade_id, str) else "",
        "settings": settings,
        "attachments": pictures(cell.get("attachments")),
    }


def text(source):
    """The text of a cell, which JSON holds as one string or as a list of lines."""
    if isinstance(source, list):
        source = "".join(line for line in source if isinstance(line, str))
    # Half of a surrogate pair can be written in JSON, but not in any file or message.
    return source.encode("utf-8", "replace").decode("utf-8") if isinstance(source, str) else ""


def pictures(attachments):
    """The attachments of a Markdown cell that are PNG or JPEG pictures of a sensible size."""
    attachments = attachments if isinstance(attachments, dict) else {}
    kept = {}
    for name, bundle in attachments.items():
        for kind, data in bundle.items() if isinstance(bundle, dict) else ():
            if (
                kind in PICTURES
                and isinstance(data, str)
                and len(data) < MAX_PICTURE
                and is_picture(kind, data)
            ):
                kept[text(name)] = {kind: data}
    return kept


def describe(value):
    """What kind of thing JSON held: 'a list'."""
    return {dict: "an object", list: "a list", str: "a text", type(None): "nothing"}.get(
        type(value), "a number"
    )


def short(value):
    """A value or error as a short text on one line, without control characters."""
    shown = " ".join(str(value).split()) if isinstance(value, Exception) else ascii(value)[:80]
    return "".join(c for c in shown if c.isprintable())[:80]
