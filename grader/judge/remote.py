"""What stands in a test for an object of the learner's: each use of it is a question to the worker.

A stand-in has the protocols that the object has (it is callable, or has a length, only if the object is or
does), and nothing of its own that a test could take for the object's: no docstring, no truth value, and no
answer to `==` or `<`, for those would be the object's own, and could always agree.
"""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable, Iterator
from typing import Any, NoReturn

from grader.judge.errors import LearnerError
from grader.wire.field_checks import ProtocolError, fields

MAX_ITEMS = 10_000  # that iterating over a learner's object may yield
SHOWN = {  # attributes that a test may read: what the object says of itself
    f"__{name}__"
    for name in (
        *("name", "qualname", "module", "annotations", "defaults", "kwdefaults", "dict", "code"),
        "wrapped",  # by a decorator
    )
}
SLOTS = ("_ask", "_id", "_repr", "remote_type_names")
Ask = Callable[..., Any]


class Remote:
    """An object in the worker. It equals nothing and is no number: those answers would be its own."""

    __slots__ = SLOTS
    _ask: Ask
    _id: int
    _repr: str
    remote_type_names: list[str]

    def __init__(self, ask: Ask, number: int, types: list[str], text: str) -> None:
        for name, value in zip(SLOTS, (ask, number, text, types), strict=True):
            object.__setattr__(self, name, value)

    def __repr__(self) -> str:
        return self._repr

    def __str__(self) -> str:
        return str(self._ask("str", self))

    def __getattr__(self, name: str) -> Any:
        if name == "__signature__" and callable(self):
            return signature(self._ask("signature", self))
        if name.startswith("__") and name not in SHOWN:
            raise AttributeError(name)
        return self._ask("attr", self, name)

    def __setattr__(self, name: str, value: Any) -> None:
        self._ask("setattr", self, name, value)

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


# The protocols that an object may have


def _call(self: Remote, *args: Any, **kwargs: Any) -> Any:
    return self._ask("call", self, list(args), kwargs)


def _len(self: Remote) -> int:
    length = self._ask("len", self)
    if type(length) is not int or not 0 <= length <= MAX_ITEMS:
        raise TypeError(f"the length of {self!r} is {length!r}")
    return length


def _iter(self: Remote) -> Iterator[Any]:
    iterator = self._ask("iter", self)
    if type(iterator) is tuple:  # all items, at once
        yield from iterator
        return
    for _ in range(MAX_ITEMS):
        try:
            item = self._ask("next", iterator)
        except LearnerError as error:
            if error.kind == "StopIteration":
                return
            raise
        yield item
    raise ValueError(f"{self!r} yields more than {MAX_ITEMS:,} items")


def _next(self: Remote) -> Any:
    try:
        return self._ask("next", self)
    except LearnerError as error:
        if error.kind == "StopIteration":
            raise StopIteration from None
        raise


PROTOCOLS: dict[str, Callable[..., Any]] = {
    "call": _call,
    "len": _len,
    "iter": _iter,
    "next": _next,
    "getitem": lambda self, key: self._ask("item", self, key),
    "setitem": lambda self, key, value: self._ask("setitem", self, key, value),
    "contains": Remote._refuse,  # the object's own answer; without it Python would compare item by item
    "instancecheck": lambda self, value: self._ask("isinstance", value, self) is True,
    "subclasscheck": lambda self, value: self._ask("issubclass", value, self) is True,
}


@functools.lru_cache(maxsize=256)  # a learner may make types without end
def remote_class(name: str, protocols: frozenset[str]) -> type[Remote]:
    """The class of the stand-ins for objects of a type of this name, with these protocols and no others."""
    if "getitem" in protocols:
        protocols |= {"iter"}  # else Python itself would read item after item, without an end
    members = {f"__{each}__": PROTOCOLS[each] for each in protocols}
    doc = property(lambda self: self._ask("attr", self, "__doc__"))
    return type(name, (Remote,), {"__slots__": (), "__doc__": doc, **members})


def signature(listed: Any) -> inspect.Signature:
    """A function's signature from what the worker says of it: [[name, kind, default or not], ...]."""
    kinds = {kind.name: kind for kind in type(inspect.Parameter("x", inspect.Parameter.KEYWORD_ONLY).kind)}
    parameters = []
    for each in listed if type(listed) is list else [None]:
        name, kind, default = fields(each, name=str, kind=str, default=list)
        if kind not in kinds or not name.isidentifier() or len(default) > 1:
            raise ProtocolError("a signature of another form")
        filled = {"default": default[0]} if default else {}
        parameters.append(inspect.Parameter(name, kinds[kind], **filled))
    return inspect.Signature(parameters)
