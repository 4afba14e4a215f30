"""The second of nbgrader's two passes: the judge in place of nbgrader's `Execute`.

A submission that the judge could not grade raises: nbgrader then keeps no score for it, removes its half-done
notebook, and goes on with the next.
"""

from typing import Any

from nbgrader.preprocessors import NbGraderPreprocessor
from traitlets import Bool, Dict

from grader.judge.grade import grade
from grader.nbgrading.course_secret import draw
from grader.nbgrading.errors import NotGraded
from grader.nbgrading.tasks import lesson_files, task_of, together
from grader.nbgrading.verdicts import write_outputs
from grader.nbgrading.warm import close_template, warm_template
from grader.notebooks.cells import tests_outside
from grader.notebooks.learner_files import learner_files
from grader.notebooks.lesson import read_lesson
from grader.sandbox.limits import Limits


class Judge(NbGraderPreprocessor):
    """Runs the learner's cells in the sandbox and the tests here, and writes their outputs."""

    sandbox = Bool(True, help="False grades without a sandbox: still in another process.").tag(config=True)
    limits = Dict(help="What one submission may use, as in grader.sandbox.limits.Limits.").tag(config=True)
    follow_through = Bool(
        True, help="A mistake costs its own exercise alone: what comes after it is judged with it put right."
    ).tag(config=True)

    def __call__(self, nb: Any, resources: Any) -> tuple[Any, Any]:
        return self.preprocess(nb, resources)  # whatever `enabled` says

    def preprocess(self, nb: Any, resources: Any) -> tuple[Any, Any]:
        names = resources["nbgrader"]
        folder, root = names["source_folder"], names["root"]
        source = read_lesson(folder / f"{names['notebook']}.ipynb").notebook
        kept = names["kept_files"]
        files, _ = learner_files(names["submitted_folder"], None if kept else folder)
        grading = nb.metadata.get("grading", {})
        drawn = draw(root, names["assignment"], names["notebook"], grading.get("notebook", ""))
        files = together(files, lesson_files(folder), kept)
        task = task_of(nb, source, files, draw=drawn, follow_through=self.follow_through)
        result = grade(task, warm_template(self.sandbox, root), Limits(**self.limits))
        if result.status != "graded":
            close_template(self.sandbox, root)  # the next submission gets a fresh one
            raise NotGraded(f"The judge could not grade it: {result.reason}")
        if result.reason:
            self.log.warning("%s: %s", names["student"], result.reason)
        code = [cell for cell in nb.cells if cell.cell_type == "code"]
        for cell, entry in zip(code, result.cells, strict=True):
            write_outputs(cell, entry, inside=not tests_outside(source))
        notes = grading.get("notes", []) + [result.reason] * bool(result.reason)
        nb.metadata.grading = grading | {"status": "graded", "notes": notes}
        return nb, resources
