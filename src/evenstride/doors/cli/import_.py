"""Keep files: runs, tests, trials of instruments, and years of activities."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from evenstride.core.errors import InputError
from evenstride.doors.cli.films import import_films, parted
from evenstride.doors.cli.history import import_history
from evenstride.doors.cli.instruments import MappingFile, Mass, Standing, WornAt
from evenstride.doors.cli.options import (
    Athlete,
    CameraText,
    Checked,
    Column,
    Database,
    Day,
    Fps,
    Json,
    Leg,
    RunnerText,
    ScaleText,
    clip_told,
    parse_columns,
    parse_day,
    parse_leg,
)
from evenstride.doors.cli.output import print_json, remark, say
from evenstride.doors.cli.progress import waiting

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from evenstride.app.reading.ingest import ImportResult
    from evenstride.core.trial_told import ClipTold


def import_(
    sources: Annotated[
        list[Path] | None,
        typer.Argument(help="Files to keep; films; folders and zips of activities; a folder of keypoints."),
    ] = None,
    athlete: Athlete = None,
    day: Day = None,
    side: Leg = None,
    mass: Mass = None,
    standing: Standing = None,
    mapping: MappingFile = None,
    worn: WornAt = None,
    checked: Checked = False,
    column: Column = None,
    fps: Fps = None,
    scale: ScaleText = None,
    camera: CameraText = None,
    runner: RunnerText = None,
    forget: Annotated[
        bool, typer.Option("--forget-columns", help="Forget what was said of headings with --column or on the page.")
    ] = False,
    database: Database = None,
    as_json: Json = False,
) -> None:
    """Keep files in the database: the raw bytes and what they mean, all or nothing; twice changes nothing.

    Activities of a watch (FIT, TCX, GPX) come in one by one, also from folders and zips: a bad one stops no other.
    What --column says of headings is remembered: files with the same headings are understood by it from then on. What
    is said of a trial of instruments (--side, --mass, --standing, --mapping, --worn), or of how a clip was filmed
    (--fps, --scale, --camera), is kept with its run.
    """
    if forget:
        _forget_columns(sources, database)
        return
    if not sources:
        raise InputError("no file was given", remedy="Name the files to keep")
    from evenstride.app.outings.importing import hold_outings

    clip = clip_told(fps, scale, camera, runner)
    films, others = parted(sources)
    if clip is None and others and hold_outings(others):
        _alone(films)
        import_history(others, athlete, database, as_json=as_json)
        return
    placed = {"mass": mass, "standing": standing, "mapping": mapping, "worn": tuple(worn or ())}
    kept, notes = _import_both(
        films, others, database, clip, placed, athlete=athlete, on=parse_day(day), side=parse_leg(side),
        checked=checked, columns=parse_columns(column),
    )  # fmt: skip
    if as_json:
        print_json([result for _, result in kept])
    else:
        _say_kept(kept)
        remark(*notes)
    if len(kept) < len(sources):
        raise typer.Exit(2)


def _import_both(
    films: Sequence[Path],
    others: Sequence[Path],
    database: Path | None,
    clip: ClipTold | None,
    placed: Mapping[str, Any],
    *,
    athlete: str | None,
    on: date | None,
    **said: Any,
) -> tuple[Sequence[tuple[Path, ImportResult]], Sequence[str]]:
    """Keep films one by one and all other files together; return what was kept of which, with what to say."""
    from evenstride.app.reading.files import told_of_files

    filmed = import_films(films, database, clip, told_of_files(**placed), athlete, on) if films else []
    remark(*(f"{film.name}: {note}" for film, one in filmed for note in one.notes))
    kept = [(film, one.result) for film, one in filmed]
    if not others:
        return kept, ()
    told = told_of_files(**placed, clip=clip)
    results, notes = _import_files(others, database, athlete=athlete, on=on, told=told, **said)
    return [*kept, *zip(others, results, strict=True)], notes


def _alone(films: Sequence[Path]) -> None:
    if films:
        raise InputError(
            "this is a film, and activities are given with it", place=films[0].name, remedy="Import it by itself"
        )


def _import_files(
    sources: Sequence[Path], database: Path | None, **said: Any
) -> tuple[Sequence[ImportResult], Sequence[str]]:
    from evenstride.app.blocks.sealed import say_imported
    from evenstride.app.reading.ingest import import_files, say_left_out
    from evenstride.app.wiring import local_day, now, open_database

    with open_database(database) as store, waiting("Importing") as progress:
        results = import_files(store, sources, imported_at=now(), progress=progress, **said)
        sealed = say_imported(store, (id for result in results for id in result.ids), local_day(now()))
        return results, (
            *(line for result in results for line in (*say_left_out(store, result), *result.notes)),
            *sealed,
        )


def _say_kept(kept: Sequence[tuple[Path, ImportResult]]) -> None:
    for source, result in kept:
        if result.already:
            changed = "its runs are as they were" if result.notes else "nothing changed"
            say(f"{source.name}: already here since {result.imported_at:%Y-%m-%d}; {changed}")
        else:
            say(f"{source.name}: {len(result.added)} of {len(result.ids)} recordings new")


def _forget_columns(sources: list[Path] | None, database: Path | None) -> None:
    from evenstride.app.reading.columns import forget_columns, remembered_columns
    from evenstride.app.wiring import open_database

    if sources:
        raise InputError(
            "forgetting reads no file", place="--forget-columns", remedy="Forget first, then import with --column"
        )
    with open_database(database) as store:
        for one in remembered_columns(store):
            told = ", ".join(f"'{said}' as {named or 'left out'}" for said, named in one.columns.names)
            say(f"Forgotten: {told}" + (f" (of {one.on})" if one.on else ""))
        if not forget_columns(store):
            say("Nothing was remembered of headings.")


COMMANDS = {"import": import_}
