"""Pictures of any size and kind made fit for a page: PNG or JPEG, and not too many bytes.

What is so already goes through after a look at its header. All others go to one process of their own
(`scaling_process.py`), which is started only for them, has limits, and is not believed: what it answers is
looked at again.
"""

import contextlib
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

from grader.notebooks.pictures.kinds import PICTURES, kind_of, size_of

MAX_TOTAL = 10_000_000  # bytes of all pictures of a notebook
MAX_PICTURE = 1_000_000  # bytes of one
MAX_SIDE = 4_096  # pixels
DECODABLE = {*PICTURES, "image/gif", "image/webp", "image/bmp", "image/tiff", "image/avif"}
SECONDS = 90  # on the clock, for all pictures of a notebook
PROGRAM = Path(__file__).with_name("scaling_process.py")


def fit_for_a_page(pictures: list[bytes]) -> list[bytes]:
    """Each picture as PNG or JPEG within the limits; empty bytes where that cannot be."""
    limit = min(MAX_PICTURE, MAX_TOTAL // max(len(pictures), 1))
    work = [data for data in pictures if not is_fit(data, limit) and kind_of(data) in DECODABLE]
    made = dict(zip(work, scaled(work, limit), strict=True))
    ready = (made.get(data, data) for data in pictures)
    return [data if is_fit(data, limit) else b"" for data in ready]


def is_fit(data: bytes, limit: int) -> bool:
    """Whether a picture may be shown as it is."""
    return len(data) <= limit and kind_of(data) in PICTURES and 0 < max(size_of(data)) <= MAX_SIDE


def scaled(pictures: list[bytes], limit: int) -> list[bytes]:
    """Each picture made smaller, or empty; one that ends the process costs no other."""
    results: list[bytes] = []
    deadline = time.monotonic() + SECONDS
    while len(results) < len(pictures) and time.monotonic() < deadline:
        results += run(pictures[len(results) :], limit, deadline - time.monotonic())
        if len(results) < len(pictures):
            results.append(b"")  # the one at which the process ended
    return results + [b""] * (len(pictures) - len(results))


def run(pictures: list[bytes], limit: int, seconds: float) -> list[bytes]:
    """What the process answers before it ends: files in place of pipes, so that neither side waits."""
    with tempfile.TemporaryFile() as asked, tempfile.TemporaryFile() as answered:
        for data in (str(limit).encode(), *pictures):
            asked.write(len(data).to_bytes(4, "big") + data)
        asked.seek(0)
        command = [sys.executable, "-I", str(PROGRAM)]
        streams: dict[str, Any] = {"stdin": asked, "stdout": answered, "stderr": subprocess.DEVNULL}
        with contextlib.suppress(subprocess.TimeoutExpired):  # what it had answered by then counts
            subprocess.run(command, **streams, env={}, cwd="/", timeout=seconds, check=False)
        answered.seek(0)
        return list(answers(answered, len(pictures), limit))


def answers(stream: IO[bytes], count: int, limit: int) -> Iterator[bytes]:
    """The whole answers in a stream: no more than were asked for, none longer than it may be."""
    for _ in range(count):
        header = stream.read(4)
        length = int.from_bytes(header, "big")
        data = stream.read(min(length, limit))
        if len(header) < 4 or len(data) < length:
            return
        yield data
