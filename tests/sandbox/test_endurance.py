"""A large class, one after the other through one template: as quick at the end, and nothing left over."""

import os
import statistics
import time

import pytest
from judge_tasks import task

from grader.judge.grade import grade
from grader.sandbox.memory import family, memory_of
from grader.sandbox.template import Template

LEARNER = """
import torch
W = torch.zeros(1, requires_grad=True)
optimizer = torch.optim.SGD([W], lr=0.1)
for _ in range(10):
    optimizer.zero_grad()
    ((W - 2) ** 2).sum().backward()
    optimizer.step()
open("model.txt", "w").write(str(W.item()))
def fit(x): return W * x
"""
TEST = "from course.checks import expect\nimport torch\nexpect('fit', fit(torch.ones(1)), 2.0, rtol=0.2)"


def state(template: Template) -> tuple[int, int, int]:
    """What a submission could leave behind: our descriptors, our processes, MB of the template's memory."""
    tree = family(os.getpid())
    memory = memory_of(family(template.process.pid))[0]
    return len(os.listdir("/proc/self/fd")), len(tree), memory >> 20


def state_once_reaped(template: Template, processes: int) -> tuple[int, int, int]:
    """The state when no more than `processes` are left, or after half a minute: reaping takes a moment."""
    until = time.monotonic() + 30
    while (now := state(template))[1] > processes and time.monotonic() < until:
        time.sleep(0.05)
    return now


def judged(template: Template) -> float:
    """Grade the learner; returns the CPU-seconds that this took the judge."""
    started = time.process_time()
    result = grade(task(LEARNER, ("test", TEST), "print('x' * 1000)"), template)
    assert result.cells[1].passed is True, result
    return time.process_time() - started


@pytest.mark.slow
@pytest.mark.parametrize("submissions", [int(os.environ.get("SUBMISSIONS", 1000))])
def test_a_thousand_submissions_leave_nothing_behind_and_the_next_is_as_quick(submissions: int) -> None:
    with Template() as template:
        _, processes, _ = state(template)
        for _ in range(submissions // 10):  # what is loaded at first use is there then
            judged(template)
        early = state_once_reaped(template, processes)
        for _ in range(submissions - submissions // 10):
            judged(template)
        late = state_once_reaped(template, processes)
        with Template() as fresh:  # in turn, so that whatever else the machine does falls on both
            pairs = [(judged(template), judged(fresh)) for _ in range(51)]
    old, new = (statistics.median(seconds) for seconds in zip(*pairs, strict=True))
    print(f"\njudge's own CPU after {submissions}: {old * 1000:.1f} ms; fresh template: {new * 1000:.1f} ms")
    print(f"descriptors, processes, MB of template and reapers: {early} {late}")
    assert old < 1.5 * new
    assert late[:2] == early[:2] == (early[0], processes)
    assert abs(late[2] - early[2]) <= 5
