"""How much memory a worker uses with all that it started, as the kernel counts it; processes and time, too.

What its sockets hold the kernel tells nobody, only how many there are: each counts as much as it can hold.
"""

from __future__ import annotations

import contextlib
import os
import signal
from pathlib import Path
from typing import NamedTuple

from grader.sandbox.limits import Limits

SEND_BUFFER = Path("/proc/sys/net/core/wmem_default")  # bytes; what is sent last may be as large once more
PAGE, TICKS = os.sysconf("SC_PAGE_SIZE"), os.sysconf("SC_CLK_TCK")
PAGES = "RssAnon:", "RssShmem:", "VmPTE:"  # anonymous, shared, and page tables


class Usage:
    """What one worker uses, beside what it may use.

    The limits of the kernel hold for each process alone; a worker may have started many. What they hold
    together is dear to ask for, a millisecond and more for each. So it is asked for only where they may hold
    too much, and they stand still meanwhile.
    """

    def __init__(self, pid: int, limits: Limits) -> None:
        self.pid, self.limits = pid, limits
        self.shared = memory_of([pid])[0]  # with the template: the worker has just been forked
        self.own, self.then = 0, {pid: counts_of(pid)}  # when it was last asked for
        self.socket_bytes = 2 * int(SEND_BUFFER.read_text())
        sockets_of(pid)  # it says how many there are, or there is no grade

    def excess(self) -> str:
        """What the worker used too much of, as a sentence for the learner; empty while it keeps within."""
        tree = family(self.pid)
        counts = {pid: counts_of(pid) for pid in tree}
        room = self.limits.memory_bytes
        with contextlib.suppress(OSError):  # it has just ended, and all its sockets with it
            room -= self.socket_bytes * sockets_of(self.pid)
        if self.at_most(counts) > room and not self.fits(room):
            return f"Your code used more than {self.limits.memory_bytes >> 20} MB of memory and was stopped."
        if sum(each.threads for each in counts.values()) > 2 * self.limits.processes:
            return f"Your code started more than {self.limits.processes} processes and was stopped."
        if counts[self.pid].seconds > self.limits.cpu_seconds:
            return f"Your code took more than {self.limits.cpu_seconds} seconds of processor time."
        return ""

    def at_most(self, counts: dict[int, Counts]) -> int:
        """Bytes of its own that it cannot exceed: by all that its processes hold, or by what came since then.

        A page that a fork shared until it wrote to it is seen as a fault alone.
        """
        held = sum(each.memory for each in counts.values()) - self.shared_by(len(counts))
        born = Counts(self.shared)
        since = 0
        for pid, now in counts.items():
            before = self.then.get(pid, born)
            since += max(now.memory - before.memory, 0) + max(now.faults - before.faults, 0) * PAGE
        return min(held, self.own + since)

    def shared_by(self, forks: int) -> int:
        """Of the template's memory, the part that falls on its forks: it is divided among them and itself."""
        return self.shared * forks // (forks + 1)

    def fits(self, room: int) -> bool:
        """Whether what its processes hold together, counted while they stand still, is no more than this."""
        tree = stand_still(self.pid)
        self.own = exact_memory_of(list(tree)) - self.shared_by(len(tree))
        self.then = {pid: counts_of(pid) for pid in tree}
        fits = self.own <= room
        for pidfd in tree.values():
            if fits:  # what does not fit is about to be killed
                tell(pidfd, signal.SIGCONT)
            os.close(pidfd)
        return fits


class Counts(NamedTuple):
    """What the kernel counts for one process; nothing for one that has just ended."""

    memory: int = 0  # bytes, with what it shares
    faults: int = 0  # pages that it got
    threads: int = 0
    seconds: float = 0  # of processor time


def counts_of(pid: int) -> Counts:
    with contextlib.suppress(OSError):
        words = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        memory, threads = memory_of([pid])
        return Counts(memory, int(words[7]), threads, (int(words[11]) + int(words[12])) / TICKS)
    return Counts()


def stand_still(pid: int) -> dict[int, int]:
    """Stop this process and all below it, and return a descriptor for each; they cannot prevent it."""
    stopped: dict[int, int] = {}
    for _ in range(5):  # a process may fork while it is told
        new = [member for member in family(pid) if member not in stopped]
        for member in new:
            with contextlib.suppress(OSError):
                stopped[member] = os.pidfd_open(member)
                tell(stopped[member], signal.SIGSTOP)
        if not new:
            break
    return stopped


def tell(pidfd: int, number: signal.Signals) -> None:
    with contextlib.suppress(ProcessLookupError):
        signal.pidfd_send_signal(pidfd, number)


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


def sockets_of(pid: int) -> int:
    """The sockets of its network namespace: also those whose descriptor is closed while they hold data."""
    first, *_ = Path(f"/proc/{pid}/net/sockstat").read_text().splitlines()
    return int(first.removeprefix("sockets: used "))


def memory_of(pids: list[int]) -> tuple[int, int]:
    """Bytes of memory and its page tables, and threads. What forks share is counted in each of them."""
    total = threads = 0
    for pid in pids:
        with contextlib.suppress(OSError):
            for line in Path(f"/proc/{pid}/status").read_text().splitlines():
                if line.startswith(PAGES):
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
