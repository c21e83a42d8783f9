"""Use case: everything of an athlete in one folder: tables for other programs, documents, and the archive."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from evenstride.app.archive import export_archive
from evenstride.app.blocks.sealed import find_seal, open_recordings
from evenstride.app.blocks.sealed_fly import veiled as veiled_entries
from evenstride.app.measured_tables import measured_tables
from evenstride.app.observe import measure_stored
from evenstride.app.outings.gathered import History, Outing, open_history
from evenstride.app.outings.told import outing_document
from evenstride.core.activity import Activity
from evenstride.core.data_table import Cell, DataTable, table_of
from evenstride.core.errors import InputError
from evenstride.core.estimate import Estimate, Missing
from evenstride.core.outing_values import BIN_WIDTH, SpeedBins
from evenstride.core.progress import Progress, counted, no_progress
from evenstride.readers.outing_reading import read_outings
from evenstride.store import Store
from evenstride.writers.data_tables import table_csv, table_parquet

ARCHIVE = "archive.zip"

OUTINGS = (
    "id", "file", "started_utc", "on", "sport", "kind", "duration_s", "timed_s", "moving_s", "distance_m",
    "distance_from", "effort", "load", "top_speed_m_s", "top_speed_low_m_s", "top_speed_high_m_s", "sealed_until",
)  # fmt: skip
STEPS = (
    "outing", "on", "speed_from_m_s", "second_half", "stretches", "speed_m_s", "step_frequency_hz", "contact_time_s",
    "force_bw", "swing_time_s", "contact_length_m", "step_length_m", "left_share", "grade", "frequency_source",
    "contact_source",
)  # fmt: skip
FAST = ("outing", "on", "begin_s", "duration_s", "length_m", "peak_m_s", "top_speed_low_m_s", "top_speed_high_m_s")
LIFE = ("on", "sleep_s", "resting_heart_rate_per_min")
LOG = ("on", "kind", "minutes", "effort", "joy", "note", "id")


def write_tables(
    store: Store,
    name: str | None,
    folder: Path,
    *,
    at: datetime,
    parquet: bool = False,
    samples: bool = True,
    progress: Progress = no_progress,
) -> tuple[tuple[str, ...], list[dict[str, Any]]]:
    """Write all that is known of an athlete into a folder that is empty or not there.

    Returns the names of the files, and the outings as documents, which a door may write as JSON.

    Tables are for other programs, `archive.zip` brings everything back: originals and documents, byte by byte.
    Values of sealed days are not in the tables.

    Raises
    ------
    InputError
        If the folder holds something, or cannot be written.
    """
    history = open_history(store, name, at=at)
    written: list[str] = []
    try:
        if folder.exists() and any(folder.iterdir()):
            raise InputError(f"{folder} is not empty", remedy="Name a folder that is not there yet")
        folder.mkdir(parents=True, exist_ok=True)
        for table in _all_tables(store, history, progress, samples=samples):
            data, ending = (table_parquet(table), "parquet") if parquet else (table_csv(table), "csv")
            path = folder / f"{table.name}.{ending}"
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(data)
            written.append(f"{table.name}.{ending}")
        with (folder / ARCHIVE).open("wb") as out:
            export_archive(store, [history.athlete.name], out, at=at)
    except OSError as problem:
        raise InputError(f"{folder} cannot be written", why=problem.strerror or "") from None
    return (*written, ARCHIVE), [outing_document(one) for one in history.outings]


def _all_tables(store: Store, history: History, progress: Progress, *, samples: bool) -> Iterator[DataTable]:
    yield from _tables(store, history)
    if not samples:
        return
    open_ones = [one for one in history.outings if one.until is None]
    for one in counted(open_ones, progress):
        yield from _samples(store, one)


def _tables(store: Store, history: History) -> tuple[DataTable, ...]:
    name = history.athlete.name
    seal = find_seal(store, history.athlete, history.on)
    outings = history.outings
    log = veiled_entries(store.log(name), seal)
    open_ones = open_recordings(store, history.athlete, history.on)
    return (
        table_of("outings", OUTINGS, [_outing(one) for one in outings]),
        table_of("steps", STEPS, [row for one in outings for row in _steps(one)]),
        table_of("fast", FAST, [row for one in outings for row in _fast(one)]),
        table_of("life", LIFE, [(one.on, one.sleep, one.resting_heart_rate) for one in history.life]),
        *measured_tables(open_ones, measure_stored(open_ones, until=history.on)),
        table_of("log", LOG, [(one.on, one.kind, one.minutes, one.rpe, one.joy, one.note, one.id) for one in log]),
    )


def _outing(one: Outing) -> Sequence[Cell]:
    noun, told = one.stored.noun, one.summary
    sealed = one.until is not None
    return (
        one.stored.id, noun.origin.file_name, noun.started.isoformat(), noun.on, told.sport.value, told.kind,
        told.duration, told.timed, None if sealed else told.moving, told.distance, told.distance_from.value,
        told.effort, told.load, *_estimate(told.top_speed), one.until,
    )  # fmt: skip


def _estimate(value: Estimate | Missing) -> tuple[Cell, Cell, Cell]:
    return (None, None, None) if isinstance(value, Missing) else (value.value, value.low, value.high)


def _steps(one: Outing) -> Iterator[Sequence[Cell]]:
    bins = one.summary.steps
    if not isinstance(bins, SpeedBins):
        return
    columns = (
        bins.bins * BIN_WIDTH, bins.second_half, bins.counts, bins.speeds, bins.step_frequencies, bins.contact_times,
        bins.forces, bins.swing_times, bins.contact_lengths, bins.step_lengths, bins.balances, bins.grades,
    )  # fmt: skip
    for cells in zip(*(column.tolist() for column in columns), strict=True):
        yield (one.stored.id, one.summary.on, *cells, bins.frequency_source, bins.contact_source)


def _fast(one: Outing) -> Iterator[Sequence[Cell]]:
    for each in one.summary.fastest:
        _, low, high = _estimate(each.top_speed)
        yield one.stored.id, one.summary.on, each.begin, each.duration, each.length, each.peak, low, high


def _samples(store: Store, one: Outing) -> Iterator[DataTable]:
    """Yield the samples of one activity, read again from its original."""
    noun = one.stored.noun
    data = store.raw(noun.origin.content_id)
    reading = read_outings(data, name=noun.origin.file_name, athlete=noun.athlete)
    activity = next((each for each in reading.activities if each.part == noun.part), None)
    if activity is not None:
        yield DataTable(f"samples/{noun.on.isoformat()}-{one.stored.id[:8]}", _channels(activity))


def _channels(activity: Activity) -> dict[str, Sequence[Cell]]:
    columns: dict[str, Sequence[Cell]] = {"time_s": activity.times.tolist()}
    for channel in activity.channels:
        about = [part for part in (channel.unit, channel.side.value if channel.side else "", channel.source) if part]
        title = f"{channel.quantity} ({', '.join(about)})" if about else channel.quantity
        again = sum(name == title or name.startswith(f"{title} #") for name in columns)
        columns[f"{title} #{again + 1}" if again else title] = channel.values.tolist()
    return columns
