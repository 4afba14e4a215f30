"""Small tasks for the judge, written as text.

`grade_cells(template, "x = 1", test="assert x == 1")`: learner's cells are positional, the test comes last.
"""

from grader.judge.grade import grade
from grader.judge.task import Cell, Task
from grader.sandbox.limits import Limits


def task(*cells, files=None):
    """A task of `("run" or "test", source)` pairs, or of bare strings for learner's cells."""
    pairs = [("run", cell) if isinstance(cell, str) else cell for cell in cells]
    return Task(tuple(Cell(kind, source, f"cell-{k}") for k, (kind, source) in enumerate(pairs)), files or {})


def run(template, *cells, files=None, **limits):
    """The cells' results, in order; the submission must have been graded."""
    result = grade(task(*cells, files=files), template, Limits(**limits))
    assert result.status == "graded", result
    return result.cells


def verdict(template, learner, test, **limits):
    """What became of one test after one cell of the learner."""
    return run(template, learner, ("test", test), **limits)[-1]


def passes(template, learner, test, **limits):
    result = verdict(template, learner, test, **limits)
    assert result.passed is True, result.message
    return result


def fails(template, learner, test, **limits):
    """The message of a test that must fail."""
    result = verdict(template, learner, test, **limits)
    assert result.passed is False
    assert result.message
    assert result.outputs[-1]["output_type"] == "error"
    return result.message


def shown(outputs):
    """All text of a cell's outputs."""
    parts = []
    for output in outputs:
        parts += [output.get("text", ""), output.get("evalue", ""), *output.get("data", {}).values()]
    return "".join(parts)
