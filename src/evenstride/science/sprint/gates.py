"""Gate times as a least-squares problem: which gates are used, which correction they carry, what error is known."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial

import numpy as np

from evenstride.core.errors import FitError, InputError
from evenstride.core.estimate import Array
from evenstride.core.fit import Correction, Relation
from evenstride.core.recording import Device, SpeedTrace, Splits, Start
from evenstride.science.noise import BORROWED_WEIGHT, STATED_WEIGHT, STOPWATCH_SD
from evenstride.science.sprint.model import gate_times

TIMING_SD = 0.016 / 2**0.5
"""Error in s of one timed event where the device states none: the typical error of a 10 m time, 0.016 s
(`holmberg2025`), belongs to the difference of two events, hence / √2. The residual SD of 52 public five-gate runs
has the same median, 0.010 s (own fits of `vescovi`)."""

ENOUGH_GATES = 5
"""With fewer gates the stated error of the device is the prior of sigma; with more the residuals speak alone."""

FIRST_LEAD = 0.2
"""Lead in s from which the search for a flying distance starts."""


@dataclass(frozen=True, slots=True)
class Posed:
    """What the data say about a problem before parameters are counted."""

    y: Array
    predict: Callable[[Array], tuple[Array, Array]]
    first: Array
    corrections: tuple[Correction, ...]
    weights: Array
    prior: tuple[float, float] | None
    notes: tuple[str, ...]
    distances: Array | None = None
    nudges: tuple[tuple[int, float], ...] = ()


def pose_gates(
    splits: Splits | SpeedTrace,
    relation: Relation,
    corrections: tuple[Correction, ...] | None,
    fixed: Mapping[str, float],
    weights: Array | None,
    place: str,
) -> Posed:
    """Pose the fit of time on distance.

    Raises
    ------
    FitError
        If gates are too few or out of order.
    """
    if isinstance(splits, SpeedTrace):
        raise InputError(
            f"a speed trace cannot be fitted as {relation.value}",
            place=place,
            remedy="Fit its speed over time, its speed over distance or its distance over time",
        )
    used = splits.distances > 0.0
    distances, times = splits.distances[used], splits.times[used]
    _check_gates(distances, times, place)
    notes: list[str] = []
    if corrections is None:
        corrections, why = _choose(distances.size, fixed, splits.conditions.start, place)
        notes.append(why)
    spacing = np.diff(distances, prepend=0.0)
    pace = np.diff(times, prepend=0.0)
    top = float(np.max(spacing[1:] / pace[1:]))
    timing_sd, weight, source = timing_error(splits.device)
    few = distances.size < ENOUGH_GATES
    if few:
        notes.append(f"So few gates cannot show their own error: it is taken to be near {source}")
    if pace[-1] - spacing[-1] / top > 3.0 * 2**0.5 * timing_sd:
        notes.append(
            "The last interval is slower than the fastest: the model knows no slowing down; fit up to top speed"
        )
    return Posed(
        y=times,
        predict=partial(gate_times, distances=distances, flying_distance=fixed.get("flying_distance", 0.0)),
        first=np.array([np.log(1.05 * top), 0.0, 0.0, FIRST_LEAD, 0.0]),
        corrections=corrections,
        weights=np.ones(times.size) if weights is None else weights[used],
        prior=(timing_sd, weight) if few else None,
        notes=tuple(notes),
        distances=distances,
    )


def _choose(gates: int, fixed: Mapping[str, float], start: Start, place: str) -> tuple[tuple[Correction, ...], str]:
    if any(one.parameter in fixed for one in Correction):
        return (), "The correction is held as asked; only what is not held is estimated"
    needed = 4 - len(fixed)  # MSS, MAC, the correction, and one to see the error by; what is held needs no gate
    if start is Start.FLYING:
        if gates < needed:
            raise _too_few(gates, f"A flying start needs {needed}, or a known flying distance", place)
        return (
            (Correction.FLYING,),
            "Flying start: the clock starts while moving, so the flying distance is estimated",
        )
    if gates >= needed:
        return (
            (Correction.TIME,),
            "Time correction estimated: start and trigger shift the times, which badly biases the plain fit",
        )
    return (
        (),
        "Three gates cannot carry a start correction: none is used, so MSS reads low and acceleration high where "
        "the clock started late; hold a known correction if there is one",
    )


def _check_gates(distances: Array, times: Array, place: str) -> None:
    if distances.size < 3:
        raise _too_few(distances.size, "Top speed and acceleration are two unknowns", place)
    unknown = np.flatnonzero(~np.isfinite(times))
    if unknown.size:
        gate = float(distances[unknown[0]])
        raise FitError(f"the time at {gate:g} m is no number", place=place, remedy="Leave out a gate that was missed")
    steps = np.concatenate([np.diff(distances), np.diff(times), times[:1]])
    if not (np.all(np.isfinite(steps)) and np.all(steps > 0.0)):
        raise FitError(
            "distances and times do not both increase from the start line",
            place=place,
            why="A runner passes the gates one after the other",
            remedy="Check the order of the gates and the times",
        )


def _too_few(gates: int, why: str, place: str) -> FitError:
    word = "gate is" if gates == 1 else "gates are"
    return FitError(
        f"{gates} {word} too few for the speed curve",
        place=place,
        why=why,
        remedy="Measure at 5, 10, 20, 30 and 40 m, or ask for fewer corrections",
    )


def timing_error(device: Device) -> tuple[float, float, str]:
    """Return the error of one timed event in s, how many residuals that is worth, and where it comes from."""
    if device.timing_sd is not None:
        return device.timing_sd, STATED_WEIGHT, f"the {device.timing_sd} s the device states"
    if device.kind == "stopwatch":
        return STOPWATCH_SD, BORROWED_WEIGHT, f"the {STOPWATCH_SD:g} s of a stopwatch in the hand"
    source = f"{TIMING_SD:.3f} s (from the typical error of a 10 m time, holmberg2025; the device states none)"
    return TIMING_SD, BORROWED_WEIGHT, source
