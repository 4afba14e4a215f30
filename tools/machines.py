"""Are grades the same on every machine? The demo classes graded on machines that differ, check by check.

    python -m tools.machines                        # instruction sets, threads, default dtype
    python -m tools.machines --repeats 200          # is each solution right so many times?
    python -m tools.machines --with numpy==2.3.5    # in an environment of its own, which it makes first
    python -m tools.machines 01-manual-gradients

ATen, PyTorch's library of tensors, chooses its instructions by the processor; `ATEN_CPU_CAPABILITY` chooses
as an older processor would (https://docs.pytorch.org/docs/stable/backends.html). The variables are set for
the judge and for the worker. Ends with 1 where a grade differs from this machine's own.
"""

import argparse
import contextlib
import itertools
import json
import os
import subprocess
import sys
import tempfile
import unittest.mock
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from multiprocessing import get_context
from pathlib import Path

from grader.demo import answer_files
from grader.demo.answer_files import Answers
from grader.notebooks.cells import max_points
from grader.notebooks.paths import ROOT, lessons_below
from grader.sandbox import bubblewrap
from grader.sandbox.limits import Limits
from grader.sandbox.template import Template
from tools.graded import judged, read, solver

LIMITS = Limits(cell_seconds=10)  # no cell of a solution takes one second
Grades = dict[str, dict[str, float]]  # {"lesson learner": {check: points}}


@dataclass(frozen=True)
class Machine:
    """Variables of the environment, and what a learner's first cell does."""

    name: str
    variables: dict[str, str] = field(default_factory=dict)
    first_cell: str = ""


HERE = Machine("as it is")
MACHINES = [
    *(
        Machine(f"instructions {name}", {"ATEN_CPU_CAPABILITY": name})
        for name in ("default", "avx2", "avx512")
    ),
    *(
        Machine(f"{n} threads", {"OMP_NUM_THREADS": str(n)}, f"import torch\ntorch.set_num_threads({n})")
        for n in (1, 2, 8)
    ),
    Machine("float64 by default", {}, "import torch\ntorch.set_default_dtype(torch.float64)"),
]


# Grading, in a process of its own: the variables are read once, when torch is loaded


def grades(machine: Machine, lessons: list[str]) -> Grades:
    """The points of every learner of the demo classes on a machine, two lessons at once."""
    with unittest.mock.patch.dict(os.environ, machine.variables), get_context("spawn").Pool(2) as pool:
        asked = [(machine, lesson) for lesson in lessons]
        return dict(itertools.chain(*(found.items() for found in pool.starmap(grades_here, asked, 1))))


def grades_here(machine: Machine, lesson: str) -> Grades:
    more = [word for name, value in machine.variables.items() for word in ("--setenv", name, value)]
    shown = bubblewrap.environment() + more
    with unittest.mock.patch.object(bubblewrap, "environment", return_value=shown), Template() as template:
        return {
            f"{lesson} {learner.learner}": points(template, lesson, learner, machine)
            for learner in members(lesson)
        }


def members(lesson: str) -> list[Answers]:
    """The demo class of a lesson, but for those with a `while`, which may never end."""
    learners = answer_files.read_class(ROOT / "examples" / lesson, read("source", lesson))
    return [each for each in learners if "while " not in "".join(each.cells.values())]


def points(template: Template, lesson: str, learner: Answers, machine: Machine) -> dict[str, float]:
    most = max_points(read("source", lesson))
    results = judged(template, lesson, learner, LIMITS, first=machine.first_cell)
    return {name: most[name] if result.passed is True else 0 for name, result in results.items()}


# What is asked


def compare(machine: Machine, lessons: list[str], ours: Grades) -> int:
    """How many grades differ on a machine; each is printed."""
    return differing(machine.name, grades(machine, lessons), ours)


def differing(name: str, theirs: Grades, ours: Grades) -> int:
    """How many grades differ; each is printed."""
    found = [
        f"  {who} {check}: {points:g}, here {ours[who][check]:g}"
        for who, all_points in theirs.items()
        for check, points in all_points.items()
        if points != ours[who][check]
    ]
    print(f"{name}: {len(theirs)} submissions, {len(found)} grades differ", *found, sep="\n", flush=True)
    return len(found)


def repeat(lesson: str, times: int) -> int:
    """Grade a lesson's solution so many times; prints which checks did not always pass, returns how many."""
    with Template() as template:
        failed = Counter(
            name
            for number in range(times)
            for name, result in judged(
                template, lesson, solver(lesson, {}), LIMITS, draw=b"repeat %d" % number
            ).items()
            if result.passed is not True
        )
    print(f"{lesson}: graded {times} times, {failed.total()} checks failed {dict(failed) or ''}", flush=True)
    return failed.total()


@contextlib.contextmanager
def environment(packages: list[str]) -> Iterator[Path]:
    """The Python of an environment like this project's own, but with these packages, for a while."""
    with tempfile.TemporaryDirectory() as folder:
        python = Path(folder) / "bin" / "python"
        subprocess.run([sys.executable, "-m", "venv", folder], check=True)
        pip = f"{python} -m pip install -q --disable-pip-version-check".split(" ")
        as_here = ["--constraint", f"{ROOT}/constraints.txt", "--editable", f"{ROOT}[instructor]"]
        subprocess.run([*pip, *as_here], check=True)
        subprocess.run([*pip, "--no-deps", *packages], check=True)
        yield python


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("lessons", nargs="*", default=lessons_below(ROOT / "source"))
    parser.add_argument("--repeats", type=int, help="grade each solution so many times, on fresh numbers")
    parser.add_argument("--with", dest="packages", action="append", help="another version of a package")
    parser.add_argument("--grades", action="store_true", help="print the grades here as JSON, and no more")
    options = parser.parse_args()
    if options.repeats:
        with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
            wrong = sum(pool.map(repeat, options.lessons, itertools.repeat(options.repeats)))
        return 1 if wrong else 0
    ours = grades(HERE, options.lessons)
    if options.grades:
        print(json.dumps(ours))
        return 0
    if not options.packages:
        return 1 if sum(compare(each, options.lessons, ours) for each in MACHINES) else 0
    with environment(options.packages) as python:
        asked = [python, "-m", "tools.machines", "--grades", *options.lessons]
        answer = subprocess.run(asked, check=True, stdout=subprocess.PIPE, cwd=ROOT)
    return 1 if differing(" ".join(options.packages), json.loads(answer.stdout), ours) else 0


if __name__ == "__main__":
    sys.exit(main())
