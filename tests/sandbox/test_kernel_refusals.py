"""What a worker may not ask of the kernel: each such call is refused."""

import errno
import os
import sys

import pytest
from judge_tasks import run
from told import CALLS, tell

from grader.sandbox.template import Template

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the sandbox is for Linux")

EPERM = {
    "unshare": "0x10000000", "setns": "0, 0", "mount": "b'x', b'/tmp', b'tmpfs', 0, None",
    "umount2": "b'/proc', 2",
    "chroot": "b'/tmp'", "ptrace": "0, 0, 0, 0", "process_vm_readv": "1, None, 0, None, 0, 0",
    "pivot_root": "b'/tmp', b'/tmp'", "memfd_create": "b'x', 0", "shmget": "0, 4096, 0o1600",
    "personality": "0xffffffff", "swapon": "b'/tmp/x', 0", "acct": "b'/tmp/x'", "quotactl": "0, b'', 0, None",
    "fanotify_init": "0, 0", "name_to_handle_at": "-100, b'/', None, None, 0", "syscall": "425, 1, None",
}  # fmt: skip


# What no list allows by its number alone: the filter looks at what is asked for.
ASKED = {
    "a larger buffer for what a socket sends": "socket.socket(socket.AF_UNIX).setsockopt(1, 7, 1 << 24)",
    "a larger pipe": "fcntl.fcntl(os.pipe()[1], 1031, 1 << 20)",
    "signals when a folder changes": "fcntl.fcntl(os.open('.', 0), 1026, 2)",
    "another socket than a local one": "socket.socket(socket.AF_INET)",
    "to be hidden from whoever watches": "check(libc.prctl(4, 0, 0, 0, 0))",
    "to adopt orphans": "check(libc.prctl(36, 1, 0, 0, 0))",
    "a filter of its own": "check(libc.prctl(22, 2, None))",
    "memory that is no file and has no name": "mmap.mmap(-1, 4096)",
    "to be told of files that change": "check(libc.inotify_init())",
    "pages moved into a pipe": "check(libc.vmsplice(os.pipe()[1], None, 0, 0))",
    "an attribute of a file": "os.setxattr('.', 'user.x', b'x')",
}


@pytest.mark.parametrize("what", ASKED)
def test_what_calls_may_not_ask_for_is_refused(template: Template, what: str) -> None:
    source = "import fcntl, mmap\ndef check(result):\n"
    source += "    if result == -1: raise OSError(ctypes.get_errno(), '')\n"
    source += f"try: {ASKED[what]}\nexcept PermissionError: print(1)"
    assert tell(template, CALLS + source) == 1


def test_calls_that_are_newer_than_the_list_are_missing(template: Template) -> None:
    """So that libraries do without, as on an older Linux: refused, they would give up."""
    assert tell(template, CALLS + "print(repr(attempt('syscall', 1000)))") == "ENOSYS"


def test_a_terminal_is_not_typed_into(template: Template) -> None:
    source = (
        CALLS + "import fcntl\ntry: fcntl.ioctl(0, 0x5412, b'x')\nexcept OSError as error: print(error.errno)"
    )
    assert tell(template, source) == errno.ENOTTY


@pytest.mark.parametrize("call", EPERM)
def test_system_calls_that_no_lesson_needs_are_refused(template: Template, call: str) -> None:
    assert tell(template, CALLS + f"print(repr(attempt({call!r}, {EPERM[call]})))") == "EPERM"


def test_no_new_namespace_by_clone_either(template: Template) -> None:
    number = {"x86_64": 56, "aarch64": 220}[os.uname().machine]
    for flags in ("0x10000000", "0x20000000 | 17", "0x40000000 | 17", "0x20000 | 17"):
        source = CALLS + f"print(repr(attempt('syscall', {number}, {flags}, 0, 0, 0, 0)))"
        assert tell(template, source) == "EPERM"
    assert tell(template, CALLS + "print(repr(attempt('syscall', 435, None, 0)))") == "ENOSYS"


def test_other_numbering_ends_the_process(template: Template) -> None:
    if os.uname().machine != "x86_64":
        pytest.skip("x32 is a matter of x86_64")
    _, check = run(template, CALLS + "libc.syscall(0x40000000 + 39)", ("test", "pass"))
    assert "ended the Python process" in check.message


def test_shared_memory_that_no_process_answers_for_is_refused(template: Template) -> None:
    assert tell(template, "import mmap\ntry: mmap.mmap(-1, 4096)\nexcept PermissionError: print(1)") == 1


def test_limits_cannot_be_raised(template: Template) -> None:
    source = """
import resource
raised = []
for name in [n for n in dir(resource) if n.startswith("RLIMIT_")]:
    soft, hard = resource.getrlimit(getattr(resource, name))
    try:
        resource.setrlimit(getattr(resource, name), (hard, hard + 1))
        raised.append(name)
    except (ValueError, OSError): pass
hard = [resource.getrlimit(n)[1] for n in (resource.RLIMIT_AS, resource.RLIMIT_NPROC, resource.RLIMIT_FSIZE)]
print([raised, -1 in hard], end="")
"""
    raised, unlimited = tell(template, source)
    ours = "RLIMIT_AS RLIMIT_NPROC RLIMIT_FSIZE RLIMIT_CPU RLIMIT_NOFILE RLIMIT_CORE"
    assert not set(raised) & set(ours.split())
    assert not unlimited
