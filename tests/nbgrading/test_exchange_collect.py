"""`nbgrader collect` of what learners put into the exchange, whatever they put there."""

import os
import pwd
import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from nbgrader.api import Gradebook
from nbgrader_commands import Commands
from school import School
from small_course import ANSWERS, NAME

pytestmark = [
    pytest.mark.slow,
    pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SAWarning"),  # nbgrader's, harmless
]
FILE = f"{NAME}.ipynb"
HOUR = timedelta(hours=1)


@pytest.fixture(scope="module")
def commands() -> Iterator[Commands]:
    with Commands() as commands:
        yield commands


@pytest.fixture
def school(commands: Commands, tmp_path: Path) -> School:
    """Anna has handed in; what others hand in is up to the test."""
    school = School(tmp_path, commands)
    school.teacher(f"release_assignment {NAME}")
    school.hand_in("anna")
    return school


def inbound(school: School) -> Path:
    return school.exchange / "gradient-descent" / "inbound"


def handed_in(school: School, learner: str) -> Path:
    """A folder in the exchange as `nbgrader submit` leaves it, for a learner to change."""
    return Path(shutil.copytree(next(inbound(school).glob("anna+*")), inbound(school) / folder_name(learner)))


def folder_name(learner: str, time: str = "2031-02-03 04:05:06 UTC") -> str:
    return f"{learner}+{NAME}+{time}+abcdefghijkl"


def to_the_solution(school: School, folder: Path) -> str:
    (folder / FILE).unlink()
    (folder / FILE).symlink_to(school.course.source)
    return f"left out: '{FILE}' cannot be opened: it is a link"


def folder_of_the_solution(school: School, folder: Path) -> str:
    shutil.rmtree(folder)
    folder.symlink_to(school.course.source.parent)
    return "cannot be opened: not a directory"


def inner_folder_of_the_solution(school: School, folder: Path) -> str:
    (folder / "inner").symlink_to(school.course.source.parent)
    return "left out: 'inner' cannot be opened: it is a link"


def pipe(school: School, folder: Path) -> str:
    os.mkfifo(folder / "pipe")
    return "left out: 'pipe' is not a file"


def broken_link(school: School, folder: Path) -> str:
    (folder / "gone.csv").symlink_to("nowhere")
    return "left out: 'gone.csv' cannot be opened: it is a link"


def deep(school: School, folder: Path) -> str:
    folder.joinpath(*"abcdefghijklmnopqrstuvwxyz").mkdir(parents=True)
    return "is a folder in too many folders"


def no_time(school: School, folder: Path) -> str:
    folder.rename(folder.with_name(f"ben+{NAME}+yesterday"))
    return "is not collected: Unknown string format: yesterday"


def two_zones(school: School, folder: Path) -> str:
    folder.rename(folder.with_name(folder_name("ben", "2031-02-03 04:05:06 CST")))
    return "'CST' is the time of several zones"


def above(school: School, folder: Path) -> str:
    folder.rename(folder.with_name(folder_name("..")))
    return ""  # hidden, as for nbgrader


def odd(school: School, folder: Path) -> str:
    folder.rename(folder.with_name(folder_name("b[e]n")))
    return "the id holds '[', which nbgrader reads as a pattern"


SPOILT = [
    *(to_the_solution, folder_of_the_solution, inner_folder_of_the_solution, pipe, broken_link, deep),
    *(no_time, two_zones, above, odd),
]


@pytest.mark.parametrize("spoil", SPOILT)
def test_whatever_one_hands_in_only_that_is_read_and_the_others_are_collected(
    school: School, spoil: Callable[[School, Path], str]
) -> None:
    message = spoil(school, handed_in(school, "ben"))
    ended = school.teacher(f"collect {NAME}")
    assert message in ended.output
    assert (school.course.submitted("anna") / FILE).is_file()
    submitted = school.course.root / "submitted"
    everything = [path for path in submitted.rglob("*") if "anna" not in path.parts]
    assert all(path.is_file() or path.is_dir() for path in everything)
    assert not any(path.is_symlink() for path in everything)
    solution = school.course.source.read_bytes()
    assert solution not in [path.read_bytes() for path in everything if path.is_file()]
    assert not (school.course.root / NAME).exists()
    assert not list(school.course.root.glob(".collecting*"))


def test_what_was_collected_stays_until_the_newer_one_is_whole(school: School) -> None:
    school.teacher(f"collect {NAME}")
    before = (school.course.submitted("anna") / FILE).read_bytes()
    (inbound(school) / folder_name("anna")).symlink_to(school.course.source.parent)
    ended = school.teacher(f"collect --update {NAME}")
    assert "is not collected" in ended.output
    assert (school.course.submitted("anna") / FILE).read_bytes() == before


def test_files_beside_the_notebook_come_along_with_the_time_of_the_submission(school: School) -> None:
    folder = handed_in(school, "ben")
    (folder / "data").mkdir()
    (folder / "data" / "mine.csv").write_text("1,2")
    (folder / "__pycache__").mkdir()
    (folder / "__pycache__" / "x.pyc").write_text("")
    school.teacher(f"collect {NAME}")
    collected = school.course.submitted("ben")
    assert (collected / "data" / "mine.csv").read_text() == "1,2"
    assert not (collected / "__pycache__").exists()  # c.CourseDirectory.ignore
    time = datetime(2031, 2, 3, 4, 5, 6, tzinfo=UTC).timestamp()
    assert (collected / FILE).stat().st_mtime == time


def test_what_is_too_large_is_left_out_and_named(school: School) -> None:
    school.configure("c.CourseDirectory.max_file_size = 100")
    folder = handed_in(school, "ben")
    (folder / "large.bin").write_bytes(bytes(100_001))
    ended = school.teacher(f"collect {NAME}")
    assert "left out: 'large.bin' has more than 100,000 bytes" in ended.output
    assert (school.course.submitted("ben") / FILE).is_file()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give files away")
def test_what_another_handed_in_under_ones_name_does_not_count(school: School) -> None:
    users = [pwd.getpwnam("games"), pwd.getpwnam("nobody")]
    own, other = (inbound(school) / folder_name("games", f"2031-02-0{day}") for day in (3, 4))
    for folder, user in zip((own, other), users, strict=True):
        shutil.copytree(next(inbound(school).glob("anna+*")), folder)
        os.chown(folder, user.pw_uid, user.pw_gid)
        (folder / "whose").write_text(user.pw_name)
    ended = school.teacher(f"collect {NAME}")
    assert f"{other.name} is not games's but belongs to nobody: it does not count" in ended.output
    assert (school.course.submitted("games") / "whose").read_text() == "games"


@pytest.mark.parametrize(("before_due", "expected"), [("False", "late"), ("True", "in time")])
def test_the_newest_counts_or_the_newest_in_time(school: School, before_due: str, expected: str) -> None:
    school.configure(f"c.ExchangeCollect.before_duedate = {before_due}")
    with Gradebook(school.course.db_url) as gradebook:
        gradebook.find_assignment(NAME).duedate = datetime(2031, 2, 3, 12)
        gradebook.db.commit()
    for time, text in [("2031-02-03 04:05:06 UTC", "in time"), ("2031-02-03 13:00:00 UTC", "late")]:
        folder = inbound(school) / folder_name("ben", time)
        shutil.copytree(next(inbound(school).glob("anna+*")), folder)
        (folder / "when").write_text(text)
    school.teacher(f"collect {NAME}")
    assert (school.course.submitted("ben") / "when").read_text() == expected


@pytest.mark.parametrize(("due", "expected"), [(1, 0), (-1, 1)])
def test_a_course_with_another_time_zone_knows_who_is_late(school: School, due: int, expected: int) -> None:
    """The due date is so many hours after now; what is expected are hours, too."""
    zone = "Asia/Seoul"
    school.configure(f"c.Exchange.timezone = {zone!r}")
    with Gradebook(school.course.db_url) as gradebook:
        gradebook.find_assignment(NAME).duedate = datetime.now(UTC).replace(tzinfo=None) + due * HOUR
        gradebook.db.commit()
    school.learner("ben", f"fetch_assignment {NAME}")
    school.write("ben", ANSWERS)
    school.learner("ben", f"submit {NAME} --Exchange.timezone={zone}")
    assert " KST+" in next(inbound(school).glob("ben+*")).name
    school.teacher(f"collect {NAME}")
    school.teacher(f"autograde {NAME}")
    with Gradebook(school.course.db_url) as gradebook:
        late = gradebook.find_submission(NAME, "ben").total_seconds_late
    assert round(late / 3600, 1) == expected
