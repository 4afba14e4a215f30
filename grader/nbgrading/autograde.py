"""nbgrader's autograding, made safe against what a submitted folder may hold.

`SafeAutograde` gives nbgrader a ticket for each submission (`tickets`), decides which ones are to be graded,
and sees to it that one that fails fails alone: it has no grade and no half-done notebook, but a status that
says why (`statuses`). Before a submission is graded, its former automatic grades are taken back
(`taken_back`), and its former feedback goes (`old_feedback`).
"""

import contextlib
import os
import tempfile
import traceback
from collections import defaultdict
from pathlib import Path
from typing import Any

from nbgrader.api import Gradebook
from nbgrader.converters import Autograde, NbGraderException
from nbgrader.nbgraderformat import SchemaTooNewError, SchemaTooOldError
from nbgrader.utils import rmtree
from sqlalchemy.exc import OperationalError
from traitlets import Unicode

from grader.nbgrading import taken_back
from grader.nbgrading.folders import (
    Folder,
    chosen,
    copy_anew,
    copy_files,
    folders_of,
    shown,
    source_folder,
    submitted_folders,
    unusable,
)
from grader.nbgrading.old_feedback import REMOVED, remove_feedback
from grader.nbgrading.one_at_a_time import alone
from grader.nbgrading.private import make_private
from grader.nbgrading.quiet_log import quiet, sentence
from grader.nbgrading.stale_tests import Tests, changed, tests_that_count
from grader.nbgrading.statuses import Status, add_statuses, graded_status, grading_of, not_graded
from grader.nbgrading.summary import Summary
from grader.nbgrading.tickets import CARRIED, write_ticket
from grader.nbgrading.timestamps import time_of

FOR_ALL = (OperationalError, SchemaTooOldError, SchemaTooNewError)  # errors that are no single learner's
INTERRUPTED = "The run was interrupted. Run the same command again: it goes on with what is left."


class SafeAutograde(Autograde):
    """nbgrader's Autograde, fed with tickets in place of submitted folders."""

    tickets = Unicode(help="The folder of the tickets while a run goes on.")
    summary: Summary
    statuses: dict[Folder, Status]
    tests: dict[str, dict[str, Tests]]  # those that count, of each notebook of each assignment
    submissions: list[Folder]
    folder: Folder  # whose turn it is

    @property
    def _input_directory(self) -> str:
        return str(self.tickets if self._sanitizing else self.coursedir.autograded_directory)

    # A run

    def start(self) -> None:
        """Grade all submissions, then say in one line what became of them."""
        self.summary, self.statuses, self.tests = Summary(), {}, {}
        with quiet(self):
            try:
                self.run()
            except NbGraderException as reason:
                self.log.error("%s", reason)
                raise
            except KeyboardInterrupt:
                self.log.error("%s %s", INTERRUPTED, self.summary.sentence(self.places()))
                raise NbGraderException(INTERRUPTED) from None

    def run(self) -> None:
        """The same, with errors as exceptions."""
        self.open_template()
        self.submissions = self.find_submissions()
        for folder in self.submissions:
            if folder.assignment not in self.tests:
                self.tests[folder.assignment] = tests_that_count(self.coursedir, folder.assignment)
            if not self.notebooks_of(folder):
                raise NbGraderException(
                    f"{folder.assignment!r} has no notebook {self.coursedir.notebook_id!r}."
                )
        make_private(self.coursedir, self.coursedir.autograded_directory)
        with tempfile.TemporaryDirectory() as self.tickets:
            try:
                super().start()
            finally:
                self.report()
        if self.summary.without_grade:
            raise NbGraderException(self.summary.sentence(self.places()))
        self.log.info("%s", self.summary.sentence(self.places()))

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
            raise NbGraderException(str(reason)) from None
        except SandboxError as reason:
            message = f"Nothing was graded: {reason}. `python -m grader doctor` tells more."
            raise NbGraderException(message) from None

    def find_submissions(self) -> list[Folder]:
        """The submissions that this run is about, but for excluded learners."""
        coursedir = self.coursedir
        excluded = coursedir.student_id_exclude.split(",")
        found = [folder for folder in submitted_folders(coursedir) if folder.student not in excluded]
        if not found:
            step, *names = coursedir.submitted_directory, coursedir.student_id, coursedir.assignment_id
            pattern = coursedir.format_path(step, *names)
            raise NbGraderException(f"No submission of {coursedir.assignment_id!r} in {pattern!r}.")
        return found

    def init_notebooks(self) -> None:
        """nbgrader's search by glob is not needed: `find_submissions` has listed the folders."""
        self.assignments: dict[str, list[str]] = {}

    def convert_notebooks(self) -> None:
        """Grade each submission that is not graded yet, or was graded from something else."""
        for number, folder in enumerate(self.submissions, 1):
            place = Path(self.coursedir.root, self.coursedir.autograded_directory)
            with alone(place, folder.student, folder.assignment):
                self.grade_where_due(folder, f"{number}/{len(self.submissions)}")

    def grade_where_due(self, folder: Folder, number: str) -> None:
        if reason := unusable(folder.student) or unusable(folder.assignment):
            self.refuse(folder, f"Rename its folder: {reason}.")
        elif why := self.why(folder):
            self.grade(folder, why, number)
        else:
            self.summary.left_alone += 1
            self.statuses[folder] = graded_status(self.gradings(folder))

    def report(self) -> None:
        """Write `autograded/<assignment>.json`: which submissions have no grade, and why."""
        found = defaultdict[str, dict[str, Status]](dict)
        for folder, status in self.statuses.items():
            found[folder.assignment][folder.student] = status
        there = list(folders_of(self.coursedir, self.coursedir.submitted_directory))
        for assignment, statuses in found.items():
            submitted = [folder.student for folder in there if folder.assignment == assignment]
            add_statuses(self.place(assignment), statuses, submitted)

    def place(self, assignment: str) -> Path:
        """The file that says what became of the submissions of an assignment."""
        coursedir = self.coursedir
        return Path(coursedir.root, coursedir.autograded_directory, f"{shown(assignment)}.json")

    def places(self) -> str:
        """The files that say so for the assignments of this run, as one reads them in the course's folder."""
        paths = sorted(self.place(assignment) for assignment in self.tests)
        return ", ".join(os.path.relpath(path, self.coursedir.root) for path in paths)

    # One submission

    def why(self, folder: Folder) -> str:
        """Why a submission is to be graded now: new, forced, resubmitted, tests; empty if it is not."""
        ticket = Path(self._format_source(folder.assignment, folder.student))
        write_ticket(ticket, self.tests[folder.assignment], folder.path, self.log)
        gradings = self.gradings(folder)
        if any(grading.get("status") == "unfinished" for grading in gradings.values()):
            return "new"
        if self.force:
            return "forced"
        if time_of(ticket) != time_of(self.graded_folder(folder)):
            return "resubmitted"
        return "tests" if self.changed_tests(folder) else ""

    def graded_folder(self, folder: Folder) -> Path:
        """Where the graded notebooks of a submission belong."""
        path = self.coursedir.format_path(
            self.coursedir.autograded_directory, folder.student, folder.assignment
        )
        return Path(os.path.normpath(path))

    def notebooks_of(self, folder: Folder) -> list[str]:
        """The notebooks of a submission that this run is about."""
        names = self.tests[folder.assignment]
        return [name for name in names if chosen(name, self.coursedir.notebook_id)]

    def gradings(self, folder: Folder) -> dict[str, dict[str, Any]]:
        """What these notebooks say of their grading, if they are graded."""
        place = self.graded_folder(folder)
        return {name: grading_of(place / f"{name}.ipynb") for name in self.notebooks_of(folder)}

    def changed_tests(self, folder: Folder) -> list[str]:
        """The cells that are others now than when a submission was graded."""
        tests = self.tests[folder.assignment]
        gradings = self.gradings(folder)
        return sorted(
            cell for name, grading in gradings.items() for cell in changed(grading.get("tests"), tests[name])
        )

    def grade(self, folder: Folder, why: str, number: str) -> None:
        """Grade one submission; whatever is wrong with it, it is wrong with this one alone."""
        names = folder.assignment, folder.student
        tests = self.changed_tests(folder) if why == "tests" else []
        answers = taken_back.reviewed(self.coursedir, *names) if why == "tests" else set()
        outdated = why != "forced" and remove_feedback(self.coursedir, *names)
        self.summary.old_feedback += outdated
        try:
            self.grade_notebooks(folder)
        except Exception as error:
            self.log.debug("%s", traceback.format_exc())
            self.refuse(folder, sentence(error), outdated=outdated)
            if isinstance(error, FOR_ALL):
                raise NbGraderException(f"The run ends here: {sentence(error)}") from None
            return
        except BaseException:  # an interrupted run must leave no grade either
            self.refuse(folder, INTERRUPTED, outdated=outdated)
            raise
        taken_back.stay_reviewed(self.coursedir, *names, {a for a in answers if a[1] not in tests})
        self.statuses[folder] = graded_status(self.gradings(folder))
        if tests:
            self.summary.add_regraded(tests)
        else:
            self.summary.graded += 1
        self.log.info("%s %s: graded%s", number, shown(folder.student), " again" if tests else "")

    def grade_notebooks(self, folder: Folder) -> None:
        """nbgrader's steps for one submission."""
        names = folder.assignment, folder.student
        ticket = Path(self._format_source(*names))
        self.folder, self.notebooks = (
            folder,
            [str(ticket / f"{name}.ipynb") for name in self.notebooks_of(folder)],
        )
        self.remove_graded(folder)
        taken_back.take_back(self.coursedir, *names, self.notebooks_of(folder))
        self.run_pre_convert_hook()
        self.init_assignment(*names)
        for notebook in self.notebooks:
            self.convert_single_notebook(notebook)
        self.set_permissions(*names)
        self.run_post_convert_hook()

    def init_assignment(self, assignment_id: str, student_id: str) -> None:
        """As nbgrader's, but without points for missing notebooks, and without any file of the learner's."""
        source, place = source_folder(self.coursedir, assignment_id), self.graded_folder(self.folder)
        copy_files(source, place, [*self.coursedir.ignore, *CARRIED])
        ticket = Path(self._format_source(assignment_id, student_id))
        for name in CARRIED:
            if (ticket / name).exists():
                copy_anew(ticket / name, place / name)
        with Gradebook(self.coursedir.db_url, self.coursedir.course_id) as gradebook:
            if self.create_student:
                gradebook.update_or_create_student(student_id)
            gradebook.update_or_create_submission(assignment_id, student_id, timestamp=time_of(ticket))

    def init_single_notebook_resources(self, notebook_filename: str) -> dict[str, Any]:
        """nbgrader's names, and what our preprocessors read."""
        name = Path(notebook_filename).stem
        names = {
            "student": self.folder.student,
            "assignment": self.folder.assignment,
            "notebook": name,
            "db_url": self.coursedir.db_url,
            "root": Path(self.coursedir.root),
            "source_folder": source_folder(self.coursedir, self.folder.assignment),
            "submitted_folder": self.folder.path,
            "kept_files": self.exclude_overwriting.get(self.folder.assignment, []),
            "tests": self.tests[self.folder.assignment][name],
        }
        return {"unique_key": name, "output_files_dir": f"{name}_files", "nbgrader": names}

    def refuse(self, folder: Folder, reason: str, *, outdated: bool = False) -> None:
        """A submission has no grade: nothing is left of an earlier one, and its status says why."""
        self.remove_graded(folder)
        names = folder.assignment, folder.student
        outdated = remove_feedback(self.coursedir, *names) or outdated
        with contextlib.suppress(UnicodeError):  # a name that no gradebook can hold
            # nbgrader may have saved grades before what failed
            taken_back.take_back(self.coursedir, *names, self.notebooks_of(folder))
        self.summary.without_grade += 1
        self.statuses[folder] = not_graded(reason, *[REMOVED] * outdated)
        self.log.error("%s was not graded: %s", shown(folder.student), reason)

    def remove_graded(self, folder: Folder) -> None:
        """Remove the graded notebooks that this run is about; the whole folder, where it is about all."""
        place = self.graded_folder(folder)
        if self.coursedir.notebook_id == "*":
            if place.exists():
                rmtree(str(place))
            return
        for name in self.notebooks_of(folder):
            (place / f"{name}.ipynb").unlink(missing_ok=True)
