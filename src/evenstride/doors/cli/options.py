"""Options several commands share, and how their texts become nouns."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from math import inf
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from evenstride.core.errors import InputError

if TYPE_CHECKING:
    from evenstride.core.column_mapping import ColumnMapping
    from evenstride.core.roles import Side
    from evenstride.core.trial_told import ClipTold


def quantity(option: str, unit: str, low: float = -inf, high: float = inf) -> Callable[[str], float]:
    """Return what reads a number typed with or without its unit, as a number in SI.

    Parameters
    ----------
    option : str
        Where it is typed, for messages.
    unit : str
        What a bare number is in.
    low, high : float
        What is taken, in SI.
    """

    def read(text: str) -> float:
        from evenstride.core.units import parse_quantity

        try:
            value = parse_quantity(text, unit)
        except InputError as problem:
            raise InputError(problem.what, place=option, remedy=problem.remedy) from None
        if not low <= value <= high:
            raise InputError(f"'{text}' is out of range", place=option, remedy=f"Write it in {unit}, or with its unit")
        return value

    return read


Athlete = Annotated[str | None, typer.Option("--athlete", "-a", help="Name of the athlete.")]
Day = Annotated[str | None, typer.Option("--date", help="Day as YYYY-MM-DD.")]
Json = Annotated[bool, typer.Option("--json", help="Print the result as JSON.")]


def _in_its_zone(path: Path | None) -> Path | None:
    """Count the days of a command in the zone chosen for its database."""
    from evenstride.app.wiring import database_path, use_zone_of

    use_zone_of(database_path(path))
    return path


Database = Annotated[
    Path | None,
    typer.Option("--db", help="Database file (default: EVENSTRIDE_DB or your data folder).", callback=_in_its_zone),
]
Leg = Annotated[
    str | None,
    typer.Option(
        "--side",
        help="Left or right, where the file is silent: the leg with the phone, or the first foot on the plates.",
    ),
]
Checked = Annotated[
    bool, typer.Option("--checked", help="You looked again: every trial asked about is right as it stands.")
]
Column = Annotated[
    list[str] | None,
    typer.Option(
        "--column", help="What a heading means, as HEADING=COLUMN; without a column it is left out. Repeatable."
    ),
]
Source = Annotated[
    Path, typer.Argument(help="A file of splits, a speed trace, step events, field tests, a gyroscope or coded frames.")
]
Instruments = Annotated[
    Path,
    typer.Argument(
        help="A file of force plates, an instrumented treadmill, motion capture or inertial sensors; keypoints of a "
        "clip also as a folder."
    ),
]
Fps = Annotated[
    float | None,
    typer.Option("--fps", help="Of keypoints: frames the camera took a second, 240 of a clip that plays slowly at 30."),
]
ScaleText = Annotated[
    str | None,
    typer.Option(
        "--scale",
        help="Of keypoints: 300px/m or 300, leg=0.92m, height=1.80m, cones=X,Y:X,Y:10m (pixels, way between), or none.",
    ),
]
CameraText = Annotated[
    str | None, typer.Option("--camera", help="Of keypoints: static (unless told), panning or treadmill.")
]


RunnerText = Annotated[
    str | None,
    typer.Option(
        "--runner", help="Of a clip with several people: X,Y in pixels of the first frame, or X,Y@SECOND of the film."
    ),
]


def parse_day(text: str | None, *, option: str = "--date") -> date | None:
    """Read a day given on the command line.

    Raises
    ------
    InputError
        If it is no date.
    """
    if text is None:
        return None
    try:
        day = date.fromisoformat(text)
        if not 1900 <= day.year <= 2200:
            raise ValueError(text)
        return day
    except ValueError:
        raise InputError(
            f"'{text}' is no day", place=option, remedy="Write it as YYYY-MM-DD, e.g. 2026-05-31"
        ) from None


def parse_columns(texts: list[str] | None) -> ColumnMapping | None:
    """Read what headings mean as given on the command line, None where nothing was said.

    Raises
    ------
    InputError
        If an equals sign is missing, or a heading is named twice.
    """
    from evenstride.core.column_mapping import ColumnMapping

    if not texts:
        return None
    parted = [text.rpartition("=") for text in texts]
    for text, (_, mark, _) in zip(texts, parted, strict=True):
        if not mark:
            raise InputError(
                f"'{text}' names no column", place="--column", remedy="Write HEADING=COLUMN, e.g. 'Zeit 20=20 m'"
            )
    return ColumnMapping(tuple((heading.strip(), name.strip()) for heading, _, name in parted))


def parse_leg(text: str | None, *, option: str = "--side") -> Side | None:
    """Read a side given on the command line.

    Raises
    ------
    InputError
        If it is neither left nor right.
    """
    from evenstride.core.roles import Side

    try:
        return None if text is None else Side(text.strip().casefold())
    except ValueError:
        raise InputError(f"'{text}' is no side", place=option, remedy="Write left or right") from None


def clip_told(fps: float | None, scale: str | None, camera: str | None, runner: str | None = None) -> ClipTold | None:
    """Return what was said of how keypoints were filmed; None where nothing was.

    Raises
    ------
    InputError
        If a scale or a place of the runner is none.
    """
    from evenstride.core.pose import parse_runner, parse_scale
    from evenstride.core.trial_told import ClipTold

    if scale is not None:
        parse_scale(scale)
    if runner is not None:
        parse_runner(runner)

    told = ClipTold(fps, scale, camera, runner)
    return told if told.words else None
