"""What the judge is given and what it gives back: plain data, which a process pool or a cluster can carry."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

Output = dict[str, Any]  # nbformat's, cleaned, fit to be shown to the instructor


@dataclass(frozen=True)
class Cell:
    """A code cell, and who runs it.

    kind    "run": the learner's, goes to the worker. "test": ours, runs here, outside of the worker.
    name    how a message of ours names it; the random numbers of a test are drawn from it.
    """

    kind: Literal["run", "test"]
    source: str
    name: str = ""


@dataclass(frozen=True)
class Task:
    """One submission: its code cells in the notebook's order, and the files that lie beside it."""

    cells: tuple[Cell, ...]
    files: Mapping[str, bytes] = field(default_factory=dict)


@dataclass
class CellResult:
    """What became of one cell.

    passed   of a test: True only where its code ran to its end; None for a cell that is no test.
    outputs  those of a test are what it printed and, where it failed, one error with the message alone.
    """

    outputs: list[Output] = field(default_factory=list)
    passed: bool | None = None
    message: str = ""
    execution_count: int | None = None


@dataclass
class Result:
    """What became of a submission; `cells` has one entry for each cell of the task, in its order.

    status   "graded", whatever the learner's code did (`reason` then says what ended the worker early, if
             something did). "error", with a reason and no cells, when the judge, the sandbox or a test itself
             is at fault: then there is no grade, neither 0 nor full.
    """

    status: Literal["graded", "error"]
    reason: str = ""
    cells: list[CellResult] = field(default_factory=list)
