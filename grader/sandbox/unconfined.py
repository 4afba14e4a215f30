"""Workers without a sandbox: plain processes of the instructor's, for an explicit `--Judge.sandbox=False`.

    with PlainTemplate() as template:
        worker = template.worker(Limits())

Each imports torch for one submission alone (no fork: macOS has none that is safe) and calls back on the
loopback interface. The judge stays out of process, so tests and reference values stay out of reach of what a
learner's code can do in Python; but that code runs with the instructor's rights on this machine.
"""

from __future__ import annotations

import contextlib
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from grader.sandbox.errors import SandboxError
from grader.sandbox.limits import Limits
from grader.sandbox.worker_link import KILL_SECONDS, START_SECONDS, Link

ROOT = Path(__file__).resolve().parent.parent.parent  # where `grader` and `course` lie


class PlainTemplate:
    """Stands in for a `Template` where there is no sandbox: nothing is warm, and nothing is confined."""

    def __enter__(self) -> PlainTemplate:
        return self

    def __exit__(self, *exception: object) -> None:
        pass

    def worker(self, limits: Limits) -> PlainLink:
        """A fresh worker, in a folder of its own."""
        token, folder = secrets.token_hex(16), tempfile.mkdtemp()
        try:
            with socket.create_server(("127.0.0.1", 0)) as server:
                process = launch(server.getsockname()[1], token, folder, limits)
                connection = accept(server, token, process)
        except BaseException:
            shutil.rmtree(folder, ignore_errors=True)
            raise
        return PlainLink(connection, limits, process, folder)


class PlainLink(Link):
    """A link to a plain process, whose folder goes when it goes. Nothing watches its memory."""

    def __init__(
        self, connection: socket.socket, limits: Limits, process: subprocess.Popen[bytes], folder: str
    ) -> None:
        super().__init__(connection, limits)
        self.process: subprocess.Popen[bytes] | None = process
        self.folder = folder

    def interrupt(self) -> bool:
        if self.process is None:
            return False
        try:
            self.process.send_signal(signal.SIGINT)
        except (OSError, ValueError):
            return False
        return True

    def kill(self) -> None:
        super().kill()
        if self.process is not None:
            kill_group(self.process)
            self.process = None  # its number may be another's now
        shutil.rmtree(self.folder, ignore_errors=True)


def launch(port: int, token: str, folder: str, limits: Limits) -> subprocess.Popen[bytes]:
    """A Python that will call this port and say the token."""
    return subprocess.Popen(
        [sys.executable, "-P", "-B", "-m", "grader.worker.unconfined", str(port), str(limits.output_bytes)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
        cwd=folder,
        env={
            **os.environ,
            "GRADER_TOKEN": token,  # not an argument: everybody on this machine can read those
            "PYTHONPATH": os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")]),
        },
    )


def accept(server: socket.socket, token: str, process: subprocess.Popen[bytes]) -> socket.socket:
    """The connection of our own worker; anyone else on this machine who calls does not know the token."""
    end = time.monotonic() + START_SECONDS
    server.settimeout(1)
    while time.monotonic() < end and process.poll() is None:
        with contextlib.suppress(TimeoutError, OSError):
            connection, _ = server.accept()
            connection.settimeout(5)
            if secrets.compare_digest(connection.recv(len(token), socket.MSG_WAITALL), token.encode()):
                return connection
            connection.close()
    process.kill()
    process.wait()
    raise SandboxError(
        f"the plain worker did not start within {START_SECONDS} seconds "
        f"(`{sys.executable} -c 'import torch, course'` in the course's folder tells more)"
    )


def kill_group(process: subprocess.Popen[bytes]) -> None:
    """The best that can be done without a PID namespace: the process and its group."""
    if hasattr(os, "killpg"):
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
    process.kill()
    try:
        process.wait(KILL_SECONDS)
    except subprocess.TimeoutExpired:
        raise SandboxError("a worker could not be killed") from None
