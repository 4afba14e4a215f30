"""The numbers that the filter knows are those of the kernel's own tables, as another project keeps them."""

import pytest
import system_calls

from grader.worker.system_calls import ALLOWED, EXAMINED, filter_program


@pytest.mark.parametrize(("column", "architecture"), [(0, "x86_64"), (1, "arm64")])
def test_every_call_has_the_kernels_number(column: int, architecture: str) -> None:
    kernels = system_calls.syscalls().load_arch_table(architecture)
    ours = {name: numbers[column] for name, numbers in (ALLOWED | EXAMINED).items()}
    assert not ALLOWED.keys() & EXAMINED.keys()
    assert ours == {name: kernels.get(name) for name in ours}


def test_on_another_architecture_nothing_runs() -> None:
    with pytest.raises(OSError, match="no known numbers on 'riscv64'"):
        filter_program("riscv64")


# What no list that grows may ever allow: ways out, other processes, large parts of the kernel, memory that no
# process answers for.
NEVER = """unshare setns mount umount2 pivot_root chroot open_tree move_mount fsopen fsconfig fsmount fspick
mount_setattr name_to_handle_at open_by_handle_at ptrace process_vm_readv process_vm_writev kcmp
pidfd_getfd process_madvise bpf perf_event_open userfaultfd io_uring_setup io_uring_enter
io_uring_register add_key request_key keyctl init_module finit_module delete_module kexec_load
kexec_file_load syslog acct swapon swapoff reboot quotactl fanotify_init personality lookup_dcookie iopl
ioperm modify_ldt vhangup memfd_create memfd_secret shmget msgget semget mq_open splice tee vmsplice
inotify_init inotify_init1 inotify_add_watch seccomp setxattr io_setup setuid setgid setgroups capset
sethostname clock_settime mlockall"""


def test_nothing_is_allowed_that_must_not_be() -> None:
    assert not set(NEVER.split()) & (ALLOWED.keys() | EXAMINED.keys())
    assert set(NEVER.split()) <= system_calls.syscalls().load_arch_table("x86_64").keys()


@pytest.mark.parametrize("machine", ["x86_64", "aarch64"])
def test_the_program_is_one_that_the_kernel_takes(machine: str) -> None:
    """At most 4,096 steps, no jump over more than 255 of them."""
    program = filter_program(machine)
    assert len(program) < 4096
    assert max(max(step[1:3]) for step in program) < 256
