"""The worker's side of the conversation: run cells, answer questions about the values they left.

Nothing here protects anything: the learner's code runs in this very process and may change all of it. What it
can change is its own answers. Checking them is the judge's work.
"""

from __future__ import annotations

import importlib
import inspect
import operator
import random
import signal
import socket
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any, BinaryIO

import numpy
import torch

from course import pictures
from grader.wire.field_checks import ProtocolError, Unsendable
from grader.wire.frames import frame_length, pack, unpack
from grader.wire.values import decode, encode
from grader.worker.shell import Shell

SHORT = 200  # characters of a repr
PROTOCOLS = "call", "len", "iter", "next", "getitem", "setitem", "contains"  # that a stand-in may have
LISTS = {torch.nn.Module.parameters.__code__, torch.nn.Module.named_parameters.__code__}
FEW = 10_000  # numbers that are sent at once
Answer = dict[str, Any]


def serve(connection: socket.socket, shell: Shell, output_bytes: int) -> None:
    """Answer requests, one after the other, until the judge hangs up."""
    session, requests = Session(shell, output_bytes), connection.makefile("rb")
    while (request := receive(requests)) is not None:
        answer = session.answer(request)
        try:
            frame = pack({"id": request["id"], **answer})
        except (Unsendable, ValueError, TypeError, RecursionError) as error:
            frame = pack({"id": request["id"], "raised": describe(error)})
        connection.sendall(frame)


def receive(requests: BinaryIO) -> Any:
    """The next request, or None when there is none any more."""
    header = requests.read(4)
    return unpack(requests.read(frame_length(header))) if len(header) == 4 else None


class Session:
    """A shell, and the objects in it that the judge holds handles to."""

    def __init__(self, shell: Shell, output_bytes: int) -> None:
        self.shell, self.output_bytes = shell, output_bytes
        self.objects: dict[int, Any] = {}
        self.kept: list[Any] = []  # what was sent by value, so that no other object gets its id
        self.questions: dict[str, Callable[..., Any]] = {
            "name": self.lookup,
            "call": lambda function, args, kwargs: function(*args, **kwargs),
            "attr": getattr,
            "item": operator.getitem,
            "len": len,
            "iter": items_of,
            "next": next,
            "str": str,
            "setattr": setattr,
            "setitem": operator.setitem,
            "isinstance": isinstance,
            "issubclass": issubclass,
            "signature": signature,
            "combine": lambda name, left, right: getattr(operator, name)(left, right),
            "seed": seed,
            "file": write_file,
            "pictures in words": pictures_in_words,
            "has": lambda name: name in self.shell.user_ns,
            "new test": self.new_test,
        }

    def answer(self, request: Any) -> Answer:
        """`{"ok": ...}`, or `{"raised": ...}` when the learner's code raised, whatever it raised."""
        try:
            signal.signal(signal.SIGINT, signal.default_int_handler)  # the judge interrupts what takes long
            if request["op"] == "run":
                return {"ok": self.run(request["source"])}
            self.shell.outputs.restart(self.output_bytes)
            arguments = [decode(argument, self.known) for argument in request["args"]]
            result = self.questions[request["op"]](*arguments)
            self.kept.append(result)
            return {"ok": encode(result, self.handle)}
        except BaseException as error:
            return {"raised": describe(error) | {"classes": self.classes(type(error))}}
        finally:
            signal.signal(signal.SIGINT, signal.SIG_IGN)

    def run(self, source: str) -> Answer:
        outputs = self.shell.run(source, self.output_bytes)
        return {"outputs": outputs, "execution_count": self.shell.execution_count - 1}

    def new_test(self, ids: list[int]) -> torch.dtype:
        """A new test begins; of the last one's objects it knows those with these ids."""
        self.objects, self.kept = {number: self.objects[number] for number in ids}, []
        return torch.get_default_dtype()

    def lookup(self, name: str) -> Any:
        if name not in self.shell.user_ns:
            raise NameError(f"name '{name}' is not defined in the notebook at this point")
        return self.shell.user_ns[name]

    def handle(self, value: Any) -> Any:
        """A handle for a value that cannot travel; the object is kept so that its id stays its own."""
        self.objects[id(value)] = value
        names = [base.__name__ for base in type(value).__mro__][:32]
        error = isinstance(value, type) and issubclass(value, BaseException)
        classes = self.classes(value) if error else []
        own = [vars(base) for base in type(value).__mro__]  # and not those of its metaclass
        can = [name for name in PROTOCOLS if any(f"__{name}__" in each for each in own)]
        can += ["instancecheck", "subclasscheck"] if isinstance(value, type) else []
        return {
            "handle": {"id": id(value), "types": names, "repr": short(value), "can": can, "classes": classes}
        }

    def classes(self, error: type[BaseException]) -> list[list[Any]]:
        """An exception's class and its bases, each by its name and its id; the objects are kept."""
        found = error.__mro__[:-1][:32]
        self.objects |= {id(base): base for base in found}
        return [[base.__name__, id(base)] for base in found]

    def known(self, tag: str, body: Any) -> Any:
        """An object that the judge names: one of ours by its handle, or a function of a library."""
        if tag == "handle":
            return self.objects[body]
        if tag == "import":
            module, _, name = body.rpartition(".")
            return getattr(importlib.import_module(module), name)
        if tag == "make":
            function, args, kwargs = (decode(part, self.known) for part in body)
            return function(*args, **kwargs)
        raise ProtocolError(f"an unknown tag {tag!r}")


def items_of(value: Any) -> Any:
    """An iterator; or at once the few parameters of a module, which no code of a learner's lists."""
    iterator = iter(value)
    if not inspect.isgenerator(iterator) or iterator.gi_code not in LISTS:
        return iterator
    if inspect.getgeneratorstate(iterator) != inspect.GEN_CREATED:
        return iterator
    items = tuple(iterator)
    return items if sum(map(numbers_in, items)) <= FEW else iter(items)


def numbers_in(item: Any) -> int:
    """How many numbers an item has: a tensor, or a name and a tensor."""
    parts = item if isinstance(item, tuple) else (item,)
    return sum(part.numel() for part in parts if isinstance(part, torch.Tensor))


def short(value: Any) -> str:
    try:
        text = repr(value)
    except BaseException as error:
        text = f"<{type(value).__name__}, whose repr raised {type(error).__name__}>"
    return text if len(text) <= SHORT else text[: SHORT - 3] + "..."


def describe(error: BaseException) -> Answer:
    """An exception as data: its type, its message, and the lines of cells that it passed."""
    frames = [
        f for f in traceback.extract_tb(error.__traceback__) if f.filename.startswith("<ipython-input-")
    ]
    where = [f"line {frame.lineno} in {frame.name}: {frame.line}" for frame in frames[-3:]]
    try:
        message = str(error)
    except BaseException:
        message = "(the exception has no readable message)"
    clean = [text.encode("utf-8", "replace").decode()[:2000] for text in [message, *where]]
    return {"type": type(error).__name__, "message": clean[0], "where": clean[1:], "classes": []}


def signature(function: Callable[..., Any]) -> list[dict[str, Any]]:
    """A function's parameters; a default stands in a list, which is empty where there is none."""
    return [
        {
            "name": each.name,
            "kind": each.kind.name,
            "default": [] if each.default is each.empty else [each.default],
        }
        for each in inspect.signature(function).parameters.values()
    ]


def seed(library: str, value: Any) -> None:
    """A seed that a test sets holds here too."""
    functions: dict[str, Callable[[Any], Any]] = {
        "torch": torch.manual_seed,
        "numpy": numpy.random.seed,
        "random": random.seed,
    }
    functions[library](value)


def pictures_in_words() -> None:
    """The lessons' pictures show their alternative text alone, which takes half the time of a lesson."""
    pictures.painted = False


def write_file(name: str, data: bytes) -> None:
    """Put one file of the lesson into the worker's folder."""
    path = Path(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
