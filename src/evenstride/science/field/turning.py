"""From a phone's gyroscope to one rate of turn: gaps and held samples dropped, drift taken off, the axis found."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from evenstride.core.errors import FitError
from evenstride.core.estimate import Array
from evenstride.core.raw import GyroTrace
from evenstride.core.run import Flag

SLOWEST_RATE = 20.0
"""Samples a second below which a switch of a quarter of a second is a handful of dots (judgement)."""

LOW_RATE = 90.0
"""Samples a second below which the rate is flagged: 200 are recommended for a thigh (science.md §9.4, from memory), and
phones write 100 or more when asked for their fastest."""

STILL_WINDOW, STILL_SD, STILL_MEAN = 0.4, 0.25, 0.4
"""At rest: over 0.4 s the rates scatter by less than 0.25 rad/s and stay below 0.4 rad/s on the mean (judgement)."""

FLAT = 3
"""So many samples of exactly the same extreme value are the end of the sensor's range, not a leg."""

CLEAN_AXIS = 0.9
"""Share of fast rotation about one axis below which the phone slipped or the thigh twisted (judgement)."""


@dataclass(frozen=True, slots=True, eq=False)
class Turning:
    """The rate of turn about the axis that the thigh swings about.

    Attributes
    ----------
    times, rates : ndarray, shape (n,)
        Time in s, increasing, and rate in rad/s, of a sign still to be told.
    still : ndarray of bool, shape (n,)
        Samples at rest.
    limited : ndarray of bool, shape (n,)
        Samples at the end of the sensor's range.
    axis : ndarray, shape (3,)
        Unit vector in the axes of the phone.
    share : float
        Share of the fast rotation that is about it.
    step, jitter, noise, sway : float
        Median time between samples and scatter of it (s); SD of one sample, and SD of the mean rate over a
        quarter of a second at rest (rad/s).
    """

    times: Array
    rates: Array
    still: NDArray[np.bool_]
    limited: NDArray[np.bool_]
    axis: Array
    share: float
    step: float
    jitter: float
    noise: float
    sway: float
    flags: tuple[Flag, ...]


def find_turning(trace: GyroTrace, *, where: str) -> Turning:
    """Return the rate of turn about the dominant axis, freed of the constant error seen at rest.

    Parameters
    ----------
    trace : GyroTrace
        What the phone wrote.
    where : str
        What to call the recording in messages.

    Raises
    ------
    FitError
        If there are too few samples, they are too far apart, or nothing turns.

    Notes
    -----
    The axis is the first principal component of the samples faster than a quarter of the fastest one, taken about
    zero: a swing and its way back lie at opposite ends of one line. The constant error of an axis is its mean at rest.
    Assumes a phone fixed to the thigh, so that the axis of the hip has one direction in it.

    Sources
    -------
    pocket laboratory protocol (S3).
    """
    times, rates, dropped = _clean(trace)
    step = float(np.median(np.diff(times))) if times.size > 1 else np.inf
    if not step <= 1.0 / SLOWEST_RATE:
        raise FitError(
            f"{times.size} samples, {1000 * step:.3g} ms apart, are too few to tell switches from",
            place=where,
            why=f"At least {SLOWEST_RATE:g} a second are needed, 200 are good",
            remedy="Set the app to its fastest rate",
        )
    limited = _limited(rates)
    still = _still(times, rates, step)
    flags = _flags(step, dropped, limited, still)
    centre = rates[still].mean(axis=0) if np.any(still) else np.zeros(3)
    free = rates - centre
    speed = np.linalg.norm(free, axis=1)
    fast = free[speed > 0.25 * float(speed.max())]
    axis, share = _main_axis(fast, where)
    if share < CLEAN_AXIS:
        text = f"only {100 * share:.0f} % of fast rotation is about one axis: the phone slipped, or the thigh twisted"
        flags = (*flags, Flag("loose_phone", where, f"{text}. Strap it tighter, flat on the front of the thigh"))
    about = free @ axis
    gaps = np.diff(times)
    return Turning(
        times=times,
        rates=about,
        still=still,
        limited=limited,
        axis=axis,
        share=share,
        step=step,
        jitter=1.4826 * float(np.median(np.abs(gaps - step))) / 2.0**0.5,
        noise=_noise(about),
        sway=_sway(times, about, still),
        flags=flags,
    )


def _main_axis(fast: Array, where: str) -> tuple[Array, float]:
    """Return the axis that fast samples turn about most, and its share of all their turning."""
    values, vectors = np.linalg.eigh(fast.T @ fast)
    total = float(values.sum())
    if not total > 0.0:
        raise FitError("nothing turns in this recording", place=where, remedy="Record while you switch")
    return vectors[:, -1], float(values[-1]) / total


def _clean(trace: GyroTrace) -> tuple[Array, Array, int]:
    """Drop samples without a number, whose clock stands or runs back, and readings merely held by the logger."""
    times, rates = trace.times, trace.rates
    good = np.isfinite(times) & np.all(np.isfinite(rates), axis=1)
    times, rates = times[good], rates[good]
    latest = np.concatenate([[-np.inf], np.maximum.accumulate(times)[:-1]]) if times.size else times
    ahead = times > latest
    times, rates = times[ahead], rates[ahead]
    same = np.concatenate([[False], np.all(np.diff(rates, axis=0) == 0.0, axis=1)]) if times.size else ahead
    held = same & ~_limited(rates)
    if not 0.2 < float(np.mean(held) if held.size else 0.0) < 0.95:
        # A few equal neighbours are chance, and where all are equal nothing was measured.
        held = np.zeros_like(held)
    return times[~held], rates[~held], trace.times.size - int(np.sum(~held))


def _limited(rates: Array) -> NDArray[np.bool_]:
    """Mark samples at the end of the range of an axis: its extreme value, met again and again to the last digit."""
    marked = np.zeros(rates.shape[0], dtype=np.bool_)
    for column in np.abs(rates).T:
        top = float(np.max(column, initial=0.0))
        at_end = (column >= top * (1.0 - 1e-9)) & (top > 1.0)
        if int(at_end.sum()) >= FLAT:
            marked |= at_end
    return marked


def _still(times: Array, rates: Array, step: float) -> NDArray[np.bool_]:
    """Mark every sample inside some window that is at rest, whatever the noise of the sensor."""
    width = max(3, round(STILL_WINDOW / step))
    still = np.zeros(times.size, dtype=np.bool_)
    if times.size < width:
        return still
    windows = np.lib.stride_tricks.sliding_window_view(rates, width, axis=0)
    noise = sum(_noise(column) ** 2 for column in rates.T)
    quiet = windows.var(axis=2).sum(axis=1) < STILL_SD**2 + noise
    quiet &= np.linalg.norm(windows.mean(axis=2), axis=1) < STILL_MEAN
    for begin in np.flatnonzero(quiet):
        still[begin : begin + width] = True
    return still


def _flags(step: float, dropped: int, limited: NDArray[np.bool_], still: NDArray[np.bool_]) -> tuple[Flag, ...]:
    found: list[Flag] = []
    if 1.0 / step < LOW_RATE:
        text = f"{1.0 / step:.0f} samples a second: intervals are wide; set the app to its fastest rate"
        found.append(Flag("low_rate", "gyroscope", text))
    if dropped:
        text = f"{dropped} samples without a number, with a clock that stood, or repeated by the logger were left out"
        found.append(Flag("dropped", "gyroscope", text))
    if np.any(limited):
        text = "the sensor reached the end of its range: peaks and ranges of those swings are not known"
        found.append(Flag("saturated", "gyroscope", text))
    if not np.any(still):
        text = "no rest was seen before or after: drift could not be taken off. Stand still for a second at both ends"
        found.append(Flag("no_rest", "gyroscope", text))
    return tuple(found)


def _noise(rates: Array) -> float:
    """SD of white noise by third differences, in which a swing all but vanishes."""
    return 1.4826 * float(np.median(np.abs(np.diff(rates, 3)))) / 20.0**0.5 if rates.size > 3 else 0.0


def _sway(times: Array, rates: Array, still: NDArray[np.bool_]) -> float:
    """SD of the mean rate over blocks of a quarter of a second at rest; without rest, what still counts as rest."""
    if not np.any(still):
        return STILL_MEAN
    _, index = np.unique(np.floor(times[still] / 0.25), return_inverse=True)
    means = np.bincount(index, weights=rates[still]) / np.bincount(index)
    # Robust: the edges of rest hold the beginning of a movement.
    return 1.4826 * float(np.median(np.abs(means)))
