"""Builds the notebook to grade on the skeleton of the lesson's own.

Test cells, locked cells, points, tags, kernel and every other setting come from the lesson's source
notebook; only the text of the answers is the learner's. Cells that the learner added run where they
were put: right after the cell of the lesson that they follow. So nothing that a learner changes in
the form of a notebook (copies, moves, renames, points, tags, kernel) has an effect on the grading.

>>> notebook, notes = rebuild(source, cells)  # doctest: +SKIP
>>> notes  # doctest: +SKIP
['step-check was missing: put back']
"""

import copy
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_raw_cell

from grader.notebooks.cells import settings
from grader.notebooks.submitted_cells import Cell

Slots = dict[int, int]  # index in the source: index in the submission

NEW_CELL = {"code": new_code_cell, "markdown": new_markdown_cell, "raw": new_raw_cell}


def rebuild(source: Any, cells: list[Cell]) -> tuple[Any, list[str]]:
    """The notebook to grade and a list of repairs, from the source notebook and a learner's cells."""
    slots = match(source.cells, cells)
    own = own_cells(cells, slots)
    notebook = copy.deepcopy(source)
    notebook.cells = own[None]
    for index, cell in enumerate(source.cells):
        answer = cells[slots[index]] if index in slots else None
        if answer is not None or kept(cell):  # a plain cell that the learner deleted stays away
            notebook.cells.append(fill(cell, answer))
        notebook.cells += own[index]
    return notebook, list(repairs(source.cells, cells, slots))


def kept(cell: Any) -> Any:
    """nbgrader's settings of a source cell; nothing for a plain cell, whose text is the learner's."""
    found = settings(cell)
    return found if any(found.get(flag) for flag in ("grade", "solution", "locked", "task")) else {}


def match(source_cells: list[Any], cells: list[Cell]) -> Slots:
    """Which submitted cell stands for which source cell.

    By grade_id, else by cell id. Of several the original is taken: right type, right id, first.
    """
    grade_ids = {kept(cell)["grade_id"]: i for i, cell in enumerate(source_cells) if kept(cell)}
    ids = {cell.id: i for i, cell in enumerate(source_cells)}
    candidates: dict[int, list[int]] = {}
    for position, cell in enumerate(cells):
        index = grade_ids.get(cell["grade_id"], ids.get(cell["id"]))
        if index is not None:
            candidates.setdefault(index, []).append(position)

    def likeness(index: int, position: int) -> tuple[bool, bool, int]:
        original, cell = source_cells[index], cells[position]
        return cell["cell_type"] == original.cell_type, cell["id"] == original.id, -position

    return {i: max(found, key=lambda position: likeness(i, position)) for i, found in candidates.items()}


def own_cells(cells: list[Cell], slots: Slots) -> dict[int | None, list[Any]]:
    """The learner's own cells, as new cells, under the index of the source cell that they follow."""
    stands_for = {position: index for index, position in slots.items()}
    own: dict[int | None, list[Any]] = defaultdict(list)
    follows = None
    for position, cell in enumerate(cells):
        if position in stands_for:
            follows = stands_for[position]
        else:
            own[follows].append(new_cell(cell, id=f"own-{position}"))
    return own


def new_cell(cell: Cell, **fields: Any) -> Any:
    """A notebook cell with a learner's text, type and pictures, and nothing else of theirs."""
    new = NEW_CELL[cell["cell_type"]](cell["source"], **fields)
    if cell["cell_type"] == "markdown" and cell["attachments"]:
        new.attachments = nbformat.from_dict(cell["attachments"])
    return new


def fill(cell: Any, answer: Cell | None) -> Any:
    """A source cell with the learner's text, where that text is the learner's to write."""
    if not kept(cell):
        assert answer is not None
        return new_cell(answer, id=cell.id, metadata=copy.deepcopy(cell.metadata))
    if kept(cell).get("solution"):
        written = answer or {"source": "", "attachments": {}}  # deleted: never the solution itself
        return new_cell(
            written | {"cell_type": cell.cell_type}, id=cell.id, metadata=copy.deepcopy(cell.metadata)
        )
    locked = copy.deepcopy(cell)
    if cell.cell_type == "code":
        locked.outputs, locked.execution_count = [], None
    return locked


def repairs(source_cells: list[Any], cells: list[Cell], slots: Slots) -> Iterator[str]:
    """What was changed in the form of the submission, one sentence each."""
    for index, cell in enumerate(source_cells):
        if kept(cell):
            yield from repair(cell, cells[slots[index]] if index in slots else None)
    names = {kept(cell)["grade_id"] for cell in source_cells if kept(cell)}
    taken = set(slots.values())
    for name in sorted(
        {c["grade_id"] for i, c in enumerate(cells) if i not in taken and c["grade_id"] in names}
    ):
        yield f"{name} was copied: the copy runs as the learner's own cell"
    order = [slots[index] for index in sorted(slots)]
    if order != sorted(order):
        yield "cells were moved: back in the lesson's order"


def repair(cell: Any, answer: Cell | None) -> Iterator[str]:
    """What was changed in one graded or locked cell."""
    wanted = kept(cell)
    name = wanted["grade_id"]
    if answer is None:
        yield f"{name} was missing: put back" + (" empty" if wanted.get("solution") else "")
        return
    if answer["cell_type"] != cell.cell_type:
        yield f"{name} was turned into {answer['cell_type']}: {cell.cell_type} again"
    changed = [key for key in sorted(wanted) if answer["settings"].get(key) != wanted[key]]
    if changed:
        yield f"{name} had other settings ({', '.join(changed)}): the lesson's hold"
