"""Touchdown and toe_off of one foot from keypoints of a camera, whose error is centimetres rather than millimetres."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from evenstride.core.errors import FitError
from evenstride.core.estimate import Array
from evenstride.core.run import Flag
from evenstride.science.motion.foot_motion import MOST_FILLED, FootMotion, follow_foot
from evenstride.science.motion.kinematic_events import CONTACT_LENGTHS, find_stances
from evenstride.science.plates.zero import low_pass

CUT_OFF = 12.0
"""Hz, low pass of foot points from a camera. At 5 px on 300 px/m it leaves 5 mm of 17 mm at 240 frames a second, and a
foot still comes down and leaves within its passband (validation/video_keypoints.py)."""

LEAST_RATE = 20.0
"""Frames a second below which no foot can be followed: two frames in a sprinter's contact (judgement)."""

LEAST_FILLED = 2
"""Frames in a row without a point that are filled, however long they last: below 120 frames a second no contact time is
read from them."""

DOWN = 0.030
"""m above its height in the middle of contact at which the forefoot, or the heel, is taken as touching down."""

OFF = 0.050
"""m above its height in the middle of contact that the forefoot will have `AHEAD` later at toe_off."""

AHEAD = 0.010
"""s by which the height of the forefoot is read ahead, along its rise: a height alone comes at other times of a foot
that rolls off slowly than of one that leaves at once."""

QUIET = 0.030
"""s before and after the middle of contact whose mean height the levels count from."""

HEEL_FIRST = 0.125
"""Share of contact by which the heel has to be down before the forefoot for the landing to be its own (judgement: in
both reference sets it is up to 0.07 earlier where heel and forefoot land together)."""

CLEARLY = 2.0
"""Standard deviations of the noise by which it has to be, besides (judgement)."""

SHADOWS = 48
"""Times the noise is drawn anew to see how far it moves an event; 48 know a standard deviation to 10 %."""

LEAST_STRIDE = 0.3
"""s from a touchdown to the next one of the same foot at least (judgement: five steps a second make 0.4 s)."""

STANDS = 0.035
"""s to either side of the middle of contact in which a forefoot stands still (judgement)."""

ROLLS = 0.001
"""m, by which it moves about a straight line in that time nevertheless: 0.2 to 0.8 mm in the reference sets."""


@dataclass(frozen=True, slots=True)
class PoseConstants:
    """How far events read at the levels lie after those of a force plate, and how well that is known.

    Attributes
    ----------
    touchdown_lag, toe_off_lag : float
        s that the reading is later than the plate; negative where it is earlier. Taken off.
    shared_touchdown, shared_toe_off : float
        s, standard deviation of what all events of a trial are wrong by together: runner, shoe and keypoints.
    own_touchdown, own_toe_off : float
        s, standard deviation from contact to contact without any noise.
    """

    touchdown_lag: float = -0.0101
    toe_off_lag: float = 0.0057
    shared_touchdown: float = 0.005
    shared_toe_off: float = 0.0087
    own_touchdown: float = 0.003
    own_toe_off: float = 0.0045


CONSTANTS = PoseConstants()
"""Halfway between what `footnet_contact_events` and `dorn2012_jog_c3d` give each on its own; the sets differ by 4 ms in
either event (validation/video_keypoints.py). Two runners do not show how runners differ: what all events share stays
what it is for markers, 10 ms of contact time."""


@dataclass(frozen=True, slots=True)
class PoseContact:
    """One contact of one foot.

    Attributes
    ----------
    touchdown, toe_off : float
        s from the first frame.
    touchdown_error, toe_off_error : float
        s, standard deviation of each on its own: noise, frames, and what contacts differ by.
    """

    touchdown: float
    toe_off: float
    touchdown_error: float
    toe_off_error: float

    @property
    def contact_time(self) -> float:
        """Touchdown to toe_off, s."""
        return self.toe_off - self.touchdown


@dataclass(frozen=True, slots=True, eq=False)
class PoseContacts:
    """The contacts of one foot over a clip.

    Attributes
    ----------
    contacts : tuple of PoseContact
        In time order.
    speed : float
        m/s over the surface.
    ground : float
        m/s of the surface over the picture.
    """

    contacts: tuple[PoseContact, ...]
    constants: PoseConstants
    rate: float
    speed: float
    ground: float
    flags: tuple[Flag, ...] = ()


def find_pose_contacts(
    heel: Array,
    forefoot: Array,
    rate: float,
    *,
    noise: float,
    constants: PoseConstants = CONSTANTS,
    seed: int = 0,
) -> PoseContacts:
    """Find every contact of one foot in keypoints.

    Parameters
    ----------
    heel, forefoot : ndarray, shape (n, 3)
        m: along the picture in the running direction, across (0), up; nan where not seen.
    rate : float
        Frames of life a second, Hz. The caller refuses contact times where it is too low for them.
    noise : float
        m, standard deviation of one keypoint in one frame along an axis.
    constants : PoseConstants
        The lags taken off, and the errors drawn.
    seed : int
        Of the noise that is drawn anew for the errors.

    Raises
    ------
    InputError
        If rate, scale, direction or names of the points cannot be right.
    FitError
        If the foot never has a whole contact.

    Notes
    -----
    Accelerations, by which touchdown shows in markers, drown in the noise of keypoints: at 5 px and 240 frames a second
    it is 20 times that of a marker. Heights do not. Touchdown is read where the forefoot, or a heel that is
    clearly first, comes below a level over its height in mid-contact; toe_off where the forefoot's height, read 10 ms
    ahead along its rise, goes above another. The time between event and level is a constant lag, taken off. The error
    of each event is found by adding the same noise again to the smoothed course and reading it anew.

    Examples
    --------
    >>> from evenstride.science.simulate.foot import simulate_foot
    >>> foot = simulate_foot(speed=5.0, contact_time=0.18, stride_time=0.68)
    >>> found = find_pose_contacts(foot.heel, foot.forefoot, foot.rate, noise=0.005)
    >>> len(found.contacts)
    5
    """
    gap = max(MOST_FILLED, LEAST_FILLED / rate)
    foot = follow_foot(heel, forefoot, rate, cut_off=cut_off_of(rate), least_rate=LEAST_RATE, longest_gap=gap)
    stances = find_stances(foot)
    shadows = _Shadows.draw(foot, noise, seed).like(foot, [(one.begin + one.end) // 2 for one in stances])
    found = [_contact(foot, shadows, (stance.begin, stance.end), constants) for stance in stances]
    seen = tuple(one for one in found if not isinstance(one, Flag))
    contacts = tuple(one for at, one in enumerate(seen) if not _doubled(seen, at))
    flags = (*foot.flags, *(one for one in found if isinstance(one, Flag)), *_doubles(seen))
    if not contacts:
        told = "; ".join(flag.text for flag in flags) or "it never comes down and leaves again"
        raise FitError("no whole contact of a foot was seen", why=told, remedy="Film whole steps, both feet in view")
    return PoseContacts(contacts, constants, rate, _speed(foot, contacts), foot.ground, flags)


def _doubled(contacts: Sequence[PoseContact], at: int) -> bool:
    """Return whether the same foot came down sooner before, or after, than a stride takes.

    One of the two is none, and nothing tells which: neither is used.
    """
    near = contacts[max(0, at - 1) : at + 2]
    return any(later.touchdown - one.touchdown < LEAST_STRIDE for one, later in pairwise(near))


def _doubles(contacts: Sequence[PoseContact]) -> Iterator[Flag]:
    for one, later in pairwise(contacts):
        if later.touchdown - one.touchdown < LEAST_STRIDE:
            where = f"{one.touchdown:.2f} s"
            text = f"the foot seems to come down at {where} and at {later.touchdown:.2f} s, too soon for a stride"
            yield Flag("doubled", where, f"{text}; both left out")


def cut_off_of(rate: float) -> float:
    """Return the cut-off in Hz for a frame rate: 12 Hz, less where frames are few."""
    return min(CUT_OFF, 0.4 * rate)


@dataclass(frozen=True, slots=True, eq=False)
class _Shadows:
    """Heights of heel and forefoot, first as seen, then with the noise drawn anew; shape (n, 1 + SHADOWS) each."""

    heel: Array
    forefoot: Array

    @classmethod
    def draw(cls, foot: FootMotion, noise: float, seed: int) -> _Shadows:
        rng = np.random.default_rng([seed, 41])
        found: list[Array] = []
        for points in (foot.heel, foot.forefoot):
            drawn = noise * rng.standard_normal((len(points), SHADOWS))
            moved = low_pass(drawn, foot.rate, cut_off_of(foot.rate))
            found.append(points[:, 2:3] + np.concatenate([np.zeros((len(points), 1)), moved], axis=1))
        return cls(found[0], found[1])

    def like(self, foot: FootMotion, middles: Sequence[int]) -> _Shadows:
        """Return the same with noise as large as a foot that stands still is seen to have.

        What an estimator is wrong by for many frames together hides from differences between frames, and shows where
        nothing moves: in mid-contact.
        """
        reach = round(STANDS * foot.rate)
        still = [slice(middle - reach, middle + reach + 1) for middle in middles if middle >= reach]
        still = [one for one in still if one.stop <= len(foot.forefoot) and not foot.unseen[one].any()]
        if not still or reach < 2:
            return self
        seen = np.mean([_about_line(foot.forefoot[one, 2:3]) for one in still])
        drawn = np.mean([_about_line(self.forefoot[one, 1:] - self.forefoot[one, :1]) for one in still])
        more = float(np.sqrt(max(1.0, (seen - ROLLS**2) / drawn))) if drawn > 0.0 else 1.0
        return _Shadows(*(one[:, :1] + more * (one - one[:, :1]) for one in (self.heel, self.forefoot)))


def _about_line(values: Array) -> float:
    """Return the mean square of columns about a straight line through each."""
    design = np.stack([np.ones(len(values)), np.linspace(-1.0, 1.0, len(values))], axis=1)
    return float(np.mean((values - design @ np.linalg.lstsq(design, values)[0]) ** 2))


def _contact(foot: FootMotion, shadows: _Shadows, stance: tuple[int, int], used: PoseConstants) -> PoseContact | Flag:
    """Return the contact of a stance, or why there is none."""
    begin, end = stance
    where = f"{begin / foot.rate:.2f} s"
    if (end - begin) / foot.rate > CONTACT_LENGTHS[1]:
        return Flag("standing", where, f"the foot stands for {(end - begin) / foot.rate:.1f} s at {where}; left out")
    middle, reach = (begin + end) // 2, round(0.2 * foot.rate)
    first, last = max(0, begin - reach), min(len(foot.heel), end + reach)
    down = _landings(foot, shadows, (first, begin, middle))
    off = _leavings(foot, shadows, (middle, last))
    if np.isnan(down[0]) or np.isnan(off[0]):
        return Flag("half_seen", where, f"the contact at {where} is cut by the edge of the clip; left out")
    near = slice(max(0, int(down[0] * foot.rate) - 2), int(off[0] * foot.rate) + 3)
    if foot.unseen[near].any():
        return Flag("gap", where, f"the contact at {where} lies in a gap; left out")
    errors = [
        float(np.hypot(_spread(times[1:]), own)) for times, own in ((down, used.own_touchdown), (off, used.own_toe_off))
    ]
    return PoseContact(float(down[0]) - used.touchdown_lag, float(off[0]) - used.toe_off_lag, errors[0], errors[1])


def _landings(foot: FootMotion, shadows: _Shadows, span: tuple[int, int, int]) -> Array:
    """Return when the foot comes down, s, as seen and with noise drawn anew; nan before the clip begins."""
    first, begin, middle = span
    fore = _below(shadows.forefoot, (first, middle), _level(foot, shadows.forefoot, middle), foot.rate)
    # The heel is lowest before the middle of contact, and rises from there on.
    lowest = shadows.heel[first : middle + 1].min(axis=0)
    back = _below(shadows.heel, (first, first + int(np.argmin(shadows.heel[first : middle + 1, 0]))), lowest, foot.rate)
    # Which of the two is first is decided once, from what was seen: draws must not choose between them.
    least = max(HEEL_FIRST * 2.0 * (middle - begin) / foot.rate, CLEARLY * _spread((fore - back)[1:]))
    return back if back[0] < fore[0] - least else fore


def _leavings(foot: FootMotion, shadows: _Shadows, span: tuple[int, int]) -> Array:
    """Return when the forefoot leaves, s, as seen and with noise drawn anew; nan after the clip ends."""
    middle, last = span
    ahead = shadows.forefoot + AHEAD * np.gradient(shadows.forefoot, 1.0 / foot.rate, axis=0)
    above = ahead[middle:last] - _level(foot, shadows.forefoot, middle) - OFF
    return (middle + _first_crossing(above)) / foot.rate


def _below(heights: Array, span: tuple[int, int], level: Array, rate: float) -> Array:
    """Return when heights last came below `DOWN` over a level, looking back from the end of a span, s."""
    first, last = span
    return (last - _first_crossing(heights[first : last + 1][::-1] - level - DOWN)) / rate


def _spread(times: Array) -> float:
    """Return the standard deviation of times, s, by their middle two thirds: a draw that misses a step is no spread."""
    low, high = np.nanquantile(times, [1.0 / 6.0, 5.0 / 6.0]) if np.isfinite(times).any() else (0.0, 0.0)
    return float(high - low) / 1.935


def _level(foot: FootMotion, heights: Array, middle: int) -> Array:
    reach = max(1, round(QUIET * foot.rate))
    return heights[max(0, middle - reach) : middle + reach + 1].mean(axis=0)


def _first_crossing(values: Array) -> Array:
    """Return the place, between rows, at which each column first goes above zero; nan where it never does."""
    found = np.full(values.shape[1], np.nan)
    over = values >= 0.0
    for column in range(values.shape[1]):
        index = int(np.argmax(over[:, column])) if len(over) else 0
        if index > 0:
            one, other = values[index - 1, column], values[index, column]
            found[column] = index - 1 + one / (one - other)
    return found


def _speed(foot: FootMotion, contacts: Sequence[PoseContact]) -> float:
    """Return the runner's speed over whole strides, m/s; over the clip where there is none."""
    first, last = (round(contacts[index].touchdown * foot.rate) for index in (0, -1))
    if last <= first:
        return foot.speed
    return float(foot.forefoot[last, 0] - foot.forefoot[first, 0]) * foot.rate / (last - first) - foot.ground
