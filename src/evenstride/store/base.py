"""What a store can do, said in nouns. Two keep the promise: `sql.SqlStore` and `memory.MemoryStore`."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import date, datetime
from functools import wraps
from types import TracebackType
from typing import Concatenate, ParamSpec, Protocol, Self, TypeVar

from evenstride.core.athlete import Anthropometrics, Athlete, Intake
from evenstride.core.clip_review import ClipReview
from evenstride.core.column_mapping import ColumnMapping
from evenstride.core.filed import FiledActivity, FiledDays, FiledFile, Held, SourceOrder
from evenstride.core.log import LogEntry
from evenstride.core.overview import Overview
from evenstride.core.provenance import Provenance
from evenstride.core.recording import Reading, Recording
from evenstride.store.dump import Deleted, DeletedRecording, Dump, Kept, Loaded
from evenstride.store.nouns import ImportResult, Link, Result, Stored

Given = ParamSpec("Given")
Made = TypeVar("Made")


class Store(Protocol):
    """One archive: athletes, raw files, recordings, results and logs. History is only added to, or deleted on purpose.

    Names find athletes without regard to case and spacing. Ids may be shortened to any unique beginning of at
    least four characters. Intervals of days are half-open: `since` is in, `until` is out, and recordings without
    a date are in only when neither is given. What is not there raises `NotFoundError`; a database that cannot be
    used raises `StoreError`. Times given must say their zone.
    """

    def save_athlete(self, athlete: Athlete, *, saved_at: datetime) -> None:
        """Add an athlete or replace what is known; earlier intake answers stay in `intakes`."""
        ...

    def athlete(self, name: str) -> Athlete:
        """Return an athlete; for an unknown name the error lists near ones."""
        ...

    def athletes(self) -> tuple[Athlete, ...]:
        """Return all athletes by name, as people look names up: `name_order`."""
        ...

    def intakes(self, name: str) -> tuple[Intake, ...]:
        """Return all answers an athlete ever gave at the start, in date order."""
        ...

    def save_body(self, name: str, body: Anthropometrics, *, saved_at: datetime) -> None:
        """Add body measures of one day."""
        ...

    def bodies(self, name: str) -> tuple[Anthropometrics, ...]:
        """Return body measures in date order, undated first; of one day, the last said comes last."""
        ...

    def save_import(self, reading: Reading | FiledFile, data: bytes, *, imported_at: datetime) -> ImportResult:
        """Store raw bytes, recordings and athletes not known yet: all of it or nothing.

        The same bytes for the same athlete and day change nothing; for another athlete or day they are other
        recordings.
        """
        ...

    def save_imports(
        self, files: Sequence[tuple[Reading | FiledFile, bytes]], *, imported_at: datetime
    ) -> tuple[ImportResult, ...]:
        """Store several files: all of them or none.

        Of an activity file that is known already, what is filed is put in the place of what an earlier reader filed.
        """
        ...

    def save_columns(self, id: str, columns: ColumnMapping, *, athletes: Collection[str], saved_at: datetime) -> None:
        """Keep what the headings with an id mean, with everybody whose files came in by them.

        What is said last counts for everybody it is kept with.
        """
        ...

    def columns(self) -> Mapping[str, ColumnMapping]:
        """Return by the id of headings what was last said of them, the latest last."""
        ...

    def forget_columns(self, id: str) -> None:
        """Forget what headings mean, whoever it is kept with."""
        ...

    def save_zone(self, name: str, *, saved_at: datetime) -> None:
        """Keep the time zone in which days are counted, for everybody; an empty name is that of the machine."""
        ...

    def zone(self) -> str:
        """Return the name of the time zone last chosen; empty where none was."""
        ...

    def recording(self, id: str) -> Stored[Recording]:
        """Return one recording; what came from activity files is none, and has methods of its own."""
        ...

    def recordings(
        self,
        name: str | None = None,
        *,
        kind: type[Recording] | None = None,
        since: date | None = None,
        until: date | None = None,
    ) -> tuple[Stored[Recording], ...]:
        """Return recordings in date order, whatever the order they came in; undated first."""
        ...

    def recordings_of(self, content_id: str) -> tuple[Stored[Held], ...]:
        """Return all that came from a raw file, whoever's, in its order; none where no file has this whole id."""
        ...

    def newest(
        self, name: str, *, kinds: Collection[type[Recording]] = (), skip: int = 0, most: int = 50
    ) -> tuple[Stored[Recording], ...]:
        """Return one page of an athlete's recordings, newest day first, undated last, without reading the others.

        `kinds` leaves all others out, unless it is empty.
        """
        ...

    def held(self, id: str) -> Stored[Held]:
        """Return one recording, or what is filed of an activity file."""
        ...

    def save_review(self, review: ClipReview, *, saved_at: datetime) -> None:
        """Keep a review of a clip, for good; from now on its run is given back as the latest review of it says.

        `recording`, `recordings`, `recordings_of`, `newest` and `held` do so; `dump` holds the run as it came in, and
        the reviews beside it.
        """
        ...

    def reviews(self, id: str) -> tuple[Stored[ClipReview], ...]:
        """Return all reviews of a recording, the latest last."""
        ...

    def activity(self, id: str) -> Stored[FiledActivity]:
        """Return one activity."""
        ...

    def activities(
        self, name: str, *, since: date | None = None, until: date | None = None
    ) -> tuple[Stored[FiledActivity], ...]:
        """Return the activities of an athlete by day, then by when they began."""
        ...

    def life_days(self, name: str) -> tuple[Stored[FiledDays], ...]:
        """Return what devices said of sleep and rest, in the order the files came in."""
        ...

    def save_source_order(self, name: str, order: SourceOrder, *, saved_at: datetime) -> None:
        """Keep which device is believed first from now on."""
        ...

    def source_order(self, name: str) -> SourceOrder:
        """Return which device is believed first, as said last."""
        ...

    def raw(self, content_id: str) -> bytes:
        """Return a raw file, checked against its hash."""
        ...

    def save_result(self, provenance: Provenance, document: Result, *, athlete: str, saved_at: datetime) -> str:
        """Store a result under the id of its provenance and return that id.

        Parents must be ids of stored results, recordings or raw files. An id always names the same document:
        made again, the first stays and counts as made now.
        """
        ...

    def save_results(
        self, made: Sequence[tuple[Provenance, Result]], *, athlete: str, saved_at: datetime
    ) -> tuple[str, ...]:
        """Store several results of one athlete as `save_result` does: all of them or none."""
        ...

    def result(self, id: str) -> Stored[Result]:
        """Return one result."""
        ...

    def known_results(self, ids: Collection[str]) -> Mapping[str, Stored[Result]]:
        """Return those of some results, by their whole ids, that are stored."""
        ...

    def results(self, kind: str, *, athlete: str) -> tuple[Stored[Result], ...]:
        """Return results of one kind (of their provenance) in the order they were last made."""
        ...

    def latest(self, kind: str, *, athlete: str) -> Stored[Result] | None:
        """Return the result of one kind made last, None if there is none."""
        ...

    def chain(self, id: str) -> tuple[Link, ...]:
        """Return what has an id and all it was made from, nearest first, each once.

        Results, recordings, raw files, log entries and planned sessions have ids. A log entry leads to the planned
        session it answers, a planned session to the newest plan of each athlete that holds it.
        """
        ...

    def save_log(self, name: str, entry: LogEntry) -> LogEntry:
        """Add a log entry and return it with its id; the same entry sent again changes nothing.

        Entries are never changed: other words under a used id raise `InputError`; a correction is a new entry.
        An entry without an id gets one made from all it says.
        """
        ...

    def log(self, name: str, *, since: date | None = None, until: date | None = None) -> tuple[LogEntry, ...]:
        """Return log entries by day, then by when they were written down."""
        ...

    def state(self, name: str) -> str:
        """Return an id of all that was told and measured of an athlete: another one after anything was added.

        Answers, body measures, recordings, log entries and the newest plan count; what is computed from them does not.
        A recording that was deleted and came in again counts anew, for it may be understood otherwise.
        """
        ...

    def changed(self, since: str = "") -> tuple[str, frozenset[str]]:
        """Return a mark of the archive as it is now, and the keys of those of whom anything was added since a mark.

        Everybody without a mark, or with one that is not of this archive. One quick look however much is stored, so
        that a page of a squad asks again only for those of whom something is new. Added is what was told, measured or
        computed, and a plan or a diagnosis that was made again; a page that was kept is not.
        """
        ...

    def view(self, name: str, id: str) -> Overview | None:
        """Return the page last put together of an athlete if it was made under this id."""
        ...

    def save_view(self, name: str, id: str, page: Overview) -> None:
        """Keep a page in the place of the last one; it is no history, and made again when it is lost."""
        ...

    def turn(self) -> AbstractContextManager[None]:
        """Look and write in one turn, for what may be kept only while something else is not there.

        Until the `with` block ends nobody else writes, whatever their thread or process, so what was looked at in it
        still holds when it is written. All of it is kept, or nothing when anything raises. A turn within a turn is
        part of it.
        """
        ...

    def kept(self, name: str) -> tuple[Kept, ...]:
        """Return that each recording, result and log entry of an athlete is there, by day, without reading it."""
        ...

    def dump(self, name: str) -> Dump:
        """Return all that is stored of an athlete, in an order that does not depend on when it came in.

        Raises
        ------
        InputError
            If a result of theirs was made from what belongs to somebody else.
        """
        ...

    def load(self, dumps: Iterable[Dump], raw: Callable[[str], bytes]) -> tuple[Loaded, ...]:
        """Add what dumps hold to what is there: all of it or nothing, and a second time nothing.

        Everything keeps its id. Who is there already keeps all that is known; what both say of the person must fit.
        A recording that was deleted here stays deleted, with what was computed from it.

        Raises
        ------
        InputError
            If a dump contradicts itself, or what is stored.
        """
        ...

    def delete(self, name: str) -> Deleted:
        """Take an athlete out, with all that belongs to nobody else.

        Raises
        ------
        InputError
            If results of somebody else were made from what is theirs.
        """
        ...

    def delete_recording(self, id: str, *, deleted_at: datetime) -> DeletedRecording:
        """Take one recording out, with all that was computed from it, and its raw file where nothing else needs it.

        Plans, blocks and whatever else was decided stays; the chain of what was made from it ends with a link of the
        kind `deleted`. The same file imported again brings it back, as it is understood then.

        Raises
        ------
        InputError
            If results of somebody else were made from it.
        """
        ...

    def scrub(self) -> bool:
        """Overwrite what deleted rows have left behind in the file; False while another program keeps it open."""
        ...

    def close(self) -> None:
        """Let go of the database; leaving the `with` block does it too."""
        ...

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def in_one_turn(
    function: Callable[Concatenate[Store, Given], Made],
) -> Callable[Concatenate[Store, Given], Made]:
    """Make all that a function looks at and writes in a store one `Store.turn`."""

    @wraps(function)
    def taking_turns(store: Store, *given: Given.args, **named: Given.kwargs) -> Made:
        with store.turn():
            return function(store, *given, **named)

    return taking_turns
