"""Experiments on one runner: what is asked of whom in which order, what was timed or felt, and what it says.

Two kinds. A *load series* hangs the same small mass at different places and asks which place costs most speed. A *cue
experiment* compares two things to think of. Both are planned, seeded and dated before their first run.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from evenstride.core.estimate import Estimate, Missing
from evenstride.core.roles import Role


class Outcome(StrEnum):
    """What a run of an experiment is judged by."""

    TIME = "time"
    FEEL = "feel"


class Wear(StrEnum):
    """Where the load of a run sits."""

    EMPTY = "empty"
    TRUNK = "trunk"
    THIGHS = "thighs"
    FOREARMS = "forearms"


class Cue(StrEnum):
    """The two things to think of."""

    A = "A"
    B = "B"


LOADED = (Wear.TRUNK, Wear.THIGHS, Wear.FOREARMS)
TESTED_ROLES = (Role.PUSH, Role.SWING, Role.SUPPORT)
"""Roles a load series can speak of; nothing that can be worn takes timing away alone."""


@dataclass(frozen=True, slots=True)
class Suitability:
    """Answers before a load series; True means it holds today."""

    age: int | None
    """The youngest the athlete can be, in years; None when nobody said."""
    pain: bool = False
    injury: bool = False
    """A lower-limb injury in the last twelve weeks."""
    new_to_speed: bool = False
    """Fewer than four weeks of regular fast running."""
    pregnancy: bool = False
    alone: bool = False
    health: bool = False
    """Any other yes to the questions before the first all-out run."""


@dataclass(frozen=True, slots=True)
class Loads:
    """Whose body carries what and where.

    Attributes
    ----------
    body_mass, height : float
        Of the runner, kg and m.
    mass : float
        Mass of every loaded condition in kg, both legs or both arms together.
    from_hip : float
        Hip joint (greater trochanter) to the middle of the thigh load, m.
    from_elbow : float
        Elbow to the middle of the forearm load, m.
    """

    body_mass: float
    height: float
    mass: float
    from_hip: float
    from_elbow: float


@dataclass(frozen=True, slots=True)
class PlannedRun:
    """One run of the protocol. `extra` runs come on top of the ordinary session; `pair` counts pairs of a cue."""

    number: int
    day: int
    arm: str
    extra: bool = False
    pair: int = 0


@dataclass(frozen=True, slots=True)
class Experiment:
    """A protocol, fixed before its first run.

    Attributes
    ----------
    arms : mapping of str to str
        Code of each condition and what it means for the runner.
    noise : float
        Run-to-run standard deviation the number of runs was reckoned with: a share of the time, or points of feel.
    method_error : float
        Standard deviation of one time from the timing alone, as a share of it.
    chance : float
        Chance that this many runs answer the question, were it as `reckoned_with` says.
    loads : Loads or None
        None for cues.
    """

    athlete: str
    on: date
    outcome: Outcome
    arms: Mapping[str, str]
    runs: tuple[PlannedRun, ...]
    noise: float
    noise_source: str
    chance: float
    reckoned_with: str
    seed: int
    loads: Loads | None = None
    method_error: float = 0.0
    chance_if_half: float | None = None
    """The same chance, were all differences half as large; None for cues."""

    @property
    def days(self) -> int:
        """Sessions it is spread over."""
        return max(run.day for run in self.runs)

    def count(self, arm: str) -> int:
        """How many runs of one condition it has."""
        return sum(run.arm == arm for run in self.runs)


@dataclass(frozen=True, slots=True)
class OutOfReach:
    """The answer "your timing cannot settle this", with its figures.

    Attributes
    ----------
    noise : float
        Run-to-run standard deviation it was reckoned with.
    chance : float
        Chance of an answer after the longest protocol that is offered, of `days` days.
    needed_days : int or None
        Days at which the chance would be enough; None when far beyond.
    """

    outcome: Outcome
    noise: float
    noise_source: str
    days: int
    chance: float
    needed_days: int | None
    reckoned_with: str
    chance_if_double: float = 0.0
    """The same chance, were all losses twice as large."""


@dataclass(frozen=True, slots=True)
class EnteredRun:
    """One run as it was: `value` is its time in s or its feel from 0 to 10; `position` a measured distance in m."""

    number: int
    on: date
    arm: str
    value: float
    position: float | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Entries:
    """A filled sheet: the runs of one experiment up to a day."""

    experiment: str
    athlete: str
    on: date
    runs: tuple[EnteredRun, ...]
    file_name: str = ""
    content_id: str = ""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LoadAnswer:
    """What a load series says.

    Attributes
    ----------
    counts : mapping of str to int
        Runs used of each condition.
    effects : mapping of Role to Estimate or Missing
        Contrast as a relative change of speed, unit `1`; slower is negative.
    doses : mapping of Role to Estimate
        How much of the role's capacity the load took away, natural log, unit `1`.
    elasticities : mapping of Role to Estimate or Missing
        Share of speed lost per share of capacity taken away, unit `1`.
    largest : mapping of Role to float
        Chance that this role's elasticity is the largest of the three; empty while one of them is missing.
    named : Role or None
        The role those chances name, None for "cannot tell".
    left_out : tuple of str
        Runs that were not used, and why.
    """

    athlete: str
    on: date
    experiment: str
    days: int
    counts: Mapping[str, int]
    effects: Mapping[Role, Estimate | Missing]
    doses: Mapping[Role, Estimate]
    elasticities: Mapping[Role, Estimate | Missing]
    largest: Mapping[Role, float] = field(default_factory=dict[Role, float])
    named: Role | None = None
    planned: int = 0
    used: int = 0
    noise: float | None = None
    """Run-to-run standard deviation these runs showed, as a share; None where too few."""
    left_out: tuple[str, ...] = ()


class CueVerdict(StrEnum):
    """The answers to "which thought is better?"."""

    FIRST = "first"
    SECOND = "second"
    SAME = "no difference that matters"
    CANNOT_TELL = "cannot tell yet"


@dataclass(frozen=True, slots=True)
class CueAnswer:
    """What a cue experiment says.

    Attributes
    ----------
    difference : Estimate or Missing
        First cue minus second, better being positive: a share of speed (unit `1`) or points of feel.
    worth : float
        Smallest difference worth having, same unit.
    more : int or None
        Further pairs that would settle it if they went on like this; None when that is out of reach or settled.
    """

    athlete: str
    on: date
    experiment: str
    outcome: Outcome
    cues: tuple[str, str]
    pairs: int
    planned: int
    difference: Estimate | Missing
    worth: float
    verdict: CueVerdict
    more: int | None = None
    left_out: tuple[str, ...] = ()
