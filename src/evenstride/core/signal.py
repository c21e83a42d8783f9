"""What laboratory instruments write: marker positions, force plates, inertial sensors and events, each at its own rate.

Everything is SI and in the axes of the laboratory as the file gives them; `Signal.up` names the one that points up.
Turning it so that +x is forward belongs to the analysis, which finds the running direction from the data.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

import numpy as np

from evenstride.core.athlete import Anthropometrics
from evenstride.core.estimate import Array
from evenstride.core.pose import Keypoints
from evenstride.core.recording import Origin
from evenstride.core.roles import Side


class FootEventKind(StrEnum):
    """What a foot did."""

    TOUCHDOWN = "touchdown"
    TOE_OFF = "toe_off"


@dataclass(frozen=True, slots=True)
class FootEvent:
    """An event that the file itself holds.

    Attributes
    ----------
    time : float
        s from the first sample of the file.
    side : Side or None
        None where the file does not say.
    """

    kind: FootEventKind
    time: float
    side: Side | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Markers:
    """Positions of markers or body points.

    Attributes
    ----------
    names : tuple of str, length m
        As the file names them, each once.
    rate : float
        Frames a second, Hz.
    positions : ndarray, shape (n, m, 3)
        m; nan where a marker was not seen.
    planar : bool
        Whether one camera saw them from the side: nothing is known across its picture, where positions are 0.
    """

    names: tuple[str, ...]
    rate: float
    positions: Array
    planar: bool = False

    def __post_init__(self) -> None:
        _keep(self, "positions")

    @property
    def times(self) -> Array:
        """Time of each frame in s, from 0."""
        return np.arange(self.positions.shape[0], dtype=np.float64) / self.rate


@dataclass(frozen=True, slots=True, eq=False)
class Plate:
    """One force plate or belt: what it did to the foot.

    Attributes
    ----------
    rate : float
        Samples a second, Hz.
    force : ndarray, shape (n, 3)
        N, on the foot; a component that was not written is nan. As recorded: no offset is taken off.
    moment : ndarray of shape (n, 3) or None
        N·m about the middle of the surface, on the foot; about the laboratory's origin where `corners` is None.
    corners : ndarray of shape (4, 3) or None
        m, of the surface.
    """

    name: str
    rate: float
    force: Array
    moment: Array | None = None
    corners: Array | None = None

    def __post_init__(self) -> None:
        _keep(self, "force", "moment", "corners")

    @property
    def times(self) -> Array:
        """Time of each sample in s, from 0."""
        return np.arange(self.force.shape[0], dtype=np.float64) / self.rate

    def peak(self, axis: int) -> float | None:
        """Return the largest force along an axis, N; None where none was written."""
        along = self.force[:, axis]
        return None if np.isnan(along).all() else float(np.nanmax(along))


@dataclass(frozen=True, slots=True, eq=False)
class Inertial:
    """One inertial sensor.

    Attributes
    ----------
    place : str
        Where it sat, for example `sacrum`; empty where not told.
    rate : float
        Samples a second, Hz.
    acceleration : ndarray of shape (n, 3) or None
        m/s², along the sensor's axes; nan where an axis was not written.
    turning : ndarray of shape (n, 3) or None
        rad/s, about the sensor's axes.
    clipped : int
        Samples in which an axis stood at the end of its range: their peaks are cut.
    """

    place: str
    rate: float
    acceleration: Array | None = None
    turning: Array | None = None
    clipped: int = 0

    def __post_init__(self) -> None:
        _keep(self, "acceleration", "turning")


@dataclass(frozen=True, slots=True, eq=False)
class Angles:
    """Angles of joints or segments as another program found them.

    Attributes
    ----------
    names : tuple of str, length k
        As the file names them; the sign of each is that of the program.
    rate : float
        Frames a second, Hz.
    values : ndarray, shape (n, k)
        rad; nan where none was written.
    """

    names: tuple[str, ...]
    rate: float
    values: Array

    def __post_init__(self) -> None:
        _keep(self, "values")


@dataclass(frozen=True, slots=True, eq=False)
class Signal:
    """One trial of laboratory instruments.

    Attributes
    ----------
    up : int
        Index of the axis that points up: 0, 1 or 2.
    start : float
        s, what the file's own clock shows at its first sample; two files of one trial are laid together by it.
    """

    athlete: str
    markers: Markers | None = None
    plates: tuple[Plate, ...] = ()
    sensors: tuple[Inertial, ...] = ()
    events: tuple[FootEvent, ...] = ()
    angles: Angles | None = None
    keypoints: Keypoints | None = None
    up: int = 2
    start: float = 0.0
    on: date | None = None
    label: str = ""
    body: Anthropometrics = field(default_factory=Anthropometrics)
    origin: Origin = field(default_factory=Origin)


def _keep(record: object, *names: str) -> None:
    for name in names:
        value: Array | None = getattr(record, name)
        if value is not None:
            array = np.ascontiguousarray(value, dtype=np.float64)
            if array is value and array.flags.writeable:
                array = array.copy()
            array.flags.writeable = False
            object.__setattr__(record, name, array)
