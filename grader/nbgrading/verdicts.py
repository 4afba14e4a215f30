"""From the judge's verdict to nbgrader's points: the outputs in which nbgrader reads exactly that verdict.

nbgrader's `determine_grade` reads an error as 0, a number as partial credit, and anything else as full marks.
So a test that passed keeps what it printed and displayed, with its credit where it passed in part; and one
that did not has a single error: the message alone, or, of a test that ran inside, its traceback too.
"""

from typing import Any

from nbformat import from_dict
from nbformat.v4 import new_output

from grader.judge.task import CellResult
from grader.notebooks.cells import is_test

NOT_RUN = "This test has not run."


def write_outputs(cell: Any, entry: CellResult, *, inside: bool = False) -> None:
    """Put the judge's outputs into a cell; those of a test say its verdict and nothing else."""
    outputs = [from_dict(output) for output in entry.outputs]
    cell.execution_count = entry.execution_count
    cell.outputs = [*filter(harmless, outputs), *verdict(entry, inside)] if is_test(cell) else outputs


def harmless(output: Any) -> bool:
    """Whether nbgrader reads nothing in an output."""
    return output.output_type == "display_data" or (output.output_type, output.get("name")) == (
        "stream",
        "stdout",
    )


def verdict(entry: CellResult, inside: bool) -> list[Any]:
    """The output that makes nbgrader's points; none for full marks."""
    if entry.passed is True and entry.credit is None:
        return []
    if entry.passed is True:
        return [new_output("execute_result", {"text/plain": repr(entry.credit)}, execution_count=1)]
    errors = [output for output in entry.outputs if output["output_type"] == "error"]
    return [from_dict(errors[-1])] if inside and errors else [failure(entry.message)]


def failure(message: str) -> Any:
    """The one error output that nbgrader reads as 0 points."""
    message = message or "The check did not pass."
    return new_output("error", ename="CheckFailed", evalue=message, traceback=message.split("\n"))
