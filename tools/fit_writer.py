"""Write small valid FIT files of activities: for tests and for simulated archives, never to hand to a device.

from tools.fit_writer import DeveloperChannel, FitActivity, write_fit

write_fit(FitActivity(start, channels={"heart_rate": [120, 121]}, sport=1))
"""

from __future__ import annotations

import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from evenstride.readers.fit.crc import check_sum

EPOCH = datetime(1989, 12, 31, tzinfo=UTC)
TYPES = {
    "enum": (0x00, "B", 0xFF), "sint8": (0x01, "b", 0x7F), "uint8": (0x02, "B", 0xFF), "sint16": (0x83, "h", 0x7FFF),
    "uint16": (0x84, "H", 0xFFFF), "sint32": (0x85, "i", 0x7FFFFFFF), "uint32": (0x86, "I", 0xFFFFFFFF),
    "float32": (0x88, "f", float("nan")), "float64": (0x89, "d", float("nan")), "byte": (0x0D, "B", 0xFF),
}  # fmt: skip
"""Code, letter of `struct` and what stands for "not written", by the name of a type."""

CHANNELS = {
    "timestamp": (253, "uint32", 1, 0), "position_lat": (0, "sint32", 1, 0), "position_long": (1, "sint32", 1, 0),
    "altitude": (2, "uint16", 5, 500), "heart_rate": (3, "uint8", 1, 0), "cadence": (4, "uint8", 1, 0),
    "distance": (5, "uint32", 100, 0), "speed": (6, "uint16", 1000, 0), "power": (7, "uint16", 1, 0),
    "temperature": (13, "sint8", 1, 0), "vertical_oscillation": (39, "uint16", 10, 0),
    "stance_time_percent": (40, "uint16", 100, 0), "stance_time": (41, "uint16", 10, 0),
    "fractional_cadence": (53, "uint8", 128, 0), "enhanced_speed": (73, "uint32", 1000, 0),
    "enhanced_altitude": (78, "uint32", 5, 500), "vertical_ratio": (83, "uint16", 100, 0),
    "stance_time_balance": (84, "uint16", 100, 0), "step_length": (85, "uint16", 10, 0),
}  # fmt: skip
"""Number, type, scale and offset of the fields of `record` that can be written, in the units of the FIT profile."""

Shape = tuple[int, int, int]


@dataclass(frozen=True)
class DeveloperChannel:
    """A field of an application: values in its unit, None where not written."""

    name: str
    unit: str
    values: Sequence[float | None]
    kind: str = "float32"
    native: int | None = None
    developer: int = 0


@dataclass(frozen=True)
class FitActivity:
    """What to write.

    Attributes
    ----------
    started : datetime
        Aware.
    channels : mapping of str to sequence
        Names of `CHANNELS`, values in the units of the profile (mm, ms, strides a minute), None where not written.
    step : int
        s from one sample to the next.
    laps : sequence of (float, float, float)
        Begin and end in s from the start, and m.
    pauses : sequence of (int, int)
        Begin and end in s from the start.
    beats : sequence of float
        Times between heart beats in s.
    said : (int, int) or None
        Effort 0 to 100 and feel 0 to 100.
    sport, sub_sport, file_type, manufacturer, product : int
        Numbers of the FIT profile.
    zone : int or None
        s the local clock is ahead of UTC.
    """

    started: datetime
    channels: Mapping[str, Sequence[float | None]] = field(default_factory=dict[str, "Sequence[float | None]"])
    developer: Sequence[DeveloperChannel] = ()
    step: int = 1
    laps: Sequence[tuple[float, float, float]] = ()
    pauses: Sequence[tuple[int, int]] = ()
    beats: Sequence[float] = ()
    said: tuple[int, int] | None = None
    sport: int = 1
    sub_sport: int = 0
    file_type: int = 4
    manufacturer: int = 1
    product: int = 1551
    zone: int | None = 0
    big_endian: bool = False

    @property
    def length(self) -> int:
        """How many samples there are."""
        return max((len(one) for one in (*self.channels.values(), *(one.values for one in self.developer))), default=0)


class Messages:
    """The body of a FIT file, message by message; the same definition is written once."""

    def __init__(self, *, big_endian: bool = False) -> None:
        self.body = bytearray()
        self._order = ">" if big_endian else "<"
        self._local: dict[object, int] = {}

    def add(
        self,
        message: int,
        fields: Sequence[tuple[int, str, object]],
        developer: Sequence[tuple[int, int, str, object]] = (),
    ) -> None:
        """Add one message.

        Parameters
        ----------
        message : int
            Its number in the profile.
        fields : sequence of (int, str, object)
            Number, type and raw value; None stands for "not written", text for text, a tuple for several values.
        developer : sequence of (int, int, str, object)
            Index of the application, number, type and raw value.
        """
        packed = [self._pack(kind, value) for _, kind, value in fields]
        foreign = [self._pack(kind, value) for *_, kind, value in developer]
        sizes = [len(one) for one in packed], [len(one) for one in foreign]
        shape = [(one[0], size, _code(one[1])) for one, size in zip(fields, sizes[0], strict=True)]
        own = [(one[1], size, one[0]) for one, size in zip(developer, sizes[1], strict=True)]
        key = (message, tuple(shape), tuple(own))
        if key not in self._local:
            if len(self._local) == 16:
                del self._local[next(iter(self._local))]
            self._local[key] = next(number for number in range(16) if number not in self._local.values())
            self._define(message, shape, own, self._local[key])
        self.body += bytes([self._local[key]]) + b"".join(packed) + b"".join(foreign)

    def _define(self, message: int, shape: Sequence[Shape], extra: Sequence[Shape], number: int) -> None:
        head = 0x40 | number | (0x20 if extra else 0)
        self.body += struct.pack(f"{self._order}BBBHB", head, 0, self._order == ">", message, len(shape))
        self.body += b"".join(bytes(one) for one in shape)
        if extra:
            self.body += bytes([len(extra)]) + b"".join(bytes(one) for one in extra)

    def _pack(self, kind: str, value: object) -> bytes:
        if kind == "string":
            return str(value).encode() + b"\0"
        _, letter, invalid = TYPES[kind]
        values = value if isinstance(value, tuple) else (value,)
        return b"".join(struct.pack(self._order + letter, invalid if one is None else one) for one in values)


def write_fit(activity: FitActivity) -> bytes:
    """Return the bytes of a FIT file; files written behind one another are a chained file."""
    body = Messages(big_endian=activity.big_endian)
    start = _seconds(activity.started)
    end = start + activity.step * max(activity.length - 1, 0)
    numbers = [(1, "uint16", activity.manufacturer), (2, "uint16", activity.product), (4, "uint32", start)]
    body.add(0, [(0, "enum", activity.file_type), *numbers])
    _describe(body, activity.developer)
    _event(body, start, 0)
    _records(body, activity, start)
    for begin, stop, distance in activity.laps:
        times = [(253, "uint32", round(start + stop)), (2, "uint32", round(start + begin))]
        body.add(19, [*times, (7, "uint32", round(1000 * (stop - begin))), (9, "uint32", round(100 * distance))])
    _event(body, end, 4)
    _session(body, activity, start, end)
    local = None if activity.zone is None else end + activity.zone
    body.add(34, [(253, "uint32", end), (5, "uint32", local), (1, "uint16", 1)])
    return close(bytes(body.body))


def close(body: bytes) -> bytes:
    """Return a body with header and check sum."""
    head = struct.pack("<BBHI4s", 14, 0x20, 2171, len(body), b".FIT")
    whole = head + struct.pack("<H", check_sum(head)) + body
    return whole + struct.pack("<H", check_sum(whole))


def _records(body: Messages, activity: FitActivity, start: int) -> None:
    """Write samples, and between them pauses and heart beats in their time."""
    stops = {start + time: kind for begin, end in activity.pauses for time, kind in ((begin, 4), (end, 0))}
    beats, passed = list(activity.beats), 0.0
    for place in range(activity.length):
        time = start + place * activity.step
        for moment in [one for one in sorted(stops) if one <= time]:
            _event(body, moment, stops.pop(moment))
        fields = [(253, "uint32", time)]
        fields += [_field(name, values[place]) for name, values in activity.channels.items()]
        foreign = [
            (one.developer, number, one.kind, one.values[place]) for number, one in enumerate(activity.developer)
        ]
        body.add(20, fields, foreign)
        now: list[float] = []
        while beats and passed + beats[0] <= (place + 1) * activity.step and len(now) < 5:
            passed += beats[0]
            now.append(beats.pop(0))
        if now:
            raw = tuple(round(1000 * one) for one in now) + (None,) * (5 - len(now))
            body.add(78, [(0, "uint16", raw)])


def _session(body: Messages, activity: FitActivity, start: int, end: int) -> None:
    stood = sum(stop - begin for begin, stop in activity.pauses)
    distance = next((one for one in reversed(activity.channels.get("distance", ())) if one is not None), None)
    effort, feel = activity.said or (None, None)
    body.add(
        18,
        [
            (253, "uint32", end), (2, "uint32", start), (5, "enum", activity.sport), (6, "enum", activity.sub_sport),
            (7, "uint32", 1000 * (end - start)), (8, "uint32", 1000 * (end - start - stood)),
            (9, "uint32", None if distance is None else round(100 * distance)),
            (192, "uint8", feel), (193, "uint8", effort),
        ],
    )  # fmt: skip


def _describe(body: Messages, channels: Sequence[DeveloperChannel]) -> None:
    for index in dict.fromkeys(one.developer for one in channels):
        body.add(207, [(3, "uint8", index)])
    for number, one in enumerate(channels):
        told = [(0, "uint8", one.developer), (1, "uint8", number), (2, "uint8", TYPES[one.kind][0])]
        told += [(3, "string", one.name), (8, "string", one.unit)]
        told += [] if one.native is None else [(14, "uint16", 20), (15, "uint8", one.native)]
        body.add(206, told)


def _event(body: Messages, time: int, kind: int) -> None:
    body.add(21, [(253, "uint32", time), (0, "enum", 0), (1, "enum", kind)])


def _field(name: str, value: float | None) -> tuple[int, str, object]:
    number, kind, scale, offset = CHANNELS[name]
    return number, kind, None if value is None else round((value + offset) * scale)


def _seconds(moment: datetime) -> int:
    return round((moment - EPOCH).total_seconds())


def _code(kind: str) -> int:
    return 0x07 if kind == "string" else TYPES[kind][0]
