"""How much memory a worker uses with all that it started, as the kernel counts it; and how many processes."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

from grader.sandbox.limits import Limits


class Usage:
    """What one worker uses, beside what it may use.

    The limits of the kernel hold for each process alone; a worker may have started many.
    """

    def __init__(self, pid: int, limits: Limits) -> None:
        self.pid, self.limits = pid, limits
        self.shared = memory_of([pid])[0]  # with the template: the worker has just been forked

    def excess(self) -> str:
        """What the worker used too much of, as a sentence for the learner; empty while it keeps within."""
        tree = family(self.pid)
        cheap, tasks = memory_of(tree)
        cap, forks = self.limits.memory_bytes, len(tree)
        # What the template shares is divided among it and its forks.
        shared = self.shared * forks // (forks + 1)
        if cheap > cap + self.shared and exact_memory_of(tree) > cap + shared:
            return f"Your code used more than {cap >> 20} MB of memory and was stopped."
        if tasks > 2 * self.limits.processes:
            return f"Your code started more than {self.limits.processes} processes and was stopped."
        return ""


def family(pid: int) -> list[int]:
    """This process and all below it; PID 1 of a namespace adopts every orphan, so none is missing."""
    found = [pid]
    for member in found:
        with contextlib.suppress(OSError):  # a process that has just ended has no children left
            for thread in os.listdir(f"/proc/{member}/task"):
                children = Path(f"/proc/{member}/task/{thread}/children")
                with contextlib.suppress(OSError):
                    found += [int(child) for child in children.read_text().split()]
    return found


def memory_of(pids: list[int]) -> tuple[int, int]:
    """Bytes of anonymous and shared memory, and threads. What forks share is counted in each of them."""
    total = threads = 0
    for pid in pids:
        with contextlib.suppress(OSError):
            for line in Path(f"/proc/{pid}/status").read_text().splitlines():
                if line.startswith(("RssAnon:", "RssShmem:")):
                    total += int(line.split()[1]) * 1024
                elif line.startswith("Threads:"):
                    threads += int(line.split()[1])
    return total, threads


def exact_memory_of(pids: list[int]) -> int:
    """The same, with what forks share divided among them (dearer to ask for)."""
    total = 0
    for pid in pids:
        try:
            rollup = Path(f"/proc/{pid}/smaps_rollup").read_text()
        except OSError:
            total += memory_of([pid])[0]
            continue
        for line in rollup.splitlines():
            if line.startswith(("Pss_Anon:", "Pss_Shmem:")):
                total += int(line.split()[1]) * 1024
    return total
