"""Runners whose elasticities are known, put through an experiment: to see whether it finds them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

import numpy as np

from evenstride.core.experiment import Cue, EnteredRun, Entries, Experiment, Outcome, Wear
from evenstride.core.roles import Role
from evenstride.science.noise import DAY_NOISE

DAYS_APART = 3
"""Days between simulated sessions: 48 to 72 h (science.md §7.4)."""


def load_effects(elasticities: Mapping[Role, float], doses: Mapping[Role, float]) -> dict[str, float]:
    """Return the change of ln(speed) of every condition against the empty garment.

    Examples
    --------
    >>> load_effects({Role.PUSH: 0.5, Role.SWING: 1.0, Role.SUPPORT: 0.5},
    ...     {Role.PUSH: 0.02, Role.SWING: 0.05, Role.SUPPORT: 0.2})["thighs"]
    -0.060000000000000005
    """
    trunk = -elasticities[Role.PUSH] * doses[Role.PUSH]
    return {
        Wear.EMPTY.value: 0.0,
        Wear.TRUNK.value: trunk,
        Wear.THIGHS.value: trunk - elasticities[Role.SWING] * doses[Role.SWING],
        Wear.FOREARMS.value: trunk - elasticities[Role.SUPPORT] * doses[Role.SUPPORT],
    }


def simulate_entries(
    experiment: Experiment,
    effects: Mapping[str, float],
    *,
    noise: float,
    day_noise: float = DAY_NOISE,
    usual: float = 2.4,
    seed: int = 0,
) -> Entries:
    """Run an experiment with a simulated runner.

    Parameters
    ----------
    experiment : Experiment
        The protocol.
    effects : mapping of str to float
        Of each condition: change of ln(speed), or points of feel.
    noise, day_noise : float
        Standard deviation of one run and of one day: shares of the time, or points of feel.
    usual : float
        Time of a normal run in s, or usual feel.
    seed : int
        Of all noise.

    Returns
    -------
    Entries
        Every planned run.
    """
    rng = np.random.default_rng([seed, 17])
    days = day_noise * rng.standard_normal(experiment.days)
    runs: list[EnteredRun] = []
    for run in experiment.runs:
        better = effects[run.arm] + float(days[run.day - 1]) + noise * float(rng.standard_normal())
        timed = experiment.outcome is Outcome.TIME
        value = usual * float(np.exp(-better)) if timed else float(np.clip(usual + better, 0.0, 10.0))
        runs.append(EnteredRun(run.number, experiment.on + timedelta(days=DAYS_APART * run.day), run.arm, value))
    return Entries("simulated", experiment.athlete, runs[-1].on, tuple(runs))


def cue_effects(first: float) -> dict[str, float]:
    """Return the effects of two cues of which the first is better by so much."""
    return {Cue.A.value: first, Cue.B.value: 0.0}
