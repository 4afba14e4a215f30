"""What ends a question of a test ends the test, whatever library or handler catches it on its way.

NumPy takes an object for a number when its `__len__` raises, whatever it raises; so do others in other ways.
"""

import pytest
from judge_tasks import grade, run, task, verdict

pytestmark = pytest.mark.slow

SLEEPS = """
import time
class Sleeper:
    def __len__(self): time.sleep(60)
    def __getitem__(self, key): time.sleep(60)
    def __call__(self, *arguments): time.sleep(60)
    def __repr__(self): return "a sleeper"
    @property
    def attribute(self): time.sleep(60)
v = Sleeper()
"""
DIES = SLEEPS.replace("import time", "import os").replace("time.sleep(60)", "os._exit(1)")
CATCHING = {
    "NumPy's asarray": "import numpy\nassert numpy.asarray(v).dtype == object",
    "NumPy's array of a list": "import numpy\nassert numpy.array([v, v]).dtype == object",
    "NumPy's shape": "import numpy\nnumpy.shape(v)\nnumpy.ndim(v)",
    "PyTorch": "import torch\ntry:\n    torch.tensor(v)\nexcept BaseException:\n    pass",
    "a handler of all": "try:\n    len(v)\nexcept BaseException:\n    pass",
    "a bare handler": "try:\n    v()\nexcept:\n    pass",
    "a return at last": "def f():\n    try:\n        return v[0]\n    finally:\n        return 1\nf()",
    "suppress": "import contextlib\nwith contextlib.suppress(BaseException):\n    v.attribute",
    "a manager": "class M:\n    def __enter__(self): pass\n    def __exit__(self, *_): return True\n"
    "with M():\n    v()",
    "another error": "try:\n    v()\nexcept BaseException:\n    raise OSError('no file') from None",
    "a failure": "try:\n    v()\nexcept BaseException:\n    assert False, 'another reason'",
    "an end": "try:\n    v()\nexcept BaseException:\n    raise SystemExit(0) from None",
    "a thread": "import threading\nt = threading.Thread(target=lambda: v.attribute)\n"
    "threading.excepthook = lambda *_: None\nt.start()\nt.join()",
    "a callback": "import sys\nsys.unraisablehook = lambda *_: None\nclass D:\n"
    "    def __del__(self): v()\nD()",
}


@pytest.mark.parametrize("test", CATCHING.values(), ids=CATCHING.keys())
def test_the_time_of_a_test_cannot_be_outlived(template, test):
    result = verdict(template, SLEEPS, test, cell_seconds=0.3)
    assert result.passed is False
    assert result.message == "This cell ran longer than 0.3 seconds."


@pytest.mark.parametrize("test", CATCHING.values(), ids=CATCHING.keys())
def test_no_test_passes_once_the_worker_is_gone(template, test):
    result = verdict(template, DIES, test)
    assert result.passed is False
    assert result.message == "Your code ended the Python process (exit or crash)."


def test_a_test_of_ours_that_swallows_its_own_fault_gives_no_grade(template):
    swallows = "try:\n    f(object())\nexcept BaseException:\n    pass"
    result = grade(task("def f(x): return x", ("test", swallows)), template)
    assert (result.status, result.cells) == ("error", [])
    assert "cannot pass <object object" in result.reason


def test_the_next_test_has_its_own_time(template):
    _, late, after = run(
        template, SLEEPS + "x = 1", ("test", "len(v)"), ("test", "assert x == 1"), cell_seconds=0.3
    )
    assert (late.passed, after.passed) == (False, True)
