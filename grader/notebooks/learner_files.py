"""The learner's own files beside the notebook, which its cells may import, open or show.

Read safely and with limits. What is left out (a link, a pipe, what is too large or has an odd name) is named.
Nothing of it is written anywhere here: whoever grades hands them to the learner's own process.
"""

import os
import stat
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from grader.notebooks.errors import Unreadable
from grader.notebooks.safe_files import opened_folder, read_file

MAX_FILES = 100
MAX_ENTRIES = 1_000  # names looked at
MAX_DEPTH = 4  # folders
MAX_FILE = 10_000_000  # bytes, so that each fits into one message to the worker
MAX_TOTAL = 32_000_000  # half of what a worker's own file system holds
MAX_NAME = 100  # characters
SHOWN = 5  # names in a note
EXCHANGE = ("timestamp.txt", "submission_secret.txt")  # nbgrader's, not the learner's
UNSEEN = ("__pycache__", "__MACOSX", "Thumbs.db", "desktop.ini")  # made by a machine: not worth a note

Folder = tuple[str, ...]


def learner_files(folder: str | Path, lesson: Path | None = None) -> tuple[dict[str, bytes], list[str]]:
    """The files by their path within the folder, and notes on what was left out.

    Without those that the folder of the lesson has, too: learners got them, and the lesson's own count.
    """
    files: dict[str, bytes] = {}
    left_out: list[str] = []
    left = MAX_TOTAL
    for parents, name in islice(walk(folder, (), left_out), MAX_ENTRIES):
        path = "/".join((*parents, name))
        if lesson and (lesson / path).is_file():
            continue
        try:
            if len(files) == MAX_FILES:
                raise Unreadable(f"{path!r} is one file too many ({MAX_FILES} are read)")
            files[path] = read_file(folder, name, min(MAX_FILE, left), parents)
            left -= len(files[path])
        except Unreadable as reason:
            left_out.append(str(reason))
    return files, shortened(left_out)


def walk(folder: str | Path, parents: Folder, left_out: list[str]) -> Iterator[tuple[Folder, str]]:
    """Each name below a folder that may be a learner's file, with the folders that it is in."""
    for name, kind in entries(folder, parents, left_out):
        if name.startswith(".") or name in UNSEEN or (not parents and name in EXCHANGE):
            continue
        if ".ipynb" in name.lower() and not stat.S_ISDIR(kind):
            continue
        if len(name) > MAX_NAME or not name.isprintable() or "\\" in name:
            left_out.append(f"{name[:MAX_NAME]!r} has an odd name")
        elif not stat.S_ISDIR(kind):
            yield parents, name
        elif len(parents) == MAX_DEPTH:
            left_out.append(f"{name!r} is a folder in too many folders")
        else:
            yield from walk(folder, (*parents, name), left_out)


def entries(folder: str | Path, parents: Folder, left_out: list[str]) -> list[tuple[str, int]]:
    """The names in a folder, sorted, each with its mode; nothing of a folder that is a link."""
    try:
        with opened_folder(folder, parents) as place, os.scandir(place) as found:
            some = list(islice(found, MAX_ENTRIES))
            return sorted((entry.name, entry.stat(follow_symlinks=False).st_mode) for entry in some)
    except (Unreadable, OSError) as reason:
        left_out.append(str(reason))
        return []


def shortened(left_out: list[str]) -> list[str]:
    """The first few as notes."""
    more = [f"{len(left_out) - SHOWN} more files were left out"] * (len(left_out) > SHOWN)
    return [f"left out: {reason}" for reason in left_out[:SHOWN]] + more
