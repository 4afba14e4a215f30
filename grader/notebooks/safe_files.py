"""Reads files of a folder that somebody else filled: no link is followed, nothing blocks, all has a limit."""

import contextlib
import errno
import os
import stat
from collections.abc import Iterator
from pathlib import Path

from grader.notebooks.errors import Unreadable


def read_file(folder: str | Path, name: str, limit: int) -> bytes:
    """The bytes of a regular file in `folder`; at most `limit`, even when it grows meanwhile."""
    with opened(folder, os.O_DIRECTORY) as place, opened(name, 0, place) as file:
        if not stat.S_ISREG(os.fstat(file).st_mode):
            raise Unreadable(f"{name!r} is not a file")
        with os.fdopen(file, "rb", closefd=False) as stream:
            data = stream.read(limit + 1)
    if len(data) > limit:
        raise Unreadable(f"{name!r} has more than {limit:,} bytes")
    return data


@contextlib.contextmanager
def opened(path: str | Path, flags: int, folder: int | None = None) -> Iterator[int]:
    """A descriptor for `path` (in the open `folder`) that followed no link and cannot block."""
    safe = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_NOCTTY | os.O_CLOEXEC
    try:
        file = os.open(path, safe | flags, dir_fd=folder)
    except OSError as error:
        why = "it is a link" if error.errno == errno.ELOOP else str(error.strerror).lower()
        raise Unreadable(f"{os.path.basename(path)!r} cannot be opened: {why}") from None
    try:
        yield file
    finally:
        os.close(file)
