"""Templates and watchmen that are killed at any moment: the right grade, or none; then all is as usual."""

import os
import random
import signal
import sys
import threading
import time

import pytest
from judge_tasks import run, task

from grader.judge.grade import grade
from grader.sandbox.memory import family
from grader.sandbox.template import Template

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform != "linux", reason="the sandbox is for Linux"),
]

ONE = task(
    "import time\ntime.sleep(0.05)\ndef f(x): return x + 1",
    ("test", "assert f(1) == 2"),
    "time.sleep(0.05)",
    ("test", "assert [f(n) for n in range(20)] == list(range(1, 21))"),
)


def processes_of(template: Template) -> list[int]:
    """bubblewrap, what is in it down to the template, and the watchman."""
    return [*family(template.process.pid), template.watchman.process.pid]


@pytest.mark.parametrize("which", [0, 1, 2, 3, -1])
def test_an_honest_learner_gets_full_points_or_no_grade_and_then_full_points(which: int) -> None:
    chance = random.Random(which)
    found = set()
    with Template() as template:
        for _ in range(3):
            while grade(task("x = 1"), template).status != "graded":
                pass  # what was killed starts anew
            victims = processes_of(template)
            wait = chance.uniform(0, 0.25)

            def kill(victim: int = victims[min(which, len(victims) - 2)], wait: float = wait) -> None:
                time.sleep(wait)
                os.kill(victim, signal.SIGKILL)

            killer = threading.Thread(target=kill)
            killer.start()
            result = grade(ONE, template)
            killer.join()
            found.add(result.status)
            if result.status == "graded":
                assert [cell.passed for cell in result.cells] == [None, True, None, True], result
    assert found <= {"graded", "error"}


def test_a_crash_of_the_learners_own_is_still_the_learners(template: Template) -> None:
    _, check = run(template, "import os; os._exit(0)", ("test", "pass"))
    assert check.message == "Your code ended the Python process (exit or crash)."
