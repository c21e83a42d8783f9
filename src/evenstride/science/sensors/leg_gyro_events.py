"""Contacts from a gyroscope on the foot, strides from one anywhere on the leg."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from scipy.signal import find_peaks

from evenstride.core.estimate import Array
from evenstride.science.sensors.segment_turning import (
    ContactErrors,
    TurningContacts,
    about_main_axis,
    contact_turning,
    peak_time,
    require_stride_rate,
    stride_peaks,
    time_contacts,
)

ERRORS = ContactErrors(lags=(-0.015, -0.025), shared=(0.008, 0.018), own=0.006)
"""Of a foot's rate of turn. Lags: halfway between `footnet_contact_events` (−20, −16 ms) and `dorn2012_jog_c3d`
(−10, −34 ms), with cameras as the gyroscope (validation/instruments_sensor_events.py). Shared: the error between the
two sets; contact time 20 ms. Published: −10.5 ± 2.2 % of contact time (`falbriard2017`). Own: the same sets."""


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
    >>> from evenstride.science.simulate.foot import simulate_foot
    >>> foot = simulate_foot(speed=5.0, contact_time=0.18, stride_time=0.68)
    >>> along = foot.forefoot - foot.heel
    >>> pitch = np.gradient(np.arctan2(along[:, 2], along[:, 0]), 1.0 / foot.rate)
    >>> found = find_turning_contacts(np.stack([0 * pitch, -pitch, 0 * pitch], axis=1), foot.rate)
    >>> round(found.stride_time, 2)
    0.68
    """
    rates = contact_turning(turning, rate)
    rates = rates * _toes_up(rates, rate)
    pushes = stride_peaks(-rates, rate)
    found: list[tuple[float, float]] = []
    for before, push in pairwise(pushes):
        swing = before + int(np.argmax(rates[before:push]))
        inner = rates[swing:push]
        minima, _ = find_peaks(-inner, height=0.0)
        if minima.size:
            found.append((peak_time(-rates, swing + int(minima[0]), rate), peak_time(-rates, push, rate)))
    stride_time = float(np.median(np.diff(pushes))) / rate
    return time_contacts(found, stride_time, ERRORS, "foot", draws=draws, seed=seed)


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
    require_stride_rate(rate)
    rates = about_main_axis(turning, rate)
    peaks = stride_peaks(rates, rate)
    return np.diff([peak_time(rates, peak, rate) for peak in peaks])


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
