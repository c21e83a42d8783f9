"""How right the speed curve is: published examples, real traces, and intervals on simulated truth."""

from __future__ import annotations

import csv
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from evenstride.core.athlete import Anthropometrics
from evenstride.core.estimate import Missing
from evenstride.core.fit import Correction
from evenstride.core.recording import SpeedTrace, Splits
from evenstride.science.sprint.fit import fit_speed_curve
from evenstride.science.sprint.metrics import measure_sprint
from validation._sprint_coverage import LAYOUTS, TARGET, measure_coverage, over_confident

Row = dict[str, Any]

SEED = 20090816
RUNS = 900

PUBLISHED = Splits(
    "Kimberley",
    np.array([5.0, 10.0, 15.0, 20.0, 30.0, 40.0]),
    np.array([1.158, 1.893, 2.541, 3.149, 4.313, 5.444]),
    body=Anthropometrics(mass=60, height=1.70),
)
EXAMPLES: dict[str, tuple[dict[str, Any], dict[str, float]]] = {
    "none": ({"correction": Correction.NONE}, {"mss": 8.591, "mac": 10.589}),
    "time_correction": ({"correction": Correction.TIME}, {"mss": 8.975, "mac": 7.268, "time_correction": -0.235}),
    "flying_distance": ({"correction": Correction.FLYING}, {"mss": 9.003, "mac": 6.991, "flying_distance": 0.302}),
    "held_time": ({"fixed": {"time_correction": -0.3}}, {"mss": 9.128, "mac": 6.626}),
}
FORCES = {"f0": (635.0, 0.5), "v0": (8.85, 0.005), "pmax_fv": (1405.0, 0.5)}
"""Printed value and half of its last digit."""


def rows() -> list[Row]:
    """Return the accuracy of the speed curve."""
    found = [*_examples(), *_forces(), *_coverages()]
    return found if _shared() is None else [*found, *_morin(), *_vescovi(), *_simulated_by_others()]


def skipped() -> list[dict[str, str]]:
    """Name what needs the shared real files, where they are absent."""
    if _shared() is not None:
        return []
    reason = "the shared real files are absent"
    names = ("loop.sprint_morin", "loop.sprint_vescovi", "loop.sprint_split_times")
    return [{"name": name, "reason": reason} for name in names]


def _row(
    name: str,
    value: float,
    unit: str,
    op: str,
    target: float | list[float],
    against: str,
    n: int,
    seed: int | None,
) -> Row:
    return {
        "name": f"loop.sprint_{name}",
        "value": value,
        "unit": unit,
        "op": op,
        "target": target,
        "against": against,
        "n": n,
        "seed": seed,
    }


def _examples() -> list[Row]:
    against = "README of shorts 3.3.0, printed to 0.001"
    found: list[Row] = []
    for name, (options, expected) in EXAMPLES.items():
        fit = fit_speed_curve(PUBLISHED, draws=1, **options)
        worst = max(abs(fit.parameters[key].point - value) for key, value in expected.items())
        found.append(_row(f"example_{name}_error", worst, "printed unit", "<=", 0.0005, against, 1, None))
    return found


def _forces() -> list[Row]:
    values = measure_sprint(PUBLISHED, fit_speed_curve(PUBLISHED, correction=Correction.NONE)).values
    against = "README of shorts 3.3.0, 60 kg, 1.70 m, plain fit"
    found: list[Row] = []
    for name, (printed, half) in FORCES.items():
        value = values[name]
        if isinstance(value, Missing):
            raise ValueError(f"{name}: {value.reason}")
        found.append(
            _row(f"example_{name}_error", abs(value.value - printed), value.unit, "<=", half, against, 1, None)
        )
    return found


def _coverages() -> list[Row]:
    found: list[Row] = []
    against = "simulated truth, 90 % intervals, gate noise 5, 10 and 20 ms"
    for name, layout in LAYOUTS.items():
        usual = measure_coverage(layout, runs=RUNS, seed=SEED)
        with over_confident():
            bold = measure_coverage(layout, runs=RUNS, seed=SEED)
        target = list(TARGET)
        found += [
            _row(f"coverage_mss_{name}", usual.mss, "share", "in", target, against, RUNS, SEED),
            _row(f"coverage_mac_{name}", usual.mac, "share", "in", target, against, RUNS, SEED),
            _row(f"refused_{name}", usual.refused, "share", "<=", 0.03, "refused fits count as misses", RUNS, SEED),
            _row(
                f"over_confident_{name}",
                min(bold.mss, bold.mac),
                "share",
                "<=",
                TARGET[0],
                "normal instead of t draws, no prior: must miss the target",
                RUNS,
                SEED,
            ),
        ]
        if len(layout) == 4:
            silent = measure_coverage(layout, runs=RUNS, seed=SEED, stated=False)
            text = "the same, the device stating no error"
            found += [
                _row(f"coverage_unstated_mss_{name}", silent.mss, "share", "in", target, text, RUNS, SEED),
                _row(f"coverage_unstated_mac_{name}", silent.mac, "share", "in", target, text, RUNS, SEED),
            ]
    return found


def _morin() -> list[Row]:
    times, speeds = np.loadtxt(_csv("jb_morin"), delimiter=",", skiprows=1).T
    fit = fit_speed_curve(SpeedTrace("jb_morin", times, speeds), draws=1)
    expected = {"mss": (9.207, "m/s"), "tau": (1.331, "s"), "time_correction": (-0.011, "s")}
    against = "other software on the same radar trace, printed to 0.001"
    return [
        _row(f"morin_{name}_error", abs(fit.parameters[name].point - value), unit, "<=", 0.0005, against, 1, None)
        for name, (value, unit) in expected.items()
    ]


def _vescovi() -> list[Row]:
    gates = (5, 10, 20, 30, 35)
    runs = [_splits(gates, [row[f"{gate}m"] for gate in gates]) for row in _read("vescovi")]
    speeds = [fit_speed_curve(run, draws=1).parameters["mss"].point for run in runs]
    against = "vescovi, time correction estimated: 7.68 m/s"
    return [_row("vescovi_mss", float(np.mean(speeds)), "m/s", "in", [7.66, 7.70], against, len(runs), None)]


def _simulated_by_others() -> list[Row]:
    truths = _read("../truth_simulated")
    rows = _read("split_times")
    worst = np.zeros(3)
    for truth in truths:
        own = [row for row in rows if row["athlete"] == truth["athlete"]]
        splits = _splits([row["distance"] for row in own], [row["time"] for row in own])
        fit = fit_speed_curve(splits, correction=Correction.FLYING, draws=1).parameters
        names = {"mss": "MSS", "mac": "MAC", "flying_distance": "distance_shift_m"}
        errors = [abs(fit[key].point - float(truth[column])) for key, column in names.items()]
        worst = np.maximum(worst, errors)
    against = "truth of split_times of shorts, times rounded to 1 ms"
    limits = (("mss", "m/s", 0.005), ("mac", "m/s²", 0.04), ("flying_distance", "m", 0.007))
    return [
        _row(f"split_times_{name}_error", float(error), unit, "<=", limit, against, len(truths), None)
        for (name, unit, limit), error in zip(limits, worst, strict=True)
    ]


def _splits(gates: Sequence[float | str], times: Sequence[str]) -> Splits:
    return Splits("A", np.array(gates, dtype=np.float64), np.array(times, dtype=np.float64))


def _shared() -> Path | None:
    root = Path(os.environ.get("EVENSTRIDE_SHARED") or Path(__file__).resolve().parents[2] / "shared" / "data")
    return root / "shorts" / "csv" if root.is_dir() else None


def _csv(name: str) -> Path:
    folder = _shared()
    if folder is None:
        raise FileNotFoundError(name)
    return folder / f"{name}.csv"


def _read(name: str) -> list[dict[str, str]]:
    with _csv(name).open(encoding="utf-8") as file:
        return list(csv.DictReader(file))
