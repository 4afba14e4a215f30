"""nbgrader's commands as people run them, each in a process of its own, but without the seconds of its start.

One warm process has imported what the commands import, and forks for each of them: the child gets the
arguments, folder, environment and user of the command, and runs nbgrader's own entry point.

    with Commands() as commands:
        commands.run("autograde small", cwd=course)
"""

import atexit
import json
import logging
import os
import pwd
import shlex
import subprocess
import sys
import tempfile
import traceback
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any

PREPARED = [  # what the commands import, so that a user who may not read it can run them
    "nbgrader.apps",
    "nbgrader.apps.nbgraderapp",
    "nbgrader.server_extensions.formgrader.formgrader",
    "grader.nbgrading.patches",
    "grader.nbgrading.judging",
    "grader.nbgrading.export",
    "grader.nbgrading.exchange_collect",
]


@dataclass(frozen=True)
class Ended:
    """What a command wrote and how it ended."""

    status: int
    output: str


class Commands:
    """The warm process; `run` has it run a command."""

    def __enter__(self) -> "Commands":
        self.folder = tempfile.TemporaryDirectory()
        self.process = subprocess.Popen(
            [sys.executable, __file__], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.process.communicate()  # closes its input, and so ends it
        self.folder.cleanup()

    def run(
        self, command: str, *, cwd: Path, user: str = "", status: int | None = 0, **environment: str
    ) -> Ended:
        """Run `nbgrader COMMAND`; a status that was not expected fails the test with what was written."""
        assert self.process.stdin
        assert self.process.stdout
        output = Path(self.folder.name, "output")
        request = {
            "argv": shlex.split(command),
            "cwd": str(cwd),
            "user": user,
            "environment": environment,
            "output": str(output),
        }
        self.process.stdin.write(json.dumps(request) + "\n")
        self.process.stdin.flush()
        ended = Ended(int(self.process.stdout.readline()), output.read_text(errors="replace"))
        assert status is None or ended.status == status, f"nbgrader {command}: {ended.output}"
        return ended


def serve() -> None:
    """Run one command for each line of the standard input, and say how it ended."""
    for name in PREPARED:
        __import__(name)
    for line in sys.stdin:
        child = os.fork()
        if not child:
            run(json.loads(line))
        print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)


def run(request: dict[str, Any]) -> None:
    """Be the command, and end."""
    file = os.open(request["output"], os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o644)
    for stream in 1, 2:
        os.dup2(file, stream)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os.environ.update(request["environment"])
    os.chdir(request["cwd"])
    if request["user"]:
        become(request["user"])
    sys.argv = ["nbgrader", *request["argv"]]
    logging.captureWarnings(True)
    os._exit(status_of_main())


def become(user: str) -> None:
    entry = pwd.getpwnam(user)
    os.setgroups([])
    os.setgid(entry.pw_gid)
    os.setuid(entry.pw_uid)


def status_of_main() -> int:
    """Run nbgrader's entry point, and what it left to do at its end, as Python would."""
    from nbgrader.apps.nbgraderapp import main

    status = 0
    try:
        main()
    except SystemExit as end:
        status = end.code if isinstance(end.code, int) else int(end.code is not None)
    except BaseException:
        traceback.print_exc()
        status = 1
    atexit._run_exitfuncs()
    sys.stdout.flush()
    sys.stderr.flush()
    return status


if __name__ == "__main__":
    serve()
