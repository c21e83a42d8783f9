"""Trials of the squad laws on simulated squads: calibration of the fit, and the confusion of the comparison."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from time import monotonic
from typing import Any

import numpy as np
from scipy.stats import chi2

from evenstride.core.estimate import Array
from evenstride.core.law import Law, compare_scores
from evenstride.science.law.arrays import law_arrays
from evenstride.science.law.compare import score_laws
from evenstride.science.law.fit import Sampling, sample_laws
from evenstride.science.law.simulate import (
    USUAL_ERRORS,
    PlantedLaw,
    Rule,
    draw_planted,
    simulate_law_squad,
    synthesising_unit,
    threshold,
)

FILE = Path(__file__).with_name("law.json")
Document = dict[str, list[dict[str, Any]]]

CALIBRATION = (5, 10)
"""Athletes and weeks of the calibration."""

FITS = 200
KEPT = 19
"""Draws kept of each fit, far enough apart to be independent: ranks from 0 to 19."""
BINS = 10
LEAST_P = 0.01
"""The calibration holds when no hyper-parameter's χ² is rarer than this shared among all (Bonferroni)."""

SIZES = ((10, 20), (20, 40))
"""Athletes and weeks of the confusion: a squad that exists, and one that tests every week for most of a year."""
SQUADS = 24
"""Squads of every size and world; the last digits of a share of 24 are chance."""
MISSED = 0.15
"""Share of readings that are not there."""

WORLDS: dict[str, Law | Rule] = {
    "additive": Law.ADDITIVE,
    "Cobb–Douglas": Law.COBB_DOUGLAS,
    "CES, elasticity 0.2": Law.CES,
    "minimum": Law.MINIMUM,
    "outside: synthesising unit": synthesising_unit,
    "outside: threshold": threshold,
}
"""Laws the simulated squads obey; the last two are none of the models'."""

HELD: dict[str, float] = {"sigma": 0.2}

CALIBRATE = Sampling(warmup=250, draws=285, chains=1)
CONFUSE = Sampling(warmup=200, draws=200, chains=1, depth=5)
BATCH = 40


def read_found() -> Document:
    """Return what was measured so far; delete `FILE` to begin anew."""
    if not FILE.exists():
        return {"own": [], "foreign": [], "confusion": []}
    return json.loads(FILE.read_text(encoding="utf-8"))


def write_found(found: Document) -> None:
    """Write every trial on a line of its own."""
    parts = [
        f'"{name}": [\n' + ",\n".join(f"  {json.dumps(one)}" for one in rows) + "\n]" for name, rows in found.items()
    ]
    FILE.write_text("{\n" + ",\n".join(parts) + "\n}\n", encoding="utf-8")


def measure_trials() -> Document:
    """Measure what `FILE` lacks, batch by batch, saying how far it is; cancelled, it goes on there."""
    found = read_found()
    begin = monotonic()
    done = {(one["world"], one["athletes"]) for one in found["confusion"]}
    for athletes, weeks in SIZES:
        for world in WORLDS:
            if (world, athletes) not in done:
                found["confusion"].append(confuse(world, athletes, weeks))
                write_found(found)
                _tell(f"{world}, {athletes} x {weeks}", begin)
    for part in ("own", "foreign"):
        while len(found[part]) < FITS:
            found[part] += calibrate(part, len(found[part]), BATCH)
            write_found(found)
            _tell(f"{part} law: {len(found[part])} of {FITS} fits", begin)
    return found


def calibrate(part: str, first: int, count: int) -> list[dict[str, Any]]:
    """Draw truths from the priors, simulate, fit CES, and return the rank of every truth among the draws kept."""
    rngs = [np.random.default_rng([part == "foreign", first + k]) for k in range(count)]
    truths = [draw_planted(Law.CES, rng) for rng in rngs]
    if part == "foreign":
        truths = [PlantedLaw(synthesising_unit, one.hyper) for one in truths]
    athletes, weeks = CALIBRATION
    squads = [
        simulate_law_squad(truth, athletes=athletes, weeks=weeks, rng=rng)
        for truth, rng in zip(truths, rngs, strict=True)
    ]
    fits = sample_laws([law_arrays(one) for one in squads], Law.CES, USUAL_ERRORS, seed=first, sampling=CALIBRATE)
    # The first draw is left out, then one in fifteen.
    step = CALIBRATE.draws // KEPT
    return [
        {name: int((fit.hyper[name][0, step - 1 :: step] < truth.hyper[name]).sum()) for name in fit.hyper}
        for fit, truth in zip(fits, truths, strict=True)
    ]


def rank_chances(rows: Sequence[dict[str, Any]]) -> dict[str, float]:
    """Return for every hyper-parameter how likely ranks at least as uneven are in a calibrated fit (χ², ten bins)."""
    chances: dict[str, float] = {}
    for name in rows[0]:
        counts = np.bincount(np.array([row[name] for row in rows]) * BINS // (KEPT + 1), minlength=BINS)
        even = len(rows) / BINS
        chances[name] = float(chi2.sf(((counts - even) ** 2 / even).sum(), BINS - 1))
    return chances


def cover_shares(rows: Sequence[dict[str, Any]]) -> dict[str, float]:
    """Return how often the truth lies inside the central 90 % of the draws kept: ranks 1 to 18 of 0 to 19."""
    return {name: float(np.mean([0 < row[name] < KEPT for row in rows])) for name in rows[0]}


def confuse(world: str, athletes: int, weeks: int) -> dict[str, Any]:
    """Simulate squads of one world, compare the laws on each, and count what is said."""
    rng = np.random.default_rng([list(WORLDS).index(world), athletes, weeks])
    truths = [draw_planted(WORLDS[world], rng, held=HELD) for _ in range(SQUADS)]
    squads = [simulate_law_squad(one, athletes=athletes, weeks=weeks, missed=MISSED, rng=rng) for one in truths]
    scores, fits = score_laws([law_arrays(one) for one in squads], USUAL_ERRORS, sampling=CONFUSE)
    said: dict[str, int] = {}
    out: dict[str, int] = {}
    lead: list[float] = []
    for one in scores:
        found = compare_scores(one)
        said[found.verdict.value if found.verdict else "undecided"] = (
            said.get(found.verdict.value if found.verdict else "undecided", 0) + 1
        )
        for law in found.ruled_out:
            out[law.value] = out.get(law.value, 0) + 1
        lead.append(_minimum_lead(one))
    elasticity = np.array([np.quantile(fit.flat()["sigma"], (0.05, 0.5, 0.95)) for fit in fits])
    return {
        "world": world, "athletes": athletes, "weeks": weeks, "squads": SQUADS, "said": said, "ruled_out": out,
        "minimum_lead": _spread(np.array(lead)),
        "elasticity": [round(float(one), 3) for one in np.median(elasticity, axis=0)],
    }  # fmt: skip


def _minimum_lead(scores: Sequence[Any]) -> float:
    by_law = {one.law: one.total for one in scores}
    return by_law[Law.MINIMUM] - by_law[Law.COBB_DOUGLAS]


def _spread(values: Array) -> list[float]:
    return [round(float(one), 2) for one in np.quantile(values, (0.05, 0.5, 0.95))]


def _tell(text: str, begin: float) -> None:
    print(f"{text}, {(monotonic() - begin) / 60:.0f} min", file=sys.stderr, flush=True)
