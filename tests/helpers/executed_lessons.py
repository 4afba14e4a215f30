"""Every lesson run from top to bottom, with its outputs, and with what its pictures are drawn of.

`run_lessons()` works in a process of its own, which imports torch once for all lessons and is then gone.
"""

import contextlib
import tempfile
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from typing import Any

import nbformat
import pytest
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.collections import Collection
from matplotlib.colors import to_hex
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.table import Table
from matplotlib.text import Text

import course.pictures
from grader.notebooks.paths import ROOT, read_in

Mark = dict[str, Any]  # a kind and a colour, and a line and a marker where there are any
Picture = dict[str, Any]  # its texts and its axes, as `drawn` describes them
Ran = tuple[Any, list[Picture]]  # a notebook with outputs and widget state, and its pictures
LESSONS = sorted(path.name for path in (ROOT / "source").glob("*/"))


def run_lessons() -> dict[str, Ran]:
    """{lesson: what was run of it}."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        return dict(zip(LESSONS, pool.map(_run, LESSONS), strict=True))


def _run(lesson: str) -> Ran:
    import ipywidgets

    from grader.worker.shell import Shell, new_shell

    shell = Shell.instance() if Shell.initialized() else new_shell()
    shell.reset(new_session=True)
    pictures, paint = [], course.pictures.png

    def keep(figure: Figure) -> bytes:
        painted: bytes = paint(figure)
        pictures.append(drawn(figure))  # afterwards: a map's shades are worked out while it is drawn
        return painted

    with (
        tempfile.TemporaryDirectory() as folder,
        contextlib.chdir(folder),  # where lesson 5 saves its models
        pytest.MonkeyPatch.context() as patch,
    ):
        patch.setattr(course.pictures, "png", keep)
        notebook = read_in(ROOT / "source", lesson)
        for cell in notebook.cells:
            if cell.cell_type == "code":
                cell.outputs = [nbformat.from_dict(output) for output in shell.run(cell.source, 1 << 24)]
                cell.execution_count = shell.execution_count - 1
    state = ipywidgets.Widget.get_manager_state()
    ipywidgets.Widget.close_all()
    notebook.metadata.widgets = nbformat.from_dict({"application/vnd.jupyter.widget-state+json": state})
    return notebook, pictures


# What a picture is drawn of, as plain data


def drawn(figure: Figure) -> Picture:
    """The texts of a figure with their colours, and for each of its axes the marks in it."""
    texts = [text for text in figure.findobj(Text) if text.get_text().strip() and text.get_visible()]
    return {
        "texts": [(text.get_text(), to_hex(text.get_color()), behind(text)) for text in texts],
        "axes": [
            [mark for artist in artists(ax) for mark in marks(artist)]
            for ax in figure.axes
            if ax.get_label() != "<colorbar>"
        ],
    }


def behind(text: Text) -> str:
    """The colour that a text is written on: of its own box, of a shape in the axes, or the page's white."""
    own = text.get_bbox_patch()
    around: list[Patch] = [own] if own else []
    if text.axes is not None and text in text.axes.texts:
        middle: Any = text.get_transform().transform(text.get_position())
        around += [patch for patch in text.axes.patches if patch.contains_point(middle)]
    return to_hex(around[0].get_facecolor()) if around else "#ffffff"


def artists(ax: Axes) -> list[Artist]:
    """What was drawn into axes: no spines, no grid, no ticks, no background, and no legend, which repeats."""
    return [*ax.lines, *ax.collections, *ax.patches, *ax.texts, *ax.tables]


def marks(artist: Artist) -> Iterator[Mark]:
    """What is seen of an artist: its colour, and what tells it apart without colour (kind, line, marker)."""
    if isinstance(artist, Line2D):
        line, marker = artist.get_linestyle(), artist.get_marker()
        yield {"kind": "line", "colour": to_hex(artist.get_color()), "line": line, "marker": marker}
    elif isinstance(artist, Collection):
        kind = type(artist).__name__
        colours: Any
        for place, colours in (("inside", artist.get_facecolor()), ("edge", artist.get_edgecolor())):
            for colour in dict.fromkeys(map(to_hex, colours)):
                yield {"kind": f"{kind} {place}", "colour": colour}
    elif isinstance(artist, Patch):
        yield {"kind": "patch inside", "colour": to_hex(artist.get_facecolor())}
        yield {"kind": "patch edge", "colour": to_hex(artist.get_edgecolor())}
    elif isinstance(artist, Table):
        for cell in artist.get_celld().values():
            width = f"{cell.get_linewidth()} points wide"
            yield {"kind": "edge", "colour": to_hex(cell.get_edgecolor()), "line": width}
    elif isinstance(artist, Text):
        for patch in filter(None, (artist.get_bbox_patch(), getattr(artist, "arrow_patch", None))):
            line = patch.get_linestyle()
            yield {"kind": "frame", "colour": to_hex(patch.get_edgecolor()), "line": line}
