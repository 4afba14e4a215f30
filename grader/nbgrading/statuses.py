"""What became of each submission: `autograded/LESSON.json`, for the instructor to read.

    {"anna": {"status": "graded", "notes": []},
     "zoe": {"status": "not graded", "notes": ["The notebook is not valid JSON ..."]}}

The status of one that was graded is kept in the metadata of its notebook in `autograded/`, as `grading`.
"""

import contextlib
import json
from collections.abc import Collection
from pathlib import Path
from typing import IO, Any

from grader.nbgrading.folders import shown

Status = dict[str, Any]  # {"status": "graded", "notes": [...]}


def add_statuses(path: Path, found: dict[str, Status], submitted: Collection[str]) -> None:
    """Write these statuses beside those of earlier runs, but for learners whose folder is no longer there."""
    path.parent.mkdir(exist_ok=True, parents=True)
    with path.open("a+", encoding="utf-8") as file:
        lock(file)
        file.seek(0)
        statuses = statuses_in(file.read()) | {shown(name): status for name, status in found.items()}
        there = set(map(shown, submitted))
        statuses = {name: status for name, status in statuses.items() if name in there}
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
        found = json.loads(text)
        if isinstance(found, dict):
            return {learner: each for learner, each in found.items() if isinstance(each, dict)}
    return {}


def grading_of(path: Path) -> dict[str, Any]:
    """What a notebook in `autograded/` says of its grading; "unfinished", too, where it cannot be read."""
    try:
        return dict(json.loads(path.read_text("utf-8"))["metadata"].get("grading", {}))
    except (OSError, ValueError, KeyError):
        return {"status": "unfinished", "notes": []}


def graded_status(gradings: dict[str, dict[str, Any]]) -> Status:
    """The status of a submission whose notebooks say this of their grading: {notebook: grading}."""
    notes = [
        note if len(gradings) == 1 else f"{notebook}: {note}"
        for notebook, grading in gradings.items()
        for note in grading.get("notes", [])
    ]
    return {"status": next(iter(gradings.values())).get("status", "graded"), "notes": notes}


def not_graded(reason: str, *notes: str) -> Status:
    """The status of a submission that has no grade."""
    return {"status": "not graded", "notes": [reason, *notes]}
