"""The files in a downloaded archive or folder, of which others chose the names and the contents.

Nothing is unpacked: a file is read when it is wanted, and no further than to a limit. What is unsafe by its
name or kind (a link, a way out of the archive, control characters) is refused and named, and the others go
on. Files that systems leave behind are passed over.
"""

import contextlib
import os
import re
import stat
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from grader.nbgrading.folders import ODD, shown
from grader.notebooks.errors import AuthorError, Unreadable
from grader.notebooks.learner_files import UNSEEN
from grader.notebooks.safe_files import opened_folder, read_file
from grader.notebooks.submitted import MAX_BYTES

MAX_FILES = 20_000  # in one archive
MAX_TOTAL = 20_000_000_000  # bytes in one archive, unpacked
MAX_DEPTH = 6  # folders
KOREAN = re.compile("[ -~\uac00-\ud7a3]+")
MIXED = re.compile("[A-Za-z][\uac00-\ud7a3]|[\uac00-\ud7a3][A-Za-z]")
UNIVERSAL_TIME = 0x5455  # the extra field that has seconds since 1970
BROKEN = (  # whatever zipfile raises for an archive that is not whole, is locked, or is of an unknown kind
    zipfile.BadZipFile,
    zlib.error,
    NotImplementedError,
    RuntimeError,
    EOFError,
    OSError,
    ValueError,
    struct.error,
)


@dataclass(frozen=True)
class Member:
    """A file in an archive: its path there, when it was last written to (if that is known), its size."""

    archive: str
    path: str
    time: datetime | None
    size: int
    read: Callable[[], bytes] = field(compare=False, repr=False)


@dataclass(frozen=True)
class Refused:
    """A file, or a whole archive, that is not looked into, and why."""

    archive: str
    path: str
    why: str


@dataclass
class Contents:
    """What an archive holds."""

    members: list[Member] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)


def contents_of(path: Path, stack: ExitStack) -> Contents:
    """The files of a zip archive or a folder; the archive stays open as long as the stack."""
    if path.is_dir():
        return folder_contents(path)
    if not path.is_file():
        raise AuthorError(f"There is no archive {str(path)!r}: give the file that the LMS has you download.")
    try:
        return zip_contents(str(path), stack.enter_context(zipfile.ZipFile(path)))
    except BROKEN as error:
        why = f"it is no whole zip archive ({error}): download it again, or unpack it and give the folder"
        return Contents(refused=[Refused(str(path), "", why)])


def zip_contents(archive: str, opened: zipfile.ZipFile) -> Contents:
    """The files of an open archive."""
    contents, total = Contents(), 0
    for number, info in enumerate(opened.infolist()):
        path = readable_name(info)
        why = unsafe(path) or ("it is a link" if stat.S_ISLNK(info.external_attr >> 16) else "")
        if info.is_dir() or (unseen(path) and not why):
            continue
        total += info.file_size
        if number >= MAX_FILES or total > MAX_TOTAL:
            why = f"the archive holds more than {MAX_FILES:,} files or {MAX_TOTAL:,} bytes: give it in parts"
            contents.refused.append(Refused(archive, path, why))
            break
        if why:
            contents.refused.append(Refused(archive, path, why))
        else:
            member = Member(archive, path, time_of(info), info.file_size, reader(opened, info))
            contents.members.append(member)
    return contents


def reader(opened: zipfile.ZipFile, info: zipfile.ZipInfo) -> Callable[[], bytes]:
    """Reads a file of an archive, whatever size the archive claims it to have."""

    def read() -> bytes:
        try:
            with opened.open(info) as file:
                data = file.read(MAX_BYTES + 1)
        except BROKEN as error:
            raise Unreadable(f"it cannot be unpacked ({error})") from None
        if len(data) > MAX_BYTES:
            raise Unreadable(f"it has more than {MAX_BYTES:,} bytes")
        return data

    return read


def readable_name(info: zipfile.ZipInfo) -> str:
    """A file's path. Some systems do not say in which code they write it, and zipfile then takes an old one.

    It is UTF-8 where macOS wrote it, and cp949 where Windows did in Korea: each word is Hangul or English.
    """
    if info.flag_bits & 0x800:
        return info.filename
    with contextlib.suppress(UnicodeError):
        return info.filename.encode("cp437").decode("utf-8")
    with contextlib.suppress(UnicodeError):
        text = info.filename.encode("cp437").decode("cp949")
        if KOREAN.fullmatch(text) and not MIXED.search(text):
            return text
    return info.filename


def time_of(info: zipfile.ZipInfo) -> datetime | None:
    """When a file in an archive was last written to: by its extra field, or by this machine's clock."""
    extra = info.extra
    while len(extra) >= 4:
        kind, size = struct.unpack("<HH", extra[:4])
        if kind == UNIVERSAL_TIME and size >= 5 and extra[4] & 1 and len(extra) >= 9:
            return datetime.fromtimestamp(struct.unpack("<i", extra[5:9])[0], UTC)
        extra = extra[4 + size :]
    try:
        return None if info.date_time[0] <= 1980 else datetime(*info.date_time).astimezone(UTC)
    except (ValueError, OverflowError, OSError):
        return None


def folder_contents(folder: Path) -> Contents:
    """The files of a folder, as an unpacked archive leaves them."""
    contents = Contents()
    for parents, name, found in walk(folder, (), contents):
        path = "/".join((*parents, name))
        if unseen(path) and not unsafe(path):
            continue
        if len(contents.members) == MAX_FILES:
            contents.refused.append(
                Refused(str(folder), path, f"the folder holds more than {MAX_FILES:,} files")
            )
            break
        kind = "" if stat.S_ISREG(found.st_mode) else "it is a link, or no file"
        if why := unsafe(path) or kind:
            contents.refused.append(Refused(str(folder), path, why))
            continue

        def read(name: str = name, parents: tuple[str, ...] = parents) -> bytes:
            return read_file(folder, name, MAX_BYTES, parents)

        time = datetime.fromtimestamp(found.st_mtime, UTC)
        contents.members.append(Member(str(folder), path, time, found.st_size, read))
    return contents


def walk(
    folder: Path, parents: tuple[str, ...], contents: Contents
) -> Iterator[tuple[tuple[str, ...], str, os.stat_result]]:
    """Each file below a folder, with the folders that it is in; no link is followed."""
    try:
        with opened_folder(folder, parents) as place, os.scandir(place) as entries:
            found = sorted((entry.name, entry.stat(follow_symlinks=False)) for entry in entries)
    except (Unreadable, OSError) as error:
        contents.refused.append(Refused(str(folder), "/".join(parents), str(error)))
        return
    for name, status in found:
        if not stat.S_ISDIR(status.st_mode):
            yield parents, name, status
        elif len(parents) == MAX_DEPTH:
            contents.refused.append(Refused(str(folder), "/".join((*parents, name)), "it lies too deep"))
        else:
            yield from walk(folder, (*parents, name), contents)


def unseen(path: str) -> bool:
    """Whether a system left a file behind, of which nobody wants to hear."""
    return any((part.startswith(".") and part.strip(".")) or part in UNSEEN for part in path.split("/"))


def unsafe(path: str) -> str:
    """Why no file is taken from this path; empty where it can be.

    >>> unsafe("../lesson.ipynb"), unsafe("a/lesson.ipynb")
    ('its path leads out of the archive', '')
    """
    parts = path.split("/")
    if path.startswith("/") or "\\" in path or ".." in parts or path[1:2] == ":":
        return "its path leads out of the archive"
    odd = ODD.search(path)
    return f"its name holds the character {odd[0]!a}" if odd else ""


def as_shown(path: str) -> str:
    """A path as it fits into a line."""
    return repr(shown(path))
