"""What a test cannot do outside of the learner's process, found in its text before anybody is graded by it.

These are the idioms whose failure would not show: the test would pass, for wrong answers too. docs/own-assignments.md
has them as a table, with what does not work either but shows when the lesson's solution is graded.

>>> from nbformat.v4 import new_notebook
>>> list(refusals(new_notebook()))
[]
"""

import ast
import builtins
from collections.abc import Iterator
from typing import Any

from grader.notebooks.cells import grade_id, is_test
from grader.notebooks.given_names import defined_in, given_names, python_of

ELSEWHERE = {  # modules, and why a test outside has nothing of them
    **dict.fromkeys(("os", "pathlib", "shutil", "glob", "tempfile"), "the learner's files are not here"),
    **dict.fromkeys(("subprocess", "multiprocessing", "threading"), "the learner's processes are not here"),
    **dict.fromkeys(("matplotlib", "seaborn", "plotly"), "the learner's figures are not here"),
    "importlib": "the learner's modules are not here",
}
CALLS = {  # functions, and the same
    "open": "the learner's files are not here",
    "input": "nobody answers",
    "get_ipython": "the learner's IPython is not here",
    **dict.fromkeys(
        ("redirect_stdout", "redirect_stderr"), "what the learner's code prints is not printed here"
    ),
    "catch_warnings": "what the learner's code warns of is not seen here",
    **dict.fromkeys(("getsource", "getsourcelines", "getfile"), "the learner's source is not here"),
    **dict.fromkeys(("patch", "Mock", "MagicMock"), "the learner's code does not see it"),
}
LISTS = {"dir", "vars", "locals"}  # of names, which the notebook's names are not in
EQUALS = {
    "equal",
    "array_equal",
    "allclose",
    "isclose",
    "assert_equal",
    "assert_array_equal",
    "assert_allclose",
}
EQUALS |= {"assertEqual", "assertListEqual", "assertDictEqual", "assertCountEqual", "assertIs", "assertIsNot"}


def refusals(source: Any) -> Iterator[str]:
    """A sentence for each test cell of a source notebook that would be graded otherwise outside, and why."""
    given, ours = given_names(source).defined, set[str]()
    for cell in source.cells:
        if cell.cell_type != "code":
            continue
        if not is_test(cell):
            yield from reads_of_tests(cell, ours - given)
            continue
        try:
            tree = ast.parse(cell.source)
        except SyntaxError as error:
            yield f"{grade_id(cell)}, line {error.lineno}: {error.text!s:.40} is not Python, or IPython's own syntax"
            continue
        for node, why in sorted(mistakes(tree, given & ours), key=lambda pair: pair[0].lineno):
            yield f"{grade_id(cell)}, line {node.lineno}: `{ast.unparse(node).splitlines()[0][:60]}`: {why}"
        ours |= defined_in(cell.source)


def reads_of_tests(cell: Any, ours: set[str]) -> Iterator[str]:
    """A cell of the notebook that needs what only a test defines."""
    source = python_of(cell.source)
    names = {node.id for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Name)}
    for name in sorted((names & ours) - defined_in(source) - set(dir(builtins))):
        yield f"the cell {cell.source.splitlines()[0][:40]!r} reads {name!r}, which only a test cell defines"


def mistakes(tree: ast.Module, doubtful: set[str] | frozenset[str]) -> Iterator[tuple[Any, str]]:
    """Each part of a test that means something else outside, and why."""
    own = bound_before_read(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.Import | ast.ImportFrom):
            yield from imports(node)
        elif isinstance(node, ast.Call):
            yield from calls(node)
        elif isinstance(node, ast.Compare) and any(isinstance(op, ast.IsNot) for op in node.ops):
            if not all(is_constant(side) for side in node.comparators):
                yield node, "the learner's lists and dicts come as copies, which are never the same object"
        elif isinstance(node, ast.Name) and node.id in doubtful - own and isinstance(node.ctx, ast.Load):
            yield node, "the notebook and an earlier test both define it: give one of them another name"
    yield from looks_at_arguments(tree.body, set())


def imports(node: ast.Import | ast.ImportFrom) -> Iterator[tuple[ast.stmt, str]]:
    module = node.module or "" if isinstance(node, ast.ImportFrom) else node.names[0].name
    names = [alias.name for alias in node.names]
    if module.split(".")[0] in ELSEWHERE:
        yield node, ELSEWHERE[module.split(".")[0]]
    for name in CALLS.keys() & set(names) if isinstance(node, ast.ImportFrom) else ():
        yield node, CALLS[name]


def calls(node: ast.Call) -> Iterator[tuple[ast.Call, str]]:
    name = called(node)
    if name in CALLS and not (name == "open" and isinstance(node.func, ast.Attribute)):
        yield node, CALLS[name]
    if isinstance(node.func, ast.Name) and name in LISTS and not node.args:
        yield node, "it does not list the notebook's names: ask `name in globals()`"
    if name in ("keys", "values", "items") and isinstance(node.func, ast.Attribute):
        inner = node.func.value
        if isinstance(inner, ast.Call) and called(inner) == "globals":
            yield node, "it does not list the notebook's names: ask `name in globals()`"


def called(node: ast.Call) -> str:
    """The last part of what a call names: `contextlib.redirect_stdout(...)` is redirect_stdout."""
    function = node.func
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")


def is_constant(node: ast.expr) -> bool:
    """None, True, a builtin, or a thing of a module's: there is only one of each."""
    return isinstance(node, ast.Constant | ast.Attribute) or (
        isinstance(node, ast.Name) and hasattr(builtins, node.id)
    )


def bound_before_read(tree: ast.Module) -> set[str]:
    """The names that a test binds before it reads them."""
    first: dict[str, bool] = {}
    for statement in tree.body:
        names = [node for node in ast.walk(statement) if isinstance(node, ast.Name)]
        for node in sorted(
            names, key=lambda node: isinstance(node.ctx, ast.Store)
        ):  # `x = x + 1` reads first
            first.setdefault(node.id, isinstance(node.ctx, ast.Store))
        if isinstance(statement, ast.Import | ast.ImportFrom):
            for alias in statement.names:
                first.setdefault((alias.asname or alias.name).split(".")[0], True)
        elif isinstance(statement, ast.FunctionDef | ast.ClassDef):
            first.setdefault(statement.name, True)
    return {name for name, stored in first.items() if stored}


def looks_at_arguments(body: list[ast.stmt], handed: set[str]) -> Iterator[tuple[ast.expr, str]]:
    """Comparisons of a thing that an earlier statement passed to a function: did that change it?"""
    for statement in body:
        inner = [part for name in ("body", "orelse", "finalbody") for part in getattr(statement, name, [])]
        own = [node for node in ast.walk(statement) if isinstance(node, ast.expr)] if not inner else []
        for node in own:
            sides: list[ast.expr] = []
            if isinstance(node, ast.Compare):
                sides = [node.left, *node.comparators]
            elif isinstance(node, ast.Call) and called(node) in EQUALS:
                sides = node.args
            if any(isinstance(side, ast.Name) and side.id in handed for side in sides):
                yield node, "the learner's function got a copy, so that a change of it does not show here"
        for node in own:
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Name)
                and not hasattr(builtins, node.func.id)
            ):
                handed |= {argument.id for argument in node.args if isinstance(argument, ast.Name)}
        if isinstance(statement, ast.Assign | ast.AnnAssign | ast.For):
            targets = statement.targets if isinstance(statement, ast.Assign) else [statement.target]
            handed -= {
                node.id for target in targets for node in ast.walk(target) if isinstance(node, ast.Name)
            }
        yield from looks_at_arguments(inner, handed if not isinstance(statement, ast.FunctionDef) else set())
