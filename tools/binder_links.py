"""The links that open the lessons on Binder, written into README.md: `python -m tools.binder_links`.

They are made from one setting, `[tool.course]` in pyproject.toml. Where it names an `environment`, Binder
builds that one, and nbgitpuller fetches the lessons from the repository: see CONTRIBUTING.md, "Binder".
"""

import re
import sys
import tomllib
from pathlib import Path

from grader.authoring.publishing.links import binder
from grader.notebooks.errors import AuthorError
from grader.notebooks.paths import ROOT

ROW = re.compile(r"\((release/[^)]+\.ipynb)\)(.*?)\(https://mybinder\.org/[^)]*\)")


def written(readme: str, root: Path = ROOT) -> str:
    """The README with each lesson's link as the setting says; every released lesson must have one."""
    with open(root / "pyproject.toml", "rb") as file:
        course = tomllib.load(file)["tool"]["course"]
    released = {path.relative_to(root).as_posix() for path in root.glob("release/*/*.ipynb")}
    if missing := sorted(released - {row[1] for row in ROW.finditer(readme)}):
        raise AuthorError(
            f"README.md has no Binder link for {missing[0]}: give its line [open](https://mybinder.org/)."
        )
    return ROW.sub(lambda row: f"({row[1]}){row[2]}({binder(row[1], course)})", readme)


def main(root: Path = ROOT) -> int:
    """Bring the links in README.md up to date; returns the exit code."""
    readme = root / "README.md"
    try:
        text = written(readme.read_text("utf-8"), root)
    except AuthorError as error:
        print(error, file=sys.stderr)
        return 1
    readme.write_text(text, "utf-8")
    print("The links in README.md are what [tool.course] in pyproject.toml says.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
