"""One warm template serves all tests that judge; the longest files come first, so both cores end alike."""

import functools
from collections.abc import Iterator

import nbgrader.api
import pytest
from file_order import place

from grader.sandbox.template import Template


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--draws", type=int, help="of the hidden numbers for every right style (test_styles.py)")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """xdist hands files out in this order (`--no-loadscope-reorder`)."""
    items.sort(key=lambda item: place(item.path))


# nbgrader starts `alembic` (three seconds) for each new gradebook, to be told the same version.
nbgrader.api.get_alembic_version = functools.cache(nbgrader.api.get_alembic_version)


@pytest.fixture(scope="session")
def template() -> Iterator[Template]:
    with Template() as warm:
        yield warm
