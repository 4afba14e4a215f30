"""Starts JupyterLab on a folder, at a page, and says its address and how to stop it."""

import os
import secrets
import socket
import sys
from pathlib import Path
from typing import NoReturn

from grader.notebooks.errors import AuthorError


def serve(folder: Path, path: str, options: list[str]) -> NoReturn:
    """Say the address and how to stop, then become JupyterLab; of its own options the later ones count."""
    token = os.environ.get("JUPYTER_TOKEN") or secrets.token_hex(16)
    chosen = {
        "--log-level": "ERROR",
        "--port": given_option(options, "--port", "--ServerApp.port") or str(free_port()),
        "--ServerApp.port_retries": "0",  # another port than the one that was said would not help
        "--ServerApp.root_dir": str(folder.resolve()),
        "--LabApp.default_url": path,
    }
    print("Address:", address(chosen["--port"], given_option(options, "--ServerApp.base_url"), path, token))
    print("To stop: press Ctrl+C twice in this window.", flush=True)
    ours = [f"{name}={value}" for name, value in chosen.items() if not given_option(options, name)]
    if os.geteuid() == 0 and "--allow-root" not in options:
        ours.append("--allow-root")  # it refuses otherwise
    os.chdir(folder)  # where nbgrader looks for nbgrader_config.py
    os.execve(sys.executable, [sys.executable, "-m", "jupyterlab", *ours, *options], environment_for(token))


def address(port: str, base_url: str, path: str, token: str) -> str:
    """Where a browser on this machine finds a page of the server.

    >>> address("8888", "/", "/lab/tree/a.ipynb#cell-id=b", "t")
    'http://127.0.0.1:8888/lab/tree/a.ipynb?token=t#cell-id=b'
    """
    page, mark, fragment = path.partition("#")
    return f"http://127.0.0.1:{port}{base_url.rstrip('/')}{page}?token={token}{mark}{fragment}"


def environment_for(token: str) -> dict[str, str]:
    """This environment, with the commands beside Python on the PATH: nbgrader's buttons run them."""
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", os.defpath)])
    return os.environ | {"PATH": path, "JUPYTER_TOKEN": token}


def given_option(options: list[str], *names: str) -> str:
    """The value that JupyterLab's options give under one of its names; the last counts; else an empty text.

    >>> given_option(["--port=9000", "--port", "9001", "--no-browser"], "--port")
    '9001'
    """
    found = ""
    for option, following in zip(options, [*options[1:], ""], strict=True):
        name, sign, value = option.partition("=")
        if name in names:
            found = value if sign else following
    return found


def free_port(first: int = 8888) -> int:
    """The first free port from 8888 upward."""
    for port in range(first, first + 100):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # as the server itself does
            try:
                probe.bind(("127.0.0.1", port))
                return port
            except OSError:
                continue
    raise AuthorError(f"All ports from {first} to {first + 99} are taken: stop another JupyterLab first.")
