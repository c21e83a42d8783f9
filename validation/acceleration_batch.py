"""The batch against a tight reference: the same least squares by SciPy, run by run, from a start of its own."""

from __future__ import annotations

from typing import Any

import numpy as np
from scipy.optimize import least_squares

from evenstride.core.estimate import Array
from evenstride.core.fit import Correction
from evenstride.science.batch.engine import Engine
from evenstride.science.batch.fit import fit_sprints
from evenstride.science.batch.result import BatchFit, Status
from evenstride.science.sprint.gates import FIRST_LEAD
from evenstride.science.sprint.model import LEAD, LN_MSS, LN_TAU, SHIFT, gate_times, predict_time

RUNS = 6_000
MISSING = 0.05
TIMING_SD = 0.010
SEED = 23
TIGHT = 1e-12
FREE = {
    Correction.TIME: [LN_MSS, LN_TAU, SHIFT],
    Correction.FLYING: [LN_MSS, LN_TAU, LEAD],
    Correction.NONE: [LN_MSS, LN_TAU],
}


def _simulate(correction: Correction, runs: int) -> tuple[Array, Array]:
    """Return gates and times of runs over 4 to 10 gates of their own, 5 m apart or more, some gates missing."""
    random = np.random.default_rng((SEED, list(Correction).index(correction)))
    steps = random.choice([5.0, 10.0], (runs, 10), p=[0.6, 0.4])
    gates = np.cumsum(steps, axis=1)
    mss, tau = random.uniform(6.0, 11.5, (runs, 1)), random.uniform(0.7, 1.5, (runs, 1))
    start = {
        Correction.TIME: {"time_correction": random.uniform(-0.4, 0.1, (runs, 1))},
        Correction.FLYING: {"flying_distance": random.uniform(0.1, 1.0, (runs, 1))},
        Correction.NONE: {},
    }[correction]
    times = predict_time(gates, mss, tau, **start) + random.normal(0.0, TIMING_SD, gates.shape)
    times[np.arange(10) >= random.integers(4, 11, (runs, 1))] = np.nan
    times[random.random(times.shape) < MISSING] = np.nan
    return gates, times


def _reference(gates: Array, times: Array, correction: Correction) -> tuple[Array, float]:
    """Return the parameters and the sum of squares of a tight least-squares fit."""
    free = FREE[correction]
    first = np.array([np.log(1.05 * np.max(np.diff(gates) / np.diff(times))), 0.0, 0.0, FIRST_LEAD, 0.0])

    def spread(x: Array) -> Array:
        theta = np.zeros(5)
        theta[free] = x
        return theta

    found = least_squares(
        lambda x: gate_times(spread(x), gates)[0] - times,
        first[free],
        jac=lambda x: gate_times(spread(x), gates)[1][:, free],
        method="lm",
        ftol=TIGHT,
        xtol=TIGHT,
        gtol=TIGHT,
        max_nfev=10_000,
    )
    return spread(found.x), 2.0 * float(found.cost)


def _errors(fit: BatchFit, gates: Array, times: Array) -> dict[str, Array]:
    """Return, for every fitted run, how far it is from the reference."""
    rows: list[tuple[float, ...]] = []
    for run in np.flatnonzero((fit.status == Status.FITTED) & ~(fit.lead < 0.0)):
        seen = np.isfinite(times[run])
        theta, rss = _reference(gates[run][seen], times[run][seen], fit.correction)
        mss, tau = np.exp(theta[:2])
        third = theta[LEAD] if fit.correction is Correction.FLYING else theta[SHIFT]
        ours = fit.lead[run] if fit.correction is Correction.FLYING else fit.time_correction[run]
        rows.append((fit.mss[run] / mss - 1.0, fit.mac[run] * tau / mss - 1.0, ours - third, fit.rss[run] / rss - 1.0))
    names = ("mss", "mac", "correction", "rss")
    return dict(zip(names, np.array(rows).T, strict=True))


def rows() -> list[dict[str, Any]]:
    """Return the largest errors over runs of 4 to 10 gates, with both engines and each correction."""
    worst = {"mss": 0.0, "mac": 0.0, "correction": 0.0, "rss": 0.0}
    apart, count = 0.0, 0
    for correction, runs in ((Correction.TIME, RUNS), (Correction.FLYING, RUNS // 4), (Correction.NONE, RUNS // 4)):
        gates, times = _simulate(correction, runs)
        fits = [fit_sprints(gates, times, correction=correction, engine=engine) for engine in Engine]
        apart = max(apart, *(float(np.nanmax(np.abs(fits[0].mac / fit.mac - 1.0))) for fit in fits))
        errors = _errors(fits[-1], gates, times)
        count += errors["mss"].size
        for name, error in errors.items():
            # A smaller sum of squares than the reference's is no error.
            worst[name] = max(worst[name], float(np.max(error if name == "rss" else np.abs(error))))
    reference = "SciPy least squares, exact derivatives, ftol = xtol = gtol = 1e-12; 4 to 10 gates, some missing"
    figures = [
        ("mss_error", worst["mss"], "ratio", 1e-6, f"{reference}; largest"),
        ("mac_error", worst["mac"], "ratio", 1e-6, f"{reference}; largest"),
        ("correction_error", worst["correction"], "s", 1e-6, f"{reference}; largest, time correction or lead"),
        ("rss_excess", worst["rss"], "ratio", 1e-9, f"{reference}; largest"),
        ("engines_apart", apart, "ratio", 1e-9, "MAC by numba and by NumPy; largest"),
    ]
    return [
        {
            "name": f"acceleration.batch_{name}",
            "value": value,
            "unit": unit,
            "op": "<=",
            "target": target,
            "against": against,
            "n": count,
            "seed": SEED,
        }
        for name, value, unit, target, against in figures
    ]
