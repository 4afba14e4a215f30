"""The learner's own files beside the notebook: what is read, what is left out, and that it is said."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from one_lesson import Learner, released

from grader.notebooks import learner_files as limits
from grader.notebooks.learner_files import learner_files


def test_files_and_folders_come_along_by_their_path(graded: Learner) -> None:
    (graded.folder / "my pkg").mkdir()
    wanted = {
        "helper.py": b"x = 1\n",
        "Übung 1 (2).csv": b"1,2",
        "my pkg/__init__.py": b"",
        "raw.bin": b"\xff\0",
    }
    for name, data in wanted.items():
        (graded.folder / name).write_bytes(data)
    result = graded(released())
    assert (result.files, result.notes) == (wanted, ())


def test_notebooks_and_what_machines_leave_are_not_among_them_and_need_no_note(graded: Learner) -> None:
    for name in ("timestamp.txt", "submission_secret.txt", ".DS_Store", "Thumbs.db"):
        (graded.folder / name).write_text("x")
    for folder in (".ipynb_checkpoints", "__pycache__", ".git", "__MACOSX", "sub"):
        (graded.folder / folder).mkdir()
        (graded.folder / folder / "lesson.ipynb").write_text("x")
    result = graded(released())
    assert (result.files, result.notes) == ({}, ())


ODD: dict[str, tuple[Callable[[Path], object], str]] = {
    "link": (lambda path: path.symlink_to("/etc/passwd"), "it is a link"),
    "link to a folder": (lambda path: path.symlink_to("/etc"), "it is a link"),
    "link to a device": (lambda path: path.symlink_to("/dev/zero"), "it is a link"),
    "loop": (lambda path: path.symlink_to(path.parent), "it is a link"),
    "pipe": (os.mkfifo, "is not a file"),
    "large": (lambda path: path.write_bytes(b"x" * 10_000_001), "more than 10,000,000 bytes"),
}


@pytest.mark.parametrize(("make", "why"), ODD.values(), ids=ODD.keys())
def test_what_is_no_plain_file_of_sensible_size_is_left_out_and_named(
    graded: Learner, make: Callable[[Path], object], why: str
) -> None:
    make(graded.folder / "odd")
    (graded.folder / "fine.txt").write_text("fine")
    result = graded(released())
    assert result.files == {"fine.txt": b"fine"}
    (note,) = result.notes
    assert note.startswith("left out: 'odd'")
    assert why in note


@pytest.mark.parametrize("name", ["a\nb", "a\x1b[31m", "x" * 200, "a\\b", "\udcff"])
def test_an_odd_name_is_left_out(graded: Learner, name: str) -> None:
    (graded.folder / name).write_text("x")
    result = graded(released())
    assert result.files == {}
    assert all(note.isprintable() and len(note) < 150 for note in result.notes)
    assert len(result.notes) == 1


def test_number_total_depth_and_notes_have_limits(graded: Learner, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(150):
        (graded.folder / f"{number:03}.txt").write_bytes(b"x" * 10)
    (graded.folder / "a/b/c/d/e/f").mkdir(parents=True)
    (graded.folder / "a/b/c/d/e/f/deep.txt").write_text("x")
    files, notes = learner_files(graded.folder)
    assert len(files) == limits.MAX_FILES
    assert "a/b/c/d/e/f/deep.txt" not in files
    assert len(notes) == limits.SHOWN + 1
    assert notes[-1] == "46 more files were left out"
    monkeypatch.setattr(limits, "MAX_TOTAL", 95)
    assert len(learner_files(graded.folder)[0]) == 9


def test_a_folder_with_endless_names_takes_no_time(graded: Learner) -> None:
    for number in range(limits.MAX_ENTRIES * 2):
        os.symlink("/", graded.folder / f"{number}")
    assert learner_files(graded.folder)[0] == {}


def test_the_lessons_own_files_are_not_the_learners(graded: Learner) -> None:
    (graded.source.parent / "data.csv").write_text("1,2")
    (graded.folder / "data.csv").write_bytes(b"x" * 10_000_001)
    (graded.folder / "mine.csv").write_text("3")
    result = graded(released())
    assert (result.files, result.notes) == ({"mine.csv": b"3"}, ())
