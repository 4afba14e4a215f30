"""The class that attacks: what each learner hands in and deserves, and the command that grades them all.

`*.md` hold what a learner's code tries, `forms_of_*.py` make submissions of a hostile form; the name is the
claim. Honest learners sit before, among and after the attackers.
"""

import fcntl
import os
import pty
import subprocess
import sys
import termios
from pathlib import Path
from typing import Any, NamedTuple

import forms_of_cells
import forms_of_files
import yaml
from hostile_form import Form
from small_course import ANSWERS, FULL, NAME, NONE, SOURCE, Course

from grader.demo.answer_files import FRONT, sections

ATTACKS = Path(__file__).parent
HONEST = ("a-honest", "cant_m_honest", "z-honest")  # before, among and after the others
EARLIER = "graded-before"
SECRET = "ATTACK_TEST_SECRET"
LIMITS = {"cell_seconds": 3, "submission_seconds": 10, "memory_bytes": 1 << 29, "tmpfs_bytes": 8 << 20}

Front = dict[str, Any]
Answers = dict[str, str]


def read(path: Path, **places: object) -> tuple[Front, Answers]:
    """An attack's front matter and cells, with the places of this run in them."""
    text = path.read_text("utf-8")
    for name, value in places.items():
        text = text.replace("{{" + name + "}}", str(value))
    match = FRONT.fullmatch(text)
    assert match, path
    return yaml.safe_load(match[1]), sections(match[2])


CODES = {path.stem: path for path in sorted(ATTACKS.glob("*.md"))}
FRONTS = {name: read(path)[0] for name, path in CODES.items()}
FORMS: dict[str, Form] = {
    name: each
    for module in (forms_of_cells, forms_of_files)
    for name, each in vars(module).items()
    if isinstance(each, Form)
}


def deserved(name: str) -> dict[str, Any]:
    """The points of each test that an attack deserves; None when it cannot be graded."""
    if name in FORMS:
        points = FORMS[name].points
        return dict.fromkeys(FULL) if points is None else dict(points)
    return NONE | FRONTS[name].get("points", {})


def honest_parts(name: str) -> set[str]:
    """The tests to which an attacker has the right answer: follow-through may give their points."""
    if name in FORMS:
        cells = FORMS[name].answers
    else:
        front, cells = read(CODES[name])
        cells = (ANSWERS if front.get("base") == "solution" else {}) | cells
    right = [cell for cell, text in ANSWERS.items() if text in cells.get(cell, "")]
    return {f"{cell.removesuffix('-solution')}-check" for cell in right}


def gaining(what: str) -> list[str]:
    """The attacks that say that they gain "points" or "success" in one process with the tests."""
    return [name for name, front in FRONTS.items() if front.get("gains") == what]


def hand_in(course: Course, places: dict[str, object]) -> None:
    """Submissions of all attackers and of honest learners."""
    for name in HONEST:
        course.submit(name, course.released(ANSWERS))
    for name, path in CODES.items():
        front, cells = read(path, **places)
        course.submit(name, course.released((ANSWERS if front.get("base") == "solution" else {}) | cells))
    for name, (make, answers, _) in FORMS.items():
        folder = course.submitted(name)
        folder.mkdir(parents=True)
        nb = make(course.released(answers), folder)
        if nb is not None:
            course.submit(name, nb)


class Ended(NamedTuple):
    """A command that has ended: its exit code and what it printed."""

    code: int
    printed: str


def autograde(course: Course, home: Path) -> Ended:
    """Run nbgrader as an instructor does, at a terminal of their own, with something secret around."""
    terminal, other_end = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "nbgrader", "autograde", NAME],
        cwd=course.root,
        env=os.environ | {SECRET: "1", "HOME": str(home), "OMP_NUM_THREADS": "1"},
        stdin=other_end,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        start_new_session=True,
        preexec_fn=lambda: fcntl.ioctl(other_end, termios.TIOCSCTTY, 0),
    )
    try:
        printed, _ = process.communicate(timeout=900)
    finally:
        process.kill()
        os.close(terminal)
        os.close(other_end)
    return Ended(process.returncode, printed.decode("utf-8", "replace"))


def in_order(answers: Answers) -> list[list[str]]:
    """The code cells of the lesson with these answers, as [kind, text]."""
    texts = {cell.id: cell.source for cell in SOURCE.cells if cell.cell_type == "code"}
    stubs = {name: "raise NotImplementedError" for name in ANSWERS}
    return [
        ["test" if name in FULL else "run", text]
        for name, text in (texts | stubs | answers).items()
        if name in texts
    ]
