"""The reference values of lesson 2 agree with dual numbers, finite differences and the seeds' numbers."""

from collections.abc import Sequence
from dataclasses import dataclass

import pytest
import torch

from course import data
from grader.reference import expressions

PROGRAMS = expressions.fresh_programs(40, seed=1)


@dataclass
class Dual:
    """A number and its derivative by one input: forward mode, so no graph, no order, nothing to add up."""

    number: float
    slope: float = 0.0

    def __add__(self, other: "Dual | float") -> "Dual":
        other = dual(other)
        return Dual(self.number + other.number, self.slope + other.slope)

    def __mul__(self, other: "Dual | float") -> "Dual":
        other = dual(other)
        return Dual(self.number * other.number, self.slope * other.number + self.number * other.slope)

    def __pow__(self, n: int) -> "Dual":
        return Dual(self.number**n, n * self.number ** (n - 1) * self.slope)

    __radd__, __rmul__ = __add__, __mul__


def dual(value: Dual | float) -> Dual:
    return value if isinstance(value, Dual) else Dual(float(value))


@pytest.mark.parametrize(("lines", "numbers"), PROGRAMS)
def test_programs_agree_with_dual_numbers(lines: list[str], numbers: dict[str, float]) -> None:
    result, slopes = expressions.by_torch(lines, numbers)
    for chosen in numbers:
        duals = {name: Dual(number, float(name == chosen)) for name, number in numbers.items()}
        found = expressions.calculate(lines, duals)
        assert found.number == pytest.approx(result, rel=1e-12)
        assert found.slope == pytest.approx(slopes[chosen], rel=1e-9, abs=1e-12)


@pytest.mark.parametrize(("lines", "numbers"), PROGRAMS[:10])
def test_programs_agree_with_finite_differences(lines: list[str], numbers: dict[str, float]) -> None:
    _, slopes = expressions.by_torch(lines, numbers)
    h = 1e-6
    for name in numbers:
        right, left = (
            expressions.calculate(lines, numbers | {name: numbers[name] + nudge}) for nudge in (h, -h)
        )
        assert slopes[name] == pytest.approx((right - left) / (2 * h), rel=1e-5, abs=1e-5)


@dataclass(eq=False)
class Made:
    """What `as_values` makes, with a derivative that is the sum over all ways: no order, no grad."""

    number: float
    parents: Sequence["Made"] = ()
    slopes: Sequence[float] = ()

    def by(self, leaf: "Made") -> float:
        if self is leaf:
            return 1.0
        return sum(slope * each.by(leaf) for each, slope in zip(self.parents, self.slopes, strict=True))


@pytest.mark.parametrize(("lines", "numbers"), PROGRAMS)
def test_a_graph_of_values_has_the_right_numbers_and_slopes(
    lines: list[str], numbers: dict[str, float]
) -> None:
    result, slopes = expressions.by_torch(lines, numbers)
    made, leaves = expressions.as_values(lines, numbers, Made)
    assert made.number == pytest.approx(result, rel=1e-12)
    found = {name: made.by(leaf) for name, leaf in leaves.items()}
    assert found == pytest.approx(slopes, rel=1e-9, abs=1e-12)


def test_a_number_that_is_not_used_has_slope_zero() -> None:
    assert expressions.by_torch([["c", "a", "**", 2]], {"a": 3.0, "b": 1.0}) == (9.0, {"a": 6.0, "b": 0.0})


def test_fresh_programs_are_reproducible_plain_and_use_values_twice() -> None:
    assert expressions.fresh_programs(40, seed=1) == PROGRAMS
    assert expressions.fresh_programs(40, seed=2) != PROGRAMS
    used_twice = 0
    for lines, _ in PROGRAMS:
        sides = [side for _, left, _, right in lines for side in (left, right) if type(side) is str]
        used_twice += len(sides) > len(set(sides))
        assert all(type(part) in (str, int, float) for line in lines for part in line)
    assert used_twice > 30


class TestSeedNumbers:
    """Rows of lesson 2 in the table of seed numbers (seeds 000, 002 and 004)."""

    def test_the_derivative_of_seed_002(self) -> None:
        assert expressions.by_torch(
            [["s", "w", "**", 2], ["d", 2, "*", "s"], ["z", "d", "+", 5]], {"w": 2.0}
        ) == (13.0, {"w": 8.0})

    def test_21_calls_of_backward_add_up_to_42(self) -> None:
        w, seen = torch.tensor(2.0, requires_grad=True), []
        for _ in range(21):
            (2 * w).backward()
            assert w.grad is not None
            seen.append(w.grad.item())
        assert seen == [2.0 * k for k in range(1, 22)]

    @pytest.mark.parametrize(("seed", "printed"), [(3, (0.0043, 0.1056)), (5, (0.8303, 0.1261))])
    def test_two_random_numbers_after_a_seed(self, seed: int, printed: tuple[float, float]) -> None:
        with torch.random.fork_rng():
            torch.manual_seed(seed)
            assert (torch.rand(1).item(), torch.rand(1).item()) == pytest.approx(printed, abs=5e-5)

    def test_15_and_16_random_numbers_share_none(self) -> None:
        with torch.random.fork_rng():
            torch.manual_seed(0)
            fifteen = torch.randn(15).tolist()
            torch.manual_seed(0)
            assert not set(fifteen) & set(torch.randn(16).tolist())

    @pytest.mark.parametrize(("forget", "printed"), [(True, 3249.7856), (False, 5443.2485)])
    def test_second_step_of_seed_004_with_and_without_the_first_gradient(
        self, forget: bool, printed: float
    ) -> None:
        # The seed does not clear the gradients between its two steps, and prints the lower loss.
        weather, harvest = data.fruit(5)
        start = [[-0.1094, 1.2278, -0.3403], [-0.6367, 2.5245, -0.1228]]  # after the second step
        first = [[303.1682, 291.1312, 70.6591], [11409.7188, 13494.5215, 7899.6777]]
        bias = torch.tensor([0.0755, 1.8025])
        weights = torch.tensor(start) if forget else torch.tensor(start) + 1e-5 * torch.tensor(first)
        loss = ((weather @ weights.t() + bias - harvest) ** 2).mean()
        assert loss.item() == pytest.approx(printed, rel=1e-3)
