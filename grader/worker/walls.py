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
        (resource.RLIMIT_AS, address_space),  # the watchdog counts what is really used, in all processes
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


# System calls by number: x86_64, aarch64 (None: the call is missing there).
FORBIDDEN: dict[str, tuple[int | None, int | None]] = {
    # Ways out of the namespaces and mounts, or into new ones.
    "unshare": (272, 97), "setns": (308, 268), "mount": (165, 40), "umount2": (166, 39),
    "pivot_root": (155, 41), "chroot": (161, 51), "open_tree": (428, 428), "move_mount": (429, 429),
    "fsopen": (430, 430), "fsconfig": (431, 431), "fsmount": (432, 432), "fspick": (433, 433),
    "mount_setattr": (442, 442), "name_to_handle_at": (303, 264), "open_by_handle_at": (304, 265),
    # Other processes.
    "ptrace": (101, 117), "process_vm_readv": (310, 270), "process_vm_writev": (311, 271),
    "kcmp": (312, 272), "pidfd_getfd": (438, 438), "process_madvise": (440, 440),
    # Large or often broken parts of the kernel that no lesson needs.
    "bpf": (321, 280), "perf_event_open": (298, 241), "userfaultfd": (323, 282),
    "io_uring_setup": (425, 425), "io_uring_enter": (426, 426), "io_uring_register": (427, 427),
    "add_key": (248, 217), "request_key": (249, 218), "keyctl": (250, 219),
    "init_module": (175, 105), "finit_module": (313, 273), "delete_module": (176, 106),
    "kexec_load": (246, 104), "kexec_file_load": (320, 294), "syslog": (103, 116), "acct": (163, 89),
    "swapon": (167, 224), "swapoff": (168, 225), "reboot": (169, 142), "quotactl": (179, 60),
    "fanotify_init": (300, 262), "personality": (135, 92), "lookup_dcookie": (212, 18),
    "iopl": (172, None), "ioperm": (173, None), "modify_ldt": (154, None), "vhangup": (153, 58),
    # Memory that belongs to no process and escapes the watchdog.
    "memfd_create": (319, 279), "memfd_secret": (447, 447), "shmget": (29, 194), "msgget": (68, 186),
    "semget": (64, 190), "mq_open": (240, 180),
}  # fmt: skip
# clone: 56, 220; clone3: 435; socket: 41, 198; socketpair: 53, 199; mmap: 9, 222.

NAMESPACE_FLAGS = 0x7E020080  # every CLONE_NEW...
ALLOW, EPERM, ENOSYS, KILL = 0x7FFF0000, 0x00050001, 0x00050026, 0x80000000
LOAD, EQUAL, AT_LEAST, ANY_BIT, MASK, RETURN = 0x20, 0x15, 0x35, 0x45, 0x54, 0x06
NUMBER, ARCHITECTURE, FIRST, FOURTH = 0, 4, 16, 40  # offsets into struct seccomp_data (low words)
Instruction = tuple[int, int, int, int]  # code, jump if true, jump if false, operand


def forbid_system_calls() -> None:
    """Load the filter; it stays for this process and all it starts."""
    program = filter_program(platform.machine())
    code = b"".join(struct.pack("HBBI", *instruction) for instruction in program)
    buffer = ctypes.create_string_buffer(code, len(code))
    pointer = struct.pack("HxxxxxxP", len(program), ctypes.addressof(buffer))
    call("prctl", PR_SET_SECCOMP, 2, pointer, 0, 0)


def filter_program(machine: str) -> list[Instruction]:
    """The filter in classic BPF: forbidden calls answer EPERM, everything else goes on.

    Calls of another architecture (32-bit, x32) have other numbers, so they end the process.
    """
    known = {"x86_64": (0, 0xC000003E), "aarch64": (1, 0xC00000B7)}
    if machine not in known:
        raise OSError(
            f"system calls have no known numbers on {machine!r}: grade on one of {', '.join(known)}"
        )
    column, architecture = known[machine]
    clone, sockets, mmap = [(56, (41, 53), 9), (220, (198, 199), 222)][column]
    return [
        (LOAD, 0, 0, ARCHITECTURE),
        (EQUAL, 1, 0, architecture),
        (RETURN, 0, 0, KILL),
        (LOAD, 0, 0, NUMBER),
        (AT_LEAST, 0, 1, 0x40000000),  # x32
        (RETURN, 0, 0, KILL),
        *when(435, [(RETURN, 0, 0, ENOSYS)]),  # its flags are out of sight; the C library then uses clone
        *when(clone, [(LOAD, 0, 0, FIRST), (ANY_BIT, 0, 1, NAMESPACE_FLAGS), (RETURN, 0, 0, EPERM)]),
        *[step for number in sockets for step in when(number, unless_equal(FIRST, socket.AF_UNIX))],
        # Anonymous shared memory lives on when no process maps it: MAP_SHARED (1) | MAP_ANONYMOUS (0x20).
        *when(mmap, [(LOAD, 0, 0, FOURTH), (MASK, 0, 0, 0x21), (EQUAL, 0, 1, 0x21), (RETURN, 0, 0, EPERM)]),
        *[
            step
            for numbers in FORBIDDEN.values()
            if (number := numbers[column]) is not None
            for step in when(number, [(RETURN, 0, 0, EPERM)])
        ],
        (RETURN, 0, 0, ALLOW),
    ]


def when(number: int, steps: list[Instruction]) -> list[Instruction]:
    """These steps if the call has this number; afterwards the call is allowed if none of them returned."""
    steps = [*steps, (RETURN, 0, 0, ALLOW)]
    return [(EQUAL, 0, len(steps), number), *steps]


def unless_equal(offset: int, value: int) -> list[Instruction]:
    return [(LOAD, 0, 0, offset), (EQUAL, 1, 0, value), (RETURN, 0, 0, EPERM)]
