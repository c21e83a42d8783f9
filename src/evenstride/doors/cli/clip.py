"""Look at a clip that was imported, correct it, and take a correction back."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from evenstride.core.errors import InputError
from evenstride.doors.cli.options import Database, Json
from evenstride.doors.cli.output import print_json, remark, say, table
from evenstride.doors.cli.progress import waiting

if TYPE_CHECKING:
    from evenstride.core.clip_corrections import ClipChange

app = typer.Typer(name="clip", help="Review a clip: events, legs, joints, the runner.", no_args_is_help=True)

_PLACES = {"ignore_unknown_options": True}
"""A place may lie left of the picture, or above it: -5 is a number there, and no option."""

Run = Annotated[str, typer.Argument(help="The recording, as data show writes it, or: newest.")]
By = Annotated[str, typer.Option("--by", metavar="NAME", help="Who corrects it; kept with the correction.")]
Film = Annotated[bool, typer.Option("--film", help="You looked at the picture of the frame, not at the points alone.")]


@app.command("show")
def show(run: Run, database: Database = None, as_json: Json = False) -> None:
    """List the events of a clip by number, what is doubtful in it, and what was corrected."""
    from evenstride.app.video.clip_review import correction_lines, counted_line, doubt_lines, event_rows, show_clip
    from evenstride.app.wiring import now, open_database

    with open_database(database) as store, waiting("Looking at the clip"):
        shown = show_clip(store, run, at=now())
    view = shown.view
    if as_json:
        print_json({
            "id": shown.stored.id, "rate": view.rate, "frames": view.frames, "events": view.events,
            "doubts": view.doubts, "corrections": view.corrections, "before": shown.before, "now": shown.now,
        })  # fmt: skip
        return
    say(f"{view.frames} frames, {view.rate:g} a second; {len(view.points)} points.", *table(*event_rows(view)))
    remark(counted_line(), *([shown.lacking] if shown.lacking else []), *doubt_lines(view))
    say(*(correction_lines(view) or ("Nobody corrected it.",)))


@app.command("move")
def move(
    run: Run,
    event: Annotated[int, typer.Argument(help="Number of the event, as clip show writes it.")],
    to: Annotated[int | None, typer.Option("--to", help="The first frame that shows it, from 0.")] = None,
    frames: Annotated[int | None, typer.Option("--frames", help="How many frames later; -1 is one earlier.")] = None,
    by: By = "",
    film: Film = False,
    database: Database = None,
) -> None:
    """Move a touchdown or a toe-off to the frame that first shows it."""
    from evenstride.app.video.clip_review import event_of, show_clip
    from evenstride.app.wiring import now, open_database
    from evenstride.core.clip_corrections import EventMoved

    if (to is None) == (frames is None):
        raise InputError("where to is not told, or twice", remedy="Give --to FRAME, or --frames NUMBER")
    with open_database(database) as store, waiting("Looking at the clip"):
        chosen = event_of(show_clip(store, run, at=now()).view, event)
    there = to if to is not None else chosen.frame + (frames or 0)
    _correct(run, EventMoved(chosen.side, chosen.kind, chosen.time, there), by, database, film=film)


@app.command("swap")
def swap(
    run: Run,
    first: Annotated[int, typer.Argument(help="First frame, from 0.")],
    last: Annotated[int, typer.Argument(help="Last frame.")],
    by: By = "",
    film: Film = False,
    database: Database = None,
) -> None:
    """Exchange left and right leg in some frames; once more takes it back."""
    from evenstride.core.clip_corrections import LegsSwapped

    _correct(run, LegsSwapped(first, last), by, database, film=film)


@app.command("drag", context_settings=_PLACES)
def drag(
    run: Run,
    frame: Annotated[int, typer.Argument(help="The frame, from 0.")],
    point: Annotated[str, typer.Argument(help="The keypoint, by its name in the file.")],
    x: Annotated[float, typer.Argument(help="px to the right.")],
    y: Annotated[float, typer.Argument(help="px down.")],
    by: By = "",
    film: Film = False,
    database: Database = None,
) -> None:
    """Put a joint elsewhere in one frame."""
    from evenstride.core.clip_corrections import PointDragged

    _correct(run, PointDragged(frame, point, x, y), by, database, film=film)


@app.command("runner", context_settings=_PLACES)
def runner(
    run: Run,
    frame: Annotated[int, typer.Argument(help="The frame, from 0.")],
    x: Annotated[float, typer.Argument(help="px to the right.")],
    y: Annotated[float, typer.Argument(help="px down.")],
    by: By = "",
    film: Film = False,
    database: Database = None,
) -> None:
    """Say who of several people the runner is, by a place in the picture."""
    from evenstride.core.clip_corrections import RunnerChosen

    _correct(run, RunnerChosen(frame, x, y), by, database, film=film)


@app.command("undo")
def undo(
    run: Run,
    number: Annotated[int | None, typer.Argument(help="Number of the correction (default: the last).")] = None,
    database: Database = None,
) -> None:
    """Take a correction back; the history of the run keeps it."""
    from evenstride.app.video.clip_review import take_back
    from evenstride.app.wiring import now, open_database

    with open_database(database) as store, waiting("Measuring"):
        lines = take_back(store, run, number, at=now())
    say(*lines)


def _correct(run: str, change: ClipChange, by: str, database: Path | None, *, film: bool) -> None:
    from evenstride.app.video.clip_review import correct_clip
    from evenstride.app.wiring import now, open_database

    with open_database(database) as store, waiting("Measuring"):
        lines = correct_clip(store, run, [change], by=by, film=film, at=now())
    say(*lines)
    remark("What it changed: evenstride data run, or clip show. To take it back: evenstride clip undo")
