"""The way back and a physio's limits, checked from the sessions alone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from evenstride.core.athlete import Level
from evenstride.core.plan import Exercise, Kind, Plan, Prescription, Request, Session
from evenstride.core.training import ComeBack
from evenstride.plan import limits
from evenstride.plan.body import tissues_of
from evenstride.plan.checks.diary import DAY, SPEED, Found, is_old, logged, matches
from evenstride.plan.movements import banned_codes

ORDER = ("relearn", "load", "spring", "run", "sprint", "perform")
FROM = {"strength": 1, "return runs": 3}
"""The step from which a kind of session is open, counted from 0; kinds not named here and not in `ALWAYS`: the last."""
ALWAYS = {"easy", "technique", "play", "rest", "sport"}
LANDINGS = ("none", "low", "moderate", "high")
JUMPS = (0, 0, 1, 1, 2, 3)
"""The hardest landing of a jump by step, counted in `LANDINGS`."""
BEGINS = {"run": 0.5, "sprint": 0.8}
"""The fastest run of the first session of a step."""
TOPS = (0.0, 0.0, 0.0, 0.7, 0.9, 9.0)


def check_come_back(plan: Plan, request: Request) -> Found:
    """Look at every session of somebody on the way back."""
    back = request.come_back
    if back is None:
        return
    step, sore = where(back, request)
    for session in plan.sessions:
        if session.kind.value not in ALWAYS and step < FROM.get(session.kind.value, 5):
            yield f"{session.kind} at step {ORDER[step]}", session.on
        supervised = session.kind is Kind.STRENGTH and back.ticked is not None
        for item in session.prescriptions:
            for what in _too_early(item, step, runs_belong=session.kind is Kind.RETURN_RUNS):
                yield f"{item.exercise.name}: {what} at step {ORDER[step]}", session.on
            easy = item.exercise.quality.value in ("mobility and recovery", "energy system")
            if not easy and not supervised and sore & set(item.exercise.loads):
                yield f"{item.exercise.name} loads what hurts", session.on
    yield from _days_between(plan, request)
    if ORDER[step] in BEGINS and back.stage.value == ORDER[step]:
        yield from _rising_runs(plan, request, back)
    if step == 5:
        yield from _first_speed(plan, request, back)


def where(back: ComeBack, request: Request) -> tuple[int, set[str]]:
    """Return the step that is open now, from 0, and the tissues of the place where they hurt."""
    ticked = {stage.value for stage in back.agreed} | ({back.stage.value} if back.ticked is not None else set[str]())
    step = ORDER.index(back.stage.value)
    while step > 3 and ORDER[step] not in ticked:
        step -= 1
    there = set(tissues_of(back.place))
    days = [entry.on for entry in request.log if entry.on <= request.start and (_trains(entry.kind, entry.minutes)
            or entry.pains)]  # fmt: skip
    told = list(request.pains)
    if days and (request.start - max(days)).days < 14:
        told += [pain for entry in request.log if entry.on == max(days) for pain in entry.pains]
    felt = [pain for pain in told if pain.level > 0 and there & set(tissues_of(pain.place))]
    if any(pain.worse_next_morning for pain in felt):
        step = max(step - 1, 0)
    return (min(step, 1), there) if felt else (step, set())


def _trains(kind: str, minutes: float | None) -> bool:
    return " ".join(kind.casefold().split()) not in ("rest", "off", "day off", "rest day") and minutes != 0


def runs(exercise: Exercise) -> bool:
    """Whether somebody runs in an exercise."""
    landing = LANDINGS.index(exercise.impact.value)
    named = re.search(r"\b(runs?|running|jog(ging)?)\b", exercise.name, re.IGNORECASE)
    moving = exercise.pattern.value in ("aerobic", "mobility", "play", "drill") and landing >= 2
    return landing > 0 and (exercise.pattern.value in ("run", "turn") or named is not None or moving)


def _too_early(item: Prescription, step: int, *, runs_belong: bool) -> Iterator[str]:
    exercise, dose = item.exercise, item.dose
    landing = LANDINGS.index(exercise.impact.value)
    jumps = exercise.pattern.value in ("jump", "hop", "bound") or (
        (exercise.contacts > 0.0 or exercise.contacts_per_minute > 0.0)
        and exercise.pattern.value not in ("drill", "aerobic", "mobility", "balance", "run", "turn")
    )
    if step == 5:
        return
    if dose.distance is not None or runs(exercise):
        if not runs_belong or TOPS[step] == 0.0:
            yield "running"
        elif dose.intensity is None or dose.intensity > TOPS[step] + 1e-9:
            yield "running too fast"
    elif jumps and landing > JUMPS[step]:
        yield "jumping"
    elif not jumps and landing > 1:
        yield "landing hard"


def _days_between(plan: Plan, request: Request) -> Found:
    fast = {day for day, words in logged(request).items() if words & SPEED} | matches(request)
    fast |= {session.on for session in plan.sessions if session.kind.value in SPEED}
    planned = {session.on for session in plan.sessions if session.kind is Kind.RETURN_RUNS}
    easy = planned | {day for day, words in logged(request).items() if "return runs" in words}
    for before, after in pairwise(sorted(easy | fast)):
        new = before in planned or after in planned
        if new and after - before <= DAY and (before in easy or after in easy):
            yield "return runs on days in a row", after


def _rising_runs(plan: Plan, request: Request, back: ComeBack) -> Found:
    reached = BEGINS[back.stage.value] - 0.1
    there = set(tissues_of(back.place))
    for entry in request.log:
        hurt = any(pain.level > 0 and there & set(tissues_of(pain.place)) for pain in entry.pains)
        if back.since <= entry.on <= request.start and not hurt:
            reached = max([reached, *(work.intensity or 0.0 for work in entry.work if work.distance)])
    for session in plan.sessions:
        if session.kind is Kind.RETURN_RUNS:
            if _top(session) > reached + 0.1 + 1e-9:
                yield f"runs at {_top(session):.0%} after {reached:.0%}", session.on
            reached = max(reached, _top(session))


def _first_speed(plan: Plan, request: Request, back: ComeBack) -> Found:
    level = Level.BEGINNER if is_old(request) else request.level
    fast = SPEED - {"bike sprints"}
    done = sum(day >= back.since and bool(words & fast) for day, words in logged(request).items())
    sessions = [session for session in plan.sessions if session.kind.value in fast]
    for number, session in enumerate(sessions):
        usual = limits.USUAL_METRES[session.kind][level]
        if done + number < 2 and (session.fast_metres > 0.5 * usual + 1e-9 or _top(session) > 0.95 + 1e-9):
            yield f"speed session {done + number + 1} of the last step is no small one", session.on


def check_limits(plan: Plan, request: Request) -> Found:
    """Hold every limit against every session of its days, one by one."""
    for limit in request.come_back.limits if request.come_back is not None else ():
        banned = banned_codes(limit.banned)
        for session in plan.sessions:
            if limit.until is None or session.on <= limit.until:
                for item in session.prescriptions:
                    if limit.speed_share is not None and _share(item) > limit.speed_share + 1e-9:
                        yield f"{item.exercise.name} at {_share(item):.0%}, limit {limit.speed_share:.0%}", session.on
                    if item.exercise.code in banned:
                        yield f"{item.exercise.name} is not allowed", session.on
                metres = sum(_metres(item) for item in session.prescriptions)
                if limit.metres is not None and metres > limit.metres + 1e-9:
                    yield f"{metres:g} m of running, limit {limit.metres:g} m", session.on


def _share(item: Prescription) -> float:
    if item.dose.distance is None and not runs(item.exercise):
        return 0.0
    return (0.5 if _jogs(item.exercise) else 1.0) if item.dose.intensity is None else item.dose.intensity


def _metres(item: Prescription) -> float:
    dose = item.dose
    if dose.distance is not None:
        return dose.sets * dose.reps * (dose.distance + (dose.run_in or 0.0))
    if not runs(item.exercise):
        return 0.0
    if dose.duration is None or not _jogs(item.exercise):
        return float("inf")
    return dose.sets * dose.reps * dose.duration * 3.0


def _jogs(exercise: Exercise) -> bool:
    return exercise.pattern.value in ("aerobic", "mobility") and not exercise.playful


def _top(session: Session) -> float:
    return max((item.dose.intensity or 0.0 for item in session.prescriptions if item.dose.distance is not None),
               default=0.0)  # fmt: skip
