"""What is asked of the speed-curve fit: which parameters are free, which held, and which relation is fitted."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from math import isfinite

import numpy as np

from evenstride.core.errors import FitError, InputError
from evenstride.core.estimate import Array
from evenstride.core.fit import Correction, Relation
from evenstride.core.recording import SpeedTrace, Splits
from evenstride.core.show import MINUS
from evenstride.science.sprint.gates import pose_gates
from evenstride.science.sprint.model import LEAD, LN_MSS, LN_TAU, PLACE, SHIFT
from evenstride.science.sprint.solve import Problem
from evenstride.science.sprint.trace import pose_trace

Corrections = Correction | Iterable[Correction] | None
"""What a caller may ask for: one correction, several, or None to let the data decide."""

CORRECTS = {
    Relation.TIME_AT_DISTANCE: {Correction.TIME: SHIFT, Correction.FLYING: LEAD, Correction.DISTANCE: PLACE},
    Relation.SPEED_AT_TIME: {Correction.TIME: SHIFT},
    Relation.SPEED_AT_DISTANCE: {Correction.DISTANCE: PLACE},
    Relation.DISTANCE_AT_TIME: {Correction.TIME: SHIFT, Correction.FLYING: LEAD, Correction.DISTANCE: PLACE},
}
"""The corrections each relation can show, and the parameter that carries it."""

MOST_CORRECTIONS = 2
"""Time correction, flying distance and distance correction shift two axes: three of them are never told apart."""

_NAMES = ("mss", "mac", *(one.parameter for one in Correction if one is not Correction.NONE))


def prepare_problem(
    recording: Splits | SpeedTrace,
    *,
    correction: Corrections,
    fixed: Mapping[str, float],
    relation: Relation | None = None,
    weights: Array | None = None,
) -> Problem:
    """Pose the fit of one run alone, as `pose_problem`.

    Raises
    ------
    FitError
        If there are too few gates or samples for what is asked.
    InputError
        As `pose_problem`.
    """
    problem = pose_problem(recording, correction=correction, fixed=fixed, relation=relation, weights=weights)
    if problem.y.size < len(problem.free) + 1:
        raise _too_few(problem)
    return problem


def pose_problem(
    recording: Splits | SpeedTrace,
    *,
    correction: Corrections,
    fixed: Mapping[str, float],
    relation: Relation | None = None,
    weights: Array | None = None,
) -> Problem:
    """Leave out what the model cannot hold, choose the free corrections, and say so.

    Raises
    ------
    FitError
        If the data are no run at all.
    InputError
        If a parameter is unknown, impossible for these data, or both free and held.
    """
    place = " · ".join(filter(None, (recording.athlete, recording.label)))
    default = Relation.TIME_AT_DISTANCE if isinstance(recording, Splits) else Relation.SPEED_AT_TIME
    if relation is not None and relation not in set(Relation):
        raise InputError(f"'{relation}' is no relation", place=place, remedy=f"Choose one of {', '.join(Relation)}")
    chosen = default if relation is None else Relation(relation)
    _check_weights(recording, weights, place)
    _check_held(fixed, chosen, place)
    pose = pose_gates if chosen is Relation.TIME_AT_DISTANCE else pose_trace
    posed = pose(recording, chosen, _as_set(correction), fixed, weights, place)
    _check_free(posed.corrections, fixed, chosen, place)
    free, basis, held = _span(posed.corrections, fixed, chosen, place)
    return Problem(
        place=place,
        relation=chosen,
        y=posed.y,
        predict=posed.predict,
        first=posed.first,
        held=held,
        free=free,
        basis=basis,
        corrections=posed.corrections,
        fixed=fixed,
        weights=posed.weights,
        prior=posed.prior,
        notes=(*posed.notes, *_held_notes(fixed)),
        distances=posed.distances,
        nudges=posed.nudges,
    )


def _as_set(correction: Corrections) -> tuple[Correction, ...] | None:
    """Return the corrections in the order of the parameters, without `NONE`; None to let the data decide."""
    if correction is None:
        return None
    # A name is a text too, and its letters are no corrections.
    names = {correction} if isinstance(correction, str) else set(correction)
    asked = {name_correction(name) for name in names}
    return tuple(one for one in Correction if one in asked and one is not Correction.NONE)


def name_correction(name: str) -> Correction:
    """Return the correction of that name; refuse another word, which would silently be no correction at all."""
    if name not in set(Correction):
        raise InputError(f"'{name}' is no correction", remedy=f"Choose one of {', '.join(Correction)}")
    return Correction(name)


def _check_held(fixed: Mapping[str, float], relation: Relation, place: str) -> None:
    can = {one.parameter for one in CORRECTS[relation]}
    positive, least = ("mss", "mac"), ("flying_distance",)
    for name, value in fixed.items():
        if name not in _NAMES:
            problem = f"'{name}' is no parameter to hold"
        elif not isfinite(value) or (name in positive and value <= 0.0) or (name in least and value < 0.0):
            problem = f"{name} cannot be {value}"
        elif name not in (*positive, *can):
            raise _cannot_show(name.replace("_", " "), relation, place)
        else:
            continue
        raise InputError(
            problem,
            place=place,
            remedy="Hold mss (m/s), mac (m/s²), time_correction (s, any sign), distance_correction (m, any sign) or "
            "flying_distance (m, not below 0)",
        )


def _check_free(
    corrections: tuple[Correction, ...], fixed: Mapping[str, float], relation: Relation, place: str
) -> None:
    for one in corrections:
        if one not in CORRECTS[relation]:
            raise _cannot_show(one.value.replace("-", " "), relation, place)
        if one.parameter in fixed:
            raise InputError(
                f"{one.parameter} is asked to be estimated and held at {fixed[one.parameter]} at once",
                place=place,
                remedy="Choose one of the two",
            )
    if len(corrections) > MOST_CORRECTIONS:
        raise FitError(
            "three corrections cannot be told apart",
            place=place,
            why="They all shift the same two axes, time and distance",
            remedy="Estimate two at most and hold the third",
        )


def _cannot_show(name: str, relation: Relation, place: str) -> InputError:
    can = " or ".join(one.value.replace("-", " ") for one in CORRECTS[relation])
    return InputError(
        f"{relation.value} has no {name}",
        place=place,
        why="It shows speed itself, so only its other axis can be shifted"
        if relation in (Relation.SPEED_AT_TIME, Relation.SPEED_AT_DISTANCE)
        else "",
        remedy=f"Use a {can}, or none",
    )


def _span(
    corrections: tuple[Correction, ...], fixed: Mapping[str, float], relation: Relation, place: str
) -> tuple[tuple[int, ...], Array, Array]:
    """Return the free parameters, what each of them moves, and the held ones."""
    every, held = np.eye(5), np.zeros(5)
    for one, index in CORRECTS[relation].items():
        if one is not Correction.FLYING:  # a held flying distance lives in the model: its lead follows from the curve
            held[index] = fixed.get(one.parameter, 0.0)
    free: list[int] = []
    if "mss" in fixed:
        held[LN_MSS] = np.log(fixed["mss"])
    else:
        free.append(LN_MSS)
    if "mac" in fixed:
        held[LN_TAU] = held[LN_MSS] - np.log(fixed["mac"])
        every[LN_MSS, LN_TAU] = 1.0  # TAU = MSS/MAC goes with MSS
    else:
        free.append(LN_TAU)
    free += [CORRECTS[relation][one] for one in corrections]
    if not free:
        raise InputError("everything is held", place=place, remedy="Leave at least one parameter to be estimated")
    return tuple(free), every[free], held


def _held_notes(fixed: Mapping[str, float]) -> list[str]:
    notes: list[str] = []
    said = {name: f"{value:g}".replace("-", MINUS) for name, value in fixed.items()}
    if "time_correction" in fixed:
        notes.append(f"Time correction held at {said['time_correction']} s (observed time = model + correction)")
    if "flying_distance" in fixed:
        notes.append(f"Flying distance held at {said['flying_distance']} m")
    if "distance_correction" in fixed:
        notes.append(
            f"Distance correction held at {said['distance_correction']} m (observed distance = model + correction)"
        )
    notes += [
        f"{name.upper()} held at {said[name]} {unit}"
        for name, unit in (("mss", "m/s"), ("mac", "m/s²"))
        if name in fixed
    ]
    return notes


def _check_weights(recording: Splits | SpeedTrace, weights: Array | None, place: str) -> None:
    if weights is None:
        return
    samples = recording.times.size
    if weights.shape != (samples,) or not (np.all(np.isfinite(weights)) and np.all(weights > 0.0)):
        raise InputError(
            f"weights must be {samples} numbers above zero",
            place=place,
            remedy="Give one weight for each time: how many times more it counts than a weight of 1",
        )


def _too_few(problem: Problem) -> FitError:
    samples, free = problem.y.size, len(problem.free)
    names = " and ".join(one.value.replace("-", " ") for one in problem.corrections)
    why = f"{free} free parameters need {free + 1}"
    if len(problem.corrections) == MOST_CORRECTIONS:
        text = f"{samples} gates cannot carry two corrections"
        why = f"{why}: MSS, MAC, {names}"
    else:
        word = "gate is" if samples == 1 else "gates are"
        text = f"{samples} {word} too few for the speed curve"
        why = f"{why} (correction: {names or 'none'})"
    return FitError(
        text,
        place=problem.place,
        why=why,
        remedy="Measure at 5, 10, 20, 30 and 40 m, or ask for fewer corrections",
    )
