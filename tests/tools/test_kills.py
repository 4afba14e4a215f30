"""A run that is killed at any moment goes on, and ends as one that nobody disturbed."""

import sys

import pytest

from tools.kills import differences

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform != "linux", reason="the sandbox is for Linux"),
    pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SAWarning"),  # nbgrader's, harmless
]


def test_kills_change_nothing() -> None:
    assert differences(submissions=9, kills=4, seed=2) == []
