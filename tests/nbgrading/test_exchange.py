"""Through nbgrader's exchange and back, with nbgrader's own commands and as different users of the system."""

import os
import stat
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from nbgrader_commands import Commands
from school import School
from small_course import ANSWERS, NAME

pytestmark = [
    pytest.mark.slow,
    pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SAWarning"),  # nbgrader's, harmless
    pytest.mark.skipif(os.geteuid() != 0, reason="only root can be several users"),
]
USERS = {"nobody": "nobody", "games": "games"}


@pytest.fixture(scope="module")
def commands() -> Iterator[Commands]:
    with Commands() as commands:
        yield commands


@pytest.fixture
def school(commands: Commands) -> Iterator[School]:
    """Both have handed in, games with right answers; all is collected."""
    with tempfile.TemporaryDirectory() as folder:
        os.chmod(folder, 0o755)  # other users come here
        school = School(Path(folder), commands, USERS)
        school.teacher(f"release_assignment {NAME}")
        school.hand_in("nobody", {})
        school.hand_in("games")
        school.teacher(f"collect {NAME}")
        yield school


def give_feedback(school: School) -> None:
    """The teacher's second half, and the learners'."""
    for command in "generate_feedback", "release_feedback":
        school.teacher(f"{command} {NAME}")
    for learner in USERS:
        school.learner(learner, f"fetch_feedback {NAME}")


def test_feedback_comes_back_to_the_one_who_handed_in(school: School) -> None:
    school.teacher(f"autograde {NAME}")
    give_feedback(school)
    assert school.score("games") == "9.0 / 14.0"
    assert school.score("nobody") == "0.0 / 14.0"

    # Once more, after the points have changed: the page is the new one.
    source = school.course.source
    source.write_text(source.read_text().replace('"points": 4', '"points": 6'))
    school.teacher(f"generate_assignment --force {NAME}")
    ended = school.teacher(f"autograde {NAME}")
    assert "2 graded again because tests changed ('gradient-check')" in ended.output
    give_feedback(school)
    assert school.score("games") == "11.0 / 16.0"


def test_one_who_handed_in_otherwise_or_spoilt_the_secret_stops_nobody(school: School) -> None:
    school.course.submit("aaron", school.course.released(ANSWERS))  # by mail
    folder = school.course.submitted("nobody")
    (folder / "submission_secret.txt").unlink()
    (folder / "submission_secret.txt").symlink_to(school.course.root / "gradebook.db")
    (folder / "timestamp.txt").unlink()
    ended = school.teacher(f"autograde {NAME}")
    assert "submission_secret.txt, so its feedback cannot be released" in ended.output
    graded = school.course.root / "autograded"
    assert not (graded / "nobody" / NAME / "submission_secret.txt").exists()
    give_feedback(school)
    assert school.score("games") == "9.0 / 14.0"
    released = list((school.exchange / "gradient-descent" / "feedback").iterdir())
    assert len(released) == 1
    assert stat.S_IMODE(released[0].stat().st_mode) & stat.S_IROTH


@pytest.mark.parametrize("spoilt", [b"", b"../../x", b"0" * 5000, b"\xff\0", b"0" * 31], ids=repr)
def test_a_secret_of_another_form_is_none(school: School, spoilt: bytes) -> None:
    (school.course.submitted("nobody") / "submission_secret.txt").write_bytes(spoilt)
    school.teacher(f"autograde {NAME}")
    graded = school.course.root / "autograded"
    assert not (graded / "nobody" / NAME / "submission_secret.txt").exists()
    assert (graded / "games" / NAME / "submission_secret.txt").exists()
