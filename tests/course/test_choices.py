"""A choice or an ordering answers at once: right and why, or not yet, with a reason of its own."""

import json
from pathlib import Path
from typing import Any

import pytest

from course import sealed
from course.checks import CheckFailed
from course.choices import answer, choice, lines, number, order

RIGHT = {
    "reading": "Reading makes it so.",
    "lines": "First A, then B and C in any order.",
    "steps": "It counts from 0.",
    "bugs": "Both forget something.",
}
WRONG = {
    "reading": {"a": "That is writing.", "c": "That is listening."},
    "lines": {".A": "A makes what they need."},
    "bugs": {"1": "This line is right.", "^[^2]*$": "Look at the start.", "^[^3]*$": "Look at the end."},
    "steps": {"^11$": "What does it count from?", "^(?!12$)": "Count again."},
}


@pytest.fixture(autouse=True)
def answers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The answers of a lesson 7 with two questions."""
    texts = {name: sealed.sealed(RIGHT[name], WRONG[name]) for name in RIGHT}
    (tmp_path / "lesson_7.json").write_text(json.dumps(texts), "utf-8")
    monkeypatch.setattr(sealed, "ANSWERS", tmp_path)


def message(check: Any, *args: Any) -> str:
    with pytest.raises(CheckFailed) as failed:
        check(*args, lesson=7)
    return str(failed.value)


@pytest.mark.parametrize("got", ["", "ab", "e", "ba", 1, None, ...])
def test_a_choice_is_one_of_the_letters(got: Any) -> None:
    assert 'expected: one of "a", "b", "c"' in message(choice, "reading", got, "abc")


@pytest.mark.parametrize("got", ["", "AB", "ABCC", "ABD", 1, None, ["A", "B"]])
def test_an_order_holds_each_letter_once(got: Any) -> None:
    assert 'expected: each letter of "ABC" once' in message(order, "lines", got, "ABC")


def test_the_right_letter_is_told_why_it_is_right(capsys: pytest.CaptureFixture[str]) -> None:
    choice("reading", "b", "abc", lesson=7)
    assert capsys.readouterr().out == '✓ reading = "b". Reading makes it so.\n'


@pytest.mark.parametrize("got", ["B", "b)", " b ", "(b)", ["b"]])
def test_a_letter_may_be_written_in_other_ways(got: Any, capsys: pytest.CaptureFixture[str]) -> None:
    choice("reading", got, "abc", lesson=7)
    assert capsys.readouterr().out == '✓ reading = "b". Reading makes it so.\n'


@pytest.mark.parametrize("got", ["A", "a)"])
def test_a_wrong_letter_that_is_written_in_another_way_is_still_wrong(got: str) -> None:
    assert "That is writing." in message(choice, "reading", got, "abc")


@pytest.mark.parametrize("got", ["abc", "A, B, C", "a b c", ["A", "B", "C"]])
def test_an_order_may_be_written_in_other_ways(got: Any) -> None:
    order("lines", got, "ABC", lesson=7)


@pytest.mark.parametrize("got", ["2, 3", "2 and 3", "3 2", 23, [2, 3], ("2", "3")])
def test_lines_may_be_written_in_other_ways(got: Any) -> None:
    lines("bugs", got, "123", lesson=7)


@pytest.mark.parametrize(("got", "reason"), [("a", "That is writing."), ("c", "That is listening.")])
def test_each_wrong_letter_has_a_reason_of_its_own(got: str, reason: str) -> None:
    assert message(choice, "reading", got, "abc") == f'Not right yet: reading = "{got}".\n  {reason}'


@pytest.mark.parametrize("got", ["ABC", "ACB"])
def test_every_right_order_is_right(got: str, capsys: pytest.CaptureFixture[str]) -> None:
    order("lines", got, "ABC", lesson=7)
    assert RIGHT["lines"] in capsys.readouterr().out


@pytest.mark.parametrize("got", ["BAC", "BCA", "CAB"])
def test_a_wrong_order_is_told_which_rule_it_breaks(got: str) -> None:
    assert "A makes what they need." in message(order, "lines", got, "ABC")


def test_the_first_rule_that_is_broken_is_told() -> None:
    with pytest.raises(CheckFailed, match="one"):
        answer("lines", "CBA", right="", wrong={"C.*B": "one", "B.*A": "two"})


@pytest.mark.parametrize("got", ["", "33", "4", "2 or 3", 24, None, ["2", "4"]])
def test_lines_are_named_once_each(got: Any) -> None:
    assert 'expected: one or more of "123", each once' in message(lines, "bugs", got, "123")


@pytest.mark.parametrize(
    ("check", "got"),
    [
        (lines, "lines 2 and 3"),
        (lines, "2 or 3"),
        (choice, "(a or b)"),
        (choice, "answer c."),
        (order, "A, B; D"),
        (order, "A then B then C"),
    ],
)
def test_what_cannot_be_read_is_shown_as_it_was_typed(check: Any, got: str) -> None:
    assert f'got:      "{got}"' in message(check, "bugs", got, "123" if check is lines else "ABC")


@pytest.mark.parametrize("got", ["23", "32"])
def test_lines_may_be_named_in_any_order(got: str, capsys: pytest.CaptureFixture[str]) -> None:
    lines("bugs", got, "123", lesson=7)
    assert capsys.readouterr().out == f'✓ bugs = "{got}". Both forget something.\n'


@pytest.mark.parametrize(
    ("got", "reason"),
    [("231", "This line is right."), ("3", "Look at the start."), ("2", "Look at the end.")],
)
def test_a_line_too_many_or_too_few_has_a_reason_of_its_own(got: str, reason: str) -> None:
    assert reason in message(lines, "bugs", got, "123")


@pytest.mark.parametrize("got", ["12", 12.0, True, None, [12]])
def test_a_counted_number_is_a_whole_one(got: Any) -> None:
    assert "expected: a whole number" in message(number, "steps", got)


def test_a_counted_number_is_right_or_told_why_not(capsys: pytest.CaptureFixture[str]) -> None:
    number("steps", 12, lesson=7)
    assert capsys.readouterr().out == "✓ steps = 12. It counts from 0.\n"
    assert message(number, "steps", 11) == "Not right yet: steps = 11.\n  What does it count from?"
    assert "Count again." in message(number, "steps", 120)


def test_no_answer_can_be_read_where_it_lies() -> None:
    said = sealed.sealed(RIGHT["reading"], WRONG["reading"])
    assert not any(word in said for word in ("Reading", "writing", "listening"))
    assert sealed.opened(said) == [RIGHT["reading"], WRONG["reading"]]
