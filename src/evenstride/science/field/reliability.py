"""How repeatable a field test is over a squad: typical error and intraclass correlations, with their doubt."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from zlib import crc32

import numpy as np

from evenstride.core.estimate import Array, Draws, Missing
from evenstride.core.protocol import FieldProtocol
from evenstride.core.run import Capacity
from evenstride.core.squad import SQUAD_SIZE, Reliability
from evenstride.science.change.own_error import split_sessions

_ANOVA, _EXACT = "two-way analysis of variance of logs", "ICC(3,1), exact F interval"

WINDOW = 63
"""Days within which an athlete's sessions count as repeats (judgement: three sessions four weeks apart, a week spare).
What athletes truly gain or lose within it counts as error, so the typical error is too large rather than too small."""

MOST_SESSIONS = 3
"""Sessions counted of each athlete at most: later ones differ by training, not by error (judgement)."""

EXACT = 1e-9
"""A spread below this share of the value is copied numbers, not measured ones."""


@dataclass(frozen=True, slots=True)
class MeanSquares:
    """Two-way analysis of variance of athletes by sessions.

    Attributes
    ----------
    athletes, sessions : int
        Rows n and columns k of the table.
    between, shift, error : float
        Mean squares of athletes, of sessions, and of what is left; n−1, k−1 and (n−1)(k−1) degrees of freedom.
    """

    athletes: int
    sessions: int
    between: float
    shift: float
    error: float


def mean_squares(table: Array) -> MeanSquares:
    """Return the mean squares of a table of athletes by sessions.

    Parameters
    ----------
    table : ndarray, shape (n, k)
        One value for each athlete and session, n and k at least 2.

    Examples
    --------
    >>> found = mean_squares(np.array([[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]]))
    >>> round(found.between, 9), round(found.shift, 9), round(abs(found.error), 9)
    (8.0, 1.5, 0.0)
    """
    n, k = table.shape
    if min(n, k) < 2:
        raise ValueError(f"a table of at least two athletes by two sessions is needed, got {n} by {k}")
    mean = float(table.mean())
    rows, columns = table.mean(axis=1), table.mean(axis=0)
    left = table - rows[:, None] - columns[None, :] + mean
    return MeanSquares(
        n,
        k,
        k * float(np.sum((rows - mean) ** 2)) / (n - 1),
        n * float(np.sum((columns - mean) ** 2)) / (k - 1),
        float(np.sum(left**2)) / ((n - 1) * (k - 1)),
    )


def intraclass(squares: MeanSquares, *, agreement: bool) -> float:
    """Return ICC(2,1), absolute agreement, or ICC(3,1), consistency.

    Notes
    -----
    With mean squares B of athletes, J of sessions and E of the rest (Shrout and Fleiss 1979):
    ICC(3,1) = (B − E)/(B + (k−1)E); ICC(2,1) = (B − E)/(B + (k−1)E + k(J − E)/n).

    Examples
    --------
    >>> round(intraclass(MeanSquares(6, 4, 11.24, 32.49, 1.02), agreement=True), 2)
    0.29
    """
    parts = (np.array(part) for part in (squares.between, squares.shift, squares.error))
    return float(_intraclass(squares, *parts, agreement=agreement))


@dataclass(frozen=True, slots=True, eq=False)
class VarianceDraws:
    """What the mean squares of a table allow, on one index: typical error, ICC(3,1) and ICC(2,1), shape (draws,)."""

    typical_error: Array
    consistency: Array
    agreement: Array


def variance_draws(squares: MeanSquares, rng: np.random.Generator, draws: int) -> VarianceDraws:
    """Return draws of typical error and intraclass correlations from one table.

    Notes
    -----
    Each mean square times its degrees of freedom over a χ² of its own. The quantiles of the typical error are then the
    χ² interval, those of ICC(3,1) the exact F interval.
    """
    n, k = squares.athletes, squares.sessions
    parts = ((squares.between, n - 1), (squares.shift, k - 1), (squares.error, (n - 1) * (k - 1)))
    between, shift, error = (part * freedom / rng.chisquare(freedom, draws) for part, freedom in parts)
    return VarianceDraws(
        np.sqrt(error),
        _intraclass(squares, between, shift, error, agreement=False),
        _intraclass(squares, between, shift, error, agreement=True),
    )


def measure_reliability(
    squad: Mapping[str, Sequence[Capacity]], protocol: FieldProtocol, *, seed: int = 0, draws: int = 4000
) -> Reliability | Missing:
    """Measure how repeatable a test is from the first sessions of each athlete after familiarisation.

    Parameters
    ----------
    squad : mapping of str to sequence of Capacity
        All days of this test, by athlete.
    protocol : FieldProtocol
        The test.
    seed, draws : int
        Seed and number of draws.

    Notes
    -----
    Two-way analysis of variance of ln(value), athletes by sessions, each athlete with the first three sessions after
    familiarisation within `WINDOW` days, or the first two where fewer than 20 athletes have three. Typical error: √E.
    ICC(3,1) is the one to read: with two or three sessions nobody can know how much sessions shift as such, which
    ICC(2,1) asks (one or two degrees of freedom), while an exact interval exists for ICC(3,1); the shift is given by
    itself. Draws as in `variance_draws`. Assumes normal errors of equal size in all athletes, on the log scale.

    Sources
    -------
    Shrout and Fleiss (1979); pocket laboratory protocol (20 athletes).

    Examples
    --------
    >>> from evenstride.core.protocol import protocols
    >>> measure_reliability({}, protocols()["P2"]).remedy
    'Test 20 more athletes at least 4 times each'
    """
    tables = {count: _table(squad, protocol, count) for count in (MOST_SESSIONS, 2)}
    table = next((one for one in tables.values() if len(one) >= SQUAD_SIZE), None)
    if table is None:
        return _too_few(len(tables[2]), protocol)
    squares = mean_squares(table)
    if min(squares.between, squares.error) < EXACT**2:
        return Missing("readings repeat themselves to the last digit", "Write trials down with all their digits")
    n, k = table.shape
    rng = np.random.default_rng([seed, crc32(protocol.id.encode())])
    drawn = variance_draws(squares, rng, draws)
    how, freedom = f"{n} athletes, {k} sessions each", f"{k - 1} degrees of freedom for the sessions"
    steps = np.diff(table, axis=1).mean(axis=1) if k > 1 else table[:, 0]
    scatter = float(steps.std(ddof=1)) / n**0.5
    drift = float(steps.mean())
    return Reliability(
        athletes=n,
        sessions=k,
        typical_error=Draws(squares.error**0.5, drawn.typical_error, "1", f"{_ANOVA}, {how}"),
        consistency=Draws(intraclass(squares, agreement=False), drawn.consistency, "1", f"{_EXACT}, {how}"),
        agreement=Draws(intraclass(squares, agreement=True), drawn.agreement, "1", f"ICC(2,1), {freedom}, {how}"),
        shift=Draws(drift, drift + scatter * rng.standard_t(n - 1, draws), "1", f"mean step between sessions, {how}"),
    )


def _too_few(have: int, protocol: FieldProtocol) -> Missing:
    return Missing(
        f"{have} of {SQUAD_SIZE} athletes have two sessions within {WINDOW // 7} weeks after the first "
        f"{protocol.familiarisation}, which are for learning",
        f"Test {SQUAD_SIZE - have} more athletes at least {protocol.familiarisation + 2} times each",
    )


def _table(squad: Mapping[str, Sequence[Capacity]], protocol: FieldProtocol, count: int) -> Array:
    """Return ln(value), better being higher, of the athletes who have so many sessions close together."""
    rows: list[list[float]] = []
    for name in sorted(squad):
        first = split_sessions(squad[name], protocol)[1][:count]
        if len(first) == count and (first[-1].on - first[0].on).days <= WINDOW:
            rows.append([protocol.better.sign * float(np.log(one.value.point)) for one in first])
    return np.array(rows, dtype=np.float64).reshape(-1, count)


def _intraclass(squares: MeanSquares, between: Array, shift: Array, error: Array, *, agreement: bool) -> Array:
    n, k = squares.athletes, squares.sessions
    spread = between + (k - 1) * error
    return (between - error) / (spread + k * (shift - error) / n if agreement else spread)
