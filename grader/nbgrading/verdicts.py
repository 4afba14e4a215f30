"""From the judge's verdict to nbgrader's points: the outputs in which nbgrader reads exactly that verdict.

nbgrader's `determine_grade` reads an error as 0, a number as partial credit, and anything else as full marks.
So a test that passed keeps nothing but what it printed, and one that did not has a single error with the
message alone.
"""

from typing import Any

from nbformat import from_dict
from nbformat.v4 import new_output

from grader.judge.task import CellResult
from grader.notebooks.cells import is_test

NOT_RUN = "This test has not run."


def write_outputs(cell: Any, entry: CellResult) -> None:
    """Put the judge's outputs into a cell; those of a test say its verdict and nothing else."""
    outputs = [from_dict(output) for output in entry.outputs]
    if is_test(cell):
        printed = [out for out in outputs if out.output_type == "stream" and out.name == "stdout"]
        outputs = printed + ([] if entry.passed is True else [failure(entry.message)])
    cell.outputs, cell.execution_count = outputs, entry.execution_count


def failure(message: str) -> Any:
    """The one error output that nbgrader reads as 0 points."""
    message = message or "The check did not pass."
    return new_output("error", ename="CheckFailed", evalue=message, traceback=message.split("\n"))
