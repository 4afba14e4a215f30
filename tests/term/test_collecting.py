"""From what an LMS has you download to submitted folders: whose, which, when, and never over a newer one."""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import nbformat
import pytest
from collecting_teacher import Teacher, solved
from lms_archives import canvas, moodle, pack
from nbgrader.utils import parse_utc
from small_course import NAME, SOURCE

from grader.nbgrading.gradebook_rows import Learner
from grader.nbgrading.timestamps import TIMESTAMP
from grader.notebooks.errors import AuthorError
from grader.notebooks.paths import notebook_in
from grader.term.roster import Roster

NOON = datetime(2031, 2, 3, 12, 0, 0)
DUE = datetime(2031, 2, 3, 18, 0, 0, tzinfo=UTC)
FILE = f"{NAME}.ipynb"
JANE, JIWOO, ZOE = ("Doe, Jane", 12345), ("김, 지우", 2), ("Müller, Zoë", 3)


def test_canvas(teacher: Teacher, tmp_path: Path) -> None:
    one, two, three = (solved(f'pick = "{letter}"') for letter in "abc")
    files = {
        canvas(*JANE, 901, f"{NAME}-2.ipynb"): one,
        canvas(*JIWOO, 902, FILE): two,
        canvas(*ZOE, 903, FILE): three,
    }
    teacher.collect(pack(tmp_path / "submissions.zip", files))
    assert teacher.files() == {
        f"{who}/{NAME}/{FILE}": nb for who, nb in {"jane": one, "jiwoo": two, "zoe": three}.items()
    }
    assert teacher.report.counts() == "3 new, 2 missing."


@pytest.mark.parametrize("folders", [True, False])
def test_moodle(teacher: Teacher, tmp_path: Path, folders: bool) -> None:
    names = [
        moodle(name, number, FILE, folders=folders)
        for number, name in enumerate(("Jane Doe", "김 지우", "Zoë Müller"))
    ]
    teacher.collect(pack(tmp_path / "Course-Lesson 1-77.zip", dict.fromkeys(names, solved())))
    assert set(teacher.files()) == {f"{who}/{NAME}/{FILE}" for who in ("jane", "jiwoo", "zoe")}


def test_a_folder_of_drive(teacher: Teacher, tmp_path: Path) -> None:
    place = tmp_path / "Lesson 1"
    for path in (f"Jane Doe - {FILE}", f"{NAME}_지우 김.ipynb", f"zoe/{FILE}"):
        (place / path).parent.mkdir(parents=True, exist_ok=True)
        (place / path).write_bytes(solved())
        os.utime(place / path, (NOON.replace(tzinfo=UTC).timestamp(),) * 2)
    os.utime(place / f"Jane Doe - {FILE}", (DUE.timestamp(),) * 2)
    teacher.collect(place)
    assert teacher.report.counts() == "3 new, 2 missing."
    assert (teacher.time("jane"), teacher.time("zoe")) == (
        "2031-02-03 18:00:00 UTC",
        "2031-02-03 12:00:00 UTC",
    )


def test_an_unpacked_archive_is_the_same_as_the_archive(teacher: Teacher, tmp_path: Path) -> None:
    place = tmp_path / "unpacked"
    place.mkdir()
    (place / canvas(*JANE, 901, FILE)).write_bytes(solved())
    teacher.collect(place)
    assert set(teacher.files()) == {f"jane/{NAME}/{FILE}"}  # no time: it is that of unpacking


def test_the_same_again_changes_nothing(teacher: Teacher, tmp_path: Path) -> None:
    archive = pack(tmp_path / "a.zip", {canvas(*JANE, 901, FILE, late=True): solved()})
    teacher.collect(archive, due=DUE)
    before = {path: path.stat().st_mtime_ns for path in teacher.root.rglob("*")}
    teacher.collect(archive, due=DUE)
    assert {path: path.stat().st_mtime_ns for path in teacher.root.rglob("*")} == before
    assert teacher.report.counts() == "1 there already, 4 missing."


def test_who_is_missing_is_not_whoever_was_collected_before(teacher: Teacher, tmp_path: Path) -> None:
    teacher.collect(pack(tmp_path / "1.zip", {canvas(*JANE, 901, FILE): solved()}))
    teacher.collect(pack(tmp_path / "2.zip", {canvas(*ZOE, 902, FILE): solved()}))
    assert teacher.outcome("jane") == "collected before"
    assert teacher.report.counts() == "1 collected before, 3 missing, 1 new."


def test_a_dry_run_says_the_same_and_writes_nothing(teacher: Teacher, tmp_path: Path) -> None:
    archive = pack(
        tmp_path / "a.zip", {canvas(*JANE, 901, FILE): solved(), canvas("No, Body", 9, 902, FILE): b"{}"}
    )
    dry = teacher.collect(archive, dry_run=True)
    assert not (teacher.root / "submitted").exists()
    assert teacher.collect(archive) == dry


# Who


def test_two_candidates_are_refused_and_both_named(teacher: Teacher, tmp_path: Path) -> None:
    teacher.collect(pack(tmp_path / "a.zip", {canvas("Park, Sam", 7, 901, FILE): solved()}))
    (line,) = teacher.others()
    assert line.outcome == "unclear"
    assert "'sam1' (Sam Park) or 'sam2' (Sam Park)" in line.notes[0]
    assert line.notes[1] == "say who it is: --who parksam=ID"
    assert line.for_a_person
    assert teacher.files() == {}


def test_the_instructor_says_who_is_meant(teacher: Teacher, tmp_path: Path) -> None:
    archive = pack(
        tmp_path / "a.zip",
        {canvas("Park, Sam", 7, 901, FILE): solved(), "my homework.ipynb": solved("x = 1")},
    )
    teacher.collect(archive, meant={"parksam": "sam2", "my homework.ipynb": "zoe"})
    assert set(teacher.files()) == {f"sam2/{NAME}/{FILE}", f"zoe/{NAME}/{FILE}", f"zoe/{NAME}/timestamp.txt"}
    assert teacher.report.for_a_person == 0


def test_what_the_instructor_says_of_nobody_is_not_passed_over(teacher: Teacher, tmp_path: Path) -> None:
    archive = pack(tmp_path / "a.zip", {canvas(*JANE, 901, FILE): solved()})
    teacher.collect(archive, meant={"parksma": "sam2"})
    assert [line.notes for line in teacher.others()] == [["--who 'parksma' is the name of no file here"]]
    with pytest.raises(
        AuthorError, match=r"'parksam' cannot be 'sam3': the gradebook has no learner of this id"
    ):
        teacher.collect(archive, meant={"parksam": "sam3"})


@pytest.mark.parametrize(
    ("path", "said"),
    [
        (canvas("Stranger, A", 9, 901, FILE), "nobody in the gradebook has this name, id or e-mail"),
        (
            "anon_Xy9aB_901_lesson.ipynb",
            "grading is anonymous there: lift that in the LMS, and download again",
        ),
        (
            moodle("Participant", 9, FILE),
            "grading is anonymous there: lift that in the LMS, and download again",
        ),
        (moodle("Group A", 9, FILE), "nobody in the gradebook has this name, id or e-mail"),
        ("Untitled.ipynb", "nobody in the gradebook has this name, id or e-mail"),
    ],
)
def test_who_is_not_known_is_said(teacher: Teacher, tmp_path: Path, path: str, said: str) -> None:
    teacher.collect(pack(tmp_path / "a.zip", {path: solved()}))
    (line,) = teacher.others()
    assert (line.outcome, line.notes[0], line.for_a_person) == ("nobody's", f"{path!r}: {said}", True)
    assert teacher.report.counts() == "5 missing, 1 nobody's; 1 for a person to look at."


@pytest.mark.parametrize("id_", ["a/b", "../x", ".x", "a*b", "x\ny", " x"])
def test_an_id_that_is_no_name_for_a_folder_is_refused(teacher: Teacher, tmp_path: Path, id_: str) -> None:
    teacher.roster = Roster([Learner(id_, "Jane", "Doe")])
    teacher.collect(pack(tmp_path / "a.zip", {canvas(*JANE, 901, FILE): solved()}))
    assert [line.outcome for line in teacher.report.lines] == ["not collected"]
    assert "no folder can have this name" in teacher.report.lines[0].notes[0]
    assert list(teacher.root.rglob("*.ipynb")) == [notebook_in(teacher.root / "source", NAME)]


# Which


def test_of_several_archives_the_newest_attempt_counts(teacher: Teacher, tmp_path: Path) -> None:
    old, new = solved('pick = "a"'), solved('pick = "b"')
    first = pack(tmp_path / "1.zip", {moodle("Jane Doe", 1, FILE): old}, NOON)
    second = pack(tmp_path / "2.zip", {moodle("Jane Doe", 1, FILE): new}, NOON + timedelta(hours=1))
    teacher.collect(second, first)
    assert teacher.submitted("jane") == new
    assert teacher.line("jane").notes == [
        f"of 2 notebooks, {moodle('Jane Doe', 1, FILE)!r} of {str(second)!r} counts"
    ]


def test_two_archives_of_one_name_are_two(teacher: Teacher, tmp_path: Path) -> None:
    for hours, answer in enumerate("ab"):
        (tmp_path / answer).mkdir()
        files = {canvas(*JANE, 901 + hours, FILE): solved(f"pick = {answer!r}")}
        pack(tmp_path / answer / "submissions.zip", files, NOON + timedelta(hours=hours))
    teacher.collect(*(tmp_path / name / "submissions.zip" for name in "aba"))
    assert teacher.submitted("jane") == solved("pick = 'b'")
    assert teacher.line("jane").notes[0].startswith("of 2 notebooks")


def test_canvas_numbers_attempts(teacher: Teacher, tmp_path: Path) -> None:
    old, new = solved('pick = "a"'), solved('pick = "b"')
    packed_last = pack(tmp_path / "1.zip", {canvas(*JANE, 901, FILE): old}, NOON + timedelta(hours=1))
    packed_first = pack(tmp_path / "2.zip", {canvas(*JANE, 1002, FILE): new}, NOON)
    teacher.collect(packed_last, packed_first)
    assert teacher.submitted("jane") == new


def test_of_one_attempts_notebooks_the_one_that_is_this_lessons_counts(
    teacher: Teacher, tmp_path: Path
) -> None:
    untouched = solved("raise NotImplementedError('pick-solution: write your code here')")
    other = nbformat.writes(
        nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(f"a = {n}") for n in range(9)])
    )
    files = {
        canvas(*JANE, 901, "scratch.ipynb"): other.encode(),
        canvas(*JANE, 902, f"{NAME}-1.ipynb"): solved(),
        canvas(*JANE, 903, FILE): untouched,
    }
    teacher.collect(pack(tmp_path / "a.zip", files))
    assert teacher.submitted("jane") == solved()
    assert teacher.line("jane").notes == [
        f"of 3 notebooks, {canvas(*JANE, 902, f'{NAME}-1.ipynb')!r} of '{tmp_path}/a.zip' counts"
    ]


def test_a_name_that_is_twice_in_an_archive_stands_for_two_files(teacher: Teacher, tmp_path: Path) -> None:
    untouched = solved("raise NotImplementedError('pick-solution: write your code here')")
    path = pack(tmp_path / "a.zip", {canvas(*JANE, 901, FILE): solved(), canvas(*JANE, 902, FILE): untouched})
    path.write_bytes(path.read_bytes().replace(b"_902_", b"_901_"))
    teacher.collect(path)
    assert teacher.submitted("jane") == solved()
    assert teacher.line("jane").notes[0].startswith("of 2 notebooks")


def test_in_a_folder_of_files_the_newest_of_this_lesson_counts(teacher: Teacher, tmp_path: Path) -> None:
    place = tmp_path / "drive"
    place.mkdir()
    files = {
        f"{NAME} - jane.ipynb": solved('pick = "a"'),
        f"{NAME} - jane (1).ipynb": solved('pick = "b"'),
        "jane.ipynb": b"{",
    }
    for hours, (name, data) in enumerate(files.items()):
        (place / name).write_bytes(data)
        os.utime(place / name, ((DUE + timedelta(hours=hours)).timestamp(),) * 2)
    teacher.collect(place)
    assert teacher.submitted("jane") == solved('pick = "b"')
    assert teacher.line("jane").for_a_person  # the newest cannot be read: was it the one that counts?
    assert any(f"passed over: 'jane.ipynb' of {str(place)!r}" in note for note in teacher.line("jane").notes)


def test_a_notebook_that_will_have_no_grade_is_said_at_once_and_replaces_nothing(
    teacher: Teacher, tmp_path: Path
) -> None:
    teacher.collect(pack(tmp_path / "1.zip", {canvas(*JANE, 901, FILE): b"{"}, NOON))
    line = teacher.line("jane")
    assert (line.outcome, line.for_a_person) == ("new", True)  # autograding says why, too
    assert line.notes[0].startswith("will have no grade: The notebook is not valid JSON")
    teacher.collect(pack(tmp_path / "2.zip", {canvas(*JANE, 902, FILE): solved()}, NOON + timedelta(hours=1)))
    assert teacher.outcome("jane") == "newer"
    teacher.collect(pack(tmp_path / "3.zip", {canvas(*JANE, 903, FILE): b"["}, NOON + timedelta(hours=2)))
    assert teacher.outcome("jane") == "kept"
    assert teacher.submitted("jane") == solved()


def test_who_handed_in_no_notebook_is_said(teacher: Teacher, tmp_path: Path) -> None:
    files = {
        canvas(*JANE, 901, "lesson.pdf"): b"%PDF",
        "doejane_12345_text.html": b"<p>",
        canvas(*ZOE, 902, "all.zip"): b"PK",
    }
    teacher.collect(pack(tmp_path / "a.zip", files))
    assert teacher.outcome("jane") == teacher.outcome("zoe") == "no notebook"
    assert canvas(*JANE, 901, "lesson.pdf") in teacher.line("jane").notes[0]
    assert teacher.report.for_a_person == 2


def test_a_learners_other_files_come_along_but_none_that_speaks_for_the_instructor(
    teacher: Teacher, tmp_path: Path
) -> None:
    names = ["photo.png", "timestamp.txt", "submission_secret.txt", ".hidden", "..", "x" * 200]
    files = {canvas(*JANE, 900 + n, name): b"x" for n, name in enumerate(names)}
    teacher.collect(pack(tmp_path / "a.zip", files | {canvas(*JANE, 999, FILE): solved()}))
    assert set(teacher.files()) == {f"jane/{NAME}/{FILE}", f"jane/{NAME}/photo.png"}
    assert len([note for note in teacher.line("jane").notes if note.startswith("left out")]) == 5


def test_other_files_of_an_older_attempt_do_not_come_along(teacher: Teacher, tmp_path: Path) -> None:
    old = {canvas(*JANE, 901, FILE): solved("pick = 'a'"), canvas(*JANE, 902, "old.png"): b"x"}
    new = {canvas(*JANE, 911, FILE): solved(), canvas(*JANE, 912, "new.png"): b"x"}
    teacher.collect(pack(tmp_path / "1.zip", old, NOON), pack(tmp_path / "2.zip", new, NOON))
    assert set(teacher.files()) == {f"jane/{NAME}/{FILE}", f"jane/{NAME}/new.png"}


def test_an_assignment_of_two_notebooks(teacher: Teacher, tmp_path: Path) -> None:
    second = nbformat.reads(
        nbformat.writes(SOURCE).replace("gradient", "slope").replace("study_hours", "apples"), 4
    )
    nbformat.write(second, notebook_in(teacher.root / "source", NAME).with_name("second.ipynb"))
    files = {canvas(*JANE, 901, "b.ipynb"): solved(), canvas(*JANE, 902, "a.ipynb"): solved(source=second)}
    teacher.collect(pack(tmp_path / "a.zip", files))
    assert teacher.files() == {
        f"jane/{NAME}/{FILE}": solved(),
        f"jane/{NAME}/second.ipynb": solved(source=second),
    }


# Never over a newer one


def test_an_older_archive_does_not_replace_a_newer_submission(teacher: Teacher, tmp_path: Path) -> None:
    old, new = solved('pick = "a"'), solved('pick = "b"')
    first = pack(tmp_path / "1.zip", {moodle("Jane Doe", 1, FILE): old}, NOON)
    second = pack(tmp_path / "2.zip", {moodle("Jane Doe", 1, FILE): new}, NOON + timedelta(hours=1))
    teacher.collect(second)
    teacher.collect(first)
    assert (teacher.outcome("jane"), teacher.submitted("jane")) == ("kept", new)
    assert "holds another, which is not older" in teacher.line("jane").notes[0]
    assert teacher.line("jane").for_a_person
    teacher.collect(first, second)
    assert teacher.outcome("jane") == "there already"


def test_of_two_that_are_equally_old_the_one_that_is_there_stays(teacher: Teacher, tmp_path: Path) -> None:
    for number, answer in enumerate("ab"):
        nb = solved(f"pick = {answer!r}")
        teacher.collect(pack(tmp_path / f"{number}.zip", {moodle("Jane Doe", 1, FILE): nb}, NOON))
    assert (teacher.outcome("jane"), teacher.submitted("jane")) == ("kept", solved("pick = 'a'"))


def test_a_newer_attempt_takes_the_place_of_all_that_was_there(teacher: Teacher, tmp_path: Path) -> None:
    old, new = solved('pick = "a"'), solved('pick = "b"')
    teacher.collect(
        pack(
            tmp_path / "1.zip",
            {canvas(*JANE, 901, FILE, late=True): old, canvas(*JANE, 902, "x.png"): b"x"},
            NOON,
        ),
        due=DUE,
    )
    assert len(teacher.files()) == 3
    teacher.collect(pack(tmp_path / "2.zip", {canvas(*JANE, 903, FILE): new}, NOON + timedelta(minutes=1)))
    assert (teacher.outcome("jane"), teacher.files()) == ("newer", {f"jane/{NAME}/{FILE}": new})
    assert [path.name for path in (teacher.root / "submitted" / "jane").iterdir()] == [NAME]


def test_what_came_through_the_exchange_later_stays(teacher: Teacher, tmp_path: Path) -> None:
    folder = teacher.folder("jane")
    folder.mkdir(parents=True)
    (folder / FILE).write_bytes(solved('pick = "a"'))
    os.utime(folder / FILE, (0, 0))
    (folder / "timestamp.txt").write_text("2031-02-03 23:00:00 UTC")
    (folder / "submission_secret.txt").write_text("x" * 64)
    teacher.collect(pack(tmp_path / "1.zip", {canvas(*JANE, 901, FILE): solved()}, NOON))
    assert teacher.outcome("jane") == "kept"


@pytest.mark.parametrize("kind", ["link", "file", "link to a notebook"])
def test_a_submitted_folder_that_is_something_else_is_left_alone(
    teacher: Teacher, tmp_path: Path, kind: str
) -> None:
    folder, elsewhere = teacher.folder("jane"), tmp_path / "elsewhere"
    folder.parent.mkdir(parents=True)
    elsewhere.mkdir()
    (elsewhere / FILE).write_bytes(b"mine")
    if kind == "link":
        folder.symlink_to(elsewhere)
    elif kind == "file":
        folder.write_bytes(b"mine")
    else:
        folder.mkdir()
        (folder / FILE).symlink_to(elsewhere / FILE)
    teacher.collect(
        pack(tmp_path / "a.zip", {canvas(*JANE, 901, FILE): solved(), canvas(*ZOE, 902, FILE): solved()})
    )
    assert (teacher.outcome("jane"), teacher.outcome("zoe")) == ("not collected", "new")
    assert (elsewhere / FILE).read_bytes() == b"mine"


# When


def test_late_in_canvas_is_late_by_the_least_that_is_known(teacher: Teacher, tmp_path: Path) -> None:
    files = {canvas(*JANE, 901, FILE, late=True): solved(), canvas(*ZOE, 902, FILE): solved()}
    archive = pack(tmp_path / "a.zip", files, NOON)
    teacher.collect(archive, due=DUE)
    assert teacher.time("jane") == "2031-02-03 18:00:01 UTC"
    assert not (teacher.folder("zoe") / "timestamp.txt").exists()
    assert "what is not marked LATE counts as in time" in teacher.report.remarks[0]
    teacher.collect(archive)
    assert "no due date in the gradebook" in teacher.line("jane").notes[0]


def test_the_instructor_says_when_and_can_say_so_later(teacher: Teacher, tmp_path: Path) -> None:
    archive = pack(tmp_path / "a.zip", {moodle("Jane Doe", 1, FILE): solved()}, NOON)
    teacher.collect(archive, due=DUE)
    assert "Moodle tells neither when" in teacher.report.remarks[0]
    assert not (teacher.folder("jane") / "timestamp.txt").exists()
    teacher.collect(archive, due=DUE, submitted=DUE + timedelta(hours=5))
    assert (teacher.outcome("jane"), teacher.time("jane")) == ("dated anew", "2031-02-03 23:00:00 UTC")
    assert teacher.line("jane").notes == [
        "the same notebook, handed in 2031-02-03 23:00:00 UTC (before: without a time)"
    ]
    assert teacher.report.remarks == []
    teacher.collect(archive, due=DUE)
    assert (teacher.outcome("jane"), teacher.time("jane")) == ("there already", "2031-02-03 23:00:00 UTC")


def test_what_the_instructor_said_stays_where_a_file_has_another_time(
    teacher: Teacher, tmp_path: Path
) -> None:
    archive = pack(tmp_path / "drive.zip", {"jane.ipynb": solved()}, NOON)
    teacher.collect(archive, submitted=DUE)
    teacher.collect(archive)
    assert (teacher.outcome("jane"), teacher.time("jane")) == ("there already", "2031-02-03 18:00:00 UTC")


def test_files_that_were_packed_anew_have_no_time(teacher: Teacher, tmp_path: Path) -> None:
    archive = pack(tmp_path / "drive.zip", {f"{who}.ipynb": solved() for who in ("jane", "zoe")}, NOON)
    teacher.collect(archive)
    assert not list(teacher.root.rglob("timestamp.txt"))
    assert (
        teacher.report.remarks[-1] == f"The notebooks in {str(archive)!r} all have one time, so none counts."
    )


def test_a_time_is_written_as_nbgrader_reads_it(teacher: Teacher, tmp_path: Path) -> None:
    teacher.collect(pack(tmp_path / "drive.zip", {"jane.ipynb": solved()}, NOON))
    assert TIMESTAMP.fullmatch(teacher.time("jane"))
    assert parse_utc(teacher.time("jane")) == NOON.astimezone(UTC).replace(tzinfo=None)
