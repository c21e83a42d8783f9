"""Whether this athlete is faster on days that have something: a feel, a rest before them, a kind of session before."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

import numpy as np

from evenstride.core.capacity_trend import hold_change
from evenstride.core.claim import LOGGED, TIMED, Claim, Trial
from evenstride.core.estimate import Draws
from evenstride.core.log import Feel
from evenstride.science.capacity.readings import read_speed
from evenstride.science.change.check import SPEED_SWC
from evenstride.science.claim_data import (
    OTHERS,
    ClaimData,
    ToldDay,
    cannot_tell,
    held_seen,
    number,
    t_draws,
    told,
    word,
)
from evenstride.science.noise import BORROWED_WEIGHT, pooled_variance

SETTINGS = ("when", "days", "least", "expects")
FELT, RESTED = "felt good", "rested"
MORE, NO_MORE = "more", "no more"

GOOD = frozenset({Feel.GEAR_SHIFT, Feel.LIGHT, Feel.SMOOTH})

LEAST_DAYS = 4
"""Timed days of each kind below which nothing is compared (judgement)."""

CURVED_FROM = 12
"""Timed days from which the trend that is taken off may bend (judgement)."""

KEPT_ENTRIES, KEPT_DAYS = 2, timedelta(days=14)
"""Entries of the two weeks before a timed day from which an empty day is rest and not forgotten (judgement)."""


def weigh(data: ClaimData, claim: Claim) -> Trial:
    """Weigh "runs are faster when ..." on the timed runs of one set-up.

    `when` is `felt good` (told that day), `rested` (at least `least` of the `days` before without training) or a
    session kind (at least `least` days of it in the `days` before); `expects` is `more` or `no more` speed.

    Notes
    -----
    ln v = a + b·t (+ c·t² from 12 days) + effect·x + error by weighted least squares, so that a season's progress is
    not taken for the habit's work. Assumes day errors that are independent once the trend is off. Expected more: for
    where the interval lies above zero, against where it ends below the smallest worthwhile change; no more: reversed.
    """
    when, more = str(claim.settings.get("when", "")), word(claim, "expects", (MORE, NO_MORE)) == MORE
    marks = _Marks(data.days, when, int(number(claim, "days")), number(claim, "least"))
    rows = [(row.on, row.value, row.error) for row in read_speed(data.speeds, day_noise=data.day_noise)]
    both = [(row, marks(row[0])) for row in rows]
    known = [(row, mark) for row, mark in both if mark is not None]
    counts = [sum(mark is wanted for _, mark in known) for wanted in (True, False)]
    if min(counts) < LEAST_DAYS:
        lacking = f"{LEAST_DAYS} timed days with it and {LEAST_DAYS} without, in the log"
        return cannot_tell(claim, f"too few timed days: {counts[0]} with it, {counts[1]} without", lacking)
    effect = _effect([row for row, _ in known], [bool(mark) for _, mark in known], seed=data.seed)
    return _verdict(claim, effect, more)


def _verdict(claim: Claim, effect: Draws, more: bool) -> Trial:
    held = hold_change(effect, SPEED_SWC)
    seen, interval = (held_seen("speed on such days", held),), held.change
    if interval.low > 0.0:
        return told(claim, more, "runs were faster on such days", seen, (TIMED, LOGGED), OTHERS)
    if interval.high < SPEED_SWC:
        return told(claim, not more, "runs were not faster on such days", seen, (TIMED, LOGGED), OTHERS)
    return cannot_tell(claim, "the difference lies inside its error", f"more {TIMED} with the {LOGGED} kept", seen=seen)


def _effect(rows: Sequence[tuple[date, float, float]], marks: Sequence[bool], *, seed: int) -> Draws:
    """Return how much faster marked days were, natural log, with the season's trend taken off."""
    days = np.array([on.toordinal() for on, _, _ in rows], dtype=np.float64)
    time = (days - days.mean()) / max(float(np.ptp(days)), 1.0)
    columns = [np.ones_like(time), np.array(marks, dtype=np.float64), time]
    if len(rows) >= CURVED_FROM:
        columns.append(time**2)
    weights = np.array([error for _, _, error in rows]) ** -1.0
    design = np.column_stack(columns) * weights[:, None]
    values = np.array([value for _, value, _ in rows]) * weights
    found, *_ = np.linalg.lstsq(design, values, rcond=None)
    freedom = float(len(rows) - design.shape[1])
    squares = float(np.sum((values - design @ found) ** 2))
    variance, freedom = pooled_variance(squares, freedom, prior_sd=1.0, weight=BORROWED_WEIGHT)
    error = float(np.sqrt(variance * np.linalg.pinv(design.T @ design)[1, 1]))
    return t_draws(float(found[1]), error, freedom, seed=seed)


class _Marks:
    """Says of a day whether it has what is asked for; None where that was not told."""

    def __init__(self, days: Sequence[ToldDay], when: str, window: int, least: float) -> None:
        self._told: dict[date, list[ToldDay]] = {}
        for day in days:
            self._told.setdefault(day.on, []).append(day)
        self._when, self._window, self._least = when, window, least

    def __call__(self, on: date) -> bool | None:
        if self._when == FELT:
            felt = [one.feel for one in self._told.get(on, ()) if one.feel is not None]
            return None if not felt else felt[-1] in GOOD
        before = [on - timedelta(days=back) for back in range(1, self._window + 1)]
        # An empty log is not a rest, nor is it the absence of a kind of session.
        kept = [day for day in self._told if on - KEPT_DAYS <= day < on]
        if len(kept) < KEPT_ENTRIES:
            return None
        if self._when == RESTED:
            return sum(not any(one.trained for one in self._told.get(day, ())) for day in before) >= self._least
        return sum(any(self._when in one.kinds for one in self._told.get(day, ())) for day in before) >= self._least
