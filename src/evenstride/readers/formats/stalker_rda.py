"""Stalker ATS II, raw samples (`.rda`): four header lines, then one speed a line."""

from __future__ import annotations

import numpy as np

from evenstride.readers.contract import Contents, Defaults, Source
from evenstride.readers.stalker import FIRST_LINE, column_line, is_stalker, lines_of, numbers, read_header, trace

NAME = "Stalker .rda"
SUFFIXES = (".rda",)
UNITS = {"times": "s", "speeds": "m/s"}
NEEDS = f"a first line '{FIRST_LINE} ...', three more header lines and one speed a line"
COLUMNS: dict[str, str] = {}
EXAMPLE = "STALKER Version 5.020 using ATS II radar gun\n\n\n\n" + "".join(f"{0.2 * i:.2f}\n" for i in range(12))

_HEADER_LINES = 4


def sniff(source: Source) -> tuple[str, ...]:
    """Return what the file lacks for this format."""
    lacking = () if is_stalker(source) else (f"the first line '{FIRST_LINE} ...'",)
    if column_line(source) is not None:
        lacking += ("one speed a line (it has columns)",)
    return lacking


def read(source: Source, defaults: Defaults) -> Contents:
    """Read the samples at the stated rate, 46.875 Hz where none is stated; the first is at 0 s."""
    lines = lines_of(source)
    header = read_header(lines[:_HEADER_LINES], defaults)
    cells = [[line.strip()] for line in lines[_HEADER_LINES:]]
    speeds = numbers(cells, _HEADER_LINES + 1).reshape(-1)
    notes = (
        *source.notes,
        f"Raw samples of a Stalker radar gun at {header.rate:g} Hz; the first is at 0 s.",
        *header.notes,
    )
    times = np.arange(speeds.size) / header.rate
    return Contents((trace(defaults, header, times, speeds, first_line=_HEADER_LINES + 1),), notes)
