"""Whether what is called left lies on the left: names of sides that are swapped, found by the body's own geometry."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from evenstride.core.body_points import BodyPoint, body_point
from evenstride.core.errors import InputError
from evenstride.core.estimate import Array
from evenstride.core.roles import Side

AXES = "XYZ"

APART = 0.03
"""m sideways from which a pair shows which side it is on: feet may cross the midline, a pelvis does not (judgement)."""

CLEAR = 0.75
"""Part of the frames in which a pair must lie the wrong way round before it is called swapped (judgement)."""

LOW, HIGH = ("heel", "toe", "ball", "ankle"), ("asis", "hip", "shoulder", "sacrum", "c7", "head")
"""Parts of the body that are under and over the others whenever somebody runs, walks or stands."""

UPRIGHT = 0.4
"""m from the low parts to the high ones by which a body stands along an axis (judgement: a child of 1 m has 0.5 m from
feet to hips)."""

LYING = 0.5
"""Part of that by which it reaches along the axis that is said to point up, below which that axis is another one
(judgement: somebody who leans by 60° reaches so far; in a jog with its axes exchanged it was a sixth)."""

PAIRS = ("asis", "hip", "shoulder", "knee", "elbow", "ankle", "heel")
_FEW = 10
"""What a trial notes whose contacts have no side."""


def require_body(points: Mapping[BodyPoint, Array], up: int) -> None:
    """Refuse points that are no body in these axes: `require_upright`, then `require_sides`."""
    require_upright(points, up)
    require_sides(points, up)


def require_sides(points: Mapping[BodyPoint, Array], up: int) -> None:
    """Refuse points of which left lies on the right.

    Parameters
    ----------
    points : mapping of BodyPoint to ndarray, shape (n, 3)
        Positions in m, in any axes.
    up : int
        Index of the axis that points up.

    Raises
    ------
    InputError
        If all pairs, or some, lie the wrong way round; the pairs are named.

    Notes
    -----
    Forward is from the sacrum to the middle of both ASIS, else from heel to toe of both feet, in every frame: the way
    the body faces, whichever way it runs, and the same when sides are swapped. Left is up × forward. A pair is swapped
    where left lies more than 3 cm to the right of its partner in three quarters of the frames in which it is 3 cm from
    it at all. Nothing is refused where no forward can be seen.

    Examples
    --------
    >>> ahead, left = np.array([1.0, 0.0, 0.0]), np.array([0.0, 0.1, 0.0])
    >>> feet = {BodyPoint.LEFT_HEEL: left, BodyPoint.LEFT_TOE: left + ahead, BodyPoint.RIGHT_HEEL: -left}
    >>> still = {name: np.tile(place, (20, 1)) for name, place in (feet | {BodyPoint.RIGHT_TOE: ahead - left}).items()}
    >>> require_sides(still, up=2)
    >>> require_sides({name.other: place for name, place in still.items()}, up=2)
    Traceback (most recent call last):
    ...
    evenstride.core.errors.InputError: markers: left and right are swapped. By the way the body faces, heel of the \
left lie right. Swap the names in the mapping or in the file.
    """
    forward = _forward(points, up)
    if forward is None:
        return
    left = np.cross(np.eye(3)[up], forward)
    swapped: list[str] = []
    right: list[str] = []
    for part in PAIRS:
        mine, other = (points.get(body_point(side, part)) for side in Side)
        if mine is None or other is None:
            continue
        apart: Array = np.einsum("ij,ij->i", mine - other, left)
        clear = apart[np.abs(apart) > APART]
        if clear.size >= _FEW:
            wrong = float(np.mean(clear < 0.0))
            (swapped if wrong >= CLEAR else right).append(part)
    if swapped:
        raise InputError(
            "left and right are swapped" + (f" for {', '.join(swapped)}" if right else ""),
            place="markers",
            why="By the way the body faces, "
            + (
                f"only {', '.join(right)} lie on their side" if right else f"{', '.join(swapped)} of the left lie right"
            ),
            remedy="Swap the names in the mapping or in the file",
        )


def require_upright(points: Mapping[BodyPoint, Array], up: int) -> None:
    """Refuse points of a body that stands along another axis than the one that is said to point up.

    Parameters
    ----------
    points : mapping of BodyPoint to ndarray, shape (n, 3)
        Positions in m, in any axes.
    up : int
        Index of the axis that is said to point up.

    Raises
    ------
    InputError
        If hips and shoulders are over the feet along another axis, in the median frame, and not along this one.

    Examples
    --------
    >>> body = {BodyPoint.LEFT_HEEL: np.zeros((9, 3)), BodyPoint.SACRUM: np.tile([0.1, 0.0, 0.9], (9, 1))}
    >>> require_upright(body, up=2)
    >>> require_upright(body, up=1)
    Traceback (most recent call last):
    ...
    evenstride.core.errors.InputError: markers: Y is said to point up, and the body stands along Z. Along Z hips and \
shoulders are 0.9 m from the feet, along Y 0.0 m. Turn the axes in the program that wrote the file, or export it as C3D.
    """
    low, high = (
        [place for point, place in points.items() if point.part in parts and np.isfinite(place).any()]
        for parts in (LOW, HIGH)
    )
    if not low or not high:
        return
    reach = np.abs(_middle(high) - _middle(low))
    longest = int(np.argmax(reach))
    if reach[longest] > UPRIGHT and reach[up] < LYING * reach[longest]:
        said, found = AXES[up], AXES[longest]
        apart = f"{reach[longest]:.1f} m from the feet, along {said} {reach[up]:.1f} m"
        raise InputError(
            f"{said} is said to point up, and the body stands along {found}",
            place="markers",
            why=f"Along {found} hips and shoulders are {apart}",
            remedy="Turn the axes in the program that wrote the file, or export it as C3D",
        )


def _middle(places: Sequence[Array]) -> Array:
    """Return the mean of the places of parts in the median frame, shape (3,)."""
    return np.asarray(np.mean([np.nanmedian(place, axis=0) for place in places], axis=0))


def _forward(points: Mapping[BodyPoint, Array], up: int) -> Array | None:
    """Return the horizontal direction the body faces in every frame, shape (n, 3), nan where it cannot be seen."""
    if {BodyPoint.LEFT_ASIS, BodyPoint.RIGHT_ASIS, BodyPoint.SACRUM} <= set(points):
        ahead = 0.5 * (points[BodyPoint.LEFT_ASIS] + points[BodyPoint.RIGHT_ASIS]) - points[BodyPoint.SACRUM]
    else:
        ends = [(body_point(side, "toe"), body_point(side, "heel")) for side in Side]
        if not all(toe in points and heel in points for toe, heel in ends):
            return None
        ahead = sum((points[toe] - points[heel] for toe, heel in ends), np.zeros(3))
    flat = np.array(ahead, dtype=np.float64)
    flat[:, up] = 0.0
    size = np.linalg.norm(flat, axis=1, keepdims=True)
    return np.where(size > APART, flat / np.maximum(size, 1e-9), np.nan)
