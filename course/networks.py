"""Pictures of lesson 5: a layer with its weights, lines before and after training, predictions and targets.

They draw the numbers that they are given.
"""

from course.pictures import BLUE, DARK_GREY, GREY, ORANGE, canvas, painter, show


@painter
def layer(weights, biases, inputs, outputs):
    """Draw a layer: inputs on the left, outputs on the right, a weight on each arrow, a bias at each output.

    `weights` is a tensor (outputs, inputs), `biases` (outputs,); `inputs` and `outputs` are lists of names.
    """
    weights, biases = weights.tolist(), biases.tolist()
    left, right = _heights(len(inputs)), _heights(len(outputs))
    figure, ax = canvas()
    ax.set(xlim=(-0.75, 1.9), ylim=(-0.25, 1.25))
    ax.set_axis_off()
    for j, (end, colour) in enumerate(zip(right, (BLUE, ORANGE, DARK_GREY), strict=False)):
        for i, start in enumerate(left):
            arrow = {"arrowstyle": "->", "color": colour, "shrinkA": 12, "shrinkB": 12, "linewidth": 1.5}
            ax.annotate("", (1, end), (0, start), arrowprops=arrow)
            place = 0.22 + 0.3 * j  # the arrows of each output carry their numbers in a column of their own
            ax.text(
                place, start + place * (end - start), f"{weights[j][i]:.3f}", color=DARK_GREY, ha="center",
                va="center", fontsize=9, zorder=5,
                bbox={"facecolor": "white", "edgecolor": colour, "linewidth": 0.8, "pad": 1.5},
            )  # fmt: skip
        ax.text(1.09, end, f"{outputs[j]}\nbias {biases[j]:.3f}", va="center")
    for name, height in zip(inputs, left, strict=True):
        ax.text(-0.09, height, name, ha="right", va="center")
    ax.scatter([0] * len(left), left, s=160, color=GREY, zorder=3)
    ax.scatter([1] * len(right), right, s=160, color=(BLUE, ORANGE, DARK_GREY)[: len(right)], zorder=3)
    rows = (
        f"{name}: weights {', '.join(f'{weight:.3f}' for weight in row)}, bias {bias:.3f}"
        for name, row, bias in zip(outputs, weights, biases, strict=True)
    )
    show(
        figure,
        f"{len(inputs)} inputs ({', '.join(inputs)}), each with an arrow to each output. {'; '.join(rows)}.",
    )


@painter
def lines(x, y, before, after):
    """Draw the points (x, y) twice: with the lines `before` training, and with those `after` it.

    Both are lists of (weight, bias).
    """
    figure, (left, right) = canvas(columns=2)
    right.sharey(left)
    ends = [float(x.min()) - 0.5, float(x.max()) + 0.5]
    for ax, found, title in ((left, before, "before training"), (right, after, "after training")):
        for weight, bias in found:
            ax.plot(ends, [float(weight) * end + float(bias) for end in ends], color=ORANGE, alpha=0.7)
        ax.scatter(x.flatten().tolist(), y.flatten().tolist(), color=BLUE, zorder=3)
        ax.set(xlabel="x", ylabel="y", title=title)
    texts = (", ".join(f"{float(w):.3g} x + {float(b):.3g}" for w, b in found) for found in (before, after))
    show(figure, "Left: the lines {}. Right: the lines {}, through the points.".format(*texts))


@painter
def agreement(predictions, targets, names, *, unit):
    """Draw each prediction against its target, one colour for each column; exact ones lie on the line."""
    predictions, targets = predictions.detach(), targets.detach()
    low, high = float(targets.min()), float(targets.max())
    figure, ax = canvas()
    ax.plot([low, high], [low, high], color=GREY, label="exact")
    for column, (name, colour, marker) in enumerate(zip(names, (BLUE, ORANGE), "os", strict=False)):
        ax.scatter(
            targets[:, column].tolist(),
            predictions[:, column].tolist(),
            facecolors="none",  # so that none covers another
            edgecolors=colour,
            linewidths=1.5,
            marker=marker,
            label=name,
        )
    ax.set(xlabel=f"target ({unit})", ylabel=f"prediction ({unit})")
    ax.legend(frameon=False)
    worst = float((predictions - targets).abs().max())
    show(
        figure,
        f"Predictions against targets for {' and '.join(names)}, {len(targets)} rows each, and the line of"
        f" exact predictions; the largest error is {worst:.3g} {unit}.",
    )


def _heights(count):
    """Places from top to bottom, evenly spaced around 0.5: `_heights(2) == [0.75, 0.25]`."""
    return [1 - (k + 0.5) / count for k in range(count)]
