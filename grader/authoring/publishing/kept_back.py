"""What must not be read in the learners' repository: lines and numbers that only the instructor's files have.

Of each source notebook: the lines of solutions, hidden tests and mark schemes, whole answers where no region
is marked, and what its metadata say under a name like `rubric`. Of the grader's reference values and of the
demo class: each two lines that follow one another. And the numbers of hidden tests and reference values that
have four digits or more. What a notebook shows elsewhere is no secret in its own folder; what any notebook
shows is none in the rest of the repository. A line of a few signs is a secret in the folder of its own
assignment; in the folder of another it is one where it gives an answer, as `choice = "c"` does, and no
commonplace such as `else:` or `name`.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import nbformat

from grader.authoring.publishing.readable import strings
from grader.notebooks.cells import BEGIN_SOLUTION, grade_id, settings
from grader.notebooks.lesson import BEGIN, END

NUMBER = re.compile(r"(?<![\w.])\d+\.?\d*(?:e-?\d+)?(?![\w.])")
DIGITS = 4  # of a number that tells
FOR_TEACHERS = re.compile(r"rubric|solution|answer|mark.?scheme|secret|teacher|instructor", re.IGNORECASE)
PAIR = 30  # characters of two lines that tell
FENCE = re.compile(r"^```\w*\n(.*?)^```", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True)
class Secret:
    """A `bare` text, where it stands, and the words that it is made of."""

    text: str
    place: str
    words: frozenset[str]


@dataclass(frozen=True)
class Source:
    """An assignment's own notebooks: what they show, and what they keep back."""

    shown: str  # `bare`
    shown_numbers: frozenset[float]
    secrets: tuple[Secret, ...]
    numbers: dict[float, str]  # and where they stand


def bare(text: str) -> str:
    """A text without white space, with one kind of quotes: neither indentation, lines nor a formatter counts.

    >>> bare("x = 'a'\\n  y")
    'x="a"y'
    """
    return "".join(text.split()).replace("'", '"')


def secret(text: str, place: str) -> Secret:
    return Secret(bare(text), place, frozenset(re.findall(r"\w+", text)))


def sources(root: Path) -> dict[str, Source]:
    """All assignments in source/, by their names."""
    return {folder.name: source(folder) for folder in sorted((root / "source").glob("*/"))}


def source(folder: Path) -> Source:
    """What the notebooks of one assignment show and keep back."""
    shown: list[str] = []
    hidden: list[tuple[str, str]] = []  # lines, and where they stand
    for path in sorted(folder.glob("*.ipynb")):
        notebook = nbformat.read(path, as_version=4)
        for cell in notebook.cells:
            place = f"{path.relative_to(folder.parent.parent)}, {grade_id(cell) or cell.get('id', '')}"
            for line, is_shown in lines_of(cell):
                shown.append(line) if is_shown else hidden.append((line, place))
        hidden += [(text, f"{path.name}, metadata") for text in for_teachers(notebook)]
    text = "\n".join(shown)
    lines = [secret(line, place) for line, place in hidden if len(bare(line)) > 3]
    found = {number: place for line, place in hidden for number in numbers(line)}
    return Source(bare(text), frozenset(numbers(text)), tuple(lines), found)


def lines_of(cell: Any) -> Iterator[tuple[str, bool]]:
    """The lines of a source cell, each with whether learners get it."""
    inside, whole = False, bool(settings(cell).get("solution")) and BEGIN_SOLUTION not in cell.source
    for line in cell.source.splitlines():
        if BEGIN.search(line) or END.search(line):
            inside = bool(BEGIN.search(line))
        else:
            yield line, not (inside or whole)


def for_teachers(notebook: Any) -> Iterator[str]:
    """All texts in the metadata of a source notebook that stand under a name like `rubric`."""
    for metadata in [notebook.metadata, *(cell.metadata for cell in notebook.cells)]:
        for name, value in metadata.items():
            if FOR_TEACHERS.search(name):
                yield from (line for text in strings(value) for line in text.splitlines())


def numbers(text: str) -> Iterator[float]:
    """The numbers in a text that have enough digits to tell.

    >>> list(numbers("f(2) == -336.5, 0.1000, 3.14, 0.002, x1234"))
    [336.5]
    """
    for found in NUMBER.findall(text):
        if len(re.sub(r"e.*|\.", "", found).strip("0")) >= DIGITS:
            yield float(found)


def others(root: Path) -> tuple[list[Secret], dict[float, str]]:
    """What the reference values and the demo class keep back: pairs of lines, and numbers."""
    pairs: list[Secret] = []
    found: dict[float, str] = {}
    for path in sorted((root / "grader" / "reference").glob("*.py")):
        text, place = path.read_text("utf-8"), path.relative_to(root).as_posix()
        pairs += pairs_of(text.splitlines(), place)
        found |= dict.fromkeys(numbers(text), place)
    for path in sorted((root / "examples").glob("*/*.md")):
        for block in FENCE.findall(path.read_text("utf-8")):
            pairs += pairs_of(block.splitlines(), path.relative_to(root).as_posix())
    return pairs, found


def pairs_of(lines: Iterable[str], place: str) -> list[Secret]:
    """Each two lines in a row that are long enough to tell, but for imports."""
    kept = [line for line in lines if line.strip() and not line.startswith(("import ", "from "))]
    return [secret(f"{a}\n{b}", place) for a, b in pairwise(kept) if len(bare(a + b)) >= PAIR]
