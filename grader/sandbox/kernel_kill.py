"""Whether a process was killed, and not by itself: by Linux, because memory ran out, or by somebody.

Code of a learner's cannot do this to its own worker: that is PID 1 of a namespace, which no SIGKILL from
within can end. How a process ended, a kernel tells whoever holds a descriptor of it since Linux 6.15; how
many processes it has ended for want of memory, on the whole machine, all kernels of today tell.
"""

from __future__ import annotations

import contextlib
import fcntl
import select
import signal
import struct
from pathlib import Path

COUNTERS = Path("/proc/vmstat")
GET_INFO = 0xC040FF0B  # the ioctl PIDFD_GET_INFO, for the first 64 bytes of `struct pidfd_info`
EXIT = 1 << 3  # PIDFD_INFO_EXIT, in its first field; the exit status is its last
WAIT_MILLISECONDS = 500  # for a process whose connection has closed to end, and all that it started


def killed_for_memory() -> int:
    """How many processes Linux has ended because memory ran out, on this machine since it started."""
    with contextlib.suppress(OSError):
        for line in COUNTERS.read_text().splitlines():
            if line.startswith("oom_kill "):
                return int(line.split()[1])
    return 0


def was_killed(pidfd: int) -> bool | None:
    """Whether SIGKILL ended a process; None where it has not ended, or this kernel does not tell."""
    ended = select.poll()
    ended.register(pidfd, select.POLLIN)
    if not ended.poll(WAIT_MILLISECONDS):
        return None
    info = bytearray(struct.pack("Q56x", EXIT))
    with contextlib.suppress(OSError):
        fcntl.ioctl(pidfd, GET_INFO, info)
        told, status = struct.unpack("Q52xi", info)
        return status & 0x7F == signal.SIGKILL if told & EXIT else None
    return None
