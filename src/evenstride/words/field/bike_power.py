"""Own best power on the bike in lines: the series, its best, and whether the newest day stands out of its scatter."""

from __future__ import annotations

from evenstride.core.bike_power import BikePower
from evenstride.core.estimate import Missing
from evenstride.words.format import day

POWER_HEADER = ("day", "best 6 s", "bike or meter")
FOR_RUNNING = (
    "Push, swing, support and timing are diagnosed from running only. Sprints on the bike are tracked by your own best "
    "six seconds: evenstride ledger."
)


def say_power(found: BikePower) -> tuple[str, ...]:
    """Return what the own bests of sprints on the bike show; nothing where none is told.

    Examples
    --------
    >>> say_power(BikePower((), Missing("none"), Missing("none")))
    ()
    """
    if not found.days:
        return ()
    left = " Days of another bike or meter are left out." if found.other else ""
    if isinstance(found.best, Missing) or isinstance(found.change, Missing) or found.scatter is None:
        why = found.change
        told = f"{why.reason}; {why.remedy}" if isinstance(why, Missing) else "too little is told"
        return (f"Own best on the bike: cannot tell yet whether it changes. {told}.{left}",)
    best, change = found.best, found.change
    stands = "above" if change.low > 0.0 else "below" if change.high < 0.0 else "within"
    return (
        f"Own best on the bike: {best.value:.0f} W ({best.low:.0f} to {best.high:.0f} W by your own scatter of "
        f"{found.scatter:.0f} W from day to day).{left}",
        f"{day(found.days[-1].on)} against the days before: {change.value:+.0f} W ({change.low:+.0f} to "
        f"{change.high:+.0f} W), {stands} that scatter.",
    )


def power_rows(found: BikePower) -> list[tuple[str, ...]]:
    """Return the series, a row a day; the best is marked."""
    top = max((one.power for one in found.days), default=0.0)
    return [
        (day(one.on), f"{one.power:.0f} W{' (best)' if one.power == top else ''}", one.meter or "not told")
        for one in found.days
    ]
