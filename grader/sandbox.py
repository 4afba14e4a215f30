"""Start the sandbox and its template, and fork one worker for each submission."""

from __future__ import annotations


class SandboxUnavailable(Exception):
    """This machine cannot confine a learner's code; the message is one sentence for the instructor."""


class Template:
    """A warm Python inside the sandbox, forked for each submission.

    `Template(sandbox=False)` runs each submission in a plain process instead (macOS, Windows, containers
    without user namespaces): out of process still, but not confined. Only for an explicit `--no-sandbox`.
    """

    def __init__(self, sandbox: bool = True) -> None:
        self.sandbox = sandbox

    def __enter__(self) -> Template:
        raise NotImplementedError("the sandbox is being built")

    def __exit__(self, *exception: object) -> None:
        pass
