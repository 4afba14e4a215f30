"""`make demo`: grades the class with nbgrader, nothing twice, and never the user's own."""

import csv
import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import tiny_lesson as tiny
from rich.console import Console

from grader.authoring.build import build
from grader.demo import demo_class as demo
from grader.demo import finished, points_table
from grader.demo.answer_files import Answers
from grader.notebooks.cells import max_points, points_by_hand
from grader.notebooks.errors import AuthorError
from grader.notebooks.paths import ROOT, read_in

SOLVED = "---\nlearner: ada\nabout: Right.\nbase: solution\npoints: {twice-check: 2}\n---\n"
BLANK = "---\nlearner: kai\nabout: Untouched.\nbase: release\npoints: {twice-check: 0}\n---\n"
NOISY = """---
learner: noa
about: Right, but prints and warns.
base: release
points: {twice-check: 2}
---
## twice-solution
```python
import warnings


def twice(x):
    warnings.warn("careful")
    print(f"twice {x}")
    return x + x
```
"""


@pytest.fixture
def course(tmp_path: Path) -> Path:
    course = tiny.course(tmp_path / "course")
    for name in "course", "grader/authoring", "grader/notebooks":  # stand-ins: only their bytes count
        (course / name).mkdir(parents=True)
    (course / "constraints.txt").touch()
    examples = course / "examples" / tiny.NAME
    examples.mkdir(parents=True)
    for text in SOLVED, BLANK, NOISY:
        (examples / f"{text[13:16]}.md").write_text(text)
    return course


def run(course: Path, *lessons: str) -> tuple[int, str]:
    """What `make demo` does, in a process of its own as it is run; returns exit code and what it printed."""
    code = (
        f"import sys, grader.demo.demo_class as d, pathlib; sys.exit(d.demo({lessons!r}, pathlib.Path.cwd()))"
    )
    command = [
        sys.executable,
        "-P",
        "-c",
        code,
    ]  # -P: the stand-ins for course and grader are not to be imported
    done = subprocess.run(command, cwd=course, capture_output=True, text=True)
    assert done.stderr == ""
    return done.returncode, done.stdout


def graded(course: Path) -> dict[str, int]:
    return {path.parts[-3]: path.stat().st_mtime_ns for path in course.glob("demo/autograded/*/*/*.ipynb")}


@pytest.mark.slow
def test_a_class_is_graded_once_and_again_only_where_something_changed(course: Path) -> None:
    own = course / "gradebook.db"
    own.write_text("mine")
    code, printed = run(course)
    assert code == 0, printed
    assert "ada     2     2" in printed
    assert "kai     0     0" in printed
    assert "noa     2     2" in printed
    assert "Without 1 point, which a person gives: 1 why-answer." in printed
    first = graded(course)
    assert set(first) == {"ada", "kai", "noa"}

    for learner in "ada", "noa":
        page = (course / "demo" / "feedback" / learner / tiny.NAME / f"{tiny.NAME}.html").read_text("utf-8")
        assert "Tiny" in page
        assert "HIDDEN" not in page

    rows = list(csv.DictReader((course / "demo" / "grades.csv").read_text("utf-8").splitlines()))
    assert {row["student_id"]: float(row["score"]) for row in rows} == {"ada": 2, "kai": 0, "noa": 2}

    assert run(course) == (code, printed)
    assert graded(course) == first

    # A changed answer, a learner who leaves, and a file that got lost.
    examples = course / "examples" / tiny.NAME
    (examples / "ada.md").write_text(SOLVED + "\n## twice-solution\n```python\ntwice = lambda x: 6\n```\n")
    (examples / "noa.md").unlink()
    code, printed = run(course, tiny.NAME)
    assert code == 1
    assert "0≠2" in printed
    assert "ada: twice-check got 0, but examples/01-tiny/ada.md says 2." in printed
    assert "noa" not in printed
    assert set(graded(course)) == {"ada", "kai", "lesson-solution"}  # noa was the one that solves it
    assert graded(course)["kai"] == first["kai"]
    assert not (course / "demo" / "feedback" / "noa" / tiny.NAME).exists()

    assert own.read_text() == "mine"
    assert not [name for name in ("submitted", "autograded", "feedback") if (course / name).exists()]


@pytest.mark.parametrize("lesson", sorted(path.name for path in (ROOT / "source").glob("0*/")))
def test_the_table_and_what_it_leaves_out_are_all_points_of_a_lesson(lesson: str) -> None:
    cells = json.loads((ROOT / "source" / lesson / f"{lesson}.ipynb").read_text("utf-8"))["cells"]
    every = sum(cell["metadata"].get("nbgrader", {}).get("points", 0) for cell in cells)
    notebook = read_in(ROOT / "source", lesson)
    assert sum(max_points(notebook).values()) + sum(points_by_hand(notebook).values()) == every
    assert points_by_hand(notebook) == {"words-answer": 3}


def test_nothing_half_done_counts(tmp_path: Path) -> None:
    finished.save_done(tmp_path, {"01-tiny": "a", "01-tiny/ada": "b"})
    assert finished.load_done(tmp_path) == {"01-tiny": "a", "01-tiny/ada": "b"}
    assert not finished.is_current(
        "01-tiny", "ada", {"01-tiny/ada": "b"}, tmp_path
    )  # no notebook, no feedback
    demo.set_up(tmp_path, "")  # without a gradebook
    assert finished.load_done(tmp_path) == {}


@pytest.mark.slow
def test_a_grade_depends_on_the_answer_the_lesson_and_the_code(course: Path) -> None:
    def keys() -> dict[str, str]:
        return finished.grade_keys(tiny.NAME, demo.answers_of(tiny.NAME, course), course, course / "demo")

    build(course)
    demo.set_up(course / "demo", "")
    first = keys()
    assert keys() == first
    (course / "course" / "checks.py").write_text("x = 1")
    second = keys()
    assert all(first[name] != second[name] for name in first)
    (course / "examples" / tiny.NAME / "ada.md").write_text(SOLVED.replace("Right.", "Quite right."))
    changed = [name for name, key in keys().items() if key != second[name]]
    assert changed == ["01-tiny/ada"]


@pytest.mark.slow
def test_a_hash_counts_paths_and_bytes_and_misses_no_file(course: Path) -> None:
    build(course)
    folder = course / "grader"
    (folder / "notebooks" / "stub.py").write_text("x = 1")
    before, assignment = finished.digest(folder), finished.assignment_key(tiny.NAME, course)
    (folder / "notebooks" / "__pycache__").mkdir()
    (folder / "notebooks" / "__pycache__" / "stub.pyc").write_text("compiled")
    assert finished.digest(folder) == before
    (folder / "notebooks" / "stub.py").rename(folder / "authoring" / "stub.py")
    assert finished.digest(folder) != before
    assert finished.assignment_key(tiny.NAME, course) != assignment
    with pytest.raises(FileNotFoundError):
        finished.digest(folder / "stub.py")


def test_unknown_lessons_and_empty_classes_are_named(course: Path) -> None:
    build(course)
    with pytest.raises(AuthorError, match="no lesson '09-none': choose from 01-tiny"):
        demo.answers_of("09-none", course)
    shutil.rmtree(course / "examples" / tiny.NAME)
    with pytest.raises(AuthorError, match="examples/01-tiny holds no answer file"):
        demo.answers_of(tiny.NAME, course)


def test_no_grade_is_shown_as_such_and_is_never_right() -> None:
    answers = [Answers("ada", "", "solution", {"twice-check": 0}, {})]
    sentences = list(points_table.mismatches(tiny.NAME, answers, {"ada": {"twice-check": None}}))
    assert sentences == ["ada: twice-check got no grade, but examples/01-tiny/ada.md says 0."]
    assert list(points_table.mismatches(tiny.NAME, answers, {})) == sentences
    console = Console(width=80)
    with console.capture() as shown:
        console.print(points_table.shown_points(None, 0))
    assert shown.get() == "?≠0\n"


@pytest.mark.slow
@pytest.mark.parametrize("how", [[], ["--stock"]], ids=["as set up here", "nbgrader as it comes"])
def test_the_demo_class_gets_exactly_what_its_files_say(how: list[str]) -> None:
    """The same run as `make demo`, in the same folder: what it has graded already it does not grade again.

    nbgrader's own work is seconds a learner, so here it grades lesson 1 (`make demo LESSON=all` grades all,
    with STOCK=1 too); `test_lesson_*.py` hold the other classes against the judge and one plain process.
    """
    done = subprocess.run(
        [sys.executable, "-m", "grader", "demo", "01-manual-gradients", *how],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    print(done.stdout)
    assert done.returncode == 0, done.stdout + done.stderr
