"""What somebody said the names in a file of motion capture mean: which markers are which point of the body."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

import numpy as np

from evenstride.core.body_points import BodyPoint
from evenstride.core.errors import InputError
from evenstride.core.estimate import Array
from evenstride.core.signal import Markers


@dataclass(frozen=True, slots=True)
class MarkerMapping:
    """Which markers are which point of the body; it names markers and holds no value of theirs.

    Attributes
    ----------
    points : mapping of BodyPoint to tuple of str
        Markers of each point as the file names them; a point of several markers is their mean.
    name : str
        What the set of markers is called; empty where somebody wrote it for one file.

    Raises
    ------
    InputError
        If a point has no marker, or a marker is named for a point and its mirror image.

    Examples
    --------
    >>> found = Markers(("LHEE", "LMT1", "LMT5"), 250.0, np.arange(9.0).reshape(1, 3, 3))
    >>> said = MarkerMapping({BodyPoint.LEFT_HEEL: ("LHEE",), BodyPoint.LEFT_BALL: ("LMT1", "LMT5")})
    >>> said.of(found)[BodyPoint.LEFT_BALL].tolist()
    [[4.5, 5.5, 6.5]]
    """

    points: Mapping[BodyPoint, tuple[str, ...]]
    name: str = ""

    def __post_init__(self) -> None:
        for point, names in self.points.items():
            twice = [name for name, count in Counter(names).items() if count > 1]
            if not names or twice or not all(names):
                raise InputError(
                    f"'{point}' names {f'{twice[0]} twice' if twice else 'no marker'}",
                    place="mapping",
                    remedy="Name its markers, each once, or leave the point out",
                )
            mirrored = set(names) & set(self.points.get(point.other, ())) if point.side is not None else set[str]()
            if mirrored:
                raise InputError(
                    f"'{min(mirrored)}' is named for '{point}' and for '{point.other}'",
                    place="mapping",
                    remedy="Give each side its own marker",
                )

    def of(self, markers: Markers) -> dict[BodyPoint, Array]:
        """Return the position of every point in m, shape (n, 3) each.

        nan where one of its markers was not seen: the mean of the others would jump by the width of the joint.

        Raises
        ------
        InputError
            If a marker it names is not in the file.
        """
        places = {name: index for index, name in enumerate(markers.names)}
        lacking = [name for names in self.points.values() for name in names if name not in places]
        if lacking:
            raise InputError(
                f"the file has no marker '{lacking[0]}'",
                place="mapping",
                why=f"It has: {', '.join(markers.names)[:300]}",
                remedy="Correct the name in the mapping, or leave the point out",
            )
        return {
            point: np.mean(markers.positions[:, [places[name] for name in names]], axis=1)
            for point, names in self.points.items()
        }


class ArrayKind(StrEnum):
    """What an array holds."""

    MARKER = "marker"
    FORCE = "force"
    ACCELERATION = "acceleration"
    TURNING = "turning"


@dataclass(frozen=True, slots=True)
class ArrayPart:
    """One array of a file that says nothing of its own: what it is, how often it was sampled, and its axes.

    Attributes
    ----------
    variable : str
        Name in the file; fields of a structure after a dot.
    name : str
        Name of the marker, the plate or the place of the sensor.
    rate : float
        Hz.
    unit : str
        Of its values.
    axes : tuple of (int, float)
        For x, y and z of the laboratory: column of the array from 0, and 1 or -1.
    """

    kind: ArrayKind
    variable: str
    name: str
    rate: float
    unit: str
    axes: tuple[tuple[int, float], ...] = ((0, 1.0), (1, 1.0), (2, 1.0))


@dataclass(frozen=True, slots=True)
class ArrayTrial:
    """What the arrays of a file are; `part` is which of many trials, from 1, None where each array is one trial."""

    parts: tuple[ArrayPart, ...]
    up: int
    part: int | None = None


@dataclass(frozen=True, slots=True)
class SignalMapping:
    """Everything somebody said of a file's names.

    Attributes
    ----------
    markers : MarkerMapping
        Which markers are which point of the body.
    columns : mapping of str to str
        Headings of a table → headings that are known, such as `Fz (N)` or `acc_x (g)`.
    arrays : ArrayTrial or None
        What the arrays of a MATLAB file are.
    """

    markers: MarkerMapping = field(default_factory=lambda: MarkerMapping({}))
    columns: Mapping[str, str] = field(default_factory=dict[str, str])
    arrays: ArrayTrial | None = None
