"""Force, power, what-ifs and the 100 m: published examples, and the race that everybody knows."""

from __future__ import annotations

from typing import Any

import numpy as np
from scipy.optimize import brentq, minimize_scalar

from evenstride.core.athlete import Anthropometrics
from evenstride.core.estimate import Array, Missing, combine
from evenstride.core.fit import Correction, Fit
from evenstride.core.recording import Conditions, Splits
from evenstride.science.profile.balance import measure_balanced_distance
from evenstride.science.profile.peak_balance import solve_best_peak_line
from evenstride.science.profile.points import predict_peak_power, solve_power_zone
from evenstride.science.profile.what_if import predict_gains
from evenstride.science.race.altitude import predict_pressure
from evenstride.science.race.deceleration import fit_fading_curve, predict_race_time
from evenstride.science.race.published import predict_published_time
from evenstride.science.sprint.fit import fit_speed_curve
from evenstride.science.sprint.force import Air, measure_air
from evenstride.science.sprint.kinetics import (
    Load,
    predict_kinetics,
    predict_motion,
    predict_time_or_never,
    solve_force_line,
    solve_speed_curve,
)
from evenstride.science.sprint.work import predict_work
from validation._race_alternatives import hypotheses, run

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

HIGH_UP = 2250.0
"""Altitude in m at which linthorne1994 states the effect."""

STATISTICS = "linthorne1994, statistics of races: 0.10 ± 0.01 s for +2 m/s, men"
PUBLISHED = f"published range: {STATISTICS}; 0.18 s from the first law (Ward-Smith 1999, abstract)"


def rows() -> list[Row]:
    """Return the accuracy of forces, loads and the race."""
    return [*_forces(), *_points(), *_loads(), *_race(), *_race_elsewhere(), *_race_alternatives()]


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


def _points() -> list[Row]:
    fit = fit_speed_curve(KIMBERLEY, correction=Correction.NONE, draws=1).parameters
    mss, mac = np.array(fit["mss"].point), np.array(fit["mac"].point)
    air = _air(Anthropometrics(mass=75, height=1.75))
    zone = predict_motion(np.stack(solve_power_zone(0.5, mss, mac, air)), mss, mac, axis="speed").distance
    reached = predict_motion(np.array([0.5, 0.95]) * mss, mss, mac, axis="speed").distance
    still = _air(Anthropometrics(mass=60, height=1.70))
    f0, v0 = solve_force_line(mss, mac, still)
    best = solve_best_peak_line(f0, v0, 20.0, still)[0].item()
    balanced = measure_balanced_distance(fit, air=still).point
    gains = predict_gains(fit, balanced, change=1e-4, air=still)
    worth = gains["f0"].point / gains["v0"].point - 1.0
    work = predict_work(5.0, mss, mac, still, load=SLED).item()
    nodes, weights = np.polynomial.legendre.leggauss(200)
    speeds = predict_motion(2.5 * (nodes + 1.0), mss, mac, axis="time").speed
    by_parts = 2.5 * float(weights @ predict_kinetics(speeds, mss, mac, still, load=SLED).power)
    readme = "README of shorts, plain fit, its default body: half of peak power from 0.0856 to 8.36 m"
    shares = "README of shorts: half of MAC at 1.35 m, 95 % of MSS at 14.3 m"
    search = "a search over F0 with the v0 of equal peak power, both by scipy"
    return [
        _row("power_zone_error", float(np.max(np.abs(zone - [0.0856, 8.36]))), "m", "<=", 0.005, readme, 2),
        _row("critical_distance_error", float(np.max(np.abs(reached - [1.35, 14.3]))), "m", "<=", 0.05, shares, 2),
        _row("peak_balance_error", abs(best / _search_peak_balance(f0, v0, still) - 1.0), "1", "<=", 1e-4, search),
        _row("balanced_distance_error", abs(worth), "1", "<=", 1e-3, "there F0 and v0 are worth the same"),
        _row("work_error", abs(work / by_parts - 1.0), "1", "<=", 1e-9, "numerical integral of power over 5 s, sled"),
    ]


def _search_peak_balance(f0: Array, v0: Array, air: Air) -> float:
    """Return the best F0 over 20 m with the peak power held, by two nested searches that share no code with ours."""

    def peak(force: float, speed: float) -> float:
        mss, mac = solve_speed_curve(force, speed, air)
        found = minimize_scalar(
            lambda v: -predict_kinetics(v, mss, mac, air).power.item(), bounds=(0.0, mss.item()), method="bounded",
            options={"xatol": 1e-10},
        )  # fmt: skip
        return -float(found.fun)

    held = peak(f0.item(), v0.item())

    def time(log_force: float) -> float:
        force = float(np.exp(log_force))
        speed = brentq(lambda one: peak(force, one) - held, 2.0 * held / force, 8.0 * held / force)
        return predict_time_or_never(20.0, *solve_speed_curve(force, speed, air)).item()

    centre = float(np.log(f0.item()))
    return float(np.exp(minimize_scalar(time, bounds=(centre - 1, centre + 1), options={"xatol": 1e-8}).x))


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


def _bolt(draws: int) -> Fit:
    return fit_fading_curve(Splits("Bolt", np.arange(10.0, 101.0, 10.0), BERLIN - REACTION), draws=draws)


def _race() -> list[Row]:
    fit = _bolt(1)
    splits = "Bolt 2009, ten splits of 10 m, which two analyses give 0.02 s apart"
    return [_row("race_residual", float(np.max(np.abs(fit.residuals))), "s", "<=", 0.02, splits, 10)]


def _race_elsewhere() -> list[Row]:
    """What wind and altitude are worth: the model, with the interval of its splits, beside what is published."""
    fit, here = _bolt(4000), _air(SPRINTER, wind=WIND)
    still, tail, head, high = (
        predict_race_time(fit, 100.0, here, there)
        for there in (
            _air(SPRINTER),
            _air(SPRINTER, wind=2.0),
            _air(SPRINTER, wind=-2.0),
            _air(SPRINTER, pressure_torr=predict_pressure(HIGH_UP)),
        )
    )
    gain = combine(np.subtract, still, tail, unit="s").estimate()
    thin = combine(np.subtract, still, high, unit="s").estimate()
    calm = predict_published_time(BERLIN[-1], wind=WIND)
    formula = calm - predict_published_time(BERLIN[-1], wind=WIND, to_wind=2.0)
    formula_high = calm - predict_published_time(BERLIN[-1], wind=WIND, to_altitude=HIGH_UP)
    altitude = "force for force, a factor of two allowed; linthorne1994: about 0.07 s at 2250 m"
    ratio = (head.point - still.point) / (still.point - tail.point)
    return [
        _row("race_tailwind_gain", gain.value, "s", "in", [0.09, 0.18], f"force for force; {PUBLISHED}"),
        _row("race_tailwind_gain_low", gain.low, "s", "in", [0.09, 0.18], "lower end of its 90 % interval"),
        _row("race_tailwind_gain_high", gain.high, "s", "in", [0.09, 0.18], "upper end of its 90 % interval"),
        _row("race_tailwind_formula", formula, "s", "in", [0.09, 0.11], f"mureika2000; {STATISTICS}"),
        _row("race_altitude_gain", thin.value, "s", "in", [0.035, 0.14], altitude),
        _row(
            "race_altitude_formula", formula_high, "s", "in", [0.06, 0.08], "mureika2000; linthorne1994: about 0.07 s"
        ),
        _row("race_headwind_to_tailwind", ratio, "1", ">=", 1.0, "a head wind costs more"),
    ]


def _race_alternatives() -> list[Row]:
    """The same tailwind under other hypotheses of what stays equal: none comes nearer to the statistics."""
    here = _air(SPRINTER, wind=WIND)
    still, tail = _air(SPRINTER), _air(SPRINTER, wind=2.0)
    pushes = hypotheses(_bolt(1), here)
    gains = {name: run(push, still) - run(push, tail) for name, push in pushes.items()}
    same = pushes["force at speed and time"]
    crouched = run(same, still, here=here) - run(same, tail, here=here)
    ours = gains["force at speed and time"]
    way, power, force = (gains[name] for name in ("force at speed and distance", "power at time", "force at time"))
    return [
        _row("race_tailwind_by_distance", way, "s", "in", [0.09, 0.18], f"fading with distance, not time; {PUBLISHED}"),
        _row("race_tailwind_crouched", crouched, "s", "in", [0.09, 0.18], f"less drag at the start; {PUBLISHED}"),
        _row("race_tailwind_power_held", power, "s", ">=", ours, "power held at each time: further off"),
        _row("race_tailwind_force_held", force, "s", ">=", ours, "force held at each time: further off still"),
    ]
