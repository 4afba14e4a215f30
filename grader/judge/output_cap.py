"""The judge's own cap on what a cell shows, applied before any of it is cleaned.

The worker keeps to the same limit, but in a process that the learner's code may change. An error is never
left out, whatever was shown before it: of a test that ran inside, it says that the test failed.
"""

from __future__ import annotations

from typing import Any

ROOM = 1000  # characters of an output beside its text: its kind, its keys
TRUNCATED = {"output_type": "stream", "name": "stdout", "text": "\n[output truncated]\n"}


def capped(outputs: list[Any], characters: int) -> list[Any]:
    """The first outputs, up to so many characters together; of what comes after them, the errors, cut short.

    >>> capped([{"output_type": "stream", "name": "stdout", "text": "x" * 5000}], 100)
    [{'output_type': 'stream', 'name': 'stdout', 'text': '\\n[output truncated]\\n'}]
    """
    for number, output in enumerate(outputs):
        characters -= max(characters_in(output) - ROOM, 0)
        if characters < 0:
            return [*outputs[:number], *map(cut, filter(is_error, outputs[number:])), TRUNCATED]
    return outputs


def characters_in(output: Any) -> int:
    """All text in a tree of JSON."""
    total, left = 0, [output]
    while left:
        part = left.pop()
        if type(part) is str:
            total += len(part)
        elif type(part) is list:
            left += part
        elif type(part) is dict:
            left += [*part, *part.values()]
    return total


def is_error(output: Any) -> bool:
    return type(output) is dict and output.get("output_type") == "error"


def cut(error: dict[str, Any]) -> dict[str, Any]:
    """An error with the beginning of its message, and no traceback."""
    texts = {name: text[:ROOM] for name in ("ename", "evalue") if type(text := error.get(name)) is str}
    return {"output_type": "error", "ename": "", "evalue": "", **texts, "traceback": []}
