"""What the pages of a coach ask for: the squad today, its sheets and test days, one plan for a group."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from threading import Lock

from evenstride.app.at_desk import AtDesk
from evenstride.app.care.stop import find_stop
from evenstride.app.care.waiting import tests_that_wait
from evenstride.app.field.day import find_test, sheet_for
from evenstride.app.field.entry import Entered, enter_tests, look_at_tests
from evenstride.app.overview import show_overview
from evenstride.app.reading.sheets import TypedTest, write_typed_test
from evenstride.app.squads.group import GroupWish, copy_plan, describe_members
from evenstride.app.squads.today import describe_squad, member_of
from evenstride.app.wiring import local_day, now
from evenstride.core.athlete import Athlete, athlete_key
from evenstride.core.errors import InputError, NotFoundError
from evenstride.core.group import GroupPlan
from evenstride.core.progress import Progress, counted, no_progress
from evenstride.core.protocol import GAMES_BELOW_AGE, FieldProtocol, protocols
from evenstride.core.recording import FieldTest
from evenstride.core.squad_day import SquadDay, SquadMember, SquadShown
from evenstride.store import Store, open_store

SETTLED = 1.0
"""Seconds after which a file that was not written since holds what was read from it."""

SHEET = "pasted.csv"


class SquadDesk(AtDesk):
    """The use cases of a coach's pages, each on a fresh connection; what was seen of each athlete is remembered."""

    def __init__(self, path: Path, clock: Callable[[], datetime] = now) -> None:
        super().__init__(path, clock)
        self._lock = Lock()
        self._seen: dict[str, SquadMember] = {}
        self._new: set[str] = set()
        self._mark = ""
        self._whole: tuple[object, SquadDay] | None = None
        self.groups: dict[str, GroupPlan] = {}

    def day(self) -> SquadDay | None:
        """Return the squad today; None where too much is new to look at while somebody waits: `look` does it."""
        stamp, whole = self._stamp(), self._whole
        if whole is not None and stamp is not None and whole[0] == stamp:
            return whole[1]
        if not self._lock.acquire(blocking=False):
            return None
        try:
            with open_store(self.path) as store:
                self._find_new(store)
                return None if self._new else self._look(store, no_progress, stamp)
        finally:
            self._lock.release()

    def look(self, *, progress: Progress = no_progress) -> SquadDay:
        """Look at everybody of whom something is new since the last time, or since another day."""
        with self._lock, open_store(self.path) as store:
            self._find_new(store)
            return self._look(store, progress, None)

    def _find_new(self, store: Store) -> None:
        """Note of whom something is new: of everybody on another day."""
        if self._whole is None or self._whole[1].on != self.today:
            self._mark = ""
        self._mark, found = store.changed(self._mark)
        self._new |= found

    def _look(self, store: Store, progress: Progress, stamp: object) -> SquadDay:
        at, people = self.clock(), {one.key: one for one in store.athletes()}
        for key in counted(sorted(self._new & set(people)), progress):
            self._seen[key] = member_of(store, people[key], at=at)
        self._new.clear()
        found = SquadDay(local_day(at), tuple(self._seen[key] for key in people if key in self._seen))
        self._whole = (stamp, found)
        return found

    def ask_again(self, *, progress: Progress = no_progress) -> None:
        """Put everybody's page together anew where something was added, with the diagnosis on it."""
        with open_store(self.path) as store:
            for athlete in counted(store.athletes(), progress):
                show_overview(store, athlete, at=self.clock())
        self.look()

    def shown(self, found: SquadDay) -> SquadShown:
        """Return a squad's day with its words."""
        return describe_squad(found)

    def athletes(self) -> tuple[Athlete, ...]:
        """Return everybody in the database."""
        with open_store(self.path) as store:
            return store.athletes()

    def look_at_sheet(self, text: str, *, on: date | None, checked: bool) -> tuple[Entered, tuple[str, ...]]:
        """Read rows out of a spreadsheet; return what was understood and the names nobody has yet. Nothing is stored.

        Raises
        ------
        InputError
            If nothing was pasted, or it cannot be understood.
        """
        with open_store(self.path) as store:
            found = look_at_tests(store, bytes_of(text), name=SHEET, at=self.clock(), on=on, checked=checked)
            known = {one.key for one in store.athletes()}
        names = dict.fromkeys(row.athlete for row in found.rows)
        return found, tuple(name for name in names if athlete_key(name) not in known)

    def keep_sheet(self, text: str, *, on: date | None, checked: bool) -> Entered:
        """Store such rows, where no question is open."""
        with open_store(self.path) as store:
            return enter_tests(store, bytes_of(text), name=SHEET, at=self.clock(), on=on, checked=checked)

    def test_day(self, tests: Sequence[str]) -> tuple[tuple[FieldProtocol, ...], tuple[Athlete, ...]]:
        """Return the stations of a test day in their order, and everybody real, or everybody where nobody is."""
        chosen = {one.id: one for one in (find_test(test) for test in tests if test.strip())}
        stations = tuple(sorted(chosen.values(), key=lambda one: (one.station, one.id)))
        everybody = self.athletes()
        return stations, tuple(one for one in everybody if not one.simulated) or everybody

    def known_or_new(self, key: str, name: str) -> Athlete:
        """Return the athlete of a key, or somebody new of a name, who is kept with their first trial.

        Raises
        ------
        NotFoundError
            If nobody has that key and the name is another's.
        """
        found = next((one for one in self.athletes() if one.key == athlete_key(key)), None)
        if found is not None:
            return found
        if athlete_key(name) != athlete_key(key) or not name.strip():
            raise NotFoundError(f"nobody called '{key}' is here", remedy="Add a name on the page of the test day")
        return Athlete(" ".join(name.split()))

    def empty_sheet(self, tests: Sequence[str]) -> bytes:
        """Return an empty sheet for a spreadsheet, station after station, everybody at each.

        Raises
        ------
        InputError
            If no test or nobody is there.
        """
        with open_store(self.path) as store:
            return sheet_for(store, tests, (), on=self.today, suffix=".csv")

    def may_do(self, athlete: Athlete, test: FieldProtocol) -> bool:
        """Whether trials of a test are written down for somebody: under twelve tests are games, and nothing is."""
        age = athlete.least_age_on(self.today)
        return (age is None or age >= GAMES_BELOW_AGE) and (not test.levels or athlete.level in test.levels)

    def waiting(self, athlete: Athlete) -> Mapping[str, str]:
        """Return the tests somebody may not do today, each with why; all of them where something stops training."""
        with open_store(self.path) as store:
            if athlete.key not in {one.key for one in store.athletes()}:
                return {}
            if find_stop(store, athlete, self.today).red_flags:
                return dict.fromkeys(protocols(), "a professional looks first")
            readiness = None if athlete.intake is None else athlete.intake.readiness
            if readiness is not None and readiness.any_yes:
                return dict.fromkeys(protocols(), "a health question was answered with yes: please ask a doctor first")
            return tests_that_wait(store, athlete, self.today)

    def done_today(self) -> dict[str, frozenset[str]]:
        """Return the tests of today by the key of who did them."""
        done: dict[str, set[str]] = {}
        with open_store(self.path) as store:
            for one in store.recordings(kind=FieldTest, since=self.today):
                if isinstance(one.noun, FieldTest) and one.noun.on == self.today:
                    done.setdefault(one.athlete, set()).add(one.noun.test)
        return {key: frozenset(tests) for key, tests in done.items()}

    def enter(self, typed: Sequence[TypedTest], *, checked: bool) -> Entered:
        """Store the trials of one athlete over several stations: all of them, or none and what is asked about."""
        at, entered = self.clock(), list[Entered]()
        with open_store(self.path) as store:
            sheets = [(write_typed_test(one).encode(), f"typed {one.test} {one.on}.csv") for one in typed]
            looked = [look_at_tests(store, data, name=name, at=at, checked=checked) for data, name in sheets]
            if not any(one.questions for one in looked):
                entered = [enter_tests(store, data, name=name, at=at, checked=checked) for data, name in sheets]
        found = entered or looked
        return Entered(
            tuple(row for one in found for row in one.rows),
            next((one.result for one in found if one.result is not None), None),
            tuple(asked for one in found for asked in one.questions),
            tuple(line for one in found for line in one.left_out),
            tuple(line for one in found for line in one.notes),
        )

    def plan_group(self, id: str, wish: GroupWish, *, progress: Progress) -> None:
        """Copy a plan to a group and remember what came of it under an id."""
        with open_store(self.path) as store:
            self.groups[id] = copy_plan(store, wish, at=self.clock(), progress=progress)

    def group(self, id: str) -> tuple[GroupPlan, list[tuple[str, ...]], tuple[tuple[str, tuple[str, ...]], ...]]:
        """Return a group's plan as it was copied, its table of days and people, and what differs for each member.

        Raises
        ------
        NotFoundError
            If it is not remembered any more; everybody's own plan is kept.
        """
        if id not in self.groups:
            raise NotFoundError(
                "this comparison is not remembered any more", remedy="Everybody's plan is kept: open it from the squad"
            )
        return self.groups[id], *describe_members(self.groups[id])

    def _stamp(self) -> object:
        """What the files of the database look like from outside; None while they are too fresh to rely on it."""
        files = [file for end in ("", "-wal") if (file := Path(f"{self.path}{end}")).exists()]
        stats = [file.stat() for file in files]
        if any(time.time() - one.st_mtime < SETTLED for one in stats):
            return None
        return (self.today, *((one.st_mtime_ns, one.st_size) for one in stats))


def bytes_of(text: str) -> bytes:
    """Return pasted rows as the file they would have been.

    Raises
    ------
    InputError
        If nothing was pasted.
    """
    if not text.strip():
        raise InputError("nothing was pasted", remedy="Copy the rows of a spreadsheet with their header and paste them")
    return ("\n".join(line.rstrip() for line in text.strip("\r\n").splitlines()) + "\n").encode()
