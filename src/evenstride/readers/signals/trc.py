"""TRC: markers or body points of OpenSim, OpenCap, Pose2Sim, Sports2D and Cortex, whose axis Y points up."""

from __future__ import annotations

import numpy as np

from evenstride.core.errors import InputError
from evenstride.core.estimate import Array
from evenstride.core.signal import Markers, Signal
from evenstride.core.units import si_unit, to_si
from evenstride.readers.marker_checks import distinct
from evenstride.readers.sampled import number_of, rate_of, writable
from evenstride.readers.text import decode, head
from evenstride.readers.told import Told

NAME = "TRC markers"
SUFFIXES = (".trc",)
UNITS = {"positions": "m"}
NEEDS = "a first line that begins with 'PathFileType'"
_POINTS = (("RHeel", 0.0, 0.05, 0.1), ("RBigToe", 0.2, 0.04, 0.1), ("LHeel", 0.0, 0.05, -0.1),
           ("LBigToe", 0.2, 0.04, -0.1), ("RHip", 0.1, 0.92, 0.1), ("LHip", 0.1, 0.92, -0.1),
           ("Neck", 0.1, 1.45, 0.0))  # fmt: skip
EXAMPLE = (
    "PathFileType\t4\t(X/Y/Z)\trun.trc\n"
    "DataRate\tCameraRate\tNumFrames\tNumMarkers\tUnits\tOrigDataRate\tOrigDataStartFrame\tOrigNumFrames\n"
    f"120\t120\t40\t{len(_POINTS)}\tm\t120\t13\t40\n"
    "Frame#\tTime\t" + "\t\t\t".join(name for name, *_ in _POINTS) + "\n"
    "\t\t" + "\t".join(f"{axis}{i + 1}" for i in range(len(_POINTS)) for axis in "XYZ") + "\n\n"
    + "".join(
        f"{i + 13}\t{(i + 12) / 120:.5f}\t"
        + "\t".join(f"{ahead + 0.05 * i:.4f}\t{height:.4f}\t{side:.4f}" for _, ahead, height, side in _POINTS)
        + "\n"
        for i in range(40)
    )
).encode()  # fmt: skip

_FIRST_ROW = 5
_PIXELS = ("px", "pixel", "pixels")


def sniff(data: bytes) -> bool:
    """Return whether the first word is that of every TRC file."""
    return head(data, 60).lstrip().startswith("PathFileType")


def read(data: bytes, told: Told) -> tuple[Signal, tuple[str, ...]]:
    """Read every marker; a cell that is empty, and a position of three zeros, is a marker that was not seen."""
    head, labels, frames = _parts(data)
    rate, start, clock = _clock(head, frames)
    unit = head.get("units", "")
    positions = _factor(unit) * frames[:, 2:].reshape(len(frames), len(labels), 3)
    nowhere = np.all(positions == 0.0, axis=2)
    positions[nowhere] = np.nan
    names, notes = distinct(labels)
    zeros = (f"{int(nowhere.sum())} positions of exactly 0, 0, 0 are taken as not seen.",) if nowhere.any() else ()
    said = f"{len(names)} markers at {rate:g} frames a second, in {unit}; {clock}."
    markers = Markers(names, rate, positions)
    return Signal(told.athlete, markers, up=1, start=start), (
        said,
        "Axis Y points up, as in every TRC.",
        *zeros,
        *notes,
    )


def read_pixels(data: bytes) -> tuple[tuple[str, ...], Array]:
    """Return names and positions in px, shape (n, m, 3), of a file whose unit is the pixel; `InputError` of another."""
    head, labels, frames = _parts(data)
    if head.get("units", "").lower() not in _PIXELS:
        raise InputError(
            "its positions are no pixels", why="What is said of a camera is said of keypoints", remedy="Leave out --fps"
        )
    return distinct(labels)[0], frames[:, 2:].reshape(len(frames), len(labels), 3)


def _parts(data: bytes) -> tuple[dict[str, str], list[str], Array]:
    """Return the head, the names of the markers, and a row of numbers for each frame."""
    text = decode(data)[0]
    lines = text.splitlines()
    if len(lines) < _FIRST_ROW + 2:
        raise _short("it ends within its first lines")
    head = _told(lines[1], lines[2])
    labels = [cell.strip() for cell in lines[3].split("\t")[2:] if cell.strip()]
    frames = _rows(lines[_FIRST_ROW:], 2 + 3 * len(labels), whole=text.endswith("\n"))
    _require_all(head, labels, len(frames))
    return head, labels, frames


def _told(names: str, values: str) -> dict[str, str]:
    """Return the third line under the names of the second."""
    return {
        name.strip().lower(): value.strip()
        for name, value in zip(names.split("\t"), values.split("\t"), strict=False)
        if name.strip()
    }


def _rows(lines: list[str], width: int, *, whole: bool) -> Array:
    filled = [(number, line) for number, line in enumerate(lines, start=_FIRST_ROW + 1) if line.strip()]
    if not filled:
        raise _short("it has no frames")
    rows: list[list[float]] = []
    for number, line in filled:
        found = line.split("\t")
        if len(found) < width and not whole and number == filled[-1][0]:
            raise _short(f"its last frame, in line {number}, is not whole")
        spare = [cell for cell in found[width:] if cell.strip()]
        if spare:
            raise InputError(
                f"{len(found)} cells, where the markers fill {width}",
                place=f"line {number}",
                why="A marker in the fourth line has no name, or a name too many",
                remedy="Export the markers again",
            )
        rows.append([_number(cell, number) for cell in found[:width]] + [np.nan] * (width - len(found)))
    return writable(np.array(rows, dtype=np.float64))


def _number(cell: str, line: int) -> float:
    try:
        return number_of(cell)
    except ValueError:
        raise InputError(
            f"'{cell.strip()[:40]}' is no number", place=f"line {line}", remedy="Export the markers again"
        ) from None


def _require_all(told: dict[str, str], labels: list[str], frames: int) -> None:
    for name, there, what in (("nummarkers", len(labels), "markers"), ("numframes", frames, "frames")):
        promised = told.get(name, "")
        if promised.isdigit() and there < int(promised):
            raise _short(f"{there} of {promised} {what} are there")
    if not labels:
        raise InputError("it names no markers", place="line 4", remedy="Export the markers again")
    if frames < 2:
        raise _short("it has one frame only")


def _clock(told: dict[str, str], frames: Array) -> tuple[float, float, str]:
    """Return rate, time of the first frame and how they were found; the two clocks of a file must agree."""
    try:
        rate = number_of(told.get("datarate", "0"))
    except ValueError:
        rate = 0.0
    times = frames[:, 1]
    if np.isnan(times).any():
        if not rate > 0.0:
            raise InputError("it has neither times nor a rate", place="line 3", remedy="Export the markers again")
        return rate, 0.0, "the rate is that of the file's head, for it has no times"
    found = rate_of(times, place="column 'Time'")
    if rate > 0.0 and abs(found / rate - 1.0) > 0.02:
        raise InputError(
            f"its head says {rate:g} frames a second, its times say {found:.4g}",
            why="One of them belongs to another speed of the film, and every time would be wrong",
            remedy="Correct 'DataRate' or the column 'Time'",
        )
    late = f", the first frame is at {times[0]:.3f} s" if abs(times[0]) > 0.5 / found else ""
    return rate if rate > 0.0 else found, float(times[0]), f"frame times were checked{late}"


def _factor(unit: str) -> float:
    if unit.lower() in _PIXELS:
        raise InputError(
            "its positions are pixels",
            place="line 3",
            why="Without the scale of the picture they are no lengths",
            remedy="Say the capture rate of the clip and its scale, such as --fps 240 --scale 300px/m",
        )
    if not unit or si_unit(unit) != "m":
        raise InputError(
            f"'{unit}' is no unit of length", place="line 3, Units", remedy="Write mm, cm or m, whichever it is"
        )
    return to_si(1.0, unit)


def _short(what: str) -> InputError:
    return InputError(f"this TRC file is cut short: {what}", remedy="Copy or export it again")
