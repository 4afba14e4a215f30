"""How a worker ends: whatever it does, soon, with a reason, and with nothing left of it."""

import os
import sys
import time
from pathlib import Path

import pytest
from judge_tasks import run

from grader.sandbox.memory import family
from grader.sandbox.template import Template

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the sandbox is for Linux")


IGNORE_ALL_SIGNALS = """
import signal, threading
for number in range(1, 32):
    try: signal.signal(number, signal.SIG_IGN)
    except OSError: pass
def spin():
    while True: pass
threading.Thread(target=spin).start()
spin()
"""


@pytest.mark.parametrize(
    ("learner", "reason"),
    [
        ("import os; os._exit(0)", "ended the Python process"),
        ("import os; os.abort()", "ended the Python process"),
        ("import ctypes; ctypes.string_at(0)", "ended the Python process"),
        ("import signal, time; signal.signal(2, signal.SIG_IGN); time.sleep(9)", "longer"),
        ("import threading\nthreading.Thread(target=lambda: any(iter(int, 1))).start()", "longer"),
        (IGNORE_ALL_SIGNALS, "longer"),
        ("import os; os.close(3)", "ended the Python process"),
        ("import os; os.write(3, b'x' * 100)", "disturbed"),
        ("import os; os.write(3, b'\\xff' * 100)", "disturbed"),
        ("import os; os.write(3, b'\\0\\0\\0\\x02{}')", "disturbed"),
        ("import os; os.write(3, b'\\0\\0\\0\\x11' + b'{\"id\":\"0\",\"ok\":1}')", "disturbed"),
        ("import os\nwhile True: os.write(3, b'\\0\\0\\0\\0')", "disturbed"),
        ("import os; os.write(3, b'\\0\\x10\\0\\0')\nwhile True: pass", "longer"),
        ("import os, signal; signal.signal(2, signal.SIG_IGN); os.read(3, 1)", "longer"),
    ],
)  # fmt: skip
@pytest.mark.slow
def test_a_worker_that_misbehaves_is_ended_and_fails_the_rest(
    template: Template, learner: str, reason: str
) -> None:
    start = time.monotonic()
    _, check = run(template, learner, ("test", "pass"), cell_seconds=2)
    assert check.passed is False
    assert reason in check.message
    assert time.monotonic() - start < 15


def test_an_answer_sent_ahead_is_no_answer(template: Template) -> None:
    learner = """
import os, threading, time
def forge():
    time.sleep(0.3)
    os.write(3, b'\\0\\0\\0\\x1b' + b'{"id":"0123456789","ok":2}')
threading.Thread(target=forge).start()
"""
    wait = "import time\ntime.sleep(0.8)\nassert w == 2"
    _, check = run(template, learner, ("test", wait))
    assert "disturbed" in check.message


def test_nothing_is_left_running(template: Template) -> None:
    marker = f"left-{os.getpid()}"
    learner = f"""
import os, subprocess, sys
for _ in range(3):
    wait = "import time; time.sleep(60)"
    subprocess.Popen([sys.executable, "-c", wait, "{marker}"], start_new_session=True)
if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        import time; time.sleep(60)
    os._exit(0)
"""
    before = set(family(os.getpid()))
    run(template, learner)
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            assert marker.encode() not in path.read_bytes()
        except OSError:
            continue
    end = time.monotonic() + 5  # the template reaps what is dead already
    while set(family(os.getpid())) - before and time.monotonic() < end:
        time.sleep(0.01)
    assert not set(family(os.getpid())) - before


def test_nothing_is_left_open(template: Template) -> None:
    def open_files() -> int:
        return len(os.listdir("/proc/self/fd"))

    run(template, "x = 1")
    before = open_files()
    for learner in ["x = 1", "import os; os._exit(0)", "import os; os.write(3, b'x')", "while True: pass"]:
        run(template, learner, cell_seconds=0.5)
    assert open_files() == before
