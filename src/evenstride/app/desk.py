"""What the pages ask for: every question and every entry of the local web app, on one database."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path

from evenstride.app.access import access_beside
from evenstride.app.at_desk import AtDesk
from evenstride.app.blocks.sealed_fly import SealedFly, keep_sealed_fly, sealed_fly
from evenstride.app.care.stop import planned_days
from evenstride.app.overview import athletes_of, glance_of, kept_overview_of, overview_of
from evenstride.app.planning.audit import swap_for_play
from evenstride.app.planning.export import ExportWish, followed_plan, outgoing_plan, week_pages, write_plan
from evenstride.app.planning.plan import PlanAnswer, PlanWish, plan_athlete
from evenstride.app.planning.training import check_in
from evenstride.app.record import log_not_today, log_planned, log_session
from evenstride.app.wiring import now
from evenstride.core.athlete import Athlete
from evenstride.core.errors import InputError
from evenstride.core.live import RepTiming
from evenstride.core.log import LogEntry
from evenstride.core.outgoing import Outgoing, Written
from evenstride.core.overview import Glance, Overview
from evenstride.core.plan import Clash, Kind, Plan, Session
from evenstride.core.progress import Progress, no_progress
from evenstride.core.training import CheckIn
from evenstride.science.change.stop_rule import rep_timings
from evenstride.store import open_store

LOG_LATE = timedelta(days=2)
"""So long after its day a planned session is still offered to be logged (judgement: memory of effort fades)."""


class Desk(AtDesk):
    """The use cases of the pages, each on a fresh connection, so that pages may be served side by side."""

    def __init__(self, path: Path, clock: Callable[[], datetime] = now) -> None:
        super().__init__(path, clock)
        self.access = access_beside(path, clock)

    def athletes(self) -> tuple[Athlete, ...]:
        """Return everybody in the database."""
        return athletes_of(self.path)

    def overview(self, key: str, *, progress: Progress = no_progress) -> Overview:
        """Return all that is known of one athlete, measured anew where something was told since.

        Raises
        ------
        NotFoundError
            If nobody of that key is there.
        """
        return overview_of(self.path, key, at=self.clock(), progress=progress)

    def kept_overview(self, key: str) -> Overview | None:
        """Return all that is known of one athlete where it is ready; None where something must be measured first.

        Raises
        ------
        NotFoundError
            If nobody of that key is there.
        """
        return kept_overview_of(self.path, key, at=self.clock())

    def glance(self, key: str) -> Glance:
        """Return what is known of one athlete without measuring anything.

        Raises
        ------
        NotFoundError
            If nobody of that key is there.
        """
        return glance_of(self.path, key, at=self.clock())

    def log_done(self, key: str, session: str, *, rpe: float | None, joy: float | None) -> LogEntry:
        """Log a planned session as done; asked twice, it is logged once."""
        return log_planned(self.path, key, session, rpe=rpe, joy=joy, at=self.clock())

    def to_log(self, key: str) -> tuple[Session, ...]:
        """Return the planned sessions of today and the days just gone that are not logged yet, newest first."""
        today = self.today
        with open_store(self.path) as store:
            athlete = store.athlete(key)
            planned = planned_days(store, athlete, since=today - LOG_LATE, until=today)
            told = {entry.session for entry in store.log(athlete.name, since=today - LOG_LATE)}
        sessions = [one for on in sorted(planned, reverse=True) for one in planned[on]]
        return tuple(one for one in sessions if one.kind is not Kind.REST and one.id and one.id not in told)

    def log(self, key: str, entry: LogEntry, *, as_planned: bool = False) -> tuple[str, ...]:
        """Add a session to the log and return what is said to it; the same entry sent twice is logged once."""
        with open_store(self.path) as store:
            return log_session(store, store.athlete(key).name, entry, at=self.clock(), as_planned=as_planned)[1]

    def not_today(self, key: str, session: str) -> LogEntry:
        """Leave a planned session out, without penalty; asked twice, it is logged once."""
        return log_not_today(self.path, key, session, at=self.clock())

    def require(self, key: str) -> None:
        """Raise NotFoundError where nobody of that key is there."""
        with open_store(self.path) as store:
            store.athlete(key)

    def plan(self, key: str, start: date, weeks: int, *, progress: Progress) -> PlanAnswer:
        """Plan the weeks from a day on and keep the plan.

        Raises
        ------
        InputError
            If nothing fits: what clashes, and what would loosen it.
        """
        with open_store(self.path) as store:
            name = store.athlete(key).name
            made = plan_athlete(store, name, PlanWish(start, weeks), at=self.clock(), progress=progress)
        if isinstance(made.plan, Clash):
            ways = "; or: ".join(made.plan.loosen)
            raise InputError("No week fits all of this at once", why=made.plan.text, remedy=ways)
        return made

    def swap(self, key: str, *, progress: Progress) -> str:
        """Put play in the place of a grind of the plan to come, and return what changed."""
        with open_store(self.path) as store:
            return swap_for_play(store, store.athlete(key).name, at=self.clock(), progress=progress)[1]

    def check_in(self, key: str, told: CheckIn) -> None:
        """Keep how an athlete woke up."""
        with open_store(self.path) as store:
            check_in(store, store.athlete(key).name, told, at=self.clock())

    def sealed_fly(self, key: str) -> SealedFly | None:
        """Return what is offered where the times of a running block are kept from view; None where they are not."""
        with open_store(self.path) as store:
            return sealed_fly(store, store.athlete(key), self.today)

    def keep_sealed_fly(self, key: str, seconds: float) -> SealedFly:
        """Keep the time of today's fly, unseen until the check date."""
        with open_store(self.path) as store:
            return keep_sealed_fly(store, store.athlete(key), seconds, at=self.clock())

    def rep_timings(self) -> tuple[RepTiming, ...]:
        """Return the ways of timing a rep."""
        return rep_timings()

    def outgoing(self, key: str) -> Outgoing:
        """Return an athlete's newest plan, ready to leave; notes of health stay in."""
        with open_store(self.path) as store:
            return outgoing_plan(store, store.athlete(key).name, ExportWish(), at=self.clock())

    def calendar(self, key: str) -> bytes:
        """Return an athlete's plan as a calendar that follows it sees it; empty while no plan may leave."""
        with open_store(self.path) as store:
            told = followed_plan(store, store.athlete(key).name, ExportWish(), at=self.clock())
        return write_plan(told, "ics").files[0].data

    def written(self, outgoing: Outgoing, form: str) -> Written:
        """Return the files of a plan in a format."""
        return write_plan(outgoing, form)

    def weeks(self, plan: Plan) -> tuple[tuple[date, tuple[tuple[date, tuple[Session, ...]], ...]], ...]:
        """Return the weeks of a plan, each with its seven days and what they hold."""
        return week_pages(plan)
