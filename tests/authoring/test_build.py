"""Lessons become notebooks: the same bytes each time, and nothing of a person's is lost."""

import hashlib
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
import tiny_lesson as tiny
from built_course import cells, edit, release, source, tree
from nbgrader.api import Gradebook

from grader.__main__ import main
from grader.authoring import build
from grader.authoring.text_to_notebook import to_notebook
from grader.nbgrading.faithful import unfaithful
from grader.nbgrading.tasks import lesson_files
from grader.notebooks.errors import AuthorError
from grader.notebooks.paths import ROOT, notebook_in


@pytest.fixture
def course(tmp_path: Path) -> Path:
    return tiny.course(tmp_path)


@pytest.mark.slow
def test_two_builds_give_the_same_bytes(course: Path) -> None:
    build.build(course)
    first = tree(course)
    for name in build.TREES:
        shutil.rmtree(course / name)
    build.build(course)
    assert tree(course) == first


@pytest.mark.slow
def test_a_build_names_what_it_changed_and_then_has_nothing_to_do(course: Path) -> None:
    assert build.build(course) == [f"{name}/01-tiny/01-tiny.ipynb" for name in ("release", "source")]
    assert build.build(course) == []


@pytest.mark.slow
def test_the_trees_in_git_are_what_the_texts_say() -> None:
    assert build.stale(ROOT) == []  # `make lint` and CI ask the same


@pytest.mark.slow
@pytest.mark.parametrize("lesson", sorted(path.name for path in (ROOT / "source").glob("0*/")))
def test_the_judge_gives_each_lessons_solution_all_points_and_its_release_none(lesson: str) -> None:
    source = notebook_in(ROOT / "source", lesson)
    assert unfaithful(nbformat.read(source, as_version=4), lesson_files(source.parent)) == []


def test_a_lesson_whose_solution_does_not_pass_is_not_built(course: Path) -> None:
    build.build(course)
    before = tree(course)
    lesson = course / "lessons" / tiny.NAME / "lesson.md"
    lesson.write_text(tiny.TEXT.replace("twice(5) == 10", "twice(5) == 11"), "utf-8")
    with pytest.raises(AuthorError, match="twice-check: its own solution does not pass"):
        build.build(course)
    assert tree(course) == before


def test_stale_trees_are_named_and_left_alone(course: Path) -> None:
    build.build(course)
    lesson = course / "lessons" / tiny.NAME / "lesson.md"
    lesson.write_text(tiny.TEXT.replace("The end.", "The very end."), "utf-8")
    before = tree(course)
    assert build.stale(course) == ["release/01-tiny/01-tiny.ipynb", "source/01-tiny/01-tiny.ipynb"]
    assert tree(course) == before


def test_check_fails_when_something_is_stale(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(build, "stale", lambda: ["release/01-tiny/01-tiny.ipynb"])
    assert main(["build", "--check"]) == 1
    assert "make build" in capsys.readouterr().err


def test_files_that_no_lesson_makes_any_more_are_removed(course: Path) -> None:
    build.build(course)
    for name in build.TREES:
        shutil.copytree(course / name / tiny.NAME, course / name / "00-gone")
    assert build.build(course) == [f"{name}/00-gone/{tiny.NAME}.ipynb" for name in ("release", "source")]
    assert not list(course.glob("*/00-gone/*"))


def test_an_instructors_own_assignment_is_left_alone(course: Path) -> None:
    build.build(course)
    for name in build.TREES:
        (course / name / "quiz").mkdir()
        (course / name / "quiz" / "quiz.ipynb").write_text(nbformat.writes(nbformat.v4.new_notebook()))
        (course / name / "quiz" / "data.csv").write_text("1,2\n")
    before = tree(course)
    assert build.build(course) == []
    assert tree(course) == before


@pytest.mark.parametrize("name", ["data.csv", "01-tiny-Copy1.ipynb"])
def test_a_file_put_beside_a_source_notebook_is_not_deleted_without_a_word(course: Path, name: str) -> None:
    build.build(course)
    added = source(course).parent / name
    if added.suffix == ".ipynb":
        shutil.copy(source(course), added)
        edit(added, lambda found: found["why-answer"].update(source="A first draft."))
    else:
        added.write_text("1,2\n")
    with pytest.raises(AuthorError, match=rf"source/01-tiny/{name} belongs to no lesson.*FORCE=1"):
        build.build(course)
    assert added.exists()
    build.build(course, force=True)
    assert not added.exists()


def test_data_and_pictures_beside_the_lesson_come_along_but_not_its_translation(course: Path) -> None:
    lesson = course / "lessons" / tiny.NAME
    (lesson / "data").mkdir()
    (lesson / "data" / "scores.csv").write_text("1,2\n")
    (lesson / "ko.po").write_text("")
    build.build(course)
    for name in build.TREES:
        assert (course / name / tiny.NAME / "data" / "scores.csv").read_text() == "1,2\n"
        assert not list((course / name).rglob("*.po"))
        assert not list((course / name).rglob("*.md"))


def test_a_released_cell_has_a_stub_that_names_its_exercise(course: Path) -> None:
    build.build(course)
    line = 'raise NotImplementedError("twice: write your code here, in place of this line")'
    assert cells(release(course))["twice-solution"].source == f'def twice(x):\n    """Twice x."""\n    {line}'
    assert cells(release(course))["why-answer"].source == "YOUR ANSWER HERE"


def test_the_release_keeps_the_visible_check_only(course: Path) -> None:
    build.build(course)
    assert cells(release(course))["twice-check"].source == "# Check: twice\nassert twice(3) == 6"
    assert "assert twice(5) == 10" in cells(source(course))["twice-check"].source


def test_cell_ids_are_grade_ids_or_hashes_of_the_text_and_unique() -> None:
    notebook = to_notebook("One\n\n+++\n\nTwo\n\n+++\n\nOne\n\n+++\n\nOne\n")
    one, two = (hashlib.sha256(word).hexdigest()[:8] for word in (b"One", b"Two"))
    assert [cell.id for cell in notebook.cells] == [one, two, f"{one}-2", f"{one}-3"]
    assert "twice-solution" in {cell.id for cell in to_notebook(tiny.TEXT).cells}


def test_an_id_does_not_change_when_another_cell_does() -> None:
    before = [cell.id for cell in to_notebook(tiny.TEXT).cells]
    after = [cell.id for cell in to_notebook(tiny.TEXT.replace("Write it.", "Now write it.")).cells]
    assert sum(a != b for a, b in zip(before, after, strict=True)) == 1


@pytest.mark.slow
def test_nbgraders_own_command_gives_the_same_release_and_the_gradebook_knows_it(course: Path) -> None:
    build.build(course)
    built = release(course).read_bytes()
    words = ["nbgrader", "generate_assignment", "--force", tiny.NAME]  # as README says
    command = [sys.executable, "-m", *words]
    subprocess.run(command, cwd=course, check=True, capture_output=True)
    assert release(course).read_bytes() == built
    with Gradebook(f"sqlite:///{course / 'gradebook.db'}") as gradebook:
        assert gradebook.find_assignment(tiny.NAME).max_score == 3  # one by hand


def test_metadata_that_cannot_be_read_are_named_with_their_file_and_line(tmp_path: Path) -> None:
    course = tiny.course(tmp_path, tiny.TEXT.replace('+++ {"nbgrader"', '+++ {nbgrader"'))
    with pytest.raises(AuthorError, match=r"lessons/01-tiny/lesson.md: Markdown cell \d+ at line 5\d"):
        build.build(course)


def test_a_build_refuses_to_overwrite_an_edit_that_is_not_in_the_text(course: Path) -> None:
    build.build(course)
    edit(source(course), lambda found: found["why-answer"].update(source="Another reason."))
    with pytest.raises(AuthorError, match=r"01-tiny.ipynb was edited .* `make text`"):
        build.build(course)
    assert cells(source(course))["why-answer"].source == "Another reason."
    build.build(course, force=True)
    assert "Because two times" in cells(source(course))["why-answer"].source
