"""Everything one page shows of one athlete, put together by `app` so that doors only have to lay it out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

from evenstride.core.athlete import Athlete
from evenstride.core.block import BlockState
from evenstride.core.chart import Figure
from evenstride.core.check import Check
from evenstride.core.claim import Trial
from evenstride.core.come_back import Criterion
from evenstride.core.curve_change import CurveChange
from evenstride.core.diagnosis import Diagnosis
from evenstride.core.field_course import FieldCourse
from evenstride.core.log import LogEntry
from evenstride.core.metric import Analysis
from evenstride.core.plan import Clash, Plan
from evenstride.core.training import Stage


class PlanState(StrEnum):
    """How an athlete's newest plan stands today; all but the first and the last ask for a new one."""

    STANDS = "stands"
    NONE = "none"
    CLASH = "clash"
    PUT_AWAY = "put away"
    OVER = "over"
    STOPPED = "stopped"


@dataclass(frozen=True, slots=True)
class Voices:
    """One message for three readers: athlete, coach, scientist; and for a parent, where the athlete is a child."""

    athlete: str
    coach: str
    scientist: str
    parent: str = ""


@dataclass(frozen=True, slots=True)
class BlockShown:
    """A block as a page shows it: its id, where it stands, its words; `verdict` is empty while its times are sealed."""

    id: str
    state: BlockState
    words: Voices
    verdict: str = ""


@dataclass(frozen=True, slots=True)
class ComeBackShown:
    """The way back as a page shows it.

    Attributes
    ----------
    place : str
        Where it hurt.
    stage, stage_today : Stage
        The step the athlete is at, and the one whose work is open now.
    criteria : tuple of Criterion
        What is asked for before the next step.
    words : Voices
        What is said.
    limits : tuple of str
        What a physio has set, in words.
    halted : bool
        Whether something stops training: then nothing is asked for.
    """

    place: str
    stage: Stage
    stage_today: Stage
    criteria: tuple[Criterion, ...]
    words: Voices
    limits: tuple[str, ...] = ()
    halted: bool = False


@dataclass(frozen=True, slots=True)
class Overview:
    """One athlete on one day, station by station.

    Attributes
    ----------
    profiles : tuple of Analysis
        Sprint profiles (kind `sprint`), newest first.
    steps : tuple of Analysis
        Step analyses (kind `steps`), newest first.
    checks : tuple of (Check, Voices)
        Comparisons with their words.
    tests : tuple of (FieldCourse, Voices)
        Field tests with their words: own error, left and right, set-up.
    figures : mapping of str to Figure
        Drawn charts by name, where they exist: `limit`, `stride`, `lanes`, `push-swing`, `capacity-time`,
        `steps-account`, `paired-steps`, `speed-curve`, `week`, `in-and-out`, and `progress NAME` for each comparison.
    curve : tuple of CurveChange
        How the speed curve changed between days measured in one way.
    disputed : str
        What is disputed about the force–velocity numbers; empty where none are shown.
    block : BlockShown or None
        The block registered last; None without one.
    ledger : Voices or None
        What went in and what came out, by role; None before anything was logged, under sixteen and with red flags.
    audit : Voices or None
        Whether rest, quality, play and joy have room; None where `ledger` is.
    experiments : tuple of (str, Voices)
        Experiments by name, the newest first: what they show, or how they are done; empty as `ledger`.
    easy_runs : tuple of str
        Speed at equal effort and own best power on the bike, in sentences; empty where none was told, and as `ledger`.
    come_back : ComeBackShown or None
        The way back from an injury; None where none is tracked.
    together, plateau : Voices or None
        Whether both sides grew together, and why speed may stand still; None under sixteen and with red flags.
    pairs : Voices or None
        One leg's push with the other's swing in the newest run; None without steps, and as `together`.
    paired_capacity : Voices or None
        The same off the run; None where `together` is.
    expected : Voices or None
        What the lines of equal speed on the balance map are, which of push and swing they call cheaper; None where
        there are none.
    claims : tuple of (Trial, Voices)
        Coaching claims on trial with their words, those that could be told first; empty under twelve and while
        something stops training.
    claims_whole : Voices or None
        What holds for all of them.
    week_line : str
        This week in one line, for example "2 fast · 2 strong · 1 play · 1 full rest".
    told : str
        What the athlete felt was lacking, beside what was measured of it; empty where nothing was told, and in a stop.
    too_early : str
        Why nothing can be compared yet; empty where something is.
    put_away : bool
        Whether pain was told after the plan was made, so that a new one is wanted; no plan stands then.
    """

    athlete: Athlete
    on: date
    verdict: Voices
    diagnosis: Diagnosis | None = None
    profiles: tuple[Analysis, ...] = ()
    steps: tuple[Analysis, ...] = ()
    plan: Plan | Clash | None = None
    week_line: str = ""
    checks: tuple[tuple[Check, Voices], ...] = ()
    curve: tuple[CurveChange, ...] = ()
    disputed: str = ""
    log: tuple[LogEntry, ...] = ()
    tests: tuple[tuple[FieldCourse, Voices], ...] = ()
    figures: Mapping[str, Figure] = field(default_factory=dict[str, Figure])
    notes: tuple[str, ...] = ()
    block: BlockShown | None = None
    ledger: Voices | None = None
    audit: Voices | None = None
    together: Voices | None = None
    plateau: Voices | None = None
    pairs: Voices | None = None
    paired_capacity: Voices | None = None
    expected: Voices | None = None
    claims: tuple[tuple[Trial, Voices], ...] = ()
    claims_whole: Voices | None = None
    experiments: tuple[tuple[str, Voices], ...] = ()
    easy_runs: tuple[str, ...] = ()
    come_back: ComeBackShown | None = None
    told: str = ""
    too_early: str = ""
    put_away: bool = False

    @property
    def plan_state(self) -> PlanState:
        """How the newest plan stands on this day."""
        if self.plan is None:
            return PlanState.NONE
        if isinstance(self.plan, Clash):
            return PlanState.CLASH
        if self.plan.stopped:
            return PlanState.PUT_AWAY if self.put_away else PlanState.STOPPED
        over = self.plan.start + timedelta(weeks=self.plan.weeks) <= self.on
        return PlanState.OVER if over else PlanState.STANDS


@dataclass(frozen=True, slots=True)
class Glance:
    """What is known of an athlete without measuring anything: for pages that must open at once, at the track too.

    Attributes
    ----------
    plan : Plan or None
        The newest plan as it is to be shown today.
    log : tuple of LogEntry
        What was logged last, oldest first.
    """

    athlete: Athlete
    on: date
    plan: Plan | None = None
    log: tuple[LogEntry, ...] = ()
