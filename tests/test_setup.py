"""`setup` and the Makefile: what goes wrong is answered by one sentence that says what to do."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from grader.notebooks.paths import ROOT

pytestmark = pytest.mark.slow

# A stand-in for Python, and for the Python of the environment that it makes; variables say how it behaves.
PYTHON = """#!/bin/sh
case "$*" in
    *version_info*) exit "${TOO_OLD:-0}" ;;
    --version) echo "Python ${VERSION:-3.12.1}" ;;
    "-m venv"*)
        [ -z "${NO_VENV:-}" ] || exit 1
        mkdir -p .venv/bin; cp "$0" .venv/bin/python; echo made >>made.txt ;;
    "-m pip --version") ;;
    "-m pip install"*)
        echo "$*" >>asked.txt; echo "Collecting torch"
        echo "${PIP_ERROR:-}" >&2; [ -z "${PIP_ERROR:-}" ] ;;
esac
"""
DF = """#!/bin/sh
echo Filesystem 1024-blocks Used Available Capacity Mounted on
echo disk 9 9 ${FREE_KB:-9000000} 9% /
"""


NEEDED = ("setup", "Makefile", "pyproject.toml", "requirements.txt", "constraints.txt", "bubblewrap.txt")


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """A clone of the course with nothing but what the setup needs, and a PATH with stand-ins in front."""
    clone = tmp_path / "clone with a space"
    (clone / "bin").mkdir(parents=True)
    for name in NEEDED:
        shutil.copy(ROOT / name, clone)
    for name in "python3.11", "python3.12", "python3.13", "python3":
        script(clone / "bin" / name, PYTHON)
    script(clone / "bin" / "df", DF)
    return clone


def script(path: Path, text: str) -> None:
    path.write_text(text)
    path.chmod(0o755)


def run(clone: Path, *command: str, **variables: str) -> subprocess.CompletedProcess[str]:
    environment = {"PATH": f"{clone / 'bin'}{os.pathsep}{os.environ['PATH']}", **variables}
    return subprocess.run(command, cwd=clone, env=environment, capture_output=True, text=True, timeout=60)


def asked(clone: Path) -> list[str]:
    """What pip was asked for."""
    return (clone / "asked.txt").read_text().splitlines()


FAILURES = {
    "an old Python": (
        {"TOO_OLD": "1", "VERSION": "3.9.2"},
        "setup: This course needs Python 3.11 or newer, but python3 is Python 3.9.2. Install Python 3.11",
    ),
    "an old Python that was asked for": (
        {"TOO_OLD": "1", "VERSION": "3.10.13", "PYTHON": "python3.12"},
        "but python3.12 is Python 3.10.13.",
    ),
    "a Python that is not there": ({"PYTHON": "python3.99"}, "but python3.99 is not found."),
    "no venv module": (
        {"NO_VENV": "1"},
        "install its venv module (Debian and Ubuntu: `apt install python3-venv`)",
    ),
    "no space": ({"FREE_KB": "1200000"}, "About 3 GB of free space are needed in"),
    "no network": (
        {"PIP_ERROR": "WARNING: Retrying after connection broken by 'NewConnectionError(...)'"},
        "setup: The package index cannot be reached: check the network or the proxy",
    ),
    "a disk that fills up": (
        {"PIP_ERROR": "ERROR: Could not install packages: [Errno 28] No space left on device"},
        "setup: The disk is full: make room (about 3 GB)",
    ),
    "another failure of pip": ({"PIP_ERROR": "ERROR: no matching distribution"}, "setup: pip failed;"),
}


@pytest.mark.parametrize(("variables", "sentence"), FAILURES.values(), ids=FAILURES.keys())
def test_a_failure_is_one_sentence(clone: Path, variables: dict[str, str], sentence: str) -> None:
    done = run(clone, "./setup", **variables)
    assert done.returncode == 1
    assert sentence in done.stderr.splitlines()[-1]
    assert len([line for line in done.stderr.splitlines() if line.startswith("setup: ")]) == 1
    assert not (clone / ".venv" / ".ready").exists()


def test_make_passes_the_sentence_on_and_stops(clone: Path) -> None:
    done = run(clone, "make", "test", TOO_OLD="1", VERSION="3.9.2")
    assert done.returncode != 0
    assert "This course needs Python 3.11 or newer" in done.stderr


def test_an_environment_is_made_once(clone: Path) -> None:
    for _ in range(2):
        done = run(clone, "make", ".venv/.ready")
        assert done.returncode == 0, done.stderr
    assert "up to date" in done.stdout
    assert (clone / "made.txt").read_text() == "made\n"


@pytest.mark.parametrize("name", ["requirements.txt", "constraints.txt", "bubblewrap.txt"])
def test_new_pins_are_installed_into_the_same_environment(clone: Path, name: str) -> None:
    run(clone, "make", ".venv/.ready")
    os.utime(clone / name, (2e9, 2e9))
    done = run(clone, "make", ".venv/.ready")
    assert "Installing" in done.stdout
    assert (clone / "made.txt").read_text() == "made\n"


def test_everything_is_installed_at_its_locked_version_and_the_sandbox_by_its_hash(clone: Path) -> None:
    run(clone, "make", ".venv/.ready")
    told = [line.removeprefix("-m pip install --disable-pip-version-check ") for line in asked(clone)]
    assert told == [
        "--constraint constraints.txt pip",
        "--require-hashes --requirement bubblewrap.txt",
        "--constraint constraints.txt --editable .[dev]",
    ]


def test_a_folder_that_was_moved_gets_a_new_environment(clone: Path) -> None:
    run(clone, "make", ".venv/.ready")
    moved = clone.rename(clone.with_name("moved"))
    assert run(moved, "make", ".venv/.ready").returncode == 0
    assert (moved / "made.txt").read_text() == "made\nmade\n"


def test_an_attempt_that_failed_is_taken_up_again(clone: Path) -> None:
    run(clone, "make", ".venv/.ready", PIP_ERROR="ERROR: anything")
    done = run(clone, "make", ".venv/.ready")
    assert done.returncode == 0
    assert (clone / ".venv" / ".ready").read_text().strip() == str(clone.resolve())


def test_make_alone_lists_every_command(clone: Path) -> None:
    done = run(clone, "make")
    listed = [line.split()[0] for line in done.stdout.splitlines() if line.startswith("  ")]
    assert listed == [
        "help",
        "demo",
        "test",
        "check",
        "lint",
        "lab",
        "formgrader",
        "build",
        "text",
        "publish",
        "pictures",
        "bench",
        "mutants",
        "messages",
        "lock",
        "clean",
    ]
