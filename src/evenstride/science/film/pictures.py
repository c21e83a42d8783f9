"""What single pictures of a film show: light, noise, sharpness, and what moves before the ground."""

from __future__ import annotations

from typing import cast

import numpy as np
from scipy.ndimage import binary_dilation, find_objects, gaussian_filter, gaussian_gradient_magnitude, label
from scipy.ndimage import shift as shifted

from evenstride.core.estimate import Array

NARROW, WIDE = 1.0, 2.0
"""px, standard deviations of the two low passes between which the width of an edge shows."""

EDGES = 0.005
"""Share of the picture's places that count as its edges: those that rise most."""

STEEP = 6.0
"""Grey steps a pixel of the narrow low pass below which there is no edge."""

MOVES = 0.1
"""Of the way from the darkest to the brightest parts of a picture: change from which something moves, beside three
times the noise (judgement: compression makes less)."""

LEAST_SIZE = 0.05
"""Share of the picture's height below which what moves is a leaf or a bird (judgement)."""


def brightness(picture: np.ndarray) -> Array:
    """Return grey steps of 255 from RGB, shape (h, w): the luma of BT.709."""
    return np.asarray(picture, dtype=np.float64) @ np.array([0.2126, 0.7152, 0.0722])


def reduced(grey: Array, rows: int) -> tuple[Array, int]:
    """Return a picture of at most twice as many rows, blocks of it averaged, and how many px a block is wide.

    Examples
    --------
    >>> small, block = reduced(np.arange(24.0).reshape(4, 6), 2)
    >>> small.tolist(), block
    ([[3.5, 5.5, 7.5], [15.5, 17.5, 19.5]], 2)
    """
    block = max(1, grey.shape[0] // rows)
    height, width = (size // block for size in grey.shape)
    whole = grey[: height * block, : width * block]
    return whole.reshape(height, block, width, block).mean(axis=(1, 3)), block


def edge_width(grey: Array, where: np.ndarray | None = None) -> float:
    """Return by how many px the edges of a picture are smeared, standard deviation; nan without edges.

    Parameters
    ----------
    grey : ndarray, shape (h, w)
        Grey steps.
    where : ndarray of bool, shape (h, w)
        Part of the picture to look at; all of it if None.

    Notes
    -----
    An edge of blur s has a slope in proportion to 1/√(s² + n²) behind a low pass of n px. From two of them with the
    ratio R of slopes: s² = (w² − R² n²) / (R² − 1). The median over the steepest edges.

    Examples
    --------
    >>> step = gaussian_filter(np.repeat(np.arange(200.0) > 100.0, 90).reshape(200, 90) * 200.0, 3.0)
    >>> round(edge_width(step), 1)
    3.0
    """
    narrow = gaussian_gradient_magnitude(grey, NARROW)
    wide = gaussian_gradient_magnitude(grey, WIDE)
    looked = narrow if where is None else np.where(where, narrow, 0.0)
    count = max(20, round(EDGES * (grey.size if where is None else int(where.sum()))))
    if count > looked.size:
        return float("nan")
    steep = np.partition(looked.ravel(), -count)[-count]
    at = looked >= max(steep, STEEP)
    if not at.any():
        return float("nan")
    ratio = (narrow[at] / np.maximum(wide[at], 1e-9)) ** 2
    square = (WIDE**2 - ratio * NARROW**2) / np.maximum(ratio - 1.0, 1e-3)
    return float(np.sqrt(max(0.0, float(np.median(square)))))


def flicker(first: Array, second: Array) -> float:
    """Return how much still pixels change between two pictures of the same ground, grey steps, standard deviation.

    Notes
    -----
    Half of the places, those where the picture is flattest: an edge that moves a tenth of a pixel changes too.
    """
    change = second - first
    slope = gaussian_gradient_magnitude(first, NARROW)
    still = change[slope <= np.median(slope)]
    return 1.4826 * float(np.median(np.abs(still - np.median(still)))) / 2.0**0.5


def moving(first: Array, second: Array, right: float, down: float, noise: float) -> np.ndarray:
    """Return where something moves before the ground, as bool of shape (h, w).

    Parameters
    ----------
    first, second : ndarray, shape (h, w)
        Grey steps.
    right, down : float
        px that the ground moved from the first to the second.
    noise : float
        Grey steps that a still pixel flickers.
    """
    smooth = max(1.0, 0.003 * first.shape[0])
    back = shifted(second, (-down, -right), order=1, mode="constant", cval=np.nan)
    change = np.abs(gaussian_filter(np.nan_to_num(back - first), smooth))
    # Its rim has no counterpart when the camera moves.
    change[np.isnan(back)] = 0.0
    dark, bright = np.percentile(first, [5.0, 95.0])
    return np.asarray(change > max(2.0, MOVES * (bright - dark)) + 3.0 * noise, dtype=np.bool_)


def largest(mask: np.ndarray) -> tuple[int, int, int, int] | None:
    """Return left, top, right and bottom of the largest thing in a mask; None where there is none worth the name.

    Notes
    -----
    Parts nearer to each other than 3 % of the picture's height belong together: legs, trunk and arms of one runner.
    """
    reach = max(1, round(0.015 * mask.shape[0]))
    # Blocks of that size do what a dilation with a large disc would, in a fraction of the time.
    height, width = (size // reach * reach for size in mask.shape)
    coarse = mask[:height, :width].reshape(height // reach, reach, width // reach, reach).mean(axis=(1, 3)) > 0.1
    named, count = cast("tuple[np.ndarray, int]", label(binary_dilation(coarse, np.ones((3, 3), dtype=np.int64))))
    if not count:
        return None
    sizes = np.bincount(named.ravel())[1:]
    rows, columns = find_objects(named)[int(sizes.argmax())]
    top, bottom, left, right = (reach * one for one in (rows.start, rows.stop, columns.start, columns.stop))
    # A dilation adds a block on every side.
    top, left, bottom, right = top + reach, left + reach, bottom - reach, right - reach
    return (left, top, right, bottom) if bottom - top >= LEAST_SIZE * mask.shape[0] else None
