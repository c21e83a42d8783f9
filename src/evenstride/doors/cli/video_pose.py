"""Films: the pose models set up, and everybody's keypoints found."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from evenstride.doors.cli.options import Json
from evenstride.doors.cli.output import print_json, say
from evenstride.doors.cli.progress import waiting

Film = Annotated[Path, typer.Argument(help="A film of a run, as the phone wrote it.")]
Model = Annotated[str, typer.Option("--model", help="heavy (best on running legs), full or lite (quickest).")]
People = Annotated[
    int, typer.Option("--people", min=1, max=12, help="Most people followed at once; each costs as much time as one.")
]


def setup(
    package: Annotated[
        Path | None, typer.Option("--from", metavar="FILE", help="The models' package got by hand (npm pack), a .tgz.")
    ] = None,
) -> None:
    """Get the pose models once, through npm, and check them; afterwards films need no network."""
    from evenstride.app.video.video_setup import set_up_models

    with waiting("Getting the pose models (41 MB)"):
        lines = set_up_models(package)
    say(*lines)


def pose(
    source: Film,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="FOLDER", help="Where to write them (default: a cache).")
    ] = None,
    model: Model = "heavy",
    people: People = 4,
    as_json: Json = False,
) -> None:
    """Find everybody's keypoints in a film, for read, measure and import; stopped, it goes on where it was."""
    from evenstride.app.video.posing import pose_film, posed_document, posed_lines

    with waiting(f"Finding the runner in {source.name}") as progress:
        found = pose_film(source, folder=out, model=model, people=people, progress=progress)
    if as_json:
        print_json(posed_document(found))
        return
    say(*posed_lines(found))


COMMANDS = {"setup": setup, "pose": pose}
