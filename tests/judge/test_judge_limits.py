"""What one submission may cost the judge itself: memory, outputs, time between two questions.

The worker's limits are the sandbox's (`tests/sandbox/test_usage.py`); these hold in the process of the judge.
"""

import dataclasses
import json
import time

import pytest
from judge_tasks import fails, grade, passes, run, task

from grader.judge import grade as judge
from grader.judge.outputs import PER_TEXT
from grader.sandbox.limits import Limits
from grader.sandbox.template import Template
from grader.sandbox.unconfined import PlainTemplate
from grader.sandbox.worker_link import Overtime

pytestmark = pytest.mark.slow

GROWS = "import torch\nw = torch.zeros(3_000_000, 1, 1, dtype=torch.uint8)"  # 3 MB; with 4,000 columns 48 GB


def test_a_value_that_grows_in_a_test_fails_the_test_and_nothing_else(template):
    test = "import torch\n(w + torch.zeros(1, 4000, 1)).sum()"
    _, grown, after = run(template, GROWS, ("test", test), ("test", "assert w.shape == (3_000_000, 1, 1)"))
    assert grown.passed is False
    assert "could not use your value" in grown.message
    assert after.passed is True


def test_what_a_notebook_shows_is_kept_up_to_a_size_for_all_cells_together(template):
    loud = [f"x = {number}\nprint('{number}' * 300_000)" for number in range(13)]
    result = grade(task(*loud, ("test", "assert x == 12"), ("test", "assert x == 11"), "2 + 2"), template)
    cells = result.cells
    left_out = [number for number, cell in enumerate(cells) if cell.outputs == [judge.LEFT_OUT]]
    assert left_out == [6, 7, 8, 9, 10, 11, 12, 15]
    assert cells[0].outputs[0]["text"].endswith("[cut here: 200,000 of 300,001 characters are shown]\n")
    assert (cells[13].passed, cells[13].outputs) == (True, [])
    assert [output["ename"] for output in cells[14].outputs] == ["CheckFailed"]
    assert len(json.dumps(dataclasses.asdict(result))) * PER_TEXT < 1.1 * judge.MAX_SHOWN


def test_a_cell_that_cannot_be_sent_is_not_run_and_costs_nothing_else(template):
    _, commas, _, test = run(template, "x = 1", "," * 999_998, "y = x", ("test", "assert y == 1"))
    assert "This cell cannot be run: the value has too many parts" in commas.message
    assert test.passed is True


def test_a_test_whose_time_is_up_between_two_questions_leaves_the_worker_alive(template):
    worker = template.worker(Limits(cell_seconds=1))
    try:
        worker.ask("run", time.monotonic() + 5, source="x = 1")
        with pytest.raises(Overtime, match="longer than 1 seconds"):
            worker.ask("run", time.monotonic() - 0.001, source="x = 2")
        assert worker.ask("name", time.monotonic() + 5, args=["x"]) == 1
    finally:
        worker.kill()


def test_a_file_that_a_test_does_not_find_is_our_fault_and_gives_no_grade(template):
    result = grade(task("x = 1", ("test", "open('nowhere.csv')")), template)
    assert (result.status, result.cells) == ("error", [])
    assert "nowhere.csv" in result.reason


def test_a_long_list_and_a_tensor_of_many_dimensions_fail_one_test_and_no_other(template):
    assert "too many parts" in fails(template, "w = list(range(1_100_000))", "w")
    assert "too strange" in fails(template, "import torch\nw = torch.zeros([1] * 17)", "w")
    passes(template, "w = list(range(100_000))", "assert len(w) == 100_000")


def test_an_object_that_draws_itself_as_png_is_shown(template):
    picture = (
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
    )
    source = (
        f"import base64\nclass P:\n    def _repr_png_(self): return base64.b64decode('{picture}')\nx = 1\nP()"
    )
    shown, after = run(template, source, ("test", "assert x == 1"))
    assert shown.outputs[0]["data"]["image/png"] == picture
    assert after.passed is True


def test_a_template_that_does_not_start_again_says_why(monkeypatch):
    with Template() as template:
        template.process.kill()
        template.process.wait()
        monkeypatch.setattr("grader.sandbox.bubblewrap.find_bwrap", lambda: "/bin/false")
        result = grade(task("x = 1", ("test", "pass")), template)
    assert (result.status, result.cells) == ("error", [])
    assert "the template did not start" in result.reason


def test_a_plain_worker_leaves_no_folder_and_tells_nobody_its_token(tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    worker = PlainTemplate().worker(Limits())
    try:
        arguments = worker.process.args[worker.process.args.index("grader.worker.unconfined") + 1 :]
        assert all(argument.isdigit() and len(argument) < 10 for argument in arguments)
        worker.ask("run", time.monotonic() + 30, source="import os\nfound = 'GRADER_TOKEN' in os.environ")
        assert worker.ask("name", time.monotonic() + 5, args=["found"]) is False
        assert len(list(tmp_path.iterdir())) == 1
    finally:
        worker.kill()
    assert list(tmp_path.iterdir()) == []


def test_a_note_names_each_cell_that_met_a_limit(template):
    """One that only went too long ends nothing else, and so has no other word to the instructor."""
    slow = "import time\ntime.sleep(60)\ndef late(): pass"
    cells = slow, ("test", "late()"), "def endless():\n    while True: pass", ("test", "endless()"), "x = 1"
    result = grade(task(*cells), template, Limits(cell_seconds=1))
    assert result.reason == ""
    assert result.notes == [
        "the cell 'cell-0' met a limit: This cell ran longer than 1 seconds.",
        "the cell 'cell-3' met a limit: This cell ran longer than 1 seconds.",
    ]
    assert [bool(cell.stopped) for cell in result.cells] == [True, False, False, True, False]


def test_the_limit_that_ended_all_is_told_once(template):
    result = grade(task("import os\nos._exit(0)", ("test", "x"), "y = 1"), template)
    assert result.reason == "Your code ended the Python process (exit or crash)."
    assert result.notes == []
    assert result.cells[0].stopped == result.reason
