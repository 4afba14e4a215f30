"""How far apart two colours are, for eyes that see all colours and for eyes that do not.

Colours are texts like "#006ba4". The simulation is that of Machado, Oliveira and Fernandes, "A
physiologically-based model for simulation of color vision deficiency" (IEEE TVCG 15(6), 2009), at full
severity, on linear RGB.
"""

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

EYES = {
    "all colours": np.eye(3),
    "protanopia": np.array(
        [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]]
    ),
    "deuteranopia": np.array(
        [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]]
    ),
    "tritanopia": np.array(
        [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]]
    ),
}
XYZ = np.array(
    [[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]]
)  # of linear sRGB


def linear(colour: str) -> Array:
    """Linear red, green and blue from 0 to 1: `linear("#ffffff")` is [1, 1, 1]."""
    srgb = np.array([int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)])
    return np.where(srgb <= 0.04045, srgb / 12.92, ((srgb + 0.055) / 1.055) ** 2.4)


def seen(colour: str, eyes: str) -> Array:
    """Linear RGB of what these eyes see."""
    return np.clip(EYES[eyes] @ linear(colour), 0, 1)


def distance(one: str, other: str, eyes: str = "all colours") -> float:
    """The distance in CIELAB (1976): 2.3 is just noticeable, black and white are 100 apart."""
    return float(np.linalg.norm(lab(seen(one, eyes)) - lab(seen(other, eyes))))


def lab(rgb: Array) -> Array:
    """CIELAB of linear RGB, with white at (100, 0, 0)."""
    ratio = (XYZ @ rgb) / (XYZ @ np.ones(3))
    f = np.where(ratio > 216 / 24389, np.cbrt(ratio), (24389 / 27 * ratio + 16) / 116)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


def contrast(one: str, other: str = "#ffffff") -> float:
    """WCAG's contrast ratio, from 1 to 21."""
    darker, lighter = sorted(XYZ[1] @ linear(colour) for colour in (one, other))
    return float((lighter + 0.05) / (darker + 0.05))
