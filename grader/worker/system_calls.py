"""Which system calls a worker may make: a filter in classic BPF, as the kernel's seccomp takes it.

Everything is allowed but what is listed here. The numbers of calls differ from one architecture to another.
"""

from __future__ import annotations

import socket

# Forbidden calls by their number on x86_64 and aarch64 (None: the call is missing there).
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
# Calls that are allowed or not by what they ask for: `filter_program` says how.
EXAMINED: dict[str, tuple[int, int]] = {
    "clone3": (435, 435), "clone": (56, 220), "socket": (41, 198), "socketpair": (53, 199), "mmap": (9, 222),
}  # fmt: skip

NAMESPACE_FLAGS = 0x7E020080  # every CLONE_NEW...
ALLOW, EPERM, ENOSYS, KILL = 0x7FFF0000, 0x00050001, 0x00050026, 0x80000000
LOAD, EQUAL, AT_LEAST, ANY_BIT, MASK, RETURN = 0x20, 0x15, 0x35, 0x45, 0x54, 0x06
NUMBER, ARCHITECTURE, FIRST, FOURTH = 0, 4, 16, 40  # offsets into struct seccomp_data (low words)
Instruction = tuple[int, int, int, int]  # code, jump if true, jump if false, operand

REFUSE: Instruction = (RETURN, 0, 0, EPERM)
LOCAL_SOCKETS: list[Instruction] = [(LOAD, 0, 0, FIRST), (EQUAL, 1, 0, socket.AF_UNIX), REFUSE]
SHARED = 0x21  # MAP_SHARED | MAP_ANONYMOUS: such memory lives on when no process maps it


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
    examined = {name: numbers[column] for name, numbers in EXAMINED.items()}
    forbidden = [numbers[column] for numbers in FORBIDDEN.values()]
    return [
        *same_architecture(architecture),
        (LOAD, 0, 0, NUMBER),
        (AT_LEAST, 0, 1, 0x40000000),  # x32
        (RETURN, 0, 0, KILL),
        # Its flags are out of sight; the C library then uses clone.
        *when(examined["clone3"], [(RETURN, 0, 0, ENOSYS)]),
        *when(examined["clone"], [(LOAD, 0, 0, FIRST), (ANY_BIT, 0, 1, NAMESPACE_FLAGS), REFUSE]),
        *when(examined["socket"], LOCAL_SOCKETS),
        *when(examined["socketpair"], LOCAL_SOCKETS),
        *when(examined["mmap"], [(LOAD, 0, 0, FOURTH), (MASK, 0, 0, SHARED), (EQUAL, 0, 1, SHARED), REFUSE]),
        *[step for number in forbidden if number is not None for step in when(number, [REFUSE])],
        (RETURN, 0, 0, ALLOW),
    ]


def same_architecture(architecture: int) -> list[Instruction]:
    return [(LOAD, 0, 0, ARCHITECTURE), (EQUAL, 1, 0, architecture), (RETURN, 0, 0, KILL)]


def when(number: int, steps: list[Instruction]) -> list[Instruction]:
    """These steps if the call has this number; afterwards the call is allowed if none of them returned."""
    steps = [*steps, (RETURN, 0, 0, ALLOW)]
    return [(EQUAL, 0, len(steps), number), *steps]
