"""Doses of a plan, checked: metres, rests, efforts, goals, return and build-up."""

from __future__ import annotations

import math
import re
from itertools import pairwise

from evenstride.core.athlete import Level
from evenstride.core.plan import Kind, Plan, Request
from evenstride.core.roles import Role
from evenstride.plan import limits
from evenstride.plan.checks.diary import (
    SPEED,
    WEEK,
    Found,
    felt_pain,
    is_old,
    logged,
    speed_sessions,
)


def check_maximum_metres(plan: Plan, request: Request) -> Found:
    """Count fast metres against table and level."""
    share = 0.6 if is_old(request) else limits.LEVEL_SHARE[request.level]
    for session in speed_sessions(plan):
        metres, most = 0.0, limits.TABLE_METRES[session.kind] * share
        for item in session.prescriptions:
            metres += item.dose.sets * item.dose.reps * (item.dose.distance or 0.0)
        if metres > most + 1e-9:
            yield f"{metres:g} fast metres, at most {most:g}", session.on


LONG_RESTS = {Kind.MAX_VELOCITY: 240.0, Kind.RESISTED: 180.0, Kind.SPRINT_ENDURANCE: 480.0}


def check_minimum_rest(plan: Plan, _request: Request) -> Found:
    """Compare rests with run lengths."""
    for session in speed_sessions(plan):
        for item in session.prescriptions:
            if item.dose.distance is None:
                continue
            long = item.dose.distance + (item.dose.run_in or 0.0) > 40.0
            least = LONG_RESTS.get(session.kind, 120.0) if long else 120.0
            if item.dose.rest is None or item.dose.rest < least:
                yield f"{item.dose.rest} s rest between runs, {least:g} needed", session.on


def check_effort_time(plan: Plan, request: Request) -> Found:
    """Look for runs that last too long."""
    speed = limits.ASSUMED_SPEED[request.level] if request.best_speed is None else request.best_speed
    for session in speed_sessions(plan):
        for item in session.prescriptions:
            if item.dose.distance is not None and session.kind is not Kind.SPRINT_ENDURANCE:
                metres = item.dose.distance + (item.dose.run_in or 0.0)
                seconds = max(metres / (speed * (item.dose.intensity or 1.0)), item.dose.effort_time or 0.0)
                if seconds > 10.0:
                    yield f"a run of {seconds:.1f} s", session.on


def check_fast_elsewhere(plan: Plan, _request: Request) -> Found:
    """Look for fast runs outside speed sessions."""
    for session in plan.sessions:
        fast = [item for item in session.prescriptions if item.dose.distance and (item.dose.intensity or 0.0) > 0.9]
        if fast and session.kind.value not in SPEED:
            yield (
                f"{fast[0].exercise.name} at {fast[0].dose.intensity:.0%} in a {session.kind} session",
                session.on,
            )


def check_goal(plan: Plan, _request: Request) -> Found:
    """Look for goals that are absent or a time."""
    for session in speed_sessions(plan):
        if not session.goal.strip() or re.search(r"\d|second|stopwatch|\btime|personal best", session.goal, re.I):
            yield f"the goal is “{session.goal}”", session.on


def check_after_gap(plan: Plan, request: Request) -> Found:
    """Look at the first speed session after a gap."""
    diary = sorted(logged(request))
    stops = [*diary, plan.start]
    gaps = [after for before, after in pairwise(stops) if (after - before).days >= 14]
    speed = speed_sessions(plan)
    if not gaps or not speed or any(day >= gaps[-1] and logged(request)[day] & SPEED for day in diary):
        return
    first = min(speed, key=lambda session: session.on)
    level = Level.BEGINNER if is_old(request) else request.level
    most = 0.5 * limits.USUAL_METRES[first.kind][level]
    fastest = max((i.dose.intensity or 1.0 for i in first.prescriptions if i.dose.distance is not None), default=0.0)
    if first.fast_metres > most or fastest > 0.95:
        yield f"{first.fast_metres:g} m at {fastest:.0%} after a gap; at most {most:g} m at 95 %", first.on


def check_build_up(plan: Plan, request: Request) -> Found:
    """Look for maximal flys of masters that come too early."""
    if not is_old(request):
        return
    since = plan.start
    for day in sorted(logged(request), reverse=True):
        if (since - day).days >= 14:
            break
        since = day
    for session in speed_sessions(plan):
        fastest = max(
            (i.dose.intensity or 1.0 for i in session.prescriptions if i.dose.distance is not None), default=0.0
        )
        if session.kind is Kind.MAX_VELOCITY and fastest > 0.95 and (session.on - since).days < 28:
            yield f"a maximal fly {(session.on - since).days} days into training", session.on


def check_swing_load(plan: Plan, request: Request) -> Found:
    """Count sets of dedicated swing work in each week."""
    felt = felt_pain(request)
    blocked = any(felt.get(tissue, 0) >= 2 for tissue in ("groin", "hip flexor", "hamstring"))
    emphasised = request.emphasis.get(Role.SWING, 0.0) > request.emphasis.get(Role.PUSH, 0.0)
    full = limits.FULL_SWING_SETS[Level.BEGINNER if is_old(request) else request.level]
    for number in range(plan.weeks):
        start = plan.start + number * WEEK
        share = min(1.0, 0.5 * 1.2 ** (request.swing_weeks + number)) if emphasised else 0.5
        most = 0 if blocked else math.floor(full * share + 1e-9)
        items = [i for s in plan.sessions if start <= s.on < start + WEEK for i in s.prescriptions]
        sets = sum(i.dose.sets for i in items if i.exercise.role_shares.get(Role.SWING, 0.0) >= 0.5)
        if sets > most:
            yield f"{sets} sets of dedicated swing work, at most {most}", start
