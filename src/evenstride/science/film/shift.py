"""How far the ground of one picture lies from that of another: phase correlation, tile by tile."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from scipy.fft import irfft2, rfft2, rfftfreq

from evenstride.core.estimate import Array

TILES = (4, 6)
"""Rows and columns of tiles: a runner covers a few of them, and the others outvote them."""

PEAK = 1.0
"""px, standard deviation of the peak that a shift makes: wide enough to be found between pixels."""

CLEAR = 6.0
"""Height of a peak over the spread of the rest, from which a tile counts (judgement: of noise alone the highest of
10 000 places is 4 spreads high)."""

FEWEST = 4
"""Tiles without which nothing is said."""

SURE = 0.1
"""px that noise can put a tile wrong by, standard deviation, at most (judgement): a plain tells nothing, a straight
edge nothing of the way along it, and the peak that such a tile makes is that of its window."""

NOISE = 1.0
"""Grey steps by which brightness is off at least: rounding, and what compression leaves (judgement)."""

WIDE = 0.6
"""Share of the columns of tiles in which the ground has to show (judgement: a runner covers half at most)."""

LEAST_ERROR = 0.03
"""px; interpolation finds no place better (0.05 after three such steps, validation/video_panning.py)."""

Box = tuple[float, float, float, float]
"""Left, top, right and bottom in px."""


@dataclass(frozen=True, slots=True)
class Shift:
    """How far things in the second picture lie right of and below those in the first.

    Attributes
    ----------
    right, down : float
        px; nan where the pictures show too little to tell.
    error : float
        px, standard deviation of either, from how far the tiles disagree.
    tiles : int
        That were clear and agreed.
    """

    right: float
    down: float
    error: float
    tiles: int

    @property
    def known(self) -> bool:
        """Whether a shift was found."""
        return self.tiles >= FEWEST

    def times(self, factor: float) -> Shift:
        """Return the same in pixels a factor smaller."""
        return Shift(factor * self.right, factor * self.down, factor * self.error, self.tiles)


UNKNOWN = Shift(float("nan"), float("nan"), float("nan"), 0)


def find_shift(
    first: Array, second: Array, *, without: Sequence[Box] = (), near: tuple[float, float] | None = None
) -> Shift:
    """Return how far the ground moved from the first picture to the second.

    Parameters
    ----------
    first, second : ndarray, shape (h, w)
        Brightness in grey steps of 255, of equal shape.
    without : sequence of Box
        Where somebody is; tiles that touch it in the first picture are left out.
    near : tuple of float or None
        About how far right and down, px, if that is known: then the whole picture need not tell.

    Notes
    -----
    The whole picture gives the shift to a pixel; then each tile is laid over its counterpart and gives the rest. With F
    and G of the two tiles under a Hann window, F* G / |F G| is the phase of the shift alone; its inverse transform has
    a peak there, made Gaussian by a low pass, so that a parabola through its logarithm finds the place between pixels.
    The median over tiles leaves out what moves before the ground. Sources: phase correlation is a textbook method.

    Examples
    --------
    >>> ground = 20.0 * np.random.default_rng(1).standard_normal((140, 200))
    >>> found = find_shift(ground[10:130, 20:180], ground[7:127, 25:185])
    >>> round(found.right, 1), round(found.down, 1)
    (-5.0, 3.0)
    """
    across, down = (round(one) for one in (near or _peak(first, second)[:2]))
    places: list[tuple[float, float, float]] = []
    compared: set[int] = set()
    for top, bottom, left, right in _tiles(first.shape):
        moved = (top + down, bottom + down, left + across, right + across)
        if moved[0] < 0 or moved[2] < 0 or moved[1] > first.shape[0] or moved[3] > first.shape[1]:
            continue
        if any(left < box[2] and right > box[0] and top < box[3] and bottom > box[1] for box in without):
            continue
        compared.add(left)
        tile, other = first[top:bottom, left:right], second[moved[0] : moved[1], moved[2] : moved[3]]
        if _unsure(tile) > SURE:
            continue
        rest = _peak(tile, other)
        if rest[2] >= CLEAR:
            places.append((across + rest[0], down + rest[1], left))
    return _agreed(np.array(places).reshape(-1, 3), len(compared))


def _agreed(found: Array, columns: int) -> Shift:
    """Return the median of the tiles, of those near it, with its error."""
    if len(found) < FEWEST:
        return UNKNOWN
    places = found[:, :2]
    middle = np.median(places, axis=0)
    spread = 1.4826 * np.median(np.abs(places - middle), axis=0)
    near = (np.abs(places - middle) <= 3.0 * np.maximum(spread, 0.1)).all(axis=1)
    # Half of the tiles have to agree: else there are two grounds, or none.
    if near.sum() < max(FEWEST, 0.5 * len(places)):
        return UNKNOWN
    # The ground lies everywhere: what shows in a few columns alone is the runner.
    if len(np.unique(found[near, 2])) < WIDE * columns:
        return UNKNOWN
    right, down = (float(value) for value in np.median(places[near], axis=0))
    count = int(near.sum())
    error = 1.2533 * float(np.hypot(*places[near].std(axis=0)) / 2.0**0.5) / count**0.5
    return Shift(right, down, max(LEAST_ERROR, error), count)


def _tiles(shape: tuple[int, ...]) -> list[tuple[int, int, int, int]]:
    rows, columns = (np.linspace(0, size, count + 1).astype(int) for size, count in zip(shape, TILES, strict=True))
    return [
        (int(top), int(bottom), int(left), int(right))
        for top, bottom in pairwise(rows)
        for left, right in pairwise(columns)
    ]


def _unsure(tile: Array) -> float:
    """Return by how many px the least noise can shift a tile the worse way, standard deviation.

    Notes
    -----
    Least squares: with gradients g of the pattern, weights w and noise of s in either tile, the variance of a shift is
    2 s² / λ, λ the smaller eigenvalue of Σ w² g gᵀ (the structure tensor; a textbook result). An even slope is light
    rather than pattern. More noise than the least shows in the peak.
    """
    weights = (np.hanning(tile.shape[0])[:, np.newaxis] * np.hanning(tile.shape[1])) ** 2
    down, right = (slope - slope.mean() for slope in np.gradient(tile))
    across, along, mixed = (float((weights * one).sum()) for one in (right**2, down**2, right * down))
    least = 0.5 * (across + along) - float(np.hypot(0.5 * (across - along), mixed))
    return NOISE * (2.0 / least) ** 0.5 if least > 0.0 else float("inf")


def _peak(first: Array, second: Array) -> tuple[float, float, float]:
    """Return the shift of highest correlation, right and down in px, and how clear it is."""
    height, width = first.shape
    window = np.hanning(height)[:, np.newaxis] * np.hanning(width)
    one, other = (
        np.asarray(rfft2((picture - picture.mean()) * window), dtype=np.complex128) for picture in (first, second)
    )
    cross = np.conj(one) * other
    size = np.abs(cross)
    # Where a picture has next to nothing, its phase is noise.
    floor = 1e-6 * float(size.max())
    if not floor > 0.0:
        return 0.0, 0.0, 0.0
    rows, columns = np.fft.fftfreq(height), rfftfreq(width)
    soft = np.exp(-2.0 * (np.pi * PEAK) ** 2 * (rows[:, np.newaxis] ** 2 + columns**2))
    found = np.asarray(irfft2(cross / np.maximum(size, floor) * soft, s=(height, width)), dtype=np.float64)
    row, column = np.unravel_index(int(found.argmax()), found.shape)
    clear = float((found[row, column] - found.mean()) / found.std())
    down = _between(found[:, column], int(row))
    across = _between(found[row], int(column))
    return across - width * (across > width / 2), down - height * (down > height / 2), clear


def _between(line: Array, place: int) -> float:
    """Return the top of a peak between samples: a parabola through the logarithm."""
    before, at, after = (max(float(line[(place + step) % len(line)]), 1e-12) for step in (-1, 0, 1))
    low, middle, high = np.log(before), np.log(at), np.log(after)
    bend = low - 2.0 * middle + high
    return place if not bend < 0.0 else place + float(np.clip(0.5 * (low - high) / bend, -0.5, 0.5))
