"""Whether a trace is what the speed curve takes it for: one start from rest, speeds and distances of one run.

A smooth curve passes through almost anything, and its intervals only know noise. Three things speak against it here.
Steps do not: the device's speed swings with each of them, and over half a second that is nearly gone.
"""

from __future__ import annotations

import numpy as np

from evenstride.core.estimate import Array
from evenstride.core.fit import Fit, Relation
from evenstride.core.recording import SpeedTrace

WINDOW = 0.5
"""Time in s over which residuals are averaged: about two steps."""

MISFIT = 0.03
"""Root mean square of such averages as a share of MSS from which the curve is not that of the run (judgement). Good
public traces have 0.010 (`jb_morin`), 0.010 (`dynaspeed`) and 0.003 at most (`radar_gun_data`) (own fits)."""

CREEP = 0.025
"""Mean speed just before the fitted start, as a share of MSS, from which the trace does not begin from rest or a filter
has smeared its start (judgement): 0.032 in `laser_gun_data`, 0.000 in `dynaspeed` (own fits)."""

SAG = 0.0125
"""What such a start then lacks: mean residual just after it as a share of MSS, here with its sign turned (judgement);
0.020 in `laser_gun_data`, −0.003 in `dynaspeed` (own fits). Noise alone seldom does both."""

BEFORE, AFTER = 0.3, (0.2, 0.7)
"""Times in s before and after the fitted start that are judged: about one step, and the two after the first."""

DISAGREE = 0.05
"""Part by which summed speeds and the device's own distances may differ (judgement): 0.6 % in `dynaspeed`, 22 % in
`laser_gun_data` (computed from the files)."""


def find_doubt(trace: SpeedTrace, fit: Fit) -> str:
    """Say why acceleration and force of a fitted trace are not to be believed.

    Parameters
    ----------
    trace : SpeedTrace
        The run that was fitted.
    fit : Fit
        Its speed curve.

    Returns
    -------
    str
        A sentence without its full stop; empty where nothing speaks against the trace.

    Examples
    --------
    >>> from evenstride.science.simulate.sprint import simulate_trace
    >>> from evenstride.science.sprint.fit import fit_speed_curve
    >>> trace = simulate_trace(np.linspace(0, 6, 301), 9.0, 1.2, speed_sd=0.1)
    >>> find_doubt(trace, fit_speed_curve(trace))
    ''
    >>> find_doubt(trace, fit_speed_curve(trace, fixed={"time_correction": -1.0}))[:37]
    'The curve misses this trace by 0.7 m/'
    """
    columns = [trace.times, trace.speeds, *(() if trace.distances is None else (trace.distances,))]
    used = np.flatnonzero(np.all(np.isfinite(columns), axis=0))[: fit.residuals.size]
    times, speeds = trace.times[used], trace.speeds[used]
    if trace.distances is not None and (text := _check_ways(times, speeds, trace.distances[used])):
        return text
    if fit.relation is not Relation.SPEED_AT_TIME:
        return ""
    top = fit.parameters["mss"].point
    start = fit.parameters["time_correction"].point if "time_correction" in fit.parameters else 0.0
    return _check_start(times - start, speeds, fit.residuals, top) or _check_shape(times, fit.residuals, top)


def _check_ways(times: Array, speeds: Array, distances: Array) -> str:
    summed, told = float(np.trapezoid(speeds, times)), float(distances[-1] - distances[0])
    if abs(summed - told) <= DISAGREE * max(abs(told), abs(summed)):
        return ""
    return (
        f"The speeds of this trace add up to {summed:.1f} m, its own distances to {told:.1f} m: one of the two columns "
        "is not of this run or is shifted in time"
    )


def _check_start(clock: Array, speeds: Array, residuals: Array, top: float) -> str:
    before, after = (clock < 0.0) & (clock >= -BEFORE), (clock >= AFTER[0]) & (clock <= AFTER[1])
    if clock[0] > -BEFORE or not before.any() or not after.any():
        return ""
    creep = float(speeds[before].mean())
    if creep <= CREEP * top or float(residuals[after].mean()) >= -SAG * top:
        return ""
    return (
        f"Before the start the curve needs, this trace already moves at {creep:.2g} m/s, and after it lags behind: it "
        "does not begin from rest, or a filter has smeared its start"
    )


def _check_shape(times: Array, residuals: Array, top: float) -> str:
    window = ((times - times[0]) / WINDOW).astype(np.intp)
    count = np.bincount(window)
    averages = np.bincount(window, residuals)[count > 0] / count[count > 0]
    misfit = float(np.sqrt(np.mean(averages**2)))
    if misfit <= MISFIT * top:
        return ""
    return (
        f"The curve misses this trace by {misfit:.1g} m/s over half seconds, more than steps explain: it is no single "
        "start from rest to top speed, or its clock is held wrongly"
    )
