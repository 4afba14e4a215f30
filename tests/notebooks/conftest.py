from pathlib import Path

import pytest
from one_lesson import Learner


@pytest.fixture
def graded(tmp_path: Path) -> Learner:
    return Learner(tmp_path)
