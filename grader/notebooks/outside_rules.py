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
from grader.notebooks.outside_arguments import Arguments
from grader.notebooks.outside_meanings import meanings


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
    found = [*meanings(tree, ours), *Arguments(ours).looked_at(tree.body)]
    doubt = read_first(tree, doubtful)
    found += [
        (node, "the notebook and an earlier test both define it: give one another name") for node in doubt
    ]
    for node, why in sorted(found, key=lambda pair: pair[0].lineno):
        yield f"line {node.lineno}: `{ast.unparse(node).splitlines()[0][:60]}`: {why}"


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
