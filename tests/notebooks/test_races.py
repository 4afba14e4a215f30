"""Submitted folders that are swapped, linked and rewritten while they are read: read right, or refused."""

import contextlib
import os
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from grader.notebooks import safe_files
from grader.notebooks.errors import Unreadable
from grader.notebooks.learner_files import learner_files
from grader.notebooks.safe_files import read_file

SECRET, OWN = b"the grades", b"own"
ROUNDS = 300


@contextlib.contextmanager
def meanwhile(step: Callable[[], object]) -> Iterator[None]:
    """Somebody else does this step again and again."""
    over = threading.Event()

    def work() -> None:
        while not over.is_set():
            with contextlib.suppress(FileNotFoundError):
                step()

    thread = threading.Thread(target=work)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A submission with files in folders; and beside it what is not the learner's."""
    elsewhere = tmp_path / "elsewhere" / "b"
    elsewhere.mkdir(parents=True)
    (elsewhere / "file").write_bytes(SECRET)
    inner = tmp_path / "submission" / "a" / "b"
    inner.mkdir(parents=True)
    (inner / "file").write_bytes(OWN)
    return tmp_path / "submission"


def test_a_folder_that_becomes_a_link_after_it_was_looked_at_is_not_entered(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """At the worst moment: between the look at the outer folder and that at the inner one."""
    original = safe_files.opened
    calls: list[object] = []

    def swapped(path: object, flags: int, place: int | None = None) -> contextlib.AbstractContextManager[int]:
        calls.append(path)
        if len(calls) == 6:  # the listings took five: of the submission, of a in it, and begun, of b in a
            (folder / "a").rename(folder.parent / "away")
            (folder / "a").symlink_to(folder.parent / "elsewhere")
        return original(path, flags, place)  # type: ignore[arg-type]

    monkeypatch.setattr(safe_files, "opened", swapped)
    files, left_out = learner_files(folder)
    assert SECRET not in files.values()
    assert len(calls) > 6
    assert files == {"a/b/file": OWN} or left_out


def test_nothing_of_others_is_read_while_folders_and_links_take_turns(folder: Path) -> None:
    a, away, link = folder / "a", folder.parent / "away", folder.parent / "link"
    link.symlink_to(folder.parent / "elsewhere")

    def swap() -> None:
        a.rename(away)
        link.rename(a)
        a.rename(link)
        away.rename(a)

    with meanwhile(swap):
        found = [learner_files(folder)[0] for _ in range(ROUNDS)]
    assert {data for files in found for data in files.values()} <= {OWN}


def test_a_file_that_is_replaced_is_the_old_or_the_new_one(folder: Path) -> None:
    versions = [bytes([number]) * 200_000 for number in range(50)]
    turn = iter(range(10**9))

    def replace() -> None:
        new = folder.parent / "new"
        new.write_bytes(versions[next(turn) % len(versions)])
        os.replace(new, folder / "file")

    replace()
    with meanwhile(replace):
        for _ in range(ROUNDS):
            with contextlib.suppress(Unreadable):  # the last name of a file goes when it is replaced
                assert read_file(folder, "file", 10**6) in versions


@pytest.mark.parametrize("flags", ["ab", "r+b", "wb"])
def test_a_file_that_is_written_to_while_it_is_read_is_refused(
    folder: Path, monkeypatch: pytest.MonkeyPatch, flags: str
) -> None:
    """It grows, it is another of the same length, or it begins anew: what was read may be half of each."""
    original = os.fdopen
    (folder / "file").write_bytes(OWN)
    os.utime(folder / "file", (0, 0))

    def writing(*arguments: object, **options: object) -> object:
        with (folder / "file").open(flags) as file:
            file.write(b"new")
        return original(*arguments, **options)  # type: ignore[call-overload]

    monkeypatch.setattr("grader.notebooks.safe_files.os.fdopen", writing)
    with pytest.raises(Unreadable, match="'file' was written to while it was read: grade it again"):
        read_file(folder, "file", 100)
