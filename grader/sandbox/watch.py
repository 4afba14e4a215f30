"""The judge's side of the watchman: start it for a template, hand it each worker, hear why it ended one."""

from __future__ import annotations

import dataclasses
import json
import os
import socket
import subprocess
import sys
from pathlib import Path

from grader.sandbox.errors import SandboxError
from grader.sandbox.limits import Limits
from grader.sandbox.watchman import ON

ROOT = Path(__file__).resolve().parent.parent.parent  # where `grader` lies
ON_SECONDS = 20  # that it has to begin with a worker
UNWATCHED = "the process that watches workers has ended"


class WatchLine:
    """The line to a process of ours that looks at all workers of a template, and ends what uses too much."""

    def __init__(self, control: socket.socket) -> None:
        self.control = control

    def watch(self, pid: int, pidfd: int, limits: Limits, end: float) -> Watch:
        """Have this worker watched, up to this moment at the longest; returns when it is."""
        report, theirs = socket.socketpair()
        message = json.dumps({"pid": pid, "end": end, "limits": dataclasses.asdict(limits)}).encode()
        try:
            with theirs:
                socket.send_fds(self.control, [message], [pidfd, theirs.fileno()])
            report.settimeout(ON_SECONDS)
            on = report.recv(len(ON)) == ON
        except OSError:
            on = False
        if not on:
            report.close()
            raise SandboxError(UNWATCHED)
        report.setblocking(False)
        return Watch(report)


class Watchman(WatchLine):
    """That process, started."""

    def __init__(self) -> None:
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with theirs:
            self.process = subprocess.Popen(
                [sys.executable, "-sPB", "-m", "grader.sandbox.watchman", str(theirs.fileno())],
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                env={**os.environ, "PYTHONPATH": str(ROOT)},
            )
        super().__init__(ours)

    def close(self) -> None:
        self.control.close()
        self.process.kill()
        self.process.wait()


class Watch:
    """What is heard of one worker."""

    def __init__(self, report: socket.socket) -> None:
        self.report = report

    def reason(self) -> str:
        """Why the worker was ended, or nothing; SandboxError when nobody watches it any more."""
        try:
            if reason := self.report.recv(1000):
                return reason.decode()
        except BlockingIOError:
            return ""
        except OSError as error:
            raise SandboxError(f"{UNWATCHED}: {error}") from None
        raise SandboxError(UNWATCHED)

    def close(self) -> None:
        """Nobody needs to look any more."""
        self.report.close()
