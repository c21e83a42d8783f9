"""What the checker reads from plan and log: days, kinds, pain."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from evenstride.core.plan import Kind, Plan, Request, Session
from evenstride.plan.body import tissues_of

WEEK = timedelta(days=7)
DAY = timedelta(days=1)
Found = Iterator[tuple[str, date | None]]
SPEED = {
    "acceleration", "maximal velocity", "change of direction", "resisted speed", "sprint endurance", "bike sprints",
}  # fmt: skip


def plan_days(plan: Plan) -> list[date]:
    """Return the dates of a plan."""
    return [plan.start + timedelta(days=number) for number in range(7 * plan.weeks)]


def logged(request: Request) -> dict[date, set[str]]:
    """Return the words logged on each training day up to the plan's first, in small letters."""
    days: dict[date, set[str]] = {}
    for entry in request.log:
        word = " ".join(entry.kind.lower().split())
        if entry.on <= request.start and word != "rest" and entry.minutes != 0:
            days.setdefault(entry.on, set()).add(word)
    return days


def kinds_by_day(plan: Plan, request: Request) -> dict[date, set[str]]:
    """Logged and planned kinds by day, rest left out."""
    days = logged(request)
    for session in plan.sessions:
        if session.kind is not Kind.REST:
            days.setdefault(session.on, set()).add(session.kind.value)
    return days


def speed_days(plan: Plan, request: Request) -> list[date]:
    """Return the days with a speed session, logged or planned, or a match."""
    fast = {day for day, kinds in kinds_by_day(plan, request).items() if kinds & SPEED}
    return sorted(fast | {day for day in matches(request) if plan.start <= day < plan.start + WEEK * plan.weeks})


def matches(request: Request) -> set[date]:
    """Return the days of matches to come."""
    return {day for day, one in request.sport.items() if one.load.value == "match"}


def speed_sessions(plan: Plan) -> list[Session]:
    """Return the planned speed sessions."""
    return [session for session in plan.sessions if session.kind.value in SPEED]


def is_old(request: Request) -> bool:
    """Whether the masters rules apply."""
    return request.masters or (request.age or 0) >= 35


def felt_pain(request: Request) -> dict[str, int]:
    """Pain of each tissue now, a reason to stop counted as 4."""
    told = [(pain.place, 4 if pain.worse_next_morning and 0 < pain.level < 4 else pain.level) for pain in request.pains]
    days = sorted({entry.on for entry in request.log if entry.on <= request.start})
    if days and (request.start - days[-1]).days < 14:
        by_day = [[pain for entry in request.log if entry.on == day for pain in entry.pains] for day in days[-3:]]
        told += [
            (pain.place, 4 if pain.worse_next_morning and 0 < pain.level < 4 else pain.level) for pain in by_day[-1]
        ]
        places = [{tissue for pain in pains if pain.level > 0 for tissue in tissues_of(pain.place)} for pains in by_day]
        if len(places) == 3:
            told += [(tissue, 4) for tissue in places[0] & places[1] & places[2]]
    felt: dict[str, int] = {}
    for place, level in told:
        for tissue in tissues_of(place):
            felt[tissue] = max(level, felt.get(tissue, 0))
    return felt
