"""The judge's end of the connection to one worker: ask, wait, watch, kill.

Everything has a deadline. Whatever the worker does that is not one well-formed answer to one question ends
it, and `Gone` says why in words for the learner.
"""

from __future__ import annotations

import contextlib
import secrets
import select
import socket
import time
from typing import Any, NoReturn

from grader.sandbox.limits import Limits
from grader.wire.field_checks import ProtocolError, fields
from grader.wire.frames import frame_length, pack, unpack

INTERRUPT_SECONDS = 2  # that an interrupted worker has to answer before it is killed
KILL_SECONDS = 30  # that a killed worker has to be gone
PIECE = 1 << 16  # bytes that are received at once
START_SECONDS = 120  # that a worker or a template has to import torch from a cold disk


class Gone(BaseException):
    """The worker was ended or ended itself. Not an Exception: no test's `except Exception` may swallow it."""


class Overtime(BaseException):
    """The learner's code ran too long and was interrupted; the worker goes on. As little to be swallowed."""


class Raised(Exception):
    """The learner's code raised; the argument is the worker's description of it."""


class Link:
    """One worker: its connection, its limits and its deadlines.

    This one holds no process. `ConfinedLink` and `PlainLink` do, so they can interrupt and kill it.
    """

    def __init__(self, connection: socket.socket, limits: Limits) -> None:
        self.connection, self.limits = connection, limits
        self.incoming = select.poll()  # what the worker says, and (`ConfinedLink`) who watches it
        self.incoming.register(connection, select.POLLIN)
        self.end = time.monotonic() + limits.submission_seconds
        self.ended = ""  # why it is gone, once that was noticed
        self.unasked = False  # whether something came that no question was for

    @property
    def why(self) -> str:
        """Why the worker is gone; empty while it is there."""
        self.ended = self.ended or self.stopped()
        return self.ended

    def stopped(self) -> str:
        """Why whoever watches the worker has ended it, as a sentence for the learner; empty if nobody has."""
        return ""

    def interrupt(self) -> bool:
        """Ctrl-C for the learner's code; whether it could be sent."""
        return False

    def kill(self) -> None:
        """End the worker and everything it started, and return when all of it is gone."""
        self.connection.close()
        self.ended = self.why or "The worker was ended."

    def ask(self, op: str, deadline: float, **rest: Any) -> Any:
        """Send one question and return what the answer holds; Raised if the learner's code raised."""
        if self.ended:
            raise Gone(self.ended)
        deadline = min(deadline, self.end)
        if time.monotonic() >= deadline < self.end:  # nothing is under way that would have to be ended
            raise self._overtime()
        number = secrets.token_hex(8)  # not to be guessed, so no answer can be sent before the question
        try:
            self._refuse_unasked()
            self._send(pack({"id": number, "op": op, **rest}), deadline)
            answered = self._answers_before(deadline)
            until = deadline if answered else time.monotonic() + INTERRUPT_SECONDS
            answer = unpack(self._receive(until))
            if answered:
                return self._open(answer, number)
            with contextlib.suppress(Raised):
                self._open(answer, number)
            raise self._overtime()
        except ProtocolError as error:
            self.disturbed(error)
        except TimeoutError:
            whole = deadline == self.end
            seconds = self.limits.submission_seconds if whole else self.limits.cell_seconds
            self._fail(f"{'Your notebook' if whole else 'This cell'} ran longer than {seconds:g} seconds.")
        except (ConnectionError, EOFError):
            self._fail(self.crashed())

    def crashed(self) -> str:
        """What an end of the connection means, for the learner."""
        return "Your code ended the Python process (exit or crash)."

    def _overtime(self) -> Overtime:
        return Overtime(f"This cell ran longer than {self.limits.cell_seconds:g} seconds.")

    def _answers_before(self, deadline: float) -> bool:
        """Whether an answer begins in time; if not, the cell is interrupted, as a notebook would do it."""
        try:
            self._wait(deadline)
        except TimeoutError:
            if deadline == self.end or not self.interrupt():
                raise
            return False
        return True

    def disturbed(self, error: ProtocolError) -> NoReturn:
        """End a worker that sent what no honest worker sends, in a frame or within a value."""
        self._fail(f"Your code disturbed the connection to the grader ({error}), so its process was ended.")

    def _fail(self, why: str) -> NoReturn:
        self.ended = self.why or why  # whoever watches it knows better why it is silent
        self.kill()
        raise Gone(self.ended) from None

    def _refuse_unasked(self) -> None:
        """Nothing may have arrived before the question is sent."""
        if ready := self.incoming.poll(0):
            self._must_go_on(ready)
            if not self.connection.recv(1):
                raise EOFError
            self.unasked = True
        if self.unasked:
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
            fields(raised, type=str, classes=list, message=str, where=list)
            if not all(type(text) is str for text in raised["where"]):
                raise ProtocolError("an exception of another form")
            raise Raised(raised)
        return answer["ok"]

    def _send(self, data: bytes, deadline: float) -> None:
        if self.connection.gettimeout() != 0:
            self.connection.setblocking(False)
        rest = memoryview(data)
        while rest:
            try:
                rest = rest[self.connection.send(rest) :]
            except BlockingIOError:
                self._wait(deadline, select.POLLOUT)

    def _receive(self, deadline: float) -> bytes:
        """The body of one frame; what came after it is remembered."""
        data, size = bytearray(), 4
        while len(data) < size:
            try:
                piece = self.connection.recv(PIECE)
            except BlockingIOError:
                self._wait(deadline)
                continue
            if not piece:
                raise EOFError
            data += piece
            if len(data) >= 4:
                size = 4 + frame_length(bytes(data[:4]))
        self.unasked = len(data) > size
        return bytes(data[4:size])

    def _wait(self, deadline: float, event: int = select.POLLIN) -> None:
        """Until something has arrived (or can be sent), or the worker has ended."""
        poller = self.incoming
        if event != select.POLLIN:
            poller = select.poll()
            poller.register(self.connection, event)
        while not (ready := poller.poll(max(deadline - time.monotonic(), 0) * 1000)):
            if time.monotonic() >= deadline:
                raise TimeoutError
        self._must_go_on(ready)

    def _must_go_on(self, ready: list[tuple[int, int]]) -> None:
        """ConnectionError where whoever watches the worker says that it was ended."""
        if any(descriptor != self.connection.fileno() for descriptor, _ in ready) and self.why:
            raise ConnectionError
