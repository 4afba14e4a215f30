"""The limits of a worker hold at every moment: also while the judge cleans what it showed, or computes."""

import contextlib
import dataclasses
import json
import os
import signal
import socket
import subprocess
import sys
import time

import pytest
from judge_tasks import run, task

from grader.judge import run_inside
from grader.judge.grade import grade
from grader.sandbox.errors import SandboxError
from grader.sandbox.limits import Limits
from grader.sandbox.memory import Usage, family
from grader.sandbox.template import Template
from grader.sandbox.watch import Watchman
from grader.sandbox.watchman import ON, Watched
from grader.sandbox.worker_link import Gone

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the sandbox is for Linux")

MB = 1 << 20
LATER = """
import os, time
if not os.fork():
    time.sleep(0.5)
    pieces = []
    while True:
        pieces.append(os.urandom(1 << 20) * 8)
        time.sleep(0.01)
"""


def test_memory_is_watched_while_a_test_computes(template: Template) -> None:
    test = "import time\nend = time.monotonic() + 2\nwhile time.monotonic() < end: sum(range(1000))"
    _, check = run(template, LATER, ("test", test), memory_bytes=128 * MB)
    assert check.message == "Your code used more than 128 MB of memory and was stopped."


def test_memory_is_watched_while_outputs_are_cleaned(
    template: Template, monkeypatch: pytest.MonkeyPatch
) -> None:
    def slow(outputs: list[object]) -> list[object]:
        end = time.monotonic() + 2
        while time.monotonic() < end:
            sum(range(1000))
        return outputs

    monkeypatch.setattr(run_inside, "clean", slow)
    _, check = run(template, LATER, ("test", "pass"), memory_bytes=128 * MB)
    assert check.message == "Your code used more than 128 MB of memory and was stopped."


def test_the_time_of_a_submission_is_up_while_a_test_computes(template: Template) -> None:
    """The worker is gone then, with all that it started, though nobody asks it anything."""
    worker = template.worker(Limits(submission_seconds=0.5))
    try:
        worker.ask("run", time.monotonic() + 5, source="import os\nos.fork()")
        time.sleep(1)
        assert family(worker.pid) == [worker.pid]
        with pytest.raises(Gone, match=r"Your notebook ran longer than 0\.5 seconds"):
            worker.ask("run", time.monotonic() + 5, source="1")
    finally:
        worker.kill()


@pytest.mark.slow
def test_a_test_that_computes_for_ever_with_a_value_fails_and_holds_up_nobody(template: Template) -> None:
    endless = ("test", "for _ in range(n): pass")
    started = time.monotonic()
    _, first, after = run(template, "n = 10**15", endless, ("test", "assert n == 10**15"), cell_seconds=0.5)
    assert first.message == "The check did not come to its end with your value within 0.5 seconds."
    assert after.passed is True
    assert time.monotonic() - started < 8


@pytest.mark.slow
def test_a_test_that_swallows_the_end_of_its_time_does_not_pass(template: Template) -> None:
    test = "import time\ntry: time.sleep(30)\nexcept BaseException: pass"
    _, check = run(template, "n = 1", ("test", test), cell_seconds=0.5)
    assert "did not come to its end" in check.message


def test_sockets_count_as_much_as_they_can_hold(template: Template) -> None:
    source = "import socket\nkept = [socket.socketpair() for _ in range(100)]\nimport time; time.sleep(5)"
    assert "more than 64 MB" in run(template, source, memory_bytes=64 * MB)[0].message


UNACCEPTED = """
import socket, time
server = socket.socket(socket.AF_UNIX)
server.bind("\\0here")
server.listen(4096)
for _ in range(1000):
    client = socket.socket(socket.AF_UNIX)
    client.connect("\\0here")
    client.setblocking(False)
    client.send(bytes(100_000))
    client.close()
time.sleep(5)
"""


def test_sockets_count_that_have_no_descriptor_any_more(template: Template) -> None:
    """Connections that nobody accepted, closed at the other end: 200 MB behind one descriptor."""
    assert "more than 128 MB" in run(template, UNACCEPTED, memory_bytes=128 * MB)[0].message


def test_forks_that_write_to_what_they_shared_are_counted(template: Template) -> None:
    """Their memory as the kernel first tells it does not grow by this: it was counted in each of them."""
    source = """
import os, time
block = bytearray(b"x" * (60 << 20))
for _ in range(6):
    if not os.fork():
        time.sleep(0.5)
        for place in range(0, len(block), 4096): block[place] = 1
        time.sleep(5)
time.sleep(5)
"""
    assert "more than 256 MB" in run(template, source, memory_bytes=256 * MB)[0].message


def test_processes_that_stood_still_to_be_counted_go_on(template: Template) -> None:
    """Eight processes share so much that what each holds says nothing; together they hold little."""
    source = """
import os, time
block = bytearray(b"x" * (60 << 20))
for _ in range(3): os.fork()
for _ in range(100): bytearray(1 << 20); time.sleep(0.005)
if os.getpid() != 1: os._exit(0)
"""
    cell, check = run(template, source + "x = 1", ("test", "assert x == 1"), memory_bytes=128 * MB)
    assert (cell.message, check.passed) == ("", True)


# Who watches the watchman


@pytest.mark.slow
def test_without_a_watchman_there_is_no_grade_and_a_new_one_takes_over() -> None:
    with Template() as template:
        watchman = template.watchman.process.pid
        kill = f"import os\nos.kill({watchman}, 9)\nos.waitid(os.P_PID, {watchman}, os.WEXITED | os.WNOWAIT)"
        result = grade(task("x = 1", ("test", kill), "x"), template)
        assert (result.status, result.reason) == ("error", "the process that watches workers has ended")
        assert run(template, "x = 1", ("test", "assert x == 1"))[1].passed is True


def test_a_worker_that_cannot_be_watched_does_not_go_on(monkeypatch: pytest.MonkeyPatch) -> None:
    def blind(usage: Usage) -> str:
        raise PermissionError("/proc")

    monkeypatch.setattr(Usage, "excess", blind)
    process = subprocess.Popen(["sleep", "60"])
    ours, theirs = socket.socketpair()
    message = task_for(process.pid, time.monotonic() + 60)
    worker = Watched(message, os.pidfd_open(process.pid), theirs.detach())
    worker.look()
    assert ours.recv(1000) == ON + b"The grader could not watch your code: PermissionError: /proc"
    assert process.wait(5) == -signal.SIGKILL
    worker.close()
    ours.close()


def test_a_worker_that_ends_before_it_is_watched_leaves_the_others_watched() -> None:
    """One that memory ran out for while its walls were built, say."""
    with contextlib.closing(Watchman()) as watchman:
        short, long = subprocess.Popen(["true"]), subprocess.Popen(["sleep", "60"])
        descriptors = [os.pidfd_open(each.pid) for each in (short, long)]
        short.wait()
        end = time.monotonic() + 60
        with pytest.raises(SandboxError, match="the process that watches workers"):
            watchman.watch(short.pid, descriptors[0], Limits(), end)
        with contextlib.closing(watchman.watch(long.pid, descriptors[1], Limits(), end)) as watch:
            assert watch.reason() == ""
        long.kill()
        long.wait()
        for each in descriptors:
            os.close(each)


def task_for(pid: int, end: float) -> bytes:
    return json.dumps({"pid": pid, "end": end, "limits": dataclasses.asdict(Limits())}).encode()


def test_a_judge_that_hangs_up_at_the_same_moment_does_not_end_the_watchman() -> None:
    """The time of a submission is up for both of them at once."""
    process = subprocess.Popen(["sleep", "60"])
    ours, theirs = socket.socketpair()
    worker = Watched(task_for(process.pid, time.monotonic()), os.pidfd_open(process.pid), theirs.detach())
    ours.close()
    worker.look()
    assert process.wait(5) == -signal.SIGKILL
    worker.close()


# What a cell shows


GOES_ROUND = """
from IPython.display import HTML, display
get_ipython().outputs._take = lambda size: size
get_ipython().outputs.left = 1 << 60
display(HTML("<b></b>" * 2_000_000))
"""


def test_a_cell_that_goes_round_the_workers_cap_meets_the_judges(template: Template) -> None:
    started = time.monotonic()
    shown, check = run(template, GOES_ROUND, ("test", "pass"))
    assert [output.get("text") for output in shown.outputs] == ["\n[output truncated]\n"]
    assert check.passed is True
    assert time.monotonic() - started < 3


@pytest.mark.parametrize("cell", [
    "print('x' * 3_000_000)\nassert False, 'seen'",
    "for number in range(1200): display(number)\nassert False, 'seen'",
    "assert False, 'seen' + 'x' * 3_000_000",
    GOES_ROUND + "assert False, 'seen'",
])  # fmt: skip
def test_an_error_is_never_left_out_so_a_test_inside_fails_whatever_it_showed_before(
    template: Template, cell: str
) -> None:
    result = grade(task("from IPython.display import display", ("inside", cell)), template)
    assert result.cells[1].passed is False
    assert "seen" in result.cells[1].message
