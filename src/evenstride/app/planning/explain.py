"""Use case: why this session, why on this day, and why not another."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from evenstride.app.care.stop import newest_plan, refuse_stopped
from evenstride.app.diagnose import diagnose_athlete
from evenstride.app.people import choose_athlete
from evenstride.app.planning.plan import PlanWish, request_of
from evenstride.app.wiring import local_day
from evenstride.core.athlete import Athlete
from evenstride.core.errors import InputError, NotFoundError
from evenstride.core.plan import Kind, Plan, Request
from evenstride.core.progress import Progress, no_progress
from evenstride.plan import check_plan, explain_plan, why_not
from evenstride.plan.history import named_kind
from evenstride.store import Store
from evenstride.words import day, say_changes


def explain_newest(
    store: Store,
    name: str | None,
    *,
    at: datetime,
    on: date | int | None = None,
    kind: str | None = None,
    progress: Progress = no_progress,
) -> tuple[str, ...]:
    """Return as lines: the whole plan and how every rule is kept; one day of it; or why not something else that day.

    A day may be a weekday, Monday 0: the next one of the plan that is not past.

    Raises
    ------
    NotFoundError, InputError
        If there is no plan, the day is not in it, the kind is not known, or the plan was made from other answers.
    """
    athlete = choose_athlete(store, name)
    plan = _plan_of(store, athlete)
    refuse_stopped(store, athlete, local_day(at), "nothing is explained now", remedy="Make a new plan first")
    if isinstance(on, int):
        today, end = local_day(at), plan.start + timedelta(weeks=plan.weeks)
        first = today if plan.start <= today < end else plan.start
        on = first + timedelta(days=(on - first.weekday()) % 7)
    if on is not None and kind is None:
        return _explain_day(plan, on)
    request = _request_of(store, athlete, plan, at=at, progress=progress)
    if on is None or kind is None:
        return tuple(explain_plan(plan, request).splitlines())
    wanted = named_kind(kind)
    if wanted is None:
        known = ", ".join(one for one in Kind if one not in (Kind.SPORT, Kind.REST))
        raise InputError(f"'{kind}' is no kind of session", remedy=f"Name one of: {known}")
    found = why_not(plan, request, on, wanted)
    lines = [f"{wanted.capitalize()} on {on:%a} {day(on)}: {found.text}"]
    if found.other is not None:
        lines += ["", "With it the plan would be:", *say_changes(plan, found.other)]
    return tuple(lines)


def _explain_day(plan: Plan, on: date) -> tuple[str, ...]:
    sessions = [session for session in plan.sessions if session.on == on]
    if not sessions:
        raise InputError(f"{on} is not in the newest plan", remedy=f"It begins on {plan.start}")
    lines: list[str] = []
    for session in sessions:
        lines += [
            f"{on:%a} {day(on)}: {session.title}",
            f"    why today: {session.reason}",
            f"    for: {session.serves}",
        ]
        lines += [
            f"    {item.exercise.name}: {item.why} (source: {item.exercise.source})" for item in session.prescriptions
        ]
    return tuple(lines)


def _plan_of(store: Store, athlete: Athlete) -> Plan:
    kept = newest_plan(store, athlete)
    if kept is None:
        raise NotFoundError("there is no plan yet", remedy="Make one: evenstride plan")
    if kept.noun.stopped:
        raise InputError(
            "nothing is planned now", why=" ".join(kept.noun.notes), remedy="Let a professional look first"
        )
    return kept.noun


def _request_of(store: Store, athlete: Athlete, plan: Plan, *, at: datetime, progress: Progress) -> Request:
    """Put the plan's request together again; what was wished for that plan alone is not known any more."""
    diagnosis = diagnose_athlete(store, athlete.name, at=at, progress=progress)
    progress(0, 0)
    wish = PlanWish(plan.start, plan.weeks, keep=False)
    request = request_of(store, athlete, diagnosis, wish)
    if broken := check_plan(plan, request):
        first = broken[0]
        raise InputError(
            "this plan was made from other answers than hold now",
            why=f"{first.text}{f' on {first.on}' if first.on else ''}",
            remedy="Make it again: evenstride plan keeps what it can",
        )
    return request
