"""Grade one submission: plain data in, plain data out.

    with Template() as template:                      # once a class: starts the sandbox, a few seconds
        result = grade(task, template)                # once a submission: a tenth of a second

`grade` raises nothing but KeyboardInterrupt: whatever else goes wrong is a result without a grade.
"""

from __future__ import annotations

import contextlib
import json
import logging

from grader.judge.conversation import Conversation
from grader.judge.errors import LearnerError, TestFault
from grader.judge.notebook_names import NotebookNames
from grader.judge.run_inside import run_cell, run_inside
from grader.judge.run_test import run_test
from grader.judge.task import CellResult, Result, Task
from grader.sandbox.errors import SandboxError
from grader.sandbox.limits import Limits
from grader.sandbox.template import Template
from grader.sandbox.unconfined import PlainTemplate
from grader.sandbox.worker_link import Gone, Link, Overtime
from grader.wire.field_checks import Unsendable

MAX_SHOWN = 10 << 20  # characters of outputs that one notebook keeps, as JSON
LEFT_OUT = {
    "output_type": "stream",
    "name": "stdout",
    "text": f"[not shown: your notebook shows more than {MAX_SHOWN >> 20} MB]\n",
}

log = logging.getLogger(__name__)


def grade(task: Task, template: Template | PlainTemplate, limits: Limits | None = None) -> Result:
    """Run the learner's cells in a fresh worker and the tests here, in the notebook's order."""
    link = None
    try:
        link = template.worker(limits or Limits())
        cells = run_all(task, link)
        reason = link.why
        link.kill()  # and all that it started, before anything counts
        return Result("graded", reason, cells)
    except (SandboxError, TestFault) as error:
        return Result("error", str(error))
    except Exception as error:
        log.exception("the judge failed")
        return Result("error", f"the judge failed: {type(error).__name__}: {error}")
    finally:
        if link is not None:
            with contextlib.suppress(SandboxError):
                link.kill()


def run_all(task: Task, link: Link) -> list[CellResult]:
    """The result of each cell."""
    conversation = Conversation(link)
    put_files(task, conversation)
    conversation.strict = task.strict
    names = NotebookNames(conversation, task.given, task.imports)
    results, room = [], MAX_SHOWN
    for cell in task.cells:
        if cell.kind == "test":
            result = run_test(cell, names)
        else:
            result = (run_inside if cell.kind == "inside" else run_cell)(cell, conversation.link)
        room -= len(json.dumps(result.outputs))
        if room < 0 and result.outputs:
            result.outputs = result.outputs[-1:] if result.passed is False else [LEFT_OUT]
        results.append(result)
    return results


def put_files(task: Task, conversation: Conversation) -> None:
    """The files of the task, into the worker's own folder."""
    for name, data in task.files.items():
        try:
            conversation.ask("file", name, data)
        except (Gone, Overtime, LearnerError, Unsendable) as stopped:  # no code of the learner's has run yet
            raise SandboxError(f"the lesson's file {name!r} could not be copied: {stopped}") from None
