"""Films and clips: the group of commands."""

from __future__ import annotations

import typer

from evenstride.doors.cli import video_pictures

app = typer.Typer(name="video", help="Films of a run: pictures, overlays, comparisons.", no_args_is_help=True)

for _name, _command in video_pictures.COMMANDS.items():
    app.command(_name)(_command)
