"""Ctrl-C while a class is graded: one sentence, soon; what was finished stays, and the next run goes on."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from small_course import ANSWERS, FULL, NAME, Course

pytestmark = [
    pytest.mark.slow,
    pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SAWarning"),  # nbgrader's, harmless
]
SECONDS = 6  # two on a machine that does nothing else


def lines_until(process: subprocess.Popen[str], text: str) -> list[str]:
    """What a command wrote until a line with this text came."""
    assert process.stdout
    lines: list[str] = []
    for line in process.stdout:
        lines.append(line)
        if text in line:
            break
    return lines


def test_an_interrupted_run(tmp_path: Path) -> None:
    course = Course(tmp_path / "course")
    course.submit("anna", course.released(ANSWERS))
    slow = ANSWERS | {"gradient-solution": "import time\ntime.sleep(25)\ndef gradient(x, y, W): return x"}
    course.submit("bert", course.released(slow))
    course.submit("zoe", course.released(ANSWERS))
    process = subprocess.Popen(
        [sys.executable, "-m", "nbgrader", "autograde", NAME],
        cwd=course.root,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,  # as a terminal does: Ctrl-C reaches the command and all that it started
    )
    before = lines_until(process, "anna: graded")
    time.sleep(2)
    started = time.monotonic()
    os.killpg(process.pid, signal.SIGINT)
    output = process.communicate(timeout=60)[0]
    assert time.monotonic() - started < SECONDS
    assert process.returncode == 1
    assert "Traceback" not in "".join(before) + output
    assert "The run was interrupted. Run the same command again" in output
    assert "1 graded" in output
    assert course.scores("anna") == FULL
    assert course.scores("bert") == dict.fromkeys(FULL)
    statuses = course.statuses()
    assert {name: statuses[name]["status"] for name in statuses} == {"anna": "graded", "bert": "not graded"}

    course.submit("bert", course.released(ANSWERS))
    result = course.autograde("*", force=False)
    assert result["success"], result
    assert "2 graded, 1 left as they were." in result["log"]
