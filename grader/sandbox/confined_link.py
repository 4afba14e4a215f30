"""The link to a worker in the sandbox, whose process is PID 1 of a namespace: one signal ends all of it.

It is watched from before its first question to its end (`watchman`).
"""

from __future__ import annotations

import contextlib
import os
import select
import signal
import socket
from collections.abc import Callable

from grader.sandbox.errors import SandboxError
from grader.sandbox.kernel_kill import killed_for_memory, was_killed
from grader.sandbox.limits import Limits
from grader.sandbox.watch import WatchLine
from grader.sandbox.worker_link import KILL_SECONDS, Link

OUT_OF_MEMORY = "The machine ran out of memory while your code ran, and ended it."
KILLED = "the worker was ended from outside, by a person or by a program that frees memory"


class ConfinedLink(Link):
    """Holds its worker by a descriptor, which names the same process even when its number is another's."""

    def __init__(
        self,
        connection: socket.socket,
        limits: Limits,
        pid: int,
        watchman: WatchLine,
        template_lives: Callable[[], bool] = lambda: True,
    ) -> None:
        super().__init__(connection, limits)
        self.pid, self.template_lives = pid, template_lives
        self.pidfd: int | None = os.pidfd_open(pid)
        self.killed_before = killed_for_memory()
        try:
            self.watch = watchman.watch(pid, self.pidfd, limits, self.end)
        except SandboxError:
            os.close(self.pidfd)
            raise
        self.incoming.register(self.watch.report, select.POLLIN)

    def read_line(self) -> str:
        """What the worker says before the first question: nothing, or which wall it could not set up."""
        text = b""
        while not text.endswith(b"\n"):
            try:
                piece = self.connection.recv(1)
            except OSError as error:
                return f"{text.decode(errors='replace')} {error}"
            if not piece:
                return text.decode(errors="replace") or "it died"
            text += piece
        return text.decode(errors="replace").strip()

    def interrupt(self) -> bool:
        if self.pidfd is None:
            return False
        try:
            signal.pidfd_send_signal(self.pidfd, signal.SIGINT)
        except OSError:
            return False
        return True

    def stopped(self) -> str:
        return self.watch.reason()

    def crashed(self) -> str:
        """The learner's doing, unless Linux ended it, or a person, or the template, which takes it along.

        Nothing in the worker can have it killed: the kernel lets no SIGKILL from within through, and the
        filter no other limit of processor time, at which it kills.
        """
        if self.why or self.pidfd is None:
            return super().crashed()
        if not self.template_lives():
            self.kill()
            raise SandboxError("the template was ended from outside, and with it the worker")
        killed = was_killed(self.pidfd)
        if killed is not False and killed_for_memory() > self.killed_before:
            return OUT_OF_MEMORY
        if killed:
            self.kill()
            raise SandboxError(KILLED)
        return super().crashed()

    def kill(self) -> None:
        if self.pidfd is None:
            return
        try:
            super().kill()
        finally:
            self.end_processes(self.pidfd)

    def end_processes(self, pidfd: int) -> None:
        """Return when all of them are gone."""
        self.watch.close()
        with contextlib.suppress(ProcessLookupError):
            signal.pidfd_send_signal(pidfd, signal.SIGKILL)
        gone = select.poll()
        gone.register(pidfd, select.POLLIN)  # readable when PID 1, the last of its namespace, is gone
        if not gone.poll(KILL_SECONDS * 1000):
            raise SandboxError("a worker could not be killed")
        os.close(pidfd)
        self.pidfd = None
