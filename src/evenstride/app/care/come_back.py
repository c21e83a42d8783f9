"""Use cases: the way back from an injury, begun, moved, ticked, limited, tested and ended; never cleared."""

from __future__ import annotations

from datetime import date, datetime

from evenstride.app.care.come_back_page import KNEE_FLEXION, ComeBackPage, show_come_back
from evenstride.app.care.stop import find_stop
from evenstride.app.care.way_back import (
    WAY,
    Change,
    events_of,
    limits_of,
    record_event,
    require_way,
    running_way,
    stand_of,
)
from evenstride.app.people import choose_athlete
from evenstride.app.results import made_by
from evenstride.app.wiring import local_day
from evenstride.core.athlete import Athlete
from evenstride.core.come_back import Happened, WayBack, WayBackEvent
from evenstride.core.errors import InputError
from evenstride.core.training import PhysioLimits, Stage
from evenstride.plan.body import TISSUES, known_tissues
from evenstride.plan.way_back import check_limits
from evenstride.plan.way_back_notes import limit_text
from evenstride.science.field.side_ratio import measure_side_ratio
from evenstride.store import Store, in_one_turn
from evenstride.words import halt, say_waiting


@in_one_turn
def begin_come_back(
    store: Store, name: str | None, place: str, *, at: datetime, stage: Stage = Stage.RELEARN, on: date | None = None
) -> str:
    """Begin to track a way back; returns its id.

    Raises
    ------
    InputError
        If one is tracked already, or the place is not known.
    """
    athlete = choose_athlete(store, name)
    running = running_way(store, athlete)
    if running is not None:
        raise InputError(
            f"a way back is tracked already ({running.noun.place}, since {running.noun.on})",
            remedy="Look at it: evenstride comeback show; or end it: evenstride comeback end",
        )
    said = " ".join(place.split())
    if not known_tissues(said):
        raise InputError(
            f"'{place}' is no place we know",
            why="What loads it could not be told",
            remedy=f"Name one of {', '.join(TISSUES)}, with left or right",
        )
    start = local_day(at) if on is None else on
    if start > local_day(at):
        raise InputError(f"{start} is still to come", place="--since", remedy="Give a day up to today")
    way = WayBack(athlete.name, said, start, stage, at)
    making = made_by(WAY, "told", [], {"athlete": athlete.key, "place": said, "stage": stage, "at": at.isoformat()})
    return store.save_result(making, way, athlete=athlete.name, saved_at=at)


@in_one_turn
def move_stage(store: Store, name: str | None, stage: Stage, *, by: str, note: str, at: datetime) -> ComeBackPage:
    """Record the step an athlete or a clinician has moved to: one on, or any number back.

    Raises
    ------
    InputError
        If it is the step of today, leaves one out, or lies ahead while the way back waits.
    """
    athlete, way = require_way(store, name)
    now = stand_of(store, athlete, way).stage
    if stage is now:
        raise InputError(f"{stage} is the step already", remedy="Look at it: evenstride comeback show")
    if stage.number > now.number + 1:
        raise InputError(
            f"{stage} leaves out {now.following}", remedy=f"Go step by step: evenstride comeback stage {now.following}"
        )
    _refuse_ahead(store, athlete, now, stage, at)
    record_event(store, athlete, way, Change(Happened.MOVED, by, note, {"stage": stage}), at=at)
    return show_come_back(store, athlete.name, at=at)


@in_one_turn
def tick_stage(store: Store, name: str | None, stage: Stage, *, by: str, note: str, at: datetime) -> ComeBackPage:
    """Record that a clinician agrees to a step, this one or the next.

    Raises
    ------
    InputError
        Without the clinician's name, for a step further ahead, or for the next one while the way back waits.
    """
    athlete, way = require_way(store, name)
    now = stand_of(store, athlete, way).stage
    _require_name(by, "a tick is a clinician's")
    if stage.number > now.number + 1:
        raise InputError(
            f"{stage} is more than one step ahead of {now}",
            why="A clinician agrees to what was seen",
            remedy=f"Tick {now} or {now.following}",
        )
    _refuse_ahead(store, athlete, now, stage, at)
    record_event(store, athlete, way, Change(Happened.TICKED, by, note, {"stage": stage}), at=at)
    return show_come_back(store, athlete.name, at=at)


@in_one_turn
def set_limit(store: Store, name: str | None, limit: PhysioLimits, *, by: str, note: str, at: datetime) -> ComeBackPage:
    """Record what a physio has set; it holds beside every other until its day or until they lift it.

    Raises
    ------
    InputError
        Without a name, without anything set, or where a word is not understood.
    """
    athlete, way = require_way(store, name)
    _require_name(by, "a limit is a clinician's")
    if limit.speed_share is None and limit.metres is None and not limit.banned:
        raise InputError("nothing is limited", remedy="Give --speed, --metres or --ban")
    check_limits((limit,))
    if limit.until is not None and limit.until < local_day(at):
        raise InputError(f"{limit.until} is over", place="--until", remedy="Give a day to come, or none")
    number = sum(event.happened is Happened.LIMITED for event in events_of(store, athlete, way.id)) + 1
    record_event(store, athlete, way, Change(Happened.LIMITED, by, note, {"number": number, "limit": limit}), at=at)
    return show_come_back(store, athlete.name, at=at)


@in_one_turn
def lift_limit(
    store: Store, name: str | None, number: int, *, by: str, taken_over: bool, note: str, at: datetime
) -> ComeBackPage:
    """Record that a limit is lifted, by whoever set it or has taken over from them.

    Raises
    ------
    InputError
        If no such limit holds, or somebody else set it.
    """
    athlete, way = require_way(store, name)
    _require_name(by, "a limit is lifted by a clinician")
    holding = dict(limits_of(store, athlete, way))
    if number not in holding:
        known = ", ".join(f"{key} ({limit_text(one)})" for key, one in holding.items()) or "none"
        raise InputError(f"no limit {number} is set", remedy=f"Set now: {known}")
    setter = next(one.by for one in events_of(store, athlete, way.id) if one.limit is not None and one.number == number)
    if _plain(setter) != _plain(by) and not taken_over:
        raise InputError(
            f"limit {number} was set by {setter}",
            why="Nobody else can override it",
            remedy=f"Ask {setter}; a clinician who has taken over says so with --taken-over",
        )
    record_event(store, athlete, way, Change(Happened.LIFTED, by, note, {"number": number}), at=at)
    return show_come_back(store, athlete.name, at=at)


@in_one_turn
def record_strength(
    store: Store,
    name: str | None,
    *,
    left: tuple[float, ...],
    right: tuple[float, ...],
    error: float,
    by: str,
    at: datetime,
) -> ComeBackPage:
    """Record a test of isometric knee flexion of both sides.

    Raises
    ------
    InputError
        For trials that are no strength, or an error outside its range.
    """
    athlete, way = require_way(store, name)
    measure_side_ratio(KNEE_FLEXION, left, right, sides="left/right", error=error)
    fields: dict[str, object] = {"left": left, "right": right, "error": error}
    record_event(store, athlete, way, Change(Happened.TESTED, by, "", fields), at=at)
    return show_come_back(store, athlete.name, at=at)


@in_one_turn
def end_come_back(store: Store, name: str | None, *, by: str, note: str, at: datetime) -> WayBackEvent:
    """End the tracking; what was recorded stays.

    Raises
    ------
    InputError
        While a physio's limit holds, or before the last step is ticked, without the name of the clinician who agrees.
    """
    athlete, way = require_way(store, name)
    holding = {number: one for number, one in limits_of(store, athlete, way) if one.holds_on(local_day(at))}
    if holding:
        known = ", ".join(f"{number} ({limit_text(one)})" for number, one in holding.items())
        raise InputError(
            f"a physio's limit still holds: {known}",
            why="Ending would override it",
            remedy="Whoever set it lifts it first: evenstride comeback lift",
        )
    back = stand_of(store, athlete, way)
    if back.stage is not Stage.PERFORM or back.ticked is None:
        _require_name(by, f"ending at {back.stage}, before the last step is ticked, is a clinician's")
    return record_event(store, athlete, way, Change(Happened.ENDED, by, note), at=at)


def _refuse_ahead(store: Store, athlete: Athlete, now: Stage, stage: Stage, at: datetime) -> None:
    """Refuse a step ahead while something stops training; steps back are open always."""
    stop = find_stop(store, athlete, local_day(at))
    if stop.holds and stage.number > now.number:
        raise InputError("the way back waits", why=say_waiting(stop).rstrip("."), remedy=f"Next: {halt(stop)}")


def _require_name(by: str, why: str) -> None:
    if not by.strip():
        raise InputError("nobody's name stands under it", why=why.capitalize(), remedy='Say who: --by "physio Ada"')


def _plain(name: str) -> str:
    return " ".join(name.casefold().split())
