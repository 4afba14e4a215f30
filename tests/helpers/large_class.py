"""A class of any size that has been graded, made without grading: its gradebook, folders and records.

    python tests/helpers/large_class.py FOLDER 1000      # in all lessons

The lessons and their cells are the course's own. Rows go into the gradebook in bulk; a record says of each
submission what its answers were, and a graded notebook is a file that nobody needs to open, but for the first
`notebooks` learners, whose notebooks are whole and have no record. Everything depends on `seed` alone.
"""

import json
import os
import random
import shutil
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import nbformat
from nbformat.v4 import new_output
from nbgrader.api import (
    Comment,
    Grade,
    Gradebook,
    Student,
    SubmittedAssignment,
    SubmittedNotebook,
)
from sqlalchemy import insert

from grader.nbgrading import answer_file
from grader.nbgrading.answer_record import record_of
from grader.nbgrading.saved_cells import cells_of, save
from grader.notebooks.cells import exercise, grade_id, is_test, settings, without_markers
from grader.notebooks.paths import ROOT, lessons_below, read_in
from grader.notebooks.stub import stub

DUE = datetime(2026, 3, 1, 12)
FIRST = ("Ada", "Bo", "Chen", "Dana", "Eli", "Femi", "Grace", "Hugo", "Ines", "Jo")
LAST = ("Adler", "Brown", "Costa", "Diaz", "Evans", "Fischer", "Garcia", "Haddad", "Ito", "Jensen")


@dataclass
class LargeClass:
    """A course folder with its graded class."""

    root: Path
    learners: int
    lessons: Sequence[str]
    notebooks: int = 0
    seed: int = 1
    alike: Sequence[Sequence[int]] = ()  # numbers of learners with the same answers
    draw: random.Random = field(init=False)

    def __post_init__(self) -> None:
        os.environ["PATH"] = f"{Path(sys.executable).parent}:{os.environ['PATH']}"  # nbgrader runs `alembic`
        self.draw = random.Random(self.seed)
        self.root.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / "nbgrader_config.py", self.root)
        with Gradebook(f"sqlite:///{self.root}/gradebook.db", "gradient-descent") as gradebook:
            gradebook.db.execute(insert(Student), [self.student(number) for number in range(self.learners)])
            for lesson in self.lessons:
                self.add(gradebook, lesson)
            gradebook.db.commit()

    def id(self, number: int) -> str:
        return f"s{number:04}"

    def student(self, number: int) -> dict[str, Any]:
        first, last = FIRST[number % len(FIRST)], LAST[number // len(FIRST) % len(LAST)]
        return {"id": self.id(number), "first_name": first, "last_name": f"{last}{number // 100 or ''}"}

    def add(self, gradebook: Gradebook, lesson: str) -> None:
        """A lesson, and what the class handed in: all but every tenth, and every twelfth of them late."""
        shutil.copytree(ROOT / "source" / lesson, self.root / "source" / lesson)
        source = read_in(ROOT / "source", lesson)
        assignment = gradebook.add_assignment(lesson)
        assignment.duedate = DUE
        save(gradebook, assignment, cells_of(source, lesson))
        gradebook.db.flush()
        notebook = gradebook.find_notebook(lesson, lesson)
        graded = {cell.name: cell for cell in [*notebook.grade_cells, *notebook.task_cells]}
        by_hand = {cell.name for cell in notebook.solution_cells}
        answers = Answers(source, self.draw)
        rows: dict[Any, list[dict[str, Any]]] = {
            kind: [] for kind in (SubmittedAssignment, SubmittedNotebook, Grade, Comment)
        }
        entries: answer_file.Entries = {}
        for number in range(self.learners):
            if number % 10 == 9:
                continue
            who = self.id(number)
            record = answers.record(self.twin(number))
            late = timedelta(hours=5) if number % 12 == 11 else -timedelta(hours=number % 50)
            submission, book = f"{lesson}/{number}", f"{lesson}/{number}/book"
            rows[SubmittedAssignment].append(
                {"id": submission, "assignment_id": assignment.id, "student_id": who, "timestamp": DUE + late}
            )
            rows[SubmittedNotebook].append(
                {"id": book, "assignment_id": submission, "notebook_id": notebook.id}
            )
            for name, cell in graded.items():
                lost = name in record["lost"] or exercise(name) in record["open"]
                waits = name in by_hand and exercise(name) not in record["open"]
                score = None if waits else 0.0 if lost else cell.max_score
                given = {"auto_score": score, "needs_manual_grade": waits, "cell_id": cell.id}
                rows[Grade].append({"id": f"{book}/{name}", "notebook_id": book} | given)
            path = self.put(lesson, who)
            if number < self.notebooks:
                nbformat.write(answers.notebook(record), path)
            else:
                entries[who] = {lesson: {"file": answer_file.stamp(path), "record": record}}
        for kind, values in rows.items():
            if values:
                gradebook.db.execute(insert(kind), values)
        autograded = self.root / "autograded"
        statuses = {who: {"status": "graded", "notes": []} for who in sorted(entries)}
        (autograded / f"{lesson}.json").write_text(json.dumps(statuses))
        answer_file.place(autograded, lesson).write_text(json.dumps(entries))

    def twin(self, number: int) -> int:
        """Whose answers a learner has: their own, but for those who are alike."""
        return next((twins[0] for twins in self.alike if number in twins), number)

    def put(self, lesson: str, who: str) -> Path:
        """The folders of a submission, with an empty graded notebook."""
        (self.root / "submitted" / who / lesson).mkdir(parents=True)
        path = self.root / "autograded" / who / lesson / f"{lesson}.ipynb"
        path.parent.mkdir(parents=True)
        path.write_text("")
        return path


class Answers:
    """What learners wrote in one lesson: forms of their own, and usual mistakes."""

    def __init__(self, source: Any, draw: random.Random) -> None:
        self.source = source
        self.solved = record_of(as_handed_in(source), source)
        self.tests = [grade_id(cell) for cell in source.cells if is_test(cell)]
        self.exercises = sorted(
            {exercise(grade_id(cell)) for cell in source.cells if settings(cell).get("solution")}
        )
        self.known: dict[int, Any] = {}
        self.seed = draw.random()

    def record(self, number: int) -> dict[str, Any]:
        """The record of a learner; twins have the same."""
        if number not in self.known:
            self.known[number] = self.made(random.Random(f"{self.seed} {number}"))
        return self.known[number]

    def made(self, draw: random.Random) -> dict[str, Any]:
        weak = draw.random() ** 2
        lost = [name for name in self.tests if draw.random() < 0.6 * weak]
        left_open = [name for name in self.exercises if draw.random() < 0.1 * weak]
        picked = {
            name: value if draw.random() > weak else draw.choice("abcd")
            for name, value in self.solved["picked"].items()
        }
        forms = {
            name: " ".join(changed(form.split(), draw))
            for name, form in self.solved["forms"].items()
            if exercise(name) not in left_open
        }
        messages = {name: message(exercise(name), draw) for name in lost}
        return self.solved | {"lost": messages, "open": left_open, "picked": picked, "forms": forms}

    def notebook(self, record: dict[str, Any]) -> Any:
        """A whole graded notebook with these messages and open answers."""
        notebook = as_handed_in(self.source)
        for cell in notebook.cells:
            name = grade_id(cell)
            if settings(cell).get("solution") and exercise(name) in record["open"]:
                cell.source = stub(name)
            if text := record["lost"].get(name):
                cell.outputs = [new_output("error", ename="CheckFailed", evalue=text, traceback=[text])]
        return notebook


def as_handed_in(source: Any) -> Any:
    """A lesson with its own answers."""
    notebook = nbformat.from_dict(source)
    for cell in notebook.cells:
        cell.source = without_markers(cell.source)
    return notebook


def changed(form: list[str], draw: random.Random) -> Iterator[str]:
    """A form with some tokens changed: of half of the class few, so that many are alike."""
    rate = draw.choice([0.0, 0.0, 0.02, 0.1, 0.3])
    for token in form:
        if draw.random() > rate:
            yield token
        if draw.random() < rate / 2:
            yield draw.choice(form)


def message(name: str, draw: random.Random) -> str:
    """One of the things that the judge says."""
    value = draw.randrange(1000)
    came = f"Not right yet: {name} on case {value % 3}.\n  expected: 2.5\n  got:      {value}"
    return draw.choice(
        [
            f"{came}\n  hint:     Divide by n.",
            f"{came}\n  hint:     Mind the sign.",
            f"Your code raised NameError: name 'x{value}' is not defined\n  line 3 in {name}: x{value}",
        ]
    )


def main() -> None:
    folder, learners = Path(sys.argv[1]), int(sys.argv[2])
    LargeClass(folder, learners, lessons_below(ROOT / "source"), notebooks=10, alike=[(3, 5), (20, 21, 22)])


if __name__ == "__main__":
    main()
