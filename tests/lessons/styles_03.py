"""Right answers to lesson 3 in the styles of different learners: {name: (exercise, text)}."""

from answers_03 import MAKE, PREDICT, ZERO_IN_FIT, changed

STYLES = {
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
    "NumPy numbers": (
        "fit",
        changed(
            "fit", "(W.item(), b.item(), loss.item())", "[t.detach().numpy().item() for t in (W, b, loss)]"
        ),
    ),
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
