"""Formulas in feedback and in formgrader are set without a script, and whatever they hold is harmless."""

import re
from typing import Any

import pytest
from bs4 import BeautifulSoup
from hypothesis import given, settings
from hypothesis import strategies as st
from nbformat.v4 import new_markdown_cell
from shown_notebook import KINDS, answer, both, code, notebook_of, page_of, shown

from grader.nbgrading.pages.budget import Budget
from grader.nbgrading.pages.formulas import ATTRIBUTES, ELEMENTS, Formulas, mathml
from grader.notebooks.paths import ROOT, lessons_below, read_in

pytestmark = pytest.mark.filterwarnings("error")

CODE = re.compile(r"```.*?```|`[^`]*`|<code>.*?</code>", re.DOTALL)
FORMULA = re.compile(r"\$\$(.+?)\$\$|(?<![\\$])\$([^$]+?)\$", re.DOTALL)


@pytest.mark.parametrize("lesson", lessons_below(ROOT / "source"))
def test_every_formula_of_a_lesson_is_set(lesson: str) -> None:
    cells = [cell for cell in read_in(ROOT / "source", lesson).cells if cell.cell_type == "markdown"]
    formulas = sum(len(FORMULA.findall(CODE.sub("", cell.source))) for cell in cells)
    texts = [new_markdown_cell(cell.source) for cell in cells]
    assert formulas
    for kind in KINDS:
        page = shown(page_of(notebook_of(*texts), kind))
        assert len(page("math")) == formulas
        assert "$" not in page.get_text()


def test_a_formula_has_its_symbols_in_their_places() -> None:
    page = shown(page_of(notebook_of(answer(r"$$\frac{1}{m} \sum_{i=1}^{m} (H(x_i) - y_i)^2$$ and $W$"))))
    block, inline = page("math")
    assert (block["display"], inline["display"]) == ("block", "inline")
    assert [part.get_text() for part in block.mfrac.find_all("mrow")] == ["1", "m"]
    assert [part.get_text() for part in block.munderover.find_all(recursive=False)] == ["∑", "i=1", "m"]
    assert [part.get_text() for part in block.select("msub")] == ["xi", "yi"]


def test_an_output_in_latex_is_set() -> None:
    words, _ = both(code({"output_type": "display_data", "data": {"text/latex": "$x^2$"}, "metadata": {}}))
    assert "$" not in words


HOSTILE = {
    "a link": r"\href{javascript:alert(1)}{x}",
    "a style": r"\style{position: fixed; inset: 0}{x}",
    "a class": r"\class{panel}{x}",
    "an id": r"\cssId{notebook}{x}",
    "elements in a text": r"\text{</mtext></math><img src=x onerror=alert(1)>}",
    "elements": r"</math><script>alert(1)</script>",
    "an attribute": r'\color{red" onclick="alert(1)}x',
    "a black wall": r"\rule{100em}{100em}",
    "out of its line": r"\raise 100em x",
    "out of its box": r"\hspace{-100em}x\mskip -100mu",
    "nothing wide": r"\llap{xxxxxxxxx}\rlap{xxxxx}\smash{x}",
    "a huge sign": r"\Huge x",
    "numbers of signs": r"\unicode{60}script&#60;script&#x3c;",
    "a macro": r"\def\x{\x\x}\x \newcommand{\y}{\y\y}\y",
    "quotes": "\"'`<>&",
}


@pytest.mark.parametrize("latex", HOSTILE.values(), ids=HOSTILE.keys())
def test_a_formula_does_nothing_but_show_signs(latex: str) -> None:
    for kind in KINDS:
        page = shown(page_of(notebook_of(answer(f"before ${latex}$ and $$ {latex} $$ after")), kind))
        of_text = page.find(string=re.compile("before")).find_parent("div")
        harmless(of_text)
        assert "before" in of_text.get_text()
        assert "after" in of_text.get_text()


def harmless(shown: Any) -> None:
    """No element but those of formulas and texts, and no attribute that does more than set signs."""
    for element in shown.find_all():
        assert element.name in ELEMENTS | {"p", "code", "em", "pre", "br"}
        for name, value in element.attrs.items():
            assert re.fullmatch(ATTRIBUTES[name], value), (name, value)


@settings(deadline=None)
@given(st.text(st.sampled_from(list("\\{}[]()^_&$ax1 \n<>\"'#%~")) | st.characters(), max_size=60))
def test_any_text_becomes_harmless_signs(latex: str) -> None:
    harmless(BeautifulSoup(f"<p>{mathml(latex, block=False)}</p>", "html.parser"))


PIECES = r"\frac \sqrt \begin{matrix} \end{matrix} \left( \right) \text{x} { } ^ _ & \\ x \href \mathrm \not"


@settings(deadline=None)
@given(st.lists(st.sampled_from(PIECES.split()), max_size=40))
def test_any_commands_become_harmless_signs(pieces: list[str]) -> None:
    harmless(BeautifulSoup(f"<p>{mathml(' '.join(pieces), block=True)}</p>", "html.parser"))


def test_nobody_can_name_a_formula_that_is_not_there() -> None:
    text = 'a <img src="formula:1"> <img src="formula:x"> ![](formula:-1) <b title="$x$">b</b> $y$'
    page = shown(page_of(notebook_of(answer(text))))
    assert len(page("math")) == 1
    assert not page("img")


LONG = {  # the cap was set by how long such texts take: at most half a second each
    "fractions in fractions": r"\frac{" * 250 + "x" + "}{y}" * 250,
    "roots in roots": r"\sqrt{" * 280 + "x" + "}" * 280,
    "brackets": r"\left(" * 130 + "x" + r"\right)" * 130,
    "tables in tables": r"\begin{matrix}" * 60 + "x" + r"\end{matrix}" * 60,
    "open braces": "{" * 1_990,
}


@pytest.mark.parametrize("latex", LONG.values(), ids=LONG.keys())
def test_a_formula_that_is_long_or_deep_is_shown_as_it_was_written(latex: str) -> None:
    assert mathml(latex, block=False) == f"<code>${latex}$</code>"


def test_a_formula_of_more_than_2000_characters_is_shown_as_it_was_written() -> None:
    assert len(shown(page_of(notebook_of(answer(f"${'x' * 2_000}$ ${'y' * 2_001}$"))))("math")) == 1


@pytest.mark.parametrize(("formula", "most"), [("x", 476), ("x_1^2" * 40, 45), (r"\text{x}" * 200, 6)])
def test_of_many_formulas_the_first_are_set_and_all_can_be_read(formula: str, most: int) -> None:
    formulas = Formulas(Budget(work=40_000))
    for _ in range(most + 100):
        formulas.put_aside(formula, block=False)
    assert [text.startswith("<math") for text in formulas.found].count(True) == most
    assert all(formula in text for text in formulas.found[most:])
