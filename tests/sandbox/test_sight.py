"""What a worker sees of this machine, its disk, its processes and its siblings: nothing."""

import sys
import time
from pathlib import Path

import pytest
from judge_tasks import run
from told import CALLS, tell

from grader.sandbox import bubblewrap
from grader.sandbox.limits import Limits
from grader.sandbox.template import Template
from grader.sandbox.worker_link import Link

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the sandbox is for Linux")


def test_it_is_alone(template: Template) -> None:
    pids = "import os\nfound = []\nfor pid in range(1, 3000):\n    try: os.kill(pid, 0); found.append(pid)\n"
    assert tell(template, pids + "    except OSError: pass\nprint(found, end='')") == [1]
    assert tell(template, "import os; print(os.listdir('/proc'))") == []


def test_it_is_an_ordinary_user_without_capabilities(template: Template) -> None:
    source = CALLS + "print([os.getuid(), os.geteuid(), os.getgid(), os.getgroups()])"
    uid, euid, gid, groups = tell(template, source)
    assert uid == euid == gid == 1000
    assert 0 not in groups
    capable = CALLS + "head = (ctypes.c_uint32 * 2)(0x20080522, 0)\ndata = (ctypes.c_uint32 * 6)()\n"
    assert tell(template, capable + "libc.capget(head, data); print(list(data))") == [0] * 6
    assert tell(template, CALLS + "print([libc.prctl(39, 0, 0, 0, 0), libc.prctl(21, 0, 0, 0, 0)])") == [1, 2]


def test_it_sees_no_file_of_this_machine_but_pythons(template: Template, tmp_path: Path) -> None:
    secret = tmp_path / "gradebook.db"
    secret.write_text("secret")
    repository = Path(bubblewrap.GRADER).parent
    places = "/etc/passwd /etc/shadow /etc/hostname /root/.ssh /var /run /boot /mnt /srv /sys/class"
    hidden: list[str | Path] = [secret, Path.home() / ".bashrc"]
    hidden += [repository / "source", repository / "pyproject.toml"]
    hidden += places.split()
    source = f"import os\nprint([path for path in {list(map(str, hidden))} if os.path.exists(path)])"
    assert tell(template, source) == []


def test_nbgraders_exchange_and_configuration_are_out_of_sight() -> None:
    """They may lie below /usr/local, where Python itself may lie too."""
    outside = "/usr/local/share/nbgrader/exchange", "/usr/local/etc/jupyter", "/usr/share/jupyter", "/usr/src"
    for path in map(Path, outside):
        assert not any(bubblewrap.inside(path, shown) for shown in bubblewrap.shown_folders()), path


def test_the_grader_is_out_of_sight_even_where_python_contains_it() -> None:
    words = bubblewrap.files(hide=[Path(sys.prefix, "lib", "secret")])
    assert "--tmpfs" in words[: words.index("/dev")]
    assert str(Path(sys.prefix, "lib", "secret")) in words


@pytest.mark.slow
def test_it_can_write_nowhere_but_at_home(template: Template) -> None:
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


def test_neither_judge_nor_reference_can_be_imported(template: Template) -> None:
    rooms = sorted(folder.name for folder in bubblewrap.GRADER.iterdir() if (folder / "__init__.py").exists())
    source = f"found = []\nfor name in {rooms}:\n"
    source += "    try: __import__('grader.' + name); found.append(name)\n    except ImportError: pass\n"
    source += "import sys; print(found + [m for m in sys.modules if 'nbgrader' in m])"
    assert {"judge", "reference", "sandbox", "notebooks"} < set(rooms)
    assert tell(template, source) == ["wire", "worker"]


def test_nothing_of_a_test_is_sent_but_its_questions(
    template: Template, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent: list[bytes] = []
    send = Link._send

    def overheard(link: Link, data: bytes, deadline: float) -> None:
        sent.append(data)
        send(link, data, deadline)

    monkeypatch.setattr(Link, "_send", overheard)
    test = "secret, expected = 'hidden word', 12.75\nassert f(3) == expected - 9.75  # a hidden remark"
    results = run(template, "def f(x): return x", ("test", test))
    assert results[-1].passed is True
    assert any(b'"f"' in data for data in sent)
    assert not any(word in data for data in sent for word in (b"hidden", b"secret", b"12.75", b"expected"))


def test_the_environment_is_ours(template: Template, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GRADEBOOK_PASSWORD", "secret")
    names = tell(template, "import os; print(sorted(os.environ))")
    expected = """CLICOLOR GIT_PAGER HOME KINETO_LOG_LEVEL LANG MKL_NUM_THREADS MPLBACKEND MPLCONFIGDIR
        NBGRADER_EXECUTION OMP_NUM_THREADS OPENBLAS_CORETYPE OPENBLAS_NUM_THREADS PAGER PATH PWD PYTHONPATH
        TORCHINDUCTOR_CACHE_DIR TORCH_NCCL_ASYNC_ERROR_HANDLING USER"""
    assert set(names) <= set(expected.split())


def test_it_holds_no_descriptor_but_the_connection(template: Template) -> None:
    source = "import os\nfound = []\nfor n in range(1024):\n    try: os.fstat(n); found.append(n)\n"
    assert tell(template, source + "    except OSError: pass\nprint(found)") == [0, 1, 2, 3]


def test_there_is_no_network(template: Template) -> None:
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


def test_siblings_cannot_see_each_other(template: Template) -> None:
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
