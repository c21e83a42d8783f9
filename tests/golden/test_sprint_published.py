"""Figures others published or computed from the same data; sources beside each."""

import csv

import numpy as np
import pytest

from evenstride.core.athlete import Anthropometrics
from evenstride.core.fit import Correction
from evenstride.core.recording import Conditions, Device, SpeedTrace, Splits, Start
from evenstride.science.sprint.fit import fit_speed_curve
from evenstride.science.sprint.metrics import measure_sprint

GATES = (5, 10, 15, 20, 30, 40)
TIMES = (1.158, 1.893, 2.541, 3.149, 4.313, 5.444)
BODY = Anthropometrics(mass=60, height=1.70)


def kimberley() -> Splits:
    return Splits("Kimberley", GATES, TIMES)


def points(fit):
    return {name: draws.point for name, draws in fit.parameters.items()}


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ({"correction": Correction.NONE}, {"mss": 8.591, "mac": 10.589, "tau": 0.811}),
        ({"correction": Correction.TIME}, {"mss": 8.975, "mac": 7.268, "tau": 1.235, "time_correction": -0.235}),
        ({"correction": Correction.FLYING}, {"mss": 9.003, "mac": 6.991, "flying_distance": 0.302}),
        ({"fixed": {"time_correction": -0.3}}, {"mss": 9.128, "mac": 6.626, "time_correction": -0.3}),
    ],
    ids=["none", "time correction", "flying distance", "held time correction"],
)
def test_readme_of_shorts(options, expected):
    """README of `shorts` 3.3.0, science.md §1.2."""
    found = points(fit_speed_curve(kimberley(), **options))
    assert {name: round(found[name], 3) for name in expected} == expected


def test_held_flying_distance_of_shorts():
    """README of `shorts`: 0.5 m held gives MSS 9.18, MAC 6.23, TAU 1.47."""
    found = points(fit_speed_curve(kimberley(), fixed={"flying_distance": 0.5}))
    assert [round(found[name], 2) for name in ("mss", "mac", "tau")] == [9.18, 6.23, 1.47]


def test_plain_residuals_of_shorts():
    """README of `shorts`, as observed − predicted; its residual standard error is 0.034 s."""
    fit = fit_speed_curve(kimberley(), correction=Correction.NONE)
    printed = [-0.05293, -0.00402, 0.01997, 0.02699, 0.01376, -0.02232]
    assert np.allclose(fit.residuals, printed, atol=6e-6)
    assert round(fit.sigma, 3) == 0.034


def test_default_estimates_the_time_correction():
    assert points(fit_speed_curve(kimberley())) == points(fit_speed_curve(kimberley(), correction=Correction.TIME))


def test_force_line_of_shorts():
    """README of `shorts`: 60 kg, 1.70 m, 25 °C, 760 Torr, plain fit."""
    values = measure_sprint(kimberley(), fit_speed_curve(kimberley(), correction=Correction.NONE), body=BODY).values
    assert round(values["f0"].value) == 635
    assert round(values["f0_rel"].value, 1) == 10.6
    assert round(values["v0"].value, 2) == 8.85
    assert round(values["pmax_fv"].value) == 1405
    assert round(values["pmax"].value, 3) == 22.743


@pytest.mark.data
def test_radar_of_morin(shared_data):
    """science.md §1.2 and §1.4, computed there with other software from the same trace."""
    times, speeds = np.loadtxt(shared_data / "shorts/csv/jb_morin.csv", delimiter=",", skiprows=1).T
    trace = SpeedTrace("jb_morin", times, speeds, body=Anthropometrics(mass=75, height=1.72))
    fit = fit_speed_curve(trace)
    found = points(fit)
    assert [round(found[name], 3) for name in ("mss", "tau", "time_correction")] == [9.207, 1.331, -0.011]
    assert round(float(np.sqrt(np.mean(fit.residuals**2))), 3) == 0.218
    values = measure_sprint(trace, fit).values
    assert round(values["rf_max"].value, 3) == 0.491
    assert round(values["drf"].value, 4) == -0.0648


@pytest.mark.data
def test_time_corrected_means_of_vescovi(shared_data):
    """science.md §1.2: 52 women, MSS 7.68 ± 0.44, MAC 7.23 ± 0.78, TC −0.23 ± 0.11."""
    with (shared_data / "shorts/csv/vescovi.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    gates = (5, 10, 20, 30, 35)
    fits = [
        points(fit_speed_curve(Splits(row["Athlete"], gates, [row[f"{gate}m"] for gate in gates]), draws=1))
        for row in rows
    ]
    columns = {name: np.array([fit[name] for fit in fits]) for name in ("mss", "mac", "time_correction")}
    assert len(rows) == 52
    assert {name: round(float(column.mean()), 2) for name, column in columns.items()} == {
        "mss": 7.68,
        "mac": 7.23,
        "time_correction": -0.23,
    }
    assert round(float(columns["mss"].std(ddof=1)), 2) == 0.44


@pytest.mark.data
def test_truth_of_the_simulated_splits_of_shorts(shared_data):
    """The author's truth (MSS, MAC, distance shift) comes back from times rounded to 1 ms."""
    with (shared_data / "shorts/truth_simulated.csv").open(encoding="utf-8") as file:
        truths = {row["athlete"]: row for row in csv.DictReader(file)}
    with (shared_data / "shorts/csv/split_times.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert len(truths) == 5
    for name, truth in truths.items():
        own = [row for row in rows if row["athlete"] == name]
        splits = Splits(name, [row["distance"] for row in own], [row["time"] for row in own])
        found = points(fit_speed_curve(splits, correction=Correction.FLYING, draws=1))
        assert found["mss"] == pytest.approx(float(truth["MSS"]), abs=0.005)
        assert found["mac"] == pytest.approx(float(truth["MAC"]), abs=0.04)
        assert found["flying_distance"] == pytest.approx(float(truth["distance_shift_m"]), abs=0.007)


def test_finals_of_2009():
    """Published splits (Berlin 2009), reaction time taken off, to 80 m, ± 0.02 s as the published error."""
    published = Device("published", timing_sd=0.02)
    block = Conditions(start=Start.BLOCK, reaction_time=0.146)
    bolt_times = np.array([1.89, 2.88, 3.78, 4.64, 5.47, 6.29, 7.10, 7.92]) - 0.146
    bolt = fit_speed_curve(Splits("Bolt", range(10, 81, 10), bolt_times, device=published, conditions=block))
    assert bolt.correction is Correction.TIME
    assert points(bolt)["mss"] == pytest.approx(12.35, abs=0.01)
    assert points(bolt)["mac"] == pytest.approx(8.93, abs=0.01)
    pryce_times = np.array([3.03, 4.98, 6.88, 8.77]) - 0.146
    pryce = Splits("Fraser-Pryce", (20, 40, 60, 80), pryce_times, device=published, conditions=block)
    plain = fit_speed_curve(pryce, correction=Correction.NONE)
    assert points(plain)["mss"] == pytest.approx(10.58, abs=0.01)
    assert points(plain)["mac"] == pytest.approx(9.93, abs=0.01)
    # Its residuals are below 1 ms by luck: the stated error must keep the interval honest.
    assert plain.sigma == pytest.approx(0.02, rel=0.1)
