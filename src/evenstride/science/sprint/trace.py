"""Traces as a least-squares problem: speed over time or distance, or distance over time, up to top speed."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

import numpy as np

from evenstride.core.errors import FitError, InputError
from evenstride.core.estimate import Array
from evenstride.core.fit import Correction, Relation
from evenstride.core.recording import SpeedTrace, Splits
from evenstride.science.sprint.gates import FIRST_LEAD, Posed
from evenstride.science.sprint.model import PLACE, SHIFT, clock_distances, course_speeds, trace_speeds

TRACE_MINIMUM = 8
"""Samples a trace must hold (judgement)."""

RUN_OUT = 0.95
"""A trace ends where speed last stood at this share of its top (judgement): the model knows no slowing down."""

SEEN = 0.90
"""A trace that never falls below this share of its top speed holds no acceleration (judgement)."""

LONGEST = 60.0
"""Seconds beyond which a trace is a session and no sprint (judgement): 400 m are over by then."""

MOVING = 0.10
"""Share of top speed from which the search takes the athlete to be moving."""

_WHY = {
    Correction.TIME: "Time correction estimated: the clock of a trace rarely starts with the athlete",
    Correction.DISTANCE: "Distance correction estimated: the device's zero is rarely where the athlete starts",
}
_SHIFTED_BY = {
    Relation.SPEED_AT_TIME: (Correction.TIME,),
    Relation.SPEED_AT_DISTANCE: (Correction.DISTANCE,),
    Relation.DISTANCE_AT_TIME: (Correction.TIME, Correction.DISTANCE),
}

STEPS = (-3.0, -1.0, 1.0, 3.0)
"""Samples by which the start of speed over time is moved to search anew (judgement)."""

NUDGES = (0.02, 0.1)
"""Ways in m by which the start of speed over distance is moved to search anew (judgement): samples lie that close."""

AROUND = 0.25
"""Time in s to either side over which speed is taken from positions (judgement): about one step each way."""


def pose_trace(
    recording: Splits | SpeedTrace,
    relation: Relation,
    corrections: tuple[Correction, ...] | None,
    fixed: Mapping[str, float],
    weights: Array | None,
    place: str,
) -> Posed:
    """Pose the fit of a trace.

    Raises
    ------
    FitError
        If samples are too few or show no acceleration.
    InputError
        If the recording lacks what the relation needs.
    """
    times, speeds, distances = _columns(recording, relation, place)
    finite = np.isfinite(times) & np.isfinite(speeds) & np.isfinite(distances)
    _require_one_sprint(times[finite], place)
    notes = [] if finite.all() else [f"{np.count_nonzero(~finite)} samples without a number left out"]
    top = float(np.quantile(speeds[finite], 0.99))
    used = np.flatnonzero(finite)
    used = used[: _end(times[used], speeds[used], top, place, notes)]
    times, speeds, distances = times[used], speeds[used], distances[used]
    if corrections is None:
        # A held flying distance says when and where the run began; both zeros free besides would take its say away.
        shifts = () if Correction.FLYING.parameter in fixed else _SHIFTED_BY[relation]
        corrections = tuple(one for one in shifts if one.parameter not in fixed)
        notes += [_WHY[one] for one in corrections]
    begin = int(np.flatnonzero(speeds >= MOVING * top)[0])
    flying = fixed.get("flying_distance", 0.0)
    y, predict = {
        Relation.SPEED_AT_TIME: (speeds, partial(trace_speeds, times=times)),
        Relation.SPEED_AT_DISTANCE: (speeds, partial(course_speeds, distances=distances)),
        Relation.DISTANCE_AT_TIME: (distances, partial(clock_distances, times=times, flying_distance=flying)),
    }[relation]
    lead = FIRST_LEAD if Correction.FLYING in corrections else 0.0
    return Posed(
        y=y,
        predict=predict,
        first=np.array([np.log(max(top, 0.1)), 0.0, float(times[begin]), lead, float(distances[begin])]),
        corrections=corrections,
        weights=np.ones(y.size) if weights is None else weights[used],
        prior=None,
        notes=tuple(notes),
        nudges=_nudges(relation, times),
    )


def _nudges(relation: Relation, times: Array) -> tuple[tuple[int, float], ...]:
    """Return where a search starts anew: speeds bend in their start, positions hardly do."""
    if relation is Relation.SPEED_AT_DISTANCE:
        return tuple((PLACE, side * way) for way in NUDGES for side in (-1.0, 1.0))
    if relation is Relation.DISTANCE_AT_TIME:
        return ()
    step = float(np.median(np.diff(times)))
    return tuple((SHIFT, steps * step) for steps in STEPS)


def _end(times: Array, speeds: Array, top: float, place: str, notes: list[str]) -> int:
    """Return how many samples lie before the run-out."""
    if top <= 0.0 or float(speeds.min()) > SEEN * top:
        raise FitError(
            "the trace does not show an acceleration",
            place=place,
            why=f"Its speeds lie between {speeds.min():.1f} and {speeds.max():.1f} m/s",
            remedy="Give a trace that begins before or during the acceleration",
        )
    end = int(np.flatnonzero(speeds >= RUN_OUT * top)[-1]) + 1
    if end < times.size:
        notes.append(f"{times.size - end} samples after {times[end - 1]:.2f} s left out: the run-out")
    return end


def _require_one_sprint(times: Array, place: str) -> None:
    """Refuse samples that are too few, out of order or of a whole session."""
    if times.size < TRACE_MINIMUM:
        raise FitError(
            f"{times.size} samples are too few for the speed curve",
            place=place,
            remedy=f"Give a trace of at least {TRACE_MINIMUM} samples from the start to top speed",
        )
    if np.any(np.diff(times) < 0.0):
        raise FitError(
            "the times of this trace go back",
            place=place,
            why="A clock only runs forward",
            remedy="Sort the samples by time, or take the runs of a file apart",
        )
    lasts = float(np.ptp(times))
    if lasts > LONGEST:
        raise FitError(
            f"a trace of {lasts / 60.0:.0f} minutes is a whole session, not one sprint",
            place=place,
            why="The speed curve holds one run from rest to top speed",
            remedy="Cut out one sprint, or draw the acceleration–speed line of the session (`fit_session`)",
        )


def _columns(recording: Splits | SpeedTrace, relation: Relation, place: str) -> tuple[Array, Array, Array]:
    """Return times, speeds and distances; the speeds between positions where none were written."""
    if isinstance(recording, Splits):
        if relation is not Relation.DISTANCE_AT_TIME:
            raise InputError(
                f"positions in time cannot be fitted as {relation.value}",
                place=place,
                why="They hold no speed",
                remedy="Fit distance at time, or time at distance for gates",
            )
        return recording.times, _speeds_between(recording), recording.distances
    if recording.distances is not None:
        return recording.times, recording.speeds, recording.distances
    if relation is not Relation.SPEED_AT_TIME:
        raise InputError(
            f"this trace cannot be fitted as {relation.value}",
            place=place,
            why="It holds no distances",
            remedy="Give a column of distances, or fit speed over time",
        )
    return recording.times, recording.speeds, np.zeros_like(recording.times)


def _speeds_between(positions: Splits) -> Array:
    """Return the mean speed around each position: enough to find start and run-out, not used in the fit."""
    known = np.isfinite(positions.times) & np.isfinite(positions.distances)
    speeds = np.full(known.size, np.nan)
    if np.count_nonzero(known) < 2:
        return speeds
    times, places = positions.times[known], positions.distances[known]
    before, after = np.maximum(times - AROUND, times[0]), np.minimum(times + AROUND, times[-1])
    ways = np.interp(after, times, places) - np.interp(before, times, places)
    speeds[known] = np.divide(ways, after - before, out=np.zeros_like(ways), where=after > before)
    return speeds
