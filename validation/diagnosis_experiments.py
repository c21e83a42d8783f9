"""Experiments: does a load series name what was planted, do intervals cover, do cues and refusals keep their word."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np

from evenstride.core.estimate import Estimate
from evenstride.core.experiment import (
    TESTED_ROLES,
    CueVerdict,
    Experiment,
    Outcome,
    OutOfReach,
    Suitability,
)
from evenstride.core.roles import Role
from evenstride.science.experiment.analysis import analyse_loads
from evenstride.science.experiment.cue import WORTH, analyse_cues, plan_cues
from evenstride.science.experiment.design import LARGER, SMALLER, plan_loads, usual_loads
from evenstride.science.experiment.power import runs_to_name
from evenstride.science.experiment.rules import Noise
from evenstride.science.experiment.segment_inertia import measure_doses
from evenstride.science.simulate.experiment import cue_effects, load_effects, simulate_entries

SEED = 20260501
DAY = date(2026, 5, 1)
SERIES = 600
CUES = 400
NOISES = (0.003, 0.005, 0.007)
LOADS = usual_loads(75.0, 1.78)


def rows() -> list[dict[str, object]]:
    """Measure what the experiments promise."""
    found: list[dict[str, object]] = []
    coverage: list[bool] = []
    for noise in NOISES:
        plan = _plan(noise)
        named, covered = _planted(plan, noise)
        coverage += covered
        share = f"{1000 * noise:.0f}"
        found.append(_row(f"named_{share}_per_mille", named, ">=", 0.8, "planted 2:1, worst role", SERIES))
        found.append(_row(f"days_{share}_per_mille", plan.days, "<=", 8, "protocol", 1, unit="days"))
    equal, _ = _planted(_plan(0.005), 0.005, larger=SMALLER, worst=False)
    inside = float(np.mean(coverage))
    return [
        *found,
        _row("interval_coverage", inside, "in", [0.86, 0.94], "planted elasticities", len(coverage)),
        _row("named_though_equal", equal, "<=", 0.4, "three equal elasticities", SERIES),
        _row("out_of_reach_at_2_percent", float(_out_of_reach(0.02)), ">=", 1.0, "2 % noise", 1),
        _row("runs_at_2_percent_wanted_90", _runs(0.9), "in", [80, 80], "issue text", 1, unit="runs"),
        _row("runs_at_2_percent_wanted_80", _runs(0.8), "in", [44, 44], "same reckoning", 1, unit="runs"),
        *_cues(),
    ]


def _plan(noise: float) -> Experiment:
    plan = plan_loads("x", Suitability(30), LOADS, Noise(noise, "simulated"), on=DAY, seed=SEED)
    assert isinstance(plan, Experiment), f"a noise of {noise} should be within reach"
    return plan


def _planted(plan: Experiment, noise: float, *, larger: float = LARGER, worst: bool = True) -> tuple[float, list[bool]]:
    rng = np.random.default_rng([SEED, int(1e4 * noise)])
    doses = measure_doses(LOADS, seed=SEED)
    named: dict[Role, list[bool]] = {role: [] for role in TESTED_ROLES}
    covered: list[bool] = []
    for case in range(SERIES):
        largest = TESTED_ROLES[case % len(TESTED_ROLES)]
        elasticity = {role: larger if role is largest else SMALLER for role in TESTED_ROLES}
        true_doses = {role: float(rng.choice(doses[role].samples)) for role in TESTED_ROLES}
        entries = simulate_entries(plan, load_effects(elasticity, true_doses), noise=noise, seed=case)
        answer = analyse_loads(plan, entries, seed=case, draws=1500)
        named[largest].append(answer.named is largest if worst else answer.named is not None)
        for role in TESTED_ROLES:
            interval = answer.elasticities[role]
            assert isinstance(interval, Estimate)
            covered.append(interval.low <= elasticity[role] <= interval.high)
    shares = [float(np.mean(hits)) for hits in named.values()]
    return (min(shares) if worst else float(np.mean(shares))), covered


def _out_of_reach(noise: float) -> bool:
    plan = plan_loads("x", Suitability(30), LOADS, Noise(noise, "simulated"), on=DAY, seed=SEED)
    return isinstance(plan, OutOfReach) and plan.chance < 0.8


def _runs(wanted: float) -> float:
    found = runs_to_name((1.0, 0.5, 0.5), noise=2.0, wanted=wanted)
    assert found is not None
    return float(found)


def _cues() -> list[dict[str, object]]:
    plan = plan_cues("x", ("push the ground away", "snap the thigh"), Outcome.FEEL, Noise(1.0, "simulated"), on=DAY)
    assert isinstance(plan, Experiment)
    found: dict[float, list[CueVerdict]] = {}
    inside: list[bool] = []
    for true in (0.0, WORTH[Outcome.FEEL]):
        for case in range(CUES):
            entries = simulate_entries(plan, cue_effects(true), noise=1.0, day_noise=0.5, usual=5.0, seed=case)
            answer = analyse_cues(plan, replace(entries, experiment="x"), seed=case)
            found.setdefault(true, []).append(answer.verdict)
            assert isinstance(answer.difference, Estimate)
            inside.append(answer.difference.low <= true <= answer.difference.high)
    wrong = float(np.mean([verdict in (CueVerdict.FIRST, CueVerdict.SECOND) for verdict in found[0.0]]))
    right = float(np.mean([verdict is CueVerdict.FIRST for verdict in found[WORTH[Outcome.FEEL]]]))
    return [
        _row("cue_found", right, ">=", 0.76, "planted difference worth having", CUES),
        _row("cue_found_though_none", wrong, "<=", 0.13, "no difference planted", CUES),
        _row("cue_coverage", float(np.mean(inside)), "in", [0.86, 0.94], "planted difference", len(inside)),
    ]


def _row(
    name: str, value: float, op: str, target: object, against: str, n: int, *, unit: str = "share"
) -> dict[str, object]:
    return {
        "name": f"diagnosis.experiments_{name}",
        "value": value,
        "unit": unit,
        "op": op,
        "target": target,
        "against": against,
        "n": n,
        "seed": SEED,
    }
