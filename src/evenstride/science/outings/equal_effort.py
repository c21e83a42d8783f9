"""Speed at equal effort, and effort at equal speed, from the steady runs of a log.

A straight line over the days with the other quantity beside it, by least squares: log speed on day and effort, effort
on day and log speed. The change is the slope over the days from first to last, its draws are Student's with the fit's
degrees of freedom. Assumed: errors of runs are independent and alike, and a change comes in evenly. Weather, ground,
sleep and the length of the run are not in it (limits said with the answer). Speed divided by effort is never formed: a
rating is no ratio scale (diagnosis_logic.md §4).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from evenstride.core.equal_effort import EqualEffort, SteadyRun
from evenstride.core.estimate import Array, Draws, Missing

LEAST_RUNS = 6
"""Runs from which a change is spoken of: three for the line, three for its error (judgement)."""
LEAST_DAYS = 21
"""Days they must span (judgement): less is the weather."""
_DRAWS = 8000


def judge_equal_effort(runs: Sequence[SteadyRun], *, seed: int = 0) -> EqualEffort:
    """Return how speed at equal effort, and effort at equal speed, changed over some steady runs.

    Parameters
    ----------
    runs : sequence of SteadyRun
        In any order.
    seed : int
        Of the draws.

    Examples
    --------
    >>> from datetime import date, timedelta
    >>> days = [date(2026, 3, 2) + timedelta(days=7 * week) for week in range(6)]
    >>> judge_equal_effort([SteadyRun(day, 3.0, 3.0) for day in days[:4]]).speed
    Missing(reason='4 of 6 steady runs are told', remedy='note distance, time and effort of 2 more easy runs')
    """
    series = tuple(sorted(runs, key=lambda one: (one.on, one.speed, one.rpe)))
    lacking = LEAST_RUNS - len(series)
    if lacking > 0:
        few = Missing(
            f"{len(series)} of {LEAST_RUNS} steady runs are told",
            f"note distance, time and effort of {lacking} more easy run{'s' if lacking > 1 else ''}",
        )
        return EqualEffort(series, few, few)
    days = np.array([float((one.on - series[0].on).days) for one in series])
    if days[-1] < LEAST_DAYS:
        short = Missing(
            f"the runs span {days[-1]:.0f} days", f"note one more easy run {LEAST_DAYS} days after the first, or later"
        )
        return EqualEffort(series, short, short)
    speed = np.log(np.array([one.speed for one in series]))
    effort = np.array([one.rpe for one in series])
    share = _change(speed, days, effort, seed)
    faster = Draws(float(np.expm1(share.point)), np.expm1(share.samples), "1", "speed at equal effort, line over days")
    steps = _change(effort, days, speed, seed)
    easier = Draws(steps.point, steps.samples, "1", "effort at equal speed, line over days")
    return EqualEffort(series, faster.estimate(), easier.estimate())


def _change(asked: Array, days: Array, held: Array, seed: int) -> Draws:
    """Return the slope of a quantity over the days, the other one held, times the days from first to last."""
    columns = [np.ones_like(days), days / days[-1]]
    if float(np.ptp(held)) > 0.0:
        columns.append(held - held.mean())
    design = np.column_stack(columns)
    inverse = np.linalg.pinv(design.T @ design)
    found = inverse @ design.T @ asked
    freedom = asked.size - int(np.linalg.matrix_rank(design))
    scatter = float(np.sum((asked - design @ found) ** 2)) / freedom
    error = float(np.sqrt(scatter * inverse[1, 1]))
    rng = np.random.default_rng(seed)
    return Draws(float(found[1]), found[1] + error * rng.standard_t(freedom, _DRAWS), "1", "least squares")
