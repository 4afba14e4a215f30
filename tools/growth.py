"""How grading grows with the class: seconds a submission and the coordinator's memory, at several sizes.

    python -m tools.growth                       # 60, 600 and 6,000 submissions
    python -m tools.growth --sizes 60 600

The assignment is small (four cells, a plot and a test), so that what the coordinator does counts most. A
further submission's seconds are those of the class less those of two submissions, which start just as much;
the coordinator's memory is its own resident memory, looked at while it runs. At the end the whole class is
asked for again when nothing is left to do, and two submissions are graded anew.
"""

import argparse
import contextlib
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass
from pathlib import Path

from tools.bench import cpu_below
from tools.kills import NAME, make_course

LOOK_SECONDS = 0.2


@dataclass(frozen=True)
class Run:
    """What a command took: seconds of the clock and of all its processes, bytes of the coordinator."""

    wall: float
    cpu: float
    memory: int


def main() -> None:
    """Measure each size, and print a line for each."""
    parser = argparse.ArgumentParser(prog="python -m tools.growth", description=str(__doc__).split("\n")[0])
    parser.add_argument("--sizes", type=int, nargs="+", default=[60, 600, 6000])
    parser.add_argument("--workers", type=int, default=2)
    options = parser.parse_args()
    print("a further submission; the coordinator's memory; with nothing to do; two anew")
    for size in options.sizes:
        with tempfile.TemporaryDirectory() as folder:
            print(line(size, Path(folder), f"--Autograde.workers={options.workers}"), flush=True)


def line(size: int, folder: Path, *options: str) -> str:
    """The figures of one size."""
    make_course(folder, size)
    whole = run(folder, *options)
    idle = run(folder, *options)
    two = run(folder, *options, "--student=s000[01]", "--force")
    wall, cpu = (whole.wall - two.wall) / (size - 2), (whole.cpu - two.cpu) / (size - 2)
    return (
        f"{size:6} submissions: {wall:.3f} s, {cpu:.3f} CPU-s; {whole.memory / 2**20:.0f} MB; "
        f"{idle.wall:.1f} s; {two.wall:.1f} s"
    )


def run(folder: Path, *options: str) -> Run:
    """The command, watched: the coordinator is the process that is started, all others are its family."""
    started = time.monotonic()
    command = [sys.executable, "-m", "nbgrader", "autograde", NAME, *options]
    process = subprocess.Popen(
        command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
    )
    cpu, memory, ended = [0.0], [0], threading.Event()

    def look() -> None:
        while not ended.wait(LOOK_SECONDS):
            with contextlib.suppress(OSError, StopIteration):
                cpu.append(cpu_below(process.pid))
                memory.append(resident(process.pid))

    watch = threading.Thread(target=look)
    watch.start()
    _, said = process.communicate()
    wall = time.monotonic() - started
    ended.set()
    watch.join()
    if process.returncode:
        raise SystemExit(f"{' '.join(command)} ended with {process.returncode}:\n{said[-2000:]}")
    return Run(wall, max(cpu), max(memory))


def resident(pid: int) -> int:
    """Bytes that a process holds in memory."""
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return 1024 * int(next(line for line in lines if line.startswith("VmRSS")).split()[1])


if __name__ == "__main__":
    main()
