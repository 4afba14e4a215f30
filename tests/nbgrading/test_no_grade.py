"""A submission that could not be graded, or not to the end, has no grade: neither 0 nor an old one."""

import csv
import json
import logging
import re
import shutil

import pytest
from nbgrader.api import Gradebook
from nbgrader.apps.api import NbGraderAPI
from nbgrader.coursedir import CourseDirectory
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


def test_it_counts_in_no_average(course, judge):
    """nbgrader's own counts it as one with 0 points."""
    with Gradebook(course.db_url) as gradebook:
        for submission in gradebook.assignment_submissions(NAME):
            gradebook.remove_submission(NAME, submission.student.id)
    assert set(averages(course).values()) == {0}
    for student, points in (("anna", 5), ("bert", 2)):
        submit_and_grade(course, student)
        with Gradebook(course.db_url) as gradebook:
            gradebook.find_grade("why-answer", NAME, NAME, student).manual_score = points
            gradebook.db.commit()
    full = sum(FULL.values())
    both = {"": full + 3.5, "_code": full, "_written": 3.5, "_task": 0}
    assert averages(course) == both
    for student in "carl", "bert":  # who was never graded, and who has points by hand
        assert averages(course) == both
        course.submit(student, b"not a notebook")
        assert not course.autograde(student)["success"]
    assert averages(course) == {"": full + 5, "_code": full, "_written": 5, "_task": 0}
    shutil.rmtree(course.root / "submitted")


def averages(course):
    """What formgrader shows, of the assignment; those of its one notebook are the same."""
    kinds = ("", "_code", "_written", "_task")
    with Gradebook(course.db_url) as gradebook:
        found = {kind: getattr(gradebook, f"average_assignment{kind}_score")(NAME) for kind in kinds}
        book = {kind: getattr(gradebook, f"average_notebook{kind}_score")(NAME, NAME) for kind in kinds}
    assert book == found
    assert course.api().get_assignment(NAME)["average_score"] == found[""]
    return found


def test_formgraders_window_says_why_in_one_line(course, judge):
    """It shows all that the log takes: a traceback for a programmer would stand before what helps."""
    course.submit("anna", b"not a notebook")
    logger = logging.getLogger("formgrader")
    logger.setLevel(logging.DEBUG)
    config = course.config()
    api = NbGraderAPI(CourseDirectory(config=config), config=config, log=logger)
    log = api.autograde(NAME, "anna", True)["log"]
    assert "Traceback" not in log
    assert "DEBUG" not in log
    assert log.startswith("[ERROR] 1/1 anna was not graded: ")


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
