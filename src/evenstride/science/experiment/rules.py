"""The rules around an experiment: who may not take part, how noisy the runs are, and when a day ends."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import log

import numpy as np

from evenstride.core.experiment import Suitability, Wear

ADULT = 18
"""Below this age the series is not offered (diagnosis_logic.md §5)."""

RUN_NOISE = 0.01
"""Run-to-run noise assumed when nobody stated one: 1 % (diagnosis_logic.md §4)."""

ENOUGH_RUNS = 8
"""Degrees of freedom from which an athlete's own times say their noise (judgement: trusted to about a quarter)."""

STOP_SHARE = 0.03
"""Slowing of the normal runs that ends a day (`jimenezreyes2019`), or twice the method error where that is more."""

_REFUSALS = (
    ("pain", "Something hurts now; pain and loads do not go together."),
    ("injury", "A leg or hip was injured in the last twelve weeks."),
    ("new_to_speed", "Fewer than four weeks of regular fast running lie behind you; legs get used to speed first."),
    ("pregnancy", "Loads at full speed are not for a pregnancy."),
    ("alone", "Nobody else would be there; a second person watches, times and can say stop."),
    ("health", "A health question was answered with yes; please ask a doctor first."),
)


@dataclass(frozen=True, slots=True)
class Noise:
    """Run-to-run standard deviation as a share of the time, and where it comes from."""

    share: float
    source: str


def refusals(who: Suitability) -> tuple[str, ...]:
    """Return why a load series is not offered, empty when it is.

    Examples
    --------
    >>> refusals(Suitability(age=30))
    ()
    >>> refusals(Suitability(age=17, alone=True))[0]
    'It is for adults only; below 18 a body is still being built.'
    """
    reasons: list[str] = []
    if who.age is None:
        reasons.append("Nobody has said how old the runner is, and it is for adults only.")
    elif who.age < ADULT:
        reasons.append(f"It is for adults only; below {ADULT} a body is still being built.")
    return tuple(reasons + [sentence for name, sentence in _REFUSALS if getattr(who, name)])


def own_noise(times: Mapping[date, Sequence[float]]) -> Noise | None:
    """Return the run-to-run noise of an athlete's own flying times, None where they are too few.

    Parameters
    ----------
    times : mapping of date to sequence of float
        Times over one distance, s; only runs of the same day are compared with each other.

    Notes
    -----
    Pooled standard deviation of ln(time) within days, with at least `ENOUGH_RUNS` degrees of freedom.
    """
    logs = [np.log(np.asarray(of_day, dtype=np.float64)) for of_day in times.values() if len(of_day) > 1]
    dof = sum(of_day.size - 1 for of_day in logs)
    if dof < ENOUGH_RUNS:
        return None
    share = float(np.sqrt(sum(float(((day - day.mean()) ** 2).sum()) for day in logs) / dof))
    if not share > 0.0:
        return None
    runs = dof + len(logs)
    return Noise(share, f"your own {runs} flying times on {len(logs)} days")


def stop_share(method_error: float) -> float:
    """Return the slowing of a normal run against the day's best that ends the day, a share of the time.

    Examples
    --------
    >>> stop_share(0.0), stop_share(0.03)
    (0.03, 0.06)
    """
    return max(STOP_SHARE, 2.0 * method_error)


def first_slow(values: Sequence[float], arms: Sequence[str], *, method_error: float) -> int | None:
    """Return the place of the run that ends a day, None when none does; only normal runs are compared.

    Examples
    --------
    >>> first_slow([2.00, 2.09, 2.01, 2.08], ["empty", "thighs", "empty", "empty"], method_error=0.0)
    3
    """
    best: float | None = None
    for place, (value, arm) in enumerate(zip(values, arms, strict=True)):
        if arm != Wear.EMPTY:
            continue
        if best is not None and log(value / best) > log(1.0 + stop_share(method_error)):
            return place
        best = value if best is None else min(best, value)
    return None
