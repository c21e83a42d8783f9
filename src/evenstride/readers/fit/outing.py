"""The activities of one FIT file: one for each session, with the samples of its time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from evenstride.core.activity import Activity, Channel, Quantity, Said, Sport, Totals
from evenstride.core.estimate import Array
from evenstride.core.recording import Device, Origin
from evenstride.readers.fit.channels import ON_FOOT, record_channels
from evenstride.readers.fit.clock import Clock
from evenstride.readers.fit.developer import developer_channels, developer_fields
from evenstride.readers.fit.parts import Part
from evenstride.readers.fit.sources import application_names, device_names, sensor_of
from evenstride.readers.fit.tables import Table
from evenstride.readers.fit.told import Beats, read_beats, read_laps, read_pauses, read_said, read_totals

SPORTS = {
    "running": Sport.RUNNING, "walking": Sport.WALKING, "hiking": Sport.WALKING, "cycling": Sport.CYCLING,
    "e_biking": Sport.CYCLING, "swimming": Sport.SWIMMING, "soccer": Sport.TEAM, "basketball": Sport.TEAM,
    "american_football": Sport.TEAM, "rugby": Sport.TEAM, "hockey": Sport.TEAM, "lacrosse": Sport.TEAM,
    "volleyball": Sport.TEAM, "cricket": Sport.TEAM, "baseball": Sport.TEAM,
}  # fmt: skip
LONGEST = 30 * 86_400.0
"""s from the middle sample beyond which a time is damage, not an activity (judgement)."""
NEAR = 5.0
"""s around an activity in which heart beats are still its own (judgement)."""
MOST_SESSIONS = 50
"""Sessions of one file; a triathlon has five (judgement)."""
APART = 86_400.0
"""s from the first sample beyond which a session's own start is not believed (judgement)."""


@dataclass(frozen=True, slots=True, eq=False)
class Outings:
    """The activities of a part, and sentences on what was understood how and what was lost."""

    activities: tuple[Activity, ...]
    notes: tuple[str, ...] = ()
    damage: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class _Content:
    """What all activities of a part share.

    Attributes
    ----------
    order : ndarray of int
        Rows of `records` that have a time, in the order of time.
    times : ndarray
        Their times in s of the file's clock.
    """

    part: Part
    clock: Clock
    records: Table
    session: Table
    order: NDArray[np.int64]
    times: Array
    beats: Beats
    devices: tuple[str, ...]
    creator: str
    starts: Mapping[int, float]
    channels: dict[Sport, list[Channel]]


def read_activities(part: Part, clock: Clock, *, first: int, strap: Beats | None = None) -> Outings:
    """Return the activities of one FIT file.

    Parameters
    ----------
    part : Part
        The file.
    clock : Clock
        How its times become days.
    first : int
        Number of its first activity among all of the bytes.
    strap : Beats, optional
        Heart beats that other parts of the same bytes hold.

    Returns
    -------
    Outings
        No activities where the file holds neither sessions nor samples with a time.
    """
    records, session = part.table("record"), part.table("session")
    order, times, lost = _in_order(records)
    own = read_beats(part, records)
    beats = own if strap is None else Beats(*map(np.concatenate, ((own.gaps, strap.gaps), (own.times, strap.times))))
    creator = next(iter(device_names(part.table("file_id"))), "")
    devices = dict.fromkeys(name for name in (creator, *device_names(part.table("device_info"))) if name)
    starts = _session_starts(session)
    if len(starts) > MOST_SESSIONS:
        starts = starts[:MOST_SESSIONS]
        lost += (f"More than {MOST_SESSIONS} sessions in one file are not believed; the rest was left out.",)
    content = _Content(
        part,
        clock,
        records,
        session,
        order,
        times,
        beats,
        tuple(devices),
        creator,
        starts={row: time for time, row in starts},
        channels={},
    )
    spans = _spans(starts) if starts else [(-np.inf, np.inf, None)] if len(times) else []
    activities: list[Activity] = []
    for begin, end, row in spans:
        activities.append(_activity(content, begin, end, row, number=first + len(activities), of=len(spans)))
    return Outings(tuple(activities), _notes(records, order, clock, activities), lost)


def _in_order(records: Table) -> tuple[NDArray[np.int64], Array, tuple[str, ...]]:
    """Return the rows with a believable time in order of time, their times, and what was left out."""
    time = records.times("timestamp")
    known = np.nonzero(~np.isnan(time))[0]
    lost: list[str] = []
    if len(known) < len(time):
        lost.append(f"{len(time) - len(known)} of {len(time)} samples have no time and were left out.")
    near = known[np.abs(time[known] - np.median(time[known])) <= LONGEST] if len(known) else known
    if len(near) < len(known):
        lost.append(
            f"{len(known) - len(near)} of {len(time)} samples are dated over a month from the others and were left out."
        )
    order = near[np.argsort(time[near], kind="stable")]
    return order, time[order], tuple(lost)


def _session_starts(session: Table) -> list[tuple[float, int]]:
    """Return when each session began, and its row, in order of time; sessions without any time are left out."""
    start = session.times("start_time")
    ended = session.times("timestamp") - np.nan_to_num(session.numbers("total_elapsed_time"))
    told = np.where(np.isnan(start), ended, start)
    return sorted((float(time), row) for row, time in enumerate(told) if not np.isnan(time))


def _spans(starts: list[tuple[float, int]]) -> list[tuple[float, float, int | None]]:
    """Return from when to when samples belong to each session; the first and the last take what lies outside."""
    edges = [-np.inf, *(time for time, _ in starts[1:]), np.inf]
    return [(edges[place], edges[place + 1], row) for place, (_, row) in enumerate(starts)]


def _activity(content: _Content, begin: float, end: float, row: int | None, *, number: int, of: int) -> Activity:
    some = content.order[slice(*np.searchsorted(content.times, (begin, end)))]
    times = content.records.times("timestamp")[some]
    start = _start(content, row, times)
    kind = _kind(content, row)
    sport = _sport(kind)
    channels = _cut(content, sport, some, _covered(content, begin))
    part = content.part
    said, totals = Said(), Totals()
    if row is not None:
        said, totals = read_said(content.session, row), read_totals(content.session, row)
    finish = _finish(content, row, start, times)
    beats = _beats(content.beats, max(begin, start - NEAR), min(end, finish + NEAR), undated=of == 1)
    place = any(one.quantity == Quantity.LATITUDE for one in channels)
    return Activity(
        athlete="",
        started=content.clock.moment(start),
        on=content.clock.day(start),
        sport=sport,
        kind="/".join(kind),
        times=times - start,
        channels=channels,
        laps=read_laps(part.table("lap"), begin, end, start),
        pauses=read_pauses(part.table("event"), begin, end, start),
        beats=beats,
        said=said,
        totals=totals,
        devices=content.devices,
        part=number,
        device=Device("gps" if place else "unknown", name=content.creator),
        origin=Origin(place=f"session {number + 1}" if of > 1 else ""),
    )


def _finish(content: _Content, row: int | None, start: float, times: Array) -> float:
    """Return when an activity ended: its last sample or what its session says, whichever is later."""
    lasted = content.session.numbers("total_elapsed_time")[row] if row is not None else np.nan
    ends = [start + lasted if lasted == lasted else start, *times[-1:].tolist()]
    return max(ends)


def _beats(beats: Beats, begin: float, end: float, *, undated: bool) -> Array:
    """Return the beats of a stretch of time, and if wished those without a time, as in files without samples."""
    inside = (beats.times >= begin) & (beats.times < end)
    return beats.gaps[inside | (np.isnan(beats.times) & undated)]


def _start(content: _Content, row: int | None, times: Array) -> float:
    """Return when an activity began: as its session says, but not after its first sample."""
    if row is None:
        return float(times[0])
    told = content.starts[row]
    if len(times) and (told > times[0] or abs(told - times[0]) > APART):
        return float(times[0])
    return told


def _kind(content: _Content, row: int | None) -> tuple[str, ...]:
    """Return the file's words for what was done: sport and, where it is more than generic, its kind."""
    tables = [(content.session, row)] if row is not None else []
    tables += [(content.part.table(name), 0) for name in ("sport", "lap")]
    for table, place in tables:
        if place < len(table) and table.texts("sport")[place]:
            words = (table.texts("sport")[place], table.texts("sub_sport")[place])
            return tuple(word for word in words if word and word != "generic") or ("generic",)
    return ()


def _sport(kind: tuple[str, ...]) -> Sport:
    if "strength_training" in kind:
        return Sport.STRENGTH
    return SPORTS.get(kind[0], Sport.OTHER) if kind else Sport.OTHER


def _cut(content: _Content, sport: Sport, some: NDArray[np.int64], before: float) -> tuple[Channel, ...]:
    """Return the channels of some rows of the samples; distance counts from what was covered `before`."""
    if sport not in content.channels:
        content.channels[sport] = _channels(content, sport)
    found: list[Channel] = []
    for one in content.channels[sport]:
        values = one.values[some]
        if np.isnan(values).all():
            continue
        if one.quantity == Quantity.DISTANCE and one.name == "distance":
            values = values - before
        found.append(Channel(one.quantity, one.unit, values, one.source, one.name, one.side))
    return tuple(found)


def _covered(content: _Content, begin: float) -> float:
    """Return the distance at the last sample before a session: a file counts on through all of its sessions."""
    before = content.order[: np.searchsorted(content.times, begin)]
    distance = content.records.numbers("distance")[before]
    known = distance[~np.isnan(distance)]
    return float(known[-1]) if len(known) else 0.0


def _channels(content: _Content, sport: Sport) -> list[Channel]:
    """Return the channels of all samples."""
    part, records = content.part, content.records
    info = part.table("device_info")
    sensors = {Quantity.HEART_RATE: sensor_of(info, "heart_rate"), Quantity.POWER: sensor_of(info, "bike_power")}
    names = application_names(part.walk.applications, developer_fields(records), content.creator)
    found = record_channels(records, sport, creator=content.creator, sensors=sensors)
    return found + developer_channels(records, sport, names)


def _notes(records: Table, order: NDArray[np.int64], clock: Clock, activities: list[Activity]) -> tuple[str, ...]:
    notes: list[str] = []
    if not activities:
        return ()
    if (np.diff(order) < 0).any():
        notes.append("Samples stood out of order in time; they were sorted.")
    if clock.shift:
        notes.append("Times count from when the device was switched on; the day is that of the local time it tells.")
    elif clock.zone is None:
        notes.append("The file does not tell the local time; the day is that in UTC.")
    if any(one.sport in ON_FOOT and one.channel(Quantity.STEP_FREQUENCY) for one in activities):
        notes.append("Cadence counts strides in this format; it is shown as steps.")
    words = dict.fromkeys(one.spec.name for one in records.columns if any(one.texts))
    if words:
        notes.append(f"Fields of text are no channels and stay in the file: {', '.join(list(words)[:5])}.")
    return tuple(notes)
