"""The weeks after a way back has ended, checked from the sessions alone."""

from __future__ import annotations

from evenstride.core.athlete import Level
from evenstride.core.plan import Kind, Plan, Request, Session
from evenstride.core.training import WayEnded
from evenstride.plan import limits
from evenstride.plan.checks.diary import SPEED, WEEK, Found, is_old, logged

SHARES = (0.5, 0.6, 0.72, 0.864)
"""Share of a usual week from the first week after four weeks or more on; shorter ways back begin further on."""
LATER = {"intervals", "sprint endurance"}


def check_after_come_back(plan: Plan, request: Request) -> Found:
    """Hold each week against the share it may have, its runs, and the first sessions."""
    ended = request.returned
    if ended is None:
        return
    level = Level.BEGINNER if is_old(request) else request.level
    usual = limits.USUAL_METRES[Kind.ACCELERATION][level] + limits.USUAL_METRES[Kind.MAX_VELOCITY][level]
    lasted = -(-(ended.on - ended.began).days // 7)
    shares = SHARES[-min(max(lasted, 1), 4) :]
    told = [one.fast_metres for one in request.done if one.start >= ended.began and one.fast_metres is not None]
    for start in (plan.start + number * WEEK for number in range(plan.weeks)):
        week = max((start - ended.on).days, 0) // 7
        if week >= len(shares):
            continue
        sessions = [one for one in plan.sessions if start <= one.on < start + WEEK]
        metres = sum(one.fast_metres for one in sessions if one.kind.value in SPEED)
        most = max(shares[week] * usual, *(1.2 * one for one in told), 0.0)
        if metres > most + 1e-6:
            yield f"{metres:g} fast metres soon after a way back, at most {most:g}", start
        slow = week == 0 and ended.stage.value in ("relearn", "load", "spring", "run")
        for one in sessions:
            yield from _too_soon(one, 0.9 if slow else 0.95)
    if max((plan.start - ended.on).days, 0) // 7 < len(shares):
        yield from _first_sessions(plan, request, ended, level)


def _too_soon(session: Session, top: float) -> Found:
    fastest = max((i.dose.intensity or 0.0 for i in session.prescriptions if i.dose.distance is not None), default=0.0)
    if session.kind.value in SPEED and fastest > top + 1e-9:
        yield f"a run at {fastest:.0%} soon after a way back, at most {top:.0%}", session.on
    if session.kind.value in LATER or any(item.exercise.aid.value == "assisted" for item in session.prescriptions):
        yield f"{session.kind} soon after a way back", session.on


def _first_sessions(plan: Plan, request: Request, ended: WayEnded, level: Level) -> Found:
    since = ended.since if ended.stage.value == "perform" else ended.on
    fast = SPEED - {"bike sprints"}
    done = sum(day >= since and bool(words & fast) for day, words in logged(request).items())
    for number, session in enumerate(one for one in plan.sessions if one.kind.value in fast):
        if done + number < 2 and session.fast_metres > 0.5 * limits.USUAL_METRES[session.kind][level] + 1e-9:
            yield f"speed session {done + number + 1} after a way back is no small one", session.on
