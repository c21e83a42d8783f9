"""What a load series says: which place costs most speed for the capacity it takes away, or that nobody can tell."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from statistics import median

import numpy as np
from numpy.typing import NDArray

from evenstride.core.errors import InputError
from evenstride.core.estimate import Array, Draws, Estimate, Missing, combine
from evenstride.core.experiment import (
    LOADED,
    TESTED_ROLES,
    EnteredRun,
    Entries,
    Experiment,
    LoadAnswer,
    Loads,
    Wear,
)
from evenstride.core.roles import Role
from evenstride.science.experiment.power import LOSSES, NAMED, design_matrix
from evenstride.science.experiment.rules import first_slow
from evenstride.science.experiment.segment_inertia import measure_doses
from evenstride.science.noise import BORROWED_WEIGHT, pooled_variance, student_t

LEAST_DOF = 3
"""Runs beyond days and conditions below which no interval is given (judgement)."""

_NEEDS = {
    Role.PUSH: (Wear.TRUNK,),
    Role.SWING: (Wear.TRUNK, Wear.THIGHS),
    Role.SUPPORT: (Wear.TRUNK, Wear.FOREARMS),
}


@dataclass(frozen=True, slots=True)
class _Effects:
    """Draws of each loaded condition's effect on ln(speed) against the empty garment."""

    samples: Mapping[str, Draws]
    noise: float


def analyse_loads(experiment: Experiment, entries: Entries, *, seed: int = 0, draws: int = 4000) -> LoadAnswer:
    """Analyse a load series as far as it has got.

    Parameters
    ----------
    experiment : Experiment
        The protocol, with its loads.
    entries : Entries
        The runs as they were, times in s, in any order.
    seed, draws : int
        Seed and number of draws.

    Raises
    ------
    InputError
        If the experiment holds no loads, or a time is not above zero.

    Notes
    -----
    ln(speed) = level of the day + effect of the condition + error. Every day has a level of its own, so only runs of
    the same day are compared with each other and a good or bad day costs nothing but a degree of freedom. Effects are
    Student t; the error variance is that of the runs, with the planned noise worth `BORROWED_WEIGHT` runs. A run after
    a day had ended by the stop rule is left out.

    Contrasts: swing = thighs − trunk, support = forearms − trunk, push = trunk − empty. Elasticity = loss / dose, the
    dose being the capacity the load took away (`measure_doses`). The largest is counted over draws that share one
    index, so that what the contrasts have in common cancels. A role is named from `NAMED`.

    Blinding is impossible: a runner knows what is worn, and may run as expected.
    """
    if experiment.loads is None:
        raise InputError("this experiment has no loads", remedy="Ask for a cue experiment's answer instead")
    used, left_out = _usable(entries.runs, experiment)
    loads = _measured(experiment.loads, used)
    doses = measure_doses(loads, seed=seed, draws=draws)
    fitted = _fit(used, experiment.noise, seed=seed, draws=draws)
    effects = {role: _effect(role, fitted) for role in TESTED_ROLES}
    elasticities = {role: _elasticity(effects[role], doses[role]) for role in TESTED_ROLES}
    largest, named = _largest(elasticities)
    return LoadAnswer(
        athlete=experiment.athlete,
        on=entries.on,
        experiment=entries.experiment,
        days=len({run.on for run in used}),
        counts={arm.value: sum(run.arm == arm for run in used) for arm in Wear},
        effects={role: _shown(effects[role]) for role in TESTED_ROLES},
        doses={role: doses[role].estimate() for role in TESTED_ROLES},
        elasticities={role: _shown(elasticities[role]) for role in TESTED_ROLES},
        largest=largest,
        named=named,
        planned=len(experiment.runs),
        used=len(used),
        noise=None if isinstance(fitted, Missing) else fitted.noise,
        left_out=left_out,
    )


def _usable(runs: Sequence[EnteredRun], experiment: Experiment) -> tuple[tuple[EnteredRun, ...], tuple[str, ...]]:
    """Return the runs up to each day's end by the stop rule, in the order of their numbers."""
    used: list[EnteredRun] = []
    left_out: list[str] = []
    for day in sorted({run.on for run in runs}):
        of_day = sorted((run for run in runs if run.on == day), key=lambda run: run.number)
        for run in of_day:
            if not run.value > 0.0:
                raise InputError(f"run {run.number} has the time {run.value:g} s", remedy="Leave out runs without one")
        values, arms = [run.value for run in of_day], [run.arm for run in of_day]
        end = first_slow(values, arms, method_error=experiment.method_error)
        last = len(of_day) if end is None else end + 1
        used += of_day[:last]
        left_out += [
            f"run {run.number} of {day}: after run {of_day[last - 1].number}, which ended the day"
            for run in of_day[last:]
        ]
    return tuple(used), tuple(left_out)


def _measured(loads: Loads, runs: Sequence[EnteredRun]) -> Loads:
    """Put the places that were measured on the day above those that were planned."""
    places = {
        wear: [run.position for run in runs if run.arm == wear and run.position is not None]
        for wear in (Wear.THIGHS, Wear.FOREARMS)
    }
    return replace(
        loads,
        from_hip=median(places[Wear.THIGHS]) if places[Wear.THIGHS] else loads.from_hip,
        from_elbow=median(places[Wear.FOREARMS]) if places[Wear.FOREARMS] else loads.from_elbow,
    )


def _fit(runs: Sequence[EnteredRun], planned_noise: float, *, seed: int, draws: int) -> _Effects | Missing:
    present = [wear for wear in LOADED if any(run.arm == wear for run in runs)]
    design = design_matrix([run.on for run in runs], [run.arm for run in runs], present)
    rank = int(np.linalg.matrix_rank(design)) if design.size else 0
    dof = design.shape[0] - rank
    if not present or rank < design.shape[1] or dof < LEAST_DOF:
        return Missing(
            "too few runs yet to compare conditions of the same day",
            "Go on with the sheet; every day needs normal runs beside the loaded ones",
        )
    speed: Array = -np.log(np.array([run.value for run in runs]))
    solution, *_ = np.linalg.lstsq(design, speed, rcond=None)
    residual = speed - design @ solution
    variance, weight = pooled_variance(float(residual @ residual), dof, prior_sd=planned_noise, weight=BORROWED_WEIGHT)
    days = design.shape[1] - len(present)
    unit: Array = np.asarray(np.linalg.inv(design.T @ design)[days:, days:], dtype=np.float64)
    root: Array = np.asarray(np.linalg.cholesky(variance * unit), dtype=np.float64)
    errors = student_t(root, dof=weight, seed=seed, draws=draws)
    method = f"least squares over {days} days, Student t with {weight:.0f} degrees of freedom"
    samples: dict[str, Draws] = {
        wear.value: Draws(float(solution[days + place]), solution[days + place] + errors[:, place], "1", method)
        for place, wear in enumerate(present)
    }
    return _Effects(samples, float(np.sqrt(residual @ residual / dof)))


def _effect(role: Role, fitted: _Effects | Missing) -> Draws | Missing:
    if isinstance(fitted, Missing):
        return fitted
    lacking = [wear for wear in _NEEDS[role] if wear not in fitted.samples]
    if lacking:
        return Missing(f"no runs yet with the load on the {lacking[0]}", "Go on with the sheet")
    weights = -LOSSES[TESTED_ROLES.index(role)]
    parts = [(float(weight), fitted.samples[wear]) for weight, wear in zip(weights, LOADED, strict=True) if weight]

    def contrast(*effects: Array) -> Array:
        return sum((weight * effect for (weight, _), effect in zip(parts, effects, strict=True)), np.zeros(1))

    return combine(contrast, *(draws for _, draws in parts), unit="1")


def _elasticity(effect: Draws | Missing, dose: Draws) -> Draws | Missing:
    if isinstance(effect, Missing):
        return effect

    def ratio(change: Array, taken: Array) -> Array:
        return -change / taken

    return combine(ratio, effect, dose, unit="1", method=f"{effect.method}; {dose.method}")


def _largest(elasticities: Mapping[Role, Draws | Missing]) -> tuple[dict[Role, float], Role | None]:
    known = {role: draws for role, draws in elasticities.items() if isinstance(draws, Draws)}
    if len(known) < len(TESTED_ROLES):
        return {}, None
    first: NDArray[np.intp] = np.argmax(np.stack([known[role].samples for role in TESTED_ROLES]), axis=0)
    chances = {role: int(np.count_nonzero(first == place)) / first.size for place, role in enumerate(TESTED_ROLES)}
    best = max(TESTED_ROLES, key=lambda role: chances[role])
    return chances, best if chances[best] >= NAMED and known[best].point > 0.0 else None


def _shown(draws: Draws | Missing) -> Estimate | Missing:
    return draws if isinstance(draws, Missing) else draws.estimate()
