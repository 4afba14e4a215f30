"""A small course for each file of tests, and the judge played."""

import pytest
from played_judge import judge  # noqa: F401 (a fixture)
from small_course import Course


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    return Course(tmp_path_factory.mktemp("course"))
