"""A desk for tests of pages, with people from memory and entries kept in a list; and every page of one overview."""

import atexit
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from evenstride.app.blocks.sealed_fly import SealedFly
from evenstride.app.desk import Desk
from evenstride.app.record import start_athlete
from evenstride.core.athlete import Athlete, Intake, Readiness
from evenstride.core.log import LogEntry
from evenstride.core.overview import Glance, Overview
from evenstride.core.plan import Kind, Plan, Session
from evenstride.core.progress import Progress, no_progress
from evenstride.core.training import CheckIn
from evenstride.doors.pages.render import render_page
from evenstride.doors.web.athlete_pages import SHOWN
from evenstride.store import open_store
from tests import examples_overview as some

NOWHERE = TemporaryDirectory()
"""Where what a desk keeps beside its database goes: never where the tests are run from."""
atexit.register(NOWHERE.cleanup)


class ExampleDesk(Desk):
    """Answers pages with overviews made in memory and remembers what was told."""

    def __init__(self, people: Mapping[str, Callable[[], Overview]], names: tuple[str, ...] | None = None) -> None:
        super().__init__(Path(NOWHERE.name) / "nowhere.db")
        self.people = people
        self.names = tuple(people) if names is None else names
        self.done: list[tuple[str, str, float | None, float | None]] = []
        self.logged: list[tuple[str, LogEntry, bool]] = []
        self.sealed: SealedFly | None = None
        self.woken: list[tuple[str, CheckIn]] = []

    @property
    def today(self):
        return some.TODAY

    def athletes(self) -> tuple[Athlete, ...]:
        return tuple(Athlete(name) for name in self.names)

    def overview(self, key: str, *, progress: Progress = no_progress) -> Overview:
        return self.people[key]()

    def kept_overview(self, key: str) -> Overview:
        return self.overview(key)

    def glance(self, key: str) -> Glance:
        shown = self.overview(key)
        return Glance(shown.athlete, shown.on, shown.plan if isinstance(shown.plan, Plan) else None, shown.log)

    def log_done(self, key: str, session: str, *, rpe: float | None, joy: float | None) -> LogEntry:
        self.done.append((key, session, rpe, joy))
        return LogEntry(self.today, "x", rpe=rpe, joy=joy, session=session)

    def to_log(self, key: str) -> tuple[Session, ...]:
        plan = self.overview(key).plan
        sessions = plan.sessions if isinstance(plan, Plan) else ()
        return tuple(one for one in sessions if one.id and one.kind is not Kind.REST and one.on <= self.today)

    def log(self, key: str, entry: LogEntry, *, as_planned: bool = False) -> tuple[str, ...]:
        self.logged.append((key, entry, as_planned))
        return ("Logged.", "Thank you for saying so.")

    def sealed_fly(self, key: str) -> SealedFly | None:
        return self.sealed

    def check_in(self, key: str, told: CheckIn) -> None:
        self.woken.append((key, told))


def desk_of_kim(path: Path, at: datetime, clock: Callable[[], datetime] | None = None) -> Desk:
    """A desk over a database in which Kim has just told of herself."""
    answers = Intake(on=at.date(), days=(0, 2), minutes=60, readiness=Readiness())
    with open_store(path) as store:
        start_athlete(store, "Kim", answers, at=at, level="trained", birth_year=1998)
    return Desk(path, clock or (lambda: at))


def pages_of(shown: Overview) -> str:
    """Every served page of one athlete, one after the other."""
    shown_by = {**SHOWN, "log": "log.html"}
    log = {"planned": (), "chosen": "", "signs": (), "fresh": "0"}
    return "".join(render_page(name, o=shown, here=page, **log) for page, name in shown_by.items())
