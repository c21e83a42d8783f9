"""Masters: a change of speed held against what age takes in the same time; level is holding (care.md)."""

from __future__ import annotations

from dataclasses import replace

from evenstride.core.athlete import MASTERS_AGE
from evenstride.core.check import Check

AGE_LOSS_A_YEAR = 0.005
"""Speed lost a year as a share of it: 5 to 6 % a decade in masters sprinters (`korhonen2003`); group trend, wide
individual spread."""

LEAST_YEARS = 0.75
"""Years a comparison must span before age could show in it at all (judgement)."""

STEADY_WIDTH = 0.04
"""Widest 90 % interval of a change that may still be called level (judgement: 2 % to each side)."""


def hold_against_age(check: Check, age: int | None) -> Check:
    """Return a comparison of speed with the age trend it holds against, or as it is.

    Parameters
    ----------
    check : Check
        Of speed: without a smallest worthwhile change it is a field test, and stays as it is.
    age : int or None
        The youngest the athlete can be on its last day, in years.

    Notes
    -----
    Holding: a masters athlete, three quarters of a year or more, an interval narrow enough to be called level, neither
    wholly above zero (that is faster) nor wholly below what age takes (that is falling).

    Examples
    --------
    >>> from datetime import date
    >>> from evenstride.core.check import Verdict
    >>> from evenstride.core.estimate import Estimate
    >>> level = Check("top speed", date(2025, 3, 3), date(2026, 3, 3), Estimate(8.0, 7.9, 8.1, "m/s"),
    ...     Estimate(8.0, 7.9, 8.1, "m/s"), Estimate(0.0, -0.012, 0.012, "1"), 0.01, Verdict.CANNOT_TELL, "", swc=0.008)
    >>> round(hold_against_age(level, 52).age_trend, 4), hold_against_age(level, 30).age_trend
    (-0.005, None)
    """
    years = (check.until - check.since).days / 365.25
    change = check.change
    asked = age is not None and age >= MASTERS_AGE and years >= LEAST_YEARS and check.comparable
    if not asked or check.swc is None or change.high - change.low > STEADY_WIDTH:
        return check
    expected = -AGE_LOSS_A_YEAR * years
    return replace(check, age_trend=expected) if change.low <= 0.0 and change.high >= expected else check
