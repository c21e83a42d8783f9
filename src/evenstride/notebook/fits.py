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

FEW = 10
"""Weights that a note lists."""

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
    athlete, mass, height, wind : str, float or None
        Name to print; body mass in kg and height in m, for forces; wind in m/s, tailwind positive.
    correction : str, several of them, or None
        `none`, `time-correction`, `flying-distance`, `distance-correction`, or two; None chooses (`fit.notes`).
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

    Returns
    -------
    Sprint
        MSS (m/s), MAC (m/s²), TAU (s), start corrections, their draws; with mass and height F0 (N), v0 (m/s), Pmax (W).

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
    check_pairs(recording.distances, recording.times)
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

    Returns
    -------
    Sprint
        As of `fit_sprint`.

    Raises
    ------
    FitError, InputError
        As `fit_speed_curve`.

    Examples
    --------
    >>> clock = np.arange(0.0, 5.0, 0.02)
    >>> speed = 9.0 * (1.0 - np.exp(-clock / 1.2)) + 0.05 * np.sin(40.0 * clock)
    >>> sprint = fit_trace(clock, speed, athlete="Radar")
    >>> sprint.values["mss"].unit, round(sprint.values["mss"].value, 1), round(sprint.values["tau"].value, 1)
    ('m/s', 9.0, 1.2)
    """
    ways = None if distance is None else as_array(distance)
    recording = SpeedTrace(athlete, as_array(time), as_array(speed), ways, **_circumstances(mass, height, wind))
    check_pairs(recording.times, recording.speeds)
    if ways is not None:
        check_pairs(recording.times, ways)
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

    Parameters
    ----------
    time, distance : array_like, shape (n,)
        Device clock in s and position in m, from a video, LPS or tether.
    athlete, mass, height, wind, correction, fixed, weights, errors, load, seed
        As in `fit_sprint`.

    Returns
    -------
    Sprint
        As of `fit_sprint`; its residuals are in m.

    Raises
    ------
    FitError, InputError
        As `fit_speed_curve`.

    Examples
    --------
    >>> clock = np.arange(0.5, 5.0, 0.1)
    >>> place = 9.0 * (clock - 1.2 * (1.0 - np.exp(-clock / 1.2))) + 0.01 * np.sin(40.0 * clock)
    >>> sprint = fit_positions(clock, place, athlete="Video")
    >>> round(sprint.values["mss"].value, 1), sprint.fit.relation.unit
    (9.0, 'm')
    """
    recording = Splits(athlete, as_array(distance), as_array(time), **_circumstances(mass, height, wind))
    check_pairs(recording.distances, recording.times)
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

    Returns
    -------
    Sprint
        Top speed (m/s) and the place (m) it is reached at are among its values; `race_time` answers for other wind.

    Raises
    ------
    FitError
        If the times do not show how the athlete slows down.

    Examples
    --------
    >>> splits = [1.89, 2.88, 3.78, 4.64, 5.47, 6.29, 7.10, 7.92, 8.75, 9.58]
    >>> race = fit_race(range(10, 101, 10), splits, reaction_time=0.146, wind=0.9)
    >>> round(race.values["top_speed"].value, 1)
    12.2
    """
    body = _circumstances(mass, height, wind, reaction_time=reaction_time)
    body["conditions"] = replace(
        body["conditions"], pressure_torr=predict_pressure(altitude), temperature_c=temperature
    )
    ways, times = as_array(distance), as_array(time)
    check_pairs(ways, times)
    recording = Splits(athlete, ways, np.where(ways > 0.0, times - reaction_time, 0.0), **body)
    return Sprint(recording, fit_fading_curve(recording, seed=seed))


def _circumstances(
    mass: float | None, height: float | None, wind: float, *, reaction_time: float | None = None
) -> dict[str, Any]:
    if not isfinite(wind):
        raise InputError(f"a wind of {wind} m/s does not blow", remedy="Give m/s, tailwind positive")
    conditions = Conditions(wind=wind, reaction_time=reaction_time)
    return {"body": plausible_body(_number(mass), _number(height)), "conditions": conditions}


def _number(value: float | None) -> float | None:
    return None if value is None else float(as_array(value))


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
    if weights is not None:
        fit = replace(fit, notes=(*fit.notes, f"Weights: {_few(as_array(weights))}"))
    return Sprint(recording, fit, load)


def _few(weights: Array) -> str:
    shown = ", ".join(f"{one:g}" for one in weights[:FEW])
    return shown if weights.size <= FEW else f"{shown} and so on, {weights.size} in all"


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


def check_pairs(one: Array, other: Array) -> None:
    """Refuse columns of different length, and tables of many runs."""
    if one.ndim > 1 or other.ndim > 1:
        raise InputError(
            "this is a table, and one run is a single row",
            remedy="Give a run at a time, or all of them to fit_sprints (gates) or fit_traces (speeds)",
        )
    first, second = one.size, other.size
    if first != second:
        raise InputError(f"{first} values and {second} values do not make pairs", remedy="Give one time for each")
