"""Sleep and resting heart rate of FIT files that a watch writes around the clock."""

from __future__ import annotations

from datetime import date
from itertools import zip_longest

import numpy as np

from evenstride.core.activity import LifeDay
from evenstride.readers.fit.clock import Clock
from evenstride.readers.fit.parts import Part

ASLEEP = ("light", "deep", "rem")
LONGEST = 4 * 3600.0
"""s after which two levels of sleep belong to two nights (judgement)."""


def read_days(part: Part, clock: Clock) -> tuple[LifeDay, ...]:
    """Return what a part tells of days, in their order.

    Sleep is the time from each level asleep to the next level; it belongs to the day on which the night ended. Resting
    heart rate is that of the day itself, else the average the watch keeps.
    """
    sleep = _sleep(part, clock)
    rest = _resting(part, clock)
    return tuple(LifeDay(on, sleep.get(on), rest.get(on)) for on in sorted(sleep.keys() | rest.keys()))


def _sleep(part: Part, clock: Clock) -> dict[date, float]:
    table = part.table("sleep_level")
    time, levels = table.times("timestamp"), table.texts("sleep_level")
    order = [row for row in np.argsort(time, kind="stable").tolist() if not np.isnan(time[row])]
    found: dict[date, float] = {}
    night: list[int] = []
    total = 0.0
    for row, behind in zip_longest(order, order[1:]):
        night.append(row)
        lasted = np.inf if behind is None else float(time[behind] - time[row])
        if lasted <= LONGEST:
            total += lasted if levels[row] in ASLEEP else 0.0
            continue
        if len(night) > 1:
            on = clock.day(float(time[row]))
            found[on] = found.get(on, 0.0) + total
        night, total = [], 0.0
    return found


def _resting(part: Part, clock: Clock) -> dict[date, float]:
    table = part.table("monitoring_hr_data")
    today, average = table.numbers("current_day_resting_heart_rate"), table.numbers("resting_heart_rate")
    best = np.where(np.isnan(today), average, today)
    rows = zip(table.times("timestamp").tolist(), best.tolist(), strict=True)
    return {clock.day(time): rate for time, rate in rows if time == time and rate == rate}
