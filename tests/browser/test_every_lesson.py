"""Every lesson in a real browser: released, it shows its formulas; solved, its pictures."""

import re
from collections.abc import Iterator

import pytest
from browser import Chromium, Notebook, errors, expect, needs_chromium, picture, solutions
from lab_server import BIN, Lab
from playwright.sync_api import Page

from grader.demo.lab import hand_out
from grader.notebooks.paths import ROOT, read_in

pytestmark = [pytest.mark.slow, needs_chromium]

LESSONS = sorted(path.name for path in (ROOT / "release").glob("*/"))


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    """One JupyterLab for all lessons; its page is so high that the whole of a lesson is drawn."""
    home = tmp_path_factory.mktemp("home")
    for lesson in LESSONS:
        hand_out(ROOT / "release" / lesson, home / "work" / lesson)
    with Lab([BIN / "jupyter", "lab"], home / "work", home) as lab, Chromium() as browser:
        page = browser.page(viewport={"width": 1180, "height": 20_000})
        page.goto(lab.url("lab"))
        page.wait_for_function("() => window.jupyterapp?.shell.isAttached")
        yield page


@pytest.fixture(scope="module", params=LESSONS)
def lesson(request: pytest.FixtureRequest, page: Page) -> Iterator[tuple[str, Notebook]]:
    """The name of a lesson, which is open in JupyterLab."""
    notebook = Notebook.open(page, f"{request.param}/{request.param}.ipynb")
    yield request.param, notebook
    notebook.close()


def formulas(text: str) -> int:
    """How many formulas stand in a Markdown text, outside of code."""
    text = re.sub(r"```.*?```|`[^`]*`|<code>.*?</code>", "", text, flags=re.DOTALL)
    return len(re.findall(r"\$\$.+?\$\$|(?<![\\$])\$[^$]+?\$", text, flags=re.DOTALL))


def test_a_lesson_opens_with_its_formulas_set(lesson: tuple[str, Notebook], page: Page) -> None:
    name, notebook = lesson
    document = read_in(ROOT / "release", name)
    assert notebook.ids() == [cell.id for cell in document.cells]
    texts = [cell.source for cell in document.cells if cell.cell_type == "markdown"]
    panel = page.locator(".jp-NotebookPanel:visible")
    expect(panel.locator(".jp-MarkdownCell .jp-RenderedMarkdown")).to_have_count(len(texts))
    expect(panel.locator(".jp-MarkdownCell mjx-container")).to_have_count(sum(map(formulas, texts)))
    expect(panel.locator("mjx-merror, [data-mjx-error]")).to_have_count(0)
    shown = panel.locator(".jp-MarkdownCell").all_inner_texts()
    assert [text for text in shown if re.search(r"\\(frac|mathrm|partial|cdot)\b|\$\$", text)] == []
    assert errors(page) == []


def test_a_solved_lesson_runs_and_shows_its_pictures(lesson: tuple[str, Notebook], page: Page) -> None:
    name, notebook = lesson
    notebook.fill(solutions(name))
    notebook.command("notebook:run-all-cells")
    panel = page.locator(".jp-NotebookPanel:visible")
    expect(
        panel.locator(".jp-OutputArea-output[data-mime-type='application/vnd.jupyter.error']")
    ).to_have_count(0)
    expect(
        panel.locator(".jp-OutputArea-output[data-mime-type='application/vnd.jupyter.stderr']")
    ).to_have_count(0)
    images = panel.locator(".jp-OutputArea img")
    print(name, images.count())
    assert images.count() > 2
    assert [image for image in images.all() if image.evaluate("image => image.naturalWidth") < 200] == []
    assert [image for image in images.all() if not image.get_attribute("alt")] == []
    picture(page, f"lesson-{name}")
    assert errors(page) == []
