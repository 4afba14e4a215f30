"""Several judges at once, each in a process of its own, for a class.

    with Judges(2) as judges:              # start importing torch
        judges.begin(template, hide)       # share one warm template
        judges.ask("ada", task, limits)    # as long as `judges.free`
        judges.answers()                   # [("ada", Result(...))]

A judge's random numbers, its default dtype and its output belong to its process, so that two threads could
not judge. All are forks of one process that has imported what judging needs (`judge.process`), and so share
its memory. One that dies costs time only: another one gets its question, once.
"""

from __future__ import annotations

import contextlib
import os
import socket
import subprocess
import sys
from collections.abc import Collection, Hashable, Iterable
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from pathlib import Path

from grader.judge.task import Result, Task
from grader.sandbox.errors import SandboxError
from grader.sandbox.lent_template import lines_of
from grader.sandbox.limits import Limits
from grader.sandbox.template import Template
from grader.sandbox.worker_link import START_SECONDS

TRIES = 2  # judges that may end over one submission
ENDED = "two judges ended while they graded it (memory of the machine?): grade it again, alone"
ROOT = Path(__file__).resolve().parent.parent.parent  # where `grader` and `course` lie
ONE_THREAD = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}


@dataclass
class Question:
    """What a judge is at work on."""

    key: Hashable
    task: Task
    limits: Limits
    tries: int = 1


class Judges:
    """A number of judges."""

    def __init__(self, number: int) -> None:
        self.number = number
        self.idle: list[Connection] = []
        self.busy: dict[Connection, Question] = {}
        self.started: list[Started] = []

    def __enter__(self) -> Judges:
        self.started.append(Started(self.number))
        return self

    def __exit__(self, *exception: object) -> None:
        for connection in [*self.idle, *self.busy]:
            connection.close()
        for started in self.started:
            started.close()

    def begin(self, template: Template | None, hide: Collection[Path] = ()) -> None:
        """Let them begin, with workers of this template, or no sandbox; SandboxError where they do not."""
        self.template, self.hide = template, hide
        self.idle = self.started[0].begin(template, hide)

    @property
    def free(self) -> int:
        """How many questions could be asked now."""
        return len(self.idle)

    def ask(self, key: Hashable, task: Task, limits: Limits) -> None:
        """Give a submission to a judge that is free."""
        self.give(Question(key, task, limits))

    def give(self, question: Question) -> None:
        connection = self.idle.pop()
        self.busy[connection] = question
        with contextlib.suppress(OSError):  # where it is gone, which `answers` will notice
            connection.send((question.task, question.limits))

    def answers(self, seconds: float | None = None) -> list[tuple[Hashable, Result]]:
        """What has been judged since; waits for the first, or for so many seconds."""
        return [answer for ready in wait(list(self.busy), seconds) for answer in self.answer(ready)]

    def answer(self, connection: object) -> Iterable[tuple[Hashable, Result]]:
        """The answer of one judge, or none where another one has to try."""
        assert isinstance(connection, Connection)
        question = self.busy.pop(connection)
        try:
            result = connection.recv()
        except (EOFError, OSError):
            connection.close()
            self.idle += self.another()
            if question.tries < TRIES:
                question.tries += 1
                self.give(question)
                return
            result = Result("error", ENDED)
        else:
            self.idle.append(connection)
        yield question.key, result

    def another(self) -> list[Connection]:
        """A judge in the place of one that has ended."""
        self.started.append(Started(1))
        return self.started[-1].begin(self.template, self.hide)


class Started:
    """A process that becomes some judges, and the lines to them."""

    def __init__(self, number: int) -> None:
        pairs = [socket.socketpair() for _ in range(number + 1)]
        self.boot, *ours = [ours for ours, _ in pairs]
        theirs = [theirs for _, theirs in pairs]
        self.process = subprocess.Popen(
            [sys.executable, "-P", "-m", "grader.judge.process", *(str(one.fileno()) for one in theirs)],
            pass_fds=[one.fileno() for one in theirs],
            stdin=subprocess.DEVNULL,
            env={
                **os.environ,
                **ONE_THREAD,
                "PYTHONPATH": os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")]),
            },
        )
        for one in theirs:
            one.close()
        self.connections = [Connection(one.detach()) for one in ours]

    def begin(self, template: Template | None, hide: Collection[Path]) -> list[Connection]:
        """Send the template's address, and wait until all stand ready."""
        lines = lines_of(template) if template else []
        folders = b"\0".join(map(os.fsencode, hide))
        try:
            socket.send_fds(self.boot, [folders + b"\0"], lines)
            for connection in self.connections:
                if not connection.poll(START_SECONDS) or connection.recv() != "ready":
                    raise EOFError
        except (EOFError, OSError):
            raise SandboxError("the judges did not start (what was written above tells more)") from None
        return self.connections

    def close(self) -> None:
        """End them; what they were at work on ends with the template."""
        self.boot.close()
        self.process.terminate()
        self.process.wait()
