"""Strides of the same foot in two runs, laid over each other from touchdown on."""

from __future__ import annotations

from dataclasses import dataclass

from evenstride.core.body_points import BodyPoint
from evenstride.core.kinogram import Body, Kinogram, Place, StrideInstants
from evenstride.core.roles import Side


@dataclass(frozen=True, slots=True)
class StridePair:
    """Two whole strides of the same foot.

    Attributes
    ----------
    first, second : StrideInstants
        Of the two runs.
    by_leg : bool
        Whether bodies are drawn with legs of one length, because a length is not known in both runs.
    factors : (float, float)
        By which places of each run are multiplied.
    """

    side: Side
    first: StrideInstants
    second: StrideInstants
    by_leg: bool
    factors: tuple[float, float]

    @property
    def duration(self) -> float:
        """The longer of both strides, s."""
        return max(one.until - one.touchdown for one in (self.first, self.second))

    def times(self, share: float, *, normalised: bool) -> tuple[float, float]:
        """Return when each run is at a share of the duration, s from its first frame.

        In life both have the same time after touchdown; normalised, the same share of their own stride.
        """
        first, second = (
            share * ((one.until - one.touchdown) if normalised else self.duration) for one in (self.first, self.second)
        )
        return self.first.touchdown + first, self.second.touchdown + second


def resized(body: Body, factor: float) -> dict[BodyPoint, Place]:
    """Return a body larger by a factor."""
    return {point: (factor * x, factor * up) for point, (x, up) in body.items()}


@dataclass(frozen=True, slots=True)
class PairedKinograms:
    """Two kinograms to be laid over each other, both drawn to the right.

    Attributes
    ----------
    names : tuple of str
        Whose runs they are, and of which days.
    factors : (float, float)
        By which places of each are multiplied.
    """

    kinograms: tuple[Kinogram, Kinogram]
    names: tuple[str, str]
    factors: tuple[float, float] = (1.0, 1.0)
