"""When a fast session has done its good work: the limit of a rep's time, and whether a watch may judge at all."""

from __future__ import annotations

import math

from evenstride.core.live import RepTiming
from evenstride.science.noise import STOPWATCH_SD
from evenstride.science.sprint.gates import TIMING_SD

SPEED_LOSS = 0.03
"""Loss of speed that ends fast running, from reps of 40 and 60 m (`jimenezreyes2019`)."""
FRAME = 1.0 / 240.0
"""Time in s from one picture of a slow-motion film to the next."""


def rep_timings() -> tuple[RepTiming, ...]:
    """Return the ways of timing a rep with the error of one time.

    A time is the difference of two events, so its standard deviation is √2 that of one; an event seen in a film lies
    anywhere in a picture, hence FRAME / √12. With a hand stopwatch 3 % of a fly is below the thumb's own error, so
    no time ends the session there: reps are counted, and the runner is asked (diagnosis_logic.md §4).

    Examples
    --------
    >>> [one.name for one in rep_timings() if one.judges]
    ['timing gates', 'film, 240 pictures a second']
    """
    root = math.sqrt(2.0)
    return (
        RepTiming("timing gates", root * TIMING_SD, True, "holmberg2025"),
        RepTiming("film, 240 pictures a second", root * FRAME / math.sqrt(12.0), True, "half a picture, derived"),
        RepTiming("stopwatch in the hand", root * STOPWATCH_SD, False, "as in every fit of hand times"),
    )


def rep_limit(best: float, error: float) -> float:
    """Return the share by which a rep may be slower than the best: max(3 %, 2 × the method's error).

    Parameters
    ----------
    best, error : float
        The best time of the day and the standard deviation of one time, in s.

    Examples
    --------
    >>> rep_limit(2.0, 0.016), rep_limit(2.0, 0.05)
    (0.03, 0.05)
    """
    return max(SPEED_LOSS, 2.0 * error / best)
