"""What a film is like before anybody is found in it, and what that means for measuring."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from evenstride.core.video import VideoFacts


class Fit(StrEnum):
    """Whether one property of a film is as it should be."""

    GOOD = "good"
    CHANGE = "change"
    NOT_ENOUGH = "not enough"


class RateFrom(StrEnum):
    """Who says how many frames of life a second the camera took."""

    TOLD = "told"
    FILE = "file"
    CLOCK = "clock"


@dataclass(frozen=True, slots=True)
class Limits:
    """Where a property stops being good; all of them can be told otherwise.

    Attributes
    ----------
    timed : float
        Frames of life a second below which contact times are refused, Hz (science.md §9.2).
    fine : float
        Frames of life a second below which they are coarse, Hz: 240 give 1.7 ms of error for a duration (science.md
        §9.1), 120 twice that.
    small, tiny : float
        px of the runner's height in the picture, below which 2 px of jitter are like 5 px and 10 px at 300 px a metre,
        where contact times are 6 to 7 and 11 ms off (docs/reference/keypoints.md), of a body of 1.75 m.
    blurred : float
        m by which edges are smeared, standard deviation (judgement: 5 px at 300 px a metre).
    drift : float
        m/s that the ground may move in the picture: in a contact of 0.1 s half a centimetre, which at 1.1 m/s, as fast
        as the forefoot passes its level, is 5 ms.
    shaken : float
        m/s by which the camera's speed may change to and fro: by the same count a contact time is then 11 ms off, as
        in a picture too small.
    dark, bright : float
        Median brightness and the share of a picture that is white (judgement), 0 to 1.
    noise : float
        Grey steps of 255 by which a pixel flickers, standard deviation (judgement).
    short, long : float
        s of life (judgement: two strides; what the pose of a quarter of an hour takes).
    """

    timed: float = 120.0
    fine: float = 240.0
    small: float = 210.0
    tiny: float = 105.0
    blurred: float = 0.017
    drift: float = 0.05
    shaken: float = 0.12
    dark: float = 0.16
    bright: float = 0.25
    noise: float = 8.0
    short: float = 1.0
    long: float = 30.0


@dataclass(frozen=True, slots=True)
class FilmMeasured:
    """What the pictures of a film show, from samples of it; lengths in px of the upright picture, times in s of life.

    Attributes
    ----------
    light : float
        Median brightness, 0 to 1.
    white : float
        Share of the picture that is as bright as it can be.
    noise : float
        Grey steps of 255 by which a still pixel flickers, standard deviation; nan where nothing is still.
    blur, runner_blur : float
        px, standard deviation by which edges of the picture, and of what moves, are smeared; nan without edges.
    pan : tuple of float
        px/s that the camera looks on to the right and down over the film; nan where the ground shows nothing.
    pan_error : float
        px/s that going to and fro leaves it unsure, standard deviation.
    shake : float
        px/s by which the camera's speed differs from that, root mean square over the moments.
    runner : float
        px of height of what moves before the ground; nan where nothing does.
    samples : int
        Moments that were looked at.
    in_place : bool
        Whether what moves stays in place, as on a treadmill: `runner` is then the least it can be, as a trunk that
        keeps still is not seen.
    """

    light: float
    white: float
    noise: float
    blur: float
    runner_blur: float
    pan: tuple[float, float]
    pan_error: float
    shake: float
    runner: float
    samples: int
    in_place: bool = False


@dataclass(frozen=True, slots=True)
class FilmFinding:
    """One property of a film.

    Attributes
    ----------
    code : str
        What was looked at: `rate`, `size`, `blur`, `light`, `noise`, `camera`, `way`, `length`, `times`, `file`.
    kind : str
        What is the matter with it, a word of its own for each sentence.
    values : tuple of float
        What was found, in the order the sentence needs them.
    """

    code: str
    kind: str
    fit: Fit
    values: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class FilmCheck:
    """Whether a film is good enough, and why not.

    Attributes
    ----------
    rate : float
        Frames of life a second that were taken for the film's, Hz.
    """

    facts: VideoFacts
    rate: float
    rate_from: RateFrom
    measured: FilmMeasured
    findings: tuple[FilmFinding, ...]

    @property
    def fit(self) -> Fit:
        """The worst of all findings."""
        order = list(Fit)
        return max((one.fit for one in self.findings), key=order.index, default=Fit.GOOD)
