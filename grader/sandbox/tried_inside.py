"""Claims that are tried by code inside the worker: what it cannot reach, and what ends it.

The code of a trial sets the variable `found` to what it reached, or to "".
"""

from __future__ import annotations

import textwrap
import time

from grader.sandbox.claims import SMALL, Bait, Claim, Trial
from grader.sandbox.confined_link import ConfinedLink
from grader.sandbox.memory import family
from grader.sandbox.seen_from_outside import status
from grader.sandbox.worker_link import Gone, Overtime


def inside(source: str) -> Trial:
    """A trial that runs this code in the worker, with the bait as `bait`; its complaint is `found`."""

    def trial(worker: ConfinedLink, lying_outside: Bait) -> str:
        end = time.monotonic() + SMALL.cell_seconds
        head = f"import os, socket, types\nbait = types.SimpleNamespace(**{vars(lying_outside)!r})\n"
        ran = worker.ask("run", end, source=head + "found = None\n" + source)
        found = worker.ask("name", end, args=["found"])
        if found is None:
            return f"the code of the trial did not run to its end: {str(ran)[-300:]}"
        return found if type(found) is str else "the worker did not say in words what it found"

    return trial


NETWORK = """
reached = []
for family in (socket.AF_INET, socket.AF_INET6, socket.AF_NETLINK, getattr(socket, "AF_VSOCK", 40)):
    try:
        socket.socket(family, socket.SOCK_STREAM if family != socket.AF_NETLINK else socket.SOCK_RAW)
        reached.append(f"a socket of family {family}")
    except OSError:
        pass
try:
    socket.create_connection(("127.0.0.1", bait.port), timeout=1)
    reached.append("a server on this machine")
except OSError:
    pass
found = ", ".join(reached)
"""

DISK = """
secrets = [bait.file, "/etc/passwd", "/etc/shadow", "/var", "/run", "/boot"]
secrets += ["/proc/self", "/proc/1", "/sys/fs"]
secrets += ["/usr/local/etc", "/usr/local/share/nbgrader", "/usr/local/src", "/usr/src", "/usr/share/doc"]
found = ", ".join(path for path in secrets if os.path.exists(path))
"""

WRITE = """
import sys, sysconfig, torch, course
places = ["/", "/usr", "/etc", "/dev", "/proc", "/sys", "/opt", "/mnt", "/srv"]
places += [os.path.dirname(module.__file__) for module in (torch, course)]
places += [os.path.dirname(sys.executable), sysconfig.get_paths()["stdlib"], sysconfig.get_paths()["purelib"]]
written = []
for place in places:
    try:
        with open(os.path.join(place, "grader-doctor"), "w"):
            written.append(place)
    except OSError:
        pass
with open("own-file", "w") as own:  # its own folder it may write: else this trial would prove nothing
    own.write("x")
found = ", ".join(written)
"""

ENVIRONMENT = """
allowed = {"PATH", "PYTHONPATH", "HOME", "USER", "LANG", "PWD", "LC_CTYPE", "OLDPWD"}
allowed |= {"NBGRADER_EXECUTION"}
prefixes = ("OMP_", "MKL_", "OPENBLAS_", "KMP_", "MPL", "TORCH", "PYTORCH", "JPY_", "IPY", "PYDEVD")
prefixes += ("CLICOLOR", "FORCE_COLOR", "TERM", "GIT_PAGER", "PAGER")
found = ", ".join(name for name in os.environ if name not in allowed and not name.startswith(prefixes))
"""

PROCESSES = """
import signal
seen = [f"process {os.getpid()} is not PID 1"] if os.getpid() != 1 else []
for pid in [os.getppid(), bait.pid, *range(2, 300)]:
    try:
        if pid:
            os.kill(pid, 0)
            seen.append(f"process {pid}")
    except ProcessLookupError:
        pass
    except OSError as error:
        seen.append(f"process {pid} ({error.strerror})")
found = ", ".join(seen)
"""

CALLS = """
import ctypes
libc = ctypes.CDLL(None, use_errno=True)
MMAP_SHARED_ANONYMOUS = 0x21
done = []
libc.mmap.restype = ctypes.c_void_p
for name, arguments in {
    "unshare": (0x10000000,), "setns": (-1, 0), "mount": (b"none", b"/tmp", b"tmpfs", 0, None),
    "ptrace": (0, 0, 0, 0), "chroot": (b"/tmp",), "memfd_create": (b"x", 0), "personality": (0,),
}.items():
    ctypes.set_errno(0)
    result = getattr(libc, name)(*arguments)
    if result != -1 or ctypes.get_errno() != 1:
        done.append(f"{name} gave {result} ({os.strerror(ctypes.get_errno())})")
if libc.syscall(1000) != -1 or ctypes.get_errno() != 38:
    done.append("a call that came after the list did something")
end = socket.socket(socket.AF_UNIX)
try:
    end.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 1 << 24)
    done.append("a socket got a larger buffer")
except PermissionError:
    pass
found = ", ".join(done)
"""

DISK_SPACE = """
written = 0
try:
    for number in range(64):
        for folder in (".", "/tmp", "/dev/shm"):
            with open(f"{folder}/fill-{number}", "wb") as file:
                file.write(bytes(1 << 20))
            written += 1
except OSError:
    pass
found = "" if written < 16 else f"{written} MB"
"""

FORKS = """
import signal, time
children = []
try:
    for number in range(200):
        child = os.fork()
        if not child:
            time.sleep(60)
            os._exit(0)
        children.append(child)
except OSError:
    pass
for child in children:
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
found = "" if 0 < len(children) < 32 else f"{len(children)} processes"
"""

TRIED_INSIDE: list[Claim] = [
    ("cannot open a network connection, not even to this machine", inside(NETWORK)),
    ("sees nothing of the disk but Python and its libraries", inside(DISK)),
    ("can write to its own folder alone", inside(WRITE)),
    ("sees no variable of the instructor's environment", inside(ENVIRONMENT)),
    ("sees and signals no process but its own", inside(PROCESSES)),
    ("can call nothing that makes namespaces, mounts or traces, nor what is new", inside(CALLS)),
]


# What ends the worker, or should


def stopped(source: str, because: str) -> Trial:
    """A trial whose code must be stopped by the judge for a reason that contains `because`."""

    def trial(worker: ConfinedLink, _: Bait) -> str:
        try:
            worker.ask("run", time.monotonic() + 5, source=source)
        except (Gone, Overtime) as gone:
            return "" if because in str(gone) else f"it was stopped because: {gone}"
        return "it was not stopped"

    return trial


def hoards_alone(worker: ConfinedLink, _: Bait) -> str:
    """A child goes on when the cell has ended, while the judge is busy with something else."""
    worker.ask("run", time.monotonic() + SMALL.cell_seconds, source=LATER)
    until = time.monotonic() + 5
    while not worker.why and time.monotonic() < until:
        time.sleep(0.05)
    return "" if "memory" in worker.why else f"it was stopped because: {worker.why or 'it was not'}"


def all_killed(worker: ConfinedLink, _: Bait) -> str:
    """Detached children, in sessions of their own, die with the worker."""
    worker.ask("run", time.monotonic() + SMALL.cell_seconds, source=DETACH)
    processes = family(worker.pid)
    worker.kill()
    left = [pid for pid in processes if lives(pid)]
    if len(processes) < 4:
        return f"only {len(processes)} processes were seen"
    return f"{len(left)} of {len(processes)} processes live on" if left else ""


def lives(pid: int) -> bool:
    """Whether this process still runs; a zombie does not, nor one that ends while its status is read."""
    try:
        return status(pid)["State"][0] not in "ZX"
    except (FileNotFoundError, ProcessLookupError):
        return False


DETACH = """
import os, time
for _ in range(3):
    if not os.fork():
        os.setsid()
        time.sleep(600)
"""
HOARD = "pieces = []\nwhile True:\n    pieces.append(bytearray(b'x' * (16 << 20)))\n"
LATER = f"import os, time\nif not os.fork():\n    time.sleep(0.2)\n{textwrap.indent(HOARD, '    ')}"
SOCKETS = """
import socket, time
server = socket.socket(socket.AF_UNIX)
server.bind("\\0here")
server.listen(4096)
while True:
    client = socket.socket(socket.AF_UNIX)
    client.setblocking(False)
    client.connect("\\0here")
    client.send(bytes(100_000))
    client.close()
"""
ENDS_THE_WORKER: list[Claim] = [
    ("cannot fill the disk", inside(DISK_SPACE)),
    ("cannot start processes without end", inside(FORKS)),
    ("is stopped when its time is up", stopped("while True: pass", "longer than")),
    (
        "is stopped when it hoards memory in several processes",
        stopped("import os\nos.fork()\nos.fork()\n" + HOARD, "memory"),
    ),
    ("is stopped when it hoards memory in sockets", stopped(SOCKETS, "memory")),
    ("is stopped when it hoards memory while nobody waits for it", hoards_alone),
    ("takes all that it started with it when it ends", all_killed),
]
