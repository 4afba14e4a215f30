"""nbgrader's autograding, made safe against what a submitted folder may hold.

Stock nbgrader globs, copies and opens the submitted folder before anything can check it: a link in it is
followed (to the gradebook, say), a pipe blocks the run, a planted file lands beside the graded notebook,
an unknown format ends the loop. `SafeAutograde` gives that loop a ticket for each submission instead: a
folder of ours with an empty notebook of the right name. `preprocessors.Sanitize` fetches the learner's
notebook when the submission's turn has come, so that one that is broken fails alone.

Nothing else of the submitted folder is used but its timestamp: files of the lesson come from `source/`.
Before a submission is graded, its former automatic grades are taken back: one that cannot be graded
(this time) has no grade, rather than the grade of another notebook.
"""

import contextlib
import glob
import json
import os
import re
import tempfile
from pathlib import Path

import nbformat
from nbformat.v4 import new_notebook
from nbgrader.api import Gradebook, MissingEntry
from nbgrader.converters import Autograde, NbGraderException
from nbgrader.utils import is_grade, is_solution, parse_utc, rmtree
from traitlets import Unicode

from grader.notebooks.submitted import read_file

# As nbgrader writes it. A zone begins with a letter and holds no dot: dateutil opens the file that it names.
ZONE = r"Z| ?[+-]\d\d:?\d\d| [A-Za-z]\w*([/+-]\w+)*"
TIMESTAMP = re.compile(rf"\d{{4}}-\d\d-\d\d[ T][\d:.]{{5,15}}({ZONE})?", re.ASCII)


def install():
    """Let `nbgrader autograde` and formgrader's button use `SafeAutograde`; neither can be configured to."""
    import nbgrader.apps.api
    import nbgrader.apps.autogradeapp

    nbgrader.apps.api.Autograde = nbgrader.apps.autogradeapp.Autograde = SafeAutograde


class SafeAutograde(Autograde):
    """nbgrader's Autograde, fed with tickets in place of submitted folders."""

    tickets = Unicode(help="The folder of the tickets while a run goes on.")

    @property
    def _input_directory(self):
        return self.tickets if self._sanitizing else self.coursedir.autograded_directory

    def start(self):
        """Grade all submissions, then say which ones have no grade, and why."""
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
        self.reasons = {}
        with tempfile.TemporaryDirectory() as self.tickets:
            try:
                self.write_tickets()
                super().start()
            finally:
                self.report()

    def write_tickets(self):
        """A folder for each submission, with an empty notebook for each one of the lesson."""
        folders = self.submitted_folders()
        if not folders:
            raise self.stop(f"No submission of {self.coursedir.assignment_id!r} in {self.submitted()!r}.")
        for assignment in {assignment for assignment, _ in folders}:
            self.require_generated(assignment)
        for (assignment, student), folder in folders.items():
            ticket = Path(self._format_source(assignment, student))
            ticket.mkdir(parents=True)
            for notebook in self.source_notebooks(assignment):
                nbformat.write(new_notebook(), ticket / notebook)
            if timestamp := self.timestamp(folder):
                (ticket / "timestamp.txt").write_text(timestamp)

    def submitted_folders(self):
        """The submitted folders that this run is about: {(assignment, student): path}."""
        names = re.compile(self.submitted("(?P<student>.*)", "(?P<assignment>.*)", escape=True) + "$")
        found = {folder: names.match(folder) for folder in glob.glob(self.submitted())}
        return {(match["assignment"], match["student"]): path for path, match in found.items() if match}

    def submitted(self, student=None, assignment=None, **options):
        """The path of a submitted folder, by default with the patterns of this run."""
        names = student or self.coursedir.student_id, assignment or self.coursedir.assignment_id
        return self.coursedir.format_path(self.coursedir.submitted_directory, *names, **options)

    def source_notebooks(self, assignment):
        """The names of the lesson's notebooks."""
        folder = self.coursedir.format_path(self.coursedir.source_directory, ".", assignment)
        names = sorted(path.name for path in Path(folder).glob("*.ipynb"))
        if not names:
            raise self.stop(f"No notebook in {os.path.normpath(folder)!r}: build the lesson first.")
        return names

    def require_generated(self, assignment):
        """Stop where the gradebook, which holds the tests that count, is older than `source/`."""
        folder = self.coursedir.format_path(self.coursedir.source_directory, ".", assignment)
        with Gradebook(self.coursedir.db_url, self.coursedir.course_id) as gradebook:
            for name in self.source_notebooks(assignment):
                cells = nbformat.read(Path(folder, name), as_version=4).cells
                if changed := differing(cells, gradebook, assignment, name.removesuffix(".ipynb")):
                    raise self.stop(
                        f"Nothing was graded: the gradebook lacks {changed} as {name} in source/ has it: "
                        f"run `nbgrader generate_assignment --force {assignment}`, then this command again."
                    )

    def stop(self, message):
        """The exception that ends the run with one sentence."""
        self.log.error("%s", message)
        return NbGraderException(message)

    def timestamp(self, folder):
        """The text of the submission's timestamp.txt, if it is one; a warning if it is something else."""
        if not os.path.lexists(os.path.join(folder, "timestamp.txt")):
            return ""
        try:
            text = read_file(folder, "timestamp.txt", 100).decode("ascii").strip()
            if not TIMESTAMP.fullmatch(text):
                raise ValueError(f"it says {text!r}")
            parse_utc(text)
        except Exception as error:  # a learner wrote it: whatever is wrong with it, nobody else waits
            self.log.warning("%s has no usable timestamp.txt, so it is not late: %s", folder, error)
            return ""
        return text

    def init_destination(self, assignment_id, student_id):
        """As nbgrader's, but what a killed run left half-done is graded again."""
        folder = Path(os.path.normpath(self._format_dest(assignment_id, student_id)))
        if folder.exists() and not all(
            finished(folder / name) for name in self.source_notebooks(assignment_id)
        ):
            self.log.warning("Grading again what was not finished: %s", folder)
            rmtree(folder)
        return super().init_destination(assignment_id, student_id)

    def init_assignment(self, assignment_id, student_id):
        with self.reason_kept(assignment_id, student_id):
            self.take_back(assignment_id, student_id)
            super().init_assignment(assignment_id, student_id)
            self.take_back(assignment_id, student_id)  # nbgrader gives 0 for a notebook that it does not find

    def init_single_notebook_resources(self, notebook_filename):
        """nbgrader's names, and the folders that our preprocessors read."""
        resources = super().init_single_notebook_resources(notebook_filename)
        names = resources["nbgrader"]
        source = self.coursedir.format_path(self.coursedir.source_directory, ".", names["assignment"])
        names["root"] = Path(self.coursedir.root)
        names["source_folder"] = Path(os.path.normpath(source))
        names["submitted_folder"] = Path(self.submitted(names["student"], names["assignment"]))
        return resources

    def convert_single_notebook(self, notebook_filename):
        names = self.init_single_notebook_resources(notebook_filename)["nbgrader"]
        with self.reason_kept(names["assignment"], names["student"]):
            super().convert_single_notebook(notebook_filename)

    def set_permissions(self, assignment_id, student_id):
        with self.reason_kept(assignment_id, student_id):
            super().set_permissions(assignment_id, student_id)

    @contextlib.contextmanager
    def reason_kept(self, assignment, student):
        """Remember for the report why a submission has no grade, and see to it that it has none."""
        try:
            yield
        except BaseException as error:  # an interrupted run must leave no grade either
            self.reasons[student] = str(error) or type(error).__name__
            self.take_back(assignment, student)  # nbgrader may have saved them before what failed
            raise

    def take_back(self, assignment, student):
        """Take the automatic grades back, if there is a submission in the gradebook already."""
        with (
            Gradebook(self.coursedir.db_url, self.coursedir.course_id) as gradebook,
            contextlib.suppress(MissingEntry),
        ):
            take_back_grades(gradebook, assignment, student)

    def report(self):
        """Write `autograded/<assignment>.json` and log which submissions have no grade, and why."""
        coursedir = self.coursedir
        path = Path(coursedir.root, coursedir.autograded_directory, f"{coursedir.assignment_id}.json")
        path.parent.mkdir(exist_ok=True)
        found = {names[1]: self.status(*names) for names in self.submitted_folders()}
        with path.open("a+", encoding="utf-8") as file:
            lock(file)
            file.seek(0)
            statuses = statuses_in(file.read()) | {name: status for name, status in found.items() if status}
            file.truncate(0)
            file.write(json.dumps(statuses, indent=1, ensure_ascii=False, sort_keys=True) + "\n")
        for student in sorted(self.reasons):
            self.log.error("%s was not graded: %s", student, self.reasons[student])

    def status(self, assignment, student):
        """What became of a submission: {"status": "graded", "notes": [...]}; None when it was left alone."""
        if student in self.reasons:
            return {"status": "not graded", "notes": [self.reasons[student]]}
        paths = [
            Path(self._format_dest(assignment, student), name) for name in self.source_notebooks(assignment)
        ]
        graded = [grading(path) for path in paths if path.exists()]
        return graded[0] if graded else None


def lock(file):
    """Wait until no other run writes this file: several may go on at once, each for other learners."""
    with contextlib.suppress(ImportError):  # Windows, where learners read this module too
        import fcntl

        fcntl.flock(file, fcntl.LOCK_EX)


def statuses_in(text):
    """What earlier runs reported; nothing where one was killed while it wrote."""
    with contextlib.suppress(ValueError):
        return json.loads(text)
    return {}


def grading(path):
    """What a notebook in `autograded/` says of its grading; "unfinished", too, where it cannot be read."""
    try:
        return json.loads(path.read_text("utf-8"))["metadata"].get("grading", {})
    except (OSError, ValueError, KeyError):
        return {"status": "unfinished", "notes": []}


def finished(path):
    """Whether a notebook in `autograded/` went through the whole of a run."""
    return grading(path).get("status") != "unfinished"


def differing(cells, gradebook, assignment, notebook):
    """The first graded cell whose test or points are others in the gradebook; empty when all are the same."""
    try:
        known = gradebook.find_notebook(notebook, assignment)
    except MissingEntry:
        return "any cell"
    texts = {cell.name: cell.source for cell in known.source_cells}
    points = {cell.name: cell.max_score for cell in known.grade_cells}
    for cell in cells:
        if is_grade(cell):
            grade_id = cell.metadata.nbgrader.grade_id
            same = is_solution(cell) or texts.get(grade_id) == cell.source or "AUTOTEST" in cell.source
            if not same or points.get(grade_id) != cell.metadata.nbgrader.points:
                return repr(grade_id)
    return ""


def take_back_grades(gradebook, assignment, student):
    """Leave no automatic grade, penalty or comment of an earlier run; a person's stay, to be reviewed."""
    for notebook in gradebook.find_submission(assignment, student).notebooks:
        notebook.late_submission_penalty = None
        for grade in notebook.grades:
            grade.auto_score, grade.needs_manual_grade = None, True
        for comment in notebook.comments:
            comment.auto_comment = None
    gradebook.db.commit()
