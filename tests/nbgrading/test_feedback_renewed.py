"""Feedback is made anew when its page would be another one, and goes when the grade has gone.

The commands are nbgrader's, without `--force`, in a course whose judge is played.
"""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from nbgrader.api import Gradebook
from nbgrader.apps import generatefeedbackapp
from nbgrader.apps.api import NbGraderAPI
from played_judge import failed, submit_and_grade
from small_course import ANSWERS, NAME, Course

from grader.nbgrading import page_fingerprint
from grader.nbgrading.feedback import SafeGenerateFeedback
from grader.nbgrading.taken_back import take_back

SECRET = "0123456789abcdef" * 8
pytestmark = [
    pytest.mark.slow,
    pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SAWarning"),  # nbgrader's, harmless
]


@pytest.fixture(autouse=True)
def graded(course: Course, judge: Any) -> Iterator[None]:
    """Anna and Zoe have handed in, were graded and have feedback; afterwards nothing is left of it."""
    for student in ("anna", "zoe"):
        submit_and_grade(course, student, timestamp="2031-02-03 04:05:06 UTC")
        (autograded(course, student) / "submission_secret.txt").write_text(SECRET)
    assert feedback(course)["success"]
    yield
    for step in ("submitted", "autograded", "feedback"):
        shutil.rmtree(course.root / step, ignore_errors=True)
    with Gradebook(course.db_url) as gradebook:
        for submission in gradebook.assignment_submissions(NAME):
            gradebook.remove_submission(NAME, submission.student.id)


def feedback(course: Course, student: str = "*", force: bool = False) -> dict[str, Any]:
    result: dict[str, Any] = course.api().generate_feedback(NAME, student, force)
    return result


def autograded(course: Course, student: str) -> Path:
    return course.root / "autograded" / student / NAME


def page(course: Course, student: str = "anna") -> Path:
    return course.root / "feedback" / student / NAME / f"{NAME}.html"


def state(course: Course, student: str = "anna") -> dict[str, tuple[bytes, int]]:
    """All files of a learner's feedback, and when they were written."""
    files = page(course, student).parent.iterdir()
    return {path.name: (path.read_bytes(), path.stat().st_mtime_ns) for path in files}


def contents(course: Course) -> dict[str, bytes]:
    return {name: data for name, (data, _) in state(course).items()}


def test_nbgraders_command_and_button_take_ours() -> None:
    assert generatefeedbackapp.GenerateFeedback is SafeGenerateFeedback
    assert NbGraderAPI.generate_feedback.__globals__["GenerateFeedback"] is SafeGenerateFeedback


def test_nothing_is_written_where_nothing_has_changed(course: Course) -> None:
    before = state(course)
    assert {"small.html", "timestamp.txt", "submission_secret.txt", "numbers.csv"} == set(before)
    result = feedback(course)
    assert result["success"]
    assert result["log"].count("The feedback is up to date") == 2
    assert state(course) == before


def change(course: Course, kind: str) -> None:
    with Gradebook(course.db_url) as gradebook:
        notebook = gradebook.find_submission_notebook(NAME, NAME, "anna")
        grades = {grade.name: grade for grade in notebook.grades}
        if kind == "a person's points":
            grades["why-answer"].manual_score = 4
        elif kind == "a person's points for a test":
            grades["pick-check"].manual_score = 1
        elif kind == "extra credit":
            grades["pick-check"].manual_score, grades["pick-check"].extra_credit = 2, 1
        elif kind == "a comment":
            next(c for c in notebook.comments if c.name == "why-answer").manual_comment = "well done"
        elif kind == "a late penalty":
            notebook.late_submission_penalty = 2
        elif kind == "other points for a cell":
            grades["why-answer"].cell.max_score = 6
        gradebook.db.commit()


CHANGES = {
    "a person's points": "why-answer</a> (Score: 4.0 / 5.0)",
    "a person's points for a test": "pick-check</a> (Score: 1.0 / 2.0)",
    "extra credit": "pick-check</a> (Score: 3.0 / 2.0)",
    "a comment": "<p>well done</p>",
    "a late penalty": "(Score: -2.0)",
    "other points for a cell": "why-answer</a> (Score: 0.0 / 6.0)",
}


@pytest.mark.parametrize("kind", CHANGES)
def test_what_changed_in_the_gradebook_is_in_the_page(course: Course, kind: str) -> None:
    before, others = state(course), state(course, "zoe")
    try:
        change(course, kind)
        assert feedback(course)["success"]
        after = state(course)
        assert CHANGES[kind] in page(course).read_text("utf-8")
        assert CHANGES[kind] not in before["small.html"][0].decode()
        changed = {name for name in after if after[name][0] != before[name][0]}
        assert changed == {"small.html"}
        if kind != "other points for a cell":
            assert state(course, "zoe") == others
        assert feedback(course)["success"]
        assert state(course) == after
    finally:
        with Gradebook(course.db_url) as gradebook:
            gradebook.find_graded_cell("why-answer", NAME, NAME).max_score = 5
            gradebook.db.commit()


def test_another_graded_notebook_or_time_makes_another_page(course: Course, judge: Any) -> None:
    before = state(course)
    judge.verdict = failed
    submit_and_grade(course, "anna", {"pick-solution": "pick = 'c'"})
    assert feedback(course)["success"]
    assert "expected 1" in page(course).read_text("utf-8")
    (autograded(course, "anna") / "timestamp.txt").write_text("2031-02-04 04:05:06 UTC")
    assert feedback(course)["success"]
    assert state(course)["timestamp.txt"][0] != before["timestamp.txt"][0]


@pytest.mark.parametrize("name", ["small.html", "timestamp.txt", "submission_secret.txt"])
def test_what_is_missing_is_made_again(course: Course, name: str) -> None:
    before = contents(course)
    (page(course).parent / name).unlink()
    assert feedback(course)["success"]
    assert contents(course) == before


def test_a_page_of_stock_nbgrader_or_half_a_page_is_made_anew(course: Course) -> None:
    before = page(course).read_bytes()
    for other in (b"<html><head></head></html>", before[:50], b""):
        page(course).write_bytes(other)
        assert feedback(course)["success"]
        assert page(course).read_bytes() == before


def test_a_page_by_another_template_is_made_anew(course: Course, monkeypatch: pytest.MonkeyPatch) -> None:
    before = state(course)
    monkeypatch.setattr(page_fingerprint, "maker", lambda: b"another")
    assert feedback(course)["success"]
    assert state(course)["small.html"] != before["small.html"]


def test_force_makes_the_same_page_again(course: Course) -> None:
    before, written = contents(course), page(course).stat().st_mtime_ns
    assert feedback(course, force=True)["success"]
    assert contents(course) == before
    assert page(course).stat().st_mtime_ns != written


def test_feedback_goes_when_the_grade_has_gone(course: Course) -> None:
    others = state(course, "zoe")
    with Gradebook(course.db_url) as gradebook:
        take_back(gradebook, NAME, "anna", [NAME])
    result = feedback(course)
    assert result["success"]
    assert "Removing the feedback of anna: it has no grade" in result["log"]
    assert not page(course).parent.exists()
    assert state(course, "zoe") == others


def test_a_submission_that_could_not_be_graded_has_no_feedback_until_it_is(course: Course) -> None:
    others = state(course, "zoe")
    course.submit("anna", b"not a notebook")
    course.autograde("anna")
    assert feedback(course)["success"]
    assert not page(course).parent.exists()
    assert state(course, "zoe") == others
    submit_and_grade(course, "anna")
    assert feedback(course)["success"]
    assert page(course).exists()


def test_feedback_goes_also_where_no_other_submission_has_a_grade(course: Course) -> None:
    for student in ("anna", "zoe"):
        course.submit(student, b"not a notebook")
        course.autograde(student)
    assert not feedback(course)["success"]  # nbgrader's way to say that there is nothing to do
    assert not page(course).parent.exists()


def test_feedback_goes_with_a_submission_that_was_removed(course: Course) -> None:
    with Gradebook(course.db_url) as gradebook:
        gradebook.remove_submission(NAME, "anna")
    feedback(course)
    assert not page(course).exists()
    assert page(course, "zoe").exists()


def test_a_folder_that_was_put_away_costs_no_feedback(course: Course) -> None:
    before = state(course)
    autograded(course, "anna").rename(course.root / "put-away")
    assert feedback(course)["success"]
    shutil.rmtree(course.root / "put-away")
    assert state(course) == before


def test_only_whom_the_command_names_gets_new_feedback(course: Course) -> None:
    change(course, "a comment")
    before = state(course)
    assert feedback(course, "zoe")["success"]
    assert state(course) == before


@pytest.mark.parametrize("name", ["x[1]", "x*", "한글 이름", "a.b-c_d", "[!x]"])
def test_a_name_of_any_signs_gets_feedback(course: Course, name: str) -> None:
    shutil.copytree(autograded(course, "anna"), autograded(course, name))
    with Gradebook(course.db_url) as gradebook:
        gradebook.update_or_create_student(name)
        for grade in gradebook.add_submission(NAME, name).notebooks[0].grades:
            grade.auto_score = 1
        gradebook.db.commit()
    assert feedback(course, name)["success"]
    assert page(course, name).exists()
    assert "up to date" in feedback(course)["log"]


def test_a_student_who_is_excluded_keeps_what_there_is(course: Course) -> None:
    change(course, "a comment")
    before = state(course)
    api = course.api()
    api.coursedir.student_id_exclude = "anna,bert"
    assert api.generate_feedback(NAME, "*", False)["success"]
    assert state(course) == before


@pytest.mark.filterwarnings("ignore:Passing unrecognized arguments")  # nbgrader misspells one,
@pytest.mark.filterwarnings("ignore:unclosed file:ResourceWarning")  # and leaves files open
def test_what_is_released_is_the_page_as_it_is_now(
    course: Course, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """nbgrader's exchange needs what lies beside the page."""
    tmp_path.chmod(0o777)
    config = course.config()
    config.Exchange.root = str(tmp_path)
    monkeypatch.setattr(course, "config", lambda: config)
    for kind in ("a person's points", "a comment"):
        change(course, kind)
        assert feedback(course)["success"]
        result = course.api().release_feedback(NAME, "anna")
        assert result["success"], result
        (released,) = tmp_path.rglob("*.html")
        assert released.read_bytes() == page(course).read_bytes()
        assert CHANGES[kind] in released.read_text("utf-8")


def test_no_warning_speaks_of_our_own_options(course: Course, capfd: pytest.CaptureFixture[str]) -> None:
    submit_and_grade(course, "anna", ANSWERS | {"end": "1"})
    result = feedback(course, force=True)
    assert "display_data_priority" not in result["log"] + "".join(capfd.readouterr())
    assert "WARNING" not in result["log"].replace("[WARNING] Removing existing", "")
