"""Several judges at once: the answers of one, and none is lost when a judge or their template ends."""

import os
import signal
import sys
import time
from collections.abc import Iterator

import pytest
from judge_tasks import task

from grader.judge.grade import grade
from grader.judge.judges import ENDED, Judges
from grader.judge.task import Result
from grader.sandbox.limits import Limits
from grader.sandbox.memory import family
from grader.sandbox.template import Template

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform != "linux", reason="the sandbox is for Linux"),
]
DOUBLE = "def double(n):\n    return 2 * n"
TEST = "import torch\nn = int(torch.randint(9, ()))\nprint(n)\nassert double(n) == 2 * n"
SLEEPS = "import time\ntime.sleep(1.5)\n" + DOUBLE


@pytest.fixture(scope="module")
def lent() -> Iterator[Template]:
    with Template() as template:
        yield template


@pytest.fixture
def judges(lent: Template) -> Iterator[Judges]:
    with Judges(2) as judges:
        judges.begin(lent)
        yield judges


def all_answers(judges: Judges, learners: dict[str, str]) -> dict[str, Result]:
    """What becomes of these learners' code, asked as fast as judges are free."""
    left, answers = dict(learners), dict[str, Result]()
    while len(answers) < len(learners):
        while left and judges.free:
            name = next(iter(left))
            judges.ask(name, task(left.pop(name), ("test", TEST)), Limits())
        answers.update({str(key): result for key, result in judges.answers()})
    return answers


def processes(judges: Judges) -> list[int]:
    """The judges' PIDs, without the process that they are forks of."""
    return [pid for started in judges.started for pid in family(started.process.pid)[1:]]


def test_they_answer_as_one_judge_does(judges: Judges, lent: Template) -> None:
    learners = {
        "right": DOUBLE,
        "wrong": "def double(n):\n    return n + 1",
        "dies": "import os\nos._exit(0)",
    }
    answers = all_answers(judges, learners | {"again": DOUBLE})
    for name, code in learners.items():
        assert answers[name] == grade(task(code, ("test", TEST)), lent)
    assert answers["again"] == answers["right"]


def test_the_question_of_a_judge_that_ends_goes_to_another(judges: Judges) -> None:
    for name in "one", "two":
        judges.ask(name, task(SLEEPS, ("test", TEST)), Limits())
    time.sleep(0.5)
    os.kill(processes(judges)[0], signal.SIGKILL)
    answers: dict[object, Result] = {}
    while len(answers) < 2:
        answers.update(judges.answers())
    assert [result.cells[1].passed for result in answers.values()] == [True, True]
    assert judges.free == 2


def test_a_submission_over_which_two_judges_end_has_no_grade(judges: Judges) -> None:
    judges.ask("one", task(SLEEPS, ("test", TEST)), Limits())
    answers: list[tuple[object, Result]] = []
    while not answers:
        for pid in processes(judges):
            os.kill(pid, signal.SIGKILL)
        answers = list(judges.answers(0.2))
    assert answers == [("one", Result("error", ENDED))]
    assert judges.free > 0
    assert all_answers(judges, {"two": DOUBLE})["two"].cells[1].passed is True


def test_a_template_that_ends_takes_one_question_along_at_most() -> None:
    with Template() as template, Judges(2) as judges:
        judges.begin(template)
        template.process.kill()
        answers = all_answers(judges, dict.fromkeys(["one", "two", "three"], DOUBLE))
    assert [result.cells[1].passed for result in answers.values()] == [True] * 3


def test_judges_end_with_the_process_that_asks_them(lent: Template) -> None:
    with Judges(2) as judges:
        judges.begin(lent)
        judges.ask("one", task("while True: pass", ("test", TEST)), Limits())
        pids = processes(judges)
        started = time.monotonic()
    assert time.monotonic() - started < 20  # and not the 30 seconds of a cell
    assert [pid for pid in pids if os.path.exists(f"/proc/{pid}")] == []
