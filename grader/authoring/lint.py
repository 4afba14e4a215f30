"""Rules that every lesson keeps, checked at each build, so that a slip is found before a learner finds it."""

import ast
import builtins
import contextlib
import re
import symtable
from collections.abc import Collection, Iterator
from typing import Any

from grader.authoring.learning_time import of_time
from grader.authoring.own_numbers import borrowed, unreadable
from grader.authoring.sealed_answers import ASKED, unanswered
from grader.notebooks.cells import (
    ANSWER,
    BEGIN_HIDDEN,
    BEGIN_SCHEME,
    CHECK,
    END_HIDDEN,
    END_SCHEME,
    FLAGS,
    FOLDED,
    SOLUTION,
    exercise,
    grade_id,
    is_test,
    settings,
)
from grader.notebooks.given_names import given_names, looked_up

GRADE_ID = re.compile(rf"[a-z0-9]+(-[a-z0-9]+)*({'|'.join(FLAGS)})")
HANGUL = re.compile(r"[\u1100-\u11ff\u3130-\u318f\ua960-\ua97f\uac00-\ud7ff]")
RUBRIC = re.compile(rf"\S.*^{BEGIN_SCHEME}\n(.*)^{END_SCHEME}$", re.DOTALL | re.MULTILINE)
WORTH = re.compile(r"^- (\d+(?:\.\d+)?) points?: ", re.MULTILINE)
WIDTH = 96  # characters that JupyterLab shows whole in a window of 1200 pixels
SECRETS = "BEGIN SOLUTION", "END SOLUTION", "HIDDEN TESTS", "MARK SCHEME", "grader import", "import grader"
# Calls that return None.
CHECKS = {"expect", "below", "that", "require", "calls_none", "unchanged"} | {*ASKED, "answer"}


def of_source(source: Any) -> Iterator[str]:
    """Mistakes in the notebook that holds everything, one sentence for each, in the order of its cells.

    >>> import nbformat
    >>> list(of_source(nbformat.v4.new_notebook()))
    []
    """
    yield from of_time(source)
    exercises: list[str] = []
    seen: set[str] = set()
    names: set[str] = set()
    own = given_names(source).imports
    for number, cell in enumerate(source.cells, 1):
        where = label(number, cell)
        if cell.cell_type == "code":
            yield from of_code(where, cell)
            yield from of_names(where, cell, names)
            yield from of_expected(where, cell, own)
        if "nbgrader" in cell.metadata:
            yield from of_graded(where, cell, seen, exercises)
        elif re.search("BEGIN (SOLUTION|HIDDEN TESTS|MARK SCHEME)", cell.source):
            yield f"{where}: it has a region for nbgrader but no grade_id: add nbgrader's cell metadata."


def of_code(where: str, cell: Any) -> Iterator[str]:
    """Mistakes that any code cell can have."""
    if cell.outputs or cell.execution_count:
        yield f"{where}: it holds outputs: clear them."
    if found := HANGUL.search(cell.source):
        yield f"{where}: code and its comments stay in English, but it has {found[0]!r}."
    longest = max(cell.source.split("\n"), key=len)
    if len(longest) > WIDTH and not settings(cell).get("grade"):
        start = longest.strip()[:30]
        yield f"{where}: the line '{start} ...' has {len(longest)} characters: at most {WIDTH}."


def of_graded(where: str, cell: Any, seen: set[str], exercises: list[str]) -> Iterator[str]:
    """Mistakes in a cell that nbgrader knows; remembers its grade_id and its exercise."""
    meta, known = settings(cell), grade_id(cell)
    if not (match := GRADE_ID.fullmatch(known)):
        yield f"{where}: grade_id {known!r} must be like 'mse-solution', 'mse-check' or 'why-answer'."
        return
    if known in seen:
        yield f"{where}: grade_id {known!r} is used twice: give one of the cells another name."
    seen.add(known)
    kind = match[2]
    flags = cell.cell_type, meta.get("grade"), meta.get("solution"), meta.get("locked")
    if flags != FLAGS[kind]:
        fields = "a {} cell with grade {}, solution {}, locked {}"
        yield f"{where}: {kind} means {fields.format(*FLAGS[kind])}; this is {fields.format(*flags)}."
    points = meta.get("points")
    if meta.get("grade") and not (isinstance(points, int | float) and points > 0):
        yield f"{where}: points {points!r} must be a number above 0."
    if kind == SOLUTION:
        exercises.append(exercise(known))
        if cell.source.count("BEGIN SOLUTION") != cell.source.count("END SOLUTION"):
            yield f"{where}: each '### BEGIN SOLUTION' needs an '### END SOLUTION'."
    if kind == CHECK:
        yield from of_check(where, cell, exercises)
    if kind == ANSWER:
        yield from of_rubric(where, cell)


def of_rubric(where: str, cell: Any) -> Iterator[str]:
    """Mistakes in what an answer in words is graded by."""
    if not (rubric := RUBRIC.fullmatch(cell.source.strip())):
        yield f"{where}: a full answer, then '{BEGIN_SCHEME}' ... '{END_SCHEME}': it has no such rubric."
        return
    worth = sum(map(float, WORTH.findall(rubric[1])))
    if worth != settings(cell).get("points"):
        yield (
            f"{where}: its rubric gives {worth:g} points, in lines like '- 1 point: ...',"
            f" and the cell has {settings(cell).get('points')!r}."
        )


def of_check(where: str, cell: Any, exercises: list[str]) -> Iterator[str]:
    """Mistakes in a test cell."""
    tested = exercise(grade_id(cell))
    if not any(tested == known or tested.startswith(known + "-") for known in exercises):
        yield f"{where}: no '{tested}-solution' comes before it."
    if not re.search(f"{BEGIN_HIDDEN}\n.*{END_HIDDEN}", cell.source, re.DOTALL):
        yield f"{where}: it needs a region '### BEGIN HIDDEN TESTS' ... '### END HIDDEN TESTS'."
    if not cell.source.startswith(FOLDED):
        yield f"{where}: its first line, all that is seen while it is folded, must be like '# Check: mse'."
    with contextlib.suppress(SyntaxError):  # of_last_statement says so
        yield from (f"{where}: {lacking}" for lacking in unanswered(cell.source))
    yield from of_last_statement(where, cell)


def of_last_statement(where: str, cell: Any) -> Iterator[str]:
    """A test cell must end without a value: nbgrader reads a number as partial credit, NaN as full marks."""
    try:
        statements = ast.parse(cell.source).body
    except SyntaxError as error:
        yield f"{where}: line {error.lineno} is not Python: {error.msg}."
        return
    if not statements:
        yield f"{where}: it tests nothing."
    elif isinstance(statements[-1], ast.Expr) and not is_check(statements[-1].value):
        yield f"{where}: its last line has a value ({ast.unparse(statements[-1])!r}): end with a check."


def is_check(node: ast.expr) -> bool:
    """Whether an expression is a call of one of the visible checks, as in `expect(...)`."""
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in CHECKS


def of_names(where: str, cell: Any, known: set[str]) -> Iterator[str]:
    """Names in a test that nothing before it defines: everybody would get 0. Adds the cell's own."""
    try:
        table = symtable.symtable(cell.source, where, "exec")
    except SyntaxError:  # of_last_statement says so for a test; other cells may hold IPython's own syntax
        return
    known |= {symbol.get_name() for symbol in table.get_symbols() if symbol.is_local()}
    if settings(cell).get("grade"):
        for name in sorted(looked_up(table) - known - set(dir(builtins))):
            yield f"{where}: nothing before it defines {name!r}: import it in the test, or mend its spelling."


def of_expected(where: str, cell: Any, own: Collection[str]) -> Iterator[str]:
    """Expected values of a hidden test that come from the learner's process, which may say what it likes."""
    with contextlib.suppress(SyntaxError):  # of_last_statement says so
        if is_test(cell):
            for line, text in borrowed(cell.source, own):
                yield (
                    f"{where}: line {line} expects {text!r}, which comes from the learner's process:"
                    " compute it from numbers of the test's own."
                )
            for line, text, advice in unreadable(cell.source):
                yield f"{where}: line {line}, {text!r}, hides from the build what is compared: {advice}."


def of_release(release: Any) -> Iterator[str]:
    """Mistakes in what learners would get."""
    for number, cell in enumerate(release.cells, 1):
        where = label(number, cell) + " (release)"
        for secret in SECRETS:
            if secret in cell.source:
                yield f"{where}: {secret!r} would reach the learner: put it where nbgrader removes it."
        if cell.cell_type == "code" and settings(cell).get("grade"):
            yield from of_last_statement(where, cell)


def label(number: int, cell: Any) -> str:
    """How messages name a cell: its place and its grade_id, or else its first line.

    >>> from nbformat.v4 import new_markdown_cell
    >>> label(3, new_markdown_cell("# The cost"))
    "cell 3 '# The cost'"
    """
    return f"cell {number} {grade_id(cell) or next(iter(cell.source.splitlines()), '')[:60]!r}"
