"""Points that a person gave wait for a second look only where what that person saw may be another now.

A graded notebook keeps marks of what its cells with points were: two gradings that have a mark of a cell in
common show a person the same. While a submission is graded again, or cannot be, it has no graded notebook:
then `autograded/LESSON.reviewed` has the marks of what a person has graded, and waits for no second look.

    {"anna": {"01-manual-gradients": {"why-answer": ["5d41402abc4b2a76b9719d911017c592"]}}}
"""

import contextlib
import hashlib
import json
from collections.abc import Callable, Collection
from pathlib import Path
from typing import Any

from nbgrader.api import (
    Assignment,
    BaseCell,
    Grade,
    Gradebook,
    Notebook,
    SubmittedAssignment,
    SubmittedNotebook,
)
from nbgrader.utils import determine_grade, is_grade, is_solution, is_task
from sqlalchemy import select

from grader.nbgrading.folders import Folder, shown
from grader.nbgrading.statuses import lock
from grader.nbgrading.taken_back import Answer, submitted_notebooks
from grader.notebooks.cells import grade_id

Marks = dict[str, list[str]]  # {cell: its marks}
Seen = dict[str, Marks]  # {notebook: the marks of its cells}


def marks_of(notebook: Any, tests: dict[str, str]) -> Marks:
    """The marks of each cell with points in a notebook that was judged; `tests` are what it was graded by."""
    submitted = notebook.metadata.get("grading", {}).get("notebook", "")
    return {
        grade_id(cell): [mark(tests.get(grade_id(cell)), *seen) for seen in what_is_seen(cell, submitted)]
        for cell in notebook.cells
        if is_grade(cell) or is_task(cell)
    }


def what_is_seen(cell: Any, submitted: str) -> list[tuple[Any, ...]]:
    """What a person goes by who grades a cell, told in one way or in two; `submitted` stands for all of it.

    The answer to a task may be anywhere. What code shows depends on what ran before it, and may be another
    at each run. Points over those of a test were given in view of the latter.
    """
    if is_task(cell):
        return [(submitted,)]
    if not is_solution(cell):
        return [(submitted, determine_grade(cell))]
    if cell.cell_type == "code":
        return [(submitted,), (cell.source, cell.outputs)]
    return [(cell.source, cell.get("attachments", {}))]


def mark(*seen: Any) -> str:
    """A text that changes with any of these."""
    return hashlib.sha256(json.dumps(seen, sort_keys=True).encode("utf-8", "replace")).hexdigest()[:32]


def reviewed(gradebook: Gradebook, assignment: str, students: Collection[str] = ()) -> dict[str, set[Answer]]:
    """What a person has graded and waits for no second look, by learner: of these learners, or of all."""
    query = (
        select(SubmittedAssignment.student_id, Notebook.name, BaseCell.name)
        .select_from(Grade)
        .join(BaseCell, BaseCell.id == Grade.cell_id)
        .join(SubmittedNotebook, SubmittedNotebook.id == Grade.notebook_id)
        .join(Notebook, Notebook.id == SubmittedNotebook.notebook_id)
        .join(SubmittedAssignment, SubmittedAssignment.id == SubmittedNotebook.assignment_id)
        .join(Assignment, Assignment.id == SubmittedAssignment.assignment_id)
        .where(Assignment.name == assignment, ~Grade.needs_manual_grade)
        .where(Grade.manual_score.is_not(None) | Grade.extra_credit.is_not(None))
    )
    if students:
        query = query.where(SubmittedAssignment.student_id.in_(students))
    found: dict[str, set[Answer]] = {}
    for student, notebook, cell in gradebook.db.execute(query):
        found.setdefault(student, set()).add((notebook, cell))
    return found


def seen(answers: Collection[Answer], gradings: dict[str, dict[str, Any]]) -> Seen:
    """The marks of these answers in the graded notebooks.

    >>> seen({("one", "why"), ("one", "new")}, {"one": {"cells": {"why": ["1"], "how": ["2"]}}})
    {'one': {'why': ['1']}}
    """
    found: Seen = {}
    for notebook, cell in sorted(answers):
        if marks := gradings.get(notebook, {}).get("cells", {}).get(cell):
            found.setdefault(notebook, {})[cell] = marks
    return found


def by_person(grade: Any) -> bool:
    """Whether a person gave points."""
    return grade.manual_score is not None or grade.extra_credit is not None


def unchanged(before: Seen, gradings: dict[str, dict[str, Any]]) -> set[Answer]:
    """The cells that show a person what they showed before.

    >>> unchanged({"one": {"why": ["1"], "how": ["2"]}}, {"one": {"cells": {"why": ["1"], "how": ["3"]}}})
    {('one', 'why')}
    """
    return {
        (notebook, name)
        for notebook, marks in before.items()
        for name, earlier in marks.items()
        if set(earlier) & set(gradings.get(notebook, {}).get("cells", {}).get(name, ()))
    }


def stay_reviewed(gradebook: Gradebook, assignment: str, student: str, answers: Collection[Answer]) -> None:
    """Ask for no second look at these answers, where a person gave points."""
    for notebook in submitted_notebooks(gradebook, assignment, student) if answers else []:
        for grade in notebook.grades:
            if (notebook.name, grade.name) in answers and by_person(grade):
                grade.needs_manual_grade = False
    gradebook.db.commit()


def merged(earlier: Seen, later: Seen) -> Seen:
    """Of each cell the later marks, where there are any.

    >>> merged({"one": {"why": ["1"], "how": ["2"]}}, {"one": {"why": ["3"]}})
    {'one': {'why': ['3'], 'how': ['2']}}
    """
    names = [*earlier, *(name for name in later if name not in earlier)]
    return {name: earlier.get(name, {}) | later.get(name, {}) for name in names}


def set_aside(path: Path) -> dict[str, Seen]:
    """What was set aside, by learner; nothing where there is no such file."""
    try:
        return seen_in(path.read_text("utf-8"))
    except OSError:
        return {}


def seen_in(text: str) -> dict[str, Seen]:
    """What such a file holds; nothing where a run was killed while it wrote."""
    with contextlib.suppress(ValueError):
        found = json.loads(text)
        if isinstance(found, dict):
            return found
    return {}


def update(path: Path, changed: dict[str, Seen]) -> None:
    """Set aside what these learners have there, and drop those who have nothing."""
    if not path.exists() and not any(changed.values()):
        return
    with path.open("a+", encoding="utf-8") as file:
        lock(file)
        file.seek(0)
        found = seen_in(file.read()) | changed
        kept = {name: found[name] for name in sorted(found) if found[name]}
        file.truncate(0)
        file.write(json.dumps(kept))


class SetAside:
    """What a person had graded of a run's submissions: whatever ends the run, it is in a file.

    `status` says of an assignment where `autograded/LESSON.json` is, `gradings` what the graded notebooks of
    a submission say of their grading.
    """

    def __init__(
        self,
        gradebook: Gradebook,
        status: Callable[[str], Path],
        gradings: Callable[[Folder], dict[str, dict[str, Any]]],
    ) -> None:
        self.gradebook, self.status, self.gradings = gradebook, status, gradings
        self.found: dict[str, dict[str, Seen]] = {}  # by assignment and learner
        self.finished: set[tuple[str, str]] = set()

    def begin(self, folders: Collection[Folder]) -> None:
        """Set aside what a person has graded of these submissions to one assignment."""
        for assignment in {folder.assignment for folder in folders}:
            self.found[assignment] = set_aside(self.place(assignment))
            answers = reviewed(self.gradebook, assignment)
            changed = {
                shown(folder.student): self.add(folder, answers[folder.student])
                for folder in folders
                if folder.student in answers
            }
            update(self.place(assignment), changed)

    def of(self, folder: Folder) -> Seen:
        """What a person has graded of a submission by now."""
        answers = reviewed(self.gradebook, folder.assignment, [folder.student])
        return self.add(folder, answers.get(folder.student, ()))

    def add(self, folder: Folder, answers: Collection[Answer]) -> Seen:
        """These answers, as they are now, and what was set aside before."""
        found, name = self.found[folder.assignment], shown(folder.student)
        now = seen(answers, self.gradings(folder) if answers else {})
        found[name] = merged(found.get(name, {}), now)
        return found[name]

    def done(self, folder: Folder) -> None:
        """A submission is graded: from now on its notebook says what a person sees."""
        self.found[folder.assignment][shown(folder.student)] = {}
        self.finished.add((folder.assignment, shown(folder.student)))

    def end(self) -> None:
        """Nothing more needs to be set aside of what is graded. (What stays by an early end does no harm.)"""
        for assignment in self.found:
            update(self.place(assignment), {name: {} for of, name in self.finished if of == assignment})

    def place(self, assignment: str) -> Path:
        """The file of an assignment."""
        return self.status(assignment).with_suffix(".reviewed")
