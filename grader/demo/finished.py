"""What of the demo class is graded already: demo/done.json, and the hashes of what a grade depends on.

{"LESSON": hash of the assignment, "LESSON/LEARNER": hash of all that the grade depends on}
"""

import hashlib
import json
import os
from pathlib import Path

from grader.demo.answer_files import Answers
from grader.notebooks.paths import notebook_in

# What an assignment in the gradebook depends on, beside its lesson; and a grade, beside the assignment.
ASSIGNMENT = ("nbgrader_config.py", "grader/authoring", "grader/notebooks")
GRADE = ("nbgrader_config.py", "course", "grader", "constraints.txt")


def load_done(folder: Path) -> dict[str, str]:
    """What is done, as it was saved last; nothing in a new folder."""
    path = folder / "done.json"
    return json.loads(path.read_text("utf-8")) if path.exists() else {}


def save_done(folder: Path, done: dict[str, str]) -> None:
    """Replace the old file by the new one: a reader finds either of them, never half of one."""
    (folder / "done.new").write_text(json.dumps(done, indent=1), "utf-8")
    os.replace(folder / "done.new", folder / "done.json")


def digest(*parts: str | Path) -> str:
    """A hash of texts and files; a folder counts with the paths and bytes of all files in it."""
    total = hashlib.sha256()
    for part in parts:
        for name, content in [("", part.encode())] if isinstance(part, str) else files_in(part):
            total.update(f"{name} {len(content)} ".encode() + content)
    return total.hexdigest()[:16]


def files_in(part: Path) -> list[tuple[str, bytes]]:
    """A file, or all files of a folder, each with its path from there; compiled Python does not count."""
    files = sorted(path for path in part.rglob("*") if path.is_file()) if part.is_dir() else [part]
    counted = [path for path in files if "__pycache__" not in path.parts]
    return [(path.relative_to(part.parent).as_posix(), path.read_bytes()) for path in counted]


def assignment_key(lesson: str, root: Path) -> str:
    """The hash of all that the assignment in the demo's gradebook is made from."""
    return digest(root / "source" / lesson, *(root / name for name in ASSIGNMENT))


def grade_keys(lesson: str, answers: list[Answers], root: Path, folder: Path) -> dict[str, str]:
    """For each learner the hash of all that the grade depends on."""
    common = digest(folder / "nbgrader_config.py", root / "source" / lesson, *(root / name for name in GRADE))
    return {f"{lesson}/{each.learner}": digest(common, repr(each)) for each in answers}


def is_current(lesson: str, learner: str, keys: dict[str, str], folder: Path) -> bool:
    """Whether a learner is graded as things stand, and the files that grading leaves are all there."""
    name = f"{lesson}/{learner}"
    feedback = notebook_in(folder / "feedback" / learner, lesson).with_suffix(".html")
    autograded = notebook_in(folder / "autograded" / learner, lesson)
    return load_done(folder).get(name) == keys[name] and feedback.exists() and autograded.exists()
