"""What nbgrader makes of the judge's results, and what becomes of submissions that have none.

The judge is played here: its results are given. `test_attacks.py` runs the real one.
"""

import csv
import json
import os
import shutil
import sys
from dataclasses import replace

import nbformat
import pytest
from nbgrader.api import Gradebook, MissingEntry
from small_course import ANSWERS, FULL, NAME, NONE, Course
from traitlets import import_item

from grader.judge.task import CellResult, Result
from grader.nbgrading import judging, warm
from grader.notebooks.paths import notebook_in
from grader.sandbox.errors import SandboxError, SandboxUnavailable

pytestmark = pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SAWarning")  # nbgrader's, harmless


class Template:
    def __init__(self, hide):
        pass

    def __enter__(self):
        return self

    def __exit__(self, *exception):
        pass


def passed(cell):
    printed = [{"output_type": "stream", "name": "stdout", "text": "fine\n"}]
    return CellResult(printed, passed=True)


def failed(cell):
    error = {"output_type": "error", "ename": "E", "evalue": "", "traceback": ["secret of the test"]}
    return CellResult([error], passed=False, message="expected 1\ngot 2")


def ran(cell):
    stderr = {"output_type": "stream", "name": "stderr", "text": "a warning\n"}
    return CellResult([stderr])


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    return Course(tmp_path_factory.mktemp("course"))


@pytest.fixture
def judge(monkeypatch):
    """The judge played: its `verdict` of a test cell may be replaced; its `tasks` are what it was given."""

    class Played:
        verdict, result, tasks = staticmethod(passed), {}, []

    played = Played()
    played.tasks = []

    def grade(task, template, limits):
        played.tasks.append(task)
        cells = [played.verdict(cell) if cell.kind == "test" else ran(cell) for cell in task.cells]
        return replace(Result("graded", "", cells), **played.result)

    monkeypatch.setattr(warm, "Template", Template)
    monkeypatch.setattr(judging, "grade", grade)
    monkeypatch.setattr(warm, "prove", lambda template: None)
    monkeypatch.setattr(warm, "opened", {})
    return played


def submit_and_grade(course, student, answers=ANSWERS, **options):
    course.submit(student, course.released(answers), **options)
    return course.autograde(student)


def test_a_passed_test_gives_its_points_and_a_failed_one_none(course, judge):
    judge.verdict = lambda cell: failed(cell) if cell.name == "descend-check" else passed(cell)
    result = submit_and_grade(course, "anna")
    assert result["success"], result
    assert course.scores("anna") == FULL | {"descend-check": 0}


def test_a_failed_test_shows_its_message_and_no_traceback(course, judge):
    judge.verdict = failed
    submit_and_grade(course, "anna")
    outputs = [c.outputs for c in course.notebook("anna").cells if c.id == "gradient-check"]
    assert outputs == [
        [
            {
                "output_type": "error",
                "ename": "CheckFailed",
                "evalue": "expected 1\ngot 2",
                "traceback": ["expected 1", "got 2"],
            }
        ]
    ]
    assert course.scores("anna") == NONE


def odd(**entry):
    return lambda cell: replace(passed(cell), **entry)


RESULT = {"output_type": "execute_result", "data": {"text/plain": "1"}, "metadata": {}, "execution_count": 1}
STDERR = {"output_type": "stream", "name": "stderr", "text": "!"}


@pytest.mark.parametrize("value", [False, None, 1, "True", 0.5], ids=repr)
def test_only_true_is_a_pass(course, judge, value):
    judge.verdict = odd(passed=value)
    submit_and_grade(course, "anna")
    assert course.scores("anna") == NONE


@pytest.mark.parametrize("output", [RESULT, STDERR], ids=["a number as result", "stderr"])
def test_no_output_of_a_test_changes_its_verdict(course, judge, output):
    judge.verdict = odd(outputs=[output])
    submit_and_grade(course, "anna")
    assert course.scores("anna") == FULL
    judge.verdict = odd(outputs=[output], passed=False)
    submit_and_grade(course, "anna")
    assert course.scores("anna") == NONE


def test_the_task_holds_the_tests_of_the_source_and_the_files_of_the_lesson(course, judge):
    folder = course.submit("anna", course.released(ANSWERS | {"gradient-check": "pass"}))
    (folder / "conftest.py").write_text("planted")
    (folder / "numbers.csv").write_text("planted")
    course.autograde("anna")
    (task,) = judge.tasks
    cells = {cell.name: cell for cell in task.cells if cell.name}
    assert "reference.fresh_data" in cells["gradient-check"].source
    assert cells["gradient-solution"].source == ANSWERS["gradient-solution"]
    assert {name for name, cell in cells.items() if cell.kind == "test"} == set(FULL)
    assert task.files == {"numbers.csv": b"hours,score\n1,2\n"}
    assert sorted(path.name for path in (course.root / "autograded/anna/small").iterdir()) == [
        "numbers.csv",
        "small.ipynb",
    ]


def test_a_judge_that_is_at_fault_gives_no_grade_and_the_run_goes_on(course, judge):
    judge.result = {"status": "error", "reason": "out of memory", "cells": {}}
    result = submit_and_grade(course, "anna")
    assert not result["success"]
    assert "anna was not graded: The judge could not grade it: out of memory" in result["log"]
    assert course.scores("anna") == dict.fromkeys(FULL)
    assert not (course.root / "autograded/anna/small").exists()


def test_a_resubmission_never_keeps_the_old_score(course, judge):
    submit_and_grade(course, "anna")
    assert course.scores("anna") == FULL
    for bad in (b"not a notebook", json.dumps({"nbformat": 9}).encode()):
        course.submit("anna", bad)
        assert not course.autograde("anna")["success"]
        assert course.scores("anna") == dict.fromkeys(FULL)
        assert not (course.root / "autograded/anna/small").exists()
    submit_and_grade(course, "anna", {})
    assert course.scores("anna") == FULL  # the judge played says so


def test_what_a_person_gave_is_kept_for_review(course, judge):
    submit_and_grade(course, "anna")
    with Gradebook(course.db_url) as gradebook:
        gradebook.find_grade("why-answer", NAME, NAME, "anna").manual_score = 4
        gradebook.db.commit()
    course.submit("anna", b"")
    course.autograde("anna")
    with Gradebook(course.db_url) as gradebook:
        grade = gradebook.find_grade("why-answer", NAME, NAME, "anna")
        assert (grade.manual_score, grade.needs_manual_grade) == (4, True)


def test_a_deleted_answer_that_is_graded_by_hand_waits_for_the_instructor(course, judge):
    nb = course.released(ANSWERS)
    nb["cells"] = [cell for cell in nb["cells"] if cell["id"] != "why-answer"]
    course.submit("anna", nb)
    assert course.autograde("anna")["success"]
    assert course.scores("anna") == FULL


def test_bad_submissions_stop_no_other_and_the_report_says_what_became_of_each(course, judge):
    nb = course.released(ANSWERS)
    for student in ("anna", "zoe"):
        course.submit(student, nb)
    course.submit("bad-json", b"{")
    course.submit("bad-version", json.dumps(nb | {"nbformat": 9}).encode())
    course.submitted("missing").mkdir(parents=True)
    course.submitted("pipe").mkdir(parents=True)
    os.mkfifo(course.submitted("pipe") / f"{NAME}.ipynb")
    os.mkfifo(course.submitted("pipe") / "timestamp.txt")
    os.mkfifo(course.submitted("pipe") / "another")
    course.submitted("link").parent.mkdir(parents=True)
    course.submitted("link").symlink_to(course.submitted("anna"))
    secret = course.submit("thief", nb)
    (secret / "secret.db").symlink_to(course.root / "gradebook.db")
    schema = course.released(ANSWERS)
    schema["cells"][3]["metadata"]["nbgrader"]["schema_version"] = 99
    schema["cells"].append(dict(schema["cells"][3], id="copy"))
    course.submit("schema", schema)

    result = course.autograde()

    graded = {"anna": [], "zoe": [], "thief": []}
    statuses = course.statuses()
    assert {name: statuses[name] for name in graded} == {
        name: {"status": "graded", "notes": notes} for name, notes in graded.items()
    }
    assert statuses["schema"] == {
        "status": "graded",
        "notes": [
            "gradient-check had other settings (schema_version): the lesson's hold",
            "gradient-check was copied: the copy runs as the learner's own cell",
        ],
    }
    refused = {name for name, entry in statuses.items() if entry["status"] == "not graded"}
    assert refused == {"bad-json", "bad-version", "missing", "pipe", "link"}
    for name in refused:
        assert f"{name} was not graded: {statuses[name]['notes'][0]}" in result["log"]
        assert course.scores(name) == dict.fromkeys(FULL)
    for name in ("anna", "zoe", "thief", "schema"):
        assert course.scores(name) == FULL
    assert not list((course.root / "autograded").rglob("secret.db"))


def test_nothing_of_a_run_is_left_beside_the_grades(course, judge, tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    submit_and_grade(course, "anna")
    assert list(tmp_path.iterdir()) == []


def test_a_timestamp_counts_and_a_broken_one_does_no_harm(course, judge):
    submit_and_grade(course, "anna", timestamp="2031-02-03 04:05:06 UTC")
    with Gradebook(course.db_url) as gradebook:
        assert str(gradebook.find_submission(NAME, "anna").timestamp) == "2031-02-03 04:05:06"
    submit_and_grade(course, "anna", timestamp="2031-02-03 05:05:06.5 Europe/Berlin")
    with Gradebook(course.db_url) as gradebook:
        assert str(gradebook.find_submission(NAME, "anna").timestamp) == "2031-02-03 04:05:06.500000"
    # dateutil opens what a zone names: a path must never get there.
    paths = ("2031-02-03 04:05:06 ../x", "2031-02-03 04:05:06 /proc/self/mem", "2031-02-03 04:05:06 :/x")
    for broken in ("tomorrow", "9" * 5000, "\0", "-1-1-1 0:0:0 UTC", "2031-99-99 04:05:06", *paths):
        result = submit_and_grade(course, "anna", timestamp=broken)
        assert result["success"], broken
        assert "no usable timestamp.txt" in result["log"]
    (course.submitted("anna") / "timestamp.txt").unlink()


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


def test_a_step_that_fails_after_the_grades_were_saved_leaves_none(course, judge, monkeypatch):
    submit_and_grade(course, "anna")
    assert course.scores("anna") == FULL

    def preprocess(self, nb, resources):
        raise OSError("No space left on device")

    monkeypatch.setattr("nbgrader.preprocessors.AssignLatePenalties.preprocess", preprocess)
    assert not submit_and_grade(course, "anna")["success"]
    assert course.scores("anna") == dict.fromkeys(FULL)
    assert course.statuses()["anna"] == {"status": "not graded", "notes": ["No space left on device"]}


def test_an_interrupted_run_leaves_no_grade_even_where_nbgrader_gives_0_first(course, judge, monkeypatch):
    """As it does, before anything has run, for a notebook of another name."""
    submit_and_grade(course, "anna")
    folder = course.submitted("anna")
    (folder / f"{NAME}.ipynb").rename(folder / f"{NAME} (1).ipynb")

    def stop(task, template, limits):
        assert course.scores("anna") == dict.fromkeys(FULL)
        raise KeyboardInterrupt

    monkeypatch.setattr(judging, "grade", stop)
    assert not course.autograde("anna")["success"]
    assert course.scores("anna") == dict.fromkeys(FULL)


CHANGES = {
    "a mended hidden test": ("'pick-check'", lambda cell: cell.update(source=cell.source + "\nx = 1")),
    "other points": ("'pick-check'", lambda cell: cell.metadata.nbgrader.update(points=3)),
    "another name": ("'choice-check'", lambda cell: cell.metadata.nbgrader.update(grade_id="choice-check")),
}


@pytest.mark.parametrize(("named", "change"), CHANGES.values(), ids=CHANGES.keys())
def test_a_gradebook_older_than_the_source_is_named_and_nothing_is_graded(course, judge, named, change):
    """Its tests and points would count, not those of source/."""
    submit_and_grade(course, "anna")
    path = notebook_in(course.root / "source", NAME)
    before = path.read_bytes()
    notebook = nbformat.read(path, as_version=4)
    change(next(cell for cell in notebook.cells if cell.id == "pick-check"))
    nbformat.write(notebook, path)
    try:
        result = course.autograde("anna")
    finally:
        path.write_bytes(before)
    assert not result["success"]
    assert f"the gradebook lacks {named} as small.ipynb in source/ has it" in result["log"]
    assert "run `nbgrader generate_assignment --force small`" in result["log"]
    assert course.scores("anna") == FULL  # of the tests that graded it


def test_an_assignment_that_was_never_generated_is_named(course, judge):
    folder = course.root / "source" / "other"
    shutil.copytree(course.root / "source" / NAME, folder)
    shutil.copytree(course.submitted("anna"), course.submitted("anna").parent / "other")
    result = course.api().autograde("other", "anna", True)
    assert not result["success"]
    assert "run `nbgrader generate_assignment --force other`" in result["log"]


def test_the_table_of_grades_has_no_0_where_there_is_no_grade(course, judge):
    judge.verdict = failed
    submit_and_grade(course, "zero")
    course.submit("broken", b"not a notebook")
    course.autograde("broken")
    config = course.config()
    table = course.root / "grades.csv"
    plugin = import_item(config.ExportApp.plugin_class)(to=str(table))
    with Gradebook(course.db_url) as gradebook:
        gradebook.update_or_create_student("absent")
        plugin.export(gradebook)
    with table.open(newline="") as file:
        scores = {row["student_id"]: row["score"] for row in csv.DictReader(file)}
    assert {name: scores[name] for name in ("zero", "broken", "absent")} == {
        "zero": "0.0",
        "broken": "",
        "absent": "0.0",  # handed nothing in
    }


def test_a_report_that_a_killed_run_left_half_written_is_begun_again(course, judge):
    submit_and_grade(course, "anna")
    path = course.root / "autograded/small.json"
    path.write_bytes(path.read_bytes()[:10])
    assert submit_and_grade(course, "anna")["success"]
    assert set(course.statuses()) == {"anna"}


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


def test_what_a_killed_run_left_half_done_is_graded_by_the_next(course, judge):
    submit_and_grade(course, "anna")
    path = course.root / "autograded/anna/small/small.ipynb"
    whole = path.read_bytes()
    path.chmod(0o644)
    halves = [whole.replace(b'"status": "graded"', b'"status": "unfinished"'), whole[:100]]
    for half in halves:
        path.write_bytes(half)
        assert course.autograde("anna", force=False)["success"]
        assert path.read_bytes() == whole
        path.chmod(0o644)
    path.unlink()
    assert course.autograde("anna", force=False)["success"]
    assert path.read_bytes() == whole
