"""What is kept of an activity file beside its bytes: little enough that years of it fit into a list.

Samples are not here: they are read again from the original, which is kept, when somebody asks for them.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, datetime

from evenstride.core.activity import Activity, ActivityReading, LifeDay, Quantity, Said, Sport
from evenstride.core.recording import Origin, Recording


@dataclass(frozen=True, slots=True)
class FiledActivity:
    """One activity as the archive lists it.

    Attributes
    ----------
    on : date
        The day where the person was, as far as the file knows it.
    started : datetime
        Aware, UTC.
    kind : str
        The file's own words for what was done.
    duration : float
        s from the first to the last sample, pauses included.
    distance : float or None
        m as the file states it, else as its last sample has it; None where neither says.
    sources : tuple of str
        Devices that measured something, as the channels name them; "" where a file does not tell.
    part : int
        Which activity of its file, from 0.
    damage : str
        What of the file could not be read; empty for a whole one.
    """

    athlete: str
    on: date
    started: datetime
    sport: Sport
    kind: str
    duration: float
    distance: float | None = None
    devices: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    said: Said = field(default_factory=Said)
    part: int = 0
    label: str = ""
    damage: str = ""
    origin: Origin = field(default_factory=Origin)


@dataclass(frozen=True, slots=True)
class FiledDays:
    """Sleep and resting heart rate of some days, as one file told them; `on` is the first of the days."""

    athlete: str
    on: date
    days: tuple[LifeDay, ...]
    label: str = ""
    origin: Origin = field(default_factory=Origin)


Filed = FiledActivity | FiledDays
Held = Recording | FiledActivity | FiledDays
"""Whatever one line of the archive may hold that came from a file."""


@dataclass(frozen=True, slots=True)
class FiledFile:
    """One activity file as it is filed: its hash, its name, and what was in it."""

    content_id: str
    file_name: str
    recordings: tuple[Filed, ...]


@dataclass(frozen=True, slots=True)
class SourceOrder:
    """Devices in the order they are believed where two measured one quantity; those not named come after, as written.

    `on` is there for the archive, whose statements may have a day; what was said last counts.
    """

    sources: tuple[str, ...] = ()
    on: date | None = None


def filed_of(reading: ActivityReading, athlete: str) -> tuple[Filed, ...]:
    """Return what is filed of a reading: its activities in their order, then its days.

    Examples
    --------
    >>> from datetime import UTC
    >>> start = datetime(2026, 5, 1, 16, 0, tzinfo=UTC)
    >>> run = Activity("Noa", start, start.date(), Sport.RUNNING, "run", [0.0, 60.0], ())
    >>> [filed.duration for filed in filed_of(ActivityReading("FIT", "", "a.fit", (run,)), "Noa")]
    [60.0]
    """
    damage = " ".join(reading.damage)
    found: list[Filed] = [_filed(activity, damage) for activity in reading.activities]
    if reading.days:
        origin = Origin(reading.content_id, reading.file_name, reading.format, "days")
        bare = tuple(replace(day, origin=Origin()) for day in reading.days)
        found.append(FiledDays(athlete, min(day.on for day in bare), bare, origin=origin))
    return tuple(found)


def _filed(activity: Activity, damage: str) -> FiledActivity:
    duration = float(activity.times[-1] - activity.times[0]) if activity.times.size else 0.0
    sources = tuple(dict.fromkeys(channel.source for channel in activity.channels))
    return FiledActivity(
        activity.athlete,
        activity.on,
        activity.started,
        activity.sport,
        activity.kind,
        duration if activity.totals.elapsed is None else activity.totals.elapsed,
        _distance(activity),
        activity.devices,
        sources,
        activity.said,
        activity.part,
        activity.label,
        damage,
        activity.origin,
    )


def _distance(activity: Activity) -> float | None:
    if activity.totals.distance is not None:
        return activity.totals.distance
    channel = activity.channel(Quantity.DISTANCE)
    if channel is None:
        return None
    known = channel.values[channel.values == channel.values]  # all but nan
    return float(known[-1]) if known.size else None
