"""Pictures and films of runs whose points of the body were seen: kinogram, overlay, comparison."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from evenstride.core.errors import InputError
from evenstride.doors.cli.options import Athlete, Database
from evenstride.doors.cli.output import remark, say, table
from evenstride.doors.cli.progress import waiting

Run = Annotated[
    str | None, typer.Argument(help="The recording, as data show writes it (default: the one of the newest day).")
]
Dark = Annotated[bool, typer.Option("--dark", help="On a dark ground.")]


def kinogram(
    id: Run = None,
    out: Annotated[Path | None, typer.Option(metavar="FILE", help="Write it as .png or .svg.")] = None,
    athlete: Athlete = None,
    dark: Dark = False,
    database: Database = None,
) -> None:
    """Show five instants of one stride of each leg: as a table, and as a picture."""
    from evenstride.app.kinograms import form_of, kinogram_bytes, show_kinogram
    from evenstride.app.run_told import newest_run
    from evenstride.app.wiring import now, open_database

    form = None if out is None else form_of(out.name)
    with open_database(database) as store, waiting("Measuring"):
        shown = show_kinogram(store, newest_run(store, athlete) if id is None else id, at=now())
        data = None if form is None else kinogram_bytes(shown, form, dark=dark)
    if out is not None and data is not None:
        write_new(out, data)
    numbers = shown.figure.spec.table
    say(shown.heading, *table(numbers.header, numbers.rows))
    remark(*shown.notes)


def write_new(path: Path, data: bytes) -> None:
    """Write a new file, and say so.

    Raises
    ------
    InputError
        If it is there already or cannot be written.
    """
    try:
        with path.open("xb") as file:
            file.write(data)
    except FileExistsError:
        raise InputError("there is such a file already", place=str(path), remedy="Give another name") from None
    except OSError as problem:
        raise InputError("the file cannot be written", place=str(path), why=problem.strerror or "") from None
    remark(f"wrote {path}")


COMMANDS = {"kinogram": kinogram}
