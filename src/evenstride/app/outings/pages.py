"""Use case: outings as pages show them: the list by month, one outing, a month of what was done."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from evenstride.app.outings.gathered import History, Outing
from evenstride.app.outings.told import Done, done_between, done_lines, outings_between
from evenstride.charts.plots import outing_trace
from evenstride.charts.svg import draw_figure
from evenstride.core.activity import Activity
from evenstride.core.athlete import Athlete
from evenstride.core.chart import Figure
from evenstride.core.days_done import DayDone
from evenstride.core.errors import InputError
from evenstride.core.estimate import Missing
from evenstride.core.outing_values import SpeedBins
from evenstride.readers.outing_reading import read_outings
from evenstride.science.outings.trace import trace_outing
from evenstride.store import Store
from evenstride.words.outings.pages import (
    LAP_HEADER,
    MEANS,
    SIDES_HEADER,
    STRETCH_HEADER,
    balance_text,
    lap_rows,
    load_facts,
    outing_details,
    outing_facts,
    outing_title,
    short_distance,
    short_time,
    side_rows,
    stretch_rows,
)
from evenstride.words.outings.summary import HOW_NOT_WHY, kilometres, minutes, say_note
from evenstride.words.outings.tables import WEEK_HEADER, week_row

EACH_PAGE = 100
"""Outings of one page of the list (judgement: a season of a busy runner)."""

MOST_LAPS = 60
"""Laps that are listed; a track session has fewer."""


@dataclass(frozen=True, slots=True)
class OutingLine:
    """One outing in a list; `partly` says that not all of its file could be read."""

    id: str
    on: date
    title: str
    details: str
    partly: bool = False


@dataclass(frozen=True, slots=True)
class OutingList:
    """One page of the outings of an athlete, the newest first.

    Attributes
    ----------
    months : tuple of (date, str, tuple of OutingLine)
        First day of the month, what those listed add up to, and they.
    total : int
        Outings of the days asked for.
    page, pages : int
        Which page this is, counted from 1, and how many there are.
    partly : tuple of (OutingLine, str)
        Outings of all days whose file could be read in part only, and what is lacking.
    """

    athlete: Athlete
    on: date
    months: tuple[tuple[date, str, tuple[OutingLine, ...]], ...]
    total: int
    page: int
    pages: int
    since: date | None
    until: date | None
    partly: tuple[tuple[OutingLine, str], ...]
    ever: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table of words."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class OutingShown:
    """One outing as its page shows it; of a sealed one only how long it was and how hard.

    Attributes
    ----------
    facts : tuple of (str, str)
        Name and words.
    figure : Figure or None
        Along its time; None where there is nothing to draw, and `undrawn` says why.
    sides : Sheet or None
        Push and swing by speed; None where there are no steps, and `no_steps` says why.
    fast, laps : Sheet or None
        None where there are none.
    notes : tuple of str
        What is known against the instruments.
    """

    athlete: Athlete
    on: date
    line: OutingLine
    until: date | None
    facts: tuple[tuple[str, str], ...]
    figure: Figure | None
    undrawn: str
    sides: Sheet | None
    no_steps: str
    means: tuple[str, ...]
    fast: Sheet | None
    laps: Sheet | None
    more_laps: int
    notes: tuple[str, ...]
    devices: tuple[str, ...]
    damage: str
    file: str
    also: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DayShown:
    """One day of a calendar; `ids` are its outings, and a day to come has none."""

    on: date
    inside: bool
    done: DayDone | None
    time: str = ""
    distance: str = ""
    ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class MonthShown:
    """What was done in the weeks that touch a month.

    Attributes
    ----------
    first : date
        Of the month.
    before, after : date or None
        First days of the months beside it; None where nothing can be there.
    weeks : tuple of tuple of DayShown
        From Monday to Sunday.
    table : Sheet
        The weeks in numbers, the newest first.
    lines : tuple of str
        What the numbers leave open.
    """

    athlete: Athlete
    on: date
    first: date
    before: date | None
    after: date | None
    weeks: tuple[tuple[DayShown, ...], ...]
    table: Sheet
    lines: tuple[str, ...]


def list_outings(
    history: History, *, since: date | None = None, until: date | None = None, page: int = 1
) -> OutingList:
    """Return one page of the outings of some days; both ends are in.

    Raises
    ------
    InputError
        If there is no such page.
    """
    found = outings_between(history, since, until)
    pages = max(1, -(-len(found) // EACH_PAGE))
    if not 1 <= page <= pages:
        raise InputError("there is no such page", remedy=f"There are {pages}")
    shown = found[(page - 1) * EACH_PAGE : page * EACH_PAGE]
    months = tuple(
        (first, _sum(of), tuple(map(_line, of)))
        for first, of in ((first, list(of)) for first, of in groupby(shown, lambda one: one.summary.on.replace(day=1)))
    )
    partly = tuple((_line(one), one.stored.noun.damage) for one in reversed(history.outings) if one.stored.noun.damage)
    return OutingList(
        history.athlete, history.on, months, len(found), page, pages, since, until, partly, len(history.outings)
    )


def show_outing(store: Store, history: History, one: Outing) -> OutingShown:
    """Return one outing with its course, read again from the original; a sealed one without."""
    noun, summary, open_ = one.stored.noun, one.summary, one.until is None
    activity = _read(store, one) if open_ else None
    figure, undrawn = _drawn(activity, history, one) if activity is not None else (None, "")
    steps, best = summary.steps, history.own_best
    fast = summary.fast_stretches(best) if best is not None and open_ else ()
    laps = lap_rows(activity.laps) if activity is not None and len(activity.laps) > 1 else ()
    told = steps if isinstance(steps, SpeedBins) else None
    return OutingShown(
        athlete=history.athlete,
        on=history.on,
        line=_line(one),
        until=one.until,
        facts=tuple(outing_facts(summary, own_best=best) if open_ else load_facts(summary)),
        figure=figure,
        undrawn=undrawn,
        sides=None if told is None else Sheet(SIDES_HEADER, side_rows(told)),
        no_steps=steps.reason if isinstance(steps, Missing) and open_ else "",
        means=() if told is None else tuple(filter(None, (balance_text(told), MEANS, HOW_NOT_WHY))),
        fast=Sheet(STRETCH_HEADER, stretch_rows(fast)) if fast else None,
        laps=Sheet(LAP_HEADER, laps[:MOST_LAPS]) if laps else None,
        more_laps=max(0, len(laps) - MOST_LAPS),
        notes=tuple(map(say_note, summary.notes)),
        devices=noun.devices,
        damage=noun.damage,
        file=noun.origin.file_name,
        also=one.also,
    )


def show_month(history: History, first: date) -> MonthShown:
    """Return the calendar of a month, with the whole weeks that touch it."""
    after = (first + timedelta(days=31)).replace(day=1)
    monday = first - timedelta(days=first.weekday())
    last = after - timedelta(days=1)
    sunday = last + timedelta(days=6 - last.weekday())
    found = done_between(history, monday, sunday)
    days, ids = {one.on: one for one in found.days}, _ids(history, monday, sunday)
    weeks = tuple(
        tuple(_day(monday + timedelta(days=7 * week + at), first, days, ids) for at in range(7))
        for week in range(((sunday - monday).days + 1) // 7)
    )
    begun = [one for one in found.weeks if one.first <= history.on]
    eldest = min((one.summary.on for one in history.outings), default=history.on)
    return MonthShown(
        history.athlete,
        history.on,
        first,
        (first - timedelta(days=1)).replace(day=1) if eldest < first else None,
        after if after <= history.on else None,
        weeks,
        Sheet(WEEK_HEADER, tuple(week_row(one) for one in reversed(begun))),
        done_lines(Done(tuple(begun), found.days)),
    )


def _line(one: Outing) -> OutingLine:
    return OutingLine(
        one.stored.id,
        one.summary.on,
        outing_title(one.summary),
        outing_details(one.summary, until=one.until),
        bool(one.stored.noun.damage),
    )


def _sum(outings: Sequence[Outing]) -> str:
    count = f"{len(outings)} {'outing' if len(outings) == 1 else 'outings'}"
    told = [count, minutes(sum(one.summary.timed for one in outings))]
    if all(one.until is None for one in outings):
        told.append(kilometres(sum(one.summary.distance or 0.0 for one in outings)))
    return ", ".join(told)


def _read(store: Store, one: Outing) -> Activity | None:
    """Return the samples of an outing, None where its file, kept as it came, cannot be read any more."""
    origin = one.stored.noun.origin
    try:
        reading = read_outings(store.raw(origin.content_id), name=origin.file_name, athlete=one.stored.athlete)
    except InputError:
        return None
    return next((activity for activity in reading.activities if activity.part == one.stored.noun.part), None)


def _drawn(activity: Activity, history: History, one: Outing) -> tuple[Figure | None, str]:
    trace = trace_outing(activity, sources=history.order)
    if not trace.tracks:
        return None, "The file holds neither speed nor steps, sample by sample."
    fast = () if history.own_best is None else one.summary.fast_stretches(history.own_best)
    return draw_figure(outing_trace.draw(trace, fast)), ""


def _ids(history: History, first: date, last: date) -> Mapping[date, tuple[str, ...]]:
    found: dict[date, tuple[str, ...]] = {}
    for one in history.outings:
        if first <= one.summary.on <= last:
            found[one.summary.on] = (*found.get(one.summary.on, ()), one.stored.id)
    return found


def _day(on: date, month: date, days: Mapping[date, DayDone], ids: Mapping[date, Iterable[str]]) -> DayShown:
    done = days.get(on)
    inside = (on.year, on.month) == (month.year, month.month)
    if done is None or not done.outings:
        return DayShown(on, inside, done)
    known = done.distance == done.distance and done.distance > 0.0  # nan where it is sealed
    distance = short_distance(done.distance) if known else ""
    return DayShown(on, inside, done, short_time(done.timed), distance, tuple(ids.get(on, ())))
