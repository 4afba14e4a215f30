"""The gradebook while a class is graded: opened once, each submission's rows read and written together.

nbgrader's own steps open it anew several times for each submission, and ask for every cell by itself: for a
lesson with a hundred cells that takes longer than it takes to read, rebuild and write the notebook.
"""

from collections.abc import Collection
from types import SimpleNamespace
from typing import Any

from nbgrader.api import (
    Assignment,
    BaseCell,
    Comment,
    Grade,
    Gradebook,
    MissingEntry,
    Notebook,
    SubmittedAssignment,
    SubmittedNotebook,
)
from nbgrader.preprocessors import AssignLatePenalties, OverwriteCells, SaveAutoGrades
from nbgrader.utils import is_grade, is_solution
from sqlalchemy import Index, select, update
from sqlalchemy.orm import load_only

from grader.notebooks.blank import no_answer
from grader.notebooks.cells import grade_id

Points = dict[str, dict[str, dict[str, float | None]]]  # {learner: {notebook: {cell: automatic points}}}

# What a submission's rows are found by. nbgrader has no index for it: each search reads all rows of a term.
INDEXES = (
    Index("grade_by_notebook", Grade.notebook_id),
    Index("comment_by_notebook", Comment.notebook_id),
    Index("notebook_by_submission", SubmittedNotebook.assignment_id),
)


class Records:
    """An open gradebook, and what it knows of the lessons' cells."""

    def __init__(self, db_url: str, course_id: str) -> None:
        self.gradebook = Gradebook(db_url, course_id)
        for index in INDEXES:
            index.create(self.gradebook.engine, checkfirst=True)
        self.known: dict[tuple[str, str], KnownCells] = {}

    def known_cells(self, assignment: str, notebook: str) -> "KnownCells":
        """The cells of a notebook, which no run changes."""
        if (assignment, notebook) not in self.known:
            self.known[assignment, notebook] = KnownCells(self.gradebook.find_notebook(notebook, assignment))
        return self.known[assignment, notebook]

    def notebook_id(self, assignment: str, student: str, notebook: str) -> str:
        """The gradebook's id of a submitted notebook."""
        query = (
            select(SubmittedNotebook.id)
            .join(Notebook, Notebook.id == SubmittedNotebook.notebook_id)
            .join(SubmittedAssignment, SubmittedAssignment.id == SubmittedNotebook.assignment_id)
            .join(Assignment, Assignment.id == SubmittedAssignment.assignment_id)
            .where(Assignment.name == assignment, Notebook.name == notebook)
            .where(SubmittedAssignment.student_id == student)
        )
        return str(self.gradebook.db.execute(query).scalar_one())

    def seconds_late(self, assignment: str, student: str) -> float:
        """How late a submission is, as nbgrader computes it: 0 where it is in time."""
        query = (
            select(SubmittedAssignment)
            .join(Assignment, Assignment.id == SubmittedAssignment.assignment_id)
            .where(Assignment.name == assignment, SubmittedAssignment.student_id == student)
            .options(load_only(SubmittedAssignment.timestamp, SubmittedAssignment.extension))
        )
        return float(self.gradebook.db.execute(query).scalar_one().total_seconds_late)

    def points(self, assignment: str, students: Collection[str] = ()) -> Points:
        """The automatic points of these learners' submissions, or of all: {learner: {notebook: points}}."""
        query = (
            select(SubmittedAssignment.student_id, Notebook.name, BaseCell.name, Grade.auto_score)
            .select_from(SubmittedNotebook)
            .join(Notebook, Notebook.id == SubmittedNotebook.notebook_id)
            .join(SubmittedAssignment, SubmittedAssignment.id == SubmittedNotebook.assignment_id)
            .join(Assignment, Assignment.id == SubmittedAssignment.assignment_id)
            .outerjoin(Grade, Grade.notebook_id == SubmittedNotebook.id)
            .outerjoin(BaseCell, BaseCell.id == Grade.cell_id)
            .where(Assignment.name == assignment)
        )
        if students:
            query = query.where(SubmittedAssignment.student_id.in_(students))
        found: Points = {}
        for student, notebook, cell, score in self.gradebook.db.execute(query):
            points = found.setdefault(student, {}).setdefault(notebook, {})
            if cell is not None:
                points[cell] = score
        return found

    def forget(self) -> None:
        """Keep nothing of one submission in memory, nor a transaction open, when the next has its turn."""
        self.gradebook.db.remove()

    def close(self) -> None:
        self.gradebook.close()


class KnownCells:
    """A notebook's cells, with the two questions that `OverwriteCells` asks of a gradebook."""

    def __init__(self, notebook: Any) -> None:
        self.sources = {
            cell.name: SimpleNamespace(
                cell_type=cell.cell_type, locked=cell.locked, source=cell.source, checksum=cell.checksum
            )
            for cell in notebook.source_cells
        }
        graded = [*notebook.grade_cells, *notebook.task_cells]
        self.graded = {cell.name: SimpleNamespace(max_score=cell.max_score) for cell in graded}

    def find_source_cell(self, name: str, *_: str) -> SimpleNamespace:
        return found(self.sources, name)

    def find_graded_cell(self, name: str, *_: str) -> SimpleNamespace:
        return found(self.graded, name)


def found(rows: dict[str, Any], name: str) -> Any:
    """A row by its name, or nbgrader's own error."""
    if name not in rows:
        raise MissingEntry(f"No such cell: {name}")
    return rows[name]


class Overwrite(OverwriteCells):
    """nbgrader's OverwriteCells, asking `Records`. No cell is missing: the notebook was rebuilt."""

    def preprocess(self, nb: Any, resources: Any) -> tuple[Any, Any]:
        names = resources["nbgrader"]
        self.notebook_id, self.assignment_id = names["notebook"], names["assignment"]
        self.gradebook = names["records"].known_cells(self.assignment_id, self.notebook_id)
        for index, cell in enumerate(nb.cells):
            nb.cells[index], resources = self.preprocess_cell(cell, resources, index)
        return nb, resources


class Rows:
    """A submitted notebook's grades and comments, as `SaveAutoGrades` asks for them; `save` writes them."""

    def __init__(self, session: Any, submitted: str) -> None:
        self.db, self.session = self, session
        self.grades = self.rows(Grade, submitted, "manual_score", "auto_score", "needs_manual_grade")
        self.comments = self.rows(Comment, submitted, "auto_comment")

    def rows(self, kind: Any, submitted: str, *columns: str) -> dict[str, SimpleNamespace]:
        """The rows of one kind by the names of their cells."""
        wanted = [getattr(kind, column) for column in columns]
        query = select(BaseCell.name, kind.id, *wanted).join(BaseCell, BaseCell.id == kind.cell_id)
        return {
            name: SimpleNamespace(**dict(zip(("id", *columns), values, strict=True)))
            for name, *values in self.session.execute(query.where(kind.notebook_id == submitted))
        }

    def find_grade(self, name: str, *_: str) -> SimpleNamespace:
        return found(self.grades, name)

    def find_comment(self, name: str, *_: str) -> SimpleNamespace:
        return found(self.comments, name)

    def commit(self) -> None:
        """nbgrader saves after each cell; `save` saves once."""

    def save(self) -> None:
        """Write what has been set, in one transaction."""
        grades = [
            {"id": row.id, "auto_score": row.auto_score, "needs_manual_grade": row.needs_manual_grade}
            for row in self.grades.values()
        ]
        comments = [{"id": row.id, "auto_comment": row.auto_comment} for row in self.comments.values()]
        for kind, rows in (Grade, grades), (Comment, comments):
            if rows:
                self.session.execute(update(kind), rows)
        self.session.commit()


class SaveGrades(SaveAutoGrades):
    """nbgrader's SaveAutoGrades, in one transaction; what is no answer has 0, and waits for nobody.

    The notebook keeps a copy of what the gradebook was told.
    """

    def preprocess(self, nb: Any, resources: Any) -> tuple[Any, Any]:
        names = resources["nbgrader"]
        self.notebook_id, self.assignment_id = names["notebook"], names["assignment"]
        self.student_id = names["student"]
        submitted = names["records"].notebook_id(self.assignment_id, self.student_id, self.notebook_id)
        self.released = names["records"].known_cells(self.assignment_id, self.notebook_id)
        self.gradebook = Rows(names["records"].gradebook.db, submitted)
        for index, cell in enumerate(nb.cells):
            self.preprocess_cell(cell, resources, index)
        self.gradebook.save()
        points = {name: row.auto_score for name, row in self.gradebook.grades.items()}
        nb.metadata.setdefault("grading", {})["points"] = points
        return nb, resources

    def _add_score(self, cell: Any, resources: Any) -> None:
        super()._add_score(cell, resources)
        if self.no_answer(cell):
            row = self.gradebook.find_grade(grade_id(cell))
            row.auto_score, row.needs_manual_grade = 0.0, row.manual_score is not None

    def _add_comment(self, cell: Any, resources: Any) -> None:
        super()._add_comment(cell, resources)
        if reason := self.no_answer(cell):
            self.gradebook.find_comment(grade_id(cell)).auto_comment = f"No answer: {reason}."

    def no_answer(self, cell: Any) -> str:
        """Why a cell that a person would grade needs nobody; empty where it does, or is no such cell."""
        if not (is_grade(cell) and is_solution(cell)):
            return ""
        released = self.released.find_source_cell(grade_id(cell)).source
        picture = bool(cell.get("attachments"))
        return no_answer(cell.cell_type, cell.source, released, picture=picture)


class LatePenalties(AssignLatePenalties):
    """nbgrader's AssignLatePenalties, which need not add up the points of a submission that is in time."""

    def preprocess(self, nb: Any, resources: Any) -> tuple[Any, Any]:
        names = resources["nbgrader"]
        records, of_whom = names["records"], (names["assignment"], names["student"])
        if records.seconds_late(*of_whom) > 0:
            records.forget()
            return super().preprocess(nb, resources)
        submitted = records.notebook_id(*of_whom, names["notebook"])
        records.gradebook.db.execute(
            update(SubmittedNotebook)
            .where(SubmittedNotebook.id == submitted)
            .values(late_submission_penalty=None)
        )
        records.gradebook.db.commit()
        return nb, resources
