"""Hand-made runs and the curves of their speed, acceleration and force, for chart tests."""

import numpy as np

from evenstride.charts.residuals import Residuals
from evenstride.core.curve import Curve
from evenstride.core.estimate import Array, Draws, Estimate
from evenstride.core.fit import InSituProfile
from evenstride.core.recording import SpeedTrace, Splits

HOSTILE = '<script>alert(1)</script> & "Ann\'s"'
"""A name that a careless page would run as a script."""


def splits() -> tuple[Splits, Curve]:
    gates = np.array([5.0, 10, 15, 20, 30, 40])
    times = np.array([1.158, 1.893, 2.541, 3.149, 4.313, 5.444])
    x = np.linspace(0, 40, 81)
    speed = 8.975 * (1 - np.exp(-x / 7.2))
    spread = 0.1 + 0.2 * x / 40
    return Splits(HOSTILE, gates, times), Curve(x, speed, speed - spread, speed + spread, "m/s", "m")


def trace() -> tuple[SpeedTrace, Curve]:
    time = np.linspace(0.0, 6.0, 600)
    speed = 9.2 * (1 - np.exp(-time / 1.2))
    noisy = np.maximum(0.0, speed + 0.25 * np.sin(37 * time))
    return SpeedTrace("noa", time, noisy), Curve(time, speed, speed - 0.1, speed + 0.1, "m/s", "s")


def positions() -> tuple[Splits, Curve]:
    time = np.linspace(0.05, 4.5, 90)
    curve = Curve(time, 8 * (1 - np.exp(-time)), 7.9 * (1 - np.exp(-time)), 8.1 * (1 - np.exp(-time)), "m/s", "s")
    return Splits("noa", 8 * (time + np.exp(-time) - 1), time), curve


def residuals(
    scale: float = 1.0, *, samples: int = 6, unit: str = "", left_out: bool = False, known: bool = True
) -> Residuals:
    misses = scale * 0.02 * np.sin(np.arange(samples) * 1.7)
    at = np.array([5.0, 10, 15, 20, 30, 40]) if samples == 6 else np.linspace(0.0, 4.5, samples)
    foretold = 2 * misses if known else np.full(samples, np.nan)
    if left_out:
        foretold[0] = np.nan
    sigma = 0.015 * scale or 0.01
    return Residuals(at, misses, unit or ("s" if samples == 6 else "m/s"), sigma, foretold if left_out else None)


def race() -> tuple[Splits, Curve, Residuals]:
    gates = np.arange(10.0, 101.0, 10.0)
    times = np.array([1.74, 2.73, 3.63, 4.49, 5.32, 6.14, 6.95, 7.77, 8.60, 9.43])
    x = np.linspace(0.0, 100.0, 60)
    speed = 12.4 * (1 - np.exp(-x / 12)) - 0.004 * x
    curve = Curve(x, speed, speed - 0.1, speed + 0.1, "m/s", "m")
    return Splits(HOSTILE, gates, times), curve, Residuals(gates, 0.006 * np.cos(gates), "s", 0.007)


def top(place: float = 66.0) -> dict[str, Estimate]:
    return {
        "top_speed": Estimate(12.2, 12.17, 12.25, "m/s"),
        "top_place": Estimate(place, place - 5, min(place + 17, 100.0), "m"),
    }


def _over(x: Array, value: Array, spread: float, unit: str, x_unit: str) -> Curve:
    return Curve(x, value, value * (1 - spread), value * (1 + spread), unit, x_unit)


def forces(spread: float = 0.05) -> tuple[Curve, Curve, dict[str, Estimate], dict[str, Estimate]]:
    x = np.linspace(0.0, 8.6, 40)
    force = 540.0 * (1 - x / 9.1)

    def one(value: float, unit: str) -> Estimate:
        return Estimate(value, value * (1 - spread), value * (1 + spread), unit)

    ends = {"f0": one(540.0, "N"), "v0": one(9.1, "m/s")}
    peak = {"power": one(1230.0, "W"), "speed": one(4.55, "m/s")}
    return _over(x, force, spread, "N", "m/s"), _over(x, force * x, spread, "W", "m/s"), ends, peak


def motion(*, body: bool = True) -> dict[str, Curve]:
    t = np.linspace(0.0, 5.0, 40)
    fall = np.exp(-t / 1.2)
    curves = {
        "speed": _over(t, 9 * (1 - fall), 0.02, "m/s", "s"),
        "acceleration": _over(t, 7.5 * fall, 0.05, "m/s²", "s"),
        "power": _over(t, 75 * 67.5 * fall * (1 - fall), 0.05, "W", "s"),
    }
    return curves if body else {name: one for name, one in curves.items() if name != "power"}


def in_situ(*, kept: int = 40, samples: int = 2000) -> tuple[InSituProfile, Curve]:
    rng = np.random.default_rng(11)
    s0, a0 = (best + 0.2 * rng.standard_normal(200) for best in (8.5, 7.0))
    parameters = {"s0": Draws(8.5, s0, "m/s"), "a0": Draws(7.0, a0, "m/s²"), "tau": Draws(8.5 / 7.0, s0 / a0, "s")}
    speeds, top = rng.uniform(3.0, 7.5, samples), np.linspace(3.0, 7.5, 40)
    cloud = rng.uniform(0.0, 1.0, samples) * 7.0 * (1.0 - speeds / 8.5)
    x = np.linspace(3.0, 8.5, 30)
    line = 7.0 * (1.0 - x / 8.5)
    profile = InSituProfile(
        parameters, (8.7, 7.1), speeds, cloud, top, 7.1 * (1.0 - top / 8.6), np.arange(top.size) < kept
    )
    return profile, Curve(x, line, line - 0.2, line + 0.2, "m/s²", "m/s")
