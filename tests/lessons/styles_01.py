"""Right answers to lesson 1 in the styles of different learners: {name: (exercise, text)}."""

from answers_01 import PREDICT

STYLES = {
    "row by row": ("predict", PREDICT + "return torch.stack([weight * row + bias for row in x])"),
    "into zeros": (
        "predict",
        PREDICT
        + "y = torch.zeros_like(x)\n    for k in range(len(x)):\n"
        + "        y[k] = x[k] * weight + bias\n    return y",
    ),
    "functions of torch": ("predict", PREDICT + "return torch.add(torch.mul(x, weight), bias)"),
    "in place, on a copy": (
        "predict",
        PREDICT + "x = x.clone()\n    x *= weight\n    x += bias\n    return x",
    ),
}
