"""A performance diagnosis, never a medical one: what limits this runner, how sure, what to measure next."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from evenstride.core.athlete import Level
from evenstride.core.estimate import Draws, Estimate, Missing
from evenstride.core.roles import BEGUN, Evidence, Role, Weight
from evenstride.core.run import StepAccount

CALIBRATED_ON = "calibrated on simulated athletes only"
"""Label every limit probability carries (diagnosis_logic.md §2)."""


class Situation(StrEnum):
    """What the data look like as a whole; each has its sentences in `words`."""

    NOTHING_MEASURED = "nothing measured"
    SPLITS_ONLY = "splits only"
    STEPS_ONLY = "steps only"
    BASELINE_ONLY = "baseline only"
    YOUTH = "under sixteen"
    CANNOT_TELL = "cannot tell"
    APART = "one side has grown more, speed level"
    APART_UNCLEAR = "one side has grown more, speed unclear"
    ONE_SIDE_CARRIES = "one side has grown and speed followed"
    TOGETHER = "both sides grow"
    BOTH_UP_SPEED_FLAT = "both sides up, speed flat"
    BOTH_FLAT = "both flat"
    FALLING = "speed falling"


@dataclass(frozen=True, slots=True)
class Finding:
    """What is known of one role.

    Attributes
    ----------
    change : Estimate or Missing
        Change of capacity since baseline, natural log units (0.07 ≈ 7 %).
    expected_gain : Estimate
        Speed that eight weeks on this role would add, as a share of speed: elasticity × reachable gain. Under sixteen
        the prior, alike for push and swing: the roles in order of their own gains would be a verdict on the limit.
    weight : Weight
        Not looked at yet, a hint (one family) or evidence (two).
    begun : bool
        Whether a test that speaks for the role was done at all, days to learn it included.
    """

    role: Role
    weight: Weight
    change: Estimate | Missing
    expected_gain: Estimate
    families: tuple[str, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    begun: bool = False

    @property
    def standing(self) -> str:
        """How much is known of the role, in words; what was begun is not called unseen."""
        return BEGUN if self.weight is Weight.NONE and self.begun else self.weight.value


@dataclass(frozen=True, slots=True)
class Limit:
    """Probabilities that each role is the limit; they and `balanced` and `cannot_tell` sum to 1."""

    roles: Mapping[Role, float]
    balanced: float
    cannot_tell: float
    calibrated_on: str = CALIBRATED_ON

    @property
    def likeliest(self) -> Role:
        """The role with the highest probability, whether or not it may be named."""
        return max(self.roles, key=lambda role: self.roles[role])


@dataclass(frozen=True, slots=True)
class NextTest:
    """A test worth doing: what it needs and how far it is expected to cut the "cannot tell" share.

    Attributes
    ----------
    doubt_now : float
        The "cannot tell" share of the answer today, 0 to 1.
    doubt_after : float
        The share expected once this test has a baseline and a repeat.
    days : int
        Sessions of it that are still needed until it says anything.
    """

    test: str
    title: str
    minutes: float
    kit: tuple[str, ...]
    role: Role | None
    doubt_now: float
    doubt_after: float
    days: int = 1


@dataclass(frozen=True, slots=True)
class Observations:
    """Everything a diagnosis depends on; what is not known is Missing or None, never a zero.

    Attributes
    ----------
    evidence : tuple of Evidence
        One per capacity test with a change since baseline.
    seen : frozenset of str
        Kinds of recordings that exist: `splits`, `trace`, `steps`, `field test`.
    tests_begun : frozenset of str
        Ids of field protocols with any session, also those still without a baseline.
    speed_change : Draws or Missing
        Natural log of speed now over baseline.
    kit : frozenset of str or None
        What the athlete owns; None when nobody asked: then usual kit is assumed (`next_test.USUAL_KIT`).
    sessions : mapping of str to int
        Days done of each field test, in its newest version.
    changes : mapping of Role to Draws
        Change of each role since baseline from its state-space trend, natural log; where a role is absent the mean of
        its tests' changes is used.
    waiting : frozenset of str
        Ids of field protocols that may not be done now, because something hurts that they load.
    """

    athlete: str
    on: date
    age: int | None
    evidence: tuple[Evidence, ...]
    seen: frozenset[str]
    tests_begun: frozenset[str]
    speed_change: Draws | Missing
    speed_now: Estimate | Missing
    since: date | None = None
    level: Level = Level.RECREATIONAL
    kit: frozenset[str] | None = None
    account: StepAccount | None = None
    changes: Mapping[Role, Draws] = field(default_factory=dict[Role, Draws])
    sessions: Mapping[str, int] = field(default_factory=dict[str, int])
    waiting: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """The answer to "what limits this runner?" on one day.

    Attributes
    ----------
    named : Role or None
        The role the evidence allows to name as the likeliest limit; None means "cannot tell" or "balanced".
    lead, lag : Role or None
        For two sides that came apart: the one that has grown more and the one that has grown less.
    speed_change : Estimate or Missing
        Natural log of speed now over baseline.
    difference : Estimate or Missing
        Δln push − Δln swing since baseline.
    emphasis : mapping of Role to float
        How the plan should share its role work, summing to 1; push and swing equal when nothing is named.
    """

    athlete: str
    on: date
    situation: Situation
    findings: tuple[Finding, ...]
    limit: Limit
    named: Role | None
    lead: Role | None
    lag: Role | None
    since: date | None
    speed_change: Estimate | Missing
    speed_now: Estimate | Missing
    difference: Estimate | Missing
    emphasis: Mapping[Role, float]
    next_tests: tuple[NextTest, ...]
    account: StepAccount | None = None
    notes: tuple[str, ...] = ()
    seed: int = 0
    id: str = ""

    def finding(self, role: Role) -> Finding:
        """Return what is known of one role."""
        return next(item for item in self.findings if item.role is role)
