"""The gradebook's record of an assignment's cells, which may change while submissions exist.

nbgrader's own SaveCells refuses to add or remove a cell once something was handed in. Here every submission
gets the rows of an added cell and loses those of a removed one, and all others stay as they are, with what a
person gave. (`nbgrader autograde` then knows the submissions that were graded by other tests.)
"""

import json
from dataclasses import dataclass
from typing import Any

from nbgrader.api import (
    Comment,
    Grade,
    Gradebook,
    GradeCell,
    MissingEntry,
    Notebook,
    SolutionCell,
    SourceCell,
    TaskCell,
)
from nbgrader.preprocessors import SaveCells
from nbgrader.utils import is_grade, is_locked, is_solution, is_task

ROWS = {GradeCell: (Grade,), SolutionCell: (Comment,), TaskCell: (Grade, Comment)}  # that a submission has


@dataclass
class NotebookCells:
    """What the gradebook keeps of one notebook: for each kind of cell, its columns by name."""

    notebook: str
    kernelspec: str
    kinds: dict[Any, dict[str, dict[str, Any]]]


class SafeSaveCells(SaveCells):
    """nbgrader's SaveCells, for assignments that have submissions too."""

    def preprocess(self, nb: Any, resources: Any) -> tuple[Any, Any]:
        names = resources["nbgrader"]
        cells = cells_of(nb, names["notebook"])
        if names.get("later"):
            names["cells"] = [cells]
            return nb, resources
        with Gradebook(names["db_url"]) as gradebook:
            assignment = gradebook.find_assignment(names["assignment"])
            if lost := hand_graded(gradebook, assignment, cells):
                raise RuntimeError(f"This would remove what was graded by hand: {', '.join(lost)}.")
            save(gradebook, assignment, cells)
            gradebook.db.commit()
        return nb, resources


def cells_of(nb: Any, notebook: str) -> NotebookCells:
    """What the gradebook is to keep of a notebook."""
    kinds: dict[Any, dict[str, dict[str, Any]]] = {kind: {} for kind in (*ROWS, SourceCell)}
    for cell in nb.cells:
        if is_grade(cell) or is_solution(cell) or is_locked(cell) or is_task(cell):
            for kind, columns in columns_of(cell).items():
                kinds[kind][cell.metadata.nbgrader.grade_id] = columns
    return NotebookCells(notebook, json.dumps(nb.metadata.get("kernelspec", {})), kinds)


def columns_of(cell: Any) -> dict[Any, dict[str, Any]]:
    """The rows that a cell has in the gradebook, by kind, each with its columns."""
    known = cell.metadata.nbgrader
    graded = {"max_score": float(known.get("points") or 0), "cell_type": cell.cell_type}
    source = {"cell_type": cell.cell_type, "locked": is_locked(cell), "source": cell.source}
    rows: dict[Any, dict[str, Any]] = {SourceCell: source | {"checksum": known.get("checksum")}}
    if is_grade(cell):
        rows[GradeCell] = graded
    if is_solution(cell):
        rows[SolutionCell] = {}
    if is_task(cell):
        rows[TaskCell] = graded
    return rows


def known_notebook(gradebook: Gradebook, assignment: Any, name: str) -> Any | None:
    """The gradebook's notebook of this name, if it has one."""
    try:
        return gradebook.find_notebook(name, assignment.name)
    except MissingEntry:
        return None


def known_cells(notebook: Any, kind: Any) -> dict[str, Any]:
    """The gradebook's cells of one kind, by name."""
    cells = notebook.source_cells if kind is SourceCell else notebook._base_cells
    return {cell.name: cell for cell in cells if type(cell) is kind}


def hand_graded(gradebook: Gradebook, assignment: Any, cells: NotebookCells) -> list[str]:
    """The cells that would go with what a person gave for them: "'why-answer' (20 submissions)"."""
    notebook = known_notebook(gradebook, assignment, cells.notebook)
    if notebook is None:
        return []
    gone: dict[str, set[str]] = {}
    for kind in ROWS:
        for name, cell in known_cells(notebook, kind).items():
            if name not in cells.kinds[kind]:
                gone.setdefault(name, set()).update(hands(gradebook, cell))
    return [f"{name!r} ({len(books)} submissions)" for name, books in gone.items() if books]


def hands(gradebook: Gradebook, cell: Any) -> set[str]:
    """The submitted notebooks for which a person gave points or a comment in this cell."""
    grades = gradebook.db.query(Grade).filter(Grade.cell_id == cell.id)
    comments = gradebook.db.query(Comment).filter(Comment.cell_id == cell.id)
    return {
        *(row.notebook_id for row in grades if row.manual_score is not None or row.extra_credit is not None),
        *(row.notebook_id for row in comments if row.manual_comment),
    }


def save(gradebook: Gradebook, assignment: Any, cells: NotebookCells) -> None:
    """Bring the gradebook's notebook up to date; the caller commits."""
    notebook = known_notebook(gradebook, assignment, cells.notebook)
    if notebook is None:
        notebook = Notebook(name=cells.notebook, assignment=assignment)
        gradebook.db.add(notebook)
    notebook.kernelspec = cells.kernelspec
    for kind, wanted in cells.kinds.items():
        known = known_cells(notebook, kind)
        for name in known.keys() - wanted.keys():
            remove(gradebook, known[name])
        for name, columns in wanted.items():
            cell = known.get(name) or add(gradebook, notebook, kind, name, columns)
            for column, value in columns.items():
                setattr(cell, column, value)


def add(gradebook: Gradebook, notebook: Any, kind: Any, name: str, columns: dict[str, Any]) -> Any:
    """A new cell, with the rows that every submission has for a cell of its kind."""
    cell = kind(name=name, notebook=notebook, **columns)
    gradebook.db.add(cell)
    gradebook.db.flush()
    for row in ROWS.get(kind, ()):
        for submission in notebook.submissions:
            gradebook.db.add(row(cell_id=cell.id, notebook=submission))
    return cell


def remove(gradebook: Gradebook, cell: Any) -> None:
    """A cell goes, with the rows that submissions have for it."""
    for row in ROWS.get(type(cell), ()):
        for entry in gradebook.db.query(row).filter(row.cell_id == cell.id):
            gradebook.db.delete(entry)
    gradebook.db.flush()
    gradebook.db.delete(cell)
    gradebook.db.flush()
