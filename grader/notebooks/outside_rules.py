"""What a test cannot do outside of the learner's process, found in its text before anybody is graded by it.

These are the idioms whose failure might not show: the test would pass, for wrong answers too. The table in
docs/own-assignments.md has them, with what does not work either but shows when the solution is graded.

>>> from nbformat.v4 import new_notebook
>>> list(refusals(new_notebook()))
[]
"""

import ast
import builtins
from collections.abc import Iterator
from typing import Any

from grader.notebooks.cells import grade_id, is_test
from grader.notebooks.given_names import defined_in, given_names, python_of, read_in

Mistake = tuple[ast.stmt | ast.expr, str]  # a part of a test, and why it means something else

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
COPIES = {"list", "dict", "set", "tuple", "sorted"}  # builtins that say what an argument was, or is now
EQUALS |= {"assertEqual", "assertListEqual", "assertDictEqual", "assertCountEqual", "assertIs", "assertIsNot"}


def refusals(source: Any) -> Iterator[str]:
    """A sentence for each part of a source notebook that would mean something else outside, and why."""
    given, ours = given_names(source), set[str]()
    for cell in source.cells:
        if cell.cell_type == "code" and not is_test(cell):
            text = python_of(cell.source)
            for name in sorted((read_in(text) & ours) - given.defined - set(dir(builtins))):
                yield f"the cell {text.splitlines()[0][:40]!r} reads {name!r}, which only a test cell defines"
        elif cell.cell_type == "code":
            doubtful = (given.defined - given.imports.keys()) & ours
            yield from (
                f"{grade_id(cell)}, {mistake}"
                for mistake in mistakes(cell.source, doubtful, ours | given.imports.keys())
            )
            ours |= defined_in(python_of(cell.source))


def mistakes(source: str, doubtful: frozenset[str] | set[str], ours: set[str]) -> Iterator[str]:
    """What is wrong with one test: 'line 3: `open("out.txt")`: the learner's files are not here'."""
    try:
        tree = ast.parse(source)
    except SyntaxError as error:
        yield f"line {error.lineno}: it is not Python, or IPython's own syntax, which only a worker runs"
        return
    ours = ours | defined_in(source)  # all else that is called is the learner's
    found = [*meanings(tree), *Arguments(ours).looked_at(tree.body)]
    doubt = read_first(tree, doubtful)
    found += [
        (node, "the notebook and an earlier test both define it: give one another name") for node in doubt
    ]
    for node, why in sorted(found, key=lambda pair: pair[0].lineno):
        yield f"line {node.lineno}: `{ast.unparse(node).splitlines()[0][:60]}`: {why}"


def meanings(tree: ast.Module) -> Iterator[Mistake]:
    """Each part of a test that means something else outside, and why."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import | ast.ImportFrom):
            yield from imports(node)
        elif isinstance(node, ast.Call):
            yield from calls(node)
        elif isinstance(node, ast.Compare) and asks_for_another(node):
            yield node, "the learner's lists and dicts come as copies, which are never the same object"


def read_first(tree: ast.Module, doubtful: frozenset[str] | set[str]) -> Iterator[ast.expr]:
    """Names that a test reads before it gives them a value of its own."""
    bound: set[str] = set()
    for statement in tree.body:
        stored = defined_in(ast.unparse(statement))
        targets = set() if isinstance(statement, ast.Assign | ast.AugAssign | ast.AnnAssign) else stored
        for node in ast.walk(statement):
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
                yield from [node] if node.id in doubtful - bound - targets else []
        bound |= stored


def imports(node: ast.Import | ast.ImportFrom) -> Iterator[Mistake]:
    module = node.module or "" if isinstance(node, ast.ImportFrom) else node.names[0].name
    names = [alias.name for alias in node.names]
    if module.split(".")[0] in ELSEWHERE:
        yield node, ELSEWHERE[module.split(".")[0]]
    for name in CALLS.keys() & set(names) if isinstance(node, ast.ImportFrom) else ():
        yield node, CALLS[name]


def calls(node: ast.Call) -> Iterator[Mistake]:
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


def asks_for_another(node: ast.Compare) -> bool:
    """Whether it holds (`is not`) because the learner's lists and dicts come as copies."""
    return isinstance(node.ops[0], ast.IsNot) and not all(is_constant(side) for side in node.comparators)


def root_name(node: ast.expr) -> str:
    """The name that an expression begins with: `np` in `np.zeros(2).T`."""
    while isinstance(node, ast.Attribute | ast.Subscript | ast.Call):
        node = node.func if isinstance(node, ast.Call) else node.value
    return node.id if isinstance(node, ast.Name) else ""


def is_constant(node: ast.expr) -> bool:
    """None, True, a builtin, or a thing of a module's: there is only one of each."""
    return isinstance(node, ast.Constant | ast.Attribute) or (
        isinstance(node, ast.Name) and hasattr(builtins, node.id)
    )


class Arguments:
    """Follows what a test passes to the learner's functions, of which they get copies.

    >>> tree = ast.parse("a = [2, 1]; tidy(a); assert a == [1, 2]")
    >>> [ast.unparse(node) for node, _ in Arguments(ours={"a"}).looked_at(tree.body)]
    ['a == [1, 2]']
    """

    def __init__(self, ours: set[str]) -> None:
        self.ours = ours  # names that tests define: what else is called is the learner's
        self.handed: set[str] = set()
        self.results: set[str] = set()

    def looked_at(self, body: list[ast.stmt]) -> Iterator[Mistake]:
        """Comparisons of a thing that an earlier statement passed on: did that change it?"""
        for statement in body:
            inner = [
                part for name in ("body", "orelse", "finalbody") for part in getattr(statement, name, [])
            ]
            if inner:
                yield from self.looked_at(inner)
                continue
            nodes = [node for node in ast.walk(statement) if isinstance(node, ast.expr)]
            for node in nodes:
                if self.asks_for_a_change(node):
                    yield node, "the learner's function got a copy, so that a change of it does not show here"
            self.note(statement, [node for node in nodes if isinstance(node, ast.Call)])

    def asks_for_a_change(self, node: ast.expr) -> bool:
        """Whether something handed on is compared with what it was, or should now be."""
        sides: list[ast.expr] = []
        if isinstance(node, ast.Compare) and isinstance(node.ops[0], ast.Eq | ast.NotEq):
            sides = [node.left, *node.comparators]
        elif isinstance(node, ast.Call) and called(node) in EQUALS:
            sides = node.args[:2]
        handed = [side for side in sides if isinstance(side, ast.Name) and side.id in self.handed]
        others = [side for side in sides if side not in handed]
        plain = (ast.List, ast.Dict, ast.Set, ast.Tuple, ast.Name, ast.Call)
        return bool(handed) and all(
            isinstance(side, plain) and not self.from_learner(side) for side in others
        )

    def from_learner(self, side: ast.expr) -> bool:
        """A result of the learner's, or a number: comparing it says nothing about the argument."""
        if isinstance(side, ast.Call):
            return root_name(side.func) not in self.ours | COPIES
        return isinstance(side, ast.Name) and side.id in self.results

    def note(self, statement: ast.stmt, called_here: list[ast.Call]) -> None:
        """What this statement hands on, and what it keeps of the learner's answer."""
        theirs = [
            call
            for call in called_here
            if isinstance(call.func, ast.Name)
            and call.func.id not in self.ours
            and not hasattr(builtins, call.func.id)
        ]
        targets = {
            node.id
            for node in ast.walk(statement)
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
        }
        self.handed -= targets
        self.handed |= {arg.id for call in theirs for arg in call.args if isinstance(arg, ast.Name)}
        self.results = (self.results | targets) if theirs else (self.results - targets)
