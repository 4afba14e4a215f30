"""Parts of a test that mean something else outside of the learner's process, each with the reason why."""

import ast
import builtins
from collections.abc import Iterator

from grader.notebooks.given_names import defined_in

Mistake = tuple[ast.stmt | ast.expr, str]  # a part of a test, and why it means something else

STATE = "the settings of the learner's process are not here"
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
    **dict.fromkeys(("shares_memory", "may_share_memory"), "arrays and tensors come as copies"),
    **dict.fromkeys(("errstate", "seterr", "is_grad_enabled"), STATE),
    **dict.fromkeys(("setrecursionlimit", "getrecursionlimit"), STATE),
    **dict.fromkeys(("getstate", "get_state", "get_rng_state"), STATE),
    "exec": "what it does cannot be read from the test",
}
FILES = {"load", "save", "savez", "loadtxt", "savetxt", "genfromtxt", "fromfile", "memmap"}  # of a library
LISTS = {"dir", "vars", "locals"}  # of names, which the notebook's names are not in
LIBRARIES = {"np", "numpy", "torch", "nn", "F", "math", "random", "plt", "pd"}  # by the names that all use
STAND_IN = "the learner's object is represented by another one here"


def meanings(tree: ast.Module, known: set[str]) -> Iterator[Mistake]:
    """Each such part of a test; `known` are the names that tests define and the libraries of the notebook."""
    hidden = defined_in(ast.unparse(tree)) & set(dir(builtins)) - {"_"}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import | ast.ImportFrom):
            yield from imports(node)
        elif isinstance(node, ast.Call):
            yield from calls(node)
            if called(node) in FILES and root_name(node.func) in imported(tree) | (known & {"np", "numpy"}):
                yield node, "this library is the judge's own, and the learner's files are not there"
        elif isinstance(node, ast.Compare):
            yield from comparisons(node)
        elif isinstance(node, ast.UnaryOp):
            yield from denials(node, known)
        elif isinstance(node, ast.Try):
            yield from attempts(node)
        elif isinstance(node, ast.FunctionDef | ast.Name) and is_hidden(node, hidden):
            yield node, "the learner's code does not see it: it has Python's own"
        elif isinstance(node, ast.Attribute) and replaces(node, imported(tree) | (known & LIBRARIES)):
            yield node, "the learner's code does not see it"


def is_hidden(node: ast.FunctionDef | ast.Name, hidden: set[str]) -> bool:
    """Whether a test gives a name of Python's own another meaning."""
    if isinstance(node, ast.FunctionDef):
        return node.name in hidden
    return isinstance(node.ctx, ast.Store) and node.id in hidden


def replaces(node: ast.Attribute, libraries: set[str]) -> bool:
    """Whether a function of a library is given another meaning."""
    return isinstance(node.ctx, ast.Store) and isinstance(node.value, ast.Name) and node.value.id in libraries


def imported(tree: ast.Module) -> set[str]:
    """The names that the import lines of a test bind."""
    lines = [node for node in ast.walk(tree) if isinstance(node, ast.Import | ast.ImportFrom)]
    return {(alias.asname or alias.name).split(".")[0] for line in lines for alias in line.names}


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


def comparisons(node: ast.Compare) -> Iterator[Mistake]:
    if isinstance(node.ops[0], ast.IsNot) and not all(is_constant(side) for side in node.comparators):
        yield node, "the learner's lists and dicts come as copies, which are never the same object"
    left = node.left
    if isinstance(left, ast.Attribute) and left.attr == "base":
        yield node, "arrays and tensors come as copies"
    if isinstance(left, ast.Call) and called(left) == "type" and ast.unparse(node.comparators[0]) == "dict":
        yield node, "a defaultdict comes as a dict"


def denials(node: ast.UnaryOp, known: set[str]) -> Iterator[Mistake]:
    """`not isinstance(x, ...)` holds for every stand-in, whatever the object is."""
    if isinstance(node.op, ast.Not) and isinstance(node.operand, ast.Call):
        call = node.operand
        if called(call) == "isinstance" and len(call.args) == 2:
            kinds = call.args[1].elts if isinstance(call.args[1], ast.Tuple) else [call.args[1]]
            if not all(is_told_apart(kind, known) for kind in kinds):
                yield node, STAND_IN
        elif called(call).startswith("is") and root_name(call.func) == "inspect":
            yield node, STAND_IN


def is_told_apart(kind: ast.expr, known: set[str]) -> bool:
    """Whether `isinstance` with this class says of a stand-in what it says of the object."""
    if not isinstance(kind, ast.Name) or kind.id in known:
        return False
    return kind.id not in ("type", "object", "map", "filter", "zip", "range", "memoryview", "bytearray")


def attempts(node: ast.Try) -> Iterator[Mistake]:
    """An operator on a stand-in raises TypeError here, whatever the learner's class would do."""
    caught = {ast.unparse(handler.type) if handler.type else "" for handler in node.handlers}
    used = (ast.BinOp, ast.Compare, ast.Delete, ast.AugAssign)
    if any("TypeError" in name or name in ("", "Exception", "BaseException") for name in caught):
        for part in (inner for statement in node.body for inner in ast.walk(statement)):
            if isinstance(part, used) and not isinstance(part, ast.operator):
                yield part, STAND_IN
                return


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
