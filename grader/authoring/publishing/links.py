"""The addresses that open a notebook of a repository on GitHub: on Binder, and on Colab."""

import re
from urllib.parse import quote, urlencode

from grader.notebooks.errors import AuthorError

PULLED = "current"  # the folder that nbgitpuller fills; binder/start reads `course` there first
UNSET = "OWNER/REPO"  # an address that is still to come
REPOSITORY = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]*/[A-Za-z0-9._-]+")
BRANCH = re.compile(r"[A-Za-z0-9_][A-Za-z0-9._/-]*")


def binder(notebook: str, course: dict[str, str]) -> str:
    """The address that opens a notebook on Binder; with an `environment`, that one is built, and nbgitpuller
    fetches the notebook.

    >>> binder("release/01/01.ipynb", {"repository": "ada/descent", "branch": "main"})
    'https://mybinder.org/v2/gh/ada/descent/main?urlpath=lab%2Ftree%2Frelease%2F01%2F01.ipynb'
    """
    repository, branch = course["repository"], course["branch"]
    path = f"lab/tree/{notebook}"
    if "environment" in course:
        pull = {"repo": f"https://github.com/{repository}", "branch": branch, "targetpath": PULLED}
        path = "git-pull?" + urlencode(pull | {"urlpath": f"lab/tree/{PULLED}/{notebook}"})
    image = course.get("environment", f"{repository}/{branch}")
    return f"https://mybinder.org/v2/gh/{quote(image)}?urlpath={quote(path, safe='')}"


def colab(notebook: str, repository: str, branch: str) -> str:
    """The address that opens a notebook on Colab, which gets the notebook and nothing else.

    >>> colab("lessons/01/01.ipynb", "ada/descent", "main")
    'https://colab.research.google.com/github/ada/descent/blob/main/lessons/01/01.ipynb'
    """
    return f"https://colab.research.google.com/github/{repository}/blob/{quote(branch)}/{quote(notebook)}"


def raw(path: str, repository: str, branch: str) -> str:
    """The address of one file.

    >>> raw("lessons/quiz/a b.csv", "ada/descent", "main")
    'https://raw.githubusercontent.com/ada/descent/main/lessons/quiz/a%20b.csv'
    """
    return f"https://raw.githubusercontent.com/{repository}/{quote(branch)}/{quote(path)}"


def archive(repository: str, branch: str) -> str:
    """The address of all files in one zip, which pip installs without git.

    >>> archive("ada/descent", "main")
    'https://github.com/ada/descent/archive/refs/heads/main.zip'
    """
    return f"https://github.com/{repository}/archive/refs/heads/{quote(branch)}.zip"


def refuse_no_address(repository: str, branch: str) -> None:
    """Raise AuthorError where a repository or a branch is none that GitHub could have."""
    if not REPOSITORY.fullmatch(repository):
        found = re.search(r"github\.com[/:]([^/]+/[^/]+?)(\.git)?/?$", repository)
        hint = f"write {found[1]}" if found else "write it like ada/descent, the end of its address on GitHub"
        raise AuthorError(f"{repository!r} is not OWNER/REPO: {hint} (for make: REPOSITORY=OWNER/REPO).")
    if not BRANCH.fullmatch(branch) or ".." in branch:
        raise AuthorError(
            f"{branch!r} is not the name of a branch: write it like main (for make: BRANCH=main)."
        )
