"""The first of nbgrader's steps: takes the learner's notebook from the submitted folder, safely."""

from typing import Any

from nbgrader.preprocessors import NbGraderPreprocessor

from grader.nbgrading.errors import NotGraded
from grader.nbgrading.verdicts import NOT_RUN, failure
from grader.notebooks.cells import is_test
from grader.notebooks.submitted import load


class Sanitize(NbGraderPreprocessor):
    """Makes the notebook to grade from the submitted folder, whatever notebook it is given."""

    def __call__(self, nb: Any, resources: Any) -> tuple[Any, Any]:
        return self.preprocess(nb, resources)  # whatever `enabled` says

    def preprocess(self, nb: Any, resources: Any) -> tuple[Any, Any]:
        names = resources["nbgrader"]
        submission = load(names["submitted_folder"], names["source_folder"] / f"{names['notebook']}.ipynb")
        if submission.status == "unreadable":
            raise NotGraded(*submission.notes)
        for note in submission.notes:
            self.log.warning("%s: %s", names["student"], note)
        for cell in submission.notebook.cells:
            if is_test(cell):
                cell.outputs = [failure(NOT_RUN)]  # nbgrader takes a test without outputs for a passed one
        grading = {"status": "unfinished", "notes": list(submission.notes), "notebook": submission.digest}
        submission.notebook.metadata.grading = grading
        return submission.notebook, resources
