"""Mutants are other Python than the solution, one mistake each, of every kind that learners make."""

import ast

import pytest

from grader.notebooks.paths import ROOT, lessons_below
from tools.mutants import (
    Case,
    Verdict,
    belongs,
    cases,
    equivalents,
    is_equivalent,
    matches,
    report,
    solutions,
)
from tools.mutation import Mutant, mutants

MISTAKES = {  # code: a mistake in it that must be among its mutants
    "W = W - lr * g": "W = W + lr * g",
    "while loss > 0.1:\n    step()": "while loss >= 0.1:\n    step()",
    "W -= lr * g": "W += lr * g",
    "make(-score)": "make(score)",
    "x = tensor(2.0, requires_grad=True)": "x = tensor(2.0, requires_grad=False)",
    "y = tensor(2.0, requires_grad=True)": "y = tensor(2.0)",
    "for k in range(10):\n    step()": "for k in range(11):\n    step()",
    "loss = F.mse_loss(model(x), y)": "loss = F.mse_loss(y, model(x))",
    "total += loss.mean().item()": "total += loss.mean()",
    "optimizer.zero_grad()": "optimizer.zero_grad",
    "loss.backward()\nstep()": "pass\nstep()",
    "def f():\n    return W, b": "def f():\n    return (b, W)",
    "def g():\n    return W": "def g():\n    return",
    "with torch.no_grad():\n    step()": "if True:\n    step()",
}


@pytest.mark.parametrize("source", MISTAKES)
def test_each_kind_of_mistake_is_made(source: str) -> None:
    assert MISTAKES[source] in [each.source for each in mutants(source)]


@pytest.mark.parametrize("lesson", lessons_below(ROOT / "source"))
def test_each_mutant_of_a_lesson_is_other_python_and_comes_once(lesson: str) -> None:
    found = cases(lesson)
    assert len(found) > 100
    texts = [(case.cell, case.mutant.source) for case in found]
    assert len(set(texts)) == len(texts)
    for case in found:
        own = ast.dump(ast.parse(solutions(lesson)[case.cell]))
        assert ast.dump(ast.parse(case.mutant.source)) != own
        assert case.change


def test_a_docstring_is_no_place_for_a_mistake() -> None:
    assert list(mutants('def f():\n    """Twice 2."""')) == []


def test_a_sample_is_the_same_each_time() -> None:
    assert cases("05-nn-module", 10) == cases("05-nn-module", 10)
    assert len(cases("05-nn-module", 10)) == 10


def test_a_check_belongs_to_the_exercise_that_it_is_named_by() -> None:
    assert belongs("machine-loss-check", "machine-solution")
    assert not belongs("fitted-check", "fit-solution")


def test_the_report_counts_what_survives_and_what_costs_others(capsys: pytest.CaptureFixture[str]) -> None:
    case = Case("05-nn-module", "count-solution", Mutant("number", 1, "def count(model):\n    return 8"))
    assert report([Verdict(case, True, ())]) == 0
    assert "100.0 % rejected; 0 cost" in capsys.readouterr().out
    assert report([Verdict(case, False, ()), Verdict(case, True, ("fit-check",))]) == 2
    assert "+     return 8" in capsys.readouterr().out


def test_the_report_names_what_is_listed_as_no_mistake_and_is_rejected(
    capsys: pytest.CaptureFixture[str],
) -> None:
    case = next(case for case in cases("06-dataloader") if is_equivalent(case))
    assert report([Verdict(case, False, ())]) == 0
    assert "is listed, but rejected" not in capsys.readouterr().out
    assert report([Verdict(case, True, ())]) == 1
    assert f"is listed, but rejected, in {case.cell}" in capsys.readouterr().out


def test_each_kind_that_is_no_mistake_has_a_reason_and_is_found_in_a_lesson() -> None:
    every = [case for lesson in lessons_below(ROOT / "source") for case in cases(lesson)]
    for kind in equivalents():
        assert kind["why"].endswith(".")
        assert any(matches(kind, case) for case in every), kind
