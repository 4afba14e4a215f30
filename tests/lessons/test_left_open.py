"""An exercise that was left open costs its own points and no others, whichever it is."""

import pytest
from lesson_grades import points_of_both, solved, sources

from grader.notebooks.cells import CHECK, SOLUTION
from grader.notebooks.paths import ROOT
from grader.notebooks.stub import stub
from grader.sandbox.template import Template

LESSONS = sorted(path.name for path in (ROOT / "source").glob("0*/"))
EXERCISES = [
    (lesson, name.removesuffix(SOLUTION))
    for lesson in LESSONS
    for name in sources(lesson)
    if name.endswith(SOLUTION)
]

pytestmark = pytest.mark.slow


@pytest.mark.parametrize(("lesson", "exercise"), EXERCISES)
def test_it_costs_its_own_points_alone(template: Template, lesson: str, exercise: str) -> None:
    learner = solved(lesson, **{exercise: stub(f"{exercise}{SOLUTION}")})
    points, _ = points_of_both(template, lesson, learner)
    lost = {name.removesuffix(CHECK) for name, value in points.items() if value != learner.points[name]}
    assert lost <= {exercise, *(name for name in lost if name.startswith(f"{exercise}-"))}
    assert exercise in lost
