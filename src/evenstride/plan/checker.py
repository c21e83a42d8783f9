"""Does a plan break a hard rule? The independent checker decides."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from evenstride.core.plan import Plan, Request, Violation
from evenstride.plan.checks import come_back, doses, landings, person, phases, returned, weeks
from evenstride.plan.checks.diary import Found

CHECKS: dict[str, Callable[[Plan, Request], Found]] = {
    "after-come-back": returned.check_after_come_back,
    "aggressive-block": phases.check_aggressive,
    "assisted-runs": phases.check_assisted,
    "availability": weeks.check_availability,
    "back-after-gap": doses.check_after_gap,
    "bike-sprints": phases.check_bike_sprints,
    "come-back": come_back.check_come_back,
    "physio-limits": come_back.check_limits,
    "build-up": phases.check_build_up,
    "calm-weeks": person.each_session(landings.check_calm_weeks),
    "contacts": landings.check_contacts,
    "deload": phases.check_deload,
    "effort-time": doses.check_effort_time,
    "exercise-level": person.each_session(person.check_level),
    "fast-only-in-speed": doses.check_fast_elsewhere,
    "goal-not-time": doses.check_goal,
    "hard-days": weeks.check_hard_days,
    "low-recovery": phases.check_low_recovery,
    "kit": person.each_session(person.check_kit),
    "masters-build-up": doses.check_build_up,
    "maximum-metres": doses.check_maximum_metres,
    "minimum-rest": doses.check_minimum_rest,
    "outline-load": phases.check_outline_load,
    "overload": landings.check_overload,
    "pain": person.each_session(person.check_pain),
    "plateau": phases.check_plateau,
    "playful": weeks.check_playful,
    "readiness": person.each_session(person.check_readiness),
    "red-flags": person.check_red_flags,
    "rest-day": weeks.check_rest_day,
    "shape": weeks.check_shape,
    "spacing": weeks.check_spacing,
    "sprint-endurance": phases.check_sprint_endurance,
    "taper": phases.check_taper,
    "sport-days": weeks.check_sport_days,
    "strength-spacing": weeks.check_strength_spacing,
    "strength-before-speed": weeks.check_strength_before_speed,
    "swing-load": doses.check_swing_load,
    "swing-pairing": landings.check_swing_pairing,
    "text": weeks.check_text,
    "weekly-speed": weeks.check_weekly_speed,
    "wish-least-speed": weeks.check_wish_least,
    "wish-most-speed": weeks.check_wish_most,
    "youth": person.each_session(person.check_youth),
}
"""Check by rule code; `shape`, `text` and `overload` guard the plan itself and its loads."""


def check_plan(plan: Plan, request: Request) -> tuple[Violation, ...]:
    """Return every hard rule a plan breaks, in the order of the rules' codes.

    Examples
    --------
    >>> from datetime import timedelta
    >>> from evenstride.core.athlete import Level
    >>> from evenstride.core.plan import Kind, Session
    >>> day = date(2026, 1, 5)
    >>> asks = Request(day, 1, Level.TRAINED, {}, red_flags=("chest pain",))
    >>> week = tuple(Session(day + timedelta(days=number), Kind.REST, "Rest", 0.0) for number in range(7))
    >>> [item.rule for item in check_plan(Plan(day, 1, week), asks)]
    ['red-flags']
    """
    found = [Violation(rule, text, on) for rule, check in CHECKS.items() for text, on in check(plan, request)]
    return tuple(sorted(found, key=lambda item: (item.rule, item.on or date.min, item.text)))
