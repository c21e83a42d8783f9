"""From the raw trials of a field test to what the athlete could do that day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from math import isfinite
from zlib import crc32

import numpy as np

from evenstride.core.errors import InputError
from evenstride.core.estimate import Draws, Missing
from evenstride.core.metric import Better
from evenstride.core.protocol import FieldProtocol, protocols
from evenstride.core.recording import FieldTest
from evenstride.core.roles import Side
from evenstride.core.run import Capacity, Flag
from evenstride.science.noise import STOPWATCH_SD

AGREEMENT = 0.05
"""Two best trials further apart than this share of their mean are flagged (pocket laboratory, common rules)."""

BEST = 2
"""The value of a day is the mean of this many best trials (pocket laboratory, common rules)."""


def measure_field_test(tests: Sequence[FieldTest], *, seed: int = 0, draws: int = 2000) -> Capacity | Missing:
    """Measure one field test of one day from its raw trials: the mean of the best two, sides averaged.

    Parameters
    ----------
    tests : sequence of FieldTest
        All rows of one athlete, one test and one day: one row for both legs together, or one per side.
    seed, draws : int
        Seed and number of draws.

    Raises
    ------
    InputError
        If the rows mix athletes, tests, days or kinds, have no date, an unknown test or unit, or a trial that is
        not above zero.

    Notes
    -----
    A force becomes torque per body mass: force × lever / mass; a time over the course of a test becomes its speed.
    Draws are log-normal around the value with the
    protocol's assumed typical error, each side by itself. Averaging sides is not credited with less error: day,
    warm-up and set-up are shared.

    Examples
    --------
    >>> from evenstride.core.athlete import Anthropometrics
    >>> row = FieldTest("Noa", "S1", (380.0, 400.0, 390.0), "N", Side.LEFT, 0.38, date(2026, 3, 1),
    ...                 body=Anthropometrics(mass=75.0))
    >>> round(measure_field_test([row]).value.point, 3)
    2.001
    """
    protocol, day = _one_day(tests)
    values: dict[Side | None, float] = {}
    flags: list[Flag] = []
    for test in (_as_speed(test, protocol) for test in tests):
        best, doubts = _best(test, protocol)
        value = _in_protocol_unit(test, protocol, best)
        if isinstance(value, Missing):
            return value
        values[test.side] = value
        flags += doubts
    sides = {side: value for side, value in values.items() if side is not None}
    value = float(np.mean(list(sides.values()))) if sides else values[None]
    flags += _value_flags(protocol, value, frozenset(values))
    rng = np.random.default_rng([seed, crc32(f"{protocol.id} {day}".encode())])
    error = float(np.hypot(protocol.assumed_error, max(_timing_error(test, protocol, value) for test in tests)))
    method = f"mean of the best {BEST} trials; error {100 * error:.1f} %: {protocol.error_source}"

    def with_error(point: float) -> Draws:
        return Draws(point, point * np.exp(rng.normal(0.0, error, draws)), protocol.unit, method)

    of_sides = {side: with_error(sides[side]) for side in Side if side in sides}
    return Capacity(tests[0].athlete, protocol.id, day, with_error(value), of_sides, tuple(flags))


def _one_day(tests: Sequence[FieldTest]) -> tuple[FieldProtocol, date]:
    if not tests:
        raise InputError("no trials were given", remedy="Give the rows of one field test")
    first = tests[0]
    if any((test.athlete, test.test, test.on) != (first.athlete, first.test, first.on) for test in tests):
        raise InputError(
            "rows of different athletes, tests or days were put together",
            place=first.test,
            remedy="Measure one test of one athlete and one day at a time",
        )
    if first.test not in protocols():
        raise InputError(
            f"field test '{first.test}' is not known", remedy=f"Use one of: {', '.join(sorted(protocols()))}"
        )
    if first.on is None:
        raise InputError(
            "the trials have no date",
            place=first.test,
            why="A capacity is compared with the athlete's own earlier days",
            remedy="Give a date column or the date of the file",
        )
    sides = [test.side for test in tests]
    if len(set(sides)) != len(sides) or (None in sides and len(sides) > 1):
        names = ", ".join("both" if side is None else side.value for side in sides)
        raise InputError(
            f"the sides of one day are {names}",
            place=f"{first.test} on {first.on}",
            why="A day has one row for both legs together, or one row for each side",
            remedy="Put all trials of a side in one row",
        )
    return protocols()[first.test], first.on


def _as_speed(test: FieldTest, protocol: FieldProtocol) -> FieldTest:
    """Turn times over the course of the test into speeds; `_best` refuses times that are not above zero."""
    course = protocol.course
    if course is None or test.unit != "s" or protocol.unit != "m/s":
        return test
    return replace(test, unit="m/s", trials=tuple(course / time if time > 0.0 else time for time in test.trials))


def _timing_error(test: FieldTest, protocol: FieldProtocol, speed: float) -> float:
    """Error of the clock as a share of the value, where the test is timed over a course; 0 elsewhere."""
    if protocol.course is None:
        return 0.0
    by_hand = STOPWATCH_SD if test.device.kind == "stopwatch" else 0.0
    clock = by_hand if test.device.timing_sd is None else test.device.timing_sd
    return clock * speed / protocol.course


def _best(test: FieldTest, protocol: FieldProtocol) -> tuple[float, list[Flag]]:
    where = protocol.id if test.side is None else f"{protocol.id} {test.side}"
    wrong = [trial for trial in test.trials if not (isfinite(trial) and trial > 0.0)]
    if wrong or not test.trials:
        what = f"trial of {wrong[0]:g} {test.unit} cannot be used" if wrong else "there are no trials"
        raise InputError(
            what, place=f"{where} on {test.on}", remedy="Give every trial as a number above zero, or leave it out"
        )
    best = sorted(test.trials, reverse=protocol.better is not Better.LOWER)[:BEST]
    mean = float(np.mean(best))
    if len(best) < BEST:
        return mean, [Flag("one_trial", where, "only one trial; nothing to compare it with")]
    apart = (max(best) - min(best)) / mean
    if apart > AGREEMENT:
        text = f"the two best trials differ by {100 * apart:.0f} %; do another one, at most five in all"
        return mean, [Flag("trials_apart", where, text)]
    return mean, []


def _in_protocol_unit(test: FieldTest, protocol: FieldProtocol, value: float) -> float | Missing:
    if test.unit == protocol.unit:
        return value
    if not (protocol.needs_lever and test.unit == "N"):
        raise InputError(
            f"unit '{test.unit}' does not belong to this test",
            place=protocol.id,
            remedy=f"Use one of: {', '.join(protocol.raw_units)}",
        )
    lever, mass = test.lever, test.body.mass
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
    return value * lever / mass


def _value_flags(protocol: FieldProtocol, value: float, tested: frozenset[Side | None]) -> list[Flag]:
    flags: list[Flag] = []
    low, high = protocol.plausible
    if not low <= value <= high:
        text = f"{value:.3g} {protocol.unit} is outside {low:g} to {high:g}; check unit and lever. Not used in trends"
        flags.append(Flag(Capacity.IMPLAUSIBLE, protocol.id, text))
    if protocol.sided and len(tested) == 1 and None not in tested:
        (side,) = tested
        flags.append(Flag("one_side", protocol.id, f"only the {side} side was tested"))
    return flags
