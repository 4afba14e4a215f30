"""The examples in docstrings are true: each is run, and none is skipped."""

import doctest
from importlib import import_module

import pytest

from grader.notebooks.paths import ROOT

FILES = sorted(path for room in ("course", "grader", "tools") for path in (ROOT / room).rglob("*.py"))
MODULES = [
    ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
    for path in FILES
    if ">>> " in path.read_text("utf-8")
]


@pytest.mark.parametrize("name", MODULES)
def test_the_examples_of_a_module_hold(name: str) -> None:
    results = doctest.testmod(import_module(name))  # prints what differs
    assert results.attempted > 0
    assert results.failed == 0


def test_no_example_is_skipped() -> None:
    assert [path.name for path in FILES if "+SKIP" in path.read_text("utf-8")] == []
