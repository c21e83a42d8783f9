"""Is it working: compare two dates and hold the change against error and against what would be worth having."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

import numpy as np
from scipy.special import ndtr

from evenstride.core.check import BLOCK_WEEKS, Check, Verdict
from evenstride.core.errors import InputError
from evenstride.core.estimate import MDC_FACTOR, Array, Draws, Estimate, Missing, combine
from evenstride.core.metric import Better
from evenstride.science.change.comparable import Comparable, say_left_out
from evenstride.science.change.progress import measure_outcome_change
from evenstride.science.noise import DAY_NOISE

SMALL_EFFECT = 0.14
"""Small standardised effect of training programmes (`swinton2022`, read)."""

SPEED_BETWEEN_SD = 0.44 / 7.68
"""Between-athlete SD of top speed as a share: 0.44 of 7.68 m/s in 52 women of `vescovi` (own fits)."""

SPEED_SWC = SMALL_EFFECT * SPEED_BETWEEN_SD
"""Smallest worthwhile change of speed, 0.8 %: a small training effect times the spread between athletes."""

SPEED_SWC_SOURCE = "swinton2022 small effect × between-athlete SD of vescovi"

LEANING = 0.75
"""Chance of any improvement from which a change leans the right way (judgement); before `BLOCK_WEEKS` that is "not
yet" rather than "cannot tell"."""

MEASURED_DIFFERENTLY = "its days were measured in different ways"

Dated = tuple[date, Draws]


def check_change(
    metric: str,
    values: Sequence[Dated],
    *,
    better: Better = Better.HIGHER,
    since: date | None = None,
    until: date | None = None,
    swc: float | None = None,
    swc_source: str = "",
    day_noise: float = DAY_NOISE,
    widened: Mapping[date, float] | None = None,
    known_error: bool | None = None,
    seed: int = 0,
) -> Check:
    """Say how a metric changed over a period: the trend through all its days, or the difference of its two.

    Parameters
    ----------
    metric : str
        Name for people and for the record.
    values : sequence of (date, Draws)
        One or more values a day, positive, in any order; several runs of one day are averaged.
    better : Better
        Whether higher or lower is better.
    since, until : date or None
        Compare the first day on or after `since` with the last on or before `until`.
    day_noise : float
        Day-to-day scatter as a share of the value that the draws do not hold yet; 0 for field tests, whose typical
        error is one between days.
    widened : mapping of date to float or None
        What to add to the doubt of a day before its change is judged, as a standard deviation in the unit of the
        value: how far its device may be from the others (`comparable.separate_set_ups`).
    known_error : bool or None
        For a field test, whether a source states its error (`measure_outcome_change`); None for speed.
    swc : float or None
        Smallest worthwhile change as a share; None shows the change without asking whether it is worth having.
    swc_source : str
        Where that figure comes from.
    seed : int
        Of the day noise.

    Raises
    ------
    InputError
        With fewer than two different days.

    Notes
    -----
    Two days: change = after/before − 1, better being positive, with `day_noise` added to both. More days: the linear
    trend in logs through all of them from the first day to the last (`measure_outcome_change`), so that no single day
    decides. MDC90 = 1.645·√2·TE, √2·TE being the standard error of the change.
    Working: the whole interval above zero and the change at least the SWC.
    Not working: the whole interval below the SWC. Not yet: leaning upwards before eight weeks. Else cannot tell.

    Examples
    --------
    >>> import numpy as np
    >>> day = lambda d, v: (date(2026, d, 1), Draws(v, np.full(500, v), "m/s"))
    >>> check_change("top speed", [day(1, 8.0), day(4, 8.4)], swc=0.008).verdict.value
    'working'
    """
    days = average_days([item for item in values if _inside(item[0], since, until)])
    if len(days) < 2:
        raise InputError(
            f"{metric} was measured on {len(days)} day{'' if len(days) == 1 else 's'} in this period",
            why="A change needs two days",
            remedy="Import another day's runs or widen --since and --until",
        )
    (first, before), (last, after) = days[0], days[-1]
    doubted = [(on, _blurred(draws, (widened or {}).get(on, 0.0), seed)) for on, draws in days]
    if len(days) == 2:
        change = _difference(doubted, better, day_noise, seed)
    else:
        change = _trend(doubted, better, day_noise, known_error, seed)
    interval = change.estimate()
    error = change.standard_error / 2**0.5
    mdc = MDC_FACTOR * error
    verdict, reason = judge_change(change, interval, swc, weeks=(last - first).days / 7.0)
    return Check(
        metric=metric,
        since=first,
        until=last,
        before=before.estimate(),
        after=after.estimate(),
        change=interval,
        mdc=mdc,
        verdict=verdict,
        reason=reason,
        swc=swc,
        swc_source=swc_source,
        chance_to_notice=None if swc is None else float(ndtr((swc - mdc) / change.standard_error)),
        days=len(days),
    )


def check_comparable(
    metric: str,
    found: Comparable,
    *,
    better: Better = Better.HIGHER,
    swc: float | None = None,
    swc_source: str = "",
    day_noise: float = DAY_NOISE,
    known_error: bool | None = None,
    seed: int = 0,
) -> Check:
    """Say how a metric changed over values that may be compared, with their set-up and what was assumed.

    Where nothing published says how far the set-ups differ, the change is shown and the verdict is "cannot tell",
    however large it is. Everything else is `check_change`.
    """
    check = check_change(
        metric,
        [(one.on, one.value) for one in found.values],
        better=better,
        swc=swc,
        swc_source=swc_source,
        day_noise=day_noise,
        widened=found.widened,
        known_error=known_error,
        seed=seed,
    )
    check = replace(
        check,
        set_up="; ".join(one.text for one in found.set_ups),
        assumed=found.assumed,
        left_out=say_left_out(found.left_out),
    )
    if found.verdict:
        return check
    return replace(
        check, verdict=Verdict.CANNOT_TELL, reason=MEASURED_DIFFERENTLY, comparable=False, chance_to_notice=None
    )


def _inside(day: date, since: date | None, until: date | None) -> bool:
    return (since is None or day >= since) and (until is None or day <= until)


def average_days(values: Sequence[Dated]) -> list[Dated]:
    """Return one value a day, oldest first: the mean of its runs.

    The runs are independent, so sample i of each is added to sample i of the others.
    """
    days = sorted({day for day, _ in values})
    averaged: list[Dated] = []
    for day in days:
        runs = [draws for on, draws in values if on == day]
        count = min(run.samples.size for run in runs)
        samples = np.mean([run.samples[:count] for run in runs], axis=0)
        point = float(np.mean([run.point for run in runs]))
        averaged.append((day, Draws(point, samples, runs[0].unit, runs[0].method)))
    return averaged


def _blurred(draws: Draws, sd: float, seed: int) -> Draws:
    """Add an error of its own to every sample; nothing where there is none."""
    if sd == 0.0:
        return draws
    error = np.random.default_rng([seed, 1]).standard_normal(draws.samples.size)
    return Draws(draws.point, draws.samples + sd * error, draws.unit, draws.method)


def _difference(days: Sequence[Dated], better: Better, day_noise: float, seed: int) -> Draws:
    rng = np.random.default_rng(seed)
    before, after = (_with_day_noise(draws, day_noise, rng) for _, draws in days)

    def relative(first_day: Array, last_day: Array) -> Array:
        return better.sign * (last_day / first_day - 1.0)

    return combine(relative, before, after, unit="1", method="relative change of two days")


def _trend(days: Sequence[Dated], better: Better, day_noise: float, known_error: bool | None, seed: int) -> Draws:
    change = measure_outcome_change(days, better=better, day_noise=day_noise, known_error=known_error, seed=seed)
    assert not isinstance(change, Missing), "there are more than two days"

    def relative(logs: Array) -> Array:
        return better.sign * np.expm1(better.sign * logs)

    return change.map(relative, unit="1", method=f"trend through {len(days)} days")


def _with_day_noise(draws: Draws, day_noise: float, rng: np.random.Generator) -> Draws:
    """Shuffle, so that the two days are independent, and add what a day does to a runner."""
    samples = rng.permutation(np.resize(draws.samples, max(draws.samples.size, 2000)))
    noise = np.exp(day_noise * rng.standard_normal(samples.size))
    return Draws(draws.point, samples * noise, draws.unit, draws.method)


def judge_change(change: Draws, interval: Estimate, swc: float | None, *, weeks: float) -> tuple[Verdict, str]:
    """Return the verdict on a relative change and its reason, by the rule in the notes of `check_change`."""
    beyond_error = interval.low > 0
    if swc is None:
        falling = Verdict.NOT_WORKING if interval.high < 0 else Verdict.CANNOT_TELL
        verdict = Verdict.WORKING if beyond_error else falling
        return verdict, "change only: no verified figure says how much would be worth having"
    if beyond_error and interval.value >= swc:
        return Verdict.WORKING, "the change is beyond its error and large enough to be worth having"
    if interval.high < swc:
        return Verdict.NOT_WORKING, "a change worth having is unlikely"
    if weeks < BLOCK_WEEKS and change.probability(above=0.0) >= LEANING:
        return Verdict.NOT_YET, "it leans the right way, inside its error, and the block is still young"
    return Verdict.CANNOT_TELL, "the interval holds both no change and a change worth having"
