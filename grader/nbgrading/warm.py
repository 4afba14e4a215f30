"""The warm templates of this process: opened and examined when first needed, closed at its end."""

import atexit
import contextlib
from pathlib import Path

from grader.sandbox.doctor import prove
from grader.sandbox.errors import SandboxUnavailable
from grader.sandbox.template import Template
from grader.sandbox.unconfined import PlainTemplate

AnyTemplate = Template | PlainTemplate
AUTHORS = Path()  # in place of a course's folder: the template that builds use
opened: dict[tuple[bool, Path], AnyTemplate] = {}  # formgrader's server keeps them from press to press


def warm_template(sandbox: bool, root: Path) -> AnyTemplate:
    """A template that stands ready; with `sandbox`, one whose walls were just seen to hold."""
    if (sandbox, root) not in opened:
        opened[sandbox, root] = open_template(sandbox, root)
    return opened[sandbox, root]


def author_template() -> AnyTemplate:
    """A template for the course's own notebooks: warm where there is a sandbox, and plain elsewhere."""
    with contextlib.suppress(SandboxUnavailable):
        return opened.get((True, AUTHORS)) or opened.setdefault((True, AUTHORS), Template().__enter__())
    return PlainTemplate()


def open_template(sandbox: bool, root: Path) -> AnyTemplate:
    if not sandbox:
        return PlainTemplate().__enter__()
    template = Template(hide=[root]).__enter__()
    try:
        prove(template)
    except BaseException:
        template.__exit__(None, None, None)
        raise
    return template


def close_template(sandbox: bool, root: Path) -> None:
    """End a template, if there is one, so that the next submission opens another."""
    template = opened.pop((sandbox, root), None)
    if template is not None:
        template.__exit__(None, None, None)


@atexit.register
def close_all() -> None:
    for sandbox, root in list(opened):
        close_template(sandbox, root)
