"""A worker that Linux or a person ends is told apart from one that ends itself: the latter has a grade."""

import contextlib
import os
import platform
import signal
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from judge_tasks import grade, task

from grader.sandbox.confined_link import KILLED, OUT_OF_MEMORY
from grader.sandbox.kernel_kill import killed_for_memory, was_killed
from grader.sandbox.limits import Limits
from grader.sandbox.memory import family
from grader.sandbox.template import Template
from grader.worker.system_calls import EXAMINED

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the sandbox is for Linux")

HOARD = "import time\ntime.sleep(1)\npieces = []\nwhile True: pieces.append(bytearray(b'x' * (16 << 20)))"
OWN_END = "Your code ended the Python process (exit or crash)."


@contextlib.contextmanager
def ended_child(how: str) -> Iterator[int]:
    """A descriptor of a process that has ended in this way, and whose parent has asked for its status."""
    child = os.fork()
    if not child:
        if how == "exit":
            os._exit(9)
        os.kill(os.getpid(), getattr(signal, how))
        time.sleep(60)
    pidfd = os.pidfd_open(child)
    os.waitpid(child, 0)
    yield pidfd
    os.close(pidfd)


@pytest.mark.parametrize("how", ["exit", "SIGKILL", "SIGTERM"])
def test_a_kernel_that_tells_how_a_process_ended_is_understood(how: str) -> None:
    with ended_child(how) as pidfd:
        assert was_killed(pidfd) in (None, how == "SIGKILL")  # None: it is older than Linux 6.15


def test_of_a_process_that_goes_on_nobody_says_that_it_was_killed() -> None:
    pidfd = os.pidfd_open(os.getpid())
    assert was_killed(pidfd) is None
    os.close(pidfd)


def outcome(template: Template, learner: str, **limits: float) -> str:
    result = grade(task(learner, ("test", "pass")), template, Limits(**limits))
    assert result.status == "graded"
    assert result.cells[1].passed is False
    assert result.cells[1].message == result.reason
    return result.reason


@pytest.mark.parametrize(
    "learner", ["import os; os._exit(9)", "import os; os.abort()", "import os; os.close(3)"]
)
def test_who_ends_python_hears_so(template: Template, learner: str) -> None:
    assert outcome(template, learner) == OWN_END


def test_no_learner_can_kill_their_own_worker(template: Template) -> None:
    learner = "import os, signal\nfor number in (1, os.getpid(), 0): os.kill(number, signal.SIGKILL)"
    _, check = grade(task(learner, ("test", "pass")), template).cells
    assert check.passed is True


LOWER = """
import ctypes, resource
new = (ctypes.c_ulong * 2)(1, 1)
answers = []
try:
    resource.setrlimit(resource.RLIMIT_CPU, (1, 1))
except (OSError, ValueError) as error:
    answers.append(type(error).__name__)
libc = ctypes.CDLL(None, use_errno=True)
answers.append(libc.syscall({prlimit64}, 0, 0, ctypes.byref(new), None))
answers.append(libc.syscall({setrlimit}, 0, ctypes.byref(new)))
answers.append(resource.getrlimit(resource.RLIMIT_CPU)[1] > 100)
resource.setrlimit(resource.RLIMIT_NOFILE, (100, 100))
"""


def test_no_learner_can_have_the_kernel_kill_their_own_worker(template: Template) -> None:
    """It kills at the limit of processor time, so no worker may lower its own; others it may."""
    column = ["x86_64", "aarch64"].index(platform.machine())
    numbers = {name: EXAMINED[name][column] for name in ("prlimit64", "setrlimit")}
    _, check = grade(
        task(LOWER.format(**numbers), ("test", "assert answers == ['ValueError', -1, -1, True], answers")),
        template,
    ).cells
    assert check.passed is True, check.message


def test_a_worker_that_somebody_else_kills_has_no_grade(template: Template) -> None:
    """Neither in a cell nor in a test; the next submission is graded as ever."""
    for learner, test in ("import time; time.sleep(5)", "pass"), ("import time", "time.sleep(5)"):

        def kill() -> None:
            time.sleep(0.5)
            os.kill(family(template.process.pid)[-1], signal.SIGKILL)

        killer = threading.Thread(target=kill)
        killer.start()
        result = grade(task(learner, ("test", test)), template)
        killer.join()
        if result.status == "graded":  # by a kernel that is older than Linux 6.15
            assert result.reason == OWN_END
        else:
            assert (result.status, result.reason) == ("error", KILLED)
        assert grade(task("x = 1", ("test", "assert x == 1")), template).cells[1].passed is True


@pytest.mark.slow
def test_too_much_processor_time_is_named(template: Template) -> None:
    reason = outcome(template, "while True: pass", cpu_seconds=1, cell_seconds=10)
    assert reason == "Your code took more than 1 seconds of processor time."


CGROUPS = Path("/sys/fs/cgroup/memory")  # cgroup v1: here a test may make one, if it is root's


@pytest.fixture
def little_memory() -> Iterator[Path]:
    """A cgroup whose processes Linux ends when they take more than 200 MB."""
    group = CGROUPS / f"grader-test-{os.getpid()}"
    group.mkdir()
    (group / "memory.limit_in_bytes").write_text(str(200 << 20))
    yield group
    time.sleep(0.2)  # until what was in it is gone
    group.rmdir()


@pytest.mark.slow
@pytest.mark.skipif(not os.access(CGROUPS, os.W_OK), reason="needs root, and cgroup v1")
def test_a_machine_that_runs_out_of_memory_is_named(template: Template, little_memory: Path) -> None:
    """As far as its limits go the worker might have taken more."""

    def move() -> None:
        time.sleep(0.5)
        worker = family(template.process.pid)[-1]
        (little_memory / "cgroup.procs").write_text(str(worker))

    mover, before = threading.Thread(target=move), killed_for_memory()
    mover.start()
    assert outcome(template, HOARD, memory_bytes=1 << 30) == OUT_OF_MEMORY
    mover.join()
    assert killed_for_memory() > before
