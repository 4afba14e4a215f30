"""The inputs of the bug hunts: what is read, what is refused, and when just one of two bugs does harm."""

import pytest
import torch

from course.checks import CheckFailed
from course.hunt_inputs import given, only, reached, require_only

NAMES = ("x", "y", "lr", "steps")
HINTS = {"harmless": "none", "both": "both"}


@pytest.mark.parametrize(
    "x", [torch.tensor([[1.0], [2.0]]), torch.tensor([1, 2]), [1, 2], (1.0, 2.0), [[1.0, 2.0]]], ids=str
)
def test_rows_of_any_shape_and_type_become_a_column(x: object) -> None:
    read = given("mine", (x, [3, 4], torch.tensor(0.1), 2.0), *NAMES)
    assert [each.tolist() for each in read[:2]] == [[[1.0], [2.0]], [[3.0], [4.0]]]
    assert (read[2], read[3], type(read[3])) == (pytest.approx(0.1), 2, int)


@pytest.mark.parametrize(
    "got",
    [None, ..., 3, "xylr", (), ([1], [1], 0.1), ([1], [1], 0.1, 1, 1)]
    + [([1], [1], lr, 1) for lr in (0, -1, float("nan"), float("inf"), 1e9, "0.1", None, [0.1, 0.1])]
    + [([1], [1], 0.1, steps) for steps in (0, -1, 0.5, 1001, float("nan"), "1", None)]
    + [(x, [1, 2], 0.1, 1) for x in ([], [0, 0], [1], [1, float("nan")], [1, 1e9], "ab", None, print)],
    ids=str,
)
def test_what_shows_nothing_is_refused_with_a_sentence(got: object) -> None:
    with pytest.raises(CheckFailed, match="Not right yet"):
        given("mine", got, *NAMES)


def test_a_run_that_explodes_is_told_so() -> None:
    end = reached(torch.ones(1, 1), torch.ones(1, 1), 0.0, 500.0, 1000)
    with pytest.raises(CheckFailed, match="beyond all bounds"):
        require_only("mine", "upper", 1.0, end[0], end[0], **HINTS)


@pytest.mark.parametrize(
    ("came", "mended", "words"),
    [(1.0, 1.0, "no bug does harm"), (1.0001, 1.0, "too close"), (2.0, 3.0, "because of the upper bug")],
)
def test_each_way_to_miss_is_told(came: float, mended: float, words: str) -> None:
    with pytest.raises(CheckFailed, match=words):
        only("mine", "lower", came, 1.0, mended, **HINTS)
