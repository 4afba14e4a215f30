"""A process that becomes judges: imports what judging needs, and forks once for each line that it was given.

    python -m grader.judge.process BOOT LINE...     (numbers of inherited sockets; `judge.judges` starts it)

A judge ends when the other end of its line is closed, however that process ended. It belongs to the
instructor, and runs no learner's code.
"""

from __future__ import annotations

import os
import signal
import socket
import sys
from multiprocessing.connection import Connection
from pathlib import Path

from grader.judge.grade import grade  # imports torch, once for all
from grader.sandbox.lent_template import LentTemplate
from grader.sandbox.unconfined import PlainTemplate


def main(boot: int, *lines: int) -> None:
    """Wait for the template's address, then become a judge for each line."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the process that gives the work
    with socket.socket(fileno=boot) as from_starter:
        folders, template, _, _ = socket.recv_fds(from_starter, 1 << 16, 2)
        if not folders:
            return
        hide = [Path(os.fsdecode(folder)) for folder in folders.split(b"\0") if folder]
        children = [become_judge(line, lines, template, hide) for line in lines]
        for line in lines:
            os.close(line)
        signal.signal(signal.SIGTERM, lambda *_: end(children))
        from_starter.recv(1)  # until the starter is gone, or closes it
    end(children)


def become_judge(line: int, lines: tuple[int, ...], template: list[int], hide: list[Path]) -> int:
    """Fork a judge that answers on this line alone; returns its PID."""
    child = os.fork()
    if child:
        return child
    try:
        for other in lines:
            if other != line:
                os.close(other)
        serve(Connection(line), LentTemplate(template, hide) if template else PlainTemplate())
    finally:
        os._exit(0)


def serve(connection: Connection, template: LentTemplate | PlainTemplate) -> None:
    """Judge what is sent until there is nobody who could send."""
    connection.send("ready")
    while True:
        try:
            task, limits = connection.recv()
            connection.send(grade(task, template, limits))
        except (EOFError, OSError):
            return


def end(children: list[int]) -> None:
    """End the judges, whatever they are at work on."""
    for child in children:
        try:
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)
        except (ProcessLookupError, ChildProcessError):
            pass
    os._exit(0)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
