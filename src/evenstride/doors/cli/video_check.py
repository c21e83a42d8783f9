"""Whether a film is good enough, before anything is measured."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from evenstride.doors.cli.options import Json
from evenstride.doors.cli.output import print_json, say

FilmFile = Annotated[Path, typer.Argument(metavar="FILE", help="What the camera wrote: .mp4, .mov, ...")]
Fps = Annotated[
    float | None,
    typer.Option("--fps", metavar="HZ", help="Frames the camera took a second of life: 240 of a slow-motion clip."),
]


def check(
    file: FilmFile,
    fps: Fps = None,
    as_json: Json = False,
) -> None:
    """Say within seconds whether a film is good enough to measure, and what to change; needs evenstride[video]."""
    from evenstride.app.video.film_check import check_lines, check_video

    found = check_video(file, told=fps)
    if as_json:
        print_json(found)
        return
    say(*check_lines(found))


COMMANDS = {"check": check}
