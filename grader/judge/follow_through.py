"""Follow-through: a mistake costs the points of its own exercise, and of no other.

What came after a mistake is judged once more, in a second worker, with all before it right. The learner's
cells run again in the same order; but where a test fails, the lesson's own cells of that exercise run in
place of the learner's before it goes on. A test that passes now counts, with a note that says what was put in
the learner's place. Nothing else of the second worker is kept: its memory holds solutions.

A test counts only for answers of the learner's own: not where the lesson's own cells stand in for the
exercise that it belongs to (the answers since the test before it; where there are none, the same exercise as
that test), and not where it reads a name that they have defined.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from grader.judge.conversation import Conversation
from grader.judge.notebook_names import NotebookNames
from grader.judge.run_inside import run_cell
from grader.judge.run_test import run_test
from grader.judge.task import COUNTED, Cell, CellResult, Output, Task
from grader.notebooks.cells import exercise
from grader.notebooks.given_names import defined_in, names_of_learner, python_of, read_in
from grader.notebooks.stub import still_open

UNPAINTED = """
try:
    __import__("matplotlib.figure").figure.Figure.savefig = lambda *args, **options: None
    __import__("course.pictures").pictures.painting = False
except ImportError:  # a course without pictures
    pass
"""


def falls_short(cell: Cell, result: CellResult) -> bool:
    """Whether a test did not give all its points."""
    return cell.kind == "test" and points_of(cell, result) < cell.points


def points_of(cell: Cell, result: CellResult) -> float:
    """What a test gives."""
    if result.passed is not True:
        return 0.0
    return cell.points if result.credit is None else result.credit


@dataclass
class Part:
    """The cells between two tests, and the test after them: its place in the task, and its first result."""

    cells: list[Cell]
    index: int
    test: Cell
    result: CellResult

    @property
    def answers(self) -> list[Cell]:
        return [cell for cell in self.cells if cell.answer]

    @property
    def left_open(self) -> bool:
        """Whether the learner has written nothing here."""
        return bool(self.answers) and all(still_open(cell.source) for cell in self.answers)


def parts(task: Task, results: list[CellResult]) -> Iterator[Part]:
    """A notebook, test by test; what comes after the last is of no interest here."""
    cells: list[Cell] = []
    for index, (cell, result) in enumerate(zip(task.cells, results, strict=True)):
        if cell.kind == "test":
            yield Part(cells, index, cell, result)
            cells = []
        else:
            cells.append(cell)


def last_to_gain(task: Task, results: list[CellResult]) -> int:
    """The place of the last test that a mistake before it may have cost points; -1 where there is none."""
    lost = [part for part in parts(task, results) if falls_short(part.test, part.result)]
    return max((part.index for part in lost[1:] if not part.left_open), default=-1)


@dataclass
class Replaced:
    """The exercises for which the lesson's own cells stand in, and the names that those have defined."""

    exercises: list[str] = field(default_factory=list)
    names: set[str] = field(default_factory=set)
    now: bool = False  # whether the exercise at hand is one of them

    def begin(self, answers: list[Cell]) -> None:
        """A part with answers begins another exercise, which has names of its own again."""
        if answers:
            self.now = False
            self.names -= {name for cell in answers for name in names_of_learner(cell.source)}

    def add(self, answers: list[Cell]) -> None:
        self.now = True
        self.names |= {name for cell in answers for name in defined_in(python_of(cell.lesson or ""))}
        self.exercises += dict.fromkeys(exercise(cell.name) for cell in answers)

    def decide(self, test: Cell) -> bool:
        """Whether a test depends on them."""
        return self.now or bool(read_in(python_of(test.source)) & self.names)

    def note(self) -> Output:
        """What the learner reads."""
        *others, last = [f"`{name}`" for name in self.exercises]
        named = f"{', '.join(others)} and {last}" if others else last
        text = f"{COUNTED}{named} in place of yours.\n"
        return {"output_type": "stream", "name": "stdout", "text": text}


def follow(task: Task, conversation: Conversation, results: list[CellResult]) -> list[CellResult]:
    """The results of the first worker, or better ones of this second one, cell by cell."""
    last = last_to_gain(task, results)
    names = NotebookNames(conversation, task.given, task.imports)
    run_cell(Cell("run", UNPAINTED), conversation.link)  # nobody sees these pictures
    replaced, better = Replaced(), list(results)
    for part in parts(task, results):
        if part.index > last:
            break
        replaced.begin(part.answers)
        mistake = part.result.passed is not True and not replaced.exercises  # all before it was right
        if mistake or (part.left_open and falls_short(part.test, part.result)):
            stand_in(part, conversation, replaced)
            continue
        for cell in part.cells:
            run_cell(cell, conversation.link)
        if not falls_short(part.test, part.result):
            continue
        again = CellResult() if replaced.decide(part.test) else run_test(part.test, names)
        if points_of(part.test, again) > points_of(part.test, part.result):
            again.outputs, again.followed = [replaced.note()], True
            better[part.index] = again
        elif again.passed is not True and part.result.passed is not True:
            stand_in(part, conversation, replaced)
    return better


def stand_in(part: Part, conversation: Conversation, replaced: Replaced) -> None:
    """Run the lesson's own cells from the first answer on; the cells as they are where there is no answer."""
    answered = False
    for cell in part.cells:
        answered = answered or cell.answer
        source = cell.lesson if answered else cell.source
        if source is not None:
            run_cell(replace(cell, source=source), conversation.link)
    if answered:
        replaced.add(part.answers)
