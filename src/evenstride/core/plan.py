"""What to train: exercises, doses, sessions, the request a plan answers, and the clash when none can."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

from evenstride.core.athlete import Level
from evenstride.core.exercise import Exercise
from evenstride.core.log import LogEntry, Pain
from evenstride.core.roles import Role
from evenstride.core.training import ComeBack, Phase, Practice, SportDay, WayEnded, WeekDone


class Kind(StrEnum):
    """Session kinds. Those of `SPEED_KINDS` are speed sessions: they count for number and spacing."""

    ACCELERATION = "acceleration"
    MAX_VELOCITY = "maximal velocity"
    CHANGE_OF_DIRECTION = "change of direction"
    RESISTED = "resisted speed"
    SPRINT_ENDURANCE = "sprint endurance"
    BIKE_SPRINTS = "bike sprints"
    STRENGTH = "strength"
    INTERVALS = "intervals"
    TECHNIQUE = "technique"
    RETURN_RUNS = "return runs"
    TEMPO = "tempo"
    EASY = "easy"
    PLAY = "play"
    SPORT = "sport"
    REST = "rest"

    @property
    def is_speed(self) -> bool:
        """Whether the session counts as a speed session for number and spacing."""
        return self in SPEED_KINDS

    @property
    def is_hard(self) -> bool:
        """Whether the session takes freshness: speed, strength and intervals."""
        return self.is_speed or self in (Kind.STRENGTH, Kind.INTERVALS)

    @property
    def stimulus(self) -> Kind:
        """What a speed session trains: resisted runs are accelerations, sprint endurance is maximal velocity."""
        return _STIMULI.get(self, self)


SPEED_KINDS = (
    Kind.ACCELERATION,
    Kind.MAX_VELOCITY,
    Kind.CHANGE_OF_DIRECTION,
    Kind.RESISTED,
    Kind.SPRINT_ENDURANCE,
    Kind.BIKE_SPRINTS,
)
_STIMULI = {Kind.RESISTED: Kind.ACCELERATION, Kind.SPRINT_ENDURANCE: Kind.MAX_VELOCITY}


@dataclass(frozen=True, slots=True)
class Dose:
    """How much, one physical dimension per field: SI, None where it does not apply.

    `distance` is the fast part of one rep in m, `run_in` the metres before it that are not counted, `effort_time`
    the longest expected all-out time of one rep in s, `intensity` a share of best speed, `load` the outer load in kg
    and `rir` the repetitions to be left in reserve.
    """

    sets: int = 1
    reps: int = 1
    distance: float | None = None
    run_in: float | None = None
    duration: float | None = None
    rest: float | None = None
    intensity: float | None = None
    effort_time: float | None = None
    note: str = ""
    load: float | None = None
    rir: float | None = None

    @property
    def fast_metres(self) -> float:
        """Metres that count towards the maximum of a session."""
        return 0.0 if self.distance is None else self.sets * self.reps * self.distance

    @property
    def text(self) -> str:
        """The dose in words, from the same numbers the rules see.

        Examples
        --------
        >>> Dose(reps=5, distance=20.0, run_in=20.0, rest=180.0, intensity=0.98).text
        '5 × (20 m build + 20 m fast) at 98 %, 3 min rest'
        >>> Dose(sets=3, reps=5, rest=90.0).text
        '3 × 5, 1.5 min rest'
        >>> Dose(sets=3, reps=5, rest=120.0, load=82.5, rir=2.0).text
        '3 × 5 with 82.5 kg, 2 in reserve, 2 min rest'
        >>> Dose(sets=3, reps=5, rir=2.0).text
        '3 × 5 with a weight that leaves 2 good repetitions'
        >>> Dose(sets=2, reps=4, duration=10.0).text
        '2 sets of 4 × 10 s'
        >>> Dose(duration=600.0).text
        '10 min'
        """
        parts = [self._amount]
        if self.distance is not None and self.intensity is not None:
            parts[0] += f" at {self.intensity:.0%}".replace("%", " %")
        if self.load is not None:
            parts[0] += f" with {self.load:g} kg"
            parts += [f"{self.rir:g} in reserve"] if self.rir is not None else []
        elif self.rir is not None:
            parts[0] += f" with a weight that leaves {self.rir:g} good repetitions"
        if self.rest is not None:
            parts.append(f"{_clock(self.rest)} rest")
        return ", ".join([*parts, self.note] if self.note else parts)

    @property
    def _amount(self) -> str:
        between = " sets of " if self.reps > 1 else " × "
        sets = f"{self.sets}{between}" if self.sets > 1 else ""
        reps = f"{self.reps} × " if self.reps > 1 else ""
        if self.distance is not None:
            run = f"{self.distance:g} m"
            return f"{sets}{reps}({self.run_in:g} m build + {run} fast)" if self.run_in else f"{sets}{reps}{run}"
        if self.duration is not None:
            return f"{sets}{reps}{_clock(self.duration)}"
        return f"{self.sets} × {self.reps}" if self.sets > 1 else f"{self.reps}"


def _clock(seconds: float) -> str:
    return f"{seconds:g} s" if seconds < 60.0 else f"{seconds / 60.0:.3g} min"


@dataclass(frozen=True, slots=True)
class Prescription:
    """An exercise with its dose, the reason it is there, and how its load follows from the last times."""

    exercise: Exercise
    dose: Dose
    why: str = ""
    step: str = ""


@dataclass(frozen=True, slots=True)
class Session:
    """One training session on one day.

    Attributes
    ----------
    goal : str
        A goal that is not a time.
    serves : str
        The finding this session serves.
    reason : str
        Why it stands on this day.
    roles : mapping of Role to float
        Minutes of work per role.
    """

    on: date
    kind: Kind
    title: str
    minutes: float
    prescriptions: tuple[Prescription, ...] = ()
    goal: str = ""
    playful: bool = False
    roles: Mapping[Role, float] = field(default_factory=dict[Role, float])
    serves: str = ""
    reason: str = ""
    id: str = ""

    @property
    def fast_metres(self) -> float:
        """Fast metres of the whole session."""
        return sum(item.dose.fast_metres for item in self.prescriptions)


@dataclass(frozen=True, slots=True)
class Request:
    """Everything a plan depends on.

    Attributes
    ----------
    available : mapping of date to float
        Minutes the athlete has on each day; a day that is absent has none.
    emphasis : mapping of Role to float
        Shares of role work that follow the diagnosis.
    ready : bool
        False when a readiness question was answered yes: easy plan and "please ask a doctor first".
    asked : bool
        False when nobody has asked the readiness questions yet; `ready` is then False too.
    situation : str
        What the data look like as a whole, as the diagnosis names it; empty when not told.
    max_speed_sessions : int or None
        The athlete's own wish, only ever lowering the level's maximum.
    min_speed_sessions : int or None
        The athlete's wish for at least so many speed sessions in every week; no rule gives way to it.
    swing_weeks : int
        Weeks of swing emphasis already done before the first day; its dose starts low and rises from there.
    practice : Practice
        What the athlete practises.
    racing : bool
        True while a race is prepared: an endurance athlete then gets more speed and less volume.
    long_races : bool
        True for athletes who race 200 or 400 m; opens sprint endurance for trained adults.
    sport : mapping of date to SportDay
        Days of the athlete's own sport, around which the plan stands.
    phases : tuple of Phase
        What each week is for; weeks beyond the last are for building.
    themes : tuple of Kind or None
        The speed stimulus that goes first in each week, from the outline; None where it names none.
    shares : tuple of float or None
        Most fast metres of each week, share of a usual week, where the outline asks for less than one; else None.
    tops : tuple of float or None
        Fastest run of each week, share of best speed, where the outline bounds it; else None.
    stuck : bool
        True on a plateau: another stimulus, more rest, never simply more.
    come_back : ComeBack or None
        Where the athlete stands on the way back from an injury.
    returned : WayEnded or None
        The way back that ended last, where it counts still.
    low_recovery : bool
        True when sleep or readiness of the first day is low: that day is lightened.
    done : tuple of WeekDone
        What the last weeks held, oldest first.
    keep : tuple of Session
        Sessions of an earlier plan, to be kept wherever that is possible.
    """

    start: date
    weeks: int
    level: Level
    available: Mapping[date, float]
    masters: bool = False
    age: int | None = None
    kit: tuple[str, ...] = ()
    emphasis: Mapping[Role, float] = field(default_factory=dict[Role, float])
    named: Role | None = None
    situation: str = ""
    pains: tuple[Pain, ...] = ()
    red_flags: tuple[str, ...] = ()
    ready: bool = True
    asked: bool = True
    log: tuple[LogEntry, ...] = ()
    max_speed_sessions: int | None = None
    min_speed_sessions: int | None = None
    swing_weeks: int = 0
    best_speed: float | None = None
    """Top speed in m/s where known, to turn distances into effort times."""
    enjoys: str = ""
    switched_off: tuple[str, ...] = ()
    """Codes of soft rules the athlete has switched off; hard rules cannot be."""
    practice: Practice = Practice.SPRINT
    racing: bool = False
    long_races: bool = False
    sport: Mapping[date, SportDay] = field(default_factory=dict[date, SportDay])
    phases: tuple[Phase, ...] = ()
    themes: tuple[Kind | None, ...] = ()
    shares: tuple[float | None, ...] = ()
    tops: tuple[float | None, ...] = ()
    stuck: bool = False
    come_back: ComeBack | None = None
    returned: WayEnded | None = None
    low_recovery: bool = False
    done: tuple[WeekDone, ...] = ()
    keep: tuple[Session, ...] = ()
    wished_kinds: Mapping[date, tuple[Kind, ...]] = field(default_factory=dict[date, tuple[Kind, ...]])
    """Kinds of session wished on some days, as where a group trains together; every hard rule comes first."""

    def phase(self, week: int) -> Phase:
        """Return what a week of the plan is for, counted from 0."""
        return self.phases[week] if week < len(self.phases) else Phase.BUILD


@dataclass(frozen=True, slots=True)
class Rule:
    """One planner constraint. Its module's docstring has What · Why · Limits · Sources."""

    code: str
    title: str
    hard: bool
    sources: tuple[str, ...]
    loosen: str = ""
    """What the athlete can change to loosen it; empty for rules nobody may loosen."""


@dataclass(frozen=True, slots=True)
class Clash:
    """Why no plan exists: the smallest set of rules and wishes that cannot hold together."""

    rules: tuple[str, ...]
    text: str
    loosen: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """Days in order, each with its sessions.

    Attributes
    ----------
    proven : bool
        Whether the solver proved that no better plan exists for its objectives.
    stopped : bool
        True when red flags emptied the plan: no training suggestion at all.
    """

    start: date
    weeks: int
    sessions: tuple[Session, ...]
    rules: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    proven: bool = False
    stopped: bool = False
    diagnosis: str = ""
    id: str = ""

    def week_start(self, on: date) -> date:
        """Return the first day of the plan's week that holds a day, or of the week nearest to it."""
        return self.start + timedelta(weeks=min(max((on - self.start).days // 7, 0), max(self.weeks, 1) - 1))


@dataclass(frozen=True, slots=True)
class WhyNot:
    """Why a plan does not hold a kind of session on a day.

    `rules` are the codes of the hard rules that stand against it together, empty where it is possible; `other` is then
    the best plan with it, None where it is there already.
    """

    on: date
    kind: Kind
    rules: tuple[str, ...] = ()
    text: str = ""
    other: Plan | None = None


@dataclass(frozen=True, slots=True)
class Violation:
    """A rule that a plan breaks: its code, what was found, and the day where there is one."""

    rule: str
    text: str
    on: date | None = None
