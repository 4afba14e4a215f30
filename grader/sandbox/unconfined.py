"""A worker without a sandbox: a plain process of the instructor's, for an explicit `--Judge.sandbox=False`.

It imports torch for one submission alone (no fork: macOS has none that is safe) and calls back
on the loopback interface. The judge stays out of process, so tests and reference values stay out of reach of
what a learner's code can do in Python; but that code runs with the instructor's rights on this machine.
"""

from __future__ import annotations

import contextlib
import os
import secrets
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from grader.sandbox.limits import Limits
from grader.sandbox.worker_link import Link, SandboxError

START_SECONDS = 120  # for importing torch from a cold disk
ROOT = Path(__file__).resolve().parent.parent.parent  # where `grader` and `course` lie


def plain_worker(limits: Limits) -> Link:
    """Without a sandbox: a plain process that imports torch for this submission alone and calls back."""
    token, folder = secrets.token_hex(16), tempfile.mkdtemp()
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        arguments = [str(port), str(limits.output_bytes)]
        process = subprocess.Popen(
            [sys.executable, "-P", "-B", "-m", "grader.worker.session", *arguments],
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
        try:
            connection = accept(server, token, process)
        except BaseException:
            shutil.rmtree(folder, ignore_errors=True)
            raise
    return PlainLink(connection, limits, process=process, folder=folder)


class PlainLink(Link):
    """A link to a plain process, whose folder goes when it goes."""

    def __init__(
        self,
        connection: socket.socket,
        limits: Limits,
        *,
        process: subprocess.Popen[bytes],
        folder: str,
    ) -> None:
        super().__init__(connection, limits, process=process)
        self.folder = folder

    def kill(self) -> None:
        super().kill()
        shutil.rmtree(self.folder, ignore_errors=True)


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
