"""Claims that the kernel itself confirms: it is asked in /proc/<pid>, where the worker cannot lie."""

from __future__ import annotations

import os
from pathlib import Path

from grader.sandbox.claims import SMALL, Bait, Claim
from grader.sandbox.confined_link import ConfinedLink
from grader.sandbox.limits import SPARE_CPU_SECONDS

NAMESPACES = ("user", "mnt", "pid", "net", "ipc", "uts", "cgroup")


def own_namespaces(worker: ConfinedLink, _: Bait) -> str:
    def of(pid: int | str) -> dict[str, int]:
        return {kind: os.stat(f"/proc/{pid}/ns/{kind}").st_ino for kind in NAMESPACES}

    template = parent_of(worker.pid)
    ours, its, template_s = of("self"), of(worker.pid), of(template)
    shared = [kind for kind in NAMESPACES if its[kind] in (ours[kind], template_s[kind])]
    return f"it shares the {', '.join(shared)} namespace" if shared else ""


def parent_of(pid: int) -> int:
    return int(status(pid)["PPid"])


def status(pid: int) -> dict[str, str]:
    """The lines of /proc/<pid>/status: {'Seccomp': '2', ...}."""
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return {name: value.strip() for name, _, value in (line.partition(":") for line in lines)}


def not_root(worker: ConfinedLink, _: Bait) -> str:
    users = status(worker.pid)["Uid"].split()
    return f"its user ids are {', '.join(users)}" if "0" in users else ""


def no_capabilities(worker: ConfinedLink, _: Bait) -> str:
    found = status(worker.pid)
    held = [name for name in ("CapInh", "CapPrm", "CapEff", "CapBnd", "CapAmb") if int(found[name], 16)]
    if found["NoNewPrivs"] != "1":
        held.append("no_new_privs is not set")
    return ", ".join(held)


def filtered_calls(worker: ConfinedLink, _: Bait) -> str:
    mode = status(worker.pid)["Seccomp"]
    return "" if mode == "2" else f"its seccomp mode is {mode}, not 2"


def set_limits(worker: ConfinedLink, _: Bait) -> str:
    wanted = {"Max processes": SMALL.processes, "Max file size": SMALL.file_bytes, "Max core file size": 0}
    wanted |= {"Max cpu time": SMALL.cpu_seconds + SPARE_CPU_SECONDS}
    wanted |= {"Max open files": SMALL.open_files}
    found = Path(f"/proc/{worker.pid}/limits").read_text().splitlines()
    hard = {line[:25].strip(): line[46:66].strip() for line in found}  # columns: soft at 26, hard at 47
    wrong = [
        f"{name.lower()}: {hard.get(name)}" for name, value in wanted.items() if hard.get(name) != str(value)
    ]
    if hard.get("Max address space") == "unlimited":
        wrong.append("max address space: unlimited")
    return ", ".join(wrong)


def closed_descriptors(worker: ConfinedLink, _: Bait) -> str:
    open_files = {int(path.name): os.readlink(path) for path in Path(f"/proc/{worker.pid}/fd").iterdir()}
    sockets = [target for target in open_files.values() if target.startswith("socket:")]
    others = {target for target in open_files.values() if target not in ("/dev/null", *sockets)}
    others = {target for target in others if not target.startswith("anon_inode:")}
    if others or len(sockets) != 1:
        return f"open are {', '.join(sorted(open_files.values()))}"
    return ""


SEEN_FROM_OUTSIDE: list[Claim] = [
    ("is in user, mount, PID, network, IPC, host-name and cgroup namespaces of its own", own_namespaces),
    ("is not root", not_root),
    ("has no capability, and can get none", no_capabilities),
    ("runs behind a filter of system calls", filtered_calls),
    ("has limits on processes, memory, CPU, files and descriptors", set_limits),
    ("has no descriptor open but its one connection", closed_descriptors),
]
