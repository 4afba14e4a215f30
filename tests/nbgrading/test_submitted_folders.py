"""Whatever a submitted folder holds, it stops no other submission and leaves nothing behind."""

import json
import os

import pytest
from nbgrader.api import Gradebook
from played_judge import failed, submit_and_grade
from small_course import ANSWERS, FULL, NAME, NONE

pytestmark = [
    pytest.mark.slow,
    pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SAWarning"),  # nbgrader's, harmless
]


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

    left_out = "left out: 'secret.db' cannot be opened: it is a link"
    graded = {"anna": [], "zoe": [], "thief": [left_out]}
    statuses = course.statuses()
    assert {name: statuses[name] for name in graded} == {
        name: {"status": "graded", "notes": notes} for name, notes in graded.items()
    }
    assert statuses["schema"] == {
        "status": "graded",
        "notes": ["more than once in the submission: gradient-check; copies run as own cells"],
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


def test_another_notebook_in_its_place_is_graded_again_and_none_leaves_the_grade(course, judge):
    submit_and_grade(course, "anna")
    notebook = course.submitted("anna") / f"{NAME}.ipynb"
    assert "0 graded, 1 left as they were" in course.autograde("anna", force=False)["log"]
    course.submit("anna", course.released(ANSWERS | {"pick-solution": 'pick = "c"'}))
    judge.verdict = failed
    assert "1 graded." in course.autograde("anna", force=False)["log"]
    assert course.scores("anna") == NONE
    assert "0 graded, 1 left as they were" in course.autograde("anna", force=False)["log"]
    notebook.rename(notebook.with_name("mine.ipynb"))
    assert "0 graded, 1 left as they were" in course.autograde("anna", force=False)["log"]
    (notebook.with_name("mine.ipynb")).unlink()
    assert "0 graded, 1 left as they were" in course.autograde("anna", force=False)["log"]
    assert course.scores("anna") == NONE


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
