"""Progress without a weight: repetitions, holds and throws, one thing at a time. All of it coaching practice.

Repetitions rise first, of holds the seconds; at half as many again holds and throws get one set more, and then
something harder is offered. Seconds or repetitions never rise together with the sets.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

from evenstride.core.exercise import Exercise, Pattern
from evenstride.core.plan import Dose, Prescription, Request, Session
from evenstride.core.training import Phase
from evenstride.plan.find import find_exercise
from evenstride.plan.overload_times import RESERVE, Time, said
from evenstride.plan.problem import DAYS_IN_WEEK
from evenstride.plan.templates import is_dedicated_swing, openness

RANGE = 1.5
"""Repetitions and seconds rise up to this share of those of the session: a hold from 10 to 15 s (training in
isometrics.toml: 10 to 15 s at 70 to 80 % effort)."""
STEP = 0.1
"""A hold gets longer by this share of its length in the session, whole seconds, at least one (judgement)."""


def next_count(item: Prescription, told: Sequence[Time], session: Session, request: Request) -> Prescription:
    """Return an exercise without a weight with its next step after these times; as planned where none is told.

    Examples
    --------
    >>> from datetime import date
    >>> from evenstride.core.athlete import Level
    >>> from evenstride.core.plan import Kind
    >>> from evenstride.plan.exercises import exercises
    >>> day = date(2026, 1, 5)
    >>> hold = Prescription(exercises()["wall_push_hold"], Dose(sets=2, reps=4, duration=10.0))
    >>> asks, session = Request(day, 1, Level.TRAINED, {}), Session(day, Kind.STRENGTH, "Strength", 40.0, (hold,))
    >>> for seconds in (10.0, 15.0):
    ...     now = next_count(hold, [Time(day, 2, 4, rir=3.0, duration=seconds)], session, asks)
    ...     print(now.dose.text, "|", now.step)
    2 sets of 4 × 11 s | Last time 2 × 4 × 10 s, 3 left: 1 s longer.
    3 sets of 4 × 15 s | Last time 2 × 4 × 15 s, 3 left: one set more.
    """
    if not told:
        return item
    last, dose = told[-1], item.dose
    if item.exercise.pattern is Pattern.THROW and last.load:
        dose = replace(dose, load=last.load)  # The ball stays the same: throws grow by their number.
    now, most = _amount(last, dose), _most(dose)
    if last.sets < dose.sets or last.rir is None or last.rir <= 0.0:
        return replace(item, dose=dose, step=_as_planned(last, dose))
    gained = _with(dose, most, more_sets=_may_grow_in_sets(item.exercise, dose, session, request))
    if last.sets > dose.sets and now >= most:
        dose = gained
    if last.rir <= RESERVE or now < _planned(dose) or last.reps < dose.reps:
        return replace(
            item, dose=_with(dose, min(most, max(_planned(dose), now))), step=f"{said(last)}: the same again."
        )
    if now < most:
        more = min(_step(dose), most - now)
        longer = f"{more:g} s longer" if dose.duration is not None else "one repetition more"
        return replace(item, dose=_with(dose, now + more), step=f"{said(last)}: {longer}.")
    if gained.sets > last.sets:
        return replace(item, dose=gained, step=f"{said(last)}: one set more.")
    harder = _harder(item.exercise, request)
    offer = f"{harder.name} would be the next step, if you like" if harder else "enough"
    return replace(item, dose=_with(dose, most), step=f"{said(last)}: {offer}.")


def never_longer_and_more(item: Prescription, before: Sequence[Time]) -> Prescription:
    """Return holds no longer than any time before that held fewer of them."""
    dose = item.dose
    if dose.duration is None:
        return item
    fewer = [one.duration for one in before if one.duration and one.sets * one.reps < dose.sets * dose.reps]
    if min(fewer, default=dose.duration) >= dose.duration:
        return item
    step = f"{said(before[0])}: more holds this time, so none is longer."
    return replace(item, dose=replace(dose, duration=min(fewer)), step=step)


def _as_planned(last: Time, dose: Dose) -> str:
    """Say why holds begin anew at those of the session; nothing where it speaks for itself."""
    if last.rir is None and last.duration is not None and last.sets >= dose.sets:
        return f"{said(last)}: tell how many were left, and it can move on."
    return ""


def _may_grow_in_sets(exercise: Exercise, dose: Dose, session: Session, request: Request) -> bool:
    """Whether a set more is open: for holds and throws, outside light weeks, and where no rule counts the sets."""
    week = (session.on - request.start).days // DAYS_IN_WEEK
    is_light = request.phase(week) in (Phase.DELOAD, Phase.TAPER)
    grows = dose.duration is not None or exercise.pattern is Pattern.THROW
    return grows and not is_light and not is_dedicated_swing(exercise)


def _planned(dose: Dose) -> float:
    return float(dose.reps) if dose.duration is None else dose.duration


def _amount(last: Time, dose: Dose) -> float:
    return float(last.reps) if dose.duration is None else (last.duration or 0.0)


def _most(dose: Dose) -> float:
    return float(math.floor(RANGE * _planned(dose)))


def _step(dose: Dose) -> float:
    return 1.0 if dose.duration is None else float(max(1, round(STEP * dose.duration)))


def _with(dose: Dose, amount: float, *, more_sets: bool = False) -> Dose:
    longer = replace(dose, reps=round(amount)) if dose.duration is None else replace(dose, duration=amount)
    return replace(longer, sets=dose.sets + 1) if more_sets else longer


def _harder(exercise: Exercise, request: Request) -> Exercise | None:
    is_open = openness(request)
    named = (find_exercise(code) for code in exercise.progression)
    return next((one for one in named if one is not None and is_open(one)), None)
