"""As an instructor, grading all answers to one exercise in turn, by keyboard, with the rubric in view.

One server serves all tests, which follow each other; the last one ends it.
"""

import copy
import re
from collections.abc import Iterator
from datetime import datetime

import pytest
from browser import Chromium, errors, expect, needs_chromium, picture
from lab_server import BIN, Lab
from nbgrader.api import Gradebook
from played_judge import play
from playwright.sync_api import Page, Route
from small_course import NAME, SOURCE, Course

pytestmark = [
    pytest.mark.slow,
    needs_chromium,
    pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SAWarning"),  # nbgrader's, harmless
]
ANSWERS = {"anna": "Because it is steep.", "ben": "It is flat.", "cleo": " "}
RUBRIC = "Steep.\n\n### BEGIN MARK SCHEME\n- 5 points: it says steep\n### END MARK SCHEME"
LIST = f"formgrader/gradebook/{NAME}/{NAME}"


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Course:
    """Three learners were graded: two wrote an answer."""
    source = copy.deepcopy(SOURCE)
    next(cell for cell in source.cells if cell.id == "why-answer").source = RUBRIC
    with pytest.MonkeyPatch.context() as patches:
        play(patches)
        course = Course(tmp_path_factory.mktemp("course"), source)
        for student, text in ANSWERS.items():
            course.submit(student, course.released({"why-answer": text}))
        assert course.autograde()["success"]
    return course


@pytest.fixture(scope="module")
def lab(course: Course, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    with Lab([BIN / "jupyter", "lab"], course.root, tmp_path_factory.mktemp("home")) as lab:
        yield lab


@pytest.fixture(scope="module")
def page(lab: Lab) -> Iterator[Page]:
    with Chromium() as browser:
        page = browser.page()
        page.goto(lab.url("lab"))  # the browser is known from now on
        yield page


def points(course: Course) -> dict[str, float | None]:
    """What a person gave each learner for the answer."""
    with Gradebook(course.db_url) as gradebook:
        return {
            student: gradebook.find_grade("why-answer", NAME, NAME, student).manual_score
            for student in ANSWERS
        }


def answer_on(page: Page) -> str:
    """The answer that is shown, once the cursor is in its field for points."""
    expect(page.locator("#why-answer")).to_be_focused()
    cell = page.locator(".nbgrader_cell", has=page.locator("#why-answer"))
    return cell.locator(".text_cell_render").inner_text().strip()


def test_all_answers_to_an_exercise_in_turn(course: Course, lab: Lab, page: Page) -> None:
    page.goto(lab.url("formgrader/gradebook"))
    row = page.locator("#by-exercise tbody tr")
    expect(row.get_by_role("link", name="Grade 2 in turn")).to_be_visible()
    picture(page, "by-hand-0-open")
    row.get_by_role("link", name=NAME).click()
    expect(row).to_contain_text("why-answer")
    assert [cell.inner_text() for cell in row.locator("td").all()][1:] == ["5", "Grade 2 in turn", "0", "1"]
    picture(page, "by-hand-1-exercises")

    page.get_by_role("link", name="Grade 2 in turn").click()
    given = {"Because it is steep.": "5", "It is flat.": "1.5"}
    first = answer_on(page)
    expect(page.locator(".below .rubric")).to_contain_text("5 points: it says steep")
    expect(page.locator(".below .queue")).to_contain_text("1 more open")
    expect(page.locator(".below .queue")).to_be_in_viewport()  # the rubric is in view, and the way on
    page.wait_for_timeout(500)  # formgrader scrolls for half a second
    picture(page, "by-hand-2-answer")
    page.keyboard.type(given.pop(first))
    page.keyboard.press("Control+Enter")

    expect(page.locator(".below .queue")).to_contain_text("no other answer is open")
    ((second, rest),) = given.items()
    assert answer_on(page) == second
    page.keyboard.type(rest)
    page.locator("#why-answer-comment").fill("Look again.")
    page.get_by_role("link", name="Back to all exercises").click()  # saves the comment first

    expect(page.locator("#main-table tr")).to_have_count(3)
    expect(row.get_by_role("link", name="in turn")).to_have_count(0)
    assert points(course) == {"anna": 5, "ben": 1.5, "cleo": None}
    with Gradebook(course.db_url) as gradebook:
        comments = {student: gradebook.find_comment("why-answer", NAME, NAME, student) for student in ANSWERS}
        written = {
            student for student, comment in comments.items() if comment.manual_comment == "Look again."
        }
    assert written == ({"ben"} if second == "It is flat." else {"anna"})

    row.locator("summary").click()
    row.get_by_role("link", name=re.compile("#[123]")).click()
    assert answer_on(page) == ""
    expect(page.locator("#why-answer-comment")).to_have_attribute(
        "placeholder", "No answer: the cell is empty."
    )
    assert errors(page) == []


def test_a_due_date_in_no_time_zone_is_not_saved_and_the_window_says_why(
    course: Course, lab: Lab, page: Page
) -> None:
    page.goto(lab.url("formgrader/manage_assignments"))
    page.locator("tr", has_text=NAME).locator(".edit a").click()
    window = page.locator("#edit-assignment-modal")
    window.locator(".modal-duedate").fill("2031-02-03T18:00")
    window.locator(".modal-timezone").fill("Seoul")
    window.get_by_role("button", name="Save").click()
    told = window.get_by_role("alert")
    expect(told).to_have_text("Not saved: there is no time zone 'Seoul'. Did you mean Asia/Seoul?")
    expect(window.locator("button.save")).to_have_text("Save")
    picture(page, "due-date-refused")
    window.locator(".modal-timezone").fill("Asia/Seoul")
    window.get_by_role("button", name="Save").click()
    expect(window).to_have_count(0)
    with Gradebook(course.db_url) as gradebook:
        assert gradebook.find_assignment(NAME).duedate == datetime(2031, 2, 3, 9)


def test_where_saving_fails_otherwise_the_page_says_so(lab: Lab, page: Page) -> None:
    """A gradebook that is gone, say."""
    page.goto(lab.url("formgrader/manage_students"))
    page.route("**/formgrader/api/student/*", lambda route: route.fulfill(status=500))
    page.locator("tr", has_text="anna").locator(".edit a").click()
    window = page.locator("#edit-student-modal")
    window.get_by_role("button", name="Save").click()
    expect(window.get_by_role("alert")).to_contain_text("Not saved: Formgrader's server answered 500")
    expect(window.locator("button.save")).to_have_text("Save")
    page.unroute("**/formgrader/api/student/*")


def test_what_there_is_not_is_not_found(lab: Lab, page: Page) -> None:
    for place in f"{NAME}/{NAME}/pick-check", f"{NAME}/other/why-answer", f"other/{NAME}/why-answer":
        response = page.goto(lab.url(f"formgrader/by_hand/{place}/next"))
        assert response
        assert response.status == 404
    page.goto(lab.url("formgrader/gradebook/other/other"))
    expect(page.get_by_role("heading", name="Manual Grading")).to_be_visible()
    expect(page.locator("#by-exercise")).to_have_count(0)


def test_where_nothing_is_open_nothing_is_listed_as_open(lab: Lab, page: Page) -> None:
    page.goto(lab.url("formgrader/gradebook"))
    expect(page.locator("#main-table a").first).to_be_visible()
    expect(page.locator("#by-exercise")).to_have_count(0)


def test_an_answer_can_be_graded_without_its_source(course: Course, lab: Lab, page: Page) -> None:
    course.source.write_text("{}")
    page.goto(lab.url(LIST))
    page.locator("#by-exercise summary").click()
    page.locator("#by-exercise").get_by_role("link", name=re.compile("#[123]")).click()
    answer_on(page)
    expect(page.locator(".rubric")).to_contain_text("small.ipynb in source/ is no whole notebook")


@pytest.mark.parametrize("late", ["grades", "comments"])
def test_typing_begins_when_points_and_comments_are_there(
    course: Course, lab: Lab, page: Page, late: str
) -> None:
    """What comes late takes nothing away that was typed."""

    def wait(route: Route) -> None:
        expect(page.locator("#why-answer")).to_be_disabled()
        expect(page.locator("#why-answer-comment")).to_be_disabled()
        route.continue_()

    page.goto(lab.url(LIST))
    page.locator("#main-table").get_by_role("link", name="Submission #1").click()
    page.wait_for_load_state("networkidle")
    page.route(f"**/api/{late}?*", wait, times=1)
    page.evaluate("location.hash = 'why-answer'; location.reload()")
    answer_on(page)
    page.keyboard.type("2.5")
    page.keyboard.press("Tab")
    page.wait_for_load_state("networkidle")
    expect(page.locator("#why-answer")).to_have_value("2.5")
    assert 2.5 in points(course).values()


def test_fields_stay_closed_where_the_points_cannot_be_read(lab: Lab, page: Page) -> None:
    page.goto(lab.url(LIST))
    page.route("**/api/grades?*", lambda route: route.abort(), times=1)
    page.locator("#main-table").get_by_role("link", name="Submission #1").click()
    expect(page.locator("#statusmessage")).to_contain_text("could not be read")
    expect(page.locator("#why-answer")).to_be_disabled()


def test_points_that_could_not_be_saved_keep_the_page(lab: Lab, page: Page) -> None:
    """What is typed takes the place of the old points."""
    page.goto(lab.url(LIST))
    page.locator("#main-table").get_by_role("link", name="Submission #1").click()
    page.evaluate("location.hash = 'why-answer'; location.reload()")
    answer_on(page)
    page.wait_for_load_state("networkidle")
    lab.process.terminate()
    lab.process.wait(20)
    page.keyboard.type("4")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#statusmessage")).to_have_text("Not saved. Is the server running?")
    expect(page.locator("#why-answer")).to_have_value("4")
