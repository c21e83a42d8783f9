"""Stalker ATS II, processed run (`.rad`): a header, `Sample Time Speed Accel Dist`, rows, `END OF FILE`."""

from __future__ import annotations

import numpy as np

from evenstride.core.errors import InputError
from evenstride.core.units import to_si
from evenstride.readers.checks import require_increasing
from evenstride.readers.contract import Contents, Defaults, Source
from evenstride.readers.stalker import FIRST_LINE, column_line, is_stalker, lines_of, numbers, read_header, trace
from evenstride.readers.values import shorten

NAME = "Stalker .rad"
SUFFIXES = (".rad",)
UNITS = {"times": "s", "speeds": "m/s", "distances": "m"}
NEEDS = f"a first line '{FIRST_LINE} ...' and a line 'Sample Time Speed Accel Dist'"
COLUMNS: dict[str, str] = {}
EXAMPLE = (
    """\
STALKER Version 5.020 using ATS II

Name : Noa 1
25/05/2024 10:12:00
Direction : both

Sample rate : 46,875




Speed units : meters/sec




  Sample   Time   Speed   Accel     Dist
            sec     m/s   m/s/s        m
"""
    + "".join(
        f"{i + 1:8d} {i / 46.875:6.2f} {0.2 * i:7.2f} {9.38:7.2f} {0.1 * i * i / 46.875:8.2f}\n".replace(".", ",")
        for i in range(12)
    )
    + "END OF FILE\n"
)

_END = "END OF FILE"
_TITLE_LINE = 2
_MOST_DISAGREEMENT = 0.2


def sniff(source: Source) -> tuple[str, ...]:
    """Return what the file lacks for this format."""
    lacking = () if is_stalker(source) else (f"the first line '{FIRST_LINE} ...'",)
    if column_line(source) is None:
        lacking += ("the line 'Sample Time Speed Accel Dist'",)
    return lacking


def read(source: Source, defaults: Defaults) -> Contents:
    """Read the run; distances are kept only where they agree with the speeds."""
    lines = lines_of(source)
    columns = column_line(source)
    if columns is None or lines[-1].strip().upper() != _END:
        raise InputError(
            f"the last line is not '{_END}'",
            place=f"row {len(lines)}",
            why="The file was cut off",
            remedy="Copy or export it again",
        )
    names = lines[columns].casefold().split()
    start = columns + 1
    while start < len(lines) - 1 and not lines[start].strip()[:1].isdigit():
        start += 1
    header = read_header(lines[:start], defaults)
    cells = [line.split() for line in lines[start:-1]]
    for number, row in enumerate(cells, start=start + 1):
        if len(row) != len(names):
            raise InputError(
                f"the row has {len(row)} values and the header {len(names)}",
                place=f"row {number}",
                remedy="Export the run again",
            )
    values = numbers(cells, start + 1).reshape(-1, len(names))
    times, speeds = values[:, names.index("time")], values[:, names.index("speed")]
    if times.size:
        require_increasing(times, lambda index: f"row {start + 1 + index}", what="time")
    notes = (*source.notes, "A processed run of a Stalker radar gun, times as written.", *header.notes)
    distances = values[:, names.index("dist")] if "dist" in names else None
    if distances is not None and times.size and not _agree(times, speeds * to_si(1.0, header.unit), distances):
        distances = None
        notes += ("The distances were left out: as metres they do not agree with the speeds.",)
    label = shorten(lines[_TITLE_LINE].rsplit(":", 1)[-1]) if columns > _TITLE_LINE else ""
    recording = trace(defaults, header, times, speeds, distances=distances, label=label, first_line=start + 1)
    return Contents((recording,), notes)


def _agree(times: np.ndarray, speeds: np.ndarray, distances: np.ndarray) -> bool:
    run = float(np.trapezoid(speeds, times))
    return abs(float(np.ptp(distances)) - run) <= _MOST_DISAGREEMENT * abs(run)
