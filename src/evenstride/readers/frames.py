"""How a clip counts time: three facts that are asked for, and the sentences that ask."""

from __future__ import annotations

from collections.abc import Mapping

from evenstride.core.errors import InputError
from evenstride.core.raw import FrameRate

FRAME_WORDS = ("frame", "frames", "bild", "bilder", "image", "images")
"""Words, also in place of a unit, that make a number the number of a frame."""

_RATES = (10.0, 20_000.0)
_ROUNDED = 0.02
"""Rates are often stated rounded (29.97 as 30); a clip may seem to hold 2 % more frames than were taken (judgement)."""


def frame_rate(stated: Mapping[str, float | None], where: str, *, lone_fps: bool = False) -> FrameRate:
    """Return how a clip counts time.

    Parameters
    ----------
    stated : mapping
        `capture`, `clip` and `slowed` as written; None where nothing was written.
    where : str
        The rows of the clip, for messages.
    lone_fps : bool
        Whether there is a column 'fps', which does not say of what.

    Raises
    ------
    InputError
        If a rate is absent, out of range, or the three contradict each other.

    Examples
    --------
    >>> frame_rate({"capture": 240.0, "clip": 240.0, "slowed": None}, "row 2").slowed
    1.0
    """
    capture, clip, slowed = (stated[name] for name in ("capture", "clip", "slowed"))
    if capture is None or clip is None:
        why = "'fps' does not say of what: a" if lone_fps else "A"
        raise InputError(
            "the frame rates are not stated",
            place=where,
            why=f"{why} slow-motion clip holds frames taken at one rate and plays them at another",
            remedy="Fill in the columns 'capture fps' (what the camera took, e.g. 240) and 'clip fps' (what the file "
            "you counted in plays at, e.g. 30); the same number twice where they are the same",
        )
    for name, rate in (("capture", capture), ("clip", clip)):
        if not _RATES[0] <= rate <= _RATES[1]:
            raise InputError(
                f"the {name} rate is {rate:g} frames a second",
                place=where,
                why=f"It must be between {_RATES[0]:g} and {_RATES[1]:g}",
                remedy="Look the rate up in the settings of the camera and the details of the file",
            )
    if slowed is None and abs(clip / capture - 1.0) > _ROUNDED:
        raise InputError(
            f"the clip plays {clip:g} frames a second and {capture:g} were taken",
            place=where,
            why=f"Either it plays {capture / clip:.3g} times slower than life and holds every frame, or it plays at "
            "natural speed and frames were dropped",
            remedy=f"Fill in a column 'slowed' with {capture / clip:.3g}, or with 1",
        )
    slowed = 1.0 if slowed is None else slowed
    if slowed < 1.0 or clip * slowed > capture * (1.0 + _ROUNDED):
        raise InputError(
            f"a clip of {clip:g} frames a second, slowed {slowed:g} times, would hold {clip * slowed:g} frames a "
            f"second and {capture:g} were taken",
            place=where,
            why="Frames that the camera did not take are made up by the player",
            remedy="Correct 'capture fps', 'clip fps' or 'slowed' (how many times slower than life the clip plays)",
        )
    return FrameRate(capture, clip, slowed)


def rate_note(rate: FrameRate) -> str:
    """Say how frames become seconds."""
    text = f"One frame of the clip is {1000 * rate.frame:.4g} ms of life: it plays {rate.clip:g} frames a second"
    slow = "at natural speed" if rate.slowed == 1.0 else f"{rate.slowed:g} times slower than life"
    held = rate.clip * rate.slowed
    lost = "" if held > 0.98 * rate.capture else f"; of the {rate.capture:g} frames taken a second {held:g} are left"
    return f"{text}, {slow}{lost}."
