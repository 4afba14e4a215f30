"""A notebook of which a page can be made, from any notebook: each part of the type that templates expect.

nbconvert raises where a notebook is not of nbformat's form, and where metadata have other types than its
templates expect. It warns of outputs that it cannot show, and leaves them out; here such an output is named.
"""

import json
from collections.abc import Mapping
from typing import Any

from nbformat import NotebookNode, from_dict

PRIORITY = (
    "text/html",
    "text/markdown",
    "image/svg+xml",
    "text/latex",
    "image/png",
    "image/jpeg",
    "text/plain",
)
UNDESCRIBED = "No description has been provided for this image"  # nbconvert's words
NOTE = "This notebook could not be shown as usual: its texts stand here as they were written."


def fitted(notebook: Any) -> NotebookNode:
    """The notebook with nothing but what a page shows."""
    info = notebook.get("metadata", {}).get("language_info")
    language = {key: text for key, text in mapping(info).items() if isinstance(text, str)}
    return made_of([fitted_cell(cell) for cell in notebook.cells], language)


def plain(notebook: Any) -> NotebookNode:
    """The notebook with its texts and outputs as they stand: the last resort, with a note that says so."""
    note = {"cell_type": "markdown", "source": NOTE, "metadata": {}}
    return made_of([note, *(plain_cell(fitted_cell(cell)) for cell in notebook.cells)], {})


def made_of(cells: list[dict[str, Any]], language: dict[str, str]) -> NotebookNode:
    """A notebook of these cells, whose ids are of the right form, and each its own."""
    metadata = {"language_info": language} if "name" in language else {}
    cells = [cell | {"id": f"cell-{number}"} for number, cell in enumerate(cells)]
    return from_dict({"nbformat": 4, "nbformat_minor": 5, "metadata": metadata, "cells": cells})


def fitted_cell(cell: Any) -> dict[str, Any]:
    """A cell's type, text, nbgrader's settings, attachments and outputs."""
    kept = {"cell_type": cell.get("cell_type"), "source": text_of(cell.get("source", "")), "metadata": {}}
    settings = mapping(cell.get("metadata")).get("nbgrader")
    if isinstance(settings, Mapping):
        kept["metadata"] = {"nbgrader": dict(settings)}
    if kept["cell_type"] == "code":
        count, outputs = cell.get("execution_count"), cell.get("outputs")
        kept["execution_count"] = count if type(count) is int and count >= 0 else None
        outputs = outputs if isinstance(outputs, list) else []
        kept["outputs"] = [fitted_output(output) for output in outputs if isinstance(output, Mapping)]
    elif kept["cell_type"] == "markdown":
        kept["attachments"] = {
            str(name): {str(kind): text_of(content) for kind, content in mapping(bundle).items()}
            for name, bundle in mapping(cell.get("attachments")).items()
        }
    else:
        kept["cell_type"] = "raw"
    return kept


def plain_cell(cell: dict[str, Any]) -> dict[str, Any]:
    """A cell whose text and outputs are shown as they were written."""
    cell["metadata"]["plain"] = True
    if cell["cell_type"] == "code":
        cell["outputs"] = [printed(text_of_output(output)) for output in cell["outputs"]]
    return cell


def fitted_output(output: Mapping[str, Any]) -> dict[str, Any]:
    """An output that a template can show, or the name of its kind."""
    kind = output.get("output_type")
    if kind == "stream":
        name = "stderr" if output.get("name") == "stderr" else "stdout"
        return printed(text_of(output.get("text", "")), name)
    if kind == "error":
        name, value = text_of(output.get("ename", "")), text_of(output.get("evalue", ""))
        lines = output.get("traceback")
        lines = [text_of(line) for line in lines] if isinstance(lines, list) else []
        return error(name, value, lines or [f"{name}: {value}"])
    if kind in ("display_data", "execute_result"):
        shown = shown_data(mapping(output.get("data")))
        alt = {picture: {"alt": UNDESCRIBED} for picture in ("image/png", "image/jpeg")}
        result = {"execution_count": None} if kind == "execute_result" else {}
        return {"output_type": kind, "data": shown, "metadata": alt} | result
    return printed("[an output of no known kind]")


def shown_data(data: Mapping[str, Any]) -> dict[str, str]:
    """The best of an output's forms; words, if a page can show none of them."""
    for kind in PRIORITY:
        if isinstance(data.get(kind), str | list) and (text := text_of(data[kind])).strip():
            return {"text/markdown" if kind == "text/latex" else kind: text}  # where formulas are set
    kinds = [f"{str(kind)[:100]}, {-(-len(str(data[kind])) // 1000)} kB" for kind in list(data)[:5]]
    return {"text/plain": f"[{': '.join(['an output that a page cannot show', *kinds])}]"}


def text_of_output(output: dict[str, Any]) -> str:
    """All that an output says in words."""
    if output["output_type"] == "stream":
        return str(output["text"])
    if output["output_type"] == "error":
        return "\n".join(output["traceback"])
    ((kind, text),) = output["data"].items()
    return f"[{kind}]" if kind.startswith("image/") else text


def printed(text: str, name: str = "stdout") -> dict[str, Any]:
    return {"output_type": "stream", "name": name, "text": text}


def error(name: str, value: str, lines: list[str]) -> dict[str, Any]:
    return {"output_type": "error", "ename": name, "evalue": value, "traceback": lines}


def text_of(value: Any) -> str:
    """A text, which JSON may hold as lines; anything else as JSON writes it."""
    if isinstance(value, list) and all(isinstance(line, str) for line in value):
        return "".join(value)
    return value if isinstance(value, str) else json.dumps(value, default=str)


def mapping(value: Any) -> Mapping[str, Any]:
    """The value, if it is a mapping; else an empty one."""
    return value if isinstance(value, Mapping) else {}
