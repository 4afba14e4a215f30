"""Who may import whom: lessons never the grader, the sandbox's side never the judge or an answer."""

import ast
import subprocess
import sys
from importlib.util import resolve_name

import pytest

from grader.notebooks.paths import ROOT


def imports(path):
    """The full names of all modules that a file imports anywhere, functions included."""
    package = ".".join(path.relative_to(ROOT).with_suffix("").parts[:-1])
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = resolve_name("." * node.level + (node.module or ""), package)
            yield from (f"{base}.{alias.name}" for alias in node.names)


def below(name, *packages):
    return any(name == package or name.startswith(package + ".") for package in packages)


def broken(folder, forbidden):
    """'file imports name' for every import in a folder that is forbidden."""
    files = sorted((ROOT / folder).rglob("*.py"))
    assert files
    return [
        f"{file.relative_to(ROOT)} imports {name}"
        for file in files
        for name in imports(file)
        if forbidden(name)
    ]


def test_the_lessons_package_never_imports_the_grader():
    assert broken("course", lambda name: below(name, "grader")) == []


def test_the_sandboxs_side_imports_nothing_of_the_grader_but_the_protocol():
    def forbidden(name):
        return below(name, "grader") and not below(name, "grader.wire", "grader.worker")

    assert broken("grader/worker", forbidden) == []


def test_the_protocol_imports_nothing_but_its_own_half():
    ours = ("grader.wire",)
    for file in "__init__.py", "wire/__init__.py", "wire/values.py", "wire/tensors.py":
        names = [name for name in imports(ROOT / "grader" / file) if below(name, "grader", "course")]
        assert [name for name in names if not below(name, *ours)] == []


@pytest.mark.parametrize(
    ("module", "forbidden"),
    [
        ("course.checks", "grader"),
        ("course.pictures", "grader"),
        ("grader.worker", "grader.reference grader.judge"),
    ],
)
def test_what_an_import_brings_along(module, forbidden):
    """A fork copies memory: what was imported in the template is there for every learner to read."""
    code = f"import sys, {module}; print([name for name in sys.argv[1:] if name in sys.modules])"
    command = [sys.executable, "-c", code, *forbidden.split()]
    assert subprocess.run(command, capture_output=True, text=True, check=True).stdout == "[]\n"


def test_the_rule_finds_every_kind_of_import(tmp_path, monkeypatch):
    monkeypatch.setattr(sys.modules[__name__], "ROOT", tmp_path)
    (tmp_path / "course").mkdir()
    (tmp_path / "course" / "a.py").write_text(
        "import grader.judge.grade\nfrom grader import reference\n"
        "def f():\n    from .data import x\n    import torch\n"
    )
    assert broken("course", lambda name: not below(name, "torch")) == [
        f"course/a.py imports {name}" for name in ("grader.judge.grade", "grader.reference", "course.data.x")
    ]
