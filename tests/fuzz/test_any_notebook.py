"""Whatever a file holds, and whatever a worker shows: each submission ends with a status, and has its page.

Most examples meet a worker that is invented here, so that thousands take a minute or two; some hundreds meet
a real one in its sandbox.
"""

import itertools
import json
import tempfile
from pathlib import Path
from typing import Any, NoReturn

import nbformat
import pytest
from any_notebook import notebooks, readable, values
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from shown_notebook import KINDS, page_of
from small_course import FULL, NAME, SOURCE

from grader.judge.grade import grade
from grader.judge.task import Result
from grader.nbgrading.tasks import task_of
from grader.nbgrading.verdicts import write_outputs
from grader.notebooks.submitted import load
from grader.sandbox.limits import Limits
from grader.sandbox.template import Template
from grader.sandbox.worker_link import Gone, Overtime, Raised
from grader.wire.field_checks import ProtocolError

pytestmark = [pytest.mark.slow, pytest.mark.filterwarnings("error")]

STATUSES = {"ok", "repaired", "unreadable"}
RAISED = {"type": "E", "classes": [["E", 1], ["Exception", 2]], "message": "m", "where": []}
settings.register_profile("fuzz", deadline=None, suppress_health_check=list(HealthCheck), print_blob=True)
QUICK = settings(settings.get_profile("fuzz"), max_examples=2_000)
REAL = settings(settings.get_profile("fuzz"), max_examples=300)


class Invented:
    """A worker, and the template that it comes from, which does what a script says, over and over."""

    def __init__(self, script: list[tuple[str, Any, Any]], limits: Limits | None = None) -> None:
        self.script, self.limits, self.why = script, limits or Limits(), ""
        self.steps = itertools.cycle(script)

    def worker(self, limits: Limits) -> "Invented":
        return Invented(self.script, limits)

    def ask(self, op: str, deadline: float, **rest: Any) -> Any:
        if self.why:
            raise Gone(self.why)
        action, outputs, answer = next(self.steps)
        if action == "raised":
            raise Raised(RAISED)
        if action == "late":
            raise Overtime("This cell ran longer than 30 seconds.")
        if action == "gone":
            self.disturbed(ProtocolError("nothing"))
        return {"outputs": outputs, "execution_count": len(action)} if op == "run" else answer

    def disturbed(self, error: Exception) -> NoReturn:
        self.why = f"Your code disturbed the connection to the grader ({error})."
        raise Gone(self.why)

    def kill(self) -> None:
        self.why = self.why or "The worker was ended."


texts = st.sampled_from(
    ["", "x", "\x1b[31mred", "<b>", "\r\r\n", "\ud800", "&#" + "9" * 5000 + ";", "[" * 500]
)
bundles = st.dictionaries(
    st.sampled_from(["text/plain", "text/html", "text/markdown", "text/latex", "image/png", "a/b", ""]),
    texts | values | st.just("iVBORw0KGgo="),
    max_size=3,
)
stream = st.fixed_dictionaries({"output_type": st.just("stream"), "name": st.just("stdout"), "text": texts})
display = st.fixed_dictionaries(
    {"output_type": st.just("display_data"), "data": bundles, "metadata": st.just({})}
)
error = st.fixed_dictionaries(
    {
        "output_type": st.just("error"),
        "ename": texts,
        "evalue": texts,
        "traceback": st.lists(texts, max_size=3),
    }
)
shown = st.lists(stream | display | error | values, max_size=3) | values
answers = (
    values
    | st.just({"dtype": "float32"})
    | st.sampled_from([{"float": "nan"}, {"tuple": [1]}, {"dict": [["a", 1]]}, "b", 2.0])
)


actions = st.sampled_from(["answer"] * 12 + ["raised", "late", "gone"])
scripts = st.lists(st.tuples(actions, shown, answers), min_size=1, max_size=6)


@pytest.fixture(scope="module")
def lesson(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small course's own notebook."""
    path = tmp_path_factory.mktemp("source") / f"{NAME}.ipynb"
    nbformat.write(SOURCE, path)
    return path


def page_after_all(data: bytes, lesson: Path, template: Any, kind: str) -> Result | None:
    """The way of a submission, from a folder to a page; None where it cannot be graded, with a reason."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, f"{NAME}.ipynb").write_bytes(data)
        submission = load(folder, lesson)
    assert submission.status in STATUSES
    assert all(note and note.isprintable() for note in submission.notes)
    if submission.status == "unreadable":
        assert submission.notes
        return None
    source = nbformat.read(lesson, as_version=4)
    result = grade(task_of(submission.notebook, source, submission.files), template)
    assert result.status == "graded", result.reason
    notebook = submission.notebook
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    for cell, entry in zip(code, result.cells, strict=True):
        write_outputs(cell, entry)
    read = nbformat.from_dict(json.loads(json.dumps(notebook).encode()))
    for cell in read.cells:
        if "nbgrader" in cell.metadata:
            cell.metadata.nbgrader.score = 0.0
    assert "</html>" in page_of(read, kind)
    return result


@QUICK
@given(data=notebooks(), kind=st.sampled_from(KINDS), script=scripts)
def test_every_file_ends_with_a_status_and_a_page(
    lesson: Path, data: bytes, kind: str, script: list[Any]
) -> None:
    page_after_all(data, lesson, Invented(script), kind)


@REAL
@given(data=readable(), kind=st.sampled_from(KINDS))
def test_every_file_ends_with_a_status_and_a_page_after_a_real_worker(
    lesson: Path, template: Template, data: bytes, kind: str
) -> None:
    if result := page_after_all(data, lesson, template, kind):
        tests = [cell for cell in result.cells if cell.passed is not None]
        assert len(tests) == len(FULL)
