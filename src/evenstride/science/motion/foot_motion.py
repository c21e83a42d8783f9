"""How the points of one foot moved: gaps, filter, and the ground they moved over."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.interpolate import PchipInterpolator

from evenstride.core.errors import FitError, InputError
from evenstride.core.estimate import Array, Missing
from evenstride.core.run import Flag
from evenstride.science.plates.zero import low_pass

CUT_OFF = 30.0
"""Hz, low pass of foot points, fourth order forward and back. Between 15 and 50 Hz contact times move by less than 4 ms
(validation/instruments_kinematic_events.py); the 6 Hz that walking is often filtered with loses contacts."""

LEAST_RATE = 120.0
"""Frames a second below which contact times are refused (science.md §9.2)."""

SLOWEST_RATE = 29.0
"""Frames a second below which touchdowns make no steps either: down to 30 (29.97 of cameras) it is measured
(validation/instruments_low_rate.py)."""

MOST_FILLED = 0.030
"""s of the longest gap that is filled, and marked (judgement: a third of a sprinter's contact)."""

LEAST_FRAMES = 40
"""Frames below which neither filter nor stride has room."""

FOOT_LENGTHS = (0.06, 0.40)
"""m from heel to forefoot that a foot of a person can have, also where the points lie over the joints (judgement)."""

LEAST_SPEED = 0.4
"""m/s below which nobody walks or runs anywhere (judgement)."""


@dataclass(frozen=True, slots=True, eq=False)
class FootMotion:
    """The points of one foot, filtered, and the ground under them.

    Attributes
    ----------
    rate : float
        Frames a second, Hz.
    heel, forefoot : ndarray, shape (n, 3)
        m, +x forward, +z up; filled where they were not seen.
    ground : float
        m/s, forward speed of the surface in the axes of the laboratory: about 0 overground, minus the belt's speed on a
        treadmill.
    speed : float
        m/s of the foot over the surface, on average over the trial: the speed of the runner.
    filled, unseen : ndarray of bool, shape (n,)
        Frames of a gap that was filled, and of one that was too long.
    """

    rate: float
    heel: Array
    forefoot: Array
    ground: float
    speed: float
    filled: np.ndarray
    unseen: np.ndarray
    flags: tuple[Flag, ...] = ()

    @property
    def treadmill(self) -> bool:
        """Whether the surface moved backwards at more than half the runner's speed."""
        return self.ground < -0.5 * self.speed


def follow_foot(
    heel: Array,
    forefoot: Array,
    rate: float,
    *,
    cut_off: float = CUT_OFF,
    least_rate: float = SLOWEST_RATE,
    longest_gap: float = MOST_FILLED,
) -> FootMotion:
    """Fill short gaps, filter, and find how the foot moves over the ground.

    Parameters
    ----------
    heel, forefoot : ndarray, shape (n, 3)
        m in the axes of the laboratory, +x forward, +z up; nan where not seen.
    rate : float
        Frames a second, Hz.
    cut_off, least_rate, longest_gap : float
        Hz of the low pass; Hz below which the foot is refused; s of the longest gap that is filled, and marked.

    Raises
    ------
    InputError
        If the rate, the length, the units, the direction or the order of the two points cannot be right.
    FitError
        If the foot is nowhere on the ground, or the runner does not move.

    Notes
    -----
    The speed of the surface is the median forward speed of the forefoot while it is low (within 4 cm of the lowest
    fiftieth of its heights) and quiet (rising or falling at less than 0.5 m/s). The surface is taken as level.

    Examples
    --------
    >>> from evenstride.science.simulate.foot import simulate_foot
    >>> foot = simulate_foot(speed=5.0, contact_time=0.18, stride_time=0.68)
    >>> found = follow_foot(foot.heel, foot.forefoot, foot.rate)
    >>> round(found.speed, 1), found.treadmill
    (5.0, False)
    """
    heel, forefoot = np.asarray(heel, dtype=np.float64), np.asarray(forefoot, dtype=np.float64)
    _check_shape(heel, forefoot, rate, least_rate)
    seen = np.asarray(np.isfinite(np.concatenate([heel, forefoot], axis=1)).all(axis=1))
    if np.count_nonzero(seen) < LEAST_FRAMES:
        raise FitError(
            "the foot was hardly seen", remedy="Fill the markers of heel and forefoot, or leave the foot out"
        )
    filled, unseen, flags = _gaps(seen, rate, longest_gap)
    heel, forefoot = (low_pass(fill_gaps(points, seen), rate, cut_off) for points in (heel, forefoot))
    length = float(np.median(np.linalg.norm(heel - forefoot, axis=1)[seen]))
    if not FOOT_LENGTHS[0] <= length <= FOOT_LENGTHS[1]:
        raise InputError(
            f"heel and forefoot are {length:.3g} m apart",
            why=f"A foot has {FOOT_LENGTHS[0]:g} to {FOOT_LENGTHS[1]:g} m between them",
            remedy="Check the unit of length, and which markers were named",
        )
    ground, speed = _over_ground(heel, forefoot, rate, seen)
    return FootMotion(rate, heel, forefoot, ground, speed, filled, unseen, flags)


def untimed_at(rate: float) -> Missing | None:
    """Return why contacts are not timed at so few frames a second, None where they are.

    Examples
    --------
    >>> untimed_at(60.0).reason
    'below 120 frames a second a contact is known only to ± one frame, at 60 a second ± 17 ms'
    >>> untimed_at(250.0) is None
    True
    """
    if rate >= LEAST_RATE:
        return None
    return Missing(
        f"below {LEAST_RATE:g} frames a second a contact is known only to ± one frame, at {rate:.3g} a second "
        f"± {1000.0 / rate:.0f} ms",
        f"Record at {LEAST_RATE:g} frames a second or more, better at 240",
    )


def check_sides(left: Array, right: Array) -> tuple[Flag, ...]:
    """Refuse feet whose names were exchanged.

    Parameters
    ----------
    left, right : ndarray, shape (n, 3)
        m, the same point of both feet; +x forward, +y to the left, +z up; nan where not seen.

    Returns
    -------
    tuple of Flag
        `sides_unclear` where the feet are on average less than 1 cm apart across the run.

    Raises
    ------
    InputError
        If the left foot lies to the right of the right one on average.

    Examples
    --------
    >>> left = np.tile([0.0, 0.1, 0.0], (50, 1))
    >>> check_sides(left, -left)
    ()
    """
    between = np.asarray(left)[:, 1] - np.asarray(right)[:, 1]
    if np.isnan(between).all():
        return ()
    apart = float(np.nanmean(between))
    if apart < -0.01:
        raise InputError(
            f"the left foot runs {-100 * apart:.0f} cm to the right of the right one",
            why="Left and right were exchanged, or the axes are not right-handed with +x forward and +z up",
            remedy="Exchange the names of the sides, or check the axes",
        )
    if apart < 0.01:
        text = f"the feet run {100 * apart:.1f} cm apart: whether left is left cannot be seen"
        return (Flag("sides_unclear", "feet", text),)
    return ()


def _check_shape(heel: Array, forefoot: Array, rate: float, least: float) -> None:
    if heel.shape != forefoot.shape or heel.ndim != 2 or heel.shape[1] != 3:
        raise InputError(f"heel {heel.shape} and forefoot {forefoot.shape} are not both (n, 3)")
    if not rate >= least:
        raise InputError(
            f"{rate:g} frames a second are too few for steps",
            why=f"One frame lasts {1000.0 / rate:.0f} ms" if rate > 0.0 else "The rate is not positive",
            remedy=f"Record at {least:g} frames a second or more, better at 240",
        )
    if len(heel) < LEAST_FRAMES:
        raise InputError(f"{len(heel)} frames are too few", remedy=f"Hand over {LEAST_FRAMES} or more")


def _gaps(seen: np.ndarray, rate: float, longest: float) -> tuple[np.ndarray, np.ndarray, tuple[Flag, ...]]:
    """Return which frames are filled, which are not, and what is told of it."""
    filled, unseen = np.zeros(len(seen), dtype=bool), np.zeros(len(seen), dtype=bool)
    edges = np.diff(np.concatenate([[0], (~seen).astype(int), [0]]))
    for begin, end in zip(np.flatnonzero(edges == 1), np.flatnonzero(edges == -1), strict=True):
        inside = begin > 0 and end < len(seen)
        kept = filled if inside and (end - begin) / rate <= longest + 1e-9 else unseen
        kept[begin:end] = True
    flags: list[Flag] = []
    if filled.any():
        text = f"{np.count_nonzero(filled)} frames in gaps of up to {1000 * longest:.0f} ms were filled"
        flags.append(Flag("filled", "foot", text))
    if unseen.any():
        text = f"{np.count_nonzero(unseen)} frames in longer gaps were not; contacts there are left out"
        flags.append(Flag("gap", "foot", text))
    return filled, unseen, tuple(flags)


def fill_gaps(points: Array, seen: np.ndarray) -> Array:
    """Return points without gaps; before the first and after the last frame seen they stand still."""
    if seen.all():
        return points
    at = np.flatnonzero(seen)
    inner = np.clip(np.arange(len(points)), at[0], at[-1])
    return np.asarray(PchipInterpolator(at, points[at], axis=0)(inner))


def _over_ground(heel: Array, forefoot: Array, rate: float, seen: np.ndarray) -> tuple[float, float]:
    """Return the speed of the surface in the laboratory and of the foot over it, m/s."""
    velocity: Array = np.gradient(forefoot, 1.0 / rate, axis=0)
    height = forefoot[:, 2]
    near = seen & (height < np.quantile(height[seen], 0.02) + 0.04) & (np.abs(velocity[:, 2]) < 0.5)
    if np.count_nonzero(near) < 3:
        raise FitError("the foot is nowhere quiet on the ground", remedy="Hand over a trial with whole steps")
    ground = float(np.median(velocity[near, 0]))
    speed = float(velocity[seen, 0].mean()) - ground
    if speed < -LEAST_SPEED:
        raise InputError(
            f"the foot moves backwards over the ground at {-speed:.1f} m/s",
            why="+x does not point forward",
            remedy="Turn the axes so that +x is the running direction",
        )
    if speed < LEAST_SPEED:
        raise FitError(f"the foot moves over the ground at {speed:.1f} m/s only", remedy="Hand over a run")
    if float(np.median(forefoot[near, 0] - heel[near, 0])) <= 0.0:
        raise InputError(
            "the heel lies in front of the forefoot while the foot is down",
            why="The two points were exchanged",
            remedy="Check which marker is the heel",
        )
    return ground, speed
