"""What a plan says about single days: no rest day beside sport, a match on the way back, a day made light."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from evenstride.core.plan import Kind, Request, Session
from evenstride.core.training import SportLoad, Stage
from evenstride.plan.history import past_kinds
from evenstride.plan.limits import LOW_RECOVERY_MINUTES
from evenstride.plan.problem import DAYS_IN_WEEK
from evenstride.plan.way_back import STEPS, stage_today


def tell_days(request: Request, sessions: Sequence[Session]) -> Iterator[str]:
    """Yield the notes about single days of a plan.

    Examples
    --------
    >>> from evenstride.core.athlete import Level
    >>> from evenstride.core.training import SportDay
    >>> monday = date(2026, 3, 2)
    >>> daily = {monday + timedelta(days=day): SportDay("football", SportLoad.HARD) for day in range(7)}
    >>> list(tell_days(Request(monday, 1, Level.TRAINED, {}, sport=daily), ()))[0].split(":")[0]
    'Your own sport stands on seven days running from Mon 2 March on, so no full rest day is possible there'
    """
    yield from _low_day(request, sessions)
    yield from _match_on_the_way_back(request)
    yield from _no_rest_day(request)


def _low_day(request: Request, sessions: Sequence[Session]) -> Iterator[str]:
    """Say which day a low check-in made light, and what it holds instead of what was planned before."""
    on = request.start
    if not request.low_recovery or on in past_kinds(request) or request.available.get(on, 0.0) <= 0.0:
        return
    now = [one for one in sessions if one.on == on and one.kind is not Kind.SPORT]
    if not now:
        return
    before = [one for one in request.keep if one.on == on and one.kind is not Kind.SPORT]
    changed = [one.id for one in before] != [one.id for one in now]
    place = f" in the place of {_titles(before)}" if before and changed else ""
    most = f"{LOW_RECOVERY_MINUTES:.0f} minutes at most, nothing hard"
    yield f"Sleep or readiness was low on {_day(on)}, so that day is light ({most}): {_titles(now)}{place}."


def _match_on_the_way_back(request: Request) -> Iterator[str]:
    stage = stage_today(request)
    if stage is None or STEPS[stage].top > 0.0 or stage is Stage.PERFORM:
        return
    for on, sport in sorted(request.sport.items()):
        if sport.load is SportLoad.MATCH and _is_inside(request, on):
            yield (
                f"{sport.name.capitalize()} on {_day(on)} stands in your calendar, and at step {stage.number} of "
                f"{len(Stage)}, {stage}, nothing here runs yet: this plan does not prepare you for it. Talk it over "
                "with your physio or doctor before that day."
            )


def _no_rest_day(request: Request) -> Iterator[str]:
    days = [on for on in sorted(request.sport) if _is_inside(request, on)]
    for first in days:
        week = [first + timedelta(days=number) for number in range(DAYS_IN_WEEK)]
        if all(on in request.sport for on in week):
            yield (
                f"Your own sport stands on seven days running from {_day(first)} on, so no full rest day is possible "
                "there: rest is when the body adapts, and nothing of this plan can be added on those days. One day of "
                "sport less would make room for both."
            )
            return


def _is_inside(request: Request, on: date) -> bool:
    return 0 <= (on - request.start).days < DAYS_IN_WEEK * request.weeks


def _day(on: date) -> str:
    return f"{on:%a} {on.day} {on:%B}"


def _titles(sessions: Sequence[Session]) -> str:
    return " and ".join(one.title for one in sessions)
