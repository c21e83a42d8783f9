"""Speed and acceleration of a session on an even clock: gaps kept, duplicates dropped, noise measured."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from evenstride.core.errors import FitError
from evenstride.core.estimate import Array
from evenstride.core.recording import SpeedTrace

Ticks = NDArray[np.intp]

HALF_WINDOW = 0.25
"""Half of the window of the local parabola in s (judgement): one step of a sprint."""

SLOWEST_STEP = 0.25
"""Widest step between samples in s from which an acceleration can be told (judgement)."""

GAP = 1.5
"""A step longer than this many usual ones is a gap; nothing is computed across it."""

ADDED = 2.2**0.5
"""SDs of added noise that double what noise does to the highest of many samples. Tuned, not derived: of variances 2.0,
2.2, 2.4 and 3.0 this one served the bias of S0 in simulated sessions best (`validation/_in_situ_coverage.py`, other
seeds than the rows)."""


@dataclass(frozen=True, slots=True, eq=False)
class Samples:
    """Smoothed samples of a session.

    Attributes
    ----------
    speeds, accelerations : ndarray, shape (n,)
        m/s and m/s², from the local parabola.
    blocks : ndarray of int, shape (n,)
        Block of time a sample lies in, from 0 to `count` − 1.
    noise : float
        SD of the error of one raw sample in m/s that changes from sample to sample.
    window : float
        Half of the window of the parabola in s.
    """

    speeds: Array
    accelerations: Array
    blocks: NDArray[np.intp]
    count: int
    noise: float
    window: float
    notes: tuple[str, ...]
    _lengths: tuple[int, ...] = field(repr=False)
    _weights: Array = field(repr=False)

    def add_noise(self, rng: np.random.Generator) -> Samples:
        """Return the same samples with noise added that doubles what theirs does to the highest ones."""
        parts = [_smooth(rng.normal(0.0, ADDED * self.noise, length), self._weights) for length in self._lengths]
        speeds, accelerations = np.concatenate(parts, axis=1)
        return replace(self, speeds=self.speeds + speeds, accelerations=self.accelerations + accelerations)


def prepare_samples(trace: SpeedTrace, *, block: float) -> Samples:
    """Return smoothed speeds and their accelerations, on an even clock within each stretch without a gap.

    Parameters
    ----------
    trace : SpeedTrace
        A session; samples may be doubled, out of order, missing or not a number.
    block : float
        Length of a block of time in s.

    Raises
    ------
    FitError
        If samples are too few or too far apart.

    Notes
    -----
    A least-squares parabola over ± 0.25 s, and at least ± 2 samples (Savitzky–Golay of order 2): its value is the
    speed and its slope the acceleration, which is a central difference over the window. On v = MSS·(1 − e^(−t/TAU)) it
    errs by about (0.25/TAU)²/10, 0.4 % at a TAU of 1.2 s. Stretches shorter than the window are left out.
    """
    place = trace.origin.place or trace.athlete
    times, speeds, dropped = _clean(trace)
    step = float(np.median(np.diff(times))) if times.size > 1 else np.inf
    if not step <= SLOWEST_STEP:
        raise FitError(
            f"{times.size} samples of speed, {step:.2g} s apart, are no session to take accelerations from",
            place=place,
            remedy=f"Export the raw speed, at {1 / SLOWEST_STEP:.0f} Hz or more",
        )
    half = max(2, round(HALF_WINDOW / step))
    offsets = np.arange(-half, half + 1)
    weights = np.linalg.pinv(np.vander(offsets, 3, increasing=True))[:2] / np.array([[1.0], [step]])
    stretches = np.split(np.arange(times.size), np.flatnonzero(np.diff(times) > GAP * step) + 1)
    raw, ticks = _even(times, speeds, stretches, step, half)
    if not raw:
        raise FitError(
            "no stretch of this session is long enough to take an acceleration from",
            place=place,
            why=f"Gaps leave less than {offsets.size} samples in a row",
            remedy="Export the session without gaps",
        )
    smooth = np.concatenate([_smooth(part, weights) for part in raw], axis=1)
    residuals = np.concatenate([part[half:-half] for part in raw]) - smooth[0]
    tick_blocks = np.concatenate(ticks) // round(block / step)
    names, blocks = np.unique(tick_blocks, return_inverse=True)
    return Samples(
        speeds=smooth[0],
        accelerations=smooth[1],
        blocks=blocks.astype(np.intp),
        count=names.size,
        noise=_noise(residuals, smooth, float(weights[0, half])),
        window=half * step,
        notes=_notes(half, step, dropped, len(stretches) - 1),
        _lengths=tuple(part.size for part in raw),
        _weights=weights,
    )


def _even(
    times: Array, speeds: Array, stretches: Sequence[Ticks], step: float, half: int
) -> tuple[list[Array], list[Ticks]]:
    """Return the speeds of every stretch that holds a window on an even clock, and the ticks of those in its middle."""
    raw: list[Array] = []
    ticks: list[Ticks] = []
    for stretch in stretches:
        first, last = float(times[stretch[0]]), float(times[stretch[-1]])
        count = round((last - first) / step) + 1
        if count > 2 * half:
            raw.append(np.interp(first + step * np.arange(count), times[stretch], speeds[stretch]))
            ticks.append(round((first - float(times[0])) / step) + np.arange(half, count - half))
    return raw, ticks


def _notes(half: int, step: float, dropped: int, gaps: int) -> tuple[str, ...]:
    notes = [f"Acceleration is the slope of a parabola over {2 * half * step:.2f} s of speed at {1 / step:.3g} Hz"]
    if dropped:
        notes.append(f"{dropped} samples without a number or with a time already seen left out")
    if gaps:
        notes.append(f"{gaps} gaps in the clock: nothing is computed across them")
    return tuple(notes)


def _clean(trace: SpeedTrace) -> tuple[Array, Array, int]:
    finite = np.isfinite(trace.times) & np.isfinite(trace.speeds)
    times, speeds = trace.times[finite], trace.speeds[finite]
    # Of one time seen twice the lower speed counts, so that the order of the rows does not matter.
    order = np.lexsort((speeds, times))
    times, speeds = times[order], speeds[order]
    new = np.concatenate([np.ones(min(times.size, 1), dtype=np.bool_), np.diff(times) > 0.0])
    return times[new], speeds[new], trace.times.size - int(new.sum())


def _smooth(speeds: Array, weights: Array) -> Array:
    """Return value and slope of the parabola at each sample with a full window, shape (2, n)."""
    return sliding_window_view(speeds, weights.shape[1]).dot(weights.T).T


def _noise(residuals: Array, smooth: Array, share: float) -> float:
    """SD of white noise whose residuals, a parabola taken off, have this median; while moving, at rest devices hold."""
    moving = smooth[0] > 0.5 * float(np.quantile(smooth[0], 0.99))
    middle = float(np.median(np.abs(residuals[moving]))) if np.any(moving) else 0.0
    return 1.4826 * middle / (1.0 - share) ** 0.5
