"""Right answers to lesson 5 in the styles of different learners: {name: (exercise, text)}."""

from answers_05 import MODEL, SCALED_IN_PLACE, STEP
from lesson_grades import changed

STYLES = {
    "the layer inside a Sequential": (
        "class",
        changed(MODEL, "nn.Linear(inputs, outputs)", "nn.Sequential(nn.Linear(inputs, outputs))"),
    ),
    "the layer's numbers used by hand": (
        "class",
        changed(MODEL, "self.layer(x)", "F.linear(x, self.layer.weight, self.layer.bias)"),
    ),
    "numbers beside the layer": (
        "class",
        changed(
            MODEL,
            "        self.layer",
            "        self.inputs, self.outputs = inputs, outputs\n        self.layer",
        ),
    ),
    "trained numbers only": (
        "count",
        "def count(model):\n    return sum(p.numel() for p in model.parameters() if p.requires_grad)",
    ),
    "a list of the bias, number by number": (
        "read",
        "def read(model):\n    return [model.weight.tolist(), [number.item() for number in model.bias]]",
    ),
    "float(loss)": ("stepping", changed(STEP, "loss.item()", "float(loss.detach())")),
    "detach in place of no_grad": (
        "predict",
        "def predict(model, values, columns):\n"
        "    return model(torch.tensor(values).float().reshape(-1, columns)).detach()",
    ),
    "a copy that is scaled in place": (
        "scaled",
        changed(SCALED_IN_PLACE, "        x -= self.mean", "        x = x.clone()\n        x -= self.mean"),
    ),
}
