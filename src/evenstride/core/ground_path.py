"""The path of a camera that pans as text, beside the keypoints of its film: the run never needs the film again."""

from __future__ import annotations

import numpy as np

from evenstride.core.errors import InputError
from evenstride.core.estimate import Array

GROUND = "ground.csv"
"""Name of the file in a zip of keypoints."""

_HEAD = "right_px,down_px,error_px"


def write_ground(path: Array) -> str:
    r"""Return a path, shape (n, 3), as a table of n rows; a frame whose ground was not seen is an empty row.

    Examples
    --------
    >>> write_ground(np.array([[0.0, 0.0, 0.0], [4.25, -0.5, 0.125], [np.nan, np.nan, np.nan]]))
    'right_px,down_px,error_px\n0.00,0.00,0.00\n4.25,-0.50,0.12\n,,\n'
    """
    rows = (",".join("" if np.isnan(one) else f"{one:.2f}" for one in row) for row in path)
    return "\n".join((_HEAD, *rows)) + "\n"


def read_ground(text: str, count: int) -> Array:
    """Return a path of `count` frames, shape (count, 3); frames beyond its end are nan.

    Raises
    ------
    InputError
        If it is no such table.

    Examples
    --------
    >>> read_ground(write_ground(np.array([[0.0, 0.0, 0.0], [4.25, -0.5, 0.25]])), 3)[1:].tolist()
    [[4.25, -0.5, 0.25], [nan, nan, nan]]
    """
    head, *lines = text.splitlines() or [""]
    path = np.full((count, 3), np.nan)
    try:
        if head != _HEAD:
            raise ValueError(head)
        for number, line in enumerate(lines[:count]):
            path[number] = [float(one) if one else np.nan for one in line.split(",", 3)]
    except ValueError:
        raise InputError("it is no path of a camera", place=GROUND, remedy="Import the film again") from None
    return path
