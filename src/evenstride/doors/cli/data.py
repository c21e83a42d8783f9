"""One's own data: what is known, an archive to take along and to bring back, deleting."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from evenstride.core.errors import InputError
from evenstride.doors.cli.contacts import ContactsFile, EachContact, list_contacts
from evenstride.doors.cli.options import Athlete, Database, Day, Json, parse_day, quantity
from evenstride.doors.cli.output import as_plain, print_json, remark, say
from evenstride.doors.cli.progress import waiting

app = typer.Typer(name="data", help="Your data: show, take along, bring back, delete.", no_args_is_help=True)


@app.command("show")
def show(athlete: Athlete = None, database: Database = None, as_json: Json = False) -> None:
    """Show everything that is known of an athlete: answers, files, runs and tests, log, results."""
    from evenstride.app.known import known_lines, known_of, zone_name
    from evenstride.app.wiring import database_path, now, open_database

    with open_database(database) as store:
        known = known_of(store, athlete, at=now(), database=database_path(database))
    if as_json:
        print_json(known)
        return
    say(*known_lines(known))
    remark(f"Days are those of {zone_name() or 'this machine'}. Where one of them comes from: evenstride why ID")


@app.command("body")
def body(
    athlete: Athlete = None,
    mass: Annotated[
        float | None,
        typer.Option(parser=quantity("--mass", "kg"), metavar="MASS", help="Body mass, kg or 158lb."),
    ] = None,
    height: Annotated[
        float | None,
        typer.Option(parser=quantity("--height", "m"), metavar="LENGTH", help="Body height, m or 5ft11in."),
    ] = None,
    leg: Annotated[
        float | None,
        typer.Option(
            "--leg-length", parser=quantity("--leg-length", "m"), metavar="LENGTH", help="Hip to floor, m or 36in."
        ),
    ] = None,
    day: Day = None,
    database: Database = None,
) -> None:
    """Tell what was measured of a body on one day; a sprint whose file has none uses it."""
    from evenstride.app.care.body import tell_body
    from evenstride.app.people import choose_athlete
    from evenstride.app.wiring import now, open_database
    from evenstride.core.athlete import Anthropometrics

    with open_database(database) as store:
        person = choose_athlete(store, athlete)
        tell_body(store, person.name, Anthropometrics(parse_day(day), mass, height, leg), at=now())
    say(f"Kept for {person.name}.")


@app.command("export")
def export(
    out: Annotated[Path, typer.Argument(help="The archive to write, e.g. noa.zip.")],
    athlete: Annotated[
        list[str] | None, typer.Option("--athlete", "-a", help="Whose data (default: everybody's); may be repeated.")
    ] = None,
    overwrite: Annotated[bool, typer.Option("--overwrite", help="Replace a file that is there already.")] = False,
    films: Annotated[bool, typer.Option("--films", help="The films of runs as well; they are large.")] = False,
    database: Database = None,
) -> None:
    """Write all data into one zip: every document, every raw file, hashes; data import brings them back."""
    from evenstride.app.archive import export_archive
    from evenstride.app.video.videos import left_films
    from evenstride.app.wiring import database_path, now, open_database

    if out.exists() and (out.is_dir() or not overwrite):
        raise InputError(f"{out} is there already", remedy="Choose another place, or add --overwrite")
    beside = out.with_name(f".{out.name}.part")
    try:
        with open_database(database) as store, waiting("Writing the archive") as progress, beside.open("wb") as file:
            path = database_path(database)
            people = export_archive(
                store, athlete or (), file, at=now(), films=path if films else None, progress=progress
            )
            left = () if films else left_films(store, path, [one.name for one in people])
        beside.replace(out)
    except OSError as problem:
        raise InputError(f"{out} cannot be written", why=problem.strerror or "") from None
    finally:
        beside.unlink(missing_ok=True)
    say(str(out))
    names = ", ".join(one.name for one in people)
    remark(f"All data of {names}. It is not encrypted: whoever has the file can read it.", *left)


@app.command("tables")
def tables(
    folder: Annotated[Path, typer.Argument(help="The folder to write, empty or not there yet.")],
    athlete: Athlete = None,
    parquet: Annotated[bool, typer.Option("--parquet", help="Parquet in the place of CSV.")] = False,
    samples: Annotated[bool, typer.Option(help="The samples of every activity as well, one file each.")] = True,
    database: Database = None,
) -> None:
    """Write everything for other programs: tidy tables, JSON, and the archive that data import brings back."""
    from evenstride.app.tables import write_tables
    from evenstride.app.wiring import now, open_database

    with open_database(database) as store, waiting("Writing tables") as progress:
        written, outings = write_tables(
            store, athlete, folder, at=now(), parquet=parquet, samples=samples, progress=progress
        )
    (folder / "outings.json").write_text(json.dumps(as_plain(outings), ensure_ascii=False), encoding="utf-8")
    many = sum("/" in name for name in written)
    say(*(f"{folder / name}" for name in written if "/" not in name), f"{folder / 'outings.json'}")
    if many:
        say(f"{folder / 'samples'}: {many} file{'' if many == 1 else 's'}")
    remark("None of it is encrypted. Values of sealed days are in archive.zip alone.")


@app.command("import")
def bring_back(
    source: Annotated[Path, typer.Argument(help="An archive written by data export.")], database: Database = None
) -> None:
    """Bring back what an archive holds; what is here already stays as it is, and a second time nothing changes."""
    from evenstride.app.archive import import_archive, loaded_lines
    from evenstride.app.wiring import database_path, now, open_database

    try:
        with source.open("rb") as file, open_database(database) as store, waiting("Reading the archive") as progress:
            loaded = import_archive(store, file, at=now(), database=database_path(database), progress=progress)
    except OSError as problem:
        raise InputError("the file cannot be read", place=str(source), why=problem.strerror or "") from None
    say(*loaded_lines(loaded))


@app.command("delete")
def delete(
    name: Annotated[str, typer.Argument(help="Whole name of the athlete.")],
    yes: Annotated[bool, typer.Option("--yes", help="Do it without asking for the name again.")] = False,
    database: Database = None,
) -> None:
    """Delete an athlete with all that is theirs alone, overwritten in the database file."""
    from evenstride.app.access import access_beside
    from evenstride.app.archive import delete_athlete, require_typed
    from evenstride.app.video.videos import dropped_lines, films_of
    from evenstride.app.wiring import database_path, open_database

    with open_database(database) as store:
        athlete = require_typed(store, name, name)
        typed = name if yes else typer.prompt(f"All of {athlete.name} will be gone for good. Type the name again")
        before = films_of(store)
        with waiting("Deleting"):
            lines = delete_athlete(store, athlete.name, typed)
            films = dropped_lines(store, database_path(database), before)
    access_beside(database_path(database)).close_calendar(athlete.key)
    say(*lines, *films)


@app.command("delete-run")
def delete_run(
    id: Annotated[str, typer.Argument(help="The recording, as data show and why write it.")],
    yes: Annotated[bool, typer.Option("--yes", help="Do it without asking.")] = False,
    database: Database = None,
) -> None:
    """Delete one recording that was understood wrongly or is none, with what was computed from it."""
    from evenstride.app.runs.delete import delete_run, run_words
    from evenstride.app.runs.listed import open_held
    from evenstride.app.video.videos import dropped_lines, films_of
    from evenstride.app.wiring import database_path, local_day, now, open_database

    with open_database(database) as store:
        found = store.held(id)
        athlete = store.athlete(found.athlete)
        open_held(store, athlete, found.id, local_day(now()))
        if not yes:
            typer.confirm(f"{athlete.name}, {run_words(found)}. Delete it?", abort=True)
        before = films_of(store)
        lines = delete_run(store, athlete, found.id, at=now())
        films = dropped_lines(store, database_path(database), before)
    say(*lines, *films)


@app.command("run")
def run(
    id: Annotated[
        str | None, typer.Argument(help="The recording, as data show writes it (default: the one of the newest day).")
    ] = None,
    athlete: Athlete = None,
    steps: EachContact = False,
    csv: ContactsFile = None,
    database: Database = None,
    as_json: Json = False,
) -> None:
    """Show one recording: its values, and push, swing, support and timing of each leg where instruments were there."""
    from evenstride.app.reading.contacts import contacts_of
    from evenstride.app.runs.told import newest_run, open_told, run_document, run_lines
    from evenstride.app.wiring import now, open_database

    with open_database(database) as store, waiting("Measuring"):
        chosen = newest_run(store, athlete) if id is None else id
        if steps or csv is not None:
            list_contacts(contacts_of(store, chosen, at=now()), csv, as_json=as_json)
            return
        shown = open_told(store, chosen, at=now())
    if as_json:
        print_json(run_document(shown))
        return
    say(*run_lines(shown))


@app.command("scrub")
def scrub(database: Database = None) -> None:
    """Overwrite what earlier deletions left in the database file."""
    from evenstride.app.archive import scrub_lines
    from evenstride.app.wiring import open_database

    with open_database(database) as store, waiting("Overwriting"):
        scrubbed = store.scrub()
    say(*scrub_lines(scrubbed=scrubbed))
