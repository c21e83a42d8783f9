"""Fit in one call: gate times, a speed trace or a whole race, from plain numbers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from math import isfinite
from typing import Any

import numpy as np

from evenstride.core.athlete import plausible_body
from evenstride.core.errors import InputError
from evenstride.core.estimate import Array
from evenstride.core.fit import Correction, Relation
from evenstride.core.recording import Conditions, SpeedTrace, Splits
from evenstride.notebook.sprint import Sprint
from evenstride.science.race.altitude import predict_pressure
from evenstride.science.race.deceleration import fit_fading_curve
from evenstride.science.sprint.fit import Errors, fit_speed_curve, name_errors
from evenstride.science.sprint.kinetics import UNLOADED, Load
from evenstride.science.sprint.model import Values
from evenstride.science.sprint.problem import name_correction

Asked = Correction | str | Iterable[Correction | str] | None
"""A correction by name, several, or None to let the data choose."""


def fit_sprint(
    distance: Values,
    time: Values,
    *,
    athlete: str = "Sprint",
    mass: float | None = None,
    height: float | None = None,
    wind: float = 0.0,
    correction: Asked = None,
    time_correction: float | None = None,
    fixed: Mapping[str, float] | None = None,
    weights: Values | None = None,
    errors: Errors | str = Errors.NORMAL,
    load: Load = UNLOADED,
    seed: int = 0,
) -> Sprint:
    """Fit the speed curve to gate times.

    Parameters
    ----------
    distance, time : array_like, shape (n,)
        Gates in m and cumulative times in s.
    athlete : str
        Name to print.
    mass, height : float or None
        Of the body, kg and m; for forces.
    wind : float
        m/s, tailwind positive.
    correction : str, several of them, or None
        `none`, `time-correction`, `flying-distance`, `distance-correction`, or two in a list; None chooses and says
        why in `fit.notes`.
    time_correction : float or None
        Held in s (observed = model + TC); short for `fixed={"time_correction": …}`.
    fixed : mapping of str to float
        Anything to hold: `mss`, `mac`, `time_correction`, `flying_distance`, `distance_correction`.
    weights : array_like, shape (n,), or None
        How many times more each gate counts.
    errors : str
        `normal`, or `student` for errors that an outlier cannot bend.
    load, seed : Load, int
        What was pulled or worn in this run; seed of the draws.

    Raises
    ------
    FitError, InputError
        As `fit_speed_curve`.

    Examples
    --------
    >>> fit_sprint([5, 10, 15, 20, 30, 40], [1.158, 1.893, 2.541, 3.149, 4.313, 5.444], athlete="Kimberley")
    Kimberley: 6 gates to 40 m, 90% intervals
    MSS 8.97 m/s (8.95 to 9.00) · MAC 7.27 m/s² (7.18 to 7.36) · TAU 1.235 s (1.216 to 1.254)
    time correction −0.235 s (−0.244 to −0.226) · residuals 0.001 s
    Force and power need mass and height
    """
    recording = Splits(athlete, as_array(distance), as_array(time), **_circumstances(mass, height, wind))
    check_pairs(recording.distances.size, recording.times.size)
    held = dict(fixed or {}) if time_correction is None else {**(fixed or {}), "time_correction": time_correction}
    return _fit(recording, correction, held, weights, errors, load, seed)


def fit_trace(
    time: Values,
    speed: Values,
    distance: Values | None = None,
    *,
    by: str = "time",
    athlete: str = "Sprint",
    mass: float | None = None,
    height: float | None = None,
    wind: float = 0.0,
    correction: Asked = None,
    fixed: Mapping[str, float] | None = None,
    weights: Values | None = None,
    errors: Errors | str = Errors.NORMAL,
    load: Load = UNLOADED,
    seed: int = 0,
) -> Sprint:
    """Fit the speed curve to speeds (m/s) from a radar, laser or tether; other options as `fit_sprint`.

    Parameters
    ----------
    time, speed : array_like, shape (n,)
        Device clock in s and speed in m/s.
    distance : array_like, shape (n,), or None
        Device distance in m, as a tether writes it.
    by : str
        What speed is fitted over: `time`, or `distance`, which needs no clock. The two tell of one measurement:
        take one of them.
    athlete, mass, height, wind, correction, fixed, weights, errors, load, seed
        As in `fit_sprint`.

    Raises
    ------
    FitError, InputError
        As `fit_speed_curve`.
    """
    ways = None if distance is None else as_array(distance)
    recording = SpeedTrace(athlete, as_array(time), as_array(speed), ways, **_circumstances(mass, height, wind))
    check_pairs(recording.times.size, recording.speeds.size)
    if ways is not None:
        check_pairs(recording.times.size, ways.size)
    relations = {"time": Relation.SPEED_AT_TIME, "distance": Relation.SPEED_AT_DISTANCE}
    if by not in relations:
        raise InputError(f"speed cannot be fitted over '{by}'", remedy="Choose time or distance")
    return _fit(recording, correction, dict(fixed or {}), weights, errors, load, seed, relations[by])


def fit_positions(
    time: Values,
    distance: Values,
    *,
    athlete: str = "Sprint",
    mass: float | None = None,
    height: float | None = None,
    wind: float = 0.0,
    correction: Asked = None,
    fixed: Mapping[str, float] | None = None,
    weights: Values | None = None,
    errors: Errors | str = Errors.NORMAL,
    load: Load = UNLOADED,
    seed: int = 0,
) -> Sprint:
    """Fit the speed curve to positions (m) followed in time (s); other options as `fit_sprint`.

    Here the clock is exact and the distance carries the error, the reverse of gates. Unless told otherwise both zeros
    are estimated: when the athlete starts, and where.
    """
    recording = Splits(athlete, as_array(distance), as_array(time), **_circumstances(mass, height, wind))
    check_pairs(recording.distances.size, recording.times.size)
    held = dict(fixed or {})
    return _fit(recording, correction, held, weights, errors, load, seed, Relation.DISTANCE_AT_TIME)


def fit_race(
    distance: Values,
    time: Values,
    *,
    reaction_time: float = 0.0,
    athlete: str = "Sprint",
    mass: float | None = None,
    height: float | None = None,
    wind: float = 0.0,
    altitude: float = 0.0,
    temperature: float = 25.0,
    seed: int = 0,
) -> Sprint:
    """Fit a race that goes beyond top speed, such as the 100 m: a curve whose push fades with time.

    Parameters
    ----------
    distance, time : array_like, shape (n,)
        Gates in m and cumulative times in s from the gun.
    reaction_time : float
        s, taken off every time.
    altitude, temperature : float
        Of the place: m above sea level (its pressure is that of the standard atmosphere) and °C.
    athlete, mass, height, wind, seed
        As in `fit_sprint`.

    Raises
    ------
    FitError
        If the times do not show how the athlete slows down.
    """
    body = _circumstances(mass, height, wind, reaction_time=reaction_time)
    body["conditions"] = replace(
        body["conditions"], pressure_torr=predict_pressure(altitude), temperature_c=temperature
    )
    ways, times = as_array(distance), as_array(time)
    check_pairs(ways.size, times.size)
    recording = Splits(athlete, ways, np.where(ways > 0.0, times - reaction_time, 0.0), **body)
    return Sprint(recording, fit_fading_curve(recording, seed=seed))


def _circumstances(
    mass: float | None, height: float | None, wind: float, *, reaction_time: float | None = None
) -> dict[str, Any]:
    if not isfinite(wind):
        raise InputError(f"a wind of {wind} m/s does not blow", remedy="Give m/s, tailwind positive")
    conditions = Conditions(wind=wind, reaction_time=reaction_time)
    return {"body": plausible_body(mass, height), "conditions": conditions}


def _fit(
    recording: Splits | SpeedTrace,
    correction: Asked,
    fixed: Mapping[str, float],
    weights: Values | None,
    errors: Errors | str,
    load: Load,
    seed: int,
    relation: Relation | None = None,
) -> Sprint:
    fit = fit_speed_curve(
        recording,
        correction=_choice(correction),
        fixed={name.replace("-", "_"): value for name, value in fixed.items()},
        relation=relation,
        weights=None if weights is None else as_array(weights),
        errors=name_errors(errors),
        seed=seed,
    )
    return Sprint(recording, fit, load)


def _choice(correction: Asked) -> tuple[Correction, ...] | None:
    if correction is None:
        return None
    names = [correction] if isinstance(correction, str) else correction
    return tuple(name_correction(name.replace("_", "-")) for name in names)


def as_array(values: Values) -> Array:
    """Return numbers as an array; refuse what is none."""
    try:
        return np.asarray(values, dtype=np.float64)
    except (TypeError, ValueError) as error:
        raise InputError("these are not all numbers", why=str(error), remedy="Give numbers, in m, s or m/s") from error


def check_pairs(first: int, second: int) -> None:
    """Refuse columns of different length."""
    if first != second:
        raise InputError(f"{first} values and {second} values do not make pairs", remedy="Give one time for each")
