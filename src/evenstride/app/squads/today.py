"""Use case: one athlete as a coach looks over a squad in the morning: what was told, what changed, what is planned."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from evenstride.app.blocks.sealed import find_seal
from evenstride.app.care.stop import WATCHED_DAYS, find_stop, newest_plan
from evenstride.app.care.way_back import come_back_of
from evenstride.app.check import compare_days
from evenstride.app.observe import TOP_SPEED, measure_stored
from evenstride.app.planning.training import LOW_DAYS, LOW_WINDOW, check_ins
from evenstride.app.wiring import local_day
from evenstride.core.athlete import LIMIT_VERDICT_AGE, Athlete
from evenstride.core.check import Check
from evenstride.core.diagnosis import Diagnosis
from evenstride.core.log import PAIN_SWAP, LogEntry
from evenstride.core.plan import Kind, Plan, Request
from evenstride.core.recording import FieldTest, RawTest, Recording
from evenstride.core.roles import Role
from evenstride.core.squad_day import Limiting, Reason, SquadDay, SquadMember, SquadShown
from evenstride.core.stop import Stop
from evenstride.plan.body import told_pains
from evenstride.plan.history import is_training
from evenstride.store import Store, Stored
from evenstride.words import limit_word, say_beyond, say_limits, say_reasons, say_squad_day, say_today

QUIET_DAYS = 7
"""Days without an entry from which somebody asks how it goes (judgement)."""

REMEMBERED = timedelta(days=42)
"""How far back an entry makes one expect another: whoever wrote none for so long has stopped writing (judgement)."""

EARLY, LATEST = 3, 5
"""Sessions ended early among the latest so many from which a coach asks how the legs are (judgement)."""


def member_of(store: Store, athlete: Athlete, *, at: datetime) -> SquadMember:
    """Look at one athlete; nothing is fitted and nothing is diagnosed anew, so a squad is looked over in seconds."""
    on = local_day(at)
    stop = find_stop(store, athlete, on)
    kept = newest_plan(store, athlete)
    plan = None if kept is None else kept.noun
    age = athlete.least_age_on(on)
    young = age is not None and age < LIMIT_VERDICT_AGE
    limit, asked = _limit(store, athlete, stop, young=young)
    back = come_back_of(store, athlete)
    return SquadMember(
        athlete.key,
        athlete.name,
        athlete.simulated,
        _reasons(store, athlete, stop, plan, on),
        say_today(_titles(plan, on), stopped=_stopped(stop, plan), back="" if back is None else back.stage.value),
        _checks(store, athlete, on),
        limit,
        asked,
        young,
    )


def _reasons(store: Store, athlete: Athlete, stop: Stop, plan: Plan | None, on: date) -> tuple[Reason, ...]:
    log = store.log(athlete.name, since=on - REMEMBERED, until=on + timedelta(days=1))
    lately = tuple(entry for entry in log if entry.on >= on - timedelta(days=WATCHED_DAYS))
    told = told_pains(Request(on, 1, athlete.level, {}, log=lately))
    sore = [pain for pain in told if pain.level >= PAIN_SWAP and pain not in stop.pains]
    low = sum(one.is_low for one in check_ins(store, athlete, since=on - LOW_WINDOW + timedelta(days=1), until=on))
    latest = [entry for entry in lately if is_training(entry)][-LATEST:]
    early = latest if sum(entry.stopped_early for entry in latest) >= EARLY else []
    return say_reasons(stop, sore, low=low if low >= LOW_DAYS else 0, entries=early, quiet=_quiet(log, plan, on))


def _quiet(log: tuple[LogEntry, ...], plan: Plan | None, on: date) -> int | None:
    """Days without an entry, None where too few to mention or where nobody expects one."""
    since = log[-1].on if log else None if plan is None else plan.start
    days = 0 if since is None else (on - since).days
    if days < QUIET_DAYS:
        return None
    planned = plan is not None and any(
        one.kind is not Kind.REST and since is not None and since < one.on <= on for one in plan.sessions
    )
    return days if log or planned else None


def _titles(plan: Plan | None, on: date) -> list[str]:
    return [] if plan is None else [one.title for one in plan.sessions if one.on == on]


def _stopped(stop: Stop, plan: Plan | None) -> bool:
    return bool(stop.red_flags) or stop.put_away or (plan is not None and plan.stopped)


def _limit(store: Store, athlete: Athlete, stop: Stop, *, young: bool) -> tuple[Role | Limiting, date | None]:
    """Return the limit named last; while something stops, and under sixteen, nobody asks."""
    if young or stop.holds:
        return Limiting.NOT_ASKED, None
    kept = store.latest("diagnosis", athlete=athlete.name)
    if kept is None or not isinstance(kept.noun, Diagnosis):
        return Limiting.CANNOT_TELL, None
    return kept.noun.named or Limiting.CANNOT_TELL, kept.noun.on


def _checks(store: Store, athlete: Athlete, on: date) -> tuple[Check, ...]:
    """Compare the days of every field test, and take the comparison of fitted top speed that was made last."""
    seal = find_seal(store, athlete, on)
    stored: list[Stored[Recording]] = [
        *store.recordings(athlete.name, kind=FieldTest), *store.recordings(athlete.name, kind=RawTest)
    ]  # fmt: skip
    shown = measure_stored([one for one in stored if seal is None or not seal.hides(one)], until=on)
    found = {check.metric: check for one in shown.series for _, check in compare_days([one])[:1]}
    fitted = [one.noun for one in store.results("check", athlete=athlete.name) if isinstance(one.noun, Check)]
    speeds = [one for one in fitted if one.metric.startswith(TOP_SPEED) and one.until <= on]
    if speeds and seal is None:
        newest = max(speeds, key=lambda one: one.until)
        found = {newest.metric: newest, **found}
    return tuple(found.values())


def describe_squad(found: SquadDay) -> SquadShown:
    """Put a squad's day into words."""
    head, *counted = say_squad_day(found)
    limits = tuple(
        (limit_word(limit), limit.value if isinstance(limit, Role) else "", those)
        for limit, those in found.limits.items()
    )
    beyond = {one.key: say_beyond(one.beyond) for one in found.members if one.beyond}
    return SquadShown(found, head, tuple(counted), limits, say_limits(found), beyond)
