"""What the pages for a parent and for a physio ask for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from evenstride.app.at_desk import AtDesk
from evenstride.app.care.both_sides import both_sides_of
from evenstride.app.care.come_back import (
    begin_come_back,
    end_come_back,
    lift_limit,
    move_stage,
    record_strength,
    set_limit,
    tick_stage,
)
from evenstride.app.care.come_back_page import ComeBackPage, event_text, show_come_back
from evenstride.app.care.parent_page import show_parent
from evenstride.app.care.way_back import running_way
from evenstride.app.wiring import local_day
from evenstride.core.athlete import Athlete
from evenstride.core.come_back import SidesTold
from evenstride.core.log import LogEntry, Pain
from evenstride.core.overview import ComeBackShown
from evenstride.core.parent_page import ParentPage
from evenstride.core.training import PhysioLimits, Stage
from evenstride.plan.body import TISSUES, known_tissues
from evenstride.plan.way_back_notes import limit_text
from evenstride.store import open_store


@dataclass(frozen=True, slots=True)
class PhysioPage:
    """The way back of one athlete as a clinician sees it.

    Attributes
    ----------
    back : ComeBackShown or None
        Where the athlete stands; None while none is tracked.
    limits : tuple of (int, str)
        What holds, with the number by which it is lifted.
    ticked : tuple of Stage
        The steps a clinician has agreed to.
    open_to : tuple of Stage
        The steps that may be moved to or ticked now: none ahead while the way back waits.
    waits : str
        What was told that makes the way back wait, and what lets it go on; empty where it does not.
    events : tuple of str
        What happened, the newest first.
    tests : tuple of SidesTold
        Field tests done on single sides.
    places : tuple of str
        Words for a place that may be tracked.
    pain, pain_on : Pain or None, date or None
        The strongest pain of the newest day any was told of, in a place that may be tracked; None without any.
    """

    athlete: Athlete
    on: date
    back: ComeBackShown | None = None
    limits: tuple[tuple[int, str], ...] = ()
    ticked: tuple[Stage, ...] = ()
    open_to: tuple[Stage, ...] = ()
    waits: str = ""
    events: tuple[str, ...] = ()
    tests: tuple[SidesTold, ...] = ()
    places: tuple[str, ...] = TISSUES
    pain: Pain | None = None
    pain_on: date | None = None


class CareDesk(AtDesk):
    """The use cases of a parent's and a physio's pages, each on a fresh connection."""

    def parent(self, key: str) -> ParentPage:
        """Return a parent's page.

        Raises
        ------
        NotFoundError
            If nobody of that key is there.
        """
        with open_store(self.path) as store:
            return show_parent(store, key, at=self.clock())

    def physio(self, key: str) -> PhysioPage:
        """Return a physio's page, also where no way back is tracked.

        Raises
        ------
        NotFoundError
            If nobody of that key is there.
        """
        at = self.clock()
        with open_store(self.path) as store:
            athlete = store.athlete(key)
            if running_way(store, athlete) is None:
                return _untracked(athlete, store.log(athlete.name), local_day(at))
            tests = both_sides_of(store, athlete, local_day(at))
            return _physio(athlete, show_come_back(store, athlete.name, at=at), tests, local_day(at))

    def begin(self, key: str, place: str, stage: Stage) -> None:
        """Begin to track a way back."""
        with open_store(self.path) as store:
            begin_come_back(store, key, place, at=self.clock(), stage=stage)

    def move(self, key: str, stage: Stage, *, by: str, note: str) -> None:
        """Record the step somebody has moved to."""
        with open_store(self.path) as store:
            move_stage(store, key, stage, by=by, note=note, at=self.clock())

    def tick(self, key: str, stage: Stage, *, by: str, note: str) -> None:
        """Record that a clinician agrees to a step."""
        with open_store(self.path) as store:
            tick_stage(store, key, stage, by=by, note=note, at=self.clock())

    def limit(self, key: str, limit: PhysioLimits, *, by: str, note: str) -> None:
        """Record what a physio has set."""
        with open_store(self.path) as store:
            set_limit(store, key, limit, by=by, note=note, at=self.clock())

    def lift(self, key: str, number: int, *, by: str, taken_over: bool, note: str) -> None:
        """Record that a limit is lifted."""
        with open_store(self.path) as store:
            lift_limit(store, key, number, by=by, taken_over=taken_over, note=note, at=self.clock())

    def strength(self, key: str, left: tuple[float, ...], right: tuple[float, ...], error: float, *, by: str) -> None:
        """Record a test of strength of both sides."""
        with open_store(self.path) as store:
            record_strength(store, key, left=left, right=right, error=error, by=by, at=self.clock())

    def end(self, key: str, *, by: str, note: str) -> None:
        """End the tracking; what was recorded stays."""
        with open_store(self.path) as store:
            end_come_back(store, key, by=by, note=note, at=self.clock())


def _untracked(athlete: Athlete, log: Sequence[LogEntry], on: date) -> PhysioPage:
    told = [(entry.on, pain) for entry in log for pain in entry.pains if pain.level > 0 and known_tissues(pain.place)]
    if not told:
        return PhysioPage(athlete, on)
    pain_on, pain = max(told, key=lambda one: (one[0], one[1].level))
    places = TISSUES if pain.place in TISSUES else (pain.place, *TISSUES)
    return PhysioPage(athlete, on, places=places, pain=pain, pain_on=pain_on)


def _physio(athlete: Athlete, page: ComeBackPage, tests: tuple[SidesTold, ...], on: date) -> PhysioPage:
    back = page.back
    shown = ComeBackShown(back.place, back.stage, page.stage_today, page.criteria, page.voices, (), page.halted)
    agreed = {*back.agreed, *([back.stage] if back.ticked is not None else [])}
    return PhysioPage(
        athlete,
        on,
        shown,
        tuple((number, limit_text(one)) for number, one in page.limits),
        tuple(one for one in Stage if one in agreed),
        tuple(one for one in Stage if one.number <= back.stage.number + (0 if page.halted else 1)),
        page.waits,
        tuple(event_text(event) for event in reversed(page.events)),
        tests,
    )
