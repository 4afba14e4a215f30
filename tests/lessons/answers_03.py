"""Wrong answers to lesson 3, each with words that tell the learner why."""

import lesson_grades

CELLS = lesson_grades.sources("03-optim-sgd")

MAKE = "def make_optimizer(W, b, lr):\n    return "
USED_UP = (
    MAKE.replace("return ", "given = (p for p in [W, b])\n    list(given)\n    return ")
    + "optim.SGD(given, lr=lr)"
)
PREDICT = "def predict(x, W, b):\n    return "


def changed(exercise: str, *parts: str) -> str:
    """The right answer with one or more parts of it changed, each given as old and new text."""
    return lesson_grades.changed(CELLS[f"{exercise}-solution"], *parts)


ZERO_IN_FIT = "        optimizer.zero_grad()  # zero\n"
START_IN_FIT = """    W = torch.zeros(1, requires_grad=True)
    b = torch.zeros(1, requires_grad=True)
"""
IS_THERE = "                if parameter.grad is not None:\n"
UPDATE_LINE = "                    parameter -= self.lr * parameter.grad\n"
IS_THERE_OR = "                if parameter.grad is None:\n                    {}\n                else:\n"
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
    "T13: new tensors in make_optimizer": (
        "make",
        "def make_optimizer(W, b, lr):\n"
        "    W = torch.zeros(1, requires_grad=True)\n"
        "    b = torch.zeros(1, requires_grad=True)\n"
        "    return optim.SGD([W, b], lr=lr)",
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
    "T40: fit without lr": ("fit", changed("fit", ", lr=lr", ""), "make([W, b], lr=lr)"),
    "the lr of the check": ("fit", changed("fit", "lr=lr", "lr=0.01"), "with this lr"),
    "always SGD": ("fit", changed("fit", "make([W", "optim.SGD([W"), "hand in another one"),
    "a new optimizer in each round": (
        "fit",
        changed(
            "fit",
            "    optimizer = make([W, b], lr=lr)\n",
            "",
            "        prediction = W",
            "        optimizer = make([W, b], lr=lr)\n        prediction = W",
        ),
        "once, before the loop",
    ),
    "T5: rows from after the step": (
        "fit",
        changed(
            "fit", "step()  # step", "step()\n        history.append((W.item(), b.item(), loss.item()))"
        ).replace("        history.append((W.item(), b.item(), loss.item()))\n", "", 1),
        "before that step",
    ),
    "the sum of the errors": ("fit", changed("fit", ".mean()", ".sum()"), "1 steps: W and b."),
    "fair: plain steps that creep": ("fair", "plain_lr = 0.04\nball_lr = 0.04", "Neither so small"),
    "fair: a ball that creeps": ("fair", "plain_lr = 0.05\nball_lr = 0.001", "with ball_lr"),
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
    "return at a gradient of None": (
        "hand",
        changed("hand", IS_THERE, IS_THERE_OR.format("return")),
        "one whose gradient is None stays",
    ),
    "break at a gradient of None": (
        "hand",
        changed("hand", IS_THERE, IS_THERE_OR.format("break")),
        "one whose gradient is None stays",
    ),
    "return at a gradient of None, with momentum": (
        "momentum",
        changed("momentum", IS_THERE, IS_THERE_OR.format("return")),
        "one velocity for each",
    ),
    "break at a gradient of None, with momentum": (
        "momentum",
        changed("momentum", IS_THERE, IS_THERE_OR.format("break")),
        "one velocity for each",
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
        "by lr times its own gradient",
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
        "by its own velocity",
    ),
    "momentum 0.9, whatever is asked": (
        "momentum",
        changed("momentum", "self.momentum *", "0.9 *"),
        "the velocities after 2 step(s)",
    ),
    "telling: the stale W does harm": (
        "telling",
        "telling = (torch.tensor([[-1.0], [1.0]]), torch.tensor([[2.0], [4.0]]), 0.1, 1000)",
        "a W that stays 0 does harm",
    ),
    "telling: one step more does harm": ("telling", "telling = (x, x * 0 + 1, 0.1, 10)", "one step too many"),
    "telling: right by luck": (
        "telling",
        "telling = (torch.tensor([[-1.0], [1.0]]), torch.tensor([[3.0], [3.0]]), 0.5, 3)",
        "buggy returns the right b",
    ),
    "telling: zero_grad alone does no harm": (
        "telling",
        "telling = (torch.tensor([[-1.0], [1.0]]), torch.tensor([[5.0], [5.0]]), 0.5, 4)",
        "forgetting zero_grad alone does no harm",
    ),
    "telling: still on its way": (
        "telling",
        "telling = (torch.tensor([[-1.0], [1.0]]), torch.tensor([[5.0], [5.0]]), 0.001, 1000)",
        "has not come to rest",
    ),
    "the data of the lesson in the loss": (
        "fit",
        changed("fit", "(prediction - y)", "(prediction - 2 * x)"),
        "new rows",
    ),
    "always three rows": ("fit", changed("fit", ".mean()", ".sum() / 3"), "new rows"),
    "the work left to optim.SGD": (
        "hand",
        changed(
            "hand",
            "        with torch.no_grad():\n",
            "        if True:\n",
            IS_THERE,
            "                if True:\n",
            UPDATE_LINE,
            "                    optim.SGD([parameter], lr=self.lr).step()\n",
        ),
        "Invalid learning rate",
    ),
    "the bug hunt for one data set": (
        "repaired",
        changed("repaired", "b - y", "b - 2 * x"),
        "new rows",
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
    "a new optimizer in each round",
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
