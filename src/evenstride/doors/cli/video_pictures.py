"""Pictures and films of runs whose points of the body were seen: kinogram, overlay, comparison."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from evenstride.core.errors import InputError
from evenstride.doors.cli.options import Athlete, Database, parse_leg
from evenstride.doors.cli.output import remark, say, table
from evenstride.doors.cli.progress import waiting

Run = Annotated[str | None, typer.Argument(help="The recording, as data show writes it, or: newest (the default).")]
Dark = Annotated[bool, typer.Option("--dark", help="On a dark ground.")]


def kinogram(
    id: Run = None,
    out: Annotated[Path | None, typer.Option(metavar="FILE", help="Write it as .png or .svg.")] = None,
    athlete: Athlete = None,
    dark: Dark = False,
    database: Database = None,
) -> None:
    """Show five instants of one stride of each leg: as a table, and as a picture."""
    from evenstride.app.runs.told import chosen_run
    from evenstride.app.video.kinograms import form_of, kinogram_bytes, show_kinogram
    from evenstride.app.wiring import database_path, now, open_database

    form = None if out is None else form_of(out.name)
    with open_database(database) as store, waiting("Measuring"):
        shown = show_kinogram(store, chosen_run(store, id, athlete), at=now(), database=database_path(database))
        data = None if form is None else kinogram_bytes(shown, form, dark=dark)
    if out is not None and data is not None:
        write_new(out, data)
    numbers = shown.figure.spec.table
    say(shown.heading, *table(numbers.header, numbers.rows))
    remark(*shown.notes)


def overlay(
    id: Run = None,
    out: Annotated[Path | None, typer.Option(metavar="FILE", help="The film to write, .mp4.")] = None,
    slow: Annotated[
        float | None, typer.Option(metavar="TIMES", help="Times slower than life (default: every frame, 30 a second).")
    ] = None,
    athlete: Athlete = None,
    dark: Dark = False,
    database: Database = None,
) -> None:
    """Write a film of the whole run: the body, the contacts of both feet, and the time in life."""
    from evenstride.app.runs.told import chosen_run
    from evenstride.app.video.clip_films import write_overlay
    from evenstride.app.wiring import database_path, now, open_database

    target = film_name(out)
    with open_database(database) as store, waiting("Drawing the film") as progress:
        found = write_overlay(
            store, chosen_run(store, id, athlete), target, at=now(),
            database=database_path(database), slow=slow, dark=dark, progress=progress,
        )  # fmt: skip
    remark(f"wrote {target}, coded as {found.codec}", *found.said)


def compare(
    first: Annotated[str, typer.Argument(help="A recording, as data show writes it.")],
    second: Annotated[str, typer.Argument(help="Another one, of the same athlete or not.")],
    out: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write it as .png or .svg, or as a film, .mp4.")
    ] = None,
    side: Annotated[str | None, typer.Option(help="The foot both begin with: left or right.")] = None,
    beside: Annotated[bool, typer.Option("--beside", help="One below the other, not laid over each other.")] = False,
    normalised: Annotated[
        bool, typer.Option("--normalised", help="The same share of each stride at once, in a film.")
    ] = False,
    dark: Dark = False,
    database: Database = None,
) -> None:
    """Compare two runs in pictures, from a touchdown of the same foot on: a table, a picture or a film."""
    from evenstride.app.video.clip_films import pair_runs, write_pair
    from evenstride.app.video.kinogram_pairs import pair_bytes, show_pair
    from evenstride.app.video.kinograms import form_of
    from evenstride.app.wiring import now, open_database

    film = out is not None and out.suffix.casefold() == ".mp4"
    form = None if film or out is None else form_of(out.name, also=".mp4")
    with open_database(database) as store, waiting("Comparing") as progress:
        shown = pair_runs(store, (first, second), at=now(), side=parse_leg(side))
        if film and out is not None:
            said = write_pair(shown, out, over=not beside, normalised=normalised, dark=dark, progress=progress)
            remark(f"wrote {out}, coded as {said.codec}", *said.said)
            return
        pictures = show_pair(shown)
    if out is not None and form is not None:
        write_new(out, pair_bytes(pictures, form, over=not beside, dark=dark))
    numbers = pictures.figure.spec.table
    say(*table(numbers.header, numbers.rows))
    remark(*pictures.notes)


def film_name(out: Path | None) -> Path:
    """Return where a film is written.

    Raises
    ------
    InputError
        If that is not told, or has another ending.
    """
    if out is None or out.suffix.casefold() != ".mp4":
        raise InputError(
            "where the film is written is not told" if out is None else f"'{out.name}' has no ending of a film",
            place="--out",
            remedy="Write a name that ends in .mp4",
        )
    return out


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


COMMANDS = {"kinogram": kinogram, "overlay": overlay, "compare": compare}
