"""All values of one sprint: every metric of the folder that speaks of splits or traces, and the curve to draw."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from types import ModuleType

import numpy as np

from evenstride.core.athlete import Anthropometrics
from evenstride.core.curve import Curve
from evenstride.core.discover import modules
from evenstride.core.estimate import HOUSE_LEVEL, Draws, Estimate, Missing
from evenstride.core.fit import Fit
from evenstride.core.metric import Analysis
from evenstride.core.recording import SpeedTrace, Splits
from evenstride.core.show import number
from evenstride.science.sprint_model import predict_speed, predict_time

KIND = "sprint"
"""What the analysis is called."""

FOLDER = "evenstride.science.metrics"
"""Where metrics are found."""

CURVE_POINTS = 60
"""Points of a drawn curve."""


def measure_sprint(recording: Splits | SpeedTrace, fit: Fit, *, body: Anthropometrics | None = None) -> Analysis:
    """Measure everything one sprint and its speed curve can tell.

    Parameters
    ----------
    recording : Splits or SpeedTrace
        The run that was fitted.
    fit : Fit
        Its speed curve.
    body : Anthropometrics or None
        Mass in kg and height in m; those of the recording when None.

    Returns
    -------
    Analysis
        Metric name → `Estimate`, or `Missing` with the reason.

    Examples
    --------
    >>> from evenstride.science.sprint import fit_speed_curve
    >>> splits = Splits("Kim", [5, 10, 15, 20, 30, 40], [1.158, 1.893, 2.541, 3.149, 4.313, 5.444])
    >>> values = measure_sprint(splits, fit_speed_curve(splits)).values
    >>> round(values["mss"].value, 3), values["f0"].reason
    (8.975, 'Force needs body mass and height')
    """
    known = recording if body is None else replace(recording, body=body)
    values: dict[str, Estimate | Missing] = {}
    notes = list(fit.notes)
    for module in _metrics(type(recording).__name__):
        metric, found = module.METRIC, module.compute(known, fit)
        values[metric.name] = found.estimate() if isinstance(found, Draws) else found
        low, high = metric.plausible
        if isinstance(found, Draws) and not low <= found.point <= high:
            usual = f"{number(low, 2)} to {number(high, 2)} {metric.unit}"
            notes.append(
                f"{metric.symbol} of {number(found.point, 2)} {metric.unit} is unusual ({usual}): check the data"
            )
    return Analysis(recording.athlete, recording.on, KIND, values, tuple(notes))


def predict_curve(recording: Splits | SpeedTrace, fit: Fit, *, level: float = HOUSE_LEVEL) -> Curve:
    """Predict speed along the run with its pointwise interval, ready to draw.

    Parameters
    ----------
    recording : Splits or SpeedTrace
        The run that was fitted: splits give speed over distance, a trace speed over the time of its clock.
    fit : Fit
        Its speed curve.
    level : float
        Probability that the interval holds the curve at one point.

    Examples
    --------
    >>> from evenstride.science.sprint import fit_speed_curve
    >>> splits = Splits("Kim", [5, 10, 15, 20, 30, 40], [1.158, 1.893, 2.541, 3.149, 4.313, 5.444])
    >>> curve = predict_curve(splits, fit_speed_curve(splits))
    >>> curve.x_unit, round(curve.value[-1].item(), 2)
    ('m', 8.88)
    """
    gates = isinstance(recording, Splits)
    first, last = (0.0, recording.distances[-1]) if gates else (recording.times[0], recording.times[-1])
    # Closer together at the start, where the curve bends most.
    x = float(first) + (float(last) - float(first)) * np.linspace(0.0, 1.0, CURVE_POINTS) ** 2
    none = np.zeros(1)
    names = ("mss", "tau", "time_correction", "flying_distance")
    columns = [
        np.concatenate([[draws.point], draws.samples])[:, np.newaxis] if draws is not None else none
        for draws in map(fit.parameters.get, names)
    ]
    mss, tau, shift, flying = columns
    times = predict_time(x, mss, tau, time_correction=shift, flying_distance=flying) if gates else x
    speeds = predict_speed(times, mss, tau, time_correction=shift, flying_distance=flying)
    tail = (1.0 - level) / 2.0
    low, high = np.quantile(speeds[1:], [tail, 1.0 - tail], axis=0)
    return Curve(x, speeds[0], low, high, "m/s", "m" if gates else "s", level)


@cache
def _metrics(kind: str) -> tuple[ModuleType, ...]:
    found = modules(FOLDER, needs=("METRIC", "compute"))
    return tuple(module for module in found if kind in module.METRIC.needs)
