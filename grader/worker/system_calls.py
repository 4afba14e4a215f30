"""Which system calls a worker may make: a filter in classic BPF, as the kernel's seccomp takes it.

What is listed here is allowed, and nothing else. `python -m tools.system_calls` measured what lessons and
learners need (118 calls on x86_64, Linux 6.18). Their kin came with them, as `pselect6` with `poll`, which
another library, version or architecture may use in their place. The numbers of calls differ from one
architecture to another.
"""

from __future__ import annotations

import socket
from collections.abc import Iterable

# Allowed calls by their number on x86_64 and aarch64 (None: the call is missing there).
ALLOWED: dict[str, tuple[int | None, int | None]] = {
    # Files: read and write.
    "read": (0, 63), "write": (1, 64), "readv": (19, 65), "writev": (20, 66), "pread64": (17, 67),
    "pwrite64": (18, 68), "preadv": (295, 69), "pwritev": (296, 70), "preadv2": (327, 286),
    "pwritev2": (328, 287), "open": (2, None), "openat": (257, 56), "openat2": (437, 437),
    "creat": (85, None), "close": (3, 57), "close_range": (436, 436), "lseek": (8, 62), "dup": (32, 23),
    "dup2": (33, None), "dup3": (292, 24), "pipe": (22, None), "pipe2": (293, 59), "sendfile": (40, 71),
    "copy_file_range": (326, 285), "fsync": (74, 82), "fdatasync": (75, 83), "sync_file_range": (277, 84),
    "truncate": (76, 45), "ftruncate": (77, 46), "fallocate": (285, 47), "fadvise64": (221, 223),
    "flock": (73, 32),
    # Files: names, kinds and times.
    "stat": (4, None), "lstat": (6, None), "fstat": (5, 80), "newfstatat": (262, 79), "statx": (332, 291),
    "statfs": (137, 43), "fstatfs": (138, 44), "access": (21, None), "faccessat": (269, 48),
    "faccessat2": (439, 439), "readlink": (89, None), "readlinkat": (267, 78), "getdents": (78, None),
    "getdents64": (217, 61), "getcwd": (79, 17), "chdir": (80, 49), "fchdir": (81, 50), "mkdir": (83, None),
    "mkdirat": (258, 34), "rmdir": (84, None), "rename": (82, None), "renameat": (264, 38),
    "renameat2": (316, 276), "link": (86, None), "linkat": (265, 37), "symlink": (88, None),
    "symlinkat": (266, 36), "unlink": (87, None), "unlinkat": (263, 35), "mknod": (133, None),
    "mknodat": (259, 33), "chmod": (90, None), "fchmod": (91, 52), "fchmodat": (268, 53),
    "fchmodat2": (452, 452), "chown": (92, None), "fchown": (93, 55), "lchown": (94, None),
    "fchownat": (260, 54), "umask": (95, 166), "utime": (132, None), "utimes": (235, None),
    "futimesat": (261, None), "utimensat": (280, 88), "getxattr": (191, 8), "lgetxattr": (192, 9),
    "fgetxattr": (193, 10), "listxattr": (194, 11), "llistxattr": (195, 12), "flistxattr": (196, 13),
    # Memory.
    "brk": (12, 214), "munmap": (11, 215), "mprotect": (10, 226), "mremap": (25, 216), "madvise": (28, 233),
    "msync": (26, 227), "mincore": (27, 232), "membarrier": (324, 283), "get_mempolicy": (239, 236),
    "set_mempolicy": (238, 237), "mbind": (237, 235),
    # Processes and threads.
    "fork": (57, None), "vfork": (58, None), "execve": (59, 221), "execveat": (322, 281), "exit": (60, 93),
    "exit_group": (231, 94), "wait4": (61, 260), "waitid": (247, 95), "pidfd_open": (434, 434),
    "set_tid_address": (218, 96), "set_robust_list": (273, 99), "get_robust_list": (274, 100),
    "rseq": (334, 293), "futex": (202, 98), "futex_waitv": (449, 449), "futex_wake": (454, 454),
    "futex_wait": (455, 455), "futex_requeue": (456, 456), "arch_prctl": (158, None),
    "sched_yield": (24, 124), "sched_getaffinity": (204, 123), "sched_setaffinity": (203, 122),
    "sched_getparam": (143, 121), "sched_setparam": (142, 118), "sched_getscheduler": (145, 120),
    "sched_setscheduler": (144, 119), "sched_get_priority_max": (146, 125),
    "sched_get_priority_min": (147, 126), "sched_rr_get_interval": (148, 127), "sched_getattr": (315, 275),
    "getpriority": (140, 141), "setpriority": (141, 140), "getcpu": (309, 168),
    # What a process is, and may use.
    "getpid": (39, 172), "getppid": (110, 173), "gettid": (186, 178), "getpgid": (121, 155),
    "getpgrp": (111, None), "getsid": (124, 156), "setpgid": (109, 154), "setsid": (112, 157),
    "getuid": (102, 174), "geteuid": (107, 175), "getgid": (104, 176), "getegid": (108, 177),
    "getresuid": (118, 148), "getresgid": (120, 150), "getgroups": (115, 158), "capget": (125, 90),
    "getrlimit": (97, 163), "getrusage": (98, 165),
    "times": (100, 153), "sysinfo": (99, 179), "uname": (63, 160), "getrandom": (318, 278),
    # Signals.
    "rt_sigaction": (13, 134), "rt_sigprocmask": (14, 135), "rt_sigreturn": (15, 139),
    "rt_sigpending": (127, 136), "rt_sigtimedwait": (128, 137), "rt_sigsuspend": (130, 133),
    "sigaltstack": (131, 132), "kill": (62, 129), "tkill": (200, 130), "tgkill": (234, 131),
    "pidfd_send_signal": (424, 424), "pause": (34, None), "restart_syscall": (219, 128),
    "signalfd": (282, None), "signalfd4": (289, 74),
    # Time.
    "clock_gettime": (228, 113), "clock_getres": (229, 114), "clock_nanosleep": (230, 115),
    "nanosleep": (35, 101), "gettimeofday": (96, 169), "time": (201, None), "alarm": (37, None),
    "getitimer": (36, 102), "setitimer": (38, 103), "timer_create": (222, 107), "timer_settime": (223, 110),
    "timer_gettime": (224, 108), "timer_getoverrun": (225, 109), "timer_delete": (226, 111),
    "timerfd_create": (283, 85), "timerfd_settime": (286, 86), "timerfd_gettime": (287, 87),
    # Waiting for several things.
    "poll": (7, None), "ppoll": (271, 73), "select": (23, None), "pselect6": (270, 72),
    "epoll_create": (213, None), "epoll_create1": (291, 20), "epoll_ctl": (233, 21),
    "epoll_wait": (232, None), "epoll_pwait": (281, 22), "epoll_pwait2": (441, 441), "eventfd": (284, None),
    "eventfd2": (290, 19),
    # Sockets, which are local ones.
    "bind": (49, 200), "listen": (50, 201), "accept": (43, 202), "accept4": (288, 242),
    "connect": (42, 203), "shutdown": (48, 210), "getsockname": (51, 204), "getpeername": (52, 205),
    "getsockopt": (55, 209), "sendto": (44, 206), "sendmsg": (46, 211), "sendmmsg": (307, 269),
    "recvfrom": (45, 207), "recvmsg": (47, 212), "recvmmsg": (299, 243),
}  # fmt: skip
# Calls that are allowed or not by what they ask for: `filter_program` says how.
EXAMINED: dict[str, tuple[int, int]] = {
    "clone3": (435, 435), "clone": (56, 220), "socket": (41, 198), "socketpair": (53, 199), "mmap": (9, 222),
    "prctl": (157, 167), "fcntl": (72, 25), "ioctl": (16, 29), "setsockopt": (54, 208),
    "setrlimit": (160, 164), "prlimit64": (302, 261),
}  # fmt: skip
NEWER = 463  # calls from here on came after Linux 6.10: they are missing, so that libraries do without

NAMESPACE_FLAGS = 0x7E020080  # every CLONE_NEW...
ALLOW, EPERM, ENOTTY, ENOSYS, KILL = 0x7FFF0000, 0x00050001, 0x00050019, 0x00050026, 0x80000000
LOAD, EQUAL, AT_LEAST, ANY_BIT, MASK, RETURN = 0x20, 0x15, 0x35, 0x45, 0x54, 0x06
NUMBER, ARCHITECTURE, FIRST, SECOND, THIRD, FOURTH = 0, 4, 16, 24, 32, 40  # in seccomp_data (low words)
HIGH = 4  # from a low word to the high word of the same
Instruction = tuple[int, int, int, int]  # code, jump if true, jump if false, operand

REFUSE: Instruction = (RETURN, 0, 0, EPERM)
SHARED = 0x21  # MAP_SHARED | MAP_ANONYMOUS: such memory lives on when no process maps it


# A process's own name, and what it may ask about itself; not whether it can be watched, or ends with another.
PRCTL = {
    "PDEATHSIG": 1, "GET_PDEATHSIG": 2, "GET_DUMPABLE": 3, "SET_NAME": 15, "GET_NAME": 16, "GET_SECCOMP": 21,
    "CAPBSET_READ": 23, "SET_TIMERSLACK": 29, "GET_TIMERSLACK": 30, "GET_NO_NEW_PRIVS": 39,
    "GET_TAGGED_ADDR_CTRL": 56, "SET_VMA": 0x53564D41,
}  # fmt: skip
# Not F_SETPIPE_SZ: a pipe holds what it holds. Nor leases, and signals when a folder changes.
FCNTL = {
    "DUPFD": 0, "GETFD": 1, "SETFD": 2, "GETFL": 3, "SETFL": 4, "GETLK": 5, "SETLK": 6, "SETLKW": 7,
    "GETOWN": 9, "OFD_GETLK": 36, "OFD_SETLK": 37, "OFD_SETLKW": 38, "DUPFD_CLOEXEC": 1030,
    "GETPIPE_SZ": 1032,
}  # fmt: skip
# There is no terminal and no device, but programs ask.
IOCTL = {
    "TCGETS": 0x5401, "TIOCGPGRP": 0x540F, "TIOCGWINSZ": 0x5413, "FIONREAD": 0x541B, "FIONBIO": 0x5421,
    "FIONCLEX": 0x5450, "FIOCLEX": 0x5451,
}  # fmt: skip
# Not SO_SNDBUF: what sockets hold no process answers for, so each may hold little.
SOCKET_OPTIONS = {
    "REUSEADDR": 2, "KEEPALIVE": 9, "REUSEPORT": 15, "PASSCRED": 16, "RCVTIMEO": 20, "SNDTIMEO": 21,
}  # fmt: skip


# With a lower limit of its own a worker could have the kernel kill it, as somebody outside might.
RLIMIT_CPU = 0
SETS_CPU_LIMIT: list[Instruction] = [(LOAD, 0, 0, FIRST), (EQUAL, 0, 1, RLIMIT_CPU), REFUSE]
SETS_CPU_LIMIT_BY_POINTER: list[Instruction] = [
    *[(LOAD, 0, 0, SECOND), (EQUAL, 0, 5, RLIMIT_CPU)],
    *[(LOAD, 0, 0, THIRD), (EQUAL, 0, 2, 0)],  # no new limit, if this pointer is 0
    *[(LOAD, 0, 0, THIRD + HIGH), (EQUAL, 1, 0, 0)],
    REFUSE,
]


def filter_program(machine: str) -> list[Instruction]:
    """The filter in classic BPF: calls that are not allowed answer EPERM, or ENOSYS where they are newer.

    Calls of another architecture (32-bit, x32) have other numbers, so they end the process.
    """
    known = {"x86_64": (0, 0xC000003E), "aarch64": (1, 0xC00000B7)}
    if machine not in known:
        raise OSError(
            f"system calls have no known numbers on {machine!r}: grade on one of {', '.join(known)}"
        )
    column, architecture = known[machine]
    examined = {name: numbers[column] for name, numbers in EXAMINED.items()}
    allowed = [numbers[column] for numbers in ALLOWED.values()]
    return [
        *same_architecture(architecture),
        (LOAD, 0, 0, NUMBER),
        (AT_LEAST, 0, 1, 0x40000000),  # x32
        (RETURN, 0, 0, KILL),
        *[step for number in allowed if number is not None for step in when(number, [])],
        # Its flags are out of sight; the C library then uses clone.
        *when(examined["clone3"], [(RETURN, 0, 0, ENOSYS)]),
        *when(examined["clone"], [(LOAD, 0, 0, FIRST), (ANY_BIT, 0, 1, NAMESPACE_FLAGS), REFUSE]),
        *when(examined["mmap"], [(LOAD, 0, 0, FOURTH), (MASK, 0, 0, SHARED), (EQUAL, 0, 1, SHARED), REFUSE]),
        *when(examined["socket"], only(FIRST, [socket.AF_UNIX])),
        *when(examined["socketpair"], only(FIRST, [socket.AF_UNIX])),
        *when(examined["prctl"], only(FIRST, PRCTL.values())),
        *when(examined["fcntl"], only(SECOND, FCNTL.values())),
        *when(examined["ioctl"], only(SECOND, IOCTL.values(), otherwise=ENOTTY)),
        *when(examined["setsockopt"], only(THIRD, SOCKET_OPTIONS.values())),
        *when(examined["setrlimit"], SETS_CPU_LIMIT),
        *when(examined["prlimit64"], SETS_CPU_LIMIT_BY_POINTER),
        (AT_LEAST, 0, 1, NEWER),
        (RETURN, 0, 0, ENOSYS),
        REFUSE,
    ]


def same_architecture(architecture: int) -> list[Instruction]:
    return [(LOAD, 0, 0, ARCHITECTURE), (EQUAL, 1, 0, architecture), (RETURN, 0, 0, KILL)]


def when(number: int, steps: list[Instruction]) -> list[Instruction]:
    """These steps if the call has this number; afterwards the call is allowed if none of them returned."""
    steps = [*steps, (RETURN, 0, 0, ALLOW)]
    return [(EQUAL, 0, len(steps), number), *steps]


def only(place: int, values: Iterable[int], otherwise: int = EPERM) -> list[Instruction]:
    """Steps that refuse a call unless it asks for one of these."""
    known = [step for value in values for step in ((EQUAL, 0, 1, value), (RETURN, 0, 0, ALLOW))]
    return [(LOAD, 0, 0, place), *known, (RETURN, 0, 0, otherwise)]
