"""The cells of a submitted notebook, from bytes that may hold anything: limits first, then types.

What is left of a cell is a plain dict: its type, text, names, nbgrader's settings and pictures.

>>> parse(b'{"nbformat": 4, "cells": [{"cell_type": "code", "source": ["x = 1"], "id": "a"}]}')
[{'cell_type': 'code', 'source': 'x = 1', 'id': 'a', 'grade_id': '', 'settings': {}, 'attachments': {}}]
"""

import json
import re
from typing import Any
from urllib.parse import unquote

import nbformat

from grader.notebooks.errors import Unreadable
from grader.notebooks.pictures.kinds import PICTURES

MAX_BRACKETS = 500_000  # each list or object takes some hundred bytes of memory once it is read
MAX_CELLS = 2_000
MAX_TEXT = 1_000_000  # characters of all cells together; a long book has as many
# A picture within a text: its type and its base64, in which a website may have escaped a sign or two.
DATA = re.compile(r"data:([a-z]{1,20}/[a-z0-9.+-]{1,50});base64,([A-Za-z0-9+/=%]*+)", re.IGNORECASE)

Cell = dict[str, Any]
Attachment = tuple[str, str]  # MIME type, base64


def parse(data: bytes) -> list[Cell]:
    """The cells of a notebook given as bytes, or `Unreadable`."""
    cells = upgrade(decode(data))
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


def decode(data: bytes) -> dict[str, Any]:
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


def upgrade(nb: dict[str, Any]) -> Any:
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


def clean_cell(cell: dict[str, Any]) -> Cell:
    """What counts of a learner's cell, each part of the type that it should have."""
    metadata = cell.get("metadata")
    metadata = metadata if isinstance(metadata, dict) else {}
    settings = metadata.get("nbgrader")
    settings = settings if isinstance(settings, dict) else {}
    grade_id = settings.get("grade_id")
    kind = cell["cell_type"] if cell.get("cell_type") in ("code", "markdown") else "raw"
    attachments = attached(cell.get("attachments")) if kind == "markdown" else {}
    source = text(cell.get("source"))
    return {
        "cell_type": kind,
        "source": pictures_out(source, attachments) if kind == "markdown" else source,
        "id": cell["id"] if isinstance(cell.get("id"), str) else "",
        "grade_id": grade_id if isinstance(grade_id, str) else "",
        "settings": settings,
        "attachments": attachments,
    }


def text(source: Any) -> str:
    """The text of a cell, which JSON holds as one string or as a list of lines."""
    if isinstance(source, list):
        source = "".join(line for line in source if isinstance(line, str))
    # Half of a surrogate pair can be written in JSON, but not in any file or message.
    return source.encode("utf-8", "replace").decode("utf-8") if isinstance(source, str) else ""


def attached(attachments: Any) -> dict[str, Attachment]:
    """The attachments of a Markdown cell, of whatever kind: for each name a MIME type and base64 text."""
    found = {}
    for name, bundle in attachments.items() if isinstance(attachments, dict) else ():
        parts = {kind: text(data) for kind, data in bundle.items()} if isinstance(bundle, dict) else {}
        shown = [kind for kind in parts if kind in PICTURES] or list(parts)
        if shown:
            found[text(name)] = text(shown[0]), parts[shown[0]]
    return found


def pictures_out(source: str, attachments: dict[str, Attachment]) -> str:
    """A Markdown text with the pictures that it holds as `data:` moved into the attachments.

    Websites paste photos so, a million characters and more: they are no text, and do not count as such.
    """

    def move(match: re.Match[str]) -> str:
        name = unused(attachments)
        attachments[name] = match[1], unquote(match[2])
        return f"attachment:{name}"

    return DATA.sub(move, source)


def unused(attachments: dict[str, Attachment]) -> str:
    """A name that no attachment has yet: 'picture-1' as the first."""
    number = len(attachments) + 1
    while f"picture-{number}" in attachments:
        number += 1
    return f"picture-{number}"


def describe(value: Any) -> str:
    """What kind of thing JSON held: 'a list'."""
    kinds = {dict: "an object", list: "a list", str: "a text", type(None): "nothing"}
    return kinds.get(type(value), "a number")


def short(value: Any) -> str:
    """A value or error as a short text on one line, without control characters."""
    shown = " ".join(str(value).split()) if isinstance(value, Exception) else ascii(value)[:80]
    return "".join(c for c in shown if c.isprintable())[:80]
