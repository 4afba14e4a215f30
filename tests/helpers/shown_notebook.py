"""A notebook as the two kinds of pages show it: feedback's and formgrader's, without a gradebook."""

import base64
from functools import cache
from pathlib import Path
from typing import Any

import nbformat
from bs4 import BeautifulSoup
from nbformat.v4 import new_code_cell, new_markdown_cell
from nbgrader.server_extensions.formgrader.handlers import template_path
from traitlets.config import Config
from traitlets.config.loader import PyFileConfigLoader

from grader.nbgrading.pages.page import FeedbackPage, FormgraderPage, Page
from grader.notebooks.paths import ROOT

KINDS = ("feedback", "formgrader")
CSS = "nbconvert.preprocessors.CSSHTMLHeaderPreprocessor"
HIDE = "grader.nbgrading.pages.hiding.HideTests"
OVERVIEW = "grader.nbgrading.pages.overview.Overview"
SETTINGS = {"grade": True, "solution": True, "locked": False, "task": False, "points": 3, "score": 2.0}


def configured() -> Config:
    """The course's own nbgrader_config.py."""
    return PyFileConfigLoader("nbgrader_config.py", path=str(ROOT)).load_config()


@cache
def exporter(kind: str) -> Page:
    """What makes a page of this kind, as nbgrader and formgrader set it up."""
    config = configured()
    if kind == "formgrader":
        config.HTMLExporter.template_name = "formgrade"
        config.HTMLExporter.extra_template_basedirs = [template_path]
        return FormgraderPage(config=config)
    config.Exporter.default_preprocessors = []
    page = FeedbackPage(config=config)
    for preprocessor in (HIDE, OVERVIEW, CSS):
        page.register_preprocessor(preprocessor, enabled=True)
    return page


def page_of(notebook: Any, kind: str = "feedback", folder: Path | None = None) -> str:
    """The HTML of a notebook's page; `folder` is where the notebook lies."""
    names = {"notebook": "lesson", "score": 2.0, "max_score": 3.0, "late_penalty": 0, "fingerprint": ""}
    resources = {"nbgrader": names, "base_url": "", "notebook_id": "lesson", "index": 0, "total": 1}
    if folder:
        resources["metadata"] = {"name": "lesson", "path": str(folder)}
    return str(exporter(kind).from_notebook_node(notebook, resources)[0])


def notebook_of(*cells: Any, **metadata: Any) -> Any:
    """A notebook with these cells, the first of which asks and the last of which ends it."""
    first, last = (
        new_markdown_cell("The first words", id="first"),
        new_code_cell("'the last words'", id="last"),
    )
    whole = {"nbformat": 4, "nbformat_minor": 5, "metadata": metadata, "cells": [first, *cells, last]}
    return nbformat.from_dict(whole)  # as it is: nbformat's own functions would refuse what is odd


def answer(source: str, attachments: Any = None, **settings: Any) -> Any:
    """A text that is graded by hand."""
    metadata = {"nbgrader": SETTINGS | {"grade_id": "why-answer"} | settings}
    cell = nbformat.from_dict(
        {"cell_type": "markdown", "id": "why-answer", "source": source, "metadata": metadata}
    )
    if attachments is not None:
        cell.attachments = attachments
    return cell


def code(*outputs: Any, source: str = "1", **settings: Any) -> Any:
    """A code cell with these outputs; a test cell, where nbgrader's settings say so."""
    metadata = {"nbgrader": SETTINGS | {"grade_id": "fit-check"} | settings} if settings else {}
    cell = {"cell_type": "code", "id": "code", "source": source, "metadata": metadata}
    return nbformat.from_dict(cell | {"execution_count": 3, "outputs": list(outputs)})


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
