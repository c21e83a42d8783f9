"""The instants of a stride that a kinogram shows, each found by one definition."""

from __future__ import annotations

import numpy as np

from evenstride.core.estimate import Array, Missing
from evenstride.core.kinogram import Instant, StrideInstants
from evenstride.core.motion import Course, Motion, StrideMotion
from evenstride.core.roles import Side
from evenstride.science.motion.stride_reading import turning

LATEST = 0.5
"""Share of a stride, where no toe_off is known, in which mid-stance is looked for (judgement: no runner stands
longer)."""

HIDDEN = "hips, knees or feet are not seen all the time that it is looked for"
FILM_MORE = "Film the whole stride, the legs in sight"


def find_instants(motion: Motion) -> tuple[StrideInstants, ...]:
    """Return the instants of every stride that begins in a trial, in time order.

    Parameters
    ----------
    motion : Motion
        With contacts.

    Returns
    -------
    tuple of StrideInstants
        One a contact. The last of a foot ends with the trial; what lies beyond is missing with the reason.

    Notes
    -----
    Mid-stance is the first downward zero of the foot's way ahead of its hip, the first point of ball, toe, ankle and
    heel that there is standing for the foot. The thighs pass at the first upward zero of this thigh less the other
    after touchdown. Maximal swing is the vertex of a parabola through the largest angle of the thigh between that and
    the next touchdown. Events are read between frames. The definitions are this house's: kinograms are a coach's tool
    whose pictures are chosen by eye.

    Examples
    --------
    >>> from evenstride.science.simulate.motion import simulate_runner
    >>> first = find_instants(simulate_runner(seed=1).motion())[0]
    >>> [instant.value for instant in first.known]
    ['touchdown', 'mid-stance', 'toe-off', 'thighs pass', 'maximal swing']
    """
    nexts = {stride.touchdown: stride for stride in motion.strides()}
    found: list[StrideInstants] = []
    for contact in motion.contacts:
        stride = nexts.get(contact.touchdown)
        if stride is None:
            toe_off = np.nan if contact.toe_off is None else contact.toe_off
            stride = StrideMotion(motion, contact.side, contact.touchdown, toe_off, np.nan, np.nan, np.nan)
        found.append(_of_stride(stride))
    return tuple(found)


def choose_stride(found: tuple[StrideInstants, ...], side: Side, middle: float) -> StrideInstants | None:
    """Return the whole stride of a side with most instants seen, of these the one nearest to a time (s); None without.

    One that the clip cuts off has no length: it can neither be laid beside another nor be called a stride.
    """
    mine = [one for one in found if one.side is side and one.whole]
    return min(mine, key=lambda one: (-len(one.known), abs(0.5 * (one.touchdown + one.until) - middle)), default=None)


def _of_stride(stride: StrideMotion) -> StrideInstants:
    motion = stride.motion
    end = float(motion.times[-1])
    whole = bool(np.isfinite(stride.next_touchdown))
    until = stride.next_touchdown if whole else end
    toe_off: float | Missing = stride.toe_off
    if not np.isfinite(stride.toe_off):
        toe_off = motion.untimed or Missing("its toe-off is not in the trial", FILM_MORE)
    passing = _passing(stride, until)
    return StrideInstants(
        stride.side,
        stride.touchdown,
        until,
        {
            Instant.TOUCHDOWN: stride.touchdown,
            Instant.MID_STANCE: _mid_stance(stride, until),
            Instant.TOE_OFF: toe_off,
            Instant.THIGHS_PASS: passing,
            Instant.MAXIMAL_SWING: _foremost(stride, passing, until, whole=whole),
        },
        whole,
    )


def _mid_stance(stride: StrideMotion, until: float) -> float | Missing:
    ahead = stride.own(Course.AHEAD_OF_HIP)
    if isinstance(ahead, Missing):
        return ahead
    last = stride.toe_off
    if not np.isfinite(last):
        last = stride.touchdown + LATEST * (until - stride.touchdown)
    times, values = stride.between(ahead, stride.touchdown, last)
    return _zero(times, -values, "the hip does not pass over the foot in this contact")


def _passing(stride: StrideMotion, until: float) -> float | Missing:
    own, other = stride.own(Course.THIGH), stride.other(Course.THIGH)
    if isinstance(own, Missing):
        return own
    if isinstance(other, Missing):
        return other
    times, apart = stride.between(own - other, stride.touchdown, until)
    return _zero(times, apart, "this thigh does not pass the other one before the trial ends")


def _foremost(stride: StrideMotion, passing: float | Missing, until: float, *, whole: bool) -> float | Missing:
    thigh = stride.own(Course.THIGH)
    if isinstance(thigh, Missing):
        return thigh
    if isinstance(passing, Missing):
        return passing
    time = turning(stride, thigh, passing, until)
    if not np.isfinite(time):
        return Missing(HIDDEN, FILM_MORE)
    if not whole and time > until - 2.0 / stride.motion.rate:
        return Missing("the trial ends before this thigh turns back", FILM_MORE)
    return time


def _zero(times: Array, values: Array, otherwise: str) -> float | Missing:
    """Return the first time at which values rise through zero."""
    at = np.flatnonzero((values[:-1] < 0.0) & (values[1:] >= 0.0))
    seen_until = np.flatnonzero(np.isnan(values))
    if at.size and not (seen_until.size and seen_until[0] < at[0]):
        first = int(at[0])
        low, high = float(values[first]), float(values[first + 1])
        return float(times[first] - low * (times[first + 1] - times[first]) / (high - low))
    return Missing(HIDDEN if seen_until.size else otherwise, FILM_MORE)
