"""The order of the test files, which keeps all cores busy to the end, names files that are there."""

from file_order import LONGEST, TESTS, place


def test_every_name_in_the_order_is_a_test_file() -> None:
    assert [name for name in LONGEST if not (TESTS / name).is_file()] == []


def test_no_name_comes_twice_in_the_order() -> None:
    assert len(set(LONGEST)) == len(LONGEST)


def test_a_file_that_is_not_named_comes_last() -> None:
    assert place(TESTS / LONGEST[0]) == 0
    assert place(TESTS / "test_file_order.py") == len(LONGEST)
