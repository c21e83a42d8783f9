"""Use case: trials of field tests come in, are asked about, and are stored only when every question is settled."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import groupby

from evenstride.app.blocks.sealed import find_seal
from evenstride.app.observe import measure_tests
from evenstride.app.wiring import local_day
from evenstride.core.athlete import Athlete, athlete_key
from evenstride.core.errors import FitError, InputError, NotFoundError
from evenstride.core.protocol import PAIN_ENDS, find_protocol
from evenstride.core.question import Question, Settled
from evenstride.core.recording import FieldTest, RawTest, Reading, Recording
from evenstride.core.run import Capacity
from evenstride.readers import read
from evenstride.science.field.checks import Past, needs_another_trial, question_field_test
from evenstride.science.field.raw_tests import measure_raw
from evenstride.store import ImportResult, Store, Stored

SHOWN = 6
"""Questions an error message holds; the others are counted."""


@dataclass(frozen=True, slots=True)
class Entered:
    """What became of an entry: stored, or asked about and not stored.

    Attributes
    ----------
    rows : tuple of FieldTest
        What was understood, without the tests that ended with pain.
    result : ImportResult or None
        None where nothing was stored.
    questions : tuple of Question
        Empty where it was stored.
    left_out : tuple of str
        Sentences about tests that are not kept.
    notes : tuple of str
        How the entry was understood.
    """

    rows: tuple[FieldTest, ...]
    result: ImportResult | None
    questions: tuple[Question, ...] = ()
    left_out: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


def enter_tests(
    store: Store,
    data: bytes,
    *,
    name: str,
    at: datetime,
    athlete: str | None = None,
    on: date | None = None,
    checked: bool = False,
) -> Entered:
    """Read trials, ask about them, and store them when nothing is open; parameters and errors as `look_at_tests`."""
    entered, reading = _looked_at(store, data, name=name, at=at, athlete=athlete, on=on, checked=checked)
    if entered.questions or not entered.rows:
        return entered
    return replace(entered, result=store.save_import(reading, data, imported_at=at))


def look_at_tests(
    store: Store,
    data: bytes,
    *,
    name: str,
    at: datetime,
    athlete: str | None = None,
    on: date | None = None,
    checked: bool = False,
) -> Entered:
    """Read trials and ask about them; nothing is stored.

    Parameters
    ----------
    store : Store
        Holds what is known of the athletes.
    data, name : bytes, str
        A sheet, CSV or workbook, and its name.
    at : datetime
        Now.
    athlete, on : str, date or None
        Whose trials and of which day, where the sheet does not say.
    checked : bool
        Somebody looked again and says that every row is right as it stands.

    Raises
    ------
    InputError
        If the sheet cannot be understood, holds something other than field tests, or lacks a date.
    """
    return _looked_at(store, data, name=name, at=at, athlete=athlete, on=on, checked=checked)[0]


def _looked_at(
    store: Store, data: bytes, *, name: str, at: datetime, athlete: str | None, on: date | None, checked: bool
) -> tuple[Entered, Reading]:
    """Return what was understood, not stored yet, and the reading to store it from."""
    reading = read(data, name=name, athlete=athlete, on=on)
    rows = [item for item in reading.recordings if isinstance(item, FieldTest)]
    if len(rows) < len(reading.recordings):
        raise InputError(
            f"this was understood as {reading.format}, which holds no field tests",
            place=name,
            remedy="Keep it with: evenstride import",
        )
    if any(row.on is None for row in rows):
        raise InputError("the trials have no date", place=name, remedy="Add a date column or give --date YYYY-MM-DD")
    kept, left_out = _without_pain(rows)
    kept = [replace(row, confirmed=row.confirmed or checked) for row in kept]
    questions = (
        *_not_yet(kept, local_day(at)),
        *question_rows(store, kept, local_day(at), ask_trials=True, born=_born([reading])),
    )
    entered = Entered(tuple(kept), None, questions, left_out, reading.interpretation)
    return entered, replace(reading, recordings=tuple(kept))


def require_no_questions(
    store: Store, readings: Sequence[Reading], *, checked: bool, at: datetime
) -> tuple[Reading, ...]:
    """Return readings that may be stored, their field tests confirmed where somebody `checked` them.

    Raises
    ------
    InputError
        If a trial is asked about; the message holds the questions. Trials that do not agree are not asked about here:
        a file is kept after the day, when no further trial can be made.
    """
    found = tuple(
        replace(one, recordings=tuple(_confirmed(item, checked) for item in one.recordings)) for one in readings
    )
    rows = [row for reading in found for item in reading.recordings for row in _rows_of(item, checked)]
    questions = (
        *_not_yet(rows, local_day(at)),
        *question_rows(store, rows, local_day(at), ask_trials=False, born=_born(readings)),
    )
    if questions:
        raise InputError(
            f"{len(questions)} question{'' if len(questions) == 1 else 's'} about the field tests, nothing was stored",
            place=", ".join(reading.file_name for reading in found),
            why=" ".join(question_lines(questions, most=SHOWN)),
            remedy=settle(questions),
        )
    return found


def question_rows(
    store: Store,
    rows: Sequence[FieldTest],
    on: date,
    *,
    ask_trials: bool,
    born: Mapping[str, int],
) -> Iterator[Question]:
    """Yield every question about new rows, each held against the earlier days of its athlete, stored or new.

    Days whose times are sealed count for nothing: what is usual would tell them. `born` holds years of birth by the key
    of an athlete, for those of whom none is known.
    """

    def day(row: FieldTest) -> tuple[str, int, str]:
        return row.test, row.version, str(row.on)

    def who(row: FieldTest) -> str:
        return athlete_key(row.athlete)

    for _, theirs in groupby(sorted(rows, key=who), key=who):
        new = sorted(theirs, key=day)
        athlete = new[0].athlete
        found = _stored(store, athlete)
        stored = [item.noun for item in found]
        history = _History.of(store, athlete, [*_open(store, athlete, found, on), *new], born.get(who(new[0])))
        for _, group in groupby(new, key=day):
            those = list(group)
            yield from question_field_test(those, history.before(those[0]), ask_trials=ask_trials)
            yield from _same_day(stored, those)


def question_lines(questions: Sequence[Question], *, most: int | None = None) -> tuple[str, ...]:
    """Return questions as sentences, the last line counting those left out."""
    shown = tuple(str(question) for question in questions[:most])
    rest = len(questions) - len(shown)
    return (*shown, f"And {rest} more.") if rest else shown


def settle(questions: Sequence[Question]) -> str:
    """Return what to do about questions, in a sentence."""
    if all(question.settled is Settled.CORRECTING for question in questions):
        return "Correct them, or leave those rows out"
    return "Correct them, or look again and give --checked where every row is right as it stands"


def wants_another_trial(test: str, values: Sequence[float]) -> bool:
    """Return whether one more trial of a test is asked for, with the trials so far in any one unit."""
    return needs_another_trial(values, find_protocol(test))


def _born(readings: Sequence[Reading]) -> dict[str, int]:
    return {athlete_key(name): year for reading in readings for name, year in reading.born}


def _confirmed(item: Recording, checked: bool) -> Recording:
    return replace(item, confirmed=True) if checked and isinstance(item, FieldTest) else item


def _rows_of(item: Recording, checked: bool) -> Iterator[FieldTest]:
    """Give the trials of a recording, those that raw input makes too; what carries no trial is asked nothing."""
    if isinstance(item, FieldTest):
        yield item
    elif isinstance(item, RawTest):
        with suppress(InputError, FitError):
            yield from (replace(row, confirmed=checked) for row in measure_raw(item).tests)


def _without_pain(rows: Sequence[FieldTest]) -> tuple[list[FieldTest], tuple[str, ...]]:
    """Leave out tests that pain has ended: every side of that test and day."""
    ended = {_test_day(row): row for row in rows if row.pain is not None and row.pain > PAIN_ENDS}
    said = tuple(
        f"{row.athlete}, {row.test}: pain {row.pain} of 10 ended this test, and its trials are not kept. Thank you for "
        "saying so. Log where it was, with its side."
        for row in ended.values()
    )
    return [row for row in rows if _test_day(row) not in ended], said


def _test_day(row: FieldTest) -> tuple[str, str, date | None]:
    return athlete_key(row.athlete), row.test, row.on


def _stored(store: Store, athlete: str) -> tuple[Stored[Recording], ...]:
    try:
        return store.recordings(athlete)
    except NotFoundError:
        return ()


def _open(store: Store, athlete: str, stored: Sequence[Stored[Recording]], on: date) -> list[Recording]:
    seal = find_seal(store, store.athlete(athlete), on) if stored else None
    return [item.noun for item in stored if seal is None or not seal.hides(item)]


@dataclass(frozen=True, slots=True)
class _History:
    """What is known of an athlete, measured once; `before` cuts it at a day."""

    tests: Mapping[str, tuple[Capacity, ...]]
    masses: tuple[tuple[date, float], ...]
    athlete: Athlete

    @classmethod
    def of(cls, store: Store, athlete: str, recordings: Sequence[Recording], born: int | None) -> _History:
        try:
            known = store.athlete(athlete)
        except NotFoundError:
            known = Athlete(athlete)
        known = replace(known, birth_year=born) if known.birth_year is None else known
        weighed = [(item.on, item.body.mass) for item in recordings]
        masses = sorted({(on, mass) for on, mass in weighed if on is not None and mass is not None})
        return cls(measure_tests(recordings), tuple(masses), known)

    def before(self, row: FieldTest) -> Past:
        on = row.on
        assert on is not None, "rows without a date are refused before they are asked about"
        days = tuple(day for day in self.tests.get(row.test, ()) if day.on < on)
        mass_on, mass = max(((day, mass) for day, mass in self.masses if day < on), default=(None, None))
        return Past(days, mass, mass_on, self.athlete.least_age_on(on))


def _not_yet(rows: Sequence[FieldTest], today: date) -> Iterator[Question]:
    """Ask about days still to come; one day ahead may be another place's today."""
    for row in rows:
        if row.on is not None and row.on > today + timedelta(days=1):
            yield Question(
                "future", f"{row.athlete}, {row.test}", f"The day {row.on} is still to come",
                "Nothing can have been measured then", "Correct the date", Settled.CORRECTING,
            )  # fmt: skip


def _same_day(stored: Sequence[Recording], rows: Sequence[FieldTest]) -> Iterator[Question]:
    """Ask where other trials of that test, side and day are stored already: they would be put together."""
    for row in rows:
        kept = [
            item
            for item in stored
            if isinstance(item, FieldTest) and (item.test, item.side, item.on) == (row.test, row.side, row.on)
        ]
        if any(_content(item) == _content(row) for item in kept):
            continue
        again = [item for item in kept if (item.trials, item.pairs) == (row.trials, row.pairs)]
        side = f" {row.side}" if row.side is not None else ""
        if again and not row.confirmed:
            yield Question(
                "same_day", f"{row.athlete}, {row.test}{side}",
                f"These trials of {row.on} are stored already with another lever, mass or scale",
                "These would take their place", "Leave the row out, or confirm that it is the right one",
            )  # fmt: skip
        elif kept and not row.confirmed:
            count = sum(len(one.trials) + len(one.pairs) for one in kept)
            yield Question(
                "same_day", f"{row.athlete}, {row.test}{side}",
                f"{count} trials of {row.on} are stored already", "These would be put together with them",
                "Leave the row out, or confirm that they belong together",
            )  # fmt: skip


def _content(row: FieldTest) -> tuple[object, ...]:
    return row.trials, row.pairs, row.unit, row.lever, row.body.mass, row.scale_capacity
