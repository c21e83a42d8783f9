"""The likelihood of a squad's readings with every athlete's weekly levels integrated over, as JAX differentiates it."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from evenstride.core.law import Law
from evenstride.science.law.arrays import ROLES
from evenstride.science.law.engines import load_engines
from evenstride.science.law.laws import law_value

NODES = 9
"""Points of the Gauss–Hermite rule with which a law is averaged over the doubt of push beside swing."""


class Smoothed(NamedTuple):
    """Levels of one role given its own readings, shape (athletes, visits), and the log likelihood of each athlete."""

    mean: Any
    variance: Any
    score: Any


def squad_scores(law: Law, data: Any, hyper: Any) -> tuple[Any, Any]:
    """Return log likelihoods of every athlete: of the capacity readings, and of the speeds given those.

    Parameters
    ----------
    law : Law
        Which.
    data : mapping
        `values`, `known` and `gaps` of `LawArrays`.
    hyper : mapping
        Hyper-parameters by name, scalars.

    Returns
    -------
    tuple of two arrays, shape (athletes,)

    Notes
    -----
    Capacities are Gaussian random walks read with Gaussian error: a Kalman filter and smoother, exact. Speed is
    own level + returns·(s + h(p − s)) + error with h the law at swing zero; h is replaced, visit by visit, by the line
    that fits it best over what the readings leave open of p − s (statistical linearisation: slope Cov(h, d)/Var(d)),
    the scatter around that line added to the error. A second filter over (p, s, own level) then gives the likelihood.
    Exact for Cobb–Douglas; for the others as good as h is straight over that doubt, some 2 %.
    """
    jnp = load_engines().jnp

    push, swing = (smooth_role(data, role, hyper) for role in ROLES)
    nodes, weights = np.polynomial.hermite_e.hermegauss(NODES)
    weights = weights / weights.sum()
    apart, doubt = push.mean - swing.mean, jnp.sqrt(push.variance + swing.variance)
    points = apart[..., None] + doubt[..., None] * nodes
    made = law_value(law, points, 0.0, hyper["tilt"], hyper.get("sigma", 1.0), xp=jnp)
    middle = (made * weights).sum(-1)
    slope = (made * nodes * weights).sum(-1) / doubt
    rest = ((made - middle[..., None] - (slope * doubt)[..., None] * nodes) ** 2 * weights).sum(-1)
    line = (slope, middle - slope * apart, rest)
    both = _filter_all(data, hyper, line)
    return push.score + swing.score, both - push.score - swing.score


def smooth_role(data: Any, role: str, hyper: Any) -> Smoothed:
    """Filter and smooth the random walk of one role over all athletes at once."""
    lax, jnp = load_engines().lax, load_engines().jnp

    noise, step = hyper[f"{role}_error"] ** 2, hyper[f"{role}_weekly"] ** 2
    rows = tuple(jnp.asarray(one).T for one in (data["values"][role], data["known"][role], data["gaps"]))
    count = rows[0].shape[1]
    mean = jnp.full(count, hyper[f"{role}_mean"])
    variance = jnp.full(count, hyper[f"{role}_spread"] ** 2)

    def forward(state: Any, row: Any) -> Any:
        mean, variance, score = state
        value, known, _ = row
        total = variance + noise
        gain = known * variance / total
        score = score + known * _log_normal(value - mean, total, jnp)
        mean, variance = mean + gain * (value - mean), variance * (1.0 - gain)
        return (mean, variance + step * row[2], score), (mean, variance)

    # The gap of a row is the one before it; the filter adds the one after.
    after = jnp.concatenate([rows[2][1:], jnp.ones((1, count))])
    state, (means, variances) = lax.scan(forward, (mean, variance, jnp.zeros(count)), (rows[0], rows[1], after))

    def backward(state: Any, row: Any) -> Any:
        later, spread = state
        mean, variance, gap = row
        ahead = variance + step * gap
        gain = variance / ahead
        mean, variance = mean + gain * (later - mean), variance + gain**2 * (spread - ahead)
        return (mean, variance), (mean, variance)

    last = (means[-1], variances[-1])
    _, (smooth, spread) = lax.scan(backward, last, (means[:-1], variances[:-1], after[:-1]), reverse=True)
    smooth, spread = jnp.vstack([smooth, last[0]]), jnp.vstack([spread, last[1]])
    return Smoothed(smooth.T, spread.T, state[2])


def _filter_all(data: Any, hyper: Any, line: tuple[Any, Any, Any]) -> Any:
    """Return the log likelihood of all readings of every athlete, speeds through the line h ≈ slope·(p − s) + cut.

    The 3 × 3 covariance is written out: matrices this small cost more in calls than in work.
    """
    lax, jnp = load_engines().lax, load_engines().jnp

    count = data["gaps"].shape[0]
    slope, cut, rest = (one.T for one in line)
    gaps = jnp.concatenate([data["gaps"][:, 1:], jnp.zeros((count, 1))], axis=1).T
    pairs = tuple(jnp.asarray(data[part][name]).T for name in (*ROLES, "speed") for part in ("values", "known"))
    returns = hyper["returns"]
    noise_push, noise_swing, noise_speed = (hyper[f"{name}_error"] ** 2 for name in (*ROLES, "speed"))
    walk_push, walk_swing = (hyper[f"{role}_weekly"] ** 2 for role in ROLES)

    def step(state: Any, row: Any) -> Any:
        push, push_known, swing, swing_known, speed, speed_known, by_push, by_swing, noise, gap = row
        state = _update(state, (1.0, 0.0, 0.0), push, push_known, noise_push, jnp)
        state = _update(state, (0.0, 1.0, 0.0), swing, swing_known, noise_swing, jnp)
        state = _update(state, (by_push, by_swing, 1.0), speed, speed_known, noise, jnp)
        p, s, a, pp, ss, aa, ps, pa, sa, score = state
        return (p, s, a, pp + walk_push * gap, ss + walk_swing * gap, aa, ps, pa, sa, score), None

    empty = jnp.zeros(count)
    means = [empty + hyper[f"{name}_mean"] for name in (*ROLES, "speed")]
    spreads = [empty + hyper[f"{name}_spread"] ** 2 for name in (*ROLES, "speed")]
    first = (*means, *spreads, empty, empty, empty, empty)
    speeds = pairs[4] - returns * cut
    ways = (returns * slope, returns * (1.0 - slope), noise_speed + returns**2 * rest)
    state, _ = lax.scan(step, first, (*pairs[:4], speeds, pairs[5], *ways, gaps))
    return state[-1]


def _update(state: Any, way: Any, value: Any, known: Any, noise: Any, xp: Any) -> Any:
    """Take one reading in: mean and covariance of (p, s, a), seen along `way`."""
    p, s, a, pp, ss, aa, ps, pa, sa, score = state
    x, y, z = way
    along_p, along_s, along_a = pp * x + ps * y + pa * z, ps * x + ss * y + sa * z, pa * x + sa * y + aa * z
    total = x * along_p + y * along_s + z * along_a + noise
    miss = value - (x * p + y * s + z * a)
    score = score + known * _log_normal(miss, total, xp)
    gain_p, gain_s, gain_a = along_p * known / total, along_s * known / total, along_a * known / total
    return (
        p + gain_p * miss, s + gain_s * miss, a + gain_a * miss,
        pp - gain_p * along_p, ss - gain_s * along_s, aa - gain_a * along_a,
        ps - gain_p * along_s, pa - gain_p * along_a, sa - gain_s * along_a,
        score,
    )  # fmt: skip


def _log_normal(miss: Any, variance: Any, xp: Any) -> Any:
    return -0.5 * (miss**2 / variance + xp.log(2.0 * np.pi * variance))
