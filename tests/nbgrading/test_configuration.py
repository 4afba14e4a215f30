"""Nothing grades without the judge, its sandbox and this course's configuration."""

import sys

import pytest
from nbgrader.api import Gradebook, MissingEntry
from played_judge import Template, failed, submit_and_grade
from small_course import NAME, NONE

from grader.nbgrading import warm
from grader.sandbox.errors import SandboxError, SandboxUnavailable

pytestmark = pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SAWarning")  # nbgrader's, harmless


@pytest.mark.parametrize("name", ["Judge", "Sanitize"])
def test_grading_cannot_be_switched_off(course, judge, name, monkeypatch):
    config = course.config()
    config[name].enabled = False
    monkeypatch.setattr(course, "config", lambda: config)
    judge.verdict = failed
    submit_and_grade(course, "anna")
    assert course.scores("anna") == NONE


def test_without_the_judge_no_test_counts_as_passed(course, judge, monkeypatch):
    config = course.config()
    config.Autograde.autograde_preprocessors = config.Autograde.autograde_preprocessors[1:]
    monkeypatch.setattr(course, "config", lambda: config)
    submit_and_grade(course, "anna")
    assert course.scores("anna") == NONE


def test_without_a_sandbox_there_is_one_sentence_and_no_grade(course, judge, monkeypatch):
    def enter(template):
        raise SandboxUnavailable("No sandbox here.")

    monkeypatch.setattr(Template, "__enter__", enter)
    course.submit("nobody", course.released())
    result = course.autograde("nobody")
    assert not result["success"]
    assert [line for line in result["log"].splitlines() if line] == ["[ERROR] No sandbox here."]
    with Gradebook(course.db_url) as gradebook, pytest.raises(MissingEntry):
        gradebook.find_submission(NAME, "nobody")


def test_nothing_is_graded_without_the_courses_own_configuration(course, monkeypatch):
    """nbgrader would say so in its log, go on, and run the tests in the learner's process."""
    monkeypatch.setitem(sys.modules, "grader.nbgrading.patches", None)
    with pytest.raises(SystemExit, match="environment is not active"):
        course.config()


@pytest.mark.parametrize(("value", "sandbox"), [("1", False), ("0", True), ("", True), ("no", True)])
def test_nothing_but_1_grades_without_a_sandbox(course, monkeypatch, value, sandbox):
    monkeypatch.setenv("GRADER_NO_SANDBOX", value)
    assert course.config().Judge.sandbox is sandbox


def test_a_template_that_fails_its_examination_is_closed(course, judge, monkeypatch):
    closed = []
    monkeypatch.setattr(Template, "__exit__", lambda *ignored: closed.append(1))

    def require(template):
        raise SandboxError("a wall could not be set up")

    monkeypatch.setattr(warm, "prove", require)
    result = submit_and_grade(course, "anna")
    assert not result["success"]
    assert "Nothing was graded: a wall could not be set up. `python -m grader doctor` tells" in result["log"]
    assert closed == [1]
