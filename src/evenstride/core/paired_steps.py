"""Left push with right swing, and the reverse: in every step one leg pushes while the other swings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from evenstride.core.capacity_trend import HeldChange
from evenstride.core.estimate import Draws, Missing
from evenstride.core.roles import Side
from evenstride.core.run import Run
from evenstride.core.together import Together

PAIR_VALUES = ("force", "swing_time", "contact_length", "step_length")
"""What a pair of push and swing is told by, in this order; lengths only where speed was recorded."""


@dataclass(frozen=True, slots=True, eq=False)
class StepPair:
    """One pair of a run: the contacts of one leg, and the swings of the other that overlap them.

    Attributes
    ----------
    pushing : Side
        The leg on the ground.
    steps : int
        Contacts whose overlapping swing was seen from toe_off to touchdown.
    values : mapping of str to Draws
        `contact_time` (s) and `force` (stance-averaged vertical force, unit `BW`) of the pushing leg, `swing_time` (s)
        of the other; where speed is known `contact_length` and `step_length` (m) of the push, and `speed` (m/s).
        They are identities of the run: they describe, and are never evidence for a role.
    """

    pushing: Side
    steps: int
    values: Mapping[str, Draws]

    @property
    def swinging(self) -> Side:
        """The leg in the air."""
        return self.pushing.other


@dataclass(frozen=True, slots=True, eq=False)
class PairedSteps:
    """Both pairs of one run, and how they differ.

    Attributes
    ----------
    pairs : mapping of Side to StepPair
        By the pushing side.
    differences : mapping of str to HeldChange
        Natural log of (left push with right swing) over (right push with left swing), held against its error; for
        every name of `PAIR_VALUES` that is known. Neither sign is better.
    """

    run: Run
    pairs: Mapping[Side, StepPair]
    differences: Mapping[str, HeldChange]


@dataclass(frozen=True, slots=True)
class PairsChange:
    """How each pair changed between two runs, natural log units.

    Attributes
    ----------
    pairs : mapping of Side to (mapping of str to HeldChange)
        By the pushing side; ln(now / then) of each name of `PAIR_VALUES` known in both runs.
    differences : mapping of str to HeldChange
        Change of left push with right swing less change of right push with left swing.
    """

    since: date
    until: date
    pairs: Mapping[Side, Mapping[str, HeldChange]]
    differences: Mapping[str, HeldChange]


@dataclass(frozen=True, slots=True, eq=False)
class PairsCourse:
    """The pairs over all runs measured in one way.

    Attributes
    ----------
    on : date or None
        Day of the newest run; None for a run without one.
    newest : PairedSteps
        The newest run.
    change : PairsChange or Missing
        From the first to the newest run.
    lasting : mapping of str to Side
        Values in which one pair was larger beyond error, the same one in every run of the last three days, and its
        pushing side.
    days : int
        Days with a run.
    """

    on: date | None
    newest: PairedSteps
    change: PairsChange | Missing
    lasting: Mapping[str, Side]
    days: int


@dataclass(frozen=True, slots=True)
class PairedCapacity:
    """The same pairs off the run: push of one leg against swing of the other, from tests of each side.

    Attributes
    ----------
    pairs : mapping of Side to (Together or Missing)
        By the pushing side: changes since the own baseline, and together, apart or cannot tell, defined as for both
        legs.
    """

    pairs: Mapping[Side, Together | Missing]
