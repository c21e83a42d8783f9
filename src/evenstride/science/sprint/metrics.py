"""All values of one sprint: every metric of the folder that speaks of splits or traces, and the curve to draw."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from types import ModuleType

import numpy as np

from evenstride.core.athlete import Anthropometrics
from evenstride.core.curve import Curve
from evenstride.core.discover import modules
from evenstride.core.estimate import HOUSE_LEVEL, Array, Draws, Estimate, Missing
from evenstride.core.fit import Correction, Fit, Relation
from evenstride.core.metric import Analysis
from evenstride.core.recording import SpeedTrace, Splits
from evenstride.core.show import number
from evenstride.science.sprint.model import predict_speed, predict_time

KIND = "sprint"
"""What the analysis is called."""

FOLDER = "evenstride.science.metrics"
"""Where metrics are found."""

KEPT_IN_DOUBT = ("mss", *(one.parameter for one in Correction if one is not Correction.NONE))
"""What a doubtful trace may still show: top speed hardly depends on how the run began, and corrections are its own."""

DOUBT_REMEDY = "Look at the trace, cut it to one run from standing still, or time the sprint with gates"

CURVE_POINTS = 60
"""Points of a drawn curve."""

ALONG = (Relation.TIME_AT_DISTANCE, Relation.SPEED_AT_DISTANCE)
"""Fits whose exact quantity is the distance."""


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
    >>> from evenstride.science.sprint.fit import fit_speed_curve
    >>> splits = Splits("Kim", [5, 10, 15, 20, 30, 40], [1.158, 1.893, 2.541, 3.149, 4.313, 5.444])
    >>> values = measure_sprint(splits, fit_speed_curve(splits)).values
    >>> round(values["mss"].value, 3), values["f0"].reason
    (8.975, 'Force needs body mass and height')
    """
    known = recording if body is None else replace(recording, body=body)
    values: dict[str, Estimate | Missing] = {}
    notes = list(fit.notes)
    for module in _metrics(type(recording).__name__):
        metric = module.METRIC
        found = module.compute(known, fit)
        if fit.doubt and metric.name not in KEPT_IN_DOUBT:
            found = Missing(fit.doubt, DOUBT_REMEDY)
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
        The run that was fitted.
    fit : Fit
        Its speed curve: fitted at distances it gives speed over distance, at times speed over the time of the clock, up
        to the last sample that was fitted.
    level : float
        Probability that the interval holds the curve at one point.

    Examples
    --------
    >>> from evenstride.science.sprint.fit import fit_speed_curve
    >>> splits = Splits("Kim", [5, 10, 15, 20, 30, 40], [1.158, 1.893, 2.541, 3.149, 4.313, 5.444])
    >>> curve = predict_curve(splits, fit_speed_curve(splits))
    >>> curve.x_unit, round(curve.value[-1].item(), 2)
    ('m', 8.88)
    """
    along = fit.relation in ALONG
    last = float(residual_places(recording, fit)[-1])
    gates = fit.relation is Relation.TIME_AT_DISTANCE
    first = 0.0 if gates else float((_distances(recording) if along else recording.times)[0])
    # Closer together at the start, where the curve bends most.
    x = first + (last - first) * np.linspace(0.0, 1.0, CURVE_POINTS) ** 2
    none = np.zeros(1)
    names = ("mss", "tau", "time_correction", "flying_distance", "distance_correction")
    columns = [
        np.concatenate([[draws.point], draws.samples])[:, np.newaxis] if draws is not None else none
        for draws in map(fit.parameters.get, names)
    ]
    mss, tau, shift, flying, place = columns
    way = np.maximum(x - place, -flying)
    times = predict_time(way, mss, tau, time_correction=shift, flying_distance=flying) if along else x
    speeds = predict_speed(times, mss, tau, time_correction=shift, flying_distance=flying)
    tail = (1.0 - level) / 2.0
    low, high = np.quantile(speeds[1:], [tail, 1.0 - tail], axis=0)
    return Curve(x, speeds[0], low, high, "m/s", "m" if along else "s", level)


def residual_places(recording: Splits | SpeedTrace, fit: Fit) -> Array:
    """Return where the residuals of a fit belong: distances in m, or times in s, as it was fitted.

    Parameters
    ----------
    recording : Splits or SpeedTrace
        The run that was fitted.
    fit : Fit
        Its speed curve: gates at the start line, samples without a number and the run-out carry no residual.

    Examples
    --------
    >>> from evenstride.science.sprint.fit import fit_speed_curve
    >>> splits = Splits("Kim", [0, 5, 10, 15, 20, 30, 40], [0, 1.158, 1.893, 2.541, 3.149, 4.313, 5.444])
    >>> residual_places(splits, fit_speed_curve(splits)).tolist()
    [5.0, 10.0, 15.0, 20.0, 30.0, 40.0]
    """
    if fit.relation is Relation.TIME_AT_DISTANCE:
        distances = _distances(recording)
        return distances[distances > 0.0]
    columns = [recording.times, recording.distances]
    if isinstance(recording, SpeedTrace):
        columns.append(recording.speeds)
    known = np.logical_and.reduce([np.isfinite(one) for one in columns if one is not None])
    at = _distances(recording) if fit.relation in ALONG else recording.times
    return at[known][: fit.residuals.size]


def _distances(recording: Splits | SpeedTrace) -> Array:
    return np.zeros_like(recording.times) if recording.distances is None else recording.distances


@cache
def _metrics(kind: str) -> tuple[ModuleType, ...]:
    found = modules(FOLDER, needs=("METRIC", "compute"))
    return tuple(module for module in found if kind in module.METRIC.needs)
