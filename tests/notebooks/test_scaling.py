"""The process that decodes pictures: it has limits, and what it answers is not believed."""

import io
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image

from grader.notebooks.pictures import scaling
from grader.notebooks.pictures.scaling import fit_for_a_page, scaled


def bmp() -> bytes:
    stream = io.BytesIO()
    Image.new("RGB", (30, 20)).save(stream, "BMP")
    return stream.getvalue()


@pytest.fixture
def program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A process in its place that has been taken over by a picture: its code is written by the test."""
    path = tmp_path / "program.py"
    monkeypatch.setattr(scaling, "PROGRAM", path)
    return path


READ = """
import os, sys, struct, time
data = sys.stdin.buffer.read()
def answer(content): os.write(1, struct.pack(">I", len(content)) + content)
"""
TAKEN_OVER = {
    "a page that acts": "answer(b'<script>alert(1)</script>')",
    "a picture that acts": "answer(b'<svg onload=alert(1)>')",
    "more than it may": "answer(b'\\x89PNG' + b'x' * 5_000_000)",
    "a length that is not true": "os.write(1, b'\\xff\\xff\\xff\\xff' + b'x')",
    "more answers than asked": "[answer(b'GIF8') for _ in range(9)]",
    "no answer": "",
    "an end": "os.abort()",
    "half a header": "os.write(1, b'\\0\\0')",
}


@pytest.mark.parametrize("code", TAKEN_OVER.values(), ids=TAKEN_OVER.keys())
def test_no_answer_is_believed(program: Path, code: str) -> None:
    program.write_text(READ + code)
    assert fit_for_a_page([bmp(), bmp() + b"2"]) == [b"", b""]


def test_one_that_never_answers_is_ended(program: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scaling, "SECONDS", 1)
    program.write_text(READ + "time.sleep(60)")
    assert fit_for_a_page([bmp()]) == [b""]


def test_one_that_ends_the_process_costs_no_other(program: Path) -> None:
    program.write_text(
        READ.replace("data = sys.stdin.buffer.read()", "stream = sys.stdin.buffer")
        + "while header := stream.read(4):\n"
        + "    data = stream.read(int.from_bytes(header, 'big'))\n"
        + "    if data == b'killer': os.abort()\n"
        + "    if data != b'100': answer(b'done ' + data)\n"
    )
    wanted = [b"done a", b"", b"done b", b"", b"", b"done c"]
    assert scaled([b"a", b"killer", b"b", b"killer", b"killer", b"c"], 100) == wanted


def test_it_is_started_only_for_pictures_that_need_it(program: Path) -> None:
    program.write_text("raise SystemExit('not to be started')")
    stream = io.BytesIO()
    Image.new("RGB", (30, 20)).save(stream, "PNG")
    assert fit_for_a_page([stream.getvalue(), b"no picture", b""]) == [stream.getvalue(), b"", b""]
    assert fit_for_a_page([]) == []


LIMITS = {
    "memory": "x = bytearray(2 << 30)",
    "a file": "open(sys.argv[1], 'wb').write(b'x' * (100 << 20))",
    "time": "assert resource.getrlimit(resource.RLIMIT_CPU)[0] > 60",
}


@pytest.mark.parametrize("code", LIMITS.values(), ids=LIMITS.keys())
def test_it_has_limits(tmp_path: Path, code: str) -> None:
    limit = f"runpy.run_path({str(scaling.PROGRAM)!r})['limit_this_process']()"
    command = [
        sys.executable,
        "-I",
        "-c",
        f"import runpy, sys, resource; {limit}; {code}",
        str(tmp_path / "x"),
    ]
    assert subprocess.run(command, capture_output=True, check=False).returncode != 0
