"""What `tools.system_calls` reads of strace's lines, and what it says of a call that the filter refuses."""

from pathlib import Path

import pytest

from tools.system_calls import Counted, read, report

LINES = """12 read(3, ""..., 4) = 4
12 prctl(PR_SET_NAME, "x"...) = 0
12 clone(child_stack=NULL, flags=CLONE_VM|SIGCHLD <unfinished ...>
13 <... read resumed>) = 0
12 ioctl(1, TCGETS, 0x7ffc) = -1 ENOTTY
12 +++ exited with 0 +++
"""


def test_calls_are_counted_once_with_what_they_ask_for(tmp_path: Path) -> None:
    (tmp_path / "0").write_text(LINES)
    calls, asked = read(tmp_path)
    assert calls == {"read": 1, "prctl": 1, "clone": 1, "ioctl": 1}
    assert asked == {"prctl PR_SET_NAME": 1, "clone CLONE_VM|SIGCHLD": 1, "ioctl TCGETS": 1}


def test_a_refused_call_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    assert report(Counted({"read": 2, "ptrace": 1}), Counted()) == 1
    assert "refused: ptrace" in capsys.readouterr().out
    assert report(Counted({"read": 2}), Counted()) == 0
