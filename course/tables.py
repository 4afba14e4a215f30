"""Pictures of tables and of models with several weights: they draw what they are given.

Each is shown as an image with alternative text, in colours that colour-blind people can tell apart.
"""

import torch
from matplotlib.figure import Figure

from course.pictures import BLUE, DARK_GREY, GREY, ORANGE, canvas, painter, show


@painter
def matrices(*parts):
    """Draw tensors of one or two dimensions as boxes of numbers, in a row.

    A text that begins with a letter names the next box; any other text is written between the boxes, as in
    `matrices("x", torch.ones(5, 3), "@", "W", torch.ones(3, 1))`.
    """
    figure = Figure(figsize=(9.2, 2.9))
    ax = figure.add_axes((0.01, 0.01, 0.98, 0.98))
    left, names = 0.0, []
    name = ""
    for part in parts:
        if isinstance(part, str) and part[:1].isalpha():
            name = part
        elif isinstance(part, str):
            ax.text(left + 0.3, 0, part, ha="center", va="center", fontsize=16)
            names.append(part)
            left += 0.6
        else:
            left = _box(ax, part.detach(), left + 0.2, name) + 0.2
            names.append(f"{name} of shape {tuple(part.shape)}")
    ax.set(xlim=(0, left), ylim=(-3.6, 3.4), aspect="equal")
    ax.axis("off")
    show(figure, "Boxes of numbers in a row: " + " ".join(names) + ".")


def _box(ax, values, left, name):
    """Draw one tensor with its name above and its shape below; returns where it ends."""
    rows = values.reshape(1, -1) if values.dim() < 2 else values
    height, width = len(rows) * 0.9, rows.shape[1] * 1.25
    for i, row in enumerate(rows.tolist()):
        for j, value in enumerate(row):
            x, y = left + (j + 0.5) * 1.25, height / 2 - (i + 0.5) * 0.9
            ax.text(x, y, f"{value:.3g}", ha="center", va="center", fontsize=9)
    lines = [height / 2 - i * 0.9 for i in range(len(rows) + 1)]
    ax.hlines(lines, left, left + width, color=GREY, linewidth=0.8)
    lines = [left + j * 1.25 for j in range(rows.shape[1] + 1)]
    ax.vlines(lines, -height / 2, height / 2, color=GREY, linewidth=0.8)
    middle = left + width / 2
    ax.text(middle, height / 2 + 0.45, name, ha="center", va="center", color=BLUE, fontsize=12)
    ax.text(middle, -height / 2 - 0.5, str(tuple(values.shape)), ha="center", va="center", color=DARK_GREY)
    return left + width


@painter
def plane(inputs, targets, W, b, *, names):
    """Draw the points of two inputs and a target, the plane `inputs @ W + b`, and each error as a dashed bar.

    Shapes: inputs (rows, 2), targets (rows, 1), W (2, 1), b one number. `names` are those of the three axes.
    """
    inputs, targets, W, b = inputs.detach(), targets.detach().flatten(), W.detach(), float(b)
    first, second = inputs[:, 0].tolist(), inputs[:, 1].tolist()
    on_plane = (inputs @ W).flatten() + b
    figure = Figure(figsize=(5.6, 4.4))
    ax = figure.add_subplot(projection="3d")
    corners = [torch.linspace(min(values), max(values), 6) for values in (first, second)]
    x, y = torch.meshgrid(*corners, indexing="ij")
    height = x * float(W[0]) + y * float(W[1]) + b
    ax.plot_wireframe(x.numpy(), y.numpy(), height.numpy(), color=ORANGE, linewidth=0.8, label="plane")
    for at, to, value, aim in zip(first, second, on_plane.tolist(), targets.tolist(), strict=True):
        ax.plot([at, at], [to, to], [value, aim], color=DARK_GREY, linestyle="dashed")
    ax.plot(first, second, targets.tolist(), color=BLUE, marker="o", linestyle="none", label="data")
    ax.set(xlabel=names[0], ylabel=names[1], zlabel=names[2])
    ax.legend(loc="upper left")
    ax.locator_params(nbins=4)
    ax.view_init(elev=18, azim=-65)
    far = float((on_plane - targets).abs().max())
    show(
        figure,
        f"{len(first)} points over two inputs, {names[0]} and {names[1]}, and the plane with the slopes "
        f"{float(W[0]):.3g} and {float(W[1]):.3g}. No point is more than {far:.2g} above or below it.",
    )


@painter
def side_by_side(left, right, *, titles):
    """Draw two tables of the same size beside each other."""
    figure = Figure(figsize=(6.4, 2.2))
    for number, (values, title) in enumerate(zip((left, right), titles, strict=True)):
        _grid(figure.add_axes((0.02 + 0.5 * number, 0.03, 0.46, 0.82)), values.tolist(), title)
    texts = [f"{title}: {values.tolist()}" for title, values in zip(titles, (left, right), strict=True)]
    show(figure, "Two tables. " + "; ".join(texts))


@painter
def errors_of_every_pair(differences):
    """Draw a square table of differences; its diagonal, where both numbers belong to one row, is framed."""
    figure = Figure(figsize=(4.6, 2.4))
    title = "one prediction in each row, one target in each column"
    _grid(figure.add_axes((0.02, 0.03, 0.96, 0.84)), differences.tolist(), title, framed=True)
    show(
        figure,
        f"A table of differences of shape {tuple(differences.shape)}. Only those on its diagonal are errors: "
        + ", ".join(f"{value:.4g}" for value in differences.diagonal().tolist()),
    )


def _grid(ax, rows, title, framed=False):
    """Write the rows of a table into axes; `framed` draws a frame around each number on the diagonal."""
    height, width = len(rows), len(rows[0])
    ax.set(xlim=(-0.03, width + 0.03), ylim=(height + 0.03, -0.03))
    ax.axis("off")
    ax.set_title(title, fontsize=10)
    ax.hlines(range(height + 1), 0, width, color=GREY, linewidth=0.8)
    ax.vlines(range(width + 1), 0, height, color=GREY, linewidth=0.8)
    for i, row in enumerate(rows):
        for j, value in enumerate(row):
            ax.text(j + 0.5, i + 0.5, f"{value:.4g}", ha="center", va="center")
        if framed:
            around = [i, i + 1, i + 1, i, i], [i, i, i + 1, i + 1, i]
            ax.plot(*around, color=ORANGE, linewidth=2.5)


@painter
def valley(title, x, y, path, floor, taken=()):
    """Draw the loss over weight and bias of one input, seen from above, with the path of a descent on it.

    `path` holds the (weight, bias) of some steps, and `floor` is the best (weight, bias). `taken` says how
    many steps lead to each place of the path.
    """
    path, floor = [_pair(point) for point in path], _pair(floor)
    figure, ax = canvas()
    figure.set_size_inches(4.4, 4.4)
    figure.subplots_adjust(bottom=0.22)  # room for the legend: within the axes it would hide the gorge
    middle = [(min(side) + max(side)) / 2 for side in zip(*path, floor, strict=True)]
    reach = 0.65 * max(max(side) - min(side) for side in zip(*path, floor, strict=True))
    weights, biases = (torch.linspace(centre - reach, centre + reach, 150) for centre in middle)
    losses = sum((weights * a + biases[:, None] - b) ** 2 for a, b in zip(x, y, strict=True)) / len(x)
    levels = [losses.min().item() + 10 ** (k / 2) for k in range(-1, 11)]
    lines = ax.contour(weights, biases, losses, levels=levels, colors=DARK_GREY, linewidths=0.8)
    ax.clabel(lines, levels[7::2], fmt=lambda level: f"{round(level, -2):,.0f}", fontsize=7)
    ax.plot(*zip(*path, strict=True), color=ORANGE, marker="o", markersize=4, label="path")
    for place, steps in list(zip(path, taken, strict=False))[:2]:  # the later ones lie close to each other
        ax.annotate(str(steps), place, (4, 5), textcoords="offset points", fontsize=8)
    for place, steps in list(zip(path, taken, strict=False))[-1:]:
        ax.annotate(str(steps), place, (4, -12), textcoords="offset points", fontsize=8)
    ax.plot(*floor, color=BLUE, marker="*", markersize=13, linestyle="none", label="lowest point")
    ax.set(xlabel="weight", ylabel="bias", title=title, aspect="equal")
    ax.legend(loc="upper center", bbox_to_anchor=(0.5, -0.17), ncols=2, frameon=False)
    show(
        figure,
        f"Lines of equal loss over weight and bias, {title}. The path goes from {_place(path[0])} "
        f"to {_place(path[-1])}; the lowest point is {_place(floor)}.",
    )


def _pair(point):
    """A (weight, bias) as two numbers."""
    return tuple(torch.as_tensor(value).item() for value in point)


def _place(point):
    return f"weight {point[0]:.3g}, bias {point[1]:.3g}"
