"""Where hidden tests are compared: a test cell runs here, and passes only if its code runs to its end.

An exception in a test's own code may come of a learner's value, so it fails the test; the lesson's solution,
which must pass, shows that the test is right.
"""

from __future__ import annotations

import ast
import errno
import functools
import io
from collections.abc import Collection
from types import CodeType

from grader.judge.conversation import Conversation
from grader.judge.credit import BadCredit, credit_of
from grader.judge.errors import LearnerError, TestFault
from grader.judge.notebook_names import NotebookNames
from grader.judge.outputs import clean_text, error_output
from grader.judge.surroundings import bounded_memory, bounded_time, precision, quiet, seeded
from grader.judge.task import Cell, CellResult
from grader.sandbox.errors import SandboxError
from grader.sandbox.worker_link import Gone, Overtime

MAX_MESSAGE = 4000  # characters
ABOUT_VALUES = {
    None,
    errno.EOVERFLOW,
    errno.ENAMETOOLONG,
    errno.EBADF,
    errno.EINVAL,
    errno.ERANGE,
    errno.EDOM,
}
SHORTEST = 3  # characters of a learner's text by which a file or module is known to be theirs


class Failed(Exception):
    """The test did not pass; the message is what to tell the learner."""


class Overran(Failed):
    """The test did not pass because the learner's code met a limit in it."""


def run_test(cell: Cell, names: NotebookNames) -> CellResult:
    """A test of ours: passed only if its code runs to the end here while the worker behaves."""
    printed = io.StringIO()
    message, credit, stopped = "", None, ""
    try:
        credit = outcome(cell, names, printed)
    except Failed as failed:
        # Cleaned first: what a learner's text leaves of a message may be nothing.
        message = clean_text(str(failed)[: 2 * MAX_MESSAGE])[:MAX_MESSAGE] or "The check failed."
        stopped = message if isinstance(failed, Overran) else ""
    text = clean_text(printed.getvalue()[: names.conversation.link.limits.output_bytes])
    outputs = [{"output_type": "stream", "name": "stdout", "text": text}] if text else []
    if not message:
        return CellResult(outputs, passed=True, credit=credit)
    outputs.append(error_output("CheckFailed", message))
    return CellResult(outputs, passed=False, message=message, stopped=stopped)


def outcome(cell: Cell, names: NotebookNames, printed: io.StringIO) -> float | None:
    """The partial credit of a test that ran to its end, or Failed.

    What it says is never the test's source, nor a traceback through it.
    """
    conversation = names.conversation
    alive(conversation)
    statements, value = compiled(cell.name, cell.source)
    try:
        seconds = conversation.link.limits.cell_seconds
        with (
            bounded_time(seconds),
            quiet(printed),
            seeded(cell.name, conversation),
            bounded_memory(),
            precision(names.new_test()),
        ):
            credit = result_of(statements, value, cell, names)
    except Gone:
        raise Overran(conversation.link.why) from None
    except Overtime as stopped:
        raise Overran(str(stopped)) from None
    except (KeyboardInterrupt, SandboxError, TestFault, Failed):
        raise
    except BaseException as error:  # of what a test runs in
        raise meaning(error, cell, conversation) from None
    alive(conversation)
    return credit


def result_of(statements: CodeType, value: CodeType | None, cell: Cell, names: NotebookNames) -> float | None:
    """Run a test; what ended one of its questions ends it too, even where something in it caught that."""
    conversation = names.conversation
    try:
        exec(statements, names)
        credit = credit_of(eval(value, names) if value else None, cell.points)
        if changed := conversation.changed_copies():
            raise TestFault(f"it changes {short(changed[0])}, a copy of the learner's value")
    except KeyboardInterrupt:
        raise
    except BaseException as error:
        raise meaning(conversation.stopped or error, cell, conversation) from None
    if conversation.stopped:
        raise meaning(conversation.stopped, cell, conversation)
    return credit


def meaning(error: BaseException, cell: Cell, conversation: Conversation) -> BaseException:
    """What it says of a test that it ran into this: the learner is told, or there is no grade."""
    if isinstance(error, Gone | Overtime | SandboxError):
        return error
    if isinstance(error, TestFault):
        return TestFault(f"{cell.name}: {error}")
    if isinstance(error, LearnerError):
        return Failed("\n  ".join([f"Your code raised {error}", *error.where]))
    if isinstance(error, AssertionError | BadCredit):
        return Failed(words(error))
    if isinstance(error, NameError):
        return Failed(f"{words(error)}.")
    if isinstance(error, ImportError | OSError) and not about_a_value(error, conversation.texts):
        return TestFault(f"the test {cell.name} cannot be run here: {words(error)}")
    said = f"{type(error).__name__}: {words(error)}".removesuffix(": ")
    return Failed(f"The check could not use your value: {said}")


def words(error: BaseException) -> str:
    """An exception's text, which may be that of a learner's object: ask while time and memory are bounded."""
    try:
        return str(error)
    except Exception as another:
        return f"(your object has no text that can be read: {another})"


def about_a_value(error: ImportError | OSError, texts: Collection[str]) -> bool:
    """Whether it is about a value, and not about the machine that lacks a file, a module or free space.

    Python raises OSError for a date in the far future and for damaged gzip data, too. `texts` came from the
    learner in this test.
    """
    if isinstance(error, OSError) and error.errno in ABOUT_VALUES:
        return True
    missing = error.filename if isinstance(error, OSError) else error.name
    return any(text in str(missing) for text in texts if len(text) >= SHORTEST)


def short(value: object) -> str:
    """A value on one line, the beginning of it."""
    return " ".join(repr(value).split())[:60]


def alive(conversation: Conversation) -> None:
    """Whatever a test says, it fails once the worker is gone."""
    if conversation.link.why:
        raise Failed(conversation.link.why)


@functools.lru_cache(maxsize=256)  # a class has the same tests
def compiled(name: str, source: str) -> tuple[CodeType, CodeType | None]:
    """The statements of a test, and the expression at its end if it has one (`;` hides it, as in IPython)."""
    file = f"<test {name}>"
    try:
        tree, value = ast.parse(source), None
        if tree.body and isinstance(tree.body[-1], ast.Expr) and not source.rstrip().endswith(";"):
            value = compile(ast.Expression(tree.body.pop().value), file, "eval")  # type: ignore[attr-defined]
        return compile(tree, file, "exec"), value
    except (SyntaxError, ValueError) as error:
        raise TestFault(f"the test {name} is not Python: {error}") from None
