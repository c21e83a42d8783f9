"""Work of a sprint: what the horizontal force did from the first movement on."""

from __future__ import annotations

import numpy as np

from evenstride.core.estimate import Array
from evenstride.science.sprint.force import Air
from evenstride.science.sprint.kinetics import UNLOADED, Load
from evenstride.science.sprint.model import Values, predict_distance, predict_speed


def predict_work(times: Values, mss: Values, mac: Values, air: Air, *, load: Load = UNLOADED) -> Array:
    """Predict the horizontal work in J from the first movement to each time.

    Parameters
    ----------
    times : array_like
        s, ≥ 0; all arrays broadcast.
    mss, mac : array_like
        Speed curve of the run as it was, load included.
    air, load : Air, Load
        Of the run.

    Notes
    -----
    W = ∫F dx = (m + load)·v²/2 + resistance·d + k·∫(v − w)·|v − w|·v dt, in closed form: with e = exp(−t/TAU) the
    integrals of v, v² and v³ are sums of t and of powers of e. Until the athlete outruns a tailwind the air works for
    the athlete. Forces are means over a step (`samozino2016`): this is the work on the centre of mass, not that of the
    muscles. The same quantity as in `shorts` (predict_work_till_time); own closed form.

    Examples
    --------
    >>> predict_work([1.0, 5.0], 9.0, 7.2, Air(0.27, 0.0, 75.0)).round().tolist()
    [931.0, 3474.0]
    """
    times, mss, mac = (np.asarray(value, dtype=np.float64) for value in (times, mss, mac))
    tau = mss / mac
    t = np.where(np.isfinite(times), times, 0.0)
    speed = predict_speed(t, mss, tau)
    with np.errstate(divide="ignore"):
        outrun = -tau * np.log1p(-np.clip(air.wind / mss, 0.0, 1.0))
    # Up to `outrun` the wind pushes: that stretch counts the other way round, hence twice.
    against = _windage(t, mss, tau, air.wind) - 2.0 * _windage(np.minimum(t, outrun), mss, tau, air.wind)
    held = load.resistance * predict_distance(t, mss, tau)
    work = (air.mass + load.moved) * speed**2 / 2.0 + held + air.factor * against
    return np.where(np.isfinite(times), work, times)


def _windage(t: Array, mss: Array, tau: Array, wind: float) -> Array:
    """Integral of (v − w)²·v from rest to t, in m³/s²."""
    one, two, three = (-tau * np.expm1(-power * t / tau) / power for power in (1.0, 2.0, 3.0))
    first = mss * (t - one)
    second = mss**2 * (t - 2.0 * one + two)
    third = mss**3 * (t - 3.0 * one + 3.0 * two - three)
    return third - 2.0 * wind * second + wind**2 * first
