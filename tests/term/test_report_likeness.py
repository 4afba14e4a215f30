"""Answers that are alike are found in a class, and forced ones are not: a hint to look, so few are false."""

import random
from itertools import combinations

import pytest

from grader.nbgrading.forms import form
from grader.term.report.likeness import ALIKE, as_characters, groups, near_pairs

EXERCISES = [f"exercise {number}" for number in range(8)]


def own_form(draw: random.Random, tokens: int = 40) -> str:
    """An answer that nobody else writes."""
    return " ".join(str(draw.randrange(50)) for _ in range(tokens))


def alone(size: int, seed: int, variants: int = 0) -> dict[str, dict[str, str]]:
    """A class whose learners work alone: each exercise has so many usual answers, or one for each learner."""
    draw = random.Random(seed)
    found = {}
    for name in EXERCISES:
        usual = [own_form(draw) for _ in range(variants)]
        found[name] = {f"s{who}": draw.choice(usual) if usual else own_form(draw) for who in range(size)}
    return found


def copied(forms: dict[str, dict[str, str]], by: str, of: str, exercises: int = 8) -> None:
    for name in EXERCISES[:exercises]:
        forms[name][by] = forms[name][of]


def names(forms: dict[str, dict[str, str]]) -> list[tuple[str, ...]]:
    return [group.learners for group in groups(forms)]


@pytest.mark.parametrize("size", [5, 10, 40, 300])
def test_two_with_the_same_unusual_answers_are_named_in_a_class_of_any_size(size: int) -> None:
    forms = alone(size, seed=size)
    assert names(forms) == []
    copied(forms, "s3", of="s1")
    (group,) = groups(forms)
    assert group.learners == ("s1", "s3")
    assert {(each.exercise, each.learners, each.of) for each in group.shared} == {
        (name, 2, size) for name in EXERCISES
    }


def test_several_who_share_are_one_group() -> None:
    forms = alone(40, seed=1)
    for learner in ("s7", "s9", "s11"):
        copied(forms, learner, of="s2")
    copied(forms, "s30", of="s31")
    assert sorted(names(forms)) == [("s11", "s2", "s7", "s9"), ("s30", "s31")]


def test_a_solution_that_is_forced_says_nothing() -> None:
    """All write one of two forms: whoever agrees in all exercises agrees with many."""
    forms = alone(60, seed=2, variants=2)
    copied(forms, "s3", of="s1")
    assert names(forms) == []


def test_short_answers_say_nothing() -> None:
    draw = random.Random(3)
    forms = {name: {f"s{who}": own_form(draw, 10) for who in range(40)} for name in EXERCISES}
    copied(forms, "s3", of="s1")
    assert names(forms) == []


def test_two_exercises_are_too_few() -> None:
    forms = alone(300, seed=4)
    copied(forms, "s3", of="s1", exercises=2)
    assert names(forms) == []
    copied(forms, "s3", of="s1", exercises=3)
    assert names(forms) == [("s1", "s3")]


def test_renaming_and_a_small_change_do_not_hide_it() -> None:
    text = """def fit(x, y, lr):
    w = 0.0
    for i in range(9):
        w = w - lr * (2 * (w * x - y) * x).mean()
    return w, ((w * x - y) ** 2).mean()"""
    renamed = text.replace("w", "slope").replace("x", "hours").replace("range(9)", "range(10)")
    forms = alone(40, seed=5)
    for name in EXERCISES:
        forms[name] |= {"s1": form(text), "s3": form(renamed)}
    assert form(text) != form(renamed)
    assert names(forms) == [("s1", "s3")]


def test_of_many_classes_that_work_alone_few_have_a_group() -> None:
    """With four usual answers to each exercise: `MARGIN` promises one in 32."""
    alarms = sum(bool(groups(alone(12, seed, variants=12))) for seed in range(100))
    assert alarms <= 8


def in_common(one: str, other: str) -> float:
    """The share of two texts that is in both in the same order, by the longest common subsequence."""
    row = [0] * (len(other) + 1)
    for a in one:
        before = 0
        for place, b in enumerate(other, 1):
            before, row[place] = row[place], before + 1 if a == b else max(row[place], row[place - 1])
    return 2 * row[-1] / (len(one) + len(other))


def test_all_pairs_that_are_alike_are_found_and_no_other() -> None:
    draw = random.Random(6)
    base = own_form(draw, 30).split()
    forms = set()
    while len(forms) < 90:  # more than one block
        cut = base[: draw.randrange(18, 31)]
        forms.add(" ".join(token for token in cut if draw.random() > 0.08))
    known = sorted(forms)
    found = {tuple(sorted(pair)) for pair in zip(*(each.tolist() for each in near_pairs(known)), strict=True)}
    texts = as_characters(known)
    expected = {
        (one, other)
        for one, other in combinations(range(len(texts)), 2)
        if in_common(texts[one], texts[other]) >= ALIKE - 1e-9
    }
    assert 50 < len(expected) < 3000
    assert found == expected


def test_a_class_without_answers_has_no_groups() -> None:
    assert groups({}) == []
    assert groups({"one": {"s1": own_form(random.Random(7))}}) == []
