"""CPU-seconds a submission: stock nbgrader, the judge, and the floor, side by side in one run.

    python -m tools.bench                     # lesson 1's own solution, medians of several runs each
    python -m tools.bench --assignment 02-autograd --runs 9
    python -m tools.bench --assignment sketch # four cells and a test, one plot

The floor is the same cells, test cells included, run by IPython in a process forked from an already warm
one: no sandbox, no judge. Stock is nbgrader's own `Execute` with a kernel of its own. CPU time counts every
process that takes part: for the judge that is this one, the worker, and the template's share in forking.
"Plain" is the judge when matplotlib paints no picture: what it takes less is what the pictures cost.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
import unittest.mock
from dataclasses import replace
from pathlib import Path
from typing import Any

import nbformat

from grader.judge.grade import grade
from grader.judge.task import Result, Task
from grader.nbgrading.tasks import task_of
from grader.notebooks.paths import ROOT, notebook_in
from grader.sandbox.confined_link import ConfinedLink
from grader.sandbox.limits import Limits
from grader.sandbox.memory import family
from grader.sandbox.template import Template
from tools.unpainted import without_pictures


def main() -> None:
    """Measure what the command line names."""
    parser = argparse.ArgumentParser(prog="python -m tools.bench", description=str(__doc__).split("\n")[0])
    parser.add_argument("--assignment", default="01-manual-gradients")
    parser.add_argument("--runs", type=int, default=7)
    parser.add_argument("--stock-runs", type=int, default=3)
    options = parser.parse_args()
    path = notebook_in(ROOT / "source", options.assignment)
    notebook = sketch() if options.assignment == "sketch" else nbformat.read(path, 4)
    measure(options.assignment, notebook, options.runs, options.stock_runs)


SKETCH = [
    "import torch\nimport matplotlib.pyplot as plt\nx = torch.tensor([1.0, 2.0, 3.0])\ny = 2 * x",
    """def train(x, y, steps):
    W = torch.zeros(1, requires_grad=True)
    optimizer = torch.optim.SGD([W], lr=0.05)
    for _ in range(steps):
        optimizer.zero_grad()
        ((W * x - y) ** 2).mean().backward()
        optimizer.step()
    return W""",
    "W = train(x, y, 100)",
    "plt.plot(x, y, 'o')\nplt.plot(x, (W * x).detach())\nplt.show()",
]
SKETCH_TEST = """
import torch
from course.checks import expect
expect("W", W, 2.0, rtol=1e-3)
expect("train on other data", train(torch.tensor([1.0, 2.0]), torch.tensor([3.0, 6.0]), 100), 3.0, rtol=1e-3)
"""


def sketch() -> Any:
    """A small notebook: 100 steps of SGD, a plot, one test that reads a value and trains again."""
    cells = [nbformat.v4.new_code_cell(source) for source in [*SKETCH, SKETCH_TEST]]
    cells[-1].metadata["nbgrader"] = {
        "grade": True,
        "solution": False,
        "points": 1,
        "grade_id": "train-check",
    }
    return nbformat.v4.new_notebook(cells=cells, metadata={"judge": {"tests": "outside"}})


def measure(name: str, notebook: Any, runs: int, stock_runs: int) -> None:
    """Run all in turn, so that whatever else the machine does falls on all alike, and print medians."""
    task = task_of(notebook, notebook)
    unpainted = without_pictures(task)
    seconds: dict[str, list[float]] = {"stock": [], "judge": [], "plain": [], "floor": []}
    with Template() as template, contextlib.closing(Floor()) as floor:
        require_passes(grade(task, template))  # which warms the judge's own imports too
        floor.cpu_of(task)
        for k in range(max(runs, stock_runs)):
            if k < runs:
                seconds["floor"].append(floor.cpu_of(task))
                seconds["judge"].append(cpu_of_judge(task, template))
                seconds["plain"].append(cpu_of_judge(unpainted, template))
            if k < stock_runs:
                seconds["stock"].append(cpu_of_stock(notebook))
        fresh, used = unique_memory(replace(task, cells=()), template), unique_memory(task, template)
    print(f"{name}: {len(task.cells)} code cells; CPU-seconds a submission, median (lowest to highest)")
    print_seconds(seconds)
    print_memory(fresh / 2**20, used / 2**20)


def print_seconds(seconds: dict[str, list[float]]) -> None:
    """The times of each kind, and whether the judge's meet the two goals."""
    for kind, values in seconds.items():
        spread = f"{min(values):.3f} to {max(values):.3f}, {len(values)} runs"
        print(f"  {kind}  {statistics.median(values):6.3f}  ({spread})")
    stock, judge, plain, floor = (statistics.median(values) for values in seconds.values())
    goal = 1.5 * floor + 0.060
    print(f"judge <= 1.5 x floor + 0.060 = {goal:.3f}: {verdict(judge <= goal)}")
    print(f"judge <= stock / 30 = {stock / 30:.3f}: {verdict(judge <= stock / 30)}", end="; ")
    print(f"stock / judge = {stock / judge:.0f}, stock / plain = {stock / plain:.0f}")


def print_memory(fresh: float, used: float) -> None:
    """The megabytes of a worker's own, and whether they meet the goal."""
    print(f"a worker's own memory: {fresh:.1f} MB fresh, {used:.1f} MB after all cells")
    print(f"both <= 40 MB: {verdict(max(fresh, used) <= 40)}")


def require_passes(result: Result) -> None:
    """Stop where the solution does not earn all points: what it costs would say nothing."""
    if result.status != "graded" or any(cell.passed is False for cell in result.cells):
        raise SystemExit("the solution does not pass its own tests, so nothing was measured")


def verdict(met: bool) -> str:
    return "met" if met else "MISSED"


def cpu_of_judge(task: Task, template: Template) -> float:
    """CPU-seconds that the judge takes for a submission with full marks."""
    seconds, result = cpu_of_grading(task, template)
    require_passes(result)
    return seconds


def cpu_of_grading(task: Task, template: Template) -> tuple[float, Result]:
    """CPU-seconds of this process, the template, and the worker, which the template reaps a moment later."""
    before = own_cpu() + cpu_below(template.process.pid)
    result = grade(task, template)
    time.sleep(0.1)
    return own_cpu() + cpu_below(template.process.pid) - before, result


def own_cpu() -> float:
    """CPU-seconds of this process so far."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def cpu_below(pid: int) -> float:
    """CPU-seconds of a process and all below it, those that are gone included."""
    ticks = 0
    for member in family(pid):
        words = Path(f"/proc/{member}/stat").read_text().rpartition(")")[2].split()
        ticks += sum(int(word) for word in words[11:15])  # user, system, and both of its reaped children
    return ticks / os.sysconf("SC_CLK_TCK")


class Floor:
    """A warm Python without walls; `cpu_of` forks it and runs all the cells there."""

    def __init__(self) -> None:
        one_thread = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}
        command = [sys.executable, "-c", "from tools.bench import serve_floor; serve_floor()"]
        self.process = subprocess.Popen(
            command, env=os.environ | one_thread, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def cpu_of(self, task: Task) -> float:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        print(json.dumps([cell.source for cell in task.cells]), file=self.process.stdin, flush=True)
        return float(self.process.stdout.readline())

    def close(self) -> None:
        self.process.kill()
        self.process.communicate()


def serve_floor() -> None:
    """Read cells, run them in a fork, print its CPU-seconds."""
    from grader import reference  # noqa: F401
    from grader.worker.warm import warm_up

    shell, out = warm_up(), sys.stdout
    for line in sys.stdin:
        if os.fork():
            os.wait()
            continue
        with tempfile.TemporaryDirectory() as folder, contextlib.chdir(folder):  # where a lesson saves
            for source in json.loads(line):
                shell.run(source, Limits().output_bytes)
        print(own_cpu(), file=out, flush=True)
        os._exit(0)


def cpu_of_stock(notebook: Any) -> float:
    """nbgrader's own preprocessor and its kernel, in a process of their own."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "notebook.ipynb").write_text(nbformat.writes(notebook))
        code = """
import nbformat
from nbgrader.preprocessors import Execute
notebook = nbformat.read("notebook.ipynb", 4)
Execute().preprocess(notebook, {"metadata": {"path": "."}})
"""
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run([sys.executable, "-c", code], cwd=folder, check=True, capture_output=True)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def unique_memory(task: Task, template: Template) -> int:
    """Bytes that a worker does not share with the template (USS) when its submission is graded."""
    sizes = []

    class Weighed(ConfinedLink):
        def kill(self) -> None:
            if self.pidfd is not None:  # else it is gone already
                lines = Path(f"/proc/{self.pid}/smaps_rollup").read_text().splitlines()
                private = [line for line in lines if line.startswith("Private_")]
                sizes.append(sum(int(line.split()[1]) * 1024 for line in private))
            super().kill()

    with unittest.mock.patch("grader.sandbox.template.ConfinedLink", Weighed):
        require_passes(grade(task, template))
    [size] = sizes
    return size


if __name__ == "__main__":
    main()
