"""The judge's end of the connection to one worker: ask, wait, watch, kill.

Everything has a deadline. Whatever the worker does that is not one well-formed answer to one question ends
it, and `Gone` says why in words for the learner.
"""

from __future__ import annotations

import contextlib
import os
import secrets
import select
import signal
import socket
import subprocess
import time
from pathlib import Path
from typing import Any, NoReturn

from grader.sandbox.limits import Limits
from grader.wire.field_checks import ProtocolError, fields
from grader.wire.frames import frame_length, pack, unpack

TICK = 0.1  # seconds between two looks at the worker's memory
INTERRUPT_SECONDS = 2  # that an interrupted worker has to answer before it is killed
KILL_SECONDS = 30


class SandboxError(Exception):
    """Our side failed: no grade."""


class Gone(BaseException):
    """The worker was ended or ended itself. Not an Exception: no test's `except Exception` may swallow it."""


class Overtime(BaseException):
    """The learner's code ran too long and was interrupted; the worker goes on. As little to be swallowed."""


class Raised(Exception):
    """The learner's code raised; the argument is the worker's description of it."""


class Link:
    """One worker: its connection, its limits, and a way to kill it with everything it started."""

    def __init__(
        self,
        connection: socket.socket,
        limits: Limits,
        pid: int | None = None,
        process: subprocess.Popen[bytes] | None = None,
    ) -> None:
        self.connection, self.limits = connection, limits
        self.process = process
        self.pid = pid
        self.pidfd = os.pidfd_open(pid) if pid is not None else None
        self.end = time.monotonic() + limits.submission_seconds
        self.next_look = time.monotonic() + TICK
        self.why = ""  # why it is gone, once it is
        self.shared = memory_of([pid])[0] if pid is not None else 0

    def ask(self, op: str, deadline: float, **rest: Any) -> Any:
        """Send one question and return what the answer holds; Raised if the learner's code raised."""
        if self.why:
            raise Gone(self.why)
        deadline = min(deadline, self.end)
        if time.monotonic() >= deadline < self.end:  # nothing is under way that would have to be ended
            raise self._overtime()
        number = secrets.token_hex(8)  # not to be guessed, so no answer can be sent before the question
        try:
            self._refuse_unasked()
            self._send(pack({"id": number, "op": op, **rest}), deadline)
            answered = self._answers_before(deadline)
            until = deadline if answered else time.monotonic() + INTERRUPT_SECONDS
            header = self._receive(4, until)
            answer = unpack(self._receive(frame_length(header), until))
            if answered:
                return self._open(answer, number)
            with contextlib.suppress(Raised):
                self._open(answer, number)
            raise self._overtime()
        except ProtocolError as error:
            self._fail(
                f"Your code disturbed the connection to the grader ({error}), so its process was ended."
            )
        except TimeoutError:
            whole = deadline == self.end
            seconds = self.limits.submission_seconds if whole else self.limits.cell_seconds
            self._fail(f"{'Your notebook' if whole else 'This cell'} ran longer than {seconds:g} seconds.")
        except (ConnectionError, EOFError):
            self._fail("Your code ended the Python process (exit or crash).")

    def _overtime(self) -> Overtime:
        return Overtime(f"This cell ran longer than {self.limits.cell_seconds:g} seconds.")

    def _answers_before(self, deadline: float) -> bool:
        """Whether an answer begins in time; if not, the cell is interrupted, as a notebook would do it."""
        try:
            self._wait(select.POLLIN, deadline)
        except TimeoutError:
            if deadline == self.end or not self._interrupt():
                raise
            return False
        return True

    def _interrupt(self) -> bool:
        """Ctrl-C for the learner's code; whether it could be sent."""
        try:
            if self.pidfd is not None:
                signal.pidfd_send_signal(self.pidfd, signal.SIGINT)
            elif self.process is not None:
                self.process.send_signal(signal.SIGINT)
            else:
                return False
        except (OSError, ValueError):
            return False
        return True

    def disturbed(self, error: ProtocolError) -> NoReturn:
        """An answer that was well-formed as a frame but not as a value."""
        self._fail(f"Your code disturbed the connection to the grader ({error}), so its process was ended.")

    def _fail(self, why: str) -> NoReturn:
        self.why = why
        self.kill()
        raise Gone(why) from None

    def _refuse_unasked(self) -> None:
        """Nothing may have arrived before the question is sent."""
        self.connection.setblocking(False)
        try:
            early = self.connection.recv(1)
        except BlockingIOError:
            return
        if not early:
            raise EOFError
        raise ProtocolError("an answer without a question")

    def _open(self, answer: Any, number: str) -> Any:
        if type(answer) is dict and "raised" in answer:
            identity, raised = fields(answer, id=str, raised=dict)
        else:
            identity, raised = answer.get("id") if type(answer) is dict else None, None
            if type(answer) is not dict or answer.keys() != {"id", "ok"}:
                raise ProtocolError("an answer of another form")
        if identity != number:
            raise ProtocolError("an answer to another question")
        if raised is not None:
            fields(raised, type=str, bases=list, message=str, where=list)
            if not all(type(text) is str for text in raised["bases"] + raised["where"]):
                raise ProtocolError("an exception of another form")
            raise Raised(raised)
        return answer["ok"]

    def _send(self, data: bytes, deadline: float) -> None:
        rest = memoryview(data)
        while rest:
            self._wait(select.POLLOUT, deadline)
            with contextlib.suppress(BlockingIOError):
                rest = rest[self.connection.send(rest) :]

    def _receive(self, size: int, deadline: float) -> bytes:
        data = bytearray()
        while len(data) < size:
            self._wait(select.POLLIN, deadline)
            with contextlib.suppress(BlockingIOError):
                piece = self.connection.recv(min(size - len(data), 1 << 20))
                if not piece:
                    raise EOFError
                data += piece
        return bytes(data)

    def _wait(self, event: int, deadline: float) -> None:
        """Until the connection is ready; looks at the clock and at the worker's memory meanwhile."""
        poller = select.poll()
        poller.register(self.connection, event)
        while True:
            now = time.monotonic()
            if now >= deadline:
                raise TimeoutError
            if now >= self.next_look:  # by the clock: a worker that sends byte after byte is watched too
                self._watch()
                self.next_look = now + TICK
            if poller.poll(min(deadline - now, TICK) * 1000):
                return

    def _watch(self) -> None:
        if self.pid is None:
            return
        tree = family(self.pid)
        cheap, tasks = memory_of(tree)
        cap, forks = self.limits.memory_bytes, len(tree)
        shared = (
            self.shared * forks // (forks + 1)
        )  # what the template shares is divided among it and its forks
        if cheap > cap + self.shared and exact_memory_of(tree) > cap + shared:
            self._fail(f"Your code used more than {cap >> 20} MB of memory and was stopped.")
        if tasks > 2 * self.limits.processes:
            self._fail(f"Your code started more than {self.limits.processes} processes and was stopped.")

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

    def kill(self) -> None:
        """End the worker and everything it started, and return when all of it is gone."""
        self.why = self.why or "The worker was ended."
        self.connection.close()
        if self.process is not None:
            kill_group(self.process)
            self.process = None  # its number may be another's now
        if self.pidfd is not None:
            with contextlib.suppress(ProcessLookupError):
                signal.pidfd_send_signal(self.pidfd, signal.SIGKILL)
            gone = select.poll()
            gone.register(
                self.pidfd, select.POLLIN
            )  # readable when PID 1, the last of its namespace, is gone
            if not gone.poll(KILL_SECONDS * 1000):
                raise SandboxError("a worker could not be killed")
            os.close(self.pidfd)
            self.pidfd = None


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


def family(pid: int) -> list[int]:
    """This process and all below it; PID 1 of a namespace adopts every orphan, so none is missing."""
    found = [pid]
    for member in found:
        with contextlib.suppress(OSError):  # a process that has just ended has no children left
            for thread in os.listdir(f"/proc/{member}/task"):
                children = Path(f"/proc/{member}/task/{thread}/children")
                with contextlib.suppress(OSError):
                    found += [int(child) for child in children.read_text().split()]
    return found


def memory_of(pids: list[int]) -> tuple[int, int]:
    """Bytes of anonymous and shared memory, and threads. What forks share is counted in each of them."""
    total = threads = 0
    for pid in pids:
        with contextlib.suppress(OSError):
            for line in Path(f"/proc/{pid}/status").read_text().splitlines():
                if line.startswith(("RssAnon:", "RssShmem:")):
                    total += int(line.split()[1]) * 1024
                elif line.startswith("Threads:"):
                    threads += int(line.split()[1])
    return total, threads


def exact_memory_of(pids: list[int]) -> int:
    """The same, with what forks share divided among them (dearer to ask for)."""
    total = 0
    for pid in pids:
        try:
            rollup = Path(f"/proc/{pid}/smaps_rollup").read_text()
        except OSError:
            total += memory_of([pid])[0]
            continue
        for line in rollup.splitlines():
            if line.startswith(("Pss_Anon:", "Pss_Shmem:")):
                total += int(line.split()[1]) * 1024
    return total
