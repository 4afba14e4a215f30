"""What can go wrong in a test: its author's mistake, or an exception of the learner's code."""

from __future__ import annotations

import builtins
import functools
from typing import Any

from grader.judge.outputs import clean_text


class TestFault(BaseException):
    """A test asks for something that cannot be; its author has to mend it, so there is no grade."""

    __test__ = False  # its name is no test of pytest's


class LearnerError(Exception):
    """The learner's code raised while a test used it; also an instance of the builtin error that it was."""

    def __init__(self, raised: dict[str, Any]) -> None:
        super().__init__(raised["message"])
        self.kind, self.text, self.where = raised["type"], raised["message"], raised["where"]

    def __str__(self) -> str:
        text = f"{self.kind}: {self.text}" if self.text else self.kind
        return clean_text(text[:2000])[:1000]


STRANGE = "Unicode", "ExceptionGroup"  # not made of a message alone
BUILTIN = {
    name: error
    for name, error in vars(builtins).items()
    if isinstance(error, type) and issubclass(error, Exception) and not name.startswith(STRANGE)
}


@functools.cache
def mixed(name: str) -> type[LearnerError]:
    """LearnerError that is also a builtin error, so that a test may say `except ValueError`."""
    if name not in BUILTIN or name in ("Exception", "StopIteration"):
        return LearnerError
    try:
        return type("LearnerError", (LearnerError, BUILTIN[name]), {"__init__": LearnerError.__init__})
    except TypeError:  # two builtins whose memory is laid out differently
        return LearnerError
