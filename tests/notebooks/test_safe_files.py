"""What is read of a submitted folder, whatever lies in it."""

import json
import os
import socket
from pathlib import Path
from typing import Any

import pytest
from one_lesson import NAME, Learner, released

from grader.notebooks.submitted import load


def link(path: Path) -> None:
    (path.parent / "elsewhere").write_text(json.dumps(released()))
    path.symlink_to(path.parent / "elsewhere")


def a_socket(path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(path))


def sparse(path: Path) -> None:
    with path.open("wb") as file:
        file.truncate(10**9)


@pytest.mark.parametrize(
    ("make", "reason"),
    [
        (link, "'lesson.ipynb' cannot be opened: it is a link"),
        (lambda path: path.symlink_to("/nowhere"), "it is a link"),
        (lambda path: path.symlink_to("/dev/zero"), "it is a link"),
        (lambda path: path.mkdir(), "is not a file"),
        (os.mkfifo, "is not a file"),
        (a_socket, "cannot be opened"),
        (sparse, "more than 100,000,000 bytes"),
        (lambda path: None, "There is no 'lesson.ipynb' in the submission (no notebook)"),
    ],
    ids=["link", "broken link", "link to a device", "folder", "pipe", "socket", "huge", "missing"],
)
def test_nothing_but_a_file_of_sensible_size_is_read(graded: Learner, make: Any, reason: Any) -> None:
    make(graded.folder / NAME)
    result = graded.load()
    assert result.status == "unreadable"
    assert reason in result.notes[0]


def test_a_folder_that_is_a_link_or_missing_is_not_entered(graded: Learner, tmp_path: Path) -> None:
    graded(released())
    (tmp_path / "linked").symlink_to(graded.folder)
    source = graded.source
    for folder in ("linked", "nowhere"):
        assert f"'{folder}' cannot be opened" in load(tmp_path / folder, source).notes[0]


def test_no_descriptor_stays_open(graded: Learner, tmp_path: Path) -> None:
    def count() -> int:
        return len(os.listdir("/proc/self/fd"))

    graded(released())
    before = count()
    for _ in range(3):
        graded.load()
        load(tmp_path / "nowhere", graded.source)
    os.remove(graded.folder / NAME)
    os.mkfifo(graded.folder / NAME)
    graded.load()
    assert count() == before
