"""Fit in one call: gate times, a speed trace or a whole race, from plain numbers."""

from __future__ import annotations

from typing import Any

import numpy as np

from evenstride.core.athlete import Anthropometrics
from evenstride.core.errors import InputError
from evenstride.core.estimate import Array
from evenstride.core.fit import Correction
from evenstride.core.recording import Conditions, SpeedTrace, Splits
from evenstride.notebook.sprint import Sprint
from evenstride.science.deceleration import fit_fading_curve
from evenstride.science.kinetics import UNLOADED, Load
from evenstride.science.sprint import fit_speed_curve
from evenstride.science.sprint_model import Values


def fit_sprint(
    distance: Values,
    time: Values,
    *,
    athlete: str = "Sprint",
    mass: float | None = None,
    height: float | None = None,
    wind: float = 0.0,
    correction: Correction | str | None = None,
    time_correction: float | None = None,
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
    correction : str or None
        `none`, `time-correction` or `flying-distance`; None chooses and says why in `fit.notes`.
    time_correction : float or None
        Held in s (observed = model + TC).
    load : Load
        What was pulled or worn in this run.
    seed : int
        Seed of the draws.

    Raises
    ------
    FitError, InputError
        As `fit_speed_curve`.

    Examples
    --------
    >>> fit_sprint([5, 10, 15, 20, 30, 40], [1.158, 1.893, 2.541, 3.149, 4.313, 5.444], athlete="Kimberley")
    Kimberley: 6 gates to 40 m, 90% intervals
    MSS 8.97 m/s (8.95 to 9.00) · MAC 7.27 m/s² (7.17 to 7.36) · TAU 1.235 s (1.217 to 1.254)
    time correction −0.235 s (−0.243 to −0.226) · residuals 0.001 s
    Force and power need mass and height
    """
    recording = Splits(athlete, _array(distance), _array(time), **_circumstances(mass, height, wind))
    _check_pairs(recording.distances.size, recording.times.size)
    fixed = {} if time_correction is None else {"time_correction": time_correction}
    return Sprint(recording, fit_speed_curve(recording, correction=_choice(correction), fixed=fixed, seed=seed), load)


def fit_trace(
    time: Values,
    speed: Values,
    *,
    athlete: str = "Sprint",
    mass: float | None = None,
    height: float | None = None,
    wind: float = 0.0,
    correction: Correction | str | None = None,
    load: Load = UNLOADED,
    seed: int = 0,
) -> Sprint:
    """Fit the speed curve to speeds (m/s) over time (s), from a radar or laser; options as `fit_sprint`."""
    recording = SpeedTrace(athlete, _array(time), _array(speed), **_circumstances(mass, height, wind))
    _check_pairs(recording.times.size, recording.speeds.size)
    return Sprint(recording, fit_speed_curve(recording, correction=_choice(correction), seed=seed), load)


def fit_race(
    distance: Values,
    time: Values,
    *,
    reaction_time: float = 0.0,
    athlete: str = "Sprint",
    mass: float | None = None,
    height: float | None = None,
    wind: float = 0.0,
    seed: int = 0,
) -> Sprint:
    """Fit a race that goes beyond top speed, such as the 100 m: a curve whose push fades with time.

    Parameters
    ----------
    distance, time : array_like, shape (n,)
        Gates in m and cumulative times in s from the gun.
    reaction_time : float
        s, taken off every time.
    athlete, mass, height, wind, seed
        As in `fit_sprint`.

    Raises
    ------
    FitError
        If the times do not show how the athlete slows down.
    """
    body = _circumstances(mass, height, wind, reaction_time=reaction_time)
    times = _array(time)
    recording = Splits(athlete, _array(distance), np.where(_array(distance) > 0.0, times - reaction_time, 0.0), **body)
    _check_pairs(recording.distances.size, times.size)
    return Sprint(recording, fit_fading_curve(recording, seed=seed))


def _circumstances(
    mass: float | None, height: float | None, wind: float, *, reaction_time: float | None = None
) -> dict[str, Any]:
    conditions = Conditions(wind=wind, reaction_time=reaction_time)
    return {"body": Anthropometrics(mass=mass, height=height), "conditions": conditions}


def _choice(correction: Correction | str | None) -> Correction | None:
    if correction is None or correction in set(Correction):
        return None if correction is None else Correction(correction)
    names = ", ".join(one.value for one in Correction)
    raise InputError(f"'{correction}' is no correction", remedy=f"Choose one of {names}")


def _array(values: Values) -> Array:
    return np.asarray(values, dtype=np.float64)


def _check_pairs(first: int, second: int) -> None:
    if first != second:
        raise InputError(f"{first} values and {second} values do not make pairs", remedy="Give one time for each")
