"""The walls around one submission: a flat list of steps that the worker takes before it reads any code.

The template has already put the worker into a PID namespace of its own, where it is PID 1: when it dies, the
kernel kills everything it started. What follows cannot be undone from inside: limits can only fall, and after
`drop_capabilities` and `forbid_system_calls` there is no way to other namespaces or mounts.

`skip` leaves a step out. Only the tests of `grader doctor` use it, to show that a missing wall is noticed.
"""

from __future__ import annotations

import ctypes
import os
import platform
import re
import resource
import socket
import stat
import struct
from collections.abc import Collection
from pathlib import Path
from typing import Any

from grader.worker.system_calls import filter_program

HOME = "/home/submission"  # a name that no user has, because the Python environment may lie in a home
UID = 1000  # inside; outside it is whoever started the template

libc = ctypes.CDLL(None, use_errno=True)

CLONE_NEWNS, CLONE_NEWCGROUP, CLONE_NEWUTS, CLONE_NEWIPC = 0x20000, 0x2000000, 0x4000000, 0x8000000
CLONE_NEWUSER, CLONE_NEWPID, CLONE_NEWNET = 0x10000000, 0x20000000, 0x40000000
MS_RDONLY, MS_NOSUID, MS_NODEV, MS_BIND, MS_REC, MS_PRIVATE = 1, 2, 4, 4096, 16384, 1 << 18
PR_SET_DUMPABLE, PR_SET_SECCOMP, PR_CAPBSET_DROP, PR_SET_NO_NEW_PRIVS = 4, 22, 24, 38


def confine(limits: dict[str, Any], connection: socket.socket, skip: Collection[str] = ()) -> socket.socket:
    """Take every step, in this order, and return the one connection that is left."""
    if "namespaces" not in skip:
        setup_namespaces()
    if "limits" not in skip:
        setup_limits(limits)
        prefer_as_victim()
    if "mounts" not in skip:
        setup_mounts(limits["tmpfs_bytes"])
    if "descriptors" not in skip:
        connection = close_descriptors(connection)
    start_session()
    if "capabilities" not in skip:
        drop_capabilities()
    set_no_new_privileges()
    if "system calls" not in skip:
        forbid_system_calls()
    return connection


def call(name: str, *args: Any) -> int:
    """A C library function that fails with -1: `call("unshare", CLONE_NEWNET)`."""
    result: int = getattr(libc, name)(*args)
    if result == -1:
        error = ctypes.get_errno()
        raise OSError(error, f"{name}: {os.strerror(error)}")
    return result


def setup_namespaces() -> None:
    """Users, mounts, network, IPC and host name of its own: no sibling and no loopback to talk to."""
    new_user_namespace(CLONE_NEWNS | CLONE_NEWNET | CLONE_NEWIPC | CLONE_NEWUTS | CLONE_NEWCGROUP)


def new_user_namespace(others: int) -> None:
    """Enter new namespaces, known inside as the ordinary user 1000 (files need an owner that exists)."""
    uid, gid = os.getuid(), os.getgid()
    call("unshare", CLONE_NEWUSER | others)
    Path("/proc/self/setgroups").write_text("deny")  # the kernel's condition for the next two lines
    Path("/proc/self/uid_map").write_text(f"{UID} {uid} 1")
    Path("/proc/self/gid_map").write_text(f"{UID} {gid} 1")


def setup_limits(limits: dict[str, Any]) -> None:
    """What one process may use. Memory is counted from what the template has mapped already."""
    pages = int(Path("/proc/self/statm").read_text().split()[0])
    address_space = pages * resource.getpagesize() + 2 * limits["memory_bytes"]
    for name, value in [
        (resource.RLIMIT_AS, address_space),  # the watchman counts what is really used, in all processes
        (resource.RLIMIT_NPROC, limits["processes"]),
        (resource.RLIMIT_FSIZE, limits["file_bytes"]),
        (resource.RLIMIT_CPU, limits["cpu_seconds"]),
        (resource.RLIMIT_NOFILE, limits["open_files"]),
        (resource.RLIMIT_MEMLOCK, 0),
        (resource.RLIMIT_MSGQUEUE, 0),
        (resource.RLIMIT_SIGPENDING, 256),
        (resource.RLIMIT_CORE, 0),
    ]:
        resource.setrlimit(name, (value, value))


def prefer_as_victim() -> None:
    """When the machine runs out of memory, the kernel shall kill this and not the instructor's browser."""
    Path("/proc/self/oom_score_adj").write_text("1000")


def setup_mounts(size: int) -> None:
    """One small tmpfs for everything that can be written; /proc covered, for it shows other processes.

    A new /proc for this PID namespace would do as well, but many containers refuse it.
    """
    mount("none", "/", None, MS_REC | MS_PRIVATE)
    python = {place: os.open(place, os.O_PATH) for place in mounted_below("/home", "/tmp")}
    mount("tmpfs", "/home", "tmpfs", MS_NOSUID | MS_NODEV, f"size={size},nr_inodes=4096,mode=755")
    for inside, place, mode in [
        ("submission", HOME, 0o755),
        ("tmp", "/tmp", 0o777),
        ("shm", "/dev/shm", 0o777),
    ]:
        Path("/home", inside).mkdir()
        Path("/home", inside).chmod(mode)
        if place != HOME:
            mount(f"/home/{inside}", place, None, MS_BIND)
    for place, descriptor in python.items():
        Path(place).parent.mkdir(parents=True, exist_ok=True)
        if stat.S_ISDIR(os.fstat(descriptor).st_mode):
            Path(place).mkdir(exist_ok=True)
        else:
            Path(place).touch()
        mount(f"/proc/self/fd/{descriptor}", place, None, MS_BIND | MS_REC)
    mount("tmpfs", "/proc", "tmpfs", MS_RDONLY | MS_NOSUID | MS_NODEV, "size=0,mode=555")
    os.chdir(HOME)


def mounted_below(*folders: str) -> list[str]:
    """The outermost mounts below these folders: the Python environment, where it lies in a home or /tmp."""
    lines = Path("/proc/self/mountinfo").read_text().splitlines()
    places = sorted(
        re.sub(r"\\(\d{3})", lambda code: chr(int(code[1], 8)), line.split()[4]) for line in lines
    )
    below = [place for place in places if place.startswith(tuple(f"{folder}/" for folder in folders))]
    return [place for place in below if not any(place.startswith(f"{other}/") for other in below)]


def mount(source: str, target: str, kind: str | None, flags: int, options: str = "") -> None:
    call("mount", source.encode(), target.encode(), kind and kind.encode(), flags, options.encode())


def close_descriptors(connection: socket.socket) -> socket.socket:
    """Nothing is open but the connection (3) and /dev/null (0 to 2)."""
    null = os.open("/dev/null", os.O_RDWR)
    for number in (0, 1, 2):
        os.dup2(null, number)
    if connection.fileno() != 3:
        os.dup2(connection.detach(), 3, inheritable=False)
        connection = socket.socket(fileno=3)
    os.closerange(4, 1 << 20)
    return connection


def start_session() -> None:
    """No terminal, no process group of the template's, files that are readable as usual."""
    os.setsid()
    os.umask(0o022)


def drop_capabilities() -> None:
    """A new user namespace grants all capabilities in it; the mounts are done, none is needed any more."""
    for capability in range(64):
        libc.prctl(PR_CAPBSET_DROP, capability, 0, 0, 0)  # fails for numbers that this kernel does not know
    header = struct.pack("Ii", 0x20080522, 0)  # version 3, this process
    call("capset", header, bytes(24))


def set_no_new_privileges() -> None:
    """No setuid program can give anything back. (bubblewrap has set it already; seccomp requires it.)"""
    call("prctl", PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)


def forbid_system_calls() -> None:
    """Load the filter; it stays for this process and all it starts."""
    program = filter_program(platform.machine())
    code = b"".join(struct.pack("HBBI", *instruction) for instruction in program)
    buffer = ctypes.create_string_buffer(code, len(code))
    pointer = struct.pack("HxxxxxxP", len(program), ctypes.addressof(buffer))
    call("prctl", PR_SET_SECCOMP, 2, pointer, 0, 0)
