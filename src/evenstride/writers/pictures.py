"""Pictures as files: PNG, JPEG, and films as MP4."""

from __future__ import annotations

import io
from collections.abc import Iterable
from contextlib import suppress
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from evenstride.core.errors import InputError
from evenstride.writers.raster import Picture, no_library

if TYPE_CHECKING:
    from types import ModuleType

CODECS = ("libx264", "libopenh264", "mpeg4")
"""Encoders in the order they are tried: H.264 plays everywhere, MPEG-4 part 2 nearly so."""

CODEC_NAMES = {"libx264": "H.264", "libopenh264": "H.264", "mpeg4": "MPEG-4"}

QUALITY = 88
"""Of a JPEG, 0 to 100."""


def write_png(picture: Picture) -> bytes:
    """Return a picture (uint8 RGB, shape (height, width, 3)) as a PNG."""
    return _encoded(picture, "PNG")


def write_jpeg(picture: Picture) -> bytes:
    """Return a picture (uint8 RGB, shape (height, width, 3)) as a JPEG."""
    return _encoded(picture, "JPEG", quality=QUALITY)


def require_pictures() -> None:
    """Raise an `InputError` if the library that writes pictures is not installed: said before there is one to write."""
    write_jpeg(np.zeros((1, 1, 3), dtype=np.uint8))


def scaled(picture: Picture, share: float) -> Picture:
    """Return a picture at a share of its size, at least one pixel either way."""
    if share == 1.0:
        return picture
    try:
        from PIL import Image
    except ImportError:
        raise no_library("pictures are made smaller") from None
    size = max(1, round(share * picture.shape[1])), max(1, round(share * picture.shape[0]))
    small = Image.fromarray(np.ascontiguousarray(picture)).resize(size, Image.Resampling.LANCZOS)
    return np.asarray(small, dtype=np.uint8)


def write_mp4(path: Path, pictures: Iterable[Picture], rate: float) -> str:
    """Write a film of pictures of one size to a new file, and return by what it is coded, `H.264` or `MPEG-4`.

    Parameters
    ----------
    path : Path
        Nothing is left there where writing fails or is stopped.
    pictures : iterable of ndarray
        uint8 RGB; a last odd row or column is left out, since the coding takes points in fours.
    rate : float
        Pictures a second.

    Raises
    ------
    InputError
        If the library that codes is not installed, the file is there already or cannot be written, or there is no
        picture.
    """
    av = _av()
    codec = next((name for name in CODECS if name in av.codecs_available), None)
    if codec is None:  # pragma: no cover - every build has the last
        raise InputError("the library for films can code none here", remedy="Write single pictures")
    try:
        with path.open("xb") as file:
            _film(av, file, codec, pictures, rate)
    except FileExistsError:
        raise InputError("there is such a file already", place=str(path), remedy="Give another name") from None
    except OSError as problem:
        with suppress(OSError):
            path.unlink(missing_ok=True)
        raise InputError("the film cannot be written", place=str(path), why=problem.strerror or "") from None
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    return CODEC_NAMES[codec]


def _film(av: ModuleType, file: Any, codec: str, pictures: Iterable[Picture], rate: float) -> None:
    with av.open(file, "w", format="mp4") as container:
        stream = None
        for picture in pictures:
            even = np.ascontiguousarray(picture[: len(picture) // 2 * 2, : picture.shape[1] // 2 * 2])
            if stream is None:
                stream = container.add_stream(codec, rate=Fraction(rate).limit_denominator(1000))
                stream.height, stream.width = even.shape[:2]
                stream.pix_fmt = "yuv420p"
                # The index comes first, so that a film plays while it is still being fetched.
                stream.options = {"crf": "20", "preset": "veryfast"} if codec == "libx264" else {"q": "4"}
            for packet in stream.encode(av.VideoFrame.from_ndarray(even, format="rgb24")):
                container.mux(packet)
        if stream is None:
            raise InputError("there is no picture to make a film of")
        for packet in stream.encode():
            container.mux(packet)


def _encoded(picture: Picture, form: str, **how: object) -> bytes:
    try:
        from PIL import Image
    except ImportError:
        raise no_library("pictures are written") from None
    found = io.BytesIO()
    Image.fromarray(np.ascontiguousarray(picture, dtype=np.uint8)).save(found, form, **how)
    return found.getvalue()


def _av() -> ModuleType:
    try:
        import av
    except ImportError:
        raise no_library("films are coded") from None
    return av
