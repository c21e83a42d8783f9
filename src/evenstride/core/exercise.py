"""One thing to do in training: what it trains, what it needs, what it loads, and what stands easier and harder."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from evenstride.core.athlete import Level
from evenstride.core.metric import Grade
from evenstride.core.roles import Role

COACH = "coach"
"""The kit that is a person: an exercise that asks for it is never offered without."""


class Quality(StrEnum):
    """What an exercise builds, as training beside running is sorted (training_system.md D)."""

    MOTOR_UNITS = "motor-unit activation"
    """Heavy compound lifts with progressive overload, and jumps that use the stretch-shortening cycle."""
    EFFICIENCY = "neuromuscular efficiency"
    """Strength and power with intensity, sprint and agility, intervals, slow lengthening."""
    SYNCHRONY = "synchronicity"
    """Core, coordination drills, patterns that copy running, balance."""
    POSITION = "isometric position"
    """Push, swing and support positions, held still."""
    ENERGY = "energy system"
    """Easy aerobic work, tempo, and what stands between."""
    MOBILITY = "mobility and recovery"
    """Warm-ups, cool-downs, room to move."""


class Pattern(StrEnum):
    """The movement, so that a session can be built slot by slot."""

    SQUAT = "squat"
    HINGE = "hinge"
    LUNGE = "lunge"
    BRIDGE = "bridge"
    CALF = "calf"
    PUSH = "push"
    PULL = "pull"
    THROW = "throw"
    CARRY = "carry"
    BRACE = "brace"
    ROTATE = "rotate"
    THIGH_DRIVE = "thigh drive"
    LEG_CURL = "leg curl"
    ADDUCTOR = "adductor"
    HIP_SIDE = "hip side"
    JUMP = "jump"
    HOP = "hop"
    BOUND = "bound"
    RUN = "run"
    TURN = "turn"
    DRILL = "drill"
    ARMS = "arms"
    BALANCE = "balance"
    AEROBIC = "aerobic"
    BIKE = "bike"
    MOBILITY = "mobility"
    PLAY = "play"


class Impact(StrEnum):
    """How hard one landing is; the order is from soft to hard."""

    NONE = "none"
    LOW = "low"
    MODERATE = "moderate"
    HIGH = "high"

    @property
    def step(self) -> int:
        """Place in the order, from 0."""
        return list(Impact).index(self)


class Aid(StrEnum):
    """What the outside does to a run."""

    FREE = "free"
    RESISTED = "resisted"
    ASSISTED = "assisted"


@dataclass(frozen=True, slots=True)
class Exercise:
    """One thing to do.

    Attributes
    ----------
    role_shares : mapping of Role to float
        Whom it trains: shares of its minutes, 1 in all; empty where it trains no role (judgement).
    loads, hard_on : tuple of str
        Tissues: pain of 4 or more in one of `loads` takes the exercise away, pain of 2 or 3 in one of `hard_on`.
    kit, levels, min_age : tuple of str, tuple of Level, int
        What it needs, for whom, and the youngest age in years it is offered to.
    group : str
        The word for it and its like when pain takes it away.
    family : str
        The file of the catalogue it stands in.
    contacts, contacts_per_minute : float
        Landings of one foot or of both together: of one repetition, or of a minute where it is dosed by time.
    loaded : bool
        Progressed by weight in kg.
    drop : float
        Height it is dropped from, m.
    prepares : tuple of str
        Tissues it makes ready for load: a swing emphasis is paired with hamstring and groin (care.md).
    calm_weeks : mapping of str to int
        Tissues that must have been quiet for so many weeks.
    progression, regression, simpler : tuple of str
        Codes of what is harder, of what is easier, and of what somebody without a coach gets, the best first.
    cues : tuple of str
        Things to think of, none of them required: a session works without.
    evidence, evidence_note : Grade, str
        How well founded the link to faster running is, and the finding in a sentence where it needs one.
    drawing : str
        Name of its drawing; empty where there is none.
    """

    code: str
    name: str
    what_for: str
    role_shares: Mapping[Role, float] = field(default_factory=dict[Role, float])
    loads: tuple[str, ...] = ()
    hard_on: tuple[str, ...] = ()
    kit: tuple[str, ...] = ()
    levels: tuple[Level, ...] = tuple(Level)
    min_age: int = 0
    playful: bool = False
    group: str = ""
    source: str = "coaching practice"
    family: str = ""
    quality: Quality = Quality.MOBILITY
    pattern: Pattern = Pattern.MOBILITY
    impact: Impact = Impact.NONE
    contacts: float = 0.0
    contacts_per_minute: float = 0.0
    unilateral: bool = False
    loaded: bool = False
    aid: Aid = Aid.FREE
    drop: float = 0.0
    prepares: tuple[str, ...] = ()
    calm_weeks: Mapping[str, int] = field(default_factory=dict[str, int])
    progression: tuple[str, ...] = ()
    regression: tuple[str, ...] = ()
    simpler: tuple[str, ...] = ()
    cues: tuple[str, ...] = ()
    evidence: Grade = Grade.UNPROVEN
    evidence_note: str = ""
    drawing: str = ""

    @property
    def coached(self) -> bool:
        """Whether it needs a coach's eye."""
        return COACH in self.kit

    @property
    def is_heavy(self) -> bool:
        """Whether it is a heavy lift: progressed by weight, for strength near the most one can."""
        return self.loaded and self.quality is Quality.MOTOR_UNITS
