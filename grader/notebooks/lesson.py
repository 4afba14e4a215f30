"""The lesson's own notebook, as what it is compared with a submission by: its cells and their released text.

It may be of any format that nbformat reads. Older ones have no cell ids, and some have one twice: each cell
gets one here, by its place, so that the notebook to grade is of today's format and valid.

>>> phrases("def double(x):\\n    ### BEGIN SOLUTION\\n    return 2 * x\\n    ### END SOLUTION", answer=True)
('def double(x):',)
"""

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import nbformat

from grader.notebooks.cells import settings

BEGIN = re.compile(r"BEGIN (SOLUTION|HIDDEN TESTS|MARK SCHEME)")
END = re.compile(r"END (SOLUTION|HIDDEN TESTS|MARK SCHEME)")
AUTOTEST = re.compile(r"\bAUTOTEST\b")  # a line that nbgrader replaces by tests of its own making
VALID_ID = re.compile(r"[a-zA-Z0-9_-]{1,64}")


@dataclass(frozen=True)
class Lesson:
    """A source notebook, and of each of its cells the parts of its text that learners get."""

    path: Path
    notebook: Any
    phrases: tuple[tuple[str, ...], ...]

    @property
    def cells(self) -> list[Any]:
        """The cells of the source notebook."""
        return list(self.notebook.cells)


def read_lesson(path: str | Path) -> Lesson:
    """The lesson of a source notebook; read again only when the file has changed."""
    state = Path(path).stat()
    return _read(Path(path), state.st_mtime_ns, state.st_size)


@lru_cache(maxsize=64)
def _read(path: Path, changed: int, size: int) -> Lesson:
    notebook = current(path.read_text("utf-8-sig"))
    texts = tuple(phrases(cell.source, bool(settings(cell).get("solution"))) for cell in notebook.cells)
    return Lesson(path, notebook, texts)


def current(text: str) -> Any:
    """A notebook's file as a notebook of today's format, every cell with an id of its own."""
    nb = nbformat.from_dict(json.loads(text))
    if nb.nbformat == 4:
        nb.nbformat_minor = max(nb.get("nbformat_minor", 0), 5)
    else:
        nb = nbformat.convert(nbformat.reader.reads(text), 4)
        for cell in nb.cells:
            cell.pop("id", None)  # at random
    taken: set[str] = set()
    for position, cell in enumerate(nb.cells):
        if isinstance(cell.source, list):
            cell.source = "".join(cell.source)
        cell.id = unique(cell.get("id"), f"added-id-{position}", taken)
    return nb


def unique(wanted: Any, fallback: str, taken: set[str]) -> str:
    """A valid id that is not taken yet: the one that is wanted, where it can be had."""
    new = wanted if isinstance(wanted, str) and VALID_ID.fullmatch(wanted) else fallback
    while new in taken:
        new = fallback = f"{fallback}-"
    taken.add(new)
    return new


def phrases(source: str, answer: bool) -> tuple[str, ...]:
    """The parts of a cell's text that a release keeps, between what nbgrader takes out of it."""
    if answer and "BEGIN SOLUTION" not in source:
        return ()  # the whole cell is replaced
    parts: list[list[str]] = [[]]
    inside = False
    for line in source.splitlines():
        if BEGIN.search(line) or END.search(line) or AUTOTEST.search(line):
            inside = bool(BEGIN.search(line)) or (inside and not END.search(line))
            parts.append([])
        elif not inside:
            parts[-1].append(line)
    return tuple(filter(None, (plain(part) for part in parts)))


def plain(lines: Iterable[str]) -> str:
    """Lines of text without what an editor changes: indentation, spaces at the end, blank lines."""
    return "\n".join(filter(None, (line.strip() for line in lines)))
