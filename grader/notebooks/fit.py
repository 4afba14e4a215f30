"""How well a submitted notebook fits a lesson, and when it is too little to be graded.

Some cells of any lesson are in any other: exercises have the same names everywhere, and `import torch` is
always there. So a cell is *found* by whatever speaks for it (name, id or text), and *told* only by its text.

A submission is graded when at least a quarter of the graded cells are found, or a quarter of all. Whoever
keeps only the answers, or only the tests, still has half of the graded cells, and may have lost every second
of those; and where names and ids were stripped and the tests deleted, half of the cells are still known by
their text. Nobody's notebook has less. Another lesson's mostly has, but names may agree (lessons 1 and 4 of
this course share 15 of 39). So where less than half of the text is this lesson's, another lesson of which
the submission has more text is taken for the one that was meant.
"""

from dataclasses import dataclass

from grader.notebooks.lesson import Lesson, plain
from grader.notebooks.matching import holds, is_answer, is_long, kept, known
from grader.notebooks.stub import still_open
from grader.notebooks.submitted_cells import Cell

ENOUGH = 1 / 4  # of the graded cells, or of all, found
PLAIN = 1 / 2  # of the cells that have a text to be told by, told: no need to look at other lessons


@dataclass(frozen=True)
class Fit:
    """How much of a lesson is in a submission, in cells."""

    cells: int
    graded: int
    telling: int
    found: int
    graded_found: int
    told: int

    @property
    def enough(self) -> bool:
        """Whether it is to be graded, as far as this lesson alone can say."""
        return self.found >= ENOUGH * self.cells or self.graded_found >= ENOUGH * max(self.graded, 1)

    @property
    def share(self) -> float:
        """How much of the text by which the lesson is told is there, from 0 to 1."""
        return self.told / max(self.telling, 1)

    @property
    def clear(self) -> bool:
        """Whether no other lesson can be meant."""
        return self.enough and self.share >= PLAIN


def fit(lesson: Lesson, cells: list[Cell]) -> Fit:
    """How well the cells of a submission fit a lesson."""
    text = plain(line for cell in cells for line in cell["source"].splitlines())
    telling = [i for i, parts in enumerate(lesson.phrases) if is_long(parts)]
    told = {i for i in telling if holds(lesson.phrases[i], text)}
    found = told | set(known(lesson, cells))
    graded = {i for i, cell in enumerate(lesson.cells) if kept(cell)}
    return Fit(len(lesson.cells), len(graded), len(telling), len(found), len(found & graded), len(told))


def answers(lesson: Lesson, cells: list[Cell], slots: dict[int, int]) -> int:
    """How many answers are no longer blank, nor what was released in their place."""
    filled = [cells[slots[i]] for i, cell in enumerate(lesson.cells) if is_answer(cell) and i in slots]
    return sum(not still_open(cell["source"]) for cell in filled)
