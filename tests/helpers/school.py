"""A small course with an exchange; its teacher, and learners with a folder each, type nbgrader's commands."""

import json
import shutil
from collections.abc import Mapping
from pathlib import Path

from nbgrader_commands import Commands, Ended
from small_course import ANSWERS, NAME, Course

from grader.notebooks.paths import notebook_in


class School:
    """Everybody's folders below one; `users` says which user of the system a learner is, if another."""

    def __init__(self, folder: Path, commands: Commands, users: Mapping[str, str] | None = None) -> None:
        self.folder, self.commands, self.users = folder, commands, users or {}
        self.course = Course(folder / "course")
        self.exchange = folder / "exchange"
        self.exchange.mkdir()
        self.exchange.chmod(0o777)
        self.configure(f"c.Exchange.root = {str(self.exchange)!r}")

    def configure(self, *lines: str) -> None:
        """Add to the teacher's nbgrader_config.py."""
        with (self.course.root / "nbgrader_config.py").open("a") as file:
            file.write("\n".join(["", *lines, ""]))

    def teacher(self, command: str, status: int | None = 0) -> Ended:
        """A command in the course's folder."""
        return self.commands.run(command, cwd=self.course.root, status=status)

    def learner(self, name: str, command: str) -> Ended:
        """A command in the learner's folder."""
        home = self.folder / name
        if not home.exists():
            home.mkdir()
            if name in self.users:
                shutil.chown(home, self.users[name])
        options = f"--course gradient-descent --Exchange.root={self.exchange}"
        if name not in self.users:
            options += f" --student={name}"
        paths = {"HOME": str(home), "JUPYTER_DATA_DIR": str(home), "JUPYTER_CONFIG_DIR": str(home)}
        return self.commands.run(f"{command} {options}", cwd=home, user=self.users.get(name, ""), **paths)

    def notebook(self, name: str) -> Path:
        """The notebook that a learner works on."""
        return notebook_in(self.folder / name, NAME)

    def write(self, name: str, answers: Mapping[str, str] = ANSWERS) -> None:
        """Write answers into the notebook that a learner has fetched."""
        self.notebook(name).write_text(json.dumps(self.course.released(dict(answers))))

    def hand_in(self, name: str, answers: Mapping[str, str] = ANSWERS) -> None:
        """Fetch the assignment if it is not there, write, submit."""
        if not self.notebook(name).exists():
            self.learner(name, f"fetch_assignment {NAME}")
        self.write(name, answers)
        self.learner(name, f"submit {NAME}")

    def score(self, name: str) -> str:
        """The score on the newest page of feedback that a learner has fetched, as '9.0 / 14.0'."""
        pages = sorted((self.folder / name / NAME / "feedback").rglob("*.html"))
        return pages[-1].read_text().split("Score:")[1].split(")")[0].strip()
