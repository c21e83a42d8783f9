"""What was told that stops training now: asked before anything is said that could suggest some."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from evenstride.app.people import choose_athlete
from evenstride.app.wiring import local_day
from evenstride.core.athlete import Athlete
from evenstride.core.errors import InputError
from evenstride.core.log import PAIN_SWAP, LogEntry
from evenstride.core.plan import Plan, Request, Session
from evenstride.core.stop import Stop
from evenstride.plan.body import painful, tissues_of, told_pains
from evenstride.store import Store, Stored
from evenstride.words import halt

WATCHED_DAYS = 14
"""Days a red flag or a pain counts after it was told, as in the planner."""

PUT_AWAY = "Pain was logged after this plan was made, so it is put away. Make a new one around it."

NOT_RUNNING = frozenset({"upper body"})
"""Tissues whose pain the plan spares without stopping a word on running."""


def find_stop(store: Store, athlete: Athlete, on: date) -> Stop:
    """Return what the log says stops training on a day."""
    log = store.log(athlete.name, since=on - timedelta(days=WATCHED_DAYS), until=on + timedelta(days=1))
    flags = tuple(dict.fromkeys(flag for entry in log for flag in entry.all_red_flags))
    request = Request(on, 1, athlete.level, {}, log=log)
    stopped = painful(request) - NOT_RUNNING
    pains = tuple(pain for pain in told_pains(request) if pain.level > 0 and stopped & set(tissues_of(pain.place)))
    return Stop(flags, pains, _is_put_away(newest_plan(store, athlete), log))


def refuse_stopped(store: Store, athlete: Athlete, on: date, what: str, *, remedy: str) -> None:
    """Refuse what would suggest training under a red flag, or from a plan that does not know of a pain.

    Raises
    ------
    InputError
        Saying what is not done now, and what follows instead.
    """
    stop = find_stop(store, athlete, on)
    if stop.red_flags or stop.put_away:
        raise InputError(what, why=f"Next: {halt(stop)}", remedy=remedy)


def halt_line(store: Store, name: str | None, *, at: datetime) -> str:
    """Return what follows instead of any training, as a sentence; empty where nothing stops."""
    stop = halt(find_stop(store, choose_athlete(store, name), local_day(at)))
    return f"Next: {stop}." if stop else ""


def newest_plan(store: Store, athlete: Athlete) -> Stored[Plan] | None:
    """Return the plan made last, None without one."""
    kept = store.latest("plan", athlete=athlete.name)
    if kept is None or not isinstance(kept.noun, Plan):
        return None
    return Stored(kept.id, kept.athlete, kept.at, kept.noun)


def planned_days(store: Store, athlete: Athlete, *, since: date, until: date) -> dict[date, tuple[Session, ...]]:
    """Return what was planned for each day from `since` up to `until`, by the newest plan that holds the day."""
    plans = [kept.noun for kept in store.results("plan", athlete=athlete.name) if isinstance(kept.noun, Plan)]
    days: dict[date, tuple[Session, ...]] = {}
    for plan in plans:
        for count in range(7 * plan.weeks):
            on = plan.start + timedelta(days=count)
            if since <= on <= until:
                days[on] = tuple(session for session in plan.sessions if session.on == on)
    return days


def _is_put_away(kept: Stored[Plan] | None, log: tuple[LogEntry, ...]) -> bool:
    """Whether something was logged after the plan was made that it does not know."""
    if kept is None:
        return False
    since = [entry for entry in log if entry.logged_at is not None and entry.logged_at > kept.at]
    pains = [pain for entry in since for pain in entry.pains]
    return any(pain.level >= PAIN_SWAP or (pain.worse_next_morning and pain.level > 0) for pain in pains)
