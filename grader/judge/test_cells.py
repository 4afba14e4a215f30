"""Where hidden tests are compared: a test cell runs here, and passes only if its code runs to its end.

An exception in a test's own code may come of a learner's value, so it fails the test; the lesson's solution,
which must pass, shows that the test is right.
"""

from __future__ import annotations

import io

from grader.judge.outputs import clean_text, error_output
from grader.judge.remote import Conversation, LearnerError, Notebook, TestFault
from grader.judge.surroundings import bounded_memory, quiet, seeded
from grader.judge.task import Cell, CellResult
from grader.sandbox.errors import SandboxError
from grader.sandbox.worker_link import Gone, Overtime


def run_test(cell: Cell, conversation: Conversation) -> CellResult:
    """A test of ours: passed only if its code runs to the end here while the worker behaves."""
    printed = io.StringIO()
    message = why_failed(cell, conversation, printed)
    text = clean_text(printed.getvalue())
    outputs = [{"output_type": "stream", "name": "stdout", "text": text}] if text else []
    if message is None:
        return CellResult(outputs, passed=True)
    message = clean_text(message)[:4000]
    return CellResult([*outputs, error_output("CheckFailed", message)], passed=False, message=message)


def why_failed(cell: Cell, conversation: Conversation, printed: io.StringIO) -> str | None:
    """None for a pass, else what to tell the learner: never the test's source nor a traceback through it."""
    link = conversation.link
    if link.why:
        return link.why
    try:
        code = compile(cell.source, f"<test {cell.name}>", "exec")
    except (SyntaxError, ValueError) as error:
        raise TestFault(f"the test {cell.name} is not Python: {error}") from None
    try:
        with quiet(printed), seeded(cell.name, conversation), bounded_memory():
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
        raise TestFault(f"the test {cell.name} cannot be run here: {error}") from None
    except (Exception, SystemExit) as error:
        return f"The check could not use your value: {type(error).__name__}: {error}"
    return link.why or None
