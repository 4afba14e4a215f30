"""Feedback begins with what to do next: an exercise by its name, a link to it, and why points are missing."""

from typing import Any

import pytest
from bs4 import BeautifulSoup
from nbformat.v4 import new_markdown_cell
from nbgrader.api import Gradebook
from played_judge import Played, failed, passed, submit_and_grade
from shown_notebook import answer, code, notebook_of, page_of
from small_course import ANSWERS, NAME, Course

from grader.notebooks.stub import stub

pytestmark = pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SAWarning")  # nbgrader's, harmless


def solution(name: str, source: str = "x = 1") -> Any:
    return code(source=source, grade_id=f"{name}-solution", grade=False)


def check(name: str, score: float, message: str = "", title: str = "") -> Any:
    error = {"output_type": "error", "ename": "CheckFailed", "evalue": message, "traceback": [message]}
    source = f"# Check: {title}\nassert x" if title else "assert x"
    settings = {"grade_id": f"{name}-check", "solution": False, "locked": True, "score": score}
    return code(*[error] * bool(message), source=source, **settings)


def top(*cells: Any) -> Any:
    """What stands above the notebook."""
    return BeautifulSoup(page_of(notebook_of(*cells)), "html.parser").select_one('[role="navigation"]')


def next_steps(*cells: Any) -> list[str]:
    return [" ".join(item.get_text().split()) for item in top(*cells).select("ul.next > li")]


def test_a_test_that_did_not_pass_says_why_with_a_link_to_it() -> None:
    message = "Not right yet: mse.\n  expected: 2.5\n  got:      5\n  hint:     Mean."
    (step,) = top(solution("mse"), check("mse", 0.0, message, "the loss")).select("ul.next > li")
    assert step.a["href"] == "#mse-check"
    assert step.a.get_text() == "the loss"
    assert "0.0 of 3.0 points" in step.get_text()
    assert step.pre.get_text() == message


def test_an_exercise_that_was_left_open_is_called_so() -> None:
    cells = solution("mse", stub("mse-solution")), check("mse", 0.0, "name 'mse' is not defined", "the loss")
    assert next_steps(*cells) == ["the loss: left open, 3.0 points to get"]


def test_where_nothing_is_missing_nothing_is_to_do() -> None:
    assert next_steps(solution("mse"), check("mse", 3.0)) == []
    assert "What to do next" not in top(check("mse", 3.0)).get_text()


def test_five_steps_are_enough_for_today() -> None:
    cells = [check(f"part-{number}", 1.0, f"message {number}") for number in range(8)]
    steps = next_steps(*cells)
    assert [step.rpartition(" ")[2] for step in steps] == ["0", "1", "2", "3", "4"]
    assert len(top(*cells).select("#toc li")) == 8


def test_what_is_not_among_the_five_says_why_in_the_list() -> None:
    cells = [check(f"part-{number}", 1.0, f"message {number}") for number in range(8)]
    folded = [each.get_text() for each in top(*cells).select("#toc li details pre")]
    assert folded == ["message 5", "message 6", "message 7"]


def test_what_counts_by_follow_through_says_what_was_put_right() -> None:
    note = "Counted with the lesson's own `step` in place of yours.\n"
    printed = {"output_type": "stream", "name": "stdout", "text": note}
    settings = {"solution": False, "locked": True}
    cells = [
        code(printed, grade_id=f"{name}-check", score=3.0, **settings) for name in ("descend", "fit")
    ] + [check("mse", 3.0)]
    items = [" ".join(item.get_text().split()) for item in top(*cells).select("#toc li")]
    assert items == [
        f"descend-check (Score: 3.0 / 3.0) {note.strip()}",
        f"fit-check (Score: 3.0 / 3.0) {note.strip()}",
        "mse-check (Score: 3.0 / 3.0)",
    ]


def test_a_persons_comment_stands_beside_the_points_that_it_explains() -> None:
    (step,) = top(answer("an essay", score=1.0, comment="Say *which* slope.")).select("ul.next > li")
    assert step.select_one(".said").get_text().split() == ["Comment:", "Say", "which", "slope."]
    assert step.em.get_text() == "which"
    assert top(answer("an essay", score=1.0, comment="Say why.")).get_text().count("Say why.") == 1


def test_a_comment_on_code_stands_beside_the_exercise_that_it_is_about() -> None:
    written = code(source="mse = 3", grade_id="mse-solution", grade=False, comment="You have no mean.")
    page = top(written, check("mse", 0.0, "Not right yet."), solution("fit"), check("fit", 0.0, "No."))
    first, second = page.select("ul.next > li")
    assert "You have no mean." in first.get_text()
    assert "mean" not in second.get_text()
    assert page.get_text().count("You have no mean.") == 1
    solved = top(written, check("mse", 3.0))
    assert "You have no mean." in solved.select_one("#toc").get_text()


def test_a_comment_on_full_points_is_in_the_list() -> None:
    (said,) = top(answer("an essay", score=3.0, comment="Well said.")).select("#toc .said")
    assert "Well said." in said.get_text()


def test_a_text_that_was_left_blank_is_called_so() -> None:
    blank = answer("YOUR ANSWER HERE", score=0.0, comment="No response.")
    assert next_steps(blank) == ["why-answer: left open, 3.0 points to get"]
    assert "omment" not in top(blank).get_text()
    assert "No response." in top(answer("words", score=0.0, comment="No response.")).get_text()


def test_nothing_of_a_comment_acts() -> None:
    hostile = "<script>alert(1)</script><img src=x onerror=alert(1)>"
    page = top(answer("an essay", score=1.0, comment=hostile))
    assert not page("script")
    assert not [tag for tag in page(True) if any(name.startswith("on") for name in tag.attrs)]


def test_an_answer_that_waits_has_no_points_yet_wherever_the_page_names_it() -> None:
    page = BeautifulSoup(page_of(notebook_of(answer("an essay", waits=True, score=0.0))), "html.parser")
    text = " ".join(page.get_text().split())
    assert "Student's answer not graded yet: up to 3.0 (Top)" in text
    assert "0.0 / 3.0" not in text
    assert "So far: 3.0 points more can come of answers that a person has not graded yet." in text
    graded = page_of(notebook_of(answer("an essay", waits=False, score=0.0)))
    assert "not graded yet" not in graded
    assert "So far" not in graded


def test_an_answer_that_waits_for_a_person_is_not_lost() -> None:
    text = new_markdown_cell("## In your own words")
    waiting = answer("an essay", waits=True, score=0.0)
    assert next_steps(text, waiting) == []
    (item,) = top(text, waiting).select("#toc li")
    assert " ".join(item.get_text().split()) == "In your own words (not graded yet: up to 3.0)"


def test_a_heading_names_the_first_exercise_below_it_and_a_grade_id_the_others() -> None:
    text = new_markdown_cell("# Lesson\n\n## Part\n\n### Exercise: the *slope*")
    names = [
        link.get_text() for link in top(check("a", 3.0), text, check("b", 3.0), check("c", 3.0)).select("a")
    ]
    assert names == ["a-check", "the *slope*", "c-check"]


def test_nothing_of_a_message_acts() -> None:
    hostile = "</pre></li><script>alert(1)</script><a href='#top'>100 of 100</a>"
    (step,) = top(check("mse", 0.0, hostile, "<b>the</b> loss")).select("ul.next > li")
    assert step.pre.get_text() == hostile
    assert len(step("a")) == 1
    assert step.a.get_text() == "<b>the</b> loss"


def test_a_long_message_is_cut() -> None:
    (step,) = top(check("mse", 0.0, "x" * 5_000)).select("ul.next > li")
    assert len(step.pre.get_text()) == 1_000


def test_the_page_of_a_graded_submission(course: Course, judge: Played) -> None:
    """By nbgrader's own command and gradebook: an essay waits, and then has the points that a person gave."""
    judge.verdict = lambda cell: failed(cell) if cell.name == "descend-check" else passed(cell)
    submit_and_grade(course, "anna", ANSWERS | {"why-answer": "Because."})
    page = course.root / "feedback" / "anna" / NAME / f"{NAME}.html"

    def items() -> list[str]:
        assert course.api().generate_feedback(NAME, "anna")["success"]
        shown = BeautifulSoup(page.read_text("utf-8"), "html.parser").select("ul.next > li, #toc li")
        return [" ".join(item.get_text().split()) for item in shown]

    assert items() == [
        "descend-check: 0.0 of 3.0 pointsexpected 1 got 2",
        "gradient-check (Score: 4.0 / 4.0)",
        "descend-check (Score: 0.0 / 3.0)",
        "pick-check (Score: 2.0 / 2.0)",
        "why-answer (not graded yet: up to 5.0)",
    ]
    with Gradebook(course.db_url) as gradebook:
        grade = gradebook.find_grade("why-answer", NAME, NAME, "anna")
        grade.manual_score, grade.needs_manual_grade = 4, False
        gradebook.db.commit()
    assert items()[-1] == "why-answer (Score: 4.0 / 5.0)"


def stopped(name: str, message: str) -> Any:
    """A cell that the judge has stopped."""
    error = {"output_type": "error", "ename": "Stopped", "evalue": message, "traceback": [message]}
    return code(error, source="while True: pass", grade_id=name, grade=False)


LIMIT = "This cell ran longer than 30 seconds."
UNDEFINED = "name 'descend' is not defined."


def test_a_limit_that_was_met_leads_the_list_with_a_link_to_the_cell() -> None:
    cells = stopped("descend-solution", LIMIT), check("descend", 0.0, UNDEFINED, "the steps")
    first, second = top(*cells).select("ul.next > li")
    assert first.a.get_text() == "the steps"
    assert first.pre.get_text() == LIMIT
    assert "begin here" in first.get_text()
    assert UNDEFINED in second.get_text()
    page = BeautifulSoup(page_of(notebook_of(*cells)), "html.parser")
    (place,) = page.find_all("a", attrs={"name": first.a["href"].removeprefix("#")})
    assert "while True" in place.find_next(class_="input_area").get_text()


@pytest.mark.parametrize(
    "message", ["Your code used more than 2 GB of memory.", "Your code ended the Python process."]
)
def test_every_limit_leads_whatever_cell_it_met(message: str) -> None:
    """A cell of the lesson's own has no name: its heading says where it is."""
    given = stopped("", message)
    del given.metadata["nbgrader"]
    steps = next_steps(new_markdown_cell("## The plot"), given, check("mse", 0.0, UNDEFINED))
    assert steps[0].startswith("The plot: begin here.")
    assert steps[0].endswith(message)


def test_where_all_points_are_there_a_limit_is_nothing_to_do() -> None:
    assert next_steps(stopped("mse-solution", LIMIT), check("mse", 3.0)) == []


def test_only_the_first_limits_are_named() -> None:
    many = [stopped(f"part-{number}-solution", LIMIT) for number in range(9)]
    assert len(next_steps(*many, check("mse", 0.0, UNDEFINED))) == 5 + 1


def test_a_learners_own_mark_is_no_stop() -> None:
    cell = solution("mse")
    cell.metadata["stopped"] = '"><script>'
    html = page_of(notebook_of(cell, check("mse", 0.0, UNDEFINED)))
    assert "begin here" not in html
    assert "><script>" not in html.partition('id="notebook"')[2].partition("mse-check")[0]
