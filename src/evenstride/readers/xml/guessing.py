"""What was done, where a file does not say: running is guessed from what nothing else looks like, else nothing is."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from evenstride.core.activity import Sport
from evenstride.core.estimate import Array
from evenstride.readers.xml.meaning import CADENCE, FASTEST_STRIDES, Vocabulary, sport_of

MOVING = 0.5
"""m/s from which somebody moves (judgement: below walking, above what a receiver at rest writes)."""

RUNNING_SPEEDS = (2.0, 7.0)
"""m/s; the median while moving of a run (judgement: people walk up to about 2 m/s, nobody runs for long at 7)."""

MOST_STEPS = 230.0
"""Steps a minute of a run at most (judgement)."""

LEAST = 30
"""Moving samples without which nothing is guessed (judgement)."""


def guess_sport(label: str, columns: Mapping[str, Array], speeds: Array, words: Vocabulary) -> tuple[Sport, str]:
    """Return what was probably done and a sentence that it is a guess; `OTHER` and "" where nothing can be guessed.

    Parameters
    ----------
    label : str
        The name the activity has.
    columns : mapping
        Values of each sample by the names of the file.
    speeds : ndarray, shape (n,)
        m/s; nan where not known.
    words : Vocabulary
        What the names of the format mean.

    Notes
    -----
    Two things tell a run: a cadence above what anybody pedals or strides, at a speed nobody walks; or a name that says
    so, at the speed of a run. Speed alone does not: skates, skis and slow bicycles go as fast.

    Examples
    --------
    >>> found = Vocabulary({}, {}, {})
    >>> guess_sport("Morning run", {}, np.full(60, 3.0), found)[0].value
    'running'
    >>> guess_sport("Morning run", {}, np.full(60, 9.0), found)[0].value, guess_sport("", {}, np.full(60, 3.0), found)
    ('other', (<Sport.OTHER: 'other'>, ''))
    """
    moving = speeds > MOVING
    if int(moving.sum()) < LEAST:
        return Sport.OTHER, ""
    speed = float(np.median(speeds[moving]))
    if not RUNNING_SPEEDS[0] <= speed <= RUNNING_SPEEDS[1]:
        return Sport.OTHER, ""
    if sport_of(label) is Sport.RUNNING:
        return Sport.RUNNING, _said(f"its name says so and its speed, {speed:.1f} m/s while moving, is that of a run")
    steps = _cadence(columns, words, moving)
    if FASTEST_STRIDES < steps <= MOST_STEPS:
        told = f"its cadence of {steps:.0f} a minute at {speed:.1f} m/s is that of steps of a run"
        return Sport.RUNNING, _said(told)
    return Sport.OTHER, ""


def _cadence(columns: Mapping[str, Array], words: Vocabulary, moving: NDArray[np.bool_]) -> float:
    for name, values in columns.items():
        if words.quantity(name) == CADENCE:
            known = values[moving & (values > 0.0)]
            return float(np.median(known)) if known.size >= LEAST else 0.0
    return 0.0


def _said(why: str) -> str:
    return f"The file does not say what was done. Running is guessed: {why}."
