"""Bytes of a FIT file → activities and days, or a sentence on why there are none."""

from __future__ import annotations

import numpy as np

from evenstride.core.activity import Activity, ActivityReading, LifeDay
from evenstride.core.errors import InputError
from evenstride.readers.fit.clock import Clock, read_clock
from evenstride.readers.fit.days import read_days
from evenstride.readers.fit.outing import read_activities
from evenstride.readers.fit.parts import Part, read_parts
from evenstride.readers.fit.told import Beats, read_beats

NO_ACTIVITY = {
    "settings": "settings of a device", "sport": "settings of a sport", "device": "a description of a device",
    "workout": "a planned workout", "course": "a course to follow", "schedules": "a schedule of workouts",
    "weight": "weighings", "totals": "totals", "goals": "goals", "blood_pressure": "blood pressure",
    "segment": "a segment", "segment_list": "a list of segments", "exd_configuration": "settings of a display",
}  # fmt: skip
"""Kinds of files that hold nothing done, by what the profile calls them; courses hold samples that nobody ran."""
_MOST_SENTENCES = 5


def read_fit(data: bytes, *, name: str) -> ActivityReading:
    """Read one FIT file, or several behind one another in the same bytes.

    Raises
    ------
    InputError
        If it holds neither an activity nor sleep nor resting heart rate.
    """
    # Numbers of a damaged file may be anything; what they lead to is judged later, not warned of here.
    with np.errstate(all="ignore"):
        return _read(data, name)


def _read(data: bytes, name: str) -> ActivityReading:
    parts, after = read_parts(data)
    kinds = [_kind(part) for part in parts]
    clocks = _clocks(parts)
    beats = [read_beats(part, part.table("record")) for part in parts]
    holding = [_holds_activity(part, kind) for part, kind in zip(parts, kinds, strict=True)]
    loose = [one for one, held in zip(beats, holding, strict=True) if not held and len(one.gaps)]
    activities: list[Activity] = []
    days: list[LifeDay] = []
    notes: list[str] = []
    damage: list[str] = []
    for part, kind, clock, held in zip(parts, kinds, clocks, holding, strict=True):
        damage += part.damage
        days += read_days(part, clock)
        if held:
            found = read_activities(part, clock, first=len(activities), strap=_joined(loose))
            activities += found.activities
            notes += found.notes
            damage += found.damage
        elif kind in NO_ACTIVITY and len(parts) > 1:
            notes.append(f"The bytes also hold a FIT file of {NO_ACTIVITY[kind]}; it was left out.")
        if part.whole is False and not part.damage:
            notes.append("The check sum of the file is wrong: something in it may have been changed.")
    damage += after
    if not activities and not days:
        raise _nothing(parts, kinds, [*damage], name)
    few = (tuple(dict.fromkeys(some))[:_MOST_SENTENCES] for some in (notes, damage))
    return ActivityReading("FIT", "", name, tuple(activities), tuple(days), *few)


def _kind(part: Part) -> str:
    words = part.table("file_id").texts("type")
    return words[0] if words else ""


def _clocks(parts: tuple[Part, ...]) -> list[Clock]:
    """Return the clock of each part; one that tells no zone has that of the first that does."""
    found: list[Clock] = []
    for part in parts:
        told = (read_clock(part.table(name)) for name in ("activity", "monitoring_info"))
        found.append(next((clock for clock in told if clock != Clock()), Clock()))
    zone = next((clock.zone for clock in found if clock.zone is not None and not clock.shift), None)
    return [Clock(zone=zone) if clock == Clock() else clock for clock in found]


def _holds_activity(part: Part, kind: str) -> bool:
    return kind not in NO_ACTIVITY and any(len(part.table(name)) for name in ("record", "session"))


def _joined(beats: list[Beats]) -> Beats | None:
    if not beats:
        return None
    return Beats(np.concatenate([one.gaps for one in beats]), np.concatenate([one.times for one in beats]))


def _nothing(parts: tuple[Part, ...], kinds: list[str], damage: list[str], name: str) -> InputError:
    """Return what is said of a file without anything to keep."""
    kind = next((kind for kind in kinds if kind in NO_ACTIVITY), "")
    remedy = "Export the activity itself as FIT, TCX or GPX and give that file"
    if not parts:
        return InputError("this is no FIT file", place=name, why="Its first bytes are no FIT header", remedy=remedy)
    if kind:
        what = f"this FIT file holds {NO_ACTIVITY[kind]} and no activity"
        return InputError(what, place=name, why="An activity has samples or a session", remedy=remedy)
    count = sum(len(part.table("record")) for part in parts)
    if count:
        why = f"None of its {count} samples has a time, and no session says when it was"
        return InputError("nothing in this FIT file can be dated", place=name, why=why, remedy=remedy)
    why = damage[0] if damage else "It has neither samples nor a session, and no sleep or resting heart rate"
    return InputError("this FIT file holds no activity", place=name, why=why, remedy=remedy)
