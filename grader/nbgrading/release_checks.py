"""The one place where an assignment is refused before anything of it is written or released."""

from pathlib import Path


def check_before_release(source: Path, assignment: str, notebooks: list[Path]) -> None:
    """Raise AuthorError or NbGraderException, with a message that says what to mend, to refuse an assignment.

    `source` is its folder below source/, `notebooks` are the paths of its notebooks there.
    """
