"""`make bench` measures lessons without leaving anything behind."""

from pathlib import Path

import pytest
import tiny_lesson as tiny

from grader.authoring.build import build
from tools import pace


def test_a_lesson_is_timed_in_a_copy_of_its_folder(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    saving = "from pathlib import Path\n\nPath('scores.csv').read_text()\nPath('model.pt').touch()"
    course = tiny.course(tmp_path, tiny.TEXT.replace('print("a worked example")', saving))
    (course / "lessons" / tiny.NAME / "scores.csv").write_text("1,2\n")
    build(course)
    pace.main(course)
    assert "twice-check" in capsys.readouterr().out
    assert not list(tmp_path.rglob("*.pt"))
