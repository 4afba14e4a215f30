"""Lessons and feedback for people who do not see them, do not see their colours, or use no mouse.

Headings and links are checked in what learners get. Pictures are checked in lessons that were run from top
to bottom; the pages of those lessons, a page of feedback and a report are checked by axe-core in a browser.
What a keyboard can do in JupyterLab is checked in test_keyboard.py.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import combinations, pairwise
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from browser import Chromium, errors, needs_chromium, picture
from bs4 import BeautifulSoup
from colours import EYES, contrast, distance, lab, seen
from executed_lessons import LESSONS, Mark, Ran, run_lessons
from large_class import LargeClass
from nbconvert.exporters import HTMLExporter
from nbconvert.filters import markdown2html_mistune
from playwright.sync_api import Page
from rich.console import Console

from grader.__main__ import main
from grader.demo import demo_class as demo
from grader.demo.finished import grade_keys
from grader.notebooks.paths import ROOT, notebook_in, read_in

PAGES = ["README.md", "course/README.md", *LESSONS]
APART = 20  # in CIELAB: nearly ten times what is just noticeable, because lines are thin and points small


def markdown(page: str) -> BeautifulSoup:
    """The text of a Markdown file, or of a released notebook's Markdown cells, as HTML."""
    if page.endswith(".md"):
        text = (ROOT / page).read_text("utf-8")
    else:
        notebook = read_in(ROOT / "release", page)
        text = "\n\n".join(cell.source for cell in notebook.cells if cell.cell_type == "markdown")
    return BeautifulSoup(markdown2html_mistune(text), "html.parser")


# Text: what a screen reader makes a table of contents and a list of links of


@pytest.mark.parametrize("page", PAGES)
def test_headings_are_in_order_and_each_has_a_name_of_its_own(page: str) -> None:
    headings = [
        (int(tag.name[1]), tag.get_text().removesuffix("¶")) for tag in markdown(page)(re.compile(r"h\d"))
    ]
    levels, names = [level for level, _ in headings], [name for _, name in headings]
    assert levels[0] == 1
    assert levels.count(1) == 1
    deeper = [name for (before, _), (level, name) in pairwise(headings) if level > before + 1]
    assert deeper == []
    assert sorted(names) == sorted(set(names))
    assert "" not in names


@pytest.mark.parametrize("lesson", LESSONS)
def test_every_exercise_has_a_heading(lesson: str) -> None:
    notebook = read_in(ROOT / "release", lesson)
    without, heading = [], None
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            heading = (re.findall(r"^#+ (.*)", cell.source, re.MULTILINE) or [heading])[-1]
        elif cell.id.endswith("-solution"):
            without += [] if heading else [cell.id]
            heading = None  # the next exercise has one of its own
    assert without == []


@pytest.mark.parametrize("page", PAGES)
def test_links_and_pictures_have_a_text(page: str) -> None:
    html = markdown(page)
    vague = {"", "¶", "here", "this", "link", "click here", "read more"}
    links = [link for link in html("a") if "anchor-link" not in link.get_attribute_list("class")]
    assert [link for link in links if link.get_text().strip().lower() in vague] == []
    assert [link for link in links if link.get_text().startswith("http")] == []
    assert [image for image in html("img") if len(str(image.get("alt", "")).split()) < 5] == []


# Pictures


@pytest.fixture(scope="module")
def ran() -> dict[str, Ran]:
    return run_lessons()


def images(notebook: Any) -> list[tuple[str, str]]:
    """(alternative text, address) of all images that a run notebook shows, in outputs and in sliders."""
    outputs = [output for cell in notebook.cells for output in cell.get("outputs", [])]
    html = [output.data.get("text/html", "") for output in outputs if "data" in output]
    state = notebook.metadata.widgets["application/vnd.jupyter.widget-state+json"].state
    html += [model.state.value for model in state.values() if model.model_name == "HTMLModel"]
    found = [image for text in html for image in BeautifulSoup(text, "html.parser")("img")]
    return [(str(image.get("alt", "")), str(image["src"])) for image in found]


@pytest.mark.slow
@pytest.mark.parametrize("lesson", LESSONS)
def test_every_picture_made_in_code_has_words_of_its_own(lesson: str, ran: dict[str, Ran]) -> None:
    notebook, drawn = ran[lesson]
    shown = images(notebook)
    assert len(shown) == len(drawn) > 2
    assert [alt for alt, _ in shown if len(alt.split()) < 8 or not re.search(r"\d", alt)] == []
    alike = [
        alt for (alt, one), (other, another) in combinations(shown, 2) if alt == other and one != another
    ]
    assert alike == []


@pytest.mark.slow
@pytest.mark.parametrize("lesson", LESSONS)
def test_no_output_is_a_picture_without_words(lesson: str, ran: dict[str, Ran]) -> None:
    outputs = [output for cell in ran[lesson][0].cells for output in cell.get("outputs", [])]
    assert [output for output in outputs if output.output_type == "error"] == []
    kinds = {kind for output in outputs for kind in output.get("data", {})}
    assert kinds <= {"text/plain", "text/html", "application/vnd.jupyter.widget-view+json"}


@pytest.mark.slow
def test_every_slider_has_a_name(ran: dict[str, Ran]) -> None:
    models = [
        model
        for notebook, _ in ran.values()
        for model in notebook.metadata.widgets["application/vnd.jupyter.widget-state+json"].state.values()
    ]
    names = [model.state.description for model in models if model.model_name == "FloatSliderModel"]
    assert len(names) >= 3
    assert "" not in names


# Colours


def confused(marks: list[Mark]) -> Iterator[str]:
    """Pairs of marks that differ in nothing but a colour that some eyes cannot tell apart."""
    for one, other in combinations(marks, 2):
        same_form = {**one, "colour": ""} == {**other, "colour": ""}
        if same_form and one["colour"] != other["colour"]:
            for eyes in EYES:
                if distance(one["colour"], other["colour"], eyes) < APART:
                    yield f"{one['kind']}: {one['colour']} and {other['colour']} with {eyes}"


def test_what_differs_in_form_may_have_any_colour() -> None:
    red, green = ({"kind": "line", "colour": colour, "line": "-"} for colour in ("#d62728", "#2ca02c"))
    assert list(confused([red, green])) == ["line: #d62728 and #2ca02c with deuteranopia"]
    assert list(confused([red, green | {"line": "--"}])) == []


def is_shade(mark: Mark) -> bool:
    return mark["kind"] == "QuadContourSet inside"  # of a map, whose shades are ordered and named by a scale


@pytest.mark.slow
@pytest.mark.parametrize("lesson", LESSONS)
def test_what_a_picture_tells_apart_stays_apart_for_colour_blind_eyes(
    lesson: str, ran: dict[str, Ran]
) -> None:
    pictures = ran[lesson][1]
    found = {
        pair
        for each in pictures
        for axes in each["axes"]
        for pair in confused([mark for mark in axes if not is_shade(mark)])
    }
    assert found == set()


@pytest.mark.slow
@pytest.mark.parametrize("lesson", LESSONS)
def test_lines_points_and_texts_stand_out_from_what_is_behind_them(lesson: str, ran: dict[str, Ran]) -> None:
    pictures = ran[lesson][1]
    marks = [mark for each in pictures for axes in each["axes"] for mark in axes if not is_shade(mark)]
    assert {mark["colour"] for mark in marks if contrast(mark["colour"]) < 3} == set()
    texts = [text for each in pictures for text in each["texts"]]
    assert [text for text in texts if contrast(text[1], text[2]) < 4.5] == []


@pytest.mark.slow
def test_the_shades_of_a_map_are_ordered_by_lightness_and_a_path_stands_out_from_all(
    ran: dict[str, Ran],
) -> None:
    maps = [axes for _, pictures in ran.values() for each in pictures for axes in each["axes"]]
    maps = [axes for axes in maps if sum(map(is_shade, axes)) > 1]
    assert maps
    for axes in maps:
        shades = [mark["colour"] for mark in axes if is_shade(mark)]
        paths = [mark["colour"] for mark in axes if mark["kind"] == "line"]
        for eyes in EYES:
            lightness = [lab(seen(shade, eyes))[0] for shade in shades]
            assert lightness == sorted(lightness, reverse=True)
            assert min(distance(path, shade, eyes) for path in paths for shade in shades) > APART


def test_the_simulation_confuses_what_is_known_to_be_confused() -> None:
    red, green = "#d62728", "#2ca02c"  # matplotlib's own
    assert distance(red, green) > 100
    assert distance(red, green, "deuteranopia") < APART
    assert distance("#ff0000", "#7f6000", "protanopia") < distance("#ff0000", "#7f6000") / 2
    assert distance("#0000ff", "#008000", "tritanopia") < distance("#0000ff", "#008000") / 2
    for eyes in EYES:
        assert distance("#000000", "#ffffff", eyes) == pytest.approx(100, abs=0.1)
        assert distance("#777777", "#777777", eyes) == 0
        assert seen("#777777", eyes) == pytest.approx(seen("#777777", "all colours"), abs=1e-5)  # grey stays
    assert contrast("#000000") == pytest.approx(21)
    assert contrast("#767676") == pytest.approx(4.54, abs=0.01)  # the lightest grey that WCAG's text may have


# Pages


@pytest.fixture(scope="module")
def browser() -> Iterator[Chromium]:
    with Chromium() as chromium:
        yield chromium


@pytest.fixture(scope="module")
def feedback(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page of a learner who got some exercises wrong, made as `make demo` makes it."""
    folder, lesson = tmp_path_factory.mktemp("demo"), LESSONS[0]
    (learner,) = [each for each in demo.answers_of(lesson, ROOT) if each.learner == "emil"]
    demo.set_up(folder, demo.CONFIG.format(root=str(ROOT)))
    demo.generate_assignment(lesson, ROOT, folder)
    demo.hand_in(learner, lesson, folder)
    keys = grade_keys(lesson, [learner], ROOT, folder)
    demo.grade_all(lesson, [learner.learner], keys, folder, Console())
    return notebook_in(folder / "feedback" / learner.learner, lesson).with_suffix(".html")


# Whose contrast is nbconvert's, in its page for a notebook; the course publishes no such pages.
NBCONVERT = [
    [".jp-InputPrompt"],  # the grey "In [1]:" beside a cell
    [".highlight"],  # comments, numbers and operators in code
]


def findings(page: Page, pale: Sequence[list[str]] = ()) -> list[str]:
    """What axe-core calls serious or critical; elements in `pale` may have any contrast."""
    context = {"exclude": pale} if pale else None
    contrast = Axe().run(page, context, {"runOnly": ["color-contrast"]})
    others = Axe().run(page, options={"rules": {"color-contrast": {"enabled": False}}})
    return [
        f"{violation['id']}: {node['html'][:200]}"
        for violation in contrast.response["violations"] + others.response["violations"]
        for node in violation["nodes"]
        if violation["impact"] in ("serious", "critical")
    ]


def offline(page: Page) -> None:
    """MathJax and the widgets' viewer are not waited for."""
    page.route("http*://**/*", lambda route: route.abort())


@pytest.mark.slow
@needs_chromium
def test_axe_finds_what_is_wrong(browser: Chromium) -> None:
    page = browser.page()
    page.set_content(
        '<html><title>x</title><img src="x"><p style="color: #aaa">pale</p><p class=x>x</p></html>'
    )
    rules = {finding.split(":")[0] for finding in findings(page)}
    assert rules == {"html-has-lang", "image-alt", "color-contrast"}
    assert not [finding for finding in findings(page, [["p"]]) if finding.startswith("color-contrast")]


@pytest.mark.slow
@needs_chromium
@pytest.mark.parametrize("lesson", LESSONS)
def test_axe_finds_nothing_serious_in_a_lesson(
    lesson: str, ran: dict[str, Ran], browser: Chromium, tmp_path: Path
) -> None:
    html, _ = HTMLExporter(template_name="lab").from_notebook_node(
        ran[lesson][0], {"metadata": {"name": lesson}}
    )
    (tmp_path / "lesson.html").write_text(html, "utf-8")
    page = browser.page()
    offline(page)
    page.goto((tmp_path / "lesson.html").as_uri())
    assert page.locator("h1").count() == 1
    assert findings(page, NBCONVERT) == []


@pytest.mark.slow
@needs_chromium
def test_axe_finds_nothing_serious_in_the_feedback(feedback: Path, browser: Chromium) -> None:
    page = browser.page()
    offline(page)
    page.goto(feedback.as_uri())
    assert (
        page.get_by_role("navigation", name="Points").get_by_role("link", name="the best line").count() >= 1
    )
    assert page.locator("main h1").inner_text().startswith("Lesson 1")
    assert findings(page) == []
    picture(page, "feedback")
    page.locator(".output_error").first.scroll_into_view_if_needed()
    picture(page, "feedback-of-a-wrong-answer")


@pytest.mark.slow
@needs_chromium
def test_the_feedback_fits_a_phone_and_paper(feedback: Path, browser: Chromium) -> None:
    page = browser.page(viewport={"width": 390, "height": 844})
    offline(page)
    page.goto(feedback.as_uri())
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    picture(page, "feedback-on-a-phone")
    folded = page.locator("summary").first.locator("xpath=../*[2]")
    assert not folded.is_visible()
    page.emulate_media(media="print")
    assert folded.is_visible()


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The report on a class of thirty in two lessons."""
    folder = tmp_path_factory.mktemp("class")
    LargeClass(folder, 30, LESSONS[:2], alike=[(3, 5)])
    with pytest.MonkeyPatch.context() as patches:
        patches.chdir(folder)
        assert main(["report"]) == 0
    return folder / "report" / "class.html"


@pytest.mark.slow
@needs_chromium
@pytest.mark.parametrize("width", [1180, 390])
def test_axe_finds_nothing_serious_in_the_report(report: Path, browser: Chromium, width: int) -> None:
    page = browser.page(viewport={"width": width, "height": 844})
    page.goto(report.as_uri())
    for summary in page.locator("summary").all():
        if summary.is_visible():
            summary.click()
    assert findings(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert errors(page) == []
    page.locator("#lesson-1").scroll_into_view_if_needed()
    picture(page, f"report-{width}")
