"""Outputs that came from a learner's process, checked and made fit for the instructor's browser.

Only a few kinds of content pass: text without control characters, HTML cleaned by `markup`, PNG and JPEG.
JavaScript, SVG, widgets and whatever else a cell may emit are dropped; their text/plain twin stays.
"""

from __future__ import annotations

import re
from typing import Any

from grader.judge.markup import clean_html
from grader.notebooks.pictures.kinds import PICTURES, is_picture
from grader.wire.field_checks import ProtocolError, fields

Output = dict[str, Any]

MAX_OUTPUTS = 2_000
MAX_LINES = 200  # of a traceback

CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
COLOUR = re.compile(r"\x1b\[[0-9;]*m")
ESCAPE = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)?|[@-Z\\-_])")


def clean(outputs: Any) -> list[Output]:
    """The outputs of a cell, or ProtocolError when they are not outputs at all."""
    if type(outputs) is not list:
        raise ProtocolError("outputs that are no list")
    return [clean_output(output) for output in outputs[:MAX_OUTPUTS]]


def clean_output(output: Any) -> Output:
    """One output of nbformat's four kinds."""
    kind = output.get("output_type") if type(output) is dict else None
    if kind == "stream":
        _, name, text = fields(output, output_type=str, name=str, text=str)
        if name not in ("stdout", "stderr"):
            raise ProtocolError("an unknown stream")
        return {"output_type": "stream", "name": name, "text": clean_text(text)}
    if kind == "display_data":
        _, data, _ = fields(output, output_type=str, data=dict, metadata=dict)
        return {"output_type": kind, "data": clean_data(data), "metadata": {}}
    if kind == "execute_result":
        _, data, _, count = fields(output, output_type=str, data=dict, metadata=dict, execution_count=int)
        return {"output_type": kind, "data": clean_data(data), "metadata": {}, "execution_count": count}
    if kind == "error":
        _, name, value, lines = fields(output, output_type=str, ename=str, evalue=str, traceback=list)
        return error_output(name, value, lines[:MAX_LINES])
    raise ProtocolError("an output of no known kind")


def error_output(name: str, value: str, lines: list[Any] | None = None) -> Output:
    """An nbformat error; without lines, its text alone is what a notebook shows."""
    lines = [value] if lines is None else lines
    if not all(type(line) is str for line in lines):
        raise ProtocolError("a traceback that is no text")
    traceback = [clean_text(line, colours=True) for line in lines]
    return {
        "output_type": "error",
        "ename": clean_text(name)[:200],
        "evalue": clean_text(value)[:4000],
        "traceback": traceback,
    }


def clean_data(data: dict[str, Any]) -> dict[str, str]:
    """The parts of a MIME bundle that may be shown."""
    shown = {}
    for kind, content in data.items():
        if type(content) is not str:
            continue
        if kind == "text/plain":
            shown[kind] = clean_text(content)
        elif kind in ("text/html", "text/markdown"):
            shown[kind] = clean_html(clean_text(content))
        elif kind in PICTURES and is_picture(kind, content):
            shown[kind] = content.strip()
    return shown


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
