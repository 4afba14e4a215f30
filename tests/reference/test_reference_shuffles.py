"""Shuffles and draws of torch and NumPy share little, and patterns all, however they are moved."""

import itertools

import numpy as np
import pytest
import torch

from grader.reference import shuffles

BLOCKS = [0, 1, 2, 3, 16, 17, 18, 19, 24, 25, 26, 27, 40, 41, 42, 43, 52, 53, 54, 55]
HALF = range(1, 30)  # by how many of 60 rows what is held against itself is moved


def drawn(seed: int, size: int) -> list[int]:
    order: list[int] = torch.randperm(size, generator=torch.Generator().manual_seed(seed)).tolist()
    return order


@pytest.mark.parametrize("step", [0, 1, 7, 59])
def test_a_pattern_that_is_moved_overlaps_wholly(step: int) -> None:
    moved = [(row + step) % 60 for row in BLOCKS]
    assert shuffles.overlap(BLOCKS, moved, 60) == shuffles.overlap(moved, BLOCKS, 60) == 20


def test_each_third_row_and_one_more_overlap_with_themselves() -> None:
    held = [*range(0, 57, 3), 58]
    assert shuffles.overlap(held, held, 60, HALF) == 18  # all but the last of the row, and the one more


def test_draws_overlap_little() -> None:
    held = [drawn(seed, 60)[:20] for seed in range(40)]
    assert max(shuffles.overlap(a, b, 60) for a, b in itertools.pairwise(held)) < 17
    assert max(shuffles.overlap(a, a, 60, HALF) for a in held) < 17


@pytest.mark.parametrize("turn", [0, 1, 11])
@pytest.mark.parametrize("step", [0, 5])
def test_one_shuffle_that_is_turned_agrees_wholly(turn: int, step: int) -> None:
    order = drawn(1, 23)
    moved = [(row + step) % 23 for row in order[turn:] + order[:turn]]
    assert shuffles.agreement(order, moved) == 23


@pytest.mark.parametrize("stride", [1, 2, 9, 22])
def test_rows_at_equal_steps_agree_with_themselves(stride: int) -> None:
    order = [stride * row % 23 for row in range(23)]
    assert shuffles.agreement(order, order, turns=[1]) == 23


def test_shuffles_agree_little() -> None:
    orders = [np.random.default_rng(seed).permutation(23).tolist() for seed in range(12)]
    assert max(shuffles.agreement(a, b) for a, b in itertools.pairwise(orders)) < 13
    assert max(shuffles.agreement(a, a, turns=[1]) for a in orders) < 13
