"""The protocol of a load series: who may not do it, what is worn where, in which order, on how many days.

The same small mass sits on the trunk, the thighs or the forearms (diagnosis_logic.md §5). A load on the trunk costs
mass and nothing else, so everything is compared with it: swing = thighs − trunk, support = forearms − trunk,
push = trunk − empty garment. It is spread over ordinary sessions because a safe day holds few fast runs.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TypeVar

import numpy as np

from evenstride.core.errors import InputError
from evenstride.core.experiment import LOADED, Experiment, Loads, Outcome, OutOfReach, PlannedRun, Suitability, Wear
from evenstride.science.experiment.power import PLANNED, chance_named
from evenstride.science.experiment.rules import Noise, refusals
from evenstride.science.experiment.segment_inertia import forearm_length, measure_doses, thigh_length

T = TypeVar("T")

LOAD_SHARE = 0.02
"""Load of every loaded condition as a share of body mass (diagnosis_logic.md §5; on the thighs of `macadam2020`)."""

HIP_SHARE = 0.8
"""Usual place of the thigh load, as a share of the thigh from the hip: above the knee, where it tells most and still
stays (judgement)."""

ELBOW_SHARE = 0.5
"""Usual place of the forearm load, as a share of the forearm from the elbow (judgement)."""

ORDINARY = 3
"""Timed normal runs of a session, in the empty garment: the smaller figure of a safe day, three to seven flying
twenties (diagnosis_logic.md §5)."""

DAYS = range(2, 9)
EXTRA = (1, 2)
"""A series takes two to eight days with one or two extra runs each (diagnosis_logic.md §5)."""

LARGER, SMALLER = 1.0, 0.5
"""Elasticities a plan reckons with: two to one, so that a load of 2 % costs 2 %, 1 % and 1 % as in diagnosis_logic.md
§5. The smaller is what a load on the trunk costs: 0.4 to 0.6 % of speed for each 1 % of body mass (same place)."""

_SOONER = (10, 12, 16, 20, 24, 32, 40)


def usual_loads(body_mass: float, height: float, *, from_hip: float | None = None) -> Loads:
    """Return what is worn where: 2 % of body mass, on its usual places unless the thigh load is measured.

    Examples
    --------
    >>> usual_loads(75.0, 1.75).mass
    1.5
    """
    if not (body_mass > 0.0 and height > 0.0):
        raise InputError("body mass and height are needed", remedy="Give --mass in kg and --height in m")
    hip = round(HIP_SHARE * thigh_length(height), 2) if from_hip is None else from_hip
    elbow = round(ELBOW_SHARE * forearm_length(height), 2)
    return Loads(body_mass, height, round(LOAD_SHARE * body_mass, 2), hip, elbow)


def order_runs(days: int, extra: int, *, ordinary: int = ORDINARY, seed: int = 0) -> tuple[PlannedRun, ...]:
    """Return the runs of a series in a randomised, balanced order.

    Notes
    -----
    Of four loaded runs two carry the trunk load, which every comparison uses. With two extra runs a day each day has
    the trunk and one of the two limbs; the second day of a pair takes the other limb and runs the first day's order
    backwards, so that tiring within a session weighs on all alike. Every day begins with a normal run.

    Examples
    --------
    >>> runs = order_runs(4, 2, seed=1)
    >>> len(runs), sum(run.arm == "trunk" for run in runs), runs[0].arm
    (20, 4, 'empty')
    """
    rng = np.random.default_rng([seed, 5])
    sessions: list[list[Wear]] = []
    while len(sessions) < days:
        sessions += _four_days(rng, ordinary) if extra == 1 else _two_days(rng, ordinary)
    placed = [(day, arm) for day, arms in enumerate(sessions[:days], start=1) for arm in arms]
    return tuple(
        PlannedRun(number, day, arm.value, extra=arm is not Wear.EMPTY)
        for number, (day, arm) in enumerate(placed, start=1)
    )


def plan_loads(
    athlete: str,
    who: Suitability,
    loads: Loads,
    noise: Noise,
    *,
    on: date,
    method_error: float = 0.0,
    larger: float = LARGER,
    smaller: float = SMALLER,
    most_extra: int = EXTRA[-1],
    seed: int = 0,
) -> Experiment | OutOfReach:
    """Plan the shortest load series that can be expected to answer, or say that none can.

    Parameters
    ----------
    athlete : str
        Name of the runner.
    who : Suitability
        Answers of today.
    loads : Loads
        What is worn where (`usual_loads`).
    noise : Noise
        Run-to-run noise, the athlete's own where known.
    on : date
        Day of the plan, before the first run.
    method_error : float
        Standard deviation of one time from the timing alone, a share of it; for the stop rule.
    larger, smaller : float
        Elasticities to reckon with: the largest role against the others.
    most_extra : int
        Extra runs a day at most; 1 where two would go beyond the most fast metres of a session (care.md).
    seed : int
        Of the order.

    Raises
    ------
    InputError
        If the series is not for this runner today, or a number makes no sense.

    Notes
    -----
    The fewest days, then the fewest extra runs, for which `chance_named` is above `PLANNED`; beyond eight days the
    answer is `OutOfReach`.
    """
    _refuse(who)
    if not 0.0 < noise.share < 0.2 or not larger > smaller >= 0.0:
        raise InputError(
            f"a run-to-run noise of {100 * noise.share:g} % cannot be reckoned with",
            remedy="Give the scatter of equal runs as a share, for example 0.01 for 1 %",
        )
    doses = measure_doses(loads, seed=seed)

    def chance(days: int, extra: int, *, times: float = 1.0) -> tuple[tuple[PlannedRun, ...], float]:
        runs = order_runs(days, extra, seed=seed)
        return runs, chance_named(runs, doses, noise=noise.share / times, larger=larger, smaller=smaller, seed=seed)

    with_ = f"one role losing {larger:g} % of speed for each 1 % of its capacity, the others {smaller:g} %"
    for days in DAYS:
        for extra in range(EXTRA[0], most_extra + 1):
            if days * extra < len(LOADED) + 1:
                continue  # not every condition has its turn yet
            runs, hit = chance(days, extra)
            if hit > PLANNED:
                arms = _arms(loads)
                return Experiment(
                    athlete, on, Outcome.TIME, arms, runs, noise.share, noise.source, hit, with_, seed, loads,
                    method_error, chance(days, extra, times=0.5)[1],
                )  # fmt: skip
    longest, most = DAYS[-1], most_extra
    needed = next((days for days in _SOONER if chance(days, most)[1] > PLANNED), None)
    return OutOfReach(
        Outcome.TIME, noise.share, noise.source, longest, chance(longest, most)[1], needed, with_,
        chance(longest, most, times=2.0)[1],
    )  # fmt: skip


def _refuse(who: Suitability) -> None:
    """Refuse a series with loads to whom it is not for today."""
    reasons = refusals(who)
    if reasons:
        ill = who.pain or who.health or who.pregnancy
        raise InputError(
            "the load series is not offered today",
            why=" ".join(reasons),
            remedy="" if ill else "A cue experiment needs no load: evenstride experiment cues",
        )


def _two_days(rng: np.random.Generator, ordinary: int) -> list[list[Wear]]:
    first, second = _shuffled(rng, [Wear.THIGHS, Wear.FOREARMS])
    tail = _shuffled(rng, [Wear.TRUNK, first, *[Wear.EMPTY] * (ordinary - 1)])
    swapped = [second if arm == first else arm for arm in reversed(tail)]
    return [[Wear.EMPTY, *tail], [Wear.EMPTY, *swapped]]


def _four_days(rng: np.random.Generator, ordinary: int) -> list[list[Wear]]:
    arms = _shuffled(rng, [Wear.TRUNK, Wear.TRUNK, Wear.THIGHS, Wear.FOREARMS])
    places = _shuffled(rng, list(range(ordinary))) * len(arms)
    return [
        [Wear.EMPTY, *_insert([Wear.EMPTY] * (ordinary - 1), place, arm)]
        for arm, place in zip(arms, places, strict=False)
    ]


def _insert(arms: list[Wear], place: int, arm: Wear) -> list[Wear]:
    return [*arms[:place], arm, *arms[place:]]


def _shuffled(rng: np.random.Generator, items: Sequence[T]) -> list[T]:
    return [items[int(index)] for index in rng.permutation(len(items))]


def _arms(loads: Loads) -> dict[str, str]:
    total, each = f"{1000 * loads.mass:.0f} g", f"{500 * loads.mass:.0f} g"
    return {
        Wear.EMPTY.value: "the garment with nothing in it",
        Wear.TRUNK.value: f"{total} close around the trunk, at the height of the navel",
        Wear.THIGHS.value: f"{each} on each thigh, its middle {100 * loads.from_hip:.0f} cm below the hip joint",
        Wear.FOREARMS.value: f"{each} on each forearm, its middle {100 * loads.from_elbow:.0f} cm from the elbow",
    }
