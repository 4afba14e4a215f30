"""Each idiom alone, in a notebook that declares its tests outside: the points of inside, or refused by name.

Nothing is silently graded otherwise than stock would: where a test would mean something else outside, the
assignment is not released, and the message names the cell.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from idioms import FILES, IDIOMS, WHO, Idiom, Who, answered, notebook

from grader.judge.grade import grade
from grader.judge.task import CellResult
from grader.nbgrading.faithful import unfaithful
from grader.nbgrading.tasks import task_of
from grader.nbgrading.warm import close_all
from grader.sandbox.template import Template

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform != "linux", reason="The sandbox is Linux's."),
]
Points = dict[str, float]


@pytest.fixture(scope="module", autouse=True)
def no_template_left() -> Iterator[None]:
    yield
    close_all()


@pytest.fixture(scope="module")
def inside(template: Template) -> dict[Who, Points]:
    """What all tests give each learner where nothing is declared: `test_like_stock` holds it to stock."""
    return {who: points(template, notebook(IDIOMS), IDIOMS, who) for who in WHO}


def points(template: Template, source: Any, idioms: list[Idiom], who: Who) -> Points:
    """What the judge gives a learner for each test of a notebook of these idioms."""
    most = {name: points for each in idioms for name, points in each.points().items()}
    task = task_of(answered(source, who, idioms), source, FILES)
    result = grade(task, template)
    assert result.status == "graded", result.reason
    entries = {cell.name: entry for cell, entry in zip(task.cells, result.cells, strict=True)}
    return {name: earned(entries[name], points) for name, points in most.items()}


def earned(entry: CellResult, most: float) -> float:
    if not entry.passed:
        return 0
    return most if entry.credit is None else entry.credit


@pytest.mark.parametrize("idiom", IDIOMS, ids=lambda idiom: idiom.key)
def test_outside_an_idiom_is_graded_as_inside_or_refused(
    idiom: Idiom,
    inside: dict[Who, Points],
    template: Template,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)  # some tests write files, outside as well

    def source() -> Any:
        return notebook([idiom], judge={"tests": "outside"})

    if refused := unfaithful(source(), FILES):
        assert any(name in sentence for sentence in refused for name in idiom.points()), refused
        return
    for who in idiom.answers:
        expected = {name: inside[who][name] for name in idiom.points()}
        assert points(template, source(), [idiom], who) == expected, who
