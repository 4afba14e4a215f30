"""Outputs that came from a learner's process, checked and made fit for the instructor's browser.

Only a few kinds of content pass: text without control characters, HTML cleaned by `markup`, PNG and JPEG.
JavaScript, SVG, widgets and whatever else a cell may emit are dropped; their text/plain twin stays. How much
of it passes is decided here, once, by sizes that we count ourselves and before anything is cleaned, so that
no page of it takes long to make.
"""

from __future__ import annotations

import re
from typing import Any

from grader.judge.markup import clean_html
from grader.notebooks.pictures.kinds import PICTURES, is_picture
from grader.wire.field_checks import ProtocolError, fields

Output = dict[str, Any]

MAX_OUTPUTS = 1_010  # of one cell: an honest worker sends 1,000 and a note
MAX_LINES = 200  # of a traceback
MAX_COLOURS = 2_000  # of a traceback
MAX_TEXT = 200_000  # characters of one output
MAX_CELL = 1_000_000  # characters of all texts of one cell
MAX_PICTURE = 2_000_000  # characters of one picture
MAX_KINDS = 20  # forms of one output
MAX_COUNT = 1_000_000  # cells that a notebook may have run
PER_TEXT, PER_OUTPUT = 8, 5_000  # what a page takes for these, in characters of a picture

CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
COLOUR = re.compile(r"\x1b\[[0-9;]{0,20}m")
ESCAPE = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)?|[@-Z\\-_])")


class Room:
    """How much text one cell may still show."""

    def __init__(self) -> None:
        self.left = MAX_CELL

    def fits(self, text: str) -> bool:
        return len(text) <= min(MAX_TEXT, self.left)

    def take(self, text: str) -> str:
        """A text, or as much of it as may be shown, with a note that says so."""
        most = min(MAX_TEXT, self.left)
        self.left -= min(len(text), most)
        return cut(text, most)


def cut(text: str, most: int) -> str:
    """A text, or its beginning and a note that says so.

    >>> cut("abcdef", 3)
    'abc\\n[cut here: 3 of 6 characters are shown]\\n'
    """
    if len(text) <= most:
        return text
    return f"{text[:most]}\n[cut here: {most:,} of {len(text):,} characters are shown]\n"


def clean(outputs: Any) -> list[Output]:
    """The outputs of a cell, or ProtocolError when they are not outputs at all."""
    if type(outputs) is not list:
        raise ProtocolError("outputs that are no list")
    room = Room()
    return [clean_output(output, room) for output in outputs[:MAX_OUTPUTS]]


def clean_output(output: Any, room: Room) -> Output:
    """One output of nbformat's four kinds."""
    kind = output.get("output_type") if type(output) is dict else None
    if kind == "stream":
        _, name, text = fields(output, output_type=str, name=str, text=str)
        if name not in ("stdout", "stderr"):
            raise ProtocolError("an unknown stream")
        return {"output_type": "stream", "name": name, "text": clean_text(room.take(text))}
    if kind == "display_data":
        _, data, _ = fields(output, output_type=str, data=dict, metadata=dict)
        return {"output_type": kind, "data": clean_data(data, room), "metadata": {}}
    if kind == "execute_result":
        _, data, _, count = fields(output, output_type=str, data=dict, metadata=dict, execution_count=int)
        shown = clean_data(data, room)
        return {"output_type": kind, "data": shown, "metadata": {}, "execution_count": counted(count)}
    if kind == "error":
        _, name, value, lines = fields(output, output_type=str, ename=str, evalue=str, traceback=list)
        return error_output(name, value, lines[:MAX_LINES], room)
    raise ProtocolError("an output of no known kind")


def counted(number: int) -> int | None:
    """An execution count as nbformat has it; a learner may count as they like."""
    return number if 0 <= number < MAX_COUNT else None


def error_output(name: str, value: str, lines: list[Any] | None = None, room: Room | None = None) -> Output:
    """An nbformat error; without lines, its text alone is what a notebook shows."""
    lines, room = [value] if lines is None else lines, room or Room()
    if not all(type(line) is str for line in lines):
        raise ProtocolError("a traceback that is no text")
    lines = [room.take(line) for line in lines]
    colours = sum(line.count("\x1b") for line in lines) <= MAX_COLOURS
    return {
        "output_type": "error",
        "ename": clean_text(name[:1_000])[:200],
        "evalue": clean_text(value[:20_000])[:4_000],
        "traceback": [clean_text(line, colours) for line in lines],
    }


def clean_data(data: dict[str, Any], room: Room) -> dict[str, str]:
    """The parts of a MIME bundle that may be shown; HTML that is too long is shown as text."""
    shown: dict[str, str] = {}
    for kind, content in list(data.items())[:MAX_KINDS]:
        if type(content) is not str:
            continue
        if kind in ("text/html", "text/markdown") and room.fits(content):
            shown[kind] = clean_html(clean_text(room.take(content)))
        elif kind in ("text/html", "text/markdown"):
            shown.setdefault("text/plain", clean_text(room.take(content)))
        elif kind == "text/plain":
            shown[kind] = clean_text(room.take(content))
        elif kind in PICTURES and len(content) <= MAX_PICTURE and is_picture(kind, content):
            shown[kind] = "".join(content.split())
    return shown


def weight(outputs: list[Output]) -> int:
    """What outputs cost a page, in characters of a picture."""
    texts = [
        [output[key] for key in ("text", "evalue") if key in output] + output.get("traceback", [])
        for output in outputs
    ]
    data = [part for output in outputs for part in output.get("data", {}).items()]
    characters = sum(len(text) for each in texts for text in each)
    characters += sum(len(content) for kind, content in data if kind not in PICTURES)
    pictures = sum(len(content) for kind, content in data if kind in PICTURES)
    return PER_OUTPUT * len(outputs) + PER_TEXT * characters + pictures


def clean_text(text: str, colours: bool = False) -> str:
    r"""Text as a terminal would leave it, without escapes (but colours, on request) or control characters.

    >>> clean_text("50%\r100%\x1b[2K done\x07")
    '100% done'
    """
    text = text.encode("utf-8", "replace").decode()
    if "\r" in text:  # a progress bar draws over its own line
        text = "\n".join(line.rstrip("\r").rpartition("\r")[2] for line in text.split("\n"))
    kept = COLOUR.findall(text) if colours else []
    parts = COLOUR.split(text)
    clean_parts = [CONTROL.sub("", ESCAPE.sub("", part)) for part in parts]
    return "".join(
        part + colour for part, colour in zip(clean_parts, [*kept, *[""] * len(parts)], strict=False)
    )
