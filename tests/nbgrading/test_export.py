"""The table of grades: nbgrader's own numbers, in a file that every reader of CSV understands.

The gradebook is nbgrader's, and what nbgrader itself exports is what the table is held against.
"""

import csv
from pathlib import Path
from typing import Any

import pytest
from nbgrader.api import Gradebook
from nbgrader.coursedir import CourseDirectory
from nbgrader.plugins import CsvExportPlugin
from traitlets import Instance
from traitlets.config import Configurable
from traitlets.config.loader import PyFileConfigLoader

from grader.nbgrading.export import FIELDS, Grades
from grader.notebooks.paths import ROOT

pytestmark = pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SAWarning")  # nbgrader's, harmless
TEST, ESSAY, CODE_BY_HAND, TASK = "test", "essay", "code-by-hand", "task"


@pytest.fixture
def gradebook(tmp_path: Path) -> Any:
    PyFileConfigLoader("nbgrader_config.py", path=str(ROOT)).load_config()  # for alembic's sake
    with Gradebook(f"sqlite:///{tmp_path}/gradebook.db") as gradebook:
        yield gradebook


def assign(gradebook: Any, name: str, *cells: str) -> None:
    """An assignment with one notebook, which has these cells."""
    gradebook.add_assignment(name, duedate="2031-02-03 04:05:06")
    gradebook.add_notebook("nb", name)
    for cell in cells:
        kind = "markdown" if cell in (ESSAY, TASK) else "code"
        if cell == TASK:
            gradebook.add_task_cell(cell, "nb", name, cell_type=kind, max_score=3)
            continue
        gradebook.add_grade_cell(cell, "nb", name, cell_type=kind, max_score=3)
        if cell != TEST:
            gradebook.add_solution_cell(cell, "nb", name)


def hand_in(gradebook: Any, assignment: str, student: str, **scores: float | None) -> None:
    """A submission with these automatic scores; `by_hand_...` are a person's."""
    gradebook.update_or_create_student(student)
    submission = gradebook.add_submission(assignment, student, timestamp="2031-02-01 00:00:00")
    for grade in submission.notebooks[0].grades:
        grade.auto_score = scores.get(grade.name.replace("-", "_"))
        grade.manual_score = scores.get("by_hand_" + grade.name.replace("-", "_"))
    gradebook.db.commit()


def exported(gradebook: Any, path: Path, plugin: Any = Grades, **options: Any) -> list[dict[str, str]]:
    plugin(to=str(path), **options).export(gradebook)
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, strict=True))


def score(gradebook: Any, path: Path) -> str:
    (row,) = exported(gradebook, path)
    assert (row["raw_score"] == "") == (row["score"] == "") == (row["late_submission_penalty"] == "")
    return row["score"]


def test_where_all_is_plain_it_is_nbgraders_own_file(gradebook: Any, tmp_path: Path) -> None:
    assign(gradebook, "one", TEST, ESSAY)
    assign(gradebook, "two", ESSAY)
    gradebook.add_student("김지우", last_name="김", first_name="지우", email="jiwoo@example.org")
    gradebook.add_student("absent")
    hand_in(gradebook, "one", "김지우", test=2.5, by_hand_essay=1)
    hand_in(gradebook, "one", "müller", test=0)
    gradebook.find_submission("one", "müller").notebooks[0].late_submission_penalty = 1
    every: dict[str, list[str]] = {}
    for options in (every, {"student": ["absent"]}, {"assignment": ["two"]}):
        ours, theirs = tmp_path / "ours.csv", tmp_path / "theirs.csv"
        rows = exported(gradebook, ours, **options)
        assert rows == exported(gradebook, theirs, CsvExportPlugin, **options)
        assert ours.read_bytes() == theirs.read_bytes()
        assert list(rows[0]) == FIELDS
    assert len(rows) == 3


NAMES = [
    "Kim, Ji-woo",
    'Ann "Nan" Li',
    "two\nlines",
    "two\r\nlines",
    "a;b\tc",
    "김지우",
    "O'Neill",
    "\\",
    " x ",
]


@pytest.mark.parametrize("name", NAMES)
def test_a_name_stays_in_its_field(gradebook: Any, tmp_path: Path, name: str) -> None:
    assign(gradebook, "one", TEST)
    for field in ("last_name", "first_name", "email"):
        gradebook.add_student(field, **{field: name})
        hand_in(gradebook, "one", field, test=2)
    gradebook.add_student(name)
    hand_in(gradebook, "one", name, test=3)
    rows = {row["student_id"]: row for row in exported(gradebook, tmp_path / "grades.csv")}
    name = name.replace("\r\n", "\n").replace("\r", "\n")
    assert set(rows) == {"last_name", "first_name", "email", name}
    for field in ("last_name", "first_name", "email"):
        assert (rows[field][field], rows[field]["score"], rows[field]["max_score"]) == (name, "2.0", "3.0")
    assert rows[name]["score"] == "3.0"


@pytest.mark.parametrize("name", ["=1+1", "+1", "-1", "@A1", "\t=1", "\r=1", "\n=1", "＝1+1"])  # noqa: RUF001
def test_no_name_is_a_formula(gradebook: Any, tmp_path: Path, name: str) -> None:
    assign(gradebook, "one", TEST)
    gradebook.add_student(name, last_name=name, first_name=name, email=name)
    hand_in(gradebook, "one", name, test=2)
    (row,) = exported(gradebook, tmp_path / "grades.csv")
    shown = "'" + name.replace("\r", "\n")
    assert [row[key] for key in ("student_id", "last_name", "first_name", "email")] == [shown] * 4
    assert row["score"] == "2.0"


@pytest.mark.parametrize(
    ("cells", "scores", "expected"),
    [
        ([TEST], {}, ""),
        ([TEST], {"test": 0}, "0.0"),
        ([TEST], {"by_hand_test": 1}, "1.0"),
        ([TEST, ESSAY], {"by_hand_essay": 3}, ""),
        ([TEST, ESSAY], {"test": 2}, "2.0"),
        ([TEST, CODE_BY_HAND], {"test": 2}, "2.0"),
        ([TEST, TASK], {"test": 2}, "2.0"),
        ([ESSAY], {}, "0.0"),
        ([ESSAY], {"by_hand_essay": 2}, "2.0"),
        ([CODE_BY_HAND], {}, "0.0"),
        ([CODE_BY_HAND], {"code_by_hand": 0}, "0.0"),
        ([TASK], {}, "0.0"),
        ([TASK, CODE_BY_HAND, ESSAY], {"by_hand_task": 1, "by_hand_code_by_hand": 1}, "2.0"),
        ([], {}, "0.0"),
    ],
)
def test_only_an_automatic_test_without_points_empties_the_field(
    gradebook: Any, tmp_path: Path, cells: list[str], scores: dict[str, float], expected: str
) -> None:
    assign(gradebook, "one", *cells)
    hand_in(gradebook, "one", "anna", **scores)
    assert score(gradebook, tmp_path / "grades.csv") == expected
    if expected:
        (row,) = exported(gradebook, tmp_path / "theirs.csv", CsvExportPlugin)
        assert row["score"] == expected


def test_what_was_never_handed_in_has_0(gradebook: Any, tmp_path: Path) -> None:
    assign(gradebook, "one", TEST)
    gradebook.add_student("absent")
    assert score(gradebook, tmp_path / "grades.csv") == "0.0"


def test_a_student_without_a_grade_empties_nobody_elses_field(gradebook: Any, tmp_path: Path) -> None:
    assign(gradebook, "one", TEST)
    gradebook.add_student("b", last_name="x\ny")
    for student, points in (("a", 1), ("b", 2), ("c", None), ("d", 3)):
        hand_in(gradebook, "one", student, test=points)
    rows = exported(gradebook, tmp_path / "grades.csv")
    assert {row["student_id"]: row["score"] for row in rows} == {"a": "1.0", "b": "2.0", "c": "", "d": "3.0"}


# What is said beside the table


class App(Configurable):
    """What `nbgrader export` is to its plugin: the course's folder."""

    coursedir = Instance(CourseDirectory)


def remarks(gradebook: Any, course: Path, caplog: pytest.LogCaptureFixture) -> list[str]:
    """The warnings of an export in a course's folder."""
    caplog.clear()
    app = App(coursedir=CourseDirectory(root=str(course)))
    exported(gradebook, course / "grades.csv", parent=app)
    return [record.getMessage() for record in caplog.records if record.levelname == "WARNING"]


def test_an_answer_that_waits_is_named(
    gradebook: Any, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    assign(gradebook, "one", TEST, ESSAY)
    hand_in(gradebook, "one", "ada", test=2)
    hand_in(gradebook, "one", "ben", test=2, by_hand_essay=3)
    hand_in(gradebook, "one", "cleo")
    for student, waits in {"ada": True, "ben": False, "cleo": True}.items():
        gradebook.find_grade(ESSAY, "nb", "one", student).needs_manual_grade = waits
    for student in "ada", "ben", "cleo":
        gradebook.find_grade(TEST, "nb", "one", student).needs_manual_grade = False
    gradebook.db.commit()
    assert remarks(gradebook, tmp_path, caplog) == [
        "one: 1 learner with fewer points so far than there may be: an answer waits to be graded by hand "
        "(formgrader, Manual Grading), and has 0 here unless a person gave it points: 'ada'.",
        "one: 1 learner with no grade for what was handed in, and an empty field here "
        "(run `nbgrader autograde`): 'cleo'.",
    ]


def test_of_many_the_first_are_named_and_the_rest_is_counted(
    gradebook: Any, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    assign(gradebook, "one", TEST)
    for number in range(9):
        hand_in(gradebook, "one", f"s{number}")
    (said,) = remarks(gradebook, tmp_path, caplog)
    assert said.startswith("one: 9 learners with no grade")
    assert said.endswith(": 's0', 's1', 's2', 's3' and 5 more.")


def test_what_was_handed_in_and_is_not_in_the_gradebook_has_no_0(
    gradebook: Any, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """It was collected and not graded yet, or the gradebook is another one."""
    assign(gradebook, "one", TEST)
    for student in "ada", "absent":
        gradebook.add_student(student)
    for folder in "ada/one", "stranger/one", "ada/unknown":
        (tmp_path / "submitted" / folder).mkdir(parents=True)
    said = remarks(gradebook, tmp_path, caplog)
    with (tmp_path / "grades.csv").open() as file:
        assert {row["student_id"]: row["score"] for row in csv.DictReader(file)} == {
            "ada": "",
            "absent": "0.0",
        }
    assert [words.rpartition(": ")[2] for words in said] == ["'ada'.", "'stranger'.", "'ada'."]
    assert "an empty field here" in said[0]
    assert said[1].startswith("one: 1 learner with a folder in submitted/ and no row here")
    assert said[2].startswith("unknown: 1 learner with a folder in submitted/ and no row here")


def test_where_all_is_graded_nothing_is_said(
    gradebook: Any, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    assign(gradebook, "one", TEST)
    hand_in(gradebook, "one", "ada", test=2)
    gradebook.find_grade(TEST, "nb", "one", "ada").needs_manual_grade = False
    gradebook.db.commit()
    assert remarks(gradebook, tmp_path, caplog) == []
