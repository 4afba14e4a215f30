"""Pictures of lesson 6: batches of rows, two ways to log a loss, walks on a loss surface."""

from itertools import pairwise

from matplotlib.patches import Rectangle

from course.pictures import BLUE, DARK_GREY, GREY, ORANGE, canvas, painter, show
from course.scales import scale_losses

BATCH_COLOURS = (BLUE, ORANGE, GREY, "black")  # so that a batch differs from its neighbours


@painter
def epochs(orders):
    """Draw each epoch as a line of boxes: one box for each row number, one colour for each batch.

    `orders` holds, for each epoch, its batches as lists of row numbers.
    """
    longest = max(sum(len(batch) for batch in epoch) for epoch in orders)
    figure, ax = canvas()
    figure.set_size_inches(8.4, 0.6 + 0.62 * len(orders))
    for line, epoch in enumerate(orders):
        place = 0.0
        for k, batch in enumerate(epoch):
            colour = BATCH_COLOURS[k % len(BATCH_COLOURS)]
            ink = "black" if colour == GREY else "white"
            for row in batch:
                ax.add_patch(Rectangle((place, -line - 0.35), 0.9, 0.7, color=colour))
                ax.text(place + 0.45, -line, str(int(row)), ha="center", va="center", color=ink)
                place += 1
            place += 0.5
    batches = max(len(epoch) for epoch in orders)
    ax.set(xlim=(-0.2, longest + 0.5 * batches), ylim=(-len(orders) + 0.5, 0.5), xticks=[])
    ax.set_yticks([-line for line in range(len(orders))], [f"epoch {n}" for n in range(1, len(orders) + 1)])
    ax.spines[:].set_visible(False)
    ax.tick_params(length=0)
    ax.grid(False)
    words = [
        f"epoch {n}: " + "; ".join(", ".join(str(int(row)) for row in batch) for batch in epoch)
        for n, epoch in enumerate(orders, 1)
    ]
    show(figure, "The numbers of the rows in each batch. " + ". ".join(words) + ".")


@painter
def two_logs(last_batch, whole_epoch):
    """Draw the loss of each epoch's last batch and the loss of the whole epoch, on a log axis."""
    last_batch, whole_epoch = [float(v) for v in last_batch], [float(v) for v in whole_epoch]
    numbers = range(1, len(last_batch) + 1)
    figure, ax = canvas()
    ax.plot(numbers, last_batch, color=ORANGE, linewidth=1, marker=".", label="last batch")
    ax.plot(numbers, whole_epoch, color=BLUE, linewidth=2.5, label="whole epoch")
    ax.set(xlabel="epoch", ylabel="loss (log scale)")
    scale_losses(ax)
    ax.legend(frameon=False)
    words = [
        f"for the {name} it goes from {values[0]:.3g} to {values[-1]:.3g} and rises {rises(values)} times"
        for name, values in (("whole epoch", whole_epoch), ("last batch", last_batch))
    ]
    show(figure, f"The loss of {len(last_batch)} epochs: " + "; ".join(words) + ".")


def rises(values):
    """How often a number is larger than the one before: `rises([3, 1, 2]) == 1`."""
    return sum(later > earlier for earlier, later in pairwise(values))


@painter
def walks(loss_at, paths, *, rows):
    """Draw walks on the loss surface of a weight and a bias (left), and the loss against epochs (right).

    `loss_at(weight, bias)` gives the loss on all rows. `paths` maps a batch size to the (weight, bias)
    pairs of a walk with that batch size, the start first; `rows` is the number of rows of an epoch.
    """
    figure, (surface, curve) = canvas(columns=2)
    points = [point for path in paths.values() for point in path]
    xs, ys = _axis([w for w, b in points]), _axis([b for w, b in points])
    heights = [[float(loss_at(w, b)) for w in xs] for b in ys]
    lowest, highest = min(map(min, heights)), max(map(max, heights))
    levels = [lowest + (highest - lowest) * (k / 12) ** 2 for k in range(1, 13)]
    surface.contour(xs, ys, heights, levels=levels, colors=GREY, linewidths=0.8)
    words = []
    styles = ((BLUE, "s", "-"), (ORANGE, "o", "-"), (DARK_GREY, "^", "--"))
    for (size, path), (colour, marker, line) in zip(paths.items(), styles, strict=False):
        losses = [float(loss_at(w, b)) for w, b in path]
        label = f"batch size {size}"
        style = {"color": colour, "marker": marker, "linestyle": line, "markersize": 3.5, "label": label}
        surface.plot([w for w, b in path], [b for w, b in path], linewidth=1, **style)
        steps_in_epoch = -(-rows // size)
        curve.plot([k / steps_in_epoch for k in range(len(path))], losses, linewidth=1, **style)
        words.append(f"{label}: {len(path) - 1} steps, loss {losses[0]:.4g} to {losses[-1]:.4g}")
    surface.set(xlabel="weight W", ylabel="bias b")
    curve.set(xlabel="epoch", ylabel="loss on all rows (log scale)")
    scale_losses(curve)
    curve.legend(frameon=False)
    show(figure, "Walks on the loss surface, and their losses. " + ". ".join(words) + ".")


def _axis(values, steps=24):
    """Evenly spaced numbers that reach a little beyond all values."""
    low, high = min(values), max(values)
    margin = 0.25 * (high - low) or 1.0
    return [low - margin + (high - low + 2 * margin) * k / steps for k in range(steps + 1)]
