"""No hidden test compares with what the learner's code says: what it expects must be the judge's own number.

A worker that lies would else pass: a patched `nn.Linear` whose weights are read back, say. Here the text of a
test is read. Whatever comes of a name of the notebook (a model, an answer, what is read from it) is the
worker's, and so is all that is computed from it; none of it may be the `expected` of a check. So that the
text shows it, a hidden test calls its checks by their own names, outside of functions, argument by argument
(`unreadable`).

What is not looked at is the condition of a `that`: it may hold two answers of the worker against each other.
"""

import ast
import builtins
from collections.abc import Collection, Iterator

from grader.notebooks.cells import BEGIN_HIDDEN

EXPECTED = {"expect": 2, "require": 2, "below": 2}  # of course.checks: the place of what is expected
NAMES = {"expected", "limit"}  # and its name
COMPARING = {*EXPECTED, "that"}  # of course.checks: those that a test compares with
IN_WORKER = {
    "nn",
    "optim",
    "func",
    "utils",
    "save",
    "load",
}  # of the notebook's torch: see judge.notebook_names
FILLS = {"filled"}  # of grader.reference.modules: loads the judge's numbers into a model, and returns them


def borrowed(source: str, own: Collection[str]) -> Iterator[tuple[int, str]]:
    """(line, text) of each expected value of a hidden test that depends on the worker.

    `own` are names that are not the worker's although the test does not define them: imported libraries.

    >>> test = "from c import require\\n### BEGIN HIDDEN TESTS\\nw = model.weight\\nrequire('w', f(1), 2 * w)"
    >>> list(borrowed(test, own=()))
    [(4, '2 * w')]
    """
    if BEGIN_HIDDEN not in source:
        return
    tree = ast.parse(source)
    hidden = source[: source.find(BEGIN_HIDDEN)].count("\n") + 1
    tainted = worker_names(tree, set(own))
    for node in ast.walk(tree):
        if isinstance(node, ast.Assert | ast.If) and node.lineno > hidden:
            yield from held_against_itself(node, tainted)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.lineno > hidden:
            place = EXPECTED.get(node.func.id)
            expected = [node.args[place]] if place is not None and len(node.args) > place else []
            expected += [each.value for each in node.keywords if place is not None and each.arg in NAMES]
            for each in expected:
                if names_in(each) & tainted:
                    yield each.lineno, ast.unparse(each)


def held_against_itself(node: ast.Assert | ast.If, tainted: set[str]) -> Iterator[tuple[int, str]]:
    """Where an assertion, or an `if` that raises, compares one answer of the worker with another."""
    if isinstance(node, ast.If) and not any(isinstance(each, ast.Raise) for each in ast.walk(node)):
        return
    for each in ast.walk(node.test):
        sides: list[ast.expr] = []
        if isinstance(each, ast.Compare):
            sides = [each.left, *each.comparators]
        elif isinstance(each, ast.BinOp):
            sides = [each.left, each.right]
        if sum(bool(names_in(side) & tainted) for side in sides) > 1:
            yield node.lineno, ast.unparse(node.test)
            return


def unreadable(source: str) -> Iterator[tuple[int, str, str]]:
    """(line, text, what to do) of each place in a hidden test that `borrowed` cannot read.

    >>> test = "from c import require\\n### BEGIN HIDDEN TESTS\\nr = require"
    >>> list(unreadable(test))
    [(3, 'require', 'call require by its own name')]
    """
    if BEGIN_HIDDEN not in source:
        return
    tree = ast.parse(source)
    hidden = source[: source.find(BEGIN_HIDDEN)].count("\n") + 1
    called = {id(node.func) for node in ast.walk(tree) if isinstance(node, ast.Call)}
    for node in ast.walk(tree):
        if getattr(node, "lineno", 0) > hidden and (advice := odd(node, called)):
            yield getattr(node, "lineno", 0), ast.unparse(node).splitlines()[0], advice


def odd(node: ast.AST, called: Collection[int]) -> str:
    """What to do in place of a node that hides a check or what it expects; empty where it hides nothing.

    `called` are the ids of the nodes that are called.
    """
    match node:
        case ast.Name(id=name) if name in COMPARING and id(node) not in called:
            return f"call {name} by its own name"
        case ast.Attribute(attr=name) if name in COMPARING:
            return f"from course.checks import {name}"
        case ast.alias(name=name, asname=str()) if name in COMPARING:
            return f"import {name} by its own name"
        case ast.Call(func=ast.Name(id=name), args=args, keywords=keywords) if name in COMPARING:
            starred = any(isinstance(arg, ast.Starred) for arg in args) or any(
                not each.arg for each in keywords
            )
            return "write out each argument" if starred else ""
        case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.Lambda() | ast.ClassDef():
            inside = {each.id for each in ast.walk(node) if isinstance(each, ast.Name)} & COMPARING
            return f"call {min(inside)} outside of a function" if inside else ""
    return ""


def worker_names(tree: ast.Module, own: set[str]) -> set[str]:
    """The names of a test whose values come from the worker, or may."""
    bound = {name for node in ast.walk(tree) for name in binds(node)}
    read = names_in(tree)
    tainted = {name for name in read if "." not in name} - bound - own - set(dir(builtins))
    tainted |= {name for name in read if "." in name and name.split(".")[0] not in bound}
    while True:
        found = {name for node in ast.walk(tree) for name in flows(node, tainted)}
        if found <= tainted:
            return tainted
        tainted |= found


def binds(node: ast.AST) -> Iterator[str]:
    """The names that a node defines."""
    if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
        yield node.id
    elif isinstance(node, ast.alias):
        yield (node.asname or node.name).split(".")[0]
    elif isinstance(node, ast.arg):
        yield node.arg
    elif isinstance(node, ast.FunctionDef | ast.ClassDef):
        yield node.name


def flows(node: ast.AST, tainted: set[str]) -> Iterator[str]:
    """The names that get something of the worker's by this node."""
    match node:
        case ast.Assign(targets=targets, value=value) if names_in(value) & tainted:
            yield from (name for target in targets for name in changed(target))
        case (
            ast.AnnAssign(target=target, value=ast.expr() as value)
            | ast.AugAssign(target=target, value=value)
            | ast.NamedExpr(target=target, value=value)
        ) if names_in(value) & tainted:
            yield from changed(target)
        case ast.For(target=target, iter=source) | ast.comprehension(target=target, iter=source) if (
            names_in(source) & tainted
        ):
            yield from changed(target)
        case ast.withitem(context_expr=source, optional_vars=ast.expr() as target) if (
            names_in(source) & tainted
        ):
            yield from changed(target)
        case ast.FunctionDef(name=name) if names_in(node) & tainted:
            yield name
        case (
            ast.Expr(
                value=ast.Call(func=ast.Attribute(value=holder, attr=name), args=args, keywords=keywords)
            )
            | ast.Call(
                func=ast.Attribute(value=holder, attr="setdefault" | "update" as name),
                args=args,
                keywords=keywords,
            )
        ) if name not in FILLS and any(names_in(each) & tainted for each in (*args, *keywords)):
            yield from changed(holder)  # a list that it is appended to


def changed(target: ast.AST) -> Iterator[str]:
    """The names that an assignment to a target changes: the list in `list[0] = ...` too."""
    yield from (node.id for node in ast.walk(target) if isinstance(node, ast.Name))


def names_in(node: ast.AST) -> set[str]:
    """The names that are read in a part of a test; what `filled` gets is left out: it returns our numbers.

    Of the notebook's torch some parts are the worker's: `torch.nn` is a name of its own here.
    """
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in FILLS:
        return set()
    if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.attr in IN_WORKER:
        return {node.value.id, f"{node.value.id}.{node.attr}"}
    own = {node.id} if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load) else set()
    return own.union(*(names_in(child) for child in ast.iter_child_nodes(node)))
