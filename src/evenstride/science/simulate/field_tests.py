"""Simulated days of field tests: raw trials as scale, tape and phone would have given them, with the truth known.

The same equations run forwards here that `field_values` runs backwards. Nothing simulated is ever shown without the
word: it is in the athlete's name and in the device of every recording.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import exp
from zlib import crc32

import numpy as np

from evenstride.core.athlete import Anthropometrics
from evenstride.core.estimate import Array
from evenstride.core.protocol import Conversion, FieldProtocol
from evenstride.core.recording import Device, FieldTest
from evenstride.core.roles import Side
from evenstride.science.simulate.athlete import SOURCE

FRAME_SD = 1.0 / (240.0 * 12.0**0.5)
"""Error of one event filmed at 240 frames a second, s (science.md §9.1)."""

BASE: Mapping[str, float] = {
    "T0": 8.6, "M1": 0.30, "P1": 2.2, "P1b": 2.5, "P2": 2.45, "P2b": 6.2, "P3": 7.0, "S1": 2.1, "S2": 2.4, "S3": 0.26,
    "U1": 1.0, "E1": 0.97,
}  # fmt: skip
"""Starting values in the unit of each protocol (judgement: inside the plausible range of a trained adult)."""


def base_of(protocol: FieldProtocol) -> float:
    """Return the value a simulated tester starts from, in the unit of the protocol.

    A test that is not in `BASE` starts in the middle of what is plausible, by ratio where that begins above zero.

    Examples
    --------
    >>> from evenstride.core.protocol import protocols
    >>> base_of(protocols()["P2"])
    2.45
    """
    known = BASE.get(protocol.id)
    if known is not None:
        return known
    low, high = protocol.plausible
    return (low * high) ** 0.5 if low > 0.0 else (low + high) / 2.0


_CONTACT = 0.18
_RUN = 2.3


@dataclass(frozen=True, slots=True)
class SimulatedTester:
    """Somebody who does not exist doing one test again and again.

    Attributes
    ----------
    error : float
        Standard deviation of a session's value from session to session, log units.
    learning : tuple of float
        How far below the capacity the first sessions are, log units, better positive.
    gain : float
        Change of the capacity from the first session after learning to the last, log units, better positive.
    difference : float
        ln(left / right), better positive.
    trial_error : float
        Scatter of trials within a session, log units (diagnosis_logic.md §4: 1 % from rep to rep).
    """

    name: str = "tester"
    error: float = 0.03
    learning: tuple[float, ...] = (0.08, 0.03)
    gain: float = 0.0
    difference: float = 0.0
    trial_error: float = 0.01
    mass: float = 72.0
    lever: float = 0.38

    @property
    def label(self) -> str:
        """The name as it appears everywhere."""
        return f"{self.name} (simulated)"


def simulate_field_tests(
    tester: SimulatedTester, protocol: FieldProtocol, days: Sequence[int], *, start: date, seed: int = 0
) -> tuple[FieldTest, ...]:
    """Simulate all sessions of one test.

    Parameters
    ----------
    tester : SimulatedTester
        The truth.
    protocol : FieldProtocol
        The test.
    days : sequence of int
        Days after `start` on which it is done, increasing.
    start : date
        Day 0.
    seed : int
        Each test of each tester has random numbers of its own.

    Notes
    -----
    ln(value of a side) = ln(base) ± (capacity − learning + day ± difference/2 + side), day ~ N(0, e²/2) shared by both
    sides, side ~ N(0, e²) for each, so that the mean of two sides errs with e; a test of both legs together errs with
    e at once. Best-two means of trials add little to it and nothing on average that is not the same every day.

    Examples
    --------
    >>> from evenstride.core.protocol import protocols
    >>> rows = simulate_field_tests(SimulatedTester(), protocols()["S1"], (0, 7), start=date(2026, 1, 5))
    >>> [(row.side.value, row.unit) for row in rows]
    [('left', 'N'), ('right', 'N'), ('left', 'N'), ('right', 'N')]
    """
    rng = np.random.default_rng([seed, crc32(f"{tester.name} {protocol.id}".encode())])
    return tuple(
        _side(tester, protocol, start + timedelta(days=day), side, level, rng)
        for number, day in enumerate(days)
        for side, level in _levels(tester, protocol, days, number, rng).items()
    )


def _levels(
    tester: SimulatedTester, protocol: FieldProtocol, days: Sequence[int], number: int, rng: np.random.Generator
) -> dict[Side | None, float]:
    """Return what each side could do that day, in the unit of the protocol."""
    first = min(len(tester.learning), len(days) - 1)
    span = days[-1] - days[first]
    grown = tester.gain * max(days[number] - days[first], 0) / span if span > 0 else 0.0
    better = grown - (tester.learning[number] if number < len(tester.learning) else 0.0)
    sign, base = protocol.better.sign, base_of(protocol)
    noise = [float(one) for one in rng.normal(0.0, 1.0, 3) * tester.error]
    if not protocol.sided:
        return {None: base * exp(sign * (better + noise[0]))}
    day, half = better + noise[0] / 2.0**0.5, tester.difference / 2.0
    return {
        Side.LEFT: base * exp(sign * (day + half + noise[1])),
        Side.RIGHT: base * exp(sign * (day - half + noise[2])),
    }


def _side(
    tester: SimulatedTester,
    protocol: FieldProtocol,
    on: date,
    side: Side | None,
    level: float,
    rng: np.random.Generator,
) -> FieldTest:
    values = level * np.exp(rng.normal(0.0, tester.trial_error, protocol.trials))
    made_of_times = protocol.conversion in (Conversion.HOPS, Conversion.PAIR, Conversion.COURSE)
    trials, unit, pairs = _raw(tester, protocol, values, rng)
    return FieldTest(
        tester.label,
        protocol.id,
        trials,
        unit,
        side,
        tester.lever if protocol.needs_lever else None,
        on,
        body=Anthropometrics(on=on, mass=tester.mass),
        device=Device("simulated", "simulated field test", FRAME_SD if made_of_times else None, SOURCE),
        version=protocol.version,
        pairs=pairs,
    )


_Pairs = tuple[tuple[tuple[float, float], ...], ...]


def _raw(
    tester: SimulatedTester, protocol: FieldProtocol, values: Array, rng: np.random.Generator
) -> tuple[tuple[float, ...], str, _Pairs]:
    """Turn values back into what was read: forces, times, or pairs of times with the error of frames."""
    match protocol.conversion:
        case Conversion.TORQUE:
            return tuple(float(value) * tester.mass / tester.lever for value in values), "N", ()
        case Conversion.FORCE:
            return tuple(float(value) * tester.mass for value in values), "N", ()
        case Conversion.COURSE if protocol.course is not None:
            return tuple(protocol.course / float(value) for value in values), "s", ()
        case Conversion.HOPS:
            return (), protocol.unit, tuple(_hops(float(value), rng) for value in values)
        case Conversion.PAIR:
            return (), protocol.unit, tuple(((_RUN, _RUN / float(value)),) for value in values)
        case _:
            return tuple(float(value) for value in values), protocol.unit, ()


def _hops(ratio: float, rng: np.random.Generator) -> tuple[tuple[float, float], ...]:
    """Ten hops whose best five have this flight over contact on average, each event seen to a frame."""
    contacts = _CONTACT * np.exp(rng.normal(0.0, 0.02, 10))
    ratios = ratio * np.concatenate([1.0 + 0.01 * rng.standard_normal(5), 0.9 + 0.02 * rng.random(5)])
    flights = contacts * ratios
    seen = rng.normal(0.0, FRAME_SD, (10, 3))
    return tuple(
        (float(contact + off - down), float(flight + again - off))
        for contact, flight, (down, off, again) in zip(contacts, flights, seen, strict=True)
    )
