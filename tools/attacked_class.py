"""A class of honest learners with every attack of tests/attacks among them, graded by one command.

    python -m tools.attacked_class                     # 300 honest submissions over the six lessons
    python -m tools.attacked_class --honest 40 01-manual-gradients

The honest ones are the demo classes, again and again until there are as many as asked for. Each attack
hands in the released notebook of a lesson with its code in the first cell to solve. Then holds: every
honest learner has the points deserved, check by check; no attack has any; and no attack holds a judge longer
than its limits: the longest time in which no submission at all was finished is no longer.
"""

import argparse
import itertools
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import nbformat
from nbgrader.api import Gradebook

from grader.demo.answer_files import FRONT, Answers, read_class, sections, submission
from grader.notebooks.cells import flagged
from grader.notebooks.paths import ROOT, lessons_below, notebook_in, read_in
from tools.bench_class import ENVIRONMENT, OURS

LIMITS = {"cell_seconds": 10, "submission_seconds": 20, "memory_bytes": 1 << 30}
CONFIG = OURS.format(root=str(ROOT)) + f"c.Judge.limits = {LIMITS}\n"
ATTACKS = ROOT / "tests" / "attacks"
AROUND = 10  # seconds beyond them: the start of the command, or of a new template


def main() -> int:
    """Grade the class, and say what is not as it should be; 1 where something is not."""
    about = str(__doc__).split("\n")[0]
    parser = argparse.ArgumentParser(prog="python -m tools.attacked_class", description=about)
    parser.add_argument("lessons", nargs="*", default=lessons_below(ROOT / "source"))
    parser.add_argument("--honest", type=int, default=300)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        found = wrong_in(Path(folder), options.lessons, options.honest)
    print("\n".join(found) or "Everybody has the points deserved.")
    return 1 if found else 0


def wrong_in(folder: Path, lessons: list[str], honest: int) -> list[str]:
    """What is not as it should be after such a class was graded."""
    (folder / "nbgrader_config.py").write_text(CONFIG)
    for lesson in lessons:
        shutil.copytree(ROOT / "source" / lesson, folder / "source" / lesson)
        nbgrader(folder, "generate_assignment", lesson)
    deserved = hand_in_honest(folder, lessons, honest)
    attackers = hand_in_attacks(folder, lessons)
    started = time.time()
    status = nbgrader(folder, "autograde", "*", may_fail=True)
    took = time.time() - started
    print(f"{len(deserved)} honest submissions, {len(attackers)} attacks: {took:.0f} s, exit status {status}")
    everybody = [*deserved, *(who for who in attackers if finished(folder, *who) < float("inf"))]
    ended = sorted(finished(folder, *who) for who in everybody)
    gap = max(later - earlier for earlier, later in itertools.pairwise([started, *ended]))
    allowed = LIMITS["submission_seconds"] + AROUND
    print(f"The longest time without one that was finished: {gap:.1f} s (an attack may take {allowed} s)")
    return [*wrong_points(folder, deserved, attackers), *[f"{gap:.1f} s is too long"] * (gap > allowed)]


def hand_in_honest(folder: Path, lessons: list[str], number: int) -> dict[tuple[str, str], dict[str, float]]:
    """Hand in so many notebooks of the demo classes; returns {(learner, lesson): points deserved}."""
    classes = {lesson: class_of(lesson) for lesson in lessons}
    rows = [(lesson, answers) for lesson, all_answers in classes.items() for answers in all_answers]
    deserved = {}
    for count, (lesson, answers) in zip(range(number), itertools.cycle(rows), strict=False):
        learner = f"{answers.learner}-{count // len(rows)}"
        notebook = submission(answers, read_in(ROOT / "source", lesson), read_in(ROOT / "release", lesson))
        put(folder, learner, lesson, notebook)
        deserved[learner, lesson] = answers.deserved()
    return deserved


def class_of(lesson: str) -> list[Answers]:
    """The demo class of a lesson."""
    return read_class(ROOT / "examples" / lesson, read_in(ROOT / "source", lesson))


def hand_in_attacks(folder: Path, lessons: list[str]) -> list[tuple[str, str]]:
    """Each attack in turn in one of the lessons; their names stand among those of the honest ones."""
    found = []
    for number, path in enumerate(sorted(ATTACKS.glob("*.md"))):
        match = FRONT.fullmatch(path.read_text("utf-8"))
        assert match, path
        code = "\n".join(sections(match[2]).values())
        lesson = lessons[number % len(lessons)]
        notebook = read_in(ROOT / "release", lesson)
        first = next(cell for cell in flagged(notebook, "solution") if cell.cell_type == "code")
        first.source = code
        learner = f"{chr(ord('a') + number % 26)}-{path.stem}"
        put(folder, learner, lesson, notebook)
        found.append((learner, lesson))
    return found


def put(folder: Path, learner: str, lesson: str, notebook: Any) -> None:
    """Hand in a notebook."""
    path = notebook_in(folder / "submitted" / learner, lesson)
    path.parent.mkdir(parents=True)
    nbformat.write(notebook, path)


def nbgrader(folder: Path, *arguments: str, may_fail: bool = False) -> int:
    """Run a command of nbgrader's; returns its exit status."""
    command = [sys.executable, "-m", "nbgrader", *arguments]
    done = subprocess.run(command, cwd=folder, env=ENVIRONMENT, capture_output=True, text=True)
    if done.returncode and not may_fail:
        raise SystemExit(f"{' '.join(command)} ended with {done.returncode}:\n{done.stderr[-2000:]}")
    return done.returncode


def finished(folder: Path, learner: str, lesson: str) -> float:
    """When a learner's graded notebook was written; never, where it is missing."""
    path = notebook_in(folder / "autograded" / learner, lesson)
    return path.stat().st_mtime if path.exists() else float("inf")


def wrong_points(
    folder: Path, deserved: dict[tuple[str, str], dict[str, float]], attackers: list[tuple[str, str]]
) -> list[str]:
    """Who has other points than deserved, and where."""
    found = []
    with Gradebook(f"sqlite:///{folder}/gradebook.db") as book:
        for (learner, lesson), points in deserved.items():
            got = scores(book, learner, lesson)
            found += [
                f"{learner} {lesson} {check}: {got.get(check)} and not {value}"
                for check, value in points.items()
                if got.get(check) != value
            ]
        for learner, lesson in attackers:
            gained = {check: value for check, value in scores(book, learner, lesson).items() if value}
            found += [f"{learner} {lesson} gained {gained}"] if gained else []
    return found


def scores(book: Any, learner: str, lesson: str) -> dict[str, float]:
    """The automatic points of each check; nothing where there is no submission in the gradebook."""
    rows = [each for each in book.find_assignment(lesson).submissions if each.student.id == learner]
    return {grade.name: grade.auto_score for each in rows for grade in each.notebooks[0].grades}


if __name__ == "__main__":
    sys.exit(main())
