"""The pictures of a submission's texts, as a page can show them; else a placeholder says what was there.

A picture may be attached to its cell, be a file beside the notebook, or lie in the text itself (which
`submitted_cells.py` has made an attachment). It becomes an attachment of its cell under a plain name, as PNG
or JPEG, small enough (`scaling.py`). Files of the lesson stay as they are.
"""

import base64
import binascii
import os
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from grader.notebooks.pictures.kinds import kind_of
from grader.notebooks.pictures.references import index, placeholder, renamed, rewrite, same, without_loose
from grader.notebooks.pictures.scaling import fit_for_a_page
from grader.notebooks.submitted_cells import Cell

MAX_PICTURES = 200  # of a notebook
SHOWN = 5  # names in a note


@dataclass
class Picture:
    """One picture of one cell: what it was called and held; and what a page may show of it."""

    name: str
    kind: str
    data: bytes
    fit: bytes = b""

    @property
    def instead(self) -> str:
        """What is said in its place."""
        if not self.data:
            return placeholder(self.name, "empty or broken")
        size = (
            f"{len(self.data) / 1e6:.1f} MB"
            if len(self.data) >= 100_000
            else f"{len(self.data) / 1e3:.1f} kB"
        )
        kind = kind_of(self.data) or self.kind or "of an unknown kind"
        return placeholder(self.name, kind, f"{size}: cannot be shown here")


@dataclass
class Illustrated:
    """A Markdown cell and the pictures that its text shows, by the plain names that they get."""

    cell: Cell
    pictures: dict[str, Picture] = field(default_factory=dict)
    known: dict[tuple[str, str], str] = field(
        default_factory=dict
    )  # from where and of what name: its plain name

    def show(self, origin: str, name: str, kind: str, data: bytes) -> str:
        """The target under which the text shows a picture, the same at each place."""
        if (origin, name) not in self.known:
            plain = self.known[origin, name] = f"picture-{len(self.pictures) + 1}"
            self.pictures[plain] = Picture(name, kind, data)
        return f"attachment:{self.known[origin, name]}"


def embed(cells: list[Cell], files: dict[str, bytes], lesson_folder: Path) -> list[str]:
    """Change these Markdown cells so that each picture is shown or named; a note on those that are not."""
    illustrated = [collect(cell, files, lesson_folder) for cell in cells if may_show(cell)]
    pictures = [picture for one in illustrated for picture in one.pictures.values()]
    ready = fit_for_a_page([picture.data for picture in pictures[:MAX_PICTURES]])
    for picture, fit in zip(pictures, ready, strict=False):
        picture.fit = fit
    for one in illustrated:
        write_back(one)
    hidden = [picture.instead for picture in pictures if not picture.fit]
    more = f" and {len(hidden) - SHOWN} more" if len(hidden) > SHOWN else ""
    return [f"not shown: {', '.join(hidden[:SHOWN])}{more}"] if hidden else []


def may_show(cell: Cell) -> bool:
    """Whether there is anything to do for a cell, which for most there is not."""
    text = cell["source"]
    return bool(cell["attachments"]) or "![" in text or "attachment:" in text or "<img" in text.lower()


def collect(cell: Cell, files: dict[str, bytes], lesson_folder: Path) -> Illustrated:
    """The pictures that a cell shows; in its text they get plain names, or a placeholder if missing."""
    one = Illustrated(cell)
    attachments = {name: attachment for name, attachment in cell["attachments"].items() if name}
    known, beside_it = index(attachments), index(files)
    numbers = {name: f"attached-{number}" for number, name in enumerate(attachments)}
    names = {number: name for name, number in numbers.items()}

    def attached(target: str) -> str:
        name = names.get(target) or known.get(same(target))
        if not name:
            return placeholder(target, "not in the notebook")
        kind, content = attachments[name]
        return one.show("attached", name, kind, decoded(content))

    def decide(target: str, shown: bool) -> str | None:
        kind, colon, rest = target.partition(":")
        if colon and kind.lower() == "attachment":
            return attached(rest)
        if not shown or not target:
            return None
        if kind.lower() == "data":
            return placeholder(rest.partition(",")[0], "in the text: cannot be shown here")
        if (colon and kind.isalnum()) or target.startswith("//"):
            return placeholder(target, "not in the submission but elsewhere")
        return beside(one, target, beside_it, files, lesson_folder)

    cell["source"] = without_loose(rewrite(renamed(cell["source"], numbers), decide))
    return one


def beside(
    one: Illustrated, target: str, names: dict[str, str], files: dict[str, bytes], lesson_folder: Path
) -> str | None:
    """What stands for a picture that is a file: the lesson's stays, the learner's is attached."""
    path = PurePosixPath(same(target.partition("?")[0].partition("#")[0]))
    if ".." in path.parts or path.is_absolute():
        return placeholder(target, "not beside the notebook")
    if os.path.isfile(lesson_folder / path):
        return None
    name = names.get(same(str(path)))
    if not name:
        return placeholder(target, "not in the submission")
    return one.show("beside", name, "", files[name])


def decoded(content: str) -> bytes:
    """The bytes that base64 stands for; none when it is broken."""
    try:
        return base64.b64decode("".join(content.split()), validate=True)
    except (binascii.Error, ValueError):
        return b""


def write_back(one: Illustrated) -> None:
    """Give a cell its attachments, and placeholders in place of those that cannot be shown."""

    def decide(target: str, shown: bool) -> str | None:
        picture = one.pictures.get(target.removeprefix("attachment:"))
        return picture.instead if picture and not picture.fit else None

    one.cell["source"] = rewrite(one.cell["source"], decide)
    one.cell["attachments"] = {
        name: {kind_of(picture.fit): base64.b64encode(picture.fit).decode("ascii")}
        for name, picture in one.pictures.items()
        if picture.fit
    }
