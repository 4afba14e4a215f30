"""A sample of all solutions with a small mistake in them: each loses its own exercise and no other.

`make mutants` grades all of them; this is the same sample at every run.
"""

import pytest

from grader.notebooks.paths import ROOT, lessons_below
from grader.sandbox.template import Template
from tools.mutants import Case, cases, is_equivalent, judged

SAMPLE = [case for lesson in lessons_below(ROOT / "source") for case in cases(lesson, 8)]

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("case", SAMPLE, ids=lambda case: f"{case.lesson} {case.cell} {case.mutant.line}")
def test_a_small_mistake_costs_its_exercise_and_no_other(template: Template, case: Case) -> None:
    verdict = judged(case, template)
    assert (verdict.rejected, verdict.others) == (not is_equivalent(case), ()), case.change
