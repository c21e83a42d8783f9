"""Touchdown and toe_off of one foot from where its heel and forefoot were, without a force plate."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from evenstride.core.errors import FitError
from evenstride.core.estimate import Array
from evenstride.core.run import Flag, told_by
from evenstride.science.motion.foot_contacts import (
    CONSTANTS,
    EventConstants,
    Forefoot,
    KinematicContact,
    KinematicContacts,
)
from evenstride.science.motion.foot_motion import CUT_OFF, FootMotion, check_sides, follow_foot
from evenstride.science.steps.walking import LEAST_DOUBLE

SLOW = 0.45
"""Share of the runner's speed that a foot on the ground stays below, over the surface. At touchdown and toe_off it was
0.2 to 0.35 in both reference sets, in swing it is 1 to 2 (judgement between them)."""

LOW = 0.08
"""m above its lowest that a forefoot on the ground stays below, roll-off included (judgement)."""

CONTACT_LENGTHS = (0.05, 1.2)
"""s that a foot is slow and low in a contact; shorter is a knock, longer is standing (judgement)."""

SHORTEST_LIFT = 0.03
"""s; a shorter moment of a quick foot inside a contact is noise (judgement)."""

BEFORE, AFTER = 0.03, 0.05
"""s around the moment a point has become slow and low in which the acceleration of touchdown is looked for."""

CLEAR = 0.5
"""Share of its own highest acceleration there that the first peak of a point has to reach."""

SOFT = 0.15
"""Share of the other point's that a landing has to reach: a heel may be put down softly before the ball (judgement)."""

LANDED = 0.03
"""m above its lowest in this contact that a landing point is at most, when its acceleration peaks: what comes earlier
is the swing being stopped (judgement; 5 to 15 mm in the reference sets)."""

TESTED_SPEEDS = (3.3, 4.9)
"""m/s of the runners the method was measured on; beyond, it is told."""


def find_foot_contacts(
    heel: Array,
    forefoot: Array,
    rate: float,
    *,
    point: Forefoot = Forefoot.BALL,
    cut_off: float = CUT_OFF,
    constants: EventConstants | None = None,
) -> KinematicContacts:
    """Find every contact of one foot.

    Parameters
    ----------
    heel, forefoot : ndarray, shape (n, 3)
        m in the axes of the laboratory, +x forward, +z up, on level ground or a level belt; nan where not seen.
    rate : float
        Frames a second, Hz; 120 or more for contact times, 29 for touchdowns that are good for steps.
    point : Forefoot
        What the forefoot's point is; `ball` is the better known.
    cut_off : float
        Hz of the low pass.
    constants : EventConstants, optional
        Others than those of the point.

    Raises
    ------
    InputError
        If rate, units, direction or names of the points cannot be right.
    FitError
        If the foot never has a whole contact.

    Notes
    -----
    A point is down while it is slow over the surface and low. Touchdown: the first clear peak of upward acceleration of
    heel or forefoot as they come down, minus its lag (`handsaker2016`, whose peaks came 3 ms late at 250 Hz).
    toe_off: the forefoot has risen by a fixed height above its lowest in the second half of contact. The jerk peak of
    the hallux that `handsaker2016` uses has no like in the reference sets; the ball's differs by 35 ms between
    them, the rise by 10 ms. No dependence on speed is taken out: two runners cannot show one.

    Examples
    --------
    >>> from evenstride.science.simulate.foot import simulate_foot
    >>> foot = simulate_foot(speed=5.0, contact_time=0.18, stride_time=0.68)
    >>> found = find_foot_contacts(foot.heel, foot.forefoot, foot.rate)
    >>> len(found.contacts), found.walking
    (5, False)
    """
    used = CONSTANTS[point] if constants is None else constants
    foot = follow_foot(heel, forefoot, rate, cut_off=cut_off)
    contacts, flags = _whole_contacts(foot, used)
    walking, speed = _walks(contacts), _speed(foot, contacts)
    flags = (*flags, *_gait_flags(walking, speed))
    return KinematicContacts(contacts, used, rate, cut_off, speed, foot.treadmill, walking, flags)


def find_both_feet(
    left: tuple[Array, Array], right: tuple[Array, Array], rate: float, *, point: Forefoot = Forefoot.BALL
) -> tuple[KinematicContacts, KinematicContacts]:
    """Find the contacts of both feet, after checking that left is left.

    Parameters
    ----------
    left, right : tuple of two ndarrays, shape (n, 3)
        Heel and forefoot, m; +x forward, +y to the left, +z up.
    rate : float
        Frames a second, Hz.
    point : Forefoot
        What the forefoot's point is.

    Raises
    ------
    InputError
        If the sides were exchanged, or a foot cannot be used.
    FitError
        If a foot has no whole contact.

    Notes
    -----
    Where both feet are down together for more than 30 ms a step it is walking, also where one foot alone cannot tell.

    Examples
    --------
    >>> from evenstride.science.simulate.foot import simulate_foot
    >>> common = {"speed": 5.0, "contact_time": 0.18, "stride_time": 0.68}
    >>> left, right = simulate_foot(across=0.1, **common), simulate_foot(across=-0.1, start=0.49, **common)
    >>> n = len(left.heel)
    >>> both = find_both_feet((left.heel, left.forefoot), (right.heel[:n], right.forefoot[:n]), 250.0)
    >>> [len(one.contacts) for one in both]
    [5, 5]
    """
    told = check_sides(left[0], right[0]) or check_sides(left[1], right[1])
    one, other = (find_foot_contacts(*points, rate, point=point) for points in (left, right))
    both = _double_support(one.contacts, other.contacts)
    if both > LEAST_DOUBLE and not (one.walking and other.walking):
        text = f"both feet are down together for {1000 * both:.0f} ms a step: this is walking"
        told = (*told, Flag("walking", "feet", text))
    walking = {"walking": True} if both > LEAST_DOUBLE else {}
    one, other = (replace(foot, flags=(*foot.flags, *told), **walking) for foot in (one, other))
    return one, other


def _whole_contacts(foot: FootMotion, used: EventConstants) -> tuple[tuple[KinematicContact, ...], tuple[Flag, ...]]:
    """Return every whole contact, and what is told of the foot and of contacts that were left out."""
    found = [_contact(foot, stance, used) for stance in find_stances(foot)]
    contacts = tuple(one for one in found if not isinstance(one, Flag))
    flags = (*foot.flags, *(one for one in found if isinstance(one, Flag)))
    if not contacts:
        raise FitError(
            "no whole contact of the foot was seen",
            why=told_by(flags) or "It never comes down and leaves again",
            remedy="Hand over a trial with whole steps",
        )
    return contacts, flags


def _gait_flags(walking: bool | None, speed: float) -> list[Flag]:
    if walking:
        return [Flag("walking", "foot", "contact takes more than half of the stride: this is walking")]
    if TESTED_SPEEDS[0] <= speed <= TESTED_SPEEDS[1]:
        return []
    text = f"{speed:.1f} m/s; the method was measured at {TESTED_SPEEDS[0]} to {TESTED_SPEEDS[1]} m/s only"
    return [Flag("untested_speed", "foot", text)]


@dataclass(frozen=True, slots=True)
class DownFrames:
    """First frame and the one after the last in which the forefoot is down, and the first of the heel, if it comes."""

    begin: int
    end: int
    heel: int | None

    @property
    def first(self) -> int:
        """First frame in which any of the two is down."""
        return self.begin if self.heel is None else min(self.begin, self.heel)


def find_stances(foot: FootMotion) -> list[DownFrames]:
    """Return where the forefoot is down, in time order, each with the first frame of a heel that comes with it."""
    heels = _down(foot, foot.heel)
    stances: list[DownFrames] = []
    for begin, end in _down(foot, foot.forefoot):
        if (end - begin) / foot.rate < CONTACT_LENGTHS[0]:
            continue
        middle = (begin + end) // 2
        met = [first for first, last in heels if first < middle and last > begin - round(BEFORE * foot.rate)]
        stances.append(DownFrames(begin, end, met[0] if met else None))
    return stances


def _down(foot: FootMotion, points: Array) -> list[tuple[int, int]]:
    """Return where a point is slow over the surface and low, first frame and the one after the last."""
    forward = np.gradient(points[:, 0], 1.0 / foot.rate) - foot.ground
    height = points[:, 2]
    floor = np.quantile(height[~foot.unseen], 0.02)
    down = (np.abs(forward) < SLOW * foot.speed) & (height < floor + LOW)
    edges = np.diff(np.concatenate([[0], down.astype(int), [0]]))
    kept: list[tuple[int, int]] = []
    for begin, end in zip(np.flatnonzero(edges == 1), np.flatnonzero(edges == -1), strict=True):
        if kept and (begin - kept[-1][1]) / foot.rate < SHORTEST_LIFT:
            kept[-1] = (kept[-1][0], int(end))
        else:
            kept.append((int(begin), int(end)))
    return kept


def _contact(foot: FootMotion, stance: DownFrames, used: EventConstants) -> KinematicContact | Flag:
    """Return the contact of a stance, or why there is none."""
    begin, end = stance.first, stance.end
    where = f"{begin / foot.rate:.2f} s"
    if begin == 0 or end == len(foot.heel):
        return Flag("half_seen", where, f"the contact at {where} is cut by the edge of the file; left out")
    if (end - begin) / foot.rate > CONTACT_LENGTHS[1]:
        return Flag("standing", where, f"the foot stands for {(end - begin) / foot.rate:.1f} s at {where}; left out")
    margin = round(AFTER * foot.rate)
    if foot.unseen[max(0, begin - margin) : end + margin].any():
        return Flag("gap", where, f"the contact at {where} lies in a gap; left out")
    touchdown = _landing(foot, stance)
    off = _risen(foot, stance.begin, end, used.rise)
    if touchdown is None or off is None:
        what = "no landing is seen in the accelerations" if touchdown is None else "the forefoot does not rise after it"
        return Flag("no_event", where, f"the contact at {where} has no clear ends: {what}; left out")
    near = [round(moment * foot.rate) for moment in (touchdown, off)]
    filled = any(foot.filled[max(0, frame - 3) : frame + 4].any() for frame in near)
    return KinematicContact(touchdown - used.lag, off, filled)


def _landing(foot: FootMotion, stance: DownFrames) -> float | None:
    """Return when heel or forefoot, whichever is first, has a clear peak of upward acceleration in landing, s."""
    peaks = _peaks(foot, foot.forefoot, stance.begin, stance.end)
    if stance.heel is not None:
        peaks += _peaks(foot, foot.heel, stance.heel, stance.end)
    top = max((height for _, height in peaks), default=0.0)
    return min((moment for moment, height in peaks if height >= SOFT * top > 0.0), default=None)


def _peaks(foot: FootMotion, points: Array, begin: int, end: int) -> list[tuple[float, float]]:
    """Return when a point that comes down at a frame is accelerated upwards most, and by how much, s and m/s²."""
    first = max(1, begin - round(BEFORE * foot.rate))
    window = np.arange(first, min(len(points) - 2, begin + round(AFTER * foot.rate)))
    up = np.gradient(np.gradient(points[:, 2], 1.0 / foot.rate), 1.0 / foot.rate)
    before, here, after = up[window - 1], up[window], up[window + 1]
    landed = points[window, 2] < points[begin:end, 2].min() + LANDED
    found = np.flatnonzero((here >= before) & (here > after) & landed)
    found = found[here[found] >= CLEAR * here[found].max(initial=0.0)]
    shift = 0.5 * (before - after)[found] / (before - 2.0 * here + after)[found]
    times = (window[found] + shift) / foot.rate
    return [(float(moment), float(height)) for moment, height in zip(times, here[found], strict=True)]


def _risen(foot: FootMotion, begin: int, end: int, rise: float) -> float | None:
    """Return when the forefoot has risen above its lowest in the second half of contact, s."""
    height = foot.forefoot[:, 2]
    middle = (begin + end) // 2
    lowest = middle + int(np.argmin(height[middle:end]))
    level = height[lowest] + rise
    above = np.flatnonzero(height[lowest : end + round(AFTER * foot.rate)] > level)
    if not above.size:
        return None
    index = lowest + int(above[0])
    return (index - 1 + float((level - height[index - 1]) / (height[index] - height[index - 1]))) / foot.rate


def _speed(foot: FootMotion, contacts: Sequence[KinematicContact]) -> float:
    """Return the runner's speed over whole strides, m/s; over the trial where there is none."""
    first, last = (round(contacts[index].touchdown * foot.rate) for index in (0, -1))
    if last <= first:
        return foot.speed
    forward = float(foot.forefoot[last, 0] - foot.forefoot[first, 0])
    return forward * foot.rate / (last - first) - foot.ground


def _double_support(left: Sequence[KinematicContact], right: Sequence[KinematicContact]) -> float:
    """Return for how long both feet are down together where a contact of one meets one of the other, s; median."""
    shared = [
        min(one.toe_off, other.toe_off) - max(one.touchdown, other.touchdown)
        for one in left
        for other in right
        if one.touchdown < other.toe_off and other.touchdown < one.toe_off
    ]
    return float(np.median(shared)) if shared else 0.0


def _walks(contacts: Sequence[KinematicContact]) -> bool | None:
    """Return whether contacts take more than half of the strides, None without a stride."""
    if len(contacts) < 2:
        return None
    strides = np.diff([one.touchdown for one in contacts])
    stride = float(np.min(strides))
    return float(np.median([one.contact_time for one in contacts])) > 0.5 * stride
