"""One learner's submitted folder, written whole or not at all, and never over a newer one.

A notebook in it is as old as its file: what is written here gets the time that the archive gave it. What came
through nbgrader's exchange is as old as its timestamp.txt says.
"""

import os
import shutil
import tempfile
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from grader.nbgrading import exchange_secret
from grader.nbgrading.timestamps import NAME, TIMESTAMP
from grader.nbgrading.utc import parse_utc
from grader.notebooks.errors import Unreadable
from grader.notebooks.safe_files import read_file
from grader.notebooks.submitted import MAX_BYTES, NOTEBOOK


@dataclass(frozen=True)
class There:
    """What a submitted folder holds already."""

    notebooks: dict[str, bytes]
    time: datetime | None  # of the newest of them
    timestamp: datetime | None


def there(folder: Path) -> There | None:
    """What a folder holds; None where there is none, `Unreadable` where it is no folder."""
    if not os.path.lexists(folder):
        return None
    if folder.is_symlink() or not folder.is_dir():
        raise Unreadable(f"{str(folder)!r} is no folder: look what it is")
    names = sorted(filter(NOTEBOOK.fullmatch, os.listdir(folder)))
    notebooks = {name: read_file(folder, name, MAX_BYTES) for name in names}
    stamp = timestamp(folder)
    times = [datetime.fromtimestamp((folder / name).stat().st_mtime, UTC) for name in names]
    if stamp and (folder / exchange_secret.NAME).exists():
        times.append(stamp)
    return There(notebooks, max(times, default=None), stamp)


def timestamp(folder: Path) -> datetime | None:
    """The time in a folder's timestamp.txt; None where it holds none."""
    try:
        text = read_file(folder, NAME, 100).decode("ascii").strip()
        return parse_utc(text).replace(tzinfo=UTC) if TIMESTAMP.fullmatch(text) else None
    except (Unreadable, ValueError, OverflowError):
        return None


def write_folder(folder: Path, files: dict[str, bytes], times: dict[str, datetime | None]) -> None:
    """Put these files into a folder, in place of what it held; those of a known time get it."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    place = Path(tempfile.mkdtemp(dir=folder.parent, prefix=f".{folder.name}."))
    new, old = place / "new", place / "old"
    try:
        new.mkdir()
        for name, data in files.items():
            path = new / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
            if time := times.get(name):
                os.utime(path, (time.timestamp(), time.timestamp()))
        if folder.exists():
            folder.rename(old)
        new.rename(folder)
    finally:
        if old.exists() and not folder.exists():
            old.rename(folder)
        shutil.rmtree(place)


def write_timestamp(folder: Path, time: datetime) -> None:
    """Say when a folder was handed in."""
    (folder / NAME).write_text(as_text(time))


def as_text(time: datetime) -> str:
    """A time as nbgrader reads it.

    >>> as_text(datetime(2031, 2, 3, 4, 5, 6, tzinfo=UTC))
    '2031-02-03 04:05:06 UTC'
    """
    return f"{time.astimezone(UTC):%Y-%m-%d %H:%M:%S} UTC"
