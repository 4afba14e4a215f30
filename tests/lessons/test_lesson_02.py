"""Lesson 2 gives every learner of its demo class what is deserved, and each trap costs just its own points.

Traps: T2 and T4 (a step that spoils the leaf), T12 (a graph that is freed), T14 (what a seed promises), T17
(whole numbers), T24 (old predictions), T25 (a sum of gradients). The demo class falls into each; here are
the variants, run in one plain process, which gives the same points as the judge and is quicker.
"""

import lesson_tests as lessons
import pytest
import torch
from lesson_tests import changed

from course import data, graphs
from grader import reference

LESSON = "02-autograd"
OWN = "backward backward-torch"  # what a wrong slope costs besides its own exercise

ONE_STEP = """
def one_step(x, y, weight, bias, lr):
    W = torch.tensor(float(weight), requires_grad=True)
    b = torch.tensor(float(bias), requires_grad=True)
    mse(predict(x, W, b), y).backward()
    with torch.no_grad():
        W -= lr * W.grad
        b -= lr * b.grad
    return W.item(), b.item(), mse(predict(x, W, b), y).item()
"""
TRAIN = """
def train(x, y, lr, steps):
    W = torch.tensor(0.0, requires_grad=True)
    b = torch.tensor(0.0, requires_grad=True)
    for _ in range(steps):
        mse(predict(x, W, b), y).backward()
        with torch.no_grad():
            W -= lr * W.grad
            b -= lr * b.grad
        W.grad = b.grad = None
    return W.item(), b.item(), mse(predict(x, W, b), y).item()
"""
BACKWARD = """
def backward(result):
    result.grad = 1.0
    for value in reversed(in_order(result)):
        for parent, slope in zip(value.parents, value.slopes):
            parent.grad += slope * value.grad
"""
REPAIRED = """
def repaired(x, y, lr, steps):
    W = torch.tensor(0.0, requires_grad=True)
    for _ in range(steps):
        prediction = W * x
        mse(prediction, y).backward()
        with torch.no_grad():
            W -= lr * W.grad
        W.grad = None
    return W.item(), mse(W * x, y).item()
"""


def parameter(body):
    return f"def parameter(number):\n    return {body}"


ERRORS = "def errors(x, y, W, b):\n    "
WRONG = {  # name: (solution cell, its text, the exercises that are lost)
    "T17: an integer tensor": (
        "parameter",
        parameter("torch.tensor(number, requires_grad=True)"),
        "parameter",
    ),
    "T17: FloatTensor(3) is three numbers that nobody chose": (
        "parameter",
        parameter("torch.FloatTensor(number).requires_grad_()"),
        "parameter",
    ),
    "T4: requires_grad is left out": ("parameter", parameter("torch.tensor(float(number))"), "parameter"),
    "T2: the result of a calculation is no leaf": (
        "parameter",
        parameter("number * torch.tensor(1.0, requires_grad=True)"),
        "parameter",
    ),
    "always the number of the check": (
        "parameter",
        parameter("torch.tensor(3.0, requires_grad=True)"),
        "parameter",
    ),
    "T12: a second backward through a graph that was kept": (
        "gradients",
        """
def gradients(x, y, weight, bias):
    W = torch.tensor(float(weight), requires_grad=True)
    b = torch.tensor(float(bias), requires_grad=True)
    loss = mse(predict(x, W, b), y)
    loss.backward(retain_graph=True)
    loss.backward()
    return W.grad, b.grad
""",
        "gradients",
    ),
    "T12: a second backward through a graph that is freed": (
        "gradients",
        """
def gradients(x, y, weight, bias):
    W = torch.tensor(float(weight), requires_grad=True)
    b = torch.tensor(float(bias), requires_grad=True)
    loss = mse(predict(x, W, b), y)
    loss.backward()
    loss.backward()
    return W.grad, b.grad
""",
        "gradients",
    ),
    "the slopes of a sum": (
        "multiply",
        """
def multiply(a, b):
    a, b = as_value(a), as_value(b)
    return Value(a.number * b.number, [a, b], [1.0, 1.0])
""",
        "multiply " + OWN,
    ),
    "parents forgotten": (
        "multiply",
        """
def multiply(a, b):
    a, b = as_value(a), as_value(b)
    return Value(a.number * b.number, slopes=[b.number, a.number])
""",
        "multiply " + OWN,
    ),
    "parents and slopes in two orders": (
        "multiply",
        """
def multiply(a, b):
    a, b = as_value(a), as_value(b)
    return Value(a.number * b.number, [b, a], [b.number, a.number])
""",
        "multiply " + OWN,
    ),
    "the exponent of the slope is not one less": (
        "power",
        "def power(a, exponent):\n    return Value(a.number**exponent, [a], [exponent * a.number**exponent])",
        "power " + OWN,
    ),
    "always a cube": (
        "power",
        "def power(a, exponent):\n    return Value(a.number**3, [a], [3 * a.number**2])",
        "power " + OWN,
    ),
    "rule 1: the result gets no grad": ("backward", changed(BACKWARD, "result.grad = 1.0", "pass"), OWN),
    "rule 2: the last part wins": ("backward", changed(BACKWARD, "+=", "="), OWN),
    "rule 2: the slope is left out": ("backward", changed(BACKWARD, "slope * ", ""), OWN),
    "rule 3: from the leaves to the result": (
        "backward",
        changed(BACKWARD, "reversed(in_order(result))", "in_order(result)"),
        OWN,
    ),
    "rule 3: all that has arrived is passed on once more with each new part": (
        "backward",
        """
def backward(result, part=1.0):
    result.grad += part
    for parent, slope in zip(result.parents, result.slopes):
        backward(parent, slope * result.grad)
""",
        OWN,
    ),
    "each parent only once": (
        "backward",
        changed(
            BACKWARD, "zip(value.parents, value.slopes)", "dict(zip(value.parents, value.slopes)).items()"
        ),
        OWN,
    ),
    "T4: a leaf changed in place": (
        "one-step",
        changed(ONE_STEP, "with torch.no_grad():", "if True:"),
        "one-step",
    ),
    "T24: the loss before the step": (
        "one-step",
        """
def one_step(x, y, weight, bias, lr):
    W = torch.tensor(float(weight), requires_grad=True)
    b = torch.tensor(float(bias), requires_grad=True)
    loss = mse(predict(x, W, b), y)
    loss.backward()
    return W.item() - lr * W.grad.item(), b.item() - lr * b.grad.item(), loss.item()
""",
        "one-step",
    ),
    "uphill": ("one-step", changed(ONE_STEP, "-=", "+="), "one-step"),
    "the bias stays": ("one-step", changed(ONE_STEP, "        b -= lr * b.grad\n", ""), "one-step"),
    "always from 0": ("one-step", changed(ONE_STEP, "float(weight)", "0.0"), "one-step"),
    "T25: no zero": ("train", changed(TRAIN, "W.grad = b.grad = None", "pass"), "train line"),
    "T25: zero for the weight only": ("train", changed(TRAIN, "W.grad = b.grad", "W.grad"), "train line"),
    "T25: zero after the loop": (
        "train",
        changed(TRAIN, "        W.grad = b.grad = None", "    W.grad = b.grad = None"),
        "train line",
    ),
    "zero for W in place of its gradient": (
        "train",
        changed(TRAIN, "W.grad = b.grad = None", "W.data.zero_()"),
        "train line",
    ),
    "T2: a new name for a tensor that is no leaf": (
        "train",
        changed(
            TRAIN,
            "W -= lr * W.grad",
            "W = W - lr * W.grad",
            "with torch.no_grad():",
            "if True:",
        ),
        "train line",
    ),
    "T2: under no_grad, a new tensor has no requires_grad": (
        "train",
        changed(TRAIN, "W -= lr * W.grad", "W = W - lr * W.grad"),
        "train line",
    ),
    "T4: a leaf changed in place, in the loop": (
        "train",
        changed(TRAIN, "with torch.no_grad():", "if True:"),
        "train line",
    ),
    "T24: the loss before the last step": (
        "train",
        changed(
            TRAIN,
            "mse(predict(x, W, b), y).backward()",
            "loss = mse(predict(x, W, b), y)\n        loss.backward()",
            "mse(predict(x, W, b), y).item()",
            "loss.item()",
        ),
        "train",
    ),
    "one step too many": ("train", changed(TRAIN, "range(steps)", "range(steps + 1)"), "train line"),
    "no backward": ("train", changed(TRAIN, ".backward()", ""), "train line"),
    "always the same learning rate": ("train", changed(TRAIN, "lr * ", "0.03 * "), "train line"),
    "trained on the three points": ("line", "W, b, loss = train(x, y, 0.06, 200)", "line"),
    "the order of the results": ("line", "loss, W, b = train(hours, scores, 0.06, 200)", "line"),
    "the best line, from the prompt": ("line", "W, b, loss = 10.0, 9.5, 47.25", "line"),
    "the steps of lesson 1": ("line", "W, b, loss = train(hours, scores, 0.06, 2000)", "line"),
    "the numbers of the check": ("line", "W, b, loss = 10.21, 8.7, 47.31", "line"),
    "target minus prediction": (
        "errors",
        "def errors(x, y, W, b):\n    return (y - predict(x, W, b)).detach()",
        "errors",
    ),
    "errors with their graph": (
        "errors",
        "def errors(x, y, W, b):\n    return predict(x, W, b) - y",
        "errors",
    ),
    "the leaves switched off": (
        "errors",
        ERRORS + "W.requires_grad = False\n    b.requires_grad = False\n    return predict(x, W, b) - y",
        "errors",
    ),
    "one leaf switched off": (
        "errors",
        ERRORS + "b.detach_()\n    return predict(x, W.detach(), b) - y",
        "errors",
    ),
    "recording switched off for good": (
        "errors",
        ERRORS + "torch.set_grad_enabled(False)\n    return predict(x, W, b) - y",
        "errors",
    ),
    "errors as a list": ("errors", ERRORS + "return (predict(x, W, b) - y).tolist()", "errors"),
    "errors as an array": ("errors", ERRORS + "return (predict(x, W, b) - y).detach().numpy()", "errors"),
    "errors in a row": ("errors", ERRORS + "return (predict(x, W, b) - y).detach().flatten()", "errors"),
    "T25 mended, T24 not": (
        "repaired",
        changed(REPAIRED, "mse(W * x, y).item()", "mse(prediction, y).item()"),
        "repaired",
    ),
    "T24 mended, T25 not": ("repaired", changed(REPAIRED, "        W.grad = None\n", ""), "repaired"),
}
RIGHT = {  # name: (solution cell, its text)
    "a column of shape (1, 1)": (
        "parameter",
        parameter("torch.full((1, 1), float(number)).requires_grad_()"),
    ),
    "a parameter of torch.nn": ("parameter", parameter("torch.nn.Parameter(torch.tensor(float(number)))")),
    "float64": (
        "parameter",
        parameter("torch.tensor(number, dtype=torch.float64, requires_grad=True)"),
    ),
    "by formula, in plain numbers": (
        "gradients",
        """
def gradients(x, y, weight, bias):
    pairs = list(zip(x.flatten().tolist(), y.flatten().tolist()))
    errors = [(weight * a + bias - c, a) for a, c in pairs]
    return sum(2 * e * a for e, a in errors) / len(pairs), sum(2 * e for e, _ in errors) / len(pairs)
""",
    ),
    "the result visited like any other": (
        "backward",
        changed(BACKWARD, "result.grad = 1.0", "result.grad += 1"),
    ),
    "zero first, .data": (
        "train",
        changed(
            TRAIN,
            "        W.grad = b.grad = None\n",
            "",
            "        mse(predict(x, W, b), y).backward()",
            "        W.grad = b.grad = None\n        mse(predict(x, W, b), y).backward()",
        ),
    ),
    "zero in the middle, numbers of shape (1,)": (
        "train",
        """
def train(x, y, lr, steps):
    W = torch.zeros(1, requires_grad=True)
    b = torch.zeros(1, requires_grad=True)
    for _ in range(steps):
        loss = torch.nn.functional.mse_loss(x * W + b, y)
        for leaf in (W, b):
            leaf.grad = None
        loss.backward()
        for leaf in (W, b):
            leaf.data = leaf.data - lr * leaf.grad
    return W, b, mse(x * W + b, y)
""",
    ),
    "an optimizer": (
        "train",
        """
def train(x, y, lr, steps):
    W, b = parameter(0), parameter(0)
    optimizer = torch.optim.SGD([W, b], lr=lr)
    for _ in range(steps):
        optimizer.zero_grad()
        mse(predict(x, W, b), y).backward()
        optimizer.step()
    return W.detach().numpy(), b.detach().numpy(), mse(predict(x, W, b), y).detach().numpy()
""",
    ),
    "nothing recorded": (
        "errors",
        "def errors(x, y, W, b):\n    with torch.no_grad():\n        return predict(x, W, b) - y",
    ),
    "the steps of lesson 3": (
        "line",
        """
W, b = parameter(0), parameter(0)
optimizer = torch.optim.SGD([W, b], lr=0.06)
for _ in range(200):
    optimizer.zero_grad()
    (((scores - W * hours - b) ** 2).sum() / 4).backward()
    optimizer.step()
loss = mse(predict(hours, W, b), scores)
""",
    ),
    "the steps of lesson 1, by formula": (
        "line",
        """
W = b = 0.0
for _ in range(200):
    error = predict(hours, W, b) - scores
    W, b = W - 0.06 * (2 * error * hours).mean(), b - 0.06 * (2 * error).mean()
loss = mse(predict(hours, W, b), scores)
""",
    ),
    "switched off inside a block": (
        "errors",
        ERRORS + "with torch.set_grad_enabled(False):\n        return predict(x, W, b) - y",
    ),
    "the result without requires_grad": ("errors", ERRORS + "return torch.sub(predict(x, W, b), y).data"),
    "without tensors that record": (
        "errors",
        "def errors(x, y, W, b):\n    return x * W.item() + b.item() - y",
    ),
}
test_the_class, test_under_the_judge, test_in_one_process = lessons.class_tests(LESSON)
test_one_letter_of_each_choice_is_right = lessons.choice_test(LESSON)


test_a_wrong_answer_loses_just_its_points, test_another_style_gets_everything = lessons.answer_tests(
    LESSON, WRONG, RIGHT
)


@pytest.mark.slow
def test_the_judge_too_sees_that_recording_was_switched_off(template):
    answer = ERRORS + "torch.set_grad_enabled(False)\n    return predict(x, W, b) - y"
    messages = lessons.under_judge(template, LESSON, lessons.solved(LESSON, errors=answer))
    assert "no longer records" in messages["errors-check"]


def test_a_value_is_visited_after_all_that_use_it():
    assert lessons.right_orders(LESSON, "visits", "visit_order", "ABCDE") == {"BDEAC", "BEDAC"}


class TestNumbersInTheText:
    """Numbers that the lesson says in words, and that no cell prints."""

    def test_the_loss_before_the_step_in_the_hint_of_one_step(self):
        assert reference.loss(*data.study_hours(), 0.0, 0.0) == 2152.5

    def test_the_loss_after_two_steps_with_and_without_zero(self):
        x, y = data.identity_line()
        assert reference.fit(x, y, 0.03, 2)[2] == pytest.approx(0.9399, abs=5e-5)
        parameters = torch.zeros(2, dtype=torch.float64, requires_grad=True)
        optimizer = torch.optim.SGD([parameters], lr=0.03)
        for _ in range(2):  # torch's own optimizer, and no zero_grad
            torch.nn.functional.mse_loss(parameters[0] * x.double() + parameters[1], y.double()).backward()
            optimizer.step()
        assert reference.loss(x, y, *parameters.tolist()) == pytest.approx(0.0774, abs=5e-5)

    def test_the_mean_of_the_fourth_powers(self):
        x, y = (column.double() for column in data.identity_line())
        h = 1e-4
        losses = [(((h * side) * x - y) ** 4).mean().item() for side in (1, -1)]
        assert (losses[0] - losses[1]) / (2 * h) == pytest.approx(-392 / 3, rel=1e-6)


class TestGraphs:
    """The pictures say in words what they show."""

    @pytest.fixture
    def shown(self, monkeypatch):
        texts = []
        monkeypatch.setattr(graphs, "show", lambda figure, alt: texts.append(alt))
        return texts

    def test_the_graph_that_pytorch_recorded(self, shown):
        x, y = data.identity_line()
        W, b = (torch.tensor(0.0, requires_grad=True) for _ in range(2))
        graphs.recorded(((W * x + b - y) ** 2).mean(), {"W": W, "b": b}, constants=["x", "y"])
        assert shown == [
            "A graph with arrows from left to right: W and x into multiply; multiply and b into add;"
            " add and y into subtract; subtract into power 2; power 2 into mean; mean into loss."
        ]

    def test_a_tensor_that_is_used_twice_is_drawn_once(self, shown):
        w = torch.tensor(2.0, requires_grad=True)
        graphs.recorded(w * w + w, {"w": w}, name="z")
        assert shown == [
            "A graph with arrows from left to right: w and w into multiply; multiply and w into add;"
            " add into z."
        ]

    def test_columns_leave_room_for_the_arrows(self):
        a = graphs.Node("a", "leaf")
        c = graphs.Node("c", "operation", [(a, "3"), (a, "3")])
        d = graphs.Node("d", "result", [(c, "1"), (a, "1")])
        places = graphs.place(graphs.in_order(d))
        assert [places[id(node)] for node in (a, c, d)] == [(0, 0.0), (1, 0.0), (2, 0.0)]
