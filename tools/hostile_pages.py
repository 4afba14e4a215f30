"""Hostile notebooks, of which a page is to be made all the same, in time: some 80, named by what they hold.

Texts are as long as a submission may be; outputs have gone through the judge, as they do before they get to a
page.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import nbformat

from grader.judge.grade import grade
from grader.judge.task import Cell, Task
from grader.notebooks.paths import ROOT
from grader.notebooks.submitted_cells import MAX_TEXT
from grader.sandbox.limits import Limits
from tools.pages import answer, code, notebook_of

PNG = "iVBORw0KGgoAAAANSUhEUg" + "A" * 1_399_978


class Hostile(NamedTuple):
    """A hostile notebook, and the folder that it lies in."""

    make: Callable[[], Any]
    folder: Path | None = None


def filled(piece: str, size: int) -> str:
    return (piece * (size // len(piece) + 1))[:size]


def texts(piece: str, size: int, *, source: bool = False, **attachments: str) -> Hostile:
    """As many cells of such a text as a submission may have."""

    def make() -> Any:
        bundles = {name: {"image/png": data} for name, data in attachments.items()}
        text = filled(piece, size)
        one = code(source=text) if source else answer(text, bundles)
        return notebook_of(*[one] * min(MAX_TEXT // size, 1_990))

    return Hostile(make)


class Shows:
    """A worker, and its template, every cell of which shows the same outputs."""

    why, limits = "", Limits()

    def __init__(self, outputs: list[Any]) -> None:
        self.outputs = outputs

    def worker(self, limits: Limits) -> "Shows":
        return self

    def ask(self, op: str, deadline: float, **rest: Any) -> Any:
        return {"outputs": self.outputs, "execution_count": 1}

    def kill(self) -> None:
        pass


def outputs(*shown: Any, cells: int = 12) -> Hostile:
    """A notebook whose cells all show this, as far as the judge keeps it: these are more than it does."""

    def make() -> Any:
        result = grade(Task((Cell("run", "1"),) * cells), Shows(list(shown)))  # type: ignore[arg-type]
        assert result.status == "graded", result.reason
        return notebook_of(*(code(*cell.outputs) for cell in result.cells))

    return Hostile(make)


def at_once(shown: Any, text: str, source: str) -> Hostile:
    """Many texts, much code and many outputs together."""

    def make() -> Any:
        notebook = outputs(shown).make()
        many = [answer(filled(text, 2_000))] * 200 + [code(source=filled(source, 500))] * 1_000
        notebook.cells[1:1] = nbformat.from_dict(many)
        return notebook

    return Hostile(make)


def display(kind: str, text: str) -> dict[str, Any]:
    return {"output_type": "display_data", "data": {kind: text}, "metadata": {}}


def printed(text: str) -> dict[str, Any]:
    return {"output_type": "stream", "name": "stdout", "text": text}


def error(*lines: str) -> dict[str, Any]:
    return {"output_type": "error", "ename": "E", "evalue": "v", "traceback": list(lines)}


MARKDOWN = {
    "environments that never end": "\\begin{a}",
    "formulas that never end": "\\\\[",
    "formulas": "$x^2$ ",
    "quotes of formulas": "$)'$ ",
    "nested quotes": "> ",
    "lists": "- x\n",
    "brackets": "[",
    "links": "[a](b) ",
    "open links": "[a](<b ",
    "emphasis": "*a _b ",
    "code": "`a",
    "fences": "```\n",
    "fences of Python": "```python\n1.1.1.1.\n```\n",
    "fences of another language": "```perl\n$a = s/(((((/\n",
    "HTML": "<b>",
    "open HTML": "<a href='",
    "comments": "<!--",
    "a table": "|a|b|\n|--|--|\n|1|2|\n",
    "spaces": "a" + " " * 1_900 + "b\n",
    "heading of spaces": "# a" + " " * 1_900 + "b\n",
    "new lines": "\n",
    "ampersands": "&",
    "entities": "&#" + "9" * 1_900 + ";",
    "references": "[a]: http://x/" + "y" * 900 + "\n\n" + "[a] " * 250,
    "pictures of a reference": "[a]: http://x/" + "y" * 900 + "\n\n" + "![a] " * 220,
    "missing pictures": "![a](b) ",
    "data without an end": "data:a;b;c;",
    "a long word": "w",
    "stacked accents": "a\u0301",
}
CODE = {
    "numbers": "1.",
    "dots": ".",
    "names of names": "a.",
    "blank lines": " \n",
    "other blank lines": "\x1c\n",
    "open texts": "'\\N{",
    "magic": "%%time\n",
    "brackets": "[",
}
CASES: dict[str, Hostile] = {
    **{f"Markdown: {name}": texts(piece, 2_000) for name, piece in MARKDOWN.items()},
    **{f"one text: {name}": texts(piece, MAX_TEXT) for name, piece in MARKDOWN.items() if len(piece) == 1},
    **{f"code: {name}": texts(piece, 5_000, source=True) for name, piece in CODE.items()},
    **{f"one cell of code: {name}": texts(piece, MAX_TEXT, source=True) for name, piece in CODE.items()},
    "cells: 2,000 texts": texts("x", 500),
    "cells: 2,000 of code": texts("x = 1\n", 500, source=True),
    "pictures: one shown often": texts("![](attachment:a)", 2_000, a=PNG),
    "pictures: the lesson's, often": Hostile(
        lambda: notebook_of(*[answer(filled("![](lesson.png) ", 2_000))] * 500), ROOT / "docs"
    ),
    "outputs: many texts": outputs(*[printed("a"), display("text/plain", "b")] * 500),
    "outputs: much HTML": outputs(*[display("text/html", "<b>a")] * 1_000),
    "outputs: much Markdown": outputs(*[display("text/markdown", "a")] * 1_000),
    "outputs: much LaTeX": outputs(*[display("text/latex", "$)'$")] * 1_000),
    "outputs: many errors": outputs(*[error("a")] * 1_000),
    "outputs: tags": outputs(display("text/html", filled("<b>", 199_000))),
    "outputs: a table": outputs(display("text/html", "<table>" + filled("<tr><td>1</td></tr>", 190_000))),
    "outputs: line breaks": outputs(display("text/html", filled("<br>", 199_000))),
    "outputs: ampersands": outputs(display("text/html", filled("&", 199_000)), printed(filled("&", 199_000))),
    "outputs: deep HTML": outputs(display("text/html", filled("<div>", 199_000))),
    "outputs: pictures of no source": outputs(display("text/html", filled("<img>", 199_000))),
    "outputs: attributes": outputs(display("text/html", "<a " + filled("href='https://x' ", 190_000) + ">")),
    "outputs: long HTML": outputs(display("text/html", filled("<b>", 2_000_000))),
    "outputs: Markdown": outputs(display("text/markdown", filled("[a](b) ", 2_000))),
    "outputs: SVG": outputs(display("image/svg+xml", "<svg>" + filled("<g>", 1_000_000))),
    "outputs: JSON": outputs(display("application/json", filled("[", 1_000_000))),
    "outputs: PNG": outputs(display("image/png", PNG)),
    "outputs: a long line": outputs(printed("a" * 2_000_000)),
    "outputs: lines": outputs(printed(filled("ab\n", 1_000_000))),
    "outputs: colours": outputs(error(filled("\x1b[31mx\x1b[0m", 19_000))),
    "outputs: too many colours": outputs(error(filled("\x1b[1mx", 200_000))),
    "outputs: a colour of many numbers": outputs(error("\x1b[" + "1;" * 99_000 + "mx")),
    "outputs: a long traceback": outputs(error(*["a\n" * 900] * 200)),
    "outputs: escapes": outputs(error(filled("\x1b[", 200_000)), printed(filled("\x1b]", 200_000))),
    "all at once: spaces, names, lines": at_once(
        display("text/html", filled("<br>", 199_000)), "# a" + " " * 1_996, "a."
    ),
    "all at once: formulas, dots, pictures": at_once(
        display("text/html", filled("<img>", 199_000)), "\\\\[", "."
    ),
    "outputs: many kinds": outputs({**display("a", "b"), "data": {f"a/{k}": "x" * 99 for k in range(9_999)}}),
}
