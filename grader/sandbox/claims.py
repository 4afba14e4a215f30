"""What `grader doctor` claims of a worker, and what a trial is that finds out whether a claim holds.

A trial takes a worker and the bait that lies outside, and returns a complaint: a sentence on what is wrong,
empty where nothing is. Some read from outside what the kernel says of it (`seen_from_outside`), others
run code inside (`tried_inside`). Each wall has a trial that only this wall passes, so that no wall hides
the absence of another.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from grader.sandbox.confined_link import ConfinedLink
from grader.sandbox.limits import Limits

SMALL = Limits(cell_seconds=20, memory_bytes=256 << 20, tmpfs_bytes=4 << 20, file_bytes=2 << 20, processes=16)


@dataclass
class Bait:
    """What lies outside, for a worker to reach: all of it must stay out of reach."""

    file: str
    port: int
    variable: str
    pid: int


Trial = Callable[[ConfinedLink, Bait], str]
Claim = tuple[str, Trial]  # a sentence that begins with "a worker", and its trial
