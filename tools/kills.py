"""Kills `nbgrader autograde` at random moments, again and again, and holds the result against a quiet run.

    python -m tools.kills --submissions 200 --kills 50

Each time one of its processes gets SIGKILL: the command itself, a judge, the template or a worker. Then the
same command goes on. At the end points, folders and statuses must equal those of a run that nobody disturbed,
and nothing may have been graded again that a run had said is graded.
"""

import argparse
import contextlib
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import nbformat
from nbgrader.api import Gradebook

from grader.notebooks.paths import ROOT
from grader.sandbox.memory import family
from tools.bench import sketch

NAME = "sketch"
GRADED = re.compile(r"\d+/\d+ (s\d+): graded")  # a line of the command's, once it is saved
TIME = re.compile(rb'(?<="file": \[)\d+')  # of a graded notebook, in the records of answers
SOLUTION, WRONG = 1, "def train(x, y, steps):\n    return 0 * x"  # the cell to answer, and a wrong answer


def main() -> int:
    """Kill, compare, and say what was found; 1 where something differs."""
    parser = argparse.ArgumentParser(prog="python -m tools.kills", description=str(__doc__).split("\n")[0])
    parser.add_argument("--submissions", type=int, default=200)
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    found = differences(options.submissions, options.kills, options.seed)
    print("\n".join(found) or f"{options.kills} kills changed nothing.")
    return 1 if found else 0


def differences(submissions: int, kills: int, seed: int) -> list[str]:
    """What differs after so many kills from what a quiet run leaves: names of files and of points."""
    with tempfile.TemporaryDirectory() as folder:
        quiet, killed = Path(folder, "quiet"), Path(folder, "killed")
        make_course(quiet, submissions)
        shutil.copytree(quiet, killed)
        started = time.monotonic()
        require(autograde(quiet).wait() == 0, "the quiet run failed")
        seconds = time.monotonic() - started
        twice = disturb(killed, kills, seconds, random.Random(seed))
        wanted, found = state(quiet), state(killed)
    require(len(wanted) > 2 * submissions, "the quiet run left too little")
    other = [str(name) for name in wanted.keys() | found.keys() if wanted.get(name) != found.get(name)]
    return sorted(other) + [f"{name} was graded twice" for name in twice]


def make_course(folder: Path, submissions: int) -> None:
    """A course with one small assignment and a class, every third of which is wrong."""
    source = sketch()
    for number, cell in enumerate(source.cells):
        cell.id = f"cell-{number}"
    answer = source.cells[SOLUTION]
    answer.metadata.nbgrader = {"grade_id": "train", "solution": True, "grade": False, "locked": False}
    test = source.cells[-1].metadata.nbgrader
    test.update(locked=True, task=False)
    for cell in answer, source.cells[-1]:
        cell.metadata.nbgrader.update(schema_version=3, task=False)
    answer.source = f"### BEGIN SOLUTION\n{answer.source}\n### END SOLUTION"
    (folder / "source" / NAME).mkdir(parents=True)
    nbformat.write(source, folder / "source" / NAME / f"{NAME}.ipynb")
    shutil.copy(ROOT / "nbgrader_config.py", folder)
    nbgrader("generate_assignment", NAME, cwd=folder)
    for number in range(submissions):
        handed_in = folder / "submitted" / f"s{number:04}" / NAME
        handed_in.mkdir(parents=True)
        answer.source = f"# {number}\n" + (WRONG if number % 3 == 0 else sketch().cells[SOLUTION].source)
        nbformat.write(source, handed_in / f"{NAME}.ipynb")


def nbgrader(*arguments: str, cwd: Path) -> None:
    command = [sys.executable, "-m", "nbgrader", *arguments]
    done = subprocess.run(command, cwd=cwd, capture_output=True, text=True)
    require(done.returncode == 0, done.stderr)


def autograde(folder: Path) -> subprocess.Popen[bytes]:
    """The command, in a process of its own; what it says goes to the folder's file `said`."""
    with (folder / "said").open("wb") as said:
        return subprocess.Popen(
            [sys.executable, "-m", "nbgrader", "autograde", NAME], cwd=folder, stdout=said, stderr=said
        )


def disturb(folder: Path, kills: int, seconds: float, chance: random.Random) -> list[str]:
    """Kill so many processes of the command, at moments within a run; then let it end.

    Returns who was graded twice, with nothing that asked for it.
    """
    graded: set[str] = set()
    twice: list[str] = []
    most = kills  # of the lines may be lost with the command, after their submission was saved
    while kills:
        process = autograde(folder)
        try:
            process.wait(chance.uniform(0.5, seconds / 2))
        except subprocess.TimeoutExpired:
            members = family(process.pid)
            victim = process.pid if chance.random() < 0.5 else chance.choice(members)
            with contextlib.suppress(ProcessLookupError):
                os.kill(victim, signal.SIGKILL)
                kills -= 1
            process.wait()
            twice += newly_graded(folder, graded)
        else:
            twice += newly_graded(folder, graded)
            graded -= take_some_back(folder, chance)  # it came to its end: more work for the next
    for _ in range(3):  # a submission whose template was killed twice waits for the next run
        status = autograde(folder).wait()
        twice += newly_graded(folder, graded)
        if status == 0:
            break
    everybody = len(list((folder / "submitted").iterdir()))
    require(len(graded) >= everybody - most, "hardly anybody is said to be graded")
    return twice


def newly_graded(folder: Path, graded: set[str]) -> list[str]:
    """Who was graded by the last run, and had been before; all are added to `graded`."""
    found = GRADED.findall((folder / "said").read_text(errors="replace"))
    twice = [name for name in found if name in graded]
    graded.update(found)
    return twice


def take_some_back(folder: Path, chance: random.Random) -> set[str]:
    """As if half of the class had not been graded yet; returns whose folders went."""
    gone = {path for path in sorted((folder / "autograded").glob(f"*/{NAME}")) if chance.random() < 0.5}
    for path in gone:
        shutil.rmtree(path)
    return {path.parent.name for path in gone}


def state(folder: Path) -> dict[Any, Any]:
    """All that grading leaves: each file in autograded/, and each grade in the gradebook."""
    files = (path for path in (folder / "autograded").rglob("*") if path.is_file())
    contents: dict[Any, Any] = {
        str(path.relative_to(folder)): TIME.sub(b"", path.read_bytes()) for path in files
    }
    with Gradebook(f"sqlite:///{folder}/gradebook.db") as gradebook:
        for submission in gradebook.find_assignment(NAME).submissions:
            for grade in submission.notebooks[0].grades:
                row = grade.auto_score, grade.manual_score, grade.needs_manual_grade
                contents[submission.student.id, grade.name] = row
    return contents


def require(met: bool, complaint: str) -> None:
    if not met:
        raise SystemExit(complaint)


if __name__ == "__main__":
    sys.exit(main())
