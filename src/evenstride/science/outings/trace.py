"""Samples of an outing thinned to windows of one length: mean, lowest and highest, nothing filled in."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from evenstride.core.activity import Activity, Sport
from evenstride.core.estimate import Array
from evenstride.core.outing_trace import OutingTrace, Track
from evenstride.science.outings.samples import read_course
from evenstride.science.outings.stretches import steps_as_written

WINDOWS = 180
"""Windows an outing is thinned to at most (judgement: two drawing units each on a phone)."""

LEAST_WINDOW = 5.0
"""s; shorter windows would show the rounding of the device (judgement)."""

COVERED = 0.3
"""Share of the samples of a full window that one must hold to be told (judgement)."""

_UNITS = {"speed": "m/s", "step_frequency": "Hz", "contact_time": "s"}


def trace_outing(activity: Activity, *, sources: Sequence[str] = ()) -> OutingTrace:
    """Thin speed, step frequency and contact time of an activity to windows.

    Parameters
    ----------
    activity : Activity
        Any sport; steps are told of running alone.
    sources : sequence of str
        Instruments in order of preference, as for its summary.

    Notes
    -----
    Samples no runner can have made (`outing_stretches`) are left out. Windows are of the clock: a pause is a gap.
    """
    times = activity.times - activity.times[0] if activity.times.size else activity.times
    whole = float(times[-1]) if times.size else 0.0
    window = max(LEAST_WINDOW, float(np.ceil(whole / WINDOWS)))
    if not times.size or whole <= 0.0:
        return OutingTrace(np.empty(0), window, {}, activity.laps, activity.pauses)
    number = np.minimum((times / window).astype(np.intp), int(whole / window))
    many = int(number.max()) + 1
    course = read_course(activity, sources=sources)
    found = {"speed": (course.speeds, course.speed_source)}
    if activity.sport in (Sport.RUNNING, Sport.TEAM):
        found |= steps_as_written(activity, sources)
    tracks = {name: _track(number, many, values, _UNITS[name], source) for name, (values, source) in found.items()}
    middles: Array = (np.arange(many, dtype=np.float64) + 0.5) * window
    return OutingTrace(
        middles,
        window,
        {name: track for name, track in tracks.items() if np.isfinite(track.value).any()},
        activity.laps,
        activity.pauses,
    )


def _track(number: NDArray[np.intp], many: int, values: Array, unit: str, source: str) -> Track:
    known = np.isfinite(values)
    held = np.bincount(number[known], minlength=many)
    total = np.bincount(number[known], weights=values[known], minlength=many)
    low, high = np.full(many, np.inf), np.full(many, -np.inf)
    np.minimum.at(low, number[known], values[known])
    np.maximum.at(high, number[known], values[known])
    usual = float(np.median(held[held > 0])) if known.any() else 0.0
    told = held >= max(1.0, COVERED * usual)
    mean = np.divide(total, held, out=np.full(many, np.nan), where=told)
    return Track(mean, np.where(told, low, np.nan), np.where(told, high, np.nan), unit, source)
