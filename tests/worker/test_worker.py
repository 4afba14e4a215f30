"""The learner's cells in the worker: what they show is what JupyterLab would show, without what could act."""

import pytest
from judge_tasks import run, shown

from grader.sandbox.template import Template


def test_outputs_are_those_of_a_notebook(template: Template) -> None:
    source = "print('a')\nimport sys\nprint('b', file=sys.stderr)\ndisplay(1)\n[1, 2]"
    (cell,) = run(template, source)
    kinds = [output["output_type"] for output in cell.outputs]
    assert kinds == ["stream", "stream", "display_data", "execute_result"]
    assert cell.outputs[-1]["data"] == {"text/plain": "[1, 2]"}
    assert cell.outputs[-1]["execution_count"] == cell.execution_count == 1


def test_an_error_is_an_output_and_the_next_cell_runs(template: Template) -> None:
    bad, good = run(template, "1 / 0", "print('on')")
    assert bad.outputs[0]["ename"] == "ZeroDivisionError"
    assert any("\x1b[" in line for line in bad.outputs[0]["traceback"])
    assert shown(good.outputs) == "on\n"


def test_figures_appear_at_the_end_of_their_cell_and_are_closed(template: Template) -> None:
    first, second = run(
        template, "import matplotlib.pyplot as plt\nplt.plot([1, 2])\nprint('drawn')", "plt.get_fignums()"
    )
    assert [sorted(o.get("data", {})) for o in first.outputs][-1] == ["image/png", "text/plain"]
    assert shown(second.outputs) == "[]"


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("%matplotlib inline\n%time x = 1\nx", "1"),
        ("import asyncio\nawait asyncio.sleep(0)\n'slept'", "slept"),
        ("!echo shell", "shell"),
        ("%%bash\necho from bash", "from bash"),
        ("import ipywidgets\nipywidgets.interact(lambda k: print('k is', k), k=3)\nNone", "k is 3"),
        ("input('name?')", "does not support input"),
        ("from IPython.display import Markdown\nMarkdown('**bold**')", "**bold**"),
        (
            "class T:\n    def _repr_html_(self): return '<table><tr><td>7</td></tr></table>'\nT()",
            "<td>7</td>",
        ),
        ("import torch\ntorch.ones(2)", "tensor([1., 1.])"),
        ("exit()\nprint('still')", "still"),
        ("for k in range(3): print('\\r', k, end='')", " 2"),
        ("h = display('a', display_id=True)\nh.update('b')", "'b'"),
        ("print('gone')\nfrom IPython.display import clear_output\nclear_output()\nprint('kept')", "kept"),
    ],
)
def test_what_notebooks_do_works(template: Template, source: str, expected: str) -> None:
    (cell,) = run(template, source)
    assert expected in shown(cell.outputs)


ACTING = ("<script", "onerror", "javascript", "<iframe")


@pytest.mark.parametrize(
    "source",
    [
        "from IPython.display import HTML\nHTML('<script>alert(1)</script><img src=x onerror=alert(1)>')",
        "from IPython.display import Javascript\nJavascript('alert(1)')",
        "from IPython.display import SVG\nSVG('<svg onload=\"javascript:alert(1)\"/>')",
        "from IPython.display import Markdown\nMarkdown('<iframe src=\"javascript:alert(1)\"></iframe>')",
        "display({'application/javascript': 'alert(1)', 'text/latex': 'javascript'}, raw=True)",
        "display({'image/png': '<script>alert(1)</script>'}, raw=True)",
    ],
)
def test_nothing_that_acts_reaches_the_instructors_browser(template: Template, source: str) -> None:
    (cell,) = run(template, source)
    for output in cell.outputs:
        assert not set(output["data"]) - {"text/plain", "text/html", "text/markdown"}
        for kind, content in output["data"].items():
            assert kind == "text/plain" or not any(acting in content for acting in ACTING)


def test_control_characters_go_and_colours_stay(template: Template) -> None:
    (cell,) = run(
        template,
        "print('\\x1b]0;title\\x07a\\x00\\x1b[2Jb')\nraise ValueError('\\x1b[31mred\\x1b[0m\\x08\\u202e')",
    )
    assert cell.outputs[0]["text"] == "ab\n"
    assert cell.outputs[1]["evalue"] == "red"
    assert "\x1b[31mred\x1b[0m" in cell.outputs[1]["traceback"][-1]


def test_long_output_is_cut_with_a_note(template: Template) -> None:
    (cell,) = run(template, "for k in range(30_003): print(k)", output_bytes=10_000)
    text = shown(cell.outputs)
    assert text.endswith("[output truncated]\n")
    assert len(text) < 10_100


def test_files_of_the_lesson_are_in_the_learners_folder(template: Template) -> None:
    files = {"data/scores.csv": b"1,2\n", "raw.bin": b"\x00\x01\x02"}
    (cell,) = run(
        template, "print(open('data/scores.csv').read(), open('raw.bin', 'rb').read())", files=files
    )
    assert shown(cell.outputs) == "1,2\n b'\\x00\\x01\\x02'\n"


def test_what_a_lesson_saves_is_gone_with_it(template: Template) -> None:
    run(template, "open('model.pt', 'w').write('x'); open('/tmp/left', 'w').write('x')")
    (cell,) = run(template, "import os; print(os.listdir('.'), os.path.exists('/tmp/left'))")
    assert shown(cell.outputs) == "[] False\n"
