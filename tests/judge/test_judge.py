"""The judge: tests run here, and pass only by running to their end; what a learner reads; limits."""

import sys
from dataclasses import replace

import pytest
from judge_tasks import fails, grade, passes, run, task, verdict


def test_expected_errors_can_be_expected(template):
    learner = "def check(n):\n    raise ValueError('n is bad')"
    test = (
        "try:\n    check(1)\n    assert 0\nexcept ValueError as error:\n    assert 'n is bad' in str(error)"
    )
    passes(template, learner, test)


def test_an_error_in_the_learners_function_is_shown_without_our_test(template):
    message = fails(template, "def f(x):\n    return x / 0", "secret = 41 + 1\nassert f(1) == secret")
    assert message == "Your code raised ZeroDivisionError: division by zero\n  line 2 in f: return x / 0"


def test_a_failed_check_shows_its_own_message_alone(template):
    result = verdict(
        template, "w = 1", "from course.checks import expect\nexpect('w', w, 2, hint='Add one.')"
    )
    assert result.message == "Not right yet: w.\n  expected: 2\n  got:      1\n  hint:     Add one."
    assert result.outputs[-1]["traceback"] == [result.message]


def test_what_a_test_prints_is_its_output(template):
    result = passes(
        template,
        "w = 2",
        "import sys, warnings\nprint('fine')\nprint('x', file=sys.stderr)\nwarnings.warn('y')",
    )
    assert result.outputs == [{"output_type": "stream", "name": "stdout", "text": "fine\n"}]


@pytest.mark.parametrize(
    "test", ["this is no python", "import no_such_module", "print(0)\n(lambda: f(lambda: 0))()"]
)
def test_a_broken_test_gives_no_grade(template, test):
    result = grade(task("def f(x): pass", ("test", test)), template)
    assert result.status == "error"
    assert result.reason
    assert result.cells == []


@pytest.mark.parametrize(
    "learner",
    ["def f(): raise SystemExit", "def f(): raise KeyboardInterrupt", "def f(): raise GeneratorExit",
                "class Bad(BaseException):\n    def __str__(self): raise self\ndef f(): raise Bad"],
)  # fmt: skip
def test_no_exception_of_the_learners_reaches_the_judge(template, learner):
    assert "raised" in fails(template, learner, "f()")


def test_a_worker_that_dies_is_no_expected_error(template):
    learner = "import os\ndef f(): os._exit(0)"
    test = "try:\n    f()\nexcept Exception:\n    pass\nexcept:\n    pass"
    assert "ended the Python process" in fails(template, learner, test)


def test_what_passed_before_the_worker_died_stays_passed(template):
    good = ("test", "assert w == 1")
    results = run(template, "w = 1", good, "import os; os._exit(0)", good, "w = 3")
    assert [result.passed for result in results] == [None, True, None, False, None]
    assert "ended the Python process" in results[3].message
    assert results[4].outputs == []


@pytest.mark.slow
def test_too_much_to_send_fails_the_test(template):
    endless = "def count():\n    while True:\n        yield 0"
    assert "too large" in fails(template, "import torch\nw = torch.zeros(1).expand(10**9)", "w")
    assert "nested" in fails(template, "w = []\nw.append(w)", "w")
    assert "bits" in fails(template, "w = 1 << 10**6", "w")
    assert "items" in fails(template, endless, "list(count())", cell_seconds=60)


@pytest.mark.slow
def test_a_lying_length_costs_no_memory(template):
    learner = """
import sys
class Long:
    def __len__(self): return sys.maxsize
    def __getitem__(self, k): return k
w = Long()
"""
    assert "length" in fails(template, learner, "len(w)")
    assert "items" in fails(template, learner, "list(w)", cell_seconds=60)


# Time and form


LONG = "This cell ran longer than 1 seconds."


@pytest.mark.slow
def test_a_cell_that_takes_too_long_is_interrupted_and_the_next_ones_run(template):
    cells = "x = 1\nwhile True: pass", ("test", "assert x == 1"), "def f():\n    while True: pass"
    slow, check, _, call, after = run(template, *cells, ("test", "f()"), ("test", "assert x"), cell_seconds=1)
    assert slow.message == call.message == LONG
    assert [check.passed, call.passed, after.passed] == [True, False, True]


def test_a_test_cannot_go_on_after_an_interrupt(template):
    learner = "def f():\n    while True: pass"
    swallowing = "try:\n    f()\nexcept Exception:\n    pass"
    assert fails(template, learner, swallowing, cell_seconds=1) == LONG


@pytest.mark.slow
def test_a_cell_that_ignores_the_interrupt_ends_the_worker(template):
    learner = "import signal\nsignal.signal(signal.SIGINT, signal.SIG_IGN)\nwhile True: pass"
    cell, check = run(template, learner, ("test", "pass"), cell_seconds=1)
    assert cell.message == check.message == LONG


def test_many_outputs_are_cut_and_do_no_harm(template):
    noise = "import sys\nfor k in range(5000):\n    print(k)\n    print(k, file=sys.stderr)\nx = 1"
    cell, check = run(template, noise, ("test", "assert x == 1"))
    assert check.passed
    assert cell.outputs[0]["text"] == "0\n"
    assert cell.outputs[-1]["text"] == "\n[output truncated]\n"


@pytest.mark.slow
def test_all_cells_together_have_a_limit(template):
    sleep = "import time; time.sleep(0.7)"
    results = run(template, sleep, sleep, sleep, ("test", "pass"), submission_seconds=1.5)
    assert results[-1].message == "Your notebook ran longer than 1.5 seconds."


@pytest.mark.slow
def test_a_call_from_a_test_has_a_limit_too(template):
    assert "longer than 1 seconds" in fails(template, "def f():\n    while True: pass", "f()", cell_seconds=1)


@pytest.mark.slow
def test_without_a_sandbox_the_judge_stays_out_of_process():
    from grader.sandbox.unconfined import PlainTemplate

    with PlainTemplate() as plain:
        passes(
            plain,
            "import os\npid = os.getpid()\nw = 2",
            f"assert pid != {__import__('os').getpid()} and w == 2",
        )
        assert "ended" in fails(plain, "import os; os._exit(0)", "pass")


@pytest.mark.skipif(sys.platform != "linux", reason="the sentence is for other systems")
def test_other_systems_are_refused_in_one_sentence(monkeypatch):
    from grader.sandbox import bubblewrap
    from grader.sandbox.errors import SandboxUnavailable
    from grader.sandbox.template import Template

    monkeypatch.setattr(bubblewrap.sys, "platform", "darwin")
    with pytest.raises(SandboxUnavailable, match=r"no sandbox on darwin.*GRADER_NO_SANDBOX=1"):
        Template().__enter__()


DRAWN = "from course import pictures\npictures.loss_curve([0, 1, 2], [4, 1, 4])"


@pytest.mark.parametrize("painted", [True, False])
def test_pictures_may_be_told_of_in_words(template, painted):
    result = grade(replace(task(DRAWN), pictures=painted), template).cells[0]
    (output,) = result.outputs
    assert ("data:image/png" in output["data"]["text/html"]) is painted
    assert ("not painted" in output["data"]["text/html"]) is not painted
    assert "loss" in output["data"]["text/html"]
    assert result.execution_count == 1


@pytest.mark.parametrize("text", ["", "\x07", "\x1b[1m", "\x1b[2K" * 9000])
def test_a_message_of_which_nothing_can_be_shown_fails_the_test_all_the_same(template, text):
    assert fails(template, f"text = {text!r}", "assert False, text") == "The check failed."
