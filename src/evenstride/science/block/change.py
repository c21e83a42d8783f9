"""The change of speed during a block: the level before, and a gain that comes in evenly up to its check date.

One regression for the answer and for the chance to notice, so that what is printed before is what is done after.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from scipy.special import gammaincinv, stdtr, stdtrit

from evenstride.core.block import BaselineDay, Block, Lever
from evenstride.core.estimate import HOUSE_LEVEL, Array, Draws, Estimate
from evenstride.science.change.own_error import LEAST_PRIOR, PRIOR_SESSIONS, fit_line
from evenstride.science.change.progress import log_error
from evenstride.science.noise import CONFLICT, pooled_variance

TRIES = 20_000
"""Simulated blocks behind one printed chance: its Monte Carlo error is below 0.004."""

Ahead = Sequence[float]
"""Where in the block its timed sessions lie, each 0 (first day) to 1 (check date)."""


@dataclass(frozen=True, slots=True)
class BlockChange:
    """The gain over a whole block in natural log units: best value, standard error and degrees of freedom.

    `share` is how much of the block lay behind on the last timed day; `point` and `error` are those of that day.
    """

    point: float
    error: float
    freedom: float
    share: float
    sessions: int

    def draws(self, *, seed: int = 0, count: int = 4000) -> Draws:
        """Return the change up to the last timed day as a share of speed, in draws."""
        student = np.random.default_rng([seed, 9]).standard_t(self.freedom, count)
        return Draws(
            float(np.expm1(self.point)),
            np.expm1(self.point + self.error * student),
            "1",
            f"level before against a gain that comes in evenly, {self.sessions} timed days; Student t",
        )

    def log_score(self, forecast: Draws) -> float:
        """Return the log density the forecast gave to what was measured, its error included.

        Notes
        -----
        ln mean_i t((m − share·δ_i)/s)/s over the draws δ_i of the forecast: a proper score. Shared by all forecasts is
        the term −ln s, so that differences do not depend on the unit.
        """
        distance = (self.point - self._expected(forecast)) / self.error
        # Student t density without the constant that every forecast shares.
        logs = -0.5 * (self.freedom + 1.0) * np.log1p(distance**2 / self.freedom)
        most = float(logs.max())
        return most + float(np.log(np.mean(np.exp(logs - most)))) - float(np.log(self.error))

    def place_in(self, forecast: Draws) -> float:
        """Return the probability the forecast gave to a smaller measured change than this one."""
        return float(np.mean(stdtr(self.freedom, (self.point - self._expected(forecast)) / self.error)))

    def _expected(self, forecast: Draws) -> Array:
        return self.share * np.log1p(forecast.samples)


def measure_block_change(block: Block, sessions: Sequence[tuple[date, Draws]]) -> BlockChange:
    """Measure the change of speed from the baseline of a block to its last timed day.

    Parameters
    ----------
    block : Block
        With its fixed baseline.
    sessions : sequence of (date, Draws)
        One value a day, measured like the baseline; at least one after the first day of the block.

    Notes
    -----
    ln v = a + g·x + e by weighted least squares, x = 0 before the block and then rising evenly to 1 at the check date;
    the change is g times x of the last timed day. The variance of e pools the stated errors with the scatter seen, as
    for every outcome (`progress.measure_outcome_change`). Assumes that sessions err independently.

    Raises
    ------
    ValueError
        If no session lies after the first day of the block.
    """
    shares = [block.share_done(on) for on, _ in sessions]
    if not shares or max(shares) <= 0.0:
        raise ValueError("a block needs a timed session after its first day")
    values = [*(day.value for day in block.baseline), *(draws for _, draws in sessions)]
    logs = np.log([value.value if isinstance(value, Estimate) else value.point for value in values])
    errors = np.hypot([log_error(value) for value in values], block.day_noise)
    line = fit_line(np.array([0.0] * len(block.baseline) + shares), logs, errors**-2.0)
    count = len(values)
    variance, freedom = pooled_variance(line.squares, count - 2.0, prior_sd=1.0, weight=_fading(count))
    last = max(shares)
    return BlockChange(line.slope * last, last * (variance / line.information) ** 0.5, freedom, last, len(sessions))


def baseline_scatter(baseline: Sequence[BaselineDay], *, day_noise: float) -> float:
    """Return the standard deviation of one session as a share, stated errors and own scatter pooled."""
    errors, squares = _baseline(baseline, day_noise)
    variance, _ = pooled_variance(squares, len(baseline) - 1.0, prior_sd=1.0, weight=PRIOR_SESSIONS)
    return float(np.median(errors)) * variance**0.5


def predict_notice(
    baseline: Sequence[BaselineDay],
    forecast: Draws,
    ahead: Ahead,
    *,
    day_noise: float,
    swc: float,
    scatter: float = 1.0,
    seed: int = 0,
) -> float:
    """Return the chance that the check of a block says "working", were its forecast right.

    Parameters
    ----------
    baseline : sequence of BaselineDay
        The athlete's own sessions before it: how much they scatter decides.
    forecast : Draws
        Relative change by the check date.
    ahead : sequence of float
        Where in the block its timed sessions are planned, 0 to 1.
    day_noise : float
        Day-to-day scatter the values do not hold, as a share.
    swc : float
        Smallest worthwhile change, a share.
    scatter : float
        Factor on the scatter, to ask what steadier timing would bring.
    seed : int
        Of the simulation.

    Notes
    -----
    Simulates `TRIES` blocks: a gain from the forecast, a scatter from what the baseline says of it (a scaled inverse χ²
    of the stated error, worth `own_error.PRIOR_SESSIONS`, and the baseline's own), the regression of
    `measure_block_change`, and the rule of `check.judge_change`. The number of timed sessions and the independence of
    their errors are taken as given.
    """
    rng = np.random.default_rng([seed, 10])
    errors, squares = _baseline(baseline, day_noise)
    before, many = len(baseline), len(ahead)
    known, freedom = pooled_variance(squares, before - 1.0, prior_sd=1.0, weight=PRIOR_SESSIONS)
    scale = known * freedom / rng.chisquare(freedom, TRIES) * scatter**2
    weights = (np.concatenate([errors, np.full(many, np.median(errors))])) ** -2.0
    places = np.array([0.0] * before + list(ahead))
    last = float(places.max())
    information = float(weights @ (places - np.average(places, weights=weights)) ** 2) / last**2
    gain = last * np.log1p(rng.choice(forecast.samples, TRIES))
    seen = gain + np.sqrt(scale / information) * rng.standard_normal(TRIES)
    new = rng.chisquare(many - 1.0, TRIES) if many > 1 else np.zeros(TRIES)
    residuals = scatter**2 * squares + scale * new
    variance, degrees = _pooled(residuals, before + many - 2.0, _fading(before + many))
    half = stdtrit(degrees, 0.5 + HOUSE_LEVEL / 2.0) * np.sqrt(variance / information)
    return float(np.mean((seen > half) & (np.expm1(seen) >= swc)))


def predict_levers(
    baseline: Sequence[BaselineDay], forecast: Draws, planned: int, *, day_noise: float, swc: float, seed: int = 0
) -> dict[Lever, float]:
    """Return the chance to notice with one thing done better at a time."""
    longer = [*baseline, *_copies(baseline, 3)]
    base, ahead = tuple(baseline), spread(planned)
    choices = {
        Lever.SESSIONS: (base, spread(2 * planned), 1.0),
        Lever.SCATTER: (base, ahead, 0.5),
        Lever.BASELINE: (longer, ahead, 1.0),
    }
    return {
        lever: predict_notice(days, forecast, places, day_noise=day_noise, swc=swc, scatter=factor, seed=seed)
        for lever, (days, places, factor) in choices.items()
    }


def spread(sessions: int) -> tuple[float, ...]:
    """Return where sessions spread evenly over a block lie, the last on its check date.

    Examples
    --------
    >>> spread(4)
    (0.25, 0.5, 0.75, 1.0)
    """
    return tuple((number + 1.0) / sessions for number in range(sessions))


def _copies(baseline: Sequence[BaselineDay], many: int) -> list[BaselineDay]:
    """More days at the mean of those there are, whose own errors are the usual ones."""
    middle = sorted(baseline, key=lambda day: day.value.high / day.value.low)[len(baseline) // 2]
    mean = float(np.exp(np.mean(np.log([day.value.value for day in baseline]))))
    factor = mean / middle.value.value
    value = Estimate(mean, factor * middle.value.low, factor * middle.value.high, middle.value.unit, middle.value.level)
    return [BaselineDay(middle.on - timedelta(days=number + 1), value) for number in range(many)]


def _baseline(baseline: Sequence[BaselineDay], day_noise: float) -> tuple[Array, float]:
    """The errors of the baseline's days, and their squared scatter about the level in units of these."""
    logs = np.log([day.value.value for day in baseline])
    errors = np.hypot([log_error(day.value) for day in baseline], day_noise)
    weights = errors**-2.0
    return errors, float(weights @ (logs - np.average(logs, weights=weights)) ** 2)


def _fading(count: int) -> float:
    """How many sessions the stated errors are worth: less with every session, as for any outcome."""
    return max(LEAST_PRIOR, PRIOR_SESSIONS - (count - 2))


def _pooled(squares: Array, dof: float, weight: float) -> tuple[Array, float]:
    """`noise.pooled_variance` with a stated standard deviation of 1, for many sums of squares at once."""
    conflict = squares > 2.0 * float(gammaincinv(dof / 2.0, CONFLICT))
    return np.where(conflict, squares / dof, (weight + squares) / (weight + dof)), weight + dof
