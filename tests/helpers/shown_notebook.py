"""A notebook as the two kinds of pages show it, feedback's and formgrader's: what one reads on them."""

import base64
from pathlib import Path
from typing import Any

from bs4 import BeautifulSoup

from tools.pages import KINDS, answer, code, configured, exporter, notebook_of, page_in_turn, page_of

__all__ = [
    "KINDS",
    "answer",
    "both",
    "code",
    "configured",
    "data",
    "exporter",
    "notebook_of",
    "page_in_turn",
    "page_of",
    "shown",
]


def shown(html: str) -> BeautifulSoup:
    """What is in the middle of a page, where the notebook is."""
    middle = BeautifulSoup(html, "html.parser").find(id="notebook")
    assert middle is not None
    return middle  # type: ignore[return-value]


def text_of(html: str) -> str:
    """The words of a page's notebook, with single spaces."""
    return " ".join(shown(html).get_text().split())


def data(content: bytes) -> str:
    """Bytes as a notebook holds them: base64."""
    return base64.b64encode(content).decode()


def both(*cells: Any, folder: Path | None = None, **metadata: Any) -> tuple[str, list[Any]]:
    """The words and pictures of a notebook with these cells, which are the same in both kinds of pages."""
    words = []
    for kind in KINDS:
        html = page_of(notebook_of(*cells, **metadata), kind, folder)
        text = text_of(html)
        assert text.startswith("The first words")
        assert text.endswith("'the last words'")
        words.append(text.partition("Student's answer")[2].partition("In [ ]:")[0])
        pictures = shown(html)("img")
    feedback, formgrader = (text.partition(" / 3.0")[2].strip() for text in words)
    assert feedback.removeprefix("(Top)").strip() == formgrader.removeprefix("+ (extra credit)").strip()
    return feedback.removeprefix("(Top)").strip(), pictures
