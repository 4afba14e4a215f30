"""An environment as Binder's image has it, made without Docker: for tests/browser/test_binder.py.

The same three steps as in repo2docker's Dockerfile, with pip alone: the Python packages of its lock file
(conda's names changed into PyPI's where they differ), then `pip install -r binder/requirements.txt`, then
`binder/postBuild`. What conda adds beyond Python packages (Node.js, libraries) is not there.
"""

import hashlib
import importlib.util
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from grader.notebooks.paths import ROOT

KEPT = ROOT / "build" / "binder-environment"  # ignored by git; a fresh clone, such as CI's, makes it anew
PYTHON = (ROOT / "binder/runtime.txt").read_text().strip().removeprefix("python-")
SPEC = importlib.util.find_spec("repo2docker")
assert SPEC
assert SPEC.origin
REPO2DOCKER = Path(SPEC.origin).parent
LOCK = REPO2DOCKER / f"buildpacks/conda/environment.py-{PYTHON}-linux-64.lock"
PACKAGE = re.compile(r"/(?P<name>[^/]+)-(?P<version>[^-/]+)-py[^-/]*_\d+\.(?:conda|tar\.bz2)\b")
ON_PYPI = {
    "brotli-python": "brotli",
    "jupyterhub-base": "jupyterhub",
    "nbconvert-core": "nbconvert",
    "python-fastjsonschema": "fastjsonschema",
}
QUIETLY = {"PIP_QUIET": "1", "PIP_NO_COMPILE": "1", "PIP_DISABLE_PIP_VERSION_CHECK": "1"}
ONCE = {"PIP_RETRIES": "0"}  # where PyTorch's own index cannot be reached, PyPI's torch will do


def copy_of_the_repository(into: Path) -> Path:
    """What git would clone, with the changes that are not committed yet."""
    listing = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    names = subprocess.run(listing, cwd=ROOT, check=True, capture_output=True, text=True).stdout.split("\0")
    for name in names:
        if name and (ROOT / name).is_file():
            (into / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, into / name)
    return into


def commit(tree: Path, branch: str) -> None:
    """Make a copy of the repository one that git can pull from."""
    author = "-c user.name=Ada -c user.email=ada@example.org"
    for words in (f"init -q -b {branch}", "add .", f"{author} commit -q -m All"):
        subprocess.run(["git", *words.split()], cwd=tree, check=True)


def dockerfile(tree: Path) -> str:
    """What repo2docker would build from a folder, for a user who is not root."""
    command: list[str | Path] = [
        Path(sys.executable).with_name("jupyter-repo2docker"),
        "--no-build",
        "--debug",
    ]
    told = ["--user-id", "1000", "--user-name", "jovyan", "."]
    made = subprocess.run([*command, *told], cwd=tree, check=True, capture_output=True, text=True)
    return made.stdout + made.stderr


def locked_packages() -> list[str]:
    """The Python packages of repo2docker's lock file, as pip takes them: 'tornado==6.5.2'."""
    found = [match.groupdict() for match in map(PACKAGE.search, LOCK.read_text().splitlines()) if match]
    return [f"{ON_PYPI.get(each['name'], each['name'])}=={each['version']}" for each in found]


def environment(tree: Path) -> Path:
    """The folder of the environment for a copy of the repository; kept until what it is made of changes."""
    names = ["requirements.txt", "constraints.txt", "binder/requirements.txt", "binder/postBuild"]
    names += ["tests/helpers/binder_image.py"]
    settings = sorted((tree / "grader/demo/jupyterlab").glob("*.json"))
    parts = [LOCK, *(tree / name for name in names), *settings]
    key = hashlib.sha256(b"\0".join(part.read_bytes() for part in parts)).hexdigest()
    made = KEPT / "made-of"
    if not made.exists() or made.read_text() != key:
        make(KEPT, tree)
        made.write_text(key)
    return KEPT


def make(folder: Path, tree: Path) -> None:
    """Make the environment, as the Dockerfile says."""
    shutil.rmtree(folder, ignore_errors=True)
    python = shutil.which(f"python{PYTHON}") or sys.executable
    run([python, "-m", "venv", "--without-pip", folder], tree, folder)
    pip: list[str | Path] = [sys.executable, "-m", "pip", "--python", folder / "bin/python", "install"]
    run([*pip, "--no-deps", *locked_packages()], tree, folder)
    run([folder / "bin/pip", "install", "-r", "binder/requirements.txt"], tree, folder, **ONCE)
    run(["./binder/postBuild"], tree, folder)


def variables(folder: Path) -> dict[str, str]:
    """The environment variables that the image sets, as far as they matter here."""
    return {"PATH": f"{folder / 'bin'}{os.pathsep}{os.environ['PATH']}"}


def run(command: Sequence[str | Path], tree: Path, folder: Path, **more: str) -> None:
    """Run one step in the copy of the repository; what it says is shown when it fails."""
    ended = subprocess.run(
        command,
        cwd=tree,
        env=os.environ | QUIETLY | variables(folder) | more,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    assert ended.returncode == 0, f"{command} failed:\n{ended.stdout}"
