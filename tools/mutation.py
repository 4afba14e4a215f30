"""Mutants of a cell: its code with one small mistake in it, of the kinds that programmers make.

>>> for mutant in mutants("y = 2 * x"):
...     print(mutant.kind, "|", mutant.source)
deleted | pass
operator | y = 2 + x
number | y = 3 * x
number | y = -2 * x

Why our own: the kept libraries (cosmic-ray, mutmut) run the tests of a project's files, and change no
arguments, calls and statements, where most of a learner's mistakes are.
"""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

SWAPPED: dict[type[ast.AST], Any] = {
    **{ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Add, ast.Div: ast.Mult, ast.FloorDiv: ast.Mult},
    **{ast.Mod: ast.Mult, ast.Pow: ast.Mult, ast.MatMult: ast.Mult},
    **{ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq},
    **{ast.NotEq: ast.Eq, ast.Is: ast.IsNot, ast.IsNot: ast.Is, ast.In: ast.NotIn, ast.NotIn: ast.In},
}


@dataclass(frozen=True)
class Mutant:
    """A kind of mistake, the line where it is, and the code with it."""

    kind: str
    line: int
    source: str


def mutants(source: str) -> Iterator[Mutant]:
    """All mutants of a cell that are other Python than it, each once."""
    tree: Any = ast.parse(source)
    seen = {ast.unparse(tree)}
    texts = docstrings(tree)
    for node in list(ast.walk(tree)):
        if node in texts:
            continue
        for kind, other in changes(node):
            text = ast.unparse(ast.fix_missing_locations(Exchange(node, other).visit(tree)))
            tree = Exchange(other, node).visit(tree)
            if text not in seen:
                seen.add(text)
                yield Mutant(kind, getattr(node, "lineno", 1), text)


class Exchange(ast.NodeTransformer):
    """Puts one node in the place of another."""

    def __init__(self, old: ast.AST, new: ast.AST) -> None:
        self.old, self.new = old, new

    def visit(self, node: ast.AST) -> ast.AST:
        return self.new if node is self.old else self.generic_visit(node)


def docstrings(tree: ast.Module) -> set[ast.AST]:
    """The statements that only say something, and their parts."""
    found = [
        node for node in ast.walk(tree) if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    ]
    return {part for node in found for part in ast.walk(node)}


def changes(node: ast.AST) -> Iterator[tuple[str, ast.AST]]:
    """A kind of mistake, and what takes the node's place."""
    match node:
        case ast.BinOp(left=left, op=op, right=right) if type(op) in SWAPPED:
            yield "operator", ast.BinOp(left, SWAPPED[type(op)](), right)
        case ast.Compare(left=left, ops=[op], comparators=others) if type(op) in SWAPPED:
            yield "comparison", ast.Compare(left, [SWAPPED[type(op)]()], others)
        case ast.AugAssign(target=target, op=op, value=value) if type(op) in SWAPPED:
            yield "operator", ast.AugAssign(target, SWAPPED[type(op)](), value)
        case ast.UnaryOp(op=ast.USub() | ast.Not(), operand=operand):
            yield "sign", operand
        case ast.Constant(value=bool(value)):
            yield "truth", ast.Constant(not value)
        case ast.Constant(value=int(value) | float(value)):
            yield "number", ast.Constant(value + 1)
            yield "number", ast.UnaryOp(ast.USub(), ast.Constant(value)) if value else ast.Constant(-1)
        case ast.Call():
            yield from of_call(node)
        case ast.Return(value=ast.Tuple(elts=[first, second])):
            yield "result", ast.Return(ast.Tuple([second, first], ast.Load()))
        case ast.Return(value=ast.expr()):
            yield "result", ast.Return(None)
    if isinstance(node, ast.Assign | ast.AugAssign | ast.Expr | ast.With):
        yield "deleted", ast.Pass()
    if isinstance(node, ast.With):
        yield "unwrapped", ast.If(ast.Constant(True), node.body, [])


def of_call(call: ast.Call) -> Iterator[tuple[str, ast.AST]]:
    """Mistakes in a call: an argument left out or swapped, or no call at all."""
    for keyword in call.keywords:
        rest = [each for each in call.keywords if each is not keyword]
        yield "argument", ast.Call(call.func, call.args, rest)
    if len(call.args) > 1:
        first, second, *others = call.args
        yield "argument", ast.Call(call.func, [second, first, *others], call.keywords)
        yield "argument", ast.Call(call.func, call.args[:-1], call.keywords)
    if isinstance(call.func, ast.Attribute) and not isinstance(call.func.value, ast.Name):
        yield "call", call.func.value  # `loss.mean().item()` as `loss.mean()`
    elif isinstance(call.func, ast.Attribute) and not call.args:
        yield "call", call.func  # the brackets are missing
