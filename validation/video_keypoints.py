"""Contacts and angles from keypoints: real markers filmed by a made-up camera, against force plates and the markers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from scipy.interpolate import CubicSpline

from evenstride.core.errors import FitError
from evenstride.core.estimate import Array
from evenstride.core.motion import Course
from evenstride.core.roles import Side
from evenstride.science.motion.build import prepare_motion
from evenstride.science.pose.clip import prepare_clip
from evenstride.science.pose.contacts import find_clip_contacts
from evenstride.science.pose.events import CONSTANTS, PoseConstants, PoseContact, find_pose_contacts
from validation._foot_sets import SeenFoot, dorn, footnet, shared
from validation._keypoint_clips import PIXELS_PER_METRE, dorn_run, film, film_mapping

Row = dict[str, Any]

RATES = (240.0, 120.0)
NOISES = (2.0, 5.0, 10.0)
SEEDS = 50
FOOT_SEEDS = 10
"""Of each of the 54 strides of `footnet`: 540 contacts."""

SWAPS = 4
"""Stretches of exchanged legs in a clip of 3.3 s."""

FEW = (30.0, 60.0)
"""Frames a second at which no contact time is shown."""

RUN_SPEED = 3.54
"""m/s of `dorn2012_jog_c3d`, as its README has it."""

LASTING = 4.0
"""Frames in which the correlation of lasting noise falls to 1/e: 17 ms at 240 a second (judgement)."""

CUT_OFF = 12.0
LEVEL = 1.645


@dataclass(frozen=True, slots=True)
class Filmed:
    """What the clips of one frame rate and noise gave: events against the plates in s, legs, and thigh angles.

    Attributes
    ----------
    events : ndarray, shape (k, 4)
        Touchdown and toe_off less the plate's, and the stated error of each.
    """

    events: Array
    lost: int
    repaired: float
    introduced: float
    thigh: float


def rows() -> list[Row]:
    """Return errors of contact time, what intervals hold, legs put right and thigh angles, by frame rate and noise."""
    root = shared()
    if root is None:
        return []
    sets = {"footnet": footnet(root), "dorn": dorn(root)}
    own = {name: own_lags(feet) for name, feet in sets.items()}
    found = list(_between(own))
    for rate in RATES:
        for noise in NOISES:
            against = f"{rate:g} frames/s, {noise:g} px on {PIXELS_PER_METRE:g} px/m"
            key = f"{rate:.0f}_{noise:.0f}px"
            clips = _dorn_clips(root, rate, noise, own["footnet"])
            feet = foot_errors(sets["footnet"], rate, noise, own["dorn"], FOOT_SEEDS)
            found += _contact_rows(key, against, rate, noise, clips.events, feet, own)
            found += [
                _row(name, value, unit, op, target, f"{what}, {against}", SEEDS, 0)
                for name, value, unit, op, target, what in (
                    (f"lost_{key}", clips.lost / (5 * SEEDS), "1", "<=", 0.05, "contacts of dorn2012 not found"),
                    (f"repaired_{key}", clips.repaired, "1", ">=", 0.95, "exchanged frames put right"),
                    (f"introduced_{key}", clips.introduced, "1", "<=", 0.0, "clean frames exchanged"),
                    (f"thigh_{key}", clips.thigh, "°", "<=", 2.0 if noise < 10.0 else 4.0, "thigh's angle, RMS error"),
                )
            ]
    found += _few_frames(root)
    found += _lasting(root, own)
    found.append(_beside(root))
    return found


def skipped() -> list[dict[str, str]]:
    """Name what needs the shared real files, where they are absent."""
    return [{"name": "video.keypoints", "reason": "the shared real files are absent"}] if shared() is None else []


def foot_errors(feet: Sequence[SeenFoot], rate: float, noise: float, constants: PoseConstants, seeds: int) -> Array:
    """Return (touchdown, toe_off) less the plate's and the stated error of each in s, a contact a row; feet alone."""
    found: list[tuple[float, float, float, float]] = []
    for number, foot in enumerate(feet):
        for seed in range(seeds):
            rng = np.random.default_rng([seed, number, round(rate), round(noise)])
            heel, forefoot = (_filmed(points, foot.rate, rate, noise, rng) for points in (foot.heel, foot.forefoot))
            try:
                contacts: Sequence[PoseContact] = find_pose_contacts(
                    heel, forefoot, rate, noise=max(noise, 0.5) / PIXELS_PER_METRE, constants=constants, seed=seed
                ).contacts
            except FitError:
                contacts = ()
            for touchdown, toe_off in foot.contacts:
                near = [one for one in contacts if abs(one.touchdown - touchdown) < 0.1]
                if len(near) == 1:
                    found.append(_against(near[0], touchdown, toe_off))
                else:
                    found.append((np.nan, np.nan, np.nan, np.nan))
    return np.array(found)


def own_lags(feet: Sequence[SeenFoot]) -> PoseConstants:
    """Return lags with which one set has no bias, at 240 frames a second and without noise."""
    late = np.nanmean(foot_errors(feet, 240.0, 0.0, replace(CONSTANTS, touchdown_lag=0.0, toe_off_lag=0.0), 1), axis=0)
    return replace(CONSTANTS, touchdown_lag=float(late[0]), toe_off_lag=float(late[1]))


def _filmed(points: Array, from_rate: float, rate: float, noise: float, rng: np.random.Generator) -> Array:
    at = np.arange(len(points)) / from_rate
    seen = CubicSpline(at, points)(np.arange(0.0, at[-1], 1.0 / rate))
    seen[:, 1] = 0.0
    seen[:, ::2] += noise / PIXELS_PER_METRE * rng.standard_normal((len(seen), 2))
    seen[rng.random(len(seen)) < (0.02 if noise else 0.0)] = np.nan
    return seen


def _against(one: PoseContact, touchdown: float, toe_off: float) -> tuple[float, float, float, float]:
    return one.touchdown - touchdown, one.toe_off - toe_off, one.touchdown_error, one.toe_off_error


def _dorn_clips(root: Path, rate: float, noise: float, constants: PoseConstants, lasting: float = 0.0) -> Filmed:
    """Film the jog as often as there are seeds, with lost points and exchanged legs, and measure every clip."""
    run = dorn_run(root)
    events: list[tuple[float, float, float, float]] = []
    thigh: list[Array] = []
    lost = swapped = repaired = clean = introduced = 0
    for seed in range(SEEDS):
        clip = film(run, rate=rate, noise=noise, seed=seed, swaps=SWAPS, lasting=lasting)
        mapping = film_mapping(clip.signal)
        posed = prepare_clip(clip.signal, mapping)
        contacts = find_clip_contacts(posed, mapping, constants=constants)
        swapped += int(clip.swapped.sum())
        repaired += int((posed.swapped & clip.swapped).sum())
        clean += int((~clip.swapped).sum())
        introduced += int((posed.swapped & ~clip.swapped).sum())
        for side, touchdown, toe_off in run.contacts:
            near = [one for one in contacts.feet[side].contacts if abs(one.touchdown - touchdown) < 0.1]
            lost += len(near) != 1
            events += [_against(one, touchdown, toe_off) for one in near if len(near) == 1]
        motion = prepare_motion(
            posed.signal, mapping, contacts.events.contacts, cut_off=CUT_OFF, feet_cut_off=CUT_OFF, noise=posed.noise
        )
        for side in Side:
            angle = motion.courses[side, Course.THIGH]
            assert isinstance(angle, np.ndarray), "hip and knee are among the points"
            thigh.append(angle - run.thigh(side, motion.times))
    off = np.concatenate(thigh)
    return Filmed(
        np.array(events), lost, repaired / swapped, introduced / clean,
        float(np.degrees(np.sqrt(np.nanmean(off**2)))),
    )  # fmt: skip


def _contact_rows(
    key: str, against: str, rate: float, noise: float, clips: Array, feet: Array, own: dict[str, PoseConstants]
) -> Iterator[Row]:
    most = {2.0: 1000.0 / rate + 2.0, 5.0: 2000.0 / rate + 2.0, 10.0: 4000.0 / rate + 2.0}[noise]
    for name, events, other in (("dorn", clips, "footnet"), ("footnet", feet, "dorn")):
        contact = _contact(events)
        where = f"contact time on {name} with the lags of {other} alone, {against}"
        yield _row(f"{name}_mae_{key}", _ms(np.nanmean(np.abs(contact))), "ms", "<=", round(most, 1), where,
                   int(np.isfinite(contact).sum()), 0)  # fmt: skip
    inside = np.concatenate([_inside(clips, own["footnet"], own["dorn"]), _inside(feet, own["dorn"], own["footnet"])])
    where = f"single contact times of both sets in their own intervals, what a runner's share left out, {against}"
    yield _row(f"coverage_{key}", float(inside.mean()), "1", "in", [0.86, 0.94], where, len(inside), 0)


def _inside(events: Array, used: PoseConstants, own: PoseConstants) -> np.ndarray:
    """Return whether each contact time lies in its own 90 % interval, the runner's own lags taken off."""
    events = events[np.isfinite(events).all(axis=1)]
    shared_part = (used.touchdown_lag - own.touchdown_lag) - (used.toe_off_lag - own.toe_off_lag)
    return np.abs(_contact(events) - shared_part) <= LEVEL * np.hypot(events[:, 2], events[:, 3])


def _between(own: dict[str, PoseConstants]) -> Iterator[Row]:
    """Rows of how far the two runners are apart, and what is drawn for it."""
    one, other = own["footnet"], own["dorn"]
    for name in ("touchdown", "toe_off"):
        apart = getattr(one, f"{name}_lag") - getattr(other, f"{name}_lag")
        against = f"lag of {name} without noise, footnet less dorn2012"
        yield _row(f"{name}_between", _ms(apart), "ms", "in", [-6.0, 6.0], against, 59, None)
        used = getattr(CONSTANTS, f"{name}_lag")
        halfway = 0.5 * (getattr(one, f"{name}_lag") + getattr(other, f"{name}_lag"))
        against = f"lag of {name} in use less halfway between the sets"
        yield _row(f"{name}_in_use", _ms(used - halfway), "ms", "in", [-0.5, 0.5], against, 59, None)


def _few_frames(root: Path) -> Iterator[Row]:
    """Rows of what stands below 120 frames a second: step frequency and speed."""
    run = dorn_run(root)
    downs = [touchdown for _, touchdown, _ in run.contacts]
    for rate in FEW:
        frequency: list[float] = []
        speed: list[float] = []
        for seed in range(SEEDS):
            clip = film(run, rate=rate, noise=5.0, seed=seed, swaps=SWAPS)
            mapping = film_mapping(clip.signal)
            contacts = find_clip_contacts(prepare_clip(clip.signal, mapping), mapping).events.contacts
            near = [one.touchdown for one in contacts if min(abs(one.touchdown - down) for down in downs) < 0.1]
            if len(near) == len(downs):
                frequency.append(near[-1] - near[0] - (downs[-1] - downs[0]))
            speed += [abs((contact.speed or np.nan) / RUN_SPEED - 1.0) for contact in contacts[:1]]
        off = float(np.mean(np.abs(frequency))) / (downs[-1] - downs[0])
        against = f"dorn2012, {rate:g} frames/s, 5 px"
        yield _row(f"step_frequency_{rate:.0f}", 100.0 * off, "%", "<=", 2.0, f"error over four steps, {against}",
                   len(frequency), 0)  # fmt: skip
        yield _row(f"speed_{rate:.0f}", 100.0 * float(np.mean(speed)), "%", "<=", 3.0, f"error, {against}", SEEDS, 0)


def _lasting(root: Path, own: dict[str, PoseConstants]) -> Iterator[Row]:
    """Rows of noise that lasts from frame to frame, as an estimator's own does: what is stated is then too little."""
    clips = _dorn_clips(root, 240.0, 5.0, own["footnet"], LASTING)
    against = f"dorn2012, 240 frames/s, 5 px that last {LASTING:g} frames"
    off = _contact(clips.events)
    yield _row("lasting_mae", _ms(np.mean(np.abs(off))), "ms", "<=", 20.0, f"contact time, {against}", len(off), 0)
    inside = _inside(clips.events, own["footnet"], own["dorn"])
    where = f"contact times in their own intervals, {against}: the jitter read from frame to frame misses it"
    yield _row("lasting_coverage", float(inside.mean()), "1", ">=", 0.5, where, len(off), 0)
    yield _row("lasting_repaired", clips.repaired, "1", ">=", 0.95, f"exchanged frames put right, {against}", SEEDS, 0)


def _beside(root: Path) -> Row:
    """Row of what it does to the thigh's angle that a camera 10 m away sees most of 12 m of run at a slant."""
    run = dorn_run(root)
    clip = film(run, rate=240.0, noise=2.0, seed=0, away=10.0)
    mapping = film_mapping(clip.signal)
    posed = prepare_clip(clip.signal, mapping)
    contacts = find_clip_contacts(posed, mapping)
    motion = prepare_motion(posed.signal, mapping, contacts.events.contacts, cut_off=CUT_OFF, noise=posed.noise)
    angles = [(side, motion.courses[side, Course.THIGH]) for side in Side]
    off = [values - run.thigh(side, motion.times) for side, values in angles if isinstance(values, np.ndarray)]
    value = float(np.degrees(np.sqrt(np.nanmean(np.concatenate(off) ** 2))))
    against = "thigh's angle over 6 m to either side of a camera 10 m away, 240 frames/s, 2 px"
    return _row("thigh_slanted", value, "°", "<=", 4.0, against, 1, 0)


def _contact(events: Array) -> Array:
    return events[:, 1] - events[:, 0]


def _ms(value: Any) -> float:
    return 1000.0 * float(value)


def _row(name: str, value: float, unit: str, op: str, target: object, against: str, n: int, seed: int | None) -> Row:
    return {
        "name": f"video.{name}", "value": value, "unit": unit, "op": op, "target": target, "against": against, "n": n,
        "seed": seed,
    }  # fmt: skip
