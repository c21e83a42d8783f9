"""Use case: everything that is known of an athlete, each with an id to ask where it comes from."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from pathlib import Path

from evenstride.app.blocks.sealed import find_seal
from evenstride.app.blocks.sealed_fly import veiled
from evenstride.app.people import choose_athlete
from evenstride.app.video.videos import KeptFilms, count_films
from evenstride.app.wiring import local_day, local_zone
from evenstride.core.athlete import Anthropometrics, Athlete, Intake
from evenstride.core.check import Check
from evenstride.core.errors import InputError, NotFoundError
from evenstride.core.filed import FiledActivity, Held
from evenstride.core.metric import Analysis
from evenstride.core.plan import Plan
from evenstride.core.provenance import SHORT
from evenstride.core.recording import FieldTest, RawTest
from evenstride.core.units import Amount
from evenstride.store import Kept, Result, Store
from evenstride.words import day, entry_text

WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
TITLES = {"files": "Files", "recordings": "Runs and tests", "log": "Log", "results": "Results"}
"""Shelves in their order, with their headings."""

NAMES = {
    "Splits": "times at distances", "SpeedTrace": "speed trace", "StepEvents": "step times", "FieldTest": "test",
    "RawTest": "raw test", "FiledDays": "sleep and rest",
}  # fmt: skip
FEW, MANY = 5, 50
"""Items of a shelf on the page of all, and on a page of its own."""


@dataclass(frozen=True, slots=True)
class Item:
    """One thing on a shelf: its id, its day, what it is, and more about it."""

    id: str
    on: date | None
    what: str
    more: str = ""


@dataclass(frozen=True, slots=True)
class Shelf:
    """What is known of one sort: how much, of which days, and some of it, newest first.

    Attributes
    ----------
    name, title : str
        For addresses, and for people.
    count : int
        How many there are.
    first, last : date or None
        The days they reach over.
    items : tuple of Item
        From the `start`-th on.
    """

    name: str
    title: str
    count: int
    first: date | None
    last: date | None
    items: tuple[Item, ...]
    start: int = 0

    @property
    def after(self) -> int | None:
        """Where the next page begins, None on the last."""
        end = self.start + len(self.items)
        return end if end < self.count else None


@dataclass(frozen=True, slots=True)
class Known:
    """All that is known of an athlete on a day: what they told of themselves, their body, and the shelves."""

    athlete: Athlete
    on: date
    told: tuple[tuple[str, str], ...]
    bodies: tuple[Anthropometrics, ...]
    shelves: tuple[Shelf, ...]
    films: KeptFilms = field(default_factory=KeptFilms)


def known_of(store: Store, name: str | None, *, at: datetime, database: Path | None = None) -> Known:
    """Return what is known, with the newest few of each shelf; films are counted beside the database, if told where.

    Raises
    ------
    NotFoundError
        If nobody of that name is there.
    """
    athlete, on = choose_athlete(store, name), local_day(at)
    stock = _stock(store, athlete)
    shelves = tuple(_shelf(store, athlete, shelf, stock[shelf], slice(0, FEW), on) for shelf in TITLES)
    films = KeptFilms() if database is None else count_films(store, database, athlete.name)
    return Known(athlete, on, tuple(_told(store, athlete)), store.bodies(athlete.name)[::-1], shelves, films)


def shelf_of(store: Store, name: str, shelf: str, start: int = 0, *, at: datetime) -> tuple[Athlete, Shelf]:
    """Return a page of one shelf.

    Raises
    ------
    NotFoundError
        If there is no such shelf, or nobody of that name.
    """
    athlete = store.athlete(name)
    if shelf not in TITLES:
        raise NotFoundError(f"there is no list '{shelf}'", remedy=f"One of: {', '.join(TITLES)}")
    part = slice(max(0, start), max(0, start) + MANY)
    return athlete, _shelf(store, athlete, shelf, _stock(store, athlete)[shelf], part, local_day(at))


def known_lines(known: Known) -> tuple[str, ...]:
    """Return what is known in lines: what was told, then each shelf with its newest."""
    lines = [known.athlete.name, *(f"  {what}: {answer}" for what, answer in known.told)]
    for body in known.bodies:
        measures = ", ".join(f"{what} {amount}" for what, amount in measures_of(body)) or "nothing"
        lines.append(f"  {f'Body of {_dated(body.on)}' if body.on else 'Body'}: {measures}")
    for shelf in known.shelves:
        days = "" if shelf.first is None else f", {shelf.first} to {shelf.last}"
        lines.append(f"{shelf.title}: {shelf.count}{days}")
        lines += [f"  {item.id[:12]:12}  {item.on or 'no day'!s:10}  {_both(item)}" for item in shelf.items]
    if known.films.told:
        lines.append(f"Films: {known.films.said}")
    return tuple(lines)


def zone_name() -> str:
    """Return the time zone days are counted in; empty where nobody says."""
    try:
        return str(local_zone())
    except InputError:
        return ""


def _both(item: Item) -> str:
    return f"{item.what} · {item.more}" if item.more else item.what


def _stock(store: Store, athlete: Athlete) -> Mapping[str, Sequence[Kept]]:
    kept = store.kept(athlete.name)
    stock = {name: [one for one in reversed(kept) if one.part == name] for name in TITLES}
    files: dict[str, Kept] = {}
    for one in stock["recordings"]:
        files.setdefault(one.file, one)
    return {**stock, "files": list(files.values())}


def _shelf(store: Store, athlete: Athlete, name: str, stock: Sequence[Kept], part: slice, on: date) -> Shelf:
    shown = stock[part]
    days = [one.on for one in stock if one.on is not None]
    items = tuple(_items(store, athlete, name, shown, on)) if shown else ()
    return Shelf(name, TITLES[name], len(stock), min(days, default=None), max(days, default=None), items, part.start)


def _items(store: Store, athlete: Athlete, name: str, shown: Sequence[Kept], on: date) -> Iterator[Item]:
    match name:
        case "files":
            return _files(store, shown)
        case "recordings":
            return _recordings(store, shown)
        case "log":
            return _log(store, athlete, shown, on)
        case _:
            return _told_apart(_results(store, shown))


def _files(store: Store, shown: Sequence[Kept]) -> Iterator[Item]:
    for one in shown:
        origin = store.held(one.id).noun.origin
        came = "" if one.at is None else f"came in {_dated(local_day(one.at))}"
        yield Item(one.file, one.on, origin.file_name or "a file", f"read as {origin.reader}, {came}")


def _recordings(store: Store, shown: Sequence[Kept]) -> Iterator[Item]:
    for one in shown:
        noun = store.held(one.id).noun
        yield Item(
            one.id, one.on, _what(noun), " ".join(part for part in (noun.origin.file_name, noun.origin.place) if part)
        )


def _results(store: Store, shown: Sequence[Kept]) -> Iterator[Item]:
    nouns = store.known_results([one.id for one in shown])
    for one in shown:
        about = _about(nouns[one.id].noun) if one.id in nouns else ""
        yield Item(one.id, one.on, f"{one.kind}: {about}" if about else one.kind, _made(one))


def _about(noun: Result) -> str:
    """Return what tells a result from others of its kind and day, without anything it found."""
    match noun:
        case Check():
            return noun.metric
        case Analysis():
            return f"{len(noun.values)} values of a run"
        case Plan():
            return f"{noun.weeks} week{'' if noun.weeks == 1 else 's'} from {day(noun.start)}"
        case _:
            return ""


def _told_apart(items: Iterator[Item]) -> Iterator[Item]:
    """Add the beginning of their id to items that read alike: made again from more, each is a result of its own."""
    every = list(items)
    alike = Counter((one.on, one.what, one.more) for one in every)
    for one in every:
        again = alike[one.on, one.what, one.more] > 1
        yield replace(one, more=f"{one.more}, {one.id[:SHORT]}".lstrip(", ")) if again else one


def _what(noun: Held) -> str:
    match noun:
        case FieldTest() | RawTest():
            side = f", {noun.side}" if noun.side is not None else ""
            return f"{NAMES[type(noun).__name__]} {noun.test}{side}"
        case FiledActivity():
            return f"{noun.sport}, by a watch"
        case _:
            return NAMES[type(noun).__name__] + (f", {noun.label}" if noun.label else "")


def _log(store: Store, athlete: Athlete, shown: Sequence[Kept], today: date) -> Iterator[Item]:
    first, last = (on for on in (shown[-1].on, shown[0].on) if on is not None)
    entries = store.log(athlete.name, since=first, until=last + timedelta(days=1))
    told = {entry.id: entry for entry in veiled(entries, find_seal(store, athlete, today))}
    for one in shown:
        entry = told[one.id]
        more = entry_text(entry).removeprefix(entry.kind).lstrip(", ").removeprefix(day(entry.on)).lstrip(", ")
        yield Item(one.id, one.on, entry.kind, "; ".join(part for part in (more, entry.note) if part))


def _dated(on: date) -> str:
    return f"{day(on)} {on.year}"


def _made(one: Kept) -> str:
    return "" if one.at is None else f"made {_dated(local_day(one.at))}"


def _told(store: Store, athlete: Athlete) -> Iterator[tuple[str, str]]:
    yield "Born", "not told" if athlete.birth_year is None else str(athlete.birth_year)
    yield "Trains as", str(athlete.level)
    for intake in reversed(store.intakes(athlete.name)):
        yield f"Answers of {_dated(intake.on)}", "; ".join(_answers(intake)) or "none"


def _answers(intake: Intake) -> Iterator[str]:
    said = ", ".join([*map(str, intake.lacking), *([intake.lacking_words] if intake.lacking_words else [])])
    for what, answer in (("goal", intake.goal), ("enjoys", intake.enjoys), ("speed is lacking", said)):
        if answer:
            yield f"{what}: {answer}"
    yield f"days: {', '.join(WEEKDAYS[day] for day in intake.days) or 'none'}, {intake.minutes} min"
    if intake.kit:
        yield f"kit: {', '.join(intake.kit)}"
    if intake.readiness is not None:
        yes = [name.replace("_", " ") for name in intake.readiness.__slots__ if getattr(intake.readiness, name)]
        yield "questions of health: " + (f"yes to {', '.join(yes)}" if yes else "no to all")


def measures_of(body: Anthropometrics) -> tuple[tuple[str, Amount], ...]:
    """Return what was measured of a body: the word, and how much."""
    told = (("mass", body.mass, "kg"), ("height", body.height, "m"), ("leg", body.leg_length, "m"))
    return tuple((what, Amount(value, unit)) for what, value, unit in told if value is not None)
