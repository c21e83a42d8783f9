"""Years of activities: bringing them in."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import typer

from evenstride.doors.cli.output import print_json, remark, say
from evenstride.doors.cli.progress import waiting

INTERRUPTED = 130
NOTHING_READ = 2


def import_history(sources: Sequence[Path], athlete: str | None, database: Path | None, *, as_json: bool) -> None:
    """Keep the activities of files, folders and archives, and say at the end what became of all of them."""
    from evenstride.app.outing_import import import_lines, import_outings
    from evenstride.app.sealed import say_sealed
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
