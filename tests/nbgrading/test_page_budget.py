"""A page keeps to its budget, whatever a notebook holds, counted in work, tags and bytes.

Each of some 80 hostile notebooks is as large as a submission may be. The seconds and megabytes that they take
`python -m tools.page_costs` prints: no test of time holds on a busy machine.
"""

import itertools

import nbformat
import pytest
from shown_notebook import KINDS, answer, code, notebook_of, page_of, shown

from grader.judge.outputs import cut
from grader.nbgrading.pages.budget import MAX_SHOWN, MAX_WORK, Budget, units
from grader.notebooks.paths import ROOT, lessons_below, read_in
from tools.hostile_pages import CASES
from tools.pages import page_and_budget

MOST_TAGS = 500_000  # 40,000 words that stand for a picture of no source, in each of six outputs
MOST_BYTES = 25_000_000  # pictures for the most part: they have a budget of their own


@pytest.mark.slow
@pytest.mark.parametrize(("name", "kind"), list(zip(CASES, itertools.cycle(KINDS), strict=False)))
def test_no_notebook_takes_a_page_over_its_budget(name: str, kind: str) -> None:
    """What is left of the budget is never less than nothing; a page that is shown in full has used it."""
    make, folder = CASES[name]
    html, budget = page_and_budget(nbformat.from_dict(make()), kind, folder)
    assert min(budget.work, budget.pictures) >= 0
    assert html.count("<") < MOST_TAGS
    assert len(html) < MOST_BYTES
    assert "the last words" in html


@pytest.mark.parametrize("lesson", lessons_below(ROOT / "source"))
def test_every_lesson_with_its_solutions_is_within_the_budget(
    monkeypatch: pytest.MonkeyPatch, lesson: str
) -> None:
    asked: list[int] = []
    monkeypatch.setattr(Budget, "allows", lambda self, work: asked.append(work) or True)
    page_of(read_in(ROOT / "source", lesson), "formgrader")
    assert 0 < sum(asked) < 2 * MAX_WORK / 3  # the rest is for what learners add


def test_what_does_not_fit_is_shown_as_it_was_written(monkeypatch: pytest.MonkeyPatch) -> None:
    for kind in KINDS:
        fits = units(len("The first words")) + units(len("*a*")) + 5  # for their HTML
        monkeypatch.setattr("grader.nbgrading.pages.page.Budget", lambda most=fits: Budget(work=most))
        page = shown(page_of(notebook_of(answer("*a*"), answer("*b*"), code(source="c = 1")), kind))
        assert [em.get_text() for em in page("em")] == ["a"]
        assert [pre.get_text() for pre in page("pre")] == ["*b*", "c = 1", "'the last words'"]


def test_a_long_text_is_cut_with_a_note() -> None:
    text = "word " * MAX_SHOWN
    for kind in KINDS:
        page = shown(page_of(notebook_of(answer(text), code(source=text)), kind))
        note = f"[cut here: {MAX_SHOWN:,} of {len(text):,} characters are shown]"
        assert page.get_text().count(note) == 2
        assert len(page.get_text()) < 2.1 * MAX_SHOWN
    assert cut(text, len(text)) == text
