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
SLOW = ANSWERS | {"gradient-solution": "import time\ntime.sleep(25)\ndef gradient(x, y, W): return x"}


def lines_until(process: subprocess.Popen[str], text: str) -> list[str]:
    """What a command wrote until a line with this text came."""
    assert process.stdout
    lines: list[str] = []
    for line in process.stdout:
        lines.append(line)
        if text in line:
            break
    return lines


@pytest.mark.parametrize("workers", [1, 2])
def test_an_interrupted_run(tmp_path: Path, workers: int) -> None:
    course = Course(tmp_path / "course")
    course.submit("anna", course.released(ANSWERS))
    for name in "bert", "carl":
        course.submit(name, course.released(SLOW))
    course.submit("zoe", course.released(ANSWERS))
    process = subprocess.Popen(
        [sys.executable, "-m", "nbgrader", "autograde", NAME, f"--Autograde.workers={workers}"],
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
    statuses = {name: status["status"] for name, status in course.statuses().items()}
    assert statuses.pop("anna") == "graded"
    assert set(statuses.values()) == {"not graded"}

    for name in "bert", "carl":
        course.submit(name, course.released(ANSWERS))
    result = course.autograde("*", force=False)
    assert result["success"], result
    assert "3 graded, 1 left as they were." in result["log"]
