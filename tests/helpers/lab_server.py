"""A real JupyterLab server for a test: `with Lab(command, folder, home) as lab`, then go to `lab.url("lab")`.

Its home, settings and exchange are its own.
"""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Sequence
from pathlib import Path
from typing import Self

BIN = Path(sys.executable).parent
TOKEN = "a-token-of-the-tests"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Lab:
    """A JupyterLab server started by `command` in `folder`, with a home of its own."""

    def __init__(
        self,
        command: Sequence[str | Path],
        folder: Path,
        home: Path,
        *,
        base_url: str = "/",
        **variables: object,
    ) -> None:
        self.port = free_port()
        self.home, self.base_url = Path(home), base_url
        news = self.home / "config/lab/user-settings/@jupyterlab/apputils-extension"
        news.mkdir(parents=True, exist_ok=True)
        (news / "notification.jupyterlab-settings").write_text('{"fetchNews": "false"}')
        places = {
            "HOME": self.home,
            "JUPYTER_CONFIG_DIR": self.home / "config",
            "JUPYTER_DATA_DIR": self.home / "data",
            "JUPYTER_RUNTIME_DIR": self.home / "runtime",
            "IPYTHONDIR": self.home / "ipython",
            "PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}",
            "JUPYTER_TOKEN": TOKEN,
        }
        self.environment = os.environ | {name: str(value) for name, value in (places | variables).items()}
        self.command, self.folder = command, folder

    def __enter__(self) -> Self:
        options = [
            f"--port={self.port}",
            "--no-browser",
            "--LabApp.expose_app_in_browser=True",
            f"--ServerApp.base_url={self.base_url}",
        ]
        if os.geteuid() == 0:
            options.append("--allow-root")
        self.log = open(self.home / "server.log", "w")
        self.process = subprocess.Popen(
            [*self.command, *options],
            cwd=self.folder,
            env=self.environment,
            stdout=self.log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        self._wait()
        return self

    def _wait(self) -> None:
        until = time.monotonic() + 60
        while time.monotonic() < until and self.process.poll() is None:
            try:
                urllib.request.urlopen(self.url("api"), timeout=5).close()
                return
            except OSError:
                time.sleep(0.2)
        self.__exit__()
        raise RuntimeError("JupyterLab did not start:\n" + self.words())

    def __exit__(self, *_: object) -> None:
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.process.kill()
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)  # what outlives the server
        self.log.close()

    def words(self) -> str:
        """What the server has said so far."""
        return (self.home / "server.log").read_text()

    def url(self, path: str) -> str:
        """The address of a path on the server, with its token."""
        mark = "&" if "?" in path else "?"
        return f"http://127.0.0.1:{self.port}{self.base_url}{path}{mark}token={TOKEN}"
