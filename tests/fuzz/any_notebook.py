"""Notebooks as nobody writes them: the small course's own, changed in odd places, or nothing of the kind.

A notebook here is bytes, because a file may hold anything. `notebooks()` and
`readable()` draw them for hypothesis.
"""

import copy
import json
from typing import Any

import nbformat
from hypothesis import strategies as st
from small_course import ANSWERS, SOURCE

KEYS = (
    "cells metadata nbformat nbformat_minor cell_type source id outputs execution_count attachments nbgrader",
    "grade grade_id locked points schema_version solution task output_type data text name ename evalue",
    "traceback worksheets input prompt_number language level text/plain text/html text/markdown text/latex",
    "image/png image/svg+xml application/json application/x-nobody tags kernelspec language_info judge",
)
NAMES = [name for line in KEYS for name in line.split()]
TEXTS = [
    "", "x", "code", "markdown", "raw", "stream", "error", "display_data", "gradient-check", "why-answer",
    "\x00", "\ud800", "\udfff\ud800", "\u202e", "a\u0301" * 50, "<b>", "</main>", "{{ 1 / 0 }}", "# Check: x",
    "### BEGIN HIDDEN TESTS", "=== BEGIN MARK SCHEME ===", "\x1b[38m", "$\\frac{", "[" * 300, "1." * 300,
    "&#99999999999;", "![](&#" + "9" * 5000 + ")", "![](x/../..)", "![](attachment:a)", "![a][1]\n\n[1]: b",
    "data:image/png;base64,iVBORw0KGgo=", "%%time", "raise SystemExit", "pick = 'b'", "\n" * 200, "\t", ",",
    "def gradient(x, y, W):\n    return W",
]  # fmt: skip
NUMBERS = [0, -1, 1, 4, 3, 2, 1 << 40, 10**400, 1e308, -0.0, 0.5, float("nan"), float("inf")]
CELL: dict[str, Any] = {"cell_type": "code", "source": "x = 1", "metadata": {}, "id": "own", "outputs": []}
ODD_CELLS: list[Any] = [
    {"cell_type": "markdown", "source": ["a", "b\n"], "attachments": {"a": {"image/png": "iVBORw0KGgo="}}},
    {"cell_type": "markdown", "source": "![](attachment:a)", "attachments": {"a": {"text/html": ["<b>"]}}},
    {"cell_type": "markdown", "source": "x", "attachments": {"": {"": 5}, "b": None}},
    {
        "cell_type": "code",
        "source": "print('x')",
        "metadata": {"nbgrader": {"grade_id": "gradient-solution"}},
    },
    {"cell_type": "code", "source": None, "outputs": [{"output_type": "x"}, None, {"data": {"a/b": {}}}]},
    {"cell_type": "raw", "source": {"a": 1}, "metadata": []},
    {"cell_type": "heading", "level": 9, "source": "x"},
    {},
    None,
    5,
]

leaves = (
    st.none()
    | st.booleans()
    | st.sampled_from(NUMBERS)
    | st.sampled_from(TEXTS)
    | st.text(st.characters(codec=None), max_size=12)  # surrogates too
)
values = st.recursive(
    leaves,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.sampled_from(NAMES) | leaves.map(str), inner, max_size=5)
    ),
    max_leaves=12,
)


def released() -> dict[str, Any]:
    """The small course's notebook with right answers, as a learner would hand it in."""
    nb = json.loads(nbformat.writes(SOURCE))
    for cell in nb["cells"]:
        cell["source"] = ANSWERS.get(cell["id"], "".join(cell["source"]))
    return dict(nb)


def places(node: Any) -> list[tuple[Any, Any]]:
    """Each place of a tree: what holds it, and its key or number there."""
    found: list[tuple[Any, Any]] = []
    keys = list(node) if isinstance(node, dict) else range(len(node)) if isinstance(node, list) else []
    for key in keys:
        found += [(node, key), *places(node[key])]
    return found


@st.composite
def changed(draw: st.DrawFn) -> Any:
    """The course's own notebook with a few things that are not as they should be."""
    nb = released()
    for _ in range(draw(st.integers(0, 5))):
        node, key = draw(st.sampled_from(places(nb)))
        match draw(st.sampled_from(["value", "gone", "twice", "another key", "cell", "id", "deep", "text"])):
            case "value":
                node[key] = draw(values)
            case "gone":
                del node[key]
            case "twice" if isinstance(node, list):
                node.insert(draw(st.integers(0, len(node))), copy.deepcopy(node[key]))
            case "another key" if isinstance(node, dict):
                node[draw(st.sampled_from(NAMES))] = draw(values)
            case "text":
                node[key] = draw(st.sampled_from(TEXTS))
            case "deep":
                node[key] = nested(draw(st.sampled_from([30, 300])))
            case what if isinstance(nb.get("cells"), list):
                cells = nb["cells"]
                place = draw(st.integers(0, len(cells)))
                cell = draw(st.sampled_from(ODD_CELLS)) if what == "cell" else own(draw)
                cells.insert(place, copy.deepcopy(cell))
        if not places(nb):
            break
    return nb


def own(draw: st.DrawFn) -> Any:
    """A cell of the learner's own that claims to be one of the lesson's."""
    names = st.sampled_from(["gradient-check", "pick-solution", "why-answer", "end", "nobody"])
    settings = {
        "grade_id": draw(names),
        "grade": draw(st.booleans()),
        "points": draw(st.sampled_from(NUMBERS)),
    }
    return CELL | {
        "source": draw(st.sampled_from(TEXTS)),
        "id": draw(names),
        "metadata": {"nbgrader": settings},
    }


def nested(depth: int) -> Any:
    node: Any = "x"
    for _ in range(depth):
        node = [node]
    return node


OLD = {
    "nbformat": 3,
    "nbformat_minor": 0,
    "metadata": {"name": "old"},
    "worksheets": [{"cells": [{"cell_type": "code", "input": "x = 1", "language": "python", "outputs": []}]}],
}


@st.composite
def written(draw: st.DrawFn, nb: Any) -> bytes:
    """A notebook as a file, mostly as it should be."""
    text = json.dumps(nb, ensure_ascii=draw(st.booleans()))
    coding = draw(st.sampled_from(["utf-8"] * 12 + ["utf-8-sig", "utf-16", "latin-1"]))
    data = text.encode(coding, "surrogatepass" if coding.startswith("utf") else "replace")
    match draw(st.sampled_from(["whole"] * 9 + ["cut", "byte", "deep"])):
        case "cut":
            return data[: draw(st.integers(0, len(data)))]
        case "byte":
            at = draw(st.integers(0, len(data) - 1)) if data else 0
            return data[:at] + draw(st.binary(min_size=1, max_size=3)) + data[at + 1 :]
        case "deep":
            return b'{"nbformat": 4, "cells": ' + b"[" * 5_000 + b"]" * 5_000 + b"}"
    return data


def readable() -> st.SearchStrategy[bytes]:
    """The bytes of a file that is at least JSON, and mostly a notebook."""
    return changed().map(lambda nb: json.dumps(nb).encode())


def notebooks() -> st.SearchStrategy[bytes]:
    """The bytes of a file that is handed in: most are of the kind that can be graded."""
    others = [
        values.flatmap(written),
        written(OLD),
        st.builds(lambda value: OLD | {"worksheets": value}, values).flatmap(written),
        st.builds(lambda version: released() | {"nbformat": version}, values).flatmap(written),
        changed().flatmap(written),
        st.binary(max_size=60),
    ]
    return st.integers(0, 9).flatmap(lambda kind: others[kind] if kind < len(others) else readable())
