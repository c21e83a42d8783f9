"""The weeks after a way back has ended: it counts as a gap of its length, so fast running builds up from half."""

from __future__ import annotations

import math
from datetime import date

from evenstride.core.training import Stage, WayEnded
from evenstride.plan.limits import (
    FIRST_WEEK_INTENSITY,
    LOOK_BACK_WEEKS,
    RETURN_INTENSITY,
    RETURN_SHARE,
    RISE,
)


def weeks_to_build(ended: WayEnded) -> int:
    """Return how many weeks build up after a way back: as many as it lasted, one to four.

    Examples
    --------
    >>> back = WayEnded("calf", date(2026, 1, 5), date(2026, 1, 26), Stage.PERFORM, date(2026, 1, 20))
    >>> weeks_to_build(back)
    3
    """
    return min(max(math.ceil((ended.on - ended.began).days / 7), 1), LOOK_BACK_WEEKS)


def share_after(ended: WayEnded | None, monday: date) -> float | None:
    """Return the most fast metres of the week from a day on, share of a usual week; None once it is built up.

    It begins at half after four weeks or more, a fifth higher for each week less, and rises by a fifth a week.

    Examples
    --------
    >>> back = WayEnded("calf", date(2026, 1, 5), date(2026, 2, 2), Stage.PERFORM, date(2026, 1, 26))
    >>> [share_after(back, date(2026, 2, day)) for day in (2, 9)], share_after(back, date(2026, 3, 2))
    ([0.5, 0.6], None)
    """
    if ended is None:
        return None
    week, weeks = max((monday - ended.on).days // 7, 0), weeks_to_build(ended)
    return None if week >= weeks else RETURN_SHARE * RISE ** (week + LOOK_BACK_WEEKS - weeks)


def top_after(ended: WayEnded | None, monday: date) -> float | None:
    """Return the fastest run of the week from a day on, share of best speed; None once it is built up.

    Examples
    --------
    >>> back = WayEnded("calf", date(2026, 1, 5), date(2026, 2, 2), Stage.LOAD, date(2026, 1, 12))
    >>> [top_after(back, day) for day in (date(2026, 2, 2), date(2026, 2, 9), date(2026, 3, 2))]
    [0.9, 0.95, None]
    """
    if ended is None or share_after(ended, monday) is None:
        return None
    first = (monday - ended.on).days < 7
    return FIRST_WEEK_INTENSITY if first and ended.stage.number < Stage.SPRINT.number else RETURN_INTENSITY
