"""Lesson 3 gives every learner of its demo class what is deserved, and each trap costs just its own points.

Traps: T5 (a loss beside the wrong weight), T8 (misspelt names), T9 (off by one), T10 (stale weights),
T13 (stale optimizer), T15 (zero_grad and None), T21 (the S in SGD), T37 (no zero_grad), T40 (lr and
parameters of an optimizer). The demo class falls into each that is graded; answers_03.py holds variants.
"""

import contextlib
import io
import itertools
import re
from typing import Any

import lesson_grades
import numpy as np
import pytest
import torch
from answers_03 import SEEN, WRONG
from caught_03 import CAUGHT
from lesson_grades import UNSEEN, VISIBLE, read, right_orders, sources
from lesson_tests import caught_test, choice_test, class_tests
from matplotlib.figure import Figure

from course import checks, data, pictures, surfaces
from grader import reference
from grader.reference import optimizers, tables

LESSON = "03-optim-sgd"
CELLS = sources(LESSON)
IMPORTS = next(cell.source for cell in read("source", LESSON).cells if cell.cell_type == "code")
BUGGY = next(cell for cell, text in CELLS.items() if text.startswith("def buggy"))
BEFORE = {  # what an exercise needs besides the imports
    "telling": [BUGGY],
    "rate": ["fit-solution"],
    "momentum": ["hand-solution"],
}
LOSS_AT = """
x, y = data.double_line()


def loss_at(W, b):
    return float(((W * x + b - y) ** 2).mean())
"""


def answered(exercise: str, text: str) -> dict[str, Any]:
    """All names of a notebook in which one exercise holds this answer, and those that it needs are right."""
    names = {"__name__": "__main__"}
    with contextlib.redirect_stdout(io.StringIO()):
        for source in [IMPORTS, LOSS_AT, *(CELLS[name] for name in BEFORE.get(exercise, [])), text]:
            exec(source, names)
    return names


def verdict(exercise: str, text: str, tree: str = "source") -> str:
    """What the check of an exercise says to an answer, empty when it passes."""
    return lesson_grades.verdict(LESSON, exercise, answered(exercise, text), tree)


def hidden_verdict(exercise: str, text: str) -> str:
    """The same, as if the visible check knew nothing."""
    # What `predict` does to autograd only the visible check asks: the tensors of a hidden test are copies.
    asking = ("expect", "below") if exercise == "predict" else ("expect", "below", "that")
    names, known = answered(exercise, text), {name: getattr(checks, name) for name in asking}
    with pytest.MonkeyPatch.context() as patch:
        for name in known:
            patch.setattr(checks, name, lambda *_, **__: None)
        message = lesson_grades.verdict(LESSON, exercise, names, part=VISIBLE)
    return message or lesson_grades.verdict(LESSON, exercise, names | known, part=UNSEEN)


test_the_class, test_under_the_judge, test_in_one_process = class_tests(LESSON)
test_one_letter_of_each_choice_is_right = choice_test(LESSON)
test_what_learners_see_catches_the_mistake = caught_test(LESSON, CAUGHT)


@pytest.fixture
def texts(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The alternative texts of the pictures that were drawn; nothing is painted, which takes longest."""
    drawn = []
    for module in (pictures, surfaces):
        monkeypatch.setattr(module, "show", lambda figure, alt: drawn.append(alt))
    return drawn


@pytest.mark.slow
@pytest.mark.parametrize("name", WRONG)
def test_the_hidden_tests_alone_reject_a_wrong_answer_and_say_why(name: str) -> None:
    exercise, text, words = WRONG[name]
    assert verdict(exercise, text) != ""
    assert words in hidden_verdict(exercise, text)


@pytest.mark.slow
@pytest.mark.parametrize("name", SEEN)
def test_the_learner_sees_a_frequent_mistake_at_once(name: str) -> None:
    exercise, text, _ = WRONG[name]
    assert verdict(exercise, text, "release") != ""


def test_zero_may_stand_anywhere_but_between_backward_and_step() -> None:
    right = right_orders(LESSON, "order", "loop_order", "ABCDE")
    assert right == {"CDBEA", "DCBEA", "DBCEA", "DBEAC"}


@pytest.mark.parametrize("letters", ["ECABD", "CEBAD", "CADBE", "DEABC", "CEADB"])
def test_each_wrong_cause_is_told(letters: str) -> None:
    wrong = next(number for number, (a, b) in enumerate(zip(letters, "CEABD", strict=True), 1) if a != b)
    assert f"Training {wrong}: " in verdict("causes", f'causes = "{letters}"')


def test_three_lines_of_the_bug_hunt_are_wrong() -> None:
    numbers = re.findall(r"  # (\d)$", CELLS[BUGGY], re.MULTILINE)
    named = ["".join(some) for k in range(1, 10) for some in itertools.combinations(numbers, k)]
    assert [some for some in named if not verdict("hunt", f'hunt_lines = "{some}"')] == ["457"]


def test_the_rows_beside_the_bug_hunt_show_each_of_its_bugs() -> None:
    """As the text says of the printed rows: two bugs in the first ones, the third in the last."""

    def ends(steps: int, text: str) -> Any:
        exec(text, names := {"torch": torch, "optim": torch.optim})
        return names["buggy"](*data.double_line(), 0.01, steps)

    shown = CELLS[BUGGY].partition("\n\n\nfor")[0]
    called = shown.replace("zero_grad  # 7", "zero_grad()")
    assert [ends(steps, shown)[0] for steps in (0, 1, 2, 200)] == [0, 0, 0, 0]
    assert ends(0, shown)[1] == pytest.approx(0.08)
    assert ends(200, shown)[2] > 6 * ends(200, called)[2] == pytest.approx(6 * 2.671, abs=3e-3)


class TestTheOptionalSchedule:
    check = next(text for text in CELLS.values() if text.startswith("# Compare: your schedule"))
    stub = next(text for text in CELLS.values() if text.startswith("def lr_at"))

    def said_to(self, text: str, capsys: pytest.CaptureFixture[str]) -> str:
        x = torch.tensor([[3.0], [4.0], [5.0]])
        names = {"x_narrow": x, "y_narrow": 2 * x}
        exec(text, names)
        exec(self.check, names)
        return capsys.readouterr().out

    def test_left_open_it_disturbs_nobody(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert "Still open" in self.said_to(self.stub, capsys)

    def test_large_steps_and_then_small_ones_will_do(self, capsys: pytest.CaptureFixture[str]) -> None:
        schedule = "def lr_at(k):\n    return 0.5 if k < 10 else 0.03"
        assert "below 0.003" in self.said_to(schedule, capsys)

    def test_ten_times_the_limit_will_do_as_the_hint_says(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert "about ten times the limit 0.0567" in self.check
        for times in (9, 10, 11):
            schedule = f"def lr_at(k):\n    return {times} * 0.0567 if k < 10 else 0.0567 / 2"
            assert "below 0.003" in self.said_to(schedule, capsys)
        with pytest.raises(checks.CheckFailed):
            self.said_to("def lr_at(k):\n    return 5 * 0.0567 if k < 10 else 0.0567 / 2", capsys)

    def test_no_fixed_learning_rate_will_do(self, capsys: pytest.CaptureFixture[str]) -> None:
        x = np.array([[3.0], [4.0], [5.0]])
        losses = [optimizers.momentum_fit(x, 2 * x, lr, 100, 0)[2] for lr in np.linspace(0.001, 0.06, 600)]
        assert min(losses) == pytest.approx(0.0036, abs=5e-5)
        with pytest.raises(checks.CheckFailed):
            self.said_to("def lr_at(k):\n    return 0.0544", capsys)


class TestNumbersInTheText:
    """Numbers that the lesson says in words, and that no cell prints."""

    def test_the_losses_of_the_five_trainings(self) -> None:
        x, y = data.identity_line()
        slow = [reference.fit(x, y, 0.02, steps)[2] for steps in (100, 101, 102)]
        assert slow == pytest.approx([0.00743, 0.00736, 0.00729], abs=5e-6)
        forgotten = [optimizers.momentum_fit(x, y, 0.02, k, 1.0)[2] for k in range(6)]
        assert forgotten == pytest.approx([4.667, 2.833, 0.703, 0.061, 1.445, 3.695], abs=5e-4)
        large = [reference.fit(x, y, 0.25, k)[2] for k in range(4)]
        assert large == pytest.approx([4.667, 14.630, 45.962, 144.487], abs=5e-4)
        assert large[2] / large[1] == pytest.approx(3.14, abs=5e-3)

    def test_the_curve_of_0_01_is_nearly_level_after_30_steps(self) -> None:
        x, y = data.double_line()
        first, then, last = (reference.fit(x, y, 0.01, steps)[2] for steps in (0, 30, 99))
        assert first / then > 200
        assert then / last < 2

    def test_differences_that_are_no_rounding(self) -> None:
        x, y = data.double_line()

        def apart(lr: float, momentum: float, other: float) -> float:
            right = optimizers.history(x, y, 0.01, 200, momentum)
            return float(np.abs(np.subtract(right, optimizers.history(x, y, lr, 200, other))).max())

        assert apart(0.01 * 1.01, 0, 0) == pytest.approx(0.07, abs=5e-3)
        assert apart(0.01, 0.9, 0.8) == pytest.approx(4.8, abs=0.05)

    def test_the_losses_that_rise(self) -> None:
        x, y = data.double_line()
        losses = [reference.fit(x, y, 0.2, k)[2] for k in range(4)]
        assert losses == pytest.approx([18.67, 27.67, 41.05, 60.93], abs=6e-3)

    def test_the_border_of_the_learning_rate_lies_near_0_18(self) -> None:
        x, y = data.double_line()
        assert reference.fit(x, y, 0.180, 500)[2] < 56 / 3 < reference.fit(x, y, 0.181, 500)[2]

    def test_bias_alone_reaches_2_67(self) -> None:
        _, y = data.double_line()
        assert float(((y - y.mean()) ** 2).mean()) == pytest.approx(2.67, abs=5e-3)

    def test_the_gradients_that_a_stale_optimizer_lets_pile_up(self) -> None:
        """b alone goes to 4, the mean of y, by a fiftieth of the way in each step."""
        x, y = (part.flatten().tolist() for part in data.double_line())
        biases = [4 * (1 - 0.98**k) for k in range(100)]
        piled = sum(2 * sum((b - target) * x_i for x_i, target in zip(x, y, strict=True)) / 3 for b in biases)
        said = re.findall(r"of the new `W` pile up to \u2212([0-9.]+),", "\n".join(CELLS.values()))
        assert said == [f"{-piled:.1f}"]

    def test_momentum_against_plain_steps(self) -> None:
        x, y = data.double_line()
        plain, rolling = (optimizers.momentum_fit(x, y, 0.01, 200, mu)[2] for mu in (0, 0.9))
        assert plain == pytest.approx(0.03, abs=5e-4)
        assert 0.5e-7 < rolling < 2e-7
        larger, largest = (optimizers.momentum_fit(x, y, lr, 199, 0)[2] for lr in (0.1, 0.15))
        assert larger == pytest.approx(5e-6, abs=0.5e-6)
        assert largest < rolling / 3

    def test_a_fair_comparison(self) -> None:
        x = torch.tensor([[3.0], [4.0], [5.0]])
        assert tables.lr_limit(x) == pytest.approx(0.0567, abs=5e-5)
        rates = np.linspace(0.001, 0.0569, 300)
        best = {
            (mu, steps): min(optimizers.momentum_fit(x, 2 * x, lr, steps, mu)[2] for lr in rates)
            for mu, steps in ((0, 500), (0, 650), (0.9, 160))
        }
        assert best[0, 500] > 1e-4 > best[0, 650]
        assert best[0.9, 160] < 1e-4
        for lr, mu, needed in ((0.056, 0, 520), (0.03, 0.9, 130), (0.05, 0.9, 130), (0.06, 0.9, 130)):
            losses = [optimizers.momentum_fit(x, 2 * x, lr, steps, mu)[2] for steps in range(700)]
            assert max(k for k, loss in enumerate(losses) if loss >= 1e-4) + 1 == pytest.approx(needed, abs=3)

    def test_the_cost_of_the_tutorial_belongs_to_1001_steps(self) -> None:
        x, y = data.identity_line()
        before = [f"{reference.fit(x, y, 0.01, steps - 1)[2]:.6f}" for steps in (1000, 1001)]
        assert before == ["0.000159", "0.000158"]


def test_pictures_say_what_they_show(texts: list[str]) -> None:
    path = [(1.0, 1.0, 2.1), (0.5, 0.5, 0.6)]
    surfaces.descent(*data.double_line(), path, floor=(0, 0))
    pictures.loss_by_step({"falls": [8.0, 0.5], "explodes": [1.0, float("inf")]})
    assert (
        "path through 2 places from W = 1, b = 1 to W = 0.5, b = 0.5; a cross marks the floor at W = 0, b = 0"
        in texts[0]
    )
    assert texts[1].endswith("falls: 8 at step 0, 0.5 at step 1; explodes: 1 at step 0, inf at step 1.")


def test_the_map_shows_the_loss_of_each_place_and_changes_nothing() -> None:
    """Each line of the map runs where the loss is what it stands for: half a shade is a factor of 1.8."""
    x, y = data.double_line()
    before = x.clone(), y.clone()
    axes = Figure().add_subplot()
    surfaces.draw_map(axes, x, y, (-0.6, 3.6), (-1.6, 1.6))
    lines = axes.collections[0]
    places = [
        (level, *place)
        for level, path in zip(lines.levels, lines.get_paths(), strict=True)
        for place in path.vertices
    ]
    assert len({level for level, _, _ in places}) >= 6
    for level, w, b in places:
        assert ((x * w + b - y) ** 2).mean().item() == pytest.approx(level, rel=0.3, abs=0.01)
    assert torch.equal(x, before[0])
    assert torch.equal(y, before[1])
