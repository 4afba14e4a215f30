"""One warm template serves all tests that judge something."""

import pytest

from grader.sandbox import Template


@pytest.fixture(scope="session")
def template():
    with Template() as warm:
        yield warm
