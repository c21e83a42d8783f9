"""Force plates of a C3D file from its analog channels: what the plate did to the foot, in the laboratory's axes."""

from __future__ import annotations

from typing import Any

import numpy as np

from evenstride.core.errors import InputError
from evenstride.core.estimate import Array
from evenstride.core.signal import Plate
from evenstride.core.units import to_si

CHANNELS = {1: 6, 2: 6, 3: 8, 4: 6}
"""Channels a type of plate uses."""


LOAD = 150.0
"""N; what reads further from zero than any untared plate is a load (judgement)."""


def points_down(force: Array) -> bool:
    """Whether vertical force, shape (n,) in N, is written as what the foot did to the plate.

    A foot only pushes: the value farthest from zero is a load. A belt is loaded most of the time.

    Raises
    ------
    InputError
        If there is no value.

    Examples
    --------
    >>> points_down(np.array([62.0, -1900.0, 60.0])), points_down(np.array([700.0, 720.0, 0.0]))
    (True, False)
    """
    if np.isnan(force).all():
        raise InputError("no value is there", place="vertical force", remedy="Export it again")
    lowest, highest = float(np.nanmin(force)), float(np.nanmax(force))
    return -lowest > max(LOAD, highest)


def read_plates(parameters: Any, analogs: Array) -> tuple[tuple[Plate, ...], tuple[str, ...]]:
    """Return every plate that a file describes.

    Parameters
    ----------
    parameters : mapping
        Groups of parameters as the library gives them.
    analogs : ndarray, shape (n, channels)
        Channels in the units the file states.

    Raises
    ------
    InputError
        If a plate is of a type that is not known, or names a channel that is not there.

    Notes
    -----
    The axes of a plate come from its corners: x = c1 − c2, y = c1 − c4, z = x × y, which points down, so that what a
    foot presses down with comes out as the force on the foot, up. Moments are moved from the sensor to the middle of
    the surface: M + F × o with o the vector ORIGIN, its z turned downward where a file gives it upward. Source: the
    C3D user guide; equal to the library's own extraction (tests/golden/test_c3d.py), but for the moment of type 1,
    which the library gives with the opposite sign of all other types: here every moment is r × F.
    """
    group = parameters.get("FORCE_PLATFORM", {})
    used = int(np.ravel(group["USED"]["value"])[0]) if "USED" in group and len(group["USED"]["value"]) else 0
    if not used:
        return (), ("It holds no force plates.",)
    rate = float(np.ravel(parameters["ANALOG"]["RATE"]["value"])[0])
    plates = tuple(_plate(parameters, analogs, rate, index) for index in range(used))
    return plates, (f"{used} force plate{'s' if used > 1 else ''} at {rate:g} samples a second.",)


def _plate(parameters: Any, analogs: Array, rate: float, index: int) -> Plate:
    group, place = parameters["FORCE_PLATFORM"], f"force plate {index + 1}"
    kind = int(np.ravel(group["TYPE"]["value"])[index])
    if kind not in CHANNELS:
        raise InputError(
            f"a plate of type {kind}",
            place=place,
            why=f"Types {', '.join(map(str, CHANNELS))} are known",
            remedy="Export the forces as a table, or the plates as type 2",
        )
    channels = np.asarray(group["CHANNEL"]["value"])[: CHANNELS[kind], index].astype(int) - 1
    if channels.min() < 0 or channels.max() >= analogs.shape[1]:
        raise InputError(
            f"it uses channel {channels.max() + 1} of {analogs.shape[1]}",
            place=place,
            remedy="Export the trial again with its analog channels",
        )
    values = analogs[:, channels]
    corners = np.asarray(group["CORNERS"]["value"], dtype=np.float64)[:, :, index].T * _length(parameters)
    origin = np.asarray(group["ORIGIN"]["value"], dtype=np.float64)[:, index] * _length(parameters)
    if kind == 4:
        values = values @ np.asarray(group["CAL_MATRIX"]["value"], dtype=np.float64)[:, :, index].T
    force_unit, moment_unit = _units(parameters, channels)
    force, moment = _six(kind, values, force_unit, moment_unit, origin)
    turn = _axes(corners, place)
    return Plate(f"plate {index + 1}", rate, force @ turn.T, moment @ turn.T, corners)


def _six(kind: int, values: Array, force_unit: float, moment_unit: float, origin: Array) -> tuple[Array, Array]:
    """Return force and moment about the middle of the surface in the plate's own axes."""
    if kind == 3:
        # Eight channels: Fx12, Fx34, Fy14, Fy23, Fz1 to Fz4; the arms a and b are the first two of ORIGIN.
        fx12, fx34, fy14, fy23, fz1, fz2, fz3, fz4 = (force_unit * values).T
        a, b = abs(float(origin[0])), abs(float(origin[1]))
        force = np.stack([fx12 + fx34, fy14 + fy23, fz1 + fz2 + fz3 + fz4], axis=1)
        moment = np.stack(
            [b * (fz1 + fz2 - fz3 - fz4), a * (fz2 + fz3 - fz1 - fz4), b * (fx34 - fx12) + a * (fy14 - fy23)], axis=1
        )
        return force, moment + np.cross(force, np.array([0.0, 0.0, -abs(float(origin[2]))]))
    force = force_unit * values[:, :3]
    if kind == 1:
        # Force, the place it acts at (as lengths), and the free moment about the vertical.
        # In N·mm the place is in mm: one factor turns both.
        px, py, tz = moment_unit * values[:, 3:6].T
        moment = np.stack([py * force[:, 2], -px * force[:, 2], px * force[:, 1] - py * force[:, 0] + tz], axis=1)
        return force, moment
    below = origin if origin[2] < 0.0 else -origin
    return force, moment_unit * values[:, 3:6] + np.cross(force, below)


def _axes(corners: Array, place: str) -> Array:
    x, y = corners[0] - corners[1], corners[0] - corners[3]
    sizes = float(np.linalg.norm(x)), float(np.linalg.norm(y))
    if min(sizes) < 1e-3:
        raise InputError(
            "its corners are one point", place=place, remedy="Export the trial with the positions of the plates"
        )
    x = x / sizes[0]
    z: Array = np.cross(x, y / sizes[1])
    z = z / float(np.linalg.norm(z))
    return np.array([x, np.cross(z, x), z], dtype=np.float64).T


def _length(parameters: Any) -> float:
    told = parameters["POINT"].get("UNITS", {"value": []})["value"]
    return to_si(1.0, (str(told[0]).strip() if len(told) else "") or "mm")


def _units(parameters: Any, channels: np.ndarray) -> tuple[float, float]:
    """Return what one N and one N·m are in the file: as the channels say, else N and N·mm."""
    told = [str(one).strip().replace(".", "").replace("·", "") for one in parameters["ANALOG"]["UNITS"]["value"]]
    moment = told[channels[3]].lower() if channels[3] < len(told) else ""
    force = told[channels[0]].lower() if channels[0] < len(told) else ""
    return (1000.0 if force == "kn" else 1.0), (1.0 if moment == "nm" else 1e-3)
