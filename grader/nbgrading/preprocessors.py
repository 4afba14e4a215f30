"""What grades a submission inside nbgrader's own two passes (set in `nbgrader_config.py`).

    sanitize:  Sanitize, then nbgrader's OverwriteCells: points, checksums and tests as in the gradebook
    autograde: Judge (in place of Execute), then nbgrader's own steps that save the grades

`Judge` writes outputs from which nbgrader's `determine_grade` reads exactly the judge's verdict: a test
that passed has neither error nor result, one that did not has a single error with the message alone.
A submission that cannot be read, or that the judge could not grade, raises: nbgrader then keeps no
score for it, removes its half-done notebook, and goes on with the next.
"""

import atexit
import base64
import functools
import os
from pathlib import Path

from nbformat import from_dict
from nbformat.v4 import new_output
from nbgrader.preprocessors import NbGraderPreprocessor
from traitlets import Bool, Dict

from grader.judge.grade import Limits, Template, grade
from grader.notebooks.cells import is_test
from grader.notebooks.submitted import load
from grader.sandbox.doctor import require

NOT_RUN = "This test has not run."


class NotGraded(Exception):
    """This submission has no grade; the text says why and what to do next."""


class Sanitize(NbGraderPreprocessor):
    """Takes the notebook to grade from the submitted folder, safely, in place of what nbgrader read."""

    def __call__(self, nb, resources):
        return self.preprocess(nb, resources)  # whatever `enabled` says

    def preprocess(self, nb, resources):
        names = resources["nbgrader"]
        folder = place(self, "submitted_directory", names["student"], names["assignment"])
        submission = load(folder, source(self, names) / f"{names['notebook']}.ipynb")
        if submission.status == "unreadable":
            raise NotGraded(*submission.notes)
        for note in submission.notes:
            self.log.warning("%s: %s", names["student"], note)
        for cell in submission.notebook.cells:
            if is_test(cell):
                cell.outputs = [failure(NOT_RUN)]  # nbgrader takes a test without outputs for a passed one
        submission.notebook.metadata.grading = {"status": "unfinished", "notes": list(submission.notes)}
        return submission.notebook, resources


class Judge(NbGraderPreprocessor):
    """Runs the learner's cells in the sandbox and the tests here, and writes their outputs."""

    sandbox = Bool(True, help="False grades without a sandbox: still in another process.").tag(config=True)
    limits = Dict(help="What one submission may use, as in grader.sandbox.limits.Limits.").tag(config=True)

    def __call__(self, nb, resources):
        return self.preprocess(nb, resources)  # whatever `enabled` says

    def preprocess(self, nb, resources):
        names = resources["nbgrader"]
        task = {
            "cells": [task_cell(cell) for cell in nb.cells if cell.cell_type == "code"],
            "files": lesson_files(source(self, names)),
        }
        result = grade(task, warm_template(self.sandbox, root(self)), Limits(**self.limits))
        if result["status"] != "graded":
            close_template(self.sandbox, root(self))  # the next submission gets a fresh one
            raise NotGraded(f"The judge could not grade it: {result['reason']}")
        if result["reason"]:
            self.log.warning("%s: %s", names["student"], result["reason"])
        for cell in nb.cells:
            if cell.cell_type == "code":
                write_outputs(cell, result["cells"][cell.id])
        notes = nb.metadata.get("grading", {}).get("notes", []) + [result["reason"]] * bool(result["reason"])
        nb.metadata.grading = {"status": "graded", "notes": notes}
        return nb, resources


def place(preprocessor, step, student, assignment):
    """A folder of the course: `place(self, "source_directory", ".", "01-manual-gradients")`."""
    coursedir = (
        preprocessor.parent.parent.coursedir
    )  # its parent is the exporter, the exporter's the converter
    return Path(os.path.normpath(coursedir.format_path(getattr(coursedir, step), student, assignment)))


def root(preprocessor):
    """The folder of the course."""
    return preprocessor.parent.parent.coursedir.root


def source(preprocessor, names):
    """The folder of the lesson's source notebook."""
    return place(preprocessor, "source_directory", ".", names["assignment"])


def task_cell(cell):
    """A code cell as the judge takes it: a test of ours, or the learner's to run."""
    return {"id": cell.id, "kind": "test" if is_test(cell) else "run", "source": cell.source}


def lesson_files(folder):
    """The files that belong to a lesson, by name: their text, or their bytes in base64."""
    paths = (path for path in sorted(folder.rglob("*")) if path.is_file() and path.suffix != ".ipynb")
    return {path.relative_to(folder).as_posix(): content(path) for path in paths if not hidden(path, folder)}


def hidden(path, folder):
    """Whether a part of the path below `folder` begins with a dot or is a cache."""
    return any(part.startswith((".", "__pycache__")) for part in path.relative_to(folder).parts)


def content(path):
    try:
        return path.read_text("utf-8")
    except UnicodeDecodeError:
        return {"base64": base64.b64encode(path.read_bytes()).decode("ascii")}


def write_outputs(cell, entry):
    """Put the judge's outputs into a cell; those of a test say its verdict and nothing else."""
    outputs = [from_dict(output) for output in entry["outputs"]]
    if is_test(cell):
        printed = [out for out in outputs if out.output_type == "stream" and out.name == "stdout"]
        outputs = printed + ([] if entry["passed"] is True else [failure(entry["message"])])
    cell.outputs, cell.execution_count = outputs, entry["execution_count"]


def failure(message):
    """The one error output that nbgrader reads as 0 points."""
    message = message or "The check did not pass."
    return new_output("error", ename="CheckFailed", evalue=message, traceback=message.split("\n"))


@functools.cache
def warm_template(sandbox, root):
    """The one warm template of this process, opened and examined when first needed, closed at exit."""
    template = Template(sandbox=sandbox, hide=[root]).__enter__()
    try:
        require(template)
    except BaseException:
        template.__exit__(None, None, None)
        raise
    atexit.register(template.__exit__, None, None, None)
    return template


def close_template(sandbox, root):
    """Forget the warm template, so that the next submission opens another."""
    template = warm_template(sandbox, root)
    warm_template.cache_clear()
    atexit.unregister(template.__exit__)
    template.__exit__(None, None, None)
