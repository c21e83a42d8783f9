"""People of frames of keypoints, one document a frame: who is read, and who is left out and said."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from evenstride.core.errors import InputError
from evenstride.core.recording import LEFT_OUT
from evenstride.readers.keypoint_names import MODELS
from evenstride.readers.text import decode

MOST_PEOPLE = 12
"""People of one frame that are kept, in the order of the file: beyond, it is a crowd (judgement)."""

MOST_NAMED = 3
"""Places that a sentence names; the others are counted."""

AGAIN = "Export these frames again"


@dataclass(frozen=True, slots=True)
class _Person:
    """Somebody in a document: his place among its people, from 1, and his numbers."""

    document: str
    number: int
    values: list[float]

    @property
    def points(self) -> int | None:
        """How many points he has; None where the numbers are not three a point."""
        return None if len(self.values) % 3 else len(self.values) // 3

    @property
    def place(self) -> str:
        return f"{self.document}, person {self.number}"

    @property
    def fault(self) -> str:
        if self.points is None:
            return f"{len(self.values)} numbers, which are not three a point"
        return f"{self.points} {'point' if self.points == 1 else 'points'}"


def read_people(documents: Sequence[tuple[str, bytes]]) -> tuple[list[list[list[float]]], int, tuple[str, ...]]:
    """Return the people of each document, how many points each has, and in sentences who was left out.

    Parameters
    ----------
    documents : sequence of (str, bytes)
        Name and content of each frame, in their order.

    Raises
    ------
    InputError
        If a document is none, nobody is in any, or no known number of points, or several, are found.
    """
    frames = [_people(data, name) for name, data in documents]
    everybody = [one for frame in frames for one in frame]
    if not everybody:
        raise InputError("nobody was found in any frame", remedy="Film with the whole runner in view")
    known = Counter(one.points for one in everybody if one.points in MODELS)
    if len(known) != 1:
        raise _strange(everybody)
    [count] = known
    assert count is not None, "it is one of the models'"
    odd = [one for one in everybody if one.points != count]
    kept = [[one.values for one in frame if one.points == count] for frame in frames]
    crowded = sum(len(frame) > MOST_PEOPLE for frame in kept)
    return [frame[:MOST_PEOPLE] for frame in kept], count, (*_left_out(odd, count), *_crowd(crowded))


def _strange(everybody: Sequence[_Person]) -> InputError:
    first: dict[str, _Person] = {}
    for one in everybody:
        first.setdefault(one.fault, one)
    if len(first) == 1:
        [(fault, one)] = first.items()
        return InputError(f"a person has {fault}", place=one.place, remedy=_known())
    points = " and ".join(str(count) for count in sorted({one.points for one in everybody if one.points is not None}))
    named = "; ".join(f"{one.place}, has {fault}" for fault, one in list(first.items())[:MOST_NAMED])
    what = f"a person has {points} points" if points else "nobody has three numbers a point"
    return InputError(what, why=f"The first of each: {named}", remedy=_known())


def _known() -> str:
    return f"Known are {', '.join(map(str, MODELS))} points of x, y and confidence"


def _left_out(odd: Sequence[_Person], count: int) -> tuple[str, ...]:
    if not odd:
        return ()
    named = "; ".join(f"{one.place}, has {one.fault}" for one in odd[:MOST_NAMED])
    more = len(odd) - MOST_NAMED
    others = f"; and {more} more" if more > 0 else ""
    return (f"{LEFT_OUT}: {named}{others}. All others have {count} points. {AGAIN} if the runner is meant.",)


def _crowd(frames: int) -> tuple[str, ...]:
    if not frames:
        return ()
    counted = "one frame" if frames == 1 else f"{frames} frames"
    return (f"{LEFT_OUT}: everybody beyond the first {MOST_PEOPLE} of a frame, in {counted}.",)


def _people(data: bytes, name: str) -> list[_Person]:
    try:
        told: Any = json.loads(decode(data)[0])
        lists = [one["pose_keypoints_2d"] for one in told["people"]]
        return [
            _Person(name, number, [float(value) for value in one]) for number, one in enumerate(lists, start=1) if one
        ]
    except (json.JSONDecodeError, KeyError, TypeError, ValueError, RecursionError):
        raise InputError(
            "it is no document of people and their keypoints", place=name, remedy="Export this frame again"
        ) from None
