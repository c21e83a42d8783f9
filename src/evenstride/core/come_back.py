"""The way back from an injury as it is recorded: begun, moved, ticked, limited, ended; software never clears anybody.

Nothing here is changed afterwards. Every change is a dated event, and where somebody stands follows from the events.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from evenstride.core.estimate import Estimate
from evenstride.core.training import ComeBack, PhysioLimits, Stage


class Happened(StrEnum):
    """What may happen on the way back."""

    MOVED = "moved"
    TICKED = "ticked"
    LIMITED = "limit set"
    LIFTED = "limit lifted"
    TESTED = "tested"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class WayBack:
    """One way back as it was begun.

    Attributes
    ----------
    athlete : str
        Whose.
    place : str
        Where it hurt, with its side where it has one: `left hamstring`.
    on : date
        First day.
    stage : Stage
        The step it was begun at.
    at : datetime
        When it was recorded, UTC.
    """

    athlete: str
    place: str
    on: date
    stage: Stage
    at: datetime

    @property
    def side(self) -> str:
        """`left` or `right` where the place names one, else empty."""
        words = self.place.casefold().split()
        return next((side for side in ("left", "right") if side in words), "")


@dataclass(frozen=True, slots=True)
class WayBackEvent:
    """Something that happened on the way back.

    Attributes
    ----------
    way : str
        Id of the way back.
    stage : Stage or None
        The step moved to, or ticked.
    by : str
        Who says so: the clinician of a tick or a limit.
    note : str
        Why, in somebody's own words.
    number : int
        Of a limit, counted from 1: the one set, or the one lifted; 0 elsewhere.
    limit : PhysioLimits or None
        What was set.
    left, right : tuple of float
        Trials of a strength test of each side, in one unit.
    error : float
        Typical error of one side of that test, as a share.
    """

    way: str
    athlete: str
    on: date
    happened: Happened
    at: datetime
    stage: Stage | None = None
    by: str = ""
    note: str = ""
    number: int = 0
    limit: PhysioLimits | None = None
    left: tuple[float, ...] = ()
    right: tuple[float, ...] = ()
    error: float = 0.0


@dataclass(frozen=True, slots=True)
class Criterion:
    """One thing asked for before the next step, as far as it was told.

    Attributes
    ----------
    text : str
        What is asked for.
    met : bool or None
        None where it cannot be told yet.
    found : str
        What was seen.
    source : str
        A key of the bibliography, or "coaching practice".
    """

    text: str
    met: bool | None
    found: str
    source: str = "coaching practice"


@dataclass(frozen=True, slots=True)
class SideRatio:
    """One side against the other in a test of strength.

    Attributes
    ----------
    test : str
        What was tested.
    sides : str
        Which over which: `left/right`.
    ratio : Estimate
        Unit `1`.
    mdc : float
        Least change of the ratio, from one test to the next, that is no noise at the house level.
    on : date or None
        When.
    """

    test: str
    sides: str
    ratio: Estimate
    mdc: float
    on: date | None = None


@dataclass(frozen=True, slots=True)
class SidesTold:
    """One field test of both sides in words.

    Attributes
    ----------
    title : str
        Of the test, with its id.
    newest : tuple of str
        The newest of each side: value, interval, day.
    difference : str
        What left and right say over the sessions; no verdict.
    """

    title: str
    newest: tuple[str, ...]
    difference: str


def stand(way: WayBack, events: Iterable[WayBackEvent]) -> ComeBack:
    """Return where somebody stands after all that happened, in the order in which it was recorded.

    A step back takes back the ticks of the steps above it: a clinician agreed to what was seen then.

    Examples
    --------
    >>> from datetime import UTC
    >>> day = date(2026, 3, 2)
    >>> at = datetime(2026, 3, 2, 9, tzinfo=UTC)
    >>> way = WayBack("Noa", "left hamstring", day, Stage.RUN, at)
    >>> tick = WayBackEvent("", "Noa", day, Happened.TICKED, at, Stage.SPRINT, by="Ada")
    >>> stand(way, [tick]).agreed
    (<Stage.SPRINT: 'sprint'>,)
    """
    stage, since = way.stage, way.on
    ticks: dict[Stage, date] = {}
    limits: dict[int, PhysioLimits] = {}
    for event in sorted(events, key=lambda one: one.at):
        if event.happened is Happened.MOVED and event.stage is not None:
            if event.stage.number < stage.number:
                ticks = {one: on for one, on in ticks.items() if one.number <= event.stage.number}
            stage, since = event.stage, event.on
        elif event.happened is Happened.TICKED and event.stage is not None:
            ticks[event.stage] = event.on
        elif event.happened is Happened.LIMITED and event.limit is not None:
            limits[event.number] = event.limit
        elif event.happened is Happened.LIFTED:
            limits.pop(event.number, None)
    others = tuple(one for one in Stage if one in ticks and one is not stage)
    return ComeBack(way.place, stage, since, ticks.get(stage), tuple(limits.values()), others)
