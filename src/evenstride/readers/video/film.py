"""A film whose frames can be had one after the other, or any of them by its number."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from evenstride.core.errors import InputError
from evenstride.core.estimate import Array
from evenstride.core.video import Frame, VideoFacts
from evenstride.readers.video.clock import Clock, capture_rate, read_clock
from evenstride.readers.video.opening import failures, opened
from evenstride.readers.video.upright import Turn, find_turn

if TYPE_CHECKING:
    from av.container import InputContainer
    from av.video.frame import VideoFrame
    from av.video.stream import VideoStream


class Video:
    """An open film; every walk through its frames opens the file for itself, so that several may go on at once.

    Attributes
    ----------
    facts : VideoFacts
    times : ndarray, shape (n,)
        s of every frame on the file's clock, from the first.
    keys : tuple of int
        Frames that can be had quickly: those that need no other to be decoded.
    """

    def __init__(self, path: Path, facts: VideoFacts, clock: Clock, turn: Turn) -> None:
        self.path = path
        self.facts = facts
        self.times: Array = clock.times
        self.keys = clock.key_frames
        self._clock = clock
        self._turn = turn

    def __enter__(self) -> Video:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Nothing stays open between two walks."""

    def frames(self, start: int = 0, stop: int | None = None, height: int | None = None) -> Iterator[Frame]:
        """Yield frames from `start` up to but without `stop`, scaled down to `height` rows.

        A frame that is damaged is left out; the numbers of the others stay.
        """
        last = len(self.times) if stop is None else min(stop, len(self.times))
        if not 0 <= start < last:
            return
        with opened(self.path) as (container, stream):
            for index, frame in _numbered(container, stream, self._clock, start):
                if index >= last:
                    return
                if index >= start:
                    yield Frame(index, float(self.times[index]), self._turn.picture(frame, height))

    def frame(self, index: int, height: int | None = None) -> Frame:
        """Return one frame, scaled down to `height` rows.

        Raises
        ------
        InputError
            If the film has no frame of this number, or it is damaged.
        """
        if not 0 <= index < len(self.times):
            raise InputError(
                f"there is no frame {index}",
                place=self.facts.name,
                remedy=f"The frames are 0 to {len(self.times) - 1}",
            )
        for frame in self.frames(index, index + 1, height):
            return frame
        raise InputError(
            f"frame {index} is damaged", place=self.facts.name, remedy="Copy the film from the phone again"
        )


def open_video(path: Path) -> Video:
    """Open a film.

    Raises
    ------
    InputError
        If there is no film in the file, it holds no frame, or nothing here can decode it.
    """
    with opened(path) as (container, stream):
        clock, whole = read_clock(container, stream)
        told = capture_rate(container, stream)
        announced, codec = stream.frames, stream.codec_context.name
        aspect = float(stream.sample_aspect_ratio or 1.0)
    if not clock.ticks:
        raise InputError("the film holds no frame", place=path.name, remedy="Copy it from the phone again, whole")
    first = _first(path)
    turn = find_turn(first, aspect)
    width, height = turn.size(first.width, first.height)
    count = len(clock.ticks)
    rate = clock.rate
    facts = VideoFacts(
        path.name, width, height, count, float(clock.times[-1]) + (1.0 / rate if rate > 0.0 else 0.0), clock.steady,
        rate, told, 90.0 * turn.quarters, codec, _notes(first, whole=whole, count=count, announced=announced),
    )  # fmt: skip
    return Video(path, facts, clock, turn)


def _first(path: Path) -> VideoFrame:
    """Return the first frame that can be decoded."""
    with opened(path) as (container, stream):
        for frame in _decoded(container, stream):
            return frame
    raise InputError(
        "no frame of this film can be shown",
        place=path.name,
        why="What is in it is damaged, or cut off before the first picture",
        remedy="Copy it from the phone again, whole",
    )


def _notes(first: VideoFrame, *, whole: bool, count: int, announced: int) -> tuple[str, ...]:
    notes: list[str] = []
    if not whole:
        of = f" of {announced}" if announced > count else ""
        notes.append(f"The film is cut off or damaged: {count}{of} frames are there.")
    if first.interlaced_frame:
        notes.append("Its pictures are interlaced: every other row was taken half a frame later.")
    return tuple(notes)


def _numbered(
    container: InputContainer, stream: VideoStream, clock: Clock, start: int
) -> Iterator[tuple[int, VideoFrame]]:
    """Yield decoded frames with their numbers, from the last key frame before `start`."""
    if not clock.stamped:
        yield from enumerate(_decoded(container, stream))
        return
    number = {tick: index for index, tick in enumerate(clock.ticks)}
    wanted = clock.ticks[start]
    key = bisect_right(clock.keys, wanted) - 1
    while key > 0:
        container.seek(clock.keys[key], stream=stream)
        walk = _decoded(container, stream)
        found = next(walk, None)
        if found is not None and found.pts is not None and found.pts <= wanted:
            break
        # Some files order by decoding, and a key frame is shown later than the place that was sought.
        key -= 1
    else:
        container.seek(clock.ticks[0], stream=stream)
        walk = _decoded(container, stream)
        found = next(walk, None)
    if found is not None and found.pts in number:
        yield number[found.pts], found
    for frame in walk:
        if frame.pts in number:
            yield number[frame.pts], frame


def _decoded(container: InputContainer, stream: VideoStream) -> Iterator[VideoFrame]:
    """Yield frames as they are shown; what is damaged is left out."""
    packets = container.demux(stream)
    while True:
        try:
            packet = next(packets)
        except StopIteration:
            return
        except failures():
            # The file ends within a frame: what the decoder still holds is shown.
            yield from _flushed(stream)
            return
        if packet.dts is None and packet.size == 0:
            yield from _flushed(stream)
            return
        try:
            frames = packet.decode()
        except failures():
            continue
        yield from frames


def _flushed(stream: VideoStream) -> list[VideoFrame]:
    try:
        return stream.decode(None)
    except failures():
        return []
