"""Feedback shows no hidden test and no mark scheme: not in a cell, nor in what an output quotes of it."""

from typing import Any

import pytest
from nbformat.v4 import new_raw_cell
from shown_notebook import answer, code, exporter, notebook_of, page_of, shown, text_of

from grader.nbgrading.pages.budget import Budget

pytestmark = pytest.mark.filterwarnings("error")
SECRET = "assert fit(41.5) == 83"
TEST = f"visible = 1\n### BEGIN HIDDEN TESTS\n{SECRET}\n### END HIDDEN TESTS\nalso_visible = 2"
SCHEME = "The task\n=== BEGIN MARK SCHEME ===\none point for the slope\n=== END MARK SCHEME ===\nis this"
TRACEBACK = [
    "\x1b[31m---------------------\x1b[39m",
    "\x1b[31mAssertionError\x1b[39m                      Traceback (most recent call last)",
    "\x1b[36mCell\x1b[39m\x1b[36m \x1b[39m\x1b[32mIn[5]\x1b[39m\x1b[32m, line 3\x1b[39m\n"
    "\x1b[32m      1\x1b[39m visible = 1\n"
    "\x1b[32m----> \x1b[39m\x1b[32m3\x1b[39m \x1b[38;5;28;01massert\x1b[39;00m fit(41.5) == 83\n",
    "\x1b[31mAssertionError\x1b[39m: not the slope",
]


def failed(name: str, message: str, lines: list[str]) -> dict[str, Any]:
    return {"output_type": "error", "ename": name, "evalue": message, "traceback": lines}


def of_stream(text: str, name: str = "stderr") -> dict[str, Any]:
    return {"output_type": "stream", "name": name, "text": text}


TEST_CELL = {"grade": True, "solution": False, "locked": True}
TASK = {"grade": False, "solution": False, "locked": True, "task": True}


def test_a_test_cell_shows_its_visible_part_alone() -> None:
    page = text_of(page_of(notebook_of(code(source=TEST, **TEST_CELL))))
    assert "visible = 1 also_visible = 2" in page
    assert SECRET not in page
    assert "HIDDEN" not in page


def test_a_task_shows_no_mark_scheme() -> None:
    page = text_of(page_of(notebook_of(answer(SCHEME, **TASK))))
    assert "The task is this" in page
    assert "slope" not in page


@pytest.mark.parametrize("source", [TEST, SCHEME])
@pytest.mark.parametrize("kind", ["markdown", "code", "raw", "plain markdown", "plain code", "locked"])
def test_a_region_is_hidden_in_every_kind_of_cell(source: str, kind: str) -> None:
    cell = {
        "markdown": answer(source),
        "code": code(source=source, solution=True),
        "raw": new_raw_cell(source, id="raw"),
        "plain markdown": answer(source) | {"metadata": {}},
        "plain code": code(source=source),
        "locked": code(source=source, grade=False, solution=False, locked=True),
    }[kind]
    html = page_of(notebook_of(cell))
    assert "41.5" not in html
    assert "slope" not in html


BEGIN, END = "# BEGIN HIDDEN TESTS\n", "# END HIDDEN TESTS\n"
BEGIN_SCHEME, END_SCHEME = "# BEGIN MARK SCHEME\n", "# END MARK SCHEME\n"
MIXED = {
    "one in the other": f"a\n{BEGIN}{BEGIN_SCHEME}{END_SCHEME}41.5\n{END}z",
    "crossing": f"a\n{BEGIN}{BEGIN_SCHEME}{END}41.5\n{END_SCHEME}z",
    "begun twice": f"a\n{BEGIN}{BEGIN}41.5\n{END}z",
    "two": f"a\n{BEGIN}41.5\n{END}{BEGIN}41.5\n{END}z",
    "never ended": f"a\nz\n{BEGIN}41.5",
    "ended first": f"a\n{END}{BEGIN}41.5\n{END}z",
    "on one line": f"a\nz\n{BEGIN.strip()} {END}41.5",
}


@pytest.mark.parametrize("source", MIXED.values(), ids=MIXED.keys())
def test_marks_may_stand_in_any_order(source: str) -> None:
    page = text_of(page_of(notebook_of(code(source=source, **TEST_CELL))))
    assert "41.5" not in page
    assert {"a", "z"} <= set(page.split())


def test_marks_are_those_of_the_configuration(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(exporter("feedback").config.ClearHiddenTests, "begin_test_delimeter", "VERSTECKT")
    monkeypatch.setitem(exporter("feedback").config.ClearHiddenTests, "end_test_delimeter", "ENDE")
    hide = exporter("feedback")._preprocessors[-2]
    monkeypatch.setattr(hide, "config", exporter("feedback").config)
    page = text_of(page_of(notebook_of(code(source="a\n# VERSTECKT\n41.5\n# ENDE\nz"))))
    assert "41.5" not in page


def errors(*cells: Any) -> list[str]:
    return [pre.get_text().strip() for pre in shown(page_of(notebook_of(*cells))).select(".output_error pre")]


def test_a_failed_test_with_a_hidden_part_shows_its_error_alone() -> None:
    cell = code(failed("AssertionError", "not the slope", TRACEBACK), source=TEST, **TEST_CELL)
    assert errors(cell) == ["AssertionError: not the slope"]
    assert errors(code(failed("AssertionError", "", TRACEBACK), source=TEST, **TEST_CELL)) == [
        "AssertionError"
    ]


def test_a_failed_test_without_a_hidden_part_shows_where_it_failed() -> None:
    (text,) = errors(code(failed("AssertionError", "", TRACEBACK), source=f"visible = 1\n\n{SECRET}"))
    assert SECRET in text


def test_what_the_judge_says_of_a_failed_check_stays() -> None:
    cell = code(failed("CheckFailed", "expected 1\ngot 2", ["expected 1", "got 2"]), source=TEST, **TEST_CELL)
    assert errors(cell) == ["expected 1\ngot 2"]


def test_no_name_of_an_error_keeps_the_lines_of_a_hidden_test() -> None:
    cell = code(failed("CheckFailed", "x", TRACEBACK), source=TEST, **TEST_CELL)
    assert errors(cell) == ["CheckFailed: x"]


def test_an_error_elsewhere_that_quotes_a_hidden_line_shows_its_error_alone() -> None:
    """As when a test calls a helper that an earlier test cell has hidden."""
    helper = code(source=TEST, **TEST_CELL)
    assert errors(helper, code(failed("E", "v", TRACEBACK), source="helper()")) == ["E: v"]
    plain = failed("E", "v", ['  File "x.py", line 3', f"    {SECRET}", "    ^^^^^^"])
    assert errors(helper, code(plain, source="helper()")) == ["E: v"]


def test_an_error_of_the_learners_own_stays_whole() -> None:
    own = failed("E", "v", ["----> 1 visible = 1", "E: v"])
    assert errors(code(source=TEST, **TEST_CELL), code(own, source="visible = 1"))[0].startswith(
        "----> 1 vis"
    )


def test_what_was_printed_quotes_no_hidden_line() -> None:
    """A warning quotes the line that it is about; so does a traceback that is printed."""
    warning = of_stream(f"<cell>:3: UserWarning: look\n  {SECRET}\nand more\n")
    page = text_of(page_of(notebook_of(code(warning, source=TEST, **TEST_CELL), code(warning))))
    assert page.count("UserWarning: look [a line of a hidden test] and more") == 2
    assert SECRET not in page


def test_short_lines_and_visible_ones_may_be_printed() -> None:
    hidden = "visible = 1\n### BEGIN HIDDEN TESTS\nvisible = 1\n)\n42\n### END HIDDEN TESTS"
    page = text_of(page_of(notebook_of(code(of_stream("visible = 1\n)\n42\n", "stdout"), source=hidden))))
    assert "visible = 1 ) 42" in page


def test_a_picture_of_a_mark_scheme_is_not_in_the_page(monkeypatch: pytest.MonkeyPatch) -> None:
    """Not even where the text is shown plain, with all its pictures below."""
    content = "iVBORw0KGgpzZWNyZXQ="
    scheme = SCHEME.replace("slope", "slope ![](attachment:scheme.png)").replace(
        "task", "![](attachment:a%20b)"
    )
    cell = answer(
        scheme, {"scheme.png": {"image/png": content}, "a b": {"image/png": "iVBORw0KGgo="}}, **TASK
    )
    monkeypatch.setattr("grader.nbgrading.pages.page.Budget", lambda: Budget(work=1))
    html = page_of(notebook_of(cell))
    assert content not in html
    assert "iVBORw0KGgo=" in html
