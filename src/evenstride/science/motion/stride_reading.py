"""Reading the time courses of one stride: ranges, peaks, reversals and phases."""

from __future__ import annotations

import numpy as np
from scipy.signal import hilbert

from evenstride.core.estimate import Array, Missing
from evenstride.core.motion import Course, StrideMotion

TRAIL_UNTIL = 0.7
"""Share of a stride before which a thigh is rearmost (judgement: it is so soon after toe_off, at 26 to 28 %, the other
reversal at 76 to 79 %, `lenthall2024`)."""

BEFORE = (0.030, 0.010)
"""s before touchdown between which the speed of the foot is read: up to 10 ms before, since the low pass carries the
impact forward in time by about as much."""

IMPACT = 0.02
"""s before touchdown that accelerations leave out, for the same reason (judgement)."""

PHASE_MARGIN = 0.5
"""Share of a stride on either side that a phase is computed with and that is cut off after: the transform takes a
course to be periodic, which it is not at the ends."""


def span(stride: StrideMotion, values: Array | Missing) -> float | Missing:
    """Return highest less lowest value of a course over a stride; nan where it was not seen."""
    if isinstance(values, Missing):
        return values
    return float(np.ptp(stride.between(values, stride.touchdown, stride.next_touchdown)[1]))


def step_span(stride: StrideMotion, values: Array | Missing) -> float | Missing:
    """Return highest less lowest value of a course between touchdown and that of the other foot."""
    if isinstance(values, Missing):
        return values
    return float(np.ptp(stride.between(values, stride.touchdown, stride.other_touchdown)[1]))


def mean_between(stride: StrideMotion, values: Array | Missing, first: float, last: float) -> float | Missing:
    """Return the mean of a course over a time."""
    if isinstance(values, Missing):
        return values
    times, inner = stride.between(values, first, last)
    return float(np.trapezoid(inner, times)) / (last - first)


def before_touchdown(stride: StrideMotion, course: Course) -> float | Missing:
    """Return the mean of a course of this foot from 30 to 10 ms before it touches down at the end of the stride."""
    early, late = BEFORE
    return mean_between(stride, stride.own(course), stride.next_touchdown - early, stride.next_touchdown - late)


def reversals(stride: StrideMotion) -> tuple[float, float] | Missing:
    """Return when the thigh of this side is rearmost and when it is foremost, s; nan where it was not seen."""
    thigh = stride.own(Course.THIGH)
    if isinstance(thigh, Missing):
        return thigh
    trail = turning(stride, -thigh, stride.touchdown, stride.touchdown + TRAIL_UNTIL * stride.stride_time)
    lead = turning(stride, thigh, trail, stride.next_touchdown)
    return trail, lead


def turning(stride: StrideMotion, values: Array, first: float, last: float) -> float:
    """Return when a course is highest, s: the vertex of a parabola through the highest frame and its neighbours."""
    if not last > first:
        return float("nan")
    times, inner = stride.between(values, first, last)
    if np.isnan(inner).any():
        return float("nan")
    at = int(np.argmax(inner))
    if at < 2 or at > len(inner) - 3:
        return float(times[at])
    before, here, after = inner[at - 1 : at + 2]
    bend = before - 2.0 * here + after
    return float(times[at]) if bend == 0.0 else float(times[at] + 0.5 * (before - after) / bend / stride.motion.rate)


def flexing(stride: StrideMotion, course: Course) -> tuple[Array, Array] | Missing:
    """Return times and values of a course while the thigh goes from rearmost to foremost."""
    return _while(stride, course, backward=False)


def swinging(stride: StrideMotion, course: Course) -> tuple[Array, Array] | Missing:
    """Return times and values of a course from the middle of the contact until just before the next touchdown."""
    values = stride.own(course)
    if isinstance(values, Missing):
        return values
    return stride.between(values, 0.5 * (stride.touchdown + stride.toe_off), stride.next_touchdown - IMPACT)


def extending(stride: StrideMotion, course: Course) -> tuple[Array, Array] | Missing:
    """Return times and values of a course while the thigh comes back, from foremost to the next touchdown."""
    return _while(stride, course, backward=True)


def peak(found: tuple[Array, Array] | Missing, sign: float = 1.0) -> float | Missing:
    """Return the largest value in one direction; nan where none was seen."""
    if isinstance(found, Missing):
        return found
    return float(sign * np.max(sign * found[1])) if found[1].size else float("nan")


def mean(found: tuple[Array, Array] | Missing) -> float | Missing:
    """Return the mean over time."""
    if isinstance(found, Missing):
        return found
    times, values = found
    return float(np.trapezoid(values, times) / (times[-1] - times[0])) if times.size else float("nan")


def mean_acceleration(found: tuple[Array, Array] | Missing, sign: float) -> float | Missing:
    """Return the mean change of a rate per s from the first time to that of its largest value in one direction."""
    if isinstance(found, Missing):
        return found
    times, rates = found
    if not rates.size or np.isnan(rates).any():
        return float("nan")
    at = int(np.argmax(sign * rates))
    return float((rates[at] - rates[0]) / (times[at] - times[0])) if at else float("nan")


def relative_phase(stride: StrideMotion, one: Array | Missing, other: Array | Missing) -> float | Missing:
    """Return the mean size of the phase by which one course is away from another over a stride, rad, 0 to π.

    Notes
    -----
    Hilbert variant (science.md §5): the phase of a course about the middle of its range is that of its analytic
    signal; the relative phase is their difference, wrapped. 0 is together, π is opposite.
    """
    if isinstance(one, Missing):
        return one
    if isinstance(other, Missing):
        return other
    first, second = _phase(stride, one), _phase(stride, other)
    if first is None or second is None:
        return float("nan")
    apart = np.angle(np.exp(1j * (first - second)))
    return float(np.mean(np.abs(apart)))


def _phase(stride: StrideMotion, values: Array) -> Array | None:
    times = stride.motion.times
    margin = PHASE_MARGIN * stride.stride_time
    wide = (times >= stride.touchdown - margin) & (times <= stride.next_touchdown + margin)
    part = values[wide]
    inner = (times[wide] >= stride.touchdown) & (times[wide] <= stride.next_touchdown)
    # What was recorded may begin with the stride; less margin is a little less exact, a gap is not.
    part, inner = part[np.isfinite(part)], inner[np.isfinite(part)]
    if inner.sum() < (stride.stride_time * stride.motion.rate) - 2.0:
        return None
    own = part[inner]
    analytic = np.asarray(hilbert(part - 0.5 * (own.max() + own.min())), dtype=np.complex128)
    return np.asarray(np.angle(analytic), dtype=np.float64)[inner]


def _while(stride: StrideMotion, course: Course, *, backward: bool) -> tuple[Array, Array] | Missing:
    values, found = stride.own(course), reversals(stride)
    if isinstance(found, Missing):
        return found
    if isinstance(values, Missing):
        return values
    trail, lead = found
    first, last = (lead, stride.next_touchdown) if backward else (trail, lead)
    if not last > first:
        return np.empty(0), np.empty(0)
    return stride.between(values, first, last)
