"""Change since the athlete's own baseline: all sessions, one trend, an honest error.

One rule for capacities and for speed: a straight line in time through the logs of ALL sessions, so that one bad
day at either end decides nothing. The error of a session is the assumed one pooled with the scatter seen.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from zlib import crc32

import numpy as np
from scipy.special import ndtri

from evenstride.core.estimate import Array, Draws, Estimate, Missing
from evenstride.core.metric import Better
from evenstride.core.protocol import FieldProtocol, Speaks
from evenstride.core.roles import Evidence
from evenstride.core.run import Capacity
from evenstride.science.change.comparable import usual_set_up
from evenstride.science.change.own_error import (
    LEAST_PRIOR,
    PRIOR_SESSIONS,
    fit_line,
    prior_sessions,
    prior_weight,
    split_sessions,
)
from evenstride.science.noise import DAY_NOISE, pooled_variance

FAMILY_SPREAD = 0.03
"""Standard deviation, in log units, of how far one family's change strays from the change of the role it speaks
for (judgement): hops and jumps are both push, and neither IS push."""

Dated = tuple[date, Draws | Estimate]

_WHAT = {
    Speaks.OUTCOME: "the outcome itself",
    Speaks.EASE: "shown for ease",
    Speaks.SHARED: "shared between roles",
}


def measure_capacity_change(
    sessions: Sequence[Capacity], protocol: FieldProtocol, *, seed: int = 0, draws: int = 2000
) -> Evidence | Missing:
    """Measure the change of one capacity test since the athlete's own baseline, better being positive.

    Parameters
    ----------
    sessions : sequence of Capacity
        All days of one test and one athlete; `own_error.split_sessions` says which of them count. The first sessions
        are kept apart: what they show is learning the test. Days measured with another device than mostly are not used.
    protocol : FieldProtocol
        The test: direction, assumed error, family and role.
    seed, draws : int
        Seed and number of draws.

    Returns
    -------
    Evidence, or Missing
        Missing for tests that are not evidence for one role (outcome, ease, shared) and before two sessions count.

    Notes
    -----
    ln(value) on time by least squares; change = slope × (last − first used day). Session variance: scaled inverse
    χ² pooling of the assumed error with the residuals (`noise.pooled_variance`). A stated error is worth
    `PRIOR_SESSIONS`; an unknown one gives way to the athlete's own with three sessions (`own_error.prior_weight`).
    Draws are Student t. Assumes a straight trend and independent session errors.

    Examples
    --------
    >>> from evenstride.core.protocol import protocols
    >>> days = [date(2026, 3, 2 + 7 * week) for week in range(4)]
    >>> jumps = [Capacity("Noa", "P2", day, Draws(2.0, np.array([2.0]), "m")) for day in days]
    >>> change = measure_capacity_change(jumps, protocols()["P2"])
    >>> change.sessions, change.familiarisation, round(abs(change.change.point), 12)
    (2, 2, 0.0)
    >>> measure_capacity_change(jumps[:2], protocols()["P2"]).reason
    'two familiarisation sessions done, a baseline to come'
    """
    role = protocol.role
    if role is None:
        return Missing(f"{protocol.id} is {_WHAT[protocol.speaks]}: no evidence for one role")
    learning, used = split_sessions(sessions, protocol)
    if len({session.on for session in used}) < 2:
        return _too_few(len(learning), len(used), protocol)
    set_up = usual_set_up((session.on, session.set_up) for session in used)
    if set_up is None:
        return _mixed(used, protocol)
    used = [session for session in used if session.set_up == set_up]
    change, error = _capacity_trend(used, protocol, seed, draws)
    return Evidence(
        role=role,
        family=protocol.family,
        test=protocol.id,
        change=change,
        typical_error=error,
        since=used[0].on,
        until=used[-1].on,
        sessions=len(used),
        familiarisation=protocol.familiarisation,
    )


def _mixed(used: Sequence[Capacity], protocol: FieldProtocol) -> Missing:
    ways = "; ".join(dict.fromkeys(session.set_up.text for session in used))
    return Missing(f"its days were measured in different ways ({ways})", f"Do {protocol.id} again as one of them")


def measure_test_change(
    sessions: Sequence[Capacity], protocol: FieldProtocol, *, seed: int = 0, draws: int = 2000
) -> Draws | Missing:
    """Measure the change of any test since the own baseline, whether or not it is evidence for a role.

    Notes
    -----
    The trend of `measure_capacity_change`, for tests that are shown and decide nothing.
    """
    learning, used = split_sessions(sessions, protocol)
    if len({session.on for session in used}) < 2:
        return _too_few(len(learning), len(used), protocol)
    return _capacity_trend(used, protocol, seed, draws)[0]


def measure_outcome_change(
    values: Sequence[Dated],
    *,
    better: Better = Better.HIGHER,
    day_noise: float = DAY_NOISE,
    known_error: bool | None = None,
    seed: int = 0,
    draws: int = 2000,
) -> Draws | Missing:
    """Measure the change of an outcome, such as speed, over all its dated values, better being positive.

    Parameters
    ----------
    values : sequence of (date, Draws or Estimate)
        One value a run, all of one kind: flying speed and fitted top speed are never mixed.
    better : Better
        Direction; a time is better lower.
    day_noise : float
        Day-to-day scatter in log units that the values' own errors do not hold; 0 for field tests, whose typical
        error holds it.
    known_error : bool or None
        For a field test, whether a source states the error its values carry: a known one is pooled with the scatter
        seen, an unknown one gives way to it (`own_error.prior_sessions`). None, for speed, lets it fade step by step.
    seed, draws : int
        Seed and number of draws.

    Notes
    -----
    The trend of `measure_capacity_change`, each value weighted by its own error and the day noise.

    Examples
    --------
    >>> from evenstride.core.estimate import Estimate
    >>> before, after = Estimate(8.0, 7.9, 8.1, "m/s"), Estimate(8.2, 8.1, 8.3, "m/s")
    >>> change = measure_outcome_change([(date(2026, 3, 2), before), (date(2026, 5, 4), after)])
    >>> round(change.point, 4)
    0.0247
    """
    ordered = sorted(values, key=lambda item: item[0])
    if len({day for day, _ in ordered}) < 2:
        return Missing("a change needs values from two days", "Measure speed again on another day")
    days = np.array([day.toordinal() for day, _ in ordered], dtype=np.float64)
    logs = better.sign * np.log([_point(value) for _, value in ordered])
    errors = np.hypot([log_error(value) for _, value in ordered], day_noise)
    fading = max(LEAST_PRIOR, PRIOR_SESSIONS - (len(ordered) - 2))
    prior = fading if known_error is None else prior_sessions(known_error, len(ordered))
    change, _ = _trend(days, logs, errors, prior, _rng(seed, "outcome"), draws)
    return change


def combine_capacity(evidence: Sequence[Evidence], *, seed: int = 0) -> Draws:
    """Combine the changes of several tests of ONE role; tests of one family count once.

    Raises
    ------
    ValueError
        If there is no evidence or it speaks for different roles.

    Notes
    -----
    Each family's change is the role's change plus a deviation of its own (`FAMILY_SPREAD`). Families count alike, and
    so do the tests within one: were they weighted by precision, blurring one test would move the answer.
    """
    if len({item.role for item in evidence}) != 1:
        raise ValueError("evidence of exactly one role is needed")
    families: dict[str, list[Draws]] = {}
    for item in evidence:
        families.setdefault(item.family, []).append(item.change)
    rng = _rng(seed, " ".join(sorted(families)))
    spread: list[Draws] = []
    for name in sorted(families):
        one = _averaged(families[name])
        own = rng.normal(0.0, FAMILY_SPREAD, one.samples.size)
        spread.append(Draws(one.point, one.samples + own, "1", one.method))
    return _averaged(spread)


def _capacity_trend(used: Sequence[Capacity], protocol: FieldProtocol, seed: int, draws: int) -> tuple[Draws, float]:
    """Return the change over the sessions that count, better positive, and the error of one session."""
    days = np.array([session.on.toordinal() for session in used], dtype=np.float64)
    logs = protocol.better.sign * np.log([session.value.point for session in used])
    errors = np.full(len(used), protocol.assumed_error)
    prior = prior_weight(protocol, len(used))
    change, scale = _trend(days, logs, errors, prior, _rng(seed, protocol.id), draws)
    return change, scale * protocol.assumed_error


def _too_few(learnt: int, used: int, protocol: FieldProtocol) -> Missing:
    count = {1: "one familiarisation session", 2: "two familiarisation sessions"}
    if used == 0:
        reason = f"{count.get(learnt, f'{learnt} familiarisation sessions')} done, a baseline to come"
    else:
        reason = "a baseline is there, a repeat on another day to come"
    return Missing(reason, f"Do {protocol.id} again on another day")


def _trend(
    days: Array, logs: Array, errors: Array, prior: float, rng: np.random.Generator, draws: int
) -> tuple[Draws, float]:
    """Fit a weighted line; return the change from first to last day and by how much the errors were misjudged."""
    line = fit_line(days, logs, errors**-2.0)
    variance, freedom = pooled_variance(line.squares, len(days) - 2.0, prior_sd=1.0, weight=prior)
    scale = variance**0.5
    span = float(days.max() - days.min())
    errors_of_change = scale * span / np.sqrt(line.information) * rng.standard_t(freedom, draws)
    method = f"linear trend over {len(days)} sessions; Student t, {freedom:g} degrees of freedom"
    return Draws(line.slope * span, line.slope * span + errors_of_change, "1", method), scale


def _averaged(draws: Sequence[Draws]) -> Draws:
    method = draws[0].method if len(draws) == 1 else f"mean of {len(draws)} changes"
    samples = np.mean([one.samples for one in draws], axis=0)
    return Draws(float(np.mean([one.point for one in draws])), samples, "1", method)


def _point(value: Draws | Estimate) -> float:
    return value.point if isinstance(value, Draws) else value.value


def log_error(value: Draws | Estimate) -> float:
    """Return the standard error of ln(value), from draws or from the ends of an interval."""
    if isinstance(value, Draws):
        return value.map(np.log, unit="1").standard_error
    return float(np.log(value.high / value.low) / (2.0 * ndtri(0.5 + value.level / 2.0)))


def _rng(seed: int, tag: str) -> np.random.Generator:
    """Own random numbers for every quantity: with one shared stream, errors of different tests would be equal."""
    return np.random.default_rng([seed, crc32(tag.encode())])
