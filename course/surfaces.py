"""Pictures of the loss of two parameters: a map of the valley with the path of a descent on it.

They draw the path that they are given, and take no step themselves.
"""

import numpy as np
from matplotlib.colors import LogNorm
from matplotlib.patheffects import withStroke

from course.pictures import DARK_GREY, ORANGE, RUNS, canvas, draw_losses, painter, show
from course.scales import scale_losses

RIM = [withStroke(linewidth=2.5, foreground="white")]  # else orange drowns in blue for colour-blind eyes


@painter
def descent(x, y, history, *, title="", weights=(-0.6, 3.6), biases=(-1.6, 1.6), floor=None):
    """Draw a descent: its path on the map of the loss (left), and its loss at each step, log scale (right).

    The loss is the mean squared error of the line W x + b; `history` holds a row (W, b, loss) for each step.
    The map shows the given ranges of weight and bias; a path that leaves them leaves the picture. A cross
    marks the `floor`, the best (W, b), where it is given.
    """
    rows = [tuple(float(value) for value in row) for row in history]
    figure, (valley, curve) = canvas(columns=2)
    figure.subplots_adjust(wspace=0.42)  # room for the colour bar between the two
    shade = draw_map(valley, x, y, weights, biases)
    figure.colorbar(
        shade, ax=valley, label="loss", ticks=[0.01, 0.1, 1, 10, 100], format="%g"
    ).minorticks_off()
    draw_path(valley, rows, weights, biases)
    if floor is not None:
        valley.plot(*floor, color="black", marker="x", markersize=9, markeredgewidth=2, path_effects=RIM)
    valley.set(xlabel="weight W", ylabel="bias b", xlim=weights, ylim=biases, title=title)
    draw_losses(curve, [row[2] for row in rows], **RUNS[0])
    curve.set(xlabel="step", ylabel="loss (log scale)")
    scale_losses(curve)
    (w, b, first), (w_end, b_end, last) = rows[0], rows[-1]
    name = f"{title}. " if title else ""
    at_floor = f"; a cross marks the floor at W = {floor[0]:.3g}, b = {floor[1]:.3g}" if floor else ""
    show(
        figure,
        f"{name}Left: a map of the loss over weight and bias, with the path through {len(rows)} places from "
        f"W = {w:.3g}, b = {b:.3g} to W = {w_end:.3g}, b = {b_end:.3g}{at_floor}. "
        f"Right: the loss at each step, from {first:.3g} to {last:.3g}.",
    )


def draw_map(ax, x, y, weights, biases):
    """Fill the axes with the loss of each weight and bias, one shade for each factor of about three."""
    columns, rows = (np.linspace(low, high, 61) for low, high in (weights, biases))
    points = zip(x.flatten().tolist(), y.flatten().tolist(), strict=True)
    losses = np.mean([(columns * x_i + rows[:, None] - y_i) ** 2 for x_i, y_i in points], axis=0)
    levels = np.logspace(-2, 2, 9)
    ax.contour(columns, rows, losses, levels, colors=DARK_GREY, linewidths=0.4)
    return ax.contourf(columns, rows, losses, levels, norm=LogNorm(), cmap="Blues", extend="min")


def draw_path(ax, rows, weights, biases):
    """Draw the places of a descent up to the first one far outside the map; the start is a square."""
    wide, high = weights[1] - weights[0], biases[1] - biases[0]
    inside = [abs(w - sum(weights) / 2) < wide and abs(b - sum(biases) / 2) < high for w, b, _ in rows]
    seen = rows[: inside.index(False) + 1] if False in inside else rows
    w, b = [row[0] for row in seen], [row[1] for row in seen]
    thick = 3 if len(seen) <= 30 else 1.5  # many dots close together would be one blob
    for rim in RIM, []:  # all rims below all dots: the rim of each would cover the dot before it
        ax.plot(w, b, color=ORANGE, linewidth=0.8, marker="o", markersize=thick, path_effects=rim)
    ax.plot(w[:1], b[:1], color=ORANGE, marker="s", markersize=8, path_effects=RIM)
