"""C3D: markers, analog channels at their own rate, force plates and the events somebody marked."""

from __future__ import annotations

import re
import struct
from typing import Any

import numpy as np

from evenstride.core.errors import InputError, to_install
from evenstride.core.estimate import Array
from evenstride.core.roles import Side
from evenstride.core.signal import FootEvent, FootEventKind, Markers, Signal
from evenstride.core.units import to_si
from evenstride.readers.foreign import broken, installed, read_foreign
from evenstride.readers.marker_checks import distinct
from evenstride.readers.plates import read_plates
from evenstride.readers.told import Told

NAME = "C3D"
SUFFIXES = (".c3d",)
UNITS = {"positions": "m", "force": "N", "moment": "N·m"}
NEEDS = "the parameter block of a C3D file"

MAGIC = 0x50
SILICON_GRAPHICS = 86
"""How a parameter block tells big-endian numbers of SGI workstations; no library of today reads them."""

DEC = 85
"""How a parameter block tells the numbers of DEC machines, whose real ones have their halves swapped."""

LAST_OF_HEADER = 65535
"""Frame that a header can count to; longer trials say it in the group TRIAL."""

_AXES = {"X": 0, "Y": 1, "Z": 2}
_KINDS = {
    "foot strike": FootEventKind.TOUCHDOWN,
    "heel strike": FootEventKind.TOUCHDOWN,
    "touchdown": FootEventKind.TOUCHDOWN,
    "foot off": FootEventKind.TOE_OFF,
    "toe off": FootEventKind.TOE_OFF,
}
_SIDES = {"left": Side.LEFT, "right": Side.RIGHT}


def sniff(data: bytes) -> bool:
    """Return whether the second byte is that of every C3D file and its parameter block begins where it says."""
    begin = 512 * (data[0] - 1) if len(data) > 512 else 0
    return begin > 0 and data[1] == MAGIC and len(data) > begin + 4 and data[begin + 3] in (84, 85, SILICON_GRAPHICS)


def read(data: bytes, told: Told) -> tuple[Signal, tuple[str, ...]]:
    """Read a trial; names of events keep their side, times count from the first frame in the file."""
    if data[512 * (data[0] - 1) + 3] == SILICON_GRAPHICS:
        raise InputError(
            "its numbers are those of SGI workstations (big-endian)",
            why="No library that is kept up reads them",
            remedy="Open it in the program of your camera system and save it anew as Intel C3D",
        )
    _require_blocks(data)
    held, analogs = _load(data)
    try:
        return _understood(held, analogs, told)
    except (LookupError, ValueError, TypeError, ArithmeticError) as problem:
        raise broken(f"Its parameters contradict each other: {str(problem)[:120]}") from None


def _understood(held: Any, analogs: Array, told: Told) -> tuple[Signal, tuple[str, ...]]:
    parameters: Any = held["parameters"]
    rate = _number(parameters, "POINT", "RATE")
    markers, marker_notes = _markers(held, rate)
    plates, plate_notes = read_plates(parameters, analogs)
    first = held["first"]
    # Times of events count from the start of the trial, the frames in the file from a later one.
    events = _events(parameters, first / rate if rate > 0.0 else 0.0)
    up, up_note = _up(parameters)
    name = told.athlete or _subject(parameters)
    notes = (*marker_notes, *plate_notes, up_note, f"{len(events)} events of feet are marked in the file.")
    return Signal(name, markers, plates, events=events, up=up), notes


def _load(data: bytes) -> tuple[Any, Array]:
    if not installed("ezc3d"):
        raise InputError(
            "this is a C3D file, and the library that reads it is not installed",
            remedy=to_install("lab"),
        )
    held: Any = read_foreign("c3d", data)
    _require_whole(held["parameters"], data)
    return held, np.asarray(held["analogs"]).T


def _require_blocks(data: bytes) -> None:
    """Refuse a file shorter than its first block promises, before the library sees it: it can crash on one."""
    begin = 512 * (data[0] - 1)
    dec = data[begin + 3] == DEC
    scale_is_negative = data[13 if dec else 15] & 0x80
    last = struct.unpack_from("<H", data, 8)[0]
    _require_bytes(data, max(begin + 512 * data[begin + 2], _end(data, last, 4 if scale_is_negative else 2)))


def _require_whole(parameters: Any, data: bytes) -> None:
    """Refuse a file shorter than its parameters promise.

    The library drops the frames that are missing and corrects its own copy of the header: only the bytes tell.
    """
    last = struct.unpack_from("<H", data, 8)[0]
    if last == LAST_OF_HEADER:
        low, high = _pair(parameters, "ACTUAL_END_FIELD")
        last = max(last, low + 65536 * high)
    _require_bytes(data, _end(data, last, 4 if _number(parameters, "POINT", "SCALE") < 0.0 else 2))


def _end(data: bytes, last: int, width: int) -> int:
    """Return where the last frame ends: words 2, 3, 4 and 9 are points, analog values a frame, first frame, block."""
    points, analogs, first = struct.unpack_from("<HHH", data, 2)
    start = 512 * (struct.unpack_from("<H", data, 16)[0] - 1)
    return int(start + max(0, last - first + 1) * width * (4 * points + analogs))


def _require_bytes(data: bytes, needed: int) -> None:
    if len(data) < needed:
        raise InputError(
            f"this C3D file is cut short: {len(data):,} of {needed:,} bytes are there",
            remedy="Copy or export it again",
        )


def _pair(parameters: Any, name: str) -> tuple[int, int]:
    """Return the two halves of a number of frames too large for one."""
    values = [int(value) & 0xFFFF for value in np.ravel(parameters.get("TRIAL", {}).get(name, {"value": []})["value"])]
    return (values[0], values[1]) if len(values) > 1 else (0, 0)


def _markers(held: Any, rate: float) -> tuple[Markers | None, tuple[str, ...]]:
    group = held["parameters"]["POINT"]
    labels = [_printable(label) for label in group.get("LABELS", {"value": []})["value"]]
    points = np.asarray(held["points"])
    labels = labels[: points.shape[1]]
    if not labels or points.shape[2] == 0 or rate <= 0.0:
        return None, ("It holds no markers.",)
    unit = (str(group["UNITS"]["value"][0]).strip() if group.get("UNITS", {"value": []})["value"] else "") or "mm"
    kept = [index for index, label in enumerate(labels) if label and not label.startswith("*")]
    positions = to_si(1.0, unit) * np.transpose(points[:3, kept], (2, 1, 0))
    unseen = held["residuals"][0, kept].T < 0.0
    positions[unseen] = np.nan
    names, notes = distinct([labels[index] for index in kept])
    said = f"{len(names)} markers at {rate:g} frames a second, in {unit}."
    return Markers(names, rate, positions), (said, *notes)


def _events(parameters: Any, earlier: float) -> tuple[FootEvent, ...]:
    group = parameters.get("EVENT", {})
    if not int(_number(parameters, "EVENT", "USED")) or "TIMES" not in group:
        return ()
    times = np.atleast_2d(np.asarray(group["TIMES"]["value"], dtype=np.float64))
    told = [str(one).strip().lower() for one in group.get("CONTEXTS", {"value": []})["value"]]
    contexts = told + [""] * (times.shape[1] - len(told))
    labels = [re.sub(r"[_-]", " ", str(one)).strip().lower() for one in group["LABELS"]["value"]]
    found = [
        FootEvent(
            _KINDS[label],
            float(60.0 * minutes + seconds - earlier),
            _SIDES.get(context),
        )
        for label, context, minutes, seconds in zip(labels, contexts, times[0], times[-1], strict=False)
        if label in _KINDS
    ]
    return tuple(sorted(found, key=lambda event: event.time))


def _up(parameters: Any) -> tuple[int, str]:
    """Return the axis that points up: the screen's vertical one, which programs write for their own drawings."""
    told = parameters.get("POINT", {}).get("Y_SCREEN", {"value": []})["value"]
    text = str(told[0]).strip().upper() if len(told) else ""
    axis = _AXES.get(text[-1:] or "Z", 2)
    if text.startswith("-"):
        raise InputError(
            f"its axis {text[-1]} points down",
            why="Y_SCREEN says so",
            remedy="Save the trial with an axis that points up",
        )
    return axis, f"Axis {'XYZ'[axis]} points up" + ("." if text else ", taken for granted: the file does not say.")


def _subject(parameters: Any) -> str:
    names = parameters.get("SUBJECTS", {}).get("NAMES", {"value": []})["value"]
    return _printable(names[0]) if len(names) else ""


def _printable(name: object) -> str:
    """Return a name on one line: what steers a terminal, or breaks a line, is a space."""
    return " ".join("".join(mark if mark.isprintable() else " " for mark in str(name)).split())


def _number(parameters: Any, group: str, name: str) -> float:
    values = np.ravel(parameters.get(group, {}).get(name, {"value": [0.0]})["value"])
    return float(values[0]) if values.size else 0.0
