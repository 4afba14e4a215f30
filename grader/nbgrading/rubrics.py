"""What an instructor's own notebook says of the answers that a person grades: a full answer, and the rubric.

Both are read from `source/` whenever a page is made, so that a rubric may be mended while a class is graded.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from grader.nbgrading.pages.hiding import parts, scheme_marks
from grader.nbgrading.pages.overview import overview
from grader.notebooks.cells import grade_id, settings, without_markers
from grader.notebooks.lesson import read_lesson


@dataclass(frozen=True)
class Rubric:
    """How one answer is graded; `attachments` are the pictures that its texts name."""

    title: str  # of the exercise
    scheme: str = ""
    answer: str = ""  # a full one
    attachments: Any = None


def rubrics_of(source: Path, config: Any) -> dict[str, Rubric]:
    """The rubrics of a source notebook, by the names of their cells; none where it is missing."""
    if not source.is_file():
        return {}
    cells = read_lesson(source).cells
    titles = {entry.anchor.removeprefix("comment-"): entry.name for entry in overview(cells)}
    by_hand = [cell for cell in cells if is_by_hand(cell)]
    return {grade_id(cell): rubric_of(cell, titles[grade_id(cell)], config) for cell in by_hand}


def is_by_hand(cell: Any) -> bool:
    """Whether a person gives the points of a cell."""
    flags = settings(cell)
    return bool(flags.get("task") or (flags.get("grade") and flags.get("solution")))


def rubric_of(cell: Any, title: str, config: Any) -> Rubric:
    """The rubric of one cell, and its full answer where the cell is one; in code, a rubric is in comments."""
    marks = scheme_marks(config)
    text, hidden = parts(cell.source, [marks])
    inside = [line for line in hidden if not any(mark in line for mark in marks)]
    answer = "" if settings(cell).get("task") else without_markers(text).strip()
    if cell.cell_type == "code":
        inside = [line.removeprefix("#").removeprefix(" ") for line in inside]
        answer = f"```python\n{answer}\n```"
    return Rubric(title, "\n".join(inside).strip(), answer, cell.get("attachments"))
