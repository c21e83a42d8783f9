"""What is asked of the speed-curve fit: which samples, which correction is free, and why."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from math import isfinite

import numpy as np

from evenstride.core.errors import FitError, InputError
from evenstride.core.estimate import Array
from evenstride.core.fit import Correction
from evenstride.core.recording import Device, SpeedTrace, Splits, Start
from evenstride.science.noise import BORROWED_WEIGHT, STATED_WEIGHT, STOPWATCH_SD
from evenstride.science.sprint_model import gate_times, trace_speeds

TIMING_SD = 0.016 / 2**0.5
"""Error in s of one timed event where the device states none: the typical error of a 10 m time, 0.016 s
(`holmberg2025`), belongs to the difference of two events, hence / √2. The residual SD of 52 public five-gate runs
has the same median, 0.010 s (own fits of `vescovi`)."""

TRACE_MINIMUM = 8
"""Samples a trace must hold (judgement)."""

RUN_OUT = 0.95
"""A trace ends where speed last stood at this share of its top (judgement): the model knows no slowing down."""

SEEN = 0.90
"""A trace that never falls below this share of its top speed holds no acceleration (judgement)."""

MOVING = 0.10
"""Share of top speed from which the search takes the athlete to be moving."""

ENOUGH_GATES = 5
"""With fewer gates the stated error of the device is the prior of sigma; with more the residuals speak alone."""

FIRST_LEAD = 0.2
"""Lead in s from which the search for a flying distance starts."""

_HELD_NAMES = ("time_correction", "flying_distance")
_HELD_BY = {Correction.TIME: "time_correction", Correction.FLYING: "flying_distance"}


@dataclass(frozen=True, slots=True)
class Problem:
    """One least-squares problem.

    Attributes
    ----------
    y : ndarray, shape (n,)
        Observed times in s, or speeds in m/s.
    predict : callable
        Parameters (shape (4,)) → predictions (n,) and derivatives (n, 4).
    first : ndarray, shape (4,)
        Parameters to start from.
    held : ndarray, shape (4,)
        What the parameters are where they are not free.
    prior : (float, float) or None
        Error in s that one timed event is thought to have, and how many residuals that is worth; None where the
        residuals speak alone.
    """

    place: str
    y: Array
    predict: Callable[[Array], tuple[Array, Array]]
    first: Array
    held: Array
    correction: Correction
    fixed: Mapping[str, float]
    trace: bool
    prior: tuple[float, float] | None
    notes: tuple[str, ...]


def prepare_problem(
    recording: Splits | SpeedTrace, *, correction: Correction | None, fixed: Mapping[str, float]
) -> Problem:
    """Pose the fit: leave out what the model cannot hold, choose the free correction, and say so.

    Raises
    ------
    FitError
        If there are too few gates or samples for what is asked.
    InputError
        If a correction is unknown, impossible, or both free and held.
    """
    place = recording.label or recording.athlete
    _check_held(fixed, correction, place, trace=isinstance(recording, SpeedTrace))
    if isinstance(recording, SpeedTrace):
        return _pose_trace(recording, correction, fixed, place)
    return _pose_gates(recording, correction, fixed, place)


def _check_held(fixed: Mapping[str, float], correction: Correction | None, place: str, *, trace: bool) -> None:
    for name, value in fixed.items():
        if name not in _HELD_NAMES:
            problem = f"'{name}' is no correction"
        elif not isfinite(value) or (name == "flying_distance" and value < 0.0):
            problem = f"{name} cannot be {value}"
        elif correction is not None and _HELD_BY.get(correction) == name:
            problem = f"{name} is asked to be estimated and held at {value} at once"
        else:
            continue
        raise InputError(
            problem, place=place, remedy="Hold time_correction (s, any sign) or flying_distance (m, not below 0)"
        )
    if trace and (correction is Correction.FLYING or "flying_distance" in fixed):
        raise InputError(
            "a speed trace has no flying distance",
            place=place,
            why="It shows speed itself, so only its clock can be shifted",
            remedy="Use a time correction, or none",
        )


def _pose_gates(splits: Splits, correction: Correction | None, fixed: Mapping[str, float], place: str) -> Problem:
    used = splits.distances > 0.0
    distances, times = splits.distances[used], splits.times[used]
    _check_gates(distances, times, place)
    notes: list[str] = []
    if correction is None:
        correction, why = _choose(distances.size, fixed, splits.conditions.start, place)
        notes.append(why)
    free = 2 if correction is Correction.NONE else 3
    if distances.size < free + 1:
        raise _too_few(
            distances.size, f"{free} free parameters (correction: {correction.value}) need {free + 1}", place
        )
    if "time_correction" in fixed:
        notes.append(f"Time correction held at {fixed['time_correction']} s (observed time = model + correction)")
    if "flying_distance" in fixed:
        notes.append(f"Flying distance held at {fixed['flying_distance']} m")
    spacing = np.diff(distances, prepend=0.0)
    pace = np.diff(times, prepend=0.0)
    top = float(np.max(spacing[1:] / pace[1:]))
    timing_sd, weight, source = _timing_error(splits.device)
    few = distances.size < ENOUGH_GATES
    if few:
        notes.append(f"So few gates cannot show their own error: it is taken to be near {source}")
    if pace[-1] - spacing[-1] / top > 3.0 * 2**0.5 * timing_sd:
        notes.append(
            "The last interval is slower than the fastest: the model knows no slowing down; fit up to top speed"
        )
    flying = fixed.get("flying_distance", 0.0)
    return Problem(
        place=place,
        y=times,
        predict=partial(gate_times, distances=distances, flying_distance=flying),
        first=np.array([np.log(1.05 * top), 0.0, 0.0, FIRST_LEAD]),
        held=np.array([0.0, 0.0, fixed.get("time_correction", 0.0), 0.0]),
        correction=correction,
        fixed=fixed,
        trace=False,
        prior=(timing_sd, weight) if few else None,
        notes=tuple(notes),
    )


def _choose(gates: int, fixed: Mapping[str, float], start: Start, place: str) -> tuple[Correction, str]:
    if fixed:
        return Correction.NONE, "The correction is held as asked; only MSS and TAU are estimated"
    if start is Start.FLYING:
        if gates < 4:
            raise _too_few(gates, "A flying start needs 4, or a known flying distance", place)
        return (
            Correction.FLYING,
            "Flying start: the clock starts while moving, so the flying distance is estimated",
        )
    if gates >= 4:
        return (
            Correction.TIME,
            "Time correction estimated: start and trigger shift the times, which badly biases the plain fit",
        )
    return (
        Correction.NONE,
        "Three gates cannot carry a start correction: none is used, so MSS reads low and acceleration high where "
        "the clock started late; hold a known correction if there is one",
    )


def _check_gates(distances: Array, times: Array, place: str) -> None:
    if distances.size < 3:
        raise _too_few(distances.size, "Top speed and acceleration are two unknowns", place)
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


def _timing_error(device: Device) -> tuple[float, float, str]:
    if device.timing_sd is not None:
        return device.timing_sd, STATED_WEIGHT, f"the {device.timing_sd} s the device states"
    if device.kind == "stopwatch":
        return STOPWATCH_SD, BORROWED_WEIGHT, f"the {STOPWATCH_SD:g} s of a stopwatch in the hand"
    source = f"{TIMING_SD:.3f} s (from the typical error of a 10 m time, holmberg2025; the device states none)"
    return TIMING_SD, BORROWED_WEIGHT, source


def _pose_trace(trace: SpeedTrace, correction: Correction | None, fixed: Mapping[str, float], place: str) -> Problem:
    finite = np.isfinite(trace.times) & np.isfinite(trace.speeds)
    times, speeds = trace.times[finite], trace.speeds[finite]
    notes: list[str] = []
    if times.size < trace.times.size:
        notes.append(f"{trace.times.size - times.size} samples without a number left out")
    if times.size < TRACE_MINIMUM:
        raise FitError(
            f"{times.size} samples are too few for the speed curve",
            place=place,
            remedy=f"Give a trace of at least {TRACE_MINIMUM} samples from the start to top speed",
        )
    top = float(np.quantile(speeds, 0.99))
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
    times, speeds = times[:end], speeds[:end]
    if correction is None and "time_correction" not in fixed:
        correction = Correction.TIME
        notes.append("Time correction estimated: the clock of a trace rarely starts with the athlete")
    moving = float(times[np.flatnonzero(speeds >= MOVING * top)[0]])
    return Problem(
        place=place,
        y=speeds,
        predict=partial(trace_speeds, times=times),
        first=np.array([np.log(max(top, 0.1)), 0.0, moving, 0.0]),
        held=np.array([0.0, 0.0, fixed.get("time_correction", 0.0), 0.0]),
        correction=correction or Correction.NONE,
        fixed=fixed,
        trace=True,
        prior=None,
        notes=tuple(notes),
    )
