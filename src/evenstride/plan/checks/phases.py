"""What a week is for, checked: deload, taper, aggressive block, plateau, build-up; and who may do what."""

from __future__ import annotations

import math
from datetime import date, timedelta

from evenstride.core.athlete import Level
from evenstride.core.plan import Kind, Plan, Request, Session
from evenstride.plan import limits
from evenstride.plan.body import tissues_of
from evenstride.plan.checks.diary import DAY, SPEED, WEEK, Found, is_old, matches, speed_days


def weeks_of(plan: Plan, request: Request, phase: str) -> list[date]:
    """Return the first days of the weeks planned for something."""
    named = [number for number in range(plan.weeks) if request.phase(number).value == phase]
    return [plan.start + number * WEEK for number in named]


def of_week(plan: Plan, start: date) -> list[Session]:
    """Return the sessions of a week."""
    return [session for session in plan.sessions if start <= session.on < start + WEEK]


def check_deload(plan: Plan, request: Request) -> Found:
    """Weigh deload weeks."""
    for start in weeks_of(plan, request, "deload"):
        yield from _light(plan, request, start)
        for session in of_week(plan, start):
            if _top(session) > 0.95:
                yield f"a run at {_top(session):.0%} in a deload week", session.on


def check_taper(plan: Plan, request: Request) -> Found:
    """Weigh taper weeks and look at the last days before a match or race."""
    for start in weeks_of(plan, request, "taper"):
        yield from _light(plan, request, start)
        for day in (day for day in matches(request) if start <= day < start + WEEK):
            near = [one for one in plan.sessions if day - 3 * DAY <= one.on < day and one.kind is Kind.STRENGTH]
            if near:
                yield f"strength {(day - near[0].on).days} days before it counts", near[0].on


def _light(plan: Plan, request: Request, start: date) -> Found:
    level = Level.BEGINNER if is_old(request) else request.level
    usual = limits.USUAL_METRES[Kind.ACCELERATION][level] + limits.USUAL_METRES[Kind.MAX_VELOCITY][level]
    metres = sum(session.fast_metres for session in of_week(plan, start) if session.kind.value in SPEED)
    if metres > 0.6 * usual + 1e-9:
        yield f"{metres:g} fast metres in a light week, at most {0.6 * usual:g}", start
    lifts = [item for one in of_week(plan, start) if one.kind is Kind.STRENGTH for item in one.prescriptions]
    sets = sum(item.dose.sets for item in lifts if item.exercise.role_shares and item.exercise.family != "warm-up")
    most = math.floor(0.6 * limits.USUAL_STRENGTH_SETS[level] + 1e-9)
    if sets > most:
        yield f"{sets} sets of strength in a light week, at most {most}", start


def check_aggressive(plan: Plan, request: Request) -> Found:
    """Count speed sessions of aggressive weeks for those who may not have more."""
    since = request.start - timedelta(days=42)
    hurt = [*request.pains, *(pain for entry in request.log if entry.on >= since for pain in entry.pains)]
    may = (
        (request.age is None or request.age >= 18)
        and request.level is not Level.BEGINNER
        and not any(pain.level > 0 for pain in hurt)
        and request.come_back is None
        and not request.low_recovery
        and request.ready
    )
    if may:
        return
    most = 3 if request.level is Level.TRAINED else 2
    days = speed_days(plan, request)
    for start in weeks_of(plan, request, "aggressive"):
        for last in (start + number * DAY for number in range(7)):
            window = [day for day in days if last - 6 * DAY <= day <= last]
            planned = [day for day in window if any(one.on == day and one.kind.is_speed for one in plan.sessions)]
            if len(window) > most and last in planned:
                yield f"{len(window)} speed sessions in seven days for somebody who may not have more", last


def check_plateau(plan: Plan, request: Request) -> Found:
    """Compare each week of a stuck athlete with what was done."""
    if not request.stuck:
        return
    level = Level.BEGINNER if is_old(request) else request.level
    usual = limits.USUAL_METRES[Kind.ACCELERATION][level] + limits.USUAL_METRES[Kind.MAX_VELOCITY][level]
    most = max((week.fast_metres for week in request.done[-4:] if week.fast_metres is not None), default=usual)
    for start in (plan.start + number * WEEK for number in range(plan.weeks)):
        metres = sum(session.fast_metres for session in of_week(plan, start) if session.kind.value in SPEED)
        if metres > most + 1e-9:
            yield f"{metres:g} fast metres on a plateau, at most {most:g}", start


def check_build_up(plan: Plan, request: Request) -> Found:
    """Compare each week with the four before it, in metres and in both together."""
    told = [week.fast_metres for week in request.done if week.fast_metres is not None]
    tops = [week.intensity for week in request.done if week.intensity is not None]
    if not told:
        return
    level = Level.BEGINNER if is_old(request) else request.level
    for start in (plan.start + number * WEEK for number in range(plan.weeks)):
        sessions = [session for session in of_week(plan, start) if session.kind.value in SPEED]
        metres = sum(session.fast_metres for session in sessions)
        before = max(*(round(one) for one in told[-4:]), limits.USUAL_METRES[Kind.ACCELERATION][level])
        if metres > 1.2 * before + 1.0:
            yield f"{metres:g} fast metres after at most {before:g} a week", start
        if tops and metres > before + 1.0 and any(_top(session) > max(tops) + 1e-9 for session in sessions):
            yield "more metres and more intensity in one week", start
        told.append(metres)


def check_outline_load(plan: Plan, request: Request) -> Found:
    """Hold each week against the share and the fastest run its outline allows."""
    level = Level.BEGINNER if is_old(request) else request.level
    usual = limits.USUAL_METRES[Kind.ACCELERATION][level] + limits.USUAL_METRES[Kind.MAX_VELOCITY][level]
    for number, start in enumerate(plan.start + number * WEEK for number in range(plan.weeks)):
        sessions = [one for one in of_week(plan, start) if one.kind.value in SPEED]
        share = request.shares[number] if number < len(request.shares) else None
        metres = sum(one.fast_metres for one in sessions)
        if share is not None and metres > share * usual + 1e-9:
            yield f"{metres:g} fast metres, {share:.0%} of a usual week is {share * usual:g}", start
        top = request.tops[number] if number < len(request.tops) else None
        for one in sessions:
            if top is not None and _top(one) > top + 1e-9:
                yield f"a run at {_top(one):.0%} where the outline says {top:.0%}", one.on


def check_low_recovery(plan: Plan, request: Request) -> Found:
    """Look at the first day when recovery is low."""
    for session in plan.sessions:
        light = session.kind.value in {"easy", "play", "technique", "rest", "sport"} and session.minutes <= 30.0
        if request.low_recovery and session.on == plan.start and not light:
            yield f"{session.title} on a day of low recovery", session.on


def check_sprint_endurance(plan: Plan, request: Request) -> Found:
    """Look at who gets sprint endurance, and at its runs."""
    grown = request.age is None or request.age >= 18
    may = request.long_races and request.level is Level.TRAINED and grown and not is_old(request)
    for session in plan.sessions:
        if session.kind is Kind.SPRINT_ENDURANCE:
            runs = [item.dose.distance for item in session.prescriptions if item.dose.distance is not None]
            if not may:
                yield "sprint endurance for somebody who does not race it", session.on
            if not runs or any(not 80.0 <= run <= 150.0 for run in runs):
                yield f"sprint endurance of {runs} m", session.on


def check_bike_sprints(plan: Plan, request: Request) -> Found:
    """Count sprints on a bike and time them."""
    most = {Level.BEGINNER: 4, Level.RECREATIONAL: 6, Level.TRAINED: 8}
    level = Level.BEGINNER if is_old(request) else request.level
    for session in plan.sessions:
        if session.kind is Kind.BIKE_SPRINTS:
            doses = [item.dose for item in session.prescriptions if item.exercise.code == "bike_sprint"]
            if sum(dose.sets * dose.reps for dose in doses) > most[level]:
                yield f"more than {most[level]} sprints on a bike", session.on
            if any((dose.duration or 99.0) > 10.0 or (dose.rest or 0.0) < 180.0 for dose in doses):
                yield "sprints on a bike that are too long or too hurried", session.on


def check_assisted(plan: Plan, request: Request) -> Found:
    """Look at who gets assisted runs, and how much."""
    since = request.start - timedelta(days=84)
    told = [*request.pains, *(pain for entry in request.log if entry.on >= since for pain in entry.pains)]
    places = [pain.place for pain in told if pain.level > 0]
    if request.come_back is not None:
        places.append(request.come_back.place)
    quiet = not any("hamstring" in tissues_of(place) for place in places)
    grown = request.age is None or request.age >= 18
    may = request.level is Level.TRAINED and grown and not is_old(request) and quiet
    for session in plan.sessions:
        doses = [item.dose for item in session.prescriptions if item.exercise.aid.value == "assisted"]
        metres = sum(dose.fast_metres for dose in doses)
        if doses and (not may or metres > 100.0):
            yield f"{metres:g} m of assisted runs", session.on


def _top(session: Session) -> float:
    return max((i.dose.intensity or 0.0 for i in session.prescriptions if i.dose.distance is not None), default=0.0)
