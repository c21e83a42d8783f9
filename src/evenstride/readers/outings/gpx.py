"""GPX 1.0 and 1.1: tracks of positions with times, and what devices add to them as extensions."""

from __future__ import annotations

from collections.abc import Mapping

from evenstride.core.activity import ActivityReading, Quantity
from evenstride.core.errors import InputError
from evenstride.readers.xml.collecting import Collector
from evenstride.readers.xml.meaning import CADENCE, Vocabulary
from evenstride.readers.xml.outline import Outline, all_notes, built, plain
from evenstride.readers.xml.streaming import EXPORT_AGAIN, root_name, stream

NAME = "GPX"
SUFFIXES = (".gpx",)
NEEDS = "an XML file whose first element is gpx"

WORDS = Vocabulary(
    whole={
        "lat": Quantity.LATITUDE,
        "lon": Quantity.LONGITUDE,
        "ele": Quantity.ALTITUDE,
        "speed": Quantity.SPEED,
        "TrackPointExtension/speed": Quantity.SPEED,
    },
    last={
        "hr": Quantity.HEART_RATE,
        "heartrate": Quantity.HEART_RATE,
        "atemp": Quantity.TEMPERATURE,
        "power": Quantity.POWER,
        "PowerInWatts": Quantity.POWER,
        "cad": CADENCE,
        "cadence": CADENCE,
        "RunCadence": CADENCE,
    },
    units={"wtemp": "°C", "depth": "m", "course": "deg", "bearing": "deg", "magvar": "deg", "geoidheight": "m"},
)


def sniff(data: bytes) -> bool:
    """Return whether the first element is that of a GPX file."""
    return root_name(data) == "gpx"


def read(data: bytes, *, name: str) -> ActivityReading:
    """Read the tracks of a GPX file, each as an activity; what has no times is a route and is refused.

    Examples
    --------
    >>> reading = read(
    ...     b'<gpx><trk><type>running</type><trkseg><trkpt lat="52" lon="4"><time>2026-05-01T16:00:00Z</time></trkpt>'
    ...     b'<trkpt lat="52.00001" lon="4"><time>2026-05-01T16:00:01Z</time></trkpt></trkseg></trk></gpx>',
    ...     name="run.gpx")
    >>> reading.activities[0].channel(Quantity.DISTANCE).values.round(2).tolist()
    [0.0, 1.11]
    """
    found = _Collected()
    try:
        streamed = stream(data, found)
        timed = [one for one in found.outlines if one.samples.times]
        activities = [built(one, WORDS, part=part, speed=False) for part, one in enumerate(timed)]
    except InputError as problem:
        problem.place = problem.place or name
        raise
    damage = (*streamed.damage, *(line for _, lines in activities for line in lines))
    if not activities:
        raise _empty(found, name, streamed.damage)
    left = sum(1 for one in found.outlines if one.samples.no_time and not one.samples.times)
    if left:
        damage = (*damage, f"{left} tracks without times are left out.")
    read_activities = tuple(activity for activity, _ in activities)
    return ActivityReading(
        NAME, "", name, read_activities, notes=all_notes(streamed.notes, read_activities), damage=damage
    )


def _empty(found: _Collected, name: str, damage: tuple[str, ...]) -> InputError:
    if found.routes or any(one.samples.no_time for one in found.outlines):
        return InputError(
            "the GPX file is a route, no activity",
            place=name,
            why="Its points have no times that can be read",
            remedy="Export what was recorded, not the route that was planned",
        )
    return InputError(
        "the GPX file holds no track", place=name, why=" ".join(damage), remedy=f"{EXPORT_AGAIN} as FIT, TCX or GPX"
    )


class _Collected(Collector):
    def __init__(self) -> None:
        super().__init__("trkpt", "time", "extensions")
        self.routes = 0
        self._creator = ""

    def begins(self, name: str, attributes: Mapping[str, str]) -> dict[str, str] | None:
        if name == "gpx":
            self._creator = plain(attributes.get("creator") or "")
        elif name == "trk":
            self.add(Outline(device=self._creator))
        elif name == "rtept":
            self.routes += 1
        elif name == "trkseg" and self.outlines:
            self.outlines[-1].samples.begin()
        elif name == "trkpt" and self.outlines:
            return {one: attributes.get(one) or "" for one in ("lat", "lon")}
        return None

    def ends(self, name: str, above: str, text: str) -> None:
        if text and above == "trk" and self.outlines:
            if name == "type":
                self.outlines[-1].kind = text
            elif name == "name":
                self.outlines[-1].label = text
