"""Mistakes of beginners in lesson 1 that the visible check catches, with words that lead to the mistake."""

from answers_01 import DESCEND, FIT, GRADIENT, PREDICT, REPAIRED, STEP
from lesson_grades import changed

DIFFERENCE = """
def finite_difference(loss, weight, h):
    right = loss(weight + h)
    left = loss(weight - h)
    return (right - left) / (2 * h)
"""
GRADIENTS = """
def gradients(x, y, weight, bias):
    error = predict(x, weight, bias) - y
    return (2 * error * x).mean(), (2 * error).mean()
"""
MSE = "def mse(prediction, target):\n    error = prediction - target\n    return (error**2).mean()"


def telling(x: str = "x", y: str = "y", weight: str = "0.0", lr: str = "0.01", steps: str = "1") -> str:
    """Two inputs of which the lower one is right: only the upper one is in question."""
    return f"only_upper = ({x}, {y}, {weight}, {lr}, {steps})\nonly_lower = (x[:1], y[:1], 0.5, 0.01, 1)"


def rates(good: str = "0.1", slow: str = "0.001", jumping: str = "0.213") -> str:
    """Three learning rates, right but for those that are given."""
    return f"good_lr = {good}\nslow_lr = {slow}\njumping_lr = {jumping}"


FACTOR = "def factor(x, lr):\n    return 1 - lr * 2 * (x**2).mean()"
ARGUMENTS = "Use what the function gets"
ITEM = "Add .item()"
CAUGHT = {  # name: (exercise, wrong code, words of what the learner sees)
    # Only right for the numbers of the first check
    "predict with the numbers of the check": ("predict", PREDICT + "return 13.0 * x + 1.0", ARGUMENTS),
    "predict for the hours, whatever comes": ("predict", PREDICT + "return weight * hours + bias", ARGUMENTS),
    "predict with a bias of 1": ("predict", PREDICT + "return weight * x + 1", ARGUMENTS),
    "predict without return": ("predict", PREDICT + "weight * x + bias", "is a `return` missing?"),
    "predict in a row": ("predict", PREDICT + "return (weight * x + bias).flatten()", "in the shape of x"),
    "predict for four rows": (
        "predict",
        PREDICT + "return torch.tensor([[weight * x[k, 0] + bias] for k in range(4)])",
        "Work with the whole tensor x at once",
    ),
    "predict changes x": ("predict", PREDICT + "x *= weight\n    x += bias\n    return x", "*= and +="),
    "mse for two rows": ("mse", changed(MSE, ".mean()", ".sum() / 2"), "over all rows"),
    "mse of the mean error": ("mse", changed(MSE, "(error**2).mean()", "error.mean() ** 2"), "Square each"),
    "mse without a mean": ("mse", changed(MSE, ".mean()", ""), "then take the mean"),
    "mse as a sum": ("mse", changed(MSE, ".mean()", ".sum()"), "then take the mean"),
    "mse with a root": ("mse", changed(MSE, ".mean()", ".mean().sqrt()"), "take the mean of the squares"),
    "mse of a function that is not called": (
        "mse",
        changed(MSE, "mean()", "mean"),
        "did you forget to call it?",
    ),
    "mse without squares": ("mse", changed(MSE, "(error**2)", "error.abs()"), "Square each error"),
    "mse as an array of shape (1,)": (
        "mse",
        changed(MSE, "(error**2).mean()", "(error**2).numpy().mean(axis=0)"),
        ITEM,
    ),
    "gradient as an array of shape (1, 1)": (
        "gradient",
        changed(
            GRADIENT, "(2 * (weight * x - y) * x).mean()", "2 * (x.T @ (weight * x - y)).numpy() / len(x)"
        ),
        ITEM,
    ),
    "gradients as an array of shape (2, 1)": (
        "gradients",
        changed(
            GRADIENTS,
            "return (2 * error * x).mean(), (2 * error).mean()",
            "return 2 * torch.hstack([x, torch.ones_like(x)]).numpy().T @ error.numpy() / len(x)",
        ),
        ITEM,
    ),
    "descend with lists of arrays": (
        "descend",
        changed(DESCEND, "weights.append(float(weight))", "weights.append(weight.reshape(1).numpy())"),
        ITEM,
    ),
    "fit as arrays of shape (1,)": (
        "fit",
        changed(FIT, "return weight, bias,", "return weight.reshape(1).numpy(), bias.reshape(1).numpy(),"),
        ITEM,
    ),
    "gradient without its weight in the error": (
        "gradient",
        changed(GRADIENT, "weight * x - y", "weight - y"),
        "the error is prediction minus target",
    ),
    "gradient with y for x": ("gradient", changed(GRADIENT, "* x).mean", "* y).mean"), "stands behind it"),
    "gradient of three rows": ("gradient", changed(GRADIENT, ".mean()", ".sum() / 3"), "Other rows"),
    "gradient at weight 0": ("gradient", changed(GRADIENT, "weight * x - y", "-y"), "not 0"),
    "gradient as a sum": ("gradient", changed(GRADIENT, "mean", "sum"), "mean over the rows"),
    "gradient without the 2": ("gradient", changed(GRADIENT, "2 * ", ""), "the factor 2"),
    "gradient with the error turned round": (
        "gradient",
        changed(GRADIENT, "weight * x - y", "y - weight * x"),
        "prediction minus target",
    ),
    "gradient as the product of two means": (
        "gradient",
        changed(GRADIENT, "(2 * (weight * x - y) * x).mean()", "2 * (weight * x - y).mean() * x.mean()"),
        "Row by row",
    ),
    "difference as an array of shape (1,)": (
        "difference",
        changed(DIFFERENCE, "(right - left)", "torch.tensor([right - left]).numpy()"),
        ITEM,
    ),
    "difference without brackets": ("difference", changed(DIFFERENCE, "/ (2 * h)", "/ 2 * h"), "in brackets"),
    "difference by h": ("difference", changed(DIFFERENCE, "(2 * h)", "h"), "the two places are 2 h apart"),
    "difference that is not divided": ("difference", changed(DIFFERENCE, " / (2 * h)", ""), "Divide by"),
    "difference on one side": (
        "difference",
        changed(DIFFERENCE, "weight - h", "weight", "(2 * h)", "h"),
        "one at weight - h",
    ),
    "difference at 0 only": ("difference", changed(DIFFERENCE, "weight - h", "-h"), "loss, weight and h"),
    "difference with an h of its own": (
        "difference",
        changed(DIFFERENCE, "    right", "    h = 0.1\n    right"),
        "one at weight - h",
    ),
    "difference with the h of the check": (
        "difference",
        changed(DIFFERENCE, "    right", "    h = 0.25\n    right"),
        "loss, weight and h as they come",
    ),
    "difference of the loss above": (
        "difference",
        changed(DIFFERENCE, "left = loss(", "left = loss_at("),
        "one at weight - h",
    ),
    "difference turned round": ("difference", changed(DIFFERENCE, "right - left", "left - right"), "right -"),
    "difference of no calls": (
        "difference",
        changed(DIFFERENCE, "loss(weight - h)", "loss - h"),
        "loss is a function",
    ),
    "difference by the gradient": (
        "difference",
        "def finite_difference(loss, weight, h):\n    return gradient(x, y, weight)",
        "one at weight - h",
    ),
    "nudge too large": ("nudge", "good_h = 0.1\ntiny_h = 1e-8", "the loss bends"),
    "nudge too small": ("nudge", "good_h = 1e-7\ntiny_h = 1e-8", "Look between"),
    "nudge that is not tiny": ("nudge", "good_h = 1e-3\ntiny_h = 5e-4", "Go on"),
    "nudge of 0": ("nudge", "good_h = 1e-3\ntiny_h = 0", "divide by 0"),
    "nudge as a text": ("nudge", 'good_h = "0.001"\ntiny_h = 1e-8', "not in quotes"),
    "nudge below 0": ("nudge", "good_h = 1e-3\ntiny_h = -1", "tiny_h = -1 is not above 0"),
    "nudge, the differences in place of h": (
        "nudge",
        "good_h = finite_difference(fourth_loss, 0.0, 1e-2)\ntiny_h = 0.0",
        "Store h itself",
    ),
    "nudge of 1 and more": ("nudge", "good_h = 2\ntiny_h = 1e-8", "not below 1"),
    "nudge, just one of two": ("nudge", "good_h = 1e-3", "name 'tiny_h' is not defined"),
    "nudges swapped": ("nudge", "good_h = 1e-8\ntiny_h = 1e-3", "smaller than good_h"),
    "scale that keeps the rate": ("scale", "def mean_lr(sum_lr, rows):\n    return sum_lr", "the same step"),
    "scale the other way": ("scale", "def mean_lr(sum_lr, rows):\n    return sum_lr / rows", "the same step"),
    "scale for three rows": ("scale", "def mean_lr(sum_lr, rows):\n    return 3 * sum_lr", "both arguments"),
    "scale that rounds": (
        "scale",
        "def mean_lr(sum_lr, rows):\n    return round(sum_lr * rows, 2)",
        "Do not round",
    ),
    "step with a name of its own": (
        "step",
        changed(STEP, "return parameter -", "return weight -"),
        "Use the names in the brackets",
    ),
    "step with a name that it changes": (
        "step",
        changed(STEP, "return parameter - lr * slope", "weight = weight - lr * slope\n    return weight"),
        "Use the names in the brackets",
    ),
    "step that changes the slope": (
        "step",
        "def step(parameter, slope, lr):\n    slope *= lr\n    return parameter - slope",
        "step changes a tensor that it gets",
    ),
    "gradient as on paper": (
        "gradient",
        "def gradient(x, y, weight):\n    two = 2\n    return (two(weight * x - y) * x).mean()",
        "Python needs a * between 2 and a bracket",
    ),
    "gradient with the letters of the formula": (
        "gradient",
        "def gradient(x, y, weight):\n    return 1 / m * (2 * (W * x - y) * x).sum()",
        "1/m with the sum is .mean()",
    ),
    "mse with the wrong sign for a square": (
        "mse",
        changed(MSE, "error**2", "error ^ 2"),
        "A square is written ** 2",
    ),
    "factor with a curvature that nobody made": (
        "factor",
        "def factor(x, lr):\n    return 1 - lr * curvature",
        "Work the curvature out from x",
    ),
    "factor by the gradient": (
        "factor",
        "def factor(x, lr):\n    return 1 + lr * gradient(x, y, 0.0)",
        "There is no y",
    ),
    "descend with a loop by the name of step": (
        "descend",
        changed(DESCEND, "for _ in", "for step in"),
        "as in `for step in range(3)`",
    ),
    "descend that stores what append returns": (
        "descend",
        changed(
            DESCEND,
            "        weights.append(float(weight))",
            "        weights = weights.append(float(weight))",
        ),
        "append changes the list itself",
    ),
    "descend that drops the new weight": (
        "descend",
        changed(DESCEND, "weight = step(", "step("),
        "step returns the new weight: store it",
    ),
    "descend with the first slope in each step": (
        "descend",
        changed(
            DESCEND,
            "    for _",
            "    slope = gradient(x, y, weight)\n    for _",
            "step(weight, gradient(x, y, weight), lr)",
            "step(weight, slope, lr)",
        ),
        "Each step needs a new slope",
    ),
    "descend that stops when the loss is small": (
        "descend",
        changed(
            DESCEND, "    for _ in range(steps):", "    while losses[-1] > 1e-3 and len(weights) <= steps:"
        ),
        "also when the loss is small",
    ),
    "fit with a loop by the name of step": ("fit", changed(FIT, "for _ in", "for step in"), "for step in"),
    "fit with a weight that knows no bias": (
        "fit",
        changed(
            FIT,
            "weight_slope, bias_slope = gradients(x, y, weight, bias)",
            "weight_slope, bias_slope = gradient(x, y, weight), gradients(x, y, weight, bias)[1]",
        ),
        "gradient knows no bias",
    ),
    "fit on the hours": (
        "fit",
        changed(FIT, "gradients(x, y, weight", "gradients(hours, scores, weight"),
        "Use the x and y that fit gets",
    ),
    "fit that forgets": (
        "fit",
        changed(
            FIT,
            "step(weight, weight_slope, lr), step(bias, bias_slope, lr)",
            "-lr * weight_slope, -lr * bias_slope",
        ),
        "The new weight is the old weight",
    ),
    "fit with the first slopes in each round": (
        "fit",
        changed(
            FIT,
            "    for _ in range(steps):\n        weight_slope, bias_slope = gradients(x, y, weight, bias)\n",
            "    weight_slope, bias_slope = gradients(x, y, weight, bias)\n    for _ in range(steps):\n",
        ),
        "work out the slopes anew",
    ),
    "rate at the border": ("rate", rates(jumping="2 / (28 / 3)"), "At the border the factor is -1"),
    "line in one name": ("line", "result = fit(hours, scores, 0.06, 1000)", "W, b, loss = fit(...)"),
    "meaning, misspelt": ("meaning", 'meaning = "c"', "under exactly this name"),
    "hunt, misspelt": ("hunt", 'hunt = "34"', "name 'hunt_lines' is not defined"),
    "step that forgets the parameter": ("step", changed(STEP, "parameter - lr", "-lr"), "old parameter"),
    "step uphill": ("step", changed(STEP, "- lr", "+ lr"), "Subtract"),
    "step without return": ("step", changed(STEP, "return parameter -", "parameter -="), "`return` missing"),
    "step with a rate of its own": (
        "step",
        changed(STEP, "lr * slope", "0.1 * slope"),
        "lr that the function gets",
    ),
    "step of the whole slope": ("step", changed(STEP, "lr * slope", "slope"), "learning rate times"),
    "step by the size of the slope": ("step", changed(STEP, "lr * slope", "lr * abs(slope)"), "Subtract"),
    "step in place": (
        "step",
        changed(STEP, "return parameter -", "parameter -=") + "\n    return parameter",
        "step changes a tensor that it gets",
    ),
    "gradient that changes y": (
        "gradient",
        "def gradient(x, y, weight):\n    y -= weight * x\n    return (-2 * y * x).mean()",
        "gradient changes a tensor that it gets",
    ),
    "gradients that change x": (
        "gradients",
        changed(GRADIENTS, "return (2 * error * x).mean(),", "x *= 2 * error\n    return x.mean(),"),
        "gradients changes a tensor that it gets",
    ),
    "factor that changes x": (
        "factor",
        "def factor(x, lr):\n    x *= x\n    return 1 - lr * 2 * x.mean()",
        "factor changes a tensor that it gets",
    ),
    "mse that changes the prediction": (
        "mse",
        "def mse(prediction, target):\n    prediction -= target\n    return (prediction**2).mean()",
        "mse changes a tensor that it gets",
    ),
    # Lists, starts, steps
    "descend on the three points": (
        "descend",
        changed(DESCEND, "mse(weight * x, y)", "loss_at(weight)"),
        "loss_at knows the three points only",
    ),
    "descend with one tensor in all places": (
        "descend",
        changed(
            DESCEND,
            "        weight = step(weight, gradient(x, y, weight), lr)\n",
            "        weight -= lr * gradient(x, y, weight)\n",
            "weights.append(float(weight))",
            "weights.append(weight)",
        ),
        "float(weight)",
    ),
    "descend from 0": (
        "descend",
        changed(DESCEND, "    weights, losses = ", "    weight = 0.0\n    weights, losses = "),
        ARGUMENTS,
    ),
    "descend with a rate of its own": ("descend", changed(DESCEND, ", lr)\n", ", 0.03)\n"), ARGUMENTS),
    "descend with two steps": ("descend", changed(DESCEND, "range(steps)", "range(2)"), ARGUMENTS),
    "descend one step too few": (
        "descend",
        changed(DESCEND, "range(steps)", "range(steps - 1)"),
        "One step is missing",
    ),
    "descend without the start": (
        "descend",
        changed(DESCEND, "[float(weight)], [float(mse(weight * x, y))]", "[], []"),
        "starting weight",
    ),
    "descend that returns in the loop": (
        "descend",
        changed(DESCEND, "    return weights", "        return weights"),
        "is the return in the loop",
    ),
    "descend that returns one list": (
        "descend",
        changed(DESCEND, "weights, losses\n", "weights\n"),
        "two lists",
    ),
    "descend that returns nothing": ("descend", changed(DESCEND, "return ", ""), "two lists"),
    "descend that returns pairs": (
        "descend",
        changed(DESCEND, "return weights, losses", "return list(zip(weights, losses))"),
        "two lists",
    ),
    "descend with old losses": (
        "descend",
        changed(
            DESCEND,
            "        weight = step(weight, gradient(x, y, weight), lr)\n",
            "        losses.append(float(mse(weight * x, y)))\n"
            "        weight = step(weight, gradient(x, y, weight), lr)\n",
            "        losses.append(float(mse(weight * x, y)))\n    return",
            "    return",
        ),
        "predict again",
    ),
    "descend with the lists in the other order": (
        "descend",
        changed(DESCEND, "return weights, losses", "return losses, weights"),
        "the weights first",
    ),
    "rate too small": ("rate", rates(good="0.03"), "where the loss falls fastest"),
    "rate near the border": ("rate", rates(good="0.214"), "where the loss falls fastest"),
    "rate too large": ("rate", rates(good="1.0"), "The border is at"),
    "rate of the wrong sign": ("rate", rates(good="-0.1"), "not above 0"),
    "rate as a text": ("rate", rates(good='"0.1"'), "not in quotes"),
    "rates, one of three": ("rate", "good_lr = 0.1", "name 'slow_lr' is not defined"),
    "rate that is not good enough": ("rate", rates(good="0.05"), "Not right yet: the loss after ten"),
    "rate not written": ("rate", rates(good="..."), "nothing written yet"),
    "slow rate that is not slow": ("rate", rates(slow="0.01"), "each step must be smaller"),
    "slow rate of 0": ("rate", rates(slow="0.0"), "slow_lr is not above 0"),
    "slow rate that jumps": ("rate", rates(slow="0.213"), "jumps to the other side"),
    "jumping rate that is good": ("rate", rates(jumping="0.15"), "near -1"),
    "jumping rate that explodes": ("rate", rates(jumping="0.22"), "The border is at"),
    "jumping rate that does not jump": ("rate", rates(jumping="0.002"), "stays on one side"),
    "factor of a sum": ("factor", FACTOR.replace("mean()", "sum()"), "twice the mean of the squares"),
    "factor without the 2": ("factor", FACTOR.replace("2 * ", ""), "twice the mean of the squares"),
    "factor of the three points": (
        "factor",
        "def factor(x, lr):\n    return 1 - lr * 28 / 3",
        "as they come",
    ),
    "factor without a sign": (
        "factor",
        "def factor(x, lr):\n    return abs(1 - lr * 2 * (x**2).mean())",
        "Below 0",
    ),
    "factor as an array": (
        "factor",
        "def factor(x, lr):\n    return 1 - lr * 2 / len(x) * (x.T @ x).numpy()",
        ITEM,
    ),
    "factor with one rate": ("factor", FACTOR.replace("lr * 2", "0.03 * 2"), "Use x and lr"),
    "gradients as sums": ("gradients", changed(GRADIENTS, "mean", "sum"), "mean over the rows"),
    "gradients without the 2": (
        "gradients",
        changed(GRADIENTS, "(2 * error * x)", "(error * x)"),
        "the factor 2",
    ),
    "gradients without the second 2": ("gradients", changed(GRADIENTS, "(2 * error).", "error."), "factor 2"),
    "gradients with x in both": (
        "gradients",
        changed(GRADIENTS, "(2 * error).", "(2 * error * x)."),
        "without the factor x",
    ),
    "gradients in the other order": (
        "gradients",
        changed(
            GRADIENTS,
            "(2 * error * x).mean(), (2 * error).mean()",
            "(2 * error).mean(), (2 * error * x).mean()",
        ),
        "the slope for the weight",
    ),
    "gradients without the bias": (
        "gradients",
        changed(GRADIENTS, "predict(x, weight, bias)", "weight * x"),
        "The bias is part of the prediction",
    ),
    "gradients of four rows": (
        "gradients",
        changed(GRADIENTS, ".mean()", ".sum() / 4"),
        "over all rows, here three",
    ),
    "gradients with one slope": ("gradients", changed(GRADIENTS, ", (2 * error).mean()", ""), "Write both"),
    "gradients without return": ("gradients", changed(GRADIENTS, "return ", ""), "Write both"),
    "fit with a rate of its own": ("fit", changed(FIT, "slope, lr)", "slope, 0.06)"), "with this lr"),
    "fit with one step": ("fit", changed(FIT, "range(steps)", "range(1)"), "Exactly `steps` steps"),
    "fit that returns in the loop": (
        "fit",
        changed(FIT, "    return", "        return"),
        "stand after the loop",
    ),
    "fit from the start in each round": (
        "fit",
        changed(
            FIT,
            "    for _ in range(steps):\n",
            "    for _ in range(steps):\n        weight, bias = 0.0, 0.0\n",
        ),
        "from where the last one ended",
    ),
    "fit without the bias": ("fit", changed(FIT, "step(bias, bias_slope, lr)", "bias"), "change both"),
    "fit with the new weight in the second slope": (
        "fit",
        changed(
            FIT,
            "        weight_slope, bias_slope = gradients(x, y, weight, bias)\n"
            "        weight, bias = step(weight, weight_slope, lr), step(bias, bias_slope, lr)\n",
            "        weight = step(weight, gradients(x, y, weight, bias)[0], lr)\n"
            "        bias = step(bias, gradients(x, y, weight, bias)[1], lr)\n",
        ),
        "with the slopes of the old weight and bias",
    ),
    "fit with the loss before the step": (
        "fit",
        changed(
            FIT,
            "        weight_slope",
            "        loss = mse(predict(x, weight, bias), y)\n        weight_slope",
            "    return weight, bias, mse(predict(x, weight, bias), y)",
            "    return weight, bias, loss",
        ),
        "predict again after the loop",
    ),
    "fit with the loss in the loop": (
        "fit",
        changed(
            FIT,
            "lr)\n    return weight, bias, mse(predict(x, weight, bias), y)",
            "lr)\n        loss = mse(predict(x, weight, bias), y)\n    return weight, bias, loss",
        ),
        "does it stand only inside of a loop",
    ),
    "fit with the slopes swapped": (
        "fit",
        changed(FIT, "weight_slope, bias_slope = ", "bias_slope, weight_slope = "),
        "These two are swapped",
    ),
    "fit with the results swapped": (
        "fit",
        changed(FIT, "return weight, bias", "return bias, weight"),
        "These two are swapped",
    ),
    "fit one step too few": ("fit", changed(FIT, "range(steps)", "range(steps - 1)"), "still 0"),
    "fit with the loss on the hours": (
        "fit",
        changed(FIT, "mse(predict(x, weight, bias), y)", "mse(predict(hours, weight, bias), scores)"),
        "Keep the given last line",
    ),
    "fit without a start": (
        "fit",
        changed(FIT, "    weight, bias = 0.0, 0.0\n", ""),
        "Start with weight 0 and bias 0",
    ),
    "fit without the loss": ("fit", changed(FIT, ", mse(predict(x, weight, bias), y)\n", "\n"), "the three"),
    "line of the three points": ("line", "W, b, loss = fit(x, y, 0.06, 1000)", "on hours and scores"),
    "line with too few steps": ("line", "W, b, loss = fit(hours, scores, 0.06, 200)", "1000 steps"),
    "line with another loss": ("line", "W, b, _ = fit(hours, scores, 0.06, 1000)\nloss = 62.5", "of this W"),
    "line of the swapped columns": ("line", "W, b, loss = fit(scores, hours, 0.06, 1000)", "hours first"),
    "line with the results in another order": (
        "line",
        "b, W, loss = fit(hours, scores, 0.06, 1000)",
        "fit returns weight, bias and loss, in this order",
    ),
    "line beyond the border": ("line", "W, b, loss = fit(hours, scores, 0.6, 1000)", "above the border"),
    "line as a list in one name": (
        "line",
        "W = b = loss = fit(hours, scores, 0.06, 1000)",
        "W, b, loss = fit(...)",
    ),
    "line without numbers": ("line", "W = b = loss = None", "Store three numbers"),
    # The bug hunt
    "lines, a right one among them": ("hunt", 'hunt_lines = "35"', "Line 5 is right"),
    "lines, the sum left out": ("hunt", 'hunt_lines = "4"', "compare it with gradient"),
    "lines, the old weight left out": ("hunt", 'hunt_lines = "3"', "At W = 1"),
    "direction, just one of two": (
        "direction",
        'positive_choice = "b"',
        "name 'negative_choice' is not defined",
    ),
    "telling, just one of two": (
        "telling",
        "only_upper = (x, y, 0.0, 0.01, 1)",
        "name 'only_lower' is not defined",
    ),
    "telling, not written": ("telling", "only_upper = only_lower = ...", "nothing written yet"),
    "telling, the bugs are mended in buggy itself": (
        "telling",
        REPAIRED.replace("repaired", "buggy") + telling(),
        "for the function with its bugs",
    ),
    "telling, one part too few": (
        "telling",
        "only_upper = only_lower = (x, y, 0.0, 0.01)",
        "in this order: only_upper = (x, y, weight, lr, steps)",
    ),
    "telling without a step": ("telling", telling(steps="0"), "Without a step"),
    "telling with half a step": ("telling", telling(steps="0.5"), "a whole number"),
    "telling with lr 0": ("telling", telling(lr="0"), "Without a learning rate"),
    "telling with a negative lr": ("telling", telling(lr="-0.1"), "a number above 0"),
    "telling with NaN": ("telling", telling(weight="float('nan')"), "from -1000 to 1000"),
    "telling with a huge weight": ("telling", telling(weight="1e30"), "easier to follow"),
    "telling with x in quotes": ("telling", telling(x="'x'"), "Write a tensor"),
    "telling without rows": ("telling", telling(x="torch.zeros(0, 1)"), "Write a tensor"),
    "telling with rows that do not fit": ("telling", telling(x="x[:2]"), "2 numbers in x and 3 in y"),
    "telling with x of zeros": ("telling", telling(x="0 * x"), "the weight plays no part"),
    "telling with a list for the weight": ("telling", telling(weight="[1, 2]"), "one number"),
    "telling with an explosion": ("telling", telling(lr="5", steps="100"), "beyond all bounds"),
    "telling, two results that are close": ("telling", telling(lr="1e-6"), "too close"),
    "telling, one row and no harm": (
        "telling",
        telling(x="x[:1]", y="y[:1]"),
        "With which number of rows does the upper line",
    ),
    "telling, both bugs for the upper": ("telling", telling(weight="0.5"), "because of the lower bug"),
    "telling, both bugs from the second step on": ("telling", telling(steps="2"), "values printed above"),
    "telling, no harm for the lower": (
        "telling",
        telling() + "\nonly_lower = (x[:1], y[:1], 0.0, 0.1, 1)",
        "From which weights",
    ),
    "telling, both bugs for the lower": (
        "telling",
        telling() + "\nonly_lower = (x, y, 0.5, 0.01, 2)",
        "come to the same",
    ),
    "repaired by descend": (
        "repaired",
        "def repaired(x, y, weight, lr, steps):\n    weights, losses = descend(x, y, weight, lr, steps)\n"
        "    return weights[-1], losses[-1]",
        "repaired calls descend",
    ),
    "repaired by gradient and step": (
        "repaired",
        changed(
            REPAIRED,
            "weight - lr * (2 * (weight * x - y) * x).mean()",
            "step(weight, gradient(x, y, weight), lr)",
        ),
        "repaired calls gradient and step",
    ),
    "repaired for three rows": (
        "repaired",
        changed(REPAIRED, ".mean()\n    return", ".sum() / 3\n    return"),
        "here four",
    ),
    "repaired with a rate of its own": ("repaired", changed(REPAIRED, "lr * ", "0.03 * "), ARGUMENTS),
    "repaired from 0": ("repaired", changed(REPAIRED, "    for _", "    weight = 0.0\n    for _"), ARGUMENTS),
    "repaired with two steps": ("repaired", changed(REPAIRED, "range(steps)", "range(2)"), ARGUMENTS),
    "repaired, the old weight still forgotten": (
        "repaired",
        changed(REPAIRED, "weight - lr", "-lr"),
        "forgets the old weight",
    ),
    "repaired, still a sum": ("repaired", changed(REPAIRED, "x).mean()", "x).sum()"), "gradient of the mean"),
    "repaired with a slope for each row": (
        "repaired",
        changed(REPAIRED, "x).mean()", "x)"),
        "one number for all rows",
    ),
    "repaired with a plus": ("repaired", changed(REPAIRED, "weight - lr", "weight + lr"), "the minus before"),
    "repaired that returns in the loop": (
        "repaired",
        changed(REPAIRED, "    return", "        return"),
        "after the loop",
    ),
    "repaired with another loss": (
        "repaired",
        changed(REPAIRED, "float(((weight * x - y) ** 2).mean())", "float((weight * x - y).abs().mean())"),
        "keep it as it is",
    ),
    "repaired without the loss": (
        "repaired",
        changed(REPAIRED, ", float(((weight * x - y) ** 2).mean())", ""),
        "Keep the last line",
    ),
    "repaired by predict and mse": (
        "repaired",
        changed(
            REPAIRED,
            "(weight * x - y) * x",
            "(predict(x, weight, 0.0) - y) * x",
            "((weight * x - y) ** 2).mean()",
            "mse(predict(x, weight, 0.0), y)",
        ),
        "repaired calls mse and predict",
    ),
    "repaired by finite differences": (
        "repaired",
        changed(
            REPAIRED,
            "(2 * (weight * x - y) * x).mean()",
            "finite_difference(lambda w: ((w * x - y) ** 2).mean(), weight, 0.1)",
        ),
        "repaired calls finite_difference",
    ),
    "repaired by the rate of a mean": (
        "repaired",
        changed(REPAIRED, "x).mean()", "x).sum() / mean_lr(1, len(x))"),
        "repaired calls mean_lr",
    ),
    "repaired by the factor": (
        "repaired",
        changed(
            REPAIRED,
            "weight - lr * (2 * (weight * x - y) * x).mean()",
            "factor(x, lr) * weight + lr * 2 * (x * y).mean()",
        ),
        "repaired calls factor",
    ),
    "repaired by gradients and fit": (
        "repaired",
        changed(REPAIRED, "(2 * (weight * x - y) * x).mean()", "(gradients or fit)(x, y, weight, 0.0)[0]"),
        "repaired calls fit and gradients",
    ),
    "repaired by the function with its bugs": (
        "repaired",
        changed(
            REPAIRED,
            "weight - lr * (2 * (weight * x - y) * x).mean()",
            "weight + buggy(x, y, weight, lr / len(x), 1)[0]",
        ),
        "repaired calls buggy",
    ),
    "repaired under the old name": (
        "repaired",
        REPAIRED.replace("repaired", "buggy"),
        "Give the copy the name repaired",
    ),
    "repaired, mended in the function itself": (
        "repaired",
        REPAIRED.replace("repaired", "buggy") + "\n\nrepaired = buggy",
        "repaired calls buggy",
    ),
}
