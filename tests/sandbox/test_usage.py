"""What a worker may use, of memory, processes, files and time; and that lessons get enough of it."""

import sys
import time

import pytest
from judge_tasks import run
from told import tell

from grader.sandbox.template import Template

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the sandbox is for Linux")


def test_memory_of_one_process_is_limited(template: Template) -> None:
    assert tell(template, "try: bytearray(8 << 30)\nexcept MemoryError: print(1)") == 1


def test_memory_of_all_processes_is_limited(template: Template) -> None:
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


@pytest.mark.slow
def test_memory_that_forks_share_is_counted_once(template: Template) -> None:
    source = """
import os, time
block = bytearray(os.urandom(1 << 20) * 40)
children = [os.fork() for _ in range(3)]
if 0 in children: time.sleep(1); os._exit(0)
time.sleep(0.5); print(1)
"""
    assert tell(template, source, memory_bytes=200 << 20) == 1


def test_a_worker_that_dribbles_is_watched_too(template: Template) -> None:
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


def test_a_fork_bomb_ends_itself(template: Template) -> None:
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


def test_files_are_limited_one_by_one_and_together(template: Template) -> None:
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


def test_many_files_are_limited(template: Template) -> None:
    source = """
try:
    for k in range(10**5):
        open(f"/dev/shm/{k}", "w").close()
except OSError as error:
    print([k, error.errno])
"""
    count, errno = tell(template, source)
    assert (count < 5000, errno) == (True, 28)


@pytest.mark.slow
def test_processor_time_is_limited(template: Template) -> None:
    _, check = run(template, "while True: pass", ("test", "pass"), cpu_seconds=1)
    assert check.message == "Your code took more than 1 seconds of processor time."


def test_data_loaders_may_have_workers(template: Template) -> None:
    source = """
import torch
from torch.utils.data import DataLoader, TensorDataset
loader = DataLoader(TensorDataset(torch.arange(6.0)), batch_size=3, num_workers=2)
print([batch[0].tolist() for batch in loader])
"""
    assert tell(template, source, cell_seconds=60) == [[0, 1, 2], [3, 4, 5]]
