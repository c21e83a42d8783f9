"""The role ledger: what went in, week by week, and what came out of it for each role."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields
from datetime import date
from enum import StrEnum

from evenstride.core.capacity_trend import HeldChange
from evenstride.core.estimate import Missing
from evenstride.core.roles import Role


@dataclass(frozen=True, slots=True)
class Amount:
    """How much was done. Shares of an exercise that trains several roles make these numbers fractions.

    Attributes
    ----------
    minutes : float
        Minutes of sessions, rests included.
    fast_metres : float
        Metres at 90 % of best speed or more, run-in not counted.
    hard_sets : float
        Sets that ended with four repetitions in reserve or fewer, or where nobody told how many.
    contacts : float
        Ground contacts of jumps and hops.
    unsure_metres, unsure_sets : float
        The part of fast metres whose intensity, and of hard sets whose reserve, was not told.
    """

    minutes: float = 0.0
    fast_metres: float = 0.0
    hard_sets: float = 0.0
    contacts: float = 0.0
    unsure_metres: float = 0.0
    unsure_sets: float = 0.0

    def __add__(self, other: Amount) -> Amount:
        return Amount(*(getattr(self, name) + getattr(other, name) for name in AMOUNTS))

    def times(self, share: float) -> Amount:
        """Return this much of it.

        Examples
        --------
        >>> Amount(minutes=40.0, hard_sets=3.0).times(0.5).hard_sets
        1.5
        """
        return Amount(*(share * getattr(self, name) for name in AMOUNTS))


AMOUNTS = tuple(one.name for one in fields(Amount))


def sum_amounts(amounts: Iterable[Amount]) -> Amount:
    """Return all of it together."""
    total = Amount()
    for one in amounts:
        total = total + one
    return total


@dataclass(frozen=True, slots=True)
class LedgerWeek:
    """One week of the log.

    Attributes
    ----------
    start : date
        Its Monday.
    roles : mapping of Role to Amount
        Every role, also those with nothing.
    other : Amount
        Exercises that train no role in particular: warm-up, easy running, mobility.
    unknown : Amount
        What nobody told: sessions with a kind only, and exercises the catalogue does not know.
    sessions : int
        Entries that were training.
    load : float
        Session effort (0 to 10) × minutes, summed over the sessions that told both.
    load_not_told : int
        Sessions that did not.
    days_told : int
        Days with any entry, rest included.
    open_metres : float
        Metres of runs whose intensity was not told and is not fast by its nature; in no fast metres.
    """

    start: date
    roles: Mapping[Role, Amount] = field(default_factory=lambda: dict.fromkeys(Role, Amount()))
    other: Amount = Amount()
    unknown: Amount = Amount()
    sessions: int = 0
    load: float = 0.0
    load_not_told: int = 0
    days_told: int = 0
    open_metres: float = 0.0

    @property
    def total(self) -> Amount:
        """All of the week."""
        return sum_amounts([*self.roles.values(), self.other, self.unknown])


@dataclass(frozen=True, slots=True)
class Ledger:
    """What an athlete told of some whole weeks, by role.

    Attributes
    ----------
    since, until : date
        First and last day that count.
    weeks : tuple of LedgerWeek
        Oldest first, without gaps.
    """

    athlete: str
    since: date
    until: date
    weeks: tuple[LedgerWeek, ...]

    def of(self, role: Role) -> Amount:
        """Return all that one role got."""
        return sum_amounts(week.roles[role] for week in self.weeks)

    @property
    def total(self) -> Amount:
        """All of it, what is of no role and what was not told included."""
        return sum_amounts(week.total for week in self.weeks)

    @property
    def other(self) -> Amount:
        """What trains no role in particular."""
        return sum_amounts(week.other for week in self.weeks)

    @property
    def unknown(self) -> Amount:
        """What nobody told."""
        return sum_amounts(week.unknown for week in self.weeks)

    @property
    def sessions(self) -> int:
        """Sessions told."""
        return sum(week.sessions for week in self.weeks)

    @property
    def load_not_told(self) -> int:
        """Sessions without minutes or effort."""
        return sum(week.load_not_told for week in self.weeks)

    def share(self, role: Role, what: str) -> float | None:
        """Return the part of a field of `Amount` that one role got, of what is known to train any; None of nothing."""
        known = sum(getattr(self.of(one), what) for one in Role)
        return getattr(self.of(role), what) / known if known > 0.0 else None


class Response(StrEnum):
    """What came of the training of a role; never proof of a cause."""

    GREW = "trained, and grew"
    NO_RESPONSE = "trained, did not respond"
    NOT_TRAINED = "not trained"
    GREW_UNTRAINED = "hardly trained, and grew"
    CANNOT_TELL = "cannot tell"


@dataclass(frozen=True, slots=True)
class RoleResponse:
    """The dose of a role beside the change of its capacity over the same weeks.

    Attributes
    ----------
    since, until : date
        First and last test that counts.
    dose : Amount
        What the role got in that time.
    weekly : float
        Small sessions' worth of it a week (`science.role_response.SMALL_SESSION`).
    change : HeldChange or Missing
        Of the capacity, natural log.
    families : int
        Kinds of tests behind the change; one is a hint.
    reason : str
        Why it cannot be told; empty where it can.
    """

    role: Role
    since: date
    until: date
    dose: Amount
    weekly: float
    change: HeldChange | Missing
    families: int
    response: Response
    reason: str = ""
