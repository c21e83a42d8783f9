"""A segment of the leg that turns to and fro: its rate of turn, its strides, and the contacts they time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.signal import find_peaks

from evenstride.core.errors import FitError, InputError
from evenstride.core.estimate import Array, Draws
from evenstride.science.motion.foot_motion import LEAST_RATE
from evenstride.science.plates.zero import low_pass

CUT_OFF = 30.0
"""Hz, low pass of a segment's rate of turn."""

LEAST_STRIDE_RATE = 40.0
"""Samples a second below which strides are refused (judgement: ten in the quick half of a swing)."""


@dataclass(frozen=True, slots=True)
class ContactErrors:
    """How far the features of a rate of turn are from the events of a contact.

    Attributes
    ----------
    lags : tuple of two floats
        s from touchdown and from toe_off to what the rate of turn shows.
    shared : tuple of two floats
        s, standard deviation of touchdown and of toe_off that all contacts of a leg share.
    own : float
        s, standard deviation of one event from contact to contact.
    """

    lags: tuple[float, float]
    shared: tuple[float, float]
    own: float

    def of_contact_time(self, contacts: int) -> float:
        """Return the standard deviation of the contact time of so many contacts, s."""
        return float(np.hypot(np.hypot(*self.shared), self.own * np.sqrt(2.0 / contacts)))


@dataclass(frozen=True, slots=True, eq=False)
class TurningContacts:
    """Contacts of one foot from its rate of turn.

    Attributes
    ----------
    touchdowns, toe_offs : ndarray, shape (n,)
        s from the first sample; their errors are `ContactErrors`.
    contact_time : Draws
        s, of the trial.
    stride_time : float
        s, touchdown to the next touchdown of the same foot.
    """

    touchdowns: Array
    toe_offs: Array
    contact_time: Draws
    stride_time: float


def time_contacts(
    seen: Sequence[tuple[float, float]],
    stride_time: float,
    errors: ContactErrors,
    segment: str,
    *,
    draws: int,
    seed: int,
) -> TurningContacts:
    """Time the contacts of one leg by the features that were seen, with their mean lags taken off.

    Parameters
    ----------
    seen : sequence of (float, float)
        s, features of touchdown and toe_off of each contact.
    stride_time : float
        s.
    errors : ContactErrors
        Of the features of this segment.
    segment : str
        What turned, for the method of the contact time and for the message.
    draws, seed : int
        Number of draws and their seed.

    Raises
    ------
    FitError
        If not one whole contact was seen.
    """
    if not seen:
        raise FitError(
            f"no whole contact of the {segment} was seen", remedy="Hand over at least two strides of running"
        )
    down, off = np.array(seen).T - np.array(errors.lags)[:, None]
    point = float(np.median(off - down))
    doubt = errors.of_contact_time(len(seen)) * np.random.default_rng(seed).standard_normal(draws)
    return TurningContacts(down, off, Draws(point, point + doubt, "s", f"rate of turn of the {segment}"), stride_time)


def contact_turning(turning: Array, rate: float) -> Array:
    """Return `about_main_axis` of a recording that is quick enough for contact times."""
    if not rate >= LEAST_RATE:
        raise InputError(
            f"{rate:g} samples a second are too few for contact times", remedy=f"Record at {LEAST_RATE:g} or more"
        )
    return about_main_axis(turning, rate)


def require_stride_rate(rate: float) -> None:
    """Refuse a recording that is too slow for strides."""
    if not rate >= LEAST_STRIDE_RATE:
        raise InputError(
            f"{rate:g} samples a second are too few for strides", remedy=f"Record at {LEAST_STRIDE_RATE:g} or more"
        )


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


def peak_time(values: Array, index: int, rate: float) -> float:
    """Return when a peak is highest, between samples, s."""
    if not 0 < index < len(values) - 1:
        return index / rate
    before, here, after = values[index - 1 : index + 2]
    bend = before - 2.0 * here + after
    return (index + (0.5 * float((before - after) / bend) if bend < 0.0 else 0.0)) / rate
