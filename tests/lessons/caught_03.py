"""Wrong answers to lesson 3 that the visible checks catch, each with words that lead to the mistake."""

from answers_03 import CELLS, MAKE, PREDICT, START_IN_FIT, WRONG, ZERO_IN_FIT, changed

UPDATE = "parameter -= self.lr * parameter.grad"
ROLLED = "self.velocities[k] = self.momentum * self.velocities[k] + parameter.grad"
ROW = "        history.append((W.item(), b.item(), loss.item()))\n"
ROUND = """        prediction = W * x + b  # predict
        loss = ((prediction - y) ** 2).mean()  # loss
"""


def seen(name: str, words: str) -> tuple[str, str, str]:
    """A wrong answer of answers_03, with the words that the visible check says."""
    exercise, text, _ = WRONG[name]
    return exercise, text, words


def buggy(*parts: str) -> str:
    """The function of the bug hunt under the name `repaired`, with parts of it changed."""
    source = next(text for text in CELLS.values() if text.startswith("def buggy"))
    function = source.partition("\n\n\nfor steps")[0].replace("buggy", "repaired")
    for old, new in zip(parts[::2], parts[1::2], strict=True):
        assert old in function
        function = function.replace(old, new)
    return function


CAUGHT = {  # name: (exercise, the answer, words of the message)
    # make_optimizer
    "make: no lr": seen("T40: no lr", "is 0.001, not 0.5"),
    "make: a fixed lr": seen("T40: the lr of the check", "get the lr of the function"),
    "make: another fixed lr": ("make", MAKE + "optim.SGD([W, b], lr=0.01)", "get the lr of the function"),
    "make: W alone": seen("T40: W alone", "it holds 1 parameter"),
    "make: W twice": ("make", MAKE + "optim.SGD([W, W], lr=lr)", "W and b themselves"),
    "make: no list": seen("T40: no list", "W and b themselves come in one list"),
    "make: two arguments": ("make", MAKE + "optim.SGD(W, b, lr=lr)", "W and b themselves come in one list"),
    "make: a list in a list": (
        "make",
        MAKE + "optim.SGD([[W, b]], lr=lr)",
        "W and b themselves come in one list",
    ),
    "make: a result in the list": ("make", MAKE + "optim.SGD([W * 1, b * 1], lr=lr)", "one list"),
    "make: a used-up generator": seen("T40: a used-up generator", "W and b themselves come in one list"),
    "make: no return": ("make", MAKE.replace("return ", "") + "optim.SGD([W, b], lr=lr)", "no optimizer"),
    "make: copies": seen("T13: an optimizer of copies", "W and b themselves"),
    "make: another rule": seen("another rule than SGD", "an object of type Adam"),
    "make: momentum": seen("with momentum", "after 2 step(s)"),
    "make: weight decay": (
        "make",
        MAKE + "optim.SGD([W, b], lr=lr, weight_decay=0.1)",
        "no other setting",
    ),
    "make: new tensors": seen("T13: new tensors in make_optimizer", "other numbers than the W = -5"),
    "make: another name for lr": (
        "make",
        MAKE + "optim.SGD([W, b], learning_rate=lr)",
        "The name of the learning rate is lr",
    ),
    "make: clears the gradients": (
        "make",
        MAKE.replace("return ", "made = optim.SGD([W, b], lr=lr)\n    made.zero_grad()\n    return made"),
        "calls none of its methods",
    ),
    "make: takes a step": (
        "make",
        MAKE.replace("return ", "made = optim.SGD([W, b], lr=lr)\n    made.step()\n    return made"),
        "take no step",
    ),
    # fit
    "fit: the loss of the data above": seen("the data of the lesson in the loss", "Use the x and the y"),
    "fit: always three rows": seen("always three rows", "however many there are"),
    "fit: the data by name": (
        "fit",
        changed("fit", "    history = []\n", "    history = []\n    x, y = data.double_line()\n"),
        "Use the x and the y",
    ),
    "fit: only the loss in a row": (
        "fit",
        changed("fit", "(W.item(), b.item(), loss.item())", "loss.item()"),
        "three numbers in one pair of brackets",
    ),
    "fit: three things appended": (
        "fit",
        changed("fit", "((W.item(), b.item(), loss.item()))", "(W.item(), b.item(), loss.item())"),
        "append takes one thing",
    ),
    "fit: b first": (
        "fit",
        changed("fit", "(W.item(), b.item(), loss.item())", "(b.item(), W.item(), loss.item())"),
        "The order is W, b, loss",
    ),
    "fit: step after the loop": (
        "fit",
        changed("fit", "        optimizer.step()", "    optimizer.step()"),
        "outside of the loop",
    ),
    "fit: W and b made in each round": (
        "fit",
        changed(
            "fit",
            START_IN_FIT,
            "",
            "    optimizer = make([W, b], lr=lr)\n",
            "",
            ROUND,
            START_IN_FIT.replace("    ", "        ") + "        optimizer = make([W, b], lr=lr)\n" + ROUND,
        ),
        "made anew in each round",
    ),
    "fit: a new optimizer in each round": seen("a new optimizer in each round", "once, before the loop"),
    "fit: zero_grad with an argument": (
        "fit",
        changed("fit", "optimizer.zero_grad()", "optimizer.zero_grad(set_to_none=False)"),
        "without arguments",
    ),
    "fit: a method for a number": (
        "fit",
        changed("fit", "return W.item(),", "return W.item,"),
        "A method needs its parentheses",
    ),
    "fit: a method in the rows": (
        "fit",
        changed("fit", "b.item(), loss.item()))", "b.item(), loss.item))"),
        "with parentheses",
    ),
    "fit: a bare return": ("fit", changed("fit", "return W.item(), b.item(), history", "return"), "3 parts"),
    "fit: errors that are no mean": ("fit", changed("fit", ".mean()", ""), "a loss of one number"),
    "predict: no_grad without parentheses": (
        "predict",
        changed("predict", "torch.no_grad()", "torch.no_grad"),
        "with parentheses",
    ),
    "momentum: no velocities made": (
        "momentum",
        changed(
            "momentum",
            "        self.velocities = [torch.zeros_like(parameter) for parameter in self.parameters]\n",
            "",
        ),
        "Leave __init__ as it was given",
    ),
    "momentum: no parameters kept": (
        "momentum",
        changed("momentum", "        self.parameters = list(parameters)\n", ""),
        "Leave __init__ as it was given",
    ),
    "repaired: a bare return": (
        "repaired",
        changed("repaired", "return W.item(), b.item(), ((W * x + b - y) ** 2).mean().item()", "return"),
        "return all three",
    ),
    "fit: ignores make": seen("always SGD", "make([W, b], lr=lr)"),
    "fit: ignores make, by hand": (
        "fit",
        changed(
            "fit",
            "        optimizer.step()  # step\n",
            "        with torch.no_grad():\n            W -= lr * W.grad\n            b -= lr * b.grad\n",
        ),
        "make([W, b], lr=lr)",
    ),
    "fit: one step too few": ("fit", changed("fit", "range(steps)", "range(1, steps)"), "the number of rows"),
    "fit: one step too many": seen("T9: one step too many", "range(steps) makes exactly"),
    "fit: always 100 steps": (
        "fit",
        changed("fit", "range(steps)", "range(100)"),
        "range(steps) makes exactly",
    ),
    "fit: return inside the loop": (
        "fit",
        changed("fit", "    return W.item()", "        return W.item()"),
        "Does `return` stand inside of the loop?",
    ),
    "fit: no row": ("fit", changed("fit", ROW, ""), "one row in each round"),
    "fit: extend in place of append": (
        "fit",
        changed("fit", "history.append(", "history.extend("),
        "in one pair of brackets",
    ),
    "fit: tensors in the rows": (
        "fit",
        changed("fit", "(W.item(), b.item(), loss.item())", "(W, b, loss)"),
        "plain numbers",
    ),
    "fit: the loss as a tensor": ("fit", changed("fit", "loss.item()))", "loss))"), "plain numbers"),
    "fit: no zero_grad": seen("T37: no zero_grad", "What of the first gradient is left"),
    "fit: zero_grad once": seen("T37: zero_grad once, before the loop", "What of the first gradient is left"),
    "fit: zero_grad without parentheses": seen(
        "T37: zero_grad without parentheses", "What of the first gradient is left"
    ),
    "fit: zero between backward and step": (
        "fit",
        changed("fit", ZERO_IN_FIT, "", "        optimizer.step()", ZERO_IN_FIT + "        optimizer.step()"),
        "What stands in .grad",
    ),
    "fit: no step": ("fit", changed("fit", "        optimizer.step()  # step\n", ""), "not both have moved"),
    "fit: no backward": (
        "fit",
        changed("fit", "        loss.backward()  # backward\n", ""),
        "What stands in .grad",
    ),
    "fit: step without parentheses": (
        "fit",
        changed("fit", "optimizer.step()", "optimizer.step"),
        "not both have moved",
    ),
    "fit: step before backward": (
        "fit",
        changed(
            "fit",
            "        loss.backward()  # backward\n",
            "",
            "step()  # step",
            "step()\n        loss.backward()",
        ),
        "What stands in .grad",
    ),
    "fit: a stale W": seen("T13: W made again", "Does the optimizer hold the W and the b"),
    "fit: an optimizer of other tensors": seen(
        "T13: an optimizer for another W and b", "Does the optimizer hold the W and the b"
    ),
    "fit: W alone in the optimizer": (
        "fit",
        changed("fit", "[W, b], lr", "[W], lr"),
        "Does the optimizer hold",
    ),
    "fit: no bias in the model": ("fit", changed("fit", "W * x + b", "W * x"), "not both have moved"),
    "fit: weights of the last call": seen("T10: the weights of the last call", "inside fit, at 0"),
    "fit: a start at 1": ("fit", changed("fit", "W = torch.zeros", "W = torch.ones"), "inside fit, at 0"),
    "fit: a random start": (
        "fit",
        changed("fit", "W = torch.zeros", "W = torch.randn"),
        "inside fit, at 0",
    ),
    "fit: no lr": seen("T40: fit without lr", "lr times the gradient"),
    "fit: a fixed lr": seen("the lr of the check", "lr times the gradient"),
    "fit: the sum": seen("the sum of the errors", "of the mean squared error"),
    "fit: no square": ("fit", changed("fit", "((prediction - y) ** 2)", "(prediction - y)"), "squared error"),
    "fit: rows after the step": seen("T5: rows from after the step", "Append the row before"),
    "fit: the loss first": (
        "fit",
        changed("fit", "(W.item(), b.item(), loss.item())", "(loss.item(), W.item(), b.item())"),
        "W, b and the loss",
    ),
    "fit: a row of two": (
        "fit",
        changed("fit", "(W.item(), b.item(), loss.item())", "(W.item(), loss.item())"),
        "W, b and the loss",
    ),
    "fit: no gradient wanted": (
        "fit",
        changed("fit", START_IN_FIT, START_IN_FIT.replace(", requires_grad=True", "")),
        "need requires_grad=True",
    ),
    "fit: the loss before the loop": (
        "fit",
        changed("fit", ROUND, "", "    for _ in", ROUND.replace("        ", "    ") + "    for _ in"),
        "its own prediction,",
    ),
    "fit: the prediction before the loop": (
        "fit",
        changed(
            "fit",
            "        prediction = W * x + b  # predict\n",
            "",
            "    for _ in",
            "    prediction = W * x + b\n    for _ in",
        ),
        "its own prediction,",
    ),
    "fit: a whole number for W": (
        "fit",
        changed("fit", "W = torch.zeros(1, requires_grad=True)", "W = 0.0"),
        "need requires_grad=True",
    ),
    # predict
    "predict: with a graph": seen("predictions with a graph", "torch.no_grad()"),
    "predict: a list": seen("predictions in a list", "return the tensor"),
    "predict: no bias": ("predict", PREDICT + "(W * x).detach()", "The same formula"),
    "predict: numbers of the notebook": (
        "predict",
        "W_end, b_end = W, b\n" + PREDICT + "torch.add(W_end * x, b_end)",
        "The same formula",
    ),
    "predict: no return": (
        "predict",
        PREDICT.replace("return ", "with torch.no_grad():\n        W * x + b"),
        "is a `return` missing?",
    ),
    "predict: one number": ("predict", PREDICT + "(W * x + b)[0].detach()", "shape"),
    "predict: flat": ("predict", PREDICT + "(W * x + b).detach().flatten()", "shape"),
    "predict: in place": (
        "predict",
        "def predict(x, W, b):\n    with torch.no_grad():\n        x *= W\n        x += b\n    return x",
        "makes a new tensor",
    ),
    "predict: switched off for good": seen("recording switched off for good", "no longer records"),
    # rate
    "rate: a little too small": ("rate", "good_lr = 0.135", "in the title above the map"),
    "rate: a little too large": ("rate", "good_lr = 0.175", "in the title above the map"),
    "rate: far too small": ("rate", "good_lr = 0.001", "in the title above the map"),
    "rate: it explodes": ("rate", "good_lr = 1.0", "in the title above the map"),
    "rate: a row of one": ("rate", "good_lr = torch.tensor([0.15])", "without quotes, brackets or a comma"),
    "rate: a tuple": ("rate", "good_lr = (0.15,)", "without quotes, brackets or a comma"),
    "rate: a text": ("rate", 'good_lr = "0.15"', "without quotes"),
    "rate: a negative one": ("rate", "good_lr = -0.15", "in the title above the map"),
    # HandSGD
    "hand: without no_grad": seen("recorded in the graph", "under torch.no_grad()"),
    "hand: no_grad elsewhere": (
        "hand",
        changed("hand", "        with torch.no_grad():\n", "        torch.no_grad()\n        if True:\n"),
        "under torch.no_grad()",
    ),
    "hand: the gradient as a condition": seen("the gradient as a condition", "`is None`"),
    "hand: None not skipped": seen("a gradient of None is not skipped", "`is None`"),
    "hand: for one number": seen("only for one number", "by its own gradient"),
    "hand: new tensors in the list": seen(
        "T13: new tensors in the list", "do not put a new one in its place"
    ),
    "hand: a name for a result": seen("a name for a result", "each parameter itself changes"),
    "hand: the work left to optim.SGD": seen("the work left to optim.SGD", "Write the subtraction yourself"),
    "hand: self is missing": (
        "hand",
        changed("hand", "in self.parameters:\n                if", "in parameters:\n                if"),
        "parameter of self.parameters",
    ),
    "hand: self is missing in zero_grad": (
        "hand",
        changed(
            "hand",
            "in self.parameters:\n            parameter.grad",
            "in parameters:\n            parameter.grad",
        ),
        "parameter of self.parameters",
    ),
    "hand: another optimizer": (
        "hand",
        changed(
            "hand",
            "        with torch.no_grad():\n",
            "        optimizer.step()\n        return\n        with torch.no_grad():\n",
        ),
        "those of this object: self.parameters",
    ),
    "hand: a method without self": (
        "hand",
        changed("hand", "def step(self)", "def step()"),
        "`self` comes first",
    ),
    "hand: switched off": (
        "hand",
        changed("hand", UPDATE, "parameter.requires_grad = False\n                    " + UPDATE),
        "leave requires_grad as it is",
    ),
    "hand: recording off for good": (
        "hand",
        changed(
            "hand",
            "        with torch.no_grad():\n",
            "        torch.set_grad_enabled(False)\n        if True:\n",
        ),
        "no longer records",
    ),
    "hand: the name W": (
        "hand",
        changed("hand", UPDATE, "W -= self.lr * W.grad"),
        "of self.parameters",
    ),
    "hand: clears the gradients": seen("step clears the gradients", "the task of zero_grad"),
    "hand: zero_grad of the first alone": seen(
        "zero_grad of the first parameter alone", "over self.parameters"
    ),
    "hand: zeros": seen("T15: gradients of 0", "to None, not to 0"),
    "hand: zero_": ("hand", changed("hand", "parameter.grad = None", "parameter.grad.zero_()"), "to None"),
    "hand: the name grad alone": ("hand", changed("hand", "parameter.grad = None", "grad = None"), "to None"),
    "hand: uphill": seen("uphill", "by self.lr times its own gradient"),
    "hand: no lr": ("hand", changed("hand", "self.lr * ", ""), "by self.lr times its own gradient"),
    "hand: a fixed lr": (
        "hand",
        changed("hand", "self.lr * ", "0.01 * "),
        "by self.lr times its own gradient",
    ),
    "hand: only the gradient": (
        "hand",
        changed(
            "hand", "parameter -= self.lr * parameter.grad", "parameter.copy_(-self.lr * parameter.grad)"
        ),
        "by self.lr times its own gradient",
    ),
    "hand: the first alone": (
        "hand",
        changed(
            "hand",
            "for parameter in self.parameters:\n                if",
            "for parameter in self.parameters[:1]:\n                if",
        ),
        "reach every parameter",
    ),
    "hand: the first gradient for all": (
        "hand",
        changed("hand", "self.lr * parameter.grad", "self.lr * self.parameters[0].grad.sum()"),
        "by self.lr times its own gradient",
    ),
    "hand: return inside the loop": (
        "hand",
        changed("hand", UPDATE, UPDATE + "\n                    return"),
        "reach every parameter",
    ),
    "hand: lr multiplied into the gradient": (
        "hand",
        changed("hand", UPDATE, "parameter.grad *= self.lr\n                    parameter -= parameter.grad"),
        "only reads .grad",
    ),
    "hand: no self": ("hand", changed("hand", "self.lr * ", "lr * "), "lr"),
    "hand: return where a gradient is None": seen("return at a gradient of None", "`continue` goes on"),
    "hand: break where a gradient is None": seen("break at a gradient of None", "`continue` goes on"),
    "hand: == for =": (
        "hand",
        changed("hand", "parameter.grad = None", "parameter.grad == None"),
        "== only compares",
    ),
    # HandMomentum
    "momentum: return where a gradient is None": seen(
        "return at a gradient of None, with momentum", "`continue` goes on"
    ),
    "momentum: break where a gradient is None": seen(
        "break at a gradient of None, with momentum", "`continue` goes on"
    ),
    "momentum: into the gradient": (
        "momentum",
        changed(
            "momentum",
            ROLLED,
            "parameter.grad += self.momentum * self.velocities[k]\n"
            "                    self.velocities[k] = parameter.grad.clone()",
        ),
        "only reads .grad",
    ),
    "momentum: a negative share": (
        "momentum",
        changed("momentum", "= self.momentum *", "= -self.momentum *"),
        "What share",
    ),
    "momentum: new velocities in each step": (
        "momentum",
        changed(
            "momentum",
            "        with torch.no_grad():\n",
            "        self.velocities = [torch.zeros_like(parameter) for parameter in self.parameters]\n"
            "        with torch.no_grad():\n",
        ),
        "What share",
    ),
    "momentum: lr in the velocity": seen("lr in the velocity", "without lr"),
    "momentum: a running mean": seen("a running mean", "the whole gradient"),
    "momentum: without no_grad": (
        "momentum",
        changed("momentum", "with torch.no_grad():", "if True:"),
        "under torch.no_grad()",
    ),
    "momentum: the gradient as a condition": (
        "momentum",
        changed("momentum", "if parameter.grad is not None:", "if parameter.grad:"),
        "`is None`",
    ),
    "momentum: None not skipped": (
        "momentum",
        changed("momentum", "if parameter.grad is not None:", "if True:"),
        "`is None`",
    ),
    "momentum: None counts as 0": seen("None counts as 0, and the velocity goes on", "Whatever its velocity"),
    "momentum: along the old velocity": seen(
        "without a gradient along the old velocity", "Whatever its velocity"
    ),
    "momentum: the parameter first": seen("the parameter before the velocity", "the new velocity"),
    "momentum: one velocity for all": seen("one velocity for all", "by its own velocity"),
    "momentum: always 0.9": seen("momentum 0.9, whatever is asked", "What share"),
    "momentum: never stored": (
        "momentum",
        changed(
            "momentum",
            ROLLED,
            ROLLED.replace("self.velocities[k] = ", "v = "),
            "self.lr * self.velocities[k]",
            "self.lr * v",
        ),
        "Store it in self.velocities",
    ),
    "momentum: nothing but the gradient": (
        "momentum",
        changed("momentum", ROLLED, "self.velocities[k] = parameter.grad"),
        "What share",
    ),
    "momentum: uphill": ("momentum", changed("momentum", "-= self.lr", "+= self.lr"), "Subtract lr times"),
    "momentum: the default is another": (
        "momentum",
        changed("momentum", "momentum=0.9", "momentum=0.5"),
        "as it was given",
    ),
    "momentum: new tensors in the list": (
        "momentum",
        changed("momentum", "parameter -= self.lr", "self.parameters[k] = parameter - self.lr"),
        "do not put a new one in its place",
    ),
    "momentum: the gradient is the velocity": (
        "momentum",
        changed(
            "momentum", ROLLED, "self.velocities[k] = parameter.grad.add_(self.momentum * self.velocities[k])"
        ),
        "only reads .grad",
    ),
    "momentum: the velocity of another": (
        "momentum",
        changed(
            "momentum",
            "            for k, parameter in enumerate(self.parameters):\n",
            "            for k, parameter in enumerate(p for p in self.parameters if p.grad is not None):\n",
        ),
        "a velocity of its own",
    ),
    "momentum: one tensor for both": (
        "momentum",
        changed(
            "momentum",
            "        with torch.no_grad():\n",
            "        if True:\n",
            ROLLED,
            "v = self.velocities[k]\n                    v *= self.momentum\n"
            "                    v += parameter.grad\n"
            "                    parameter.grad = v",
            "                    parameter -= self.lr * self.velocities[k]",
            "        super().step()",
        ),
        "not the gradient",
    ),
    # fair
    "fair: one of two": ("fair", "plain_lr = 0.05", "Write both"),
    "fair: a tuple": ("fair", "plain_lr = 0.05,\nball_lr = 0.04", "without quotes, brackets or a comma"),
    "fair: too small": ("fair", "plain_lr = 0.03\nball_lr = 0.04", "Else a larger one"),
    "fair: too large": ("fair", "plain_lr = 0.06\nball_lr = 0.04", "650 steps with plain_lr"),
    "fair: a ball that explodes": ("fair", "plain_lr = 0.05\nball_lr = 0.15", "a smaller learning rate"),
    "fair: the same for both": ("fair", "plain_lr = ball_lr = 0.01", "650 steps with plain_lr"),
    "fair: a ball that creeps": ("fair", "plain_lr = 0.05\nball_lr = 0.002", "160 steps with ball_lr"),
    "fair: a text": ("fair", 'plain_lr = "0.05"\nball_lr = 0.04', "without quotes"),
    # hunt
    "lines: a right one": ("hunt", 'hunt_lines = "4567"', "Line 6 is right"),
    "lines: the second W left out": ("hunt", 'hunt_lines = "57"', "Which tensors does"),
    "lines: the loop left out": ("hunt", 'hunt_lines = "47"', "the row of 0 steps"),
    "lines: the gradients left out": ("hunt", 'hunt_lines = "45"', "the gradients of single rounds"),
    # telling
    "telling: three parts": ("telling", "telling = (x, y, 0.1)", "Write all four"),
    "telling: a number": ("telling", "telling = 0.1", "Write all four"),
    "telling: a text for lr": ("telling", 'telling = (x, y, "0.1", 10)', "a number without quotes"),
    "telling: no x": ("telling", "telling = ([], [], 0.1, 10)", "must be numbers"),
    "telling: no steps": ("telling", "telling = (x, y, 0.1, 0)", "with 0 steps nothing is trained"),
    "telling: half a step": ("telling", "telling = (x, y, 0.1, 2.5)", "A whole number"),
    "telling: far too many steps": ("telling", "telling = (x, y, 0.1, 10**9)", "from 1 to 10,000"),
    "telling: one y less": ("telling", "telling = (x, y[:2], 0.1, 100)", "Each row has one x and one y"),
    "telling: nan": ("telling", 'telling = (x, y * float("nan"), 0.1, 100)', "Small numbers"),
    "telling: huge": ("telling", "telling = (x, y * 1e30, 0.1, 100)", "Small numbers"),
    "telling: nan for lr": ("telling", 'telling = (x, y, float("nan"), 100)', "Small numbers"),
    "telling: one row": ("telling", "telling = ([[0.0]], [[3.0]], 0.1, 100)", "at least two different"),
    "telling: x is the same everywhere": (
        "telling",
        "telling = (torch.zeros(3, 1), torch.ones(3, 1), 0.1, 100)",
        "at least two different",
    ),
    "telling: lr 0": ("telling", "telling = (x, y, 0, 100)", "One number above 0"),
    "telling: uphill": ("telling", "telling = (x, y, -0.1, 100)", "One number above 0"),
    "telling: lr too large": ("telling", "telling = (x, torch.ones_like(x), 0.2, 100)", "a smaller lr"),
    "telling: nothing to learn": ("telling", "telling = (x, 0 * x, 0.1, 100)", "another mean"),
    "telling: b stays 0": ("telling", "telling = ([-1, 1], [-1, 1], 0.1, 500)", "another mean"),
    "telling: the data of the lesson": ("telling", "telling = (x, y + 1, 0.1, 1000)", "For which y is it 0"),
    "telling: too few steps": ("telling", "telling = (x, torch.ones_like(x), 0.01, 200)", "Take more steps"),
    "telling: not arrived": ("telling", "telling = (x, 0 * x + 1, 0.001, 10_000)", "still on its way"),
    "telling: far from arrived": ("telling", "telling = (x, 0 * x + 1, 1e-9, 10)", "still on its way"),
    "telling: it creeps": ("telling", "telling = ([-1, 1], [5, 5], 1e-5, 1500)", "still on its way"),
    "telling: harm by two bugs together": (
        "telling",
        "telling = ([-1, 1], [5, 5], 0.5, 1)",
        "only forgets zero_grad",
    ),
    "telling: steps with a point": ("telling", "telling = (x, 0 * x + 1, 0.1, 1000.0)", "steps is 1000.0"),
    "telling: buggy was mended": (
        "telling",
        buggy("range(steps + 1)", "range(steps)").replace("def repaired", "def buggy")
        + "\n\n\ntelling = (x, 0 * x + 1, 0.1, 1000)",
        "buggy was changed",
    ),
    "telling: right by luck": (
        "telling",
        "telling = ([-1, 1], [3, 3], 0.5, 3)",
        "b happens to pass by",
    ),
    # repaired
    "repaired: for one data set": seen("the bug hunt for one data set", "Use the x and the y"),
    "repaired: step after the loop": (
        "repaired",
        changed("repaired", "        optimizer.step()", "    optimizer.step()"),
        "outside of the loop",
    ),
    "repaired: return inside the loop": (
        "repaired",
        changed(
            "repaired",
            "    with torch.no_grad():\n        return",
            "        with torch.no_grad():\n            return",
        ),
        "after the loop",
    ),
    "repaired: an earlier function": (
        "repaired",
        "def repaired(x, y, lr, steps):\n    W, b, _ = fit(x, y, lr, steps)\n"
        "    return W, b, ((W * x + b - y) ** 2).mean()",
        "repaired calls fit",
    ),
    "repaired: an earlier function for the optimizer": (
        "repaired",
        changed("repaired", "optim.SGD([W, b], lr=lr)", "make_optimizer(W, b, lr)"),
        "repaired calls make_optimizer",
    ),
    "repaired: a class of an earlier exercise": (
        "repaired",
        changed("repaired", "optim.SGD([W, b], lr=lr)", "HandSGD([W, b], lr)"),
        "repaired calls HandSGD",
    ),
    "repaired: as it was": ("repaired", buggy(), "range(steps + 1)"),
    "repaired: the old W": (
        "repaired",
        buggy("range(steps + 1)", "range(steps)"),
        "Which W does the optimizer hold",
    ),
    "repaired: no parentheses": seen("T37: the bug hunt without parentheses", "What of the first gradient"),
    "repaired: one step more": seen("T9: the bug hunt with one step more", "range(steps + 1)"),
    "repaired: b before W": (
        "repaired",
        changed("repaired", "return W.item(), b.item()", "return b.item(), W.item()"),
        "in this order",
    ),
    "repaired: a start at 1": (
        "repaired",
        changed("repaired", "W = torch.zeros", "W = torch.ones"),
        "From which W",
    ),
    "repaired: a fixed lr": ("repaired", changed("repaired", "lr=lr", "lr=0.01"), "the lr of the function"),
    "repaired: a fixed number of steps": (
        "repaired",
        changed("repaired", "range(steps)", "range(200)"),
        "From which W",
    ),
    "repaired: one step less": (
        "repaired",
        changed("repaired", "range(steps)", "range(steps - 1)"),
        "Is a step taken?",
    ),
    "repaired: zero between backward and step": (
        "repaired",
        changed(
            "repaired",
            "        optimizer.zero_grad()\n",
            "",
            "        optimizer.step()",
            "        optimizer.zero_grad()\n        optimizer.step()",
        ),
        "What stands in .grad",
    ),
    "repaired: no gradient wanted": (
        "repaired",
        changed("repaired", ", requires_grad=True", ""),
        "requires_grad=True",
    ),
}
