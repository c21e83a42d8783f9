"""From a trial as read to a value in the unit of the test: speed, torque, force, flight over contact, ratio."""

from __future__ import annotations

from collections.abc import Sequence
from math import hypot, isfinite

import numpy as np

from evenstride.core.errors import InputError
from evenstride.core.estimate import Missing
from evenstride.core.protocol import Conversion, FieldProtocol
from evenstride.core.recording import FieldTest
from evenstride.core.units import GRAVITY
from evenstride.science.noise import STOPWATCH_SD

BEST_HOPS = 5
"""A trial of hops is the mean of this many best ones (pocket laboratory, P1)."""

SCALE_SHARE = 0.9
"""Readings of this share of a scale's range or more are refused (pocket laboratory, common rules)."""

Pair = tuple[float, float]


def jump_height(flight: float) -> float:
    """Return the height in m of a jump from its flight time in s.

    Notes
    -----
    h = g·t²/8: ballistic flight, landing in the posture of take-off. Bending the legs for the landing lengthens the
    flight and makes the jump look higher.

    Examples
    --------
    >>> round(jump_height(0.5), 3)
    0.307
    """
    return GRAVITY * flight**2 / 8.0


def flight_over_contact(hops: Sequence[Pair]) -> float:
    """Return the reactive strength of one trial: mean of the best five flight times over contact times.

    Parameters
    ----------
    hops : sequence of (contact, flight)
        In s, at least `BEST_HOPS` of them.

    Examples
    --------
    >>> flight_over_contact([(0.2, 0.4)] * 10)
    2.0
    """
    return float(np.mean([flight / contact for contact, flight in best_hops(hops)]))


def best_hops(hops: Sequence[Pair]) -> list[Pair]:
    """Return the five hops of a trial with the highest flight over contact.

    Raises
    ------
    InputError
        If there are fewer.
    """
    if len(hops) < BEST_HOPS:
        raise InputError(
            f"the trial has {len(hops)} hops",
            why=f"A trial is the mean of the best {BEST_HOPS} of ten hops",
            remedy="Give contact and flight of every hop, or leave the trial out",
        )
    return sorted(hops, key=lambda hop: hop[1] / hop[0], reverse=True)[:BEST_HOPS]


def trial_values(test: FieldTest, protocol: FieldProtocol) -> tuple[float, ...] | Missing:
    """Return every trial in the unit of the protocol, in the order they were made.

    Parameters
    ----------
    test : FieldTest
        One side of one day.
    protocol : FieldProtocol
        The protocol it was done by.

    Returns
    -------
    tuple of float, or Missing
        Missing where lever or mass are not known, or where every reading is too near the end of the scale.

    Raises
    ------
    InputError
        If a trial is not above zero, has a unit that does not belong to the test, or lever or mass are not above zero.

    Notes
    -----
    Torque per mass = force × lever / mass; force per mass = force / mass; speed = course / time; hops: mean of the
    best five flight/contact; loose over all out = time all out / time loose.

    Examples
    --------
    >>> from evenstride.core.protocol import protocols
    >>> trial_values(FieldTest("Noa", "T0", (2.5, 2.0), "s"), protocols()["T0"])
    (8.0, 10.0)
    """
    _require_trials(test, protocol)
    if test.pairs:
        return tuple(_of_pairs(pairs, protocol) for pairs in test.pairs)
    if test.unit == protocol.unit:
        return test.trials
    match protocol.conversion, test.unit:
        case Conversion.COURSE, "s" if protocol.course is not None:
            return tuple(protocol.course / time for time in test.trials)
        case Conversion.TORQUE | Conversion.FORCE, "N":
            return _per_mass(test, protocol)
        case _:
            raise InputError(
                f"unit '{test.unit}' does not belong to this test",
                place=protocol.id,
                remedy=f"Use one of: {', '.join(protocol.raw_units)}",
            )


def timing_error(test: FieldTest, protocol: FieldProtocol, value: float) -> float:
    """Return what the clock alone does to a day's value, as a share of it; 0 where nothing is timed.

    Notes
    -----
    Course: σ·v/d. A time between two events: √2·σ/t. Hops, σ the error of one event: touchdown, toe_off and next
    touchdown make one hop, and toe_off is shared, so var(ln r) = σ²(1/tf² + 1/tc² + (1/tf + 1/tc)²), over the five
    hops taken as independent. Pairs: √(σ²/t₁² + σ²/t₂²). A stopwatch whose error nobody states counts as
    `STOPWATCH_SD`.
    """
    clock = test.device.timing_sd
    if clock is None:
        clock = STOPWATCH_SD if test.device.kind == "stopwatch" else 0.0
    if protocol.course is not None:
        return clock * value / protocol.course
    if not test.pairs:
        return hypot(clock, clock) / value if protocol.unit == "s" else 0.0
    if protocol.conversion is Conversion.PAIR:
        return float(np.mean([hypot(clock / first, clock / second) for pairs in test.pairs for first, second in pairs]))
    return float(np.mean([_hops_error(best_hops(pairs), clock) for pairs in test.pairs]))


def within_scale(test: FieldTest) -> tuple[float, ...]:
    """Return the trials that are clear of the end of the scale, all of them where its range is not known."""
    if test.scale_capacity is None or test.unit != "N":
        return test.trials
    return tuple(trial for trial in test.trials if trial < SCALE_SHARE * test.scale_capacity)


def _hops_error(hops: Sequence[Pair], clock: float) -> float:
    each = [1.0 / flight**2 + 1.0 / contact**2 + (1.0 / flight + 1.0 / contact) ** 2 for contact, flight in hops]
    return clock * float(np.mean(each)) ** 0.5 / len(hops) ** 0.5


def _of_pairs(pairs: Sequence[Pair], protocol: FieldProtocol) -> float:
    if protocol.conversion is Conversion.HOPS:
        return flight_over_contact(pairs)
    if protocol.conversion is Conversion.PAIR:
        return float(np.mean([all_out / loose for all_out, loose in pairs]))
    raise InputError(
        "pairs of times do not belong to this test",
        place=protocol.id,
        remedy=f"Give trials in one of: {', '.join(protocol.raw_units)}",
    )


def _per_mass(test: FieldTest, protocol: FieldProtocol) -> tuple[float, ...] | Missing:
    trials = within_scale(test)
    if not trials:
        return Missing(
            f"every reading is {100 * SCALE_SHARE:.0f} % of the scale's range or more",
            "Use a scale with a larger range, or put the strap further from the joint",
        )
    lever, mass = (test.lever if protocol.needs_lever else 1.0), test.body.mass
    if lever is None:
        return Missing("the lever was not measured", "Measure once from the hip joint to the strap, in metres")
    if mass is None:
        return Missing("the body mass is not known", "Give the body mass in kg")
    if min(lever, mass) <= 0.0:
        raise InputError(
            f"lever {lever:g} m and mass {mass:g} kg must be above zero",
            place=f"{protocol.id} on {test.on}",
            remedy="Check the two columns",
        )
    return tuple(trial * lever / mass for trial in trials)


def _require_trials(test: FieldTest, protocol: FieldProtocol) -> None:
    where = protocol.id if test.side is None else f"{protocol.id} {test.side}"
    given = (*test.trials, *(time for pairs in test.pairs for pair in pairs for time in pair))
    wrong = [trial for trial in given if not (isfinite(trial) and trial > 0.0)]
    if wrong or not given:
        what = f"trial of {wrong[0]:g} {test.unit} cannot be used" if wrong else "there are no trials"
        raise InputError(
            what, place=f"{where} on {test.on}", remedy="Give every trial as a number above zero, or leave it out"
        )
