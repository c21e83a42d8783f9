"""Use cases: a list of outings, one of them, weeks and days of what was done, and which device is believed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from math import nan
from typing import Any

from evenstride.app.outings.gathered import History, Outing
from evenstride.app.outings.importing import measure_again
from evenstride.app.outings.tally import OutingsImport
from evenstride.app.people import choose_athlete
from evenstride.core.days_done import DayDone, WeekLoad
from evenstride.core.errors import InputError, NotFoundError
from evenstride.core.estimate import Missing
from evenstride.core.filed import SourceOrder
from evenstride.core.progress import Progress, no_progress
from evenstride.science.outings.load import list_days, measure_weeks
from evenstride.store import Store
from evenstride.words import day
from evenstride.words.outings.summary import NO_RATIO, say_outing
from evenstride.words.outings.tables import DAY_HEADER, OUTING_HEADER, WEEK_HEADER, day_row, outing_row, week_row

Rows = tuple[tuple[str, ...], list[tuple[str, ...]]]
SEALED = Missing("sealed until the check")


@dataclass(frozen=True, slots=True)
class Done:
    """What was done, week by week and day by day; of sealed days the distance is nan and fast metres are missing."""

    weeks: tuple[WeekLoad, ...]
    days: tuple[DayDone, ...]


def outings_between(history: History, since: date | None, until: date | None) -> tuple[Outing, ...]:
    """Return the outings of some days, the newest first; both ends are in."""
    return tuple(
        one
        for one in reversed(history.outings)
        if (since is None or one.summary.on >= since) and (until is None or one.summary.on <= until)
    )


def outing_table(outings: Sequence[Outing]) -> Rows:
    """Return outings as a table."""
    return OUTING_HEADER, [outing_row(one.stored.id, one.summary, sealed=one.until is not None) for one in outings]


def outing_document(one: Outing) -> dict[str, Any]:
    """Return one outing for machines, with its id, its file, and until when its speeds are sealed."""
    file = one.stored.noun.origin.file_name
    return {"id": one.stored.id, "file": file, "also": one.also, "sealed_until": one.until, "outing": one.summary}


def find_outing(history: History, id: str) -> Outing:
    """Return one outing by its id or the beginning of it.

    Raises
    ------
    NotFoundError
        If none or several begin so.
    """
    found = [one for one in history.outings if one.stored.id.startswith(id.strip().lower())]
    if len(found) == 1 and len(id.strip()) >= 4:
        return found[0]
    what = "there is no outing" if not found else "there are several outings"
    raise NotFoundError(f"{what} with the id '{id}'", remedy="The ids are listed by: evenstride outings")


def outing_lines(one: Outing, history: History) -> Iterator[str]:
    """Return one outing in sentences, and which file it came from."""
    noun = one.stored.noun
    if one.until is None:
        yield from say_outing(one.summary, own_best=history.own_best)
    else:
        what = f"{noun.sport.value.capitalize()} on {day(noun.on)} {noun.on.year}"
        yield f"{what}: {one.summary.timed / 60.0:.0f} min; its speeds are sealed until {day(one.until)}."
    if noun.devices:
        yield f"Written by {', '.join(noun.devices)}."
    if noun.damage:
        yield noun.damage
    yield f"From {noun.origin.file_name}" + (f"; also in {', '.join(one.also)}." if one.also else ".")


def done_of(history: History, *, weeks: int) -> Done:
    """Return what was done in the weeks up to today, each from Monday; the present one is as far as it goes."""
    monday = history.on - timedelta(days=history.on.weekday())
    return done_between(history, monday - timedelta(weeks=weeks - 1), monday + timedelta(days=6))


def done_between(history: History, first: date, last: date) -> Done:
    """Return what was done from a Monday to a Sunday; days that are still to come are not listed."""
    outings = [one.summary for one in history.outings]
    days = list_days(outings, first, last, own_best=history.own_best, life=history.life)
    hidden = {one.summary.on for one in history.outings if one.until is not None}
    open_days = tuple(replace(one, distance=nan, fast_metres=SEALED) if one.on in hidden else one for one in days)
    return Done(measure_weeks(open_days), tuple(one for one in open_days if one.on <= history.on))


def done_tables(done: Done) -> tuple[Rows, Rows]:
    """Return weeks and days as tables, the newest first."""
    weeks = [week_row(one) for one in reversed(done.weeks)]
    return (WEEK_HEADER, weeks), (DAY_HEADER, [day_row(one) for one in reversed(done.days)])


def done_lines(done: Done) -> tuple[str, ...]:
    """Return what the tables leave open: why a load is not known, and that no ratio is made of it."""
    lacking = [one.load for one in done.days if isinstance(one.load, Missing)]
    if not any(one.outings for one in done.days):
        return ("No activity of a watch is here for these weeks. What was logged by hand: evenstride ledger",)
    lines = [f"Load is effort × minutes. {NO_RATIO}"]
    if lacking:
        lines.append(f"On {len(lacking)} days no effort was told; evenstride log tells it.")
    return tuple(lines)


def sources_of(store: Store, name: str | None) -> tuple[tuple[str, ...], tuple[tuple[str, int], ...]]:
    """Return the devices in the order they are believed, and all that measured something, with how many activities."""
    athlete = choose_athlete(store, name)
    many = Counter(source for one in store.activities(athlete.name) for source in one.noun.sources if source)
    return store.source_order(athlete.name).sources, tuple(many.most_common())


def choose_sources(
    store: Store, name: str | None, order: Sequence[str], *, at: datetime, progress: Progress = no_progress
) -> OutingsImport:
    """Believe devices in an order from now on, and measure everything anew by it from the originals.

    Raises
    ------
    InputError
        If a device is named that measured nothing.
    """
    athlete = choose_athlete(store, name)
    known = {source.casefold(): source for source, _ in sources_of(store, athlete.name)[1]}
    strange = [source for source in order if source.casefold() not in known]
    if strange:
        raise InputError(
            f"no activity of {athlete.name} names the device '{strange[0]}'",
            place="--order",
            remedy=f"Known are: {', '.join(known.values()) or 'none, no file names its device'}",
        )
    chosen = SourceOrder(tuple(dict.fromkeys(known[source.casefold()] for source in order)))
    store.save_source_order(athlete.name, chosen, saved_at=at)
    return measure_again(store, athlete.name, at=at, progress=progress)
