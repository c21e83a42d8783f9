"""When each frame of a film is shown: read from the file's packets, without decoding a picture."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from evenstride.core.estimate import Array
from evenstride.readers.video.opening import failures

if TYPE_CHECKING:
    from av.container import InputContainer
    from av.video.stream import VideoStream

UNEVEN = 0.25
"""Of the way from frame to frame by which one may be off an even course and count as even (judgement: stamps rounded
to 1/600 s are 0.2 off at 240 frames a second, and one frame left out puts those beside it 0.5 off)."""

CAPTURE_RATES = ("com.android.capture.fps",)
"""Words under which a file says how many frames the camera took a second: MediaRecorder of Android writes the first."""


@dataclass(frozen=True, slots=True, eq=False)
class Clock:
    """The frames of a film in the order they are shown.

    Attributes
    ----------
    ticks : tuple of int
        Time stamp of each frame in ticks of the file.
    keys : tuple of int
        Of these, the frames that need no other to be decoded, by time stamp.
    tick : float
        s.
    stamped : bool
        Whether the stamps are those of showing; else decoding has to count from the beginning.
    told : float
        Frames a second as the file's head has them, Hz; nan where it has none.
    """

    ticks: tuple[int, ...]
    keys: tuple[int, ...]
    tick: float
    stamped: bool
    told: float

    @property
    def times(self) -> Array:
        """Return s from the first frame, shape (n,), read-only."""
        stamps = np.array(self.ticks, dtype=np.int64)
        times = np.asarray((stamps - (stamps[0] if len(stamps) else 0)) * self.tick, dtype=np.float64)
        times.flags.writeable = False
        return times

    @property
    def steady(self) -> bool:
        """Whether frames follow each other evenly."""
        return self._even()[1]

    @property
    def rate(self) -> float:
        """Frames shown a second, Hz; nan of a single frame. Of uneven ones those of the usual way between two."""
        times = self.times
        if len(times) < 2:
            return self.told
        way, steady = self._even()
        if steady:
            # Matroska rounds stamps to a millisecond; where its head agrees within that, the head is exact.
            return self.told if abs(self.told * way - 1.0) <= 2.0 * self.tick / float(times[-1]) else 1.0 / way
        ways = np.diff(times)
        usual = float(np.median(ways))
        usual = float(ways[np.abs(ways - usual) < 0.6 * usual].mean())
        # Where frames were left out, a way is as long as several.
        return float(np.maximum(1.0, np.round(ways / usual)).sum() / times[-1])

    def _even(self) -> tuple[float, bool]:
        """Return the way between frames by the straight line through all, and whether all are on it."""
        times = self.times
        if len(times) < 3:
            return (float(times[-1]) if len(times) == 2 else float("nan")), True
        number = np.arange(len(times)) - 0.5 * (len(times) - 1)
        way = float(number @ times / (number @ number))
        off = np.abs(times - times.mean() - way * number)
        return way, bool(np.all(off <= UNEVEN * way + 0.5 * self.tick))


def read_clock(container: InputContainer, stream: VideoStream) -> tuple[Clock, bool]:
    """Return the frames' times, and whether the file ended before all that it announces was there."""
    shown: list[int] = []
    decoded: list[int] = []
    keys: list[int] = []
    whole = True
    packets = container.demux(stream)
    while True:
        try:
            packet = next(packets)
        except StopIteration:
            break
        except failures():
            whole = False
            break
        # An edit list hides frames that are decoded only to reach others: the trimmed beginning of a clip.
        if packet.size == 0 or packet.is_discard:
            continue
        if packet.pts is not None:
            shown.append(packet.pts)
            if packet.is_keyframe:
                keys.append(packet.pts)
        if packet.dts is not None:
            decoded.append(packet.dts)
        whole = whole and not packet.is_corrupt
    stamped = len(shown) >= len(decoded)
    ticks = sorted(set(shown if stamped else decoded))
    tick = float(stream.time_base) if stream.time_base is not None else float("nan")
    announced, told = stream.frames, float(stream.average_rate or "nan")
    return Clock(tuple(ticks), tuple(sorted(keys)), tick, stamped, told), whole and not len(ticks) < announced - 1


def capture_rate(container: InputContainer, stream: VideoStream) -> float | None:
    """Return how many frames of life a second the file says the camera took, None if it does not."""
    for held in (stream.metadata, container.metadata):
        for name in CAPTURE_RATES:
            try:
                rate = float(held[name])
            except (KeyError, ValueError):
                continue
            if np.isfinite(rate) and rate > 0.0:
                return rate
    return None
