"""The warm Python that every worker is a copy of.

The judge starts it once, inside bubblewrap, and sends one message for each submission, with a socket; the
template forks, and the child becomes the worker at the other end of that socket. It holds no secret, since a
fork copies memory; it has no thread, since a fork copies none; it never speaks to a worker.
"""

from __future__ import annotations

import contextlib
import gc
import json
import os
import signal
import socket
import sys
from typing import Any

from grader.worker import walls

NOBODY = 65534
PING = b"ping"


def main(descriptor: int) -> None:
    """Serve the control socket until the judge closes it."""
    become_ordinary()
    enter_own_namespace()
    own_namespace = os.open("/proc/self/ns/pid", os.O_RDONLY)
    control = socket.socket(fileno=descriptor)
    from grader.worker.warm import warm_up  # not sooner: root imports nothing

    shell = warm_up()
    threads = len(os.listdir("/proc/self/task"))
    if threads != 1:
        raise RuntimeError(f"the template has {threads} threads, and a fork would lose all but one")
    signal.signal(signal.SIGCHLD, reap)
    gc.collect()
    gc.freeze()  # keep the collector from touching, and so from copying, the pages that workers share
    control.sendall(b"ready")
    while True:
        message, descriptors, _, _ = socket.recv_fds(control, 1 << 16, 1)
        if not message:
            return
        if message == PING:  # a worker has ended, and the judge asks whether it did so alone
            control.sendall(PING)
            continue
        fork_worker(json.loads(message), descriptors[0], own_namespace, shell)


def become_ordinary() -> None:
    """Give up root for good: limits on processes do not bind root, and nothing here needs it."""
    if os.getuid() == 0:
        os.setgroups([])
        os.setresgid(NOBODY, NOBODY, NOBODY)
        os.setresuid(NOBODY, NOBODY, NOBODY)
        walls.call("prctl", walls.PR_SET_DUMPABLE, 1, 0, 0, 0)  # else /proc/self is still root's


def enter_own_namespace() -> None:
    """Become PID 1 of a namespace that this process owns, so that it may give each worker one of its own."""
    walls.new_user_namespace(walls.CLONE_NEWPID)
    child = os.fork()
    if child:
        _, status = os.waitpid(child, 0)
        os._exit(os.waitstatus_to_exitcode(status) and 1)


def reap(*_: Any) -> None:
    """Workers that the judge has killed leave no trace (and their CPU time is added to ours)."""
    with contextlib.suppress(ChildProcessError):
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass


def fork_worker(message: dict[str, Any], descriptor: int, own_namespace: int, shell: Any) -> None:
    """Fork straight into a new PID namespace; a fork of this process costs 10 ms, so there is only one."""
    if "pid namespace" not in message["skip"]:
        walls.call("unshare", walls.CLONE_NEWPID)
    if os.fork():
        os.close(descriptor)
        walls.call("setns", own_namespace, walls.CLONE_NEWPID)
        return
    try:
        connection = socket.socket(fileno=descriptor)
        connection.sendall(b"P")  # the kernel tells the judge our PID with it
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        try:
            connection = walls.confine(message["limits"], connection, message["skip"])
        except Exception as error:
            open_one = 3 if connection.fileno() == -1 else connection.fileno()  # see close_descriptors
            os.write(open_one, f"{type(error).__name__}: {error}\n".encode())
            return
        connection.sendall(b"\n")
        from grader.worker.session import serve  # loaded long since, by `warm`

        serve(connection, shell, message["limits"]["output_bytes"])
    finally:
        os._exit(0)


if __name__ == "__main__":
    main(int(sys.argv[1]))
