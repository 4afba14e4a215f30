"""What is typed without points stands beside what the lesson says: and not before it was typed."""

from typing import Any

import pytest
import torch

from course.typed import compare, predicted


@pytest.mark.parametrize("nothing", ["", "  ", ...])
def test_an_answer_is_not_shown_before_one_was_typed(
    nothing: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    compare((nothing, "The secret."), ("mine", "The other."))
    shown = capsys.readouterr().out
    assert "secret" not in shown
    assert "1  Type your answer first" in shown
    assert "2  yours: mine\n   ours:  The other.\n" in shown


@pytest.mark.parametrize(("typed", "words"), [(5, "5"), ("higher ", "higher"), (None, "None"), (-0.0, "0")])
def test_a_prediction_stands_beside_what_came(
    typed: Any, words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    predicted("the loss", typed, 14 / 3)
    assert capsys.readouterr().out == f"the loss\n  predicted: {words}\n  came:      4.66667\n"


@pytest.mark.parametrize("nothing", ["", " ", ...])
def test_who_has_not_predicted_yet_is_told_to_type_first(
    nothing: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    predicted("the loss", nothing, 2)
    assert capsys.readouterr().out == (
        "the loss\n  predicted: nothing yet\n  came:      2\n  Type a prediction first next time.\n"
    )


@pytest.mark.parametrize(
    ("came", "words"),
    [
        ((2, 3), "(2, 3)"),
        (torch.Size([15, 1]), "(15, 1)"),
        (torch.Size([15]), "(15,)"),
        (torch.zeros(1).shape, "(1,)"),
        ([2.0, 3.5], "[2, 3.5]"),
        (["one", "two"], "one, two"),
        (("one ", "two"), "one, two"),
        (torch.tensor(-0.0), "0"),
        ([0.0, -0.0], "[0, 0]"),
        (None, "None"),
    ],
)
def test_what_came_is_written_as_a_learner_would(
    came: Any, words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    predicted("it", came, came)
    assert capsys.readouterr().out == f"it\n  predicted: {words}\n  came:      {words}\n"


# What Python makes of 30,000 and of 7,500, of 0,5 and of 1,000,000.
@pytest.mark.parametrize("typed", [(30, 0), (7, 500), (0, 5), (1, 0, 0)])
def test_a_number_with_a_comma_is_told_of(typed: Any, capsys: pytest.CaptureFixture[str]) -> None:
    for came in (30000, 0.5, torch.tensor(7500.0)):
        predicted("the slope", typed, came)
        assert capsys.readouterr().out.endswith("A comma makes two numbers of one: write 30000, or 0.5.\n")


@pytest.mark.parametrize(
    ("typed", "came"), [((2, 3), (2, 3)), ((15, 1), "(15, 1)"), ([30, 0], 3), ("30,000", 3)]
)
def test_where_several_numbers_fit_a_comma_is_none_of_our_business(
    typed: Any, came: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    predicted("the shape", typed, came)
    assert "comma" not in capsys.readouterr().out


def test_what_fills_more_than_a_line_goes_on_below_its_own_beginning(
    capsys: pytest.CaptureFixture[str],
) -> None:
    long = "word " * 24
    compare((long, long))
    predicted("it", long, long)
    shown = capsys.readouterr().out.splitlines()
    assert max(map(len, shown)) <= 80
    assert [line.index("word") for line in shown if "word" in line] == [10] * 4 + [13] * 4
