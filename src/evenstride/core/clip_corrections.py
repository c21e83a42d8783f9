"""What a person corrected in a clip of keypoints: who, when, what, and which of it counts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from hashlib import sha256

from evenstride.core.roles import Side


class MovedKind(StrEnum):
    """Which event of a foot was moved."""

    TOUCHDOWN = "touchdown"
    TOE_OFF = "toe_off"


@dataclass(frozen=True, slots=True)
class EventMoved:
    """An event of one foot, read anew by a person.

    Attributes
    ----------
    side, kind : Side and MovedKind
        Whose and which; the side as it was shown when it was moved.
    found : float
        s, where the event stood before.
    frame : int
        The first frame that shows the foot down at touchdown, and off at toe_off.
    """

    side: Side
    kind: MovedKind
    found: float
    frame: int


@dataclass(frozen=True, slots=True)
class LegsSwapped:
    """Left and right leg exchanged, from one frame to another, both included; twice is not at all."""

    first: int
    last: int


@dataclass(frozen=True, slots=True)
class PointDragged:
    """A keypoint put elsewhere in one frame: name as shown, and px to the right and down."""

    frame: int
    point: str
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class RunnerChosen:
    """The runner is whoever is nearest to a place in the picture of a frame: px to the right and down."""

    frame: int
    x: float
    y: float


ClipChange = EventMoved | LegsSwapped | PointDragged | RunnerChosen


@dataclass(frozen=True, slots=True)
class Correction:
    """One change that a person made.

    Attributes
    ----------
    by : str
        Who; empty where nobody said.
    at : datetime
        When, UTC.
    film : bool
        Whether the picture was there to be looked at, and not the points alone.
    """

    what: ClipChange
    by: str
    at: datetime
    film: bool = False


def in_effect(corrections: Sequence[Correction]) -> tuple[Correction, ...]:
    """Return the corrections that count: those since the runner was last chosen, as earlier ones are of somebody else.

    Examples
    --------
    >>> from datetime import UTC
    >>> made = [Correction(one, "", datetime(2026, 5, 1, tzinfo=UTC)) for one in (
    ...     LegsSwapped(3, 9), RunnerChosen(0, 10.0, 20.0), PointDragged(4, "LHip", 1.0, 2.0))]
    >>> [type(one.what).__name__ for one in in_effect(made)]
    ['RunnerChosen', 'PointDragged']
    """
    chosen = [at for at, one in enumerate(corrections) if isinstance(one.what, RunnerChosen)]
    return tuple(corrections[chosen[-1] if chosen else 0 :])


def corrections_id(corrections: Sequence[Correction]) -> str:
    """Return an id of what counts of some corrections, by which results know them; empty where nothing does.

    Who made them and when does not change a number, and is not in it.

    Examples
    --------
    >>> corrections_id(())
    ''
    """
    counts = in_effect(corrections)
    told = repr([(one.what, one.film) for one in counts])
    return sha256(told.encode()).hexdigest()[:16] if counts else ""
