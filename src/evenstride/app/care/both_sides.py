"""Use case: the field tests of both sides that stand beside a way back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from evenstride.app.blocks.sealed import open_recordings
from evenstride.app.observe import measure_stored
from evenstride.core.athlete import Athlete
from evenstride.core.come_back import SidesTold
from evenstride.core.estimate import Estimate
from evenstride.core.protocol import protocols
from evenstride.core.recording import FieldTest, RawTest
from evenstride.core.roles import Side
from evenstride.core.run import Capacity
from evenstride.store import Store
from evenstride.words import say_both_sides


def both_sides_of(store: Store, athlete: Athlete, on: date) -> tuple[SidesTold, ...]:
    """Return every field test done on single sides up to and with a day; runs are left alone."""
    tests = [item for item in open_recordings(store, athlete, on) if isinstance(item.noun, FieldTest | RawTest)]
    measured = measure_stored(tests, until=on)
    told: list[SidesTold] = []
    for course in measured.courses:
        newest = _newest(measured.capacities[course.test])
        if newest:
            told.append(say_both_sides(course, protocols()[course.test], newest, today=on))
    return tuple(told)


def _newest(days: Sequence[Capacity]) -> dict[Side, tuple[date, Estimate]]:
    """Return the newest day of each side; an implausible one is asked about elsewhere, and not shown here."""
    usable = (day for day in days if day.usable)
    return {side: (day.on, draws.estimate()) for day in usable for side, draws in day.sides.items()}
