"""Lesson 2 gives every learner of its demo class what is deserved, and each trap costs just its own points.

Traps: T2 and T4 (a step that spoils the leaf), T12 (a graph that is freed), T17 (whole
numbers), T24 (old predictions), T25 (a sum of gradients). The demo class falls into each;
the variants of answers_02.py run in one plain process, which gives the judge's points and is quicker.
caught_02.py has mistakes that the visible check catches.
"""

import ast
import contextlib
import io
import math
import re
from typing import Any

import pytest
import torch
from answers_02 import AGAIN_BY_GRADIENTS, AGAIN_OF_NEW_LEAVES, BY_FORMULA, BY_GRADIENTS, WRONG
from caught_02 import CAUGHT
from lesson_grades import in_one_process, read, right_orders, solved, sources, under_judge, unpainted
from lesson_tests import answer_test, caught_test, choice_test, class_tests, judge_test
from styles_02 import STYLES

from course import checks, data, graphs
from grader import reference
from grader.authoring.learning_time import PAUSE, estimated, minutes, required, sittings
from grader.notebooks.cells import CHECK, SOLUTION, grade_id
from grader.sandbox.template import Template

LESSON = "02-autograd"
BENDS = {  # each function of the exercise `own`, with its derivative
    "exp": (math.exp, math.exp),
    "tanh": (math.tanh, lambda at: 1 - math.tanh(at) ** 2),
    "sin": (math.sin, math.cos),
}

test_the_class, test_under_the_judge, test_in_one_process = class_tests(LESSON)
test_one_letter_of_each_choice_is_right = choice_test(LESSON)
test_a_wrong_answer_loses_just_its_points = answer_test(LESSON, WRONG)
test_what_learners_see_catches_a_mistake = caught_test(LESSON, CAUGHT)
test_the_judge_sees_whether_backward_ran = judge_test(
    LESSON,
    {
        "by the earlier functions": ({"train": BY_GRADIENTS, "again": AGAIN_BY_GRADIENTS}, "train again"),
        "by a formula, and of new leaves": (
            {"train": BY_FORMULA, "again": AGAIN_OF_NEW_LEAVES},
            "train again",
        ),
        "by functions of one's own": (
            {
                "train": STYLES["a function for each round, of plain numbers"][1],
                "again": STYLES["the old gradient put aside, and back again"][1],
            },
            "",
        ),
    },
)


@pytest.mark.slow
def test_the_judge_too_sees_that_recording_was_switched_off(template: Template) -> None:
    exercise, text, _ = WRONG["recording switched off for good"]
    messages = under_judge(template, LESSON, solved(LESSON, **{exercise: text}))
    assert "no longer records" in messages["errors-check"]


def test_a_value_is_visited_after_all_that_use_it() -> None:
    assert right_orders(LESSON, "visits", "visit_order", "ABCDE") == {"BDEAC", "BEDAC"}


@pytest.fixture(scope="module")
def notebook() -> dict[str, Any]:
    """All names of the solved notebook after its last cell."""
    names: dict[str, Any] = {}
    assert not any(in_one_process(LESSON, solved(LESSON), names).values())
    return names


class TestTheOptionalNetwork:
    right = """def neuron(inputs, weights, bias):
    total = bias
    for weight, number in zip(weights, inputs):
        total = total + weight * number
    return own(total)
"""

    def said_to(self, text: str, notebook: dict[str, Any], own_name: str = "exp") -> None:
        names = dict(notebook)
        of_number, slope = BENDS[own_name]
        names["own"] = lambda a: names["Value"](of_number(a.number), [a], [slope(a.number)])
        names["own_name"] = own_name
        for begins in ("def neuron", "def network_loss", "# Compare: your network"):
            exec(next(cell for cell in sources(LESSON).values() if cell.startswith(begins)), names)
            if begins == "def neuron":
                exec(text, names)

    def test_left_open_it_disturbs_nobody(
        self, notebook: dict[str, Any], capsys: pytest.CaptureFixture[str]
    ) -> None:
        self.said_to("", notebook)
        assert "Still open" in capsys.readouterr().out

    @pytest.mark.parametrize("own_name", BENDS)
    def test_each_function_that_bends_learns_either_or(
        self, own_name: str, notebook: dict[str, Any], capsys: pytest.CaptureFixture[str]
    ) -> None:
        self.said_to(self.right, notebook, own_name)
        said = capsys.readouterr().out
        assert "below 0.01" in said
        for inputs, target in (((0, 0), 0), ((0, 1), 1), ((1, 0), 1), ((1, 1), 0)):
            (line,) = [line for line in said.splitlines() if line.startswith(f"inputs {inputs}")]
            assert float(line.split()[-1]) == pytest.approx(target, abs=0.05)
        assert "-0.00" not in said

    @pytest.mark.parametrize(
        ("old", "new"),
        [("return own(total)", "return total"), ("total = bias", "total = 0"), ("weight * number", "number")],
    )
    def test_a_neuron_without_a_part_is_told(self, old: str, new: str, notebook: dict[str, Any]) -> None:
        with pytest.raises(checks.CheckFailed, match="neuron"):
            self.said_to(self.right.replace(old, new), notebook)

    def test_the_best_weighted_sum_says_a_half_everywhere(self) -> None:
        rows = torch.tensor([[0.0, 0.0, 1.0], [0.0, 1.0, 1.0], [1.0, 0.0, 1.0], [1.0, 1.0, 1.0]])
        targets = torch.tensor([[0.0], [1.0], [1.0], [0.0]])
        said = rows @ torch.linalg.lstsq(rows, targets).solution
        assert said.flatten().tolist() == pytest.approx([0.5] * 4, abs=1e-6)
        assert ((said - targets) ** 2).mean().item() == pytest.approx(0.25)


def test_a_given_cell_says_the_same_when_it_runs_again() -> None:
    """Learners run a cell with nothing typed, then type their prediction, and run it once more."""
    names: dict[str, Any] = {"__name__": "__main__"}
    again = {}
    with unpainted():
        for cell in read("source", LESSON).cells:
            if grade_id(cell).endswith((SOLUTION, CHECK)):
                exec(cell.source, names)
            elif cell.cell_type == "code":
                again[cell.source] = [printed_by(cell.source, names) for _ in range(2)]
    assert len(again) > 40
    assert {text: runs for text, runs in again.items() if runs[0] != runs[1]} == {}


def printed_by(text: str, names: dict[str, Any]) -> str:
    """What a cell prints."""
    with contextlib.redirect_stdout(io.StringIO()) as printed:
        exec(text, names)
    return printed.getvalue()


class TestNumbersInTheText:
    """Numbers that the lesson says in words, and that no cell prints."""

    def test_the_minutes_of_the_two_parts(self) -> None:
        source = read("source", LESSON)
        (said,) = [cell.source for cell in source.cells if cell.source.startswith(PAUSE)]
        stated = [int(each) for each in re.findall(r"about (\d+)", said)]
        taken = [sum(map(minutes, part)) for part in sittings(required(source.cells))]
        assert stated == pytest.approx(taken, abs=2.5)
        assert sum(stated) == estimated(source)

    def test_the_lines_of_the_question_about_no_grad_give_its_right_option(self) -> None:
        (asked,) = [cell.source for cell in read("source", LESSON).cells if "V = 2 * W" in cell.source]
        names: dict[str, Any] = {"torch": torch}
        exec(asked.split("```python\n")[1].split("```")[0], names)
        exec(sources(LESSON)["nograd-solution"], names)
        assert f"- **{names['nograd_choice']}** {names['W'].grad.item():g}\n" in asked

    def test_what_the_second_step_of_train_gives_without_zero_for_one_leaf(self) -> None:
        """The hints of its check name the leaf by these numbers: here they are worked out by the formula."""
        x, y = (column.double().flatten() for column in data.identity_line())

        def two_steps(*kept: bool) -> list[float]:
            line, old = torch.zeros(2, dtype=torch.float64), torch.zeros(2, dtype=torch.float64)
            for _ in range(2):
                error = line[0] * x + line[1] - y
                old = torch.stack([2 * error @ x / 3, 2 * error.mean()]) + old * torch.tensor(kept)
                line = line - 0.03 * old
            return [*line.tolist(), ((line[0] * x + line[1] - y) ** 2).mean().item()]

        (known,) = [
            ast.literal_eval(keyword.value)
            for call in ast.walk(ast.parse(sources(LESSON)["train-check"]))
            if isinstance(call, ast.Call) and "'train(x, y, 0.03, 2)'" in map(ast.unparse, call.args[:1])
            for keyword in call.keywords
            if keyword.arg == "usual"
        ]
        told = {hint.split(":")[0]: numbers for numbers, hint in known}
        for told_by, kept in (
            ("The second step took the sum of two gradients", (True, True)),
            ("W.grad was not cleared", (True, False)),
            ("b.grad was not cleared", (False, True)),
        ):
            assert told[told_by] == pytest.approx(two_steps(*kept), rel=1e-4)

    def test_the_loss_of_train_comes_near_the_best_one_in_200_steps(self) -> None:
        hours, scores = data.study_hours()
        assert reference.least_squares(hours, scores) == pytest.approx((10, 9.5, 47.25))
        assert reference.fit(hours, scores, 0.06, 200)[2] == pytest.approx(47.25, rel=0.01)

    def test_the_loss_after_two_steps_with_and_without_zero(self) -> None:
        x, y = data.identity_line()
        assert reference.fit(x, y, 0.03, 2)[2] == pytest.approx(0.9399, abs=5e-5)
        parameters = torch.zeros(2, dtype=torch.float64, requires_grad=True)
        optimizer = torch.optim.SGD([parameters], lr=0.03)
        for _ in range(2):  # torch's own optimizer, and no zero_grad
            torch.nn.functional.mse_loss(parameters[0] * x.double() + parameters[1], y.double()).backward()
            optimizer.step()
        assert reference.loss(x, y, *parameters.tolist()) == pytest.approx(0.0774, abs=5e-5)

    def test_the_mean_of_the_fourth_powers(self) -> None:
        x, y = (column.double() for column in data.identity_line())
        h = 1e-4
        losses = [(((h * side) * x - y) ** 4).mean().item() for side in (1, -1)]
        assert (losses[0] - losses[1]) / (2 * h) == pytest.approx(-392 / 3, rel=1e-6)


class TestGraphs:
    """The pictures say in words what they show."""

    @pytest.fixture
    def shown(self, monkeypatch: pytest.MonkeyPatch) -> list[str]:
        texts = []
        monkeypatch.setattr(graphs, "show", lambda figure, alt: texts.append(alt))
        return texts

    def test_the_graph_that_pytorch_recorded(self, shown: list[str]) -> None:
        x, y = data.identity_line()
        W, b = (torch.tensor(0.0, requires_grad=True) for _ in range(2))
        graphs.recorded(((W * x + b - y) ** 2).mean(), {"W": W, "b": b}, constants=["x", "y"])
        assert shown == [
            "A graph with arrows from left to right: W and x into multiply; multiply and b into add;"
            " add and y into subtract; subtract into power 2; power 2 into mean; mean into loss."
        ]

    def test_a_tensor_that_is_used_twice_is_drawn_once(self, shown: list[str]) -> None:
        w = torch.tensor(2.0, requires_grad=True)
        graphs.recorded(w * w + w, {"w": w}, name="z")
        assert shown == [
            "A graph with arrows from left to right: w and w into multiply; multiply and w into add;"
            " add into z."
        ]

    def test_columns_leave_room_for_the_arrows(self) -> None:
        a = graphs.Node("a", "leaf")
        c = graphs.Node("c", "operation", [(a, "3"), (a, "3")])
        d = graphs.Node("d", "result", [(c, "1"), (a, "1")])
        places = graphs.place(graphs.in_order(d))
        assert [places[id(node)] for node in (a, c, d)] == [(0, 0.0), (1, 0.0), (2, 0.0)]
