"""`grader doctor` names what other users of a shared machine may read of a course, and how to mend it."""

import os
import shutil
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from grader.notebooks.paths import ROOT
from grader.sandbox.other_users import private_file, private_folder, warnings

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the sandbox is for Linux")


PERSONAL = ("gradebook.db", "gradebook.secret", "grades.csv", "roster.csv", "canvas.zip", "term.tar.gz")


@pytest.fixture
def course() -> Iterator[Path]:
    """A course that everybody can get to."""
    folder = Path("/dev/shm", f"course-{os.getpid()}")
    folder.mkdir()
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_what_everybody_can_read_is_named_with_the_command_that_mends_it(course: Path) -> None:
    for name in ("submitted", "autograded", "release"):
        (course / name).mkdir()
        (course / name).chmod(0o755)
    (course / "feedback").mkdir()  # in which there is nothing to read
    for name in ("submitted", "autograded", "release"):
        (course / name / "anna").mkdir()
    for name in PERSONAL:
        (course / name).write_text("")
        (course / name).chmod(0o644)
    private_file(course / "gradebook.secret")
    (course / "gradebook.secret").chmod(0o600)
    [found] = warnings(course)
    names = "gradebook.db grades.csv roster.csv canvas.zip term.tar.gz submitted autograded"
    assert f"(everybody) can read {names}: run `chmod go-rwx {names}`" in found
    command = found.split("`")[1]
    subprocess.run(command, shell=True, cwd=course, check=True)
    assert warnings(course) == []


def test_solutions_and_hidden_tests_are_named_where_others_can_enter(course: Path) -> None:
    for name in ("lessons", "source", "examples", "grader/reference", "release"):
        (course / name / "07-mean").mkdir(parents=True)
    [found] = warnings(course)
    assert "(everybody)" in found
    assert "solutions and hidden tests (lessons, source, examples, grader/reference)" in found
    (course / "source").chmod(0o700)
    assert "hidden tests (lessons, examples, grader/reference)" in warnings(course)[0]
    subprocess.run(found.split("`")[1], shell=True, cwd=course, check=True)
    assert warnings(course) == []


def test_grades_and_solutions_are_two_warnings(course: Path) -> None:
    (course / "source" / "07-mean").mkdir(parents=True)
    (course / "gradebook.db").touch(0o644)
    assert [("gradebook.db" in each, "solutions" in each) for each in warnings(course)] == [
        (True, False),
        (False, True),
    ]


@pytest.mark.parametrize("name", [*PERSONAL, "submitted/anna/07-mean.ipynb", "report/class.html"])
def test_what_is_personal_does_not_get_into_git(name: str) -> None:
    assert subprocess.run(["git", "check-ignore", "-q", name], cwd=ROOT, check=False).returncode == 0


def test_a_closed_course_folder_hides_all_that_is_in_it(course: Path) -> None:
    (course / "gradebook.db").write_text("")
    (course / "gradebook.db").chmod(0o644)
    assert warnings(course) != []
    course.chmod(0o700)
    assert warnings(course) == []


@pytest.mark.skipif(os.getuid() != 0, reason="only root can give a file to another group")
def test_a_group_that_can_read_is_named(course: Path) -> None:
    (course / "gradebook.db").write_text("")
    (course / "gradebook.db").chmod(0o640)
    assert warnings(course) == []  # root's own group
    shutil.chown(course / "gradebook.db", group="users")
    shutil.chown(course, group="users")
    assert "(the group users) can read gradebook.db" in warnings(course)[0]


def test_what_is_new_is_private_and_what_is_there_stays_as_it_is(tmp_path: Path) -> None:
    private_folder(tmp_path / "feedback")
    assert mode(tmp_path / "feedback") == 0o700
    private_file(tmp_path / "gradebook.db")
    assert mode(tmp_path / "gradebook.db") == 0o600

    (tmp_path / "gradebook.db").write_text("grades")
    for name in ("feedback", "gradebook.db"):
        (tmp_path / name).chmod(0o755)
    (tmp_path / "feedback" / "anna").mkdir()
    private_folder(tmp_path / "feedback")
    private_file(tmp_path / "gradebook.db")
    assert (mode(tmp_path / "feedback"), mode(tmp_path / "gradebook.db")) == (0o755, 0o755)
    assert (tmp_path / "gradebook.db").read_text() == "grades"
