"""Small tasks for the judge, written as text.

    verdict(template, "x = 1", "assert x == 1").passed is True

`run` takes more cells: a bare string is a learner's, a pair says what it is.
"""

from typing import Any, Literal

from grader.judge.grade import grade
from grader.judge.task import Cell, CellResult, Task
from grader.sandbox.limits import Limits
from grader.sandbox.template import Template

Kind = Literal["run", "test", "inside"]


def task(*cells: str | tuple[Kind, str], files: dict[str, bytes] | None = None) -> Task:
    """A task of `("run" or "test", source)` pairs, or of bare strings for learner's cells."""
    pairs: list[tuple[Kind, str]] = [("run", cell) if isinstance(cell, str) else cell for cell in cells]
    return Task(tuple(Cell(kind, source, f"cell-{k}") for k, (kind, source) in enumerate(pairs)), files or {})


def run(
    template: Template, *cells: str | tuple[Kind, str], files: dict[str, bytes] | None = None, **limits: Any
) -> list[CellResult]:
    """The cells' results, in order; the submission must have been graded."""
    result = grade(task(*cells, files=files), template, Limits(**limits))
    assert result.status == "graded", result
    return result.cells


def verdict(template: Template, learner: str, test: str, **limits: Any) -> CellResult:
    """What became of one test after one cell of the learner."""
    return run(template, learner, ("test", test), **limits)[-1]


def passes(template: Template, learner: str, test: str, **limits: Any) -> CellResult:
    result = verdict(template, learner, test, **limits)
    assert result.passed is True, result.message
    return result


def fails(template: Template, learner: str, test: str, **limits: Any) -> str:
    """The message of a test that must fail."""
    result = verdict(template, learner, test, **limits)
    assert result.passed is False
    assert result.message
    assert result.outputs[-1]["output_type"] == "error"
    return result.message


def shown(outputs: list[dict[str, Any]]) -> str:
    """All text of a cell's outputs."""
    parts = []
    for output in outputs:
        parts += [output.get("text", ""), output.get("evalue", ""), *output.get("data", {}).values()]
    return "".join(parts)
