"""What the import page asks for: every file by itself, so that a bad one never spoils a good one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import combinations
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory

from evenstride.app.at_desk import AtDesk
from evenstride.app.blocks.sealed import Seal, find_seal, say_imported
from evenstride.app.overview import athletes_of, show_overview
from evenstride.app.reading.columns import (
    MOST_ASKED,
    AskedColumn,
    Remembered,
    choices,
    columns_in_doubt,
    columns_of,
    mapping_of,
    remembered_columns,
)
from evenstride.app.reading.handed import NOTHING, SAID_OTHERWISE, is_trial, told_of_trial
from evenstride.app.reading.ingest import import_files
from evenstride.app.reading.understand import understand
from evenstride.app.record import start_athlete
from evenstride.app.wiring import local_day
from evenstride.core.athlete import Athlete, Intake, athlete_key
from evenstride.core.column_mapping import ColumnMapping, KnownColumn
from evenstride.core.errors import EvenstrideError, InputError
from evenstride.core.progress import Progress, no_progress
from evenstride.core.recording import Recording, told_left_out
from evenstride.core.roles import Side
from evenstride.core.trial_told import TrialTold
from evenstride.core.worn import NO_PLACE
from evenstride.readers import all_formats
from evenstride.store import ImportResult, Store, Stored, open_store
from evenstride.words import day, recording_content, recording_kind

MOST_MEASURED = 5
"""Athletes whose page is put together with the import, so that it opens at once; of more, each when it is opened."""

LONGEST_NAME = 100
"""Characters of a file's name that are kept, from its end: file systems take 255 bytes."""

LINES = 8
"""Recordings of a file that are listed; the others are counted."""


@dataclass(frozen=True, slots=True)
class GivenFile:
    """One file as it was sent; `data` is None where it was too large to take."""

    name: str
    data: bytes | None


@dataclass(frozen=True, slots=True)
class ImportWish:
    """What somebody said of files, used where the files are silent."""

    athlete: str | None = None
    on: date | None = None
    side: Side | None = None
    checked: bool = False
    columns: ColumnMapping | None = None
    mass: float | None = None
    worn: str = ""
    mapping: GivenFile | None = None
    standing: GivenFile | None = None

    def of_trials(self) -> TrialTold:
        """Return what was said of trials of instruments; errors as `told_of_trial`."""
        return told_of_trial(
            mass=self.mass,
            standing=_whole(self.standing),
            mapping=_whole(self.mapping),
            worn=(self.worn,) if self.worn else (),
            mark="",
        )


@dataclass(frozen=True, slots=True)
class Imported:
    """What became of one file.

    Attributes
    ----------
    name : str
        As it was sent.
    format : str
        What it was recognised as; empty where it was not.
    athletes : tuple of Athlete
        Whose recordings it holds.
    days : tuple of date
        Their days, in order.
    lines : tuple of (str, str)
        Kind and content of its first recordings.
    count, added : int
        Recordings it holds, and those that were new.
    interpretation : tuple of str
        How it was understood.
    notes : tuple of str
        What whoever brought it should know, though it was kept.
    refused : tuple of str
        What was wrong, why, and what to do, as sentences; empty where it was kept.
    asks : frozenset of str
        What would settle it: `athlete`, `on`, `checked`, `worn` (where a sensor sat), `side` (the leg with the phone),
        `first` (the foot that came first).
    columns : tuple of AskedColumn
        Its columns, where somebody should say what they mean.
    """

    name: str
    format: str = ""
    athletes: tuple[Athlete, ...] = ()
    days: tuple[date, ...] = ()
    lines: tuple[tuple[str, str], ...] = ()
    count: int = 0
    added: int = 0
    interpretation: tuple[str, ...] = ()
    refused: tuple[str, ...] = ()
    asks: frozenset[str] = frozenset()
    columns: tuple[AskedColumn, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def left_out(self) -> tuple[str, ...]:
        """What of it was left out, as sentences."""
        return told_left_out(self.interpretation)


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What became of all files, in their order, and what is sealed of them."""

    files: tuple[Imported, ...]
    skipped: int = 0
    sealed: tuple[str, ...] = ()

    @property
    def kept(self) -> tuple[Imported, ...]:
        """The files that are in the database now."""
        return tuple(one for one in self.files if not one.refused)

    @property
    def refused(self) -> tuple[Imported, ...]:
        """The files that are not."""
        return tuple(one for one in self.files if one.refused)

    @property
    def athletes(self) -> tuple[Athlete, ...]:
        """Everybody whose recordings came, each once."""
        return tuple({one.key: one for file in self.kept for one in file.athletes}.values())


class ImportDesk(AtDesk):
    """The use cases of the import page, each on a fresh connection."""

    def athletes(self) -> tuple[Athlete, ...]:
        """Return everybody in the database."""
        return athletes_of(self.path)

    def athlete(self, key: str) -> Athlete:
        """Return an athlete; raises NotFoundError where nobody of that key is there."""
        with open_store(self.path) as store:
            return store.athlete(key)

    def known(self, name: str) -> Athlete | None:
        """Return an athlete by name, None where nobody of that name is there."""
        return next((one for one in self.athletes() if one.key == athlete_key(name)), None)

    def start(self, name: str, intake: Intake, *, level: str | None, birth_year: int | None) -> Athlete:
        """Keep the answers of the first start."""
        with open_store(self.path) as store:
            return start_athlete(store, name, intake, at=self.clock(), level=level, birth_year=birth_year)

    def formats(self) -> tuple[tuple[str, str], ...]:
        """Return every format that is known: its name and what it looks for."""
        return tuple((one.NAME, one.NEEDS) for one in all_formats())

    def choices(self) -> tuple[KnownColumn, ...]:
        """Return what a column may be named."""
        return choices()

    def mapping(self, asked: Sequence[AskedColumn], answers: Sequence[tuple[str, str]]) -> ColumnMapping:
        """Return what answers say of the columns that were asked about; raises InputError where that is nothing."""
        return mapping_of(asked, answers)

    def remembered(self) -> tuple[Remembered, ...]:
        """Return what is remembered of headings, the latest first."""
        with open_store(self.path) as store:
            return remembered_columns(store)

    def forget_columns(self, id: str) -> None:
        """Forget what headings mean; raises NotFoundError where nothing was said of them."""
        with open_store(self.path) as store:
            store.forget_columns(id)

    def bring(self, files: Sequence[GivenFile], wish: ImportWish, *, progress: Progress = no_progress) -> ImportReport:
        """Keep every file that is understood; the others say why not.

        Hidden files, which a chosen folder brings along, are skipped and counted.
        """
        at, told = self.clock(), wish.of_trials()
        wanted = [one for one in files if not PurePosixPath(one.name).name.startswith(".")]
        found: list[Imported] = []
        ids: list[str] = []
        with open_store(self.path) as store, TemporaryDirectory() as folder:
            progress(0, len(wanted))
            for number, given in enumerate(wanted, start=1):
                imported, kept = _bring(store, Path(folder), given, wish, told, at)
                found.append(imported)
                ids += kept
                progress(number, len(wanted))
            report = ImportReport(
                _asking_what_fits(found), len(files) - len(wanted), say_imported(store, ids, local_day(at))
            )
            if len(report.athletes) <= MOST_MEASURED:
                for athlete in report.athletes:
                    show_overview(store, athlete, at=at)
        return report


def _asking_what_fits(found: Sequence[Imported]) -> tuple[Imported, ...]:
    """Return the files with the columns of as many as fit one page; the others are asked about when sent alone."""
    asked: list[Imported] = []
    left = MOST_ASKED
    for one in found:
        fits = len(one.columns) <= left
        left -= len(one.columns) if fits else 0
        later = (*one.refused, "Send this file by itself to say what its columns mean.")
        asked.append(one if fits else replace(one, columns=(), refused=later))
    return tuple(asked)


def _whole(given: GivenFile | None) -> tuple[str, bytes] | None:
    if given is not None and given.data is None:
        raise InputError("the file is too large", place=given.name, remedy="Cut it to the quiet part")
    return None if given is None or given.data is None else (given.name, given.data)


def _bring(
    store: Store, folder: Path, given: GivenFile, wish: ImportWish, told: TrialTold, at: datetime
) -> tuple[Imported, tuple[str, ...]]:
    if given.data is None:
        return Imported(given.name, refused=("The file is too large.", "Give a timing file, or cut it into parts.")), ()
    # Other files of the same choice are no trials, and nothing of this is said of them.
    told = told if is_trial(given.data, wish.side, told, name=given.name) else NOTHING
    path = folder / name_on_disk(given.name)
    path.write_bytes(given.data)
    try:
        [result] = import_files(
            store,
            [path],
            imported_at=at,
            athlete=wish.athlete,
            on=wish.on,
            side=wish.side,
            checked=wish.checked,
            columns=wish.columns,
            told=told,
        )
    except EvenstrideError as problem:
        if not problem.user_fault:
            raise
        known = columns_of(store, given.data, wish.columns, at=at)
        asks = _asks(given, replace(wish, columns=known), told, problem)
        columns = () if asks else columns_in_doubt(given.data, known, problem)
        refused = sentences_of(problem, settled=bool(asks or columns))
        return Imported(given.name, refused=refused, asks=asks, columns=columns), ()
    finally:
        path.unlink()
    return kept_file(store, given.name, result, local_day(at)), result.ids


def name_on_disk(name: str) -> str:
    r"""Return the last part of a name that a browser sent, so that no file system stumbles over it.

    Examples
    --------
    >>> name_on_disk("../../runs/ada.csv"), name_on_disk("C:\\runs\\ada.csv"), name_on_disk("..")
    ('ada.csv', 'ada.csv', 'file')
    """
    last = PurePosixPath(name.replace("\\", "/")).name
    return "".join(letter for letter in last if letter.isprintable())[-LONGEST_NAME:].strip(".") or "file"


def kept_file(store: Store, name: str, result: ImportResult, on: date) -> Imported:
    """Return what became of a file that was kept."""
    stored = [store.recording(id) for id in result.ids]
    nouns = [one.noun for one in stored]
    athletes = {key: store.athlete(key) for key in dict.fromkeys(one.athlete for one in stored)}
    seals = {key: find_seal(store, one, on) for key, one in athletes.items()}
    return Imported(
        name,
        format=nouns[0].origin.reader,
        athletes=tuple(athletes.values()),
        days=tuple(sorted({one.on for one in nouns if one.on is not None})),
        lines=tuple(_line(one, seals[one.athlete]) for one in stored[:LINES]),
        count=len(nouns),
        added=len(result.added),
        interpretation=nouns[0].origin.interpretation,
        notes=result.notes,
    )


def _line(one: Stored[Recording], seal: Seal | None) -> tuple[str, str]:
    if seal is not None and seal.hides(one):
        return recording_kind(one.noun), f"sealed until {day(seal.until, today=seal.since)}"
    return recording_kind(one.noun), recording_content(one.noun)


def sentences_of(problem: EvenstrideError, *, settled: bool) -> tuple[str, ...]:
    """Return a refusal in sentences; what the page asks for itself needs no advice for the command line."""
    place = problem.place.partition(", ")[2]
    what = f"{place}: {problem.what}" if place else problem.what
    remedy = "" if settled and "--" in problem.remedy else problem.remedy
    said = [part.strip() for part in (what[:1].upper() + what[1:], problem.why, remedy) if part.strip()]
    return tuple(part if part.endswith((".", "!", "?")) else f"{part}." for part in said)


def _asks(given: GivenFile, wish: ImportWish, told: TrialTold, problem: EvenstrideError) -> frozenset[str]:
    """Find what would settle a refusal by trying: a stand-in for what was not told, read and never stored."""
    stand_ins = {"athlete": ImportWish(athlete="somebody"), "side": ImportWish(side=Side.LEFT)}
    missing = sorted(name for name in stand_ins if getattr(wish, name) is None)
    if problem.what == NO_PLACE:
        # The sacrum alone shows steps of both feet: of a sensor elsewhere the same is asked.
        return _asks(given, wish, replace(told, worn=("sacrum",)), InputError("")) | {"worn"}
    data = given.data or b""
    for names in (names for many in range(len(missing) + 1) for names in combinations(missing, many)):
        tried = replace(wish, **{name: getattr(stand_ins[name], name) for name in names})
        try:
            reading = understand(
                data, name=given.name, unnamed=tried.athlete, athlete=wish.athlete, on=wish.on,
                side=tried.side, columns=wish.columns, told=told,
            )  # fmt: skip
        except InputError:
            continue
        undated = any(one.on is None for one in reading.recordings)
        # What is understood and dated, and still refused, was asked about: somebody may say that it is right.
        open_question = not names and not undated and not wish.checked and problem.what not in ("", SAID_OTHERWISE)
        of_foot = "side" in names and is_trial(data, Side.LEFT, told, name=given.name)
        asked = {"first" if of_foot and name == "side" else name for name in names}
        return frozenset({*asked, *(["on"] if undated else []), *(["checked"] if open_question else [])})
    return frozenset()
