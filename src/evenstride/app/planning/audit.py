"""Use case: audit the log of the last weeks, and swap one grind session of the coming plan for a playful one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from evenstride.app.care.stop import find_stop, newest_plan
from evenstride.app.diagnose import diagnose_athlete
from evenstride.app.people import choose_athlete
from evenstride.app.planning.ledger import planned_sessions
from evenstride.app.planning.plan import PlanWish, request_of
from evenstride.app.results import made_by
from evenstride.app.wiring import local_day
from evenstride.core.athlete import Athlete
from evenstride.core.audit import Audit
from evenstride.core.errors import InputError
from evenstride.core.overview import Voices
from evenstride.core.plan import Kind, Plan, Request, Session
from evenstride.core.progress import Progress, no_progress
from evenstride.core.provenance import Provenance
from evenstride.plan import check_plan
from evenstride.plan.audit import audit_log
from evenstride.plan.sessions import prepare_session, tell_reasons
from evenstride.plan.templates import prepare_templates
from evenstride.store import Store
from evenstride.words import halt, offer_text, say_audit

WEEKS = 4
GRINDS = (Kind.INTERVALS, Kind.TEMPO, Kind.STRENGTH, Kind.SPRINT_ENDURANCE, Kind.RESISTED)
"""Kinds that may give way to play, those most likely to be ground out first (coaching practice)."""


@dataclass(frozen=True, slots=True)
class AuditPage:
    """An audit in words; `swap` is the plan with one session swapped, None where there is none to swap."""

    audit: Audit
    voices: Voices
    swap: Plan | None = None


@dataclass(frozen=True, slots=True)
class _Swap:
    """A plan with one session swapped, what goes, what comes, and the hard rules it would newly break."""

    plan: Plan
    making: Provenance
    grind: Session
    playful: Session
    broken: tuple[str, ...]


def audit_athlete(
    store: Store, name: str | None, *, at: datetime, weeks: int = WEEKS, progress: Progress = no_progress
) -> AuditPage:
    """Look at the last weeks, today included, and offer one swap where the coming plan allows any."""
    athlete, on = choose_athlete(store, name), local_day(at)
    audit = build_audit(store, athlete, on=on, weeks=weeks)
    stop = find_stop(store, athlete, on)
    swap = None
    if not stop.holds and _grinds(store, athlete, on):
        swap = next((one for one in _swaps(store, athlete, at=at, progress=progress) if not one.broken), None)
    offer = "" if swap is None else offer_text(swap.grind, swap.playful)
    return AuditPage(audit, say_audit(audit, halt=halt(stop), offer=offer), None if swap is None else swap.plan)


def build_audit(store: Store, athlete: Athlete, *, on: date, weeks: int = WEEKS) -> Audit:
    """Audit the log of so many weeks up to a day; it begins with the first entry where that is later."""
    log = store.log(athlete.name, until=on + timedelta(days=1))
    since = on - timedelta(days=7 * weeks - 1)
    first = min((entry.on for entry in log), default=since)
    return audit_log(log, planned_sessions(store, athlete), since=max(since, first), until=on)


def swap_for_play(
    store: Store, name: str | None, *, at: datetime, progress: Progress = no_progress
) -> tuple[Plan, str]:
    """Put a playful session in the place of a grind of the coming plan, keep the plan, and return it with what changed.

    Raises
    ------
    InputError
        If something stops training, nothing of the plan to come is a grind, or hard rules forbid every swap.
    """
    athlete, on = choose_athlete(store, name), local_day(at)
    stop = find_stop(store, athlete, on)
    if stop.holds:
        raise InputError("nothing is swapped now", why=f"Next: {halt(stop)}", remedy="Plan again when that is clear")
    if not _grinds(store, athlete, on):
        raise InputError(
            "there is nothing to swap",
            why="No session of the plan to come is a grind",
            remedy="Make a plan, or enjoy it",
        )
    refused: list[str] = []
    for swap in _swaps(store, athlete, at=at, progress=progress):
        if not swap.broken:
            store.save_result(swap.making, swap.plan, athlete=athlete.name, saved_at=at)
            return swap.plan, f"{swap.grind.title} on {swap.grind.on:%A} gave way to {swap.playful.title}."
        refused += swap.broken
    raise InputError(
        "no swap is possible",
        why=f"Hard rules forbid each: {'; '.join(dict.fromkeys(refused))}",
        remedy="Keep the plan, or make a new one with other wishes",
    )


def _grinds(store: Store, athlete: Athlete, on: date) -> list[Session]:
    kept = newest_plan(store, athlete)
    coming = [] if kept is None else [one for one in kept.noun.sessions if one.on > on]
    grinds = [one for one in coming if one.kind in GRINDS and not one.playful]
    return sorted(grinds, key=lambda one: (GRINDS.index(one.kind), one.on))


def _swaps(store: Store, athlete: Athlete, *, at: datetime, progress: Progress) -> Iterator[_Swap]:
    """Yield each swap that could be thought of, the likeliest grind first."""
    kept = newest_plan(store, athlete)
    if kept is None:
        return
    plan = kept.noun
    diagnosis = diagnose_athlete(store, athlete.name, at=at, progress=progress)
    request = request_of(store, athlete, diagnosis, PlanWish(plan.start, plan.weeks))
    known = {(one.rule, one.on) for one in check_plan(plan, request)}
    for grind in _grinds(store, athlete, local_day(at)):
        for playful in _playful(request, grind):
            sessions = tuple(playful if one.id == grind.id else one for one in plan.sessions)
            making = made_by("plan", "swap for play", [kept.id], {"out": grind.id, "in": playful.id})
            changed = replace(plan, sessions=sessions, proven=False, id=making.id)
            new = [one for one in check_plan(changed, request) if (one.rule, one.on) not in known]
            yield _Swap(changed, making, grind, playful, tuple(f"{one.rule} ({one.text})" for one in new))


def _playful(request: Request, grind: Session) -> list[Session]:
    """Return the playful sessions no longer than the one that goes, the longest first."""
    found = [one for one in prepare_templates(request) if one.kind is Kind.PLAY and one.minutes <= grind.minutes]
    made = [prepare_session(one, grind.on, 0) for one in sorted(found, key=lambda one: (-one.minutes, one.code))]
    return list(tell_reasons(made, request))
