"""What a fitted sprint was like at any time, distance or speed, with intervals."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from evenstride.core.curve import Curve
from evenstride.core.estimate import HOUSE_LEVEL, Array, Draws, tails
from evenstride.core.fit import Fit
from evenstride.core.recording import SpeedTrace, Splits
from evenstride.science.sprint.force import Air
from evenstride.science.sprint.kinetics import UNLOADED, Axis, Load, Motion, predict_kinetics, predict_motion
from evenstride.science.sprint.model import Values
from evenstride.science.sprint.work import predict_work

DRAWN_POINTS = 81
"""Points of a drawn curve."""

AXIS_UNITS: Mapping[str, str] = {"time": "s", "distance": "m", "speed": "m/s"}


def predict_values(
    parameters: Mapping[str, Draws],
    at: Values,
    *,
    axis: Axis,
    air: Air | None = None,
    load: Load = UNLOADED,
    level: float = HOUSE_LEVEL,
) -> dict[str, Curve]:
    """Predict motion, and with `air` also kinetics, with pointwise intervals that carry the draws.

    Parameters
    ----------
    parameters : mapping of str to Draws
        `mss` and `mac`, for example those of a `Fit`.
    at : array_like, shape (n,)
        Times (s) or distances (m) from the first movement, or speeds (m/s).
    axis : {"time", "distance", "speed"}
        What `at` is.
    air : Air or None
        Of the run; no forces without it.
    load : Load
        What was pulled or worn in the run.
    level : float
        Probability that the interval holds the value at one point.

    Returns
    -------
    dict
        `time`, `distance`, `speed`, `acceleration` and, with air, `drag`, `force`, `power`, `force_ratio`, and since
        the first movement `work` and `mean_power`. An interval ends at infinity where some draws never reach the speed
        asked for.

    Examples
    --------
    >>> from evenstride.core.recording import Splits
    >>> from evenstride.science.sprint.fit import fit_speed_curve
    >>> splits = Splits("Kim", [5, 10, 15, 20, 30, 40], [1.158, 1.893, 2.541, 3.149, 4.313, 5.444])
    >>> found = predict_values(fit_speed_curve(splits).parameters, [10, 40], axis="distance")
    >>> found["speed"].value.round(2).tolist()
    [7.37, 8.88]
    """
    x = np.atleast_1d(np.asarray(at, dtype=np.float64))
    mss, mac = (
        np.concatenate([[draws.point], draws.samples])[:, np.newaxis]
        for draws in (parameters["mss"], parameters["mac"])
    )
    motion = predict_motion(x, mss, mac, axis=axis)
    found = {
        "time": (motion.time, "s"),
        "distance": (motion.distance, "m"),
        "speed": (motion.speed, "m/s"),
        "acceleration": (motion.acceleration, "m/s²"),
    }
    if air is not None:
        found |= _forces(motion, mss, mac, air, load)
    rows = {name: (np.broadcast_to(values, (mss.size, x.size)), unit) for name, (values, unit) in found.items()}
    return {name: _curve(x, values, unit, axis, level) for name, (values, unit) in rows.items()}


def _forces(motion: Motion, mss: Array, mac: Array, air: Air, load: Load) -> dict[str, tuple[Array, str]]:
    """Return what the motion takes, by name with its unit."""
    kinetics = predict_kinetics(motion.speed, mss, mac, air, load=load)
    work = predict_work(motion.time, mss, mac, air, load=load)
    return {
        "drag": (kinetics.drag, "N"),
        "force": (kinetics.force, "N"),
        "power": (kinetics.power, "W"),
        "force_ratio": (kinetics.force_ratio, "1"),
        "work": (work, "J"),
        "mean_power": (_mean_power(work, motion.time, kinetics.power), "W"),
    }


def _curve(x: Array, rows: Array, unit: str, axis: Axis, level: float) -> Curve:
    """Return the first row with the interval of the others."""
    # Order statistics, not means of two: the neighbour may be infinite.
    low, high = np.quantile(rows[1:], tails(level), axis=0, method="inverted_cdf")
    return Curve(x, rows[0], low, high, unit, AXIS_UNITS[axis], level)


def predict_drawn(
    recording: Splits | SpeedTrace, fit: Fit, axis: Axis, *, air: Air | None = None, load: Load = UNLOADED
) -> dict[str, Curve]:
    """Predict a whole sprint at points close enough to draw: from rest to its end, or to top speed over speed.

    Parameters
    ----------
    recording : Splits or SpeedTrace
        The run that was fitted: it ends where it was last measured.
    fit : Fit
        Its speed curve.
    axis : {"time", "distance", "speed"}
        What the curves go over, counted from the first movement.
    air, load : Air or None, Load
        As in `predict_values`.

    Examples
    --------
    >>> from evenstride.science.sprint.fit import fit_speed_curve
    >>> splits = Splits("Kim", [5, 10, 15, 20, 30, 40], [1.158, 1.893, 2.541, 3.149, 4.313, 5.444])
    >>> drawn = predict_drawn(splits, fit_speed_curve(splits), "distance")
    >>> drawn["speed"].x[-1].round(1).item(), drawn["speed"].value[-1].round(2).item()
    (40.0, 8.88)
    """
    share = np.linspace(0.0, 1.0, DRAWN_POINTS)
    mss, mac = (np.array(fit.parameters[name].point) for name in ("mss", "mac"))
    if axis == "speed":
        return predict_values(fit.parameters, share * mss, axis=axis, air=air, load=load)
    starts = {"time": "time_correction", "distance": "distance_correction"}
    shift = fit.parameters.get(starts[axis])
    measured = recording.times if axis == "time" else recording.distances
    if measured is None:  # a trace without distances: as far as the curve runs in its time
        clock = fit.parameters.get("time_correction")
        lasted = float(np.nanmax(recording.times)) - (0.0 if clock is None else clock.point)
        end = predict_motion(lasted, mss, mac, axis="time").distance.item()
    else:
        end = float(np.nanmax(measured)) - (0.0 if shift is None else shift.point)
    # Closer together at the start, where the curves bend most.
    return predict_values(fit.parameters, end * share**2, axis=axis, air=air, load=load)


def _mean_power(work: Array, time: Array, power: Array) -> Array:
    """Power since the first movement: nothing at its very moment, and the last power where that lasts for ever."""
    runs = (time > 0.0) & np.isfinite(time)
    return np.where(runs, work / np.where(runs, time, 1.0), power)
