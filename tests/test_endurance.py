"""A large class, one after the other through one template: as quick at the end, and nothing left over."""

import os
import statistics
import tempfile
import time

import pytest
from judging import grade, task

from grader import link
from grader.judge import Template

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


def state(template):
    """What a submission could leave behind: our descriptors, our processes, files, the template's memory."""
    tree = link.family(os.getpid())
    memory = link.memory_of(link.family(template.process.pid))[0]
    return len(os.listdir("/proc/self/fd")), len(tree), len(os.listdir(tempfile.gettempdir())), memory >> 20


@pytest.mark.slow
@pytest.mark.parametrize("submissions", [int(os.environ.get("SUBMISSIONS", 1000))])
def test_a_thousand_submissions_leave_nothing_behind(submissions):
    one = task(LEARNER, ("test", TEST), "1 / 0", "print('x' * 1000)")
    with Template() as template:
        seconds, states = [], []
        for _ in range(submissions):
            started = time.process_time()
            result = grade(one, template)
            assert result["cells"]["cell-1"]["passed"] is True, result
            seconds.append(time.process_time() - started)
            states.append(state(template))
    tenth = submissions // 10
    first, last = statistics.median(seconds[tenth : 2 * tenth]), statistics.median(seconds[-tenth:])
    print(f"\njudge's own CPU a submission: {first * 1000:.1f} ms at first, {last * 1000:.1f} ms at last")
    print(
        f"descriptors, processes, temporary files, MB of template and reapers: {states[tenth]} {states[-1]}"
    )
    assert last < 1.5 * first
    assert states[-1][:2] == states[tenth][:2]
    assert abs(states[-1][3] - states[tenth][3]) <= 5
