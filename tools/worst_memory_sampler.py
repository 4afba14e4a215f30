"""The other process of `tools.worst_memory`: samples a judge and its workers until its input ends."""

from __future__ import annotations

import contextlib
import json
import os
import select
import sys
from pathlib import Path

from grader.sandbox.memory import exact_memory_of, family, memory_of

SECONDS = 0.005  # between two samples
MB = 1 << 20


def main(judge: int, template: int) -> None:
    """Print "ready", sample, and print the most that was seen above what there was before, in MB."""
    judge_before, machine_before = memory_of([judge])[0], available()
    peak = {"worker": 0.0, "files": 0.0, "judge": 0.0, "machine": 0.0}
    shared = exact_memory_of([template])
    print("ready", flush=True)
    while not select.select([sys.stdin], [], [], SECONDS)[0]:
        workers = family(template)[1:]
        # What a worker shares with the template is not its own: divided, it would only blur the sum.
        own = exact_memory_of([template, *workers]) - shared if workers else 0
        seen = {"worker": own, "files": files_of(workers), "judge": memory_of([judge])[0] - judge_before}
        seen["machine"] = machine_before - available()
        peak = {name: max(most, seen[name] / MB) for name, most in peak.items()}
    print(json.dumps(peak))


def available() -> int:
    """Bytes that the machine could still give."""
    lines = Path("/proc/meminfo").read_text().splitlines()
    return next(int(line.split()[1]) * 1024 for line in lines if line.startswith("MemAvailable"))


def files_of(workers: list[int]) -> int:
    """Bytes in the file system of the first worker that has one."""
    for pid in workers[:1]:
        with contextlib.suppress(OSError):
            found = os.statvfs(f"/proc/{pid}/root/home")
            return (found.f_blocks - found.f_bfree) * found.f_frsize if found.f_blocks < (1 << 20) else 0
    return 0


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
