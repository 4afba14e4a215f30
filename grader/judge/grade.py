"""Grade one submission: plain data in, plain data out.

    with Template() as template:                      # once a class: starts the sandbox, a few seconds
        result = grade(task, template)                # once a submission: a tenth of a second

`grade` raises nothing but KeyboardInterrupt: whatever else goes wrong is a result without a grade.
"""

from __future__ import annotations

import contextlib
import logging
from collections.abc import Iterator

from grader.judge.conversation import Conversation
from grader.judge.errors import LearnerError, TestFault
from grader.judge.follow_through import follow, last_to_gain
from grader.judge.notebook_names import NotebookNames
from grader.judge.outputs import weight
from grader.judge.run_inside import run_cell, run_inside
from grader.judge.run_test import run_test
from grader.judge.task import CellResult, Result, Task
from grader.sandbox.errors import SandboxError
from grader.sandbox.lent_template import LentTemplate
from grader.sandbox.limits import Limits
from grader.sandbox.template import Template
from grader.sandbox.unconfined import PlainTemplate
from grader.sandbox.worker_link import Gone, Overtime
from grader.wire.field_checks import Unsendable

MAX_SHOWN = 10_000_000  # that all outputs of a notebook may weigh: 10 MB of pictures, or 1.25 MB of text
LEFT_OUT = {
    "output_type": "stream",
    "name": "stdout",
    "text": "[not shown: your notebook shows more than a page can hold]\n",
}

AnyTemplate = Template | LentTemplate | PlainTemplate

log = logging.getLogger(__name__)


def grade(task: Task, template: AnyTemplate, limits: Limits | None = None) -> Result:
    """What became of a submission."""
    try:
        return judged(task, template, limits or Limits())
    except (SandboxError, TestFault) as error:
        return Result("error", str(error))
    except Exception as error:
        log.exception("the judge failed")
        return Result("error", f"the judge failed: {type(error).__name__}: {error}")


def judged(task: Task, template: AnyTemplate, limits: Limits) -> Result:
    """Run the learner's cells in a fresh worker and the tests here, in the notebook's order."""
    with fresh_worker(task, template, limits) as (conversation, notes):
        cells = run_all(task, conversation)
        reason = conversation.link.why
        notes = [*stops(task, cells, reason), *notes]
    if task.follow_through and last_to_gain(task, cells) >= 0:
        with fresh_worker(task, template, limits) as (conversation, _):
            cells = follow(task, conversation, cells)
    return Result("graded", reason, cells, notes)


@contextlib.contextmanager
def fresh_worker(
    task: Task, template: AnyTemplate, limits: Limits
) -> Iterator[tuple[Conversation, list[str]]]:
    """A worker with the task's files, and notes on those that it has not; dead before anything counts."""
    link = template.worker(limits)
    try:
        conversation = Conversation(link, task.draw, strict=task.strict)
        notes = list(put_files(task, conversation))
        if not task.pictures:
            conversation.ask("pictures in words")
        yield conversation, notes
    except BaseException:
        with contextlib.suppress(SandboxError):
            link.kill()
        raise
    link.kill()


def run_all(task: Task, conversation: Conversation) -> list[CellResult]:
    """The result of each cell."""
    names = NotebookNames(conversation, task.given, task.imports)
    results, room = [], MAX_SHOWN
    for cell in task.cells:
        if cell.kind == "test":
            result = run_test(cell, names)
        else:
            result = (run_inside if cell.kind == "inside" else run_cell)(cell, conversation.link)
        room -= weight(result.outputs)
        if room < 0 and result.outputs:
            result.outputs = result.outputs[-1:] if result.passed is False else [LEFT_OUT]
        results.append(result)
    return results


def stops(task: Task, results: list[CellResult], reason: str) -> Iterator[str]:
    """Which cells met a limit after which the worker went on; `reason` tells of the one that ended it."""
    for cell, result in zip(task.cells, results, strict=True):
        if result.stopped and result.stopped != reason:
            name = f"the cell {cell.name!r}" if cell.name else "a cell without a name"
            yield f"{name} met a limit: {result.stopped}"


def put_files(task: Task, conversation: Conversation) -> Iterator[str]:
    """The task's files, into the worker's own folder: the lesson's first, then what there is room for."""
    for name in sorted(task.files, key=task.handed_in.__contains__):
        try:
            conversation.ask("file", name, task.files[name])
        except (Gone, Overtime, LearnerError, Unsendable) as stopped:  # no code of the learner's has run yet
            if name not in task.handed_in or isinstance(stopped, Gone):
                raise SandboxError(f"the lesson's file {name!r} could not be copied: {stopped}") from None
            conversation.start_clock()
            yield f"left out: {name!r} cannot be put beside the notebook ({stopped})"
