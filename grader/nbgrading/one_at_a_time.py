"""One run at a time grades a submission: two that overlap would take back each other's grades.

    with Locks(folder) as locks:
        if locks.take("anna", "lesson", wait=False):      # else another run is at it
            ...
            locks.leave("anna", "lesson")

Several runs may go on at once, also of the same class. Each lock is one byte of a file in `autograded/`, held
by the process, so that it is released however the process ends; but not between threads of one process.
"""

from __future__ import annotations

import errno
import hashlib
import os
from pathlib import Path
from types import TracebackType

NAME = ".lock"  # in autograded/, where nbgrader overlooks it
BUSY = (errno.EACCES, errno.EAGAIN)
NO_LOCKS = (errno.ENOLCK, errno.EOPNOTSUPP)


class Locks:
    """The locks of the submissions that this process is at."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def __enter__(self) -> Locks:
        self.folder.mkdir(parents=True, exist_ok=True)
        # One descriptor for all: to close any other of this file would release the locks of this process.
        self.file = os.open(self.folder / NAME, os.O_RDWR | os.O_CREAT, 0o660)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        os.close(self.file)

    def take(self, student: str, assignment: str, *, wait: bool) -> bool:
        """Begin with a submission; False where another process is at it, unless we `wait` for its end."""
        try:
            import fcntl
        except ImportError:  # Windows, where nothing is graded in a sandbox either
            return True
        kind = fcntl.LOCK_EX if wait else fcntl.LOCK_EX | fcntl.LOCK_NB
        try:
            fcntl.lockf(self.file, kind, 1, place(student, assignment))
        except OSError as error:
            if error.errno in BUSY:
                return False
            if error.errno not in NO_LOCKS:
                raise
            raise RuntimeError(
                f"{self.folder} is on a file system that has no locks ({error}): grade on one that has"
            ) from None
        return True

    def leave(self, student: str, assignment: str) -> None:
        """Be done with a submission."""
        try:
            import fcntl
        except ImportError:
            return
        fcntl.lockf(self.file, fcntl.LOCK_UN, 1, place(student, assignment))


def place(student: str, assignment: str) -> int:
    """Which byte of the file stands for a submission."""
    text = f"{student}\n{assignment}".encode("utf-8", "surrogateescape")
    return int.from_bytes(hashlib.sha256(text).digest()[:7])
