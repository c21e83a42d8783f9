"""Where something holds without a break: runs of True in a course of samples."""

from __future__ import annotations

import numpy as np


def stretches(inside: np.ndarray) -> list[tuple[int, int]]:
    """Return first and one past the last index of every run of True.

    Examples
    --------
    >>> stretches(np.array([True, False, True, True]))
    [(0, 1), (2, 4)]
    """
    edges = np.diff(np.concatenate([[0], np.asarray(inside).astype(int), [0]]))
    pairs = zip(np.flatnonzero(edges == 1), np.flatnonzero(edges == -1), strict=True)
    return [(int(begin), int(end)) for begin, end in pairs]
