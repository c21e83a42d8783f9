"""Contacts and forces from real plates and belts, against listed times, an own publication and momentum."""

from __future__ import annotations

import csv
import os
from collections import defaultdict
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np

from evenstride.core.errors import FitError
from evenstride.core.estimate import Array
from evenstride.core.signal import Plate, Signal
from evenstride.core.stance import Stance, Trial
from evenstride.core.units import GRAVITY
from evenstride.readers.instruments import read_signal
from evenstride.science.plates.events import PlateContact, find_contacts
from evenstride.science.plates.stances import prepare_trial
from evenstride.science.plates.standing import weigh
from evenstride.science.plates.zero import zero_plate

Row = dict[str, Any]

JOG = ((0.519, 0.759), (0.898, 1.137), (1.267, 1.510), (1.651, 1.901), (2.026, 2.268))
"""Contacts in s as the folder's README lists them."""
OVERGROUND = {
    "01_antepe": (224, 252), "01_retrope": (249, 249), "02_antepe": (228, 225), "02_retrope": (239, 244),
    "03_antepe": (259, 248), "03_retrope": (299, 296), "04_antepe": (209, 209), "04_retrope": (295, 295),
    "05_antepe": (189, 190), "05_retrope": (226, 214),
}  # fmt: skip
"""Contact times in ms on plate 2, read at 20 N, as the folder's README lists them."""
UNTARED = 62.0


def rows() -> list[Row]:
    """Return how far contacts and forces are from what is known of them."""
    if _root() is None:
        return []
    return [*_jog(), *_curves(), *_momentum(), *_overground(), *_belt()]


def skipped() -> list[dict[str, str]]:
    """Name what needs the shared real files, where they are absent."""
    return [] if _root() is not None else [{"name": "instruments.force", "reason": "the shared real files are absent"}]


def _row(name: str, value: float, unit: str, target: float, against: str, n: int) -> Row:
    return {
        "name": f"instruments.{name}", "value": float(value), "unit": unit, "op": "<=", "target": target,
        "against": against, "n": n, "seed": None,
    }  # fmt: skip


def _root() -> Path | None:
    root = Path(os.environ.get("EVENSTRIDE_SHARED") or Path(__file__).resolve().parents[2] / "shared" / "data")
    return root if (root / "dorn2012_jog_c3d").is_dir() else None


@cache
def _read(*path: str) -> Signal:
    root = _root()
    assert root is not None, "rows() looks first"
    file = root.joinpath(*path)
    return read_signal(file.read_bytes(), name=file.name)


@cache
def _jog_trial() -> Trial:
    mass = weigh(_read("dorn2012_jog_c3d", "JA1Static05.c3d").plates) / GRAVITY
    return prepare_trial(_read("dorn2012_jog_c3d", "JA1Gait21.c3d"), mass=mass)


def _jog() -> list[Row]:
    stances = _jog_trial().stances
    off = [
        max(abs(stance.touchdown - begin), abs(stance.toe_off - end))
        for stance, (begin, end) in zip(stances, JOG, strict=True)
    ]
    return [_row("jog_events", max(off), "s", 0.004, "times listed for dorn2012_jog_c3d, one frame", 2 * len(off))]


def _curves() -> list[Row]:
    """Compare with the same five contacts as others published them: the curve whose peak is nearest, by foot."""
    root = _root()
    assert root is not None, "rows() looks first"
    curves: dict[tuple[str, str], list[list[float]]] = defaultdict(list)
    with (root / "dorn2012_grf_curves" / "Dorn2012_long.csv").open(encoding="utf-8") as file:
        for line in csv.DictReader(file):
            if float(line["speed_mps"]) == 3.56:
                curves[line["trial"], line["foot"]].append([float(line["F0"]), float(line["F1"])])
    off = [_against_curve(stance, [np.array(one) for key, one in curves.items() if key[1] == _foot(stance)])
           for stance in _jog_trial().stances]  # fmt: skip
    peak, others = max(one[0] for one in off), max(max(one[1:]) for one in off)
    return [
        _row("jog_peaks", peak, "1", 0.005, "peaks of dorn2012_grf_curves, contact by contact", len(off)),
        _row(
            "jog_means", others, "1", 0.035, "mean vertical, braking and driving force of the same curves", 3 * len(off)
        ),
    ]


def _foot(stance: Stance) -> str:
    return "0" if stance.side == "right" else "1"


def _against_curve(stance: Stance, curves: list[Array]) -> tuple[float, float, float, float]:
    times, force = stance.between(stance.touchdown, stance.toe_off)
    long = stance.contact_time
    mine = (
        float(force[:, 2].max()),
        float(np.trapezoid(force[:, 2], times)) / long,
        float(np.trapezoid(np.minimum(force[:, 0], 0.0), times)) / long,
        float(np.trapezoid(np.maximum(force[:, 0], 0.0), times)) / long,
    )
    curve = min(curves, key=lambda one: abs(float(one[:, 1].max()) - mine[0]))
    theirs = (
        float(curve[:, 1].max()), float(curve[:, 1].mean()),
        float(np.minimum(curve[:, 0], 0.0).mean()), float(np.maximum(curve[:, 0], 0.0).mean()),
    )  # fmt: skip
    first, second, third, fourth = (abs(a / b - 1.0) for a, b in zip(mine, theirs, strict=True))
    return first, second, third, fourth


def _momentum() -> list[Row]:
    """Hold the vertical impulse of whole strides against the weight of standing still."""
    stances = _jog_trial().stances
    weight = weigh(_read("dorn2012_jog_c3d", "JA1Static05.c3d").plates)
    down = [stance.touchdown for stance in stances]
    given = [float(stance.impulse()[2]) for stance in stances]
    strides = [(given[i] + given[i + 1]) / (weight * (down[i + 2] - down[i])) - 1.0 for i in range(len(stances) - 2)]
    whole = sum(given[:4]) / (weight * (down[4] - down[0])) - 1.0
    # With nothing told, the mass that whole strides carry against that of standing.
    carried = prepare_trial(_read("dorn2012_jog_c3d", "JA1Gait21.c3d")).stances[0].mass * GRAVITY / weight - 1.0
    return [
        _row("stride_impulse", max(map(abs, strides)), "1", 0.015, "weight × stride time, every stride", len(strides)),
        _row("strides_impulse", abs(whole), "1", 0.01, "weight × time of all whole strides", 1),
        _row("carried_mass", abs(carried), "1", 0.01, "mass of standing still, from running alone", 1),
    ]


def _overground() -> list[Row]:
    off: list[float] = []
    moved: list[float] = []
    zero: list[float] = []
    ghosts = 0
    for name, listed in OVERGROUND.items():
        first, second = _read("paulopreto_overground_grf", f"Voluntario_{name}.csv").plates
        found = find_contacts([first, second])
        ghosts += sum(0 in contact.plates for contact in found.contacts)
        off += [abs(1000.0 * one.contact_time - time) for one, time in zip(found.contacts, listed, strict=True)]
        zero += [abs(float(np.median(zero_plate(first).zero)) - float(np.median(first.force[:, 2])))]
        raised = find_contacts([Plate(second.name, second.rate, second.force + UNTARED)])
        moved += _apart(find_contacts([second]).contacts, raised.contacts, second.rate)
    standing = sum(_refused(f"Voluntario_0{number}_peso.csv") for number in range(1, 6))
    listed_as = "contact times listed for paulopreto_overground_grf"
    return [
        _row("overground_contact", max(off) / 1000.0, "s", 0.005, listed_as, len(off)),
        _row("untared_found", max(zero), "N", 2.0, "median of the plate that was not tared, about 62 N", len(zero)),
        _row("untared_ghosts", ghosts, "1", 0.0, "contacts on that plate: none", len(zero)),
        _row("untared_moves", max(moved), "1", 1.0, "samples by which 62 N more on plate 2 move an event", len(moved)),
        _row("standing_taken", 5 - standing, "1", 0.0, "plates with somebody standing on them used as running", 5),
    ]


def _apart(one: tuple[PlateContact, ...], other: tuple[PlateContact, ...], rate: float) -> list[float]:
    pairs = list(zip(one, other, strict=True))
    return [rate * max(abs(a.touchdown - b.touchdown), abs(a.toe_off - b.toe_off)) for a, b in pairs]


def _refused(name: str) -> bool:
    plate = _read("paulopreto_overground_grf", name).plates[1]
    try:
        zero_plate(plate)
    except FitError:
        return True
    return False


def _belt() -> list[Row]:
    """Compare a belt whose zero drifts with the published correction, and with flights that were held out."""
    plate = _read("dryft_treadmill_grf", "joss_example.csv").plates[0]
    root = _root()
    assert root is not None, "rows() looks first"
    right = np.genfromtxt(root / "dryft_treadmill_grf" / "joss_example.csv", delimiter=",", names=True)["right"]
    zeroed = zero_plate(plate)
    corrected = find_contacts([_vertical(right, plate.rate)])
    apart = _apart(find_contacts([plate]).contacts, corrected.contacts, plate.rate)
    long = np.loadtxt(root / "dryft_treadmill_grf" / "custom_drift_S001runT25.csv")
    held = _held_out(_vertical(long, plate.rate))
    alike = _alike(_vertical(long, plate.rate))
    off = float(np.sqrt(np.mean((zeroed.whole[:, 2] - right) ** 2)))
    return [
        _row("belt_drift", off, "N", 5.0, "dryft's correction of joss_example.csv, RMS", len(right)),
        _row("belt_events", max(apart), "1", 1.0, "samples from the events of dryft's correction", 2 * len(apart)),
        _row(
            "belt_flights", abs(float(np.mean(held))), "N", 2.0, "mean of flights held out of the fit, 30 s", len(held)
        ),
        _row("belt_flight_spread", float(np.std(held)), "N", 2.0, "standard deviation of these flights", len(held)),
        _row("neighbours_alike", float(np.mean(alike)), "1", 0.35,
             "correlation of neighbouring contacts of a foot, five values, both feet; 0.25 is drawn", len(alike)),
    ]  # fmt: skip


def _alike(plate: Plate) -> list[float]:
    """Return how alike neighbouring contacts of a foot are: lag one, with the bias of a short series taken off."""
    found = find_contacts([plate])
    contacts = [one for one in found.contacts if one.whole]
    force = next(one.whole[:, 2] for one in found.zeroed if one is not None)
    spans = [(round(one.touchdown * plate.rate), round(one.toe_off * plate.rate)) for one in contacts]
    down = np.array([one.touchdown for one in contacts])
    of_each = (
        np.array([one.contact_time for one in contacts]),
        np.array([force[begin:end].mean() for begin, end in spans]),
        np.array([force[begin:end].max() for begin, end in spans]),
        np.diff(down),
        down[2:] - down[:-2],
    )
    return [_lag(values[foot::2]) for values in of_each for foot in (0, 1)]


def _lag(values: Array) -> float:
    """Return the correlation of neighbours, corrected by (1 + 3r)/n for the mean that was taken off."""
    away = values - values.mean()
    found = float(np.sum(away[1:] * away[:-1]) / np.sum(away**2))
    return found + (1.0 + 3.0 * found) / len(values)


def _vertical(values: Array, rate: float) -> Plate:
    force = np.full((len(values), 3), np.nan)
    force[:, 2] = values
    return Plate("belt", rate, force)


def _held_out(plate: Plate) -> list[float]:
    """Return the mean force in the middle of each inner flight, zero found without that flight, N."""
    contacts = find_contacts([plate]).contacts
    means: list[float] = []
    for earlier, later in pairwise(contacts):
        begin, end = (round(time * plate.rate) for time in (earlier.toe_off, later.touchdown))
        quarter = (end - begin) // 4
        filled = np.array(plate.force)
        # A load in its place: the flight is no longer there to be fitted.
        filled[begin - 1 : end + 1, 2] += 500.0
        zero = zero_plate(Plate(plate.name, plate.rate, filled)).zero
        means.append(float(np.mean((plate.force[:, 2] - zero)[begin + quarter : end - quarter])))
    return means
