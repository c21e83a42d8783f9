"""What a force plate reads with nobody on it: offset and drift, found in the data and taken off."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
from scipy.ndimage import maximum_filter1d, minimum_filter1d
from scipy.signal import butter, sosfiltfilt

from evenstride.core.errors import FitError
from evenstride.core.estimate import Array
from evenstride.core.run import Flag
from evenstride.core.signal import Plate
from evenstride.science.stretches import stretches

CUT_OFF = 100.0
"""Hz, low pass in which contacts are looked for, fourth order forward and back. The reference contacts of
`dorn2012_jog_c3d` were read so; lower ones round the edges (validation/force_events.py shows by how much)."""

LONGEST_CONTACT = 0.6
"""s; twice this holds a moment without load in any running and in most walking (judgement: its contacts take 0.6 to
0.8 s). In slow walking, beyond 1.2 s, the floor follows the foot; `_without_steps` finds that."""

STEP_UP = 40.0
"""N by which a stretch lies above those around it where a foot stands: twice an offset that is told (judgement)."""

LONGEST_STEP = 5.0
"""s; what rises and falls quicker than a zero drifts, within this, is a foot of somebody who walks slowly (judgement:
contacts of 2.3 s are known, in a file of 1990s clinical walking)."""

MOST_OFFSET = 150.0
"""N that a plate without load may read before it cannot be told from somebody standing on it (judgement)."""

STEEPEST_DRIFT = 100.0
"""N/s that a zero may drift to where it then stays, more than `MOST_OFFSET` away; somebody who stands there and steps
off is far quicker (judgement)."""

TOLD_OFFSET = 20.0
"""N beyond which an offset is told: above it the usual threshold of 20 N alone would see a foot (science.md §9.1)."""

LONGEST_PEAK, END_OF_RANGE = 0.010, 1e-6
"""s and N: a plate that stands that long at its highest value, to that much, has reached the end of its range
(judgement: the peak of a run does so for 4 ms at most where forces are written in whole N)."""

SHORTEST_UNLOADED = 0.02
"""s that a stretch without load must last to say where zero is."""


@dataclass(frozen=True, slots=True, eq=False)
class Zeroed:
    """Vertical force with zero found.

    Attributes
    ----------
    force : ndarray, shape (n,)
        N, up on the foot, low pass at `cut_off` and zero taken off.
    whole : ndarray, shape (n, 3)
        N on the foot, not filtered; the vertical one with its zero taken off, the horizontal ones with their median
        without load taken off.
    zero : ndarray, shape (n,)
        N, what the plate read without load over the trial.
    noise : float
        N, standard deviation of the filtered force without load.
    """

    rate: float
    force: Array
    whole: Array
    zero: Array
    noise: float
    cut_off: float
    flags: tuple[Flag, ...] = ()


def zero_plate(plate: Plate, *, cut_off: float = CUT_OFF) -> Zeroed:
    """Find what a plate reads without load, also where it drifts, and take it off.

    Parameters
    ----------
    plate : Plate
        As it was recorded.
    cut_off : float
        Hz of the low pass.

    Raises
    ------
    FitError
        If no moment without load is in the file, or what looks like one is or may be somebody standing.

    Notes
    -----
    An opening (lowest value in a window, then the highest of these) of the filtered force, longer than any contact of
    running, follows the plate's floor. Where the force lies within reach of the floor, stretches of 20 ms and more say
    where zero is: the median of their middle half, and straight lines in between. Reach is the larger of 20 N and a
    twentieth of the span; then the noise found decides and it is done once more.

    Examples
    --------
    >>> force = np.full((2000, 3), 62.0)
    >>> force[800:1000, 2] += 1500 * np.sin(np.pi * np.arange(200) / 200)
    >>> found = zero_plate(Plate("plate 1", 1000.0, force))
    >>> round(float(np.median(found.zero)), 1), found.flags[0].code
    (62.0, 'untared')
    """
    raw = np.asarray(plate.force[:, 2])
    if not raw.size:
        raise FitError(f"'{plate.name}' has no samples", remedy="Export the trial with its forces")
    if np.isnan(raw).any():
        raise FitError(
            "the vertical force has gaps", why=f"'{plate.name}'", remedy="Export the trial without gaps in the force"
        )
    smooth = low_pass(raw, plate.rate, cut_off)
    floor, flats = _floor(plate, smooth)
    _refuse_standing(plate, smooth, floor, flats)
    whole = plate.force - _sideways(plate.force, flats)
    whole[:, 2] = raw - floor
    noise = _noise(smooth - floor, flats)
    return Zeroed(plate.rate, smooth - floor, whole, floor, noise, cut_off, tuple(_flags(plate, floor)))


def _floor(plate: Plate, smooth: Array) -> tuple[Array, list[tuple[int, int]]]:
    """Return what a plate reads without load over the trial, N, and the stretches that show it."""
    window = max(3, round(2.0 * LONGEST_CONTACT * plate.rate))
    floor = np.asarray(maximum_filter1d(minimum_filter1d(smooth, window), window))
    reach = max(TOLD_OFFSET, 0.05 * float(np.ptp(smooth)))
    flats: list[tuple[int, int]] = []
    for _ in range(2):
        flats = _without_steps(smooth, _unloaded(smooth - floor, reach, plate.rate), plate.rate)
        if not flats:
            raise FitError(
                f"'{plate.name}' is never without load for {1000 * SHORTEST_UNLOADED:.0f} ms",
                why="Where zero is cannot be seen",
                remedy="Record a moment without load, or tare the plate",
            )
        floor = _follow(smooth, flats)
        reach = max(TOLD_OFFSET, 5.0 * _noise(smooth - floor, flats))
    return floor, flats


def _refuse_standing(plate: Plate, smooth: Array, floor: Array, flats: list[tuple[int, int]]) -> None:
    """Refuse what looks like no load and is, or may be, somebody who stands on the plate."""
    # A drift may go far, yet it comes from somewhere; somebody who stands there is never near zero.
    low, high = float(floor.min()), float(floor.max())
    if min(abs(low), abs(high)) > MOST_OFFSET:
        raise FitError(
            f"'{plate.name}' never reads less than {low:.0f} N",
            why=f"Above {MOST_OFFSET:.0f} N a plate that was not tared cannot be told from somebody standing on it",
            remedy="Tare the plate, or cut the trial to the run; walking needs a plate for each foot",
        )
    steepest = plate.rate * float(np.abs(np.diff(floor)).max(initial=0.0))
    stood = any(
        (end - begin) / plate.rate > LONGEST_CONTACT and float(np.median(smooth[begin:end])) > low + MOST_OFFSET
        for begin, end in flats
    )
    if stood and steepest > STEEPEST_DRIFT:
        raise FitError(
            f"somebody stands on '{plate.name}' for a part of the trial",
            why=f"What it reads without steps goes from {low:.0f} to {high:.0f} N within a moment; no zero drifts so",
            remedy="Cut the trial to the run; hops on the spot are a field test of their own: evenstride test hops",
        )


def low_pass(values: Array, rate: float, cut_off: float) -> Array:
    """Return values without what is quicker than a frequency: Butterworth, fourth order, forward and back.

    Parameters
    ----------
    values : ndarray, shape (n, ...)
        Evenly sampled, without gaps.
    rate, cut_off : float
        Hz; where the rate is too low for the cut-off nothing is taken away.

    Examples
    --------
    >>> low_pass(np.ones(50), 1000.0, 100.0).round(6).max()
    np.float64(1.0)
    """
    if cut_off >= 0.45 * rate or len(values) < 30:
        return values
    return np.asarray(sosfiltfilt(_design(cut_off, rate), values, axis=0))


@cache
def _design(cut_off: float, rate: float) -> Array:
    return np.asarray(butter(4, cut_off, fs=rate, output="sos"))


def _unloaded(above: Array, reach: float, rate: float) -> list[tuple[int, int]]:
    shortest = max(3, round(SHORTEST_UNLOADED * rate))
    return [one for one in stretches(np.abs(above) < reach) if one[1] - one[0] >= shortest]


def _without_steps(smooth: Array, flats: list[tuple[int, int]], rate: float) -> list[tuple[int, int]]:
    """Return stretches without the parts in which a slow foot stands: high above what is before, and low again soon."""
    flats = _pieces(flats, len(smooth))
    levels = [float(np.median(smooth[begin:end])) for begin, end in flats]
    longest = LONGEST_STEP * rate

    def steps(index: int) -> bool:
        begin, end = flats[index]
        foot = levels[index] - STEP_UP
        before = [at for at in range(index) if begin - flats[at][1] < longest and levels[at] < foot]
        after = [at for at in range(index + 1, len(flats)) if flats[at][0] - end < longest and levels[at] < foot]
        if not before or not after:
            return False
        # The nearest of those that are as low as any: what lies between is the rise or the fall.
        lowest = [min(levels[at] for at in near) + STEP_UP for near in (before, after)]
        low = next(at for at in reversed(before) if levels[at] < lowest[0])
        back = next(at for at in after if levels[at] < lowest[1])
        rise = (levels[index] - levels[low]) * rate / max(1, begin - flats[low][1])
        fall = (levels[index] - levels[back]) * rate / max(1, flats[back][0] - end)
        return max(rise, fall) > STEEPEST_DRIFT and flats[back][0] - flats[low][1] < longest

    kept: list[tuple[int, int]] = []
    for index, (begin, end) in enumerate(flats):
        if steps(index):
            continue
        if kept and kept[-1][1] == begin:
            kept[-1] = (kept[-1][0], end)
        else:
            kept.append((begin, end))
    return kept


def _pieces(flats: list[tuple[int, int]], count: int) -> list[tuple[int, int]]:
    """Return stretches with the long ones cut, for a zero that drifts within them."""
    longest = max((end - begin for begin, end in flats), default=0)
    piece = max(50, min(longest, count // 20))
    return [(first, min(first + piece, end)) for begin, end in flats for first in range(begin, end, piece)]


def _sideways(force: Array, flats: list[tuple[int, int]]) -> Array:
    """Return what each component reads without load, N, shape (3,)."""
    return np.median(np.concatenate([force[begin:end] for begin, end in flats]), axis=0)


def _follow(smooth: Array, flats: list[tuple[int, int]]) -> Array:
    """Return zero over the trial: straight lines through the medians of stretches, long ones cut into pieces."""
    places: list[float] = []
    levels: list[float] = []
    for first, last in _pieces(flats, len(smooth)):
        quarter = (last - first) // 4
        places.append(0.5 * (first + last - 1))
        levels.append(float(np.median(smooth[first + quarter : last - quarter])))
    _reach_on(places, levels)
    return np.interp(np.arange(len(smooth)), places, levels)


def _reach_on(places: list[float], levels: list[float]) -> None:
    """Carry the nearest line on at both ends, by as much as it is long: a drift does not wait for the first flight."""
    if len(places) > 1:
        for end, next_to in ((0, 1), (-1, -2)):
            place, level = 2.0 * places[end] - places[next_to], 2.0 * levels[end] - levels[next_to]
            at = 0 if end == 0 else len(places)
            places.insert(at, place)
            levels.insert(at, level)


def _noise(above: Array, flats: list[tuple[int, int]]) -> float:
    middles = [above[begin + (end - begin) // 4 : end - (end - begin) // 4] for begin, end in flats]
    return float(np.std(np.concatenate(middles)))


def _flags(plate: Plate, floor: Array) -> list[Flag]:
    flags: list[Flag] = []
    low, high = float(floor.min()), float(floor.max())
    name = plate.name
    top = float(plate.force[:, 2].max())
    stands = max(end - begin for begin, end in stretches(plate.force[:, 2] >= top - END_OF_RANGE)) / plate.rate
    if top > MOST_OFFSET and stands > LONGEST_PEAK:
        text = f"it stands at its highest value, {top:.0f} N, for {1000 * stands:.0f} ms: its range ends there"
        flags.append(Flag("saturated", name, text + ", and the forces that it wrote are too small"))
    middle = 0.5 * (low + high)
    if abs(middle) > TOLD_OFFSET:
        text = f"it read {middle:.0f} N with nobody on it: it was not tared; taken off"
        flags.append(Flag("untared", name, text))
    if high - low > TOLD_OFFSET:
        text = f"its zero wandered from {low:.0f} to {high:.0f} N; taken off step by step"
        flags.append(Flag("drift", name, text))
    return flags
