"""Formgrader's pages for grading by hand, with what nbgrader's lack: rubrics, and a queue for each exercise.

The list of a notebook's submissions begins with its exercises, how many answers to each are open, and a link
that leads through them in turn; the list of assignments with all exercises that have open answers. A
submission shows the rubric below each answer that a person grades. Where a due date, or anything else, cannot
be saved, the page says why.
"""

from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader
from nbgrader.api import MissingEntry
from nbgrader.converters import NbGraderException
from nbgrader.server_extensions.formgrader import apihandlers, handlers
from nbgrader.server_extensions.formgrader.base import BaseHandler, check_notebook_dir, check_xsrf
from tornado import web
from tornado.escape import url_escape

from grader.nbgrading.by_hand import Queue, queues
from grader.nbgrading.folders import source_folder
from grader.nbgrading.no_judge import refuse_unread_file
from grader.nbgrading.rubrics import Rubric, rubrics_of
from grader.nbgrading.utc import NoTime, parse_utc

TEMPLATES = Path(__file__).parent / "pages" / "templates" / "own_formgrade"
PAGES = Environment(loader=FileSystemLoader([TEMPLATES, handlers.template_path]))
UNREAD = """Formgrader does nothing here, because it could not read
{file}
`python -m grader settings` names the line. Mend it, then start JupyterLab anew."""
NEXT = r"/formgrader/by_hand/([^/]+)/([^/]+)/([^/]+)/next/?"


class Course(BaseHandler):
    """What our pages ask of the course."""

    unread = ""  # why there are no rubrics

    def rubrics(self, assignment: str, notebook: str) -> dict[str, Rubric]:
        """The rubrics of a notebook; where they cannot be read, answers can be graded all the same."""
        source = source_folder(self.coursedir, assignment) / f"{notebook}.ipynb"
        try:
            return rubrics_of(source, self.coursedir.config)
        except Exception as error:  # whatever an instructor's own notebook may hold
            self.log.warning("No rubrics of %s: %s: %s", source, type(error).__name__, error)
            self.unread = f"It cannot be read: `{source.name}` in source/ is no whole notebook. Restore it."
            return {}

    def places(self, assignment: str, notebook: str) -> dict[str, int]:
        """The submitted notebooks that formgrader shows, and their numbers there, from 0."""
        places: dict[str, int] = self.api.get_notebook_submission_indices(assignment, notebook)
        return places

    def queues(self, assignment: str, notebook: str) -> dict[str, Queue]:
        return queues(self.gradebook, assignment, notebook, self.places(assignment, notebook))

    def address(self, *parts: str) -> str:
        """A page of formgrader; names may have spaces, umlauts and the like."""
        return "/".join([self.base_url, "formgrader", *(url_escape(part, plus=False) for part in parts)])

    def answer(self, submission: str, cell: str) -> str:
        """Where an answer is: its field for points gets the cursor there."""
        return f"{self.address('submissions', submission)}/#{url_escape(cell, plus=False)}"

    def exercises(self, assignment: str, notebook: str) -> list[dict[str, Any]]:
        """What the list says of each exercise, in the order of the notebook."""
        try:
            found = self.queues(assignment, notebook)
        except MissingEntry:
            return []
        rubrics, places = self.rubrics(assignment, notebook), self.places(assignment, notebook)
        order = [name for name in rubrics if name in found]
        order += [name for name in found if name not in rubrics]
        return [
            {
                "title": rubrics[name].title if name in rubrics else name,
                "queue": found[name],
                "notebook": notebook,
                "all": self.address("gradebook", assignment, notebook),
                "next": self.address("by_hand", assignment, notebook, name, "next"),
                "blank": [(places[each] + 1, self.answer(each, name)) for each in found[name].blank],
            }
            for name in order
        ]


class Assignments(handlers.GradebookAssignmentsHandler, Course):
    """The list of assignments, below that of the exercises with open answers in any of them."""

    def render(self, name: str, **names: Any) -> str:
        if name != "gradebook_assignments.tpl":  # an error's page
            return str(super().render(name, **names))
        books = [(each.name, book.name) for each in self.gradebook.assignments for book in each.notebooks]
        exercises = [each for pair in sorted(books) for each in self.exercises(*pair) if each["queue"].open]
        return PAGES.get_template("assignments.tpl").render(**names, exercises=exercises)


class Submissions(handlers.GradebookNotebookSubmissionsHandler, Course):
    """The list of a notebook's submissions, below that of its exercises."""

    def render(self, name: str, **names: Any) -> str:
        if name != "gradebook_notebook_submissions.tpl":
            return str(super().render(name, **names))
        exercises = self.exercises(names["assignment_id"], names["notebook_id"])
        return PAGES.get_template("submissions.tpl").render(**names, exercises=exercises)


class Submission(handlers.SubmissionHandler, Course):
    """One submission, with the rubrics of its answers."""

    @property
    def exporter(self) -> "Submission":
        """nbgrader asks an exporter for the page: this handler tells it of the rubrics first."""
        return self

    def from_filename(self, filename: str, resources: dict[str, Any]) -> Any:
        names = resources["assignment_id"], resources["notebook_id"]
        resources["by_hand"] = self.by_hand(*names, resources["submission_id"])
        return super().exporter.from_filename(filename, resources=resources)

    def by_hand(self, assignment: str, notebook: str, submission: str) -> dict[str, dict[str, Any]]:
        """What the page says below each answer: {cell: ...}."""
        rubrics = self.rubrics(assignment, notebook)
        return {
            name: {
                **vars(rubrics.get(name, Rubric(name, self.unread))),
                "open": len([each for each in queue.open if each != submission]),
                "next": f"{self.address('by_hand', assignment, notebook, name, 'next')}?after={submission}",
                "all": f"{self.address('gradebook', assignment, notebook)}#by-exercise",
            }
            for name, queue in self.queues(assignment, notebook).items()
        }


class Saving(BaseHandler):
    """A page on which something can be saved, which says so where that fails."""

    def render(self, name: str, **names: Any) -> str:
        if not name.startswith("manage_"):  # an error's page
            return str(super().render(name, **names))
        return PAGES.get_template("saving.tpl").render(**names, page=name)


class ManageAssignments(Saving, handlers.ManageAssignmentsHandler):
    """The list of assignments, where due dates are set."""


class ManageStudents(Saving, handlers.ManageStudentsHandler):
    """The list of learners, where names are set."""


class DueDate(apihandlers.AssignmentHandler):
    """Saves an assignment's due date; one that is no time is refused with the reason."""

    @web.authenticated
    @check_xsrf
    @check_notebook_dir
    def put(self, assignment_id: str) -> None:
        data = self.get_json_body() or {}
        due, zone = data.get("duedate_notimezone"), data.get("duedate_timezone")
        try:
            if due:
                parse_utc(f"{due} {zone}" if zone else due)
        except NoTime as reason:
            self.set_status(400)
            self.write({"message": str(reason)})
        else:
            super().put(assignment_id)


class NextOpen(Course):
    """Leads to the next open answer to an exercise; back to the list, where there is none."""

    @web.authenticated
    @check_xsrf
    @check_notebook_dir
    def get(self, assignment: str, notebook: str, cell: str) -> None:
        try:
            found = self.queues(assignment, notebook)
        except MissingEntry as error:
            raise web.HTTPError(404, str(error)) from None
        if cell not in found:
            raise web.HTTPError(404, f"No person grades {cell!r} in {notebook!r}.")
        submission = found[cell].next_open(self.get_argument("after", ""))
        self.redirect(
            self.answer(submission, cell)
            if submission
            else f"{self.address('gradebook', assignment, notebook)}#by-exercise"
        )


OURS = {
    apihandlers.AssignmentHandler: DueDate,
    handlers.ManageAssignmentsHandler: ManageAssignments,
    handlers.ManageStudentsHandler: ManageStudents,
    handlers.GradebookAssignmentsHandler: Assignments,
    handlers.GradebookNotebookSubmissionsHandler: Submissions,
    handlers.SubmissionHandler: Submission,
}


def coursedir(handler: BaseHandler) -> Any:
    """What all of formgrader's pages and buttons ask for first; refused where nbgrader's commands refuse."""
    formgrader = handler.settings["nbgrader_formgrader"]
    try:
        refuse_unread_file(formgrader)
    except NbGraderException:
        file = Path(formgrader.coursedir.root, "nbgrader_config.py")
        raise web.HTTPError(409, UNREAD.format(file=file)) from None
    return formgrader.coursedir


def install_pages() -> None:
    """Let formgrader, which starts after nbgrader_config.py was read, use our pages."""
    BaseHandler.coursedir = property(coursedir)
    for routes in handlers.default_handlers, apihandlers.default_handlers:
        known = [route for route in routes if route[1] is not NextOpen]
        routes[:] = [(route[0], OURS.get(route[1], route[1]), *route[2:]) for route in known]
    handlers.default_handlers.insert(0, (NEXT, NextOpen))
