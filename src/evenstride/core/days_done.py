"""A calendar of what was done, and the load of a week told as it is: no ratio of loads, no risk."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from evenstride.core.activity import Sport
from evenstride.core.estimate import Missing


@dataclass(frozen=True, slots=True)
class DayDone:
    """What one day held.

    Attributes
    ----------
    outings : int
        Activities of the day.
    sports : tuple of Sport
        What they were, each once, in the order they were begun.
    timed : float
        s, without pauses.
    distance : float
        m, of those that have one.
    load : float or Missing
        Session-RPE load, effort × minutes, summed (`foster2001`); 0 on a day without any; Missing where an activity
        has no effort told.
    fast_metres : float or Missing
        Metres at the share of own best speed asked for.
    sleep, resting_heart_rate : float or None
        As devices say them: s, and 1/min.
    """

    on: date
    outings: int
    sports: tuple[Sport, ...]
    timed: float
    distance: float
    load: float | Missing
    fast_metres: float | Missing
    sleep: float | None = None
    resting_heart_rate: float | None = None


@dataclass(frozen=True, slots=True)
class WeekLoad:
    """Seven days.

    Attributes
    ----------
    first : date
        Of the seven.
    load : float or Missing
        Sum of the daily loads.
    monotony : float or Missing
        Mean over standard deviation of the seven daily loads, rest days as 0; a description, not a judgement.
    strain : float or Missing
        Load × monotony.
    fast_metres : float or Missing
        Summed.
    timed, distance : float
        Summed, s and m.
    sleep, resting_heart_rate : float or None
        Means over the days that have one; None where none has.
    """

    first: date
    load: float | Missing
    monotony: float | Missing
    strain: float | Missing
    fast_metres: float | Missing
    timed: float
    distance: float
    sleep: float | None = None
    resting_heart_rate: float | None = None
