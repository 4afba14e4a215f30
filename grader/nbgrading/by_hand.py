"""Answers that a person grades, exercise by exercise: which are open, which are graded, which are none."""

from collections.abc import Collection, Container
from dataclasses import dataclass, field
from typing import Any

from nbgrader.api import BaseCell, Grade, Gradebook, SubmittedNotebook
from sqlalchemy import select


@dataclass
class Queue:
    """The answers to one exercise, as ids of submitted notebooks in nbgrader's order."""

    cell: str
    points: float
    open: list[str] = field(default_factory=list)
    graded: list[str] = field(default_factory=list)
    blank: list[str] = field(default_factory=list)  # which have 0 by themselves

    def next_open(self, after: str) -> str:
        """The open answer that comes next, from the first again after the last; empty where there is none.

        >>> Queue("why", 3, open=["a", "c"]).next_open("c"), Queue("why", 3, open=["c"]).next_open("c")
        ('a', '')
        """
        others = [each for each in self.open if each != after]
        return next((each for each in others if each > after), others[0] if others else "")


def queues(gradebook: Gradebook, assignment: str, notebook: str, there: Container[str]) -> dict[str, Queue]:
    """A queue for each cell that a person grades, or whose points from a person wait for a second look.

    `there` has the ids of the submitted notebooks that formgrader can show.
    """
    known = gradebook.find_notebook(notebook, assignment)
    answers = {cell.name for cell in known.solution_cells}
    points = {cell.name: float(cell.max_score) for cell in [*known.grade_cells, *known.task_cells]}
    always = {cell.name for cell in known.task_cells} | (points.keys() & answers)
    found = {name: Queue(name, points[name]) for name in sorted(always)}
    for row in rows(gradebook, known.id, always):
        if row.notebook_id not in there:
            continue
        if row.needs_manual_grade:
            found.setdefault(row.name, Queue(row.name, points[row.name])).open.append(row.notebook_id)
        elif row.name in always:
            by_itself = row.manual_score is None and row.auto_score is not None
            (found[row.name].blank if by_itself else found[row.name].graded).append(row.notebook_id)
    return found


def rows(gradebook: Gradebook, notebook: str, always: Collection[str]) -> Any:
    """In one query, what the queues of a notebook are made of: its grades of these cells, and a person's."""
    wanted = BaseCell.name, Grade.notebook_id, Grade.needs_manual_grade, Grade.manual_score, Grade.auto_score
    query = (
        select(*wanted)
        .select_from(Grade)
        .join(BaseCell, BaseCell.id == Grade.cell_id)
        .join(SubmittedNotebook, SubmittedNotebook.id == Grade.notebook_id)
        .where(SubmittedNotebook.notebook_id == notebook)
        .where(BaseCell.name.in_(always) | Grade.manual_score.is_not(None))
        .order_by(Grade.notebook_id)
    )
    return gradebook.db.execute(query)
