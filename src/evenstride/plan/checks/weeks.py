"""Shape, words and days of a plan, checked."""

from __future__ import annotations

import re
from datetime import date
from itertools import pairwise

from evenstride.core.athlete import Level
from evenstride.core.plan import Kind, Plan, Request
from evenstride.plan.checks.diary import (
    DAY,
    SPEED,
    WEEK,
    Found,
    is_old,
    kinds_by_day,
    logged,
    matches,
    plan_days,
    speed_days,
    speed_sessions,
)


def check_shape(plan: Plan, request: Request) -> Found:
    """Look at the days: one session each, or speed followed by strength."""
    if plan.stopped:
        return
    for day in plan_days(plan):
        kinds = [session.kind for session in plan.sessions if session.on == day]
        if day in request.sport and kinds[-1:] == [Kind.SPORT]:
            kinds = kinds[:-1] or [Kind.REST]
        speed_then_strength = len(kinds) == 2 and kinds[0].is_speed and kinds[1] is Kind.STRENGTH
        if len(kinds) != 1 and not speed_then_strength:
            yield f"{[str(kind) for kind in kinds]} is neither one session nor speed followed by strength", day
    if any(session.on not in plan_days(plan) for session in plan.sessions):
        yield "a session lies outside the plan", None
    if plan.start != request.start or plan.weeks != request.weeks:
        yield "the plan covers other days than asked for", None


def check_text(plan: Plan, _request: Request) -> Found:
    """Compare titles and marks with doses and exercises."""
    for session in plan.sessions:
        for reps, metres in re.findall(r"(\d+) × (\d+) m\b(?! build)", session.title):
            doses = [item.dose for item in session.prescriptions]
            if not any(dose.reps == int(reps) and dose.distance == float(metres) for dose in doses):
                yield f"the title says {reps} × {metres} m, the doses do not", session.on
        for reps, build, metres in re.findall(r"(\d+) × \((\d+) m build \+ (\d+) m fast\)", session.title):
            doses = [(item.dose.reps, item.dose.run_in, item.dose.distance) for item in session.prescriptions]
            if (int(reps), float(build), float(metres)) not in doses:
                yield f"the title says {reps} × ({build} + {metres}) m, the doses do not", session.on
        if session.playful != any(item.exercise.playful for item in session.prescriptions):
            yield "the playful mark and the exercises disagree", session.on


def check_availability(plan: Plan, request: Request) -> Found:
    """Compare minutes planned and given."""
    for day in plan_days(plan):
        minutes = sum(session.minutes for session in plan.sessions if session.on == day)
        if minutes > request.available.get(day, 0.0):
            yield f"{minutes:g} min planned, {request.available.get(day, 0.0):g} given", day
        if minutes > 0.0 and day in logged(request):
            yield f"{minutes:g} min planned on a day that has had its training", day


def check_weekly_speed(plan: Plan, request: Request) -> Found:
    """Count speed sessions in every seven days."""
    days = speed_days(plan, request)
    for day in {session.on for session in speed_sessions(plan)}:
        for first in (day - number * DAY for number in range(7)):
            window = [other for other in days if first <= other < first + WEEK]
            week = ((first + WEEK - DAY - plan.start).days) // 7
            most = (3 if request.level is Level.TRAINED else 2) + (_phase(request, week) == "aggressive")
            if len(window) > most:
                yield f"{len(window)} speed sessions in the seven days from {first}", day


def _phase(request: Request, week: int) -> str:
    return request.phases[week].value if 0 <= week < len(request.phases) else "build"


def check_sport_days(plan: Plan, request: Request) -> Found:
    """Look at what stands beside sport of one's own."""
    for day, sport in request.sport.items():
        beside = {session.kind for session in plan.sessions if session.on == day} - {Kind.SPORT}
        easy_ones = {kind for kind in beside if kind.value not in SPEED | {"strength", "technique", "return runs"}}
        wrong = beside if sport.load.value in ("hard", "match") else easy_ones
        if wrong:
            yield f"{', '.join(sorted(wrong))} beside {sport.load} sport", day


def check_wish_most(plan: Plan, request: Request) -> Found:
    """Count speed sessions against the wish for fewer."""
    planned = [session.on for session in speed_sessions(plan)]
    for start, count in _weekly_counts(plan, request):
        adds = any(start <= day < start + WEEK for day in planned)
        if adds and request.max_speed_sessions is not None and count > request.max_speed_sessions:
            yield f"{count} speed sessions, at most {request.max_speed_sessions} wished", start


def check_wish_least(plan: Plan, request: Request) -> Found:
    """Count speed sessions against the wish for more."""
    for start, count in _weekly_counts(plan, request):
        if request.min_speed_sessions is not None and count < request.min_speed_sessions and not plan.stopped:
            yield f"{count} speed sessions, at least {request.min_speed_sessions} wished", start


def _weekly_counts(plan: Plan, request: Request) -> list[tuple[date, int]]:
    starts = [plan.start + number * WEEK for number in range(plan.weeks)]
    fast = {day for day, kinds in kinds_by_day(plan, request).items() if kinds & SPEED} | matches(request)
    return [(start, sum(start + day * DAY in fast for day in range(7))) for start in starts]


def check_spacing(plan: Plan, request: Request) -> Found:
    """Measure the days between speed sessions."""
    diary, days = kinds_by_day(plan, request), speed_days(plan, request)
    planned = [session.on for session in speed_sessions(plan)]
    for day in {day for day in planned if planned.count(day) > 1}:
        yield "two speed sessions on one day", day
    longer = is_old(request) or request.level is Level.BEGINNER
    for before, after in pairwise(days):
        full = diary.get(before, set()) & {"maximal velocity", "sprint endurance"}
        needed = 3 if longer and full else 2
        if (after in planned or before in planned) and (after - before).days < needed:
            yield f"{(after - before).days} days after the speed session of {before}, {needed} needed", after


def check_rest_day(plan: Plan, request: Request) -> Found:
    """Look for seven training days in a row."""
    trained = set(kinds_by_day(plan, request))
    planned = {session.on for session in plan.sessions if session.kind not in (Kind.REST, Kind.SPORT)}
    for last in plan_days(plan):
        window = {last - number * DAY for number in range(7)}
        if window <= trained and window & planned:
            yield "seven days in a row without a full rest day", last


def check_strength_before_speed(plan: Plan, request: Request) -> Found:
    """Look for strength on the eve of speed."""
    diary = kinds_by_day(plan, request)
    tiring = {session.on for session in plan.sessions if session.kind.value in ("strength", "intervals")}
    for day in [session.on for session in speed_sessions(plan)]:
        if diary.get(day - DAY, set()) & {"strength", "intervals"}:
            yield "strength or intervals on the day before", day
    for day in matches(request):
        if day - DAY in tiring:
            yield "strength or intervals on the day before a match", day


def check_strength_spacing(plan: Plan, request: Request) -> Found:
    """Look for strength on two days in a row."""
    diary = kinds_by_day(plan, request)
    for session in plan.sessions:
        if session.kind is Kind.STRENGTH and "strength" in diary.get(session.on - DAY, ()):
            yield "strength on the day before as well", session.on


def check_hard_days(plan: Plan, request: Request) -> Found:
    """Look for three hard days in a row."""
    hard = {day for day, kinds in kinds_by_day(plan, request).items() if kinds & (SPEED | {"strength", "intervals"})}
    hard |= {day for day, one in request.sport.items() if one.load.value in ("hard", "match") and day >= plan.start}
    planned = {session.on for session in plan.sessions if session.kind.is_hard}
    for last in plan_days(plan):
        window = {last - number * DAY for number in range(3)}
        if window <= hard and window & planned:
            yield "three hard days in a row", last


def check_playful(plan: Plan, _request: Request) -> Found:
    """Look for play in every week with training."""
    for number in range(plan.weeks):
        start = plan.start + number * WEEK
        week = [
            item
            for item in plan.sessions
            if start <= item.on < start + WEEK and item.kind not in (Kind.REST, Kind.SPORT)
        ]
        if week and not any(item.exercise.playful for session in week for item in session.prescriptions):
            yield "nothing playful in this week", start
