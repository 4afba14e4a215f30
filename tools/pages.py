"""Pages of notebooks that are made on the spot, feedback's and formgrader's: no course, no gradebook."""

from functools import cache
from pathlib import Path
from typing import Any

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell
from nbgrader.server_extensions.formgrader.handlers import template_path
from traitlets.config import Config
from traitlets.config.loader import PyFileConfigLoader

from grader.nbgrading.pages.budget import Budget
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
        return FormgraderPage(config=config)  # type: ignore[no-untyped-call]
    config.Exporter.default_preprocessors = []
    page = FeedbackPage(config=config)  # type: ignore[no-untyped-call]
    for preprocessor in (HIDE, OVERVIEW, CSS):
        page.register_preprocessor(preprocessor, enabled=True)  # type: ignore[no-untyped-call]
    return page


def page_of(notebook: Any, kind: str = "feedback", folder: Path | None = None) -> str:
    """The HTML of a notebook's page; `folder` is where the notebook lies."""
    return page_and_budget(notebook, kind, folder)[0]


def page_in_turn(notebook: Any, by_hand: dict[str, dict[str, Any]]) -> str:
    """Formgrader's page of a notebook that is graded answer by answer, with what stands below each."""
    return page_and_budget(notebook, "formgrader", by_hand=by_hand)[0]


def page_and_budget(
    notebook: Any, kind: str, folder: Path | None = None, **further: Any
) -> tuple[str, Budget]:
    """The same as `page_of`, and what is left of the page's budget; `further` resources may be given."""
    names = {"notebook": "lesson", "score": 2.0, "max_score": 3.0, "late_penalty": 0, "fingerprint": ""}
    resources = {"nbgrader": names, "base_url": "", "notebook_id": "lesson", "index": 0, "total": 1}
    resources |= further
    if folder:
        resources["metadata"] = {"name": "lesson", "path": str(folder)}
    html, made_with = exporter(kind).from_notebook_node(notebook, resources)
    return str(html), made_with["budget"]


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
