"""constraints.txt: one version for everything that `setup` and Binder install. `make lock` writes it anew.

pip says what it would install. What pyproject.toml and the requirements name keeps the version that stands
there; all else keeps its version in constraints.txt, and what is not there yet gets its newest. Without the
file everything gets its newest, so to update the whole environment, delete it first.
"""

import json
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

from grader.notebooks.errors import AuthorError
from grader.notebooks.paths import ROOT

HEAD = "# The version of everything that is installed, for pip's `-c`. `make lock` writes this file.\n"
TOOLS = ("pip", "setuptools")  # what installs the rest
ELSEWHERE = ("appnope",)  # what a Mac needs beside; pip is asked on Linux
OLDEST = "3.11"  # the Python that every version must run on: 3.11.0


def main(root: Path = ROOT) -> int:
    """Write constraints.txt; returns the exit code."""
    path = root / "constraints.txt"
    try:
        old = read_lock(path.read_text("utf-8")) if path.exists() else {}
        new = locked(resolved(root, {name: old[name] for name in old.keys() - named(root).keys()}))
    except AuthorError as error:
        print(error, file=sys.stderr)
        return 1
    path.write_text(HEAD + "".join(f"{name}=={new[name]}\n" for name in sorted(new)), "utf-8")
    print("\n".join(changes(old, new)) or "constraints.txt is up to date.")
    return 0


def read_lock(text: str) -> dict[str, str]:
    """The versions that constraints.txt holds.

    >>> read_lock("# The version of everything\\nnumpy==2.4.6\\n")
    {'numpy': '2.4.6'}
    """
    lines = [line.partition("==") for line in text.splitlines() if not line.startswith("#")]
    return {name: version for name, _, version in lines}


def named(root: Path, extras: Iterable[str] | None = None) -> dict[str, Requirement]:
    """What requirements.txt and these extras of pyproject.toml name; for None all that any file names."""
    project = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))
    optional = project["project"]["optional-dependencies"]
    words = in_file(root / "requirements.txt")
    words += [word for extra in optional if extras is None or extra in extras for word in optional[extra]]
    if extras is None:
        words += project["build-system"]["requires"] + in_file(root / "binder/requirements.txt")
    found = {canonicalize_name(Requirement(word).name): Requirement(word) for word in words}
    return {name: found[name] for name in found if name != project["project"]["name"]}


def in_file(path: Path) -> list[str]:
    """The requirements that a file names itself, without its options."""
    return [line for line in path.read_text("utf-8").splitlines() if line and not line.startswith(("#", "-"))]


def resolved(root: Path, kept: dict[str, str]) -> list[dict[str, Any]]:
    """What pip would install into a new environment here, from its report, with these versions kept."""
    wanted = [*map(str, named(root).values()), *TOOLS, *ELSEWHERE]
    with tempfile.TemporaryDirectory() as folder:
        constraints = Path(folder, "constraints.txt")
        constraints.write_text("".join(f"{name}=={version}\n" for name, version in kept.items()), "utf-8")
        options = ["--dry-run", "--quiet", "--report=-", f"--target={folder}", f"--constraint={constraints}"]
        options += [f"--python-version={OLDEST}", "--only-binary=:all:"]
        command = [sys.executable, "-m", "pip", "install", *options, *wanted]
        done = subprocess.run(command, stdout=subprocess.PIPE, text=True)
    if done.returncode:
        raise AuthorError(
            "These versions do not fit together: delete from constraints.txt those that pip names."
        )
    return [each["metadata"] for each in json.loads(done.stdout)["install"]]


def locked(packages: list[dict[str, Any]]) -> dict[str, str]:
    """The versions to write, by name.

    >>> locked([{"name": "Send2Trash", "version": "2.2.0"}, {"name": "torch", "version": "2.13.0"}])
    {'send2trash': '2.2.0', 'torch': '2.13.0'}
    """
    found: dict[str, str] = {canonicalize_name(each["name"]): each["version"] for each in packages}
    if sys.platform != "linux" or Version(found["torch"]).local:
        raise AuthorError(
            f"torch {found['torch']} for {sys.platform} would leave its CUDA packages unlocked: run this on"
            " Linux, and with PIP_CONFIG_FILE=/dev/null where pip is told of another torch than PyPI's."
        )
    return found


def changes(old: dict[str, str], new: dict[str, str]) -> list[str]:
    """One line for each version that is another now.

    >>> changes({"numpy": "2.4.5", "six": "1.17.0"}, {"numpy": "2.4.6", "tqdm": "4.70.1"})
    ['numpy 2.4.5 -> 2.4.6', 'six 1.17.0 -> none', 'tqdm none -> 4.70.1']
    """
    names = sorted(name for name in old.keys() | new.keys() if old.get(name) != new.get(name))
    return [f"{name} {old.get(name, 'none')} -> {new.get(name, 'none')}" for name in names]


if __name__ == "__main__":
    sys.exit(main())
