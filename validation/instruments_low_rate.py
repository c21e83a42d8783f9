"""What a slower camera would have seen of a real jog, against the 250 frames a second it was recorded with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from typing import Any

import numpy as np
from scipy.interpolate import CubicSpline

from evenstride.core.estimate import Array, Draws, Missing
from evenstride.core.recording import Contact, StepEvents
from evenstride.core.signal import Markers, Signal
from evenstride.readers.instruments import read_signal
from evenstride.readers.marker_sets import propose_mapping
from evenstride.science.motion.build import prepare_motion
from evenstride.science.motion.foot_motion import untimed_at
from evenstride.science.motion.marker_contacts import marker_contacts
from evenstride.science.motion.metrics import measure_motion
from evenstride.science.simulate.motion import Gait, simulate_runner
from evenstride.science.steps.prepare import prepare_steps
from evenstride.science.steps.summary import measure_steps
from validation._foot_sets import DORN, shared

Row = dict[str, Any]

PHASES = 5
"""A slower camera may open anywhere between two frames; so many places are tried, and the worst is told."""

RATES = (100.0, 60.0, 50.0, 30.0)

STEPS: Mapping[str, float] = {"step_frequency": 0.01, "speed": 0.01, "step_length": 0.015}
"""Values of steps, and by what share they may differ."""

ANGLES: Mapping[str, float] = {
    "thigh_range": 0.01, "knee_flexion_swing": 0.01, "arm_swing_range": 0.01, "thigh_phase": 0.01,
    "shoulder_turn_range": 0.01, "trunk_lean_range": 0.03,
}  # fmt: skip
"""Values of movement given at 30 frames a second, and by what share they may differ at any of the rates."""

RADIANS: Mapping[str, float] = {"trunk_lean": 0.005, "pelvis_turn_range": 0.01}
"""The same, in rad: small angles have no share."""

RATE_50 = {"thigh_flexion_rate_peak": 0.02, "thigh_flexion_rate_mean": 0.02}
"""Given from 37 frames a stride."""

RATE_100 = {
    "thigh_flexion_acceleration_peak": 0.04, "thigh_extension_acceleration_peak": 0.04, "foot_speed_up": 0.04,
    "angular_momentum_lateral": 0.04,
}  # fmt: skip
"""Given from 74 frames a stride where plates time the contacts; here as found at 250 frames a second."""

SEED = 20090816


def rows() -> list[Row]:
    """Return by how much values of slower cameras differ from those of 250 frames a second."""
    found = _sprinter()
    if shared() is None:
        return found
    fast = _values(jog_markers(), 0.0)
    for rate in RATES:
        begins = [phase / PHASES / rate for phase in range(PHASES)]
        slow = [_values(slower(jog_markers(), rate, begin * rate), begin) for begin in begins]
        given = {**STEPS, **ANGLES, **(RATE_50 if rate >= 50.0 else {}), **(RATE_100 if rate >= 100.0 else {})}
        for name, most in given.items():
            worst = max(abs(one[name] / fast[name] - 1.0) for one in slow)
            found.append(_row(f"{rate:.0f}.{name}", worst, "1", most, f"{name} at 250 a second, worst of {PHASES}"))
        for name, most in RADIANS.items():
            worst = max(abs(one[name] - fast[name]) for one in slow)
            found.append(_row(f"{rate:.0f}.{name}", worst, "rad", most, f"{name} at 250 a second, worst of {PHASES}"))
        found.append(_touchdowns(rate))
    return found


def skipped() -> list[dict[str, str]]:
    """Name what needs the shared real files, where they are absent."""
    absent = {"name": "instruments.low_rate", "reason": "the shared real files are absent"}
    return [absent] if shared() is None else []


@cache
def jog() -> Signal:
    """Return the jog without its plates."""
    root = shared()
    assert root is not None, "rows() looks first"
    path = root / DORN / "JA1Gait21.c3d"
    return replace(read_signal(path.read_bytes(), name=path.name), plates=())


def jog_markers() -> Markers:
    """Return the markers of the jog, 250 frames a second."""
    markers = jog().markers
    assert markers is not None, "the jog has markers"
    return markers


def slower(markers: Markers, rate: float, phase: float = 0.0) -> Markers:
    """Return markers as a slower camera sees them; its first frame is a share of its own frame later."""
    times = np.arange(len(markers.positions)) / markers.rate
    seen = np.arange(phase / rate, times[-1], 1.0 / rate)
    return replace(markers, rate=rate, positions=_read(times, markers.positions, seen))


def _read(times: Array, positions: Array, seen: Array) -> Array:
    """Read every marker between frames, where it was seen."""
    found = np.full((len(seen), *positions.shape[1:]), np.nan)
    for index in range(positions.shape[1]):
        here = np.isfinite(positions[:, index]).all(axis=1)
        if here.sum() > 3:
            inner = (seen >= times[here][0]) & (seen <= times[here][-1])
            found[inner, index] = CubicSpline(times[here], positions[here, index])(seen[inner])
    return found


def _events(markers: Markers) -> tuple[Signal, StepEvents]:
    signal = replace(jog(), markers=markers)
    mapping, _ = propose_mapping(markers)
    return signal, marker_contacts(signal, mapping)[0]


@cache
def _fast_contacts() -> tuple[Contact, ...]:
    return _events(jog_markers())[1].contacts


def _values(markers: Markers, begin: float) -> dict[str, float]:
    """Return every value of steps and movement; what needs timed contacts with those of 250 frames a second.

    `begin` is when the first frame is, in s of the fast camera.
    """
    signal, events = _events(markers)
    mapping, _ = propose_mapping(markers)
    timed = [
        Contact(one.side, one.touchdown - begin, None if one.toe_off is None else one.toe_off - begin)
        for one in _fast_contacts()
    ]
    own = prepare_motion(signal, mapping, events.contacts, placing_error=0.0, untimed=untimed_at(markers.rate))
    quick = measure_motion(prepare_motion(signal, mapping, timed, placing_error=0.0), draws=50).both
    both = {
        **quick,
        **_draws(measure_motion(own, draws=50).both),
        **measure_steps(prepare_steps(events), draws=50).both,
    }
    return {name: value.point for name, value in _draws(both).items()}


def _draws(values: Mapping[str, Draws | Missing]) -> dict[str, Draws]:
    return {name: value for name, value in values.items() if isinstance(value, Draws)}


def _touchdowns(rate: float) -> Row:
    """Return by what share of a frame touchdowns differ from those at 250 frames a second, on average."""
    usual = np.array([one.touchdown for one in _fast_contacts()])
    apart: list[float] = []
    for phase in range(PHASES):
        begin = phase / PHASES / rate
        for one in _events(slower(jog_markers(), rate, phase / PHASES))[1].contacts:
            apart.append(float(np.min(np.abs(usual - begin - one.touchdown))))
    against = "mean distance from the touchdowns at 250 a second, in frames of the slower camera"
    return _row(f"{rate:.0f}.touchdown", float(np.mean(apart)) * rate, "1", 0.75, against)


def _sprinter() -> list[Row]:
    """Return what a simulated sprinter's angles are at as few frames a stride as are taken."""
    runner = simulate_runner(Gait(), seed=SEED, variation=0.0, noise=0.0)
    mapping, signal = runner.mapping, runner.signal
    markers = signal.markers
    assert markers is not None, "a simulated runner has markers"
    found: list[Row] = []
    for rate in (60.0, 50.0):
        each: dict[str, list[float]] = {"thigh_range": [], "knee_flexion_swing": []}
        for phase in range(PHASES):
            slow = slower(markers, rate, phase / PHASES)
            begin = phase / PHASES / rate
            contacts = [replace(one, touchdown=one.touchdown - begin, toe_off=None) for one in runner.contacts]
            motion = prepare_motion(
                replace(signal, markers=slow), mapping, contacts, placing_error=0.0, untimed=untimed_at(rate)
            )
            both = measure_motion(motion, draws=50).both
            for name, put_in in (("thigh_range", Gait().thigh_range), ("knee_flexion_swing", Gait().knee_swing)):
                value = both[name]
                assert isinstance(value, Draws), name
                each[name].append(abs(value.point / put_in - 1.0))
        for name, off in each.items():
            against = (
                f"{name} put into a simulated sprinter, {rate / Gait().stride_frequency:.0f} frames a stride, worst"
            )
            found.append(_row(f"sprinter_{rate:.0f}.{name}", max(off), "1", 0.02, against, SEED))
    return found


def _row(name: str, value: float, unit: str, target: float, against: str, seed: int | None = None) -> Row:
    return {
        "name": f"instruments.low_rate.{name}", "value": float(value), "unit": unit, "op": "<=", "target": target,
        "against": against, "n": 1, "seed": seed,
    }  # fmt: skip
