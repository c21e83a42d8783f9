"""The way back as it is told: where the athlete stands, what is asked for, what happened, in words."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from evenstride.app.care.stop import find_stop
from evenstride.app.care.way_back import events_of, limits_of, require_way, running_way, stand_of
from evenstride.app.wiring import local_day
from evenstride.core.athlete import Athlete
from evenstride.core.come_back import Criterion, Happened, SideRatio, WayBack, WayBackEvent
from evenstride.core.field_course import FieldCourse
from evenstride.core.overview import ComeBackShown, Voices
from evenstride.core.plan import Request
from evenstride.core.training import ComeBack, PhysioLimits, Stage
from evenstride.plan.criteria import criteria_of, stage_speed
from evenstride.plan.limits import RETURN_RUN_TOP
from evenstride.plan.way_back import stage_today
from evenstride.plan.way_back_notes import limit_text
from evenstride.science.field.side_ratio import measure_side_ratio, ratio_of_course
from evenstride.store import Store
from evenstride.words import day, halt, halted_by, say_come_back, say_waiting

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
    waits: str = ""
    """What was told that makes the way back wait, and what lets it go on; empty where it does not."""


def show_come_back(
    store: Store, name: str | None, *, at: datetime, courses: tuple[FieldCourse, ...] = ()
) -> ComeBackPage:
    """Return where an athlete stands on the way back.

    Raises
    ------
    NotFoundError
        If none is tracked.
    """
    athlete, way = require_way(store, name)
    on = local_day(at)
    back, events = stand_of(store, athlete, way), events_of(store, athlete, way.id)
    back = replace(back, limits=tuple(one for one in back.limits if one.holds_on(on)))
    log = store.log(athlete.name, until=on + timedelta(days=1))
    open_now = stage_today(Request(on, 1, athlete.level, {}, log=log, come_back=back)) or back.stage
    newest = _tested(way.noun, events)
    criteria = criteria_of(back, log, on=on, ratio=newest)
    ratios = tuple(one for one in (newest, *(ratio_of_course(course) for course in courses)) if one is not None)
    limits = tuple((key, one) for key, one in limits_of(store, athlete, way) if one.holds_on(on))
    speed = stage_speed(replace(back, stage=open_now)) if open_now in (*RETURN_RUN_TOP, Stage.PERFORM) else 0.0
    found = find_stop(store, athlete, on)
    stop = halt(found)
    voices = say_come_back(
        back, open_now, criteria, speed=speed if speed < 1.0 else 0.0, limits=[limit_text(one) for _, one in limits],
        ratios=ratios, today=on, halt=stop, told=halted_by(found),
    )  # fmt: skip
    return ComeBackPage(
        way.id, back, open_now, criteria, ratios, limits, events, voices, bool(stop), say_waiting(found)
    )


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


def event_text(event: WayBackEvent) -> str:
    """Return one event as a line."""
    what = f"{event.happened} {event.stage}" if event.stage is not None else event.happened.value
    parts = [f"{what} {event.number}" if event.number else what]
    parts += [limit_text(event.limit)] if event.limit is not None else []
    if event.left and event.right:
        left, right = (" and ".join(f"{trial:g}" for trial in trials) for trials in (event.left, event.right))
        parts += [f"{KNEE_FLEXION}, left {left}, right {right}"]
    parts += [f"by {event.by}"] if event.by else []
    parts += [event.note] if event.note else []
    return f"{day(event.on)}: {', '.join(parts)}"


def _tested(way: WayBack, events: tuple[WayBackEvent, ...]) -> SideRatio | None:
    """The newest test of strength, the hurt side over the other; left over right where the place has no side."""
    tests = [one for one in events if one.happened is Happened.TESTED]
    if not tests:
        return None
    newest, turned = tests[-1], way.side == "right"
    hurt, other = (newest.right, newest.left) if turned else (newest.left, newest.right)
    sides = "right/left" if turned else "left/right"
    return measure_side_ratio(KNEE_FLEXION, hurt, other, sides=sides, error=newest.error, on=newest.on)
