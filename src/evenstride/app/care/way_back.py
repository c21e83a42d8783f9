"""The record of a way back: begun once, then one dated event after another, and where somebody stands after them."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, datetime

from evenstride.app.people import choose_athlete
from evenstride.app.results import made_by
from evenstride.app.wiring import local_day
from evenstride.core.athlete import Athlete
from evenstride.core.come_back import Happened, WayBack, WayBackEvent, stand
from evenstride.core.errors import NotFoundError
from evenstride.core.training import ComeBack, PhysioLimits, WayEnded
from evenstride.store import Store, Stored

WAY = "come back"
EVENT = "come back event"


@dataclass(frozen=True, slots=True)
class Change:
    """What is to be recorded: what happened, who says so, and the fields of the event that go with it."""

    happened: Happened
    by: str = ""
    note: str = ""
    fields: dict[str, object] = field(default_factory=dict[str, object])


def come_back_of(store: Store, athlete: Athlete) -> ComeBack | None:
    """Return where an athlete stands on the way back, for the planner; None where none is tracked."""
    way = running_way(store, athlete)
    return None if way is None else stand_of(store, athlete, way)


def way_ended(store: Store, athlete: Athlete, on: date) -> WayEnded | None:
    """Return the way back that ended last before a day or on it; None without one."""
    ends = [one for one in _events(store, athlete) if one.happened is Happened.ENDED and one.on <= on]
    if not ends:
        return None
    end = max(ends, key=lambda one: one.at)
    way = store.result(end.way).noun
    if not isinstance(way, WayBack):
        return None
    back = stand(way, events_of(store, athlete, end.way))
    return WayEnded(way.place, way.on, end.on, back.open_stage, back.since)


def running_way(store: Store, athlete: Athlete) -> Stored[WayBack] | None:
    """Return the way back that is tracked; there is at most one."""
    return next(reversed(running_ways(store, athlete)), None)


def running_ways(store: Store, athlete: Athlete) -> tuple[Stored[WayBack], ...]:
    """Return every way back that was not ended; more than one only where two histories are brought together."""
    found = [
        Stored(one.id, one.athlete, one.at, one.noun)
        for one in store.results(WAY, athlete=athlete.name)
        if isinstance(one.noun, WayBack)
    ]
    ended = {one.way for one in _events(store, athlete) if one.happened is Happened.ENDED}
    return tuple(one for one in found if one.id not in ended)


def events_of(store: Store, athlete: Athlete, way: str) -> tuple[WayBackEvent, ...]:
    """Return what happened on a way back, in the order in which it was recorded."""
    return tuple(sorted((one for one in _events(store, athlete) if one.way == way), key=lambda one: one.at))


def way_back_marks(store: Store, athlete: Athlete) -> tuple[str, ...]:
    """Return the ids of ways back and of what happened on them: another one makes another page."""
    return tuple(sorted(item.id for kind in (WAY, EVENT) for item in store.results(kind, athlete=athlete.name)))


def stand_of(store: Store, athlete: Athlete, way: Stored[WayBack]) -> ComeBack:
    """Return where somebody stands on a way back."""
    return stand(way.noun, events_of(store, athlete, way.id))


def limits_of(store: Store, athlete: Athlete, way: Stored[WayBack]) -> tuple[tuple[int, PhysioLimits], ...]:
    """Return the limits that are set and not lifted, each with its number."""
    events = events_of(store, athlete, way.id)
    lifted = {one.number for one in events if one.happened is Happened.LIFTED}
    told = [(one.number, one.limit) for one in events if one.limit is not None and one.number not in lifted]
    return tuple((number, limit) for number, limit in told)


def require_way(store: Store, name: str | None) -> tuple[Athlete, Stored[WayBack]]:
    """Return the athlete and the way back that is tracked.

    Raises
    ------
    NotFoundError
        If none is tracked.
    """
    athlete = choose_athlete(store, name)
    way = running_way(store, athlete)
    if way is None:
        raise NotFoundError(
            f"no way back of {athlete.name} is tracked", remedy='Begin one: evenstride comeback begin "left hamstring"'
        )
    return athlete, way


def record_event(store: Store, athlete: Athlete, way: Stored[WayBack], change: Change, *, at: datetime) -> WayBackEvent:
    """Keep what happened, and return it."""
    by, note = " ".join(change.by.split()), " ".join(change.note.split())
    event = WayBackEvent(way.id, athlete.name, local_day(at), change.happened, at, by=by, note=note)
    event = replace(event, **change.fields)
    told = {"by": by, "note": note, "at": at.isoformat()} | {key: str(value) for key, value in change.fields.items()}
    making = made_by(EVENT, change.happened.value, [way.id], told)
    store.save_result(making, event, athlete=athlete.name, saved_at=at)
    return event


def _events(store: Store, athlete: Athlete) -> list[WayBackEvent]:
    return [one.noun for one in store.results(EVENT, athlete=athlete.name) if isinstance(one.noun, WayBackEvent)]
