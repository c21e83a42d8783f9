"""FIT: what Garmin, Suunto, Coros, Wahoo, Polar, Stryd and most others write."""

from __future__ import annotations

from evenstride.core.activity import ActivityReading
from evenstride.readers.fit.parts import is_header
from evenstride.readers.fit.reading import read_fit

NAME = "FIT"
SUFFIXES = (".fit",)
NEEDS = "the letters .FIT in its ninth to twelfth byte"


def sniff(data: bytes) -> bool:
    """Return whether these bytes begin with a FIT header."""
    return is_header(data)


def read(data: bytes, *, name: str) -> ActivityReading:
    """Read a FIT file; see `evenstride.readers.fit.reading.read_fit`."""
    return read_fit(data, name=name)
