"""Builds the notebook to grade on the skeleton of the lesson's own.

Test cells, locked cells, points, tags, kernel and every other setting come from the lesson's source
notebook; only the text of the answers is the learner's. Cells that the learner added run where they
were put: right after the cell of the lesson that they follow. So nothing that a learner changes in
the form of a notebook (copies, moves, renames, points, tags, kernel) has an effect on the grading.

What was put right is a list of sentences: "the submission lacks step-check: added as in the lesson".
"""

import copy
from collections import defaultdict
from collections.abc import Callable, Iterator
from typing import Any

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_raw_cell

from grader.notebooks.lesson import Lesson, unique
from grader.notebooks.matching import Slots, is_answer, kept
from grader.notebooks.submitted_cells import Cell

NEW_CELL: dict[str, Callable[..., Any]] = {
    "code": new_code_cell,
    "markdown": new_markdown_cell,
    "raw": new_raw_cell,
}
FLAGS = ("grade", "locked", "solution", "task")
SHOWN = 5  # names in a note


def rebuild(lesson: Lesson, cells: list[Cell], slots: Slots) -> tuple[Any, list[str]]:
    """The notebook to grade, and a list of what is other in the submission than in the lesson."""
    own = own_cells(cells, slots, {cell.id for cell in lesson.cells})
    notebook = copy.deepcopy(nbformat.NotebookNode(lesson.notebook, cells=[]))
    notebook.cells = own[None]
    for index, cell in enumerate(lesson.cells):
        answer = cells[slots[index]] if index in slots else None
        if answer is not None or kept(cell):  # a plain cell that the learner deleted stays away
            notebook.cells.append(fill(cell, answer))
        notebook.cells += own[index]
    return notebook, list(differences(lesson.cells, cells, slots))


def unchanged(cell: Any, answer: Cell) -> bool:
    """Whether a plain cell of the lesson is in the submission as it was released."""
    return not kept(cell) and (cell.cell_type, cell.source) == (answer["cell_type"], answer["source"])


def own_cells(cells: list[Cell], slots: Slots, ids: set[str]) -> dict[int | None, list[Any]]:
    """The learner's own cells, as new cells, under the index of the source cell that they follow."""
    stands_for = {position: index for index, position in slots.items()}
    own: dict[int | None, list[Any]] = defaultdict(list)
    follows = None
    for position, cell in enumerate(cells):
        if position in stands_for:
            follows = stands_for[position]
        else:
            own[follows].append(new_cell(cell, id=unique(None, f"own-{position}", ids)))
    return own


def new_cell(cell: Cell, **fields: Any) -> Any:
    """A notebook cell with a learner's text, type and pictures, and nothing else of theirs."""
    new = NEW_CELL[cell["cell_type"]](cell["source"], **fields)
    if cell["cell_type"] == "markdown" and cell["attachments"]:
        new.attachments = nbformat.from_dict(cell["attachments"])
    return new


def fill(cell: Any, answer: Cell | None) -> Any:
    """A source cell with the learner's text, where that text is the learner's to write."""
    metadata = copy.deepcopy(cell.metadata)
    if is_answer(cell):
        written = answer or {"source": "", "attachments": {}}  # deleted: never the solution itself
        return new_cell(written | {"cell_type": cell.cell_type}, id=cell.id, metadata=metadata)
    if answer is None or kept(cell) or unchanged(cell, answer):
        same = copy.deepcopy(cell)
        if cell.cell_type == "code":
            same.outputs, same.execution_count = [], None
        return same
    return new_cell(answer, id=cell.id, metadata=metadata)


def differences(source_cells: list[Any], cells: list[Cell], slots: Slots) -> Iterator[str]:
    """What is other in the form of the submission, blaming nobody: it may be the lesson that changed.

    Points, checksum and version are not named: an instructor changes them after learners got theirs. Nor is a
    cell named that has no settings at all: editors and websites strip them.
    """
    graded = [(i, cell, kept(cell).get("grade_id")) for i, cell in enumerate(source_cells) if kept(cell)]
    if lacking := [name for i, cell, name in graded if i not in slots and is_answer(cell)]:
        yield f"the submission lacks {some(lacking)}: added blank"
    if lacking := [name for i, cell, name in graded if i not in slots and not is_answer(cell)]:
        yield f"the submission lacks {some(lacking)}: added as in the lesson"
    there = [(cell, name, cells[slots[i]]) for i, cell, name in graded if i in slots]
    if retyped := [name for cell, name, found in there if found["cell_type"] != cell.cell_type]:
        yield f"of another type in the submission: {some(retyped)}; graded as in the lesson"
    if other := [name for cell, name, found in there if other_flags(cell, found["settings"])]:
        yield f"other settings in the submission: {some(other)}; graded with the lesson's"
    names, taken = {name for _, _, name in graded}, set(slots.values())
    copies = {c["grade_id"] for i, c in enumerate(cells) if i not in taken and c["grade_id"] in names}
    if copies:
        yield f"more than once in the submission: {some(sorted(copies))}; copies run as own cells"
    order = [slots[index] for index in sorted(slots)]
    if order != sorted(order):
        yield "the cells stand in another order in the submission: the lesson's holds"


def other_flags(cell: Any, found: Any) -> bool:
    """Whether nbgrader's settings make another kind of cell of it."""
    return bool(found) and any(bool(found.get(flag)) != bool(kept(cell).get(flag)) for flag in FLAGS)


def some(names: list[str]) -> str:
    """The first few names, and how many there are more."""
    more = f" and {len(names) - SHOWN} more" if len(names) > SHOWN else ""
    return ", ".join(names[:SHOWN]) + more
