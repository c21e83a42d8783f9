"""Simulated seasons of field tests, measured from their raw trials."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import groupby

from evenstride.core.protocol import FieldProtocol, protocols
from evenstride.core.run import Capacity
from evenstride.science.field.tests import measure_field_test
from evenstride.science.simulate.field_tests import SimulatedTester, simulate_field_tests

START = date(2026, 1, 5)
WEEKLY = tuple(range(0, 7 * 12, 7))
"""A season: twelve sessions, one a week."""

UNKNOWN = tuple(one for one in protocols().values() if one.typical_error is None)
SIDED = tuple(one for one in protocols().values() if one.sided)


def season(
    tester: SimulatedTester, protocol: FieldProtocol, *, days: Sequence[int] = WEEKLY, seed: int = 0
) -> tuple[Capacity, ...]:
    """Return every session of one test as it is measured from raw trials."""
    return tuple(_measured(tester, protocol, days, seed))


def _measured(tester: SimulatedTester, protocol: FieldProtocol, days: Sequence[int], seed: int) -> Iterator[Capacity]:
    rows = simulate_field_tests(tester, protocol, days, start=START, seed=seed)
    for _, day in groupby(rows, key=lambda row: row.on):
        value = measure_field_test(list(day), draws=2)
        assert isinstance(value, Capacity)
        yield value
