"""Use cases: the kinogram of a run, on a page and as a picture to take along."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path

from evenstride.app.video.run_motion import RunMotion, motion_of_run
from evenstride.charts.look import COLOURS
from evenstride.charts.plots import kinogram as chart
from evenstride.charts.standalone import PADDING, render_standalone
from evenstride.charts.svg import draw_figure
from evenstride.core.athlete import Athlete
from evenstride.core.chart import Figure, Spec
from evenstride.core.errors import InputError
from evenstride.core.estimate import Missing
from evenstride.core.kinogram import Kinogram
from evenstride.core.motion import first_frame
from evenstride.science.motion.kinogram import make_kinogram
from evenstride.store import Store
from evenstride.words import instant_lines, say_kinogram


class PictureForm(StrEnum):
    """What a picture is written as."""

    SVG = "svg"
    PNG = "png"


@dataclass(frozen=True, slots=True)
class KinogramShown:
    """A kinogram as people see it.

    Attributes
    ----------
    heading : str
        Whose run it is, and of which day.
    figure : Figure
        For a page.
    notes : tuple of str
        What bounds it.
    instants : tuple of str
        How each instant is found.
    """

    id: str
    athlete: Athlete
    on: date | None
    heading: str
    kinogram: Kinogram
    figure: Figure
    notes: tuple[str, ...]
    instants: tuple[str, ...]

    @property
    def filmed(self) -> bool:
        """Whether its pictures are pieces of a film: too much for the text of a page."""
        return any(shot.film is not None for row in self.kinogram.rows for shot in row.seen)


def show_kinogram(store: Store, id: str, *, at: datetime, database: Path | None = None) -> KinogramShown:
    """Return the kinogram of a stored run, whoever's; on its film where one is kept beside the database.

    Raises
    ------
    NotFoundError, InputError, FitError
        If there is no such run, its times are sealed, or no points of the body were seen in it.
    """
    moved = motion_of_run(store, id, at=at)
    made = _as_numbered(_on_film(kinogram_of(moved), moved, database), moved)
    return KinogramShown(
        moved.id, moved.athlete, moved.run.on, moved.heading, made, draw_figure(chart.draw(made)), say_kinogram(made),
        instant_lines(),
    )  # fmt: skip


def kinogram_of(moved: RunMotion) -> Kinogram:
    """Return the kinogram of a movement, the leg towards the camera in front."""
    made = make_kinogram(moved.motion, scaled=moved.scaled, seed=moved.seed)
    return replace(made, near=moved.near)


def _on_film(made: Kinogram, moved: RunMotion, database: Path | None) -> Kinogram:
    if not moved.has_film:
        return made
    # Opening films needs their library; a run without one does not wait for it.
    from evenstride.app.video.run_film import film_of, with_film

    return with_film(made, moved, film_of(moved, database))


def _as_numbered(made: Kinogram, moved: RunMotion) -> Kinogram:
    """Number frames as the clip has them: its frames need not come evenly, those of a motion do."""
    keypoints = None if moved.clip is None else moved.clip.signal.keypoints
    if keypoints is None:
        return made
    rows = [
        replace(row, shots={name: one if isinstance(one, Missing) else replace(
            one, frame=first_frame(keypoints.times, one.time)) for name, one in row.shots.items()})
        for row in made.rows
    ]  # fmt: skip
    return replace(made, rows=tuple(rows))


def kinogram_bytes(shown: KinogramShown, form: PictureForm, *, dark: bool = False) -> bytes:
    """Return a kinogram as a picture that says whose it is; an SVG is light or dark as its reader is.

    Raises
    ------
    InputError
        If a PNG is asked for and the libraries for pictures are not installed.
    """
    spec = chart.draw(shown.kinogram, heading=shown.heading)
    return picture_bytes(spec, form, dark=dark)


def picture_bytes(spec: Spec, form: PictureForm, *, dark: bool = False) -> bytes:
    """Return a chart without axes as an SVG that stands alone, or as a PNG on a light or dark ground."""
    if form is PictureForm.SVG:
        return render_standalone(spec).encode()
    from evenstride.writers.pictures import write_png
    from evenstride.writers.raster import paint, with_margin

    colours = colours_of(dark=dark)
    return write_png(with_margin(paint(spec, colours), colours["surface"], round(2 * PADDING)))


def colours_of(*, dark: bool) -> dict[str, str]:
    """Return the colours of the house on a light or a dark ground."""
    return {name: pair[dark] for name, pair in COLOURS.items()}


def form_of(name: str, *, also: str = "") -> PictureForm:
    """Return the form that the ending of a file name asks for; `also` is another ending that could have been.

    Raises
    ------
    InputError
        If it asks for another.

    Examples
    --------
    >>> form_of("noa.PNG").value
    'png'
    """
    ending = name.rpartition(".")[2].casefold() if "." in name else ""
    try:
        return PictureForm(ending)
    except ValueError:
        raise InputError(
            f"'{name}' has no ending of a picture",
            place="--out",
            remedy=f"Write a name that ends in {f'{also}, ' if also else ''}.png or .svg",
        ) from None
