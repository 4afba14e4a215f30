"""What a test cell sees of the learner's notebook: values by value, everything else through a `Remote`.

A test cell is ordinary Python. A name that it neither defines nor imports, and that is no builtin, is looked
up in the worker each time it is read. A number, string, list or tensor arrives as a copy. A function, a class
or a model stays in the worker and is represented here: calling it, reading an attribute or an item, or
iterating asks the worker, and what comes back arrives by the same rule.
"""

from __future__ import annotations

import builtins
import importlib
import operator
import time
from collections.abc import Callable, Iterator
from typing import Any, NoReturn

import torch
from torch.utils.data import DataLoader, RandomSampler, TensorDataset

from grader.judge.outputs import clean_text
from grader.sandbox.worker_link import Link, Raised
from grader.wire.field_checks import ProtocolError, fields
from grader.wire.values import decode, encode

MAX_ITEMS = 10_000  # that iterating over a learner's object may yield
LIBRARIES = {"torch", "numpy", "math", "builtins", "course"}  # whose functions a test may pass on by name


class TestFault(BaseException):
    """A test asks for something that cannot be; its author has to mend it, so there is no grade."""


class LearnerError(Exception):
    """The learner's code raised while a test used it; also an instance of the builtin error that it was."""

    def __init__(self, raised: dict[str, Any]) -> None:
        super().__init__(raised["message"])
        self.kind, self.text, self.where = raised["type"], raised["message"], raised["where"]

    def __str__(self) -> str:
        return clean_text(f"{self.kind}: {self.text}" if self.text else self.kind)[:1000]


BUILTIN: list[type[Exception]] = [ValueError, TypeError, RuntimeError, NotImplementedError, OverflowError]
BUILTIN += [IndexError, KeyError, AttributeError, NameError, ZeroDivisionError]
MIXED = {error.__name__: type("LearnerError", (LearnerError, error), {}) for error in BUILTIN}


def learner_error(raised: dict[str, Any]) -> LearnerError:
    """So that a test may say `except ValueError`, as it would in the notebook."""
    return next((MIXED[name] for name in raised["bases"] if name in MIXED), LearnerError)(raised)


class Conversation:
    """Questions in the terms of a test: Python values in, Python values out."""

    def __init__(self, link: Link) -> None:
        self.link = link
        self.start_clock()

    def new_test(self) -> None:
        """Start the clock of one test, and forget the objects of the last."""
        self.start_clock()
        self.ask("forget")

    def start_clock(self) -> None:
        self.deadline = time.monotonic() + self.link.limits.cell_seconds
        self.tensors: dict[int, tuple[Any, torch.Tensor]] = {}
        self.remotes: dict[int, Remote] = {}

    def ask(self, op: str, *args: Any) -> Any:
        questions = [encode(arg, to_worker) for arg in args]
        try:
            answer = self.link.ask(op, self.deadline, args=questions)
        except Raised as raised:
            raise learner_error(raised.args[0]) from None
        try:
            return decode(answer, self.from_worker, self.tensors)
        except ProtocolError as error:
            self.link.disturbed(error)

    def from_worker(self, tag: str, body: Any) -> Any:
        """The one tag that only the worker uses; the same handle is the same object here."""
        if tag != "handle":
            raise ProtocolError("an unknown tag")
        number, types, text = fields(body, id=int, types=list, repr=str)
        if not all(type(name) is str for name in types) or not 1 <= len(types) <= 32 or len(text) > 1000:
            raise ProtocolError("a handle of another form")
        if number not in self.remotes:
            self.remotes[number] = Remote(
                self.ask, number, [clean_text(name) for name in types], clean_text(text)
            )
        return self.remotes[number]


class Notebook(dict[str, Any]):
    """The globals of a test cell. Builtins win over the learner's names; nothing is cached."""

    def __init__(self, ask: Callable[..., Any]) -> None:
        super().__init__(__name__="test", __builtins__=builtins)
        self._ask = ask

    def __missing__(self, name: str) -> Any:
        if hasattr(builtins, name) or name.startswith("__"):
            raise KeyError(name)
        try:
            return self._ask("name", name)
        except NameError:
            message = f"name '{name}' is not defined in the notebook at this point"
        raise NameError(message)


class Remote:
    """An object in the worker. It equals nothing and is no number: those answers would be its own."""

    __slots__ = ("_ask", "_id", "_repr", "remote_type_names")

    def __init__(self, ask: Callable[..., Any], number: int, types: list[str], text: str) -> None:
        self._ask, self._id, self._repr, self.remote_type_names = ask, number, text, types

    def __repr__(self) -> str:
        return self._repr

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        return self._ask("call", self, list(args), kwargs)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__") and name != "__name__":
            raise AttributeError(name)
        return self._ask("attr", self, name)

    def __getitem__(self, key: Any) -> Any:
        return self._ask("item", self, key)

    def __len__(self) -> int:
        length = self._ask("len", self)
        if type(length) is not int or not 0 <= length <= MAX_ITEMS:
            raise TypeError(f"the length of {self!r} is {length!r}")
        return length

    def __iter__(self) -> Iterator[Any]:
        iterator = self._ask("iter", self)
        for _ in range(MAX_ITEMS):
            try:
                item = self._ask("next", iterator)
            except LearnerError as error:
                if error.kind == "StopIteration":
                    return
                raise
            yield item
        raise ValueError(f"{self!r} yields more than {MAX_ITEMS:,} items")

    def __next__(self) -> Any:
        try:
            return self._ask("next", self)
        except LearnerError as error:
            if error.kind == "StopIteration":
                raise StopIteration from None
            raise

    def __hash__(self) -> int:
        return object.__hash__(self)

    def __eq__(self, other: object) -> NoReturn:
        self._refuse()

    def _refuse(self, *_: Any) -> NoReturn:
        raise TypeError(f"{self!r} is an object of type {self.remote_type_names[0]}, not a number or a text")

    def _combine(self, operation: str, other: Any) -> Any:
        """Arithmetic between two of the learner's objects gives a third, and never a plain value."""
        if not isinstance(other, Remote):
            self._refuse()
        result = self._ask("combine", operation, self, other)
        return result if isinstance(result, Remote) else self._refuse()


REFUSED = "ne lt le gt ge bool int float complex index abs round neg radd rsub rmul rtruediv rpow"
for _name in REFUSED.split():
    setattr(Remote, f"__{_name}__", Remote._refuse)
for _name in ("add", "sub", "mul", "truediv", "matmul", "pow"):
    setattr(Remote, f"__{_name}__", lambda self, other, name=_name: self._combine(name, other))


def to_worker(value: Any) -> Any:
    """The JSON of what only the judge sends: handles, library functions by name, data sets by their parts."""
    if isinstance(value, Remote):
        return {"handle": value._id}
    if type(value) is TensorDataset:
        return make(TensorDataset, *value.tensors)
    if type(value) is DataLoader:
        shuffle = isinstance(value.sampler, RandomSampler)
        return make(
            DataLoader, value.dataset, batch_size=value.batch_size, shuffle=shuffle, drop_last=value.drop_last
        )
    if isinstance(value, range):
        return make(range, value.start, value.stop, value.step)
    if name := library_name(value):
        return {"import": name}
    raise TestFault(
        f"a test cannot pass {value!r} to the learner's code: it would have to be the learner's own"
    )


def make(function: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
    return {"make": [encode(part, to_worker) for part in (function, list(args), kwargs)]}


def library_name(value: Any) -> str:
    """`torch.nn.functional.mse_loss`, or "" for what no library offers under its own name."""
    short = getattr(value, "__name__", "")
    for module in (getattr(value, "__module__", None), "torch", "numpy"):
        if isinstance(module, str) and module.split(".")[0] in LIBRARIES and isinstance(short, str):
            found = getattr(importlib.import_module(module), short, None) if short else None
            if found is value:
                return f"{module}.{short}"
    return ""


def share_seed(conversation: Conversation, seed: Any) -> None:
    """A seed that a test sets holds for the learner's code too, as it does in one process."""
    conversation.ask("call", torch.manual_seed, [operator.index(seed)], {})
