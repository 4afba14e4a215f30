"""`grader doctor` says that the sandbox holds, and says so no longer when a wall is taken away."""

from collections.abc import Callable, Collection, Iterator
from pathlib import Path

import pytest

from grader.sandbox import bubblewrap, doctor
from grader.sandbox.errors import SandboxUnavailable
from grader.sandbox.seen_from_outside import SEEN_FROM_OUTSIDE
from grader.sandbox.template import Template
from grader.sandbox.tried_inside import ENDS_THE_WORKER, TRIED_INSIDE

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def template() -> Iterator[Template]:
    with Template() as template:
        yield template


def complaints(template: Template, skip: Collection[str] = ()) -> set[str]:
    """The claims that do not hold, of those that take a moment."""
    return {claim for claim, complaint in doctor.examine(template, skip, quick=True) if complaint}


def test_every_claim_holds_here(template: Template) -> None:
    assert {claim: complaint for claim, complaint in doctor.examine(template) if complaint} == {}


@pytest.mark.parametrize(
    ("walls", "missed"),
    [
        (["namespaces", "mounts"], "namespaces of its own"),  # mounts need the namespaces
        (["pid namespace", "mounts"], "namespaces of its own"),
        (["mounts"], "nothing of the disk"),
        (["limits"], "limits on processes"),
        (["descriptors"], "no descriptor open"),
        (["capabilities"], "no capability"),
        (["system calls"], "filter of system calls"),
        (["system calls"], "makes namespaces, mounts or traces"),
    ],
)
def test_a_missing_wall_of_the_worker_is_noticed(template: Template, walls: list[str], missed: str) -> None:
    assert any(missed in claim for claim in complaints(template, walls))


def outer_wall_removed(
    monkeypatch: pytest.MonkeyPatch, name: str, change: Callable[[list[str]], list[str]]
) -> set[str]:
    """The template of a sandbox whose bubblewrap arguments are changed."""
    original = getattr(bubblewrap, name)
    monkeypatch.setattr(bubblewrap, name, lambda *args: change(original(*args)))
    with Template() as template:
        return complaints(template)


def test_a_disk_that_shows_too_much_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    folder = str(Path("/etc").resolve())
    shown = outer_wall_removed(monkeypatch, "files", lambda words: [*words, "--ro-bind", folder, folder])
    assert any("nothing of the disk" in claim for claim in shown)


def test_a_writable_disk_is_noticed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    tmp_path.chmod(0o777)
    words = ["--bind", str(tmp_path), "/mnt"]
    shown = outer_wall_removed(monkeypatch, "files", lambda shown: [*shown, *words])
    assert any("own folder alone" in claim for claim in shown)


def test_an_environment_that_is_passed_on_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    shown = outer_wall_removed(
        monkeypatch, "environment", lambda words: [word for word in words if word != "--clearenv"]
    )
    assert any("variable" in claim for claim in shown)


def test_without_its_walls_nothing_is_graded(template: Template, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        template, "worker", lambda limits, skip: Template.worker(template, limits, ["limits"])
    )
    with pytest.raises(SandboxUnavailable, match="limits"):
        doctor.prove(template)


def test_a_trial_that_fails_is_a_complaint(template: Template, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "SEEN_FROM_OUTSIDE", [("cannot be tried", lambda worker, bait: 1 / 0)])
    assert "cannot be tried" in complaints(template)


def test_the_command_reports_each_claim(capsys: pytest.CaptureFixture[str]) -> None:
    assert doctor.report() == 0
    printed = capsys.readouterr().out
    assert printed.count("ok ") == len(SEEN_FROM_OUTSIDE + TRIED_INSIDE + ENDS_THE_WORKER) + 1
    assert "A worker is confined." in printed
