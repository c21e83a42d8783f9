"""How often the intervals of the speed curve hold the truth: simulated sprints, layout by layout."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from unittest import mock

import numpy as np

from evenstride.core.errors import FitError
from evenstride.core.estimate import Array
from evenstride.core.recording import Device
from evenstride.science.simulate.sprint import simulate_splits
from evenstride.science.sprint.fit import fit_speed_curve

LAYOUTS: dict[str, tuple[float, ...]] = {
    "10_20_30_40": (10, 20, 30, 40),
    "5_10_20_30": (5, 10, 20, 30),
    "20_40_60_80": (20, 40, 60, 80),
    "5_10_20_30_40": (5, 10, 20, 30, 40),
    "5_10_15_20_30_40": (5, 10, 15, 20, 30, 40),
    "10_to_60_by_10": (10, 20, 30, 40, 50, 60),
    "10_to_80_by_10": (10, 20, 30, 40, 50, 60, 70, 80),
}
"""Gate layouts in m that are in use, four gates and more."""

NOISES = (0.005, 0.010, 0.020)
"""Standard deviations of gate noise in s, taken in turn."""

TARGET = (0.86, 0.94)
"""Where the share of 90 % intervals that hold the truth must lie."""

DRAWS = 1000


@dataclass(frozen=True)
class Coverage:
    """Shares of all runs: truth inside the interval of MSS, of MAC, and fits refused (which count as misses)."""

    mss: float
    mac: float
    refused: float


def measure_coverage(layout: tuple[float, ...], *, runs: int, seed: int, stated: bool = True) -> Coverage:
    """Simulate, fit by default settings, and count; `stated` says whether the device states its true error."""
    rng = np.random.default_rng(seed)
    inside, refused = np.zeros(2), 0
    for index in range(runs):
        mss, tau, shift = rng.uniform([7.0, 0.8, -0.4], [11.0, 1.4, 0.1])
        noise = NOISES[index % len(NOISES)]
        splits = simulate_splits(
            layout, mss, tau, time_correction=shift, timing_sd=noise, seed=int(rng.integers(2**32))
        )
        if not stated:
            splits = replace(splits, device=Device("gates"))
        try:
            fit = fit_speed_curve(splits, seed=index, draws=DRAWS)
        except FitError:
            refused += 1
            continue
        found = [fit.parameters[name].estimate() for name in ("mss", "mac")]
        inside += [one.low <= truth <= one.high for one, truth in zip(found, (mss, mss / tau), strict=True)]
    mss_share, mac_share = inside / runs
    return Coverage(float(mss_share), float(mac_share), refused / runs)


@contextmanager
def over_confident() -> Iterator[None]:
    """Make every fit believe its best curve and its own residuals: normal draws around it, and no prior on sigma."""

    def normal(root: Array, *, dof: float, seed: int, draws: int) -> Array:
        del dof
        return np.random.default_rng(seed).standard_normal((draws, root.shape[0])) @ root.T

    def residuals_alone(sum_of_squares: float, dof: float, *, prior_sd: float, weight: float) -> tuple[float, float]:
        del prior_sd, weight
        return sum_of_squares / dof, dof

    with (
        mock.patch("evenstride.science.sprint.fit.see_gates", return_value=None),
        mock.patch("evenstride.science.sprint.fit.student_t", normal),
        mock.patch("evenstride.science.sprint.noise.pooled_variance", residuals_alone),
    ):
        yield
