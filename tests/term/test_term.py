"""An instructor's term as docs/instructor.md walks it: a class of thirty, from roster to exported grades.

Some hand in through the exchange, most through an LMS: Canvas, Moodle, a folder in Drive. Some are late, some
of them have more time, one hands in twice, one a broken file, two nothing. Every number at the end is worked
out here by hand.
"""

import csv
import datetime
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from lms_archives import canvas, moodle, pack
from nbgrader.api import Gradebook
from nbgrader_commands import Commands
from school import School
from small_course import ANSWERS, NAME

pytestmark = [
    pytest.mark.slow,
    pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SAWarning"),  # nbgrader's, harmless
]
NOW = datetime.datetime.now(datetime.UTC).replace(microsecond=0, tzinfo=None)
DUE = NOW - datetime.timedelta(hours=25)
LATER = f"{NOW - datetime.timedelta(minutes=10):%Y-%m-%d %H:%M} UTC"  # the second day has begun
NAMES = [("지우", "김"), ("서연", "이"), ("Zoë", "Müller"), ("Mary Ann", "O'Neil"), ("José", "García López")]
NAMES += [(f"First{number}", f"Last{number}") for number in range(5, 30)]
CLASS = {f"s{number:02}": name for number, name in enumerate(NAMES)}
IDS = list(CLASS)
EXCHANGE, DRIVE = IDS[5:8], IDS[8:10]
LATE_CANVAS, TWICE, BROKEN = IDS[10:12], IDS[12], IDS[13]
MOODLE, LATE_MOODLE, EXTENDED = IDS[14:18], IDS[18], IDS[19]
WRONG, ABSENT = IDS[20:23], IDS[28:]
CANVAS = [*IDS[:5], *IDS[23:28], *WRONG]  # in time, each one file
GRADED = [name for name in IDS if name not in (BROKEN, *ABSENT)]
BY_HAND = [*EXCHANGE, *MOODLE]  # wrote an answer in words
MISTAKE = {"gradient-solution": "def gradient(x, y, W):\n    return 0.0"}  # costs its own 4
WORDS = {"why-answer": "The slope points uphill, so a step goes against it."}
POLICY = """
c.AssignLatePenalties.plugin_class = "grader.nbgrading.late_policy.LatePolicy"
c.LatePolicy.percent_per_day = 10
c.LatePolicy.extra_hours = %r
"""


@pytest.fixture(scope="module")
def school() -> Iterator[School]:
    with tempfile.TemporaryDirectory() as folder, Commands() as commands:
        school = School(Path(folder), commands)
        school.configure(
            POLICY % dict.fromkeys([*EXCHANGE, EXTENDED], 48), "c.ExchangeCollect.check_owner = False"
        )
        yield school


def grader(school: School, *arguments: str, status: int = 0) -> str:
    """A command of ours in the course's folder; returns what it wrote."""
    command = [sys.executable, "-m", "grader", *arguments]
    done = subprocess.run(command, cwd=school.course.root, capture_output=True, text=True)
    assert done.returncode == status, done.stdout + done.stderr
    return done.stdout + done.stderr


def handed_in(school: School, name: str) -> bytes:
    """The notebook of a learner."""
    answers = ANSWERS | (MISTAKE if name in WRONG else {}) | (WORDS if name in BY_HAND else {})
    return json.dumps(school.course.released(answers)).encode()


def test_a_term(school: School) -> None:
    the_roster(school)
    grader(school, "settings")
    handing_in(school)
    collecting(school)
    first_grading(school)
    a_test_is_mended(school)
    grading_by_hand(school)
    feedback(school)
    report(school)
    export(school)
    backup(school)


def the_roster(school: School) -> None:
    with (school.course.root / "roster.csv").open("w", newline="", encoding="utf-8") as file:
        rows = csv.writer(file)
        rows.writerow(["id", "first_name", "last_name", "email", "lms_user_id"])
        for number, (name, (first, last)) in enumerate(CLASS.items()):
            rows.writerow([name, first, last, f"{name}@example.org", 1000 + number])
    school.teacher("db student import roster.csv")
    school.teacher(f"generate_assignment --force {NAME}")
    with Gradebook(school.course.db_url) as gradebook:  # what formgrader does
        gradebook.find_assignment(NAME).duedate = DUE
        gradebook.db.commit()


def handing_in(school: School) -> None:
    school.teacher(f"release_assignment {NAME}")
    for name in EXCHANGE:
        school.hand_in(name, ANSWERS | WORDS)
    school.teacher(f"collect {NAME}")


def collecting(school: School) -> None:
    file, root = f"{NAME}.ipynb", school.course.root
    before = DUE - datetime.timedelta(hours=20)  # in time, in whatever zone a zip is read

    def in_canvas(name: str, attachment: int, data: bytes, **late: bool) -> tuple[str, bytes]:
        first, last = CLASS[name]
        return canvas(f"{last}, {first}", 1000 + IDS.index(name), attachment, file, **late), data

    def in_moodle(names: list[str]) -> dict[str, bytes]:
        full = {name: " ".join(CLASS[name]) for name in names}
        return {moodle(full[name], IDS.index(name), file): handed_in(school, name) for name in names}

    files = dict(in_canvas(name, 100 + IDS.index(name), handed_in(school, name)) for name in CANVAS)
    files |= dict(in_canvas(name, 200, handed_in(school, name), late=True) for name in LATE_CANVAS)
    files |= dict([in_canvas(BROKEN, 300, b'{"cells": [')])
    first_try = json.dumps(school.course.released(MISTAKE)).encode()
    files |= dict([in_canvas(TWICE, 301, first_try), in_canvas(TWICE, 302, handed_in(school, TWICE))])
    drive = root.parent / "Lesson 1"
    for name in DRIVE:
        path = drive / f"{' '.join(CLASS[name])} - {file}"
        drive.mkdir(exist_ok=True)
        path.write_bytes(handed_in(school, name))
        os.utime(path, (before.replace(tzinfo=datetime.UTC).timestamp(),) * 2)
    in_time = pack(root.parent / "moodle.zip", in_moodle(MOODLE), before)
    late = pack(root.parent / "later.zip", in_moodle([LATE_MOODLE, EXTENDED]))

    said = grader(school, "collect", NAME, str(pack(root.parent / "canvas.zip", files, before)), status=1)
    assert BROKEN in said
    grader(school, "collect", NAME, str(in_time), str(drive))
    said = grader(school, "collect", NAME, str(late), "--submitted", LATER)
    assert all(name in said for name in ABSENT)  # are missing
    found = {path.name for path in (root / "submitted").iterdir()}
    assert found == set(IDS) - set(ABSENT)


def points(school: School) -> dict[str, tuple[float, float]]:
    """Each learner's points and what being late costs."""
    with Gradebook(school.course.db_url) as gradebook:
        entries = gradebook.find_assignment(NAME).submissions
        return {each.student.id: (each.score, each.late_submission_penalty or 0) for each in entries}


def due(solved: float, by_hand: Mapping[str, float] = {}) -> dict[str, tuple[float, float]]:
    """What each deserves when a solution has so many automatic points: (points, taken for being late)."""
    expected: dict[str, tuple[float, float]] = {}
    for name in GRADED:
        automatic = solved - 4 if name in WRONG else solved
        days = 1 if name in LATE_CANVAS else 2 if name == LATE_MOODLE else 0
        expected[name] = automatic + by_hand.get(name, 0), pytest.approx(automatic * days / 10)
    return expected | {BROKEN: (0, 0)}


def first_grading(school: School) -> None:
    ended = school.teacher(f"autograde {NAME}", status=1)
    assert f"{BROKEN} was not graded: The notebook is not valid JSON" in ended.output
    assert "27 graded, 1 without a grade" in ended.output
    assert points(school) == due(9)


def a_test_is_mended(school: School) -> None:
    source = school.course.source
    source.write_text(source.read_text().replace('"points": 3', '"points": 5'))
    school.teacher(f"generate_assignment --force {NAME}")
    ended = school.teacher(f"autograde {NAME}", status=1)
    assert "27 graded again because tests changed ('descend-check')" in ended.output
    assert points(school) == due(11)


def grading_by_hand(school: School) -> None:
    """Whoever wrote nothing has 0 already and waits for nobody; the others wait for a person."""
    with Gradebook(school.course.db_url) as gradebook:
        submissions = gradebook.find_assignment(NAME).submissions
        waiting = [each.student.id for each in submissions if each.needs_manual_grade]
        assert sorted(waiting) == sorted([BROKEN, *BY_HAND])  # the broken one has no points at all
        for name in BY_HAND[:-1]:  # as formgrader does
            grade = gradebook.find_grade("why-answer", NAME, NAME, name)
            grade.manual_score, grade.needs_manual_grade = 4, False
        gradebook.db.commit()
    assert points(school) == due(11, dict.fromkeys(BY_HAND[:-1], 4.0))


def feedback(school: School) -> None:
    school.teacher(f"generate_feedback {NAME}")
    school.teacher(f"release_feedback {NAME}")
    school.learner(EXCHANGE[0], f"fetch_feedback {NAME}")
    assert school.score(EXCHANGE[0]) == "15.0 / 16.0"
    place = school.course.root / "feedback"
    assert sorted(path.name for path in place.iterdir()) == sorted(GRADED)
    wrong = BeautifulSoup((place / WRONG[0] / NAME / f"{NAME}.html").read_text(), "html.parser")
    assert "gradient(hours, scores, 0.0)" in wrong.find("ul", {"class": "next"}).get_text()
    waits = (place / BY_HAND[-1] / NAME / f"{NAME}.html").read_text()
    assert "not graded yet" in waits


def report(school: School) -> None:
    said = grader(school, "report")
    assert "28 of 30 handed in, 3 late, 1 answer to grade by hand, 1 without a grade" in said
    with (school.course.root / "report" / f"{NAME}.csv").open(encoding="utf-8-sig", newline="") as file:
        assert len(list(csv.DictReader(file))) == 30
    grader(school, "report", "--anonymous")
    places = list(school.course.root.glob(f"report/{NAME}-anonymous.*"))
    assert len(places) == 2
    for place in places:
        text = place.read_text(encoding="utf-8-sig")
        assert text
        assert not [name for name, words in CLASS.items() for word in (name, *words) if f">{word}" in text]
        assert not [last for _, last in CLASS.values() if f",{last}" in text]


def export(school: School) -> None:
    said = grader(school, "export", "--to", "plain")
    assert all(name in said for name in (BROKEN, BY_HAND[-1]))  # have no grade
    with (school.course.root / "grades-plain.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = {row["id"]: row for row in csv.DictReader(file)}
    (column,) = [name for name in rows["s00"] if name.startswith(NAME)]
    found = {name: row[column] for name, row in rows.items()}
    expected = due(11, dict.fromkeys(BY_HAND[:-1], 4.0))
    for name, text in found.items():
        if name in (BROKEN, BY_HAND[-1], *ABSENT):
            assert text == "", name
        else:
            whole, late = expected[name]
            assert whole - float(text) == late, name
    assert list(found) == IDS
    grader(school, "export", "--to", "canvas")
    grader(school, "export", "--to", "moodle")


def backup(school: School) -> None:
    """What docs/instructor.md says to keep is enough for the same table of grades, and for nothing to do."""
    school.teacher("export")
    before = (school.course.root / "grades.csv").read_text()
    kept = school.course.root.parent / "kept"
    kept.mkdir()
    for name in "gradebook.db", "gradebook.secret", "submitted", "autograded", "source", "nbgrader_config.py":
        path = school.course.root / name
        (shutil.copytree if path.is_dir() else shutil.copy2)(path, kept / name)
    ended = school.commands.run(f"autograde {NAME}", cwd=kept, status=1)
    assert "0 graded, 27 left as they were, 1 without a grade" in ended.output
    school.commands.run("export", cwd=kept)
    assert (kept / "grades.csv").read_text() == before
