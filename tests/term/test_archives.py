"""Archives that are broken, hostile or odd: each fault is a line, and everybody else's work is collected."""

import os
import struct
import tracemalloc
import zipfile
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path

import pytest
from collecting_teacher import Teacher, solved
from lms_archives import canvas, moodle, pack
from small_course import NAME

from grader.notebooks.errors import AuthorError, Unreadable
from grader.term.collecting import archives
from grader.term.collecting.archives import contents_of

FILE = f"{NAME}.ipynb"
JANES = canvas("Doe, Jane", 12345, 901, FILE)
ZOES = canvas("Müller, Zoë", 3, 902, FILE)


def only_zoes(teacher: Teacher) -> None:
    """The good one was collected, and nothing else was written anywhere."""
    assert set(teacher.files()) == {f"zoe/{NAME}/{FILE}"}
    assert teacher.submitted("zoe") == solved()
    assert {path.name for path in teacher.root.iterdir()} == {"source", "submitted"}


@pytest.mark.parametrize(
    "name",
    [
        "../" + JANES,
        "/" + JANES,
        "/etc/passwd",
        "C:/" + JANES,
        "..\\" + JANES,
        "a/../../" + JANES,
        "doe\njane_12345_901_x.ipynb",
        "doejane_12345_901_\x1b[31mx.ipynb",
        "\u202edoejane_12345_901_x.ipynb",
    ],
)
def test_no_name_leads_out_of_the_archive_or_into_the_terminal(
    teacher: Teacher, tmp_path: Path, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    from grader.term.collecting.results import print_report

    teacher.collect(pack(tmp_path / "a.zip", {name: solved(), ZOES: solved()}))
    only_zoes(teacher)
    assert not list(tmp_path.glob("*.ipynb"))
    assert [line.outcome for line in teacher.others()] == ["not opened"]
    print_report(teacher.report)
    assert set(capsys.readouterr().out) & set("\x1b\u202e\r") == set()


def test_links_are_not_followed(teacher: Teacher, tmp_path: Path) -> None:
    (tmp_path / "secret.ipynb").write_bytes(solved())
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        info = zipfile.ZipInfo(JANES)
        info.create_system, info.external_attr = 3, 0o120777 << 16
        archive.writestr(info, str(tmp_path / "secret.ipynb"))
        archive.writestr(ZOES, solved())
    teacher.collect(tmp_path / "a.zip")
    only_zoes(teacher)
    assert teacher.others()[0].notes == [f"{JANES!r} of '{tmp_path}/a.zip': it is a link"]


@pytest.mark.parametrize("kind", ["link", "pipe", "folder that is a link"])
def test_in_a_folder_neither(teacher: Teacher, tmp_path: Path, kind: str) -> None:
    place, outside = tmp_path / "place", tmp_path / "outside"
    place.mkdir()
    outside.mkdir()
    (outside / JANES).write_bytes(solved())
    (place / ZOES).write_bytes(solved())
    if kind == "pipe":
        os.mkfifo(place / JANES)
    elif kind == "link":
        (place / JANES).symlink_to(outside / JANES)
    else:
        (place / "more").symlink_to(outside)
    teacher.collect(place)
    assert teacher.outcome("jane") == "missing"
    assert set(teacher.files()) == {f"zoe/{NAME}/{FILE}"}
    assert "it is a link, or no file" in teacher.others()[0].notes[0]


def test_a_member_that_is_not_whole(teacher: Teacher, tmp_path: Path) -> None:
    path = pack(tmp_path / "a.zip", {JANES: os.urandom(3000), ZOES: solved()})
    data = bytearray(path.read_bytes())
    data[500] ^= 0xFF  # within the first
    path.write_bytes(data)
    teacher.collect(path)
    only_zoes(teacher)
    line = teacher.line("jane")
    assert (line.outcome, line.for_a_person) == ("not collected", True)
    assert "cannot be unpacked (Bad CRC-32" in line.notes[0]


def test_a_member_that_is_locked(teacher: Teacher, tmp_path: Path) -> None:
    path = pack(tmp_path / "a.zip", {JANES: solved(), ZOES: solved()})
    data = path.read_bytes()
    central = data.index(b"PK\x01\x02")
    data = data[:6] + b"\x01" + data[7 : central + 8] + b"\x01" + data[central + 9 :]  # "encrypted"
    path.write_bytes(data)
    teacher.collect(path)
    only_zoes(teacher)
    assert "password" in teacher.line("jane").notes[0]


@pytest.mark.parametrize("data", [b"", b"not a zip", b"PK\x03\x04" + bytes(50)])
def test_an_archive_that_is_none(teacher: Teacher, tmp_path: Path, data: bytes) -> None:
    (tmp_path / "broken.zip").write_bytes(data)
    teacher.collect(tmp_path / "broken.zip", pack(tmp_path / "a.zip", {ZOES: solved()}))
    only_zoes(teacher)
    assert f"'{tmp_path}/broken.zip': it is no whole zip archive" in teacher.others()[0].notes[0]


def test_an_archive_that_was_cut_short(teacher: Teacher, tmp_path: Path) -> None:
    path = pack(tmp_path / "cut.zip", {JANES: solved()})
    path.write_bytes(path.read_bytes()[:-30])
    teacher.collect(path, pack(tmp_path / "a.zip", {ZOES: solved()}))
    only_zoes(teacher)


def test_an_archive_that_is_not_there(teacher: Teacher, tmp_path: Path) -> None:
    with pytest.raises(AuthorError, match=r"There is no archive '.*nowhere.zip'"):
        teacher.collect(tmp_path / "nowhere.zip")


@pytest.mark.parametrize("honest", [True, False])
def test_a_bomb_is_not_unpacked_further_than_to_a_limit(
    teacher: Teacher, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, honest: bool
) -> None:
    monkeypatch.setattr(archives, "MAX_BYTES", 100_000)
    path = pack(tmp_path / "a.zip", {JANES: bytes(5_000_000), ZOES: solved()})
    assert path.stat().st_size < 20_000
    if not honest:  # it claims to have ten bytes
        size = struct.pack("<I", 5_000_000)
        path.write_bytes(path.read_bytes().replace(size, struct.pack("<I", 10)))
    with ExitStack() as stack:
        members = {member.path: member for member in contents_of(path, stack).members}
        tracemalloc.start()
        with pytest.raises(Unreadable):
            members[JANES].read()
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert peak < 1_000_000  # of the five that it has
        assert members[ZOES].read() == solved()
    teacher.collect(path)
    only_zoes(teacher)
    assert teacher.line("jane").for_a_person


@pytest.mark.parametrize(("limit", "value"), [("MAX_FILES", 3), ("MAX_TOTAL", 3 * 1000)])
def test_too_many_files_or_bytes_are_not_looked_at(
    teacher: Teacher, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, limit: str, value: int
) -> None:
    monkeypatch.setattr(archives, limit, value)
    files = {moodle(f"Nobody {number}", number, "x.txt"): bytes(1000) for number in range(5)}
    teacher.collect(pack(tmp_path / "a.zip", files))
    (line,) = (line for line in teacher.others() if line.outcome == "not opened")
    assert "give it in parts" in line.notes[0]
    assert moodle("Nobody 3", 3, "x.txt") in line.notes[0]


def test_what_systems_leave_behind_is_passed_over_in_silence(teacher: Teacher, tmp_path: Path) -> None:
    names = ["__MACOSX/._" + ZOES, ".DS_Store", "a/Thumbs.db", "desktop.ini", ".ipynb_checkpoints/x.ipynb"]
    teacher.collect(pack(tmp_path / "a.zip", dict.fromkeys(names, b"x") | {ZOES: solved()}))
    only_zoes(teacher)
    assert teacher.others() == []


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Zoë Müller", "utf-8"),  # macOS
        ("김 지우", "utf-8"),
        ("김지우", "cp949"),  # Windows in Korea
        ("지우 김", "cp949"),
        ("Zoë Müller", "cp437"),  # Windows elsewhere
    ],
)
def test_names_in_a_code_that_the_archive_does_not_tell(
    teacher: Teacher, tmp_path: Path, name: str, code: str
) -> None:
    raw = moodle(name, 1, FILE).encode(code)
    path = pack(tmp_path / "a.zip", {"x" * len(raw): solved()})
    path.write_bytes(path.read_bytes().replace(b"x" * len(raw), raw))
    teacher.collect(path)
    assert teacher.others() == []
    assert teacher.outcome("zoe" if "Zoë" in name else "jiwoo") == "new"


def test_a_time_with_a_zone_counts_before_one_without(tmp_path: Path) -> None:
    moment = datetime(2031, 2, 3, 4, 5, 6, tzinfo=UTC)
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        plain = zipfile.ZipInfo("plain", (2031, 2, 3, 4, 5, 6))
        exact = zipfile.ZipInfo("exact", (1999, 1, 1, 0, 0, 0))
        exact.extra = struct.pack("<HHH", 0x9999, 2, 7) + struct.pack(
            "<HHBi", 0x5455, 5, 1, int(moment.timestamp())
        )
        none = zipfile.ZipInfo("none")
        odd = zipfile.ZipInfo("odd", (2031, 2, 3, 4, 5, 6))
        odd.extra = struct.pack("<HHB", 0x5455, 1, 1)  # says that there is a time, and has none
        for info in (plain, exact, none, odd):
            archive.writestr(info, b"")
    with ExitStack() as stack:
        times = {member.path: member.time for member in contents_of(tmp_path / "a.zip", stack).members}
    local = moment.replace(tzinfo=None).astimezone(UTC)
    assert times == {"plain": local, "exact": moment, "none": None, "odd": local}
