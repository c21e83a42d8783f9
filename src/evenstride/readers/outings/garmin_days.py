"""Sleep and resting heart rate in a Garmin export: `*_sleepData.json` and `UDSFile_*.json`, a list of days each.

Garmin does not document these files. What is read here is what several public programs that were written against real
exports agree on: `calendarDate` is the day somebody woke up, the stages are seconds, a heart rate of 0 is a watch not
worn. Anything else in them is left alone.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

from evenstride.core.activity import ActivityReading, LifeDay
from evenstride.core.errors import InputError
from evenstride.core.recording import Origin

NAME = "Garmin days"
SUFFIXES = (".json",)
NEEDS = "a JSON list of days with sleep or resting heart rate, as in a Garmin export"

MAX_BYTES = 32 * 1024 * 1024
"""Largest file read; a hundred days take less than 1 MB (judgement)."""

_STAGES = ("deepSleepSeconds", "lightSleepSeconds", "remSleepSeconds")
_OF_A_DAY = (b'"restingHeartRate"', b'"totalSteps"', b'"dailyStepGoal"', b'"sleepStartTimestampGMT"')
_LONGEST_SLEEP = 86_400.0
_HIGHEST_RATE = 250.0


def sniff(data: bytes) -> bool:
    """Return whether a list of days begins here, with a field that only these files have beside it."""
    head = data[:4096].removeprefix(b"\xef\xbb\xbf").lstrip()
    return head.startswith(b"[") and b'"calendarDate"' in head and any(name in head for name in _OF_A_DAY)


def read(data: bytes, *, name: str) -> ActivityReading:
    """Read the days of such a file; a day that says neither is left out.

    Examples
    --------
    >>> day = b'[{"calendarDate": "2026-05-01", "sleepStartTimestampGMT": "x", "deepSleepSeconds": 6000, '
    >>> reading = read(day + b'"lightSleepSeconds": 18000, "awakeSleepSeconds": 900}]', name="a_sleepData.json")
    >>> reading.days[0].on.isoformat(), reading.days[0].sleep, reading.days[0].resting_heart_rate
    ('2026-05-01', 24000.0, None)
    """
    records = _records(data, name)
    days: dict[date, LifeDay] = {}
    unread = 0
    for number, record in enumerate(records):
        on = _day(record.get("calendarDate"))
        if on is None:
            unread += "calendarDate" in record
            continue
        sleep, rate = _sleep(record), _number(record.get("restingHeartRate"), _HIGHEST_RATE)
        if sleep is not None or rate is not None:
            days[on] = LifeDay(on, sleep, rate, Origin(place=f"record {number + 1}"))
    if not days:
        raise InputError(
            "no day in it tells sleep or a resting heart rate",
            place=name,
            remedy="Nothing is lost; the export holds such days in other files where the watch measured them",
        )
    notes = (
        "Sleep is the time of its deep, light and REM stages; it belongs to the day of waking up.",
        "A resting heart rate or a sleep of 0 is a watch that was not worn.",
    )
    damage = (f"{unread} days have no date that can be read and are left out.",) if unread else ()
    found = tuple(days[on] for on in sorted(days))
    return ActivityReading(NAME, "", name, (), days=found, notes=notes, damage=damage)


def _records(data: bytes, name: str) -> list[Mapping[str, Any]]:
    if len(data) > MAX_BYTES:
        raise InputError(
            f"the file has {len(data) / 1e6:.0f} MB", place=name, remedy="Give the file as it was exported"
        )
    try:
        held: Any = json.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        raise InputError(
            "the list of days is damaged or cut short", place=name, remedy="Unpack or download the export again"
        ) from None
    return [one for one in held if isinstance(one, Mapping)] if isinstance(held, list) else []


def _day(text: object) -> date | None:
    if not isinstance(text, str):
        return None
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        return None


def _sleep(record: Mapping[str, Any]) -> float | None:
    stages = [_number(record.get(stage), _LONGEST_SLEEP) for stage in _STAGES]
    told = [stage for stage in stages if stage is not None]
    return sum(told) if told and sum(told) <= _LONGEST_SLEEP else None


def _number(value: object, most: float) -> float | None:
    """Return a number above 0, None where there is none or none that can be."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value <= most:
        return None
    return float(value)
