"""Kinograms of a simulated runner, for chart tests."""

from dataclasses import replace

from evenstride.core.estimate import Missing
from evenstride.core.kinogram import FilmCrop, Kinogram, Shot
from evenstride.core.motion import Motion
from evenstride.core.stride_pair import PairedKinograms
from evenstride.science.motion.kinogram import make_kinogram
from evenstride.science.simulate.motion import simulate_runner


def seen_until(whole: Motion, end: float) -> Motion:
    """The same motion, seen up to a time in s."""
    last = int(end * whole.rate) + 1
    return replace(
        whole,
        points={point: values[:last] for point, values in whole.points.items()},
        feet={point: values[:last] for point, values in whole.feet.items()},
        courses={name: one if isinstance(one, Missing) else one[:last] for name, one in whole.courses.items()},
        contacts=tuple(one for one in whole.contacts if one.touchdown < end),
    )


def kinogram(end: float | None = None, film: bytes | None = None) -> Kinogram:
    """A kinogram of a simulated runner, seen up to a time in s or whole; on film of these bytes where there is one."""
    whole = simulate_runner(strides=3, seed=1).motion()
    made = make_kinogram(whole if end is None else seen_until(whole, end))
    if film is None:
        return made
    crop = FilmCrop(film, (-0.8, -0.1), (0.8, 1.9))
    rows = [
        replace(
            row,
            shots={name: replace(one, film=crop) if isinstance(one, Shot) else one for name, one in row.shots.items()},
        )
        for row in made.rows
    ]
    return replace(made, rows=tuple(rows))


def kinogram_pair(
    end: float | None = None,
    factors: tuple[float, float] = (1.0, 1.0),
    names: tuple[str, str] = ("Noa · 1 May 2026", "Noa · 1 June 2026"),
) -> PairedKinograms:
    """Two kinograms of a simulated runner, the second seen up to a time in s or whole."""
    return PairedKinograms((kinogram(), kinogram(end)), names, factors)
