"""Grades on machines that differ are compared check by check, and a difference is named."""

import pytest

from tools.machines import MACHINES, differing, grades, repeat

LESSON = "01-manual-gradients"


def test_a_grade_that_differs_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    ours = {"lesson ada": {"fit-check": 2.0, "mse-check": 1.0}}
    assert differing("old", {"lesson ada": {"fit-check": 0.0, "mse-check": 1.0}}, ours) == 1
    said = capsys.readouterr().out
    assert said == "old: 1 submissions, 1 grades differ\n  lesson ada fit-check: 0, here 2\n"
    assert differing("same", ours, ours) == 0


@pytest.mark.slow
def test_old_instructions_give_the_same_grades() -> None:
    oldest = MACHINES[0]
    assert oldest.variables == {"ATEN_CPU_CAPABILITY": "default"}
    ours, theirs = (grades(machine, [LESSON]) for machine in (MACHINES[2], oldest))
    assert len(ours) > 10
    assert theirs == ours


@pytest.mark.slow
def test_a_solution_passes_again_and_again_on_fresh_numbers() -> None:
    assert repeat(LESSON, 10) == 0
