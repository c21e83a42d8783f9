"""Units of inertial sensors, as the heading says or as gravity and the size of the values tell, and cut peaks."""

from __future__ import annotations

import re
from math import pi

import numpy as np

from evenstride.core.errors import InputError
from evenstride.core.estimate import Array
from evenstride.core.units import GRAVITY

ACCELERATION = {"m/s²": 1.0, "g": GRAVITY, "mg": 1e-3 * GRAVITY, "cm/s²": 0.01}
TURNING = {"rad/s": 1.0, "deg/s": pi / 180.0, "mdeg/s": 1e-3 * pi / 180.0}

_SPELLINGS = {
    "m/s²": ("m/s2", "m/s^2", "m/(s^2)", "m/sec2", "m/s/s", "ms-2", "ms^-2", "m·s-2", "m*s-2", "m.s-2", "mps2",
             "meters/s2"),
    "g": ("g's", "gs", "gn", "g0"),
    "mg": ("milli-g", "millig"),
    "cm/s²": ("cm/s2", "cm/s^2"),
    "rad/s": ("rad/sec", "rads/s", "radians/s", "rps", "rad·s-1", "rad*s-1", "rads-1"),
    "deg/s": ("deg/sec", "degrees/s", "degree/s", "dps", "°/s", "°/sec", "deg·s-1", "degs-1"),
    "mdeg/s": ("mdps",),
}  # fmt: skip
_KNOWN = {said: unit for unit, many in _SPELLINGS.items() for said in (unit, *many)}

STILL = {"g": (0.9, 1.1), "m/s²": (8.8, 10.8), "mg": (900.0, 1100.0)}
"""What a still sensor reads in each unit: gravity, 10 % about (calibration of sensors without care; judgement)."""
MOVING = {"g": (0.7, 3.0), "m/s²": (6.9, 29.4), "mg": (700.0, 3000.0)}
"""Mean size over a run: never far below gravity, and at a shank hardly above three times it (judgement)."""

FASTEST_RADIANS, SLOWEST_DEGREES = 40.0, 80.0
"""Peaks between which a unit of turning cannot be told: sensors end at 2000 °/s, 35 rad/s, and no segment of a runner
stays below 80 °/s (judgement)."""

USUAL = (0.5, 8.0)
"""g between which the mean size of an acceleration with gravity in it lies, whatever a runner wears the sensor on
(judgement: the ankle of `acc_running_adeptdata` has 1.7, the hip 1.1)."""

MOST_TURNING = 70.0
"""rad/s; 4000 °/s is the widest range of a gyroscope worn (judgement)."""

LEAST_RANGE = {"acceleration": 1.8 * GRAVITY, "turning": 4.3}
"""Smallest ranges that are made, 2 g and 250 °/s, a little less: below, a highest value is no end of a range."""


def stated(unit: str) -> str:
    """Return the house spelling of a unit that stands in a heading, empty where it is none of a sensor.

    Examples
    --------
    >>> stated("m/(s^2)"), stated("G"), stated("°/s"), stated("V")
    ('m/s²', 'g', 'deg/s', '')
    """
    return _KNOWN.get(re.sub(r"\s+|\(cal\)", "", unit.strip().lower()).replace("⋅", "·"), "")


def acceleration_unit(values: Array, rate: float, *, place: str) -> tuple[str, str]:
    """Return the unit of accelerations whose heading tells none, and a sentence on how it was found.

    Parameters
    ----------
    values : ndarray, shape (n, 3)
        All three axes, gravity in them.
    rate : float
        Hz.
    place : str
        Where they stand, for messages.

    Raises
    ------
    InputError
        If an axis is missing, or neither the quietest half second nor the mean fits gravity in any unit.
    """
    size = np.linalg.norm(values, axis=1)
    size = size[np.isfinite(size)]
    width = max(2, round(0.5 * rate))
    if size.size >= width:
        windows = np.lib.stride_tricks.sliding_window_view(size, width)[:: max(1, width // 4)]
        still = float(windows[int(np.argmin(windows.std(axis=1)))].mean())
        whole = float(size.mean())
        for ranges, value, what in ((STILL, still, "when it is quietest"), (MOVING, whole, "on average")):
            for unit, (low, high) in ranges.items():
                if low <= value <= high:
                    return unit, f"taken as {unit}, for it reads {value:.3g} {what}, which only gravity in {unit} does"
    raise InputError(
        "the unit of the acceleration is not said, and cannot be told",
        place=place,
        why="It takes all three axes, gravity in them, and a moment of quiet",
        remedy="Write the unit into the headings, for example 'acc_x (g)' or 'acc_x (m/s2)'",
    )


def turning_unit(values: Array, *, place: str) -> tuple[str, str]:
    """Return the unit of turning whose heading tells none, and a sentence on how it was found.

    Raises
    ------
    InputError
        If the largest value fits both rad/s and deg/s.
    """
    peak = float(np.nanmax(np.abs(values)))
    unit = "deg/s" if peak > SLOWEST_DEGREES else "rad/s"
    if FASTEST_RADIANS < peak <= SLOWEST_DEGREES or peak < 1.0:
        raise InputError(
            f"the unit of turning is not said, and its largest value, {peak:.3g}, fits rad/s and deg/s",
            place=place,
            remedy="Write the unit into the headings, for example 'gyro_x (deg/s)'",
        )
    return unit, f"taken as {unit}, for its largest value is {peak:.3g}"


def require_gravity(values: Array, *, place: str) -> None:
    """Refuse accelerations whose size no sensor on a runner has: their unit is another one than the file says.

    Raises
    ------
    InputError
        If the mean size is above eight times gravity, or, where all three axes were written, below half of it.

    Examples
    --------
    >>> require_gravity(np.tile([0.0, 0.0, 9.81], (50, 1)), place="sacrum")
    >>> require_gravity(np.tile([0.0, 0.0, 1.0], (50, 1)), place="sacrum")
    Traceback (most recent call last):
    ...
    evenstride.core.errors.InputError: sacrum: its acceleration is 1 m/s² on average. Gravity alone is 9.81 m/s²: the \
numbers look like g, or gravity was taken out. State the unit the numbers are in, or head them 'linear acceleration'.
    """
    written = ~np.isnan(values).all(axis=0)
    size = float(np.nanmean(np.linalg.norm(values[:, written], axis=1)))
    low, high = USUAL
    if size > high * GRAVITY:
        suspected = "m/s²" if size < 4.0 * GRAVITY**2 else "mg or raw counts"
        raise InputError(
            f"its acceleration is {size / GRAVITY:.3g} g on average",
            place=place,
            why=f"Running shakes no part of the body by more than {high:g} g on average: the numbers look like"
            f" {suspected}",
            remedy="State the unit the numbers are in",
        )
    if written.all() and size < low * GRAVITY:
        raise InputError(
            f"its acceleration is {size:.3g} m/s² on average",
            place=place,
            why=f"Gravity alone is {GRAVITY:.2f} m/s²: the numbers look like g, or gravity was taken out",
            remedy="State the unit the numbers are in, or head them 'linear acceleration'",
        )


def turning_doubt(values: Array, *, place: str) -> str:
    """Return a sentence where turning whose unit is stated is unlike a runner's, empty where it is not.

    Raises
    ------
    InputError
        If it is faster than any sensor made for runners measures: degrees called radians.

    Examples
    --------
    >>> turning_doubt(np.full((9, 3), 9.0), place="shank"), turning_doubt(np.full((9, 3), 0.2), place="shank")
    ('', 'shank turns at 11 °/s at most: hardly moving, or the numbers are rad/s.')
    """
    peak = float(np.nanmax(np.abs(values)))
    if peak > MOST_TURNING:
        raise InputError(
            f"it turns at up to {peak:.3g} rad/s",
            place=place,
            why=f"Sensors end at 4000 °/s, {MOST_TURNING:g} rad/s: the numbers look like degrees a second",
            remedy="State the unit the numbers are in",
        )
    if peak < FASTEST_RADIANS * pi / 180.0:
        return f"{place} turns at {peak * 180.0 / pi:.2g} °/s at most: hardly moving, or the numbers are rad/s."
    return ""


def clipped(values: Array, quantity: str) -> Array:
    """Return in which samples an axis stands at the end of its range, shape (n,) of 0 and 1.

    Values pile up there: at least three stand at the very extreme of an axis, twice as many as at the value next to it.
    An end found on one axis is that of all; what is within a part in a thousand of it counts.

    Parameters
    ----------
    values : ndarray, shape (n, 3)
        SI.
    quantity : str
        `acceleration` or `turning`.

    Examples
    --------
    >>> wave = 90.0 * np.sin(np.arange(200.0) / 5.0)[:, None] * np.ones((1, 3))
    >>> int(clipped(wave, "acceleration").sum()), int(clipped(np.minimum(wave, 78.5), "acceleration").sum()) > 20
    (0, True)
    """
    ends = [end for column in values.T for end in (_end(column, quantity), _end(-column, quantity)) if end is not None]
    if not ends:
        return np.zeros(len(values))
    return np.asarray(np.any(np.abs(np.nan_to_num(values)) >= min(ends) * (1.0 - 1e-3), axis=1), dtype=np.float64)


def _end(values: Array, quantity: str) -> float | None:
    """Return the upper end of the range of an axis that stood there, None where it did not."""
    finite = values[np.isfinite(values)]
    if finite.size < 10 or finite.max() < LEAST_RANGE[quantity]:
        return None
    end = float(finite.max())
    at = finite >= end * (1.0 - 1e-6)
    below = finite[~at]
    beside = int((below >= below.max() * (1.0 - 1e-6)).sum()) if below.size else 0
    return end if at.sum() >= max(3, 2 * beside) else None
