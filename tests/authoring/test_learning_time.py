"""The time that a lesson states is held against an estimate, and no sitting is longer than 90 minutes."""

import pytest
import tiny_lesson as tiny
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from grader.authoring.learning_time import OPTIONAL, PAUSE, estimated, minutes, of_time
from grader.authoring.text_to_notebook import to_notebook
from grader.notebooks.paths import ROOT, lessons_below, read_in

CHOICE = 'choice("reading", reading, "abc", lesson=7)\n'
ORDER = 'order("lines", lines, "ABC", lesson=7)\n'
CODE = "def twice(x):\n    ### BEGIN SOLUTION\n    y = 2 * x\n\n    return y\n    ### END SOLUTION"


def cell(source: str, **flags: bool) -> object:
    return new_code_cell(source, metadata={"nbgrader": {"grade_id": "an-exercise", **flags}} if flags else {})


@pytest.mark.parametrize(
    ("source", "flags", "right"),
    [
        ("print(1)", {}, 0.6),
        ('predicted("the loss", guess, 2.0)', {}, 1.6),
        ("# Compare: your answers\ncompare()", {}, 0.0),
        (CODE, {"solution": True}, 4.0 + 2 * 1.0),
        ('### BEGIN SOLUTION\nreading = "b"\n### END SOLUTION', {"solution": True}, 0.0),
        (f"# Check: reading\n{CHOICE}{ORDER}", {"grade": True}, 1.5 + 3.0),
        ("# Check: twice\nassert twice(2) == 4", {"grade": True}, 0.0),
    ],
)
def test_each_kind_of_cell_takes_its_time(source: str, flags: dict[str, bool], right: float) -> None:
    assert minutes(cell(source, **flags)) == pytest.approx(right)


def test_a_text_is_read_and_a_free_answer_is_written() -> None:
    assert minutes(new_markdown_cell("word " * 300)) == 2
    assert minutes(new_markdown_cell("word", metadata={"nbgrader": {"grade": True}})) == 4


def lesson(*words: int, stated: int, pause: bool = False) -> list[str]:
    """What is wrong with a lesson of texts with so many words."""
    texts = [f"Time: about {stated} minutes, all in all.", *("word " * many for many in words)]
    if pause:
        texts[-1] = f"{PAUSE} {texts[-1]}"
    return list(of_time(new_notebook(cells=[new_markdown_cell(text) for text in texts])))


def test_a_lesson_says_how_long_it_takes() -> None:
    assert lesson(6000, stated=45) == []
    assert lesson(6000, stated=40) == [
        "It says 'about 40 minutes', and the estimate is 45: say so, or shorten it."
    ]


def test_a_long_lesson_is_parted() -> None:
    assert lesson(9000, 9000, stated=125, pause=True) == []
    (said,) = lesson(9000, 9000, stated=125)
    assert "Sitting 1 takes 120 minutes" in said
    (said,) = lesson(300, 18000, stated=125, pause=True)
    assert "Sitting 2 takes 120 minutes" in said


def test_the_optional_task_takes_no_stated_time() -> None:
    cells = [
        new_markdown_cell("word " * 3000),
        new_markdown_cell(f"{OPTIONAL}: {'word ' * 3000}"),
        cell("1 + 1"),
    ]
    assert estimated(new_notebook(cells=cells)) == 20
    assert estimated(new_notebook(cells=cells[:1])) == 20


@pytest.mark.parametrize("name", lessons_below(ROOT / "source"))
def test_an_optional_task_is_the_last_one_and_says_so(name: str) -> None:
    texts = [each.source for each in read_in(ROOT / "source", name).cells]
    begins = [k for k, text in enumerate(texts) if OPTIONAL in text]
    assert len(begins) <= 1
    for k in begins:
        assert texts[k].startswith(OPTIONAL)
        assert "no points, not in the stated time" in texts[k]
        assert not any("### BEGIN SOLUTION" in text for text in texts[k:])


def test_a_lesson_may_state_no_time() -> None:
    assert list(of_time(to_notebook(tiny.TEXT))) == []


@pytest.mark.parametrize("name", lessons_below(ROOT / "source"))
def test_the_lessons_state_theirs(name: str) -> None:
    source = read_in(ROOT / "source", name)
    assert f"Time: about {estimated(source)} minutes" in source.cells[0].source
