"""How one parameter of the speed curve changed between days, and whether that could be seen at all."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from evenstride.core.estimate import Estimate


@dataclass(frozen=True, slots=True)
class CurveChange:
    """The change of one parameter of the curve over the days measured in one way.

    Attributes
    ----------
    name : str
        Metric, for example `mac`.
    before, after : Estimate
        Means of the first and of the last day.
    change : Estimate
        Relative change, after/before − 1, with its plain sign; unit `1`. The trend through all days.
    detectable : float
        Change from which it is more than error, same unit.
    source : str
        Where the typical error that counts beside the own intervals was published.
    days : int
        Days it rests on.
    set_up : str
        What all of them were measured with.
    noise : bool
        Whether the change is below what could be detected: it may be nothing.
    """

    name: str
    since: date
    until: date
    before: Estimate
    after: Estimate
    change: Estimate
    detectable: float
    source: str
    days: int
    set_up: str
    noise: bool
