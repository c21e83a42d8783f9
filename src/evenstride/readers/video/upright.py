"""Pictures as they should be looked at: turned as the phone was held, pixels square, scaled down."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from av.video.frame import VideoFrame


@dataclass(frozen=True, slots=True)
class Turn:
    """How stored pictures become upright ones.

    Attributes
    ----------
    quarters : int
        Quarter turns clockwise.
    mirrored : bool
        Whether left and right are exchanged, after the turn.
    aspect : float
        Width of a stored pixel as a share of its height.
    """

    quarters: int = 0
    mirrored: bool = False
    aspect: float = 1.0

    def size(self, width: int, height: int) -> tuple[int, int]:
        """Return width and height of the upright picture for those of the stored one, px."""
        wide = max(1, round(width * self.aspect))
        return (height, wide) if self.quarters % 2 else (wide, height)

    def picture(self, frame: VideoFrame, height: int | None) -> np.ndarray:
        """Return RGB of shape (h, w, 3), upright, at most `height` rows."""
        across, down = self.size(frame.width, frame.height)
        if height is not None and height < down:
            across, down = max(1, round(across * height / down)), height
        stored = (down, across) if self.quarters % 2 else (across, down)
        plain = frame.to_ndarray(format="rgb24", width=stored[0], height=stored[1])
        if not self.quarters and not self.mirrored:
            return plain  # as it was decoded, with what room there is behind its rows: a copy costs a tenth of decoding
        turned = np.rot90(plain, -self.quarters)
        return np.ascontiguousarray(turned[:, ::-1] if self.mirrored else turned)


def find_turn(frame: VideoFrame, aspect: float) -> Turn:
    """Return the turn that a frame's display matrix asks for; none where it has no such matrix.

    Notes
    -----
    The matrix takes (x, y) of the stored picture, y down, to the shown one in 16.16 fixed point, row by row
    a b u / c d v / x y w: x' = a x + c y, y' = b x + d y. A quarter turn clockwise is a = d = 0, b = 1, c = −1. A
    negative determinant mirrors.
    """
    data = frame.side_data.get("DISPLAYMATRIX")
    if data is None:
        return Turn(aspect=aspect)
    a, b, _, c, d, *_ = np.frombuffer(bytes(data), dtype=np.int32)[:9].astype(np.float64)
    mirrored = bool(a * d - b * c < 0.0)
    # A mirror after the turn changes the sign of x' alone.
    quarters = round(float(np.degrees(np.arctan2(b, -a if mirrored else a))) / 90.0) % 4
    return Turn(quarters, mirrored, aspect)
