"""Push of one leg against swing of the other, off the run: the same definition as for both legs, side by side."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from evenstride.core.capacity_trend import CapacityReading
from evenstride.core.estimate import Missing
from evenstride.core.paired_steps import PairedCapacity
from evenstride.core.protocol import protocols
from evenstride.core.roles import Role, Side
from evenstride.core.run import Capacity
from evenstride.core.together import Together
from evenstride.science.capacity.growth import Lengths
from evenstride.science.capacity.readings import read_capacity
from evenstride.science.capacity.together import compare_sides, measure_trends

SIDELESS = Missing(
    "no test of push and of swing was done on each leg on two days after learning",
    "Test each leg on its own: hops on one leg (P1) or the jump from one leg (P2b) for push, the thigh-drive hold (S1) "
    "or the wall switch (S3) for swing",
)


def compare_pairs(
    capacities: Mapping[str, Sequence[Capacity]],
    speeds: Sequence[CapacityReading] = (),
    *,
    lengths: Lengths | None = None,
    seed: int = 0,
    draws: int = 2000,
) -> PairedCapacity | Missing:
    """Say of left push and right swing, and of the reverse, whether they grew together or apart.

    Parameters
    ----------
    capacities : mapping of str to sequence of Capacity
        Days of each field test of one athlete, by protocol id; days that did not test sides are left out.
    speeds : sequence of CapacityReading
        Of speed, which belongs to both pairs.
    lengths : Lengths or None
        Leg lengths of someone who grows.
    seed, draws : int
        Both pairs use the same random numbers, so that exchanging left and right exchanges the answers exactly.

    Returns
    -------
    PairedCapacity, or Missing
        Missing where neither pair can be compared.

    Notes
    -----
    `together.compare_sides` on the trends of one leg's push tests and of the other's swing tests. A test's error is
    that of one leg already. Two families a role, as there; with one the chances are a hint.

    Examples
    --------
    >>> str(compare_pairs({}).reason)[:38]
    'no test of push and of swing was done '
    """
    found = {side: _compare(capacities, speeds, side, lengths, seed, draws) for side in Side}
    return SIDELESS if all(isinstance(one, Missing) for one in found.values()) else PairedCapacity(found)


def read_pair(
    capacities: Mapping[str, Sequence[Capacity]], pushing: Side, *, lengths: Lengths | None = None
) -> tuple[CapacityReading, ...]:
    """Return the readings of the push tests of one leg and of the swing tests of the other."""
    known, legs = protocols(), {Role.PUSH: pushing, Role.SWING: pushing.other}
    found: list[CapacityReading] = []
    for test, days in capacities.items():
        leg = None if (role := known[test].role) is None else legs.get(role)
        if leg is not None:
            found += read_capacity(
                [_of_leg(day, leg) for day in days if leg in day.sides], known[test], lengths=lengths
            )
    return tuple(found)


def _compare(
    capacities: Mapping[str, Sequence[Capacity]],
    speeds: Sequence[CapacityReading],
    pushing: Side,
    lengths: Lengths | None,
    seed: int,
    draws: int,
) -> Together | Missing:
    trends = measure_trends(read_pair(capacities, pushing, lengths=lengths), speeds, seed=seed, draws=draws)
    return compare_sides(trends)


def _of_leg(day: Capacity, leg: Side) -> Capacity:
    # Which leg it was must not show in a reading: the same numbers on the other leg are the same answer.
    return replace(day, value=day.sides[leg], sides={})
