"""The process that looks at workers all the time, whatever the judge is doing meanwhile.

The judge waits for a worker, cleans what it showed, and computes with what it answered; during all of it the
worker's processes go on. A thread of the judge would not do: while Python is busy in one thread, another one
waits some milliseconds at each file that it reads, and a look takes dozens of them.

It runs outside of the sandbox, is started by `watch`, and reads nothing that a worker wrote.
"""

from __future__ import annotations

import contextlib
import json
import os
import select
import signal
import socket
import sys
import time

from grader.sandbox.limits import Limits
from grader.sandbox.memory import Usage

LOOK_SECONDS = 0.01  # between two looks: in this time a worker may take more than it may have
ON = b"watched\n"  # said once, before any code of a learner's runs


class Watched:
    """One worker: its process, and the socket on which the judge is told why it was ended."""

    def __init__(self, message: bytes, pidfd: int, report: int) -> None:
        task = json.loads(message)
        self.end, limits = task["end"], Limits(**task["limits"])
        self.pidfd, self.report = pidfd, socket.socket(fileno=report)
        self.usage, self.seconds = Usage(task["pid"], limits), limits.submission_seconds
        self.ended = select.poll()
        self.ended.register(pidfd, select.POLLIN)
        self.report.sendall(ON)

    def look(self) -> None:
        """End it if it uses too much; one that has ended already is looked at no more."""
        if self.ended.poll(0):
            return
        if reason := self.excess():
            with contextlib.suppress(OSError):  # the judge has just ended it for the same reason
                self.report.sendall(reason.encode())
            with contextlib.suppress(ProcessLookupError):
                signal.pidfd_send_signal(self.pidfd, signal.SIGKILL)
            self.ended.poll()

    def excess(self) -> str:
        """What it has too much of, as a sentence for the learner; empty while it keeps within."""
        if time.monotonic() > self.end:
            return f"Your notebook ran longer than {self.seconds:g} seconds."
        try:
            return self.usage.excess()
        except Exception as error:  # what cannot be watched does not go on
            return f"The grader could not watch your code: {type(error).__name__}: {error}"

    def close(self) -> None:
        """End it, and look no more: whoever asked for it has closed the line, or has ended."""
        self.report.close()
        with contextlib.suppress(ProcessLookupError):
            signal.pidfd_send_signal(self.pidfd, signal.SIGKILL)
        os.close(self.pidfd)


def main(descriptor: int) -> None:
    """Watch every worker that comes through this socket, until the judge closes it."""
    control = socket.socket(fileno=descriptor)
    with contextlib.suppress(PermissionError):
        os.setpriority(os.PRIO_PROCESS, 0, -10)  # before all that learners start, where that is allowed
    watched: dict[socket.socket, Watched] = {}
    while True:
        ready, _, _ = select.select([control, *watched], [], [], LOOK_SECONDS if watched else None)
        for report in set(ready) & watched.keys():
            watched.pop(report).close()
        if control in ready:
            message, descriptors, _, _ = socket.recv_fds(control, 1 << 12, 2)
            if not message:
                return
            try:
                new = Watched(message, *descriptors)
            except (
                OSError
            ):  # it has ended already; its line closes, and the judge hears that nobody watches it
                os.close(descriptors[0])
            else:
                watched[new.report] = new
        for worker in watched.values():
            worker.look()


if __name__ == "__main__":
    main(int(sys.argv[1]))
