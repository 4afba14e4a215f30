"""Reads files of a folder that somebody else filled, and may be changing at this very moment.

No link is followed, not even one that takes the place of a folder meanwhile: each part of a path is opened
in the folder that is open already. Nothing blocks, all has a limit, and what changes while it is read is
refused.
"""

import contextlib
import errno
import os
import stat
from collections.abc import Iterator
from pathlib import Path

from grader.notebooks.errors import Unreadable

MAX_DEPTH = 20  # folders in folders


def read_file(folder: str | Path, name: str, limit: int, parents: tuple[str, ...] = ()) -> bytes:
    """The bytes of a regular file, in the folders `parents` of `folder`; at most `limit`."""
    with opened_folder(folder, parents) as place, opened(name, 0, place) as file:
        before = os.fstat(file)
        if not stat.S_ISREG(before.st_mode):
            raise Unreadable(f"{name!r} is not a file")
        with os.fdopen(file, "rb", closefd=False) as stream:
            data = stream.read(limit + 1)
        after = os.fstat(file)
    if len(data) > limit:
        raise Unreadable(f"{name!r} has more than {limit:,} bytes")
    if version(before) != version(after) or len(data) != after.st_size:
        raise Unreadable(f"{name!r} was written to while it was read: grade it again when it is complete")
    return data


def version(found: os.stat_result) -> tuple[int, int, int]:
    """What changes when a file is written to."""
    return found.st_size, found.st_mtime_ns, found.st_ctime_ns


def files_below(folder: str | Path, parents: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], str]]:
    """Each name in a folder and the folders in it that is no folder, with the folders that it is in.

    First what lies in the folder itself. `Unreadable` where a folder cannot be opened, or lies too deep.
    """
    if len(parents) > MAX_DEPTH:
        raise Unreadable(f"{parents[-1]!r} is a folder in too many folders")
    with opened_folder(folder, parents) as place:
        kinds = {name: os.lstat(name, dir_fd=place).st_mode for name in sorted(os.listdir(place))}
    yield from ((parents, name) for name, kind in kinds.items() if not stat.S_ISDIR(kind))
    for name, kind in kinds.items():
        if stat.S_ISDIR(kind):
            yield from files_below(folder, (*parents, name))


@contextlib.contextmanager
def opened_folder(folder: str | Path, parents: tuple[str, ...] = ()) -> Iterator[int]:
    """A descriptor for the folder at the end of `parents`, each of them a folder in the one before."""
    with contextlib.ExitStack() as stack:
        place = stack.enter_context(opened(folder, os.O_DIRECTORY))
        for name in parents:
            place = stack.enter_context(opened(name, os.O_DIRECTORY, place))
        yield place


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
