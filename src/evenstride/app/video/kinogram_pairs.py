"""Use case: the kinograms of two runs laid over each other, or one below the other."""

from __future__ import annotations

from dataclasses import dataclass

from evenstride.app.video.clip_films import PairShown
from evenstride.app.video.kinograms import PictureForm, kinogram_of, picture_bytes
from evenstride.charts.plots import kinogram as chart
from evenstride.charts.plots import kinogram_pair
from evenstride.charts.svg import draw_figure
from evenstride.core.chart import Figure
from evenstride.core.stride_pair import PairedKinograms


@dataclass(frozen=True, slots=True)
class PairPictures:
    """Two runs in pictures.

    Attributes
    ----------
    figure : Figure
        Laid over each other.
    singles : two Figure
        Each by itself, the earlier first.
    notes : tuple of str
        How they were laid over each other, and what bounds that.
    """

    paired: PairedKinograms
    figure: Figure
    singles: tuple[Figure, Figure]
    notes: tuple[str, ...]


BOUNDS = (
    "Each shows one stride of one run: what differs here may differ as much between two strides of one run.",
    "Angles of one picture have their 90 % intervals in the table; where those overlap, cannot tell.",
)


def show_pair(shown: PairShown) -> PairPictures:
    """Return the kinograms of two runs, laid over each other and each by itself."""
    first, second = (kinogram_of(moved) for moved in shown.moved)
    paired = PairedKinograms((first, second), shown.names, shown.pair.factors)
    singles = tuple(
        draw_figure(chart.draw(one, heading=name)) for one, name in zip((first, second), shown.names, strict=True)
    )
    held, size = "Held together at the middle of the hips, each stride from its own touchdown.", shown.said[1]
    return PairPictures(
        paired, draw_figure(kinogram_pair.draw(paired)), (singles[0], singles[1]), (held, size, *BOUNDS)
    )


def pair_bytes(pictures: PairPictures, form: PictureForm, *, over: bool = True, dark: bool = False) -> bytes:
    """Return two runs as one picture: laid over each other, else one below the other.

    Raises
    ------
    InputError
        If a PNG is asked for and the libraries for pictures are not installed.
    """
    spec = pictures.figure.spec if over else chart.stacked([one.spec for one in pictures.singles])
    return picture_bytes(spec, form, dark=dark)
