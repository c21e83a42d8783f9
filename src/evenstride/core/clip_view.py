"""A clip as a person reviews it: points frame by frame, events, what is doubtful, and what was corrected."""

from __future__ import annotations

from dataclasses import dataclass

from evenstride.core.clip_corrections import Correction, MovedKind
from evenstride.core.estimate import Array
from evenstride.core.roles import Side


@dataclass(frozen=True, slots=True)
class ShownEvent:
    """One event of a foot.

    Attributes
    ----------
    time, error : float
        s from the first frame, and the standard deviation of this event on its own.
    frame : int
        The first frame that shows it.
    """

    side: Side
    kind: MovedKind
    time: float
    error: float
    frame: int


@dataclass(frozen=True, slots=True)
class Doubt:
    """Frames, both included, that deserve a look: a leg hardly seen, legs found exchanged, both feet of a runner down.

    Attributes
    ----------
    side : Side or None
        None where it is of both legs.
    """

    first: int
    last: int
    why: str
    side: Side | None = None


@dataclass(frozen=True, slots=True)
class ShownPoint:
    """One keypoint: its name in the file, what people call it, and its side."""

    name: str
    label: str
    side: Side | None = None


@dataclass(frozen=True, slots=True, eq=False)
class ClipView:
    """What a review shows of a clip.

    Attributes
    ----------
    rate : float
        Frames of life a second, Hz.
    times : ndarray, shape (n,)
        s, of each frame.
    points : tuple of ShownPoint, length m
        Of the runner.
    pixels : ndarray, shape (n, m, 2)
        px to the right and down; nan where not seen.
    bones : tuple of (int, int)
        Which points are joined.
    people : ndarray, shape (n, p, 2)
        px, the middle of everybody in view; nan where there are fewer.
    events : tuple of ShownEvent
        In time order.
    """

    rate: float
    times: Array
    points: tuple[ShownPoint, ...]
    pixels: Array
    bones: tuple[tuple[int, int], ...]
    people: Array
    events: tuple[ShownEvent, ...]
    doubts: tuple[Doubt, ...]
    corrections: tuple[Correction, ...]

    @property
    def frames(self) -> int:
        """Number of frames."""
        return len(self.times)
