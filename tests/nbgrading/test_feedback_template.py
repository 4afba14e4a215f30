"""The page of feedback is nbgrader's, with our frame: what of its template ours stands on must be there."""

import re
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from jinja2 import Template
from nbgrader.server_extensions.formgrader import formgrader
from nbgrader.server_extensions.formgrader.handlers import template_path
from shown_notebook import KINDS, answer, code, configured, exporter, notebook_of, page_of

from grader.nbgrading.pages.page import TEMPLATES, FeedbackPage, FormgraderPage, Page

pytestmark = pytest.mark.filterwarnings("error")
OURS = (TEMPLATES / "accessible_feedback" / "index.html.j2").read_text("utf-8")


def template(name: str) -> Template:
    return exporter("feedback").environment.get_template(name)


def test_nbgraders_template_has_what_ours_overrides_and_uses() -> None:
    """A block of ours that it no longer has would be left out of the page, and nobody would be told."""
    ours = set(re.findall(r"{%-? *block (\w+)", OURS))
    nbgraders = template("feedback/index.html.j2").blocks
    assert ours == {"header", "body", "markdowncell", "input"}  # the last two: points and comments of cells
    assert ours <= set(nbgraders)
    assert "body_loop" in template("nbconvert/templates/base/null.j2").blocks
    text = (Path(template_path) / "feedback" / "index.html.j2").read_text("utf-8")
    head = text.partition("block header")[2].partition("endblock header")[0]
    shown = re.findall(r"{{ *([.\w]+)|for css in ([.\w]+)", head)
    assert {one or other for one, other in shown} == {
        "resources.nbgrader.notebook",
        "resources.include_css",
        "resources.inlining.css",
        "css",
        "mathjax",  # ours does without
    }


def test_a_page_of_feedback_may_load_run_and_send_nothing() -> None:
    page = page_of(notebook_of(answer("$x$")), "feedback")
    (policy,) = BeautifulSoup(page, "html.parser").find_all("meta", {"http-equiv": "Content-Security-Policy"})
    rules = dict(rule.split(maxsplit=1) for rule in policy["content"].split("; "))
    assert rules["default-src"] == rules["base-uri"] == rules["form-action"] == "'none'"
    assert set(rules) == {"default-src", "img-src", "style-src", "base-uri", "form-action"}
    assert rules["img-src"] == "data:"
    assert "<script" not in page
    assert "@font-face" not in page


def test_the_template_is_ours_whatever_nbgrader_names() -> None:
    page = exporter("feedback")
    assert page.template_name == "accessible_feedback"
    config = configured()
    config.HTMLExporter.template_name = "feedback"  # as formgrader's button does
    config.HTMLExporter.extra_template_basedirs = [template_path]
    assert FeedbackPage(config=config).template.filename == page.template.filename
    assert exporter("formgrader").template_name == "own_formgrade"


def test_formgrader_takes_our_exporter() -> None:
    configured()
    assert formgrader.HTMLExporter is FormgraderPage


@pytest.fixture(scope="module")
def page() -> Any:
    cells = [
        answer("an essay", comment="*well* done"),
        code(grade_id="fit-check", solution=False, score=1.0),
        code(grade_id="code-by-hand"),
        answer("a task", grade_id="do-this", grade=False, solution=False, task=True, comment="and this"),
        code(grade_id="fit-solution", grade=False, comment="look here"),
    ]
    return BeautifulSoup(page_of(notebook_of(*cells)), "html.parser")


def test_the_page_has_a_language_a_title_and_its_regions_once(page: Any) -> None:
    assert page.html["lang"] == "en"
    assert page.title.get_text() == "lesson"
    for tag in ("html", "head", "body", "main"):
        assert len(page(tag)) == 1
    (points,) = page.select('[role="navigation"]')
    assert points["aria-label"] == "Points"
    assert points.h4.get_text() == "lesson (Score: 2.0 / 3.0)"


def test_a_link_names_its_cell_and_leads_to_it(page: Any) -> None:
    links = {link.get_text(): link["href"] for link in page.select("#toc a")}
    assert links == {
        "why-answer": "#why-answer",
        "Comment on why-answer": "#comment-why-answer",
        "fit-check": "#fit-check",
        "code-by-hand": "#code-by-hand",
        "do-this": "#comment-do-this",  # of a task, nbgrader marks nothing else
        "Comment on do-this": "#comment-do-this",
        "Comment on fit-solution": "#comment-fit-solution",
    }
    anchors = {anchor["name"] for anchor in page("a") if anchor.has_attr("name")}
    assert {href.removeprefix("#") for href in links.values()} <= anchors


def test_points_and_comments_are_beside_their_cells(page: Any) -> None:
    text = " ".join(page.main.get_text().split())
    assert "Grade cell: fit-check Score: 1.0 / 3.0" in text
    for words in ("an essay Comments: well done", "a task Comments: and this", "Comments: look here"):
        assert words in text


def test_a_late_penalty_is_shown() -> None:
    page, names = (
        exporter("feedback"),
        {"notebook": "a<b", "score": 1.0, "max_score": 3.0, "late_penalty": 1.0},
    )
    html, _ = page.from_notebook_node(notebook_of(), {"nbgrader": names})
    assert "Late submission penalty (Score: -1.0)" in html
    assert "<title>a&lt;b</title>" in html


# The last resort


def test_a_page_that_cannot_be_made_is_shown_plain_with_a_note(
    monkeypatch: pytest.MonkeyPatch, caplog: Any
) -> None:

    rendered = Page.rendered
    tries: list[int] = []

    def fails_once(self: Any, nb: Any, resources: Any = None, **options: Any) -> Any:
        tries.append(1)
        if len(tries) % 2:
            raise MemoryError("too much")
        return rendered(self, nb, resources, **options)

    monkeypatch.setattr(Page, "rendered", fails_once)
    picture = {"output_type": "display_data", "metadata": {}, "data": {"image/png": "x", "text/plain": "y"}}
    stream = {"output_type": "stream", "name": "stdout", "text": "printed <b>"}
    error = {"output_type": "error", "ename": "E", "evalue": "v", "traceback": ["line 1", "E: v"]}
    for kind in KINDS:
        caplog.clear()
        page = BeautifulSoup(
            page_of(notebook_of(answer("*why*"), code(picture, stream, error)), kind), "html.parser"
        )
        text = " ".join(page.get_text().split())
        assert "This notebook could not be shown as usual" in text
        for words in ("*why*", "[image/png]", "printed <b>", "line 1 E: v", "/ 3.0"):
            assert words in text
        assert "is shown plain: MemoryError: too much" in caplog.text
    assert page.find(id="why-answer") is not None  # in formgrader, the field for the points


def test_what_no_cell_is_at_fault_for_is_no_page(monkeypatch: pytest.MonkeyPatch) -> None:
    """As when the gradebook cannot be read: a page without points would be wrong."""

    def fails(*arguments: Any, **options: Any) -> Any:
        raise OSError("no gradebook")

    monkeypatch.setattr("grader.nbgrading.pages.page.Page.rendered", fails)
    with pytest.raises(OSError, match="no gradebook"):
        page_of(notebook_of())


def test_names_are_text_on_formgraders_page() -> None:
    """nbgrader's template takes them for HTML, and folders may be called anything."""
    hostile = "<script>alert(1)</script>\"'"
    names = dict.fromkeys(("student", "last_name", "first_name", "notebook_path"), hostile)
    ours = {
        "submission_id": "1",
        "assignment_id": "a",
        "notebook_id": "n",
        "base_url": "",
        "index": 0,
        "total": 1,
    }
    html = str(exporter("formgrader").from_notebook_node(notebook_of(), names | ours)[0])
    page = BeautifulSoup(html, "html.parser")
    assert [script for script in page("script") if "alert" in script.get_text()] == []
    assert hostile in page.select_one("nav").get_text()


def test_formgraders_page_runs_and_loads_nothing_but_nbgraders_own() -> None:
    page = BeautifulSoup(page_of(notebook_of(answer("x")), "formgrader"), "html.parser")
    (policy,) = page.find_all("meta", {"http-equiv": "Content-Security-Policy"})
    assert policy["content"].startswith("default-src 'none'; script-src 'self' 'unsafe-hashes' 'sha256-")
    assert "'unsafe-inline'" not in policy["content"].partition("script-src")[2].partition(";")[0]
    files = [script["src"] for script in page("script") if script.get("src")]
    assert files
    assert all(file.startswith("/formgrader/static/") for file in files)
