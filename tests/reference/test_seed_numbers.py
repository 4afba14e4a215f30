"""Every number that the seeds print is reproduced here, or docs/seed-numbers.md says why it cannot be."""

import re
from typing import Any

import numpy as np
import pytest
import seed_fruit as fruit
from seed_runs import AS_WRITTEN, REPRODUCED, SLACK
from seed_table import HALF, TABLE, digits, half_digit, printed

from grader.notebooks.paths import ROOT
from grader.reference import tables

FLOAT32 = 2.0**-23  # how far neighbours among numbers of 32 bits are apart, relative to them
REASONS, REMARKS = (ROOT / "docs/seed-numbers.md").read_text("utf-8").split("\n## ")[1:]
ROWS = [[cell.strip() for cell in line.split("|")[1:-1]] for line in REASONS.splitlines() if "| `" in line]
LISTED = {row[0].strip("`"): row for row in ROWS}
NUMBER = re.compile(r"-?\d+(?:\.\d+)?")


def slack(key: str) -> Any:
    """How far the numbers of this row may be from the printed ones, beyond half of the last digit."""
    return SLACK[key]() if key in SLACK else 0.0


def assert_equal_to_the_last_digit(numbers: list[str], found: Any, slack: Any) -> None:
    """Each of the numbers is what was found, rounded to the digits that it has."""
    assert len(numbers) == len(found)
    allowed = [half_digit(number) for number in numbers] + FLOAT32 * abs(found) + slack
    far = abs(np.array(numbers, dtype=np.float64) - found) > allowed
    assert [*zip(np.array(numbers)[far], found[far], strict=True)] == []


@pytest.mark.parametrize("key", REPRODUCED)
def test_closed_forms_reproduce_each_number_to_its_last_digit(key: str) -> None:
    assert_equal_to_the_last_digit(digits(key), REPRODUCED[key](), slack(key))


@pytest.mark.parametrize("key", sorted(REPRODUCED.keys() - SLACK.keys()))
def test_no_number_may_be_off_by_five_in_its_last_digit(key: str) -> None:
    found = REPRODUCED[key]()
    for place, number in enumerate(digits(key)):
        decimals = len(number.partition(".")[2])
        off = f"{float(number) + 5 * 10.0**-decimals:.{decimals}f}"
        with pytest.raises(AssertionError):
            assert_equal_to_the_last_digit([*digits(key)[:place], off, *digits(key)[place + 1 :]], found, 0.0)


@pytest.mark.parametrize("key", AS_WRITTEN)
def test_the_document_says_what_the_code_as_written_gives(key: str) -> None:
    assert_equal_to_the_last_digit(NUMBER.findall(LISTED[key][3]), AS_WRITTEN[key](), slack(key))


@pytest.mark.parametrize("key", AS_WRITTEN)
def test_what_is_listed_with_other_numbers_is_not_what_the_code_gives(key: str) -> None:
    assert key == "000:473" or abs(printed(key) - AS_WRITTEN[key]()).max() > 0.1  # cut off before the numbers


def test_every_number_is_either_reproduced_or_listed_with_a_reason() -> None:
    assert REPRODUCED.keys() | LISTED.keys() == TABLE.keys()
    assert REPRODUCED.keys() & LISTED.keys() == set()
    assert AS_WRITTEN.keys() <= LISTED.keys()
    assert all(len(row) == 5 and all(row) for row in ROWS)


@pytest.mark.parametrize("key", LISTED)
def test_the_document_quotes_what_is_printed(key: str) -> None:
    quoted = re.findall(r"[-\d.x]*\d[\da-f.]*", LISTED[key][2])
    assert quoted
    assert set(quoted) <= set(digits(key))


def test_remarks_are_on_numbers_that_are_reproduced() -> None:
    remarked = re.findall(r"`(00\d:[^`]+)`", REMARKS)
    assert remarked
    assert set(remarked) <= REPRODUCED.keys()


class TestWhatTheReasonsSay:
    """What can still be held of numbers that no code gives again."""

    def test_the_batch_has_rows_of_the_data_each_with_its_own_harvest(self) -> None:
        batch = printed("004:517-526")
        rows = np.hstack([batch[:15].reshape(5, 3), batch[15:].reshape(5, 2)]).tolist()
        regions = np.hstack([fruit.weather, fruit.harvest]).tolist()
        assert [regions.index(row) for row in rows] == [9, 1, 6, 12, 4]

    @pytest.mark.parametrize("key", ["004:542-545", "004:555-558"])
    def test_both_models_lie_where_nn_linear_draws_its_numbers(self, key: str) -> None:
        assert abs(printed(key)).max() < 3**-0.5

    def test_the_predictions_after_100_steps_have_another_loss_than_the_one_above_them(self) -> None:
        predictions = printed("004:388-392").reshape(5, 2)
        assert tables.mse(predictions, fruit.five[1]) == pytest.approx(130.3513, abs=5e-4)

    def test_the_last_predictions_are_those_of_one_linear_model(self) -> None:
        predictions = printed("004:695-709").reshape(15, 2)
        assert tables.least_squares(fruit.weather, predictions)[2] < HALF**2
        assert tables.mse(predictions, fruit.harvest) == pytest.approx(52.1596, abs=5e-4)
