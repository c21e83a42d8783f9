"""Films of a run: one group, its commands in modules of their own."""

from __future__ import annotations

import typer

from evenstride.doors.cli import video_check, video_pictures, video_pose

app = typer.Typer(
    name="video", help="Films of a run: a check, the pose models, keypoints, pictures.", no_args_is_help=True
)

for _room in (video_check, video_pose, video_pictures):
    for _name, _command in _room.COMMANDS.items():
        app.command(_name)(_command)
