"""Lesson 1 in JupyterLab with the keyboard alone: from the first cell to the last, and no mouse anywhere.

One JupyterLab serves the whole file; each test goes on where the one before it ended. The learner has
written all exercises on another day but two: these are written here.
"""

import contextlib
import re
from collections.abc import Iterator
from typing import Any

import nbformat
import pytest
from browser import STEP, Chromium, Notebook, errors, expect, needs_chromium, picture, solutions
from lab_server import BIN, Lab
from playwright.sync_api import Locator, Page, TimeoutError

from grader.notebooks.paths import ROOT, read_in

pytestmark = [pytest.mark.slow, needs_chromium]

LESSON = "01-manual-gradients"
WRITTEN_HERE = "predict-solution", "words-answer"
WORDS = "The slope points uphill, so we subtract it and walk downhill. A step that is too large jumps over."


def released() -> Any:
    return read_in(ROOT / "release", LESSON)


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    """The lesson, opened; what follows presses keys only."""
    home = tmp_path_factory.mktemp("home")
    notebook, written = released(), solutions(LESSON)
    for cell in notebook.cells:
        if cell.id not in WRITTEN_HERE:
            cell.source = written.get(cell.id, cell.source)
    nbformat.write(notebook, home / f"{LESSON}.ipynb")
    with Lab([BIN / "jupyter", "lab"], home, home) as lab, Chromium() as chromium:
        page = chromium.page()
        page.goto(lab.url(f"lab/tree/{LESSON}.ipynb"))
        Notebook(page)
        yield page


VISITED: list[str] = []  # the cells that the keyboard has reached, in order


def active(page: Page) -> tuple[str, str]:
    """The id of the active cell, and whether it is in command or edit mode."""
    cell, mode = page.evaluate(
        """() => {
            const notebook = window.jupyterapp.shell.currentWidget.content;
            return [notebook.activeCell.model.id, notebook.mode];
        }"""
    )
    VISITED.append(cell)
    return cell, mode


def walk(page: Page, key: str, to: str) -> None:
    """Press a key, once for each cell, until the cell `to` is the active one."""
    for _ in range(150):
        before, _ = active(page)
        if before == to:
            return
        page.keyboard.press(key)
        page.wait_for_function(
            "id => window.jupyterapp.shell.currentWidget.content.activeCell.model.id !== id", arg=before
        )
    raise AssertionError(f"{key} does not lead to {to}; it led to {VISITED[-10:]}")


def write(page: Page, *lines: str) -> None:
    """Replace the text of the active cell, line by line; the editor indents by itself."""
    page.keyboard.press("Enter")
    expect(page.locator(".jp-mod-active .cm-content")).to_be_focused()
    page.keyboard.press("Control+a")
    page.keyboard.type("\n".join(lines))


LOOK = """element => {
    const style = getComputedStyle(element);
    return [style.outlineStyle, style.boxShadow, style.backgroundColor, style.borderColor];
}"""


def tab_to(page: Page, what: str) -> Locator:
    """Press Tab until an element that fits a CSS selector has the focus, and see that it looks focused."""
    for _ in range(10):
        page.keyboard.press("Tab")
        focus = page.evaluate_handle("document.activeElement")
        if focus.evaluate("(element, what) => element.matches(what)", what):
            focused = focus.evaluate(LOOK)
            page.keyboard.press("Shift+Tab")
            assert focus.evaluate(LOOK) != focused
            page.keyboard.press("Tab")
            return page.locator(":focus")
    raise AssertionError(f"Tab does not lead to {what}")


def test_an_exercise_is_reached_and_a_wrong_answer_explained(page: Page) -> None:
    walk(page, "Shift+Enter", to="predict-solution")
    write(page, "def predict(x, weight, bias):", "return weight * x - bias")
    page.keyboard.press("Shift+Enter")
    assert active(page) == ("predict-check", "command")
    page.keyboard.press("Control+Enter")  # which stays: the arrow keys pass folded cells by
    expect(page.get_by_text("expected: [27, 40, 53, 66]")).to_be_visible(timeout=2 * STEP)


def test_the_hint_below_a_check_opens(page: Page) -> None:
    assert active(page) == ("predict-check", "command")
    hint = page.locator(".jp-OutputArea details", has_text="Multiply the whole tensor x by the weight")
    expect(hint).not_to_have_attribute("open", "")
    focus = tab_to(page, ".jp-OutputArea summary")
    expect(focus).to_have_text("Hint")
    page.keyboard.press("Enter")
    expect(hint).to_have_attribute("open", "")
    picture(page, "keyboard-hint")


def test_the_answer_is_mended_and_confirmed(page: Page) -> None:
    page.keyboard.press("Escape")
    walk(page, "ArrowUp", to="predict-solution")
    write(page, "def predict(x, weight, bias):", "return weight * x + bias")
    page.keyboard.press("Shift+Enter")
    page.keyboard.press("Shift+Enter")
    expect(page.get_by_text("✓ predict(hours, 13.0, 1.0) = [27, 40, 53, 66]")).to_be_visible()


def test_the_slider_moves_and_the_picture_with_it(page: Page) -> None:
    page.keyboard.press("Escape")
    (slider,) = [cell.id for cell in released().cells if "pictures.slider(" in cell.source]
    walk(page, "Shift+Enter", to=slider)
    page.keyboard.press("Shift+Enter")
    drawn = page.locator(".jupyter-widgets img")
    expect(drawn).to_have_attribute("alt", re.compile("^lr = 0[.]030[.] "), timeout=2 * STEP)
    before = drawn.get_attribute("src")
    walk(page, "ArrowUp", to=slider)
    focus = tab_to(page, "[role=slider]")
    page.keyboard.press("ArrowRight")
    expect(drawn).to_have_attribute("alt", re.compile("^lr = 0[.]035[.] "))
    assert drawn.get_attribute("src") != before
    page.keyboard.press("End")
    expect(drawn).to_have_attribute("alt", re.compile("^lr = 0[.]230[.] "))
    expect(focus).to_have_attribute("aria-valuetext", "0.23")
    page.keyboard.press("Home")
    expect(drawn).to_have_attribute("alt", re.compile("^lr = 0[.]005[.] "))
    picture(page, "keyboard-slider")


def test_an_answer_in_words_is_written(page: Page) -> None:
    page.keyboard.press("Escape")
    walk(page, "Shift+Enter", to="words-answer")
    write(page, WORDS)
    page.keyboard.press("Shift+Enter")
    expect(page.locator(".jp-RenderedMarkdown").get_by_text(WORDS)).to_be_visible()


def test_every_exercise_was_reached_and_passed(page: Page) -> None:
    ids = [cell.id for cell in released().cells]
    exercises = [cell for cell in ids if cell.endswith(("-solution", "-check", "-answer"))]
    assert [cell for cell in exercises if cell not in VISITED] == []
    failed = """() => window.jupyterapp.shell.currentWidget.content.widgets
        .map(cell => cell.model)
        .filter(model => model.id.endsWith('-check'))
        .filter(model => !JSON.stringify(model.outputs.toJSON()).includes('✓'))
        .map(model => model.id)"""
    with contextlib.suppress(TimeoutError):  # the last ones may still be running
        page.wait_for_function(f"() => ({failed})().length == 0", timeout=2 * STEP)
    assert page.evaluate(failed) == []
    assert errors(page) == []
