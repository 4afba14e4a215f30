"""As an instructor, in formgrader: release, collect, autograde through the judge, grade by hand, feedback.

The course folder is its own, with lesson 1 and an exchange. Two learners hand in: ada of the demo class,
and one whose notebook is broken. Formgrader opens from JupyterLab's menu; then its pages follow each other.
"""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import nbformat
import pytest
from browser import Chromium, errors, expect, needs_chromium, picture
from lab_server import BIN, Lab
from playwright.sync_api import FrameLocator, Locator, Page

from grader.demo.answer_files import submission
from grader.demo.demo_class import answers_of
from grader.notebooks.cells import flagged
from grader.notebooks.paths import ROOT, read_in

pytestmark = [pytest.mark.slow, needs_chromium]

LESSON = "01-manual-gradients"
MOST = sum(cell.metadata.nbgrader.points for cell in flagged(read_in(ROOT / "source", LESSON), "grade"))
CONFIG = """
c = get_config()
load_subconfig("nbgrader_config.py", path={root!r})
c.Exchange.root = {exchange!r}
"""


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An instructor's home: the folder course/ with lesson 1's source, and an exchange."""
    home = tmp_path_factory.mktemp("home")
    (home / "exchange").mkdir()
    (home / "exchange").chmod(0o777)
    shutil.copytree(ROOT / "source" / LESSON, home / "course" / "source" / LESSON)
    config = CONFIG.format(root=str(ROOT), exchange=str(home / "exchange"))
    (home / "course" / "nbgrader_config.py").write_text(config)
    return home


@pytest.fixture(scope="module")
def page(home: Path) -> Iterator[Page]:
    with Lab([BIN / "jupyter", "lab"], home / "course", home) as lab, Chromium() as browser:
        page = browser.page()
        page.goto(lab.url("lab"))
        yield page


@pytest.fixture(scope="module")
def formgrader(page: Page) -> FrameLocator:
    """Formgrader inside JupyterLab."""
    page.get_by_role("menuitem", name="Nbgrader").click()
    page.get_by_role("menuitem", name="Formgrader").click()
    return page.frame_locator("#formgrader-iframe iframe")


def hand_in(home: Path, learner: str, text: str) -> None:
    """Put a learner's notebook into the exchange, as `nbgrader submit` does."""
    stamp = "2026-01-01 12:00:00.000000 UTC"
    inbound = home / "exchange/gradient-descent/inbound" / f"{learner}+{LESSON}+{stamp}+abcdefghijklmnopqrst"
    inbound.mkdir()
    (inbound / f"{LESSON}.ipynb").write_text(text)
    (inbound / "timestamp.txt").write_text(stamp)


def ada() -> tuple[Any, float]:
    """Ada's notebook, and the points that she deserves for all that is graded automatically."""
    (learner,) = [each for each in answers_of(LESSON, ROOT) if each.learner == "ada"]
    return submission(learner, read_in(ROOT / "source", LESSON), read_in(ROOT / "release", LESSON)), sum(
        learner.points.values()
    )


def press(formgrader: FrameLocator, button: Locator) -> str:
    """Press one of formgrader's buttons and close the window that says how it went."""
    button.click()
    modal = formgrader.locator("#success-modal, #error-modal")
    expect(modal).to_be_visible(timeout=120_000)
    said = modal.inner_text()
    modal.get_by_role("button", name="Close").last.click()
    expect(modal).to_have_count(0)
    return said


def test_release(page: Page, formgrader: FrameLocator, home: Path) -> None:
    row = formgrader.locator("tr", has_text=LESSON)
    expect(row).to_be_visible()
    assert "Successfully created" in press(formgrader, row.locator(".assign a"))
    assert "Successfully released" in press(formgrader, row.locator(".release a"))
    expect(row.locator(".status")).to_have_text("released")
    picture(page, "instructor-1-released")
    released = home / "exchange/gradient-descent/outbound" / LESSON / f"{LESSON}.ipynb"
    cells = nbformat.read(released, as_version=4).cells
    assert [cell.source for cell in cells] == [
        cell.source for cell in read_in(ROOT / "release", LESSON).cells
    ]


def test_collect(formgrader: FrameLocator, home: Path) -> None:
    hand_in(home, "ada", nbformat.writes(ada()[0]))
    hand_in(home, "mallory", "this is no notebook")
    row = formgrader.locator("tr", has_text=LESSON)
    assert "Successfully collected" in press(formgrader, row.locator(".collect a"))
    expect(row.locator(".num-submissions a")).to_have_text("2")


def test_autograde_through_the_judge(page: Page, formgrader: FrameLocator) -> None:
    formgrader.locator("tr", has_text=LESSON).locator(".num-submissions a").click()
    broken, row = formgrader.locator("tr", has_text="mallory"), formgrader.locator("tr", has_text="ada")
    said = press(formgrader, broken.locator(".autograde a"))
    assert "mallory was not graded: The notebook is not valid JSON" in said
    assert "Successfully autograded" in press(formgrader, row.locator(".autograde a"))
    expect(row.locator(".status")).to_have_text("needs manual grading")
    expect(row.locator(".score")).to_have_text(f"{ada()[1]:g} / {MOST:g}")
    expect(broken.locator(".status")).to_have_text("needs autograding")  # no grade: neither 0 nor full marks
    expect(broken.locator(".score")).to_have_text("")
    picture(page, "instructor-2-autograded")


def test_grade_an_answer_by_hand(page: Page, formgrader: FrameLocator) -> None:
    formgrader.get_by_role("link", name="Manual Grading").click()
    for link in (
        LESSON,
        LESSON,
        "Submission #1",
    ):  # the assignment, its one notebook, its one graded submission
        formgrader.get_by_role("gridcell").get_by_role("link", name=link).click()
    answer = formgrader.locator(".nbgrader_cell", has_text="so it points uphill")
    for field in ".extra-credit", ".comment":  # filled once the page has fetched the grades and the comments
        expect(answer.locator(field)).to_have_attribute("placeholder", re.compile("."))
    with page.expect_response(
        lambda response: "/api/grade/" in response.url and response.request.method == "PUT"
    ):
        answer.locator(".score").fill("2")
        answer.locator(".score").press("Tab")
    with page.expect_response(
        lambda response: "/api/comment/" in response.url and response.request.method == "PUT"
    ):
        answer.locator(".comment").fill("Why is the slope only true close by?")
        answer.locator(".comment").blur()
    picture(page, "instructor-3-by-hand")


def test_feedback_and_points(page: Page, formgrader: FrameLocator, home: Path) -> None:
    formgrader.get_by_role("link", name="Manual Grading").first.click()
    formgrader.get_by_role("link", name="Manage Assignments").click()
    formgrader.locator("tr", has_text=LESSON).locator(".num-submissions a").click()
    row = formgrader.locator("tr", has_text="ada")
    expect(row.locator(".status")).to_have_text("graded")
    expect(row.locator(".score")).to_have_text(f"{ada()[1] + 2:g} / {MOST:g}")
    assert "Successfully generated feedback" in press(formgrader, row.locator(".generate-feedback a"))
    picture(page, "instructor-4-graded")
    page.goto((home / "course/feedback/ada" / LESSON / f"{LESSON}.html").as_uri())
    expect(page.get_by_text(f"Score: {ada()[1] + 2:g}")).to_be_visible()
    expect(page.get_by_text("Why is the slope only true close by?").first).to_be_visible()
    assert "from grader import reference" not in page.content()  # no hidden test
    picture(page, "instructor-5-feedback")
    assert [error for error in errors(page) if not error.startswith("Failed to load resource")] == []
