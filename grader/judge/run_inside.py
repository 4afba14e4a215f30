"""Cells that run in the worker: the learner's, and the tests of an assignment that is graded inside.

A test inside means what it means in stock nbgrader: an error is 0 points, a number as its last value partial
credit, and everything else full marks; but a warning costs nothing. It meets the learner's code in one
process, so what it says is only as good as that code is honest.
"""

from __future__ import annotations

import time

from grader.judge.credit import BadCredit, credit_in
from grader.judge.errors import LearnerError
from grader.judge.output_cap import capped
from grader.judge.outputs import clean, counted, error_output
from grader.judge.task import STOPPED, Cell, CellResult, Output
from grader.sandbox.worker_link import Gone, Link, Overtime, Raised
from grader.wire.field_checks import ProtocolError, Unsendable, fields


def run_cell(cell: Cell, link: Link) -> CellResult:
    """A cell of the learner's: its outputs, whatever they are. Nothing here can pass or fail."""
    if link.why:
        return CellResult(message=f"not run: {link.why}")
    try:
        deadline = time.monotonic() + link.limits.cell_seconds
        answer = link.ask("run", deadline, source=cell.source.encode("utf-8", "replace").decode())
        try:
            outputs, count = fields(answer, outputs=list, execution_count=int)
            shown = clean(capped(outputs, link.limits.output_bytes))
            return CellResult(shown, execution_count=counted(count))
        except ProtocolError as error:
            link.disturbed(error)
    except Raised as raised:
        message = str(LearnerError(raised.args[0]))
        return CellResult([error_output(raised.args[0]["type"], message)], message=message)
    except (Gone, Overtime) as stopped:
        why = str(stopped)
        return CellResult([error_output(STOPPED, why)], message=why, stopped=why)
    except Unsendable as error:  # a million commas
        message = f"This cell cannot be run: {error}."
        return CellResult([error_output(STOPPED, message)], message=message, stopped=message)


def run_inside(cell: Cell, link: Link) -> CellResult:
    """A test of the instructor's, run like a learner's cell and read as nbgrader reads it."""
    result = run_cell(cell, link)
    shown = [as_shown(output) for output in result.outputs if output["output_type"] != "error"]
    errors = [output for output in result.outputs if output["output_type"] == "error"]
    if not errors and not link.why:
        try:
            values = [output for output in result.outputs if output["output_type"] == "execute_result"]
            credit = credit_in(values[0]["data"].get("text/plain", ""), cell.points) if values else None
            return CellResult(shown, True, credit, execution_count=result.execution_count)
        except BadCredit as error:
            errors = [error_output("BadCredit", str(error))]
    message = result.message or (f"{errors[0]['ename']}: {errors[0]['evalue']}" if errors else link.why)
    errors = errors[:1] or [error_output(STOPPED, message)]
    return CellResult([*shown, *errors], False, None, message, result.execution_count, stopped=result.stopped)


def as_shown(output: Output) -> Output:
    """An output in which nbgrader reads nothing: a warning as print, a value as a thing displayed."""
    if output["output_type"] == "stream":
        return output | {"name": "stdout"}
    return {"output_type": "display_data", "data": output["data"], "metadata": {}}
