"""A film's file opened, or one sentence why it cannot be."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

from evenstride.core.errors import InputError, to_install

if TYPE_CHECKING:
    from av.container import InputContainer
    from av.video.stream import VideoStream

CONTAINERS = "mov,matroska,avi,mpegts,mpeg,asf,flv,ogg,mxf,dv"
"""Kinds of file that hold a film. Playlists, lists of files and single pictures are no film: FFmpeg would follow them
to other files and addresses."""

NAMES = ".mp4, .mov, .m4v, .3gp, .mkv, .webm, .avi or .mts"

LARGEST_SIDE = 16_384
"""px: twice the width of an 8K picture."""

_HEAD = 64


def need_av() -> ModuleType:
    """Return PyAV; `InputError` where it is not installed."""
    try:
        import av
    except ImportError:
        raise InputError("films cannot be read here", why="PyAV is missing", remedy=to_install("video")) from None
    return av


def failures() -> tuple[type[Exception], ...]:
    """Return what FFmpeg raises over a file that is damaged, cut off or not what it says."""
    return (need_av().error.FFmpegError, OSError, ValueError)


@contextmanager
def opened(path: Path) -> Generator[tuple[InputContainer, VideoStream], None, None]:
    """Open a film and its picture stream.

    Raises
    ------
    InputError
        If there is no film in the file, or none that this build of FFmpeg can show.
    """
    av = need_av()
    head = _looked_into(path)
    allowed = {"format_whitelist": CONTAINERS, "protocol_whitelist": "file"}
    try:
        container = av.open(str(path.absolute()), mode="r", container_options=allowed, metadata_errors="replace")
    except failures() as error:
        raise _no_film(path, head) from error
    with container:
        stream = _pictures(path, container)
        stream.thread_type = "AUTO"
        yield container, stream


def _looked_into(path: Path) -> bytes:
    """Return the first bytes of the file."""
    place = path.name
    try:
        if path.is_dir():
            raise InputError("this is a folder", place=place, remedy="Give one film")
        if path.exists() and not path.is_file():
            raise InputError("this is no ordinary file", place=place, remedy="Give a film")
        with path.open("rb") as file:
            head = file.read(_HEAD)
    except FileNotFoundError:
        raise InputError("there is no such file", place=place, remedy="Check the path") from None
    except OSError as error:
        raise InputError(f"the file cannot be read ({error.strerror})", place=place) from error
    if not head:
        raise InputError("the file is empty", place=place, remedy="Copy the film from the phone again")
    return head


def _no_film(path: Path, head: bytes) -> InputError:
    """Say why nothing could be opened: the beginning of a film without its end, or no film."""
    if head[4:8] in (b"ftyp", b"moov", b"mdat", b"wide"):
        return InputError(
            "the film is cut off or damaged",
            place=path.name,
            why="The table that says where its frames stand is missing; most phones write it last",
            remedy="Copy it from the phone again, whole",
        )
    return InputError("this is no film", place=path.name, remedy=f"Give what the camera wrote: {NAMES}")


def _pictures(path: Path, container: InputContainer) -> VideoStream:
    """Return the stream of pictures: the largest, and never the cover of an album."""
    av = need_av()
    cover = av.stream.Disposition.attached_pic | av.stream.Disposition.still_image
    streams = [one for one in container.streams.video if not one.disposition & cover]
    if not streams:
        what = "there is sound alone in this file" if container.streams.audio else "there is no picture in this file"
        raise InputError(what, place=path.name, remedy=f"Give the film itself: {NAMES}")
    context = [(one, getattr(one, "codec_context", None)) for one in streams]
    known = [one for one, codec in context if codec is not None]
    if not known:
        raise InputError(
            "its kind of coding is not known here",
            place=path.name,
            why="FFmpeg has no decoder for it",
            remedy="Export it from the phone as H.264 (on an iPhone: Settings, Camera, Formats, Most Compatible)",
        )
    largest = max(known, key=lambda one: one.width * one.height)
    if max(largest.width, largest.height) > LARGEST_SIDE:
        raise InputError(
            f"its pictures are {largest.width} × {largest.height} px",
            place=path.name,
            why=f"More than {LARGEST_SIDE} px a side do not fit into memory",
            remedy="Export it at 4K or below",
        )
    return largest
