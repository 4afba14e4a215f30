"""What became of each submission: `autograded/LESSON.json`, for the instructor to read.

    {"anna": {"status": "graded", "notes": []},
     "zoe": {"status": "not graded", "notes": ["The notebook is not valid JSON ..."]}}

The status of one that was graded is kept in the metadata of its notebook in `autograded/`, as `grading`.
"""

import contextlib
import json
from pathlib import Path
from typing import IO, Any

Status = dict[str, Any]  # {"status": "graded", "notes": [...]}


def add_statuses(path: Path, found: dict[str, Status]) -> None:
    """Write the statuses of these learners into the report, beside those of earlier runs."""
    path.parent.mkdir(exist_ok=True)
    with path.open("a+", encoding="utf-8") as file:
        lock(file)
        file.seek(0)
        statuses = statuses_in(file.read()) | found
        file.truncate(0)
        file.write(json.dumps(statuses, indent=1, ensure_ascii=False, sort_keys=True) + "\n")


def lock(file: IO[str]) -> None:
    """Wait until no other run writes this file: several may go on at once, each for other learners."""
    with contextlib.suppress(ImportError):  # Windows, where learners read this module too
        import fcntl

        fcntl.flock(file, fcntl.LOCK_EX)


def statuses_in(text: str) -> dict[str, Status]:
    """What earlier runs reported; nothing where one was killed while it wrote."""
    with contextlib.suppress(ValueError):
        return dict(json.loads(text))
    return {}


def status_of(path: Path) -> Status:
    """What a notebook in `autograded/` says of its grading; "unfinished", too, where it cannot be read."""
    try:
        return dict(json.loads(path.read_text("utf-8"))["metadata"].get("grading", {}))
    except (OSError, ValueError, KeyError):
        return {"status": "unfinished", "notes": []}


def finished(path: Path) -> bool:
    """Whether a notebook in `autograded/` went through the whole of a run."""
    return status_of(path).get("status") != "unfinished"
