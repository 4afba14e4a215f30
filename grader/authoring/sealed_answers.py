"""What a lesson says to the answers of choices, orderings, lines and numbers: from its text, sealed.

A hidden test says it once, as `answer("table_choice", table_choice, right="...", wrong={"a": "..."})`. The
visible check, which learners have, reads it from a file where it is sealed: not a secret, but nobody reads it
by accident.
"""

import ast
import contextlib
import json
import re
import unittest.mock
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from course import sealed

FOLDER = Path("course", "answers")
ASKED = ("choice", "order", "lines", "number")  # the visible checks that answer at once
Said = dict[str, tuple[str, dict[str, str]]]  # {name: (to the right answer, {pattern: to a wrong one})}


def answers_in(source: str) -> Said:
    """What a test cell says to the answers of its choices and orderings.

    >>> answers_in('answer("lines", lines, right="Well done.", wrong={"B.*A": "A is first."})')
    {'lines': ('Well done.', {'B.*A': 'A is first.'})}
    """
    found = {}
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "answer":
            named = {each.arg: each.value for each in node.keywords}
            parts = [node.args[0], named["right"], named["wrong"]]
            name, right, wrong = map(ast.literal_eval, parts)
            found[name] = (right, wrong)
    return found


def asked_in(source: str) -> dict[str, tuple[str, str]]:
    """The questions of a test cell: {name: ("choice", "order", "lines" or "number", letters)}."""
    pattern = rf'^({"|".join(ASKED)})\("(\w+)", \w+,(?: "(\w+)",)? lesson=\d+\)'
    return {name: (kind, letters) for kind, name, letters in re.findall(pattern, source, re.MULTILINE)}


def unanswered(source: str) -> Iterator[str]:
    """What a test cell lacks: an answer to each question, a reason for each wrong letter of a choice."""
    said = answers_in(source)
    for name, (kind, letters) in asked_in(source).items():
        if name not in said:
            yield f"{name} has no `answer({name!r}, {name}, right=..., wrong=...)` in the hidden tests."
        elif kind == "choice" and len(set(letters) - said[name][1].keys()) != 1:
            yield f"{name} needs a reason for each letter of {letters!r} but one, the right one."
        elif kind == "lines":
            for letter in letters:
                if not said_of(letter, said[name][1]):
                    yield (
                        f"{name} needs a reason for line {letter}: under {letter!r} where it is wrong to name"
                        f" it, under '^[^{letter}]*$' where it is wrong to leave it out."
                    )


def said_of(letter: str, wrong: dict[str, str]) -> bool:
    """Whether there is one reason for a line: either for naming it, or for leaving it out.

    >>> said_of("3", {"1": "This line is right.", "^[^3]*$": "One more line is wrong."})
    True
    """
    return (letter in wrong) != (f"^[^{letter}]*$" in wrong)


def write_answers(notebook: Any, lesson: str, into: Path) -> None:
    """Write the sealed answers of a lesson's notebook below a folder; no file where it has none."""
    found: Said = {}
    for cell in notebook.cells:
        if "BEGIN HIDDEN TESTS" in cell.source:
            with contextlib.suppress(SyntaxError):  # the lint says so
                found |= answers_in(cell.source)
    if found:
        target = into / FOLDER / f"lesson_{int(lesson[:2])}.json"
        target.parent.mkdir(parents=True, exist_ok=True)
        texts = {name: sealed.sealed(*parts) for name, parts in found.items()}
        target.write_text(json.dumps(texts, indent=1) + "\n", "utf-8")


@contextlib.contextmanager
def answers_of(built: Path) -> Iterator[None]:
    """The visible checks of this process read the answers that are being built below a folder."""
    with unittest.mock.patch.object(sealed, "ANSWERS", built / FOLDER):
        yield
