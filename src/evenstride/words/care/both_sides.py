"""Field tests of both sides beside the way back: the newest of each side, and what their difference says."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from evenstride.core.come_back import SidesTold
from evenstride.core.estimate import Estimate, Missing
from evenstride.core.field_course import FieldCourse
from evenstride.core.protocol import FieldProtocol
from evenstride.core.roles import Side
from evenstride.words.field.tests import say_sides
from evenstride.words.format import capital, day, percent, quantity, unlog


def say_both_sides(
    course: FieldCourse, protocol: FieldProtocol, newest: Mapping[Side, tuple[date, Estimate]], *, today: date
) -> SidesTold:
    """Return one field test of both sides; it says what was measured, never whether anybody is ready.

    Parameters
    ----------
    course : FieldCourse
        All days of the test.
    protocol : FieldProtocol
        Of the test.
    newest : mapping of Side to (date, Estimate)
        The newest day of each side that was tested.
    today : date
        Years other than this one's are written out.

    Examples
    --------
    >>> from evenstride.core.field_course import ErrorInUse
    >>> from evenstride.core.protocol import protocols
    >>> none = Missing("one session with both sides")
    >>> course = FieldCourse("Noa", "P1", 1, (), (), ErrorInUse(0.08, 0.08, False), none, none)
    >>> told = say_both_sides(course, protocols()["P1"],
    ...     {Side.LEFT: (date(2026, 3, 2), Estimate(1.5, 1.3, 1.7, "1"))}, today=date(2026, 4, 1))
    >>> told.newest
    ('Left: 1.5 (1.3–1.7) on 2 March', 'Right: not tested')
    >>> told.difference
    'Left and right: cannot tell yet (one session with both sides).'
    """
    lines = tuple(f"{capital(side.value)}: {_newest(newest.get(side), today)}" for side in (Side.LEFT, Side.RIGHT))
    said = f"{say_sides(course.sides, today=today)}."
    if not isinstance(course.sides, Missing) and course.sides.ahead is None:
        said += f" Left against right so far: {percent(unlog(course.sides.difference))}; plus is left ahead."
    return SidesTold(f"{protocol.title} ({protocol.id})", lines, said)


def _newest(found: tuple[date, Estimate] | None, today: date) -> str:
    return "not tested" if found is None else f"{quantity(found[1])} on {day(found[0], today=today)}"
