"""A runner as seen from the side, drawn from the points of the body: as limbs on bare ground, as sticks over film."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import pairwise
from math import hypot

from evenstride.charts.body import disc, limb
from evenstride.core.body_points import BodyPoint, body_point
from evenstride.core.chart import Mark
from evenstride.core.kinogram import Place
from evenstride.core.roles import Side

Point = tuple[float, float]
To = Callable[[Place], Point]
"""From a place of the body to drawing units, y downwards."""

Look = tuple[str, ...]
"""Meaning of a colour, and tones."""

REST: Look = ("ink", "soft")
"""The look of what is not spoken of."""

HEIGHT = 1.75
"""m of the body whose limbs are as wide as these are drawn, and whose head is as large (judgement)."""

_HEAD = 0.10 * HEIGHT
"""m from the shoulders to the middle of the head, in the line of the trunk, where the head was not seen."""

FOOT = ("toe", "ball")


def runner_marks(
    body: Mapping[BodyPoint, Place], to: To, *, unit: float, near: Side, looks: Mapping[Side | None, Look]
) -> tuple[Mark, ...]:
    """Return a body of limbs: the far ones first, then trunk and head, then the near ones.

    Parameters
    ----------
    body : mapping of BodyPoint to Place
        What was seen; limbs without their points are left out.
    to : callable
        From places to drawing units.
    unit : float
        Drawing units of a metre.
    near : Side
        The side towards who looks.
    looks : mapping of Side or None to tuple of str
        Meaning and tones of each leg, and by None of all else.
    """
    at = {point: to(place) for point, place in body.items()}
    size = HEIGHT * unit
    trunk = looks[None]
    marks = [*_arm(at, near.other, size, trunk), *_leg(at, near.other, size, looks[near.other])]
    hips, shoulders = middle(at, "hip"), middle(at, "shoulder") or at.get(BodyPoint.C7)
    if hips and shoulders:
        marks.append(limb(((*hips, 0.055 * size), (*shoulders, 0.062 * size)), *trunk))
    if (head := head_of(at, unit)) is not None:
        marks.append(disc(*head, 0.06 * size, *trunk))
    return (*marks, *_leg(at, near, size, looks[near]), *_arm(at, near, size, trunk))


def stick_marks(
    body: Mapping[BodyPoint, Place], to: To, *, looks: Mapping[Side, str], trunk: str = "ink", joints: str = ""
) -> tuple[Mark, ...]:
    """Return a body of sticks and joints with a halo, so that it can be seen on any ground.

    The sides of arms are those of their legs; trunk and what lies in the middle have a look of their own. `joints` is
    the tone of their rings.
    """
    at = {point: to(place) for point, place in body.items()}
    lines = [(trunk, line) for line in _middle_lines(at)]
    for side in Side:
        lines += [(looks[side], line) for line in _side_lines(at, side)]
    marks = [_line(line, "surface", "wide") for _, line in lines]
    marks += [_line(line, look, "thick") for look, line in lines]
    rings = {look: dict.fromkeys(point for one, line in lines if one == look for point in line) for look, _ in lines}
    for look, points in rings.items():
        tone = (joints,) if joints else ()
        marks.append(Mark("points", tuple(x for x, _ in points), tuple(y for _, y in points), meaning=look, tone=tone))
    return tuple(marks)


def middle(at: Mapping[BodyPoint, Point], part: str) -> Point | None:
    """Return the point between left and right, or the one that was seen; None without either."""
    found = [at[point] for side in Side if (point := body_point(side, part)) in at]
    return (sum(x for x, _ in found) / len(found), sum(y for _, y in found) / len(found)) if found else None


def head_of(at: Mapping[BodyPoint, Point], unit: float) -> Point | None:
    """Return the middle of the head: as seen, else beyond the shoulders; None without a trunk."""
    hips, shoulders = middle(at, "hip"), middle(at, "shoulder") or at.get(BodyPoint.C7)
    if BodyPoint.HEAD in at:
        return at[BodyPoint.HEAD]
    if hips is None or shoulders is None or (length := hypot(shoulders[0] - hips[0], shoulders[1] - hips[1])) == 0.0:
        return None
    beyond = _HEAD * unit / length
    return shoulders[0] + beyond * (shoulders[0] - hips[0]), shoulders[1] + beyond * (shoulders[1] - hips[1])


def _leg(at: Mapping[BodyPoint, Point], side: Side, size: float, look: Look) -> Iterator[Mark]:
    hip, knee, ankle = (at.get(body_point(side, part)) for part in ("hip", "knee", "ankle"))
    toe, heel = _toe(at, side), at.get(body_point(side, "heel"))
    yield from _limb((heel or ankle, toe), (0.024, 0.013), size, look)
    yield from _limb((knee, ankle), (0.036, 0.022), size, look)
    yield from _limb((hip, knee), (0.056, 0.036), size, look)


def _arm(at: Mapping[BodyPoint, Point], side: Side, size: float, look: Look) -> Iterator[Mark]:
    shoulder, elbow, wrist = (at.get(body_point(side, part)) for part in ("shoulder", "elbow", "wrist"))
    yield from _limb((shoulder, elbow), (0.030, 0.025), size, look)
    yield from _limb((elbow, wrist), (0.025, 0.018), size, look)


def _limb(points: Sequence[Point | None], widths: Sequence[float], size: float, look: Look) -> Iterator[Mark]:
    known = [(*point, width * size) for point, width in zip(points, widths, strict=True) if point is not None]
    if len(known) == len(points) and known[0][:2] != known[1][:2]:
        yield limb(known, *look)


def _toe(at: Mapping[BodyPoint, Point], side: Side) -> Point | None:
    return next((at[point] for part in FOOT if (point := body_point(side, part)) in at), None)


def _middle_lines(at: Mapping[BodyPoint, Point]) -> Iterator[list[Point]]:
    hips, shoulders = middle(at, "hip"), middle(at, "shoulder") or at.get(BodyPoint.C7)
    if hips and shoulders:
        yield [hips, shoulders, *([at[BodyPoint.HEAD]] if BodyPoint.HEAD in at else [])]


def _side_lines(at: Mapping[BodyPoint, Point], side: Side) -> Iterator[list[Point]]:
    leg = [at.get(body_point(side, part)) for part in ("hip", "knee", "ankle")]
    arm = [at.get(body_point(side, part)) for part in ("shoulder", "elbow", "wrist")]
    toe, heel = _toe(at, side), at.get(body_point(side, "heel"))
    for chain in (leg, arm, [leg[2], heel, toe] if heel else [leg[2], toe]):
        for one, other in pairwise(chain):
            if one is not None and other is not None and one != other:
                yield [one, other]


def _line(points: Sequence[Point], meaning: str, *tone: str) -> Mark:
    return Mark("line", tuple(x for x, _ in points), tuple(y for _, y in points), meaning=meaning, tone=tone)
