"""A rubric is read where answers are graded, and nowhere else: not in a release, nor in feedback."""

import copy
import shutil
from collections.abc import Iterator
from typing import Any

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell
from nbgrader.api import Gradebook
from played_judge import Played
from shown_notebook import exporter, shown
from small_course import NAME, SOURCE, Course, nbgrader

from grader.nbgrading import faithful
from grader.nbgrading.feedback import SafeGenerateFeedback
from grader.nbgrading.rubrics import Rubric, rubrics_of
from grader.notebooks.paths import ROOT, lessons_below, notebook_in, read_in

SECRETS = ["shibboleth", "floor", "steep", "tidy", "MARK SCHEME", "c2VjcmV0"]
PICTURE = {"mine.png": {"image/png": "c2VjcmV0"}}
pytestmark = pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SAWarning")  # nbgrader's, harmless


def scheme(text: str) -> str:
    return f"### BEGIN MARK SCHEME\n{text}\n### END MARK SCHEME"


def source() -> Any:
    """The small course with three answers and a task, each with a rubric, in every form there is."""
    hand = {"grade": True, "solution": True}
    notebook = copy.deepcopy(SOURCE)
    why = next(cell for cell in notebook.cells if cell.id == "why-answer")
    why.source = f"Because of the shibboleth.\n\n{scheme('- 5 points: it says shibboleth')}"
    part = "Slope:\n### BEGIN SOLUTION\nsteep ![](attachment:mine.png)\n### END SOLUTION\n"
    part += scheme("2 points: steep")
    code = f"### BEGIN SOLUTION\ntidy = 1\n### END SOLUTION\n{scheme('# 3 points: **tidy**')}"
    notebook.cells += [
        new_markdown_cell("## Exercise: a valley", id="heading"),
        new_markdown_cell(
            f"Draw a valley.\n{scheme('4 points: it has a floor')}",
            id="draw",
            metadata=nbgrader("draw", task=True, locked=True, points=4),
        ),
        new_markdown_cell(
            part, id="part", metadata=nbgrader("part", points=2, **hand), attachments=copy.deepcopy(PICTURE)
        ),
        new_code_cell(code, id="code", metadata=nbgrader("code", points=3, **hand)),
    ]
    return notebook


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Course:
    with pytest.MonkeyPatch.context() as patches:  # its tests are right: other tests hold that
        patches.setattr(faithful, "refuse_unfaithful", lambda source, notebooks: None)
        return Course(tmp_path_factory.mktemp("course"), source())


@pytest.fixture
def graded(course: Course, judge: Played) -> Iterator[Course]:
    """Anna wrote two answers, which nobody has read yet; her code is as released."""
    course.submit("anna", course.released({"why-answer": "Because.", "part": "Slope: 2"}))
    assert course.autograde("anna")["success"]
    yield course
    for step in "submitted", "autograded", "feedback":
        shutil.rmtree(course.root / step, ignore_errors=True)
    with Gradebook(course.db_url) as gradebook:
        gradebook.remove_submission(NAME, "anna")


def read_by_a_person(course: Course, cell: str, points: float) -> None:
    with Gradebook(course.db_url) as gradebook:
        grade = gradebook.find_grade(cell, NAME, NAME, "anna")
        grade.manual_score, grade.needs_manual_grade = points, False
        gradebook.db.commit()


def feedback(course: Course) -> str:
    result = course.api().generate_feedback(NAME, "anna", False)
    assert result["success"], result
    return notebook_in(course.root / "feedback" / "anna", NAME).with_suffix(".html").read_text()


def told(text: str) -> list[str]:
    return [secret for secret in SECRETS if secret in text]


def test_a_release_has_no_word_of_a_rubric_or_of_the_answer_beside_it(course: Course) -> None:
    assert told(course.source.read_text()) == SECRETS  # which are all there to be found
    assert told(notebook_in(course.root / "release", NAME).read_text()) == []
    cells = {cell.id: cell.source for cell in read_in(course.root / "release", NAME).cells}
    assert cells["why-answer"] == "YOUR ANSWER HERE"
    assert cells["part"].strip() == "Slope:\nYOUR ANSWER HERE"
    assert cells["draw"] == "Draw a valley."


def test_the_gradebook_has_none_of_what_an_answer_is_graded_by(course: Course) -> None:
    """Else what was released would not be what an untouched answer is compared with."""
    with Gradebook(course.db_url) as gradebook:
        texts = {cell.name: cell.source for cell in gradebook.find_notebook(NAME, NAME).source_cells}
    assert told(texts["why-answer"] + texts["part"] + texts["code"]) == []


@pytest.mark.parametrize("cell", ["why-answer", "part", "code", "draw"])
def test_a_rubric_that_never_ends_is_not_released(course: Course, judge: Played, cell: str) -> None:
    before = course.source.read_bytes()
    notebook = nbformat.read(course.source, as_version=4)
    (one,) = [each for each in notebook.cells if each.id == cell]
    one.source = one.source.replace("### END MARK SCHEME", "")
    nbformat.write(notebook, course.source)
    result = course.generate()
    course.source.write_bytes(before)
    assert not result["success"]
    assert f"{NAME}.ipynb, cell {cell!r}: a mark scheme begins with the line" in result["log"]
    assert told(notebook_in(course.root / "release", NAME).read_text()) == []


def test_an_untouched_answer_beside_a_rubric_is_no_answer(graded: Course) -> None:
    with Gradebook(graded.db_url) as gradebook:
        grades = {name: gradebook.find_grade(name, NAME, NAME, "anna") for name in ("part", "code")}
        assert (grades["part"].auto_score, grades["part"].needs_manual_grade) == (None, True)
        assert (grades["code"].auto_score, grades["code"].needs_manual_grade) == (0, False)


def test_feedback_has_no_word_of_a_rubric(graded: Course) -> None:
    for cell, points in {"why-answer": 5, "part": 1, "draw": 4}.items():
        read_by_a_person(graded, cell, points)
    assert told(feedback(graded)) == []


def test_an_instructor_may_show_learners_the_rubrics_of_what_is_graded(
    graded: Course, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(SafeGenerateFeedback, "show_rubric", True)
    read_by_a_person(graded, "why-answer", 5)
    page = feedback(graded)
    assert told(page) == ["shibboleth", "tidy"]  # Anna's code was no answer: no person has to read it
    assert "it says shibboleth" in page
    assert "Because of the shibboleth" not in page  # the full answer is not for learners
    read_by_a_person(graded, "draw", 1)
    assert told(feedback(graded)) == ["shibboleth", "floor", "tidy"]


def test_feedback_is_made_anew_when_a_rubric_that_it_shows_was_mended(
    graded: Course, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = graded.source.read_text()
    monkeypatch.setattr(SafeGenerateFeedback, "show_rubric", True)
    read_by_a_person(graded, "why-answer", 5)
    feedback(graded)
    graded.source.write_text(before.replace("it says shibboleth", "it says another word"))
    assert "it says another word" in feedback(graded)
    graded.source.write_text(before)


def test_what_is_read_of_a_source_notebook(course: Course) -> None:
    found = rubrics_of(course.source, course.config())
    assert found["why-answer"] == Rubric(
        "why-answer", "- 5 points: it says shibboleth", "Because of the shibboleth."
    )
    assert found["draw"] == Rubric("a valley", "4 points: it has a floor")
    assert found["part"].answer == "Slope:\nsteep ![](attachment:mine.png)"
    assert found["code"].scheme == "3 points: **tidy**"
    assert found["code"].answer == "```python\ntidy = 1\n```"
    assert list(found) == ["why-answer", "draw", "part", "code"]
    assert rubrics_of(course.source.with_name("other.ipynb"), course.config()) == {}


def formgrader_page(course: Course, **said: Any) -> Any:
    """The page of Anna's submission, whose answers are followed by their rubrics."""
    rubrics = rubrics_of(course.source, course.config())
    below = {
        name: vars(rubric) | {"open": 0, "next": "", "all": ""} | said for name, rubric in rubrics.items()
    }
    resources = {"base_url": "", "notebook_id": NAME, "index": 0, "total": 1, "by_hand": below}
    path = notebook_in(course.root / "autograded" / "anna", NAME)
    return shown(exporter("formgrader").from_filename(str(path), resources)[0])


def test_a_person_who_grades_reads_the_rubric_and_a_full_answer_below_each_answer(graded: Course) -> None:
    page = formgrader_page(graded)
    below = [" ".join(box.get_text(" ").split()) for box in page.select(".cell + .below .rubric")]
    answer = "A full answer, from source/"
    assert below[0] == f"Rubric 5 points: it says shibboleth {answer} Because of the shibboleth."
    assert below[1] == "Rubric 4 points: it has a floor"
    assert below[2].startswith(f"Rubric 2 points: steep {answer} Slope: steep [picture mine.png")
    assert below[3] == f"Rubric 3 points: tidy {answer} tidy = 1"
    task = page.find(id="draw-comment").find_parent(class_="nbgrader_cell")
    assert "floor" not in task.get_text()  # it stands below, once


def test_nothing_that_a_rubric_or_a_name_holds_runs_on_the_page(graded: Course) -> None:
    page = formgrader_page(graded, scheme="<script>x()</script>", title="<script>y()</script>", next='"><b>')
    assert page.find("script") is None


def test_the_project_shows_no_rubric_unless_told_to(course: Course) -> None:
    assert "show_rubric" not in course.config().GenerateFeedback
    assert SafeGenerateFeedback.show_rubric.default_value is False


def test_every_lessons_rubric_can_be_shown() -> None:
    for lesson in lessons_below(ROOT / "lessons"):
        source = notebook_in(ROOT / "source", lesson)
        (rubric,) = rubrics_of(source, exporter("feedback").config).values()
        assert rubric.title == "In your own words"
        assert rubric.scheme.startswith("- 1 point: ")
        assert "Half an answer" in rubric.scheme
        assert len(rubric.answer) > 200
