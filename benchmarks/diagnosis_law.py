"""What a squad's law costs: a free elasticity, twenty athletes by forty weeks, against five minutes."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from time import perf_counter
from typing import Any

import numpy as np

from evenstride.core.law import Law, LawDiagnostics

FULL = True
LIMIT_S = 300.0
SEED = 7
ATHLETES, WEEKS = 20, 40


def rows() -> list[dict[str, Any]]:
    """Return the time on the clock over the limit, compiling and loading included, and whether the sampler settled."""
    root = Path(__file__).resolve().parents[1]
    begin = perf_counter()
    command = [sys.executable, "-m", "benchmarks.diagnosis_law"]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, check=True)
    seconds, found = perf_counter() - begin, json.loads(done.stdout)
    text = f"{ATHLETES} athletes x {WEEKS} weeks under CES, 15 % of readings missing; "
    figures = [
        ("law_fit", seconds / LIMIT_S, "ratio", "<=", 1, f"{text}{LIMIT_S:.0f} s on the clock, a fresh process"),
        ("law_r_hat", found["r_hat"], "1", "<=", LawDiagnostics.LARGEST_R_HAT, f"{text}largest R-hat"),
        ("law_bulk_ess", found["bulk_ess"], "1", ">=", LawDiagnostics.LEAST_ESS, f"{text}smallest bulk ESS"),
    ]
    return [
        {
            "name": f"diagnosis.{name}", "value": value, "unit": unit, "op": op, "target": target,
            "against": against, "n": 1, "seed": SEED,
        }
        for name, value, unit, op, target, against in figures
    ]  # fmt: skip


def measure() -> dict[str, float]:
    """Fit once; return what the sampler says about itself."""
    from evenstride.science.law.fit import fit_law
    from evenstride.science.law.simulate import draw_planted, simulate_law_squad

    rng = np.random.default_rng(SEED)
    truth = draw_planted(Law.CES, rng)
    squad = simulate_law_squad(truth, athletes=ATHLETES, weeks=WEEKS, missed=0.15, rng=rng)
    found = fit_law(squad, Law.CES, seed=SEED).diagnostics
    return {"r_hat": found.r_hat, "bulk_ess": found.bulk_ess, "divergences": found.divergences, "steps": found.steps}


if __name__ == "__main__":
    print(json.dumps(measure()))
