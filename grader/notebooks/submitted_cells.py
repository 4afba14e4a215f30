"""The cells of a submitted notebook, from bytes that may hold anything: limits first, then types.

What is left of a cell is a plain dict: its type, text, names, nbgrader's settings and pictures.

>>> parse(b'{"nbformat": 4, "cells": [{"cell_type": "code", "source": ["x = 1"], "id": "a"}]}')
[{'cell_type': 'code', 'source': 'x = 1', 'id': 'a', 'grade_id': '', 'settings': {}, 'attachments': {}}]
"""

import json
from typing import Any

import nbformat

from grader.notebooks.errors import Unreadable
from grader.notebooks.pictures import PICTURES, is_picture

MAX_BRACKETS = 500_000  # each list or object takes some hundred bytes of memory once it is read
MAX_CELLS = 2_000
MAX_TEXT = 1_000_000  # characters of all cells together; a long book has as many
MAX_PICTURE = 2_000_000  # characters of one picture in a free-text answer

Cell = dict[str, Any]


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
    return {
        "cell_type": cell["cell_type"] if cell.get("cell_type") in ("code", "markdown") else "raw",
        "source": text(cell.get("source")),
        "id": cell["id"] if isinstance(cell.get("id"), str) else "",
        "grade_id": grade_id if isinstance(grade_id, str) else "",
        "settings": settings,
        "attachments": pictures(cell.get("attachments")),
    }


def text(source: Any) -> str:
    """The text of a cell, which JSON holds as one string or as a list of lines."""
    if isinstance(source, list):
        source = "".join(line for line in source if isinstance(line, str))
    # Half of a surrogate pair can be written in JSON, but not in any file or message.
    return source.encode("utf-8", "replace").decode("utf-8") if isinstance(source, str) else ""


def pictures(attachments: Any) -> dict[str, dict[str, str]]:
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


def describe(value: Any) -> str:
    """What kind of thing JSON held: 'a list'."""
    kinds = {dict: "an object", list: "a list", str: "a text", type(None): "nothing"}
    return kinds.get(type(value), "a number")


def short(value: Any) -> str:
    """A value or error as a short text on one line, without control characters."""
    shown = " ".join(str(value).split()) if isinstance(value, Exception) else ascii(value)[:80]
    return "".join(c for c in shown if c.isprintable())[:80]
