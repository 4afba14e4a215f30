"""What the judge is given and what it gives back: plain data, which a process pool or a cluster can carry."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

COUNTED = "Counted with the lesson's own "  # how the note begins beside a test that counts by follow-through
STOPPED = "Stopped"  # the name of the error below a cell that met a limit
Output = dict[str, Any]  # nbformat's, cleaned, fit to be shown to the instructor


@dataclass(frozen=True)
class Cell:
    """A code cell, and who runs it.

    kind    "run": the learner's, goes to the worker. "test": ours, runs here, outside of the worker.
            "inside": a test that runs in the worker like the learner's cells, as stock nbgrader's do.
    name    how a message of ours names it; the random numbers of a test are drawn from it.
    points  the most that a test may give: a number as its last value is partial credit.
    lesson  what the lesson itself has in the place of a cell to run; None where the learner added it.
    answer  whether it is the learner's to write.
    """

    kind: Literal["run", "test", "inside"]
    source: str
    name: str = ""
    points: float = 1.0
    lesson: str | None = None
    answer: bool = False


@dataclass(frozen=True)
class Task:
    """One submission: its code cells in the notebook's order, and the files that lie beside it.

    files    by their path; those in `handed_in` are the learner's own: one that does not fit is left out.
    given    the names that the lesson's own cells define: in a test they mean the learner's values, whatever
             an earlier test made of them.
    imports  the libraries among them, {"np": "numpy", "sqrt": "math:sqrt"}: in a test they are the judge's.
    strict   a test that changes a copy of the learner's list, dict or tensor is the author's mistake: where
             the change should count, it would not.
    draw     what the random numbers of the tests depend on: the same for this notebook at every grading.
    follow_through   what comes after a mistake is judged with the lesson's own cells in place of the mistake.
    pictures   False: the lessons' pictures show their alternative text, and are not painted.
    """

    cells: tuple[Cell, ...]
    files: Mapping[str, bytes] = field(default_factory=dict)
    given: frozenset[str] = frozenset()
    imports: Mapping[str, str] = field(default_factory=dict)
    strict: bool = False
    draw: bytes = b""
    follow_through: bool = False
    pictures: bool = True
    handed_in: frozenset[str] = frozenset()


@dataclass
class CellResult:
    """What became of one cell.

    passed   of a test: True only where its code ran to its end; None for a cell that is no test.
    credit   of a test that passed in part: its points; None where it is all or nothing.
    outputs  those of a test are what it showed and, where it failed, an error at the end.
    followed  whether it counts only by follow-through: with a mistake before it put right.
    stopped  which limit it met, as a sentence for the learner; empty where it met none.
    """

    outputs: list[Output] = field(default_factory=list)
    passed: bool | None = None
    credit: float | None = None
    message: str = ""
    execution_count: int | None = None
    followed: bool = False
    stopped: str = ""


@dataclass
class Result:
    """What became of a submission; `cells` has one entry for each cell of the task, in its order.

    status   "graded", whatever the learner's code did (`reason` then says what ended the worker early, if
             something did). "error", with a reason and no cells, when the judge, the sandbox or a test itself
             is at fault: then there is no grade, neither 0 nor full.
    notes    what else the instructor should know.
    """

    status: Literal["graded", "error"]
    reason: str = ""
    cells: list[CellResult] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
