"""The visible checks: what passes, what fails, and what they say. Hidden tests decide with them, too."""

import math
import re
import subprocess
import sys
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from course.checks import (
    CheckFailed,
    all_in_graph,
    below,
    calls_none,
    expect,
    explained,
    hinted,
    parts,
    plain,
    require,
    that,
    unchanged,
)
from course.hunt_inputs import only

NUMBER = st.floats(-1e6, 1e6)


def message(check: Callable[..., None], *args: Any, **options: Any) -> str:
    """What a check that must fail says."""
    with pytest.raises(CheckFailed) as failed:
        check(*args, **options)
    return str(failed.value)


@pytest.mark.parametrize(
    "got",
    [
        [1, 2.0],
        (1, 2),
        np.array([1, 2]),
        torch.tensor([[1.0], [2.0]]),
        torch.tensor([1.0, 2.0], requires_grad=True),
        [torch.tensor(1.0), torch.tensor([2.0])],
    ],
)
def test_numbers_may_come_in_any_form(got: Any, capsys: pytest.CaptureFixture[str]) -> None:
    expect("w", got, [1, 2])
    assert capsys.readouterr().out == "✓ w = [1, 2]\n"


@given(NUMBER, NUMBER, st.floats(0, 1), st.floats(0, 10))
def test_near_enough_is_what_the_tolerances_say(got: Any, expected: Any, rtol: float, atol: float) -> None:
    """Held against exact fractions, but for numbers on the very border."""
    gap = abs(Fraction(got) - Fraction(expected))
    allowed = Fraction(atol) + Fraction(rtol) * abs(Fraction(expected))
    if abs(gap - allowed) > Fraction(1, 10**9) * (1 + allowed):
        try:
            require("w", got, expected, rtol=rtol, atol=atol)
            passed = True
        except CheckFailed:
            passed = False
        assert passed == (gap < allowed)


@pytest.mark.parametrize("expected", [0.0, 1.0, math.inf, -math.inf, math.nan])
@pytest.mark.parametrize("got", [math.inf, -math.inf, math.nan])
def test_what_is_not_finite_is_never_right(got: Any, expected: Any) -> None:
    message(require, "w", got, expected)
    message(require, "w", [1.0, got], [1.0, expected])


@pytest.mark.parametrize("got", [0.0, 1e300, -5])
def test_nothing_is_near_infinity(got: Any) -> None:
    message(require, "the loss", got, math.inf)
    message(require, "the losses", [0.0, got], [0.0, -math.inf])


@pytest.mark.parametrize(
    ("got", "words"),
    [
        (None, "None (is a `return` missing?)"),
        (..., "... (nothing written yet)"),
        (len, "a function (did you forget to call it?)"),
        ((1, torch.ones(1).item), "a tuple that holds a function (did you forget to call it?)"),
        (lambda: 1, "a function (did you forget to call it?)"),
        ([1, None], "a list that holds None"),
        ([1, object()], "a list that holds an object of type object"),
        (([1], "1"), "a tuple that holds an object of type str"),
        ("1", '"1"'),
        (1j, "an object of type complex"),
        ({}, "an object of type dict"),
        ([], "0 number(s)"),
        ([1, 1], "2 number(s)"),
        (2, "2"),
    ],
)
def test_a_wrong_value_is_named_beside_the_right_one(got: Any, words: str) -> None:
    said = message(expect, "w", got, 1)
    first, wanted, came = said.splitlines()
    assert first == "Not right yet: w."
    assert wanted.startswith("  expected: 1")
    assert words in came


def test_a_shape_is_asked_for_only_where_it_is_named() -> None:
    row = torch.zeros(1, 3)
    expect("x", row, [0, 0, 0])
    expect("x", row, [0, 0, 0], shape=(1, 3))
    assert "expected: shape (3, 1)\n  got:      shape (1, 3)" in message(
        expect, "x", row, [0, 0, 0], shape=(3, 1)
    )
    assert "the parts have different shapes" in message(
        expect, "x", [torch.zeros(1), torch.zeros(2)], [0, 0, 0], shape=(3,)
    )


def test_a_hint_is_the_last_line_of_a_failure_and_of_nothing_else(capsys: pytest.CaptureFixture[str]) -> None:
    expect("w", 2, 2, hint="Halve it.")
    assert "Halve" not in capsys.readouterr().out
    assert message(expect, "w", 1, 2, hint="Halve it.").splitlines()[-1].endswith("Halve it.")


def test_what_is_right_is_told_in_lines_that_fit(capsys: pytest.CaptureFixture[str]) -> None:
    what = "the loss of a model with all weights 1 and the bias 0 on 5 regions, in batches of 2, then"
    expect(what, range(1000, 1008), range(1000, 1008))
    below(what, 1, 2)
    only(what, "upper", 2.0, 1.0, 1.0, harmless="", both="")
    shown = capsys.readouterr().out.splitlines()
    assert max(map(len, shown)) <= 80
    assert [line[:2] for line in shown if not line.startswith("  ")] == ["✓ "] * 3


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (8.586667, "8.58667"),
        ([8.586667, -0.01234567], "[8.587, -0.01235]"),
        (torch.tensor([12345.0, 999999.0]), "[12345, 999999]"),
        ([29661.8, -29661.8, 9298.52], "[29662, -29662, 9299]"),
        ([1234567, 0.5], "[1.235e+06, 0.5]"),
        ([-0.0, 1], "[0, 1]"),
    ],
)
def test_numbers_that_are_right_are_short(value: Any, words: str, capsys: pytest.CaptureFixture[str]) -> None:
    expect("w", value, value)
    assert capsys.readouterr().out == f"✓ w = {words}\n"


def test_numbers_that_are_not_right_have_the_digits_that_tell_them_apart() -> None:
    assert "expected: [1.23456, 2]\n  got:      [1.23496, 2]" in message(
        expect, "w", [1.23496, 2], [1.23456, 2]
    )


@pytest.mark.parametrize("got", [2.0, 3, math.nan, math.inf, None, "1", [1, 1], torch.tensor([0.0, 0.0])])
def test_below_takes_one_number_below_the_limit(got: Any) -> None:
    below("loss", 1.999, 2)
    assert "expected: below 2" in message(below, "loss", got, 2)


@pytest.mark.parametrize("almost", [1, "True", torch.tensor(True), np.True_, [True], None, False])
def test_only_true_is_true(almost: object) -> None:
    that(True, "no")
    assert message(that, almost, "no") == "no"


@pytest.mark.parametrize("got", [(1.0, [2, 3]), [1.0, [2, 3]], np.array([1.0, 2.0]), torch.zeros(2, 1)])
def test_a_result_is_taken_apart(got: Any) -> None:
    first, second = parts("f(x)", got, "the weight", "the loss")
    expect("the weight", first, got[0])
    expect("the loss", second, got[1])


@pytest.mark.parametrize(
    "got", [None, 1.0, [1.0], (1, 2, 3), torch.tensor(1.0), torch.zeros(2, 3), np.zeros(()), len]
)
def test_a_result_of_other_parts_is_named(got: Any) -> None:
    said = message(parts, "f(x)", got, "the weight", "the loss", hint="Return both.")
    assert said.startswith("Not right yet: f(x).\n  expected: 2 parts: the weight, the loss\n  got: ")
    assert said.endswith("Return both.")


def leaf() -> torch.Tensor:
    return torch.tensor(1.0, requires_grad=True)


LINE = torch.nn.Linear(1, 1, bias=False)


def unbound() -> None:
    for _ in range(0):
        found = 1
    print(found)


def without_brackets() -> None:
    with torch.no_grad:  # type: ignore[attr-defined]
        pass


def twice() -> None:
    loss = leaf() ** 2
    loss.backward()
    loss.backward()


@pytest.mark.parametrize(
    ("mistake", "hint"),
    [
        (lambda: torch.tensor(3, requires_grad=True), "float(number)"),
        (lambda: leaf().sub_(1.0), "torch.no_grad()"),
        (lambda: torch.tensor(1.0).backward(), "requires_grad=True"),
        (twice, "in each round"),
        (unbound, "0 rounds"),
        (without_brackets, "needs its brackets"),
        (lambda: (leaf() * torch.ones(2)).backward(), "on the loss"),
        (lambda: setattr(leaf(), "grad", 0), "by W.grad = None"),
        (lambda: (1.0).grad, "Only a tensor or a Value has .grad"),  # type: ignore[attr-defined]
        (lambda: 0.1 + leaf().grad, "before `backward` has filled it"),  # type: ignore[operator]
        (lambda: 0.1 * leaf().grad, "when the step uses it"),  # type: ignore[operator]
        (lambda: leaf().grad.zero_(), "write W.grad = None"),  # type: ignore[union-attr]
        (lambda: leaf().grad.item(), "What stands before the dot is None"),  # type: ignore[union-attr]
        (lambda: None.grad, "is a `return` missing"),  # type: ignore[attr-defined]
        (lambda: None.append(1), "the list's append(...) alone"),  # type: ignore[attr-defined]
        (lambda: leaf().append(1), "Only a list has append"),  # type: ignore[attr-defined]
        (lambda: leaf().item().backward(), ".item() gives a plain number"),  # type: ignore[union-attr]
        (lambda: LINE.backward(), "The loss, a tensor, has backward()"),
        (lambda: None.backward(), "before the dot is None"),  # type: ignore[attr-defined]
        (lambda: LINE.bias.numel(), "What stands before the dot is None"),
        (lambda: [].append(1, 2), "append takes one thing"),  # type: ignore[call-arg]
        (lambda: len([1], [2]), "More is passed than its brackets take"),  # type: ignore[call-arg]
        (lambda: leaf().zero_grad(), "clear the gradient by W.grad = None"),  # type: ignore[operator]
        (lambda: 1.5 ^ 2, "A square is written ** 2"),  # type: ignore[operator]
        (lambda: torch.zeros(3).item(), "this one holds more"),
        (lambda: list(None), "is a `return` missing"),  # type: ignore[call-overload]
    ],
)
def test_what_pytorch_says_to_a_well_known_mistake_is_explained(
    mistake: Callable[[], None], hint: str
) -> None:
    def inside() -> None:
        with explained("And more."):
            mistake()

    said = message(inside)
    assert said.endswith(" And more.")
    assert said.startswith("Your code raised an error.\n  ")
    assert hint in said


def test_what_is_added_may_be_about_one_error_only() -> None:
    def inside(about: str) -> None:
        with explained("And more.", "another", about):
            torch.tensor(1.0).backward()

    assert message(lambda: inside("require grad")).endswith(" And more.")
    assert "And more" not in message(lambda: inside("NoneType"))


PARTS = """
import torch
def descend(x): return x
def by_itself(x): return x - 1
def by_name(x): return descend(x)
def inside(x): return [descend(each) for each in x] + list(map(lambda each: descend(each), x))
def an_attribute(x): return x.descend()
@torch.no_grad()
def decorated(x): return descend(x)
as_it_is = by_name
another_name = descend
built_in = abs
"""


@pytest.mark.parametrize("name", ["by_itself", "built_in", "an_attribute"])
def test_a_function_that_does_the_work_itself_is_well(name: str) -> None:
    exec(PARTS, names := {})
    calls_none(name, names[name], "descend", "fit")


@pytest.mark.parametrize("name", ["by_name", "inside", "as_it_is", "decorated", "another_name"])
def test_a_function_that_lets_an_earlier_exercise_do_the_work_is_told(name: str) -> None:
    exec(PARTS, names := {})
    with pytest.raises(CheckFailed, match=f"{name} calls descend: it must do the work itself") as failed:
        calls_none(name, names[name], "descend", "fit")
    assert "Mend the lines" in failed.value.hint


@pytest.mark.parametrize(
    "error", [ValueError("no"), NotImplementedError("NoneType"), CheckFailed("NoneType")]
)
def test_any_other_error_stays_as_it_is(error: Exception) -> None:
    with pytest.raises(type(error)) as raised, explained():
        raise error
    assert raised.value is error


def test_a_misspelt_name_gets_a_hint_of_its_own_before_that_of_the_exercise() -> None:
    def inside() -> None:
        with hinted("Mind the factor 2."):
            exec("print(predcit)")

    said = message(inside)
    assert "name 'predcit' is not defined" in said
    assert re.search("Is this name spelt as where it gets its value.*Mind the factor 2", said)


def test_of_any_other_error_the_hint_of_the_exercise_comes_first() -> None:
    def inside() -> None:
        with hinted("Mind the factor 2."):
            leaf().grad.item()  # type: ignore[union-attr]

    assert re.search("hint: +Mind the factor 2. What stands before the dot is None", message(inside))


def test_a_usual_mistake_gets_a_hint_of_its_own() -> None:
    usual = [(4, "You forgot to halve."), ([1, 1], "One number is enough.")]
    for got, hint in ((4.0, "You forgot to halve."), ((1, 1), "One number is enough."), (3, "Halve.")):
        assert message(expect, "w", got, 2, hint="Halve.", usual=usual).endswith(hint)
    expect("w", 2, 2, usual=[(2.001, "Nearly.")])


IN_A_KERNEL = """
from IPython.core.interactiveshell import InteractiveShell
from IPython.display import HTML
HTML.__repr__ = lambda self: self.data
shell = InteractiveShell.instance()
for cell in {cells}:
    shell.run_cell(cell)
"""


def in_a_kernel(*cells: str) -> str:
    """What IPython shows for these cells."""
    done = subprocess.run(
        [sys.executable, "-c", IN_A_KERNEL.format(cells=cells)], capture_output=True, text=True, check=True
    )
    return re.sub("\x1b[^m]*m", "", done.stdout)


NAMED = "# Check: area\nfrom course.checks import expect\nexpect('area(2)', area(2), 4)"


@pytest.mark.slow
@pytest.mark.parametrize(
    ("cells", "words"),
    [
        ((NAMED, NAMED), ["name 'area' is not defined", "under exactly this name"]),
        ((NAMED, "def area(side):\n    return 2(side)", NAMED), ["at: return 2(side)", "no function"]),
        ((NAMED, "def area(side):\n    return 1 / 0", NAMED), ["ZeroDivisionError", "at: return 1 / 0"]),
        ((NAMED, "def area(side):\n    return side ^ torch.ones(1)\nimport torch", NAMED), ["** 2"]),
    ],
)
def test_an_error_that_ends_a_check_is_explained_in_a_kernel(cells: list[str], words: list[str]) -> None:
    said = in_a_kernel(*cells)
    assert "✗" in said
    assert "Traceback" not in said
    assert [word for word in words if word not in said] == []


@pytest.mark.slow
def test_an_error_outside_of_checks_and_an_open_exercise_keep_their_tracebacks() -> None:
    cells = (NAMED, "1 / 0", "def area(side):\n    raise NotImplementedError('area: open')", NAMED)
    said = in_a_kernel(*cells)
    assert "ZeroDivisionError" in said
    assert "NotImplementedError: area: open" in said
    assert said.count("Traceback") == 2


def test_an_error_of_a_named_kind_gets_a_hint_and_no_other_does() -> None:
    with pytest.raises(CheckFailed) as failed, hinted("Look at y.ndim.", IndexError, TypeError):
        print(torch.zeros(3).shape[1])
    said = str(failed.value)
    assert said.startswith("Your code raised an error.\n  tuple index out of range\n  at: print(")
    assert said.endswith("hint:     Look at y.ndim.")
    for other in (ValueError("another"), CheckFailed("of its own"), NotImplementedError("still open")):
        with pytest.raises(type(other)) as raised, hinted("Look.", IndexError, RuntimeError):
            raise other
        assert raised.value is other


@pytest.mark.parametrize("got", [np.ones(1), np.ones((1, 1)), np.ones((2, 1)), [1.0], (torch.ones(1),)])
def test_an_array_or_a_list_is_no_plain_number(got: Any) -> None:
    assert "Add .item()" in message(plain, "mse", 1.0, got)


@pytest.mark.parametrize(
    "got", [1, 1.0, np.float32(1), np.ones(()), torch.ones(()), torch.ones(1), torch.ones(1, 1)]
)
def test_numbers_and_tensors_are_plain_enough(got: Any) -> None:
    plain("mse", got)


def test_a_function_that_changes_what_it_gets_is_told_so() -> None:
    def doubled(x: torch.Tensor) -> torch.Tensor:
        x *= 2
        return x

    x = torch.ones(2)
    for frozen in (False, True):
        unchanged("twice", lambda x, factor: factor * x, x, 2.0, frozen=frozen)
        said = message(unchanged, "doubled", doubled, x, frozen=frozen)
        assert "doubled changes a tensor that it gets" in said
    assert x.tolist() == [1, 1]


def test_a_function_of_arrays_changes_nothing() -> None:
    unchanged("mean", lambda x: x.numpy().mean(), torch.ones(2), frozen=True)


def test_a_parameter_without_a_part_in_the_graph_is_named() -> None:
    class OnlyTheBiasLearns(torch.nn.Linear):
        def forward(self, x: torch.Tensor) -> torch.Tensor:
            return x @ self.weight.detach().t() + self.bias

    x = torch.ones(3, 2)
    all_in_graph(torch.func.functional_call, torch.nn.Linear(2, 1), x)
    with pytest.raises(CheckFailed, match="weight has no part in the graph"):
        all_in_graph(torch.func.functional_call, OnlyTheBiasLearns(2, 1), x)
