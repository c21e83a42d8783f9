"""A session while it is done: how its reps are timed."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class RepTiming:
    """A way of timing a rep.

    Attributes
    ----------
    name : str
        What it is called.
    error : float
        Standard deviation of one rep's time in s.
    judges : bool
        Whether a time may end the session; else reps are counted and the runner is asked.
    source : str
        Where the error comes from.
    """

    name: str
    error: float
    judges: bool
    source: str
