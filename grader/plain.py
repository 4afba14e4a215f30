"""A worker without a sandbox: a plain process of the instructor's, for an explicit `--Judge.sandbox=False`.

It imports torch for one submission alone (no fork: macOS and Windows have none that is safe) and calls back
on the loopback interface. The judge stays out of process, so tests and reference values stay out of reach of
what a learner's code can do in Python; but that code runs with the instructor's rights on this machine.
"""

from __future__ import annotations

import contextlib
import os
import secrets
import socket
import subprocess
import sys
import time
from pathlib import Path

from grader.limits import Limits
from grader.link import Link, SandboxError

START_SECONDS = 120  # for importing torch from a cold disk
ROOT = Path(__file__).resolve().parent.parent


def plain_worker(limits: Limits) -> Link:
    """Without a sandbox: a plain process that imports torch for this submission alone and calls back."""
    token = secrets.token_hex(16)
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        arguments = [str(port), token, str(limits.output_bytes)]
        process = subprocess.Popen(
            [sys.executable, "-P", "-B", "-m", "grader.worker.session", *arguments],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
            env={
                **os.environ,
                "PYTHONPATH": os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")]),
            },
        )
        connection = accept(server, token, process)
    return Link(connection, limits, process=process)


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
    raise SandboxError("the plain worker did not start")
