"""Years of activities: bringing them in, and what they tell."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from evenstride.core.errors import InputError
from evenstride.doors.cli.options import Athlete, Database, Json, parse_day, quantity
from evenstride.doors.cli.output import print_json, remark, say, table
from evenstride.doors.cli.progress import waiting

if TYPE_CHECKING:
    from evenstride.app.outings.gathered import History
    from evenstride.core.season_values import Span

INTERRUPTED = 130
NOTHING_READ = 2
SHOWN = 30

SpanText = Annotated[str | None, typer.Option(metavar="DAY..DAY", help="Days, both in it: 2026-03-01..2026-05-31.")]


def import_history(sources: Sequence[Path], athlete: str | None, database: Path | None, *, as_json: bool) -> None:
    """Keep the activities of files, folders and archives, and say at the end what became of all of them."""
    from evenstride.app.blocks.sealed import say_sealed
    from evenstride.app.outings.importing import import_lines, import_outings
    from evenstride.app.wiring import local_day, now, open_database

    with open_database(database) as store:
        with waiting("Reading activities") as progress:
            told = import_outings(store, sources, athlete=athlete, imported_at=now(), progress=progress)
        sealed = say_sealed(store, store.athlete(told.athlete), local_day(now())) if told.kept else ""
    remark(*filter(None, [sealed]))
    if as_json:
        print_json(told)
    else:
        say(*import_lines(told))
    if told.stopped:
        raise typer.Exit(INTERRUPTED)
    if not told.kept:
        raise typer.Exit(NOTHING_READ)


def read_history(source: Path, athlete: str | None, *, as_json: bool) -> None:
    """Show how one activity file is understood."""
    from evenstride.app.outings.files import FILE_HEADER, file_lines, file_rows, read_outing_file

    with waiting(f"Reading {source.name}"):
        reading = read_outing_file(source, athlete=athlete)
    if as_json:
        print_json(reading)
        return
    remark(*file_lines(reading))
    say(*table(FILE_HEADER, file_rows(reading)))


def outings(
    athlete: Athlete = None,
    since: Annotated[str | None, typer.Option(help="First day, YYYY-MM-DD.")] = None,
    until: Annotated[str | None, typer.Option(help="Last day, YYYY-MM-DD.")] = None,
    every: Annotated[bool, typer.Option("--all", help="List all, not only the newest.")] = False,
    database: Database = None,
    as_json: Json = False,
) -> None:
    """List activities, each once, the newest first."""
    from evenstride.app.outings.told import outing_document, outing_table, outings_between

    history = _history(athlete, database)
    first, last = parse_day(since, option="--since"), parse_day(until, option="--until")
    found = outings_between(history, first, last)
    if as_json:
        print_json([outing_document(one) for one in found])
        return
    shown = found if every or since or until else found[:SHOWN]
    if not found:
        say("No activity is here. Import some: evenstride import FOLDER --athlete NAME")
        return
    say(*table(*outing_table(shown)))
    if len(shown) < len(found):
        remark(f"The newest {len(shown)} of {len(found)}; --all lists all.")


def outing(
    id: Annotated[str, typer.Argument(help="The activity, as outings lists it.")],
    athlete: Athlete = None,
    database: Database = None,
    as_json: Json = False,
) -> None:
    """Show one activity: how long, how hard, how fast, and what its steps tell."""
    from evenstride.app.outings.told import find_outing, outing_document, outing_lines

    history = _history(athlete, database)
    one = find_outing(history, id)
    if as_json:
        print_json(outing_document(one))
        return
    say(*outing_lines(one, history))


def seasons(
    athlete: Athlete = None,
    now: SpanText = None,
    before: SpanText = None,
    speed: Annotated[
        float | None,
        typer.Option(parser=quantity("--speed", "m/s", 0.5, 13.0), metavar="SPEED", help="Speed of the table, m/s."),
    ] = None,
    coach: Annotated[bool, typer.Option("--coach", help="The version for a coach.")] = False,
    scientist: Annotated[bool, typer.Option("--scientist", help="The version with every number.")] = False,
    database: Database = None,
    as_json: Json = False,
) -> None:
    """Show steps against speed month by month, and what shifted since last season: push or swing."""
    from evenstride.app.outings.seasons import season_lines, season_table, season_voices, seasons_of

    history = _history(athlete, database)
    with waiting("Fitting"):
        found = seasons_of(history, before=_span(before, "--before"), now=_span(now, "--now"), speed=speed)
    if as_json:
        print_json(found)
        return
    voices = season_voices(found)
    say(voices.scientist if scientist else voices.coach if coach else voices.athlete, "")
    if (rows := season_table(found)) is not None:
        say(f"At {found.speed:.2f} m/s, with 90 % intervals:", *table(*rows), "")
    say(*season_lines(found))


def done(
    athlete: Athlete = None,
    weeks: Annotated[int, typer.Option(help="Weeks to look back, this one included.", min=1, max=520)] = 8,
    days: Annotated[bool, typer.Option("--days", help="Day by day as well.")] = False,
    database: Database = None,
    as_json: Json = False,
) -> None:
    """Show what was done week by week: time, distance, load, fast metres, sleep and rest."""
    from evenstride.app.outings.told import done_lines, done_of, done_tables

    found = done_of(_history(athlete, database), weeks=weeks)
    if as_json:
        print_json(found)
        return
    by_week, by_day = done_tables(found)
    say(*table(*by_week), "")
    if days:
        say(*table(*by_day), "")
    say(*done_lines(found))


def sources(
    athlete: Athlete = None,
    order: Annotated[
        str | None, typer.Option(help='Devices, the most believed first, with commas: "Stryd,watch".')
    ] = None,
    database: Database = None,
    as_json: Json = False,
) -> None:
    """Show which devices measured, and which is believed where two measured the same; --order changes it."""
    from evenstride.app.outings.told import choose_sources, sources_of
    from evenstride.app.wiring import now, open_database

    with open_database(database) as store:
        if order is not None:
            names = [name.strip() for name in order.split(",") if name.strip()]
            with waiting("Measuring anew") as progress:
                told = choose_sources(store, athlete, names, at=now(), progress=progress)
            remark(f"Measured anew: {told.again} files.")
        chosen, known = sources_of(store, athlete)
    if as_json:
        print_json({"order": chosen, "devices": dict(known)})
        return
    if known:
        say(*table(("device", "activities"), [(name, str(many)) for name, many in known]))
    else:
        say("No activity names the device that measured.")
    first = " before ".join(chosen) if chosen else "the one a file names first"
    say(f"Believed: {first}. Two devices are never mixed in one curve.")


def _history(athlete: str | None, database: Path | None) -> History:
    from evenstride.app.outings.gathered import open_history
    from evenstride.app.wiring import now, open_database

    with open_database(database) as store, waiting("Measuring anew") as progress:
        return open_history(store, athlete, at=now(), progress=progress)


def _span(text: str | None, option: str) -> Span | None:
    from evenstride.core.season_values import Span

    if text is None:
        return None
    first, dots, last = text.partition("..")
    begin, end = parse_day(first.strip(), option=option), parse_day(last.strip(), option=option) if dots else None
    if begin is None or end is None or end < begin:
        raise InputError(f"'{text}' is no span of days", place=option, remedy="Write it as 2026-03-01..2026-05-31")
    return Span(begin, end)


COMMANDS = {"outings": outings, "outing": outing, "seasons": seasons, "done": done, "sources": sources}
