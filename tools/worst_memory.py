"""How much memory the worst attacks take, sampled by another process, beside what the limits add up to.

    python -m tools.worst_memory                   # all of them, 2 minutes
    python -m tools.worst_memory sockets pipes     # those whose names hold one of these words

For each attack a worker starts that may use 256 MB, while another process looks at it and at the judge
every 5 ms: what the processes of the worker hold (what forks share counted once), its files, what the judge
took for it, and the memory that the whole machine has less than before. That last number alone sees what
sockets, pipes and page tables hold, and also whatever else runs on the machine: run this where nothing else
does. A worker may take more than its limit between two looks of the watchman, 10 ms: up to 70 MB were seen.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from grader.judge.grade import grade
from grader.judge.task import Cell, Task
from grader.sandbox.limits import Limits
from grader.sandbox.memory import family
from grader.sandbox.template import Template

LIMITS = Limits(cell_seconds=6, submission_seconds=15, memory_bytes=256 << 20)
MB = 1 << 20
COLUMNS = "worker", "files", "limits", "judge", "machine", "seconds"

HOARD = """
import mmap, os, time
def hoard(step=16 << 20):
    pieces = []
    while True:
        pieces.append(bytearray(b"x" * step))
"""
IN_CHILDREN = (
    HOARD
    + """
for _ in range(30):
    if not os.fork():
        time.sleep(WAIT)
        hoard()
"""
)
SOCKETS = """
import os, socket, time
kept = []
def fill(kind):
    try:
        while True:
            one, other = socket.socketpair(socket.AF_UNIX, kind)
            kept.append((one, other))
            for end in (one, other):
                with __import__("contextlib").suppress(OSError):
                    end.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 1 << 24)
                end.setblocking(False)
                try:
                    while end.send(bytes(100_000)): pass
                except OSError: pass
    except OSError: pass
"""
UNACCEPTED = """
import os, socket, time
kept = []
for number in range(100):
    with __import__("contextlib").suppress(OSError):
        server = socket.socket(socket.AF_UNIX)
        server.bind(f"\\0{os.getpid()}-{number}")
        server.listen(4096)
        kept.append(server)
        for _ in range(4000):
            client = socket.socket(socket.AF_UNIX)
            client.setblocking(False)
            client.connect(f"\\0{os.getpid()}-{number}")
            try:
                while client.send(bytes(100_000)): pass
            except OSError: pass
            client.close()
time.sleep(60)
"""
PIPES = """
import fcntl, os, time
kept = []
for _ in range(30):
    if not os.fork(): break
try:
    while True:
        read, write = os.pipe()
        try: fcntl.fcntl(write, fcntl.F_SETPIPE_SZ, 1 << 20)
        except OSError: pass
        os.set_blocking(write, False)
        try:
            while os.write(write, bytes(4096)): pass
        except OSError: pass
except OSError: pass
time.sleep(60)
"""
FILES = """
import time
for place in (".", "/tmp", "/dev/shm"):
    for number in range(100):
        try: open(f"{place}/{number}", "wb").write(bytes(30 << 20))
        except OSError: pass
hoard()
"""
PAGE_TABLES = """
import mmap, os, time
for _ in range(30):
    if not os.fork(): break
kept = []
try:
    while True:
        area = mmap.mmap(-1, 64 << 20, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS)
        for place in range(0, 64 << 20, 2 << 20): area[place] = 1
        kept.append(area)
except OSError: pass
time.sleep(60)
"""
LOUD = """
get_ipython().outputs.left = 1 << 40
get_ipython().outputs._take = lambda size: size
from IPython.display import HTML, display
display(HTML("<b></b>" * 2_000_000))
"""
BIG_ANSWER = "w = [[0] * 500 for _ in range(1800)]\nv = ['x' * 1000 for _ in range(14_000)]\n"


@dataclass(frozen=True)
class Attack:
    """A learner's cell, and the test that comes after it."""

    source: str
    test: str = "pass"


LONG_TEST = "total = 0\nfor number in range(10**9): total += number"

ATTACKS = {
    "memory in one process": Attack(HOARD + "hoard()"),
    "memory in 31 processes": Attack(IN_CHILDREN.replace("WAIT", "0") + "hoard()"),
    "memory while the judge cleans outputs": Attack(IN_CHILDREN.replace("WAIT", "3") + LOUD),
    "memory while a test computes": Attack(IN_CHILDREN.replace("WAIT", "3"), LONG_TEST),
    "full sockets in one process": Attack(SOCKETS + "fill(socket.SOCK_STREAM); time.sleep(60)"),
    "full sockets in 31 processes": Attack(
        SOCKETS + "for _ in range(30):\n    if not os.fork(): break\nfill(socket.SOCK_STREAM); time.sleep(60)"
    ),
    "full datagram sockets in 31 processes": Attack(
        SOCKETS + "for _ in range(30):\n    if not os.fork(): break\nfill(socket.SOCK_DGRAM); time.sleep(60)"
    ),
    "sockets that nobody accepts": Attack(UNACCEPTED),
    "full pipes in 31 processes": Attack(PIPES),
    "files, and memory": Attack(HOARD + FILES),
    "page tables in 31 processes": Attack(PAGE_TABLES),
    "large answers to a test": Attack(BIG_ANSWER, "kept = [(w, v) for _ in range(100)]"),
}


@dataclass
class Peak:
    """The most that was seen, in MB."""

    worker: float = 0
    files: float = 0
    judge: float = 0
    machine: float = 0


def limits_add_up_to() -> int:
    """MB that a worker may hold: its memory, with sockets; its files; and what a user's pipes may hold."""
    pipes = int(Path("/proc/sys/fs/pipe-user-pages-soft").read_text()) * os.sysconf("SC_PAGE_SIZE")
    return (LIMITS.memory_bytes + LIMITS.tmpfs_bytes + pipes) // MB


def main() -> None:
    """Run the attacks that the command line names, and print a line for each."""
    about = str(__doc__).split("\n")[0]
    parser = argparse.ArgumentParser(prog="python -m tools.worst_memory", description=about)
    parser.add_argument("words", nargs="*", help="of the attacks to run; all without one")
    words = parser.parse_args().words
    print(f"{'MB at most':<40} {' '.join(f'{each:>7}' for each in COLUMNS)}  ended by")
    with Template() as template:
        there = str(family(template.process.pid)[-1])  # within bubblewrap and a namespace of its own
        grade(Task((Cell("run", "import torch"), Cell("test", "pass"))), template)  # all is loaded
        for name, attack in ATTACKS.items():
            if not words or any(word in name for word in words):
                started = time.monotonic()
                peak, reason = measured(template, there, attack)
                seconds = time.monotonic() - started
                row = peak.worker, peak.files, limits_add_up_to(), peak.judge, peak.machine, seconds
                print(f"{name:<40} {' '.join(f'{each:>7.0f}' for each in row)}  {reason}", flush=True)


def measured(template: Template, there: str, attack: Attack) -> tuple[Peak, str]:
    """The most that an attack took, and what ended it."""
    here = str(os.getpid())
    with subprocess.Popen(
        [sys.executable, "-m", "tools.worst_memory_sampler", here, there],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    ) as sampler:  # fmt: skip
        assert sampler.stdout
        sampler.stdout.readline()
        result = grade(
            Task((Cell("run", attack.source), Cell("test", attack.test, "test"))), template, LIMITS
        )
        answer, _ = sampler.communicate("")
    ends = [result.reason, *(cell.message for cell in result.cells)]
    return Peak(**json.loads(answer)), next(filter(None, ends), "its end")


if __name__ == "__main__":
    main()
