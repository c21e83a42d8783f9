"""Centre of mass and angular momentum of the whole body from its points and a published table of segments."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

import numpy as np

from evenstride.core.body_points import BodyPoint, body_point
from evenstride.core.estimate import Array, Missing
from evenstride.core.motion import SegmentTable
from evenstride.core.roles import Side

HEAD_ABOVE = 0.40
"""Share of the trunk's length by which the centre of the head lies above the middle of the shoulders, along the trunk,
where the head has no marker (judgement: about 20 cm of a trunk of 50 cm)."""

HAND_BEYOND = 0.25
"""Share of the forearm's length by which the centre of the hand lies beyond the wrist, along the forearm (judgement:
about 7 cm of a forearm of 27 cm)."""

HEAD_SIZE = 0.45
"""Length of the head as a share of the trunk's, for its own inertia alone (judgement)."""

_NEEDED = ("shoulder", "elbow", "wrist", "hip", "knee", "ankle")


@dataclass(frozen=True, slots=True)
class SegmentShares:
    """Mass as a share of the body; centre and radii of gyration as shares of the segment's length."""

    mass: float
    centre: float
    across: float
    along: float


@dataclass(frozen=True, slots=True, eq=False)
class BodySegment:
    """One segment over time: its share of the mass, its centre (n, 3) in m, its axis (n, 3) and radii in m.

    `legs` says whether it belongs to the legs.
    """

    name: str
    legs: bool
    mass: float
    centre: Array
    axis: Array
    across: float
    along: float


@cache
def segment_shares(table: SegmentTable) -> Mapping[str, SegmentShares]:
    """Return the shares of each segment.

    Notes
    -----
    `mean` is the mean of women and men, for whoever did not say; it is off by up to 1 % of body mass a segment.

    Sources
    -------
    de Leva 1996, J Biomech 29:1223-1230.

    Examples
    --------
    >>> round(segment_shares(SegmentTable.MEAN)["thigh"].mass, 4)
    0.1447
    """
    text = resources.files("evenstride.science.motion").joinpath("segments.toml").read_text(encoding="utf-8")
    tables = tomllib.loads(text)
    wanted = (SegmentTable.FEMALE, SegmentTable.MALE) if table is SegmentTable.MEAN else (table,)
    return {
        name: SegmentShares(
            **{key: float(np.mean([tables[one][name][key] for one in wanted])) for key in SegmentShares.__slots__}
        )
        for name in tables[wanted[0]]
    }


def body_segments(points: Mapping[BodyPoint, Array], table: SegmentTable) -> tuple[BodySegment, ...] | Missing:
    """Return the fourteen segments of a body, or which points are lacking for them.

    Parameters
    ----------
    points : mapping of BodyPoint to ndarray, shape (n, 3)
        Shoulders, elbows, wrists, hips, knees and ankles; heel and toe make the foot, which else sits at the ankle.
    table : SegmentTable
        Whose shares.
    """
    lacking = [one for side in Side for part in _NEEDED if (one := body_point(side, part)) not in points]
    if lacking:
        return Missing(
            f"the whole body needs {', '.join(lacking)}", "Mark shoulders, elbows, wrists, hips, knees and ankles"
        )
    shares = segment_shares(table)
    hips = 0.5 * (points[BodyPoint.LEFT_HIP] + points[BodyPoint.RIGHT_HIP])
    shoulders = 0.5 * (points[BodyPoint.LEFT_SHOULDER] + points[BodyPoint.RIGHT_SHOULDER])
    head = points.get(BodyPoint.HEAD, shoulders + HEAD_ABOVE * (shoulders - hips))
    found = [_segment("trunk", shares["trunk"], shoulders, hips)]
    size = _length(hips - shoulders) * HEAD_SIZE
    one = shares["head"]
    found.append(
        BodySegment("head", False, one.mass, head, _direction(hips - shoulders), one.across * size, one.along * size)
    )
    for side in Side:
        found += _limbs(points, side, shares)
    return tuple(found)


def centre_of_mass(segments: tuple[BodySegment, ...]) -> Array:
    """Return the centre of mass in m, shape (n, 3)."""
    whole = sum(one.mass for one in segments)
    return np.asarray(sum(one.mass / whole * one.centre for one in segments), dtype=np.float64)


def angular_momentum(segments: tuple[BodySegment, ...], rate: float, turning: Array | None) -> tuple[Array, Array]:
    """Return the angular momentum of the legs and of all else about the centre of mass, m²/s, shapes (n, 3).

    Parameters
    ----------
    segments : tuple of BodySegment
        From `body_segments`.
    rate : float
        Frames a second, Hz.
    turning : ndarray of shape (n,) or None
        rad/s, how fast trunk and head turn about their length; None leaves that out.

    Notes
    -----
    Per kg of body: Σ mᵢ·(rᵢ − r)×(vᵢ − v) + mᵢ·k²·u×u̇, u being the axis of the segment and k its radius of gyration
    across it; for trunk and head mᵢ·k²·ω along the axis besides. The spin of limbs about their own length is left out:
    it is some hundredths of the rest.

    Sources
    -------
    Segments of de Leva 1996; definition as in `brooks2022` and the literature it names (science.md §4).
    """
    whole = sum(one.mass for one in segments)
    centre = centre_of_mass(segments)
    moving = rate_of(centre, rate)
    legs, rest = np.zeros_like(centre), np.zeros_like(centre)
    for one in segments:
        part = np.cross(one.centre - centre, rate_of(one.centre, rate) - moving)
        part += one.across**2 * np.cross(one.axis, rate_of(one.axis, rate))
        if turning is not None and one.name in ("trunk", "head"):
            # The axis runs down the trunk; turning counts about the way up.
            part -= one.along**2 * turning[:, np.newaxis] * one.axis
        part *= one.mass / whole
        if one.legs:
            legs += part
        else:
            rest += part
    return legs, rest


def rate_of(values: Array, rate: float) -> Array:
    """Return how fast evenly sampled values change, per s: differences over two frames each way.

    Examples
    --------
    >>> rate_of(np.arange(6.0) ** 2, 1.0).tolist()
    [1.0, 2.0, 4.0, 6.0, 8.0, 9.0]
    """
    found = np.gradient(values, 1.0 / rate, axis=0)
    inner = (8.0 * (values[3:-1] - values[1:-3]) - (values[4:] - values[:-4])) * rate / 12.0
    found[2:-2] = np.where(np.isfinite(inner), inner, found[2:-2])
    return np.asarray(found, dtype=np.float64)


def _limbs(points: Mapping[BodyPoint, Array], side: Side, shares: Mapping[str, SegmentShares]) -> list[BodySegment]:
    shoulder, elbow, wrist, hip, knee, ankle = (points[body_point(side, part)] for part in _NEEDED)
    heel, toe = (points.get(body_point(side, part)) for part in ("heel", "toe"))
    hand = shares["hand"]
    beyond = wrist + HAND_BEYOND * (wrist - elbow)
    # The hand is some three tenths of the forearm long; its own inertia is next to nothing.
    size = 0.3 * _length(wrist - elbow)
    foot = (
        _segment("foot", shares["foot"], ankle, ankle)
        if heel is None or toe is None
        else _segment("foot", shares["foot"], heel, toe)
    )
    return [
        _segment("upper arm", shares["upper arm"], shoulder, elbow),
        _segment("forearm", shares["forearm"], elbow, wrist),
        BodySegment("hand", False, hand.mass, beyond, _direction(wrist - elbow), hand.across * size, hand.along * size),
        _segment("thigh", shares["thigh"], hip, knee),
        _segment("shank", shares["shank"], knee, ankle),
        foot,
    ]


def _segment(name: str, shares: SegmentShares, first: Array, last: Array) -> BodySegment:
    long = _length(last - first)
    return BodySegment(
        name,
        name in ("thigh", "shank", "foot"),
        shares.mass,
        first + shares.centre * (last - first),
        _direction(last - first),
        shares.across * long,
        shares.along * long,
    )


def _length(vector: Array) -> float:
    lengths = np.linalg.norm(vector, axis=1)
    seen = lengths[np.isfinite(lengths)]
    return float(np.median(seen)) if seen.size else float("nan")


def _direction(vector: Array) -> Array:
    length = np.linalg.norm(vector, axis=1, keepdims=True)
    # A foot without heel and toe is a point: it has no direction, and no inertia of its own.
    return np.divide(vector, length, out=np.zeros_like(vector), where=length != 0.0)
