"""What a hidden test expects is the judge's own number: what comes of the worker is found, by its line."""

import pytest

from grader.authoring.own_numbers import IN_WORKER, borrowed, unreadable
from grader.judge.notebook_names import Torch
from grader.notebooks.cells import is_test
from grader.notebooks.given_names import given_names
from grader.notebooks.paths import ROOT, read_in

BEGIN = "from course.checks import below, expect, require\n### BEGIN HIDDEN TESTS\n"
LIBRARIES = {"torch", "modules", "reference", "ones", "zeros"}
BORROWED = {
    "read from a model": "require('w', read(model), model.weight)",
    "by another name": "w = model.weight\nrequire('w', read(model), w)",
    "two steps further": "w = model.weight\nv = 2 * w\nrequire('w', read(model), v)",
    "a part of it": "a, b = f(1), 2\nrequire('w', g(1), b)",
    "with a keyword": "require('w', f(1), expected=f(1))",
    "a limit": "below('loss', f(1), f(2))",
    "out of a loop": "for w in model.parameters():\n    require('w', f(w), w)",
    "out of a list": "seen = []\nseen.append(f(1))\nrequire('w', f(1), seen[0])",
    "out of a comprehension": "require('w', f(1), [w * 2 for w in model.parameters()])",
    "out of a dictionary": "seen = {}\nseen['a'] = f(1)\nrequire('w', f(1), seen['a'])",
    "an own function": "def twice():\n    return 2 * f(1)\nrequire('w', f(1), twice())",
    "added up": "total = 0\ntotal += f(1)\nrequire('w', f(1), total)",
    "a walrus": "require('w', (w := f(1)), w)",
    "with an expect": "expect('w', f(1), f(1))",
    "a context": "with f(1) as w:\n    require('w', 1, w)",
    "a model of the notebook's torch": "m = torch.nn.Linear(2, 1)\nrequire('w', f(1), m.weight)",
    "a function of the notebook's torch": "require('w', f(1), torch.nn.functional.mse_loss(ones, zeros))",
    "a file": "require('w', f(1), torch.load('weights.pt'))",
    "an update with a keyword": "w = {}\nw.update(a=f(1))\nrequire('w', f(1), w['a'])",
    "a call whose value is kept": "w = {}\nnothing = w.update(a=f(1))\nrequire('w', f(1), w['a'])",
    "an assertion": "assert f(1) == g(2)",
    "an assertion of a difference": "assert abs(f(1) - g(1)) < 1",
    "an error": "if f(1) != g(2): raise ValueError",
    "a default": "w = {}\nv = w.setdefault('a', f(1))\nrequire('w', f(1), w['a'])",
}
UNREADABLE = {
    "a helper": "def check(got, want):\n    require('w', got, want)\ncheck(f(1), f(1))",
    "a helper without a name": "check = lambda got, want: require('w', got, want)",
    "another name": "r = require\nr('w', f(1), f(1))",
    "another name by an import": "from course.checks import require as r\nr('w', f(1), f(1))",
    "an attribute": "checks.require('w', f(1), f(1))",
    "a keyword out of a dictionary": "require('w', f(1), **{'expected': f(1)})",
    "arguments out of a list": "require(*['w', f(1), f(1)])",
    "a loop over checks": "for check in (require, expect):\n    check('w', f(1), f(1))",
    "a part of a function": "functools.partial(require, 'w', f(1))(f(1))",
}
OWN = {
    "a number": "require('w', f(1), 2)",
    "a reference": "x, y = reference.fresh_data(3)\nrequire('w', f(x), reference.mse(x, y))",
    "numbers that were loaded": "w, b = modules.filled(model, 2, 1)\nrequire('w', read(model), w)",
    "after a model was filled": "modules.filled(model, 2, 1)\nrequire('w', f(1), modules.linear(2, 1, 3))",
    "a library of the notebook": "require('w', f(1), torch.ones(3))",
    "an assertion of the judge's": "assert f(1) == 10",
    "a torch of the test": "import torch\nrequire('w', f(1), torch.nn.functional.mse_loss(ones, ones))",
    "what came, in the place of what came": "w = f(1)\nrequire('w', w, 1)",
}


@pytest.mark.parametrize("name", BORROWED)
def test_an_expected_value_of_the_workers_is_found(name: str) -> None:
    source = BEGIN + BORROWED[name]
    assert [line for line, _ in borrowed(source, LIBRARIES)] == [source.count("\n") + 1]


@pytest.mark.parametrize("name", UNREADABLE)
def test_a_check_that_hides_what_it_expects_is_found(name: str) -> None:
    assert list(unreadable(BEGIN + UNREADABLE[name]))


def test_a_check_that_learners_see_may_be_called_in_any_way() -> None:
    assert list(unreadable("assert f(1)\nr = require\n" + BEGIN + "require('w', f(1), 2)")) == []


def test_the_parts_of_torch_that_are_the_workers_are_those_of_the_judge() -> None:
    assert set(Torch.IN_WORKER) == IN_WORKER


@pytest.mark.parametrize("name", OWN)
def test_a_number_of_the_judges_is_none(name: str) -> None:
    assert list(unreadable(BEGIN + OWN[name])) == []
    assert list(borrowed(BEGIN + OWN[name], LIBRARIES)) == []


def test_what_learners_see_may_compare_as_it_likes() -> None:
    assert list(borrowed("expect('w', f(1), f(1))\n### BEGIN HIDDEN TESTS\nrequire('w', f(1), 2)", ())) == []


@pytest.mark.parametrize("lesson", sorted(path.name for path in (ROOT / "source").glob("0*/")))
def test_no_lesson_borrows(lesson: str) -> None:
    source = read_in(ROOT / "source", lesson)
    own = given_names(source).imports
    tests = [cell for cell in source.cells if cell.cell_type == "code" and is_test(cell)]
    assert [(cell.id, *found) for cell in tests for found in borrowed(cell.source, own)] == []
    assert [(cell.id, *found) for cell in tests for found in unreadable(cell.source)] == []
