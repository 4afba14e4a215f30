"""A Python that has torch, NumPy, matplotlib, ipywidgets and what these need, and nothing else, as on Colab.

Its packages are links to those of this environment, so that making it takes no download.
"""

import subprocess
import sys
import zipfile
from importlib.metadata import Distribution, distribution
from importlib.metadata import PackageNotFoundError as NotInstalled
from pathlib import Path

from packaging.requirements import Requirement

THERE = ("torch", "numpy", "matplotlib", "ipywidgets")
INSTALLERS = ("pip", "setuptools")  # what pip builds a package with


def needed(names: tuple[str, ...]) -> dict[str, Distribution]:
    """These packages and all that they need, by name; not what no platform but another needs."""
    found: dict[str, Distribution] = {}
    left = list(names)
    while left:
        name = left.pop().lower().replace("_", "-")
        try:
            found[name] = distribution(name)
        except NotInstalled:
            assert name.startswith(("nvidia", "cuda", "triton")), name  # torch for graphics cards
            continue
        for line in found[name].requires or []:
            wanted = Requirement(line)
            meant = not wanted.marker or wanted.marker.evaluate({"extra": ""})
            if meant and wanted.name.lower().replace("_", "-") not in found:
                left.append(wanted.name)
    return found


def make(folder: Path) -> Path:
    """Make the environment; returns its Python."""
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", folder], check=True)
    packages = folder / "packages"
    packages.mkdir()
    for each in needed((*THERE, *INSTALLERS)).values():
        tops = {path.parts[0] for path in each.files or [] if path.parts[0] not in ("..", "__pycache__")}
        for top in tops:
            if not (packages / top).exists():
                (packages / top).symlink_to(each.locate_file(top))
    [own] = folder.glob("lib/python*/site-packages")
    (own / "packages.pth").write_text(f"{packages}\n")
    return folder / "bin" / "python"


def wheel(name: str, folder: Path) -> Path:
    """A wheel of an installed package of pure Python, for a pip without a network."""
    each = distribution(name)
    target = folder / f"{name}-{each.version}-py3-none-any.whl"
    with zipfile.ZipFile(target, "w") as made:
        for path in each.files or []:
            if ".." not in path.parts and path.suffix != ".pyc":
                made.write(str(each.locate_file(path)), str(path))
    return target


def archive(repository: Path, target: Path) -> Path:
    """The zip of a repository as GitHub gives it: all in one folder."""
    with zipfile.ZipFile(target, "w") as made:
        for path in sorted(repository.rglob("*")):
            made.write(path, f"{repository.name}-main/{path.relative_to(repository)}")
    return target
