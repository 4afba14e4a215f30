"""Questions to the worker in the terms of a test: Python values in, Python values out."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any

import numpy
import torch

from grader.judge.errors import BUILTIN, LearnerError, TestFault, mixed
from grader.judge.outputs import clean_text
from grader.judge.passing import to_worker
from grader.judge.remote import PROTOCOLS, Remote, remote_class
from grader.sandbox.errors import SandboxError
from grader.sandbox.worker_link import Gone, Link, Overtime, Raised
from grader.wire.field_checks import ProtocolError, fields
from grader.wire.values import decode, encode

MUTABLE = (list, dict, set, torch.Tensor, numpy.ndarray)
MAX_TEXTS, MAX_NAME = 1_000, 20_000  # texts of the learner's that a test is known to have got; characters
PRECISIONS = (torch.float32, torch.float64)  # that a notebook may make its default


def as_text(value: Any) -> str:
    """A value as text that is another when the value has changed."""
    return repr(encode(value, special=id))


def texts_in(value: Any) -> Iterator[str]:
    """A text, or those that are in a collection; long ones are no names of anything.

    >>> list(texts_in(("a.csv", 1)))
    ['a.csv']
    """
    parts = value if isinstance(value, list | tuple | set) else [value]
    parts = [*value, *value.values()] if isinstance(value, dict) else parts
    yield from (part for part in parts if type(part) is str and len(part) <= MAX_NAME)


class Conversation:
    """One worker, and the objects of it that the present test knows."""

    def __init__(self, link: Link, draw: bytes = b"", strict: bool = False) -> None:
        self.link = link
        self.draw = draw  # of the task: what the random numbers of the tests depend on
        self.remotes: dict[int, Remote | type[LearnerError]] = {}
        self.strict = strict
        self.start_clock()

    def new_test(self, kept: list[int]) -> torch.dtype:
        """Start the clock of one test and forget the objects of the last, but for those with the ids `kept`.

        Returns the notebook's default dtype: numbers that the test makes have it too, as in one process.
        """
        self.start_clock()
        self.remotes = {number: self.remotes[number] for number in kept if number in self.remotes}
        dtype = self.ask("new test", kept)
        return dtype if dtype in PRECISIONS else torch.float32

    def start_clock(self) -> None:
        self.stopped: BaseException | None = None  # what ended a question of this test, if anything did
        self.deadline = time.monotonic() + self.link.limits.cell_seconds
        self.tensors: dict[int, tuple[Any, torch.Tensor]] = {}
        self.copies: list[tuple[Any, str]] = []  # with `strict`: what came by value, and its text
        self.texts: set[str] = set()  # that came in this test

    def ask(self, op: str, *args: Any) -> Any:
        """The worker's answer; what ends the test is kept, because libraries swallow exceptions.

        NumPy, for one, takes an object whose `__len__` raises for a number, whatever it raises.
        """
        if self.stopped:
            raise self.stopped
        try:
            return self.answered(op, [encode(arg, to_worker) for arg in args])
        except (Gone, Overtime, TestFault, SandboxError) as stopped:
            self.stopped = stopped
            raise

    def answered(self, op: str, questions: list[Any]) -> Any:
        """The worker's answer to what has been encoded."""
        try:
            answer = self.link.ask(op, self.deadline, args=questions)
        except Raised as raised:
            raise self.learner_error(raised.args[0]) from None
        try:
            value = decode(answer, self.from_worker, self.tensors)
        except ProtocolError as error:
            self.link.disturbed(error)
        if len(self.texts) < MAX_TEXTS:
            self.texts.update(texts_in(value))
        if self.strict and isinstance(value, MUTABLE):
            self.copies.append((value, as_text(value)))
        return value

    def changed_copies(self) -> list[Any]:
        """The copies of the learner's values that the test has changed, as they are now."""
        return [value for value, came in self.copies if as_text(value) != came]

    def learner_error(self, raised: dict[str, Any]) -> LearnerError:
        """The exception to raise here, of a class that `except` with the learner's own class catches."""
        try:
            return self.error_class(raised["classes"])(raised)
        except ProtocolError as error:
            self.link.disturbed(error)

    def error_class(self, classes: list[Any]) -> type[LearnerError]:
        """The class that stands for an exception class of the learner's: [[name, id], ...], widest last."""
        found: type[LearnerError] | None = None
        for each in reversed(classes[:32]):
            if type(each) is not list or [type(part) for part in each] != [str, int]:
                raise ProtocolError("an exception class of another form")
            name, number = each
            if name in BUILTIN:
                found = mixed(name)
            else:
                known = self.remotes.get(number)
                own = {"number": number, "__doc__": None}
                found = (
                    known
                    if isinstance(known, type)
                    else type(clean_text(name[:200])[:100], (found or LearnerError,), own)
                )
                self.remotes[number] = found
        return found or LearnerError

    def from_worker(self, tag: str, body: Any) -> Any:
        """The one tag that only the worker uses; the same handle is the same object here."""
        if tag != "handle":
            raise ProtocolError("an unknown tag")
        number, types, text, can, classes = fields(body, id=int, types=list, repr=str, can=list, classes=list)
        names = [*types, *can]
        if not all(type(name) is str for name in names) or not types or len(names) > 64 or len(text) > 1000:
            raise ProtocolError("a handle of another form")
        if classes:
            return self.error_class(classes)
        if number not in self.remotes:
            names = [clean_text(name[:200])[:100] for name in types]
            kind = remote_class(names[0], frozenset(PROTOCOLS.keys() & set(can)))
            self.remotes[number] = kind(self.ask, number, names, clean_text(text))
        return self.remotes[number]
