"""Which days of a test count, and how large the athlete's own error from session to session is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.special import chdtri

from evenstride.core.estimate import HOUSE_LEVEL, Array, Estimate
from evenstride.core.field_course import ErrorInUse
from evenstride.core.protocol import FieldProtocol
from evenstride.core.run import Capacity
from evenstride.science.noise import pooled_variance

PRIOR_SESSIONS = 4.0
"""How many sessions of scatter an assumed error is worth when pooled with the athlete's own (judgement)."""

LEAST_PRIOR = 0.03
"""What always stays of an unknown error's prior, so that equal readings never claim to be exact (judgement)."""

OWN_ERROR_SESSIONS = 3
"""Sessions after familiarisation from which the athlete's own error replaces an unknown one (pocket laboratory)."""


@dataclass(frozen=True, slots=True)
class Line:
    """A weighted straight line: slope, Σw·(t − t̄)², and Σw·residual²."""

    slope: float
    information: float
    squares: float


def fit_line(times: Array, values: Array, weights: Array) -> Line:
    """Fit a weighted line.

    Parameters
    ----------
    times, values, weights : ndarray, shape (n,)
        At least two different times; weights are one over variance.
    """
    centred = times - np.average(times, weights=weights)
    deviations = values - np.average(values, weights=weights)
    information = float(weights @ centred**2)
    slope = float(weights @ (centred * deviations)) / information
    return Line(slope, information, float(weights @ (deviations - slope * centred) ** 2))


def split_sessions(
    sessions: Sequence[Capacity], protocol: FieldProtocol
) -> tuple[tuple[Capacity, ...], tuple[Capacity, ...]]:
    """Return the familiarisation sessions of the newest baseline and the sessions that count, oldest first.

    Notes
    -----
    A baseline is made by one version of a protocol: sessions of other versions than that of the last session do not
    count, and the new version is learnt anew. Implausible days are left out. Of the days that count only those stay
    that tested the sides tested most often; a mean of other sides is another quantity.
    """
    usable = sorted((session for session in sessions if session.usable), key=lambda session: session.on)
    newest = [session for session in usable if session.version == usable[-1].version]
    learning, later = newest[: protocol.familiarisation], newest[protocol.familiarisation :]
    if not later:
        return tuple(learning), ()
    usual = Counter(frozenset(session.sides) for session in later).most_common(1)[0][0]
    return tuple(learning), tuple(session for session in later if frozenset(session.sides) == usual)


def prior_weight(protocol: FieldProtocol, sessions: int) -> float:
    """Return how many sessions of scatter the protocol's error is still worth beside this athlete's own.

    A stated error keeps its weight. An unknown one counts whole until there are `OWN_ERROR_SESSIONS` sessions, and
    then only as the trace that keeps equal readings from looking exact.
    """
    return prior_sessions(protocol.typical_error is not None, sessions)


def prior_sessions(known: bool, sessions: int) -> float:
    """Return the same for an error that is known, or is not."""
    return PRIOR_SESSIONS if known or sessions < OWN_ERROR_SESSIONS else LEAST_PRIOR


def measure_own_error(used: Sequence[Capacity], protocol: FieldProtocol) -> ErrorInUse:
    """Measure how far this athlete's sessions of a test scatter around their own trend.

    Parameters
    ----------
    used : sequence of Capacity
        The sessions that count, from `split_sessions`.
    protocol : FieldProtocol
        Its error is used until there are `OWN_ERROR_SESSIONS` sessions, and afterwards too where a source states it.

    Notes
    -----
    s² = (w·a² + Σ r²) / (w + n − 2): r residuals of ln(value) on time, a the assumed error, w its weight
    (`prior_weight`). The interval of the own error is that of a standard deviation with w + n − 2 degrees of freedom,
    s·√(ν/χ²). Assumes a straight trend and sessions that err independently.

    Examples
    --------
    >>> from datetime import date
    >>> from evenstride.core.estimate import Draws
    >>> from evenstride.core.protocol import protocols
    >>> days = [Capacity("Noa", "S3", date(2026, 3, day), Draws(v, np.array([v]), "s"))
    ...         for day, v in ((2, 0.25), (9, 0.26), (16, 0.25))]
    >>> error = measure_own_error(days, protocols()["S3"])
    >>> round(error.value, 3), error.since
    (0.034, datetime.date(2026, 3, 16))
    """
    known, assumed, count = protocol.typical_error is not None, protocol.assumed_error, len(used)
    if count < OWN_ERROR_SESSIONS:
        return ErrorInUse(assumed, assumed, known, sessions=count)
    days = np.array([session.on.toordinal() for session in used], dtype=np.float64)
    logs = np.log([session.value.point for session in used])
    line = fit_line(days, logs, np.ones(count))
    variance, freedom = pooled_variance(
        line.squares, count - 2.0, prior_sd=assumed, weight=prior_weight(protocol, count)
    )
    value = float(np.sqrt(variance))
    if known:
        return ErrorInUse(value, assumed, known, sessions=count)
    tail = (1.0 - HOUSE_LEVEL) / 2.0
    low, high = (value * float(freedom / chdtri(freedom, share)) ** 0.5 for share in (tail, 1.0 - tail))
    own = Estimate(value, low, high, "1", method=f"scatter of {count} sessions around their trend")
    return ErrorInUse(value, assumed, known, own, used[OWN_ERROR_SESSIONS - 1].on, count)
