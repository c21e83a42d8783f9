"""From the raw trials of a field test to what the athlete could do that day."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from zlib import crc32

import numpy as np

from evenstride.core.errors import InputError
from evenstride.core.estimate import Draws, Missing
from evenstride.core.metric import Better
from evenstride.core.protocol import Conversion, FieldProtocol, Summary, find_protocol
from evenstride.core.recording import FieldTest
from evenstride.core.roles import Side
from evenstride.core.run import Capacity, Circumstances, Detail, Flag
from evenstride.core.units import GRAVITY
from evenstride.science.field.values import (
    SCALE_SHARE,
    best_hops,
    jump_height,
    timing_error,
    trial_values,
    within_scale,
)

AGREEMENT = 0.05
"""Two best trials further apart than this share of their mean are flagged (pocket laboratory, common rules)."""

BEST = 2
"""The value of a day is the mean of this many best trials (pocket laboratory, common rules)."""


def measure_field_test(
    tests: Sequence[FieldTest], *, error: float | None = None, seed: int = 0, draws: int = 2000
) -> Capacity | Missing:
    """Measure one field test of one day from its raw trials: the mean of the best two, sides averaged.

    Parameters
    ----------
    tests : sequence of FieldTest
        All rows of one athlete, one test and one day: one row for both legs together, or one per side.
    error : float or None
        Own error of this athlete in this test as a share of the value, the clock's included; None takes the
        protocol's and adds the clock's.
    seed, draws : int
        Seed and number of draws.

    Raises
    ------
    InputError
        If the rows mix athletes, tests, versions, days or kinds, have no date, an unknown test or unit, or a trial
        that is not above zero.

    Notes
    -----
    `field_values.trial_values` says how a trial becomes a value. Draws are log-normal around the value with the
    typical error and the error of the clock, each side by itself. Averaging sides is not credited with less error:
    day, warm-up and set-up are shared. Readings at the end of a scale's range are left out and flagged.

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
    for test in tests:
        trials = trial_values(test, protocol)
        if isinstance(trials, Missing):
            return trials
        values[test.side] = summarise_trials(trials, protocol)
        flags += _trial_flags(test, trials, protocol)
    sides = {side: value for side, value in values.items() if side is not None}
    value = float(np.mean(list(sides.values()))) if sides else values[None]
    flags += _value_flags(protocol, value, frozenset(values))
    rng = np.random.default_rng([seed, crc32(f"{protocol.id} {day}".encode())])
    whole, method = _error(tests, protocol, value, error)

    def with_error(point: float) -> Draws:
        return Draws(point, point * np.exp(rng.normal(0.0, whole, draws)), protocol.unit, method)

    both, each = with_error(value), {side: with_error(sides[side]) for side in Side if side in sides}
    return Capacity(
        tests[0].athlete, protocol.id, day, both, each, tuple(flags), version=protocol.version,
        details=tuple(_details(tests, protocol)), circumstances=_circumstances(tests),
    )  # fmt: skip


def _error(tests: Sequence[FieldTest], protocol: FieldProtocol, value: float, own: float | None) -> tuple[float, str]:
    """Return the error of a value as a share of it, and the method with where that comes from."""
    clock = max(timing_error(test, protocol, value) for test in tests)
    whole = float(np.hypot(protocol.assumed_error, clock)) if own is None else own
    source = protocol.error_source if own is None else "the athlete's own, from session to session"
    return whole, f"mean of {_taken(protocol)}; error {100 * whole:.1f} %: {source}"


def summarise_trials(values: Sequence[float], protocol: FieldProtocol) -> float:
    """Return the value of a side from its trials: the mean of the best two, or of all where the protocol says so."""
    return float(np.mean(_counted(values, protocol)))


def trials_apart(values: Sequence[float], protocol: FieldProtocol) -> float:
    """Return by how much the two best trials differ, as a share of their mean; 0 where only one counts or all do."""
    best = _counted(values, protocol)
    if protocol.summary is Summary.ALL or len(best) < BEST:
        return 0.0
    return (max(best) - min(best)) / float(np.mean(best))


def _counted(values: Sequence[float], protocol: FieldProtocol) -> Sequence[float]:
    if protocol.summary is Summary.ALL:
        return values
    return sorted(values, reverse=protocol.better is not Better.LOWER)[:BEST]


def _taken(protocol: FieldProtocol) -> str:
    return "all trials" if protocol.summary is Summary.ALL else f"the best {BEST} trials"


def _one_day(tests: Sequence[FieldTest]) -> tuple[FieldProtocol, date]:
    if not tests:
        raise InputError("no trials were given", remedy="Give the rows of one field test")
    first = tests[0]
    same = (first.athlete, first.test, first.version, first.on)
    if any((test.athlete, test.test, test.version, test.on) != same for test in tests):
        raise InputError(
            "rows of different athletes, tests or days were put together",
            place=first.test,
            remedy="Measure one test of one athlete and one day at a time",
        )
    protocol = find_protocol(first.test, first.version)
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
    return protocol, first.on


def _trial_flags(test: FieldTest, values: Sequence[float], protocol: FieldProtocol) -> Iterator[Flag]:
    where = protocol.id if test.side is None else f"{protocol.id} {test.side}"
    if len(values) < BEST:
        yield Flag("one_trial", where, "only one trial; nothing to compare it with")
    apart = trials_apart(values, protocol)
    if apart > AGREEMENT:
        text = f"the two best trials differ by {100 * apart:.0f} %; do another one, at most five in all"
        yield Flag("trials_apart", where, text)
    lost = len(test.trials) - len(within_scale(test))
    if lost and test.scale_capacity is not None:
        text = (
            f"{lost} of {len(test.trials)} readings at {100 * SCALE_SHARE:.0f} % or more of a scale that ends at "
            f"{test.scale_capacity / GRAVITY:.0f} kg; not used"
        )
        yield Flag("scale_end", where, text)


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


def _details(tests: Sequence[FieldTest], protocol: FieldProtocol) -> Iterator[Detail]:
    """What the counted hops lasted and how high they were, and every extra."""
    for test in tests:
        if protocol.conversion is Conversion.HOPS and test.pairs:
            hops = [hop for trial in test.pairs for hop in best_hops(trial)]
            yield Detail("contact time", test.side, float(np.mean([contact for contact, _ in hops])), "s")
            yield Detail("jump height", test.side, float(np.mean([jump_height(flight) for _, flight in hops])), "m")
        for extra in test.extras:
            yield Detail(extra.name, test.side, float(np.mean(extra.values)), extra.unit)


def _circumstances(tests: Sequence[FieldTest]) -> Circumstances:
    first = tests[0]
    levers = [test.lever for test in tests if test.lever is not None]
    return Circumstances(
        device=first.device.name or first.device.kind,
        shoes=first.shoes,
        kit=first.kit,
        lever=float(np.mean(levers)) if levers else None,
        mass=first.body.mass,
        height=first.body.height,
    )
