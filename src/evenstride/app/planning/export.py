"""Use case: a plan leaves the house as a calendar, workouts, a table, a document or a page to print."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta

from evenstride.app.care.stop import PUT_AWAY, find_stop
from evenstride.app.people import choose_athlete
from evenstride.app.wiring import local_day, local_zone, read_zone
from evenstride.core.athlete import Athlete
from evenstride.core.errors import InputError, NotFoundError
from evenstride.core.outgoing import Outgoing, Slot, Written, slots
from evenstride.core.plan import Kind, Plan, Session
from evenstride.store import Store, Stored
from evenstride.words import say_on_the_way
from evenstride.writers import all_forms, form_named, read_document


@dataclass(frozen=True, slots=True)
class ExportWish:
    """What the person chose about a plan that leaves.

    Attributes
    ----------
    starts : time or None
        When the day's first session begins; None for events of whole days.
    zone : str or None
        Name of a time zone; None for the one of this machine.
    rest_days, lap_button : bool
        As in `Outgoing`.
    with_notes : bool
        Whether the plan's notes go out too: they speak of pain and health.
    """

    starts: time | None = None
    zone: str | None = None
    rest_days: bool = True
    lap_button: bool = False
    with_notes: bool = False


def outgoing_plan(store: Store, name: str | None, wish: ExportWish, *, at: datetime) -> Outgoing:
    """Return the newest plan of an athlete, ready to leave.

    Raises
    ------
    NotFoundError
        If there is no plan.
    InputError
        If nothing may leave: red flags, a plan that was stopped, or pain the plan does not know of.
    """
    athlete = choose_athlete(store, name)
    history = _plans(store, athlete)
    _refuse_stopped(store, athlete, history, at)
    newest = history[-1]
    since, gone = _changes(history, rest_days=wish.rest_days)
    return _prepared(Outgoing(newest.noun, athlete.name, newest.at, since, gone), wish)


def followed_plan(store: Store, name: str, wish: ExportWish, *, at: datetime) -> Outgoing:
    """Return what a calendar that follows an athlete is told: the newest plan, or no session while none may leave.

    An error would leave yesterday's sessions standing in the calendar; an empty answer takes them away.
    """
    try:
        return outgoing_plan(store, name, wish, at=at)
    except (InputError, NotFoundError):
        athlete = store.athlete(name)
        return _prepared(Outgoing(Plan(local_day(at), 1, (), stopped=True), athlete.name, at), wish)


def outgoing_document(data: bytes, wish: ExportWish, *, place: str = "") -> Outgoing:
    """Return the plan of a JSON export, ready to leave in another form.

    Raises
    ------
    InputError
        If it is no plan, or one that was stopped.
    """
    told = read_document(data, place=place)
    if told.plan.stopped:
        raise _nothing_leaves("This plan was stopped")
    return _prepared(told, wish)


def write_plan(outgoing: Outgoing, form: str) -> Written:
    """Return the files of a plan in a format, see `export_forms`."""
    return form_named(form).write(outgoing)


def export_forms() -> dict[str, tuple[str, bool]]:
    """Return what each format is good for and whether it makes a folder of files."""
    return {form.NAME: (form.ABOUT, form.MANY) for form in all_forms()}


def week_pages(plan: Plan) -> tuple[tuple[date, tuple[tuple[date, tuple[Session, ...]], ...]], ...]:
    """Return the weeks of a plan, each with its seven days and what they hold."""
    firsts = [plan.start + timedelta(weeks=week) for week in range(plan.weeks)]
    return tuple((first, tuple(_day(plan, first + timedelta(days=count)) for count in range(7))) for first in firsts)


def _day(plan: Plan, on: date) -> tuple[date, tuple[Session, ...]]:
    return on, tuple(session for session in plan.sessions if session.on == on)


def _plans(store: Store, athlete: Athlete) -> list[Stored[Plan]]:
    """Return the plans of an athlete in the order they were last made."""
    kept = [one for one in store.results("plan", athlete=athlete.name) if isinstance(one.noun, Plan)]
    return [Stored(one.id, one.athlete, one.at, one.noun) for one in kept if isinstance(one.noun, Plan)]


def _refuse_stopped(store: Store, athlete: Athlete, history: Sequence[Stored[Plan]], at: datetime) -> None:
    stop = find_stop(store, athlete, local_day(at))
    if stop.red_flags:
        raise _nothing_leaves("A sign was told that a professional looks at first")
    if not history:
        raise NotFoundError(
            f"{athlete.name} has no plan yet", remedy=f"Make one first: evenstride plan --athlete '{athlete.name}'"
        )
    if history[-1].noun.stopped:
        raise _nothing_leaves("This plan was stopped")
    if stop.put_away:
        raise InputError("no plan leaves now", why=PUT_AWAY, remedy="Plan again: evenstride plan")


def _nothing_leaves(why: str) -> InputError:
    return InputError(
        "no plan leaves now",
        why=f"{why}, and nothing is planned",
        remedy="Stop, and let a professional look before you train again",
    )


def _prepared(told: Outgoing, wish: ExportWish) -> Outgoing:
    plan = told.plan if wish.with_notes else replace(told.plan, notes=())
    zone = UTC
    if wish.starts is not None:
        zone = local_zone() if wish.zone is None else read_zone(wish.zone, place="--zone")
    return replace(
        told, plan=plan, zone=zone, starts=wish.starts, rest_days=wish.rest_days, lap_button=wish.lap_button,
        care=say_on_the_way(),
    )  # fmt: skip


def _changes(history: Sequence[Stored[Plan]], *, rest_days: bool) -> tuple[dict[Slot, datetime], dict[Slot, datetime]]:
    """Return since when each slot of the newest plan holds its session, and which slots fell empty since earlier plans.

    A rest day that is not told leaves its slot empty. Both times only ever grow: plans come in the order they were
    last made, and a slot that was planned differently in between is as old as its latest return.
    """
    newest = history[-1].noun
    days = {newest.start + timedelta(days=count) for count in range(7 * newest.weeks)}
    since: dict[Slot, datetime] = {}
    filled: dict[Slot, Session] = {}
    for kept in history:
        covered = {session.on for session in kept.noun.sessions} & days
        told = [(slot, one) for slot, one in slots(kept.noun) if rest_days or one.kind is not Kind.REST]
        planned = {slot: session for slot, session in told if slot[0] in days}
        for slot in [slot for slot in filled if slot[0] in covered and slot not in planned]:
            del filled[slot]
            since[slot] = kept.at
        since |= {slot: kept.at for slot, session in planned.items() if filled.get(slot) != session}
        filled |= planned
    return (
        {slot: at for slot, at in since.items() if slot in filled},
        {slot: at for slot, at in since.items() if slot not in filled},
    )
