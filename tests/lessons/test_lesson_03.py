"""Lesson 3 gives every learner of its demo class what is deserved, and each trap costs just its own points.

Traps: T5 (a loss beside the wrong weight), T8 (misspelt names), T9 (off by one), T10 (stale weights),
T13 (stale optimizer), T15 (zero_grad and None), T21 (the S in SGD), T37 (no zero_grad), T40 (lr and
parameters of an optimizer). The demo class falls into each of them; here are the variants.
"""

import contextlib
import io

import lesson_tests as lessons
import pytest

from course import checks, data, pictures, surfaces
from grader import reference
from grader.reference import optimizers

LESSON = "03-optim-sgd"
CELLS = lessons.sources(LESSON)
IMPORTS = next(cell.source for cell in lessons.read("source", LESSON).cells if cell.cell_type == "code")
BEFORE = {  # what an exercise needs besides the imports
    "rate": ["fit-solution"],
    "line": ["fit-solution"],
    "momentum": ["hand-solution"],
}
LOSS_AT = """
x, y = data.double_line()


def loss_at(W, b):
    return float(((W * x + b - y) ** 2).mean())
"""

MAKE = "def make_optimizer(W, b, lr):\n    return "
USED_UP = (
    MAKE.replace("return ", "given = (p for p in [W, b])\n    list(given)\n    return ")
    + "optim.SGD(given, lr=lr)"
)
PREDICT = "def predict(x, W, b):\n    return "


def answered(exercise, text):
    """All names of a notebook in which one exercise holds this answer, and those that it needs are right."""
    names = {"__name__": "__main__"}
    with contextlib.redirect_stdout(io.StringIO()):
        for source in [IMPORTS, LOSS_AT, *(CELLS[name] for name in BEFORE.get(exercise, [])), text]:
            exec(source, names)
    return names


def verdict(exercise, text, tree="source"):
    """What the check of an exercise says to an answer, empty when it passes."""
    return lessons.verdict(LESSON, exercise, answered(exercise, text), tree)


def hidden_verdict(exercise, text):
    """The same, as if the visible check knew nothing."""
    names, known = answered(exercise, text), {name: getattr(checks, name) for name in ("expect", "below")}
    with pytest.MonkeyPatch.context() as patch:
        for name in known:
            patch.setattr(checks, name, lambda *_, **__: None)
        message = lessons.verdict(LESSON, exercise, names, part=lessons.VISIBLE)
    return message or lessons.verdict(LESSON, exercise, names | known, part=lessons.UNSEEN)


def changed(exercise, *parts):
    """The right answer with one or more parts of it changed, each given as old and new text."""
    return lessons.changed(CELLS[f"{exercise}-solution"], *parts)


ZERO_IN_FIT = "        optimizer.zero_grad()  # zero\n"
START_IN_FIT = """    W = torch.zeros(1, requires_grad=True)
    b = torch.zeros(1, requires_grad=True)
"""
WRONG = {  # name: (exercise, the answer, words of the message)
    "T40: no lr": ("make", MAKE + "optim.SGD([W, b])", "the lr of the function"),
    "T40: the lr of the check": ("make", MAKE + "optim.SGD([W, b], lr=0.5)", "the lr of the function"),
    "T40: W alone": ("make", MAKE + "optim.SGD([W], lr=lr)", "it holds 1 parameter"),
    "T40: no list": ("make", MAKE + "optim.SGD(W, lr=lr)", "iterable"),
    "T40: a used-up generator": (
        "make",
        USED_UP,
        "empty parameter list",
    ),
    "T13: an optimizer of copies": (
        "make",
        MAKE + "optim.SGD([W.clone().detach().requires_grad_(), b.clone().detach().requires_grad_()], lr=lr)",
        "W and b themselves",
    ),
    "another rule than SGD": ("make", MAKE + "optim.Adam([W, b], lr=lr)", "W and b themselves"),
    "with momentum": ("make", MAKE + "optim.SGD([W, b], lr=lr, momentum=0.9)", "after 2 step(s)"),
    "T37: no zero_grad": ("fit", changed("fit", ZERO_IN_FIT, ""), "zero in each round"),
    "T37: zero_grad once, before the loop": (
        "fit",
        changed("fit", ZERO_IN_FIT, "", "    for _ in", "    optimizer.zero_grad()\n    for _ in"),
        "zero in each round",
    ),
    "T37: zero_grad without parentheses": (
        "fit",
        changed("fit", ZERO_IN_FIT, "        optimizer.zero_grad\n"),
        "zero in each round",
    ),
    "T9: one step too many": (
        "fit",
        changed("fit", "range(steps)", "range(steps + 1)"),
        "range(steps + 1) makes one more",
    ),
    "T9: one step too few": ("fit", changed("fit", "range(steps)", "range(1, steps)"), "history of 0 row"),
    "T9: one row too many": (
        "fit",
        changed("fit", "    return", "    history.append(history[-1] if history else (0, 0, 0))\n    return"),
        "history of 1 row",
    ),
    "T10: the weights of the last call": (
        "fit",
        START_IN_FIT.replace("    ", "") + changed("fit", START_IN_FIT, ""),
        "New W and b in each call",
    ),
    "T13: W made again": (
        "fit",
        changed("fit", "    for _ in", "    W = torch.zeros(1, requires_grad=True)\n    for _ in"),
        "an optimizer for these two",
    ),
    "T13: an optimizer for another W and b": (
        "fit",
        START_IN_FIT.replace("    ", "")
        + "optimizer = optim.SGD([W, b], lr=0.01)\n"
        + changed("fit", "    optimizer = make([W, b], lr=lr)\n", ""),
        "an optimizer for these two",
    ),
    "T40: fit without lr": ("fit", changed("fit", ", lr=lr", ""), "with this lr"),
    "the lr of the check": ("fit", changed("fit", "lr=lr", "lr=0.01"), "with this lr"),
    "always SGD": ("fit", changed("fit", "make([W", "optim.SGD([W"), "hand in another one"),
    "T5: rows from after the step": (
        "fit",
        changed(
            "fit", "step()  # step", "step()\n        history.append((W.item(), b.item(), loss.item()))"
        ).replace("        history.append((W.item(), b.item(), loss.item()))\n", "", 1),
        "before that step",
    ),
    "the sum of the errors": ("fit", changed("fit", ".mean()", ".sum()"), "1 steps: W and b."),
    "T9: the text of the tutorial": ("count", "steps_taken = 2000\nsteps_shown = 1901", "range(3)"),
    "T9: the number in the log": ("count", "steps_taken = 2001\nsteps_shown = 1900", "epoch 0"),
    "T9: all steps of the run": ("count", "steps_taken = 2001\nsteps_shown = 2000", "epoch 0"),
    "T9: 2001 steps": ("line", changed("line", "2000", "2001"), "Exactly 2000 steps"),
    "T9: 1901 steps": ("line", changed("line", "2000", "1901"), "2000 steps"),
    "T5: the loss before the last step": (
        "line",
        changed("line", "loss = ((W * x + b - y) ** 2).mean()", "loss = history[-1][2]"),
        "worked out after the last step",
    ),
    "predictions with a graph": ("predict", PREDICT + "W * x + b", "without a graph"),
    "predictions in a list": ("predict", PREDICT + "(W * x + b).tolist()", "not a tensor"),
    "predictions in an array": ("predict", PREDICT + "(W * x + b).detach().numpy()", "not a tensor"),
    "the parameters switched off": (
        "predict",
        PREDICT.replace("return ", "W.requires_grad = b.requires_grad = False\n    return ") + "W * x + b",
        "no longer records",
    ),
    "recording switched off for good": (
        "predict",
        PREDICT.replace("return ", "torch.set_grad_enabled(False)\n    return ") + "W * x + b",
        "no longer records",
    ),
    "no bias": ("predict", PREDICT + "(W * x).detach()", "predict on 3 new inputs"),
    "too small": ("rate", "good_lr = 0.01", "title above the map"),
    "too large": ("rate", "good_lr = 0.19", "title above the map"),
    "T15: gradients of 0": (
        "hand",
        changed("hand", "parameter.grad = None", "parameter.grad = torch.zeros_like(parameter)"),
        "gradient is not None",
    ),
    "zero_grad of the first parameter alone": (
        "hand",
        changed(
            "hand",
            "in self.parameters:\n            parameter.grad",
            "in self.parameters[:1]:\n            parameter.grad",
        ),
        "gradient is not None",
    ),
    "T13: new tensors in the list": (
        "hand",
        changed(
            "hand",
            "for parameter in self.parameters:\n                if",
            "for k, parameter in enumerate(self.parameters):\n                if",
            "parameter -= self.lr",
            "self.parameters[k] = parameter - self.lr",
        ),
        "another tensor in place",
    ),
    "a name for a result": (
        "hand",
        changed("hand", "parameter -= self.lr", "parameter = parameter - self.lr"),
        "got:      [1.5, 2.5, 0.5, 7]",
    ),
    "step clears the gradients": (
        "hand",
        changed("hand", "* parameter.grad\n", "* parameter.grad\n        self.zero_grad()\n"),
        "the task of zero_grad",
    ),
    "a gradient of None is not skipped": (
        "hand",
        changed("hand", "if parameter.grad is not None:", "if True:"),
        "NoneType",
    ),
    "recorded in the graph": (
        "hand",
        changed("hand", "with torch.no_grad():", "if True:"),
        "leaf Variable that requires grad",
    ),
    "uphill": ("hand", changed("hand", "-= self.lr", "+= self.lr"), "by lr times its own gradient"),
    "the gradient as a condition": (
        "hand",
        changed("hand", "if parameter.grad is not None:", "if parameter.grad:"),
        "more than one value",
    ),
    "only for one number": (
        "hand",
        changed("hand", "self.lr * parameter.grad", "self.lr * parameter.grad.item()"),
        "2 elements",
    ),
    "the gradient as a condition, with momentum": (
        "momentum",
        changed("momentum", "if parameter.grad is not None:", "if parameter.grad:"),
        "more than one value",
    ),
    "None counts as 0, and the velocity goes on": (
        "momentum",
        changed(
            "momentum",
            "if parameter.grad is not None:",
            "if True:",
            "+ parameter.grad",
            "+ (0 if parameter.grad is None else parameter.grad)",
        ),
        "whatever its velocity",
    ),
    "without a gradient along the old velocity": (
        "momentum",
        changed(
            "momentum",
            "                    parameter -=",
            "                parameter -=",
        ),
        "whatever its velocity",
    ),
    "a running mean": (
        "momentum",
        changed("momentum", "+ parameter.grad", "+ (1 - self.momentum) * parameter.grad"),
        "the whole gradient",
    ),
    "lr in the velocity": (
        "momentum",
        changed("momentum", "+ parameter.grad", "+ self.lr * parameter.grad", "-= self.lr *", "-="),
        "without lr",
    ),
    "the parameter before the velocity": (
        "momentum",
        changed(
            "momentum", "self.lr * self.velocities[k]", "self.lr * (self.velocities[k] - parameter.grad)"
        ),
        "First the new velocity",
    ),
    "one velocity for all": (
        "momentum",
        changed("momentum", "self.velocities[k]", "self.velocities[0]"),
        "one velocity for each",
    ),
    "momentum 0.9, whatever is asked": (
        "momentum",
        changed("momentum", "self.momentum *", "0.9 *"),
        "the velocities after 2 step(s)",
    ),
    "T13: the bug hunt with the old W": (
        "repaired",
        changed("repaired", "    for epoch", "    W = torch.zeros(1, requires_grad=True)\n    for epoch"),
        "hold the W that is used",
    ),
    "T37: the bug hunt without parentheses": (
        "repaired",
        changed("repaired", "zero_grad()", "zero_grad"),
        "with parentheses",
    ),
    "T9: the bug hunt with one step more": (
        "repaired",
        changed("repaired", "range(steps)", "range(steps + 1)"),
        "even when steps is 0",
    ),
}
SEEN = (  # the mistakes that the visible check alone must show
    "T40: W alone",
    "T37: no zero_grad",
    "T10: the weights of the last call",
    "T5: rows from after the step",
    "T5: the loss before the last step",
    "predictions with a graph",
    "predictions in a list",
    "the parameters switched off",
    "recording switched off for good",
    "the gradient as a condition",
    "only for one number",
    "T15: gradients of 0",
    "a gradient of None is not skipped",
    "a running mean",
    "T37: the bug hunt without parentheses",
    "T9: the bug hunt with one step more",
)
RIGHT = {  # name: (exercise, the answer)
    "b first, in groups": ("make", MAKE + 'optim.SGD([{"params": [b]}, {"params": W}], lr)'),
    "a generator": ("make", MAKE + "optim.SGD((p for p in (W, b)), lr=lr)"),
    "zero first": (
        "fit",
        changed("fit", ZERO_IN_FIT, "", "prediction = W", "optimizer.zero_grad()\n        prediction = W"),
    ),
    "zero last": (
        "fit",
        changed("fit", ZERO_IN_FIT, "", "step()  # step", "step()\n        optimizer.zero_grad()"),
    ),
    "zeros instead of None": ("fit", changed("fit", "zero_grad()", "zero_grad(set_to_none=False)")),
    "tensors returned": ("fit", changed("fit", "return W.item(), b.item()", "return W.detach(), b.detach()")),
    "a model of the library": (
        "fit",
        """
def fit(x, y, lr, steps, make=optim.SGD):
    line, history = nn.Linear(1, 1), []
    nn.init.zeros_(line.weight)
    nn.init.zeros_(line.bias)
    optimizer = make(line.parameters(), lr=lr)
    for _ in range(steps):
        loss = nn.functional.mse_loss(line(x), y)
        history.append([line.weight.item(), line.bias.item(), loss.item()])
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return line.weight.item(), line.bias.item(), history
""",
    ),
    "detached": ("predict", PREDICT + "W.detach() * x + b.detach()"),
    "detached at the end": ("predict", PREDICT + "torch.add(W * x, b).detach()"),
    "the velocity fades without a gradient": (
        "momentum",
        changed(
            "momentum",
            "                if parameter.grad is not None:",
            "                if parameter.grad is None:\n"
            "                    self.velocities[k] = self.momentum * self.velocities[k]\n"
            "                else:",
        ),
    ),
    "through .data": ("hand", changed("hand", "parameter -= self.lr", "parameter.data -= self.lr")),
    "a new .data": (
        "hand",
        changed("hand", "parameter -= self.lr", "parameter.data = parameter.data - self.lr"),
    ),
    "velocities in place": (
        "momentum",
        changed(
            "momentum",
            "self.velocities[k] = self.momentum * self.velocities[k] + parameter.grad",
            "self.velocities[k].mul_(self.momentum).add_(parameter.grad)",
        ),
    ),
    "tensors of the bug hunt": (
        "repaired",
        changed("repaired", "return W.item(), b.item()", "return W.clone(), b.clone()"),
    ),
}
test_the_class, test_under_the_judge, test_in_one_process = lessons.class_tests(LESSON)
test_one_letter_of_each_choice_is_right = lessons.choice_test(LESSON)


@pytest.fixture
def texts(monkeypatch):
    """The alternative texts of the pictures that were drawn; nothing is painted, which takes longest."""
    drawn = []
    for module in (pictures, surfaces):
        monkeypatch.setattr(module, "show", lambda figure, alt: drawn.append(alt))
    return drawn


@pytest.mark.parametrize("name", WRONG)
def test_the_hidden_tests_alone_reject_a_wrong_answer_and_say_why(name):
    exercise, text, words = WRONG[name]
    assert verdict(exercise, text) != ""
    assert words in hidden_verdict(exercise, text)


@pytest.mark.parametrize("name", SEEN)
def test_the_learner_sees_a_frequent_mistake_at_once(name):
    exercise, text, _ = WRONG[name]
    assert verdict(exercise, text, "release") != ""


@pytest.mark.parametrize("name", RIGHT)
def test_another_style_is_right(name):
    assert verdict(*RIGHT[name]) == ""


def test_zero_may_stand_anywhere_but_between_backward_and_step():
    right = lessons.right_orders(LESSON, "order", "loop_order", "ABCDE")
    assert right == {"CDBEA", "DCBEA", "DBCEA", "DBEAC"}


@pytest.mark.parametrize("letters", ["ECABD", "CEBAD", "CADBE", "DEABC", "CEADB"])
def test_each_wrong_cause_is_told(letters):
    wrong = next(number for number, (a, b) in enumerate(zip(letters, "CEABD", strict=True), 1) if a != b)
    assert f"right yet: the cause of training {wrong}." in verdict("causes", f'causes = "{letters}"')


class TestNumbersInTheText:
    """Numbers that the lesson says in words, and that no cell prints."""

    def test_the_losses_of_the_five_trainings(self):
        x, y = data.identity_line()
        slow = [reference.fit(x, y, 0.01, steps)[2] for steps in (1000, 1001, 1002)]
        assert slow == pytest.approx([0.000158, 0.000157, 0.000157], abs=5e-7)
        forgotten = [optimizers.momentum_fit(x, y, 0.01, k, 1.0)[2] for k in range(7)]
        assert forgotten == pytest.approx([4.667, 3.693, 2.165, 0.742, 0.039, 0.357, 1.560], abs=5e-4)
        large = [reference.fit(x, y, 0.2, k)[2] for k in range(4)]
        assert large == pytest.approx([4.667, 6.919, 10.263, 15.232], abs=5e-4)
        assert large[2] / large[1] == pytest.approx(1.48, abs=5e-3)

    def test_the_losses_that_rise(self):
        losses = [reference.fit(*data.double_line(), 0.2, k)[2] for k in range(4)]
        assert losses == pytest.approx([18.67, 27.67, 41.05, 60.93], abs=6e-3)

    def test_the_border_of_the_learning_rate_lies_near_0_18(self):
        x, y = data.double_line()
        assert reference.fit(x, y, 0.180, 500)[2] < 56 / 3 < reference.fit(x, y, 0.181, 500)[2]

    def test_bias_alone_reaches_2_67(self):
        _, y = data.double_line()
        assert float(((y - y.mean()) ** 2).mean()) == pytest.approx(2.67, abs=5e-3)

    def test_momentum_against_plain_steps(self):
        plain, rolling = (optimizers.momentum_fit(*data.double_line(), 0.01, 200, mu)[2] for mu in (0, 0.9))
        assert plain == pytest.approx(0.03, abs=5e-4)
        assert rolling < 1e-6


def test_pictures_say_what_they_show(texts):
    surfaces.descent(lambda w, b: w**2 + b**2 + 0.1, [(1.0, 1.0, 2.1), (0.5, 0.5, 0.6)])
    pictures.loss_by_step({"falls": [8.0, 0.5], "explodes": [1.0, float("inf")]})
    assert "path of 2 steps from W = 1, b = 1 to W = 0.5, b = 0.5" in texts[0]
    assert texts[1].endswith("falls: 8 at step 0, 0.5 at step 1; explodes: 1 at step 0, inf at step 1.")


def test_the_map_takes_no_step(texts):
    """A picture only asks for the loss at places of its own grid: it trains nothing."""
    asked = []
    surfaces.descent(lambda w, b: asked.append((w, b)) or 1.0 + w * w, [(0.0, 0.0, 1.0)])
    assert len({w for w, _ in asked}) * len({b for _, b in asked}) == len(asked)
