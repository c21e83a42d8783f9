"""What was collected of one activity of an XML file → an `Activity`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

import numpy as np
from numpy.typing import NDArray

from evenstride.core.activity import UNITS, Activity, Channel, Lap, Pause, Quantity, Sport, Totals
from evenstride.core.errors import InputError
from evenstride.core.estimate import Array
from evenstride.core.recording import Device, Origin
from evenstride.readers.xml.distance import along
from evenstride.readers.xml.guessing import guess_sport
from evenstride.readers.xml.meaning import Vocabulary, channels_of, sport_of
from evenstride.readers.xml.samples import Samples

SHORTEST_PAUSE = 2.0
"""s between two tracks that are a pause at least (judgement)."""

STEPS_OF_A_PAUSE = 3.0
"""Usual steps of the clock that are a pause at least: a watch that writes when something changes steps unevenly."""

LONGEST_STEP = 10.0
"""s without a sample inside a track that are a pause at least, and so many usual steps of the clock: several exports
forget where the clock was stopped (judgement)."""

_LIMITS: Mapping[str, float] = {Quantity.LATITUDE: 90.0, Quantity.LONGITUDE: 180.0}
Mask = NDArray[np.bool_]

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(slots=True)
class Outline:
    """One activity as it is collected. Laps are (begin, seconds told, end of its samples, distance); s since 1970."""

    kind: str = ""
    label: str = ""
    device: str = ""
    began: float | None = None
    on: date | None = None
    samples: Samples = field(default_factory=Samples)
    laps: list[tuple[float, float, float, float | None]] = field(default_factory=list)


@dataclass(slots=True)
class _Rows:
    """Samples in order of time; `paused` marks those that come after a pause."""

    times: Array
    columns: dict[str, Array]
    paused: Mask
    notes: list[str] = field(default_factory=list)
    damage: list[str] = field(default_factory=list)


def built(outline: Outline, words: Vocabulary, *, part: int, speed: bool) -> tuple[Activity, tuple[str, ...]]:
    """Return the activity without an athlete, and sentences on what of it could not be read.

    Parameters
    ----------
    outline : Outline
        With samples, or with a start.
    words : Vocabulary
        What the names of the format mean.
    part : int
        Which activity of its file.
    speed : bool
        Whether speed is derived from the distance of the file where it has none.
    """
    rows = _ordered(outline.samples)
    _require_places(rows, words)
    sport, guessed = _sport(outline, rows, words)
    channels, notes = channels_of(rows.columns, sport, words)
    channels, derived = _derived(channels, rows, speed=speed)
    if not len(rows.times) and outline.began is None:
        raise InputError("the activity has neither samples nor a start")
    start = float(rows.times[0]) if len(rows.times) else float(outline.began or 0.0)
    first = outline.samples.first
    if outline.samples.unzoned:
        rows.notes.append("Its times name no zone: taken as UTC.")
    told = _texts(outline.samples, words)
    interpretation = (*guessed, *rows.notes, *notes, *derived, *told[0])
    activity = Activity(
        athlete="",
        started=_EPOCH + timedelta(seconds=start),
        on=first.on if first is not None else (outline.on or (_EPOCH + timedelta(seconds=start)).date()),
        sport=sport,
        kind=plain(outline.kind),
        times=np.round(rows.times - start, 6),
        channels=channels,
        laps=_laps(outline, start),
        pauses=_pauses(rows, start),
        totals=_totals(outline),
        devices=(outline.device,) if outline.device else (),
        part=part,
        label=plain(outline.label),
        device=Device("gps", name=outline.device),
        origin=Origin(place=f"activity {part + 1}", interpretation=interpretation),
    )
    return activity, (*rows.damage, *told[1])


def all_notes(first: tuple[str, ...], activities: tuple[Activity, ...]) -> tuple[str, ...]:
    """Return the sentences of a file and of its activities, each once."""
    return tuple(dict.fromkeys((*first, *(note for one in activities for note in one.origin.interpretation))))


def plain(text: str) -> str:
    r"""Return a text of a file on one line, without marks that print nothing, and not too long.

    Examples
    --------
    >>> plain("Lauf\n\u202eam  See")
    'Lauf am See'
    """
    return " ".join("".join(mark if mark.isprintable() else " " for mark in text[:400]).split())[:200]


def _sport(outline: Outline, rows: _Rows, words: Vocabulary) -> tuple[Sport, tuple[str, ...]]:
    """Return what was done as the file says; where it does not, what can be guessed, with a sentence on that."""
    if outline.kind.strip():
        return sport_of(outline.kind), ()
    found = {words.quantity(name): values for name, values in rows.columns.items()}
    speeds, distances = found.get(Quantity.SPEED), found.get(Quantity.DISTANCE)
    latitude, longitude = found.get(Quantity.LATITUDE), found.get(Quantity.LONGITUDE)
    if distances is None and latitude is not None and longitude is not None:
        distances = along(latitude, longitude, rows.paused)
    if speeds is None and distances is not None:
        speeds = _slope(rows.times, distances, rows.paused)
    if speeds is None:
        return Sport.OTHER, ()
    sport, note = guess_sport(outline.label, rows.columns, speeds, words)
    return sport, (note,) if note else ()


def _ordered(samples: Samples) -> _Rows:
    times = np.frombuffer(samples.times, dtype=np.float64) if samples.times else np.empty(0)
    begins = np.zeros(len(times), dtype=bool)
    begins[samples.begins] = True
    rows = _Rows(times, samples.columns, begins)
    back = int(np.sum(np.diff(times) < 0.0))
    if back:
        order = np.argsort(times, kind="stable")
        track = np.cumsum(begins)[order]
        begins = np.concatenate([[True], np.diff(track) != 0])
        rows = _Rows(times[order], {name: values[order] for name, values in rows.columns.items()}, begins)
        rows.notes.append(f"Its clock runs back {back} times: samples are in the order of their times.")
    _drop_repeated(rows)
    _find_pauses(rows)
    if samples.no_time:
        rows.damage.append(f"{samples.no_time} samples have no time that can be read and are left out.")
    if samples.unkept:
        rows.damage.append(f"It has too many kinds of values; {samples.unkept} values are left out.")
    return rows


def _find_pauses(rows: _Rows) -> None:
    """Turn the marks of where tracks begin into those of where a pause ends."""
    steps = np.diff(rows.times, prepend=rows.times[:1])
    usual = float(np.median(steps[steps > 0.0])) if np.any(steps > 0.0) else 0.0
    between = rows.paused & (steps > max(SHORTEST_PAUSE, STEPS_OF_A_PAUSE * usual))
    inside = ~rows.paused & (steps > LONGEST_STEP * max(1.0, usual))
    rows.paused = between | inside
    if inside.any():
        rows.notes.append(
            f"Gaps of more than {LONGEST_STEP * max(1.0, usual):.0f} s without a sample ({int(inside.sum())}) "
            "are taken as pauses: such files often forget when the clock was stopped."
        )


def _drop_repeated(rows: _Rows) -> None:
    """Leave out the last sample of a track where it is the first one of the next, word for word."""
    at = np.flatnonzero(rows.paused)
    at = at[at > 0]
    same = rows.times[at] == rows.times[at - 1]
    for values in rows.columns.values():
        now, before = values[at], values[at - 1]
        same &= (now == before) | (np.isnan(now) & np.isnan(before))
    repeated = at[same]
    if not repeated.size:
        return
    keep = np.ones(len(rows.times), dtype=bool)
    keep[repeated - 1] = False
    rows.times, rows.paused = rows.times[keep], rows.paused[keep]
    rows.columns = {name: values[keep] for name, values in rows.columns.items()}
    rows.notes.append(f"{repeated.size} samples that end one track and begin the next are taken once.")


def _require_places(rows: _Rows, words: Vocabulary) -> None:
    for name, values in rows.columns.items():
        limit = _LIMITS.get(words.quantity(name) or "")
        if limit is None:
            continue
        wrong = np.abs(values) > limit
        if wrong.any():
            rows.columns[name] = np.where(wrong, np.nan, values)
            rows.damage.append(f"{int(wrong.sum())} values of {name} are no place on earth and are left out.")


def _derived(channels: tuple[Channel, ...], rows: _Rows, *, speed: bool) -> tuple[tuple[Channel, ...], tuple[str, ...]]:
    found = {one.quantity: one for one in channels}
    distance, latitude, longitude = (
        found.get(one) for one in (Quantity.DISTANCE, Quantity.LATITUDE, Quantity.LONGITUDE)
    )
    if distance is None and latitude is not None and longitude is not None:
        values = along(latitude.values, longitude.values, rows.paused)
        note = "Distance is derived from positions (ellipsoid WGS 84), without height and the way over a pause."
        added = Channel(Quantity.DISTANCE, UNITS[Quantity.DISTANCE], values, name="derived from positions")
        return (*channels, added), (note,)
    if speed and distance is not None and Quantity.SPEED not in found and len(rows.times) > 1:
        values = _slope(rows.times, distance.values, rows.paused)
        note = f"Speed is derived from {distance.name}, sample by sample: the file has none."
        added = Channel(Quantity.SPEED, UNITS[Quantity.SPEED], values, name=f"derived from {distance.name}")
        return (*channels, added), (note,)
    return channels, ()


def _slope(times: Array, distances: Array, paused: Mask) -> Array:
    """Return the mean speed since the sample before, shape (n,); nan at the first, after a pause, where time stands."""
    steps = np.diff(times)
    out = np.full(len(times), np.nan)
    moved = (steps > 0.0) & ~paused[1:]
    out[1:][moved] = np.diff(distances)[moved] / steps[moved]
    return out


def _pauses(rows: _Rows, start: float) -> tuple[Pause, ...]:
    at = np.flatnonzero(rows.paused)
    return tuple(
        Pause(round(float(rows.times[one - 1]) - start, 6), round(float(rows.times[one]) - start, 6)) for one in at
    )


def _laps(outline: Outline, start: float) -> tuple[Lap, ...]:
    """A lap ends where the next one begins, the last one with what was told or its last sample."""
    out: list[Lap] = []
    for index, (begin, seconds, last, distance) in enumerate(outline.laps):
        end = max(begin + seconds, last)
        if index + 1 < len(outline.laps):
            following = outline.laps[index + 1][0]
            end = following if following >= begin else end
        out.append(Lap(round(begin - start, 6), round(end - start, 6), distance))
    return tuple(out)


def _totals(outline: Outline) -> Totals:
    distances = [distance for _, _, _, distance in outline.laps if distance is not None]
    return Totals(
        distance=sum(distances) if distances else None,
        moving=sum(seconds for _, seconds, _, _ in outline.laps) if outline.laps else None,
    )


def _texts(samples: Samples, words: Vocabulary) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Sentences on values that are no numbers: texts of the format, and damaged numbers."""
    texts = [name for name in samples.unread if words.quantity(name) is None]
    broken = [f"{plain(name)} ({samples.unread[name]})" for name in samples.unread if words.quantity(name) is not None]
    notes = (f"Texts at samples stay in the file: {', '.join(plain(name) for name in texts)}.",) if texts else ()
    damage = (f"Values that are no numbers are left out: {', '.join(broken)}.",) if broken else ()
    return notes, damage
