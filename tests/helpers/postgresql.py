"""A PostgreSQL server of its own on the loopback interface, for as long as a test needs one.

    with Server() as server:
        server.url("gradebook")      # "postgresql+psycopg://...", of a new database

Its programs are Debian's package postgresql, or whatever PATH has. It does not run as root, which it refuses.
"""

import os
import shutil
import socket
import subprocess
import tempfile
from pathlib import Path
from types import TracebackType

PROGRAMS = sorted(Path("/usr/lib/postgresql").glob("*/bin"))[-1:]  # Debian's are not in PATH
ORDINARY = 65534  # the user who runs it where the tests are root's


def program(name: str) -> str | None:
    """The path of one of its programs, if it is installed."""
    return shutil.which(name, path=os.pathsep.join([*map(str, PROGRAMS), os.environ.get("PATH", "")]))


class Server:
    """A server with an empty folder of its own."""

    def __enter__(self) -> "Server":
        self.folder = tempfile.TemporaryDirectory(prefix="postgresql-")
        if os.getuid() == 0:
            os.chown(self.folder.name, ORDINARY, ORDINARY)
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = free.getsockname()[1]
        self.run("initdb", "--username=teacher", "--auth=trust", "--no-sync", "--encoding=UTF8")
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()
        self.folder.cleanup()

    def start(self) -> None:
        options = f"-h 127.0.0.1 -p {self.port} -k '' -F"
        log = f"{self.folder.name}/log"
        self.run("pg_ctl", "--wait", f"--log={log}", f"--options={options}", "start")

    def stop(self) -> None:
        self.run("pg_ctl", "--wait", "--mode=immediate", "stop")

    def url(self, database: str) -> str:
        """The address of a new database."""
        command = [str(program("createdb")), "-h", "127.0.0.1", "-p", str(self.port), "-U", "teacher"]
        subprocess.run([*command, database], check=True, capture_output=True)
        return f"postgresql+psycopg://teacher@127.0.0.1:{self.port}/{database}"

    def run(self, name: str, *arguments: str) -> None:
        """Run one of its programs on its folder, as an ordinary user."""
        user = {"user": ORDINARY, "group": ORDINARY, "extra_groups": []} if os.getuid() == 0 else {}
        done = subprocess.run(
            [str(program(name)), f"--pgdata={self.folder.name}/data", *arguments],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd=self.folder.name,
            **user,  # type: ignore[call-overload]
        )
        if done.returncode:
            raise RuntimeError(f"{name} ended with {done.returncode}")
