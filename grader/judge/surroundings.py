"""What a test runs in: output caught, warnings dropped, random numbers fixed, memory and time bounded."""

from __future__ import annotations

import contextlib
import hashlib
import io
import random
import signal
import sys
import threading
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy
import torch

from grader.judge.conversation import Conversation
from grader.reference.draws import drawn_by
from grader.sandbox.worker_link import INTERRUPT_SECONDS, Overtime

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
def bounded_time(cell_seconds: float) -> Iterator[None]:
    """A value with which a test calculates for ever makes the test fail, and holds up nobody else.

    The worker has its own deadlines, which come first. Python tells only the main thread of a signal.
    """
    if not hasattr(signal, "setitimer") or threading.current_thread() is not threading.main_thread():
        yield
        return

    rang = over = False

    def ring(*_: object) -> None:
        nonlocal rang
        if not over:
            rang = True
            raise Overtime(late)

    late = f"The check did not come to its end with your value within {cell_seconds:g} seconds."
    before = signal.signal(signal.SIGALRM, ring)
    # Again and again: whatever catches everything, as NumPy does now and then, catches it once.
    signal.setitimer(signal.ITIMER_REAL, cell_seconds + INTERRUPT_SECONDS + 1, 1)
    try:
        try:
            yield
        finally:
            over = True
        if rang:
            raise Overtime(late)
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


@contextlib.contextmanager
def seeded(name: str, conversation: Conversation) -> Iterator[None]:
    """Random numbers by the test and the notebook; a seed that the test sets holds in the worker too."""
    key = hashlib.sha256(conversation.draw + b" " + name.encode("utf-8", "replace")).digest()
    libraries = {"torch": (torch, "manual_seed"), "numpy": (numpy.random, "seed"), "random": (random, "seed")}
    originals = {library: getattr(*place) for library, place in libraries.items()}
    here = originals | {"torch": seed_torch}
    for set_here in here.values():
        set_here(int.from_bytes(key[:4]))

    def shared(library: str) -> Callable[..., Any]:
        def set_seed(seed: Any = None) -> Any:
            conversation.ask("seed", library, seed)
            return here[library](seed)

        return set_seed

    for library, (module, function) in libraries.items():
        setattr(module, function, shared(library))
    try:
        with drawn_by(key if conversation.draw else b""):
            yield
    finally:
        for library, (module, function) in libraries.items():
            setattr(module, function, originals[library])


def seed_torch(seed: Any) -> torch.Generator:
    """As `torch.manual_seed` on a machine without GPUs; that one imports a compiler first, for a second."""
    generator: torch.Generator = torch.default_generator.manual_seed(int(seed))
    return generator


@contextlib.contextmanager
def precision(dtype: torch.dtype) -> Iterator[None]:
    """The default dtype of the learner's notebook, for the numbers that the test makes."""
    before = torch.get_default_dtype()
    torch.set_default_dtype(dtype)
    try:
        yield
    finally:
        torch.set_default_dtype(before)
