"""How one outing went, window by window: few enough points to draw, and what each window held."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from evenstride.core.activity import Lap, Pause
from evenstride.core.estimate import Array
from evenstride.core.frozen import freeze


@dataclass(frozen=True, slots=True, eq=False)
class Track:
    """One quantity along an outing.

    Attributes
    ----------
    value, low, high : ndarray, shape (n,)
        Mean, lowest and highest sample of each window; nan where it holds too few.
    unit : str
        Of all three.
    source : str
        The instrument as the file names it; "" where it names none.
    """

    value: Array = field(repr=False)
    low: Array = field(repr=False)
    high: Array = field(repr=False)
    unit: str
    source: str = ""

    def __post_init__(self) -> None:
        freeze(self, "value", "low", "high")


@dataclass(frozen=True, slots=True, eq=False)
class OutingTrace:
    """Speed, steps and contacts of one outing over its time.

    Attributes
    ----------
    times : ndarray, shape (n,)
        Middle of each window in s from the start by the clock, pauses included.
    window : float
        Length of a window in s.
    tracks : mapping of str to Track
        `speed` (m/s), `step_frequency` (Hz) and `contact_time` (s), those that the file holds.
    laps, pauses : tuple
        As the file tells them.
    """

    times: Array = field(repr=False)
    window: float
    tracks: Mapping[str, Track]
    laps: tuple[Lap, ...] = ()
    pauses: tuple[Pause, ...] = ()

    def __post_init__(self) -> None:
        freeze(self, "times")

    @property
    def end(self) -> float:
        """End of the last window, s; 0 where there is none."""
        return float(self.times[-1]) + self.window / 2.0 if self.times.size else 0.0
