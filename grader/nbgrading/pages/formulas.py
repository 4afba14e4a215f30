"""Formulas as MathML, which browsers set by themselves: no script runs, and nothing comes from the network.

latex2mathml translates LaTeX into a tree. Of the tree, what can only show something is written anew: known
elements, attributes that neither link, nor colour, nor move anything out of its line, and all else as plain
text. What cannot be translated is shown as it was written.
"""

import html
import re
from collections.abc import Callable, Mapping
from typing import Any
from xml.etree.ElementTree import Element

from latex2mathml.converter import convert_to_element

from grader.nbgrading.pages.budget import FORMULA, Budget

MAX_LATEX = 2_000  # characters of one formula: translating takes longer than linear time
OVERHEAD = 20  # characters that one formula counts for, however short
MAX_NESTING = 40
NAMES = """math mfrac mi mn mo mover mpadded mphantom mroot mrow ms mspace msqrt mstyle msub msubsup msup
mtable mtd mtext mtr munder munderover mmultiscripts mprescripts"""
ELEMENTS = frozenset(NAMES.split())
EITHER = r"true|false"
ATTRIBUTES = {  # and the values that they may have; none of them leaves its line or its box
    "accent": EITHER,
    "columnalign": r"(left|center|right)( (left|center|right))*",
    "display": r"block|inline",
    "displaystyle": EITHER,
    "fence": EITHER,
    "form": r"prefix|infix|postfix",
    "largeop": EITHER,
    "linethickness": r"0|0px|1",
    "mathvariant": r"normal|bold|italic|bold-italic|double-struck|script|fraktur|monospace|sans-serif",
    "maxsize": r"[0-3](\.\d+)?em",
    "minsize": r"[0-3](\.\d+)?em",
    "movablelimits": EITHER,
    "separator": EITHER,
    "stretchy": EITHER,
    "width": r"[0-2](\.\d+)?em",  # of a space
}
SCHEME = "formula:"  # how a text refers to a formula while its HTML is made
Shown = Callable[[Mapping[str, str]], str]


class Formulas:
    """The formulas of one text: put aside while its HTML is made and cleaned, and then put in."""

    def __init__(self, budget: Budget) -> None:
        self.found: list[str] = []
        self.budget = budget

    def put_aside(self, latex: str, block: bool) -> str:
        """What stands in the HTML in place of a formula."""
        fits = len(latex) <= MAX_LATEX and self.budget.allows(FORMULA * (len(latex) + OVERHEAD))
        self.found.append(mathml(latex, block) if fits else as_it_is(latex, block))
        return f'<img src="{SCHEME}{len(self.found) - 1}">'

    def or_else(self, shown: Shown) -> Shown:
        """How each `<img>` is written: a formula by its number, a picture by `shown`."""

        def either(attributes: Mapping[str, str]) -> str:
            scheme, _, number = attributes.get("src", "").rpartition(":")
            if f"{scheme}:" == SCHEME and number.isdecimal() and int(number) < len(self.found):
                return self.found[int(number)]
            return shown(attributes)

        return either


def mathml(latex: str, block: bool) -> str:
    r"""A formula as MathML; as it was written, where it cannot be translated.

    >>> mathml("W x", block=False)
    '<math display="inline"><mrow><mi>W</mi><mi>x</mi></mrow></math>'
    >>> mathml(r"\frac", block=True)
    '<code>$$\\frac$$</code>'
    """
    try:
        return written(convert_to_element(latex, display="block" if block else "inline"), 0)
    except Exception:  # whatever latex2mathml stumbles over, the formula can be read
        return as_it_is(latex, block)


def as_it_is(latex: str, block: bool) -> str:
    """A formula as it was written."""
    mark = "$$" if block else "$"
    return f"<code>{html.escape(f'{mark}{latex}{mark}')}</code>"


def written(element: Element, depth: int) -> str:
    """An element and what is in it, as far as they are harmless; an unknown one becomes a plain row."""
    if depth > MAX_NESTING:
        raise ValueError(depth)
    name = element.tag if element.tag in ELEMENTS else "mrow"
    kept = "".join(f' {key}="{value}"' for key, value in element.attrib.items() if harmless(key, value))
    inner = "".join(written(child, depth + 1) for child in element)
    return f"<{name}{kept}>{html.escape(html.unescape(element.text or ''), quote=False)}{inner}</{name}>"


def harmless(name: str, value: Any) -> bool:
    """Whether an attribute is one that only says how something is set."""
    return name in ATTRIBUTES and re.fullmatch(ATTRIBUTES[name], str(value)) is not None
