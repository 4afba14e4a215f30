"""The template of another process, which several judges share: one warm Python is enough for a class."""

from __future__ import annotations

import socket
from collections.abc import Collection
from pathlib import Path

from grader.sandbox.confined_link import ConfinedLink
from grader.sandbox.doctor import prove
from grader.sandbox.errors import SandboxError
from grader.sandbox.limits import Limits
from grader.sandbox.template import Template, worker_of
from grader.sandbox.watch import WatchLine
from grader.sandbox.worker_link import START_SECONDS


def lines_of(template: Template) -> list[int]:
    """The descriptors that another process needs to use this template."""
    return [template.control.fileno(), template.watchman.control.fileno()]


class LentTemplate:
    """Gets its workers from the template with these lines; from one of its own when that fails.

    `hide` is for that one, as in `Template`; it is examined before it is used.
    """

    def __init__(self, lines: list[int], hide: Collection[str | Path] = ()) -> None:
        control, watch = (socket.socket(fileno=line) for line in lines)
        self.control, self.watchman = control, WatchLine(watch)
        self.control.settimeout(START_SECONDS)  # as all others who use it: they share how it waits
        self.hide = hide
        self.own: Template | None = None

    def worker(self, limits: Limits) -> ConfinedLink:
        """A fresh worker."""
        if self.own is None:
            try:
                return worker_of(self.control, self.watchman, limits)
            except SandboxError:
                self.own = Template(self.hide).__enter__()
                prove(self.own)
        return self.own.worker(limits)
