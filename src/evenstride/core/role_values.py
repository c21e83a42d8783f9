"""What instruments showed of one run, role by role: each metric of both legs, of each, and left less right."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from evenstride.core.estimate import Estimate, Missing
from evenstride.core.metric import Grade, Metric
from evenstride.core.roles import Role, Side

WELL_FOUNDED = (Grade.IDENTITY, Grade.STRONG, Grade.MODERATE)
"""How well founded the link of a value to running speed must be for it to be read first, and to be told in pairs."""

SESSIONS_FOR_A_HABIT = 3
"""Sessions that must differ in the same way before a difference is more than one run's (science.md §5)."""


@dataclass(frozen=True, slots=True)
class RoleValue:
    """One metric of one run.

    Attributes
    ----------
    value : Estimate or Missing
        Of both legs together, or why there is none.
    sides : mapping of Side to Estimate
        Of each leg; empty for what is of the whole body.
    difference : Estimate or None
        Left less right with the error of both, in the metric's unit; None where one side is not known.
    spread : Estimate or None
        Standard deviation from step to step within a side; None where steps do not show it.
    paired : Estimate or None
        Left less right over every two steps in a row; None where no two were seen.
    """

    metric: Metric
    value: Estimate | Missing
    sides: Mapping[Side, Estimate] = field(default_factory=dict[Side, Estimate])
    difference: Estimate | None = None
    spread: Estimate | None = None
    paired: Estimate | None = None

    @property
    def role(self) -> Role:
        """The role it speaks for most."""
        return main_role(self.metric)

    @property
    def larger(self) -> Side | None:
        """The side with the higher value beyond error in this run; None where there is none."""
        return side_beyond_error(self.difference)


def main_role(metric: Metric) -> Role:
    """Return the role that a metric speaks for most; the first named of equal ones.

    Examples
    --------
    >>> from evenstride.core.metric import Better, Grade
    >>> shares = {Role.TIMING: 0.5, Role.SWING: 0.3, Role.SUPPORT: 0.2}
    >>> main_role(Metric("d", "d", "m", Better.NEITHER, (-1.0, 1.0), "f", Grade.WEAK, (), (), shares))
    <Role.TIMING: 'timing'>
    """
    return max(metric.role_shares, key=lambda role: metric.role_shares[role])


def side_beyond_error(difference: Estimate | None) -> Side | None:
    """Return the side whose value is higher beyond error, from left less right; None where it cannot be told.

    Examples
    --------
    >>> side_beyond_error(Estimate(-0.2, -0.3, -0.1, "BW")), side_beyond_error(Estimate(0.1, -0.1, 0.3, "BW"))
    (<Side.RIGHT: 'right'>, None)
    """
    if difference is None or difference.low <= 0.0 <= difference.high:
        return None
    return Side.LEFT if difference.value > 0.0 else Side.RIGHT


@dataclass(frozen=True, slots=True)
class PairedValue:
    """One metric of push or swing in the pairs of the steps: left push with right swing, and the reverse.

    Attributes
    ----------
    pairs : mapping of Side to Estimate
        By the pushing side; a value of swing is that of the other leg.
    difference : Estimate
        Left push with right swing less right push with left swing, step by step in the newest run.
    sessions : int
        Days, of the last three, on which it was known of both pairs.
    beyond : int
        Those of them on which every run differed beyond error, all in the direction of the newest.
    lasting : Side or None
        The pushing side of the pair that was higher beyond error in every run of the last three days.
    """

    metric: Metric
    pairs: Mapping[Side, Estimate]
    difference: Estimate
    sessions: int
    beyond: int
    lasting: Side | None = None

    @property
    def larger(self) -> Side | None:
        """The pushing side of the pair that is higher beyond error in the newest run; None where there is none."""
        return side_beyond_error(self.difference)

    @property
    def enough(self) -> bool:
        """Whether there are sessions enough to say anything of a habit."""
        return self.sessions >= SESSIONS_FOR_A_HABIT


@dataclass(frozen=True, slots=True)
class PairedValues:
    """The pairs of the newest of some runs that were measured in one way, with what lasted over days.

    Attributes
    ----------
    on : date or None
        Day of the newest run.
    days : int
        Days with such a run.
    """

    on: date | None
    days: int
    values: tuple[PairedValue, ...]


@dataclass(frozen=True, slots=True)
class ShownValue:
    """A value as people read it: in the unit they know, with its words.

    Attributes
    ----------
    name : str
        What it is called.
    both : Estimate or None
        Of both legs; None where a pair is shown, which has none.
    sides : mapping of Side to Estimate
        Of each leg, or of each pair by the pushing side.
    difference : Estimate or None
        Left less right, or left push with right swing less the reverse.
    against : str
        How the difference lies to its error, in this run; empty without one.
    beyond : bool
        Whether it is beyond error in this run.
    more : str
        How well founded the value is, or what lasted over sessions.
    spread : Estimate or None
        How much it varies from step to step.
    first : bool
        Whether it is read before the others: it is well founded, or it lasted.
    """

    name: str
    both: Estimate | None
    sides: Mapping[Side, Estimate]
    difference: Estimate | None
    against: str
    beyond: bool
    more: str
    spread: Estimate | None = None
    first: bool = True

    @property
    def unit(self) -> str:
        """The unit it is read in; empty for a ratio."""
        known = next((one for one in (self.both, *self.sides.values()) if one is not None), None)
        return "" if known is None or known.unit == "1" else known.unit


@dataclass(frozen=True, slots=True)
class ShownRole:
    """The values of one role as people read them.

    Attributes
    ----------
    asks : str
        What the role is about, in a sentence.
    lacking : tuple of str
        What is missing and why, in sentences.
    """

    role: Role
    asks: str
    values: tuple[ShownValue, ...]
    lacking: tuple[str, ...]

    @property
    def first(self) -> tuple[ShownValue, ...]:
        """What is read first: the well founded values, all of them where none is."""
        return tuple(one for one in self.values if one.first) or self.values

    @property
    def others(self) -> tuple[ShownValue, ...]:
        """What is read after that."""
        return tuple(one for one in self.values if one not in self.first)
