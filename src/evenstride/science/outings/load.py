"""Load of outings, day by day and week by week, as it is: no ratio of loads and no risk (impellizzeri2021)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta

import numpy as np

from evenstride.core.activity import LifeDay
from evenstride.core.days_done import DayDone, WeekLoad
from evenstride.core.estimate import Missing
from evenstride.core.outing_values import FAST_SHARE, ON_FOOT, OutingSummary

WEEK = 7

EVEN = 1e-9
"""Spread of daily loads, as a share of the largest, up to which they are alike but for rounding."""

NO_BEST = Missing("own best speed is not known", "Time a flying run, or enter a best speed")
ALIKE = Missing("all seven days are alike: there is no spread to divide by")
AT_REST = Missing("a week without load")


def list_days(
    outings: Iterable[OutingSummary],
    first: date,
    last: date,
    *,
    own_best: float | None = None,
    share: float = FAST_SHARE,
    life: Iterable[LifeDay] = (),
) -> tuple[DayDone, ...]:
    """Return what was done on each day from `first` to `last`, days without anything among them.

    Parameters
    ----------
    outings : iterable of OutingSummary
        Of one athlete.
    first, last : date
        Days, both in it.
    own_best : float, optional
        Own best speed in m/s, for the metres that count as fast.
    share : float
        Of own best speed from which metres are fast.
    life : iterable of LifeDay
        Sleep and resting heart rate; where two files tell one day, the later of them counts.
    """
    by_day: dict[date, list[OutingSummary]] = {}
    for one in outings:
        by_day.setdefault(one.on, []).append(one)
    lived = _by_day(life)
    days = [first + timedelta(days=number) for number in range((last - first).days + 1)]
    return tuple(_day(on, by_day.get(on, []), own_best, share, lived.get(on)) for on in days)


def measure_weeks(days: Sequence[DayDone]) -> tuple[WeekLoad, ...]:
    """Return the load of each seven days, counted from the first; days left over at the end are no week.

    Notes
    -----
    Load is effort × minutes (`foster2001`). Monotony is the mean of the seven daily loads over their standard
    deviation (n − 1), rest days as 0; strain is load × monotony (Foster 1998). What monotony means is disputed
    (`afonso2021`): both describe a week and judge nothing.

    Examples
    --------
    >>> loads = [300.0, 0.0, 240.0, 0.0, 300.0, 0.0, 0.0]
    >>> days = [DayDone(date(2026, 5, 4 + n), 1, (), 3600.0, 0.0, load, 0.0) for n, load in enumerate(loads)]
    >>> week = measure_weeks(days)[0]
    >>> week.load, round(week.monotony, 2), round(week.strain)
    (840.0, 0.79, 668)
    """
    whole = len(days) // WEEK * WEEK
    return tuple(_week(days[begin : begin + WEEK]) for begin in range(0, whole, WEEK))


def _day(
    on: date, done: Sequence[OutingSummary], own_best: float | None, share: float, life: LifeDay | None
) -> DayDone:
    ordered = sorted(done, key=lambda one: (one.started, one.part))
    fast = [one.fast_metres(own_best, share=share) if own_best is not None else NO_BEST
            for one in ordered if one.sport in ON_FOOT]  # fmt: skip
    return DayDone(
        on=on,
        outings=len(ordered),
        sports=tuple(dict.fromkeys(one.sport for one in ordered)),
        timed=sum(one.timed for one in ordered),
        distance=sum(one.distance for one in ordered if one.distance is not None),
        load=_load(ordered),
        fast_metres=_sum(fast),
        sleep=None if life is None else life.sleep,
        resting_heart_rate=None if life is None else life.resting_heart_rate,
    )


def _load(done: Sequence[OutingSummary]) -> float | Missing:
    untold = sum(one.load is None for one in done)
    if untold:
        which = "one activity has" if untold == 1 else f"{untold} activities have"
        return Missing(f"{which} no effort told", "Log its effort, 0 to 10")
    return float(sum(one.load for one in done if one.load is not None))


def _sum(values: Iterable[float | Missing]) -> float | Missing:
    total = 0.0
    for value in values:
        if isinstance(value, Missing):
            return value
        total += value
    return total


def _week(days: Sequence[DayDone]) -> WeekLoad:
    load = _sum(one.load for one in days)
    monotony = load if isinstance(load, Missing) else _monotony(days)
    return WeekLoad(
        first=days[0].on,
        load=load,
        monotony=monotony,
        strain=monotony if isinstance(monotony, Missing) or isinstance(load, Missing) else load * monotony,
        fast_metres=_sum(one.fast_metres for one in days),
        timed=sum(one.timed for one in days),
        distance=sum(one.distance for one in days),
        sleep=_mean(one.sleep for one in days),
        resting_heart_rate=_mean(one.resting_heart_rate for one in days),
    )


def _monotony(days: Sequence[DayDone]) -> float | Missing:
    loads = np.array([one.load for one in days if not isinstance(one.load, Missing)], dtype=np.float64)
    if not loads.any():
        return AT_REST
    # In shares of the largest, as the unit does not matter. Equal loads have a spread of rounding errors, not always 0.
    shares = loads / loads.max()
    return ALIKE if np.ptp(shares) <= EVEN else float(shares.mean() / shares.std(ddof=1))


def _mean(values: Iterable[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return sum(known) / len(known) if known else None


def _by_day(life: Iterable[LifeDay]) -> Mapping[date, LifeDay]:
    """What is known of each day; a value that a later file leaves out stays."""
    found: dict[date, LifeDay] = {}
    for one in life:
        before = found.get(one.on)
        found[one.on] = one if before is None else LifeDay(
            one.on,
            before.sleep if one.sleep is None else one.sleep,
            before.resting_heart_rate if one.resting_heart_rate is None else one.resting_heart_rate,
            one.origin,
        )  # fmt: skip
    return found
