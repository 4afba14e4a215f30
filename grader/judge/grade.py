"""Grade one submission: plain data in, plain data out.

    with Template() as template:                      # once a class: starts the sandbox, a few seconds
        result = grade(task, template)                # once a submission: a tenth of a second

A task holds the notebook's code cells in their order and the files of the lesson:

    {"cells": [{"id": "gradient-solution", "kind": "run", "source": "def gradient(x, y, W): ..."},
               {"id": "gradient-check", "kind": "test", "source": "from course.checks import expect ..."}],
     "files": {"scores.csv": "hours,score\\n1,2\\n", "picture.png": {"base64": "iVBOR..."}}}

A "run" cell is the learner's and goes to the worker. A "test" cell is ours and runs here. Ids are unique in a
task; other keys of a cell are ignored. A result has one entry for each cell:

    {"status": "graded", "reason": "",
     "cells": {"gradient-solution": {"outputs": [...], "passed": None, "message": "",
                                     "execution_count": 1},
               "gradient-check": {"outputs": [...], "passed": False, "message": "gradient(...): expected ...",
                                  "execution_count": None}}}

`outputs` are nbformat's, cleaned, fit to be shown to the instructor. `passed` is True only when the test's
code ran to its end here; a failed test's outputs end with one `error` output whose text is the message, which
nbgrader reads as 0 points, and a passed one has nothing but printed lines, which it reads as full marks.

`status` is "graded" whatever the learner's code did (`reason` then says what ended the worker early, if
something did). It is "error", with a reason and no cells, when the judge, the sandbox or a test itself is at
fault: then there is no grade, neither 0 nor full. (An exception in a test's own code may come of a learner's
value, so it fails the test; the lesson's solution, which must pass, shows that the test is right.) `grade`
raises nothing but KeyboardInterrupt and TypeError or KeyError for a task of another shape.
"""

from __future__ import annotations

import contextlib
import io
import json
import logging
import random
import sys
import time
import warnings
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy
import torch

from grader.judge.outputs import clean, clean_text, error_output
from grader.judge.remote import Conversation, LearnerError, Notebook, TestFault, share_seed
from grader.sandbox.errors import SandboxError
from grader.sandbox.limits import Limits
from grader.sandbox.template import Template
from grader.sandbox.unconfined import PlainTemplate
from grader.sandbox.worker_link import Gone, Link, Overtime, Raised
from grader.wire.field_checks import ProtocolError, Unsendable, fields

Task = dict[str, Any]
Result = dict[str, Any]
Cell = dict[str, Any]

MAX_SHOWN = 10 << 20  # characters of outputs that one notebook keeps, as JSON
MAX_TEST_MEMORY = 2 << 30  # bytes that the judge may take for one test
LEFT_OUT = {
    "output_type": "stream",
    "name": "stdout",
    "text": f"[not shown: your notebook shows more than {MAX_SHOWN >> 20} MB]\n",
}

log = logging.getLogger(__name__)


def grade(task: Task, template: Template | PlainTemplate, limits: Limits | None = None) -> Result:
    """Run the learner's cells in a fresh worker and the tests here, in the notebook's order."""
    cells = checked_cells(task)
    link = None
    try:
        link = template.worker(limits or Limits())
        results, reason = run_all(cells, task.get("files", {}), link)
        link.kill()  # and all that it started, before anything counts
        return {"status": "graded", "reason": reason, "cells": results}
    except (SandboxError, TestFault) as error:
        return {"status": "error", "reason": str(error), "cells": {}}
    except Exception as error:
        log.exception("the judge failed")
        return {
            "status": "error",
            "reason": f"the judge failed: {type(error).__name__}: {error}",
            "cells": {},
        }
    finally:
        if link is not None:
            with contextlib.suppress(SandboxError):
                link.kill()


def checked_cells(task: Task) -> list[Cell]:
    """The task's cells; a task of another shape is our own mistake and raises."""
    cells: list[Cell] = task["cells"]
    if len({cell["id"] for cell in cells}) != len(cells):
        raise TypeError("two cells of the task have the same id")
    if any(cell["kind"] not in ("run", "test") or not isinstance(cell["source"], str) for cell in cells):
        raise TypeError("a cell of the task is neither to run nor a test")
    return cells


def run_all(cells: list[Cell], files: dict[str, Any], link: Link) -> tuple[dict[str, Any], str]:
    """Each cell's result by its id, and why the worker ended early, if it did."""
    conversation = Conversation(link)
    results = {}
    put_files(files, conversation)
    room = MAX_SHOWN
    for cell in cells:
        step = run_test if cell["kind"] == "test" else run_cell
        result = {
            "outputs": [],
            "passed": None,
            "message": "",
            "execution_count": None,
            **step(cell, conversation),
        }
        room -= len(json.dumps(result["outputs"]))
        if room < 0 and result["outputs"]:
            result["outputs"] = result["outputs"][-1:] if result["passed"] is False else [LEFT_OUT]
        results[cell["id"]] = result
    return results, link.why


def put_files(files: dict[str, Any], conversation: Conversation) -> None:
    """The lesson's files, into the worker's own folder."""
    import base64

    for name, content in files.items():
        data = base64.b64decode(content["base64"]) if isinstance(content, dict) else content.encode()
        try:
            conversation.ask("file", name, data)
        except (Gone, Overtime, LearnerError, Unsendable) as stopped:  # no code of the learner's has run yet
            raise SandboxError(f"the lesson's file {name!r} could not be copied: {stopped}") from None


def run_cell(cell: Cell, conversation: Conversation) -> Result:
    """A cell of the learner's: its outputs, whatever they are. Nothing here can pass or fail."""
    link = conversation.link
    if link.why:
        return {"message": f"not run: {link.why}"}
    try:
        deadline = time.monotonic() + link.limits.cell_seconds
        answer = link.ask("run", deadline, source=cell["source"].encode("utf-8", "replace").decode())
        try:
            outputs, count = fields(answer, outputs=list, execution_count=int)
            return {"outputs": clean(outputs), "execution_count": count}
        except ProtocolError as error:
            link.disturbed(error)
    except Raised as raised:
        message = str(LearnerError(raised.args[0]))
        return {"outputs": [error_output(raised.args[0]["type"], message)], "message": message}
    except (Gone, Overtime) as stopped:
        return {"outputs": [error_output("Stopped", str(stopped))], "message": str(stopped)}


def run_test(cell: Cell, conversation: Conversation) -> Result:
    """A test of ours: passed only if its code runs to the end here while the worker behaves."""
    printed = io.StringIO()
    message = why_failed(cell, conversation, printed)
    text = clean_text(printed.getvalue())
    outputs = [{"output_type": "stream", "name": "stdout", "text": text}] if text else []
    if message is None:
        return {"passed": True, "outputs": outputs}
    message = clean_text(message)[:4000]
    return {"passed": False, "message": message, "outputs": [*outputs, error_output("CheckFailed", message)]}


def why_failed(cell: Cell, conversation: Conversation, printed: io.StringIO) -> str | None:
    """None for a pass, else what to tell the learner: never the test's source nor a traceback through it."""
    link = conversation.link
    if link.why:
        return link.why
    try:
        code = compile(cell["source"], f"<test {cell['id']}>", "exec")
    except (SyntaxError, ValueError) as error:
        raise TestFault(f"the test {cell['id']} is not Python: {error}") from None
    try:
        with quiet(printed), seeded(cell["id"], conversation), bounded_memory():
            conversation.new_test()
            exec(code, Notebook(conversation.ask))
    except Gone:
        return link.why
    except Overtime as stopped:
        return str(stopped)
    except LearnerError as error:
        return "\n  ".join([f"Your code raised {error}", *error.where])
    except AssertionError as error:
        return str(error) or "The check failed."
    except NameError as error:
        return f"{error}."
    except SandboxError:
        raise
    except (ImportError, OSError) as error:
        raise TestFault(f"the test {cell['id']} cannot be run here: {error}") from None
    except (Exception, SystemExit) as error:
        return f"The check could not use your value: {type(error).__name__}: {error}"
    return link.why or None


@contextlib.contextmanager
def quiet(printed: io.StringIO) -> Iterator[None]:
    """What a test prints is its output; what it warns of costs the learner nothing."""
    with (
        contextlib.redirect_stdout(printed),
        contextlib.redirect_stderr(io.StringIO()),
        warnings.catch_warnings(),
    ):
        warnings.simplefilter("ignore")
        yield


@contextlib.contextmanager
def bounded_memory() -> Iterator[None]:
    """A value that grows when a test calculates with it makes the test fail, and does not end the judge."""
    if sys.platform != "linux":
        yield
        return
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    pages = int(Path("/proc/self/statm").read_text().split()[0])
    cap = pages * resource.getpagesize() + MAX_TEST_MEMORY
    known = [limit for limit in (cap, soft, hard) if limit != resource.RLIM_INFINITY]
    resource.setrlimit(resource.RLIMIT_AS, (min(known), hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, (soft, hard))


@contextlib.contextmanager
def seeded(name: str, conversation: Conversation) -> Iterator[None]:
    """The same random numbers for every learner; a seed that the test sets holds in the worker too."""
    original, seed = torch.manual_seed, zlib.crc32(name.encode())
    random.seed(seed)
    numpy.random.seed(seed)
    original(seed)

    def manual_seed(seed: int) -> torch.Generator:
        share_seed(conversation, seed)
        return original(seed)

    torch.manual_seed = manual_seed
    try:
        yield
    finally:
        torch.manual_seed = original
