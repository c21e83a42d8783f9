"""A squad on one day: who needs somebody today and why, what changed beyond error, which limits could be named."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import IntEnum

from evenstride.core.check import Check
from evenstride.core.roles import Role


class Need(IntEnum):
    """Why somebody is looked at first, the most urgent first. All of it was told; nothing of it is a forecast."""

    RED_FLAG = 0
    PAIN = 1
    PUT_AWAY = 2
    SORE = 3
    LOW = 4
    STOPPED_EARLY = 5
    QUIET = 6

    @property
    def talk(self) -> bool:
        """Whether it asks for a talk before anything else is said: all but a log that stays empty."""
        return self is not Need.QUIET


class Limiting(IntEnum):
    """What can be said of an athlete's limit, besides a role that is named."""

    CANNOT_TELL = 0
    NOT_ASKED = 1
    """Under sixteen, or something stops training: then nobody asks."""


@dataclass(frozen=True, slots=True)
class Reason:
    """One thing somebody told, in a sentence."""

    need: Need
    text: str


@dataclass(frozen=True, slots=True)
class SquadMember:
    """One athlete as a coach looks over the squad.

    Attributes
    ----------
    key, name : str
        Of the athlete.
    reasons : tuple of Reason
        Why to look here first, the most urgent first; empty where nothing asks for it.
    today : str
        What is planned today, in words; empty without a plan.
    checks : tuple of Check
        The newest comparison of every test and of speed; empty where nothing was measured on two days.
    limit : Role or Limiting
        The named limit, or why there is none.
    asked : date or None
        The day of the diagnosis behind `limit`.
    young : bool
        Whether the athlete may be under sixteen: a change is shown there, and never counted, because growing makes one.
    """

    key: str
    name: str
    simulated: bool = False
    reasons: tuple[Reason, ...] = ()
    today: str = ""
    checks: tuple[Check, ...] = ()
    limit: Role | Limiting = Limiting.CANNOT_TELL
    asked: date | None = None
    young: bool = False

    @property
    def talks(self) -> bool:
        """Whether somebody should talk with them today."""
        return any(reason.need.talk for reason in self.reasons)

    @property
    def beyond(self) -> tuple[Check, ...]:
        """The comparisons whose interval leaves zero out, those of one set-up or an admitted assumption alone."""
        if self.young:
            return ()
        return tuple(one for one in self.checks if one.comparable and not one.change.low <= 0.0 <= one.change.high)


@dataclass(frozen=True, slots=True)
class SquadDay:
    """Everybody on one day, by name."""

    on: date
    members: tuple[SquadMember, ...]

    @property
    def first(self) -> tuple[SquadMember, ...]:
        """Those to look at first, the most urgent first."""
        found = [one for one in self.members if one.reasons]
        return tuple(sorted(found, key=lambda one: (one.reasons[0].need, -len(one.reasons), one.name)))

    @property
    def talks(self) -> tuple[SquadMember, ...]:
        """Those who need a talk; what their tests say waits for it."""
        return tuple(one for one in self.members if one.talks)

    @property
    def changed(self) -> tuple[SquadMember, ...]:
        """Those of the others in whom something changed beyond its error."""
        return tuple(one for one in self.members if one.beyond and not one.talks)

    @property
    def noise(self) -> tuple[SquadMember, ...]:
        """Those of the others whose changes may all be noise."""
        return tuple(one for one in self.members if one.checks and not (one.talks or one.young or one.beyond))

    @property
    def young(self) -> tuple[SquadMember, ...]:
        """Those of the others in whom growing changes the tests too."""
        return tuple(one for one in self.members if one.young and not one.talks)

    @property
    def unmeasured(self) -> tuple[SquadMember, ...]:
        """Those of the others of whom no two days can be compared."""
        return tuple(one for one in self.members if not (one.checks or one.talks or one.young))

    @property
    def comparisons(self) -> int:
        """Comparisons among those counted as changed or as noise: each may be beyond its error by chance."""
        return sum(len(one.checks) for one in (*self.changed, *self.noise))

    @property
    def limits(self) -> Mapping[Role | Limiting, tuple[SquadMember, ...]]:
        """Who has which limit: every role, and those for whom it cannot be told or nobody asks, also where empty."""
        return {key: tuple(one for one in self.members if one.limit is key) for key in (*Role, *Limiting)}


@dataclass(frozen=True, slots=True)
class SquadShown:
    """A squad's day with its words.

    Attributes
    ----------
    head : str
        The day in a sentence.
    counted : tuple of str
        What changed beyond error, how much of it is chance, and who is not counted.
    limits : tuple of (str, str, tuple of SquadMember)
        Word, the role's name or empty, and who: each role, then those for whom it cannot be told or is not asked.
    asked : str
        How old the answers behind the limits are.
    beyond : mapping of str to str
        The changes beyond their error of an athlete, by key.
    """

    day: SquadDay
    head: str
    counted: tuple[str, ...]
    limits: tuple[tuple[str, str, tuple[SquadMember, ...]], ...]
    asked: str
    beyond: Mapping[str, str]
