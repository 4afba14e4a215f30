"""What nbgrader makes of the judge's verdicts: points, and the outputs that say so."""

from dataclasses import replace

import pytest
from played_judge import failed, passed, submit_and_grade
from small_course import ANSWERS, FULL, NONE

pytestmark = pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SAWarning")  # nbgrader's, harmless


def test_a_passed_test_gives_its_points_and_a_failed_one_none(course, judge):
    judge.verdict = lambda cell: failed(cell) if cell.name == "descend-check" else passed(cell)
    result = submit_and_grade(course, "anna")
    assert result["success"], result
    assert course.scores("anna") == FULL | {"descend-check": 0}


def test_a_failed_test_shows_its_message_and_no_traceback(course, judge):
    judge.verdict = failed
    submit_and_grade(course, "anna")
    outputs = [c.outputs for c in course.notebook("anna").cells if c.id == "gradient-check"]
    assert outputs == [
        [
            {
                "output_type": "error",
                "ename": "CheckFailed",
                "evalue": "expected 1\ngot 2",
                "traceback": ["expected 1", "got 2"],
            }
        ]
    ]
    assert course.scores("anna") == NONE


def odd(**entry):
    return lambda cell: replace(passed(cell), **entry)


RESULT = {"output_type": "execute_result", "data": {"text/plain": "1"}, "metadata": {}, "execution_count": 1}
STDERR = {"output_type": "stream", "name": "stderr", "text": "!"}


@pytest.mark.parametrize("value", [False, None, 1, "True", 0.5], ids=repr)
def test_only_true_is_a_pass(course, judge, value):
    judge.verdict = odd(passed=value)
    submit_and_grade(course, "anna")
    assert course.scores("anna") == NONE


@pytest.mark.parametrize("output", [RESULT, STDERR], ids=["a number as result", "stderr"])
def test_no_output_of_a_test_changes_its_verdict(course, judge, output):
    judge.verdict = odd(outputs=[output])
    submit_and_grade(course, "anna")
    assert course.scores("anna") == FULL
    judge.verdict = odd(outputs=[output], passed=False)
    submit_and_grade(course, "anna")
    assert course.scores("anna") == NONE


def test_the_task_holds_the_tests_of_the_source_and_the_files_of_the_lesson(course, judge):
    folder = course.submit("anna", course.released(ANSWERS | {"gradient-check": "pass"}))
    (folder / "mine.csv").write_text("mine")
    (folder / "numbers.csv").write_text("planted")
    course.autograde("anna")
    (task,) = judge.tasks
    cells = {cell.name: cell for cell in task.cells if cell.name}
    assert "reference.fresh_data" in cells["gradient-check"].source
    assert cells["gradient-solution"].source == ANSWERS["gradient-solution"]
    assert {name for name, cell in cells.items() if cell.kind == "test"} == set(FULL)
    assert task.files == {"numbers.csv": b"hours,score\n1,2\n", "mine.csv": b"mine"}
    assert sorted(path.name for path in (course.root / "autograded/anna/small").iterdir()) == [
        "numbers.csv",
        "small.ipynb",
    ]


def test_a_deleted_answer_that_is_graded_by_hand_waits_for_the_instructor(course, judge):
    nb = course.released(ANSWERS)
    nb["cells"] = [cell for cell in nb["cells"] if cell["id"] != "why-answer"]
    course.submit("anna", nb)
    assert course.autograde("anna")["success"]
    assert course.scores("anna") == FULL
