"""What a film is to the rest of the house: facts of a file, and frames with the time the file gives them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from evenstride.core.estimate import Array


@dataclass(frozen=True, slots=True)
class VideoFacts:
    """What the file of a film says of itself.

    Attributes
    ----------
    width, height : int
        px of the upright picture with square pixels.
    frames : int or None
        That can be shown, None where the file cannot be counted.
    duration : float
        s on the file's clock.
    times_steady : bool
        Whether frames follow each other evenly; else no rate is right for the whole of the film.
    tagged_rate : float
        Frames a second at which the film plays, Hz; where they are uneven, of the usual way from one to the next.
    capture_rate : float or None
        Frames of life a second, Hz, if the file itself says it (Android's `com.android.capture.fps`).
    rotation : float
        Degrees clockwise by which the stored picture is turned to stand upright: 0, 90, 180 or 270.
    codec : str
        As FFmpeg names it.
    notes : tuple of str
        What is unusual about the file, as sentences.
    """

    name: str
    width: int
    height: int
    frames: int | None
    duration: float
    times_steady: bool
    tagged_rate: float
    capture_rate: float | None
    rotation: float
    codec: str
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Frame:
    """One picture of a film.

    Attributes
    ----------
    index : int
        Place among the film's frames as they are shown, from 0.
    time : float
        s on the file's clock from its first frame.
    picture : ndarray of uint8, shape (h, w, 3)
        RGB, upright, pixels square.
    """

    index: int
    time: float
    picture: np.ndarray


def in_life(times: Array, facts: VideoFacts, rate: float) -> Array:
    """Return when frames were taken, s of life from the first, for a capture rate.

    Parameters
    ----------
    times : ndarray, shape (n,)
        s on the file's clock, as `Frame.time`.
    facts : VideoFacts
        Of the film.
    rate : float
        Frames that the camera took a second of life, Hz.

    Examples
    --------
    >>> facts = VideoFacts("run.mp4", 1920, 1080, 3, 0.1, True, 30.0, None, 0.0, "h264")
    >>> in_life(np.array([0.0, 1.0 / 30.0, 2.0 / 30.0]), facts, 240.0).round(5).tolist()
    [0.0, 0.00417, 0.00833]
    """
    return np.asarray(times, dtype=np.float64) * (facts.tagged_rate / rate)
