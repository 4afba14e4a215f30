"""Who may import whom: one table for all rooms, held against every import in every file; and no circle.

Whatever the template has imported is in the memory of every worker, for a learner to read. And a room that
imports only rooms below it can be understood, tested and changed without those above.
"""

import ast
import subprocess
import sys
from collections.abc import Collection, Iterator
from graphlib import CycleError, TopologicalSorter
from importlib.util import resolve_name
from pathlib import Path

import pytest

from grader.notebooks.paths import ROOT

# A room, and the other rooms that it may import. Arrows go downwards only.
MAY_IMPORT = {
    "course": "",  # what lessons import: learners have it without the grader
    "grader.wire": "",
    "grader.worker": "course grader.wire",  # every learner can read what it holds
    "grader.sandbox": "grader.wire",
    "grader.judge": "grader.sandbox grader.wire grader.notebooks grader.reference",
    "grader.reference": "course",  # for hidden tests; the judge says what their numbers are drawn by
    "grader.notebooks": "",
    "grader.authoring": "course grader.notebooks grader.nbgrading",
    "grader.nbgrading": "grader.judge grader.sandbox grader.notebooks",
    "grader.demo": "grader.authoring grader.nbgrading grader.notebooks",
    "grader.term": "grader.authoring grader.nbgrading grader.judge grader.sandbox grader.notebooks",
    "grader": "",  # its docstring
    "grader.__main__": "grader.authoring grader.demo grader.notebooks grader.sandbox grader.term",
    "tools": "course grader.wire grader.worker grader.sandbox grader.judge grader.reference "
    "grader.notebooks grader.authoring grader.nbgrading grader.demo grader.term",
}
FOLDERS = ("course", "grader", "tools")


def modules() -> dict[str, Path]:
    """All modules by their full names: {"grader.wire.values": Path(".../grader/wire/values.py"), ...}."""
    files = [file for folder in FOLDERS for file in sorted((ROOT / folder).rglob("*.py"))]
    names = [".".join(file.relative_to(ROOT).with_suffix("").parts) for file in files]
    return {name.removesuffix(".__init__"): file for name, file in zip(names, files, strict=True)}


def imports(path: Path) -> Iterator[str]:
    """The full names of all that a file imports anywhere, functions included."""
    package = ".".join(path.relative_to(ROOT).with_suffix("").parts[:-1])
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = resolve_name("." * node.level + (node.module or ""), package)
            yield from (f"{base}.{alias.name}" for alias in node.names)


def within(name: str, names: Collection[str]) -> str | None:
    """The longest of these names that is `name` or a package around it, or None: where an import leads to."""
    parts = name.split(".")
    return next((found for k in range(len(parts), 0, -1) if (found := ".".join(parts[:k])) in names), None)


def forbidden_imports() -> Iterator[str]:
    """'module imports name' for every import that the table does not allow."""
    for module, file in modules().items():
        room = within(module, MAY_IMPORT) or ""
        for name in imports(file):
            if within(name, MAY_IMPORT) not in (None, room, *MAY_IMPORT[room].split()):
                yield f"{module} imports {name}"


def import_graph() -> dict[str, set[str]]:
    """Each module, and the modules that it imports."""
    files = modules()
    graph = {}
    for name, file in files.items():
        graph[name] = {found for used in imports(file) if (found := within(used, files))}
    return graph


def circle(graph: dict[str, set[str]]) -> list[str]:
    """Some modules that import one another in a circle; none where there is no such circle."""
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        return error.args[1]
    return []


def test_every_folder_is_a_room_of_the_table() -> None:
    folders = {f"grader.{file.parent.name}" for file in (ROOT / "grader").glob("*/*.py")}
    rooms = {room for room in MAY_IMPORT if room.startswith("grader.")} - {"grader.__main__"}
    assert folders == rooms
    assert {file.stem for file in (ROOT / "grader").glob("*.py")} == {"__init__", "__main__"}


def test_no_room_imports_another_that_it_may_not() -> None:
    assert list(forbidden_imports()) == []


def test_the_table_itself_has_no_circle() -> None:
    assert circle({room: set(allowed.split()) for room, allowed in MAY_IMPORT.items()}) == []


def test_no_modules_import_one_another_in_a_circle() -> None:
    assert circle(import_graph()) == []


def loaded(code: str) -> set[str | None]:
    """The rooms and packages of nbgrader that are in memory after this code, in a Python of its own."""
    tops = (*FOLDERS, "nbgrader")
    code += f"\nimport sys\nprint(*[name for name in sys.modules if name.split('.')[0] in {tops}])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return {within(name, [*MAY_IMPORT, "nbgrader"]) for name in done.stdout.splitlines()[-1].split()}


@pytest.mark.slow
@pytest.mark.parametrize("module", ["course.checks", "course.pictures"])
def test_what_a_lesson_imports_brings_no_grader_along(module: str) -> None:
    assert loaded(f"import {module}") == {"course"}


@pytest.mark.slow
def test_a_warm_template_holds_nothing_that_a_learner_must_not_read() -> None:
    """No reference, no judge, no notebook: a fork copies memory."""
    code = "import grader.worker.template\nfrom grader.worker.warm import warm_up\nwarm_up()"
    assert loaded(code) == {"course", "grader", "grader.wire", "grader.worker"}


def test_before_root_is_given_up_no_library_is_imported() -> None:
    code = "import sys\nbefore = set(sys.modules)\nimport grader.worker.template\n"
    code += "new = {name.split('.')[0] for name in set(sys.modules) - before}\n"
    code += "assert new <= {'grader', *sys.stdlib_module_names}, new"
    assert loaded(code) == {"grader", "grader.worker"}


@pytest.fixture
def small_tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder with three modules that break the rules in every way that Python's grammar knows."""
    monkeypatch.setattr(sys.modules[__name__], "ROOT", tmp_path)
    for name, text in {
        "course/a.py": "import grader.judge.grade\nfrom grader import reference\n"
        "def f():\n    from .b import x\n    import torch\n",
        "course/b.py": "def g():\n    if True:\n        from course import a\n",
        "grader/wire/c.py": "from ..judge import d as e, f\nimport course.a as c\n",
    }.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)


@pytest.mark.usefixtures("small_tree")
def test_the_rule_finds_every_kind_of_import() -> None:
    assert list(forbidden_imports()) == [
        "course.a imports grader.judge.grade",
        "course.a imports grader.reference",
        "grader.wire.c imports grader.judge.d",
        "grader.wire.c imports grader.judge.f",
        "grader.wire.c imports course.a",
    ]


@pytest.mark.usefixtures("small_tree")
def test_a_circle_is_found_even_where_functions_import() -> None:
    assert sorted(set(circle(import_graph()))) == ["course.a", "course.b"]
    assert circle({"a": {"b"}, "b": set()}) == []
