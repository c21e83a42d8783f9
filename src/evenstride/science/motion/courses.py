"""From points of the body to angles, rates and angular momentum over time."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from evenstride.core.body_points import BodyPoint, body_point
from evenstride.core.estimate import Array, Missing
from evenstride.core.motion import Course, Courses, SegmentTable
from evenstride.core.roles import Side
from evenstride.science.motion.centre_of_mass import (
    BodySegment,
    angular_momentum,
    body_segments,
    centre_of_mass,
    rate_of,
)
from evenstride.science.plates.zero import low_pass
from evenstride.science.stretches import stretches

ACCELERATION_CUT_OFF = 15.0
"""Hz of the low pass an angle goes through before it is differentiated twice (judgement: noise grows with the square
of the frequency; `validation/instruments_motion.py` shows what half and twice of it do)."""

SHORTEST_SEEN = 0.12
"""s a point must be seen in one piece: a low pass needs that much (judgement)."""

FOOT_PARTS = ("ball", "toe", "ankle", "heel")
"""Points that stand for the foot, the best first."""

ACROSS = (
    Course.PELVIS,
    Course.SHOULDERS,
    Course.LEGS_ABOUT_VERTICAL,
    Course.REST_ABOUT_VERTICAL,
    Course.ABOUT_VERTICAL,
    Course.ABOUT_FORWARD,
)
"""What a camera from the side does not see."""

ONE_PLANE = Missing("one camera from the side shows nothing across the run", "Record it with markers, or two cameras")

Points = Mapping[BodyPoint, Array]


def follow_courses(
    points: Points, feet: Points, rate: float, *, ground: float, table: SegmentTable, planar: bool = False
) -> tuple[dict[tuple[Side | None, Course], Array | Missing], Array | Missing]:
    """Return every course of a motion, and the centre of mass in m or what it lacks.

    Parameters
    ----------
    points, feet : mapping of BodyPoint to ndarray, shape (n, 3)
        m in running axes, low pass; `feet` with the cut-off for the speed of the foot.
    rate : float
        Frames a second, Hz.
    ground : float
        m/s, speed of what the foot stands on.
    table : SegmentTable
        Whose segments.
    planar : bool
        Whether nothing is known across the run: no turning about the vertical or the forward axis is followed then.
    """
    segments = body_segments(points, table)
    centre = segments if isinstance(segments, Missing) else centre_of_mass(segments)
    found: dict[tuple[Side | None, Course], Array | Missing] = dict(_body(points))
    for side in Side:
        own = _leg(points, side, rate) | _foot(points, feet, side, rate, ground, centre)
        own[Course.ARM] = _angle(points, body_point(side, "shoulder"), body_point(side, "elbow"))
        found |= {(side, course): values for course, values in own.items()}
    if planar:
        found |= {(None, course): ONE_PLANE for course in ACROSS}
    found |= _momenta(segments, found, rate)
    return found | ({(None, course): ONE_PLANE for course in ACROSS} if planar else {}), centre


def smooth_seen(values: Array, rate: float, cut_off: float) -> Array:
    """Return values with a low pass over every stretch that was seen; what is seen for less than 0.12 s is nan.

    Examples
    --------
    >>> values = np.concatenate([np.ones(60), [np.nan], np.ones(5)])
    >>> np.isfinite(smooth_seen(values, 250.0, 20.0)).sum()
    np.int64(60)
    """
    out = np.full_like(values, np.nan)
    whole = np.isfinite(values) if values.ndim == 1 else np.isfinite(values).all(axis=1)
    for begin, end in stretches(np.asarray(whole)):
        if end - begin >= SHORTEST_SEEN * rate:
            out[begin:end] = low_pass(values[begin:end], rate, cut_off)
    return out


def lacking(*points: BodyPoint) -> Missing:
    """Return what to say where points are not in the file."""
    names = ", ".join(points)
    return Missing(f"{names} {'is' if len(points) == 1 else 'are'} not among the points", f"Record or map {names}")


def _angle(points: Points, first: BodyPoint, last: BodyPoint) -> Array | Missing:
    """Return the angle of a segment against the vertical in the plane of running, its lower end ahead positive, rad."""
    gone = [point for point in (first, last) if point not in points]
    if gone:
        return _lacking_hip(gone)
    along = points[last] - points[first]
    return np.arctan2(along[:, 0], -along[:, 2])


def _lacking_hip(gone: list[BodyPoint]) -> Missing:
    missing = lacking(*gone)
    if any(point.part == "hip" for point in gone):
        return Missing(missing.reason, "Mark the hip joints, or both ASIS and the sacrum, which tell where they are")
    return missing


def _leg(points: Points, side: Side, rate: float) -> dict[Course, Array | Missing]:
    hip, knee, ankle = (body_point(side, part) for part in ("hip", "knee", "ankle"))
    thigh, shank = _angle(points, hip, knee), _angle(points, knee, ankle)
    found: dict[Course, Array | Missing] = {Course.THIGH: thigh, Course.KNEE_AHEAD: lacking(knee)}
    if knee in points:
        found[Course.KNEE_AHEAD] = points[knee][:, 0]
    if isinstance(thigh, Missing):
        return found | {Course.THIGH_RATE: thigh, Course.THIGH_ACCELERATION: thigh, Course.KNEE: thigh}
    found[Course.THIGH_RATE] = rate_of(thigh, rate)
    found[Course.THIGH_ACCELERATION] = rate_of(rate_of(smooth_seen(thigh, rate, ACCELERATION_CUT_OFF), rate), rate)
    # A knee bends from a little beyond straight to some 150°: the shank may point up behind, beyond −180°.
    bend = shank if isinstance(shank, Missing) else np.mod(thigh - shank + 0.5 * np.pi, 2.0 * np.pi) - 0.5 * np.pi
    return found | {Course.KNEE: bend}


def _foot(
    points: Points, feet: Points, side: Side, rate: float, ground: float, centre: Array | Missing
) -> dict[Course, Array | Missing]:
    named = [body_point(side, part) for part in FOOT_PARTS]
    foot = next((point for point in named if point in feet), None)
    hip = points.get(body_point(side, "hip"))
    if foot is None:
        none = lacking(body_point(side, "ball"))
        return dict.fromkeys((Course.FOOT_FORWARD, Course.FOOT_UP, Course.AHEAD_OF_HIP, Course.AHEAD_OF_CENTRE), none)
    speed = rate_of(feet[foot], rate)
    where = feet[foot][:, 0]
    return {
        Course.FOOT_FORWARD: speed[:, 0] - ground,
        Course.FOOT_UP: speed[:, 2],
        Course.AHEAD_OF_HIP: _lacking_hip([body_point(side, "hip")]) if hip is None else where - hip[:, 0],
        Course.AHEAD_OF_CENTRE: centre if isinstance(centre, Missing) else where - centre[:, 0],
    }


def _body(points: Points) -> dict[tuple[Side | None, Course], Array | Missing]:
    return {
        (None, Course.LEAN): _lean(points),
        (None, Course.PELVIS): _turned(points, ("asis", "hip")),
        (None, Course.SHOULDERS): _turned(points, ("shoulder",)),
    }


def _lean(points: Points) -> Array | Missing:
    hips = _middle(points, "hip")
    shoulders = _middle(points, "shoulder")
    # A marker at C7 lies behind the line of the joints: with it alone a trunk looks some degrees further back.
    top = points.get(BodyPoint.C7) if shoulders is None else shoulders
    if hips is None:
        return _lacking_hip([BodyPoint.LEFT_HIP, BodyPoint.RIGHT_HIP])
    if top is None:
        return lacking(BodyPoint.LEFT_SHOULDER, BodyPoint.RIGHT_SHOULDER)
    along = top - hips
    return np.arctan2(along[:, 0], along[:, 2])


def _middle(points: Points, part: str) -> Array | None:
    left, right = (points.get(body_point(side, part)) for side in (Side.LEFT, Side.RIGHT))
    return None if left is None or right is None else 0.5 * (left + right)


def _turned(points: Points, parts: tuple[str, ...]) -> Array | Missing:
    """Return how far a line from right to left is turned about the vertical, the right side ahead positive, rad."""
    for part in parts:
        left, right = (points.get(body_point(side, part)) for side in (Side.LEFT, Side.RIGHT))
        if left is not None and right is not None:
            across = left - right
            return np.arctan2(-across[:, 0], across[:, 1])
    return lacking(body_point(Side.LEFT, parts[0]), body_point(Side.RIGHT, parts[0]))


def _momenta(
    segments: tuple[BodySegment, ...] | Missing, courses: Courses, rate: float
) -> dict[tuple[Side | None, Course], Array | Missing]:
    names = (
        Course.LEGS_ABOUT_VERTICAL,
        Course.REST_ABOUT_VERTICAL,
        Course.ABOUT_VERTICAL,
        Course.ABOUT_LATERAL,
        Course.ABOUT_FORWARD,
    )
    if isinstance(segments, Missing):
        return {(None, name): segments for name in names}
    legs, rest = angular_momentum(segments, rate, _trunk_turning(courses, rate))
    whole = legs + rest
    values = (legs[:, 2], rest[:, 2], whole[:, 2], whole[:, 1], whole[:, 0])
    return {(None, name): value for name, value in zip(names, values, strict=True)}


def _trunk_turning(courses: Courses, rate: float) -> Array | None:
    known = [one for name in (Course.PELVIS, Course.SHOULDERS) if not isinstance(one := courses[None, name], Missing)]
    return rate_of(np.mean(known, axis=0), rate) if known else None
