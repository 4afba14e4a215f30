"""A mistake costs its own exercise and no other: what comes after it is judged with the mistake put right."""

from dataclasses import replace
from typing import Any

import pytest

from grader.judge.follow_through import last_to_gain
from grader.judge.grade import grade
from grader.judge.task import Cell, Result, Task
from grader.sandbox.template import Template

STUB = 'raise NotImplementedError("f: write your code here, in place of this line")'


def answer(name: str, written: str, lesson: str) -> Cell:
    """What the learner wrote for an exercise, and the lesson's own."""
    return Cell("run", written, f"{name}-solution", lesson=lesson, answer=True)


def given(source: str, lesson: str | None = None) -> Cell:
    return Cell("run", source, lesson=source if lesson is None else lesson)


def check(name: str, source: str, points: float = 2) -> Cell:
    return Cell("test", source, f"{name}-check", points)


def f(written: str) -> list[Cell]:
    return [answer("f", written, "def f(x):\n    return 2 * x"), check("f", "assert f(3) == 6")]


def g(written: str = "def g(x):\n    return f(x) + 1") -> list[Cell]:
    return [answer("g", written, "def g(x):\n    return f(x) + 1"), check("g", "assert g(3) == 7")]


WRONG = "def f(x):\n    return 3 * x"


def judged(template: Template, cells: list[Cell], **options: Any) -> Result:
    task = Task(tuple(cells), follow_through=True, **options)
    result = grade(task, template)
    assert result.status == "graded", result.reason
    return result


def passed(template: Template, cells: list[Cell], **options: Any) -> list[str]:
    """The tests that passed, with a star where it was by follow-through."""
    results = judged(template, cells, **options).cells
    return [
        cell.name.removesuffix("-check") + "*" * result.followed
        for cell, result in zip(cells, results, strict=True)
        if result.passed
    ]


def test_what_comes_after_a_mistake_counts_and_the_mistake_does_not(template: Template) -> None:
    assert passed(template, [*f(WRONG), *g()]) == ["g*"]


def test_the_learner_reads_what_stood_in_and_nothing_else(template: Template) -> None:
    noisy = "def g(x):\n    print('from g')\n    return f(x) + 1\nprint('twice' if f(1) == 2 else 'thrice')"
    cells = [*f(WRONG), *g(noisy)]
    first, wrong, second, followed = judged(template, cells).cells
    assert [output["text"] for output in second.outputs] == ["thrice\n"]  # of the first worker
    assert [output["text"] for output in followed.outputs] == [
        "Counted with the lesson's own `f` in place of yours.\n"
    ]
    assert followed.message == ""
    assert wrong.passed is False
    assert "AssertionError" not in wrong.message
    assert first.outputs == []


def test_several_mistakes_are_named_in_their_order(template: Template) -> None:
    h = [answer("h", "def h(x):\n    return 0", "def h(x):\n    return g(x)"), check("h", "assert h(3) == 7")]
    k = [answer("k", "k = f(1) + h(3)", "k = f(1) + h(3)"), check("k", "assert k == 9")]
    cells = [*f(WRONG), *g(), *h, *k]
    assert passed(template, cells) == ["g*", "k*"]
    note = judged(template, cells).cells[-1].outputs[0]["text"]
    assert note == "Counted with the lesson's own `f` and `h` in place of yours.\n"


def test_two_mistakes_cost_two_exercises(template: Template) -> None:
    assert passed(template, [*f(WRONG), *g("def g(x):\n    return f(x) - 1")]) == []


def test_a_test_that_reads_what_stood_in_counts_nothing(template: Template) -> None:
    late = check("late", "assert f(5) == 10")
    assert passed(template, [*f(WRONG), *g(), late]) == ["g*"]
    own = answer("again", "def f(x):\n    return x + x", "def f(x):\n    return x + x")
    assert passed(template, [*f(WRONG), own, late]) == ["late"]


def test_tests_of_one_exercise_stand_and_fall_together(template: Template) -> None:
    two = [*f(WRONG), check("more", "assert 1 + 1 == h(1)"), *g()]
    two[0] = replace(two[0], lesson="def f(x):\n    return 2 * x\ndef h(x):\n    return 2 * x")
    assert passed(template, two) == ["g*"]


def test_given_cells_after_a_mistake_run_again(template: Template) -> None:
    later = [answer("sum", "total = table + 1", "total = table + 1"), check("sum", "assert total == 7")]
    cells = [f(WRONG)[0], given("table = f(3)"), f("")[1], *later]
    assert passed(template, cells) == ["sum*"]
    changed = [f(WRONG)[0], given("table = 100", "table = f(3)"), f("")[1], *later]
    assert passed(template, changed) == ["sum*"]


def test_an_own_cell_beside_a_mistake_does_not_stand_in(template: Template) -> None:
    own = Cell("run", "def f(x):\n    return 0")
    assert passed(template, [f(WRONG)[0], own, f("")[1], *g()]) == ["g*"]


@pytest.mark.parametrize("end", ["import os\nos._exit(0)", "raise SystemExit", "x ="])
def test_a_mistake_that_ends_everything_costs_its_own_points(template: Template, end: str) -> None:
    assert passed(template, [*f(end), *g()]) == ["g*"]


def test_what_passed_before_keeps_its_points_whatever_the_second_worker_does(template: Template) -> None:
    once = "from pathlib import Path\nimport random\nw = random.SystemRandom().random()"
    first = [answer("w", once, "w = 0.5"), check("w", "assert 0 <= w < 1")]
    assert passed(template, [*first, *f(WRONG), *g()]) == ["w", "g*"]


def test_the_better_of_both_credits_counts(template: Template) -> None:
    partly = check("partly", "sum([g(3) == 7, 1])")
    cells = [*f(WRONG), g()[0], partly]
    result = judged(template, cells).cells[-1]
    assert (result.passed, result.credit, result.followed) == (True, 2, True)


def test_it_can_be_switched_off(template: Template) -> None:
    cells = tuple([*f(WRONG), *g()])
    assert [result.passed for result in grade(Task(cells), template).cells] == [None, False, None, False]


def test_an_answer_that_was_left_open_gains_nothing_and_costs_no_second_worker(template: Template) -> None:
    cells = [*f(STUB), *g(STUB)]
    task = Task(tuple(cells), follow_through=True)
    assert last_to_gain(task, grade(task, template).cells) == -1
    assert passed(template, [*f(STUB), *g(STUB), *g()]) == ["g*"]


def test_a_name_that_stood_in_is_no_answer_to_another_exercise(template: Template) -> None:
    """The lesson's own `w` is there when the second exercise, left open, is asked for a `w`."""
    first = [answer("w", "w = 1", "w = 2"), check("w", "assert w == 2")]
    second = [answer("again", "pass", "w = 2"), check("again", "assert w == 2")]
    assert passed(template, [*first, *second]) == []


def test_numbers_are_drawn_by_the_notebook_and_the_test(template: Template) -> None:
    source = "import torch\nfrom grader import reference\nprint(torch.rand(1), reference.fresh_data(2))"

    def shown(draw: bytes) -> list[str]:
        results = grade(Task((check("a", source), check("b", source)), draw=draw), template).cells
        return [result.outputs[0]["text"] for result in results]

    assert shown(b"one") == shown(b"one")
    assert len({*shown(b"one"), *shown(b"two")}) == 4
