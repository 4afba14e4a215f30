"""What being late costs, at every boundary, and as `nbgrader autograde` writes it into the gradebook."""

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
