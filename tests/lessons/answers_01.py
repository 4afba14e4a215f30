"""Wrong answers to lesson 1, each with the exercises that it loses."""

from lesson_grades import changed

GRADIENT = "def gradient(x, y, weight):\n    return (2 * (weight * x - y) * x).mean()"
STEP = "def step(parameter, slope, lr):\n    return parameter - lr * slope"
DESCEND = """
def descend(x, y, weight, lr, steps):
    weights, losses = [float(weight)], [float(mse(weight * x, y))]
    for _ in range(steps):
        weight = step(weight, gradient(x, y, weight), lr)
        weights.append(float(weight))
        losses.append(float(mse(weight * x, y)))
    return weights, losses
"""
FIT = """
def fit(x, y, lr, steps):
    weight, bias = 0.0, 0.0
    for _ in range(steps):
        weight_slope, bias_slope = gradients(x, y, weight, bias)
        weight, bias = step(weight, weight_slope, lr), step(bias, bias_slope, lr)
    return weight, bias, mse(predict(x, weight, bias), y)
"""
REPAIRED = """
def repaired(x, y, weight, lr, steps):
    for _ in range(steps):
        weight = weight - lr * (2 * (weight * x - y) * x).mean()
    return float(weight), float(((weight * x - y) ** 2).mean())
"""
PREDICT = "def predict(x, weight, bias):\n    "
PREDICT_IN_PLACE = PREDICT + "x *= weight\n    x += bias\n    return x"
WRONG = {  # name: (solution cell, its text, the exercises that are lost)
    "T18: the bias is left out": (
        "predict",
        "def predict(x, weight, bias):\n    return weight * x",
        "predict gradients fit line",
    ),
    "the predictions in a row": (
        "predict",
        PREDICT + "return (weight * x + bias).flatten()",
        "predict descend gradients fit line",
    ),
    "a list of tensors": (
        "predict",
        PREDICT + "return [weight * row + bias for row in x]",
        "predict descend gradients fit line",
    ),
    "an array": (
        "predict",
        PREDICT + "return float(weight) * x.numpy() + float(bias)",
        "predict descend gradients fit line",
    ),
    "x itself is changed": (
        "predict",
        PREDICT_IN_PLACE,
        "predict descend gradients fit line",
    ),
    "the sum of the squares": (
        "mse",
        "def mse(prediction, target):\n    return ((prediction - target) ** 2).sum()",
        "mse descend fit line",
    ),
    "the mean of the errors, without squares": (
        "mse",
        "def mse(prediction, target):\n    return (prediction - target).abs().mean()",
        "mse descend fit line",
    ),
    "T3: the sum gradient": (
        "gradient",
        changed(GRADIENT, ".mean()", ".sum()"),
        "gradient descend",
    ),
    "T3: the 2 is left out": ("gradient", changed(GRADIENT, "2 * ", ""), "gradient descend"),
    "a nudge that is too large": ("nudge", "good_h = 0.1\ntiny_h = 1e-8", "nudge"),
    "no nudge shows the rounding": ("nudge", "good_h = 1e-3\ntiny_h = 1e-4", "nudge"),
    "T3: the same rate for both gradients": (
        "scale",
        "def mean_lr(sum_lr, rows):\n    return sum_lr",
        "scale",
    ),
    "the rate is divided": ("scale", "def mean_lr(sum_lr, rows):\n    return sum_lr / rows", "scale"),
    "the curvature of the three points": (
        "factor",
        "def factor(x, lr):\n    return 1 - 28 / 3 * lr",
        "factor",
    ),
    "the factor of a sum": ("factor", "def factor(x, lr):\n    return 1 - lr * 2 * (x**2).sum()", "factor"),
    "slow is not slow": ("rate", "good_lr = 0.1\nslow_lr = 0.03\njumping_lr = 0.213", "rate"),
    "slow and jumping are swapped": ("rate", "good_lr = 0.1\nslow_lr = 0.213\njumping_lr = 0.001", "rate"),
    "a rate beyond the border": ("rate", "good_lr = 0.1\nslow_lr = 0.001\njumping_lr = 0.22", "rate"),
    "one side only": (
        "difference",
        "def finite_difference(loss, weight, h):\n    return (loss(weight + h) - loss(weight)) / h",
        "difference",
    ),
    "an h of its own": (
        "difference",
        "def finite_difference(loss, weight, h):\n    return (loss(weight + 0.1) - loss(weight - 0.1)) / 0.2",
        "difference",
    ),
    "the slope itself is changed": (
        "step",
        "def step(parameter, slope, lr):\n    slope *= lr\n    return parameter - slope",
        "step",
    ),
    "it stops when the loss is small": (
        "descend",
        changed(
            DESCEND, "    for _ in range(steps):", "    while losses[-1] > 1e-3 and len(weights) <= steps:"
        ),
        "descend",
    ),
    "the rate is rounded": (
        "scale",
        "def mean_lr(sum_lr, rows):\n    return round(sum_lr * rows, 2)",
        "scale",
    ),
    "T1: the old weight is forgotten": (
        "step",
        changed(STEP, "parameter - lr", "-lr"),
        "step descend fit line",
    ),
    "the parameter itself is changed": (
        "step",
        changed(STEP, "return parameter -", "parameter -=") + "\n    return parameter",
        "step",
    ),
    "y itself is changed": (
        "gradient",
        "def gradient(x, y, weight):\n    y -= weight * x\n    return (-2 * y * x).mean()",
        "gradient descend",
    ),
    "the squares of x in x itself": (
        "factor",
        "def factor(x, lr):\n    x *= x\n    return 1 - lr * 2 * x.mean()",
        "factor",
    ),
    "the prediction itself is changed": (
        "mse",
        "def mse(prediction, target):\n    prediction -= target\n    return (prediction**2).mean()",
        "mse",
    ),
    "x itself is changed in the slopes": (
        "gradients",
        "def gradients(x, y, weight, bias):\n    error = predict(x, weight, bias) - y\n    x *= 2 * error\n"
        "    return x.mean(), (2 * error).mean()",
        "gradients fit line",
    ),
    "the loss is worked out only in the loop": (
        "fit",
        changed(
            FIT,
            "lr)\n    return weight, bias, mse(predict(x, weight, bias), y)",
            "lr)\n        loss = mse(predict(x, weight, bias), y)\n    return weight, bias, loss",
        ),
        "fit",
    ),
    "uphill": ("step", changed(STEP, "- lr", "+ lr"), "step descend fit line"),
    "T5: the loss of the weight before": (
        "descend",
        changed(
            DESCEND,
            "        weight = step(weight, gradient(x, y, weight), lr)\n",
            "        before, weight = weight, step(weight, gradient(x, y, weight), lr)\n",
            "append(float(mse(weight",
            "append(float(mse(before",
        ),
        "descend",
    ),
    "one step too many": ("descend", changed(DESCEND, "range(steps)", "range(steps + 1)"), "descend"),
    "the bias stays": ("fit", changed(FIT, "step(bias, bias_slope, lr)", "bias"), "fit line"),
    "T5: the loss before the last step": (
        "fit",
        changed(
            FIT,
            "        weight_slope",
            "        loss = mse(predict(x, weight, bias), y)\n        weight_slope",
            "    return weight, bias, mse(predict(x, weight, bias), y)",
            "    return weight, bias, loss",
        ),
        "fit",
    ),
    "trained on the three points": ("line", "W, b, loss = fit(x, y, 0.06, 1000)", "line"),
    "the line of T3 is not found": ("hunt", 'hunt_lines = "4"', "hunt"),
    "the line of T1 is not found": ("hunt", 'hunt_lines = "3"', "hunt"),
    "a right line is named too": ("hunt", 'hunt_lines = "345"', "hunt"),
    "both bugs do harm": (
        "telling",
        "only_upper = only_lower = (x, y, 0.5, 0.01, 2)",
        "telling",
    ),
    "the two inputs are swapped": (
        "telling",
        "only_lower = (x, y, 0.0, 0.01, 1)\nonly_upper = (x[:1], y[:1], 0.5, 0.01, 1)",
        "telling",
    ),
    "no bug does harm": ("telling", "only_upper = only_lower = (x[:1], y[:1], 0.0, 0.01, 1)", "telling"),
    "an input that shows nothing": (
        "telling",
        "only_upper = only_lower = (x, y, 0.0, 0.0, 0)",
        "telling",
    ),
    "another function of the name buggy": (
        "telling",
        "def buggy(x, y, weight, lr, steps):\n    return 7.0, 7.0\n\n\n"
        "only_upper = only_lower = (x[:1], y[:1], 0.0, 0.01, 1)",
        "telling",
    ),
    "T1 is left in the bug hunt": ("repaired", changed(REPAIRED, "weight - lr", "-lr"), "repaired"),
    "T3 is left in the bug hunt": (
        "repaired",
        changed(REPAIRED, "x).mean()", "x).sum()"),
        "repaired",
    ),
    "the work of earlier exercises": (
        "repaired",
        changed(REPAIRED, "(2 * (weight * x - y) * x).mean()", "gradient(x, y, weight)"),
        "repaired",
    ),
}
