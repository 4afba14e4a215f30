"""The whole command for a class: stock nbgrader, otter, ours with one and two judges, and the floor, at once.

    python -m tools.bench_class                          # all lessons, 12 submissions each
    python -m tools.bench_class --submissions 24 --half 01-manual-gradients
    python -m tools.bench_class --otter --picture docs/benchmark.svg
    python -m tools.bench_class --submissions 60 --stock 6   # stock takes as long for each

Each submission is a copy of the lesson's solution; with --half, of the released notebook with every second
exercise solved. CPU and wall clock are those of `nbgrader autograde LESSON`, with all the processes that it
starts, divided by the submissions; "start" is the same command when there is nothing to grade but one.
otter (`tools.otter`) grades each submission by a command of its own, of which some are run.
The floor is what `tools.bench` calls so: the same cells in a warm process without walls, judge or nbgrader.
"""

import argparse
import contextlib
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import nbformat

from grader.demo.demo_class import STOCK
from grader.nbgrading.tasks import task_of
from grader.notebooks.cells import BEGIN_SOLUTION, grade_id
from grader.notebooks.paths import ROOT, lessons_below, read_in
from grader.sandbox.memory import family
from tools import otter
from tools.bench import Floor, cpu_below

OURS = 'c = get_config()\nload_subconfig("nbgrader_config.py", path={root!r})\n'
UNPAINTED = OURS + "c.Judge.pictures = False\n"
LOOK_SECONDS = 0.05
OTTER_RUNS = 3
# nbgrader runs `alembic`, which lies beside this Python.
ENVIRONMENT = os.environ | {"PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"}


@dataclass(frozen=True)
class Used:
    """What a command used: seconds of the clock and of processors, and bytes at its largest."""

    wall: float
    cpu: float
    memory: int
    submissions: int = 1  # that it graded


def main() -> None:
    """Measure what the command line names, and print a table for each lesson."""
    parser = argparse.ArgumentParser(
        prog="python -m tools.bench_class", description=str(__doc__).split("\n")[0]
    )
    parser.add_argument("lessons", nargs="*", default=lessons_below(ROOT / "source"))
    parser.add_argument("--submissions", type=int, default=12)
    parser.add_argument("--stock", type=int, help="how many of them stock nbgrader grades (all)")
    parser.add_argument("--half", action="store_true", help="every second exercise is left open")
    parser.add_argument("--otter", action="store_true", help="otter-grader too, in an environment of its own")
    parser.add_argument("--json", type=Path, help="also write the figures here")
    parser.add_argument("--picture", type=Path, help="also draw the throughputs here")
    options = parser.parse_args()
    found = {}
    for lesson in options.lessons:
        found[lesson] = measured(
            lesson,
            options.submissions,
            options.stock or options.submissions,
            half=options.half,
            with_otter=options.otter,
        )
        show(lesson, found[lesson])
    if options.json:
        options.json.write_text(json.dumps(found, indent=1, default=vars) + "\n")
    if options.picture:
        draw(found, options.picture)


def measured(
    lesson: str, submissions: int, by_stock: int, *, half: bool, with_otter: bool
) -> dict[str, Used]:
    """The figures of one lesson, by kind; of the submissions stock nbgrader grades so many."""
    notebook = half_solved(lesson) if half else read_in(ROOT / "source", lesson)
    kinds = {
        "stock": (STOCK, ()),
        "one judge": (OURS, ("--Autograde.workers=1",)),
        "two judges": (OURS, ("--Autograde.workers=2",)),
        "two, unpainted": (UNPAINTED, ("--Autograde.workers=2",)),
    }
    found = {}
    with tempfile.TemporaryDirectory() as name:
        for kind, (config, options) in kinds.items():
            folder = Path(name, kind.replace(" ", "-"))
            count = by_stock if kind == "stock" else submissions
            make_course(folder, lesson, notebook, config.format(root=str(ROOT)), count)
            found[kind] = replace(used_by(lesson, folder, *options), submissions=count)
            if kind == "two judges":
                found["start"] = used_by(lesson, folder, *options, "--force", "--student=s000")
        if with_otter:
            found["otter"] = used_by_otter(lesson, notebook, Path(name, "otter"))
    found["floor"] = floor_of(notebook)
    return found


def half_solved(lesson: str) -> Any:
    """The lesson's solution, with every second answer as it was released."""
    solution, released = read_in(ROOT / "source", lesson), read_in(ROOT / "release", lesson)
    blank = {grade_id(cell): cell.source for cell in released.cells if grade_id(cell)}
    answers = [cell for cell in solution.cells if BEGIN_SOLUTION in cell.source]
    for cell in answers[::2]:
        cell.source = blank[grade_id(cell)]
    return solution


def make_course(folder: Path, lesson: str, notebook: Any, config: str, submissions: int) -> None:
    """A course folder with a class that has handed in this notebook."""
    (folder / "source").mkdir(parents=True)
    shutil.copytree(ROOT / "source" / lesson, folder / "source" / lesson)
    (folder / "nbgrader_config.py").write_text(config)
    command = [sys.executable, "-m", "nbgrader", "generate_assignment", lesson]
    subprocess.run(command, cwd=folder, env=ENVIRONMENT, check=True, capture_output=True)
    for number in range(submissions):
        handed_in = folder / "submitted" / f"s{number:03}" / lesson
        handed_in.mkdir(parents=True)
        nbformat.write(notebook, handed_in / f"{lesson}.ipynb")


def used_by(lesson: str, folder: Path, *options: str) -> Used:
    """What `nbgrader autograde` of a lesson used, with all that it started."""
    return used([sys.executable, "-m", "nbgrader", "autograde", lesson, *options], folder)


def used_by_otter(lesson: str, notebook: Any, folder: Path) -> Used:
    """What `otter run` used for one submission: the median of some."""
    folder.mkdir()
    archive, handed_in = folder / "autograder.zip", folder / f"{lesson}.ipynb"
    otter.write_tests(read_in(ROOT / "source", lesson), archive)
    nbformat.write(notebook, handed_in)
    runs = [used(otter.grade(handed_in, archive, folder), folder) for _ in range(OTTER_RUNS)]
    good, tests = otter.passed(folder)
    print(f"{lesson}: {good} of {tests} tests pass in otter, which runs them after the last cell")
    return sorted(runs, key=lambda run: run.wall)[OTTER_RUNS // 2]


def used(command: list[str], folder: Path) -> Used:
    """What a command used, with all that it started.

    A process that is killed takes its CPU time along, so all are looked at while they run.
    """
    started = time.monotonic()
    process = subprocess.Popen(
        command, cwd=folder, env=ENVIRONMENT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    cpu, memory, ended = [0.0], [0], threading.Event()

    def look() -> None:
        while not ended.wait(LOOK_SECONDS):
            with contextlib.suppress(OSError):
                cpu.append(cpu_below(process.pid))
                memory.append(sum(own_memory(pid) for pid in family(process.pid)))

    watch = threading.Thread(target=look)
    watch.start()
    status = process.wait()
    wall = time.monotonic() - started
    ended.set()
    watch.join()
    if status:
        raise SystemExit(f"{' '.join(command)} ended with {status}")
    return Used(wall, max(cpu), max(memory))


def own_memory(pid: int) -> int:
    """Bytes of a process, with its share of what it has together with others (PSS)."""
    with contextlib.suppress(OSError, StopIteration):
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
        return 1024 * int(next(line for line in lines if line.startswith("Pss:")).split()[1])
    return 0


def floor_of(notebook: Any, runs: int = 3) -> Used:
    """The same cells, one after the other, in a fork of a warm process."""
    task = task_of(notebook, notebook)
    with contextlib.closing(Floor()) as floor:
        seconds = statistics.median(floor.cpu_of(task) for _ in range(runs))
    return Used(seconds, seconds, 0)


def show(lesson: str, found: dict[str, Used]) -> None:
    """A line for each kind: a submission's seconds, and how many times stock's throughput that is."""
    stock, ours = found["stock"].wall / found["stock"].submissions, found["two judges"]
    print(f"{lesson}: {ours.submissions} submissions, {os.cpu_count()} processors; seconds a submission")
    for kind, used in found.items():
        wall, cpu = used.wall / used.submissions, used.cpu / used.submissions
        times = "" if kind in ("floor", "start") else f"  {stock / wall:5.1f} x stock"
        print(f"  {kind:15} wall {wall:6.2f}  CPU {cpu:6.2f}  {used.memory / 2**20:6.0f} MB{times}")
    start, others = found["start"], ours.submissions - 1
    goal = 1.25 * found["floor"].cpu + 0.15
    more = (ours.cpu - start.cpu) / others
    print(f"  each further submission: {more:.2f} CPU-s (goal: 1.25 x floor + 0.15 = {goal:.2f})")
    for kind in "two judges", "two, unpainted":
        wall = (found[kind].wall - start.wall) / others
        print(f"  so {kind} grade {stock / wall:.1f} x as many as stock in a large class", flush=True)


def draw(found: dict[str, dict[str, Used]], path: Path) -> None:
    """A picture: how many submissions a minute each kind grades, for each lesson."""
    from matplotlib.figure import Figure

    kinds = [kind for kind in next(iter(found.values())) if kind not in ("floor", "start")]
    figure = Figure(figsize=(9, 3.6), layout="constrained")
    axes = figure.add_subplot()
    width = 0.8 / len(kinds)
    for k, kind in enumerate(kinds):
        rates = [60 * of[kind].submissions / of[kind].wall for of in found.values()]
        places = [place + (k - (len(kinds) - 1) / 2) * width for place in range(len(found))]
        axes.bar_label(axes.bar(places, rates, width, label=kind), fmt="%.0f", fontsize=7)
    axes.set_xticks(range(len(found)), [lesson.split("-", 1)[1] for lesson in found])
    axes.set_ylabel("submissions a minute")
    axes.legend(fontsize=8)
    figure.savefig(path)


if __name__ == "__main__":
    main()
