"""As a learner, in a real browser: `make lab`, exercises by typing, the slider, Validate, and handing in.

One JupyterLab serves the whole file, started by the command that `make lab` runs. The tests follow the
learner through lesson 1 from top to bottom.
"""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import nbformat
import pytest
from browser import Chromium, Notebook, box, expect, needs_chromium, picture, solutions
from lab_server import BIN, Lab
from playwright.sync_api import Locator, Page

from grader.demo.lab import hand_out
from grader.notebooks.paths import ROOT, read_in

pytestmark = [pytest.mark.slow, needs_chromium]

LESSON = "01-manual-gradients"
CONFIG = """
c = get_config()
c.CourseDirectory.course_id = "gradient-descent"
c.Exchange.root = {root!r}
"""
# What the learner writes: their own words, not the lesson's solution.
LAST_TIME = "def predict(x, weight, bias):\n    return bias + x * weight"
MSE_WRONG = "def mse(prediction, target):\n    error = prediction - target\n    return (error * error).sum()"
MSE = MSE_WRONG + " / prediction.numel()"
GRADIENT = (
    "def gradient(x, y, weight):\n    difference = x * weight - y\n    return 2 * torch.mean(difference * x)"
)
STEP = "def step(parameter, slope, lr):\n    change = lr * slope\n    return parameter - change"
DESCEND = """def descend(x, y, weight, lr, steps):
    weights = [weight]
    for number in range(steps):
        weights.append(step(weights[-1], gradient(x, y, weights[-1]), lr))
    return weights, [mse(predict(x, w, 0.0), y) for w in weights]"""
WORDS = "The slope points uphill, so we go downhill. The rate is small: a step that is too large jumps over."


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A learner's home, with an exchange where their teacher has released lesson 1."""
    home = tmp_path_factory.mktemp("home")
    exchange = home / "exchange"
    exchange.mkdir()
    exchange.chmod(0o777)
    (home / "config").mkdir()
    (home / "config" / "nbgrader_config.py").write_text(CONFIG.format(root=str(exchange)))
    hand_out(ROOT / "release" / LESSON, home / "course" / "release" / LESSON)
    subprocess.run(
        [BIN / "nbgrader", "release_assignment", LESSON],
        cwd=home / "course",
        env=os.environ | {"JUPYTER_CONFIG_DIR": str(home / "config"), "HOME": str(home)},
        check=True,
        capture_output=True,
    )
    return home


@pytest.fixture(scope="module")
def work(home: Path) -> Path:
    """The learner's copy of lesson 1; its first exercise was written last time."""
    hand_out(ROOT / "release" / LESSON, home / "work" / LESSON)
    path = home / "work" / LESSON / f"{LESSON}.ipynb"
    notebook = nbformat.read(path, as_version=4)
    (cell,) = [cell for cell in notebook.cells if cell.id == "predict-solution"]
    cell.source = LAST_TIME
    nbformat.write(notebook, path)
    return home / "work"


@pytest.fixture(scope="module")
def lab(home: Path, work: Path) -> Iterator[Lab]:
    with Lab([sys.executable, "-m", "grader", "lab", "1", "--folder", work, "--"], ROOT, home) as lab:
        yield lab


@pytest.fixture(scope="module")
def browser() -> Iterator[Chromium]:
    with Chromium() as browser:
        yield browser


@pytest.fixture(scope="module")
def page(browser: Chromium, lab: Lab) -> Page:
    """The page that `make lab` opens."""
    page = browser.page()
    page.goto(re.findall(r"Address: (\S+)", lab.words())[0])
    return page


@pytest.fixture(scope="module")
def notebook(page: Page) -> Notebook:
    return Notebook(page)


def test_the_lesson_opens_where_the_learner_left_it(lab: Lab, page: Page, notebook: Notebook) -> None:
    assert 'where you left: "Exercise: two errors"' in lab.words()
    heading = page.get_by_role("heading", name="Exercise: two errors")
    expect(heading).to_be_in_viewport()
    expect(page.locator(".jp-mod-active h3")).to_contain_text("Exercise: two errors")
    picture(page, "learner-1-opened")


def test_run_all_above_brings_last_time_back(page: Page, notebook: Notebook) -> None:
    page.get_by_role("menuitem", name="Run").click()
    page.get_by_role("menuitem", name="Run All Above Selected Cell").click()
    assert "predict(hours, 13.0, 1.0) = [27, 40, 53, 66]" in notebook.outcome("predict-check")
    figure = page.get_by_alt_text("the line 13 x + 1")
    assert figure.evaluate("image => image.naturalWidth") > 300


def test_a_wrong_answer_is_explained_and_a_right_one_confirmed(page: Page, notebook: Notebook) -> None:
    notebook.write("mse-solution", MSE_WRONG)
    notebook.run("mse-solution")
    said = notebook.run("mse-check")
    folded = notebook.show("mse-check").locator(".jp-InputPlaceholder")
    assert folded.inner_text().strip() == "# Check: mse"
    assert box(folded)["height"] < 40  # one line
    assert "✗" in said
    assert re.search(r"expected: +2\.5\s+got: +5\b", said)
    assert "Traceback" not in said
    hint = notebook.show("mse-check").locator(".jp-OutputArea details")
    expect(hint).not_to_have_attribute("open", "")
    hint.locator("summary").click()
    expect(hint.get_by_text("Square each error, then take the mean")).to_be_visible()
    picture(page, "learner-2-explained")

    notebook.write("mse-solution", MSE)
    notebook.run("mse-solution")
    said = notebook.run("mse-check")
    assert "✓" in said
    assert "✗" not in said
    picture(page, "learner-3-confirmed")


def test_a_click_unfolds_a_check(page: Page, notebook: Notebook) -> None:
    check = notebook.show("mse-check")
    expect(check.locator(".cm-content")).not_to_be_visible()
    check.locator(".jp-InputPlaceholder .jp-Placeholder-content").click()
    expect(check.locator(".cm-content")).to_contain_text("from course.checks import expect")
    check.locator(".jp-InputCollapser").click()
    expect(check.locator(".cm-content")).not_to_be_visible()


@pytest.mark.parametrize(
    ("exercise", "before", "code", "confirmed"),
    [
        ("gradient", "x, y = data.identity_line()", GRADIENT, "gradient(x, y, 0.0) = -9.33333"),
        ("step", None, STEP, "step(0.0, -9.0, 0.1) = 0.9"),
        ("descend", None, DESCEND, "the weights of descend(x, y, 0.0, 0.03, 2) = [0, 0.28, 0.4816]"),
    ],
)
def test_an_exercise_is_written_and_confirmed(
    exercise: str, before: str, code: str, confirmed: str, notebook: Notebook
) -> None:
    if before:
        notebook.run(notebook.find(before))
    notebook.write(f"{exercise}-solution", code)
    notebook.run(f"{exercise}-solution")
    assert f"✓ {confirmed}" in notebook.run(f"{exercise}-check")


def test_the_slider_changes_the_picture_and_its_words(page: Page, notebook: Notebook) -> None:
    cell = notebook.find("pictures.slider(")
    notebook.run(cell)
    output = notebook.show(cell).locator(".jp-OutputArea")
    drawn = output.get_by_role("img")
    expect(drawn).to_have_attribute("alt", re.compile("10 steps of descent"))
    assert box(drawn)["width"] <= box(output)["width"]  # nothing of it is cut off
    source, words = drawn.get_attribute("src"), drawn.get_attribute("alt")
    knob = box(output.get_by_role("slider"))
    x, y = knob["x"] + knob["width"] / 2, knob["y"] + knob["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 250, y, steps=5)
    page.mouse.up()
    expect(drawn).not_to_have_attribute("alt", words or "")
    expect(drawn).not_to_have_attribute("src", source or "")
    picture(page, "learner-4-slider")


def test_the_table_of_contents_names_every_exercise(page: Page) -> None:
    page.keyboard.press("Control+Shift+K")
    contents = page.locator(".jp-TableOfContents")
    document = read_in(ROOT / "release", LESSON)
    text = "\n".join(cell.source for cell in document.cells if cell.cell_type == "markdown")
    exercises = re.findall(r"^### (Exercise: .*)$", text, re.MULTILINE)
    assert len(exercises) > 15
    for name in exercises:
        expect(contents.get_by_text(name, exact=True)).to_have_count(1)
    contents.get_by_text("Exercise: the best line", exact=True).click()
    expect(page.get_by_role("heading", name="Exercise: the best line")).to_be_in_viewport()
    picture(page, "learner-5-contents")
    page.keyboard.press("Control+Shift+K")


def validate(page: Page) -> Locator:
    """Press Validate; returns the dialog that answers."""
    page.get_by_role("button", name="Validate").click()
    dialog = page.locator(".nbgrader-ErrorDialog, .nbgrader-SuccessDialog")
    expect(dialog).to_be_visible(timeout=120_000)
    return dialog


def test_validate_fails_while_an_exercise_is_open_or_the_free_text_is_blank(
    page: Page, notebook: Notebook
) -> None:
    dialog = validate(page)
    expect(dialog).to_contain_text("The following cell failed")
    expect(dialog).to_contain_text("name 'meaning_choice' is not defined")
    expect(dialog).to_contain_text("YOUR ANSWER HERE")
    expect(dialog).not_to_contain_text("mse(torch.tensor")  # what is right is not named
    picture(page, "learner-6-validate-fails")
    dialog.get_by_role("button", name="Ok").click()


def test_validate_passes_when_all_is_written(page: Page, notebook: Notebook) -> None:
    written = {f"{exercise}-solution" for exercise in ("predict", "mse", "gradient", "step", "descend")}
    notebook.fill({cell: code for cell, code in solutions(LESSON).items() if cell not in written})
    notebook.show("words-answer").dblclick()
    notebook.write("words-answer", WORDS)
    page.keyboard.press("Control+Enter")
    dialog = validate(page)
    expect(dialog).to_contain_text("Success! Your notebook passes all the tests")
    picture(page, "learner-7-validate-passes")
    dialog.get_by_role("button", name="Ok").click()


def test_the_learner_hands_in(page: Page, notebook: Notebook, home: Path) -> None:
    page.get_by_role("menuitem", name="Nbgrader").click()
    page.get_by_role("menuitem", name="Assignment List").click()
    page.locator("#fetched_assignments_list").get_by_role("button", name="Submit").click()
    expect(page.locator("#submitted_assignments_list")).to_contain_text(LESSON)
    picture(page, "learner-8-handed-in")
    (handed_in,) = (home / "exchange/gradient-descent/inbound").glob(f"*/{LESSON}.ipynb")
    cells = {cell.id: cell.source for cell in nbformat.read(handed_in, as_version=4).cells}
    assert cells["mse-solution"] == MSE
    assert cells["words-answer"] == WORDS
