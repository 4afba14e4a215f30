"""Where the class stands: a picture in feedback if the instructor wants it, and only of five or more."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from bs4 import BeautifulSoup
from nbgrader.api import Gradebook
from played_judge import Played, failed, passed, submit_and_grade
from small_course import ANSWERS, NAME, Course

from grader.nbgrading.class_standing import shares_of, standing
from grader.nbgrading.has_grade import has_grade
from grader.nbgrading.pages.class_picture import class_picture

pytestmark = pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SAWarning")  # nbgrader's, harmless
LEARNERS = ("anna", "ben", "cleo", "dora", "emil")
SHARES = {"a": 0.1, "b": 0.35, "c": 0.5, "d": 0.8, "e": 0.9, "f": 1.0}


def test_the_picture_says_what_it_shows() -> None:
    low, middle, high = (
        round(100 * share) for share in np.quantile(list(SHARES.values()), [0.25, 0.5, 0.75])
    )
    picture = BeautifulSoup(class_picture(standing(SHARES, "d")), "html.parser").svg
    assert picture["role"] == "img"
    assert picture["aria-label"] == (
        f"You have 80 percent of the points. The middle half of the class has {low} to {high} percent, "
        f"and the learner in the middle {middle}."
    )


def test_what_it_shows_stands_where_it_belongs() -> None:
    picture = BeautifulSoup(class_picture(standing(SHARES, "d")), "html.parser")
    own = float(picture.path["d"].split()[0].removeprefix("M"))
    begin, wide = float(picture.rect["x"]), float(picture.rect["width"])
    axis = picture.line
    length = float(axis["x2"]) - float(axis["x1"])
    low, high = np.quantile(list(SHARES.values()), [0.25, 0.75])
    assert (own - float(axis["x1"])) / length == pytest.approx(0.8, abs=1e-3)
    assert (begin - float(axis["x1"])) / length == pytest.approx(low, abs=1e-3)
    assert wide / length == pytest.approx(high - low, abs=1e-3)


@pytest.mark.parametrize("share", [0.0, 0.5, 1.0])
def test_a_class_that_is_all_alike_has_a_picture_too(share: float) -> None:
    assert f"You have {100 * share:.0f} percent" in class_picture(standing(dict.fromkeys(SHARES, share), "a"))


def test_of_fewer_than_five_it_would_tell_who() -> None:
    few = dict(list(SHARES.items())[:4])
    assert standing(few, "a") is None
    assert standing(few | {"e": 0.9}, "a") is not None
    assert class_picture(None) == ""


def test_who_has_no_grade_is_no_part_of_it() -> None:
    assert standing(SHARES, "zoe") is None


@pytest.fixture
def graded(course: Course, judge: Played) -> Iterator[Course]:
    """Five learners, of whom the first two fail one exercise."""
    config = course.root / "nbgrader_config.py"
    before = config.read_text("utf-8")
    for number, learner in enumerate(LEARNERS):
        judge.verdict = (
            (lambda cell: failed(cell) if cell.name == "pick-check" else passed(cell))
            if (number < 2)
            else passed
        )
        submit_and_grade(course, learner, ANSWERS)
    yield course
    config.write_text(before, "utf-8")
    for step in ("submitted", "autograded", "feedback"):
        shutil.rmtree(course.root / step, ignore_errors=True)
    with Gradebook(course.db_url) as gradebook:
        for submission in gradebook.assignment_submissions(NAME):
            gradebook.remove_submission(NAME, submission.student.id)


def page(course: Course, learner: str) -> str:
    result = course.api().generate_feedback(NAME, learner, False)
    assert result["success"], result
    return Path(course.root, "feedback", learner, NAME, f"{NAME}.html").read_text("utf-8")


def test_it_is_left_out_until_the_instructor_asks_for_it(graded: Course) -> None:
    assert "<svg" not in page(graded, "anna")
    with (graded.root / "nbgrader_config.py").open("a") as file:
        file.write("\nc.GenerateFeedback.class_picture = True\n")
    shown = page(graded, "anna")
    assert shown.count("<svg") == 1
    assert not [learner for learner in LEARNERS[1:] if learner in shown]
    before = BeautifulSoup(shown, "html.parser").svg["aria-label"]
    with Gradebook(graded.db_url) as gradebook:
        for learner in LEARNERS[1:]:
            grade = gradebook.find_grade("gradient-check", NAME, NAME, learner)
            grade.manual_score = 0
        gradebook.db.commit()
    assert BeautifulSoup(page(graded, "anna"), "html.parser").svg["aria-label"] != before  # made anew


def test_nbgraders_old_name_of_the_options_goes_on_working(
    graded: Course, caplog: pytest.LogCaptureFixture
) -> None:
    config = graded.root / "nbgrader_config.py"
    shipped = config.read_text("utf-8")
    page(graded, "anna")
    assert "Outdated config" not in caplog.text
    config.write_text(f"{shipped}\nc.Feedback.class_picture = True\n", "utf-8")
    assert page(graded, "anna").count("<svg") == 1
    assert "Use GenerateFeedback in config, not Feedback" in caplog.text
    config.write_text(f"{shipped}\nc.Feedback.class_pictures = True\n", "utf-8")
    assert "no such option. Did you mean" in str(graded.api().generate_feedback(NAME, "anna", True))


def test_the_shares_are_those_of_nbgraders_own_points(graded: Course) -> None:
    with Gradebook(graded.db_url) as gradebook:
        own = {
            each.student.id: each.score / each.max_score
            for each in gradebook.assignment_submissions(NAME)
            if has_grade(each)
        }
        assert shares_of(gradebook.db, NAME) == pytest.approx(own)
        assert len(own) == len(LEARNERS)
        gradebook.find_grade("pick-check", NAME, NAME, "anna").auto_score = None
        gradebook.db.commit()
        assert sorted(shares_of(gradebook.db, NAME)) == list(LEARNERS[1:])
