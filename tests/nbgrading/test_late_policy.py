"""What being late costs, at every boundary, and as `nbgrader autograde` writes it into the gradebook."""

import shutil
from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from nbgrader.api import Gradebook, MissingEntry
from played_judge import Played
from small_course import ANSWERS, FULL, NAME, Course
from traitlets import TraitError

from grader.nbgrading.late_policy import LatePolicy

MINUTE, HOUR, DAY = 60, 3600, 86400
ON_TIME = datetime(2027, 3, 1, 23, 59)
OURS = """
c.AssignLatePenalties.plugin_class = "grader.nbgrading.late_policy.LatePolicy"
c.LatePolicy.grace_minutes = 15
c.LatePolicy.percent_per_day = 10
c.LatePolicy.most_percent = 50
c.LatePolicy.extra_hours = {"ada": 48}
"""


@pytest.mark.parametrize(
    ("seconds", "lost"),
    [
        (1, 0),
        (15 * MINUTE, 0),
        (15 * MINUTE + 1, 10),
        (DAY, 10),
        (DAY + 1, 20),
        (4 * DAY, 40),
        (4 * DAY + 1, 50),
        (400 * DAY, 50),
    ],
)
def test_each_day_that_has_begun_costs_up_to_a_limit(seconds: float, lost: float) -> None:
    policy = LatePolicy(grace_minutes=15, percent_per_day=10, most_percent=50, extra_hours={"ada": 48})
    assert policy.late_submission_penalty("ben", 80.0, seconds) == (lost * 0.8 or None)
    assert policy.late_submission_penalty("ada", 80.0, seconds + 48 * HOUR) == (lost * 0.8 or None)
    assert policy.late_submission_penalty("ben", 0.0, seconds) is None


def test_without_settings_nothing_is_lost() -> None:
    assert LatePolicy().late_submission_penalty("ben", 80.0, 400 * DAY) is None


@pytest.mark.parametrize(
    ("setting", "value"),
    [
        ("percent_per_day", 150),
        ("percent_per_day", -1),
        ("most_percent", 101),
        ("grace_minutes", -5),
        ("percent_per_day", "ten"),
        ("extra_hours", {"ada": -1}),
        ("extra_hours", {"ada": "2 days"}),
        ("extra_hours", ["ada"]),
    ],
)
def test_a_setting_that_means_nothing_is_refused_with_its_value(setting: str, value: object) -> None:
    with pytest.raises(TraitError) as refused:
        LatePolicy(**{setting: value})
    assert setting in str(refused.value)
    wrong = next(iter(value.values())) if isinstance(value, dict) else value
    assert str(wrong) in str(refused.value)


@pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SAWarning")  # nbgrader's, harmless
def test_the_gradebook_has_what_each_learner_lost(course: Course, judge: Played) -> None:
    before = (course.root / "nbgrader_config.py").read_text()
    (course.root / "nbgrader_config.py").write_text(before + OURS)
    with Gradebook(course.db_url) as gradebook:
        gradebook.update_or_create_assignment(NAME, duedate=ON_TIME)
    days = {"emil": 9, "ada": 2, "adan": 2}
    handed_in = {name: DAY * many for name, many in days.items()}
    handed_in |= {"ben": -HOUR, "carl": 10 * MINUTE, "dora": 20 * MINUTE}
    for name, late in handed_in.items():
        when = ON_TIME + timedelta(seconds=late)
        course.submit(name, course.released(ANSWERS), timestamp=f"{when:%Y-%m-%d %H:%M:%S} UTC")
    assert course.autograde()["success"]
    with Gradebook(course.db_url) as gradebook:
        handed = gradebook.assignment_submissions(NAME)
        lost = {each.student.id: each.late_submission_penalty for each in handed}
        gradebook.update_or_create_assignment(NAME, duedate=None)
    (course.root / "nbgrader_config.py").write_text(before)
    most = sum(FULL.values())
    percent = {"ben": 0, "carl": 0, "dora": 10, "emil": 50, "ada": 0, "adan": 20}
    assert {name: lost[name] for name in percent} == pytest.approx(
        {name: most * part / 100 for name, part in percent.items()}
    )


@pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SAWarning")  # nbgrader's, harmless
def test_a_wrong_setting_gives_no_grade_and_says_why(course: Course, judge: Played) -> None:
    before = (course.root / "nbgrader_config.py").read_text()
    wrong = OURS.replace("percent_per_day = 10", "percent_per_day = 150")
    (course.root / "nbgrader_config.py").write_text(before + wrong)
    with Gradebook(course.db_url) as gradebook:
        gradebook.update_or_create_assignment(NAME, duedate=ON_TIME)
    course.submit("fay", course.released(ANSWERS), timestamp="2027-03-05 10:00:00 UTC")
    log = course.autograde("fay")["log"]
    with Gradebook(course.db_url) as gradebook:
        gradebook.update_or_create_assignment(NAME, duedate=None)
    (course.root / "nbgrader_config.py").write_text(before)
    assert "percent_per_day" in log
    assert "150" in log
    assert "Traceback" not in log
    with Gradebook(course.db_url) as gradebook, pytest.raises(MissingEntry):
        gradebook.find_submission(NAME, "fay")


@pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SAWarning")  # nbgrader's, harmless
def test_an_extension_that_counts_for_nobody_is_told_and_stops_nobody(course: Course, judge: Played) -> None:
    before = (course.root / "nbgrader_config.py").read_text()
    (course.root / "nbgrader_config.py").write_text(before + OURS.replace('"ada"', '"gita"'))
    course.submit("gia", course.released(ANSWERS))
    result = course.autograde("gia")
    (course.root / "nbgrader_config.py").write_text(before)
    assert "names 'gita', and there is no such learner: did you mean gia" in result["log"]
    assert result["success"]
    assert course.scores("gia") == FULL


# What changes after the grading

MOST = sum(FULL.values())
harmless = pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SAWarning")  # nbgrader's


@pytest.fixture
def late_class(course: Course, judge: Played) -> Iterator[Course]:
    """Ben is in time, Carl two days late; being late costs nothing yet."""
    before = (course.root / "nbgrader_config.py").read_text()
    with Gradebook(course.db_url) as gradebook:
        gradebook.update_or_create_assignment(NAME, duedate=ON_TIME)
    notebook = course.released(ANSWERS | {"why-answer": "So."})
    for name, days in {"benno": 0, "carlo": 2}.items():
        when = ON_TIME + timedelta(days=days)
        course.submit(name, notebook, timestamp=f"{when:%Y-%m-%d %H:%M:%S} UTC")
    assert course.autograde("*o")["success"]
    assert lost(course) == {"benno": None, "carlo": None}
    judge.tasks.clear()
    yield course
    (course.root / "nbgrader_config.py").write_text(before)
    with Gradebook(course.db_url) as gradebook:
        for name in "benno", "carlo":
            gradebook.remove_submission(NAME, name)
            shutil.rmtree(course.submitted(name))
            shutil.rmtree(course.root / "autograded" / name)
        gradebook.update_or_create_assignment(NAME, duedate=None)


def lost(course: Course) -> dict[str, float | None]:
    """What Benno and Carlo lose by being late."""
    with Gradebook(course.db_url) as gradebook:
        submissions = {name: gradebook.find_submission(NAME, name) for name in ("benno", "carlo")}
        return {name: each.notebooks[0].late_submission_penalty for name, each in submissions.items()}


def set_policy(course: Course, text: str = OURS) -> None:
    path = course.root / "nbgrader_config.py"
    path.write_text(path.read_text() + text)


def again(course: Course, judge: Played) -> str:
    """What a plain `nbgrader autograde` says, for which nothing is judged again."""
    result = course.autograde("*o", force=False)
    assert result["success"]
    assert "0 graded, 2 left as they were." in result["log"]
    assert judge.tasks == []
    return str(result["log"])


@harmless
def test_another_policy_counts_for_what_is_graded_already(late_class: Course, judge: Played) -> None:
    set_policy(late_class)
    assert "being late now costs 1 submission other points than before ('carlo')" in again(late_class, judge)
    assert lost(late_class) == {"benno": None, "carlo": pytest.approx(0.2 * MOST)}
    assert "being late" not in again(late_class, judge)


@harmless
def test_an_extension_gives_back_what_was_lost(late_class: Course, judge: Played) -> None:
    set_policy(late_class)
    again(late_class, judge)
    set_policy(late_class, 'c.LatePolicy.extra_hours = {"carlo": 48}\n')
    assert "('carlo')" in again(late_class, judge)
    assert lost(late_class) == {"benno": None, "carlo": None}


@harmless
@pytest.mark.parametrize(("days", "expected"), [(-1, {"benno": 0.1, "carlo": 0.3}), (2, {})])
def test_another_due_date_counts_as_well(
    late_class: Course, judge: Played, days: int, expected: dict[str, float]
) -> None:
    set_policy(late_class)
    again(late_class, judge)
    with Gradebook(late_class.db_url) as gradebook:
        gradebook.update_or_create_assignment(NAME, duedate=ON_TIME + timedelta(days=days))
    assert "being late now costs" in again(late_class, judge)
    found = {name: points or 0 for name, points in lost(late_class).items()}
    assert found == pytest.approx({name: expected.get(name, 0) * MOST for name in ("benno", "carlo")})


@harmless
def test_points_of_a_person_count_as_all_others(late_class: Course, judge: Played) -> None:
    set_policy(late_class)
    again(late_class, judge)
    with Gradebook(late_class.db_url) as gradebook:
        grade = gradebook.find_grade("why-answer", NAME, NAME, "carlo")
        grade.manual_score, grade.needs_manual_grade = 5, False
        gradebook.db.commit()
    again(late_class, judge)
    assert lost(late_class)["carlo"] == pytest.approx(0.2 * (MOST + 5))
    assert late_class.autograde("carlo")["success"]  # graded again, it is the same
    assert lost(late_class)["carlo"] == pytest.approx(0.2 * (MOST + 5))


@harmless
def test_nbgraders_own_policy_counts_too(late_class: Course, judge: Played) -> None:
    set_policy(late_class, 'c.LateSubmissionPlugin.penalty_method = "zero"\n')
    again(late_class, judge)
    assert lost(late_class) == {"benno": None, "carlo": pytest.approx(MOST)}


@harmless
def test_a_policy_of_ones_own_that_fails_is_named_and_changes_nothing(
    late_class: Course, judge: Played, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object) -> float:
        raise ZeroDivisionError("no day")

    set_policy(late_class)
    monkeypatch.setattr(LatePolicy, "late_submission_penalty", fails)
    result = late_class.autograde("*o", force=False)
    assert not result["success"]
    assert "The late policy LatePolicy fails for 'carlo'" in result["log"]
    assert "172800 seconds: ZeroDivisionError: no day" in result["log"]
    assert lost(late_class) == {"benno": None, "carlo": None}
