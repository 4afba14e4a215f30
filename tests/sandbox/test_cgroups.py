"""The doctor says whether a machine lends a cgroup v2 for memory: on made-up trees, and on this one."""

import os
from pathlib import Path

import pytest

from grader.sandbox.cgroups import in_words, why_not_lent

SCOPE = "user.slice/user-1000.slice/user@1000.service/app.slice/run-1.scope"


@pytest.fixture
def lent(tmp_path: Path) -> tuple[Path, Path]:
    """As `systemd-run --user --scope -p Delegate=yes` gives it: the mount, and the file with its name."""
    group = tmp_path / "cgroup" / SCOPE
    group.mkdir(parents=True)
    (tmp_path / "cgroup" / "cgroup.controllers").write_text("cpu memory pids\n")
    (group / "cgroup.controllers").write_text("cpu memory pids\n")
    for name in ("cgroup.procs", "cgroup.subtree_control"):
        (group / name).write_text("")
    own = tmp_path / "own"
    own.write_text(f"0::/{SCOPE}\n")
    return tmp_path / "cgroup", own


def test_a_delegated_group_is_lent(lent: tuple[Path, Path]) -> None:
    assert why_not_lent(*lent) == ""


def test_so_is_the_root_of_a_container(lent: tuple[Path, Path]) -> None:
    mount, own = lent
    own.write_text("1:name=systemd:/x\n0::/\n")
    for name in ("cgroup.procs", "cgroup.subtree_control"):
        (mount / name).write_text("")
    assert why_not_lent(mount, own) == ""


def test_without_cgroup_v2_there_is_none(lent: tuple[Path, Path]) -> None:
    mount, own = lent
    (mount / "cgroup.controllers").unlink()
    assert why_not_lent(mount, own) == "cgroup v2 is not mounted"


def test_a_process_in_no_group_has_none(lent: tuple[Path, Path]) -> None:
    mount, own = lent
    own.write_text("4:memory:/user\n")
    assert why_not_lent(mount, own) == "this process is in none"


@pytest.mark.parametrize("controllers", ["", "cpu pids\n", "cpu memory\n", "memory_of_another pids_too\n"])
def test_a_group_without_its_controllers_is_of_no_use(lent: tuple[Path, Path], controllers: str) -> None:
    mount, own = lent
    (mount / SCOPE / "cgroup.controllers").write_text(controllers)
    assert "has no controller for" in why_not_lent(mount, own)


def test_a_group_that_this_process_cannot_see_is_named(lent: tuple[Path, Path]) -> None:
    mount, own = lent
    own.write_text("0::/elsewhere\n")
    assert why_not_lent(mount, own) == f"{mount}/elsewhere cannot be read: No such file or directory"


@pytest.mark.parametrize("closed", ["", "cgroup.procs", "cgroup.subtree_control"])
def test_a_group_that_is_not_this_users_is_not_lent(
    lent: tuple[Path, Path], closed: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Root may write everywhere: so the answer of the system is played here."""
    place = lent[0] / SCOPE / closed
    monkeypatch.setattr(os, "access", lambda path, mode: Path(path) != place)
    assert why_not_lent(*lent) == f"{place} is not for this user to write"


def test_the_doctor_says_which_limit_holds() -> None:
    assert "every 10 ms (a cgroup v2 is lent, but it is not used)" in in_words("")
    assert in_words(why_not_lent()).startswith("the watchman holds workers to their memory, every 10 ms")
