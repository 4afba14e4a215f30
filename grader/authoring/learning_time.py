"""How long a lesson takes a learner, by an estimate that the lesson's stated time is held against.

The minutes below were set so that the estimate comes to within a tenth of what twelve readers of the six
lessons have guessed for a beginner, with a beginner's mistakes made on the way. No class has been timed yet.
"""

import itertools
import math
import re
from collections.abc import Iterator
from typing import Any

from grader.authoring.sealed_answers import asked_in
from grader.notebooks.cells import BEGIN_SOLUTION, END_SOLUTION, grade_id, is_folded, is_test, settings

WORDS_A_MINUTE = 150.0  # of a text that is studied; folded answers are read as well
GIVEN_CELL = 0.6  # minutes to read a cell that is given, run it and look at what comes
PREDICTED = 1.0  # minutes to think of what will come, where the cell asks for it
ANSWERED = {"choice": 1.5, "number": 2.0, "order": 3.0, "lines": 3.0}
WRITTEN_CODE, WRITTEN_LINE = 4.0, 1.0  # minutes for an exercise of code, and for each line of its solution
OWN_WORDS = 4.0
STATED = re.compile(r"^Time: about (\d+) minutes", re.MULTILINE)
PAUSE = "**A good place to stop.**"  # how a text begins that parts a lesson into two sittings
OPTIONAL = "## For those who want more"  # how the text begins whose task, the last one, takes no stated time
LONGEST = 90  # minutes of one sitting
ROUND = 5  # minutes: what is stated is a multiple of them
SOLUTION = re.compile(f"{BEGIN_SOLUTION}\n(.*?){END_SOLUTION}", re.DOTALL)
ONE_VALUE = re.compile(
    r"""\s*\w+ = ("[^"]*"|\d+)\s*"""
)  # what a choice, an ordering, a number or a name stores


def estimated(source: Any) -> int:
    """The minutes that a lesson takes, rounded up to a multiple of `ROUND`.

    >>> from nbformat.v4 import new_markdown_cell, new_notebook
    >>> estimated(new_notebook(cells=[new_markdown_cell("word " * 900)]))
    10
    """
    return math.ceil(sum(map(minutes, required(source.cells))) / ROUND) * ROUND


def required(cells: list[Any]) -> list[Any]:
    """The cells before the optional task."""
    return list(itertools.takewhile(lambda cell: not cell.source.startswith(OPTIONAL), cells))


def minutes(cell: Any) -> float:
    """The minutes that one cell of a source notebook takes."""
    if cell.cell_type == "markdown":
        return OWN_WORDS if settings(cell).get("grade") else len(cell.source.split()) / WORDS_A_MINUTE
    if is_test(cell):
        return sum(ANSWERED[kind] for kind, _ in asked_in(cell.source).values())
    if grade_id(cell):
        return writing("\n".join(SOLUTION.findall(cell.source)))
    if cell.cell_type != "code" or is_folded(cell):
        return 0.0
    return GIVEN_CELL + PREDICTED * ("predicted(" in cell.source)


def writing(solution: str) -> float:
    """The minutes to write a solution; those of a letter or a number are counted at its question.

    >>> writing("lr = 0.1 * 2"), writing('table_choice = "b"')
    (5.0, 0.0)
    """
    if ONE_VALUE.fullmatch(solution):
        return 0.0
    return WRITTEN_CODE + WRITTEN_LINE * sum(bool(line.strip()) for line in solution.splitlines())


def of_time(source: Any) -> Iterator[str]:
    """What is wrong with the time that a lesson states; a lesson may state none."""
    stated = next((found[1] for cell in source.cells if (found := STATED.search(cell.source))), None)
    if stated and int(stated) != (right := estimated(source)):
        yield f"It says 'about {stated} minutes', and the estimate is {right}: say so, or shorten it."
    for number, cells in enumerate(sittings(required(source.cells)), 1):
        if stated and (long := sum(map(minutes, cells))) > LONGEST:
            yield (
                f"Sitting {number} takes {long:.0f} minutes, and at most {LONGEST} are fine: shorten it, or"
                f" part it by a text that begins with {PAUSE!r}."
            )


def sittings(cells: list[Any]) -> Iterator[list[Any]]:
    """The cells between two good places to stop."""
    begun: list[Any] = []
    for cell in cells:
        if cell.source.startswith(PAUSE) and begun:
            yield begun
            begun = []
        begun.append(cell)
    yield begun
