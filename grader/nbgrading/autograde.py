"""nbgrader's autograding, made safe against what a submitted folder may hold.

`SafeAutograde` gives nbgrader's own loop a ticket for each submission (`tickets`) and remembers what became
of it (`statuses`). Before a submission is graded, its former automatic grades are taken back (`taken_back`):
one that cannot be graded has no grade, rather than the grade of another notebook.
"""

import contextlib
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import nbformat
from nbgrader.api import Gradebook
from nbgrader.converters import Autograde, NbGraderException
from nbgrader.utils import rmtree
from traitlets import Unicode

from grader.nbgrading.stale_tests import differing
from grader.nbgrading.statuses import Status, add_statuses, finished, status_of
from grader.nbgrading.taken_back import take_back
from grader.nbgrading.tickets import submitted_folders, submitted_path, write_ticket
from grader.nbgrading.timestamps import timestamp_in


class SafeAutograde(Autograde):
    """nbgrader's Autograde, fed with tickets in place of submitted folders."""

    tickets = Unicode(help="The folder of the tickets while a run goes on.")

    @property
    def _input_directory(self) -> str:
        return str(self.tickets if self._sanitizing else self.coursedir.autograded_directory)

    def start(self) -> None:
        """Grade all submissions, then say which ones have no grade, and why."""
        self.open_template()
        self.reasons: dict[str, str] = {}
        with tempfile.TemporaryDirectory() as self.tickets:
            try:
                self.write_tickets()
                super().start()
            finally:
                self.report()

    def open_template(self) -> None:
        """See to it that a sandbox stands ready, or end the run with one sentence."""
        # These import torch: not for every nbgrader command, and not for every press of Validate.
        from grader.nbgrading.judging import Judge
        from grader.nbgrading.warm import warm_template
        from grader.sandbox.errors import SandboxError, SandboxUnavailable

        sandbox = Judge(parent=self).sandbox
        if not sandbox:
            self.log.warning("There is no sandbox by your own choice: learners' code runs with your rights.")
        try:
            warm_template(sandbox, Path(self.coursedir.root))
        except SandboxUnavailable as reason:
            raise self.stop(str(reason)) from None
        except SandboxError as reason:
            raise self.stop(f"Nothing was graded: {reason}. `python -m grader doctor` tells more.") from None

    def stop(self, message: str) -> NbGraderException:
        """The exception that ends the run with one sentence."""
        self.log.error("%s", message)
        return NbGraderException(message)

    def write_tickets(self) -> None:
        """A ticket for each submission that this run is about."""
        folders = submitted_folders(self.coursedir)
        if not folders:
            pattern = submitted_path(self.coursedir, self.coursedir.student_id, self.coursedir.assignment_id)
            raise self.stop(f"No submission of {self.coursedir.assignment_id!r} in {pattern!r}.")
        for assignment in {assignment for assignment, _ in folders}:
            self.require_generated(assignment)
        for (assignment, student), folder in folders.items():
            ticket = Path(self._format_source(assignment, student))
            write_ticket(ticket, self.source_notebooks(assignment), timestamp_in(folder, self.log))

    def source_folder(self, assignment: str) -> Path:
        """Where the lesson's own notebooks are."""
        path = self.coursedir.format_path(self.coursedir.source_directory, ".", assignment)
        return Path(os.path.normpath(path))

    def source_notebooks(self, assignment: str) -> list[str]:
        """The names of the lesson's notebooks."""
        folder = self.source_folder(assignment)
        names = sorted(path.name for path in folder.glob("*.ipynb"))
        if not names:
            raise self.stop(f"No notebook in {str(folder)!r}: build the lesson first.")
        return names

    def require_generated(self, assignment: str) -> None:
        """Stop where the gradebook, which holds the tests that count, is older than `source/`."""
        with Gradebook(self.coursedir.db_url, self.coursedir.course_id) as gradebook:
            for name in self.source_notebooks(assignment):
                cells = nbformat.read(self.source_folder(assignment) / name, as_version=4).cells
                if changed := differing(cells, gradebook, assignment, name.removesuffix(".ipynb")):
                    raise self.stop(
                        f"Nothing was graded: the gradebook lacks {changed} as {name} in source/ has it: "
                        f"run `nbgrader generate_assignment --force {assignment}`, then this command again."
                    )

    def init_destination(self, assignment_id: str, student_id: str) -> bool:
        """As nbgrader's, but what a killed run left half-done is graded again."""
        folder = Path(os.path.normpath(self._format_dest(assignment_id, student_id)))
        if folder.exists() and not all(
            finished(folder / name) for name in self.source_notebooks(assignment_id)
        ):
            self.log.warning("Grading again what was not finished: %s", folder)
            rmtree(str(folder))
        return bool(super().init_destination(assignment_id, student_id))

    def init_assignment(self, assignment_id: str, student_id: str) -> None:
        with self.reason_kept(assignment_id, student_id):
            take_back(self.coursedir, assignment_id, student_id)
            super().init_assignment(assignment_id, student_id)
            # nbgrader gives 0 for a notebook that it does not find
            take_back(self.coursedir, assignment_id, student_id)

    def init_single_notebook_resources(self, notebook_filename: str) -> dict[str, Any]:
        """nbgrader's names, and the folders that our preprocessors read."""
        resources: dict[str, Any] = super().init_single_notebook_resources(notebook_filename)
        names = resources["nbgrader"]
        names["root"] = Path(self.coursedir.root)
        names["source_folder"] = self.source_folder(names["assignment"])
        names["submitted_folder"] = Path(
            submitted_path(self.coursedir, names["student"], names["assignment"])
        )
        return resources

    def convert_single_notebook(self, notebook_filename: str) -> None:
        names = self.init_single_notebook_resources(notebook_filename)["nbgrader"]
        with self.reason_kept(names["assignment"], names["student"]):
            super().convert_single_notebook(notebook_filename)

    def set_permissions(self, assignment_id: str, student_id: str) -> None:
        with self.reason_kept(assignment_id, student_id):
            super().set_permissions(assignment_id, student_id)

    @contextlib.contextmanager
    def reason_kept(self, assignment: str, student: str) -> Iterator[None]:
        """Remember for the report why a submission has no grade, and see to it that it has none."""
        try:
            yield
        except BaseException as error:  # an interrupted run must leave no grade either
            self.reasons[student] = str(error) or type(error).__name__
            take_back(self.coursedir, assignment, student)  # nbgrader may have saved them before what failed
            raise

    def report(self) -> None:
        """Write `autograded/<assignment>.json` and log which submissions have no grade, and why."""
        coursedir = self.coursedir
        path = Path(coursedir.root, coursedir.autograded_directory, f"{coursedir.assignment_id}.json")
        found = {names[1]: self.status(*names) for names in submitted_folders(coursedir)}
        add_statuses(path, {name: status for name, status in found.items() if status})
        for student in sorted(self.reasons):
            self.log.error("%s was not graded: %s", student, self.reasons[student])

    def status(self, assignment: str, student: str) -> Status | None:
        """What became of a submission: {"status": "graded", "notes": [...]}; None when it was left alone."""
        if student in self.reasons:
            return {"status": "not graded", "notes": [self.reasons[student]]}
        folder = Path(self._format_dest(assignment, student))
        paths = [folder / name for name in self.source_notebooks(assignment)]
        graded = [status_of(path) for path in paths if path.exists()]
        return graded[0] if graded else None
