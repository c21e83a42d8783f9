"""TCX, the XML of Garmin's Training Center: laps, tracks and samples, as many providers still export it."""

from __future__ import annotations

from collections.abc import Mapping

from evenstride.core.activity import ActivityReading, Quantity
from evenstride.core.errors import InputError
from evenstride.readers.xml.collecting import Collector
from evenstride.readers.xml.meaning import CADENCE, Vocabulary
from evenstride.readers.xml.outline import Outline, all_notes, built, plain
from evenstride.readers.xml.samples import instant, number
from evenstride.readers.xml.streaming import EXPORT_AGAIN, root_name, stream

NAME = "TCX"
SUFFIXES = (".tcx",)
NEEDS = "an XML file whose first element is TrainingCenterDatabase"

WORDS = Vocabulary(
    whole={"HeartRateBpm/Value": Quantity.HEART_RATE, "HeartRateBpm": Quantity.HEART_RATE},
    last={
        "LatitudeDegrees": Quantity.LATITUDE,
        "LongitudeDegrees": Quantity.LONGITUDE,
        "AltitudeMeters": Quantity.ALTITUDE,
        "DistanceMeters": Quantity.DISTANCE,
        "Speed": Quantity.SPEED,
        "Watts": Quantity.POWER,
        "Cadence": CADENCE,
        "RunCadence": CADENCE,
    },
    units={},
)


def sniff(data: bytes) -> bool:
    """Return whether the first element is that of a TCX file."""
    return root_name(data) == "TrainingCenterDatabase"


def read(data: bytes, *, name: str) -> ActivityReading:
    """Read the activities of a TCX file; courses and workouts hold none.

    Examples
    --------
    >>> reading = read(
    ...     b'<TrainingCenterDatabase><Activities><Activity Sport="Running"><Lap StartTime="2026-05-01T16:00:00Z">'
    ...     b"<Track><Trackpoint><Time>2026-05-01T16:00:00Z</Time><HeartRateBpm><Value>120</Value></HeartRateBpm>"
    ...     b"</Trackpoint></Track></Lap></Activity></Activities></TrainingCenterDatabase>", name="run.tcx")
    >>> reading.activities[0].sport.value, reading.activities[0].channels[0].quantity.value
    ('running', 'heart rate')
    """
    found = _Collected()
    try:
        streamed = stream(data, found)
        activities = [built(one, WORDS, part=part, speed=True) for part, one in enumerate(found.whole())]
    except InputError as problem:
        problem.place = problem.place or name
        raise
    damage = (*streamed.damage, *(line for _, lines in activities for line in lines))
    if not activities:
        other = next((f"It holds a {what}" for what in ("Course", "Workout") if what in found.others), "")
        raise InputError(
            "the TCX file holds no activity",
            place=name,
            why=" ".join(part for part in (other, *damage) if part),
            remedy=f"{EXPORT_AGAIN} as FIT, TCX or GPX",
        )
    read_activities = tuple(activity for activity, _ in activities)
    return ActivityReading(
        NAME, "", name, read_activities, notes=all_notes(streamed.notes, read_activities), damage=damage
    )


class _Collected(Collector):
    def __init__(self) -> None:
        super().__init__("Trackpoint", "Time", "Extensions")
        self.others: set[str] = set()
        self._inside = False
        self._lap: _Lap | None = None

    def whole(self) -> list[Outline]:
        """Return the outlines that hold anything; a lap that breaks off counts with what it has."""
        self._end_lap()
        return [one for one in self.outlines if one.samples.times or one.began is not None]

    def begins(self, name: str, attributes: Mapping[str, str]) -> dict[str, str] | None:
        if name == "Activity":
            self.add(Outline(kind=attributes.get("Sport") or ""))
            self._inside = True
        elif name in ("Course", "Workout"):
            self.others.add(name)
        elif not self._inside:
            return None
        elif name == "Lap":
            self._end_lap()
            self._lap = _Lap(attributes.get("StartTime") or "")
        elif name == "Track":
            self.outlines[-1].samples.begin()
        elif name == "Trackpoint":
            return {}
        return None

    def ends(self, name: str, above: str, text: str) -> None:
        if not self._inside:
            return
        if name == "Activity":
            self._end_lap()
            self._inside = False
        elif name == "Lap":
            self._end_lap()
        elif text and above == "Lap" and self._lap is not None:
            self._lap.told.setdefault(name, text)
        elif text:
            self._close_outside(name, above, text)

    def _close_outside(self, name: str, above: str, text: str) -> None:
        outline = self.outlines[-1]
        if above == "Creator" and name == "Name":
            outline.device = plain(text)
        elif above == "Plan" and name == "Name":
            outline.label = text
        elif above == "Activity" and name == "Id":
            self._begin(outline, text)

    def _begin(self, outline: Outline, text: str) -> None:
        when = instant(text)
        if when is not None and outline.began is None and not outline.samples.times:
            outline.began, outline.on = when.seconds, when.on

    def _end_lap(self) -> None:
        lap, self._lap = self._lap, None
        if lap is None or not self.outlines:
            return
        outline = self.outlines[-1]
        when = instant(lap.start)
        if when is None:
            return
        self._begin(outline, lap.start)
        seconds = number(lap.told.get("TotalTimeSeconds", ""))
        times = outline.samples.times
        last = times[-1] if times and times[-1] >= when.seconds else when.seconds
        distance = number(lap.told.get("DistanceMeters", ""))
        outline.laps.append((when.seconds, max(seconds or 0.0, 0.0), last, distance))


class _Lap:
    """The attribute and the plain values of a lap."""

    def __init__(self, start: str) -> None:
        self.start = start
        self.told: dict[str, str] = {}
