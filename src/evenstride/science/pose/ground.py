"""Keypoints under a camera that pans, laid over the ground by the path the camera took."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from evenstride.core.estimate import Array
from evenstride.core.pose import CameraMotion, Keypoints


@dataclass(frozen=True, slots=True)
class Panned:
    """What laying over the ground adds.

    Attributes
    ----------
    error : float
        Standard deviation of the runner's way, as a share of it.
    notes : tuple of str
        How it was done, as sentences; empty where the camera stood.
    """

    error: float = 0.0
    notes: tuple[str, ...] = ()


def find_ground(positions: Array, keypoints: Keypoints) -> tuple[Array, Panned]:
    """Return what is added to places in the picture to have them as seen by a camera that looks where the first did.

    Parameters
    ----------
    positions : ndarray, shape (n, m, 2)
        px in the picture, of one person.
    keypoints : Keypoints
        Of the clip, with the ground's path.

    Returns
    -------
    ndarray, shape (n, 1, 2), and Panned
        px; 0 under a camera that stands, or whose path nobody followed.

    Notes
    -----
    Where the ground was not seen places are nan. The camera turns, and the path is laid out as if it slid: of a turn
    of a to either side of square, lengths at the ends are 1/cos² a too long, 3 % at 10°. That is not in the error;
    the note says it.
    """
    ground = keypoints.ground
    if keypoints.facts.camera is not CameraMotion.PANNING or ground is None:
        return np.zeros((len(positions), 1, 2)), Panned()
    away = np.array(ground[:, np.newaxis, :2])
    laid = positions + away
    seen = laid[..., 0][np.isfinite(laid[..., 0])]
    way = float(np.ptp(seen)) if seen.size else float("nan")
    error = float(np.nanmax(ground[:, 2])) / way if way > 0.0 else float("nan")
    panned = float(np.nanmax(ground[:, 0]) - np.nanmin(ground[:, 0]))
    lost = int(np.isnan(ground).any(axis=1).sum())
    notes = [
        f"The camera panned by {panned:.0f} px; places are laid over the ground, which was followed to "
        f"{float(np.nanmax(ground[:, 2])):.1f} px. A camera that turns 10° to either side shows lengths 3 % too long "
        "at the ends."
    ]
    if lost:
        notes.append(f"In {lost} frames the ground could not be seen; they are left out.")
    return away, Panned(error, tuple(notes))
