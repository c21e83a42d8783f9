"""Use cases: read a file, and keep it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

from evenstride.app.field.entry import require_no_questions
from evenstride.app.reading.births import keep_births
from evenstride.app.reading.columns import columns_of, keep_columns, require_same_columns
from evenstride.app.reading.handed import NOTHING, require_same_told, require_used
from evenstride.app.reading.same_trial import tell_same_trial
from evenstride.app.reading.understand import understand
from evenstride.app.runs.role_values import is_of_instruments, keep_values
from evenstride.app.video.clip_files import bytes_of_source
from evenstride.core.column_mapping import ColumnMapping
from evenstride.core.errors import InputError
from evenstride.core.progress import Progress, counted, no_progress
from evenstride.core.recording import Reading, StepEvents, told_left_out
from evenstride.core.roles import Side
from evenstride.core.trial_told import TrialTold
from evenstride.store import ImportResult, Store
from evenstride.words import say_kept_as_run


def import_files(
    store: Store,
    sources: Sequence[Path],
    *,
    imported_at: datetime,
    athlete: str | None = None,
    on: date | None = None,
    side: Side | None = None,
    checked: bool = False,
    columns: ColumnMapping | None = None,
    told: TrialTold = NOTHING,
    progress: Progress = no_progress,
) -> tuple[ImportResult, ...]:
    """Read every file first and keep them only when all were understood, so that a mistake stores nothing.

    Field tests that cannot be, or do not fit the athlete, are asked about before anything is stored; `checked` says
    that somebody looked again. What `columns` says of headings is remembered with the files it was said of, and files
    with the same headings are read by it from then on. What `told` says of trials of instruments is kept with their
    recordings, so that they are measured by it ever after. A year of birth in a file is kept with its athlete where
    none is known; the `notes` of a result say so.
    """
    read_first = [(source, bytes_of_source(source)) for source in sources]
    require_used([(source.name, data) for source, data in read_first], side, told)
    named = [columns_of(store, data, columns, at=imported_at) for _, data in read_first]
    readings = [
        (understand(data, name=source.name, athlete=athlete, on=on, side=side, columns=said, told=told), data)
        for (source, data), said in counted(tuple(zip(read_first, named, strict=True)), progress)
    ]
    for reading, _ in readings:
        _require_dates(reading)
    asked = require_no_questions(store, [reading for reading, _ in readings], checked=checked, at=imported_at)
    files = [(reading, data) for reading, (_, data) in zip(asked, readings, strict=True)]
    with store.turn():
        results = store.save_imports(files, imported_at=imported_at)
        for (reading, data), said, result in zip(files, named, results, strict=True):
            if columns is not None:
                require_same_columns(store, reading, result)
            require_same_told(store, reading, result)
            if said is not None:
                keep_columns(store, data, said, result, at=imported_at)
        results = tuple(
            replace(
                result,
                notes=(
                    *keep_births(store, reading, at=imported_at),
                    *_say_as_run(reading, result),
                    *tell_same_trial(store, result),
                ),
            )
            for (reading, _), result in zip(files, results, strict=True)
        )
    for reading, result in zip(asked, results, strict=True):
        if any(map(is_of_instruments, reading.recordings)):
            _measure(store, result, at=imported_at)
    return results


def say_left_out(store: Store, result: ImportResult) -> tuple[str, ...]:
    """Return the sentences on what of a file that came in now was left out; none where it was here before."""
    return told_left_out(store.recording(result.ids[0]).noun.origin.interpretation) if result.added else ()


def _say_as_run(reading: Reading, result: ImportResult) -> tuple[str, ...]:
    """Say that a new file is a run where only somebody's word makes it one: plates cannot tell hops on one leg."""
    told = [
        (one, one.origin.told.first)
        for one in reading.recordings
        if isinstance(one, StepEvents) and one.device.kind == "force plate" and one.origin.told is not None
    ]
    new = [(one, first) for one, first in told if first is not None] if result.added else []
    return tuple(say_kept_as_run(reading.file_name, len(one.contacts), first) for one, first in new)


def _measure(store: Store, result: ImportResult, *, at: datetime) -> None:
    """Measure and keep what instruments showed; outside of the turn, for it takes a second a trial."""
    for id in result.ids:
        keep_values(store, store.recording(id), at=at)


def _require_dates(reading: Reading) -> None:
    undated = [item for item in reading.recordings if item.on is None]
    if undated:
        raise InputError(
            f"{len(undated)} of {len(reading.recordings)} recordings have no date",
            place=reading.file_name,
            why="Progress is a matter of dates",
            remedy="Add a date column or give --date YYYY-MM-DD",
        )
