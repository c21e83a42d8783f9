"""Contacts from a gyroscope on the foot, strides from one anywhere on the leg."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from scipy.signal import find_peaks

from evenstride.core.errors import FitError, InputError
from evenstride.core.estimate import Array, Draws
from evenstride.science.foot_motion import LEAST_RATE
from evenstride.science.plate_zero import low_pass

CUT_OFF = 30.0
"""Hz, low pass of a foot's rate of turn."""

LAGS = (-0.015, -0.025)
"""s from touchdown and from toe_off to what the foot's rate of turn shows: halfway between `footnet_contact_events`
(−20, −16 ms) and `dorn2012_jog_c3d` (−10, −34 ms), with cameras as the gyroscope
(validation/instruments_sensor_events.py)."""

SHARED = (0.008, 0.018)
"""s, standard deviation of touchdown and toe_off from a foot's rate of turn: the error between the two sets; contact
time 20 ms. Published: −10.5 ± 2.2 % of contact time (`falbriard2017`)."""

OWN = 0.006
"""s, standard deviation of one event from contact to contact, the same sets."""

LEAST_STRIDE_RATE = 40.0
"""Samples a second below which strides are refused (judgement: ten in the quick half of a swing)."""


@dataclass(frozen=True, slots=True, eq=False)
class TurningContacts:
    """Contacts of one foot from its rate of turn.

    Attributes
    ----------
    touchdowns, toe_offs : ndarray, shape (n,)
        s from the first sample; their errors are `SHARED` and `OWN`.
    contact_time : Draws
        s, of the trial.
    stride_time : float
        s, touchdown to the next touchdown of the same foot.
    """

    touchdowns: Array
    toe_offs: Array
    contact_time: Draws
    stride_time: float


def find_turning_contacts(turning: Array, rate: float, *, draws: int = 2000, seed: int = 0) -> TurningContacts:
    """Find the contacts of one foot in what a gyroscope on it measured.

    Parameters
    ----------
    turning : ndarray, shape (n, 3)
        rad/s about the axes of the sensor, in any orientation.
    rate : float
        Samples a second, Hz, 120 or more.
    draws : int
        Number of draws.
    seed : int
        Their seed.

    Raises
    ------
    InputError
        If the rate is too low, or the unit cannot be rad/s.
    FitError
        If not one whole contact is seen.

    Notes
    -----
    The foot turns about one axis, found as the main one. In swing the toes turn up, at push-off down; which is which
    is told by the quiet of the flat foot, which lies between the two. Touchdown: the first minimum after the swing's
    peak; toe_off: the lowest rate of the stride. Each is taken with its mean lag; both lags depend on runner and
    speed, which is the error stated.

    Examples
    --------
    >>> from evenstride.science.simulate_foot import simulate_foot
    >>> foot = simulate_foot(speed=5.0, contact_time=0.18, stride_time=0.68)
    >>> along = foot.forefoot - foot.heel
    >>> pitch = np.gradient(np.arctan2(along[:, 2], along[:, 0]), 1.0 / foot.rate)
    >>> found = find_turning_contacts(np.stack([0 * pitch, -pitch, 0 * pitch], axis=1), foot.rate)
    >>> round(found.stride_time, 2)
    0.68
    """
    if not rate >= LEAST_RATE:
        raise InputError(
            f"{rate:g} samples a second are too few for contact times", remedy=f"Record at {LEAST_RATE:g} or more"
        )
    rates = about_main_axis(turning, rate)
    rates = rates * _toes_up(rates, rate)
    pushes = stride_peaks(-rates, rate)
    found: list[tuple[float, float]] = []
    for before, push in pairwise(pushes):
        swing = before + int(np.argmax(rates[before:push]))
        inner = rates[swing:push]
        minima, _ = find_peaks(-inner, height=0.0)
        if minima.size:
            found.append((peak_time(-rates, swing + int(minima[0]), rate), peak_time(-rates, push, rate)))
    if not found:
        raise FitError("no whole contact of the foot was seen", remedy="Hand over at least two strides of running")
    down, off = np.array(found).T - np.array(LAGS)[:, None]
    rng = np.random.default_rng(seed)
    doubt = float(np.hypot(np.hypot(*SHARED), OWN * np.sqrt(2.0 / len(found))))
    point = float(np.median(off - down))
    contact = Draws(point, point + doubt * rng.standard_normal(draws), "s", "rate of turn of the foot")
    return TurningContacts(down, off, contact, float(np.median(np.diff(pushes))) / rate)


def find_leg_strides(turning: Array, rate: float) -> Array:
    """Find the stride times in what a gyroscope on shank or thigh measured.

    Parameters
    ----------
    turning : ndarray, shape (n, 3)
        rad/s about the axes of the sensor.
    rate : float
        Samples a second, Hz.

    Returns
    -------
    ndarray, shape (m,)
        s, from one stride of this leg to the next; a step is not half of it, the other leg was not seen.

    Raises
    ------
    InputError
        If the rate is too low, or the unit cannot be rad/s.
    FitError
        If no two strides follow each other.

    Examples
    --------
    >>> swing = np.sin(2 * np.pi * 1.4 * np.arange(1000) / 200)
    >>> find_leg_strides(np.stack([8 * swing, swing, 0 * swing], axis=1), 200.0).round(2).max()
    np.float64(0.71)
    """
    if not rate >= LEAST_STRIDE_RATE:
        raise InputError(
            f"{rate:g} samples a second are too few for strides", remedy=f"Record at {LEAST_STRIDE_RATE:g} or more"
        )
    rates = about_main_axis(turning, rate)
    peaks = stride_peaks(rates, rate)
    return np.diff([peak_time(rates, peak, rate) for peak in peaks])


def about_main_axis(turning: Array, rate: float) -> Array:
    """Return the rate of turn about the axis a segment turns about most, 30 Hz low pass; its sign is not known."""
    values = np.asarray(turning, dtype=np.float64)
    if values.ndim != 2 or np.isnan(values).any():
        raise InputError("the rate of turn has gaps or is not (n, axes)", remedy="Cut it to where it is whole")
    _, _, axes = np.linalg.svd(values, full_matrices=False)
    rates = low_pass(np.asarray(values @ axes[0]), rate, CUT_OFF)
    most = float(np.quantile(np.abs(rates), 0.99))
    if not 1.0 <= most <= 60.0:
        raise InputError(
            f"the leg turns at up to {most:.3g} rad/s",
            why="Walking and running legs turn at 3 to 30 rad/s",
            remedy="Check the unit (deg/s?) and that the recording holds the run",
        )
    return rates


def stride_peaks(rates: Array, rate: float) -> list[int]:
    """Return the highest sample of each stride."""
    period = repeat_period(rates, rate)
    peaks, _ = find_peaks(rates, height=0.5 * float(np.quantile(rates, 0.98)), distance=max(1, int(0.6 * period)))
    if len(peaks) < 2:
        raise FitError("no two strides were seen", remedy="Hand over at least two strides of running")
    return [int(peak) for peak in peaks]


def repeat_period(rates: Array, rate: float) -> float:
    """Return the stride time in samples: where the rate of turn repeats itself best, the shortest of equals."""
    centred = rates - rates.mean()
    size = 1 << (2 * len(centred) - 1).bit_length()
    power = np.abs(np.fft.rfft(centred, size)) ** 2
    repeat = np.fft.irfft(power, size)[: len(centred)] / np.arange(len(centred), 0, -1)
    first, last = int(0.35 * rate), min(int(1.8 * rate), int(0.8 * len(centred)))
    if last <= first + 2:
        raise FitError("the recording is shorter than a stride", remedy="Hand over at least two strides of running")
    tops, _ = find_peaks(repeat[first:last])
    heights = repeat[first + tops]
    if not heights.size or not heights.max() > 0.0:
        raise FitError("the rate of turn does not repeat itself", remedy="Hand over a run of several strides")
    return float(first + tops[np.flatnonzero(heights >= 0.8 * heights.max())[0]])


def _toes_up(rates: Array, rate: float) -> float:
    """Return the sign that makes swing positive: the foot is quiet from swing's peak to push-off, not after it."""
    quiet = np.abs(rates) < 0.15 * float(np.quantile(np.abs(rates), 0.98))
    shares: list[float] = []
    for sign in (1.0, -1.0):
        pushes = stride_peaks(-sign * rates, rate)
        stance: list[float] = []
        for before, push in pairwise(pushes):
            swing = before + int(np.argmax(sign * rates[before:push]))
            stance.append(float(np.count_nonzero(quiet[swing:push])) / (push - before))
        shares.append(float(np.median(stance)))
    return 1.0 if shares[0] >= shares[1] else -1.0


def peak_time(values: Array, index: int, rate: float) -> float:
    """Return when a peak is highest, between samples, s."""
    if not 0 < index < len(values) - 1:
        return index / rate
    before, here, after = values[index - 1 : index + 2]
    bend = before - 2.0 * here + after
    return (index + (0.5 * float((before - after) / bend) if bend < 0.0 else 0.0)) / rate
