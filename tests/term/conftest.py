"""A course folder for each test of collecting."""

from pathlib import Path

import pytest
from collecting_teacher import Teacher


@pytest.fixture
def teacher(tmp_path: Path) -> Teacher:
    return Teacher(tmp_path / "course")
