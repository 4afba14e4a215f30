"""What of the demo class is graded already, in demo/done.json.

{"LESSON": hash of the assignment, "LESSON/LEARNER": hash of all that the grade depends on}
"""

import hashlib
import json
import os
from pathlib import Path

from grader.demo.answer_files import Answers
from grader.notebooks.paths import notebook_in


def load_done(folder: Path) -> dict[str, str]:
    path = folder / "done.json"
    return json.loads(path.read_text("utf-8")) if path.exists() else {}


def save_done(folder: Path, done: dict[str, str]) -> None:
    (folder / "done.new").write_text(json.dumps(done, indent=1), "utf-8")
    os.replace(folder / "done.new", folder / "done.json")  # the old file or the new one, never half of it


def digest(*parts: str | Path) -> str:
    """A hash of texts and files; a folder counts with the names and bytes of all files in it."""
    total = hashlib.sha256()
    for part in parts:
        files = sorted(part.rglob("*")) if isinstance(part, Path) and part.is_dir() else [part]
        for file in files:
            if isinstance(file, str):
                total.update(f"{len(file)} {file}".encode())
            elif file.is_file() and "__pycache__" not in file.parts:
                total.update(f"{file.name} {file.stat().st_size} ".encode() + file.read_bytes())
    return total.hexdigest()[:16]


def grade_keys(lesson: str, answers: list[Answers], root: Path, folder: Path) -> dict[str, str]:
    """For each learner the hash of all that the grade depends on."""
    names = "source/" + lesson, "course", "grader", "nbgrader_config.py", "requirements.txt"
    common = digest(folder / "nbgrader_config.py", *(root / name for name in names))
    return {f"{lesson}/{each.learner}": digest(common, repr(each)) for each in answers}


def is_current(lesson: str, learner: str, keys: dict[str, str], folder: Path) -> bool:
    """Whether a learner is graded as things stand, and the files that grading leaves are all there."""
    name = f"{lesson}/{learner}"
    feedback = notebook_in(folder / "feedback" / learner, lesson).with_suffix(".html")
    autograded = notebook_in(folder / "autograded" / learner, lesson)
    return load_done(folder).get(name) == keys[name] and feedback.exists() and autograded.exists()
