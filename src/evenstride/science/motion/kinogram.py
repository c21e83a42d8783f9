"""From a motion to a kinogram: which stride of each leg is shown, where the body is in it, and its angles."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from evenstride.core.body_points import BodyPoint, body_point
from evenstride.core.estimate import Draws, Estimate, Missing
from evenstride.core.kinogram import Angle, Instant, Kinogram, KinogramRow, Place, Shot, StrideInstants
from evenstride.core.motion import Course, Motion, first_frame
from evenstride.core.recording import Contact
from evenstride.core.roles import Side
from evenstride.science.motion.build import displaced
from evenstride.science.motion.instants import choose_stride, find_instants

DRAWS = 60
"""Placings of the points and times of the events that an angle of one picture is drawn from."""

FEWEST = 0.5
"""Share of the draws in which an instant must be found again (judgement)."""

MARGIN = 0.3
"""s on either side of a stride that its draws are made from: as long as low passes need."""

NEEDED = ("hip", "knee")
"""Parts of both legs without which there is no picture."""

METHOD = "placing of the points and time of the events"

NO_CONTACT = Missing("no contact of this foot was found", "Film more strides, the feet in sight")
NO_STRIDE = Missing("no whole stride of this leg was seen", "Film from one touchdown of a foot to its next")


def make_kinogram(motion: Motion, *, scaled: bool = True, seed: int = 0) -> Kinogram:
    """Make the kinogram of a trial.

    Parameters
    ----------
    motion : Motion
        With contacts.
    scaled : bool
        Whether its metres are metres; else they rest on a leg of usual length.
    seed : int
        Seed of the draws.

    Returns
    -------
    Kinogram
        Of each leg the whole stride with most instants seen, of these the one nearest to the middle of the contacts.
        Drawn to the right whichever way was run.

    Notes
    -----
    An angle of one picture is not a mean of many strides. Its draws place every point elsewhere by the motion's
    placing error, the same in all frames, move every event by its error, and find the instant anew.

    Examples
    --------
    >>> from evenstride.science.simulate.motion import simulate_runner
    >>> found = make_kinogram(simulate_runner(seed=1).motion())
    >>> [row.side.value for row in found.rows], len(found.rows[0].seen)
    (['left', 'right'], 5)
    """
    found = find_instants(motion)
    times = [one.touchdown for one in motion.contacts]
    middle = 0.5 * (times[0] + times[-1]) if times else 0.0
    chosen = {side: choose_stride(found, side, middle) for side in Side}
    drawn = _draws(motion, [one for one in chosen.values() if one is not None], seed)
    ground = ground_of(motion)
    rows = [_empty(motion, side) if one is None else _row(motion, one, ground, drawn) for side, one in chosen.items()]
    return Kinogram(motion.athlete, motion.on, tuple(rows), scaled=scaled)


def body_at(motion: Motion, time: float, ground: float) -> dict[BodyPoint, Place] | Missing:
    """Return `body_in` the frame nearest to a time, s."""
    return body_in(motion, min(max(round(time * motion.rate), 0), len(motion.times) - 1), ground)


def body_in(motion: Motion, frame: int, ground: float) -> dict[BodyPoint, Place] | Missing:
    """Return where the points are in a frame, m from the middle of the hips and up; Missing without hips or knees."""
    seen = {point: values[frame] for point, values in motion.points.items() if np.isfinite(values[frame]).all()}
    lacking = [point for side in Side for part in NEEDED if (point := body_point(side, part)) not in seen]
    if lacking:
        return Missing(f"{lacking[0]} is not seen at that time", "Film the legs in sight")
    middle = 0.5 * (seen[BodyPoint.LEFT_HIP][0] + seen[BodyPoint.RIGHT_HIP][0])
    return {point: (float(at[0] - middle), float(at[2] - ground)) for point, at in seen.items()}


def ground_of(motion: Motion) -> float:
    """Return the height in m of the ground: the median of the lowest point of the standing foot over the contacts."""
    lowest: list[float] = []
    for contact in motion.contacts:
        frame = round((contact.touchdown + 0.04) * motion.rate)
        feet = [body_point(contact.side, part) for part in ("toe", "ball", "heel", "ankle")]
        heights = [motion.points[one][frame, 2] for one in feet if one in motion.points and frame < len(motion.times)]
        lowest += [float(min(seen)) for seen in [[one for one in heights if np.isfinite(one)]] if seen]
    if lowest:
        return float(np.median(lowest))
    heights = [np.nanmin(values[:, 2]) for values in motion.points.values() if np.isfinite(values[:, 2]).any()]
    return float(min(heights)) if heights else 0.0


_Drawn = Sequence[tuple[Motion, float, tuple[StrideInstants, ...]]]
"""Motions whose points sit elsewhere, when each begins in s, and its instants with events at other times."""


def _empty(motion: Motion, side: Side) -> KinogramRow:
    stood = any(one.side is side for one in motion.contacts)
    return KinogramRow(side, dict.fromkeys(Instant, NO_STRIDE if stood else NO_CONTACT))


def _row(motion: Motion, chosen: StrideInstants, ground: float, drawn: _Drawn) -> KinogramRow:
    mine = [(trial, one) for trial, begin, strides in drawn if (one := _same(strides, chosen, begin)) is not None]
    shots: dict[Instant, Shot | Missing] = {}
    for instant, time in chosen.times.items():
        if isinstance(time, Missing):
            shots[instant] = time
            continue
        frame = first_frame(motion.times, time)
        body = body_in(motion, frame, ground)
        if isinstance(body, Missing):
            shots[instant] = body
            continue
        since, angles = _values(motion, chosen, instant, time, mine)
        shots[instant] = Shot(time, frame, since, body, angles)
    return KinogramRow(chosen.side, shots)


def _draws(motion: Motion, chosen: Sequence[StrideInstants], seed: int) -> _Drawn:
    if not chosen:
        return ()
    rng = np.random.default_rng([seed, 23])
    part, begin = _cut(motion, min(one.touchdown for one in chosen), max(one.until for one in chosen))
    found: list[tuple[Motion, float, tuple[StrideInstants, ...]]] = []
    for _ in range(DRAWS):
        moved = displaced(part, {point: motion.placing_error * rng.standard_normal(3) for point in part.points})
        shifts = motion.event_error * rng.standard_normal((len(part.contacts), 2))
        contacts = [_shifted(one, float(by[0]), float(by[1])) for one, by in zip(part.contacts, shifts, strict=True)]
        found.append((moved, begin, find_instants(replace(moved, contacts=tuple(contacts)))))
    return found


def _same(strides: Sequence[StrideInstants], chosen: StrideInstants, begin: float) -> StrideInstants | None:
    """Return the stride of a draw that is the one chosen: of its side, with the touchdown nearest to its own."""
    mine = [one for one in strides if one.side is chosen.side]
    return min(mine, key=lambda one: abs(one.touchdown + begin - chosen.touchdown), default=None)


def _cut(motion: Motion, begin: float, end: float) -> tuple[Motion, float]:
    """Return the part of a motion from one time to another with some margin, and when it begins, s."""
    first = max(0, int((begin - MARGIN) * motion.rate))
    last = min(len(motion.times), int((end + MARGIN) * motion.rate) + 1)
    inside = [one for one in motion.contacts if first <= one.touchdown * motion.rate <= last]
    contacts = tuple(_shifted(one, -first / motion.rate, -first / motion.rate) for one in inside)
    points, feet = (
        {point: values[first:last] for point, values in held.items()} for held in (motion.points, motion.feet)
    )
    return replace(motion, points=points, feet=feet, contacts=contacts), first / motion.rate


def _shifted(contact: Contact, touchdown: float, toe_off: float) -> Contact:
    if contact.toe_off is None:
        return replace(contact, touchdown=contact.touchdown + touchdown)
    # An error never turns a contact around.
    end = max(contact.toe_off + toe_off, contact.touchdown + touchdown + 0.01)
    return replace(contact, touchdown=contact.touchdown + touchdown, toe_off=end)


def _values(
    motion: Motion,
    chosen: StrideInstants,
    instant: Instant,
    time: float,
    drawn: Sequence[tuple[Motion, StrideInstants]],
) -> tuple[Estimate, Mapping[Angle, Estimate | Missing]]:
    """Return how long after touchdown an instant is, and the angles at it."""
    times = [(trial, one, at) for trial, one in drawn if isinstance(at := one.times[instant], float)]
    angles: dict[Angle, Estimate | Missing] = {}
    for angle in Angle:
        point = _angle_at(motion, chosen.side, angle, time)
        if isinstance(point, Missing):
            angles[angle] = point
            continue
        samples = [_angle_at(trial, chosen.side, angle, at) for trial, _, at in times]
        angles[angle] = _estimate(point, [one for one in samples if isinstance(one, float)], "rad")
    exact = time - chosen.touchdown
    since = _estimate(exact, [at - one.touchdown for _, one, at in times], "s")
    return (since if isinstance(since, Estimate) else Estimate(exact, exact, exact, "s")), angles


def _estimate(point: float, samples: Sequence[float], unit: str) -> Estimate | Missing:
    seen = np.array([one for one in samples if np.isfinite(one)])
    if not np.isfinite(point) or seen.size < FEWEST * DRAWS:
        return Missing("it is not seen well enough at that time", "Film the whole body in sight")
    return Draws(point, seen, unit, METHOD).estimate()


_COURSES: Mapping[Angle, Course] = {
    Angle.THIGH: Course.THIGH,
    Angle.OTHER_THIGH: Course.THIGH,
    Angle.KNEE: Course.KNEE,
    Angle.TRUNK: Course.LEAN,
}


def _angle_at(motion: Motion, side: Side, angle: Angle, time: float) -> float | Missing:
    whose = {Angle.TRUNK: None, Angle.OTHER_THIGH: side.other}.get(angle, side)
    course = motion.courses[whose, _COURSES[angle]]
    if isinstance(course, Missing):
        return course
    return float(np.interp(time, motion.times, course, left=np.nan, right=np.nan))
