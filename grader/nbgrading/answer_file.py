"""The records of a class's answers: `autograded/LESSON.answers`, which saves opening each notebook.

    {"anna": {"01-manual-gradients": {"file": [1790000000000000000, 401234], "record": {...}}}}

Beside a record stands which file it was made of, by time and size: where that has changed, or a record is
missing, it is made again. So the file may be removed, and an older grading needs none.
"""

import contextlib
import json
from collections.abc import Collection, Iterable
from pathlib import Path
from typing import Any

import nbformat

from grader.nbgrading.answer_record import VERSION, Record, record_of
from grader.nbgrading.statuses import lock

Entry = dict[str, Any]  # {"file": ..., "record": ...}
Entries = dict[str, dict[str, Entry]]  # {learner: {notebook: entry}}


def entry_of(path: Path, grading: dict[str, Any]) -> Entry | None:
    """The entry of a graded notebook, whose grading it is that holds the record; None where it holds none."""
    record = grading.get("answers")
    with contextlib.suppress(OSError):  # another run has just removed it
        return {"file": stamp(path), "record": record} if valid(record) else None
    return None


def read_entry(path: Path, source: Any) -> Entry | None:
    """The entry of a graded notebook, made from the notebook itself; None where it cannot be read."""
    try:
        before = stamp(path)
        notebook = nbformat.v4.reads(path.read_text("utf-8"))
        record = notebook.metadata.get("grading", {}).get("answers")
        return {"file": before, "record": record if valid(record) else record_of(notebook, source)}
    except (OSError, ValueError):
        return None


def valid(record: Any) -> bool:
    """Whether a record is of today's form."""
    return isinstance(record, dict) and record.get("version") == VERSION


def record_in(entry: Entry | None, path: Path) -> Record | None:
    """The record of a notebook, if it was made of the file as it is now."""
    try:
        fresh = entry is not None and entry["file"] == stamp(path) and valid(entry["record"])
        return entry["record"] if entry is not None and fresh else None
    except (OSError, KeyError, TypeError):
        return None


def stamp(path: Path) -> list[int]:
    """What changes with a file: its time and its size."""
    state = path.stat()
    return [state.st_mtime_ns, state.st_size]


def place(autograded: Path, assignment: str) -> Path:
    """Where the records of an assignment are: no NAME.json, which tells of the assignment NAME."""
    return autograded / f"{assignment}.answers"


def add_entries(path: Path, found: Entries, there: Collection[str]) -> None:
    """Write these entries beside the earlier ones, but for learners who are no longer there."""
    with path.open("a+", encoding="utf-8") as file:
        lock(file)
        file.seek(0)
        entries = entries_in(file.read())
        for learner, notebooks in found.items():
            entries[learner] = entries.get(learner, {}) | notebooks
        file.truncate(0)
        file.write(json.dumps({learner: entries[learner] for learner in sorted(entries) if learner in there}))


def read_entries(path: Path) -> Entries:
    """All entries of an assignment; none where there is no file."""
    try:
        return entries_in(path.read_text("utf-8"))
    except OSError:
        return {}


def stamps_in(path: Path) -> dict[str, dict[str, list[int]]]:
    """Of which files there are records, by learner and notebook."""
    return {
        learner: {name: each.get("file", []) for name, each in notebooks.items() if isinstance(each, dict)}
        for learner, notebooks in read_entries(path).items()
    }


def entries_in(text: str) -> Entries:
    """The entries that a file holds; none where a run was killed while it wrote."""
    with contextlib.suppress(ValueError):
        found = json.loads(text)
        if isinstance(found, dict):
            return {learner: each for learner, each in found.items() if isinstance(each, dict)}
    return {}


def by_learner(entries: Iterable[tuple[str, str, Entry | None]]) -> Entries:
    """Entries, given as (learner, notebook, entry), by learner and notebook."""
    found: Entries = {}
    for learner, notebook, entry in entries:
        if entry is not None:
            found.setdefault(learner, {})[notebook] = entry
    return found
