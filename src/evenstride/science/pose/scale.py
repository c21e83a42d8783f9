"""How long a pixel is: as told, from marks in the picture, from the runner's leg or height, or guessed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from evenstride.core.body_points import BodyPoint, body_point
from evenstride.core.errors import FitError
from evenstride.core.estimate import Array
from evenstride.core.pose import Scale, ScaleKind
from evenstride.core.roles import Side

LEG_OF_HEIGHT = 0.53
"""Share of the height from hip joint to floor (science.md §2.4, from memory): it makes a scale with a wide error, and
decides nothing."""

HEIGHT_ERROR = 0.05
"""Standard deviation of a scale from the height, as a share (judgement: legs differ, and so do keypoints of hips)."""

LEG_ERROR = 0.03
"""Standard deviation of a scale from a leg that was measured, as a share (judgement: a tape is 1.5 cm off, and where a
keypoint sits on a hip 2 cm)."""

USUAL_LEG = 0.85
"""m from hip to ankle by which a scale is guessed for times and angles, where only the order of size matters."""

UNDER_ANKLE = 0.08
"""m from the ankle joint to the floor (judgement: a tenth of the leg, with the sole of a shoe)."""


@dataclass(frozen=True, slots=True)
class PixelScale:
    """How long a pixel is.

    Attributes
    ----------
    error : float
        Standard deviation as a share.
    known : bool
        Whether lengths may be shown; else it is a guess that filters and limits need.
    how : str
        How it is known, as a sentence.
    """

    pixels_per_metre: float
    error: float
    known: bool
    how: str


def guess_scale(points: Mapping[BodyPoint, Array]) -> float:
    """Return pixels a metre if the leg were of usual length.

    Raises
    ------
    FitError
        If hips, knees and ankles are not seen.
    """
    return leg_in_pixels(points) / USUAL_LEG


def find_scale(told: Scale, points: Mapping[BodyPoint, Array], guess: float) -> PixelScale:
    """Return how long a pixel is, from what somebody told and the legs in the picture.

    Parameters
    ----------
    told : Scale
        Of the clip.
    points : mapping of BodyPoint to ndarray, shape (n, 2)
        px, legs put right.
    guess : float
        Pixels a metre if the leg were of usual length.

    Examples
    --------
    >>> find_scale(Scale(ScaleKind.PIXELS, 300.0, 0.01), {}, 290.0).known, find_scale(Scale(), {}, 290.0).known
    (True, False)
    """
    match told.kind:
        case ScaleKind.PIXELS | ScaleKind.CONES:
            _require_like(told.value, guess)
            return PixelScale(told.value, told.error, True, f"A metre is {told.value:.1f} px.")
        case ScaleKind.LEG:
            value = leg_in_pixels(points) / (told.value - UNDER_ANKLE)
            how = f"A metre is {value:.1f} px by the leg of {told.value:.2f} m, {100.0 * LEG_ERROR:.0f} % sure."
            return PixelScale(value, LEG_ERROR, True, how)
        case ScaleKind.HEIGHT:
            value = leg_in_pixels(points) / (LEG_OF_HEIGHT * told.value - UNDER_ANKLE)
            how = (
                f"A metre is {value:.1f} px, if the leg is {LEG_OF_HEIGHT:g} of a height of {told.value:.2f} m: to "
                f"{100.0 * HEIGHT_ERROR:.0f} %. Cones or the length of the leg are better."
            )
            return PixelScale(value, HEIGHT_ERROR, True, how)
        case ScaleKind.NONE:
            return PixelScale(guess, float("nan"), False, "No scale is told: times and angles alone are shown.")


def leg_in_pixels(points: Mapping[BodyPoint, Array]) -> float:
    """Return thigh and shank together in px: the median length of each, of both legs.

    Raises
    ------
    FitError
        If they are not seen.
    """
    lengths: list[float] = []
    for side in Side:
        for first, last in (("hip", "knee"), ("knee", "ankle")):
            ends = [points.get(body_point(side, part)) for part in (first, last)]
            if ends[0] is None or ends[1] is None:
                continue
            long = np.linalg.norm(ends[0] - ends[1], axis=1)
            if np.isfinite(long).any():
                lengths.append(float(np.nanmedian(long)))
    if len(lengths) < 4 or not min(lengths) > 0.0:
        raise FitError(
            "hips, knees and ankles of both legs are not seen",
            why="The size of the runner in the picture shows in them",
            remedy="Film with the whole runner in view, and export all keypoints",
        )
    return 0.5 * sum(lengths)


def _require_like(told: float, guess: float) -> None:
    """Refuse a scale that makes a giant or a dwarf of the runner."""
    leg = USUAL_LEG * guess / told
    if not 0.4 <= leg <= 1.3:
        raise FitError(
            f"at {told:.0f} px a metre thigh and shank are {leg:.2f} m long",
            why="No runner's are",
            remedy="Check the scale: pixels of the clip that the keypoints belong to, and the way between the cones",
        )
