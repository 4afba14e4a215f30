"""Pictures of the lessons. They draw what they are given and compute nothing that an exercise asks for.

Each is shown as an image with alternative text, in colours that colour-blind people can tell apart.
"""

import base64
import functools
import html
import io
import math
from itertools import cycle

from IPython.display import HTML, display
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator
from PIL import Image

from course.scales import scale_losses, scale_steps

# Of matplotlib's style tableau-colorblind10, those that stand out from white (3:1 at least).
BLUE, ORANGE, GREY, DARK_GREY = "#006BA4", "#C85200", "#898989", "#595959"
RUNS = (  # how several runs in one picture are told apart: by line and marker as well as by colour
    {"color": BLUE, "linestyle": "solid", "marker": "o"},
    {"color": ORANGE, "linestyle": "dashed", "marker": "s"},
    {"color": DARK_GREY, "linestyle": "dotted", "marker": "^"},
    {"color": GREY, "linestyle": "dashdot", "marker": "D"},
)
FAR = 1e6  # a loss above it is not drawn: a run that explodes would flatten all other curves


painting = True  # False where nobody will see the pictures: in the second run of the judge
painted = True  # False where their alternative text is enough: where a class is graded in haste


def painter(draw):
    """A function that draws, or does nothing while `painting` is False."""

    @functools.wraps(draw)
    def painted(*args, **options):
        if painting:
            draw(*args, **options)

    return painted


def show(figure, alt):
    """Show a matplotlib figure as a picture with the alternative text `alt`, or that text alone."""
    if not painted:
        display(HTML(f"<p><em>[A picture, not painted]</em> {html.escape(alt)}</p>"))
        return
    data = base64.b64encode(png(figure)).decode()
    forget(figure)
    # Below a slider, too, a picture is as wide as there is room.
    display(
        HTML(f'<img alt="{html.escape(alt)}" style="max-width: 100%" src="data:image/png;base64,{data}">')
    )


def png(figure):
    """A figure as a PNG; with a palette of 256 colours it is a third as large, and quick to pack."""
    figure.set_dpi(110)
    pixels, size = FigureCanvasAgg(figure).print_to_buffer()
    packed = io.BytesIO()
    picture = Image.frombytes("RGBA", size, pixels).convert("RGB")
    few = picture.quantize(256, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
    few.save(packed, "png")
    return packed.getvalue()


def forget(figure):
    """Free what a drawn figure holds. Its parts point to each other: they would wait until Python tidies up.

    `figure.clear()` would first set up all axes anew, which takes as long as a tenth of the picture.
    """
    for ax in figure.axes:
        for part in (ax.xaxis, ax.yaxis, ax):
            vars(part).clear()
    vars(figure).clear()


def canvas(columns=1):
    """A new figure with one or more axes side by side, in the style that all pictures share."""
    figure = Figure(figsize=(5.6 if columns == 1 else 4.6 * columns, 3.6))
    axes = figure.subplots(1, columns)
    # Fixed margins: letting matplotlib find them takes as long as the drawing itself.
    figure.subplots_adjust(
        left=0.13 if columns == 1 else 0.08, right=0.98, bottom=0.15, top=0.91, wspace=0.26
    )
    for ax in [axes] if columns == 1 else axes:
        ax.spines[["top", "right"]].set_visible(False)
        ax.grid(axis="y", alpha=0.25)
        for axis in (ax.xaxis, ax.yaxis):  # few marks: each takes as long to draw as a curve
            axis.set_major_locator(MaxNLocator(5, steps=[1, 2, 5, 10]))
    return figure, axes


@painter
def line_and_errors(x, y, weight, bias, *, x_label="x", y_label="y"):
    """Draw the points (x, y), the line weight * x + bias, and each error as a dashed bar."""
    x, y, weight, bias = x.flatten().tolist(), y.flatten().tolist(), float(weight), float(bias)
    on_line = [weight * value + bias for value in x]
    figure, ax = canvas()
    ax.vlines(x, y, on_line, colors=DARK_GREY, linestyles="dashed", label="error")
    ax.plot(x, on_line, color=ORANGE, label=f"line {weight:.4g} x + {bias:.4g}")
    ax.scatter(x, y, color=BLUE, zorder=3, label="data")
    ax.set(xlabel=x_label, ylabel=y_label)
    ax.legend(frameon=False)
    errors = ", ".join(f"{p - t:.4g}" for p, t in zip(on_line, y, strict=True))
    show(
        figure,
        f"{len(x)} points, the line {weight:.4g} x + {bias:.4g}, and the errors {errors} as dashed bars.",
    )


@painter
def loss_curve(weights, losses, *, tangents=()):
    """Draw the loss against the weight; each (weight, loss, slope) in `tangents` adds a tangent."""
    weights, losses = [float(w) for w in weights], [float(value) for value in losses]
    figure, ax = canvas()
    ax.plot(weights, losses, color=BLUE)
    ax.set(xlabel="weight W", ylabel="loss", ylim=(min(losses) - 0.5, max(losses) + 0.5))
    best = weights[losses.index(min(losses))]
    alt = f"The loss against the weight: a valley with its floor near W = {best:.3g}."
    for (place, loss, slope), style in zip(tangents, RUNS[1:], strict=False):
        place, loss, slope = float(place), float(loss), float(slope)
        color, line = style["color"], style["linestyle"]
        at, label = [place - 0.4, place, place + 0.4], f"slope {slope:.4g}"
        heights = [loss + slope * (weight - place) for weight in at]
        ax.plot(
            at,
            heights,
            color=color,
            linestyle=line,
            linewidth=2.5,
            marker=style["marker"],
            markevery=[1],
            label=label,
        )
        alt += f" At W = {place:.3g} a tangent with slope {slope:.4g} touches it."
    if tangents:
        ax.legend(frameon=False)
    show(figure, alt)


@painter
def loss_by_step(runs, *, floor=None, log_steps=False):
    """Draw the losses of one or more runs, {name: losses}, against the step, on a log scale.

    `floor` adds a line at the least loss that any parameters have; `log_steps` puts the steps on a log
    scale too, for a long run of which the first steps matter.
    """
    runs = {name: [float(loss) for loss in losses] for name, losses in runs.items()}
    figure, ax = canvas()
    for (name, losses), style in zip(runs.items(), cycle(RUNS), strict=False):
        draw_losses(ax, losses, log_steps=log_steps, label=name, **style)
    ax.set(xlabel="step", ylabel="loss (log scale)")
    scale_losses(ax)
    words = [
        f"{name}: {losses[0]:.4g} at step 0, {losses[-1]:.4g} at step {len(losses) - 1}"
        for name, losses in runs.items()
    ]
    if log_steps:
        ax.set(xlabel="step (log scale)")
        scale_steps(ax, max(map(len, runs.values())) - 1)
    if floor is not None:
        ax.axhline(
            float(floor), color=DARK_GREY, linewidth=1, zorder=1, label=f"least squares, {float(floor):.3g}"
        )
        words.append(f"a line at the loss of least squares, {float(floor):.3g}")
    names = ax.get_legend_handles_labels()[1]
    figure.subplots_adjust(top=0.98 - 0.07 * math.ceil(len(names) / 2))
    ax.legend(loc="lower center", bbox_to_anchor=(0.46, 1.0), ncols=2, frameon=False)  # hides no curve
    show(figure, f"The loss at each step, on a log scale. {'; '.join(words)}.")


def draw_losses(ax, losses, *, log_steps=False, **style):
    """Draw one list of losses as far as they can be drawn, and mark some twenty of them."""
    shown = [loss if math.isfinite(loss) and 0 < loss < FAR else math.nan for loss in losses]
    count = len(shown)
    steps = (int(1.7**k) - 1 for k in range(40)) if log_steps else range(0, count, max(1, count // 20))
    marked = sorted({step for step in steps if step < count})
    ax.plot(shown, markersize=4, markevery=marked, **style)


@painter
def descent(loss_at, path, *, title="", losses_between=None):
    """Draw the steps of a descent: on the loss curve (left) and as loss against step, log scale (right).

    `loss_at(weight)` gives the loss of one weight; `path` holds the weights, the starting one first.
    `losses_between` fixes the range of the loss on the right, so that several pictures can be compared.
    """
    path = [float(w) for w in path]
    losses = [float(loss_at(w)) for w in path]
    seen = [w for w in path if abs(w) < 6] or path[:1]  # a path that runs away leaves the picture
    low, high = min(-1.0, *seen) - 0.2, max(3.0, *seen) + 0.2
    grid = [low + (high - low) * k / 100 for k in range(101)]
    figure, (valley, curve) = canvas(columns=2)
    valley.plot(grid, [float(loss_at(w)) for w in grid], color=GREY)
    valley.plot(path[: len(seen)], losses[: len(seen)], color=ORANGE, marker="o", markersize=4)
    valley.set(xlabel="weight W", ylabel="loss", xlim=(low, high), title=title)
    curve.plot(range(len(losses)), losses, color=BLUE, marker="s", markersize=4)
    curve.set(xlabel="step", ylabel="loss (log scale)")
    scale_losses(curve, losses_between)
    name = f"{title}. " if title else ""
    show(
        figure,
        f"{name}Left: {len(path) - 1} steps of descent on the loss curve, from W = {path[0]:.3g} "
        f"to {path[-1]:.3g}. Right: the loss at each step, from {losses[0]:.3g} to {losses[-1]:.3g}.",
    )


@painter
def slider(draw, *, label, low, high, start, step):
    """Show a slider, and `draw(value)` below it, drawn again whenever the slider is let go."""
    from IPython.utils.capture import capture_output
    from ipywidgets import HTML as Panel
    from ipywidgets import FloatSlider, VBox

    knob = FloatSlider(start, min=low, max=high, step=step, description=label)
    knob.readout_format = ".3f" if step % 1 else ".0f"
    knob.layout.width = "480px"
    knob.continuous_update = False  # one drawing for each stop of the slider, not one for each pixel
    panel = Panel()

    def redraw(_change=None):
        with capture_output() as drawn:
            draw(knob.value)
        pictures = [output.data.get("text/html", "") for output in drawn.outputs]
        panel.value = "".join([f"<pre>{html.escape(drawn.stdout)}</pre>" if drawn.stdout else "", *pictures])

    # Not `interact`: its Output widget now and then makes nbclient wait until the cell's time is over.
    redraw()
    knob.observe(redraw, "value")
    display(VBox([knob, panel]))
