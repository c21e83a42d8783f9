"""What is said beside a kinogram: how its instants are found, and what bounds its angles."""

from __future__ import annotations

from collections.abc import Mapping
from math import degrees

from evenstride.core.estimate import Estimate
from evenstride.core.kinogram import Angle, Instant, Kinogram
from evenstride.words.video.review import FRAMES

INSTANT_LINES: Mapping[Instant, str] = {
    Instant.TOUCHDOWN: "Touchdown: the foot meets the ground, as contacts were found in this run.",
    Instant.MID_STANCE: "Mid-stance: the hip passes over the ball of the foot that stands.",
    Instant.TOE_OFF: "Toe-off: the foot leaves the ground, as contacts were found in this run.",
    Instant.THIGHS_PASS: "Thighs pass: this thigh, swinging forward, passes the other one.",
    Instant.MAXIMAL_SWING: "Maximal swing: this thigh is foremost before its next touchdown.",
}
"""When each instant is."""


def say_kinogram(kinogram: Kinogram) -> tuple[str, ...]:
    """Return what bounds a kinogram, in sentences.

    Examples
    --------
    >>> from evenstride.core.kinogram import KinogramRow
    >>> say_kinogram(Kinogram("Noa", None, ()))[0]
    'Of each leg one whole stride is shown: the one in which most was seen, nearest to the middle of the run.'
    """
    said = ["Of each leg one whole stride is shown: the one in which most was seen, nearest to the middle of the run."]
    shots = [shot for row in kinogram.rows for shot in row.seen]
    thighs = [angle for shot in shots if isinstance(angle := shot.angles[Angle.THIGH], Estimate)]
    if thighs:
        half = sorted(0.5 * degrees(one.high - one.low) for one in thighs)[len(thighs) // 2]
        said.append(
            f"The thigh's angle in one picture is ±{half:.0f}° (90 %), from where points sit on the body and when the "
            "instant is; the table has each. A mean of many strides is nearer: it is on the page of the run."
        )
    said.append("Angles: thigh against the vertical, knee ahead positive; knee from straight.")
    if shots:
        said.append(FRAMES)
    if not kinogram.scaled:
        said.append("The clip has no scale: the body is drawn with a leg of usual length; times and angles hold.")
    if shots and all(shot.film is None for shot in shots):
        said.append("No film is kept with this run: the body is drawn from its points, running to the right.")
    return tuple(said)


def instant_lines() -> tuple[str, ...]:
    """Return the definition of each instant as a sentence."""
    return tuple(INSTANT_LINES.values())
