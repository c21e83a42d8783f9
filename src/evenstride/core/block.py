"""A block: weeks of training with one hypothesis, fixed and dated before its data, and what became of it.

What is expected, when it is looked at, and what ends it are written down before the first timed run, together with what
two rivals expect: "train both" and "no change". Nothing in a registered block can be changed afterwards.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from evenstride.core.adherence import Adherence
from evenstride.core.check import Verdict
from evenstride.core.estimate import Draws, Estimate, Missing
from evenstride.core.roles import Role
from evenstride.core.set_up import SetUp

BASELINE_SESSIONS = 3
"""Fewest sessions before a block: one begun after a single bad day "works" by regression (diagnosis_logic.md §4)."""


class Bet(StrEnum):
    """What is bet on the change of speed: the hypothesis of the block, and its two rivals."""

    BLOCK = "block"
    BOTH = "train both"
    NOTHING = "no change"


class Lever(StrEnum):
    """What would raise the chance that a change is noticed."""

    SESSIONS = "twice as many timed sessions"
    SCATTER = "half the scatter from session to session"
    BASELINE = "three more sessions before the start"


class EventKind(StrEnum):
    """What may happen to a registered block; nothing else can."""

    UNSEALED = "unsealed"
    ENDED = "ended early"


class BlockState(StrEnum):
    """Where a block stands on a day."""

    WAITING = "not begun"
    RUNNING = "running"
    DUE = "checked"
    ENDED = "ended early"


@dataclass(frozen=True, slots=True)
class BaselineDay:
    """One day before the block: its value with the error of that measurement."""

    on: date
    value: Estimate


@dataclass(frozen=True, slots=True)
class Block:
    """One hypothesis about the coming weeks, as it was registered.

    Attributes
    ----------
    athlete : str
        Whose block.
    role : Role or None
        The role that gets the emphasis; None for "train both".
    outcome : str
        Which speed it is judged by, for example `flying speed (T0)`.
    set_up : SetUp
        How that speed was measured in the baseline; only sessions measured alike count.
    registered_at : datetime
        When it was registered, UTC.
    start, check : date
        First day, and the day of the answer.
    baseline : tuple of BaselineDay
        The sessions before, fixed: what is imported later for earlier days does not change them.
    planned : int
        Timed sessions from the start to the check date.
    day_noise : float
        Day-to-day scatter as a share of speed that the values' own errors do not hold.
    scatter : float
        Standard deviation of one session's value as a share, from the baseline and the stated errors.
    forecasts : mapping of Bet to Draws
        Relative change of speed by the check date, unit `1`, of the hypothesis and its rivals.
    source : str
        Where the forecasts come from.
    swc : float
        Smallest worthwhile change, a share.
    chance : float
        Chance that the check says "working", were the forecast of the block right.
    levers : mapping of Lever to float
        The same chance with one thing done better.
    stop_rule : str
        What ends a session or the block, in words.
    emphasis : mapping of Role to float
        Shares of role work.
    sealed : bool
        Whether times of the block are kept from view until the check date.
    prospective : bool
        Whether it was registered before its first day; only such blocks are counted on the scorecard.
    plan, diagnosis : str
        Ids of the plan in use and of the diagnosis it follows; empty without one.
    """

    athlete: str
    role: Role | None
    outcome: str
    set_up: SetUp
    registered_at: datetime
    start: date
    check: date
    baseline: tuple[BaselineDay, ...]
    planned: int
    day_noise: float
    scatter: float
    forecasts: Mapping[Bet, Draws]
    source: str
    swc: float
    swc_source: str
    chance: float
    levers: Mapping[Lever, float]
    stop_rule: str
    emphasis: Mapping[Role, float]
    sealed: bool
    prospective: bool
    seed: int = 0
    plan: str = ""
    diagnosis: str = ""

    @property
    def expected(self) -> Estimate:
        """The change the hypothesis expects by the check date."""
        return self.forecasts[Bet.BLOCK].estimate()

    @property
    def weeks(self) -> float:
        """Length in weeks."""
        return (self.check - self.start).days / 7.0

    def share_done(self, on: date) -> float:
        """Share of the block that lies behind on a day, 0 to 1: a gain is taken to come in evenly."""
        return min(max((on - self.start).days / (self.check - self.start).days, 0.0), 1.0)


@dataclass(frozen=True, slots=True)
class BlockEvent:
    """Something done to a registered block: its times were opened, or it was ended early, and why."""

    block: str
    athlete: str
    on: date
    kind: EventKind
    reason: str
    at: datetime


@dataclass(frozen=True, slots=True)
class BlockAnswer:
    """What a block showed, held against what was registered.

    Attributes
    ----------
    block : str
        Its id.
    on, until : date
        When this was said, and the last day it looked at: the check date, or the day the block was ended.
    sessions, baseline : int
        Timed days in the block and before it that count.
    change : Estimate or Missing
        Relative change of speed from the baseline to the last timed day, unit `1`.
    share : float
        Share of the block that lay behind on that day; forecasts are scaled by it.
    mdc : float
        Minimal detectable change at the house level.
    reached : float or None
        Chance that the true change is at least what was expected by then.
    inside : bool or None
        Whether the measured change lies inside the central 90 % the forecast gave for it.
    scores : mapping of Bet to float
        Log score of the forecast against this rival, natural log; above zero the block's forecast was better. Empty
        without a measured change; no entry for "train both" where that was the hypothesis itself.
    late : int
        Timed days that came in after the check date.
    left_out : str
        The sentence on sessions measured in another way; empty without any.
    adherence : Adherence or None
        How much of the planned work was done; None where no plan or no log tells.
    """

    block: str
    athlete: str
    on: date
    since: date
    until: date
    sessions: int
    baseline: int
    change: Estimate | Missing
    share: float
    mdc: float | None
    verdict: Verdict
    reason: str
    reached: float | None = None
    inside: bool | None = None
    scores: Mapping[Bet, float] = field(default_factory=dict[Bet, float])
    late: int = 0
    left_out: str = ""
    adherence: Adherence | None = None

    @property
    def untested(self) -> bool:
        """Whether it is known that too little was done to test the hypothesis."""
        return self.adherence is not None and not self.adherence.tested


@dataclass(frozen=True, slots=True)
class ScorecardRow:
    """One registered block with what became of it; nothing is left out.

    Attributes
    ----------
    id : str
        Of the block.
    answer : BlockAnswer or None
        None while it runs.
    events : tuple of BlockEvent
        In order.
    """

    id: str
    block: Block
    state: BlockState
    answer: BlockAnswer | None = None
    events: tuple[BlockEvent, ...] = ()

    @property
    def counted(self) -> bool:
        """Whether it is counted: registered before its data, over, and timed at all."""
        return self.block.prospective and self.answer is not None and self.answer.mdc is not None


@dataclass(frozen=True, slots=True)
class Standing:
    """How the forecasts did against one rival: the sum of log scores and its standard error, over `blocks` blocks.

    `decided` only where the sum is at least 4 and at least twice its standard error (science.md §6.4).
    """

    blocks: int
    total: float
    error: float | None
    decided: bool


@dataclass(frozen=True, slots=True)
class Scorecard:
    """All registered blocks and what they say of the forecasts.

    Attributes
    ----------
    rows : tuple of ScorecardRow
        Every block, oldest first, misses and blocks without an answer included.
    against : mapping of Bet to Standing
        Against "train both" (blocks with a role) and against "no change" (all).
    counted : int
        Blocks with an answer that were registered before their data.
    covered : Estimate or Missing
        Share of measured changes inside the central 90 % of their forecast; Missing with too few blocks.
    noticed : int
        How many of the counted blocks the check called working.
    noticed_expected : float
        How many it should have, by the chances printed before.
    """

    rows: tuple[ScorecardRow, ...]
    against: Mapping[Bet, Standing]
    counted: int
    covered: Estimate | Missing
    noticed: int
    noticed_expected: float
