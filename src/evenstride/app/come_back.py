"""Use cases: the way back from an injury, begun, moved, ticked, limited, tested, ended, and shown; never cleared."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from evenstride.app.people import choose_athlete
from evenstride.app.results import made_by
from evenstride.app.stop import find_stop
from evenstride.app.wiring import local_day
from evenstride.core.athlete import Athlete
from evenstride.core.come_back import Criterion, Happened, SideRatio, WayBack, WayBackEvent, stand
from evenstride.core.errors import InputError, NotFoundError
from evenstride.core.field_course import FieldCourse
from evenstride.core.overview import ComeBackShown, Voices
from evenstride.core.plan import Request
from evenstride.core.training import ComeBack, PhysioLimits, Stage, WayEnded
from evenstride.plan.body import TISSUES, known_tissues
from evenstride.plan.criteria import criteria_of, stage_speed
from evenstride.plan.limits import RETURN_RUN_TOP
from evenstride.plan.way_back import check_limits, stage_today
from evenstride.plan.way_back_notes import limit_text
from evenstride.science.side_ratio import measure_side_ratio, ratio_of_course
from evenstride.store import Store, Stored
from evenstride.words import day, halt, say_come_back

WAY = "come back"
EVENT = "come back event"
KNEE_FLEXION = "isometric knee flexion"


@dataclass(frozen=True, slots=True)
class ComeBackPage:
    """One way back: where the athlete stands, what is asked for, what happened, and its words."""

    id: str
    back: ComeBack
    stage_today: Stage
    criteria: tuple[Criterion, ...]
    ratios: tuple[SideRatio, ...]
    limits: tuple[tuple[int, PhysioLimits], ...]
    events: tuple[WayBackEvent, ...]
    voices: Voices
    halted: bool = False
    """Whether something stops training: no step and nothing asked for is shown then."""


@dataclass(frozen=True, slots=True)
class Change:
    """What is to be recorded: what happened, who says so, and the fields of the event that go with it."""

    happened: Happened
    by: str = ""
    note: str = ""
    fields: dict[str, object] = field(default_factory=dict[str, object])


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


def move_stage(store: Store, name: str | None, stage: Stage, *, by: str, note: str, at: datetime) -> ComeBackPage:
    """Record the step an athlete or a clinician has moved to: one on, or any number back.

    Raises
    ------
    InputError
        If it is the step of today, or leaves one out.
    """
    athlete, way = _require_way(store, name)
    now = _stand(store, athlete, way).stage
    if stage is now:
        raise InputError(f"{stage} is the step already", remedy="Look at it: evenstride comeback show")
    if stage.number > now.number + 1:
        raise InputError(
            f"{stage} leaves out {now.following}", remedy=f"Go step by step: evenstride comeback stage {now.following}"
        )
    _record(store, athlete, way, Change(Happened.MOVED, by, note, {"stage": stage}), at=at)
    return show_come_back(store, athlete.name, at=at)


def tick_stage(store: Store, name: str | None, stage: Stage, *, by: str, note: str, at: datetime) -> ComeBackPage:
    """Record that a clinician agrees to a step, this one or the next.

    Raises
    ------
    InputError
        Without the clinician's name, or for a step further ahead.
    """
    athlete, way = _require_way(store, name)
    now = _stand(store, athlete, way).stage
    _require_name(by, "a tick is a clinician's")
    if stage.number > now.number + 1:
        raise InputError(
            f"{stage} is more than one step ahead of {now}",
            why="A clinician agrees to what was seen",
            remedy=f"Tick {now} or {now.following}",
        )
    _record(store, athlete, way, Change(Happened.TICKED, by, note, {"stage": stage}), at=at)
    return show_come_back(store, athlete.name, at=at)


def set_limit(store: Store, name: str | None, limit: PhysioLimits, *, by: str, note: str, at: datetime) -> ComeBackPage:
    """Record what a physio has set; it holds beside every other until its day or until they lift it.

    Raises
    ------
    InputError
        Without a name, without anything set, or where a word is not understood.
    """
    athlete, way = _require_way(store, name)
    _require_name(by, "a limit is a clinician's")
    if limit.speed_share is None and limit.metres is None and not limit.banned:
        raise InputError("nothing is limited", remedy="Give --speed, --metres or --ban")
    check_limits((limit,))
    if limit.until is not None and limit.until < local_day(at):
        raise InputError(f"{limit.until} is over", place="--until", remedy="Give a day to come, or none")
    number = sum(event.happened is Happened.LIMITED for event in events_of(store, athlete, way.id)) + 1
    _record(store, athlete, way, Change(Happened.LIMITED, by, note, {"number": number, "limit": limit}), at=at)
    return show_come_back(store, athlete.name, at=at)


def lift_limit(
    store: Store, name: str | None, number: int, *, by: str, taken_over: bool, note: str, at: datetime
) -> ComeBackPage:
    """Record that a limit is lifted, by whoever set it or has taken over from them.

    Raises
    ------
    InputError
        If no such limit holds, or somebody else set it.
    """
    athlete, way = _require_way(store, name)
    _require_name(by, "a limit is lifted by a clinician")
    holding = dict(_limits(store, athlete, way))
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
    _record(store, athlete, way, Change(Happened.LIFTED, by, note, {"number": number}), at=at)
    return show_come_back(store, athlete.name, at=at)


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
    athlete, way = _require_way(store, name)
    measure_side_ratio(KNEE_FLEXION, left, right, sides="left/right", error=error)
    fields: dict[str, object] = {"left": left, "right": right, "error": error}
    _record(store, athlete, way, Change(Happened.TESTED, by, "", fields), at=at)
    return show_come_back(store, athlete.name, at=at)


def end_come_back(store: Store, name: str | None, *, by: str, note: str, at: datetime) -> WayBackEvent:
    """End the tracking; what was recorded stays.

    Raises
    ------
    InputError
        While a physio's limit holds, or before the last step is ticked, without the name of the clinician who agrees.
    """
    athlete, way = _require_way(store, name)
    holding = {number: one for number, one in _limits(store, athlete, way) if one.holds_on(local_day(at))}
    if holding:
        known = ", ".join(f"{number} ({limit_text(one)})" for number, one in holding.items())
        raise InputError(
            f"a physio's limit still holds: {known}",
            why="Ending would override it",
            remedy="Whoever set it lifts it first: evenstride comeback lift",
        )
    back = _stand(store, athlete, way)
    if back.stage is not Stage.PERFORM or back.ticked is None:
        _require_name(by, f"ending at {back.stage}, before the last step is ticked, is a clinician's")
    return _record(store, athlete, way, Change(Happened.ENDED, by, note), at=at)


def show_come_back(
    store: Store, name: str | None, *, at: datetime, courses: tuple[FieldCourse, ...] = ()
) -> ComeBackPage:
    """Return where an athlete stands on the way back.

    Raises
    ------
    NotFoundError
        If none is tracked.
    """
    athlete, way = _require_way(store, name)
    on = local_day(at)
    back, events = _stand(store, athlete, way), events_of(store, athlete, way.id)
    back = replace(back, limits=tuple(one for one in back.limits if one.holds_on(on)))
    log = store.log(athlete.name, until=on + timedelta(days=1))
    open_now = stage_today(Request(on, 1, athlete.level, {}, log=log, come_back=back)) or back.stage
    newest = _tested(way.noun, events)
    criteria = criteria_of(back, log, on=on, ratio=newest)
    ratios = tuple(one for one in (newest, *(ratio_of_course(course) for course in courses)) if one is not None)
    limits = tuple((key, one) for key, one in _limits(store, athlete, way) if one.holds_on(on))
    speed = stage_speed(replace(back, stage=open_now)) if open_now in (*RETURN_RUN_TOP, Stage.PERFORM) else 0.0
    stop = halt(find_stop(store, athlete, on))
    voices = say_come_back(
        back, open_now, criteria, speed=speed if speed < 1.0 else 0.0, limits=[limit_text(one) for _, one in limits],
        ratios=ratios, today=on, halt=stop,
    )  # fmt: skip
    return ComeBackPage(way.id, back, open_now, criteria, ratios, limits, events, voices, halted=bool(stop))


def come_back_shown(
    store: Store, athlete: Athlete, *, at: datetime, courses: tuple[FieldCourse, ...] = ()
) -> ComeBackShown | None:
    """Return the way back as a page shows it; None where none is tracked."""
    if running_way(store, athlete) is None:
        return None
    page = show_come_back(store, athlete.name, at=at, courses=courses)
    limits = tuple(f"{limit_text(one)} (limit {number})" for number, one in page.limits)
    return ComeBackShown(
        page.back.place, page.back.stage, page.stage_today, page.criteria, page.voices, limits, page.halted
    )  # fmt: skip


def come_back_of(store: Store, athlete: Athlete) -> ComeBack | None:
    """Return where an athlete stands on the way back, for the planner; None where none is tracked."""
    way = running_way(store, athlete)
    return None if way is None else _stand(store, athlete, way)


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
    found = [
        Stored(one.id, one.athlete, one.at, one.noun)
        for one in store.results(WAY, athlete=athlete.name)
        if isinstance(one.noun, WayBack)
    ]
    ended = {one.way for one in _events(store, athlete) if one.happened is Happened.ENDED}
    return next((one for one in reversed(found) if one.id not in ended), None)


def events_of(store: Store, athlete: Athlete, way: str) -> tuple[WayBackEvent, ...]:
    """Return what happened on a way back, in the order in which it was recorded."""
    return tuple(sorted((one for one in _events(store, athlete) if one.way == way), key=lambda one: one.at))


def way_back_marks(store: Store, athlete: Athlete) -> tuple[str, ...]:
    """Return the ids of ways back and of what happened on them: another one makes another page."""
    return tuple(sorted(item.id for kind in (WAY, EVENT) for item in store.results(kind, athlete=athlete.name)))


def event_text(event: WayBackEvent) -> str:
    """Return one event as a line."""
    what = f"{event.happened} {event.stage}" if event.stage is not None else event.happened.value
    parts = [f"{what} {event.number}" if event.number else what]
    parts += [limit_text(event.limit)] if event.limit is not None else []
    parts += [f"by {event.by}"] if event.by else []
    parts += [event.note] if event.note else []
    return f"{day(event.on)}: {', '.join(parts)}"


def _events(store: Store, athlete: Athlete) -> list[WayBackEvent]:
    return [one.noun for one in store.results(EVENT, athlete=athlete.name) if isinstance(one.noun, WayBackEvent)]


def _stand(store: Store, athlete: Athlete, way: Stored[WayBack]) -> ComeBack:
    return stand(way.noun, events_of(store, athlete, way.id))


def _limits(store: Store, athlete: Athlete, way: Stored[WayBack]) -> tuple[tuple[int, PhysioLimits], ...]:
    events = events_of(store, athlete, way.id)
    lifted = {one.number for one in events if one.happened is Happened.LIFTED}
    told = [(one.number, one.limit) for one in events if one.limit is not None and one.number not in lifted]
    return tuple((number, limit) for number, limit in told)


def _tested(way: WayBack, events: tuple[WayBackEvent, ...]) -> SideRatio | None:
    """The newest test of strength, the hurt side over the other; left over right where the place has no side."""
    tests = [one for one in events if one.happened is Happened.TESTED]
    if not tests:
        return None
    newest, turned = tests[-1], way.side == "right"
    hurt, other = (newest.right, newest.left) if turned else (newest.left, newest.right)
    sides = "right/left" if turned else "left/right"
    return measure_side_ratio(KNEE_FLEXION, hurt, other, sides=sides, error=newest.error, on=newest.on)


def _require_way(store: Store, name: str | None) -> tuple[Athlete, Stored[WayBack]]:
    athlete = choose_athlete(store, name)
    way = running_way(store, athlete)
    if way is None:
        raise NotFoundError(
            f"no way back of {athlete.name} is tracked", remedy='Begin one: evenstride comeback begin "left hamstring"'
        )
    return athlete, way


def _require_name(by: str, why: str) -> None:
    if not by.strip():
        raise InputError("nobody's name stands under it", why=why.capitalize(), remedy='Say who: --by "physio Ada"')


def _record(store: Store, athlete: Athlete, way: Stored[WayBack], change: Change, *, at: datetime) -> WayBackEvent:
    by, note = " ".join(change.by.split()), " ".join(change.note.split())
    event = WayBackEvent(way.id, athlete.name, local_day(at), change.happened, at, by=by, note=note)
    event = replace(event, **change.fields)
    told = {"by": by, "note": note, "at": at.isoformat()} | {key: str(value) for key, value in change.fields.items()}
    making = made_by(EVENT, change.happened.value, [way.id], told)
    store.save_result(making, event, athlete=athlete.name, saved_at=at)
    return event


def _plain(name: str) -> str:
    return " ".join(name.casefold().split())
