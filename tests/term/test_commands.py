"""As an instructor does it: from an archive by way of autograding to the tables for other systems."""

import csv
import io
import json
import signal
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from lms_archives import canvas, pack
from nbgrader.api import Gradebook
from played_judge import Played, failed, judge  # noqa: F401 (a fixture)
from small_course import ANSWERS, NAME, Course

from grader.__main__ import main
from grader.notebooks.errors import AuthorError
from grader.term.command_line import pairs, time_said

pytestmark = pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SAWarning")  # nbgrader's, harmless
FILE = f"{NAME}.ipynb"
FIRST, SECOND = datetime(2030, 2, 3, 12, 0, 0), datetime(2030, 2, 3, 13, 0, 0)


@pytest.fixture
def course(tmp_path: Path, judge: Played, monkeypatch: pytest.MonkeyPatch) -> Course:  # noqa: F811
    course = Course(tmp_path / "course")
    monkeypatch.chdir(course.root)
    return course


def enroll(course: Course) -> None:
    with Gradebook(course.db_url) as gradebook:
        gradebook.add_student("jane", first_name="Jane", last_name="Doe", email="jane@example.org")
        gradebook.add_student("jiwoo", first_name="지우", last_name="김", email="jiwoo@example.org")
        gradebook.find_assignment(NAME).duedate = datetime(2030, 2, 3, 10, 0, 0)
        gradebook.db.commit()


def solved(course: Course, **answers: str) -> bytes:
    """A learner's notebook, a written answer in it."""
    return json.dumps(course.released(ANSWERS | {"why-answer": "Because."} | answers)).encode()


def table(name: str) -> dict[str, list[str]]:
    """An exported table by the first cell of its rows."""
    text = Path(name).read_text("utf-8-sig")
    return {row[0]: row[1:] for row in csv.reader(io.StringIO(text, newline=""), strict=True)}


@pytest.mark.slow
def test_from_an_archive_to_the_tables(
    course: Course,
    judge: Played,  # noqa: F811
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    enroll(course)
    files = {
        canvas("Doe, Jane", 1, 901, FILE): solved(course),
        canvas("김, 지우", 2, 902, FILE, late=True): solved(course),
    }
    first = pack(tmp_path / "1.zip", files, FIRST)

    assert main(["collect", NAME, str(first), "--dry-run"]) == 0
    assert not (course.root / "submitted").exists()
    assert main(["collect", NAME, str(first)]) == 0
    assert "2 new." in capsys.readouterr().out
    assert (course.root / "submitted").stat().st_mode & 0o777 == 0o700

    assert course.autograde(force=False)["success"]
    with Gradebook(course.db_url) as gradebook:
        assert gradebook.find_submission(NAME, "jiwoo").total_seconds_late == 1
        assert gradebook.find_submission(NAME, "jane").total_seconds_late == 0

    judge.verdict = failed  # of what is graded from now on
    newer = {canvas("Doe, Jane", 1, 955, FILE): solved(course, **{"pick-solution": 'pick = "c"'})}
    assert main(["collect", NAME, str(pack(tmp_path / "2.zip", newer, SECOND))]) == 0
    assert "1 newer, 1 collected before." in capsys.readouterr().out
    assert "1 graded, 1 left as they were" in course.autograde(force=False)["log"]

    assert main(["export", "--to", "plain"]) == 0
    assert "2 without points, because an answer waits to be graded by hand" in capsys.readouterr().err
    with Gradebook(course.db_url) as gradebook:
        for learner in ("jane", "jiwoo"):
            gradebook.find_grade("why-answer", NAME, NAME, learner).manual_score = 1.5
            gradebook.find_grade("why-answer", NAME, NAME, learner).needs_manual_grade = False
        gradebook.db.commit()
    for system in ("plain", "canvas", "moodle"):
        assert main(["export", "--to", system, NAME]) == 0
    assert capsys.readouterr().err == ""
    assert table("grades-plain.csv")["jane"] == ["Doe", "Jane", "jane@example.org", "1.5"]
    assert table("grades-canvas.csv")["Doe, Jane"] == ["", "", "jane", "", "1.5"]
    assert table("grades-moodle.csv")["지우"] == ["김", "jiwoo", "jiwoo@example.org", "10.5"]


def test_the_learners_that_are_counted_are_those_of_the_file(
    course: Course, capsys: pytest.CaptureFixture[str]
) -> None:
    enroll(course)
    head = f"Student,ID,SIS User ID,SIS Login ID,Section,{NAME} (501)\r\n"
    for rows, said in (
        ("", "0 of 2 learners, 1 lesson."),
        ('"Doe, Jane",11,,jane,A,\r\n', "1 of 2 learners, 1 lesson."),
        ('"Doe, Jane",11,,jane,A,\r\n' * 2 + '"김, 지우",12,,jiwoo,A,\r\n', "1 of 2 learners, 1 lesson."),
        ('"Doe, Jane",11,,jane,A,\r\n"김, 지우",12,,jiwoo,A,\r\n', "2 learners, 1 lesson."),
        ('"Doe, Jane",11,,jane,A,\r\n"Student, Test",15,,8f3e,A,\r\n', "1 of 2 learners, 1 lesson."),
    ):
        Path("canvas.csv").write_text(head + rows, "utf-8", newline="")
        assert main(["export", "--to", "canvas", "--like", "canvas.csv"]) == 0
        assert capsys.readouterr().out == f"grades-canvas.csv: {said}\n"
    assert main(["export", "--to", "plain"]) == 0
    assert capsys.readouterr().out == "grades-plain.csv: 2 learners, 1 lesson.\n"


def test_what_a_command_cannot_do_is_one_sentence(
    course: Course, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    archive = str(pack(tmp_path / "a.zip", {canvas("Doe, Jane", 1, 901, FILE): solved(course)}))
    like = ["export", "--to", "canvas", "--like"]
    for words, said in (
        (["collect", NAME, archive], "The gradebook has no learners to be found: first run `nbgrader db"),
        (["export", "--to", "plain", "9"], "There is no lesson '9' in the gradebook: it has 'small'."),
        (
            ["export", "--to", "moodle", "--like", archive],
            "--like is for --to canvas, and not for --to moodle.",
        ),
        ([*like, archive, "--output", archive], "is the file that Canvas exported: give another --output."),
        ([*like, archive], "is not UTF-8 text: export it from Canvas again."),
        ([*like, "x.csv"], "'x.csv' cannot be read: No such file or directory."),
        (["export", "--to", "plain", "--output", "no/x.csv"], "'no/x.csv' cannot be written: No such file"),
    ):
        assert main(words) == 1
        assert said in capsys.readouterr().err
    enroll(course)
    assert main(["collect", "nine", archive]) == 1
    assert "No notebook in " in capsys.readouterr().err
    assert main(["collect", NAME, str(tmp_path / "b.zip")]) == 1
    assert "There is no archive" in capsys.readouterr().err
    assert main(["collect", NAME, archive, "--submitted", "2026-01-01 12:00 UTC", "--who", "x=jane"]) == 1
    assert "--who 'x' is the name of no file here" in capsys.readouterr().out
    (course.root / "nbgrader_config.py").unlink()
    assert main(["export", "--to", "plain"]) == 1
    assert "There is no nbgrader_config.py in " in capsys.readouterr().err


@pytest.mark.parametrize(
    ("text", "time"),
    [
        ("2026-02-03 18:00 UTC", "18:00"),
        ("2026-02-03 18:00 +09:00", "09:00"),
        ("2026-02-03 18:00+0900", "09:00"),
        ("2026-02-03T18:00:00Z", "18:00"),
        ("2026-02-03 18:00 Asia/Seoul", "09:00"),
        ("2026-02-03 18:00 Europe/Berlin", "17:00"),
    ],
)
def test_a_time_is_understood_with_its_zone(text: str, time: str) -> None:
    assert f"{time_said(text):%Y-%m-%d %H:%M}" == f"2026-02-03 {time}"
    assert time_said(text).tzinfo is UTC


@pytest.mark.parametrize(
    "text",
    [
        "",
        "yesterday",
        "UTC",
        "2026-02-03 18:00",
        "2026-02-03 18:00 Nowhere",
        "2026-02-03 18:00 KST",
        "2026-02-03 18:00 ../x",
        "2026-02-31 18:00 UTC",
        "2999-01-01 00:00 UTC",
        "0001-01-01 00:00 +09:00",
    ],
)
def test_a_time_that_is_none_is_quoted(text: str) -> None:
    with pytest.raises(AuthorError, match="--submitted"):
        time_said(text)


def test_an_equals_sign_may_stand_in_a_name() -> None:
    assert dict(pairs("--who", ["a=b.ipynb=jane"])) == {"a=b.ipynb": "jane"}
    assert dict(pairs("--column", ["one=A = B (5)"], first=True)) == {"one": "A = B (5)"}
    for text in ("jane", "=jane", "x="):
        with pytest.raises(AuthorError, match=f"--who '{text}' is not of the form"):
            dict(pairs("--who", [text]))


def test_who_reads_only_the_first_lines_sees_no_error(course: Course) -> None:
    command = [sys.executable, "-m", "grader", "settings"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout
        assert process.stderr
        process.stdout.readline()
        process.stdout.close()
        assert process.wait() in (0, 128 + signal.SIGPIPE)  # 0: all was written before
        assert process.stderr.read() == ""
