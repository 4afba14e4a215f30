"""The judge in place of nbgrader's `Execute`.

`question` says what is to be judged, which any process may do; with the answer in the resources, `preprocess`
writes it into the notebook. A submission that the judge could not grade raises: it has no score then, and no
half-done notebook, and the next one has its turn.
"""

from dataclasses import replace
from typing import Any

from nbgrader.preprocessors import NbGraderPreprocessor
from traitlets import Bool, Dict, TraitError, validate

from grader.judge.task import Task
from grader.nbgrading.answer_record import record_of
from grader.nbgrading.course_secret import draw
from grader.nbgrading.errors import NotGraded
from grader.nbgrading.tasks import lesson_files, task_of, together
from grader.nbgrading.verdicts import write_outputs
from grader.notebooks.cells import tests_outside
from grader.notebooks.learner_files import learner_files
from grader.notebooks.lesson import read_lesson
from grader.sandbox.limits import Limits, wrong_limits


class Judge(NbGraderPreprocessor):
    """Has the learner's cells run in the sandbox and the tests outside of it, and writes their outputs."""

    sandbox = Bool(True, help="False grades without a sandbox: still in another process.").tag(config=True)
    limits = Dict(help="What one submission may use, as in grader.sandbox.limits.Limits.").tag(config=True)
    follow_through = Bool(
        True, help="A mistake costs its own exercise alone: what comes after it is judged with it put right."
    ).tag(config=True)

    pictures = Bool(
        True, help="False: the lessons' pictures are told of in words, and not painted: half the time."
    ).tag(config=True)

    @validate("limits")
    def check_limits(self, proposal: Any) -> Any:
        """Limits that there are, and numbers above 0."""
        if found := wrong_limits(proposal["value"]):
            raise TraitError(found)
        return proposal["value"]

    def __call__(self, nb: Any, resources: Any) -> tuple[Any, Any]:
        return self.preprocess(nb, resources)  # whatever `enabled` says

    def question(self, nb: Any, resources: Any) -> tuple[Task, Limits]:
        """What is to be judged of a notebook, and what that may use."""
        names = resources["nbgrader"]
        folder, root = names["source_folder"], names["root"]
        source = read_lesson(folder / f"{names['notebook']}.ipynb").notebook
        kept = names["kept_files"]
        files, _ = learner_files(names["submitted_folder"], None if kept else folder)
        digest = nb.metadata.get("grading", {}).get("notebook", "")
        drawn = draw(root, names["assignment"], names["notebook"], digest)
        given = lesson_files(folder)
        files = together(files, given, kept)
        task = task_of(nb, source, files, draw=drawn, follow_through=self.follow_through)
        handed_in = frozenset(name for name, data in files.items() if data is not given.get(name))
        return replace(task, pictures=self.pictures, handed_in=handed_in), Limits(**self.limits)

    def preprocess(self, nb: Any, resources: Any) -> tuple[Any, Any]:
        names, result = resources["nbgrader"], resources["nbgrader"]["result"]
        source = read_lesson(names["source_folder"] / f"{names['notebook']}.ipynb").notebook
        if result.status != "graded":
            raise NotGraded(f"The judge could not grade it: {result.reason}")
        for note in [*result.notes, *[result.reason] * bool(result.reason)]:
            self.log.warning("%s: %s", names["student"], note)
        code = [cell for cell in nb.cells if cell.cell_type == "code"]
        for cell, entry in zip(code, result.cells, strict=True):
            write_outputs(cell, entry, inside=not tests_outside(source))
        grading = nb.metadata.get("grading", {})
        notes = grading.get("notes", []) + result.notes + [result.reason] * bool(result.reason)
        kept = {"status": "graded", "notes": notes, "answers": record_of(nb, source)}
        nb.metadata.grading = grading | kept
        return nb, resources
