"""Start the sandbox and its template, and get one fresh worker for each submission.

    with Template() as template:
        worker = template.worker(Limits())
        worker.ask("run", time.monotonic() + 5, source="x = 1")
        worker.kill()

The walls around the template are in `sandbox.bubblewrap`, those between one worker and the next in
`worker.walls`.
"""

from __future__ import annotations

import dataclasses
import functools
import json
import socket
import subprocess
import sys
import tempfile
from collections.abc import Collection
from pathlib import Path

from grader.sandbox import bubblewrap
from grader.sandbox.confined_link import ConfinedLink
from grader.sandbox.errors import SandboxError, SandboxUnavailable
from grader.sandbox.limits import SPARE_CPU_SECONDS, Limits
from grader.sandbox.watch import WatchLine, Watchman
from grader.sandbox.worker_link import START_SECONDS

SETUP_SECONDS = 20  # for the walls of one worker
PING, PING_SECONDS = b"ping", 10  # what the template answers with the same, and how soon


class Template:
    """A warm Python inside the sandbox, forked for each submission.

    `hide` are folders that must stay out of sight even where the Python environment contains them.
    """

    def __init__(self, hide: Collection[str | Path] = ()) -> None:
        self.hide = [Path(path).resolve() for path in hide]

    def __enter__(self) -> Template:
        self._start()
        return self

    def __exit__(self, *exception: object) -> None:
        self._stop()

    def worker(self, limits: Limits, skip: Collection[str] = ()) -> ConfinedLink:
        """A fresh worker; `skip` leaves out walls by name and is for the tests of `grader doctor` alone."""
        if self.process.poll() is not None or self.watchman.process.poll() is not None:
            self._stop()  # what ended it ended one submission, and shall not end the class
            self._start()
        try:
            return worker_of(self.control, self.watchman, limits, skip)
        except TemplateGone:
            self.process.kill()
            self.process.wait()
            raise

    def _start(self) -> None:
        """Try one kind of /proc after the other."""
        bwrap, complaint = bubblewrap.find_bwrap(), ""
        for proc in bubblewrap.PROCS:
            if self._launch(bwrap, proc):
                return
            complaint = self._stop()
            if not complaint.startswith("bwrap:"):
                raise SandboxError(f"the template did not start: {complaint or 'it took too long'}")
        raise SandboxUnavailable(
            "There is no sandbox on this machine, so nothing was graded (bubblewrap and user namespaces are "
            f"needed; it said: {complaint}): allow user namespaces, or grade on another machine; "
            f"{bubblewrap.TRUSTED}."
        )

    def _launch(self, bwrap: str, proc: list[str]) -> bool:
        """Start the template with this kind of /proc; whether it is ready in time."""
        self.watchman = Watchman()
        self.errors = tempfile.TemporaryFile()  # noqa: SIM115 (closed in _stop)
        self.control, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)  # whole messages
        with theirs:
            program = [sys.executable, "-sPB", "-m", "grader.worker.template", str(theirs.fileno())]
            self.process = subprocess.Popen(
                [bwrap, *bubblewrap.arguments(self.hide, proc), *program],
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=self.errors,
                stderr=self.errors,
            )
        self.control.settimeout(START_SECONDS)
        try:
            return self.control.recv(16) == b"ready"
        except TimeoutError:
            return False

    def lives(self) -> bool:
        """Whether the template answers."""
        return lives(self.control)

    def _stop(self) -> str:
        """End the template (and with it, its PID namespace); return the last line it complained with."""
        if self.errors.closed:  # it was stopped already, and did not start again
            return ""
        self.watchman.close()
        self.control.close()
        self.process.kill()
        self.process.wait()
        with self.errors:
            self.errors.seek(0)
            lines = self.errors.read().decode(errors="replace").strip().splitlines()
        return lines[-1] if lines else ""


def lives(control: socket.socket) -> bool:
    """Whether the template at the other end answers; several judges may ask at once, in the same words."""
    try:
        control.settimeout(PING_SECONDS)
        control.sendall(PING)
        return control.recv(len(PING)) == PING
    except OSError:
        return False
    finally:
        control.settimeout(START_SECONDS)


class TemplateGone(SandboxError):
    """The template does not answer: no other worker will come of it."""


def worker_of(
    control: socket.socket, watchman: WatchLine, limits: Limits, skip: Collection[str] = ()
) -> ConfinedLink:
    """Have the template at the other end of `control` fork, and wait until the new worker's walls stand."""
    link = fork_at(control, watchman, limits, skip)
    complaint = link.read_line()
    if complaint:
        link.kill()
        raise SandboxError(f"a wall of the sandbox could not be set up: {complaint}")
    return link


def fork_at(
    control: socket.socket, watchman: WatchLine, limits: Limits, skip: Collection[str]
) -> ConfinedLink:
    """A worker that is still putting up its walls."""
    ours, theirs = socket.socketpair()
    ours.setsockopt(socket.SOL_SOCKET, socket.SO_PASSCRED, 1)  # the kernel says who is at the other end
    kernels = dataclasses.asdict(limits) | {"cpu_seconds": limits.cpu_seconds + SPARE_CPU_SECONDS}
    message = json.dumps({"limits": kernels, "skip": sorted(skip)}).encode()
    try:
        with theirs:
            socket.send_fds(control, [message], [theirs.fileno()])
        ours.settimeout(SETUP_SECONDS)
        pid = sender_of_first_byte(ours)
        return ConfinedLink(ours, limits, pid, watchman, functools.partial(lives, control))
    except SandboxError:
        ours.close()  # at which the worker ends
        raise
    except (OSError, ValueError) as error:
        ours.close()
        raise TemplateGone(f"the template does not answer: {error}") from None


def sender_of_first_byte(connection: socket.socket) -> int:
    """The PID, as this process sees it, of whoever wrote the first byte."""
    size = socket.CMSG_SPACE(12)
    data, ancillary, _, _ = connection.recvmsg(1, size)
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_PASSCRED, 0)
    for level, kind, content in ancillary:
        if data == b"P" and (level, kind) == (socket.SOL_SOCKET, socket.SCM_CREDENTIALS):
            pid = int.from_bytes(content[:4], sys.byteorder, signed=True)
            if pid > 0:
                return pid
    raise ValueError("no worker came")
