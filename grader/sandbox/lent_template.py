"""The template of another process, which several judges share: one warm Python is enough for a class."""

from __future__ import annotations

import socket
from collections.abc import Collection
from pathlib import Path

from grader.sandbox.confined_link import ConfinedLink
from grader.sandbox.doctor import prove
from grader.sandbox.limits import Limits
from grader.sandbox.template import Template, TemplateGone, worker_of


class LentTemplate:
    """Gets its workers from a template at the other end of `control`; from one of its own when that is gone.

    `hide` is for that one, as in `Template`; it is examined before it is used.
    """

    def __init__(self, control: socket.socket, hide: Collection[str | Path] = ()) -> None:
        self.control, self.hide = control, hide
        self.own: Template | None = None

    def worker(self, limits: Limits) -> ConfinedLink:
        """A fresh worker."""
        if self.own is None:
            try:
                return worker_of(self.control, limits)
            except TemplateGone:
                self.own = Template(self.hide).__enter__()
                prove(self.own)
        return self.own.worker(limits)
