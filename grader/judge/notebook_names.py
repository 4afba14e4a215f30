"""The names that test cells see: their own, those of the lesson's imports, and the learner's notebook.

A test cell is ordinary Python. A name that it neither defines nor imports, and that is no builtin, is looked
up in the worker each time it is read. A number, string, list or tensor arrives as a copy. A function, a class
or a model stays in the worker and is represented here by a `remote.Remote`.

What a test defines, later tests see as well (a helper, say), but for names that the notebook's own cells
define: those mean the learner's value. A library that the lesson's given cells import is the judge's own copy
of it, so that no learner's patch can reach what a test calculates.
"""

from __future__ import annotations

import builtins
import importlib
from collections.abc import Mapping
from typing import Any

import torch

from grader.judge.conversation import Conversation
from grader.judge.remote import Remote


class NotebookNames(dict[str, Any]):
    """The globals of all test cells of one notebook. Builtins win over the learner's names."""

    def __init__(
        self, conversation: Conversation, given: frozenset[str] = frozenset(), imports: Mapping[str, str] = {}
    ) -> None:
        super().__init__(__name__="__main__", __builtins__=builtins)
        self.conversation, self.given, self.imports = conversation, given, imports

    def new_test(self) -> torch.dtype:
        """Forget what must not outlive a test; returns the notebook's default dtype."""
        for name in self.given & self.keys():
            del self[name]
        return self.conversation.new_test([each._id for each in self.values() if isinstance(each, Remote)])

    def __missing__(self, name: str) -> Any:
        if hasattr(builtins, name) or name.startswith("__"):
            raise KeyError(name)
        if name in self.imports:
            found = imported(self.imports[name])
            return Torch(name, self.conversation) if found is torch else found
        try:
            return self.conversation.ask("name", name)
        except NameError:
            message = f"name '{name}' is not defined in the notebook at this point"
        raise NameError(message)

    def __contains__(self, name: object) -> bool:
        """`"W" in globals()`, which a test may ask."""
        return super().__contains__(name) or (
            isinstance(name, str) and (name in self.imports or self.conversation.ask("has", name) is True)
        )

    def get(self, name: str, default: Any = None) -> Any:
        """`globals().get("W")`, which a test may ask."""
        try:
            return self[name]
        except (KeyError, NameError):
            return default


def imported(target: str) -> Any:
    """A module, or what one offers: `imported("numpy")`, `imported("math:sqrt")`."""
    module, _, name = target.partition(":")
    found = importlib.import_module(module)
    return getattr(found, name) if name else found


class Torch:
    """The notebook's `torch` in a test: the judge's own, but for models, what works on them, and files.

    Those are in the learner's process, because the learner's code must be able to use them.
    """

    IN_WORKER = "nn", "optim", "func", "utils", "save", "load"

    def __init__(self, name: str, conversation: Conversation) -> None:
        self._name, self._conversation = name, conversation

    def __getattr__(self, name: str) -> Any:
        if name in self.IN_WORKER:
            return getattr(self._conversation.ask("name", self._name), name)
        return getattr(torch, name)
