"""Two `nbgrader autograde` of one lesson at once, in one folder: every grade right, at both ends."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from small_course import ANSWERS, FULL, NAME, Course

from grader.nbgrading.one_at_a_time import NAME as LOCK
from grader.nbgrading.one_at_a_time import Locks

pytestmark = [
    pytest.mark.skipif(sys.platform != "linux", reason="the sandbox is for Linux"),
    pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SAWarning"),  # nbgrader's, harmless
]

HOLDS = """
import sys, time
from pathlib import Path
from grader.nbgrading.one_at_a_time import Locks
with Locks(Path(sys.argv[1])) as locks:
    locks.take("anna", "lesson", wait=True)
    print("in", flush=True)
    time.sleep(60)
"""


def test_one_submission_is_graded_by_one_run_and_others_meanwhile(tmp_path: Path) -> None:
    with subprocess.Popen([sys.executable, "-c", HOLDS, str(tmp_path)], stdout=subprocess.PIPE) as other:
        assert other.stdout
        assert other.stdout.read(3) == b"in\n"
        with Locks(tmp_path) as locks:
            assert locks.take("ben", "lesson", wait=True)
            assert locks.take("anna", "another", wait=True)
            assert not locks.take("anna", "lesson", wait=False)
        asked = subprocess.Popen([sys.executable, "-c", HOLDS, str(tmp_path)], stdout=subprocess.PIPE)
        time.sleep(0.5)
        assert asked.stdout
        os.set_blocking(asked.stdout.fileno(), False)
        assert not asked.stdout.read()  # it waits
        other.kill()  # whatever ends a run ends its turn
        os.set_blocking(asked.stdout.fileno(), True)
        assert asked.stdout.read(3) == b"in\n"
        asked.kill()
        asked.communicate()
    assert [path.name for path in tmp_path.iterdir()] == [LOCK]


@pytest.mark.slow
@pytest.mark.parametrize("options", [[], ["--force"]])
def test_two_runs_at_once_both_end_with_the_right_grades(tmp_path: Path, options: list[str]) -> None:
    course = Course(tmp_path / "course")
    names = [f"learner-{number}" for number in range(6)]
    for name in names:
        course.submit(name, course.released(ANSWERS))
    command = [sys.executable, "-m", "nbgrader", "autograde", NAME, *options]
    runs = [
        subprocess.Popen(
            command, cwd=course.root, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )
        for _ in range(2)
    ]
    printed = [run.communicate(timeout=300)[0] for run in runs]
    assert [run.returncode for run in runs] == [0, 0], printed
    assert all(course.scores(name) == FULL for name in names)
    assert {entry["status"] for entry in course.statuses().values()} == {"graded"}
