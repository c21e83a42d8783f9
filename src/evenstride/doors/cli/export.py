"""Take a plan along: a calendar, workouts for a watch, a page to print, a table, a document."""

from __future__ import annotations

from datetime import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from evenstride.core.errors import InputError
from evenstride.doors.cli.options import Athlete, Database
from evenstride.doors.cli.output import remark, say

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from evenstride.core.outgoing import OutFile, Outgoing

app = typer.Typer(
    name="export", help="Take a plan along: calendar, watch, paper, table, document.", no_args_is_help=True
)

PAGE = "page"
SUFFIXES = {".html": PAGE, ".htm": PAGE}


@app.command("plan")
def plan(
    out: Annotated[Path, typer.Argument(help="File to write; for fit a folder.")],
    to: Annotated[
        str | None,
        typer.Option("--to", help="ics, fit, page, csv or json (default: told by the ending of OUT)."),
    ] = None,
    athlete: Athlete = None,
    at: Annotated[
        str | None, typer.Option("--at", help="When the day's first session begins, e.g. 18:00 (default: all day).")
    ] = None,
    zone: Annotated[
        str | None, typer.Option(help="Time zone of --at, e.g. Europe/Zurich (default: that of this machine).")
    ] = None,
    rest_days: Annotated[bool, typer.Option(help="Whether rest days are events of the calendar too.")] = True,
    lap_button: Annotated[
        bool, typer.Option("--lap-button", help="Runs on the watch end by a press, not by its own distance.")
    ] = False,
    with_notes: Annotated[
        bool, typer.Option("--with-notes", help="Take the plan's notes along; they speak of pain and health.")
    ] = False,
    source: Annotated[
        Path | None, typer.Option("--from", help="A plan exported as json, instead of the newest in the database.")
    ] = None,
    overwrite: Annotated[bool, typer.Option("--overwrite", help="Replace files that are there already.")] = False,
    database: Database = None,
) -> None:
    """Write the newest plan as calendar (ics), workouts (fit), page to print, table (csv) or document (json)."""
    from evenstride.app.planning.export import ExportWish, export_forms, outgoing_document, outgoing_plan
    from evenstride.app.reading.files import bytes_of_file
    from evenstride.app.wiring import now, open_database

    forms = export_forms()
    form = _form(to, out, forms)
    if zone is not None and at is None:
        raise InputError("a zone was given without a time", place="--zone", remedy="Give --at too, e.g. --at 18:00")
    wish = ExportWish(_time(at), zone, rest_days, lap_button, with_notes)
    if source is not None:
        outgoing = outgoing_document(bytes_of_file(source), wish, place=source.name)
    else:
        with open_database(database) as store:
            outgoing = outgoing_plan(store, athlete, wish, at=now())
    files, notes = _files(outgoing, form)
    many = form != PAGE and forms[form][1]
    places = _place(files, out, many=many)
    if not files:
        raise InputError("there is nothing to write", why=" ".join(notes), remedy="Plan a run or strength session")
    _write(places, overwrite=overwrite)
    say(*(str(place) for place in places))
    remark(*notes, *(_stale(out, places) if many else ()), *_hint(form))


def _files(outgoing: Outgoing, form: str) -> tuple[Sequence[OutFile], tuple[str, ...]]:
    from evenstride.app.planning.export import week_pages, write_plan
    from evenstride.core.outgoing import OutFile
    from evenstride.doors.week_page import render_plan

    if form == PAGE:
        text = render_plan(outgoing, week_pages(outgoing.plan))
        return (OutFile("week.html", text.encode()),), ()
    written = write_plan(outgoing, form)
    return written.files, written.notes


def _form(to: str | None, out: Path, forms: Iterable[str]) -> str:
    """Return what is wanted, by its name or by the ending of the file."""
    known = (*forms, PAGE)
    suffix = out.suffix.casefold()
    wanted = (SUFFIXES.get(suffix, suffix.removeprefix(".")) if to is None else to).strip().casefold()
    if wanted not in known:
        raise InputError(
            f"'{wanted or out.name}' is no form a plan can leave in",
            place="--to" if to is not None else str(out),
            remedy=f"Give --to one of: {', '.join(known)}",
        )
    return wanted


def _time(text: str | None) -> time | None:
    if text is None:
        return None
    try:
        hours, _, minutes = text.strip().partition(":")
        return time(int(hours), int(minutes or 0))
    except ValueError:
        raise InputError(f"'{text}' is no time of day", place="--at", remedy="Write it as 18:00") from None


def _place(files: Sequence[OutFile], out: Path, *, many: bool) -> Mapping[Path, bytes]:
    """Return where each file goes: into a folder when there are many, else to the place itself."""
    if many and out.exists() and not out.is_dir():
        raise InputError(f"{out} is a file", why="Workouts are one file a session", remedy="Give a folder")
    if not many and out.is_dir():
        raise InputError(f"{out} is a folder", remedy=f"Give a file, e.g. {out / files[0].name}")
    return {(out / file.name if many else out): file.data for file in files}


def _write(places: Mapping[Path, bytes], *, overwrite: bool) -> None:
    """Write all files or, when one is there already or cannot be written, say so; nothing is replaced silently."""
    there = [place for place in places if place.exists()]
    if there and not overwrite:
        raise InputError(
            f"{', '.join(map(str, there))} {'is' if len(there) == 1 else 'are'} there already",
            remedy="Choose another place, or add --overwrite",
        )
    try:
        for place, data in places.items():
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(data)
    except OSError as problem:
        raise InputError(f"{problem.filename or 'a file'} cannot be written", why=problem.strerror or "") from None


def _stale(folder: Path, places: Mapping[Path, bytes]) -> tuple[str, ...]:
    others = sorted(path.name for path in folder.glob("*.fit") if path not in places)
    return (f"Other workouts in that folder, not of this plan: {', '.join(others)}.",) if others else ()


def _hint(form: str) -> tuple[str, ...]:
    from evenstride.app.planning.export import export_forms

    about = "Open it in a browser and print it; each week is one sheet." if form == PAGE else export_forms()[form][0]
    return (about,)
