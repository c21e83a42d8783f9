"""90 % intervals hold the truth in 86–94 % of simulated runs; those of a fit that trusts itself do not."""

import numpy as np
import pytest

from evenstride.core.fit import Correction
from evenstride.core.recording import Device, SpeedTrace
from evenstride.science.simulate.sprint import simulate_splits, simulate_trace
from evenstride.science.sprint.fit import fit_speed_curve
from validation._coverage_grid import GOOD, LEAST, QUANTITIES, STARTS, cells, measure_cell, share_within
from validation._coverage_grid import LAYOUTS as GRID
from validation._sprint_coverage import LAYOUTS, TARGET, measure_coverage, over_confident
from validation.acceleration_coverage_few import FEW, WRONG

RUNS = 900
FEWER = 450
LOW, HIGH = TARGET


@pytest.mark.parametrize("layout", LAYOUTS.values(), ids=LAYOUTS)
def test_intervals_hold_the_truth(layout, seed):
    found = measure_coverage(layout, runs=RUNS, seed=seed)
    assert LOW <= found.mss <= HIGH, found
    assert LOW <= found.mac <= HIGH, found
    assert found.refused <= 0.03, found


@pytest.mark.parametrize("layout", LAYOUTS.values(), ids=LAYOUTS)
def test_an_over_confident_fit_is_caught(layout, seed):
    with over_confident():
        found = measure_coverage(layout, runs=FEWER, seed=seed)
    assert min(found.mss, found.mac) < LOW, found


@pytest.mark.parametrize("cell", FEW, ids=lambda cell: f"{cell.layout} {cell.start}")
def test_hard_cells_of_the_grid(cell):
    """Six quantities at once; chance moves a share of 300 runs by 0.04 in one of forty to either side."""
    found = measure_cell(cell, runs=300)
    shares = [found[name] for name in QUANTITIES]
    assert min(shares) >= LEAST[0] - 0.03, found
    assert max(shares) <= LEAST[1] + 0.03, found
    assert found["refused"] <= 0.02, found


def test_a_start_stated_wrongly_is_caught_by_the_grid():
    """Runs from behind the line, said to have begun on it: the same count must see that bias."""
    assert measure_cell(WRONG, runs=200)["mac"] < LEAST[0] - 0.05


def test_the_grid_covers_what_it_names():
    every = cells()
    assert len({(one.layout, one.noise, one.start) for one in every}) == len(every) == 126
    assert {one.layout for one in every} == set(GRID)
    assert {one.start for one in every} == set(STARTS)
    assert len({one.seed for one in every}) == len(every)
    shares = [dict.fromkeys(QUANTITIES, share) for share in (0.90, 0.90, 0.90, 0.80)]
    assert share_within(shares, GOOD) == 0.75


def test_a_device_that_states_no_error_is_not_trusted_blindly(seed):
    """Four gates, true noise 5 to 20 ms, nothing stated: the borrowed error must do."""
    found = measure_coverage(LAYOUTS["10_20_30_40"], runs=FEWER, seed=seed, stated=False)
    assert LOW <= found.mss <= HIGH, found
    assert LOW <= found.mac <= HIGH, found


def test_flying_distance_is_calibrated(seed):
    rng = np.random.default_rng(seed)
    inside, runs = np.zeros(3), 400
    for index in range(runs):
        mss, tau, flying = rng.uniform([7.0, 0.8, 0.05], [11.0, 1.4, 0.8])
        splits = simulate_splits(
            (5, 10, 15, 20, 30, 40),
            mss,
            tau,
            flying_distance=flying,
            timing_sd=0.01,
            seed=int(rng.integers(2**32)),
        )
        fit = fit_speed_curve(splits, correction=Correction.FLYING, seed=index, draws=1000)
        truths = {"mss": mss, "mac": mss / tau, "flying_distance": flying}
        estimates = {name: fit.parameters[name].estimate() for name in truths}
        inside += [estimates[name].low <= truth <= estimates[name].high for name, truth in truths.items()]
    assert np.all((inside / runs >= LOW) & (inside / runs <= HIGH)), inside / runs


def test_a_trace_whose_samples_repeat_each_other_is_calibrated(seed):
    """Radar: 47 Hz, a step cycle of 0.2 m/s with random phase on top of noise that lasts several samples."""
    rng = np.random.default_rng(seed)
    clock = np.arange(0.0, 5.5, 1 / 47)
    inside, runs = np.zeros(2), 400
    for index in range(runs):
        mss, tau, shift = rng.uniform([7.0, 0.8, -0.2], [11.0, 1.4, 0.2])
        smooth = np.convolve(rng.normal(0.0, 0.25, clock.size + 7), np.ones(8) / 8**0.5, mode="valid")
        step = 0.1 * np.sin(2 * np.pi * 4.3 * clock + rng.uniform(0, 2 * np.pi))
        truth = simulate_trace(clock, mss, tau, time_correction=shift)
        trace = SpeedTrace("A", clock, truth.speeds + smooth + step, device=Device("radar"))
        fit = fit_speed_curve(trace, seed=index, draws=1000)
        estimates = [fit.parameters[name].estimate() for name in ("mss", "mac")]
        inside += [one.low <= value <= one.high for one, value in zip(estimates, (mss, mss / tau), strict=True)]
    assert np.all(inside / runs >= LOW), inside / runs
    assert np.all(inside / runs <= 0.99), inside / runs
