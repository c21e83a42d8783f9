"""What a FIT file tells of an activity beside its samples: laps, pauses, heart beats, answers, totals."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from evenstride.core.activity import Lap, Pause, Said, Totals
from evenstride.core.estimate import Array
from evenstride.readers.fit.parts import Part
from evenstride.readers.fit.tables import Table

_BITS = 1 << 12
_TICKS = 1024.0
"""Ticks a second of the clock of heart beats (FIT profile, event_timestamp)."""


@dataclass(frozen=True, slots=True, eq=False)
class Beats:
    """Times between heart beats in s and the time of each in the file's own clock, nan where not told."""

    gaps: Array
    times: Array


def read_laps(table: Table, begin: float, end: float, start: float) -> tuple[Lap, ...]:
    """Return the laps that begin within [begin, end), counted from `start`; all in s of the file's clock."""
    laps: list[Lap] = []
    columns = (table.times("start_time"), table.times("timestamp"))
    columns += (table.numbers("total_elapsed_time"), table.numbers("total_distance"))
    last = np.nan
    for first, written, elapsed, distance in zip(*(one.tolist() for one in columns), strict=True):
        first = first if first == first else last
        lasted = elapsed if elapsed == elapsed else written - first
        last = first + lasted
        if begin <= first < end and lasted == lasted:
            laps.append(Lap(first - start, first - start + max(lasted, 0.0), maybe(distance)))
    return tuple(laps)


def read_pauses(table: Table, begin: float, end: float, start: float) -> tuple[Pause, ...]:
    """Return the stretches within [begin, end) in which the timer stood; a last stop without a start is the end."""
    pauses: list[Pause] = []
    stopped: float | None = None
    rows = zip(table.times("timestamp").tolist(), table.texts("event"), table.texts("event_type"), strict=True)
    for time, event, kind in rows:
        if event != "timer" or time != time:
            continue
        if kind.startswith("stop") and stopped is None:
            stopped = time
        elif kind == "start":
            if stopped is not None and begin <= stopped < end and time > stopped:
                pauses.append(Pause(stopped - start, time - start))
            stopped = None
    return tuple(pauses)


def read_said(session: Table, row: int) -> Said:
    """Return what was answered after a session: effort 0 to 100 and feel 0 to 100 in the file."""
    effort, feel = (maybe(session.numbers(name)[row]) for name in ("workout_rpe", "workout_feel"))
    return Said(
        effort=None if effort is None or effort > 100.0 else effort / 10.0,
        feel=None if feel is None or feel > 100.0 else feel / 100.0,
    )


def read_totals(session: Table, row: int) -> Totals:
    """Return the totals of a session."""
    names = ("total_distance", "total_elapsed_time", "total_timer_time")
    return Totals(*(maybe(session.numbers(name)[row]) for name in names))


def read_beats(part: Part, records: Table) -> Beats:
    """Return all heart beats of a part.

    Gaps of `hrv` have no time of their own: they belong to the sample written before them. Those of `hr` are
    differences of beat times, of which twelve bits are written; they begin anew where a message tells the whole time.
    """
    hrv = part.table("hrv")
    gaps = hrv.matrix("time")
    before = np.searchsorted(records.offsets, hrv.offsets) - 1
    times = np.full(len(hrv), np.nan)
    if len(records):
        times = records.times("timestamp")[np.maximum(before, 0)]
    known = gaps > 0.0
    plain = Beats(gaps[known], np.broadcast_to(times[:, None], gaps.shape)[known])
    strap = _strap_beats(part.table("hr"))
    return Beats(np.concatenate((plain.gaps, strap.gaps)), np.concatenate((plain.times, strap.times)))


def maybe(value: float) -> float | None:
    """Return a value, None where it was not written."""
    return None if np.isnan(value) else float(value)


def _strap_beats(table: Table) -> Beats:
    """Return the beats that a strap stored and handed over later."""
    packed = [one for one in table.columns if one.spec.name == "event_timestamp_12" and one.values.shape[1] >= 3]
    whole = [one for one in table.columns if one.spec.name == "event_timestamp" and not one.derived and not one.texts]
    steps: list[tuple[int, float, NDArray[np.int64]]] = []
    clock = table.times("timestamp")
    for one in whole:
        ticks = np.nan_to_num(one.values[:, -1] * _TICKS).astype(np.int64) % _BITS
        steps += [(row, float(clock[row]), low[None]) for row, low in zip(one.rows.tolist(), ticks, strict=True)]
    for one in packed:
        for row, content in zip(one.rows.tolist(), one.values, strict=True):
            if not np.isnan(content).any():
                steps.append((row, np.nan, _twelve_bits(content.astype(np.int64))))
    gaps: list[Array] = []
    times: list[Array] = []
    last, now = -1, np.nan
    for _, time, low in sorted(steps, key=lambda step: (step[0], np.isnan(step[1]))):
        if not np.isnan(time):
            last, now = int(low[-1]), time
            continue
        passed = np.diff(low, prepend=low[0] if last < 0 else last) % _BITS / _TICKS
        times.append(now + np.cumsum(passed))
        gaps.append(passed)
        last, now = int(low[-1]), float(times[-1][-1])
    if not gaps:
        return Beats(np.empty(0), np.empty(0))
    gap, time = np.concatenate(gaps), np.concatenate(times)
    return Beats(gap[gap > 0.0], time[gap > 0.0])


def _twelve_bits(content: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the numbers of twelve bits that stand in bytes, two in every three."""
    three = content[: len(content) // 3 * 3].reshape(-1, 3)
    first = three[:, 0] | (three[:, 1] & 0x0F) << 8
    second = three[:, 1] >> 4 | three[:, 2] << 4
    return np.stack((first, second), axis=1).ravel()
