"""Progressive overload: the weight or the repetitions of each strength exercise, from its last times in the log.

The solver chooses sets and repetitions; here they get their load. Nothing is invented: without a load in the log there
are words and no number. Volume and load never both rise from one time to the next. All steps are coaching practice.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

from evenstride.core.exercise import Exercise, Pattern
from evenstride.core.log import PAIN_SWAP
from evenstride.core.plan import Dose, Kind, Prescription, Request, Session
from evenstride.core.training import Phase
from evenstride.plan.body import pain_levels
from evenstride.plan.ledger import STRENGTH
from evenstride.plan.limits import GAP_DAYS, YOUNG_BELOW
from evenstride.plan.overload_counted import never_longer_and_more, next_count
from evenstride.plan.overload_times import RESERVE, Time, last_times, said
from evenstride.plan.templates import minutes_of, role_minutes

YOUNG_RESERVE = 4.0
"""Repetitions athletes under sixteen leave in reserve: technique, no limits."""
STALE_TIMES, STALE_RESERVE = 4, 3.0
"""The same load and repetitions so many times with so much in reserve call for a step (care.md)."""
LESS, MUCH_LESS = 0.9, 0.8
"""Share of the last load in a deload week, with a sore tissue and after a gap; after a gap twice as long."""
PLATE, SMALL_STEP, HEAVY = 2.5, 1.0, 50.0
"""Steps in kg: plates from 50 kg on, where they are a twentieth at most, and small weights below."""
SHARE_STEP = 0.03
"""A step is about this share of the load (2 to 5 %)."""
FIRST_TIME = (
    "No load is told yet: begin light, add some each set, and stop at the weight that leaves 2 good repetitions. "
    "Note it, and the next plan goes on from there."
)
"""How to find the first load (coaching practice: repetitions in reserve)."""


def prepare_loads(sessions: Sequence[Session], request: Request) -> tuple[Session, ...]:
    """Return the sessions with loads, repetitions and reserves for their strength exercises; nothing else changes.

    A later session of the same plan takes over what an earlier one was given: how that went, nobody knows yet.
    """
    told, planned = last_times(request), dict[str, Time]()
    done: list[Session] = []
    for session in sessions:
        items = tuple(
            _stepped(item, session, request, told.get(item.exercise.code, ()), planned)
            for item in session.prescriptions
        )
        others = sum(one.minutes for one in sessions if one.on == session.on) - session.minutes
        done.append(_in_time(session, items, request.available.get(session.on, 0.0) - others))
    return tuple(done)


def _in_time(session: Session, items: tuple[Prescription, ...], available: float) -> Session:
    """Return a session with its new prescriptions; where there is no time for more repetitions they stay as solved."""
    minutes = float(math.ceil(sum(minutes_of(item.dose) for item in items) - 1e-9))
    if not items or minutes <= session.minutes:
        return replace(session, prescriptions=items)
    if minutes <= available:
        return replace(session, prescriptions=items, minutes=minutes, roles=role_minutes(items))
    pairs = zip(items, session.prescriptions, strict=True)
    return replace(session, prescriptions=tuple(now if _as_long(now.dose, was.dose) else was for now, was in pairs))


def _as_long(now: Dose, was: Dose) -> bool:
    return (now.sets, now.reps, now.duration) == (was.sets, was.reps, was.duration)


def _stepped(
    item: Prescription, session: Session, request: Request, told: Sequence[Time], planned: dict[str, Time]
) -> Prescription:
    exercise, dose = item.exercise, item.dose
    if session.kind is not Kind.STRENGTH or not _is_strength(exercise, dose):
        return item
    if dose.duration is not None:
        told = [one for one in told if one.duration is not None]
    is_counted = dose.duration is not None or exercise.pattern is Pattern.THROW
    weighed = not is_counted and (exercise.loaded or (bool(told) and (told[-1].load or 0.0) > 0.0))
    if request.age is not None and request.age < YOUNG_BELOW:
        young = "Learn the movement; light enough that every repetition looks the same."
        return replace(item, dose=replace(dose, rir=YOUNG_RESERVE), step=young) if weighed else item
    before = planned.get(exercise.code)
    less = _why_less(exercise, session, request, told, before)
    if weighed:
        stepped = _weighed(item, told, less, before)
    else:
        counted = next_count(item, told if less is None else (), session, request)
        stepped = never_longer_and_more(counted, [*told[-1:], *([] if before is None else [before])])
    now = stepped.dose
    planned[exercise.code] = Time(session.on, now.sets, now.reps, now.load, now.rir, now.duration)
    return stepped


def _is_strength(exercise: Exercise, dose: Dose) -> bool:
    lifts = exercise.pattern in STRENGTH and not exercise.playful
    return lifts and dose.distance is None and bool(exercise.role_shares)


def _why_less(
    exercise: Exercise, session: Session, request: Request, told: Sequence[Time], before: Time | None
) -> tuple[float, str] | None:
    """Return the share of the last load that is enough now and why; None where nothing speaks for less."""
    if not told:
        return None
    away = ((session.on if before is None else before.on) - told[-1].on).days
    levels = pain_levels(request)
    if any(levels.get(tissue, 0) >= PAIN_SWAP for tissue in exercise.loads):
        return LESS, "lighter while it hurts there"
    if away >= 2 * GAP_DAYS:
        return MUCH_LESS, f"a fifth less after {away // 7} weeks without it"
    if away >= GAP_DAYS:
        return LESS, f"a tenth less after {away // 7} weeks without it"
    if request.phase((session.on - request.start).days // 7) is Phase.DELOAD:
        return LESS, "a tenth less in a lighter week"
    return None


def _weighed(
    item: Prescription, told: Sequence[Time], less: tuple[float, str] | None, before: Time | None
) -> Prescription:
    """Give an exercise with a weight its load, never with more volume and more load than the time before."""
    dose = item.dose
    times = [one for one in told if one.load is not None]
    if not times:
        return replace(item, dose=replace(dose, rir=RESERVE), step=FIRST_TIME)
    last = times[-1]
    load, why = less_load(last, *less) if less is not None else next_load(dose, times)
    volume = dose.sets * dose.reps
    for known in (last, *([before] if before is not None else [])):
        if known.load is not None and load > known.load and volume > known.volume:
            load, why = known.load, "more repetitions this time, so the load stays"
    text = f"{said(last)}: {why}."
    if load <= 0.0:
        return replace(item, step=f"{said(last)}: without one again, until all repetitions come easily.")
    return replace(item, dose=replace(dose, load=load, rir=RESERVE), step=text)


def less_load(last: Time, share: float, why: str) -> tuple[float, str]:
    """Return the last load lowered, and why.

    Examples
    --------
    >>> from datetime import date
    >>> less_load(Time(date(2026, 1, 5), 3, 5, 80.0), 0.9, "a tenth less")
    (70.0, 'a tenth less')
    """
    return _down(share * (last.load or 0.0), last.load or 0.0), why


def next_load(dose: Dose, times: Sequence[Time]) -> tuple[float, str]:
    """Return the load after these times of an exercise with a weight, and why; the last has a load.

    Examples
    --------
    >>> from datetime import date
    >>> asked, day = Dose(sets=3, reps=5), date(2026, 1, 5)
    >>> next_load(asked, [Time(day, 3, 5, 80.0, rir=3.0)])
    (82.5, 'one step more')
    >>> next_load(asked, [Time(day, 3, 5, 80.0, rir=2.0)]), next_load(asked, [Time(day, 3, 4, 80.0, rir=0.0)])
    ((80.0, 'that fits, so the load stays'), (80.0, 'the load stays until all repetitions come easily'))
    >>> next_load(asked, [Time(day, 3, 4, 80.0, rir=0.0), Time(day, 3, 4, 80.0, rir=0.0)])
    (77.5, 'hard twice, so one step less')
    """
    last = times[-1]
    load = last.load or 0.0
    if _was_hard(dose, last):
        again = [one for one in times[:-1] if one.load is not None and one.load >= load]
        if again and again[-1] is times[-2] and _was_hard(dose, again[-1]):
            return max(0.0, _down(load - _step(load), load)), "hard twice, so one step less"
        return load, "the load stays until all repetitions come easily"
    if last.rir is None:
        return load, "the load stays; tell how many were left, and it can move on"
    if last.rir <= RESERVE:
        return load, "that fits, so the load stays"
    why = "the same four times with ease, so the load must change" if is_stale(times) else "one step more"
    return load + _step(load), why


def is_stale(times: Sequence[Time]) -> bool:
    """Whether load and repetitions were the same four times with three or more in reserve."""
    lately = times[-STALE_TIMES:]
    same = len({(one.load, one.reps) for one in lately}) == 1
    return (
        len(lately) == STALE_TIMES and same and all(one.rir is not None and one.rir >= STALE_RESERVE for one in lately)
    )


def _was_hard(dose: Dose, time: Time) -> bool:
    return time.reps < dose.reps or (time.rir is not None and time.rir <= 0.0)


def _step(load: float) -> float:
    grid = PLATE if load >= HEAVY else SMALL_STEP
    return max(grid, grid * round(SHARE_STEP * load / grid))


def _down(load: float, last: float) -> float:
    """Round down to what can be put on: plates where the last load was made of them."""
    grid = PLATE if last >= HEAVY / 2.0 and last % PLATE == 0.0 else SMALL_STEP / 2.0
    return grid * math.floor(load / grid + 1e-9)
