"""What a command says: a line for each submission, warnings and errors; the rest with --debug only.

nbgrader logs a dozen lines for each submission, and a traceback for each that it could not grade.
"""

import contextlib
import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any

OURS = Path(__file__).parent


@contextlib.contextmanager
def quiet(converter: Any) -> Iterator[None]:
    """While a converter runs, let through what this room says, and of others' words the warnings."""
    log = converter.log
    if debugging(converter):
        yield
        return
    log.addFilter(worth_saying)
    try:
        yield
    finally:
        log.removeFilter(worth_saying)


def debugging(converter: Any) -> bool:
    """Whether the command was started with --debug."""
    return bool(getattr(converter.parent, "log_level", logging.INFO) == logging.DEBUG)


def worth_saying(record: logging.LogRecord) -> bool:
    """Whether a record is for people who do not look for a fault of the program.

    nbgrader's `report_change` is left out, too: it tells of a learner's changes, but submissions are rebuilt
    from source/ before, so that it would blame learners for words that an author mended.
    """
    if Path(record.pathname).parent == OURS:
        return record.levelno > logging.DEBUG  # formgrader's windows show all that a log takes
    chatter = record.levelno <= logging.INFO or record.funcName == "report_change"
    return not chatter and not record.getMessage().startswith("Traceback")


def sentence(error: BaseException) -> str:
    """An error as one line: of a broken notebook and of a database, the words of the error behind it."""
    if type(error).__name__ == "ValidationError" and error.__context__ is not None:
        error = error.__context__
    text = str(getattr(error, "orig", "") or getattr(error, "message", "") or error)
    return " ".join(text.split()) or type(error).__name__
