"""What a test cell runs in: output caught, warnings dropped, random numbers fixed, memory bounded."""

from __future__ import annotations

import contextlib
import io
import random
import sys
import warnings
import zlib
from collections.abc import Iterator
from pathlib import Path

import numpy
import torch

from grader.judge.remote import Conversation, share_seed

MAX_TEST_MEMORY = 2 << 30  # bytes that the judge may take for one test


@contextlib.contextmanager
def quiet(printed: io.StringIO) -> Iterator[None]:
    """What a test prints is its output; what it warns of costs the learner nothing."""
    with (
        contextlib.redirect_stdout(printed),
        contextlib.redirect_stderr(io.StringIO()),
        warnings.catch_warnings(),
    ):
        warnings.simplefilter("ignore")
        yield


@contextlib.contextmanager
def bounded_memory() -> Iterator[None]:
    """A value that grows when a test calculates with it makes the test fail, and does not end the judge."""
    if sys.platform != "linux":
        yield
        return
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    pages = int(Path("/proc/self/statm").read_text().split()[0])
    cap = pages * resource.getpagesize() + MAX_TEST_MEMORY
    known = [limit for limit in (cap, soft, hard) if limit != resource.RLIM_INFINITY]
    resource.setrlimit(resource.RLIMIT_AS, (min(known), hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, (soft, hard))


@contextlib.contextmanager
def seeded(name: str, conversation: Conversation) -> Iterator[None]:
    """The same random numbers for every learner; a seed that the test sets holds in the worker too."""
    original, seed = torch.manual_seed, zlib.crc32(name.encode())
    random.seed(seed)
    numpy.random.seed(seed)
    original(seed)

    def manual_seed(seed: int) -> torch.Generator:
        share_seed(conversation, seed)
        return original(seed)

    torch.manual_seed = manual_seed
    try:
        yield
    finally:
        torch.manual_seed = original
