"""Attacks on the grading, each in a file of its own, all handed in by one class and graded in one run.

The run is the real one: nbgrader's command, the judge, the sandbox. For every attack (`attack_class`): no
point gained over what its honest parts deserve; nothing written, nothing found, nothing left running; and
the honest learners before, among and after get what they deserve. `test_attacks_are_real.py` shows that
without the sandbox they succeed.
"""

import json
import re
import sys
from pathlib import Path

import pytest
from attack_class import CODES, EARLIER, FORMS, HONEST, deserved, honest_parts, read
from attack_run import Run, graded, written_elsewhere
from nbconvert.exporters import HTMLExporter
from shown_pages import feedback_pages, make_feedback, pages, scripts, text_of
from small_course import ANSWERS, FULL, NAME, NONE, Course
from traces import shown

from grader.notebooks.paths import notebook_in

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform != "linux", reason="The sandbox is Linux's."),
    pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SAWarning"),  # nbgrader's, harmless
    # An output of which nothing may be shown:
    pytest.mark.filterwarnings("ignore:Your element with mimetype"),
]


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """One run for all tests of this file, with feedback."""
    root = tmp_path_factory.mktemp("attacked")
    run = graded(root, Course(root / "course"))
    make_feedback(run.course)
    return run


# What holds for every attack


@pytest.mark.parametrize("name", [*CODES, *FORMS])
def test_no_point_is_gained(run: Run, name: str) -> None:
    """But for right answers after the attack, which follow-through may count: never for the attack itself."""
    due, got = deserved(name), run.course.scores(name)
    other = {check for check in FULL if got[check] != due[check]}
    assert other <= honest_parts(name)
    assert all(got[check] == FULL[check] for check in other)


@pytest.mark.parametrize("name", CODES)
def test_nothing_is_found(run: Run, name: str) -> None:
    assert "GOT IT" not in shown(run.course, name)


@pytest.mark.parametrize("name", [name for name, form in FORMS.items() if form.points is None])
def test_a_submission_that_cannot_be_graded_has_a_reason_and_no_notebook(run: Run, name: str) -> None:
    (reason,) = run.course.statuses()[name]["notes"]
    assert f"{name} was not graded: {reason}" in run.command.printed
    assert not (run.course.root / "autograded" / name / NAME).exists()


@pytest.mark.parametrize("name", HONEST)
def test_honest_learners_get_what_they_deserve(run: Run, name: str) -> None:
    assert run.course.scores(name) == FULL
    assert "the end" in shown(run.course, name)


def test_the_run_reaches_its_end_and_says_by_its_exit_code_that_some_have_no_grade(run: Run) -> None:
    assert run.command.code == 1
    statuses = run.course.statuses()
    assert set(statuses) == {*HONEST, *CODES, *FORMS, EARLIER}
    assert [name for name, entry in statuses.items() if "judge" in str(entry["notes"]).lower()] == []


def test_no_file_is_changed(run: Run) -> None:
    assert run.after.files == run.before.files


def test_no_row_of_another_learner_is_changed(run: Run) -> None:
    assert run.after.rows == run.before.rows
    assert len(run.before.rows) == 4


def test_nothing_is_written_elsewhere(run: Run) -> None:
    assert written_elsewhere() == []


def test_nothing_is_left_running(run: Run) -> None:
    assert run.left_running == set()


def test_no_socket_is_reached(run: Run) -> None:
    assert run.calls == []


def test_only_the_notebook_and_the_lessons_files_are_beside_the_grades(run: Run) -> None:
    names = {path.name for path in (run.course.root / "autograded").glob("*/*/*")}
    assert names == {f"{NAME}.ipynb", "numbers.csv"}


def test_without_a_sandbox_the_judge_still_grades_in_another_process(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    course = Course(tmp_path / "course")
    config = course.config()
    config.Judge.sandbox = False
    monkeypatch.setattr(course, "config", lambda: config)
    course.submit("honest", course.released(ANSWERS))
    course.submit("patches", course.released(read(CODES["cant_patch_the_checks"])[1]))
    result = course.autograde()
    assert result["success"], result
    assert [course.scores(name) for name in ("honest", "patches")] == [FULL, NONE]


# What people see


def test_no_page_runs_what_a_learner_wrote(run: Run) -> None:
    expected = {text for name, html in pages(run.course) if name in HONEST for text in scripts(html)}
    assert {text for _, html in pages(run.course) for text in scripts(html)} <= expected
    assert not any("GOT" in text for text in expected)


def test_without_the_filter_the_same_notebook_runs_script(run: Run) -> None:
    path = notebook_in(run.course.root / "autograded" / "cant_run_script_in_the_feedback", NAME)
    html, _ = HTMLExporter().from_filename(str(path))
    assert any("GOT" in text for text in scripts(html))


def test_feedback_shows_no_hidden_test(run: Run) -> None:
    texts = {name: text_of(html) for name, html in feedback_pages(run.course)}
    assert [name for name, text in texts.items() if "x_new, y_new = reference" in text] == []
    assert all("Mind the factor" in text for text in texts.values())  # the visible part of the test


def test_no_control_character_reaches_the_instructors_terminal_or_notebooks(run: Run) -> None:
    colours = re.compile(r"\x1b\[[0-9;]*m|\x1b\(B")
    printed = colours.sub("", run.command.printed)
    assert [c for c in set(printed) if not c.isprintable() and c not in "\r\n\t"] == []
    outputs = json.loads(shown(run.course, "cant_send_control_characters"))
    written = colours.sub("", json.dumps(outputs, ensure_ascii=False))
    assert {c for c in written if ord(c) < 32 or 127 <= ord(c) < 160} == set()
