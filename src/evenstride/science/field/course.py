"""All days of one field test put together: what is learning, what counts, what changed, and how sure that is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from evenstride.core.estimate import Draws
from evenstride.core.field_course import CircumstanceChange, FieldCourse
from evenstride.core.protocol import FieldProtocol
from evenstride.core.run import Capacity
from evenstride.science.change.own_error import measure_own_error, split_sessions
from evenstride.science.change.progress import measure_test_change
from evenstride.science.change.side_difference import measure_side_difference

LEVER_CHANGE = 0.05
"""Share by which a lever may differ between days before it is told as another set-up (judgement: a hand's breadth
on a thigh; the torque moves with it)."""

MASS_CHANGE = 0.05
"""Change of body mass between two days that is told beside a value per kg (judgement)."""

GROWN = 0.01
"""Growth in m between two days that is told beside a change (judgement)."""


def measure_field_course(
    sessions: Sequence[Capacity], protocol: FieldProtocol, *, seed: int = 0, draws: int = 2000
) -> FieldCourse:
    """Put the days of one test of one athlete together.

    Parameters
    ----------
    sessions : sequence of Capacity
        At least one day.
    protocol : FieldProtocol
        Of the test, in its newest version.
    seed, draws : int
        Of the change.

    Raises
    ------
    ValueError
        If there are no sessions.
    """
    if not sessions:
        raise ValueError("a course needs at least one session")
    learning, used = split_sessions(sessions, protocol)
    counted = (*learning, *used)
    version = counted[-1].version if counted else protocol.version
    change = measure_test_change(sessions, protocol, seed=seed, draws=draws)
    return FieldCourse(
        athlete=sessions[0].athlete,
        test=protocol.id,
        version=version,
        learning=tuple(session.on for session in learning),
        used=tuple(session.on for session in used),
        error=measure_own_error(used, protocol),
        change=change.estimate() if isinstance(change, Draws) else change,
        sides=measure_side_difference(used, protocol),
        circumstances=tuple(_setup_changes(counted, per_mass=protocol.uses_scale)),
        before_version=sum(session.version != version for session in sessions),
    )


def _setup_changes(days: Sequence[Capacity], *, per_mass: bool) -> Iterator[CircumstanceChange]:
    """Yield what changed between neighbouring days where both days tell it."""
    for before, after in pairwise(days):
        old, new = before.circumstances, after.circumstances
        for what, one, other in (("shoes", old.shoes, new.shoes), ("device", old.device, new.device)):
            if one and other and one.casefold() != other.casefold():
                yield CircumstanceChange(after.on, what, one, other)
        if old.lever is not None and new.lever is not None and abs(new.lever / old.lever - 1.0) > LEVER_CHANGE:
            yield CircumstanceChange(after.on, "lever", f"{100 * old.lever:.0f} cm", f"{100 * new.lever:.0f} cm")
        if old.height is not None and new.height is not None and new.height - old.height > GROWN:
            yield CircumstanceChange(after.on, "height", f"{100 * old.height:.0f} cm", f"{100 * new.height:.0f} cm")
        if per_mass and old.mass is not None and new.mass is not None and abs(new.mass / old.mass - 1.0) > MASS_CHANGE:
            yield CircumstanceChange(after.on, "body mass", f"{old.mass:.0f} kg", f"{new.mass:.0f} kg")
