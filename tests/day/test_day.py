"""A teacher's ordinary day: a class of thirty, nbgrader's own commands, every number that comes of them."""

import csv
import datetime
import re
import tempfile
from collections.abc import Iterator
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
CLASS = [f"s{number:02}" for number in range(1, 31)]
SOLVED, LATE = CLASS[:20], CLASS[20:23]
TWICE, AGAIN, BROKEN, MISSING, HALF, EMPTY, ABSENT = CLASS[23:]
WRONG = ANSWERS | {"gradient-solution": "def gradient(x, y, W):\n    return 0.0"}  # which costs its own 4
BY_HAND = SOLVED[:10]
SEEN = [name for name in CLASS if name not in (BROKEN, MISSING, ABSENT)]  # have a grade


@pytest.fixture(scope="module")
def school() -> Iterator[School]:
    with tempfile.TemporaryDirectory() as folder, Commands() as commands:
        school = School(Path(folder), commands)
        school.configure(
            'c.LateSubmissionPlugin.penalty_method = "zero"', "c.ExchangeCollect.check_owner = False"
        )
        yield school


def summary(output: str) -> str:
    """The line that ends a run of autograde."""
    (line,) = re.findall(r"\] (\d+ graded.*)", output)
    return line


def scores(school: School) -> dict[str, float]:
    """Each learner's score in the gradebook, without penalties."""
    with Gradebook(school.course.db_url) as gradebook:
        return {entry.student.id: entry.score for entry in gradebook.find_assignment(NAME).submissions}


def penalties(school: School) -> dict[str, float]:
    """What being late costs, of those whom it costs something."""
    with Gradebook(school.course.db_url) as gradebook:
        entries = gradebook.find_assignment(NAME).submissions
        return {e.student.id: e.late_submission_penalty for e in entries if e.late_submission_penalty}


def set_due_date(school: School, when: datetime.datetime) -> None:
    """What formgrader does."""
    with Gradebook(school.course.db_url) as gradebook:
        gradebook.find_assignment(NAME).duedate = when
        gradebook.db.commit()


def give_by_hand(school: School, name: str, points: float) -> None:
    """What formgrader does."""
    with Gradebook(school.course.db_url) as gradebook:
        grade = gradebook.find_grade("why-answer", NAME, NAME, name)
        grade.manual_score, grade.needs_manual_grade = points, False
        gradebook.find_comment("why-answer", NAME, NAME, name).manual_comment = f"Well said, {name}."
        gradebook.db.commit()


def test_a_day(school: School) -> None:
    hand_in_and_collect(school)
    first_grading(school)
    one_more_comes_in(school)
    for name in BY_HAND:
        give_by_hand(school, name, 3)
    a_test_is_mended(school)
    feedback_goes_out(school)
    the_table_of_grades(school)


def hand_in_and_collect(school: School) -> None:
    school.teacher(f"generate_assignment --force {NAME}")
    school.teacher(f"release_assignment {NAME}")
    for name in SOLVED:
        school.hand_in(name)
    school.hand_in(TWICE, WRONG)
    school.hand_in(TWICE)
    school.hand_in(AGAIN, WRONG)
    school.hand_in(HALF, WRONG)
    school.hand_in(EMPTY, {})
    school.learner(BROKEN, f"fetch_assignment {NAME}")
    school.notebook(BROKEN).write_text('{"cells": [')
    school.learner(BROKEN, f"submit {NAME}")
    school.learner(MISSING, f"fetch_assignment {NAME}")
    school.notebook(MISSING).unlink()
    school.learner(MISSING, f"submit {NAME}")
    set_due_date(school, datetime.datetime.now(datetime.UTC).replace(tzinfo=None))
    for name in LATE:
        school.hand_in(name)
    ended = school.teacher(f"collect {NAME}")
    assert len(re.findall("Collecting submission", ended.output)) == 29
    assert sorted(path.name for path in (school.course.root / "submitted").iterdir()) == CLASS[:-1]


def first_grading(school: School) -> None:
    ended = school.teacher(f"autograde {NAME}", status=1)
    assert summary(ended.output) == ("27 graded, 2 without a grade (autograded/small.json says why).")
    assert "Traceback" not in ended.output
    assert len(re.findall(r"\] \d+/29 s\d\d: graded", ended.output)) == 27
    assert f"{BROKEN} was not graded: The notebook is not valid JSON" in ended.output
    assert f"{MISSING} was not graded: There is no 'small.ipynb'" in ended.output
    expected = dict.fromkeys([*SOLVED, *LATE, TWICE], 9) | {AGAIN: 5, HALF: 5, EMPTY: 0}
    assert scores(school) == expected | {BROKEN: 0, MISSING: 0}
    assert penalties(school) == dict.fromkeys(LATE, 9)
    statuses = school.course.statuses()
    assert [name for name in statuses if statuses[name]["status"] != "graded"] == [BROKEN, MISSING]


def one_more_comes_in(school: School) -> None:
    set_due_date(school, datetime.datetime(2100, 1, 1))
    school.hand_in(AGAIN)
    ended = school.teacher(f"collect {NAME}")
    assert "Updating" not in ended.output
    ended = school.teacher(f"collect --update {NAME}")
    assert len(re.findall("Updating submission", ended.output)) == 1
    ended = school.teacher(f"autograde {NAME}", status=1)
    assert summary(ended.output) == (
        "1 graded, 26 left as they were, 2 without a grade (autograded/small.json says why)."
    )
    assert scores(school)[AGAIN] == 9


def a_test_is_mended(school: School) -> None:
    source = school.course.source
    source.write_text(source.read_text().replace('"points": 3', '"points": 5'))
    ended = school.teacher(f"autograde {NAME}", status=1)
    assert "'descend-check' has 5 points, not 3" in ended.output
    school.teacher(f"generate_assignment --force {NAME}")
    ended = school.teacher(f"autograde {NAME}", status=1)
    assert summary(ended.output).startswith(
        "0 graded, 27 graded again because tests changed ('descend-check'), 2 without a grade"
    )
    assert penalties(school) == {}  # the due date has moved
    expected = dict.fromkeys([*SOLVED, *LATE, TWICE, AGAIN], 11) | {HALF: 7, EMPTY: 0}
    for name in BY_HAND:
        expected[name] += 3
    assert scores(school) == expected | {BROKEN: 0, MISSING: 0}


def feedback_goes_out(school: School) -> None:
    school.teacher(f"generate_feedback {NAME}")
    school.teacher(f"release_feedback {NAME}")
    released = list((school.exchange / "gradient-descent" / "feedback").iterdir())
    assert len(released) == len(SEEN)
    for name in SEEN:
        school.learner(name, f"fetch_feedback {NAME}")
    assert {school.score(name) for name in BY_HAND} == {"14.0 / 16.0"}
    assert {school.score(name) for name in SOLVED[10:]} == {"11.0 / 16.0"}
    assert school.score(HALF) == "7.0 / 16.0"
    (page,) = (school.folder / BY_HAND[0] / NAME / "feedback").rglob("*.html")
    assert f"Well said, {BY_HAND[0]}." in page.read_text()
    for name in BROKEN, MISSING:
        assert not (school.course.root / "feedback" / name).exists()


def the_table_of_grades(school: School) -> None:
    with Gradebook(school.course.db_url) as gradebook:
        gradebook.update_or_create_student(ABSENT)
    school.teacher("export")
    with (school.course.root / "grades.csv").open(newline="") as file:
        table = {row["student_id"]: row["score"] for row in csv.DictReader(file)}
    expected = dict.fromkeys([*SOLVED, *LATE, TWICE, AGAIN], "11.0") | {HALF: "7.0", EMPTY: "0.0"}
    expected |= dict.fromkeys(BY_HAND, "14.0") | {BROKEN: "", MISSING: "", ABSENT: "0.0"}
    assert table == expected
