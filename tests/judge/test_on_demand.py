"""No learner can bring about that "the judge failed": each of these is graded, and what is right counts.

The last test of each is an honest one's, and passes. (`tests/fuzz` does the same with odd notebooks.)
"""

import io

import pytest
from judge_tasks import grade, run, task

from grader.judge.run_test import about_a_value
from grader.judge.task import Cell, Task
from grader.notebooks.given_names import MAX_CODE, names_of_learner, python_of
from grader.sandbox.limits import Limits

TEXT = "class T:\n    def __str__(self): {}\nv = T()"
VALUES = {  # a learner's cell, and a test that meets what it left
    "a text that raises": (TEXT.format("raise OSError('x')"), "assert v is None, v"),
    "a text that ends Python": (TEXT.format("raise SystemExit"), "raise ValueError(v)"),
    "a text of an error's": (TEXT.format("return 1"), "raise OSError(v)"),
    "a text of a name's error": (TEXT.format("raise NameError(1)"), "raise NameError(v)"),
    "the root of a negative number": ("v = -1\ndef f(x): return x", "f(v ** 0.5)"),
    "an array of texts": ("v = 'a'\ndef f(x): return x", "import numpy\nf(numpy.asarray(v))"),
    "a number of NumPy's": ("v = '2020'\ndef f(x): return x", "import numpy\nf(numpy.datetime64(v))"),
    "the keys of a dict": ("v = {1: 2}\ndef f(x): return x", "f(v.keys())"),
    "the memory of an array": ("v = b'abc'\ndef f(x): return x", "f(memoryview(v))"),
    "a name of no file": ("v = 'no-such-file'", "open(v)"),
    "a name of no file in a list": ("v = ['no-such-file']", "open(v[0] + '.csv')"),
    "a name that is too long": ("v = 'a' * 10_000", "open(v)"),
    "a name of half a letter": ("v = 'name\\ud800'", "open(v)"),
    "a name with a NUL": ("v = 'a\\0b'", "open(v)"),
    "a descriptor that is not open": ("v = 9999", "open(v)"),
    "a name of no module": ("v = 'no_such_module'", "import importlib\nimportlib.import_module(v)"),
    "no archive": ("v = b'no archive'", "import gzip\ngzip.decompress(v)"),
    "a far future": ("v = 10**17", "import time\ntime.localtime(v)"),
    "deep JSON": ("v = '[' * 100_000", "import json\njson.loads(v)"),
    "deep Python": ("v = '-' * 100_000 + '1'", "import ast\nast.parse(v)"),
    "a list without room": ("v = 10**11", "[0] * v"),
    "a tensor without room": ("v = 10**12", "import torch\ntorch.zeros(v)"),
    "an end of Python": ("v = 1", "raise SystemExit(v)"),
    "an end of a generator": ("v = 1", "raise GeneratorExit"),
    "an end of a task": ("v = 1", "import asyncio\nraise asyncio.CancelledError"),
    "an exception of no kind": ("v = 1", "class E(BaseException): pass\nraise E"),
    "an OSError": ("def f(x): raise OSError(28, 'No space left on device')", "f(1)"),
    "an ImportError": ("def f(x): raise ImportError('x', name='torch')", "f(1)"),
    "a recursion": ("def f(x): return f(x)", "f(1)"),
    "a surrogate": ("def f(x): return chr(0xd800).encode()", "f(1)"),
}  # fmt: skip


@pytest.mark.parametrize(("learner", "test"), VALUES.values(), ids=VALUES.keys())
def test_no_value_makes_the_judge_fail(template, learner, test):
    _, met, _, honest = run(template, learner, ("test", test), "z = 1", ("test", "assert z == 1"))
    assert met.passed is False
    assert honest.passed is True or "ended the Python process" in honest.message


@pytest.mark.parametrize("does", ["import os; os._exit(0)", "import time; time.sleep(60)"])
def test_a_text_that_never_comes_fails_its_test(template, does):
    _, check = run(template, TEXT.format(does), ("test", "assert v is None, v"), cell_seconds=0.5)
    assert check.passed is False
    assert check.message.startswith(("Your code ended", "This cell ran longer"))


@pytest.mark.parametrize(
    "test",
    [
        "open('no-such-file-of-the-author')",
        "v\nopen('no-such-file-of-the-author')",
        "import no_such_library",
        "v\nfrom torch import no_such_name",
        "v\nimport os\nraise OSError(28, os.strerror(28))",
        "f(object())",
    ],
)
def test_what_the_author_or_the_machine_lacks_gives_no_grade(template, test):
    result = grade(task("v = 'a text'\ndef f(x): return x", ("test", test)), template)
    assert (result.status, result.cells) == ("error", [])
    assert "cell-1" in result.reason


def test_an_error_is_about_a_value_where_the_learner_named_what_is_missing():
    missing = FileNotFoundError(2, "No such file", "data/mine.csv")
    assert about_a_value(missing, {"mine"})
    assert not about_a_value(missing, {"ne", "yours"})
    assert about_a_value(io.UnsupportedOperation("seek"), set())
    assert not about_a_value(ModuleNotFoundError("x", name="pandas"), set())


# Follow-through reads what learners wrote


CODES = {
    "a name twice": "def f(a, a): pass",
    "global too late": "def f():\n    x = 1\n    global x",
    "nonlocal of nothing": "def f():\n    nonlocal q",
    "no such future": "from __future__ import nope",
    "signs": "x = " + "-" * 9_000 + "1",
    "nots": "x = " + "not " * 2_000 + "1",
    "calls": "x = f" + "()" * 4_000,
    "attributes": "x = a" + ".b" * 4_000,
    "a sum": "x = " + "1+" * 4_000 + "1",
    "an item of an item": "x = a" + "[0]" * 3_000,
    "functions of functions": "x = " + "lambda: " * 1_000 + "1",
    "branches": "if 1: pass\n" + "elif 1: pass\n" * 700,
    "magics": "%time 1\n" * 600,
    "questions": "x?\n" * 600,
    "commands": "y = !true\n" * 600,
    "a long cell": "x = 1\n" * 2_000,
    "a NUL": "x = 1\0",
    "half a letter": "x = '\ud800'",
    "an escape of no letter": "x = '\\N{nope}'",
    "the start of a block": "if 1:",
    "magic without a name": "%%",
}


SLOW = {name: pytest.mark.slow for name in ("magics", "questions", "commands")}  # IPython reads them so often


@pytest.mark.parametrize(
    "source", [pytest.param(code, id=name, marks=SLOW.get(name, ())) for name, code in CODES.items()]
)
def test_no_code_makes_follow_through_fail(template, source):
    def answer(name: str, source: str, lesson: str) -> Cell:
        return Cell("run", source, f"{name}-solution", lesson=lesson, answer=True)

    cells = (
        *(answer("a", source, "x = 1"), Cell("test", "assert x == 1", "a-check")),
        *(answer("b", source, "y = x"), Cell("test", "assert y == 1", "b-check")),
        *(answer("c", "z = 2", "z = 2"), Cell("test", "assert z == 2", "c-check")),
    )
    limits = Limits(cell_seconds=1)
    result = grade(Task(cells, given=frozenset("xyz"), follow_through=True), template, limits)
    assert result.status == "graded", result.reason
    assert result.cells[-1].passed is True


@pytest.mark.parametrize("source", ["x = 1\n" * MAX_CODE, "%time 1\n" * 600, "a?\n" * 600, "a = !b\n" * 600])
def test_the_names_of_a_cell_are_not_looked_for_where_that_takes_long(monkeypatch, source):
    monkeypatch.setattr("grader.notebooks.given_names.python_of", lambda source: 1 / 0)
    assert names_of_learner(source) == set()


def test_the_names_of_an_ordinary_cell_are_known():
    assert names_of_learner("%matplotlib inline\nimport torch\nx = 1\n!ls") == {"torch", "x"}
    assert python_of("def f(a, a): pass") == ""


# What the worker counts, and files that do not fit


@pytest.mark.parametrize("count", ["-5", "10**900", "'a'", "None", "1.5", "float('nan')"])
def test_a_cell_counts_as_nbformat_has_it(template, count):
    counting, shown, honest = run(
        template, f"get_ipython().execution_count = {count}", "1 + 1", ("test", "assert 1")
    )
    counts = [counting.execution_count, shown.execution_count]
    counts += [output.get("execution_count") for output in shown.outputs]
    assert all(each is None or 0 <= each < 1_000_000 for each in counts)
    assert honest.passed is True or "disturbed" in honest.message


FILES = {
    "lesson.csv": b"1,2",
    "big.bin": bytes(3 << 20),
    "notes.txt": b"mine",
    "also-big.bin": bytes(3 << 20),
}


def graded_with_files(template, handed_in, **limits):
    cells = Cell("run", "import os\nfound = os.listdir()"), Cell("test", "print(found)")
    return grade(Task(cells, FILES, handed_in=frozenset(handed_in)), template, Limits(**limits))


@pytest.mark.parametrize(
    ("limits", "left_out"),
    [({"file_bytes": 2 << 20}, {"big.bin", "also-big.bin"}), ({"tmpfs_bytes": 4 << 20}, {"also-big.bin"})],
)
def test_a_file_of_a_learner_that_does_not_fit_is_left_out_with_a_note(template, limits, left_out):
    result = graded_with_files(template, FILES.keys() - {"lesson.csv"}, **limits)
    assert result.status == "graded", result.reason
    assert {name for name in FILES if any(f"{name!r}" in note for note in result.notes)} == left_out
    assert "lesson.csv" in result.cells[1].outputs[0]["text"]


def test_a_file_of_the_lesson_that_does_not_fit_gives_no_grade(template):
    result = graded_with_files(template, {"notes.txt"}, file_bytes=2 << 20)
    assert (result.status, result.cells) == ("error", [])
    assert "the lesson's file 'big.bin' could not be copied" in result.reason
