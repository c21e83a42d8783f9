"""Find the few numbers of the device simulator that give the published errors.

Run `python -m validation._device_calibration`; it takes about two minutes.

Prints the parameters that stand in `science/simulate/devices.py`. The published figures are Tables 2–3 of `hoppe2018`
as far as science.md §1.6 lists them.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from scipy.optimize import least_squares

from evenstride.core.estimate import Array
from evenstride.core.fit import Correction
from evenstride.science.simulate.devices import DEVICES, DeviceError, simulate_device_trace
from evenstride.science.sprint.fit import fit_speed_curve

SEED = 20180208
RUNS = 400
MSS, TAU = (7.0, 10.0), (0.7, 1.7)
"""Ranges of the simulated athletes, m/s and s (judgement: wide enough to allow the published typical errors,
which cannot exceed the spread of the athletes)."""


@dataclass(frozen=True)
class Published:
    """Mean biases (share), and typical errors as (value, unit, half of the last digit printed)."""

    biases: dict[str, float]
    errors: dict[str, tuple[float, str, float]]


HOPPE = {
    "gps10": Published(
        {"vmax": 0.0, "tau": 0.25, "fmax": -0.17, "pmax": -0.16},
        {
            "vmax": (0.3, "m/s", 0.05),
            "tau": (0.2, "s", 0.05),
            "fmax": (1.3, "N/kg", 0.05),
            "pmax": (2.5, "W/kg", 0.3),
        },
    ),
    "gps18": Published({"vmax": -0.002, "tau": 0.25, "fmax": -0.17, "pmax": -0.17}, {"vmax": (0.4, "m/s", 0.05)}),
    "lps20": Published({"vmax": 0.021, "tau": -0.10, "fmax": 0.15, "pmax": 0.18}, {"vmax": (0.2, "m/s", 0.05)}),
}
"""Half a digit, except Pmax of GPS 10 Hz: its typical error follows from those of Vmax and TAU and comes out 0.2 above
the published one, which is stated rather than fitted away."""


def measure_device(error: DeviceError, *, runs: int = RUNS, seed: int = SEED) -> dict[str, float]:
    """Simulate athletes on a course, fit what the device wrote on the criterion's clock, compare with the truth.

    Bias is the mean of device over criterion, minus 1; the typical error of the estimate is the residual SD of the
    criterion regressed on the device.
    """
    rng = np.random.default_rng(seed)
    truth, seen = np.zeros((runs, 4)), np.zeros((runs, 4))
    for index in range(runs):
        mss, tau = rng.uniform(*MSS), rng.uniform(*TAU)
        trace = simulate_device_trace(mss, tau, error, seed=int(rng.integers(2**32)))
        fit = fit_speed_curve(trace, correction=Correction.NONE, draws=1).parameters
        truth[index] = _mechanics(mss, tau)
        seen[index] = _mechanics(fit["mss"].point, fit["tau"].point)
    bias = np.mean(seen / truth, axis=0) - 1.0
    found: dict[str, float] = {}
    for column, name in enumerate(("vmax", "tau", "fmax", "pmax")):
        found[name] = float(bias[column])
        found[f"{name}_error"] = _typical_error(seen[:, column], truth[:, column])
    return found


def _mechanics(mss: float, tau: float) -> tuple[float, float, float, float]:
    """Vmax in m/s, TAU in s, Fmax in N/kg, Pmax in W/kg, without air."""
    return mss, tau, mss / tau, mss**2 / tau / 4.0


def _typical_error(device: Array, criterion: Array) -> float:
    slope, level = np.polyfit(device, criterion, 1)
    residuals = criterion - (slope * device + level)
    return float(np.sqrt(residuals @ residuals / (residuals.size - 2)))


def calibrate(error: DeviceError, goal: Published) -> DeviceError:
    """Return the device whose four parameters miss the published figures least, each in units of its last digit."""

    def device(x: Array) -> DeviceError:
        return replace(error, scale=x[0], scale_sd=abs(x[1]), lag=x[2], lag_sd=abs(x[3]))

    def misses(x: Array) -> Array:
        found = measure_device(device(x))
        biases = [(found[name] - bias) / 0.005 for name, bias in goal.biases.items()]
        typical, _, half = goal.errors["vmax"]
        return np.array([*biases, (found["vmax_error"] - typical) / half])

    first = np.array([error.scale, error.scale_sd, error.lag, error.lag_sd])
    return device(least_squares(misses, first, diff_step=np.full(4, 0.02), max_nfev=6).x)


def main() -> None:
    """Print the calibrated devices and what they give."""
    for name, error in DEVICES.items():
        best = calibrate(error, HOPPE[name])
        print(f"{name}: scale {best.scale:.3f} ± {best.scale_sd:.3f}, lag {best.lag:.3f} ± {best.lag_sd:.3f} s")
        print({key: round(value, 3) for key, value in measure_device(best).items()})


if __name__ == "__main__":
    main()
