"""The same tests once more, by a user who owns nothing: root is not what makes them pass."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the sandbox is for Linux")

HERE = Path(__file__)
LONG = {HERE.with_name(f"test_{name}.py") for name in ("doctor", "endurance", "random_ends", "uses")}
ROOTS = {HERE, HERE.with_name("test_other_users.py")}  # who else could be another user
AGAIN = sorted(set(HERE.parent.glob("test_*.py")) - ROOTS - LONG)


@pytest.mark.slow
@pytest.mark.skipif(os.getuid() != 0, reason="needs root to become somebody else; CI is somebody else anyway")
def test_an_ordinary_user_is_confined_as_well(tmp_path: Path) -> None:
    """All tests of this folder but the longest, by a user who may read this Python but owns nothing.

    They run in a mount namespace of their own, since root's Python may lie where nobody else can look.
    """
    prefix = Path(sys.base_prefix)
    script = f"""
    set -e
    mkdir {tmp_path}/python && mount --bind {prefix} {tmp_path}/python
    if [ {prefix.parts[1]} = root ]; then mount -t tmpfs -o mode=755 tmpfs /root; mkdir -p {prefix}; fi
    mount --bind {tmp_path}/python {prefix}
    cd / && export PYTHONDONTWRITEBYTECODE=1 HOME=/nonexistent
    exec setpriv --reuid=nobody --regid=65534 --clear-groups {sys.executable} -m pytest -q \
        -p no:cacheprovider --basetemp=/dev/shm/ordinary-{os.getpid()} {" ".join(map(str, AGAIN))}
    """
    done = subprocess.run(["unshare", "-m", "sh", "-c", script], capture_output=True, text=True, timeout=1200)
    shutil.rmtree(f"/dev/shm/ordinary-{os.getpid()}", ignore_errors=True)
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-1000:]
    assert "skipped" not in done.stdout
