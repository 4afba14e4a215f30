"""Pictures of lesson 2: graphs of how a number was computed.

A graph is drawn from what is there: from what PyTorch recorded for a tensor, or from values with the
attributes `number`, `grad`, `parents` and `slopes`. Nothing is computed here but places on the page.
"""

import re
from dataclasses import dataclass, field

from matplotlib.figure import Figure

from course.pictures import BLUE, DARK_GREY, GREY, ORANGE, painter, show

EDGES = {"leaf": BLUE, "constant": GREY, "result": ORANGE}  # how each kind of node is framed


@dataclass
class Node:
    """One box of a graph: what it says, its kind, and its inputs as (node, label of the arrow)."""

    text: str
    kind: str
    inputs: list = field(default_factory=list)


def recorded(loss, leaves, constants=(), *, name="loss"):
    """Draw the graph that PyTorch recorded for the tensor `loss`.

    `leaves` maps names to tensors with requires_grad; `constants` names the other inputs in their order.
    """
    names, constants, seen = {id(tensor): key for key, tensor in leaves.items()}, list(constants), {}

    def node(function):
        if function is None:  # an input that needs no gradient: PyTorch keeps no place for it
            return Node(constants.pop(0) if constants else "constant", "constant")
        if function not in seen:
            inputs = [(node(inner), "") for inner, _ in function.next_functions]
            tensor = getattr(function, "variable", None)
            kind = "leaf" if tensor is not None else "operation"
            text = names.get(id(tensor), "leaf") if kind == "leaf" else operation(function)
            seen[function] = Node(text, kind, inputs)
        return seen[function]

    draw(Node(name, "result", [(node(loss.grad_fn), "")]))


def operation(function):
    """The name of a recorded operation in plain words: 'MulBackward0' is 'multiply'."""
    name = re.sub(r"Backward\d*$", "", function.name()).lower()
    words = {"mul": "multiply", "sub": "subtract", "pow": "power", "div": "divide"}
    exponent = getattr(function, "_saved_exponent", None)
    return words.get(name, name) + (f" {exponent:g}" if exponent is not None else "")


def values(result, names):
    """Draw the graph of `result`: each value with its number and grad, each arrow with its slope.

    `names` maps names to values; a value without a name is shown with its number alone.
    """
    known, seen = {id(value): key for key, value in names.items()}, {}

    def node(value):
        if id(value) not in seen:
            slopes = [f"{slope:.4g}" for slope in value.slopes]
            inputs = list(zip(map(node, value.parents), slopes, strict=False))
            kind = "operation" if inputs else "leaf" if id(value) in known else "constant"
            text = f"{known[id(value)]} = {value.number:.4g}" if id(value) in known else f"{value.number:.4g}"
            seen[id(value)] = Node(f"{text}\ngrad {value.grad:.4g}", kind, inputs)
        return seen[id(value)]

    top = node(result)
    top.kind = "result"
    draw(top)


@painter
def draw(result):
    """Draw the graph that ends in the node `result`: inputs on the left, the result on the right."""
    nodes = in_order(result)
    places = place(nodes)
    width, height = max(x for x, _ in places.values()), max(abs(y) for _, y in places.values())
    figure = Figure(figsize=(WIDE * (width + 1), HIGH * (2 * height + 1)))
    ax = figure.add_axes((0, 0, 1, 1))
    ax.set(xlim=(-0.5, width + 0.5), ylim=(-height - 0.5, height + 0.5))
    ax.axis("off")
    boxes = {id(node): box(ax, places[id(node)], node) for node in nodes}
    for node in nodes:
        for number, (source, label) in enumerate(node.inputs):
            again = any(source is other for other, _ in node.inputs[:number])
            far = places[id(node)][0] - places[id(source)][0] > 1
            arrow(ax, boxes[id(source)], boxes[id(node)], label, bend=0.35 * again - 0.25 * far)
    show(figure, describe(nodes))


WIDE, HIGH = 1.45, 1.1  # inches for one column and for one row
BLANK = {"boxstyle": "square,pad=0.1", "facecolor": "white", "edgecolor": "none"}  # behind a label


def box(ax, where, node):
    """Draw one node as framed text; returns the text."""
    frame = {"boxstyle": "round,pad=0.35", "facecolor": "white", "linewidth": 1.5}
    frame["edgecolor"] = EDGES.get(node.kind, DARK_GREY)
    frame["linestyle"] = "dashed" if node.kind == "constant" else "solid"
    return ax.text(*where, node.text, ha="center", va="center", bbox=frame, zorder=3)


def arrow(ax, source, target, label, *, bend=0.0):
    """Draw an arrow from one framed text to another; `bend` is its bulge to the right of its direction."""
    (x0, y0), (x1, y1) = source.get_position(), target.get_position()
    style = {"arrowstyle": "-|>", "color": DARK_GREY, "shrinkA": 3, "shrinkB": 3}
    style |= {"patchA": source.get_bbox_patch(), "patchB": target.get_bbox_patch()}
    style["connectionstyle"] = f"arc3,rad={bend}"
    ax.annotate("", (x1, y1), (x0, y0), arrowprops=style)
    across, up = bend * (y1 - y0) / 2 * HIGH / WIDE, -bend * (x1 - x0) / 2 * WIDE / HIGH
    middle = (x0 + x1) / 2 + across, (y0 + y1) / 2 + up
    ax.text(
        *middle, label, ha="center", va="center", fontsize=9, color=DARK_GREY, bbox=BLANK if label else None
    )


def in_order(result):
    """All nodes of a graph, each one after its inputs."""
    found: list = []

    def visit(node):
        if not any(node is other for other in found):
            for source, _ in node.inputs:
                visit(source)
            found.append(node)

    visit(result)
    return found


def place(nodes):
    """For each node its column (after all its inputs, as near as can be to its user) and its row."""
    column: dict = {}
    for node in nodes:
        column[id(node)] = 1 + max((column[id(source)] for source, _ in node.inputs), default=-1)
    for node in reversed(nodes):  # an input of one later node stands right before it
        users = [column[id(user)] for user in nodes if any(source is node for source, _ in user.inputs)]
        if not node.inputs and users:
            column[id(node)] = min(users) - 1
    rows = {}
    for number in set(column.values()):
        members = [node for node in nodes if column[id(node)] == number]
        members.sort(key=lambda node: not node.inputs)  # operations above, leaves below
        for row, node in enumerate(members):
            rows[id(node)] = (number, (len(members) - 1) / 2 - row)
    return rows


def describe(nodes):
    """The alternative text of a graph: what goes into what, from left to right."""
    parts = []
    for node in nodes:
        if node.inputs:
            sources = [
                source.text.split("\n")[0] + (f" (slope {s})" if s else "") for source, s in node.inputs
            ]
            parts.append(f"{' and '.join(sources)} into {node.text.replace(chr(10), ', ')}")
    return "A graph with arrows from left to right: " + "; ".join(parts) + "."
