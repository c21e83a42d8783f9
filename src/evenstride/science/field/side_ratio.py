"""One side against the other in one test of strength, with what that test cannot see."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from math import exp, isfinite, log

from scipy.special import ndtri

from evenstride.core.come_back import SideRatio
from evenstride.core.errors import InputError
from evenstride.core.estimate import HOUSE_LEVEL, Estimate, Missing
from evenstride.core.field_course import FieldCourse

SIDE_ERROR = 0.05
"""Typical error of one side of a test nobody has given the error of, as a share (judgement, on the wide side)."""


def measure_side_ratio(
    test: str, hurt: Sequence[float], other: Sequence[float], *, sides: str, error: float = SIDE_ERROR,
    on: date | None = None,
) -> SideRatio:  # fmt: skip
    """Measure one side against the other.

    Parameters
    ----------
    test : str
        What was tested.
    hurt, other : sequence of float
        Trials of each side in one unit, at least one each and above 0; the mean of the best two counts.
    sides : str
        Which over which, for example `left/right`.
    error : float
        Typical error of one side as a share.
    on : date, optional
        When.

    Raises
    ------
    InputError
        For trials that are no strength, or an error outside 0 to 0.5.

    Notes
    -----
    ln r = ln(hurt) − ln(other) has the standard error √2·error where both sides err alike and apart (assumed); the
    least change of it that is no noise is z·√2·√2·error, the factor at the house level.

    Examples
    --------
    >>> found = measure_side_ratio("knee flexion", (230.0, 228.0), (250.0, 248.0), sides="left/right", error=0.034)
    >>> round(found.ratio.value, 2), round(found.ratio.low, 2), round(found.ratio.high, 2), round(found.mdc, 2)
    (0.92, 0.85, 1.0, 0.12)
    """
    for trials in (hurt, other):
        if not trials or not all(isfinite(one) and one > 0.0 for one in trials):
            raise InputError(
                "a test of both sides needs trials above 0 of each",
                remedy="Write them, e.g. --left 240,236 --right 250",
            )
    if not (isfinite(error) and 0.0 < error <= 0.5):
        raise InputError(
            f"an error of {100.0 * error:g} % of one side", place="--error", remedy="Give more than 0, up to 50 %"
        )
    value = log(_best(hurt)) - log(_best(other))
    spread = float(ndtri(0.5 + HOUSE_LEVEL / 2.0)) * 2.0**0.5 * error
    ratio = Estimate(exp(value), exp(value - spread), exp(value + spread), "1", method="mean of the best two")
    return SideRatio(test, sides, ratio, exp(2.0**0.5 * spread) - 1.0, on)


def _best(trials: Sequence[float]) -> float:
    best = sorted(trials)[-2:]
    return sum(best) / len(best)


def ratio_of_course(course: FieldCourse) -> SideRatio | None:
    """Return left over right of a field test done on both sides; None before it can speak.

    The change seen from one session to the next is the threshold of one session times √2.
    """
    found = course.sides
    if isinstance(found, Missing):
        return None
    value = found.difference
    ratio = Estimate(exp(value.value), exp(value.low), exp(value.high), "1", method=value.method)
    return SideRatio(course.test, "left/right", ratio, exp(2.0**0.5 * found.threshold) - 1.0)
