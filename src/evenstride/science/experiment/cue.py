"""Two things to think of, in random turns, and which of them makes this runner faster or feels better.

A cue is an experiment and ends when it does not help (care.md). Runs come in pairs, one with each cue, the order
within each pair by lot, so that warming up and tiring weigh on both alike.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from math import ceil, sqrt

import numpy as np
from scipy.special import ndtr, ndtri, stdtrit

from evenstride.core.errors import InputError
from evenstride.core.estimate import HOUSE_LEVEL, Array, Draws, Estimate, Missing
from evenstride.core.experiment import (
    Cue,
    CueAnswer,
    CueVerdict,
    EnteredRun,
    Entries,
    Experiment,
    Outcome,
    OutOfReach,
    PlannedRun,
)
from evenstride.science.change.check import SPEED_SWC
from evenstride.science.experiment.power import WANTED
from evenstride.science.experiment.rules import Noise
from evenstride.science.noise import student_t

YOUNGEST = 12
"""Below this age there is play and no experiment (care.md)."""

FEEL_NOISE = 1.5
"""Run-to-run standard deviation of a feel from 0 to 10, points (judgement)."""

WORTH = {Outcome.TIME: SPEED_SWC, Outcome.FEEL: 1.0}
"""Smallest difference worth having: 0.8 % of speed (as for a block), one point of feel (judgement)."""

PAIRS_A_DAY = 3
"""Pairs in one ordinary session: six runs, none of them extra (judgement, within a safe day's flying twenties)."""

MOST_DAYS = 8
LEAST_PAIRS = 4
"""Pairs below which no interval is given (judgement)."""

MOST_MORE = 60
"""Further pairs beyond which "more would settle it" is no longer said (judgement)."""


def plan_cues(
    athlete: str,
    cues: tuple[str, str],
    outcome: Outcome,
    noise: Noise,
    *,
    on: date,
    age: int | None = None,
    pain: bool = False,
    seed: int = 0,
) -> Experiment | OutOfReach:
    """Plan a cue experiment: how many pairs, and in which order.

    Parameters
    ----------
    athlete : str
        Name of the runner.
    cues : tuple of two str
        What to think of, in the runner's own words.
    outcome : Outcome
        Time, or feel from 0 to 10.
    noise : Noise
        Run-to-run standard deviation: a share of the time, or points of feel.
    on : date
        Day of the plan, before the first run.
    age : int or None
        The youngest the runner can be, in years, where known.
    pain : bool
        Whether anything hurts today.
    seed : int
        Of the order.

    Raises
    ------
    InputError
        If the cues are the same or empty, something hurts, or the runner is a child under twelve.

    Notes
    -----
    Pairs so that a difference worth having (`WORTH`) shows beyond a 90 % interval in `WANTED` of such experiments:
    n = ((z₀.₉₅ + z_wanted)·√2·σ / worth)². The number is fixed before the first run, because stopping when it looks
    good finds differences that are not there.

    Examples
    --------
    >>> plan = plan_cues("Noa", ("push the ground away", "snap the thigh"), Outcome.FEEL, Noise(1.0, "own"),
    ...     on=date(2026, 5, 1))
    >>> plan.count("A"), plan.count("B"), plan.days
    (13, 13, 5)
    """
    arms: dict[str, str] = dict(zip((Cue.A.value, Cue.B.value), _cues(cues), strict=True))
    _refuse(age, pain, noise)
    worth = WORTH[outcome]
    with_ = f"a difference of {_amount(worth, outcome)}"
    pairs = _pairs(noise.share, worth)
    days = ceil(pairs / PAIRS_A_DAY)
    if days > MOST_DAYS:
        return _out_of_reach(outcome, noise, days, with_)
    chance = _chance(noise.share, worth, pairs)
    return Experiment(athlete, on, outcome, arms, _order(pairs, seed), noise.share, noise.source, chance, with_, seed)


def _out_of_reach(outcome: Outcome, noise: Noise, days: int, with_: str) -> OutOfReach:
    """Return what the most days would show, and how many were needed."""
    worth, most = WORTH[outcome], MOST_DAYS * PAIRS_A_DAY
    return OutOfReach(
        outcome, noise.share, noise.source, MOST_DAYS, _chance(noise.share, worth, most), days, with_,
        _chance(noise.share, 2.0 * worth, most),
    )  # fmt: skip


def _cues(cues: tuple[str, str]) -> tuple[str, str]:
    """Return the two cues with single spaces."""
    first, second = (" ".join(cue.split()) for cue in cues)
    if not first or not second or first.casefold() == second.casefold():
        raise InputError("two different cues are needed", remedy='For example "push the ground away" "snap the thigh"')
    return first, second


def _refuse(age: int | None, pain: bool, noise: Noise) -> None:
    """Refuse an experiment to whom it is not for today, and noise that cannot be."""
    if pain:
        raise InputError("something hurts now", why="Pain stops fast running", remedy="Come back when it is gone")
    if age is not None and age < YOUNGEST:
        raise InputError(f"below {YOUNGEST} there is play and no experiment", remedy="Chase, jump and race for fun")
    if not noise.share > 0.0:
        raise InputError("the run-to-run noise must be above zero", remedy="Leave it out to use the usual one")


def analyse_cues(experiment: Experiment, entries: Entries, *, seed: int = 0, draws: int = 4000) -> CueAnswer:
    """Say which of two cues is better, that it does not matter, or how many more pairs would tell.

    Parameters
    ----------
    experiment : Experiment
        The protocol.
    entries : Entries
        The runs as they were, in any order; `value` is a time in s or a feel from 0 to 10.
    seed, draws : int
        Seed and number of draws.

    Raises
    ------
    InputError
        If the experiment is one of loads, or a value cannot be.

    Notes
    -----
    d = ln(time B / time A), or feel A − feel B, one for each complete pair: better with A is positive. The mean of the
    differences is Student t with n − 1 degrees of freedom; each pair stands for itself, so days and drift cancel.
    A cue is called better when the whole interval is on its side; "no difference that matters" when all of it is
    smaller than what is worth having; before the planned pairs are done both are "cannot tell yet".
    """
    if experiment.loads is not None:
        raise InputError("this experiment compares loads", remedy="Ask for its own answer instead")
    differences, left_out = _differences(experiment, entries.runs)
    planned = max(run.pair for run in experiment.runs)
    worth = WORTH[experiment.outcome]
    mean = _mean(differences, seed=seed, draws=draws)
    verdict = _judge(mean, worth, done=len(differences) >= planned)
    more = None if isinstance(mean, Missing) or verdict is not CueVerdict.CANNOT_TELL else _more(differences, worth)
    return CueAnswer(
        athlete=experiment.athlete,
        on=entries.on,
        experiment=entries.experiment,
        outcome=experiment.outcome,
        cues=(experiment.arms[Cue.A], experiment.arms[Cue.B]),
        pairs=len(differences),
        planned=planned,
        difference=mean,
        worth=worth,
        verdict=verdict,
        more=more if len(differences) >= planned else max(planned - len(differences), 0),
        left_out=left_out,
    )


def _order(pairs: int, seed: int) -> tuple[PlannedRun, ...]:
    """Return pairs in random order, as many beginning with one cue as with the other."""
    rng = np.random.default_rng([seed, 13])
    begins = rng.permutation([place % 2 for place in range(pairs)])
    runs: list[PlannedRun] = []
    for pair, swapped in enumerate(begins, start=1):
        for arm in (Cue.B, Cue.A) if swapped else (Cue.A, Cue.B):
            runs.append(PlannedRun(len(runs) + 1, (pair - 1) // PAIRS_A_DAY + 1, arm.value, pair=pair))
    return tuple(runs)


def _differences(experiment: Experiment, runs: Sequence[EnteredRun]) -> tuple[Array, tuple[str, ...]]:
    pair_of = {run.number: run.pair for run in experiment.runs}
    found: dict[int, dict[str, EnteredRun]] = {}
    for run in sorted(runs, key=lambda run: run.number):
        _check(run, experiment.outcome)
        found.setdefault(pair_of.get(run.number, 0), {})[run.arm] = run
    sign = 1.0 if experiment.outcome is Outcome.FEEL else -1.0
    differences: list[float] = []
    left_out: list[str] = []
    for pair, both in sorted(found.items()):
        if pair == 0 or len(both) < 2 or len({run.on for run in both.values()}) > 1:
            names = ", ".join(str(run.number) for run in both.values())
            left_out.append(f"run {names}: without its other half on the same day")
            continue
        a, b = (_scaled(both[cue].value, experiment.outcome) for cue in Cue)
        differences.append(sign * (a - b))
    return np.array(differences), tuple(left_out)


def _scaled(value: float, outcome: Outcome) -> float:
    return value if outcome is Outcome.FEEL else float(np.log(value))


def _check(run: EnteredRun, outcome: Outcome) -> None:
    if outcome is Outcome.FEEL and not 0.0 <= run.value <= 10.0:
        raise InputError(f"run {run.number} feels {run.value:g}", remedy="Feel is a number from 0 to 10")
    if outcome is Outcome.TIME and not run.value > 0.0:
        raise InputError(f"run {run.number} has the time {run.value:g} s", remedy="Leave out runs without one")


def _mean(differences: Array, *, seed: int, draws: int) -> Estimate | Missing:
    if differences.size < LEAST_PAIRS:
        return Missing(f"{differences.size} complete pairs so far", f"At least {LEAST_PAIRS} are needed")
    error = float(np.std(differences, ddof=1)) / sqrt(differences.size)
    mean = float(differences.mean())
    if error == 0.0:
        return Estimate(mean, mean, mean, "1", method="every pair said the same")
    spread = student_t(np.array([[error]]), dof=differences.size - 1.0, seed=seed, draws=draws)[:, 0]
    return Draws(mean, mean + spread, "1", f"mean of {differences.size} pairs, Student t").estimate()


def _judge(mean: Estimate | Missing, worth: float, *, done: bool) -> CueVerdict:
    if isinstance(mean, Missing) or not done:
        return CueVerdict.CANNOT_TELL
    if -worth < mean.low and mean.high < worth:
        return CueVerdict.SAME
    if mean.low > 0.0:
        return CueVerdict.FIRST
    return CueVerdict.SECOND if mean.high < 0.0 else CueVerdict.CANNOT_TELL


def _more(differences: Array, worth: float) -> int | None:
    """Return further pairs after which the interval would settle it, if mean and scatter stayed as they are."""
    scatter, mean = float(np.std(differences, ddof=1)), abs(float(differences.mean()))
    for more in range(1, MOST_MORE + 1):
        pairs = differences.size + more
        half = float(stdtrit(pairs - 1.0, 0.5 + HOUSE_LEVEL / 2.0)) * scatter / sqrt(pairs)
        if half < mean or mean + half < worth:
            return more
    return None


def _pairs(noise: float, worth: float) -> int:
    return max(ceil(((_z(0.5 + HOUSE_LEVEL / 2.0) + _z(WANTED)) * sqrt(2.0) * noise / worth) ** 2), LEAST_PAIRS)


def _chance(noise: float, worth: float, pairs: int) -> float:
    return float(ndtr(worth / (sqrt(2.0 / pairs) * noise) - _z(0.5 + HOUSE_LEVEL / 2.0)))


def _z(probability: float) -> float:
    return float(ndtri(probability))


def _amount(worth: float, outcome: Outcome) -> str:
    return f"{100 * worth:.1f} % of speed" if outcome is Outcome.TIME else f"{worth:g} point of feel"
