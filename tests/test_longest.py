"""The order of the test files, which keeps both cores busy to the end, names files that are there."""

from conftest import LONGEST, TESTS


def test_every_name_in_the_order_is_a_test_file() -> None:
    assert [name for name in LONGEST if not (TESTS / name).is_file()] == []


def test_no_name_comes_twice_in_the_order() -> None:
    assert len(set(LONGEST)) == len(LONGEST)
