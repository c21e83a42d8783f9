"""Steps and contact time from an inertial sensor at the sacrum."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.signal import find_peaks

from evenstride.core.errors import FitError, InputError
from evenstride.core.estimate import Array, Draws, Missing
from evenstride.core.run import Flag
from evenstride.core.units import GRAVITY
from evenstride.science.motion.foot_motion import LEAST_RATE
from evenstride.science.plates.zero import low_pass

CUT_OFF = 10.0
"""Hz, low pass in which the sacrum's ends of contact are read: it takes the ringing of the impact away that fragments
downhill running. From 8 to 20 Hz step frequency stays within 1 % of the truth in every trial of
`alcantara_sacral_accel_grf` (validation/instruments_sensor_events.py)."""

LEVEL = 0.30
"""Share of gravity that the vertical acceleration at the sacrum passes at both ends of contact: it misses contact times
of `alcantara_sacral_accel_grf` by −4 ± 13 ms; chosen on the other conditions each time, by 15 ms."""

VELOCITY_BAND = (0.7, 8.0)
"""Hz in which the vertical velocity of the sacrum is looked at: between strides and impacts."""

STEP_SHARE = 0.2
"""Share of the range of vertical velocity that falls and rises again with each step. Lower: a weak step of a lopsided
gait is one still; higher: it would be lost and the cadence come out halved (judgement, tests/property)."""

LEAST_RANGE = 0.2
"""m/s of vertical velocity below which nobody walks or runs (judgement: walking has 0.4)."""

LONGEST_STEP = 1.0
"""s; a longer interval between touchdowns is a pause, not a step (judgement)."""

LEAST_STEP_RATE = 40.0
"""Samples a second below which step times are refused (judgement: six a step)."""

SHARED_CONTACT = 0.020
"""s, standard deviation of contact time from the sacrum that a whole trial shares: 13 to 15 ms in the one runner of
`alcantara_sacral_accel_grf`, widened because other runners were not seen (judgement)."""

SHARED_TOUCHDOWN, OWN_TOUCHDOWN = 0.020, 0.005
"""s, standard deviations of touchdown from the sacrum, of a trial and from step to step: 12 and 5 ms there, the first
widened because other runners were not seen (judgement)."""


@dataclass(frozen=True, slots=True, eq=False)
class SacralSteps:
    """Steps seen by a sensor at the sacrum; it does not know left from right.

    Attributes
    ----------
    touchdowns : ndarray, shape (n,)
        s from the first sample, each with `SHARED_TOUCHDOWN` and `OWN_TOUCHDOWN`.
    step_times : ndarray, shape (n - 1,)
        s, touchdown of one foot to that of the other; nan over a pause.
    step_frequency : Draws
        Steps (not strides) a second.
    contact_times : ndarray, shape (n,)
        s, step by step; nan where the file ends before.
    contact_time : Draws or Missing
        s, of the trial.
    """

    touchdowns: Array
    step_times: Array
    step_frequency: Draws
    contact_times: Array
    contact_time: Draws | Missing
    walking: bool
    flags: tuple[Flag, ...] = ()


def find_sacral_steps(
    acceleration: Array, rate: float, *, level: float = LEVEL, draws: int = 2000, seed: int = 0
) -> SacralSteps:
    """Find the steps in what an accelerometer at the sacrum measured.

    Parameters
    ----------
    acceleration : ndarray, shape (n, k)
        m/s², gravity included, of 1 to 3 axes; axes that were not written are nan.
    rate : float
        Samples a second, Hz; 40 for steps, 120 for contact times.
    level : float
        Share of gravity that ends a contact.
    draws : int
        Number of draws.
    seed : int
        Their seed.

    Raises
    ------
    InputError
        If the rate is too low or the unit cannot be m/s².
    FitError
        If fewer than three steps are seen.

    Notes
    -----
    Over whole steps a runner neither rises nor falls, so the mean of the acceleration is gravity: it tells which way is
    up and how much one g is. The vertical velocity (its integral, 0.7 to 8 Hz) falls in flight and rises in contact,
    once a step for any gait, however lopsided: each minimum is a step. Touchdown and toe_off lie where the acceleration
    (10 Hz low pass) passes the level before and after.

    Examples
    --------
    >>> from evenstride.science.simulate.sacrum import simulate_sacrum
    >>> run = simulate_sacrum(contact_times=(0.2, 0.2), flight_times=(0.13, 0.13), steps=16)
    >>> found = find_sacral_steps(run.acceleration, run.rate)
    >>> round(found.step_frequency.point, 2), found.walking
    (3.03, False)
    """
    up = _vertical(acceleration, rate)
    smooth = low_pass(up, rate, CUT_OFF)
    lows, highs = _turns(up, rate)
    begins, ends, airborne = _ends(smooth, lows, highs, level)
    if len(begins) < 3:
        raise FitError("fewer than three steps were seen", remedy="Hand over at least three seconds of running")
    touchdowns = begins / rate
    steps, flags = _without_pauses(np.diff(touchdowns))
    rng = np.random.default_rng(seed)
    frequency = _step_frequency(steps[np.isfinite(steps)], rng.standard_normal(draws))
    walking = bool(np.median(airborne) > level)
    if walking:
        flags.append(Flag("walking", "sacrum", "the body is never without support: this is walking"))
    each, contact = _contact_time((ends - begins) / rate, rate, walking, rng.standard_normal(draws))
    return SacralSteps(touchdowns, steps, frequency, each, contact, walking, tuple(flags))


def _without_pauses(steps: Array) -> tuple[Array, list[Flag]]:
    """Return step times with nan over every pause, and what is told of them."""
    paused = steps > LONGEST_STEP
    kept = steps[~paused]
    if len(kept) < 2:
        raise FitError("no two steps follow each other", remedy="Hand over at least three seconds of running")
    pauses = f"{np.count_nonzero(paused)} pauses between steps were left out"
    flags = [Flag("pause", "sacrum", pauses)] if paused.any() else []
    return np.where(paused, np.nan, steps), flags + _unsteady(kept)


def _step_frequency(steps: Array, normal: Array) -> Draws:
    spread = OWN_TOUCHDOWN * np.sqrt(2.0) / len(steps)
    mean = float(steps.mean())
    return Draws(1.0 / mean, 1.0 / (mean + spread * normal), "1/s", "vertical velocity")


def _vertical(acceleration: Array, rate: float) -> Array:
    """Return the acceleration along gravity in g, so that its mean is one."""
    values = np.atleast_2d(np.asarray(acceleration, dtype=np.float64))
    values = values[:, ~np.isnan(values).all(axis=0)]
    if np.isnan(values).any():
        raise InputError("the acceleration has gaps", remedy="Cut the recording to where it is whole")
    if not rate >= LEAST_STEP_RATE:
        raise InputError(
            f"{rate:g} samples a second are too few for steps", remedy=f"Record at {LEAST_STEP_RATE:g} or more"
        )
    if len(values) < rate:
        raise InputError(f"{len(values)} samples are less than a second", remedy="Hand over three seconds or more")
    mean = values.mean(axis=0)
    size = float(np.linalg.norm(mean))
    if not 0.6 * GRAVITY <= size <= 1.5 * GRAVITY:
        raise InputError(
            f"the mean acceleration is {size:.3g} m/s²",
            why=f"Over whole steps it is gravity, {GRAVITY:.2f} m/s²",
            remedy="Check the unit, and that gravity was not taken off",
        )
    return np.asarray(values @ mean) / size**2


def _turns(up: Array, rate: float) -> tuple[np.ndarray, np.ndarray]:
    """Return where the vertical velocity is lowest and highest, once a step each."""
    velocity = np.cumsum(up - 1.0) * GRAVITY / rate
    velocity = velocity - low_pass(velocity, rate, VELOCITY_BAND[0])
    velocity = low_pass(velocity, rate, VELOCITY_BAND[1])
    low, high = np.quantile(velocity, [0.02, 0.98])
    if high - low < LEAST_RANGE:
        raise FitError("nobody walks or runs in this recording", remedy="Hand over the part with the run")
    share = STEP_SHARE * (high - low)
    return find_peaks(-velocity, prominence=share)[0], find_peaks(velocity, prominence=share)[0]


def _ends(smooth: Array, lows: np.ndarray, highs: np.ndarray, level: float) -> tuple[Array, Array, Array]:
    """Return begin and end of every contact in samples (end nan where cut), and the least load just before it in g."""
    begins: list[float] = []
    ends: list[float] = []
    least: list[float] = []
    for low in lows:
        first = int(highs[highs < low].max(initial=0))
        high = int(highs[highs > low].min(initial=len(smooth) - 1))
        last = int(lows[lows > low].min(initial=len(smooth) - 1))
        if first == 0:
            continue
        bottom = first + int(np.argmin(smooth[first : low + 1]))
        least.append(float(smooth[bottom]))
        begins.append(_pass(smooth, bottom, int(low), level))
        ends.append(_leave(smooth, high, last, level))
    return np.array(begins), np.array(ends), np.array(least)


def _pass(smooth: Array, bottom: int, low: int, level: float) -> float:
    """Return where the load last rises through a level before an index; where it never is below, where it is least."""
    below = np.flatnonzero(smooth[bottom : low + 1] < level)
    if not below.size:
        return float(bottom)
    index = bottom + int(below[-1])
    if index + 1 >= len(smooth):
        return float(index)
    return index + float((level - smooth[index]) / (smooth[index + 1] - smooth[index]))


def _leave(smooth: Array, high: int, last: int, level: float) -> float:
    """Return where the load first falls through the level after an index, nan where it does not."""
    below = np.flatnonzero(smooth[high : last + 1] < level)
    if not below.size or below[0] == 0:
        return float("nan")
    index = high + int(below[0])
    return index - 1 + float((smooth[index - 1] - level) / (smooth[index - 1] - smooth[index]))


def _contact_time(each: Array, rate: float, walking: bool, normal: Array) -> tuple[Array, Draws | Missing]:
    seen = each[np.isfinite(each)]
    if walking:
        return np.full(len(each), np.nan), Missing(
            "walking has no flight to read contact times between", "Use a foot sensor, cameras or a force plate"
        )
    if rate < LEAST_RATE:
        return np.full(len(each), np.nan), Missing(
            f"{rate:g} samples a second are too few for contact times", f"Record at {LEAST_RATE:g} or more"
        )
    if not seen.size:
        return each, Missing("no step is whole", "Hand over at least three seconds of running")
    point = float(np.median(seen))
    doubt = float(np.hypot(SHARED_CONTACT, OWN_TOUCHDOWN * np.sqrt(2.0 / len(seen))))
    return each, Draws(point, point + doubt * normal, "s", "vertical acceleration of the sacrum")


def _unsteady(steps: Array) -> list[Flag]:
    """Return a flag where a step takes less than half or more than double of those of the same foot."""
    odd, even = np.median(steps[::2]), np.median(steps[1::2])
    usual = np.where(np.arange(len(steps)) % 2 == 0, odd, even)
    off = int(np.count_nonzero((steps < 0.6 * usual) | (steps > 1.6 * usual)))
    if not off:
        return []
    return [Flag("unsteady", "sacrum", f"{off} of {len(steps)} steps are far from the usual step time")]
