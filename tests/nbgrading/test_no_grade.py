"""A submission that could not be graded, or not to the end, has no grade: neither 0 nor an old one."""

import csv
import json
import re

import pytest
from nbgrader.api import Gradebook
from played_judge import failed, submit_and_grade
from small_course import FULL, NAME
from traitlets import import_item

import grader.judge.grade

pytestmark = pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SAWarning")  # nbgrader's, harmless


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


def test_a_step_that_fails_after_the_grades_were_saved_leaves_none(course, judge, monkeypatch):
    submit_and_grade(course, "anna")
    assert course.scores("anna") == FULL

    def preprocess(self, nb, resources):
        raise OSError("No space left on device")

    monkeypatch.setattr("grader.nbgrading.records.LatePenalties.preprocess", preprocess)
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

    monkeypatch.setattr(grader.judge.grade, "grade", stop)
    assert not course.autograde("anna")["success"]
    assert course.scores("anna") == dict.fromkeys(FULL)


def test_a_report_that_a_killed_run_left_half_written_is_begun_again(course, judge):
    submit_and_grade(course, "anna")
    path = course.root / "autograded/small.json"
    path.write_bytes(path.read_bytes()[:10])
    assert submit_and_grade(course, "anna")["success"]
    assert set(course.statuses()) == {"anna"}


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


def test_every_submission_of_a_run_has_its_number_with_a_grade_or_without(course, judge):
    """So that whoever reads along sees that none is missing."""
    for student, data in {"n1": course.released(), "n2": b"{", "n3": course.released()}.items():
        course.submit(student, data)
    log = course.autograde("n?")["log"]
    said = r"(\d)/3 {}(: graded| was not graded: )"
    numbers = {each: re.search(said.format(each), log) for each in ("n1", "n2", "n3")}
    assert all(numbers.values()), log
    assert {found[1] for found in numbers.values()} == {"1", "2", "3"}
    assert "graded: " in numbers["n2"][0]
