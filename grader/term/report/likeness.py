"""Whose answers are alike, beyond what the lesson has given and what the class writes anyway: a hint to look.

An exercise has a form that many write: to share it says nothing. So a shared form counts by how few share it:
log2(class / those who wrote it so) is how many bits of surprise there are in it, if learners work alone. Two
learners are named where their surprises add up to more than the class has pairs of learners for, with
`MARGIN` bits to spare, in at least `EXERCISES` exercises. Forms that differ a little count as one: rapidfuzz
compares them, because nbgrader brings it anyway, it is well kept, and it compares sequences of tokens.
"""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from rapidfuzz import process
from rapidfuzz.distance import Indel

ALIKE = 0.9  # of all tokens of two forms, how many are in both, in the same order
TOKENS = 15  # a shorter answer is what the exercise asks for
FEW = 0.1  # of the class; a form that more learners wrote says nothing
FEWEST = 4  # in a small class, too
EXERCISES = 3
MARGIN = 5  # bits: one false alarm in 32 classes, if learners work alone


@dataclass(frozen=True)
class Shared:
    """An exercise in which learners of a group wrote the same, and how many of the class did so."""

    exercise: str
    learners: int
    of: int


@dataclass(frozen=True)
class Group:
    """Learners whose answers are alike."""

    learners: tuple[str, ...]
    shared: tuple[Shared, ...]
    bits: float


@dataclass(frozen=True)
class Surprise:
    """For one exercise, pairs of learners (one number for a pair), and how many wrote what they share."""

    exercise: str
    pairs: Any
    learners: Any
    of: int

    @property
    def bits(self) -> Any:
        return np.log2(self.of / self.learners)


def groups(forms: Mapping[str, Mapping[str, str]]) -> list[Group]:
    """The groups in a class, the most alike first: `forms` is {exercise: {learner: form}}."""
    learners = sorted({learner for each in forms.values() for learner in each})
    number = {learner: position for position, learner in enumerate(learners)}
    surprises = [found for name, each in forms.items() if (found := surprise(name, each, number))]
    if not surprises:
        return []
    pairs = np.concatenate([each.pairs for each in surprises])
    keys, place = np.unique(pairs, return_inverse=True)
    bits = np.bincount(place, np.concatenate([each.bits for each in surprises]))
    count = np.bincount(place)
    enough = math.log2(max(1, math.comb(len(learners), 2))) + MARGIN
    chosen = (bits >= enough) & (count >= EXERCISES)
    named = dict(zip(keys[chosen].tolist(), bits[chosen].tolist(), strict=True))
    together = [group(members, named, surprises, learners) for members in components(named, len(learners))]
    return sorted(together, key=lambda each: (-each.bits, each.learners))


def surprise(exercise: str, forms: Mapping[str, str], number: Mapping[str, int]) -> Surprise | None:
    """The pairs of learners who share a form that few of the class have; None where there is none."""
    long = {learner: form for learner, form in forms.items() if form.count(" ") + 1 >= TOKENS}
    members: dict[str, list[int]] = {}
    for learner, form in long.items():
        members.setdefault(form, []).append(number[learner])
    distinct = list(members)
    sizes = np.array([len(members[form]) for form in distinct])
    few = max(FEWEST, FEW * len(forms))
    ones, others = near_pairs(distinct)
    near = sizes + np.bincount(ones, sizes[others], len(sizes)) + np.bincount(others, sizes[ones], len(sizes))
    pairs: list[int] = []
    counts: list[int] = []

    def add(one: int, other: int, many: float) -> None:
        low, high = sorted((one, other))
        pairs.append(low * len(number) + high)
        counts.append(int(many))

    for index, form in enumerate(distinct):
        if near[index] <= few:
            mine = members[form]
            for position, one in enumerate(mine):
                for other in mine[position + 1 :]:
                    add(one, other, near[index])
    for index, second in zip(ones.tolist(), others.tolist(), strict=True):
        if (many := max(near[index], near[second])) <= few:
            for one in members[distinct[index]]:
                for other in members[distinct[second]]:
                    add(one, other, many)
    return Surprise(exercise, np.array(pairs), np.array(counts), len(forms)) if pairs else None


def near_pairs(forms: list[str]) -> tuple[Any, Any]:
    """The pairs of different forms that are alike, as two arrays of their places in the list.

    They are compared in the order of their lengths, in blocks: where lengths differ too much, forms do.
    """
    texts = as_characters(forms)
    order = sorted(range(len(texts)), key=lambda place: len(texts[place]))
    ones, others = [np.zeros(0, int)], [np.zeros(0, int)]
    for begin, end, until in blocks([len(texts[place]) for place in order]):
        table = process.cdist(
            [texts[place] for place in order[begin:end]],
            [texts[place] for place in order[begin:until]],
            scorer=Indel.normalized_similarity,
            score_cutoff=ALIKE,
            dtype=np.float32,
            workers=-1,
        )
        rows, columns = np.nonzero(table)
        later = columns > rows
        places = np.array(order)
        ones.append(places[begin + rows[later]])
        others.append(places[begin + columns[later]])
    return np.concatenate(ones), np.concatenate(others)


def blocks(lengths: list[int], size: int = 64) -> Iterator[tuple[int, int, int]]:
    """(begin, end, until) of each block of sorted lengths, and of all that it is to be compared with.

    Two texts have at least `ALIKE` in common only if the shorter has ALIKE / (2 - ALIKE) of the longer.
    """
    for begin in range(0, len(lengths), size):
        end = min(begin + size, len(lengths))
        longest = lengths[end - 1] * (2 - ALIKE) / ALIKE
        until = int(np.searchsorted(lengths, longest, "right"))
        yield begin, end, max(end, until)


def as_characters(forms: list[str]) -> list[str]:
    """Forms with one character for each token, which is what rapidfuzz compares quickest."""
    known: dict[str, str] = {}
    return [
        "".join(known.setdefault(token, chr(0x100 + len(known))) for token in form.split(" "))
        for form in forms
    ]


def components(pairs: Mapping[int, float], size: int) -> list[list[int]]:
    """The sets of learners that pairs connect."""
    parent = list(range(size))

    def top(one: int) -> int:
        while parent[one] != one:
            parent[one] = parent[parent[one]]
            one = parent[one]
        return one

    for key in pairs:
        parent[top(key // size)] = top(key % size)
    found: dict[int, list[int]] = {}
    for one in sorted({each for key in pairs for each in divmod(key, size)}):
        found.setdefault(top(one), []).append(one)
    return list(found.values())


def group(
    members: list[int], found: Mapping[int, float], surprises: list[Surprise], learners: list[str]
) -> Group:
    """What a group shares, and by how much it surprises at most."""
    size = len(learners)
    inside = {key for key in found if key // size in members}
    keys = np.array(sorted(inside))
    shared = []
    for each in surprises:
        if len(counts := each.learners[np.isin(each.pairs, keys)]):
            shared.append(Shared(each.exercise, int(counts.max()), each.of))
    return Group(tuple(learners[one] for one in members), tuple(shared), max(found[key] for key in inside))
