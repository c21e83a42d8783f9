"""Steps and contact time from the sacrum on 31 trials with force, and a foot's rate of turn on two sets with plates."""

from __future__ import annotations

import csv
import gzip
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from evenstride.core.errors import FitError
from evenstride.core.estimate import Array
from evenstride.core.signal import Plate
from evenstride.core.units import GRAVITY
from evenstride.science.plates.events import find_contacts
from evenstride.science.sensors.leg_gyro_events import ERRORS as FOOT
from evenstride.science.sensors.leg_gyro_events import find_turning_contacts
from evenstride.science.sensors.sacrum_events import LEVEL, SHARED_CONTACT, find_sacral_steps
from evenstride.science.sensors.segment_turning import ContactErrors, TurningContacts
from evenstride.science.sensors.shank_events import ERRORS as SHANK
from evenstride.science.sensors.shank_events import acceleration_strides, find_shank_contacts
from validation._foot_sets import SeenFoot, dorn, footnet, shared

Row = dict[str, Any]

FOLDER = "alcantara_sacral_accel_grf"
RATE = 500.0
RUN, RUN_RATE, MINUTE = "acc_running_adeptdata", 100.0, 6000
SAMPLES = 2480
LEVELS = np.arange(0.20, 0.451, 0.05)
"""Levels that may be chosen on the other conditions."""


@dataclass(frozen=True, slots=True, eq=False)
class SacralTrial:
    """One trial: vertical acceleration in m/s², force in N, and what was asked of the runner."""

    condition: tuple[float, float]
    acceleration: Array
    force: Array
    mass: float


def rows() -> list[Row]:
    """Return the errors of step frequency and contact time from the sacrum, and of a foot's gyroscope."""
    root = shared()
    if root is None:
        return []
    trials = read_trials(root)
    truth = [reference(one) for one in trials]
    shanks = footnet(root, "tib"), dorn(root, heel="LEPI", forefoot=("LMAL",))
    return [
        *_steps(trials, truth), *_contacts(trials, truth), *_gyro("gyro", gyro_errors, footnet(root), dorn(root)),
        *_gyro("shank", shank_errors, *shanks), *_rhythm(root),
    ]  # fmt: skip


def skipped() -> list[dict[str, str]]:
    """Name what needs the shared real files, where they are absent."""
    absent = {"name": "instruments.sensor_events", "reason": "the shared real files are absent"}
    return [absent] if shared() is None else []


def read_trials(root: Path) -> list[SacralTrial]:
    """Return the 31 trials of one runner, treadmill, 2.5 to 4.2 m/s, −10 to +10°."""
    folder = root / FOLDER
    acceleration = np.loadtxt(folder / "Accelerometer_one_sub.csv", delimiter=",")[:, :SAMPLES] * GRAVITY
    force = np.loadtxt(folder / "GRF_one_sub.csv", delimiter=",")
    with (folder / "Sub_Info_one_sub.csv").open(encoding="utf-8") as lines:
        told = list(csv.DictReader(lines))
    return [
        SacralTrial((float(one["Speed"]), float(one["Slope"])), up[:, None], load * float(one["Mass"]) * GRAVITY,
                    float(one["Mass"]))
        for one, up, load in zip(told, acceleration, force, strict=True)
    ]  # fmt: skip


def reference(trial: SacralTrial) -> Array:
    """Return touchdown and toe_off of every whole contact on the belt, s."""
    force = np.zeros((len(trial.force), 3))
    force[:, 2] = trial.force
    contacts = find_contacts([Plate("belt", RATE, force)], mass=trial.mass).contacts
    return np.array([(one.touchdown, one.toe_off) for one in contacts if one.whole])


def frequency_of(truth: Array) -> float:
    """Return steps a second between the first and the last touchdown."""
    return (len(truth) - 1) / float(truth[-1, 0] - truth[0, 0])


def _steps(trials: Sequence[SacralTrial], truth: Sequence[Array]) -> list[Row]:
    found = [find_sacral_steps(one.acceleration, RATE) for one in trials]
    missed = [one.step_frequency.point / frequency_of(told) - 1.0 for one, told in zip(found, truth, strict=True)]
    downhill = [abs(miss) for miss, trial in zip(missed, trials, strict=True) if trial.condition[1] < 0.0]
    shift: list[float] = []
    within: list[float] = []
    for one, told in zip(found, truth, strict=True):
        near = [moment - told[np.argmin(np.abs(told[:, 0] - moment)), 0] for moment in one.touchdowns]
        near = [each for each in near if abs(each) < 0.1]
        shift.append(float(np.mean(near)))
        within.append(float(np.std(near)))
    against = "force of the belt, one runner, 31 trials"
    return [
        _row("sacrum_frequency_worst", float(np.max(np.abs(missed))), "1", "<=", 0.01, against, len(trials)),
        _row("sacrum_downhill_worst", float(np.max(downhill)), "1", "<=", 0.01, "downhill trials only", len(downhill)),
        _row("sacrum_walking_said", float(sum(one.walking for one in found)), "trials", "<=", 0.0, against, 31),
        _row("sacrum_touchdown_bias", 1000.0 * float(np.mean(shift)), "ms", "in", [-15.0, 15.0], against, 31),
        _row("sacrum_touchdown_between", 1000.0 * float(np.std(shift)), "ms", "<=", 20.0,
             f"{against}, from trial to trial", 31),
        _row("sacrum_touchdown_within", 1000.0 * float(np.mean(within)), "ms", "<=", 6.0,
             f"{against}, from step to step", 31),
    ]  # fmt: skip


def _contacts(trials: Sequence[SacralTrial], truth: Sequence[Array]) -> list[Row]:
    """Rows of contact time: as shipped, and with the level chosen on the other conditions or on the other slopes."""
    true = np.array([np.mean(told[:, 1] - told[:, 0]) for told in truth])
    table = np.array(
        [[np.nanmedian(find_sacral_steps(one.acceleration, RATE, level=level, draws=1).contact_times)
          for level in LEVELS] for one in trials]
    ) - true[:, None]  # fmt: skip
    usual = table[:, int(np.argmin(np.abs(LEVELS - LEVEL)))]
    conditions = [one.condition for one in trials]
    slopes = [one.condition[1] for one in trials]
    against = "force of the belt, one runner, 31 trials"
    return [
        _row("sacrum_contact_bias", 1000.0 * float(usual.mean()), "ms", "in", [-10.0, 10.0],
             f"{against}, level in use: no test of the level", 31),
        _row("sacrum_contact_left_out", 1000.0 * _left_out(table, conditions), "ms", "<=", 20.0,
             f"{against}; RMS, level chosen on the other conditions of speed and slope", len(set(conditions))),
        _row("sacrum_contact_slope_left_out", 1000.0 * _left_out(table, slopes), "ms", "<=", 20.0,
             f"{against}; RMS, level chosen on the other slopes", len(set(slopes))),
        _row("sacrum_contact_drawn", 1000.0 * SHARED_CONTACT, "ms", ">=", 20.0,
             "standard deviation that is drawn, wider than that of the one runner seen", 1),
        _row("sacrum_contact_no_signal", 1000.0 * float(np.std(true)), "ms", "<=", 30.0,
             f"{against}; RMS of telling everybody the mean", 31),
    ]  # fmt: skip


def _left_out(table: Array, groups: Sequence[object]) -> float:
    """Return the RMS error in s where each group is read at the level with the least bias on the others."""
    errors: list[float] = []
    for group in set(groups):
        out = np.array([one == group for one in groups])
        best = int(np.argmin(np.abs(table[~out].mean(axis=0))))
        errors += list(table[out, best])
    return float(np.sqrt(np.mean(np.square(errors))))


METHODS: Mapping[str, tuple[str, ContactErrors, tuple[float, float, float]]] = {
    "gyro": ("foot", FOOT, (12.0, 18.0, 25.0)),
    "shank": ("shank", SHANK, (15.0, 25.0, 29.0)),
}
"""Segment, its errors, and what each error may be in ms."""


def _gyro(method: str, errors: Callable[[Sequence[SeenFoot]], Array], *sets: Sequence[SeenFoot]) -> list[Row]:
    """Rows of a segment's rate of turn, made from cameras."""
    segment, used, limits = METHODS[method]
    found: list[Row] = []
    biases: list[Array] = []
    for name, feet in zip(("footnet", "dorn"), sets, strict=True):
        missed = errors(feet)
        biases.append(missed.mean(axis=0))
        missed = np.column_stack([missed, missed[:, 1] - missed[:, 0]])
        against = f"force plates of {name}; rate of turn of the {segment} from cameras, lags halfway between the sets"
        found += [
            _row(f"{method}_{name}_{what}", 1000.0 * float(missed[:, at].mean()), "ms", "in", [-limit, limit], against,
                 len(missed))
            for at, (what, limit) in enumerate(zip(("touchdown", "toe_off", "contact"), limits, strict=True))
        ]  # fmt: skip
    apart = biases[0] - biases[1]
    between = 1000.0 * float(abs(apart[1] - apart[0]))
    found += [
        _row(f"{method}_contact_between_sets", between, "ms", "<=", 40.0,
             f"how far one set is off with the lags of the other; lags in use {used.lags}", 2),
        _row(f"{method}_contact_drawn", 1000.0 * float(np.hypot(*used.shared)), "ms", ">=", round(0.5 * between, 1),
             "standard deviation that is drawn, at least half of what the sets differ by", 2),
    ]  # fmt: skip
    return found


def shank_errors(feet: Sequence[SeenFoot]) -> Array:
    """Return (touchdown, toe_off) minus those of the plate in s, from the rate of turn of the shank."""
    missed: list[tuple[float, float]] = []
    for leg in _recordings(feet):
        along = leg.forefoot - leg.heel
        rate = np.gradient(np.unwrap(np.arctan2(along[:, 0], -along[:, 2])), 1.0 / leg.rate)
        found = find_shank_contacts(np.stack([0.1 * rate, rate], axis=1), leg.rate, draws=1)
        missed += _missed(found, leg.contacts)
    return np.array(missed)


def _missed(found: TurningContacts, contacts: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """Return how far the events of the contacts that were found are off, s."""
    missed: list[tuple[float, float]] = []
    for touchdown, toe_off in contacts:
        near = np.flatnonzero(np.abs(found.touchdowns - touchdown) < 0.1)
        if near.size == 1:
            index = int(near[0])
            missed.append((found.touchdowns[index] - touchdown, found.toe_offs[index] - toe_off))
    return missed


def _rhythm(root: Path) -> list[Row]:
    """Rows of an ankle and a hip on one outdoor run, minute by minute: a stride is two steps."""
    with gzip.open(root / RUN / "acc_running.csv.gz", "rt", encoding="utf-8") as lines:
        told = [line.split(",") for line in lines][1:]
    ankle, hip = (GRAVITY * np.array([one[2:] for one in told if one[0] == name], dtype=np.float64)
                  for name in ("left_ankle", "left_hip"))  # fmt: skip
    apart: list[float] = []
    walked = 0
    for begin in range(0, len(hip) - MINUTE, MINUTE):
        here = slice(begin, begin + MINUTE)
        try:
            steps = find_sacral_steps(hip[here], RUN_RATE)
            strides = acceleration_strides(ankle[here], RUN_RATE)
        except FitError:
            walked += 1
            continue
        # A minute with a walk or a pause in it has no one rhythm.
        if steps.walking or np.std(strides) > 0.05 * np.median(strides):
            walked += 1
            continue
        apart.append(float(np.median(strides)) * steps.step_frequency.point / 2.0 - 1.0)
    against = (
        f"strides of the ankle against steps of the hip, {RUN}, minutes of steady running; {walked} others left out"
    )
    return [
        _row("worn_rhythm_worst", float(np.max(np.abs(apart))), "1", "<=", 0.03, against, len(apart)),
        _row("worn_rhythm_mean", float(np.mean(np.abs(apart))), "1", "<=", 0.01, against, len(apart)),
    ]


def gyro_errors(feet: Sequence[SeenFoot]) -> Array:
    """Return (touchdown, toe_off) minus those of the plate in s; strides of one foot in a row make one recording."""
    missed: list[tuple[float, float]] = []
    for foot in _recordings(feet):
        along = foot.forefoot - foot.heel
        pitch = np.unwrap(np.arctan2(along[:, 2], along[:, 0]))
        turning = np.stack([0.1 * np.gradient(pitch, 1.0 / foot.rate), np.gradient(pitch, 1.0 / foot.rate)], axis=1)
        found = find_turning_contacts(turning, foot.rate, draws=1)
        missed += _missed(found, foot.contacts)
    return np.array(missed)


def _recordings(feet: Sequence[SeenFoot]) -> list[SeenFoot]:
    """Return strides joined where one goes on where the last ended."""
    joined: list[SeenFoot] = []
    for foot in feet:
        last = joined[-1] if joined else None
        goes_on = (
            last is not None
            and last.side == foot.side
            and bool(np.linalg.norm(2.0 * last.heel[-1] - last.heel[-2] - foot.heel[0]) < 0.01)
        )
        if last is None or not goes_on:
            joined.append(foot)
            continue
        begin = len(last.heel) / last.rate
        contacts = [*last.contacts, *((down + begin, off + begin) for down, off in foot.contacts)]
        joined[-1] = SeenFoot(
            foot.side, foot.rate, np.concatenate([last.heel, foot.heel]),
            np.concatenate([last.forefoot, foot.forefoot]), contacts,
        )  # fmt: skip
    return joined


def _row(name: str, value: float, unit: str, op: str, target: object, against: str, n: int) -> Row:
    return {
        "name": f"instruments.{name}", "value": value, "unit": unit, "op": op, "target": target,
        "against": against, "n": n, "seed": None,
    }  # fmt: skip
