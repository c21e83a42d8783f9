"""Values that carry their doubt: draws while computing, estimates when showing.

Science passes `Draws`: a best value and samples whose index is shared by everything computed from the same fit,
so that correlations survive. An `Estimate` is made only from draws. `Missing` says why there is none.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from evenstride.core.errors import InputError

Array = NDArray[np.float64]

HOUSE_LEVEL = 0.90
"""Level of every interval the house shows unless it says otherwise."""

MDC_FACTOR = 1.6448536269514722 * 2**0.5
"""Typical error to minimal detectable change at the house level: MDC90 = 1.645·√2·TE (science.md §7.1)."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """A value with the interval that holds it at `level`, its unit and how it was made.

    Attributes
    ----------
    value, low, high : float
        Best value and interval ends, all in `unit` and finite.
    unit : str
        SI unit, `1` for a ratio.
    level : float
        Probability that the interval holds the true value.
    method : str
        How it was made, in a few words.
    provenance : str
        Id of the stored result it belongs to; empty before storing.
    """

    value: float
    low: float
    high: float
    unit: str
    level: float = HOUSE_LEVEL
    method: str = ""
    provenance: str = ""


@dataclass(frozen=True, slots=True)
class Missing:
    """A value that cannot be given, with the reason and what would make it possible."""

    reason: str
    remedy: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Draws:
    """One quantity as a best value and samples of what it could be.

    Attributes
    ----------
    point : float
        Best value, in `unit`.
    samples : ndarray, shape (n,), read-only
        Possible values. Sample i of one quantity belongs with sample i of every other from the same fit.
    unit : str
        SI unit.
    method : str
        How the draws were made.

    Examples
    --------
    >>> import numpy as np
    >>> d = Draws(2.0, np.array([1.0, 2.0, 3.0]), "m")
    >>> d.map(lambda x: 2 * x, unit="m").point
    4.0
    """

    point: float
    samples: Array = field(repr=False)
    unit: str
    method: str = ""

    def __post_init__(self) -> None:
        samples = np.asarray(self.samples, dtype=np.float64)
        if samples.ndim != 1 or samples.size == 0:
            raise ValueError(f"samples must be a non-empty one-dimensional array, got shape {samples.shape}")
        samples = samples.copy()
        samples.flags.writeable = False
        object.__setattr__(self, "samples", samples)
        object.__setattr__(self, "point", float(self.point))

    def map(self, function: Callable[[Array], Array], *, unit: str, method: str = "") -> Draws:
        """Apply an element-wise function to the best value and to every sample."""
        return combine(function, self, unit=unit, method=method or self.method)

    def estimate(self, *, level: float = HOUSE_LEVEL) -> Estimate:
        """Return value and central interval (quantiles, never mean ± SD)."""
        low, high = np.quantile(self.samples, tails(level))
        return Estimate(self.point, float(low), float(high), self.unit, level, self.method)

    @property
    def standard_error(self) -> float:
        """Half the central 68 % of the samples: a standard error that heavy tails do not blow up."""
        low, high = np.quantile(self.samples, [0.1587, 0.8413])
        return float(high - low) / 2.0

    def probability(self, *, above: float) -> float:
        """Return the share of samples above a value."""
        return float(np.mean(self.samples > above))


def tails(level: float) -> tuple[float, float]:
    """Return the shares below the two ends of the central interval of this level.

    Raises
    ------
    InputError
        If the level is no probability between 0 and 1.

    Examples
    --------
    >>> tails(0.5)
    (0.25, 0.75)
    """
    if not 0.0 < level < 1.0:
        raise InputError(f"an interval cannot have the level {level:g}", remedy="Give a share, such as 0.9")
    tail = (1.0 - level) / 2.0
    return tail, 1.0 - tail


def combine(function: Callable[..., Array], *draws: Draws, unit: str, method: str = "") -> Draws:
    """Apply an element-wise function across quantities that share one index.

    Parameters
    ----------
    function : callable
        Takes as many arrays as there are draws and returns one array of the same shape.
    *draws : Draws
        Quantities from the same fit, with equally many samples.
    unit, method : str
        SI unit of the result and how it was made; the method of the first quantity when empty.

    Examples
    --------
    >>> import numpy as np
    >>> a, b = (Draws(2.0, np.array([2.0, 4.0]), "m"), Draws(1.0, np.array([1.0, 2.0]), "s"))
    >>> combine(lambda x, y: x / y, a, b, unit="m/s").samples
    array([2., 2.])
    """
    sizes = {one.samples.size for one in draws}
    if len(sizes) != 1:
        raise ValueError(f"draws must share one index; sizes are {sorted(sizes)}")
    point = function(*(np.array([one.point]) for one in draws))
    samples = function(*(one.samples for one in draws))
    return Draws(float(point[0]), samples, unit, method or draws[0].method)
