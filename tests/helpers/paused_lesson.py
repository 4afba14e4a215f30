"""A solved lesson that waits before an exercise, so that many answers to it begin at the same place.

To run a lesson up to an exercise takes longer than nearly every answer to it. So one process runs it once and
forks for each answer; what an answer does, to names, files or libraries, ends with its fork.

    after_answer("05-nn-module", "predict", "def predict(model, values, columns): ...")   # {check: message}
"""

import contextlib
import functools
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import torch
from lesson_grades import run, solved, sources, submitted, unpainted

from grader.notebooks.cells import BEGIN_HIDDEN, CHECK, SOLUTION
from grader.reference.draws import drawn_by

Messages = dict[str, str]  # {cell: what it raised, empty where it ran to its end}


def answer_cell(exercise: str) -> str:
    """The name of the solution cell of an exercise."""
    return f"{exercise.replace('_', '-')}{SOLUTION}"


def after_answer(lesson: str, exercise: str, text: str) -> Messages:
    """What the checks of a notebook say that is right everywhere but in the answer to an exercise."""
    messages = _asked(lesson, exercise, text, _whole)
    return {name: message for name, message in messages.items() if name.endswith(CHECK)}


def shown_to_learner(lesson: str, exercise: str, text: str) -> str:
    """What a learner reads first, from the answer to its exercise's last check; empty where all is fine."""
    shown = _asked(lesson, exercise, text, _visible, last_check(lesson, exercise))
    return list(shown.values())[-1]


def failed_draws(lesson: str, exercise: str, text: str, draws: range) -> Messages:
    """What an answer's checks say where its cells or a draw of the hidden numbers fail: {cell: message}."""
    messages = _asked(lesson, exercise, text, _on_draws, last_check(lesson, exercise), draws)
    return {name: message for name, message in messages.items() if message}


def last_check(lesson: str, exercise: str) -> str:
    """The last check of an exercise, which may have several."""
    name = exercise.replace("_", "-")
    own = [cell for cell in sources(lesson) if cell.startswith(name) and cell.endswith(CHECK)]
    known = sources(lesson).keys() - {answer_cell(exercise)}
    return [check for check in own if answer_cell(check.removesuffix(CHECK)) not in known][-1]


def in_notebook_order(lesson: str, answers: Mapping[str, Sequence[str]]) -> list[str]:
    """The names of answers, {name: (exercise, ...)}, as a lesson that runs once can pause for them."""
    places = {cell: place for place, cell in enumerate(sources(lesson))}
    return sorted(answers, key=lambda name: places[answer_cell(answers[name][0])])


def _asked(lesson: str, exercise: str, text: str, finish: Callable[..., Messages], *more: object) -> Messages:
    line = _paused(lesson)
    line.send((answer_cell(exercise), text, finish, more))
    messages: Messages = line.recv()
    return messages


@functools.cache
def _paused(lesson: str) -> Connection:
    """The line to the process that runs a lesson; it ends when this process does."""
    here, there = get_context("spawn").Pipe()
    get_context("spawn").Process(target=_serve, args=(lesson, there), daemon=True).start()
    there.close()
    return here


def _serve(lesson: str, line: Connection) -> None:
    """Says how the notebook goes on with another text in a cell, for as long as somebody asks."""
    torch.set_num_threads(1)  # a fork has none of its parent's threads, and would wait for them
    cells = [cell for cell in submitted(solved(lesson), lesson).cells if cell.cell_type == "code"]
    places = {cell.id: place for place, cell in enumerate(cells)}
    place, names, said = len(cells), dict[str, Any](), Messages()
    with unpainted(), tempfile.TemporaryDirectory() as empty, contextlib.chdir(empty):
        while True:
            try:
                cell, text, finish, more = line.recv()
            except EOFError:  # nobody is there who asks
                return
            if places[cell] < place:  # it is past this cell: from the beginning
                place, names, said = 0, {"__name__": "__main__"}, {}
                for file in Path(empty).iterdir():
                    file.unlink()
            said |= _whole(cells[place : places[cell]], names, {})
            place = places[cell]
            rest = [SimpleNamespace(id=cell, source=text), *cells[place + 1 :]]
            if os.fork() == 0:
                with _always_ends(), _own_folder():
                    line.send(finish(rest, names, said, *more))
            elif (status := os.wait()[1]) != 0:
                line.send({cell: f"the notebook's process ended with {status}"})


# How a notebook ends: its cells from the answer on, in the names that those before it have left


def _whole(cells: list[Any], names: dict[str, Any], said: Messages) -> Messages:
    return said | {cell.id: run(cell, names) for cell in cells}


def _visible(cells: list[Any], names: dict[str, Any], _: Messages, until: str) -> Messages:
    """What a learner sees, up to the first message or to the end of a cell."""
    messages = {}
    for cell in cells:
        messages[cell.id] = run(part(cell, 0), names)
        if messages[cell.id] or cell.id == until:
            break
    return messages


def _on_draws(cells: list[Any], names: dict[str, Any], _: Messages, until: str, draws: range) -> Messages:
    """What hidden tests say to many draws of their numbers, up to the end of a cell."""
    messages = {}
    for cell in cells:
        messages[cell.id] = run(part(cell, 0), names)
        if cell.id.endswith(CHECK):
            for number in draws:
                with drawn_by(b"draw %d" % number):
                    messages[f"{cell.id}, draw {number}"] = run(part(cell, 2), dict(names))
        if cell.id == until:
            break
    return messages


def part(cell: Any, place: int) -> Any:
    """A cell with only what stands before its hidden tests (0), or only these (2)."""
    return SimpleNamespace(id=cell.id, source=cell.source.partition(BEGIN_HIDDEN)[place])


@contextlib.contextmanager
def _own_folder() -> Iterator[None]:
    """What runs inside works in a copy of the folder, which is gone afterwards."""
    with tempfile.TemporaryDirectory() as folder:
        shutil.copytree(".", folder, dirs_exist_ok=True)
        with contextlib.chdir(folder):
            yield


@contextlib.contextmanager
def _always_ends() -> Iterator[None]:
    """A forked process ends here, whatever is raised inside."""
    status = 1
    try:
        yield
        status = 0
    finally:
        os._exit(status)
