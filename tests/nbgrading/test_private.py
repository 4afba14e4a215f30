"""What nbgrader writes about learners is closed to other users of the machine, but for teachers' groups."""

import os
import stat
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from nbgrader_commands import Commands
from school import School
from small_course import NAME

pytestmark = [
    pytest.mark.slow,
    pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SAWarning"),  # nbgrader's, harmless
    pytest.mark.skipif(os.geteuid() != 0, reason="only root can be several users"),
]
WRITTEN = ("gradebook.db", "gradebook.secret", "submitted", "autograded", "feedback")


@pytest.fixture(scope="module")
def commands() -> Iterator[Commands]:
    with Commands() as commands:
        yield commands


def graded(folder: str, commands: Commands, *configuration: str) -> School:
    """A school in a folder that everybody may enter, through a whole round, from the first command on."""
    os.chmod(folder, 0o755)
    school = School(Path(folder), commands, {"nobody": "nobody"})
    school.configure(*configuration)
    for path in school.course.root.glob("gradebook.*"):
        path.unlink()  # `Course` has made it without a command
    school.teacher(f"generate_assignment --force {NAME}")
    school.teacher(f"release_assignment {NAME}")
    school.hand_in("nobody")
    for command in ("collect", "autograde", "generate_feedback", "release_feedback"):
        school.teacher(f"{command} {NAME}")
    return school


def modes(school: School) -> dict[str, int]:
    return {name: stat.S_IMODE((school.course.root / name).stat().st_mode) for name in WRITTEN}


def test_another_user_reads_nothing_but_the_own_feedback(commands: Commands) -> None:
    with tempfile.TemporaryDirectory() as folder:
        school = graded(folder, commands)
        assert set(modes(school).values()) == {0o600, 0o700}
        look = ["setpriv", "--reuid=games", "--regid=60", "--clear-groups", "find", str(school.course.root)]
        seen = subprocess.run([*look, "-type", "f", "-readable"], capture_output=True, text=True).stdout
        personal = [line for line in seen.splitlines() if any(name in line for name in WRITTEN)]
        assert personal == []
        assert str(school.course.source) in seen  # or else this test would prove nothing
        school.learner("nobody", f"fetch_feedback {NAME}")
        assert school.score("nobody") == "9.0 / 14.0"


def test_instructors_who_share_a_course_by_their_group_can_all_read_it(commands: Commands) -> None:
    with tempfile.TemporaryDirectory() as folder:
        school = graded(folder, commands, "c.CourseDirectory.groupshared = True")
        found = modes(school)
        assert {found[name] for name in ("submitted", "autograded", "feedback")} == {0o2770}
        assert found["gradebook.db"] == 0o660
