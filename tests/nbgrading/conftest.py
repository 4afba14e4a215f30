"""A small course for each file of tests, and the judge played."""

import pytest
from played_judge import judge  # noqa: F401 (a fixture)
from small_course import Course

from grader.nbgrading import faithful


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Course:
    with pytest.MonkeyPatch.context() as patches:  # its tests are right: other tests hold that
        patches.setattr(faithful, "refuse_unfaithful", lambda source, notebooks: None)
        return Course(tmp_path_factory.mktemp("course"))
