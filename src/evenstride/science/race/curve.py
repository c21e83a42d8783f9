"""The speed of a whole race over its distance, with its interval, ready to draw."""

from __future__ import annotations

import numpy as np

from evenstride.core.curve import Curve
from evenstride.core.estimate import HOUSE_LEVEL
from evenstride.core.fit import Fit
from evenstride.core.recording import Splits
from evenstride.science.race.deceleration_model import predict_fading_speed, predict_fading_time

POINTS = 80
"""Points of a drawn curve."""

DRAWS = 1000
"""Draws behind a drawn band: its edges move by less than a line is wide."""


def predict_race_curve(splits: Splits, fit: Fit, *, level: float = HOUSE_LEVEL) -> Curve:
    """Predict speed over distance along a race, from the start to the last gate.

    Parameters
    ----------
    splits : Splits
        The race that was fitted.
    fit : Fit
        Of `fit_fading_curve`.
    level : float
        Probability that the interval holds the curve at one place.

    Examples
    --------
    >>> from evenstride.science.race.deceleration import fit_fading_curve
    >>> gates = np.arange(10.0, 101.0, 10.0)
    >>> race = Splits("Simulated", gates, predict_fading_time(gates, 9.0, 1.4, 0.08).round(2))
    >>> curve = predict_race_curve(race, fit_fading_curve(race))
    >>> curve.x_unit, curve.value.max().round(1).item(), curve.value[-1].round(1).item()
    ('m', 11.9, 11.6)
    """
    # Closer together at the start, where the curve bends most.
    x = float(splits.distances[-1]) * np.linspace(0.0, 1.0, POINTS) ** 1.5
    push, tau, fading = (
        np.append(fit.parameters[name].point, fit.parameters[name].samples[:DRAWS])[:, np.newaxis]
        for name in ("mac", "tau", "fading")
    )
    times = predict_fading_time(x, push, tau, fading)
    # A draw that has faded before the line stands still there.
    speeds = np.where(np.isfinite(times), predict_fading_speed(np.minimum(times, 1e3), push, tau, fading), 0.0)
    tail = (1.0 - level) / 2.0
    low, high = np.quantile(speeds[1:], [tail, 1.0 - tail], axis=0)
    return Curve(x, speeds[0], low, high, "m/s", "m", level)
