"""What a phone would have written, with the truth known: a gyroscope on a thigh, and frames of a clip."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np

from evenstride.core.estimate import Array
from evenstride.core.raw import GyroTrace
from evenstride.core.recording import Device, RawTest
from evenstride.core.roles import Side

FINE = 1e-4
"""Step in s of the clock on which the thigh moves; far below any phone's."""

ARRIVED = 0.1
"""Share of its peak rate at which a swing counts as begun and ended, as it is measured."""


@dataclass(frozen=True, slots=True)
class ThighSwitch:
    """The truth about one set of wall switches of one thigh, its knee up when it begins.

    Attributes
    ----------
    down, up : float
        Mean duration of a swing down and of one up, s.
    spread : float
        SD of single swings around it, share.
    pause : float
        Mean time that the thigh stays at either end, s.
    range : float
        Angle between the ends, rad.
    switches, sets : int
        Switches a set, and sets in one recording.
    """

    down: float = 0.24
    up: float = 0.26
    spread: float = 0.04
    pause: float = 0.01
    range: float = 1.4
    switches: int = 6
    sets: int = 1


@dataclass(frozen=True, slots=True)
class PhoneGyro:
    """How a phone misreads rotation.

    Attributes
    ----------
    rate : float
        Samples a second, Hz.
    noise : float
        SD of one sample, rad/s.
    bias : float
        SD of the constant error of each axis, rad/s.
    jitter : float
        SD of the time written for a sample, s.
    sway : float
        SD of slow movement at rest and about the other axes, rad/s.
    limit : float
        Where the sensor ends, rad/s.
    """

    rate: float = 100.0
    noise: float = 0.03
    bias: float = 0.01
    jitter: float = 0.0
    sway: float = 0.06
    limit: float = np.inf


@dataclass(frozen=True, slots=True, eq=False)
class SwitchTruth:
    """What is true of one set: mean time of a switch up to this knee, mean peak rate up, mean range of all swings."""

    switch_time: float
    peak_rate: float
    range: float


@dataclass(frozen=True, slots=True, eq=False)
class SimulatedSwitch:
    """A raw recording and the truth of each set in it."""

    raw: RawTest
    truth: tuple[SwitchTruth, ...]
    axis: Array = field(repr=False)


def simulate_switch(
    switch: ThighSwitch | None = None,
    phone: PhoneGyro | None = None,
    *,
    side: Side = Side.LEFT,
    athlete: str = "Noa (simulated)",
    seed: int = 0,
) -> SimulatedSwitch:
    """Simulate a thigh that lifts its knee, waits, switches, waits and comes down, as a phone on it writes it.

    Parameters
    ----------
    switch, phone : ThighSwitch, PhoneGyro
        The truth, and the instrument.
    side : Side
        The thigh with the phone.
    athlete : str
        Name on the recording.
    seed : int
        Draws the orientation of the phone, its bias and noise, and each swing.

    Notes
    -----
    Rate of a swing: Ω·sin(πt/T) with Ω = π·range/(2T), without pauses or with them; lifting the knee takes 0.9 s.
    The phone's axes stand in any direction to the axis of the hip.

    Examples
    --------
    >>> found = simulate_switch(seed=3)
    >>> len(found.truth), round(found.truth[0].range, 1)
    (1, 1.4)
    """
    switch, phone = switch or ThighSwitch(), phone or PhoneGyro()
    rng = np.random.default_rng(seed)
    pieces: list[Array] = []
    starts: list[tuple[int, int, int]] = []
    at = 0
    for piece, number in _pieces(switch, rng):
        if number is not None:
            starts.append((at, at + piece.size, number))
        pieces.append(piece)
        at += piece.size
    true = np.concatenate(pieces)
    axis = rng.normal(size=3)
    axis /= np.linalg.norm(axis)
    raw = _written(true, axis, phone, rng)
    recording = RawTest(athlete, "S3", raw, side, device=Device("simulated", "gyroscope"))
    return SimulatedSwitch(recording, _truth(true, starts), axis)


def _pieces(switch: ThighSwitch, rng: np.random.Generator) -> Iterator[tuple[Array, int | None]]:
    """Yield rates of turn one after the other, those of a switch with its number in the set."""
    for _ in range(switch.sets):
        yield _still(rng.uniform(1.0, 1.5)), None
        yield _swing(0.9, switch.range), None
        yield _still(rng.uniform(0.7, 1.2)), None
        for number in range(switch.switches):
            up = number % 2 == 1
            duration = (switch.up if up else switch.down) * float(np.exp(rng.normal(0.0, switch.spread)))
            size = switch.range * float(np.exp(rng.normal(0.0, 0.02)))
            yield _swing(duration, size if up else -size), number
            if number < switch.switches - 1:
                yield _still(switch.pause * float(rng.uniform(0.5, 1.5))), None
        yield _still(rng.uniform(0.7, 1.2)), None
        yield _swing(0.9, -switch.range), None
    yield _still(1.0), None


def _still(seconds: float) -> Array:
    return np.zeros(round(seconds / FINE))


def _swing(duration: float, angle: float) -> Array:
    count = max(2, round(duration / FINE))
    shape = np.sin(np.pi * (np.arange(count) + 0.5) / count)
    return angle * shape / (shape.sum() * FINE)


def _truth(true: Array, starts: list[tuple[int, int, int]]) -> tuple[SwitchTruth, ...]:
    sets: list[list[tuple[int, int]]] = []
    for begin, end, number in starts:
        if number == 0:
            sets.append([])
        sets[-1].append((begin, end))
    found: list[SwitchTruth] = []
    for swings in sets:
        arrivals = [_arrival(true, begin, end) for begin, end in swings]
        ups = range(1, len(swings), 2)
        parts = [true[begin:end] for begin, end in swings]
        found.append(
            SwitchTruth(
                float(np.mean([arrivals[one] - arrivals[one - 1] for one in ups])),
                float(np.mean([part.max() for part in parts[1::2]])),
                float(np.mean([abs(part.sum()) * FINE for part in parts])),
            )
        )
    return tuple(found)


def _arrival(true: Array, begin: int, end: int) -> float:
    part = np.abs(true[begin:end])
    return (begin + int(np.flatnonzero(part >= ARRIVED * part.max())[-1]) + 1.0) * FINE


def _written(true: Array, axis: Array, phone: PhoneGyro, rng: np.random.Generator) -> GyroTrace:
    count = int(true.size * FINE * phone.rate)
    times = (np.arange(count) + rng.uniform(0.0, 0.5)) / phone.rate
    turning = np.interp(times, FINE * (np.arange(true.size) + 0.5), true)
    # Sway: a slow wave about every axis, at rest and while switching.
    waves = rng.normal(0.0, phone.sway, (3, 2)) * 2.0**0.5
    speeds = 2.0 * np.pi * rng.uniform(0.3, 1.2, (3, 2))
    sway = sum(waves[:, [k]] * np.sin(speeds[:, [k]] * times + rng.uniform(0.0, 2.0 * np.pi, (3, 1))) for k in range(2))
    rates = np.outer(turning, axis) + np.asarray(sway).T
    rates += rng.normal(0.0, phone.bias, 3) + rng.normal(0.0, phone.noise, rates.shape)
    written = times + rng.normal(0.0, phone.jitter, count) if phone.jitter > 0.0 else times
    return GyroTrace(written - written[0] * 0.0, np.clip(rates, -phone.limit, phone.limit))
