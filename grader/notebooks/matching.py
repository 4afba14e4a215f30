"""Which cell of a submission stands for which cell of the lesson.

By its grade_id, else its cell id; where an editor or a website has stripped both, by its text as released;
and what then still lacks a partner, by its place between two cells that have one. Nothing that counts
depends on it: test cells, points and settings come from the lesson, whatever stands for them.
"""

from collections.abc import Iterator
from typing import Any

from grader.notebooks.cells import settings
from grader.notebooks.lesson import Lesson, plain
from grader.notebooks.submitted_cells import Cell

Slots = dict[int, int]  # index in the lesson: index in the submission
TELLING = 20  # characters by which a text is known; `import torch` alone has 12 and is in many lessons


def kept(cell: Any) -> Any:
    """nbgrader's settings of a source cell; nothing for a plain cell, whose text is the learner's."""
    found = settings(cell)
    return found if any(found.get(flag) for flag in ("grade", "solution", "locked", "task")) else {}


def is_answer(cell: Any) -> bool:
    """Whether a source cell is one that the learner fills."""
    return bool(kept(cell).get("solution"))


def is_locked(cell: Any) -> bool:
    """Whether the lesson's own text holds, so that whatever stands for this cell is not read."""
    return bool(kept(cell)) and not is_answer(cell)


def match(lesson: Lesson, cells: list[Cell]) -> Slots:
    """Every partner that can be found."""
    slots = known(lesson, cells)
    return slots | dict(by_place(lesson.cells, cells, slots))


def known(lesson: Lesson, cells: list[Cell]) -> Slots:
    """The partners that are known by a name or by their text."""
    slots = by_name(lesson.cells, cells)
    slots |= by_id(lesson.cells, cells, slots)
    return slots | by_text(lesson, cells, slots)


def by_name(source_cells: list[Any], cells: list[Cell]) -> Slots:
    """By grade_id, else by cell id. Of several the original is taken: right type, right id, first."""
    grade_ids = {kept(cell).get("grade_id"): i for i, cell in enumerate(source_cells) if kept(cell)}
    ids = {cell.id: i for i, cell in enumerate(source_cells)}
    candidates: dict[int, list[int]] = {}
    for position, cell in enumerate(cells):
        index = grade_ids.get(cell["grade_id"] or None, ids.get(cell["id"]))
        if index is not None:
            candidates.setdefault(index, []).append(position)

    def likeness(index: int, position: int) -> tuple[bool, bool, int]:
        original, cell = source_cells[index], cells[position]
        return cell["cell_type"] == original.cell_type, cell["id"] == original.id, -position

    return {i: max(found, key=lambda position: likeness(i, position)) for i, found in candidates.items()}


def by_id(source_cells: list[Any], cells: list[Cell], slots: Slots) -> Slots:
    """Cells whose grade_id led elsewhere, by their cell id."""
    taken = set(slots.values())
    places = {cell["id"]: position for position, cell in enumerate(cells) if position not in taken}
    return {i: places[cell.id] for i, cell in enumerate(source_cells) if i not in slots and cell.id in places}


def by_text(lesson: Lesson, cells: list[Cell], slots: Slots) -> Slots:
    """Equal text first; then, but for locked cells, whose own text counts, a cell that holds the text."""
    texts = {p: plain(c["source"].splitlines()) for p, c in enumerate(cells) if p not in slots.values()}
    missing = [i for i in range(len(lesson.cells)) if i not in slots and lesson.phrases[i]]
    answers_first = sorted(missing, key=lambda i: not is_answer(lesson.cells[i]))
    found = partners(answers_first, lesson.phrases, texts, equals)
    texts = {position: text for position, text in texts.items() if position not in found.values()}
    free = [i for i in answers_first if i not in found and not is_locked(lesson.cells[i])]
    return found | partners(free, lesson.phrases, texts, holds)


def partners(indexes: list[int], phrases: Any, texts: dict[int, str], same: Any) -> Slots:
    """For each index the first text that is the same and is not another's already."""
    found: Slots = {}
    left = dict(texts)
    for index in indexes:
        position = next((p for p, text in left.items() if same(phrases[index], text)), None)
        if position is not None:
            found[index] = position
            del left[position]
    return found


def equals(parts: tuple[str, ...], text: str) -> bool:
    """Whether a text is these parts and nothing else."""
    return "\n".join(parts) == text


def holds(parts: tuple[str, ...], text: str) -> bool:
    """Whether a text holds all parts, and these are long enough to tell a lesson by."""
    return is_long(parts) and all(part in text for part in parts)


def is_long(parts: tuple[str, ...]) -> bool:
    """Whether these are enough text to tell a lesson by."""
    return sum(map(len, parts)) >= TELLING


def by_place(source_cells: list[Any], cells: list[Cell], slots: Slots) -> Iterator[tuple[int, int]]:
    """Between two that have partners, in order, where as many cells of a type lack one on both sides.

    Never for a locked cell: the learner's cell would be dropped for it.
    """
    taken = set(slots.values())
    for indexes, positions in gaps(len(source_cells), len(cells), slots):
        for kind in ("code", "markdown"):
            here = [i for i in indexes if i not in slots and source_cells[i].cell_type == kind]
            there = [p for p in positions if p not in taken and cells[p]["cell_type"] == kind]
            if len(here) == len(there):
                pairs = zip(here, there, strict=True)
                yield from ((i, p) for i, p in pairs if not is_locked(source_cells[i]))


def gaps(sources: int, submitted: int, slots: Slots) -> Iterator[tuple[range, range]]:
    """The indexes between each two partners that stand in the same order on both sides."""
    before, after = -1, -1
    for index in [*sorted(slots), sources]:
        position = slots.get(index, submitted)
        if position > after:
            yield range(before + 1, index), range(after + 1, position)
            before, after = index, position
