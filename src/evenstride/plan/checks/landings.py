"""Jumps, quiet weeks, what stands beside swing work, and load against volume, checked."""

from __future__ import annotations

from evenstride.core.plan import Plan, Prescription, Request, Session
from evenstride.core.roles import Role
from evenstride.plan.body import tissues_of
from evenstride.plan.checks.diary import DAY, WEEK, Found, felt_pain, is_old
from evenstride.plan.exercises import exercises
from evenstride.plan.find import find_exercise
from evenstride.plan.kit import owned_kit
from evenstride.plan.movements import banned_codes

_JUMPS = {"jump", "hop", "bound"}


def check_contacts(plan: Plan, request: Request) -> Found:
    """Count landings of sessions and weeks, and the days between hard ones."""
    young = request.age is not None and request.age < 16
    level = "beginner" if young or is_old(request) else request.level.value
    most = {"beginner": 60.0, "recreational": 90.0, "trained": 120.0}[level]
    for session in plan.sessions:
        landings = sum(_landings(item) for item in session.prescriptions)
        if landings > most + 1e-6 and not (request.age is not None and request.age < 12):
            yield f"{landings:g} contacts in a session, at most {most:g}", session.on
    yield from _hard_days(plan, request)
    told = [week.contacts for week in request.done if week.contacts is not None]
    usual = {"beginner": 30.0, "recreational": 40.0, "trained": 60.0}[level]
    for start in (plan.start + number * WEEK for number in range(plan.weeks if told else 0)):
        items = [i for s in plan.sessions if start <= s.on < start + WEEK for i in s.prescriptions]
        jumps = sum(_landings(item) for item in items if item.exercise.pattern.value in _JUMPS)
        before = max(*told[-4:], usual)
        if jumps > 1.2 * before + 1.0:
            yield f"{jumps:g} contacts after at most {before:g} a week", start
        told.append(jumps)


def _landings(item: Prescription) -> float:
    dose, exercise = item.dose, item.exercise
    if dose.duration is None:
        return dose.sets * dose.reps * exercise.contacts
    return dose.sets * dose.reps * dose.duration * exercise.contacts_per_minute / 600.0


def _hard_days(plan: Plan, request: Request) -> Found:
    hard = {one.code for one in exercises().values() if one.impact.value == "high" and one.contacts}
    planned = {s.on for s in plan.sessions for i in s.prescriptions if i.exercise.code in hard}
    told = [(entry.on, find_exercise(work.exercise)) for entry in request.log for work in entry.work]
    days = planned | {on for on, one in told if one is not None and one.code in hard and on <= plan.start}
    for day in sorted(planned):
        if day - DAY in days:
            yield "hard landings on two days running", day


def check_calm_weeks(session: Session, request: Request) -> list[str]:
    """Name what asks for quiet weeks that have not passed."""
    places = [(pain.place, 0) for pain in request.pains if pain.level > 0]
    places += [
        (pain.place, (request.start - entry.on).days) for entry in request.log for pain in entry.pains if pain.level > 0
    ]
    if request.come_back is not None:
        places.append((request.come_back.place, 0))
    return [
        f"{item.exercise.name} asks for {weeks} quiet weeks of the {tissue}"
        for item in session.prescriptions
        for tissue, weeks in item.exercise.calm_weeks.items()
        if any(tissue in tissues_of(place) and days <= 7 * weeks for place, days in places)
    ]


def check_swing_pairing(plan: Plan, request: Request) -> Found:
    """Look for what belongs beside swing work in each week."""
    if not request.emphasis.get(Role.SWING, 0.0) > request.emphasis.get(Role.PUSH, 0.0):
        return
    felt = felt_pain(request)
    for start in (plan.start + number * WEEK for number in range(plan.weeks)):
        week = [i.exercise for s in plan.sessions if start <= s.on < start + WEEK for i in s.prescriptions]
        for tissue in ("hamstring", "groin"):
            swings = any(one.role_shares.get(Role.SWING, 0.0) >= 0.5 for one in week)
            paired = any(tissue in one.prepares for one in week)
            if swings and not paired and felt.get(tissue, 0) < 2 and _could(request, tissue):
                yield f"swing work without anything for the {tissue}", start


def _could(request: Request, tissue: str) -> bool:
    """Whether the plain exercise that sessions carry for a tissue is open to this athlete."""
    one = exercises()[{"hamstring": "hamstring_slider", "groin": "adductor_squeeze"}[tissue]]
    hurts = {place for place, level in felt_pain(request).items() if level >= 2}
    old_enough = request.age is None or request.age >= max(one.min_age, 12)
    limits = () if request.come_back is None else request.come_back.limits
    if one.code in banned_codes(tuple(word for limit in limits for word in limit.banned)):
        return False
    fits = owned_kit(request.kit).issuperset(one.kit) and request.level in one.levels
    return fits and old_enough and hurts.isdisjoint({*one.loads, *one.hard_on})


def check_overload(plan: Plan, request: Request) -> Found:
    """Compare the loads of strength exercises, and the seconds of holds, with the times before, logged and planned."""
    yield from _longer_and_more(plan, request)
    before: dict[str, tuple[int, float]] = {}
    last: dict[str, float] = {}
    for entry in sorted(request.log, key=lambda one: (one.on, str(one.logged_at), one.id)):
        for work in entry.work if entry.on <= request.start else ():
            found = find_exercise(work.exercise)
            if found is not None and None not in (work.load, work.sets, work.reps):
                volume, load = (work.sets or 0) * (work.reps or 0), work.load or 0.0
                today = last.get(f"{found.code} {entry.id} {entry.on}", -1.0)
                if load >= today:
                    before[found.code] = volume, load
                    last[f"{found.code} {entry.id} {entry.on}"] = load
    logged = dict(before)
    for session in plan.sessions:
        for item in session.prescriptions:
            code, load = item.exercise.code, item.dose.load
            if load is None:
                continue
            volume = item.dose.sets * item.dose.reps
            if request.age is not None and request.age < 16:
                yield f"{load:g} kg for somebody under sixteen", session.on
            if code in before and volume > before[code][0] and load > before[code][1]:
                yield f"{item.exercise.name}: more repetitions and more load at once", session.on
            light = request.phase((session.on - plan.start).days // 7).value == "deload"
            if light and code in logged and load > 0.9 * logged[code][1] + 1e-9:
                yield f"{item.exercise.name}: {load:g} kg in a light week", session.on
            before[code] = volume, load


def _longer_and_more(plan: Plan, request: Request) -> Found:
    """Look for holds that get longer and more at once, against the last day they were told and the session before."""
    held: dict[str, tuple[int, float]] = {}
    for entry in sorted(request.log, key=lambda one: (one.on, str(one.logged_at), one.id)):
        for work in entry.work if entry.on <= request.start else ():
            found = find_exercise(work.exercise)
            if found is not None and work.sets and work.reps and work.duration and work.distance is None:
                held[found.code] = work.sets * work.reps, work.duration
    for session in plan.sessions:
        for item in session.prescriptions if session.kind.value == "strength" else ():
            code, dose = item.exercise.code, item.dose
            if dose.duration is None or not item.exercise.role_shares:
                continue
            times, longest = held.get(code, (dose.sets * dose.reps, dose.duration))
            if dose.duration > longest and dose.sets * dose.reps > times:
                yield f"{item.exercise.name}: longer and more holds at once", session.on
            held[code] = dose.sets * dose.reps, dose.duration
