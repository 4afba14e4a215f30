"""What nbgrader writes about learners is closed to other users of the machine, but for teachers' groups."""

import os
import shutil
import stat
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from nbgrader.apps.api import NbGraderAPI
from nbgrader.coursedir import CourseDirectory
from nbgrader_commands import Commands
from school import School
from small_course import NAME

from grader.notebooks.paths import notebook_in

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


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def modes(school: School) -> dict[str, int]:
    return {name: mode(school.course.root / name) for name in WRITTEN}


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


MAKE_A_GRADEBOOK = (
    "db student import roster.csv",
    "db assignment add small --duedate=2031-01-01",
    "export",
    "generate_solution small",
)


@pytest.mark.parametrize("command", MAKE_A_GRADEBOOK)
def test_whichever_command_makes_the_gradebook_it_is_private(
    command: str, commands: Commands, tmp_path: Path
) -> None:
    school = without_gradebook(tmp_path, commands)
    (school.course.root / "roster.csv").write_text("id,email\nada,ada@example.org\n")
    school.teacher(command, status=None)  # also where it finds nothing to do
    assert mode(school.course.root / "gradebook.db") == 0o600


def test_a_gradebook_for_a_group_is_for_that_group_whichever_command_makes_it(
    commands: Commands, tmp_path: Path
) -> None:
    school = without_gradebook(tmp_path, commands)
    school.configure("c.CourseDirectory.groupshared = True")
    school.teacher("db student add ada")
    assert mode(school.course.root / "gradebook.db") == 0o660


def test_formgrader_makes_a_private_gradebook(commands: Commands, tmp_path: Path) -> None:
    school = without_gradebook(tmp_path, commands)
    config = school.course.config()  # JupyterLab has read it when formgrader's first page opens the gradebook
    assert NbGraderAPI(CourseDirectory(config=config)).get_students() == []
    assert mode(school.course.root / "gradebook.db") == 0o600


def test_archives_of_submissions_are_unpacked_into_a_private_folder(
    commands: Commands, tmp_path: Path
) -> None:
    school = without_gradebook(tmp_path, commands)
    (school.course.root / "downloaded/small/archive").mkdir(parents=True)
    shutil.copy(
        notebook_in(school.course.root / "release", NAME),
        school.course.root / f"downloaded/small/archive/ada_{NAME}.ipynb",
    )
    school.configure(r"c.FileNameCollectorPlugin.named_regexp = r'.*(?P<student_id>ada)_(?P<file_id>small)'")
    school.teacher(f"zip_collect {NAME}")
    assert (school.course.root / "submitted/ada").is_dir()
    assert mode(school.course.root / "submitted") == 0o700


def without_gradebook(folder: Path, commands: Commands) -> School:
    """A school whose course no command was run in."""
    school = School(folder, commands)
    for path in school.course.root.glob("gradebook.*"):
        path.unlink()
    return school


def test_instructors_who_share_a_course_by_their_group_can_all_read_it(commands: Commands) -> None:
    with tempfile.TemporaryDirectory() as folder:
        school = graded(folder, commands, "c.CourseDirectory.groupshared = True")
        found = modes(school)
        assert {found[name] for name in ("submitted", "autograded", "feedback")} == {0o2770}
        assert found["gradebook.db"] == 0o660
