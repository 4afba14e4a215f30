"""What is typed without points stands beside what the lesson says: and not before it was typed."""

from typing import Any

import pytest

from course.typed import compare, predicted


@pytest.mark.parametrize("nothing", ["", "  ", None, ...])
def test_an_answer_is_not_shown_before_one_was_typed(
    nothing: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    compare((nothing, "The secret."), ("mine", "The other."))
    shown = capsys.readouterr().out
    assert "secret" not in shown
    assert "1  Type your answer first" in shown
    assert "2  yours: mine\n   ours:  The other.\n" in shown


@pytest.mark.parametrize(("typed", "words"), [(5, "5"), ("higher ", "higher"), ("", "nothing yet"), (0, "0")])
def test_a_prediction_stands_beside_what_came(
    typed: Any, words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    predicted("the loss", typed, 14 / 3)
    assert capsys.readouterr().out == f"the loss\n  predicted: {words}\n  came:      4.66667\n"
