"""Settings that would hang a notebook, end it or lose its pictures are taken down to what works."""

import pytest
from judge_tasks import run

FIGURE = "import matplotlib.pyplot as plt\nplt.plot([1, 2]);"
PICTURES = [
    "%config InlineBackend.figure_format = 'svg'",
    "%config InlineBackend.figure_formats = ['svg', 'pdf']",
    "%config InlineBackend.figure_format = 'retina'",
    "from matplotlib_inline.backend_inline import set_matplotlib_formats\nset_matplotlib_formats('svg')",
    "%matplotlib notebook",
    "%matplotlib widget",
    "%matplotlib tk",
    "%matplotlib inline",
]
HUNGRY = {
    "threads": """
import torch
torch.set_num_threads(31)
print(bool(torch.isfinite(torch.randn(500, 500) @ torch.ones(500)).all()))""",
    "loader processes": """
from torch.utils.data import DataLoader, TensorDataset
import torch
loader = DataLoader(TensorDataset(torch.arange(64.0)), batch_size=8, num_workers=8)
print(len([batch for batch in loader]) == 8 and loader.num_workers == 8)""",
    "a loader of a class of its own": """
from torch.utils.data import DataLoader, TensorDataset
import torch
class Mine(DataLoader): pass
print(len(list(Mine(TensorDataset(torch.arange(9.0)), batch_size=3, num_workers=31))) == 3)""",
    "a pool": "from multiprocessing import Pool\nwith Pool(8) as pool: print(pool.map(abs, [-1]) == [1])",
    "a pool of threads": """
from concurrent.futures import ThreadPoolExecutor
with ThreadPoolExecutor(20) as pool: print(sum(pool.map(abs, range(-100, 0))) == 5050)""",
}


@pytest.mark.parametrize("setting", PICTURES)
def test_a_picture_is_shown_whatever_the_settings(template, setting):
    _, figure = run(template, setting, FIGURE)
    assert [sorted(output["data"]) for output in figure.outputs] == [["image/png", "text/plain"]]


@pytest.mark.parametrize("name", HUNGRY)
def test_what_asks_for_too_many_threads_or_processes_runs_with_fewer(template, name):
    (cell,) = run(template, HUNGRY[name], cell_seconds=20)
    assert [output["text"] for output in cell.outputs if output.get("name") == "stdout"] == ["True\n"], cell
