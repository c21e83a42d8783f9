"""Force, power, what-ifs and the 100 m: published examples, and the race that everybody knows."""

from __future__ import annotations

from typing import Any

import numpy as np

from evenstride.core.athlete import Anthropometrics
from evenstride.core.estimate import Missing
from evenstride.core.fit import Correction
from evenstride.core.recording import Conditions, Splits
from evenstride.science.deceleration import fit_fading_curve, predict_race_time
from evenstride.science.force import Air, measure_air
from evenstride.science.kinetics import (
    Load,
    predict_kinetics,
    predict_motion,
    predict_time_or_never,
    solve_force_line,
    solve_speed_curve,
)
from evenstride.science.profile_points import predict_peak_power
from evenstride.science.sprint import fit_speed_curve

Row = dict[str, Any]

README = "README of shorts 3.3.0"
SLED = Load(inertia=20, resistance=50)
KIMBERLEY = Splits(
    "Kimberley",
    np.array([5.0, 10.0, 15.0, 20.0, 30.0, 40.0]),
    np.array([1.158, 1.893, 2.541, 3.149, 4.313, 5.444]),
)
BERLIN = np.array([1.89, 2.88, 3.78, 4.64, 5.47, 6.29, 7.10, 7.92, 8.75, 9.58])
"""Bolt, 10 m splits of the final of 2009, reaction included (science.md §1.3; elite splits carry ± 0.02 s)."""

REACTION, WIND = 0.146, 0.9
SPRINTER = Anthropometrics(mass=80, height=1.80)
"""A sprinter for the effect of wind (judgement)."""

HIGH_UP = 579.0
"""Pressure in Torr at 2250 m in the standard atmosphere, 760·(1 − 2.25577e-5·2250)^5.25588 (ICAO)."""


def rows() -> list[Row]:
    """Return the accuracy of forces, loads and the race."""
    return [*_forces(), *_loads(), *_race()]


def _row(name: str, value: float, unit: str, op: str, target: float | list[float], against: str, n: int = 1) -> Row:
    return {
        "name": f"acceleration.{name}",
        "value": value,
        "unit": unit,
        "op": op,
        "target": target,
        "against": against,
        "n": n,
        "seed": None,
    }


def _air(body: Anthropometrics, *, wind: float = 0.0, pressure_torr: float = 760.0) -> Air:
    found = measure_air(body, Conditions(wind=wind, pressure_torr=pressure_torr))
    if isinstance(found, Missing):
        raise ValueError(found.reason)
    return found


def _forces() -> list[Row]:
    fit = fit_speed_curve(KIMBERLEY, correction=Correction.NONE, draws=1).parameters
    mss, mac = fit["mss"].point, fit["mac"].point
    air = _air(Anthropometrics(mass=60, height=1.70))
    top = predict_peak_power(mss, mac, air)
    power = predict_kinetics(top.speed, mss, mac, air).power.item()
    f0, v0 = solve_force_line(mss, mac, air)
    back = solve_speed_curve(f0, v0, air)
    against = f"{README}, plain fit, 60 kg, 1.70 m: 1384 W at 1.42 m"
    turn = max(abs(back[0].item() - mss), abs(back[1].item() - mac))
    return [
        _row("peak_power_error", abs(power - 1384.0), "W", "<=", 0.5, against),
        _row("peak_power_distance_error", abs(top.distance.item() - 1.42), "m", "<=", 0.005, against),
        _row("force_line_round_trip", turn, "m/s, m/s²", "<=", 1e-9, "curve → force line → curve"),
    ]


def _loads() -> list[Row]:
    air = _air(Anthropometrics(mass=75, height=1.75))
    speed = predict_motion(0.5, 9.0, 7.0, axis="time").speed
    found = predict_kinetics(speed, 9.0, 7.0, air, load=SLED)
    curve = solve_speed_curve(750.0, 8.0, air, load=SLED)
    time = predict_time_or_never(10.0, *curve).item()
    against = f"{README}: 75 kg, its default height 1.75 m, inertia 20 kg, resistance 50 N"
    return [
        _row("loaded_force_error", abs(found.force.item() - 503.0), "N", "<=", 0.5, against),
        _row("loaded_power_error", abs(found.power.item() - 1459.0), "W", "<=", 0.5, against),
        _row("loaded_time_error", abs(time - 2.26), "s", "<=", 0.005, against),
    ]


def _race() -> list[Row]:
    gates = np.arange(10.0, 101.0, 10.0)
    fit = fit_fading_curve(Splits("Bolt", gates, BERLIN - REACTION), draws=1)
    here = _air(SPRINTER, wind=WIND)
    still, tail, head, high = (
        predict_race_time(fit, 100.0, here, there).point
        for there in (
            _air(SPRINTER),
            _air(SPRINTER, wind=2.0),
            _air(SPRINTER, wind=-2.0),
            _air(SPRINTER, pressure_torr=HIGH_UP),
        )
    )
    splits = "Bolt 2009, ten splits of 10 m, which two analyses give 0.02 s apart"
    wide = "force for force, a factor of two allowed; race statistics of linthorne1994 say "
    return [
        _row("race_residual", float(np.max(np.abs(fit.residuals))), "s", "<=", 0.02, splits, 10),
        _row("race_tailwind_gain", still - tail, "s", "in", [0.05, 0.20], f"{wide}0.10 ± 0.01 s for +2 m/s, men"),
        _row("race_altitude_gain", still - high, "s", "in", [0.035, 0.14], f"{wide}about 0.07 s at 2250 m"),
        _row("race_headwind_to_tailwind", (head - still) / (still - tail), "1", ">=", 1.0, "a head wind costs more"),
    ]
