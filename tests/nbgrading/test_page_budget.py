"""A page keeps to its budget, whatever a notebook holds: 2 seconds and 200 MB beyond an ordinary page.

Each of some 80 hostile notebooks is as large as a submission may be (`page_costs`). Time is CPU time, held
against that of a lesson's own page in the same run; a pattern that goes back over its text takes a hundred
times as long.
"""

import json
import os
import re
import subprocess
import sys

import pytest
from page_costs import CASES, ORDINARY
from shown_notebook import KINDS, answer, code, notebook_of, page_of, shown

from grader.judge.outputs import cut
from grader.nbgrading.pages.budget import MAX_SHOWN, MAX_WORK, Budget, units
from grader.notebooks.paths import ROOT, lessons_below, read_in

MOST_TIME = 20  # times that of an ordinary page, which takes 0.2 s where 2 s are 11 times as much
MOST_MEMORY = 200  # MB


@pytest.fixture(scope="module")
def costs() -> dict[str, list[float]]:
    """What each page costs: [seconds, megabytes], measured in a process of its own."""
    paths = os.pathsep.join([str(ROOT), str(ROOT / "tests/helpers")])
    command = [sys.executable, str(ROOT / "tests/helpers/page_costs.py")]
    environment = os.environ | {"PYTHONPATH": paths}
    done = subprocess.run(command, capture_output=True, text=True, env=environment, check=True, cwd=ROOT)
    return {re.sub(r" \(\w+\)$", "", name): cost for name, cost in json.loads(done.stdout).items()}


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="Only Linux tells a process its peak of memory.")
@pytest.mark.parametrize("name", CASES)
def test_no_notebook_takes_a_page_over_its_budget(costs: dict[str, list[float]], name: str) -> None:
    seconds, megabytes = costs[name]
    assert seconds < MOST_TIME * costs[ORDINARY][0]
    assert megabytes < MOST_MEMORY


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
