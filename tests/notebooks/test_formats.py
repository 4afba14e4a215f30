"""Source notebooks and submissions of every format that nbgrader's users have."""

import copy
import json
import random
import warnings
from pathlib import Path
from typing import Any

import nbformat
import nbgrader
import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from one_lesson import AS_HANDED_IN, NAME, SOURCE, Learner, released, texts

from grader.notebooks.submitted import Submission, load

# One that goes through as it is, so that no process is started for it.
PNG = "iVBORw0KGgoAAAANSUhEUgAAAAMAAAACCAIAAAAS"
GUIDE = Path(nbgrader.__file__).parent / "docs/source/user_guide"


def older(nb: Any, minor: int) -> Any:
    """A notebook (a dict) as a program wrote it that knew 4.minor only."""
    nb = copy.deepcopy(nb) | {"nbformat_minor": minor}
    if minor < 5:
        for c in nb["cells"]:
            c.pop("id", None)
    return nb


def valid(result: Submission) -> bool:
    """Whether nbgrader's next steps take it as it is: written and read again without a word."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        nbformat.validate(result.notebook)
        again = nbformat.reads(nbformat.writes(result.notebook), as_version=4)
    ids = [c.id for c in again.cells]
    return len(set(ids)) == len(ids)


@pytest.mark.parametrize("theirs", range(6))
@pytest.mark.parametrize("ours", range(6))
def test_any_minor_format_on_either_side(graded: Learner, ours: int, theirs: int) -> None:
    graded.source.write_text(json.dumps(older(json.loads(nbformat.writes(SOURCE)), ours)))
    result = graded(older(released(), theirs))
    assert (result.status, texts(result)) == ("ok", AS_HANDED_IN)
    assert valid(result)


def test_format_3_on_either_side(graded: Learner) -> None:
    old = nbformat.writes(nbformat.convert(copy.deepcopy(SOURCE), 3), version=3)
    graded.source.write_text(old)
    assert texts(graded(released())) == AS_HANDED_IN
    handed_in = nbformat.convert(nbformat.from_dict(released()), 3)
    result = graded(nbformat.writes(handed_in, version=3).encode())
    assert texts(result) == AS_HANDED_IN
    assert valid(result)


def change_ids(nb: Any, ids: Any) -> Any:
    for c, new in zip(nb["cells"], ids, strict=False):
        if new is None:
            del c["id"]
        else:
            c["id"] = new
    return nb


@pytest.mark.parametrize(
    "ids",
    [
        ["same"] * 8,
        [None] * 8,
        ["same", None] * 4,
        [f"added-id-{n}" for n in range(7, -1, -1)],
        ["no good!", "x" * 99, 7, ""],
    ],
    ids=["all the same", "none", "some", "as made here, in another order", "not valid"],
)
def test_odd_ids_on_either_side(graded: Learner, ids: Any) -> None:
    source = change_ids(json.loads(nbformat.writes(SOURCE)), ids)
    graded.source.write_text(json.dumps(source))
    for nb in (released(), change_ids(released(), ids), older(released(), 4)):
        result = graded(nb)
        assert texts(result) == AS_HANDED_IN
        assert valid(result)


def test_a_changed_source_notebook_is_read_again(graded: Learner) -> None:
    graded(released())
    new = copy.deepcopy(SOURCE)
    new.cells[3].source = "assert one == 'mended'"
    nbformat.write(new, graded.source)
    assert "assert one == 'mended'" in texts(graded(released()))


def test_what_is_done_with_one_submission_leaves_the_lesson_as_it_was(graded: Learner) -> None:
    result = graded(released())
    for c in result.notebook.cells:
        c.source, c.metadata = "spoilt", {}
    assert texts(graded(released())) == AS_HANDED_IN


@pytest.mark.parametrize("student", ["bitdiddle", "hacker"])
@pytest.mark.parametrize("name", ["problem1", "problem2"])
def test_nbgraders_own_course(student: str, name: str) -> None:
    """Format 4.0, no ids, two notebooks, a header that is not in the source, a picture of the lesson."""
    result = load(GUIDE / "submitted" / student / "ps1", GUIDE / "source/ps1" / f"{name}.ipynb")
    assert (result.status, result.notes) == ("ok", ())
    assert valid(result)
    assert "### BEGIN SOLUTION" not in "".join(texts(result))
    handed_in = nbformat.read(GUIDE / "submitted" / student / "ps1" / f"{name}.ipynb", as_version=4)
    answers = {c.source for c in handed_in.cells if c.metadata.get("nbgrader", {}).get("solution")}
    assert answers <= set(texts(result))


# Anything at all

leaves = st.none() | st.booleans() | st.integers(-3, 9) | st.floats() | st.text(max_size=20)
anything = st.recursive(
    leaves,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=8,
)


@pytest.fixture(scope="module")
def anyone(tmp_path_factory: pytest.TempPathFactory) -> Learner:
    return Learner(tmp_path_factory.mktemp("anyone"))


@pytest.mark.slow
@hypothesis_settings(deadline=None, max_examples=150)
@given(seed=st.integers(0, 10**9), values=st.lists(anything, min_size=1, max_size=6))
def test_a_notebook_with_anything_in_any_place_is_graded_or_refused(
    anyone: Learner, seed: int, values: list[Any]
) -> None:
    chance = random.Random(seed)
    nb = released()
    nb["cells"][0]["attachments"] = {"a.png": {"image/png": PNG}}
    nb["cells"][0]["source"] = "![a](attachment:a.png) ![b](b.png) <img src='c.png'>"
    for value in values:
        place: Any = nb
        while True:
            key = chance.choice(list(place) if isinstance(place, dict) else range(len(place)))
            if chance.random() < 0.3 or not (isinstance(place[key], dict | list) and place[key]):
                break
            place = place[key]
        place[key] = value
    result = anyone(json.dumps(nb, default=str).encode())
    if result.status == "unreadable":
        assert len(result.notes) == 1
    else:
        assert valid(result)
        assert [c.source for c in result.notebook.cells if "check" in c.id and "own" not in c.id] == [
            "assert one\n### HIDDEN",
            "assert two",
        ]
    assert all(note.isprintable() for note in result.notes)


@hypothesis_settings(deadline=None, max_examples=200)
@given(data=st.binary(max_size=200) | st.builds(lambda value: json.dumps(value).encode(), anything))
def test_any_bytes_are_refused_with_one_reason(anyone: Learner, data: bytes) -> None:
    result = anyone(data, NAME)
    assert result.status == "unreadable"
    assert result.notes[0].isprintable()


def test_a_submission_that_numbers_its_cells_is_not_taken_for_the_numbers_of_a_source_without_ids(
    graded: Learner,
) -> None:
    graded.source.write_text(json.dumps(older(json.loads(nbformat.writes(SOURCE)), 4)))
    nb = change_ids(released(), [f"cell-{n}" for n in range(7, -1, -1)])
    for c in nb["cells"]:
        c["metadata"] = {}
    nb["cells"][3]["source"] = "assert one\n### HIDDEN"
    assert texts(graded(nb)) == AS_HANDED_IN
