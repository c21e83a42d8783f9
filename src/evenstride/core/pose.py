"""What a pose estimator writes of a clip: named points of the body in the picture, frame by frame, person by person."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from math import hypot, isfinite

import numpy as np

from evenstride.core.errors import InputError
from evenstride.core.estimate import Array
from evenstride.core.frozen import freeze
from evenstride.core.units import parse_quantity

KEYPOINTS = "keypoints"
"""Kind of the device of contacts from keypoints: another set-up than frames that a person looked at."""

RATES = (10.0, 20_000.0)
"""Frames of life a second that a camera takes."""

HEIGHTS = (0.9, 2.5)
"""m of a runner's body, standing."""

LEGS = (0.4, 1.3)
"""m from hip joint to floor of a runner, standing."""

LARGEST_BIAS = 0.05
"""s that a camera may be told to read contact long or short (judgement: half a sprinter's contact)."""

CONE_ERROR = 2.0
"""px, standard deviation of where a person puts a cone in the picture (judgement)."""

FACTS = "camera.toml"
"""Name of the file beside keypoints that says capture rate, scale and camera."""

CLIP_WORDS = ("fps", "scale", "camera", "contact_bias", "runner")
"""What may be told of a clip, by the names its file of facts uses."""


class ScaleKind(StrEnum):
    """What tells how long a pixel is: a stated number, marks in the picture, the runner, or nothing."""

    PIXELS = "pixels"
    CONES = "cones"
    LEG = "leg"
    HEIGHT = "height"
    NONE = "none"


class CameraMotion(StrEnum):
    """Whether the picture moves over the ground; `treadmill` is a static camera beside a belt."""

    STATIC = "static"
    PANNING = "panning"
    TREADMILL = "treadmill"


@dataclass(frozen=True, slots=True)
class Scale:
    """How long a pixel is.

    Attributes
    ----------
    value : float
        Pixels a metre; of `leg` the runner's from hip joint to floor, of `height` the body's, m; nan of `none`.
    error : float
        Standard deviation as a share of the value, nan where it is found with the body.

    Examples
    --------
    >>> parse_scale("300px/m").value, parse_scale("height=1.8m").kind.value, parse_scale("none").kind.value
    (300.0, 'height', 'none')
    >>> round(parse_scale("cones=100,700:1300,690:10m").value, 1)
    120.0
    """

    kind: ScaleKind = ScaleKind.NONE
    value: float = float("nan")
    error: float = float("nan")


@dataclass(frozen=True, slots=True)
class RunnerAt:
    """Where somebody pointed at the runner: px to the right and down, and when, s.

    The time is the film's own as it plays where it is told, and of life where keypoints are read.
    """

    x: float
    y: float
    time: float = 0.0


@dataclass(frozen=True, slots=True)
class ClipFacts:
    """What somebody said of a clip; a file of keypoints holds none of it.

    Attributes
    ----------
    rate : float
        Frames that the camera took a second of life, Hz: 240 of a clip in slow motion that plays at 30.
    contact_bias : float
        s by which this camera and estimator are known to read contact long, negative if short.
    runner : RunnerAt or None
        Which of several people it is; None leaves it to how their legs move.
    """

    rate: float
    scale: Scale = Scale()
    camera: CameraMotion = CameraMotion.STATIC
    contact_bias: float = 0.0
    runner: RunnerAt | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Keypoints:
    """Points of the body in the picture, as a pose estimator gave them.

    Attributes
    ----------
    names : tuple of str, length m
        As the estimator calls them, each once.
    times : ndarray, shape (n,)
        s of life from the first frame, growing.
    positions : ndarray, shape (n, p, m, 2)
        px to the right and down, of up to p people; nan where a point or a person was not seen. The order of the
        people means nothing from one frame to the next.
    confidence : ndarray, shape (n, p, m)
        0 to 1 as the estimator says it; 0 where not seen.
    facts : ClipFacts
        What was said of the clip.
    ground : ndarray, shape (n, 3), or None
        How far the camera had looked on since the first frame, px to the right and down, and the standard deviation of
        either; nan where the ground was not seen. None where nobody followed it.
    """

    names: tuple[str, ...]
    times: Array
    positions: Array
    confidence: Array
    facts: ClipFacts
    ground: Array | None = None

    def __post_init__(self) -> None:
        freeze(self, "times", "positions", "confidence", "ground")

    @property
    def people(self) -> int:
        """Most people seen in one frame."""
        anybody = self.seen.sum(axis=2) > 0
        return int(anybody.sum(axis=1).max(initial=0))

    @property
    def seen(self) -> np.ndarray:
        """Whether each point of each person was found in each frame, shape (n, p, m)."""
        return whole(self.positions)


def whole(positions: Array) -> np.ndarray:
    """Return whether each point has all of its coordinates: the shape without its last axis."""
    return np.asarray(np.isfinite(positions).all(axis=-1), dtype=np.bool_)


def parse_scale(text: str, *, place: str = "--scale") -> Scale:
    """Return the scale that somebody wrote: `300px/m`, `300`, `leg=0.92m`, `height=1.80m`, `cones=X,Y:X,Y:10m`, `none`.

    Raises
    ------
    InputError
        If it is none of these, or no camera or runner can be so.
    """
    said = text.strip().replace(" ", "").casefold()
    if said in ("", "none"):
        return Scale()
    try:
        for kind, (low, high) in ((ScaleKind.HEIGHT, HEIGHTS), (ScaleKind.LEG, LEGS)):
            if said.startswith(f"{kind}=") and low <= (length := parse_quantity(said[len(kind) + 1 :], "m")) <= high:
                return Scale(kind, length)
        if said.startswith("cones="):
            return _cones(said.removeprefix("cones="))
        if (pixels := float(said.removesuffix("px/m").replace(",", "."))) > 0.0 and isfinite(pixels):
            return Scale(ScaleKind.PIXELS, pixels, 0.01)
    except (ValueError, InputError):
        pass
    raise InputError(
        f"'{text}' is no scale",
        place=place,
        remedy="Write 300px/m; leg=0.92m, hip joint to floor; height=1.80m; cones=412,690:1506,694:10m, two marks in "
        "pixels and the way between them; or none",
    )


def parse_clip(told: Mapping[str, object], *, place: str) -> ClipFacts:
    """Return the facts of a clip as somebody told them, by the names of `CLIP_WORDS`.

    Raises
    ------
    InputError
        If the capture rate is not told, or anything told cannot be so.

    Examples
    --------
    >>> parse_clip({"fps": 240}, place="camera.toml").camera.value
    'static'
    """
    strange = sorted(set(told) - set(CLIP_WORDS))
    if strange:
        raise InputError(
            f"'{strange[0]}' is no fact of a clip", place=place, remedy=f"Known are {', '.join(CLIP_WORDS)}"
        )
    rate = told.get("fps")
    if rate is None:
        raise no_rate(place)
    if isinstance(rate, bool) or not isinstance(rate, int | float) or not RATES[0] <= float(rate) <= RATES[1]:
        raise InputError(
            f"{rate} frames a second is no capture rate",
            place=place,
            remedy=f"Write what the camera took a second, {RATES[0]:g} to {RATES[1]:g}, such as 240",
        )
    try:
        camera = CameraMotion(str(told.get("camera", CameraMotion.STATIC)).casefold())
    except ValueError:
        raise InputError(
            f"'{told['camera']}' is no way a camera stands",
            place=place,
            remedy=f"Known are {', '.join(CameraMotion)}",
        ) from None
    bias = parse_quantity(str(told.get("contact_bias", 0.0)), "s")
    if not abs(bias) <= LARGEST_BIAS:
        raise InputError(
            f"contact is told to be read {1000.0 * bias:.0f} ms long",
            place=place,
            remedy=f'Write at most {1000.0 * LARGEST_BIAS:.0f} ms either way, such as contact_bias = "7ms"',
        )
    scale = parse_scale(str(told.get("scale", "none")), place=f"{place}, scale")
    runner = parse_runner(str(told["runner"]), place=f"{place}, runner") if "runner" in told else None
    return ClipFacts(float(rate), scale, camera, bias, runner)


def parse_runner(text: str, *, place: str = "--runner") -> RunnerAt:
    """Return where somebody pointed at the runner, written `X,Y` in the first frame or `X,Y@SECOND`.

    Raises
    ------
    InputError
        If it is no place in a picture.

    Examples
    --------
    >>> parse_runner("640,410@1.5")
    RunnerAt(x=640.0, y=410.0, time=1.5)
    """
    spot, _, second = text.strip().replace(" ", "").partition("@")
    try:
        x, y = map(float, spot.split(","))
        time = float(second.removesuffix("s")) if second else 0.0
        if isfinite(x) and isfinite(y) and 0.0 <= time < float("inf"):
            return RunnerAt(x, y, time)
    except ValueError:
        pass
    raise InputError(
        f"'{text}' is no place of a runner", place=place,
        remedy="Write X,Y in pixels of the first frame, or X,Y@SECOND, such as 640,410@1.5",
    )  # fmt: skip


def require_within(runner: RunnerAt | None, length: float, *, place: str) -> None:
    """Refuse a runner who is pointed at after the end of a clip, whose length is in s as it plays.

    Raises
    ------
    InputError
        Saying how long the clip is.
    """
    if runner is not None and runner.time > length:
        raise InputError(
            f"the runner is pointed at in second {runner.time:g}, and the film is {length:.4g} s long",
            place=place,
            remedy="Write a second of the film as it plays, such as --runner 640,410@1.5",
        )


def no_rate(place: str) -> InputError:
    """Return the refusal of a clip whose capture rate nobody told."""
    return InputError(
        "how many frames the camera took a second is not told",
        place=place,
        why="Keypoints hold no clock, and a clip in slow motion plays at another rate than it was taken at",
        remedy=f"Give the rate of the recording, such as --fps 240, or fps = 240 in {FACTS} beside the keypoints",
    )


def _cones(text: str) -> Scale:
    """Return the scale of two marks a known way apart; ValueError where the text is none."""
    first, second, length = text.split(":")
    (x, y), (other_x, other_y) = (tuple(map(float, one.split(","))) for one in (first, second))
    metres, pixels = parse_quantity(length, "m"), hypot(other_x - x, other_y - y)
    if not (metres > 0.0 and pixels > 10.0 * CONE_ERROR):
        raise ValueError(text)
    return Scale(ScaleKind.CONES, pixels / metres, hypot(2.0**0.5 * CONE_ERROR / pixels, 0.005))
