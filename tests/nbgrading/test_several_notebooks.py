"""Assignments of several notebooks; commands that are about some of them, or about several assignments."""

import shutil
from pathlib import Path

import nbformat
import pytest
from nbgrader.api import Gradebook
from nbgrader_commands import Commands
from played_judge import Played, failed
from small_course import ANSWERS, FULL, NAME, Course

pytestmark = [
    pytest.mark.slow,
    pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SAWarning"),  # nbgrader's, harmless
]


@pytest.fixture
def two(tmp_path: Path, judge: Played) -> Course:
    """A course whose assignment has two notebooks, handed in and graded."""
    course = Course(tmp_path / "course")
    shutil.copy(course.source, course.source.with_name("second.ipynb"))
    assert course.generate()["success"]
    folder = course.submit("anna", course.released(ANSWERS))
    shutil.copy(folder / f"{NAME}.ipynb", folder / "second.ipynb")
    assert course.autograde()["success"]
    return course


def scores(course: Course, notebook: str) -> dict[str, float | None]:
    with Gradebook(course.db_url) as gradebook:
        grades = gradebook.find_submission_notebook(notebook, NAME, "anna").grades
        return {grade.name: grade.auto_score for grade in grades if grade.name in FULL}


def test_one_notebook_alone_is_graded(two: Course, judge: Played) -> None:
    judge.verdict = failed
    api = two.api()
    api.coursedir.notebook_id = "second"
    other = (two.root / "autograded" / "anna" / NAME / f"{NAME}.ipynb").read_bytes()
    assert api.autograde(NAME, "anna", True)["success"]
    assert scores(two, "second") == dict.fromkeys(FULL, 0)
    assert scores(two, NAME) == FULL
    assert (two.root / "autograded" / "anna" / NAME / f"{NAME}.ipynb").read_bytes() == other


def test_one_notebook_that_fails_takes_the_other_along_only_when_both_are_graded(
    two: Course, judge: Played
) -> None:
    (two.submitted("anna") / "second.ipynb").write_text("{")
    api = two.api()
    api.coursedir.notebook_id = "second"
    assert not api.autograde(NAME, "anna", True)["success"]
    assert scores(two, "second") == dict.fromkeys(FULL)
    assert scores(two, NAME) == FULL
    assert not two.autograde()["success"]
    assert scores(two, NAME) == dict.fromkeys(FULL)


def test_one_notebook_alone_is_generated(two: Course) -> None:
    for path in two.source, two.source.with_name("second.ipynb"):
        path.write_text(path.read_text().replace('"points": 4', '"points": 6'))
    before = (two.root / "release" / NAME / f"{NAME}.ipynb").read_bytes()
    api = two.api()
    api.coursedir.notebook_id = "second"
    assert api.generate_assignment(NAME)["success"]
    assert (two.root / "release" / NAME / f"{NAME}.ipynb").read_bytes() == before
    assert '"points": 6' in (two.root / "release" / NAME / "second.ipynb").read_text()
    with Gradebook(two.db_url) as gradebook:
        assert gradebook.find_notebook("second", NAME).max_score == 16
        assert gradebook.find_notebook(NAME, NAME).max_score == 14


def test_notes_say_which_notebook_they_are_about(two: Course, judge: Played) -> None:
    path = two.submitted("anna") / "second.ipynb"
    notebook = nbformat.read(path, as_version=4)
    notebook.cells = [cell for cell in notebook.cells if cell.id != "pick-check"]
    nbformat.write(notebook, path)
    assert two.autograde()["success"]
    notes = two.statuses()["anna"]["notes"]
    assert notes
    assert all(note.startswith("second: ") for note in notes)


def test_a_notebook_that_is_not_there_is_named(two: Course) -> None:
    api = two.api()
    api.coursedir.notebook_id = "third"
    for result in api.autograde(NAME, "anna", True), api.generate_assignment(NAME):
        assert not result["success"]
        assert "'small' has no notebook 'third'." in result["log"]


def test_several_assignments_have_a_report_each(two: Course, judge: Played) -> None:
    shutil.copytree(two.source.parent, two.root / "source" / "other")
    assert two.api().generate_assignment("other")["success"]
    shutil.copytree(two.submitted("anna"), two.submitted("anna").parent / "other")
    result = two.api().autograde("*", "*", True)
    assert result["success"], result
    assert sorted(path.name for path in (two.root / "autograded").glob("*.json")) == [
        "other.json",
        "small.json",
    ]


@pytest.mark.slow
def test_flags_of_nbgraders_commands(two: Course) -> None:
    """Those that tell generate_assignment what to leave out, and its old name."""
    with Commands() as commands:
        db = (two.root / "gradebook.db").read_bytes()
        shutil.rmtree(two.root / "release")
        commands.run(f"generate_assignment {NAME} --no-db", cwd=two.root)
        assert (two.root / "gradebook.db").read_bytes() == db
        ended = commands.run(f"generate_assignment {NAME}", cwd=two.root)
        assert "was left as it is: add --force to make it anew" in ended.output
        commands.run(f"generate_assignment --assignment {NAME} --force", cwd=two.root)
        commands.run(f"assign {NAME} --force", cwd=two.root)
        ended = commands.run("generate_assignment nonsense", cwd=two.root, status=1)
        assert "Traceback" not in ended.output
        ended = commands.run(f"autograde {NAME} --student nobody", cwd=two.root, status=1)
        assert "No submission of 'small' in" in ended.output
        ended = commands.run(f"autograde {NAME} --force --debug", cwd=two.root)
        assert "Setting destination file permissions" in ended.output  # nbgrader's own words
