"""What one field test has shown of one athlete over its days: learning, change, own error, left and right."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from evenstride.core.estimate import Estimate, Missing
from evenstride.core.roles import Side


@dataclass(frozen=True, slots=True)
class ErrorInUse:
    """The typical error of one session a test is calculated with, as a share of the value.

    Attributes
    ----------
    value : float
        Standard error in use.
    assumed : float
        What the protocol starts with: stated by a source, or wide because unknown.
    known : bool
        Whether a source states `assumed`; an unknown one is replaced by the athlete's own.
    own : Estimate or None
        The athlete's own error from session to session; None before there are sessions enough.
    since : date or None
        The day the own error took over.
    sessions : int
        Sessions after familiarisation it rests on.
    """

    value: float
    assumed: float
    known: bool
    own: Estimate | None = None
    since: date | None = None
    sessions: int = 0


@dataclass(frozen=True, slots=True)
class SideDifference:
    """Left against right over all sessions after familiarisation.

    Attributes
    ----------
    difference : Estimate
        Mean of ln(left / right), positive where left does better; unit `1`.
    ahead : Side or None
        The side that does better, beyond error and in the same direction in three sessions running; None says nothing.
    sessions : int
        Sessions in which both sides were tested.
    since : date or None
        First of the sessions in a row that say so.
    threshold : float
        What the difference of one session must exceed, same unit.
    """

    difference: Estimate
    ahead: Side | None
    sessions: int
    threshold: float
    since: date | None = None


@dataclass(frozen=True, slots=True)
class CircumstanceChange:
    """A day on which a test was set up in another way than the time before."""

    on: date
    what: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class FieldCourse:
    """One test of one athlete, all its days.

    Attributes
    ----------
    version : int
        Version of the protocol the newest baseline was made with.
    learning, used : tuple of date
        Familiarisation sessions, kept apart, and those that count.
    change : Estimate or Missing
        Since the own baseline, natural log, better positive.
    sides : SideDifference or Missing
        Missing for tests of both legs together and before three sessions.
    circumstances : tuple of CircumstanceChange
        Changes of shoes, device or lever that may look like a change of the athlete.
    before_version : int
        Days done by another version, which belong to another baseline.
    """

    athlete: str
    test: str
    version: int
    learning: tuple[date, ...]
    used: tuple[date, ...]
    error: ErrorInUse
    change: Estimate | Missing
    sides: SideDifference | Missing
    circumstances: tuple[CircumstanceChange, ...] = ()
    before_version: int = 0
