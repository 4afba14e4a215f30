"""What a test passes to the learner's functions, and then looks at again: it has not changed here."""

import ast
import builtins
from collections.abc import Iterator

from grader.notebooks.outside_meanings import Mistake, called, root_name

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
            measured = isinstance(node.left, ast.Call) and called(node.left) == "len"
            if measured and isinstance(node.comparators[0], ast.Constant):
                sides = node.left.args[:1]  # type: ignore[attr-defined]
        elif isinstance(node, ast.Compare) and isinstance(node.ops[0], ast.In | ast.NotIn):
            sides = node.comparators
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
