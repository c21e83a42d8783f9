"""Everybody's keypoints in a film as lines of text: a head, then a frame a line, so that writing can stop and go on."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Any, cast

import numpy as np

from evenstride.core.errors import InputError
from evenstride.core.estimate import Array

FORMAT = "evenstride poses"
VERSION = 1
POSES = "poses.jsonl"
"""Name of the file in a zip of keypoints."""


@dataclass(frozen=True, slots=True)
class PoseHead:
    """What a file of poses says of itself.

    Attributes
    ----------
    estimator : str
        What found the points, for people.
    model : str
        SHA-256 of its model.
    film, film_name : str
        Content id of the film, and the name of its file.
    width, height : int
        px of the upright picture.
    frames : int or None
        Of the whole film; None where its file does not tell.
    tagged_rate : float
        Frames a second at which the film plays, Hz.
    points : tuple of str
        Names of the points, in the order in which they are written.
    notes : tuple of str
        What is unusual about the film's file, as sentences.
    """

    estimator: str
    model: str
    film: str
    film_name: str
    width: int
    height: int
    frames: int | None
    tagged_rate: float
    points: tuple[str, ...]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class PosedFrame:
    """Everybody in one frame.

    Attributes
    ----------
    index : int
        Of the frame in the film, from 0.
    time : float
        s on the film's clock.
    points : ndarray, shape (p, m, 2)
        px to the right and down.
    confidence : ndarray, shape (p, m)
        0 to 1.
    """

    index: int
    time: float
    points: Array
    confidence: Array


def write_head(head: PoseHead) -> str:
    """Return the first line; without notes it is the line of a head that knew none."""
    told = {name: value for name, value in asdict(head).items() if name != "notes" or value}
    return json.dumps({"format": FORMAT, "version": VERSION, **told}) + "\n"


def write_frame(frame: PosedFrame) -> str:
    r"""Return the line of a frame: of every person x, y and confidence of each point, to 0.01 px and 0.001.

    Examples
    --------
    >>> write_frame(PosedFrame(7, 0.25, np.array([[[10.123, 20.0]]]), np.array([[0.5]])))
    '{"frame":7,"time":0.25,"people":[[10.12,20.0,0.5]]}\n'
    """
    both = np.concatenate([frame.points.round(2), frame.confidence.round(3)[..., np.newaxis]], axis=2)
    people = both.reshape(len(both), 3 * both.shape[1]).tolist()
    told = {"frame": frame.index, "time": round(frame.time, 6), "people": people}
    return json.dumps(told, separators=(",", ":")) + "\n"


def is_poses(head: bytes) -> bool:
    """Return whether a file that begins so is one of these."""
    return head.startswith(b'{"format": "' + FORMAT.encode() + b'"')


def read_head(line: str) -> PoseHead:
    """Return what the first line says.

    Raises
    ------
    InputError
        If it is none, or of a later version.
    """
    try:
        told = json.loads(line)
        if told.pop("format") != FORMAT:
            raise ValueError(line)
        if told.pop("version") != VERSION:
            raise InputError("it is of a newer version", place="line 1", remedy="Update Evenstride")
        names, notes = (tuple(str(one) for one in told.pop(name, ())) for name in ("points", "notes"))
        if not names:
            raise ValueError(line)
        return PoseHead(points=names, notes=notes, **told)
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        raise InputError("it is no head of poses", place="line 1", remedy="Find the poses anew from the film") from None


def read_frames(lines: Iterable[str], points: Sequence[str]) -> Iterator[PosedFrame]:
    """Yield the frames of lines after the first.

    Raises
    ------
    InputError
        If a line is none, or its number does not grow.
    """
    before = -1
    for number, line in enumerate(lines, start=2):
        if not line.strip():
            continue
        try:
            told: dict[str, Any] = json.loads(line)
            index, time = int(told["frame"]), float(told["time"])
            people = np.array(cast(list[list[float]], told["people"]), dtype=np.float64)
            values = people.reshape(len(told["people"]), len(points), 3)
        except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
            raise _damaged(number) from None
        if index <= before or not np.isfinite(time):
            raise _damaged(number)
        before = index
        yield PosedFrame(index, time, values[..., :2], values[..., 2])


def _damaged(line: int) -> InputError:
    return InputError("it is no frame of poses", place=f"line {line}", remedy="Find the poses anew from the film")
