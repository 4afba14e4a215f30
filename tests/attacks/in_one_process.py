"""Runs submissions as a grader does that has learner's code and tests in one process: attacks work there.

Reads a list of [name, [[kind, text], ...]] as JSON, forks a process for each, and writes a JSON object:
for each name the tests that passed (by their position) and what was printed.
"""

import contextlib
import io
import json
import os
import signal
import sys
from typing import Any, TextIO

from IPython.core.interactiveshell import InteractiveShell

import course.checks
import course.data  # noqa: F401
from grader import reference  # noqa: F401


def run(cells: list[list[str]], answer: TextIO) -> None:
    """Run the cells in one IPython shell; say which tests raised nothing."""
    shell = InteractiveShell.instance()
    shell.cache_size = 0
    text, passed = io.StringIO(), []
    with contextlib.redirect_stdout(text), contextlib.redirect_stderr(text):
        for number, (kind, source) in enumerate(cells):
            result = shell.run_cell(source, store_history=True)
            if kind == "test" and result.error_before_exec is None and result.error_in_exec is None:
                passed.append(number)
    answer.write(json.dumps({"passed": passed, "printed": text.getvalue()[:100_000]}))
    answer.flush()


def in_a_fork(cells: list[list[str]], seconds: int = 20) -> dict[str, Any]:
    """The answer of a process of its own; nothing passed when it broke."""
    read, write = os.pipe()
    if (child := os.fork()) == 0:
        signal.alarm(seconds)
        with contextlib.suppress(BaseException):
            run(cells, os.fdopen(write, "w"))
        os._exit(0)
    os.close(write)
    with os.fdopen(read) as file:
        answer = file.read()
    os.waitpid(child, 0)
    return json.loads(answer or '{"passed": [], "printed": ""}')


json.dump({name: in_a_fork(cells) for name, cells in json.load(sys.stdin)}, sys.stdout)
