"""One seed for one run, whatever file it came in: its draws are its own, and no unit or order of columns moves them."""

from __future__ import annotations

from hashlib import sha256

import numpy as np

from evenstride.core.athlete import athlete_key
from evenstride.core.estimate import Array
from evenstride.core.recording import SpeedTrace, Splits, StepEvents

TIME, LENGTH, SPEED = 1e-4, 1e-2, 1e-2
"""Steps in s, m and m/s to which quantities are rounded first (judgement): finer than any clock or tape of these files,
coarser than what a conversion of units leaves behind."""

_OFF_THE_EDGE = 1e-6
"""Numbers written with one digit more than a step end in 5 just as often as in any other digit: rounded up, always."""


def run_seed(run: Splits | SpeedTrace | StepEvents, seed: int = 0) -> int:
    """Return the seed of a run's draws from who ran, when, and what was measured in SI.

    Sides of contacts do not count, so that a mirrored run gets mirrored draws.

    Examples
    --------
    >>> here = Splits("Noa", [10 * 0.9144, 20 * 0.9144], [1.9, 3.1])
    >>> run_seed(here) == run_seed(Splits("noa ", [30 / 3.28084, 60 / 3.28084], [1.9, 3.1]))
    True
    >>> run_seed(here) == run_seed(Splits("Noa", [9.144, 18.288], [1.9, 3.101]))
    False
    """
    day = "" if run.on is None else run.on.isoformat()
    told = sha256(f"{athlete_key(run.athlete)} {day} {type(run).__name__}".encode())
    for values, step in _quantities(run):
        told.update(_rounded(values, step))
    return seed + int(told.hexdigest()[:8], 16)


def _quantities(run: Splits | SpeedTrace | StepEvents) -> list[tuple[Array, float]]:
    match run:
        case Splits():
            return [(run.distances, LENGTH), (run.times, TIME)]
        case SpeedTrace():
            return [(run.times, TIME), (run.speeds, SPEED)]
        case StepEvents():
            speeds = [np.nan if one.speed is None else one.speed for one in run.contacts]
            events = [(one.touchdown, np.nan if one.toe_off is None else one.toe_off) for one in run.contacts]
            return [(np.array(events, dtype=np.float64), TIME), (np.array(speeds, dtype=np.float64), SPEED)]


def _rounded(values: Array, step: float) -> bytes:
    whole = np.floor(values / step + 0.5 + _OFF_THE_EDGE)
    return np.where(np.isfinite(whole), whole, -1e15).astype(np.int64).tobytes()
