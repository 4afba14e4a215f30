"""The numbers of hidden tests: others for every notebook, the same at every grading, by a secret."""

import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from played_judge import Played, submit_and_grade
from small_course import ANSWERS, Course

from grader.nbgrading.course_secret import NAME, course_secret, draw
from grader.notebooks.errors import AuthorError

pytestmark = pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SAWarning")  # nbgrader's, harmless


def test_it_is_made_once_and_only_its_owner_can_read_it(tmp_path: Path) -> None:
    first = course_secret(tmp_path)
    assert course_secret(tmp_path) == first
    assert len(first) == 32
    assert stat.S_IMODE((tmp_path / NAME).stat().st_mode) == 0o600
    assert [path.name for path in tmp_path.iterdir()] == [NAME]


def test_two_courses_have_two(tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    assert course_secret(tmp_path) != course_secret(tmp_path / "other")


def test_many_that_make_it_at_once_get_the_same(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        for number in range(100):  # each time all eight find none
            root = tmp_path / str(number)
            root.mkdir()
            assert len(set(pool.map(course_secret, [root] * 8))) == 1
            assert [path.name for path in root.iterdir()] == [NAME]


@pytest.mark.parametrize("text", ["", "abc", "0" * 63, "g" * 64, "0" * 65, "0" * 64 + "\n\n"])
def test_a_file_that_holds_something_else_is_named_and_left_alone(tmp_path: Path, text: str) -> None:
    (tmp_path / NAME).write_text(text)
    with pytest.raises(AuthorError, match=r"gradebook\.secret does not hold the course's secret"):
        course_secret(tmp_path)
    assert (tmp_path / NAME).read_text() == text


def test_a_moved_secret_gives_the_same_numbers(tmp_path: Path) -> None:
    before = draw(tmp_path, "lesson", "lesson", "ab" * 32)
    (tmp_path / "moved").mkdir()
    (tmp_path / NAME).rename(tmp_path / "moved" / NAME)
    assert draw(tmp_path / "moved", "lesson", "lesson", "ab" * 32) == before
    assert draw(tmp_path, "lesson", "lesson", "ab" * 32) != before


def test_the_draw_depends_on_the_notebooks_bytes_and_on_nothing_else(course: Course, judge: Played) -> None:
    submit_and_grade(course, "anna")
    submit_and_grade(course, "ben")
    submit_and_grade(course, "anna")
    submit_and_grade(course, "carl", ANSWERS | {"end": "print('another end')"})
    anna, ben, again, carl = (task.draw for task in judge.tasks[-4:])
    assert anna == ben == again
    assert carl != anna
    assert len(anna) == 32


def test_follow_through_is_on_and_can_be_switched_off(course: Course, judge: Played) -> None:
    submit_and_grade(course, "anna")
    assert judge.tasks[-1].follow_through
    text = (course.root / "nbgrader_config.py").read_text()
    assert "# c.Judge.follow_through = False" in text
    (course.root / "nbgrader_config.py").write_text(text.replace("# c.Judge.follow", "c.Judge.follow"))
    submit_and_grade(course, "anna")
    assert not judge.tasks[-1].follow_through
    (course.root / "nbgrader_config.py").write_text(text)


def test_the_judge_knows_what_the_lesson_has_in_place_of_each_cell(course: Course, judge: Played) -> None:
    course.submit("anna", course.released({"gradient-solution": "def gradient(x, y, W):\n    return 0"}))
    course.autograde("anna")
    cells = {cell.name: cell for cell in judge.tasks[-1].cells}
    gradient = cells["gradient-solution"]
    assert (gradient.answer, gradient.lesson) == (True, ANSWERS["gradient-solution"])
    data = judge.tasks[-1].cells[0]
    assert (data.answer, data.lesson) == (False, data.source)
    assert cells["gradient-check"].lesson is None
