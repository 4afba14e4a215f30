"""Judges on other machines: the workers of a Dask cluster.

Each worker proves its sandbox before it gets work: no hidden test and no reference value is sent to one that
has not. What judging takes is plain data there and back, as between processes (`judge.judges`), and so are
the results; the gradebook stays with the command. When a worker dies, what it was at work on goes to another.
"""

import functools
import hashlib
import platform
import queue
import sys
import time
from collections.abc import Hashable
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

from grader.judge.judges import Judges
from grader.judge.task import Result, Task
from grader.nbgrading.warm import warm_template
from grader.notebooks.paths import ROOT
from grader.sandbox.errors import SandboxError, SandboxUnavailable
from grader.sandbox.limits import Limits
from grader.sandbox.template import Template

AHEAD = 2  # questions for each worker, so that it need not wait for the next
LOOK_SECONDS = 5.0  # how often the cluster's workers are looked at while nothing comes
DECIDING = "torch", "numpy", "matplotlib", "ipython"  # packages whose versions decide about grades and pages
PATIENCE_SECONDS = 60.0  # how long a cluster may be without a worker that may judge


@dataclass(frozen=True)
class Asked:
    """A question that is not answered yet, and the addresses of the workers that it was meant for."""

    future: Any
    meant_for: frozenset[str]
    task: Task
    limits: Limits


class Cluster:
    """The workers of a cluster that may judge; `address` is a scheduler's, or a scheduler file's path."""

    def __init__(self, address: str, log: Any) -> None:
        self.address, self.log = address, log
        self.proved: dict[str, str] = {}  # each worker's address: what is wrong with it, or nothing
        self.asked: dict[Hashable, Asked] = {}
        self.done: queue.Queue[tuple[Hashable, Any]] = queue.Queue()

    def __enter__(self) -> "Cluster":
        try:
            from distributed import Client
        except ImportError:
            raise SandboxError(
                "Autograde.cluster needs the package distributed: `pip install -e '.[cluster]'`"
            ) from None
        where = (
            {"scheduler_file": self.address} if self.address.endswith(".json") else {"address": self.address}
        )
        try:
            self.client = Client(**where, timeout=20, set_as_default=False)
        except (OSError, ValueError) as reason:
            raise SandboxError(f"there is no Dask scheduler at {self.address!r} ({reason})") from None
        self.look()
        if not self.good():
            self.client.close()
            raise SandboxUnavailable(
                f"Nothing was graded: no worker of the cluster {self.address!r} may judge"
                f" ({'; '.join(self.proved.values()) or 'it has none'})."
            )
        return self

    def __exit__(self, *exception: object) -> None:
        self.client.cancel([asked.future for asked in self.asked.values()], force=True)
        self.client.close()

    def look(self) -> None:
        """Let workers that have come prove themselves, and forget those that have gone."""
        there = self.client.scheduler_info(n_workers=-1)["workers"]
        self.proved = {address: why for address, why in self.proved.items() if address in there}
        new = [address for address in there if address not in self.proved]
        if not new:
            return
        found = self.client.run(complaint, fingerprint(), workers=new, on_error="return")
        for address, why in found.items():
            threads = there[address]["nthreads"]
            if not why and threads != 1:
                why = f"it has {threads} threads, and judges one at a time: start it with --nthreads 1"
            self.proved[address] = str(why)
            if why:
                self.log.warning("The worker %s gets no work: %s", address, why)

    def good(self) -> list[str]:
        return [address for address, why in self.proved.items() if not why]

    @property
    def number(self) -> int:
        """How many questions can be asked at once."""
        return AHEAD * max(1, len(self.good()))

    @property
    def free(self) -> int:
        return max(0, self.number - len(self.asked))

    def ask(self, key: Hashable, task: Task, limits: Limits) -> None:
        """Have a submission judged by a worker that has proved itself."""
        good = self.good()
        future = self.client.submit(judge, task, limits, workers=good, allow_other_workers=False, pure=False)
        self.asked[key] = Asked(future, frozenset(good), task, limits)
        future.add_done_callback(lambda done: self.done.put((key, done)))

    def answers(self, seconds: float | None = None) -> list[tuple[Hashable, Result]]:
        """What has been judged since; waits for the first, or for so many seconds."""
        alone = time.monotonic()
        while True:
            try:
                key, future = self.done.get(timeout=LOOK_SECONDS if seconds is None else seconds)
                if key in self.asked and self.asked[key].future is future:  # and not one that was given up
                    del self.asked[key]
                    return [(key, result_of(future))]
            except queue.Empty:
                if seconds is not None:
                    return []
                self.look()
                if self.good():
                    alone = time.monotonic()
                    self.ask_again()
                elif time.monotonic() - alone > PATIENCE_SECONDS:
                    message = f"The cluster {self.address!r} has no worker left that may judge."
                    raise SandboxUnavailable(message) from None

    def ask_again(self) -> None:
        """What waits for workers that have all gone is for those that are there."""
        for key, asked in list(self.asked.items()):
            if not asked.meant_for.intersection(self.good()):
                asked.future.cancel()
                self.ask(key, asked.task, asked.limits)


def result_of(future: Any) -> Result:
    """A worker's answer; what went wrong on its way gives no grade."""
    try:
        result = future.result()
    except Exception as error:
        return Result("error", f"the cluster lost it ({type(error).__name__}: {error}): grade it again")
    return result if isinstance(result, Result) else Result("error", "the cluster answered something else")


# What runs on a worker


@functools.cache
def fingerprint() -> str:
    """What decides about grades: versions, and what lies in `grader` and `course`."""
    digest = hashlib.sha256(repr(versions()).encode())
    for path in deciding(ROOT):
        text = path.read_bytes()
        digest.update(f"{path.relative_to(ROOT).as_posix()}\0{len(text)}\0".encode() + text)
    return digest.hexdigest()


def versions() -> dict[str, str]:
    """The versions of Python, and of what numbers, pictures and tracebacks come from."""
    return {"python": platform.python_version()} | {name: version(name) for name in DECIDING}


def deciding(root: Path) -> list[Path]:
    """All files of `course` and `grader` but what Python compiles: sealed answers and templates too."""
    files = (path for folder in ("course", "grader") for path in Path(root, folder).rglob("*"))
    return sorted(path for path in files if path.is_file() and "__pycache__" not in path.parts)


def complaint(wanted: str) -> str:
    """Why this worker may not judge; empty where it may: its judge stands ready then."""
    if fingerprint() != wanted:
        return "its course is another version: install the same there"
    if sys.platform != "linux":
        return "there is no sandbox"
    try:
        own_judge()
    except (SandboxError, SandboxUnavailable) as reason:
        return str(reason)
    return ""


@functools.cache
def own_judge() -> Judges:
    """This worker's judge, in a process of its own: Dask runs its work in a thread, and a test wants none."""
    folder = Path.cwd()
    template = warm_template(True, folder)
    assert isinstance(template, Template)
    judges = Judges(1).__enter__()
    judges.begin(template, [folder])
    return judges


def judge(task: Task, limits: Limits) -> Result:
    """Judge one submission here."""
    judges = own_judge()
    judges.ask("", task, limits)
    while True:
        for _, result in judges.answers():
            return result
