"""The links that open the lessons on Binder, written into README.md: `python -m tools.binder_links`.

They are made from one setting, `[tool.course]` in pyproject.toml. Where it names an `environment`, Binder
builds that one, and nbgitpuller fetches the lessons from the repository: see CONTRIBUTING.md, "Binder".
"""

import re
import sys
import tomllib
from pathlib import Path
from urllib.parse import quote, urlencode

from grader.notebooks.errors import AuthorError
from grader.notebooks.paths import ROOT

PULLED = "current"  # the folder that nbgitpuller fills; binder/start reads `course` there first
ROW = re.compile(r"\((release/[^)]+\.ipynb)\)(.*?)\(https://mybinder\.org/[^)]*\)")


def link(lesson: str, course: dict[str, str]) -> str:
    """The address that opens a released notebook on Binder.

    >>> link("release/01/01.ipynb", {"repository": "ada/descent", "branch": "main"})
    'https://mybinder.org/v2/gh/ada/descent/main?urlpath=lab%2Ftree%2Frelease%2F01%2F01.ipynb'
    """
    repository, branch = course["repository"], course["branch"]
    path = f"lab/tree/{lesson}"
    if "environment" in course:
        pull = {"repo": f"https://github.com/{repository}", "branch": branch, "targetpath": PULLED}
        path = "git-pull?" + urlencode(pull | {"urlpath": f"lab/tree/{PULLED}/{lesson}"})
    image = course.get("environment", f"{repository}/{branch}")
    return f"https://mybinder.org/v2/gh/{quote(image)}?urlpath={quote(path, safe='')}"


def written(readme: str, root: Path = ROOT) -> str:
    """The README with each lesson's link as the setting says; every released lesson must have one."""
    with open(root / "pyproject.toml", "rb") as file:
        course = tomllib.load(file)["tool"]["course"]
    released = {path.relative_to(root).as_posix() for path in root.glob("release/*/*.ipynb")}
    if missing := sorted(released - {row[1] for row in ROW.finditer(readme)}):
        raise AuthorError(
            f"README.md has no Binder link for {missing[0]}: give its line [open](https://mybinder.org/)."
        )
    return ROW.sub(lambda row: f"({row[1]}){row[2]}({link(row[1], course)})", readme)


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
