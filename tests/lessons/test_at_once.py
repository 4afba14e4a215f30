"""Every exercise answers at once: its visible check tells a wrong answer, before anything is handed in."""

import importlib

import pytest
from lesson_grades import sources

from grader.authoring.sealed_answers import asked_in
from grader.notebooks.cells import BEGIN_HIDDEN, CHECK
from grader.notebooks.paths import ROOT, lessons_below

LESSONS = lessons_below(ROOT / "source")


@pytest.mark.parametrize("lesson", LESSONS)
def test_each_check_says_more_than_that_it_has_seen_the_answer(lesson: str) -> None:
    """A choice or an ordering is judged on the spot; of all other exercises wrong answers are known that the
    visible check catches (caught_0N.py, which the lesson's own tests hold against it)."""
    caught = {
        row[0].replace("_", "-") for row in importlib.import_module(f"caught_{lesson[:2]}").CAUGHT.values()
    }
    silent = [
        name
        for name, source in sources(lesson).items()
        if name.endswith(CHECK)
        and not asked_in(source.partition(BEGIN_HIDDEN)[0])
        and not any(name.startswith(f"{exercise}-") for exercise in caught)
    ]
    assert silent == []


@pytest.mark.parametrize("lesson", LESSONS)
def test_no_check_merely_records_an_answer(lesson: str) -> None:
    shown = [
        source.partition(BEGIN_HIDDEN)[0] for name, source in sources(lesson).items() if name.endswith(CHECK)
    ]
    assert not [source for source in shown if "You may change it" in source]
