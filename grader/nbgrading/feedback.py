"""`nbgrader generate_feedback`: a page for each graded notebook, made anew when it would be another one.

nbgrader leaves a page alone until the next submission comes in: points and comments that a person gave since
never reach the learner. Here a page is made anew when its notebook, points or comments have changed
(`page_fingerprint`), stays as it is when they have not, and goes when its submission has no grade any more.
"""

import os
from pathlib import Path
from typing import Any

from nbgrader.api import Gradebook, MissingEntry
from nbgrader.converters import GenerateFeedback
from nbgrader.utils import rmtree
from traitlets import Bool

from grader.nbgrading.class_standing import ClassStanding, shares_of, standing
from grader.nbgrading.folders import Folder, chosen, folders_of, shown, source_folder
from grader.nbgrading.has_grade import has_grade
from grader.nbgrading.old_feedback import remove_feedback
from grader.nbgrading.options import refuse_wrong_options
from grader.nbgrading.page_fingerprint import fingerprint, fingerprint_in
from grader.nbgrading.pages.class_picture import class_picture
from grader.nbgrading.private import make_private
from grader.nbgrading.rubrics import Rubric, rubrics_of
from grader.nbgrading.statuses import statuses_in


class SafeGenerateFeedback(GenerateFeedback):
    """nbgrader's converter; `patches.install` lets nbgrader's command and formgrader's button use it."""

    show_rubric = Bool(
        False, help="Whether feedback shows the rubric of each answer that a person has graded."
    ).tag(config=True)
    class_picture = Bool(False, help="Whether a page shows where the class stands, without names.").tag(
        config=True
    )
    shares: dict[str, dict[str, float]]  # of the class, for each assignment of this run

    def init_notebooks(self) -> None:
        """Find the graded notebooks, and remove the feedback of what has no grade."""
        refuse_wrong_options(self.config)
        self.shares = {}
        make_private(self.coursedir, self.coursedir.feedback_directory)
        for folder in self.folders(self._output_directory):
            if not self.has_grade(folder.assignment, folder.student):
                self.log.warning("Removing the feedback of %s: it has no grade.", shown(folder.student))
                remove_feedback(self.coursedir, folder.assignment, folder.student)
        self.assignments = {}
        for folder in self.folders(self._input_directory):
            if notebooks := self.notebooks_in(folder.path):
                self.assignments[str(folder.path)] = [str(path) for path in notebooks]
        if not self.assignments:
            super().init_notebooks()  # which says so, and stops

    def folders(self, step: str) -> list[Folder]:
        """The learners' folders of a step that this run is about."""
        return [
            folder
            for folder in folders_of(self.coursedir, step)
            if chosen(folder.assignment, self.coursedir.assignment_id)
            and chosen(folder.student, self.coursedir.student_id)
        ]

    def notebooks_in(self, folder: Path) -> list[Path]:
        """The notebooks in a folder that this run is about."""
        return [
            path for path in sorted(folder.glob("*.ipynb")) if chosen(path.stem, self.coursedir.notebook_id)
        ]

    def has_grade(self, assignment: str, student: str) -> bool:
        """Whether the submission has a grade, by the gradebook and by the report of the last grading."""
        report = Path(self.coursedir.root, self.coursedir.autograded_directory, f"{shown(assignment)}.json")
        reported = statuses_in(report.read_text("utf-8")) if report.exists() else {}
        if reported.get(student, {}).get("status") == "not graded":
            return False
        with Gradebook(self.coursedir.db_url, self.coursedir.course_id) as gradebook:
            try:
                return has_grade(gradebook.find_submission(assignment, student))
            except MissingEntry:
                return False

    def init_destination(self, assignment_id: str, student_id: str) -> bool:
        """Whether the feedback is to be made, because there is none, or another one, or by `--force`."""
        if student_id in self.coursedir.student_id_exclude.split(","):
            return False
        if not self.has_grade(assignment_id, student_id):
            self.log.warning("No feedback for %s: the submission has no grade.", shown(student_id))
            return False
        folder = Path(os.path.normpath(self._format_dest(assignment_id, student_id)))
        if not self.force and self.up_to_date(folder):
            self.log.info("The feedback is up to date: %s", folder)
            return False
        self.remove(folder)
        return True

    def up_to_date(self, folder: Path) -> bool:
        """Whether each page would be the same again, and what lies beside it is there."""
        notebooks = [Path(name) for name in self.notebooks]
        beside = [
            file.relative_to(notebooks[0].parent)
            for file in notebooks[0].parent.rglob("*")
            if file.is_file() and file.suffix != ".ipynb"
        ]
        return all((folder / name).exists() for name in beside) and all(
            (made := self.fingerprint(path)) and fingerprint_in(self.page(folder, path)) == made
            for path in notebooks
        )

    def page(self, folder: Path, notebook: Path) -> Path:
        return folder / f"{notebook.stem}{self.exporter.file_extension}"

    def remove(self, folder: Path) -> None:
        """Remove the pages that are made anew, and with all of them what lies beside."""
        if self.coursedir.notebook_id == "*" and folder.exists():
            rmtree(str(folder))
        for notebook in self.notebooks:
            self.page(folder, Path(notebook)).unlink(missing_ok=True)

    def fingerprint(self, notebook: Path) -> str:
        """The hash of what the page of a notebook is made of; nothing where the gradebook lacks it."""
        names = super().init_single_notebook_resources(str(notebook))["nbgrader"]
        with Gradebook(self.coursedir.db_url, self.coursedir.course_id) as gradebook:
            try:
                found = gradebook.find_submission_notebook(
                    names["notebook"], names["assignment"], names["student"]
                )
            except MissingEntry:
                return ""
            place = self.standing(gradebook, names["assignment"], names["student"])
            return fingerprint(notebook, found, place, self.rubrics(names))

    def rubrics(self, names: dict[str, str]) -> dict[str, Rubric]:
        """The rubrics that a page shows: none, where the instructor does not wish it."""
        if not self.show_rubric:
            return {}
        source = source_folder(self.coursedir, names["assignment"]) / f"{names['notebook']}.ipynb"
        return rubrics_of(source, self.config)

    def standing(self, gradebook: Gradebook, assignment: str, student: str) -> ClassStanding | None:
        """Where a learner stands among the class, if pages are to show it."""
        if not self.class_picture:
            return None
        if assignment not in self.shares:
            self.shares[assignment] = shares_of(gradebook.db, assignment)
        return standing(self.shares[assignment], student)

    def init_single_notebook_resources(self, notebook_filename: str) -> dict[str, Any]:
        """nbgrader's names, the page's fingerprint, and what the instructor wishes to be shown."""
        resources: dict[str, Any] = super().init_single_notebook_resources(notebook_filename)
        names = resources["nbgrader"]
        names["rubrics"] = self.rubrics(names)
        names["fingerprint"] = self.fingerprint(Path(notebook_filename))
        with Gradebook(self.coursedir.db_url, self.coursedir.course_id) as gradebook:
            place = self.standing(gradebook, names["assignment"], names["student"])
        names["class_picture"] = class_picture(place)
        return resources
