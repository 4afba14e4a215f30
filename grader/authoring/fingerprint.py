"""A short hash of what counts in a notebook: it tells whether somebody edited it since it was built."""

import hashlib
import json
from pathlib import Path
from typing import Any

import nbformat

KEPT = ("nbgrader", "tags")  # cell metadata that belongs to the lesson; the rest is JupyterLab's memory


def fingerprint(cells: list[Any]) -> str:
    """A short hash of what counts in the cells, in their order."""
    return hashlib.sha256(repr([essence(cell) for cell in cells]).encode()).hexdigest()[:16]


def essence(cell: Any) -> tuple[str, str, str]:
    """What counts in a cell: type, text, metadata; not outputs, ids or what JupyterLab remembers."""
    metadata = nbformat.from_dict({key: cell.metadata[key] for key in KEPT if key in cell.metadata})
    return cell.cell_type, cell.source.rstrip("\n"), repr(sorted_deep(metadata))


def sorted_deep(value: Any) -> Any:
    """The value with the keys of every dict in it sorted, so that their order does not count.

    >>> sorted_deep({"b": 1, "a": [{"d": 2, "c": 3}]})
    {'a': [{'c': 3, 'd': 2}], 'b': 1}
    """
    if isinstance(value, dict):
        return {key: sorted_deep(value[key]) for key in sorted(value)}
    return [sorted_deep(item) for item in value] if isinstance(value, list) else value


def fingerprint_kept(path: Path) -> str:
    """The fingerprint that a build wrote into a notebook; empty where there is none."""
    try:
        return json.loads(path.read_text("utf-8"))["metadata"]["lesson"]["cells"]
    except (ValueError, LookupError, TypeError):
        return ""
