"""The whole command on a Dask cluster of this machine, with one worker process and with two, in turn.

    python -m tools.bench_cluster                            # lesson 1, 60 submissions
    python -m tools.bench_cluster --submissions 200 05-nn-module

Scheduler and workers are started before the clock, and have graded one submission, as those of a cluster that
is there. The graded notebooks of both must be the same to the byte.
"""

import argparse
import contextlib
import re
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from grader.notebooks.paths import ROOT, read_in
from tools.bench_class import ENVIRONMENT, OURS, Used, make_course, used_by

ADDRESS, JOINED = re.compile(r"tcp://[\d.]+:\d+"), "Registered to"  # in what Dask logs


def main() -> None:
    """Measure, and print a line for each number of workers and their ratio."""
    parser = argparse.ArgumentParser(
        prog="python -m tools.bench_cluster", description=str(__doc__).split("\n")[0]
    )
    parser.add_argument("lesson", nargs="?", default="01-manual-gradients")
    parser.add_argument("--submissions", type=int, default=60)
    options = parser.parse_args()
    notebook = read_in(ROOT / "source", options.lesson)
    with tempfile.TemporaryDirectory() as name:
        folders = {count: Path(name, str(count)) for count in (1, 2)}
        found = {
            count: graded_by(count, options.lesson, notebook, options.submissions, folder)
            for count, folder in folders.items()
        }
        same = notebooks(folders[1]) == notebooks(folders[2])
    for count, used in found.items():
        print(f"{count} worker{'s' * (count > 1)}: {used.wall:.1f} s for {options.submissions} submissions")
    print(
        f"two are {found[1].wall / found[2].wall:.2f} times one; {'the same' if same else 'OTHER'} notebooks"
    )
    if not same:
        raise SystemExit(1)


def graded_by(count: int, lesson: str, notebook: Any, submissions: int, folder: Path) -> Used:
    """What the command used with so many workers."""
    make_course(folder, lesson, notebook, OURS.format(root=str(ROOT)), submissions)
    with cluster(count) as address:
        options = f"--Autograde.cluster={address}", "--force"
        used_by(lesson, folder, *options, f"--student=s00[0-{count - 1}]")
        return used_by(lesson, folder, *options)


@contextlib.contextmanager
def cluster(count: int) -> Iterator[str]:
    """The address of a scheduler with so many workers, each a process with one thread."""
    with contextlib.ExitStack() as stack:
        place = stack.enter_context(tempfile.TemporaryDirectory())
        options = "--host", "127.0.0.1", "--port", "0", "--no-dashboard"
        (address,) = stack.enter_context(dask(place, "Scheduler at:", "scheduler", *options))
        for _ in range(count):
            stack.enter_context(dask(place, JOINED, "worker", address, "--no-nanny", "--nthreads", "1"))
        yield address


@contextlib.contextmanager
def dask(folder: str, until: str, *arguments: str) -> Iterator[list[str]]:
    """A command of Dask's; the addresses in the line that says that it is ready."""
    process = subprocess.Popen(
        [sys.executable, "-m", "dask", *arguments],
        cwd=folder,
        env=ENVIRONMENT,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stderr
        line = next((line for line in process.stderr if until in line), None)
        if line is None:
            raise SystemExit(f"dask {' '.join(arguments)} did not start: {process.wait()}")
        threading.Thread(target=process.stderr.read, daemon=True).start()  # a full pipe would stop it
        yield ADDRESS.findall(line)
    finally:
        process.terminate()
        process.wait()


def notebooks(folder: Path) -> dict[str, bytes]:
    """Each graded notebook, by whose it is."""
    found = sorted((folder / "autograded").glob("*/*/*.ipynb"))
    return {path.parent.parent.name: path.read_bytes() for path in found}


if __name__ == "__main__":
    main()
