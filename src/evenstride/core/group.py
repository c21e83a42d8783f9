"""One plan for a group: who follows whom, what each does on each day, and where and why a week is different."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from evenstride.core.plan import Clash, Kind, Plan, Session


@dataclass(frozen=True, slots=True)
class Difference:
    """A day on which a member does something else than the group.

    Attributes
    ----------
    reasons : tuple of str
        Why what the group has is not there, in sentences: the hard rules against it, or what it would have cost.
    """

    on: date
    group: tuple[Kind, ...]
    own: tuple[Kind, ...]
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class GroupMember:
    """One member: the plan made for them (or why there is none) and where it differs from the group's."""

    athlete: str
    plan: Plan | Clash
    differences: tuple[Difference, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def trains(self) -> bool:
        """Whether there is a plan with training in it."""
        return isinstance(self.plan, Plan) and not self.plan.stopped


@dataclass(frozen=True, slots=True)
class GroupPlan:
    """The plan that was copied, whose it is, and every member."""

    leader: str
    plan: Plan
    members: tuple[GroupMember, ...]


def kinds_by_day(plan: Plan) -> Mapping[date, tuple[Kind, ...]]:
    """Return the kinds of session of each day of a plan, in their order; a day of own sport alone counts as rest.

    Examples
    --------
    >>> day = date(2026, 3, 2)
    >>> both = (Session(day, Kind.ACCELERATION, "Starts", 40.0), Session(day, Kind.STRENGTH, "Lifts", 30.0))
    >>> [kind.value for kind in kinds_by_day(Plan(day, 1, both))[day]]
    ['acceleration', 'strength']
    """
    found: dict[date, tuple[Kind, ...]] = {}
    for session in plan.sessions:
        kinds = () if session.kind is Kind.SPORT else (session.kind,)
        found[session.on] = (*found.get(session.on, ()), *kinds)
    return {on: kinds or (Kind.REST,) for on, kinds in found.items()}


def sessions_on(plan: Plan, on: date) -> tuple[Session, ...]:
    """Return the sessions of a day."""
    return tuple(session for session in plan.sessions if session.on == on)


def differing_days(group: Plan, own: Plan) -> Iterable[tuple[date, tuple[Kind, ...], tuple[Kind, ...]]]:
    """Yield the days whose kinds of session are not the group's: the day, the group's kinds and the own ones."""
    ours = kinds_by_day(own)
    for on, kinds in kinds_by_day(group).items():
        if set(ours.get(on, ())) != set(kinds):
            yield on, kinds, ours.get(on, ())
