"""Which names the cells of a source notebook define, and which libraries its given cells import."""

import ast
import functools
import re
import symtable
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from IPython.core.inputtransformer2 import TransformerManager

from grader.notebooks.cells import is_test, settings

# Libraries of pure functions, of which a test may have the judge's own copy. Not files, pictures, processes
# (os, pathlib, matplotlib), which are the learner's; nor what makes models and optimizers, in the worker.
PURE = {
    *("abc", "cmath", "collections", "copy", "course", "dataclasses", "datetime", "decimal", "enum"),
    *("fractions", "functools", "itertools", "json", "math", "numbers", "numpy", "operator", "random", "re"),
    *("statistics", "string", "textwrap", "time", "torch", "types", "typing", "warnings"),
}
IN_WORKER = "torch.nn", "torch.optim", "torch.utils.data"
FUNCTIONAL = "torch.nn.functional"

MAX_CODE, MAX_MAGICS = 10_000, 10  # of a learner's cell: characters, and lines that IPython rewrites
MAGIC = re.compile(r"^\s*[%!?,;/]|[?]\s*$|=\s*[%!]", re.MULTILINE)


@dataclass(frozen=True)
class GivenNames:
    """Names that the cells define, and of the imports those that a test may have a copy of.

    >>> imports_in("import numpy as np; from math import sqrt; from torch import nn")
    {'np': 'numpy', 'sqrt': 'math:sqrt'}
    """

    defined: frozenset[str]
    imports: dict[str, str]


def given_names(notebook: Any) -> GivenNames:
    """The names of a source notebook's cells, those of solutions included; its test cells are left out."""
    cells = [cell for cell in notebook.cells if cell.cell_type == "code" and not is_test(cell)]
    return _names_in(tuple((cell.source, bool(settings(cell).get("solution"))) for cell in cells))


@functools.lru_cache(maxsize=64)  # those of one notebook are asked for again for each submission
def _names_in(cells: tuple[tuple[str, bool], ...]) -> GivenNames:
    """The names of cells, of which each has a text, and may be an answer."""
    defined: set[str] = set()
    imports: dict[str, str] = {}
    for text, answer in cells:
        source = python_of(text)
        defined |= defined_in(source)
        if not answer:
            imports |= imports_in(source)
    return GivenNames(frozenset(defined), imports)


@functools.lru_cache(maxsize=4096)
def python_of(source: str) -> str:
    """A cell as Python: its magics are calls; empty where it is neither.

    Python's parser and IPython's raise many things: RecursionError and MemoryError for a long expression,
    RuntimeError for five hundred magics. And what parses need not have names that can be told apart.

    >>> python_of("def f(a, a): pass"), python_of("x = 1")
    ('', 'x = 1\\n')
    """
    try:
        transformed: str = TransformerManager().transform_cell(source)
        symtable.symtable(transformed, "<cell>", "exec")
    except Exception:
        return ""
    return transformed


def names_of_learner(source: str) -> set[str]:
    """The names that a learner's cell defines; none where that cannot be told in a moment.

    IPython reads a cell anew for each of its magics.
    """
    magics = len(MAGIC.findall(source))
    return set() if len(source) > MAX_CODE or magics > MAX_MAGICS else defined_in(python_of(source))


def defined_in(source: str) -> set[str]:
    """The names that a cell assigns, defines or imports."""
    table = symtable.symtable(source, "<cell>", "exec")
    return {
        symbol.get_name() for symbol in table.get_symbols() if symbol.is_assigned() or symbol.is_imported()
    }


def read_in(source: str) -> set[str]:
    """The names that a cell, or a function in it, reads from the notebook."""
    return looked_up(symtable.symtable(source, "<cell>", "exec"))


def looked_up(table: symtable.SymbolTable) -> set[str]:
    """The names that this part of a cell, or a part of it, reads from the notebook."""
    at_top = table.get_type() == "module"
    found = {
        symbol.get_name()
        for symbol in table.get_symbols()
        if (symbol.is_referenced() and not symbol.is_local() if at_top else symbol.is_global())
    }
    return found.union(*(looked_up(child) for child in table.get_children()))


def imports_in(source: str) -> dict[str, str]:
    """What the import lines at the top level of a cell bind, as far as a test may have a copy of it."""
    return {name: target for name, target in bindings(ast.parse(source)) if may_be_copied(target)}


def bindings(tree: ast.Module) -> Iterator[tuple[str, str]]:
    """Each name that an import binds, and what to: "numpy", "math:sqrt"."""
    for node in tree.body:
        if isinstance(node, ast.Import):
            for alias in node.names:
                whole = alias.asname is not None
                yield (
                    alias.asname or alias.name.split(".")[0],
                    alias.name if whole else alias.name.split(".")[0],
                )
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            for alias in node.names:
                if alias.name != "*":
                    yield alias.asname or alias.name, f"{node.module}:{alias.name}"


def may_be_copied(target: str) -> bool:
    """Whether the judge has this library, and may use its own copy in place of the notebook's."""
    name = target.replace(":", ".")
    if name.split(".")[0] not in PURE:
        return False
    functional = name == FUNCTIONAL or name.startswith(FUNCTIONAL + ".")
    return functional or not any(name == each or name.startswith(each + ".") for each in IN_WORKER)
