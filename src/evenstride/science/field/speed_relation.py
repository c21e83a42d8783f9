"""Does the change of a test go with the change of speed: athletes compared, the errors of both taken off."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from zlib import crc32

import numpy as np

from evenstride.core.estimate import Array, Draws, Missing
from evenstride.core.protocol import FieldProtocol
from evenstride.core.run import Capacity
from evenstride.core.squad import SQUAD_SIZE, Bearing, Relation
from evenstride.science.change.own_error import split_sessions

LEAST_SPAN = 28
"""Days over which a change is one of training rather than of the day (judgement)."""

FEW_RESIDUALS = 15
"""Degrees of freedom below which the squad's own error of a test is not known well enough to take off (judgement)."""

NARROW = 0.5
"""A test whose correlation with the change of speed is certainly below this explains less than a quarter of it, and is
called to tell nothing (judgement)."""

CLAIM = 0.95
"""A relation is claimed only where an interval of this level leaves zero out: of ten tests looked at, intervals of the
house level would make up one (judgement)."""

_GRID = 24
_CORRELATIONS = 50


@dataclass(frozen=True, slots=True)
class _Line:
    """One athlete's line in one test: days and logs, better being higher, and the period it covers."""

    days: Array
    logs: Array

    def within(self, first: float, last: float) -> _Line:
        inside = (self.days >= first) & (self.days <= last)
        return _Line(self.days[inside], self.logs[inside])

    @property
    def information(self) -> float:
        return float(np.sum((self.days - self.days.mean()) ** 2)) if self.days.size else 0.0

    @property
    def slope(self) -> float:
        return float((self.days - self.days.mean()) @ self.logs) / self.information

    @property
    def residuals(self) -> Array:
        return self.logs - self.logs.mean() - self.slope * (self.days - self.days.mean())


@dataclass(frozen=True, slots=True)
class _Pair:
    """Test and speed of one athlete over the period both cover."""

    test: _Line
    speed: _Line
    span: float

    @property
    def shared(self) -> tuple[Array, Array]:
        """Residuals of test and speed on the days that have both."""
        _, one, other = np.intersect1d(self.test.days, self.speed.days, return_indices=True)
        return self.test.residuals[one], self.speed.residuals[other]

    @property
    def leverage(self) -> float:
        """By how much an error shared on common days is shared by the two changes, from 0 to 1."""
        _, one, other = np.intersect1d(self.test.days, self.speed.days, return_indices=True)
        from_test = self.test.days[one] - self.test.days.mean()
        from_speed = self.speed.days[other] - self.speed.days.mean()
        return float(from_test @ from_speed) / (self.test.information * self.speed.information) ** 0.5


def measure_relation(
    squad: Mapping[str, tuple[Sequence[Capacity], Sequence[Capacity]]],
    protocol: FieldProtocol,
    speed: FieldProtocol,
    *,
    seed: int = 0,
    draws: int = 4000,
) -> Relation | Missing:
    """Measure how the change of a test goes with that of flying speed, over the athletes of a squad.

    Parameters
    ----------
    squad : mapping of str to (sequence of Capacity, sequence of Capacity)
        Days of the test and days of the flying run, by athlete.
    protocol, speed : FieldProtocol
        The test, and the flying run.
    seed, draws : int
        Seed and number of draws.

    Notes
    -----
    Each athlete gives two changes: straight lines through the logs of all sessions after familiarisation, over the
    period both cover, at least four weeks. Their errors follow from the scatter around the lines, pooled over all,
    and from the days each athlete has; scatter that test and speed share on common days (a fresh day lifts both) is
    taken off as shared. True changes of test and speed are bivariate normal over athletes, with a mean of their own, so
    that a season in which everybody improves makes no relation. Posterior on a grid: correlation uniform on (−1, 1),
    SD of each true change uniform up to twice the SD seen, means integrated out. Slope = correlation × SD of speed / SD
    of the test. It says that those who gained more in the test gained more speed, never that the test made them fast.

    Sources
    -------
    pocket laboratory protocol (20 athletes).
    """
    pairs = [pair for name in sorted(squad) if (pair := _pair(*squad[name], protocol, speed)) is not None]
    if len(pairs) < SQUAD_SIZE:
        return Missing(
            f"{len(pairs)} of {SQUAD_SIZE} athletes have two days of both, {LEAST_SPAN // 7} weeks apart",
            f"Do {protocol.id} and {speed.id} with {SQUAD_SIZE - len(pairs)} more athletes, again after "
            f"{LEAST_SPAN // 7} weeks",
        )
    freedoms = [sum(max(line.days.size - 2, 0) for line in lines) for lines in _lines(pairs)]
    if min(freedoms) < FEW_RESIDUALS:
        return Missing(
            "most athletes have two days only: error and change cannot be told apart",
            f"Do {protocol.id} and {speed.id} on a third day",
        )
    squares = [sum(float(line.residuals @ line.residuals) for line in lines) for lines in _lines(pairs)]
    sds = np.sqrt(np.array(squares) / np.array(freedoms))
    errors = _errors(pairs, sds)
    changes = np.array([(pair.test.slope * pair.span, pair.speed.slope * pair.span) for pair in pairs])
    rng = np.random.default_rng([seed, crc32(f"{protocol.id} {speed.id}".encode())])
    correlation, slope = _posterior(changes, errors, rng, draws)
    how = f"{len(pairs)} athletes; changes over {np.median([pair.span for pair in pairs]):.0f} days on the median"
    found = Draws(float(np.median(correlation)), correlation, "1", f"true changes, errors of both taken off; {how}")
    return Relation(len(pairs), found, Draws(float(np.median(slope)), slope, "1", found.method), bearing_of(found))


def bearing_of(correlation: Draws) -> Bearing:
    """Say what a correlation of changes amounts to.

    Examples
    --------
    >>> bearing_of(Draws(0.1, np.linspace(-0.2, 0.3, 100), "1"))
    <Bearing.NOTHING: 'tells nothing about speed here'>
    >>> bearing_of(Draws(0.1, np.linspace(-0.6, 0.7, 100), "1"))
    <Bearing.CANNOT_TELL: 'cannot tell yet'>
    """
    claim, interval = correlation.estimate(level=CLAIM), correlation.estimate()
    if claim.low > 0.0:
        return Bearing.WITH
    if claim.high < 0.0:
        return Bearing.AGAINST
    nothing = interval.low <= 0.0 <= interval.high and max(-interval.low, interval.high) < NARROW
    return Bearing.NOTHING if nothing else Bearing.CANNOT_TELL


def _pair(
    days: Sequence[Capacity], runs: Sequence[Capacity], protocol: FieldProtocol, speed: FieldProtocol
) -> _Pair | None:
    """Return both lines over the period that both cover, None where there is no change to tell."""
    test, fly = _line(days, protocol), _line(runs, speed)
    if not test.days.size or not fly.days.size:
        return None
    # A week's grace at both ends: a test on Tuesday and a run on Friday belong together.
    first, last = max(test.days[0], fly.days[0]) - 7.0, min(test.days[-1], fly.days[-1]) + 7.0
    test, fly = test.within(first, last), fly.within(first, last)
    if min(test.days.size, fly.days.size) < 2 or min(test.information, fly.information) <= 0.0:
        return None
    span = float(min(test.days[-1], fly.days[-1]) - max(test.days[0], fly.days[0]))
    return _Pair(test, fly, span) if span >= LEAST_SPAN else None


def _line(days: Sequence[Capacity], protocol: FieldProtocol) -> _Line:
    _, settled = split_sessions(days, protocol)
    return _Line(
        np.array([_ordinal(one.on) for one in settled], dtype=np.float64),
        protocol.better.sign * np.log(np.array([one.value.point for one in settled], dtype=np.float64)),
    )


def _ordinal(day: date) -> float:
    return float(day.toordinal())


def _lines(pairs: Sequence[_Pair]) -> tuple[list[_Line], list[_Line]]:
    return [pair.test for pair in pairs], [pair.speed for pair in pairs]


def _errors(pairs: Sequence[_Pair], sds: Array) -> Array:
    """Return the error covariance of each athlete's two changes, shape (n, 2, 2)."""
    together = [pair.shared for pair in pairs]
    products = sum(float(one @ other) for one, other in together)
    norms = [sum(float(part @ part) for part in parts) for parts in zip(*together, strict=True)]
    shared = products / (norms[0] * norms[1]) ** 0.5 if min(norms) > 0.0 else 0.0
    found = np.empty((len(pairs), 2, 2))
    for row, pair in enumerate(pairs):
        one = sds[0] * pair.span / pair.test.information**0.5
        other = sds[1] * pair.span / pair.speed.information**0.5
        both = shared * pair.leverage * one * other
        found[row] = [[one**2, both], [both, other**2]]
    return found


def _posterior(changes: Array, errors: Array, rng: np.random.Generator, draws: int) -> tuple[Array, Array]:
    """Return draws of correlation and slope of the true changes, from a posterior on a grid."""
    sds = [2.0 * float(column.std(ddof=1)) * (np.arange(_GRID) + 0.5) / _GRID for column in changes.T]
    correlations = -1.0 + 2.0 * (np.arange(_CORRELATIONS) + 0.5) / _CORRELATIONS
    one, other, both = (part.ravel() for part in np.meshgrid(*sds, correlations, indexing="ij"))
    log_weight = np.zeros(one.size)
    # Sums of inverse covariances W, of W·x and of x'W·x over athletes: the means are integrated out with them.
    total, pull, energy = np.zeros((3, one.size)), np.zeros((2, one.size)), np.zeros(one.size)
    for (x, y), error in zip(changes, errors, strict=True):
        xx, yy, xy = one**2 + error[0, 0], other**2 + error[1, 1], both * one * other + error[0, 1]
        determinant = xx * yy - xy**2
        log_weight -= 0.5 * np.log(determinant)
        inverse = np.array([yy, xx, -xy]) / determinant
        total += inverse
        pull += [inverse[0] * x + inverse[2] * y, inverse[2] * x + inverse[1] * y]
        energy += inverse[0] * x * x + inverse[1] * y * y + 2.0 * inverse[2] * x * y
    determinant = total[0] * total[1] - total[2] ** 2
    explained = total[1] * pull[0] ** 2 + total[0] * pull[1] ** 2 - 2.0 * total[2] * pull[0] * pull[1]
    log_weight += 0.5 * (explained / determinant - energy - np.log(determinant))
    weight = np.exp(log_weight - log_weight.max())
    chosen = rng.choice(one.size, draws, p=weight / weight.sum())
    spread = rng.uniform(-0.5, 0.5, (3, draws))
    correlation = both[chosen] + spread[0] * (correlations[1] - correlations[0])
    numerator = other[chosen] + spread[1] * (sds[1][1] - sds[1][0])
    return correlation, correlation * numerator / (one[chosen] + spread[2] * (sds[0][1] - sds[0][0]))
