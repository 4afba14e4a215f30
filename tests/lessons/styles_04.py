"""Right answers to lesson 4 in the styles of different learners: {name: (exercise, text)}."""

from answers_04 import FIT, REPAIRED
from lesson_grades import changed

STYLES = {
    "columns picked by a list": (
        "split",
        "def split(records):\n    t = torch.tensor(records).float()\n    return t[:, :-1], t[:, [-1]]",
    ),
    "unsqueeze": ("column", "def column(values):\n    return values.flatten().unsqueeze(1)"),
    "the library's loss": (
        "mse",
        "def mse(prediction, target):\n"
        "    return torch.nn.functional.mse_loss(prediction, target.view_as(prediction))",
    ),
    "a table of one number": (
        "mse",
        "def mse(prediction, target):\n"
        "    error = prediction.reshape(-1, 1) - target.reshape(-1, 1)\n"
        "    return error.T @ error / len(error)",
    ),
    "pairs as tuples": (
        "differences",
        "def differences(first, second):\n"
        "    return [(int(i), int(j)) for i, j in zip(*torch.where(first != second), strict=True)]",
    ),
    "places as a tensor": (
        "differences",
        "def differences(first, second):\n    return torch.nonzero(first != second)",
    ),
    "a limit by NumPy": (
        "limit",
        "import numpy as np\n\n\ndef lr_limit(x):\n"
        "    A = torch.cat([x, torch.ones(len(x), 1)], dim=1)\n"
        "    return 2 / np.linalg.eigvalsh((2 * A.T @ A / len(x)).numpy())[-1]",
    ),
    "a copy that is changed in place": (
        "standardise",
        "def standardise(x):\n    mean, std = x.mean(dim=0), x.std(dim=0)\n    z = x.clone()\n"
        "    z -= mean\n    z /= std\n    return z, mean, std",
    ),
    "the loss of raw inputs as a tensor": (
        "harvest",
        "z, mean, std = standardise(weather)\n"
        "W_fruit, b_fruit = unscale(*fit(z, harvest, 0.4, 30)[:2], mean, std)\n"
        "loss_fruit = mse(predict(weather, W_fruit, b_fruit), harvest)",
    ),
    "einsum": ("predict", "def predict(x, W, b):\n    return torch.einsum('ri,it->rt', x, W) + b"),
    "addmm": ("rows", "def predict_rows(x, w, b):\n    return torch.addmm(b, x, w.T)"),
    "randn, then requires_grad_": (
        "random",
        "def random_parameters(x, y):\n    w, b = torch.randn(y.size(1), x.size(1)), torch.randn(y.size(1))\n"
        "    return w.requires_grad_(), b.requires_grad_()",
    ),
    "update by hand": (
        "fit",
        changed(FIT, "optimizer.step()", "W.data -= lr * W.grad; b.data -= lr * b.grad"),
    ),
    "a new leaf for each step": (
        "fit",
        changed(
            FIT,
            "optimizer.step()",
            "W, b = ((p - lr * p.grad).detach().requires_grad_() for p in (W, b))",
            "optimizer.zero_grad()",
            "pass",
        ),
    ),
    "zero_grad at the end": (
        "fit",
        changed(
            FIT,
            "        optimizer.zero_grad()\n",
            "",
            "optimizer.step()",
            "optimizer.step()\n        optimizer.zero_grad()",
        ),
    ),
    "the largest eigenvalue of all": (
        "limit",
        "def lr_limit(x):\n    A = torch.cat([x, torch.ones(len(x), 1)], dim=1)\n"
        "    return len(x) / torch.linalg.svdvals(A).max() ** 2",
    ),
    "the bug hunt, mended": ("repaired", REPAIRED),
}
