"""Keypoints as text: one JSON document a frame, one of all frames, or a table with a row for each point."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any, cast

import numpy as np

from evenstride.core.errors import InputError
from evenstride.core.estimate import Array
from evenstride.core.pose import whole
from evenstride.readers.keypoint_names import MODELS, landmark_name
from evenstride.readers.keypoint_people import read_people
from evenstride.readers.text import decode

MOST_FRAMES = 60_000
"""Frames of one clip: four minutes at 240 a second."""

NORMALISED = 3.0
"""Largest size up to which coordinates are taken for shares of the picture's width and height."""

_X, _Y, _FRAME = ("x", "x_px"), ("y", "y_px"), ("frame",)
_SEEN = ("visibility", "confidence", "score")
_POINT = ("landmark", "name", "point", "id", "landmark_id", "keypoint")
_CLOCKS = ("timestamp_ms", "timestamp", "time", "time_s")


@dataclass(frozen=True, slots=True, eq=False)
class Frames:
    """Keypoints before anybody said how many frames a second there were.

    Attributes
    ----------
    numbers : ndarray of int, shape (k,)
        Frame of each row below, from 0, growing; frames without a row were not written.
    positions : ndarray, shape (k, p, m, 2)
        px to the right and down.
    confidence : ndarray, shape (k, p, m)
        1 where the file says none.
    clock : ndarray of shape (k,) or None
        s as the file's own clock shows them, at the speed the clip plays.
    model : str
        What found the points, as far as their number tells.
    notes : tuple of str
        What is unusual about the film they were found in, and what was left out, as sentences.
    """

    names: tuple[str, ...]
    numbers: np.ndarray
    positions: Array
    confidence: Array
    model: str
    clock: Array | None = None
    notes: tuple[str, ...] = ()


def frames_of_files(files: Sequence[tuple[str, bytes]]) -> Frames:
    """Read one document a frame, each with its people and their `pose_keypoints_2d`.

    Raises
    ------
    InputError
        If a document is none of these, people are of different models, or two have the same frame number.
    """
    numbered = sorted((_number(name), name, data) for name, data in files)
    if len(numbered) > MOST_FRAMES:
        raise InputError(f"it has {len(numbered)} frames", remedy=f"At most {MOST_FRAMES} are read; cut the clip")
    for (number, name, _), (following, other, _) in pairwise(numbered):
        if number == following:
            raise InputError(
                f"'{name}' and '{other}' have the same frame number", remedy="Keep the frames of one clip alone in it"
            )
    people, count, notes = read_people([(name, data) for _, name, data in numbered])
    width = max(map(len, people))
    values = np.full((len(people), width, count, 3), np.nan)
    for row, frame in enumerate(people):
        for column, one in enumerate(frame):
            values[row, column] = np.reshape(one, (count, 3))
    model, names = MODELS[count]
    first = numbered[0][0]
    numbers = [number - first for number, *_ in numbered]
    return replace(made_frames(names, numbers, values[..., :2], values[..., 2], model), notes=notes)


def frames_of_document(text: str) -> Frames:
    """Read one document that holds all frames: a list of frames, or `frames`, each with its `landmarks` or `people`."""
    try:
        told = json.loads(text)
    except (json.JSONDecodeError, RecursionError):
        raise InputError("it is no whole JSON document", remedy="Export the keypoints again") from None
    head: Mapping[str, Any] = told if isinstance(told, dict) else {}
    frames = head.get("frames") if head else told
    if not isinstance(frames, list) or not frames:
        raise InputError("it holds no list of frames", remedy="Write one entry for each frame, with its landmarks")
    rows: list[tuple[int, str, float, float, float, float | None]] = []
    names = MODELS[33][1]
    for index, frame in enumerate(cast(list[Any], frames)):
        place = f"frame {index}"
        if not isinstance(frame, dict) or not isinstance(points := frame.get("landmarks"), list):
            raise InputError("it has no landmarks", place=place, remedy="Write an empty list where nobody is")
        number = frame.get("frame", index)
        if not isinstance(number, int) or number < 0:
            raise InputError("its frame has no number", place=place, remedy="Export the keypoints again")
        clock = _clock(frame)
        if points and len(cast(list[Any], points)) != len(names):
            raise InputError(f"it has {len(points)} landmarks", place=place, remedy=f"{len(names)} are known")
        for name, point in zip(names, cast(list[Any], points), strict=False):
            rows.append((int(number), name, *_of_point(point, index), clock))
    return _of_rows(rows, (head.get("width"), head.get("height")))


def frames_of_table(data: bytes) -> Frames:
    """Read a table with a row for each point of each frame: frame, landmark, x, y and, if known, visibility."""
    lines = csv.DictReader(io.StringIO(decode(data)[0]))
    headings = {str(name).strip().casefold(): str(name) for name in lines.fieldnames or ()}
    found = {which: _heading(headings, which) for which in (_FRAME, _POINT, _X, _Y, _SEEN)}
    for which in (_FRAME, _POINT, _X, _Y):
        if found[which] is None:
            raise InputError(f"it has no column '{which[0]}'", place="line 1", remedy="Write frame, landmark, x and y")
    clock = next((one for name, one in headings.items() if name in _CLOCKS), None)
    thousandth = clock is not None and "ms" in clock.casefold()
    rows: list[tuple[int, str, float, float, float, float | None]] = []
    unknown: set[str] = set()
    for line in lines:
        place = f"line {lines.line_num}"
        point = landmark_name(str(line[found[_POINT] or ""]))
        if point is None:
            unknown.add(str(line[found[_POINT] or ""]))
            continue
        seen = 1.0 if found[_SEEN] is None else _cell(line, found[_SEEN], place)
        at = None if clock is None else _cell(line, clock, place) * (0.001 if thousandth else 1.0)
        number = _cell(line, found[_FRAME], place)
        if not 0.0 <= number < 1e9:
            raise InputError("its frame has no number", place=place, remedy="Export the keypoints again")
        rows.append((int(number), point, _cell(line, found[_X], place), _cell(line, found[_Y], place), seen, at))
    if not rows:
        raise InputError("no point in it is known", why=f"It names {', '.join(sorted(unknown))[:80] or 'none'}")
    size = tuple(_size(headings, data, name) for name in ("width", "height"))
    return _of_rows(rows, cast(tuple[float | None, float | None], size))


def frames_of_pixels(names: Sequence[str], positions: Array) -> Frames:
    """Return frames of a TRC whose positions are pixels; they count down where the head has the smaller number."""
    flat = np.array(positions[:, np.newaxis, :, :2])
    low = [index for index, name in enumerate(names) if name.endswith(("Heel", "Ankle"))]
    high = [index for index, name in enumerate(names) if name.endswith(("Shoulder", "Hip"))]
    if low and high and np.nanmedian(flat[:, 0, low, 1]) < np.nanmedian(flat[:, 0, high, 1]):
        flat[..., 1] *= -1.0
    seen = whole(flat).astype(np.float64)
    return made_frames(tuple(names), range(len(flat)), flat, seen, "pixels of TRC")


def made_frames(
    names: tuple[str, ...], numbers: Sequence[int], positions: Array, confidence: Array, model: str,
    clock: Array | None = None,
) -> Frames:  # fmt: skip
    """Return frames with what was not found as nan; `InputError` where that is all."""
    positions, confidence = np.array(positions), np.array(np.nan_to_num(confidence))
    # A point that was not found is written as 0, 0 with no confidence.
    lost = ~whole(positions) | (confidence <= 0.0) | np.all(positions == 0.0, axis=3)
    positions[lost], confidence[lost] = np.nan, 0.0
    if lost.all():
        raise InputError("nobody was found in any frame", remedy="Film with the whole runner in view")
    return Frames(names, np.array(numbers, dtype=np.int64), positions, np.clip(confidence, 0.0, 1.0), model, clock)


def _number(name: str) -> int:
    found = re.findall(r"\d+", name.rsplit("/", 1)[-1])
    if not found:
        raise InputError(f"'{name}' has no frame number in its name", remedy="Name the files as they were written")
    return int(found[-1])


def _of_point(point: object, index: int) -> tuple[float, float, float]:
    try:
        held = cast(Mapping[str, Any], point)
        return float(held["x"]), float(held["y"]), float(held.get("visibility", 1.0))
    except (KeyError, TypeError, ValueError, AttributeError):
        raise InputError("a landmark has no x and y", place=f"frame {index}", remedy="Export it again") from None


def _clock(frame: Mapping[str, Any]) -> float | None:
    for name, factor in (("timestamp_ms", 0.001), ("time", 1.0), ("timestamp", 1.0)):
        if isinstance(value := frame.get(name), int | float):
            return float(value) * factor
    return None


def _of_rows(
    rows: Sequence[tuple[int, str, float, float, float, float | None]], size: tuple[float | None, float | None]
) -> Frames:
    """Put rows of frame, point, x, y, confidence and clock together, in px."""
    numbers = sorted({row[0] for row in rows})
    if numbers and numbers[-1] - numbers[0] > MOST_FRAMES:
        raise InputError(f"its frames go to {numbers[-1]}", remedy=f"At most {MOST_FRAMES} are read; cut the clip")
    names = tuple(name for name in MODELS[33][1] if any(row[1] == name for row in rows))
    place, column = {number: row for row, number in enumerate(numbers)}, {name: at for at, name in enumerate(names)}
    values = np.full((len(numbers), 1, len(names), 3), np.nan)
    clock = np.full(len(numbers), np.nan)
    for number, name, x, y, seen, at in rows:
        values[place[number], 0, column[name]] = x, y, seen
        clock[place[number]] = np.nan if at is None else at
    positions = values[..., :2]
    if not np.isfinite(positions).any():
        raise InputError("nobody was found in any frame", remedy="Film with the whole runner in view")
    if np.nanmax(np.abs(positions)) <= NORMALISED:
        width, height = size
        if width is None or height is None:
            raise InputError(
                "its coordinates are shares of the picture, and the size of the picture is not told",
                why="A share of the width and one of the height are different lengths",
                remedy="Add width and height in pixels, or export pixels",
            )
        positions = positions * np.array([float(width), float(height)])
    told = None if np.isnan(clock).any() else clock - clock[0]
    return made_frames(names, [one - numbers[0] for one in numbers], positions, values[..., 2], "33 landmarks", told)


def _heading(headings: Mapping[str, str], which: tuple[str, ...]) -> str | None:
    return next((headings[name] for name in which if name in headings), None)


def _cell(line: Mapping[str, str], name: str | None, place: str) -> float:
    text = str(line.get(name or "") or "").strip()
    if text.casefold() in ("", "nan", "none"):
        return float("nan")
    try:
        return float(text)
    except ValueError:
        raise InputError(f"'{text[:40]}' is no number", place=place, remedy="Export the keypoints again") from None


def _size(headings: Mapping[str, str], data: bytes, name: str) -> float | None:
    """Return what the first row says of the picture's size."""
    if name not in headings:
        return None
    first = next(csv.DictReader(io.StringIO(decode(data)[0])), None)
    return None if first is None else _cell(first, headings[name], "line 2")
