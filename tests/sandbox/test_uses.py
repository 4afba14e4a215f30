"""What learners do beside what the lessons ask for works behind the filter of system calls, as without it."""

import sys

import pytest
from judge_tasks import shown

from grader.judge.run_inside import run_cell
from grader.judge.task import Cell
from grader.sandbox.limits import Limits
from grader.sandbox.template import Template
from tools.uses import USES

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform != "linux", reason="the sandbox is for Linux"),
]


@pytest.mark.parametrize("use", sorted(USES.keys() - {"magic"}))  # which asks for input, and fails by that
def test_a_use_works(template: Template, use: str) -> None:
    worker = template.worker(Limits(cell_seconds=60))
    try:
        result = run_cell(Cell("run", USES[use]), worker)
    finally:
        worker.kill()
    assert [output["evalue"] for output in result.outputs if output["output_type"] == "error"] == []
    assert "not permitted" not in shown(result.outputs)
