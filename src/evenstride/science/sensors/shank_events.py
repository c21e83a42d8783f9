"""Contacts from a gyroscope on the shank, and strides from an accelerometer anywhere on the leg."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from scipy.signal import find_peaks

from evenstride.core.errors import FitError, InputError
from evenstride.core.estimate import Array
from evenstride.science.sensors.segment_turning import (
    ContactErrors,
    TurningContacts,
    contact_turning,
    peak_time,
    repeat_period,
    require_stride_rate,
    stride_peaks,
    time_contacts,
)

ERRORS = ContactErrors(lags=(0.0235, 0.0205), shared=(0.015, 0.025), own=0.006)
"""Of a shank's rate of turn. Lags: halfway between `footnet_contact_events` (24, 27 ms) and `dorn2012_jog_c3d`
(23, 14 ms), with cameras as the gyroscope (validation/instruments_sensor_events.py). Shared: the two sets differ by
less (0 and 12 ms), but they are two runners, and a strap on skin shakes where a camera does not: wide on purpose
(judgement); contact time 29 ms. Own: the same sets."""

OFF_LEVEL = 0.5
"""Share of the fastest backward turn after push-off at which toe_off is read: from 0.2 to 0.5 the sets differ by 22 to
12 ms."""

LONGEST_WINDOW = 6.0
"""s of acceleration in which one stride time is looked for (judgement: eight strides)."""


def find_shank_contacts(turning: Array, rate: float, *, draws: int = 2000, seed: int = 0) -> TurningContacts:
    """Find the contacts of one leg in what a gyroscope on its shank measured.

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
    The shank swings forward, fast and for a third of the stride, and turns back slower for the rest: the sign of the
    median tells the direction. Touchdown: the first lowest rate after the swing's peak, where the ground stops the
    foot; toe_off: where the rate last passes half of its fastest backward turn before the next swing. Both are taken
    with their mean lags, which depend on runner and speed: that is the error drawn.

    Examples
    --------
    >>> from evenstride.science.simulate.shank import simulate_shank
    >>> leg = simulate_shank(contact_time=0.2, stride_time=0.7)
    >>> found = find_shank_contacts(leg.turning, leg.rate)
    >>> round(found.stride_time, 2), abs(found.contact_time.point - 0.2) < 0.06
    (0.7, True)
    """
    rates = contact_turning(turning, rate)
    rates = rates * (1.0 if np.median(rates) < 0.0 else -1.0)
    swings = stride_peaks(rates, rate)
    found = [event for this, following in pairwise(swings) if (event := _contact(rates, rate, this, following))]
    stride_time = float(np.median(np.diff(swings))) / rate
    return time_contacts(found, stride_time, ERRORS, "shank", draws=draws, seed=seed)


def acceleration_strides(acceleration: Array, rate: float) -> Array:
    """Find the stride times in what an accelerometer on foot, shank or thigh measured.

    Parameters
    ----------
    acceleration : ndarray, shape (n, k)
        m/s², of 1 to 3 axes.
    rate : float
        Samples a second, Hz.

    Returns
    -------
    ndarray, shape (m,)
        s, one for each six seconds: how long it takes until the size of the acceleration repeats itself.

    Raises
    ------
    InputError
        If the rate is too low or the recording has gaps.
    FitError
        If it does not repeat itself.

    Examples
    --------
    >>> phase = 2 * np.pi * 1.4 * np.arange(1200) / 100
    >>> hit = 10 + 30 * np.maximum(np.sin(phase), 0) ** 4 + 4 * np.sin(2 * phase)
    >>> acceleration_strides(np.stack([hit, 0 * hit, 0 * hit], axis=1), 100.0).round(2).tolist()
    [0.71, 0.71]
    """
    require_stride_rate(rate)
    values = acceleration[:, ~np.isnan(acceleration).all(axis=0)]
    if np.isnan(values).any():
        raise InputError("the acceleration has gaps", remedy="Cut the recording to where it is whole")
    size = np.linalg.norm(values, axis=1)
    windows = np.array_split(size, max(1, round(len(size) / (LONGEST_WINDOW * rate))))
    found: list[float] = []
    for window in windows:
        try:
            found.append(repeat_period(window, rate) / rate)
        except FitError:
            # A pause: standing still repeats nothing.
            continue
    if not found:
        raise FitError("the acceleration does not repeat itself", remedy="Hand over a run of several strides")
    return np.array(found)


def _contact(rates: Array, rate: float, swing: int, following: int) -> tuple[float, float] | None:
    """Return the features of touchdown and toe_off between two swings, s; None where the stride looks otherwise."""
    minima, _ = find_peaks(-rates[swing:following], height=0.0)
    forward = np.flatnonzero(rates[swing:following] < 0.0)
    if not minima.size or not forward.size:
        return None
    down, last = swing + int(minima[0]), swing + int(forward[-1])
    half = (down + last) // 2
    if last - half < 2:
        return None
    fastest = half + int(np.argmin(rates[half : last + 1]))
    level = OFF_LEVEL * float(rates[fastest])
    slower = np.flatnonzero(rates[down:fastest] > level)
    if not slower.size:
        return None
    before = down + int(slower[-1])
    share = float((rates[before] - level) / (rates[before] - rates[before + 1]))
    return peak_time(-rates, down, rate), (before + share) / rate
