"""The ground under a camera that pans: drawn films whose camera's path is known, and a runner laid over it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from evenstride.core.pose import CameraMotion, ClipFacts, Keypoints, parse_scale
from evenstride.core.signal import Signal
from evenstride.readers.marker_sets import propose_points
from evenstride.science.film.ground import follow_ground
from evenstride.science.film.pictures import brightness
from evenstride.science.pose.clip import prepare_clip
from evenstride.science.pose.contacts import find_clip_contacts
from tests.film_files import Scene

Row = dict[str, Any]

SEEDS = 3
PANS = (60.0, 150.0, 300.0)
"""px a second that the camera looks on: 0.6 to 3 m/s at 100 px a metre, beside a runner at 4 m/s."""

SPEED = 4.0
"""m/s of the runner who is drawn."""


def rows() -> list[Row]:
    """Return errors of the camera's path and of the speed over the ground, by how fast the camera pans."""
    found: list[Row] = []
    for pan in PANS:
        off: list[np.ndarray] = []
        inside: list[np.ndarray] = []
        speeds: list[float] = []
        lost = 0
        for seed in range(SEEDS):
            scene = Scene(
                width=480,
                height=270,
                rate=120.0,
                seconds=1.5,
                scale=100.0,
                start=0.6,
                pan=pan,
                shake=0.3,
                noise=4.0,
                seed=seed,
            )
            path = follow_ground(brightness(picture) for picture in scene.pictures())
            wrong = path[:, :2] - scene.camera()
            lost += int(np.isnan(wrong).any(axis=1).sum())
            off.append(wrong)
            inside.append(np.abs(wrong[1:]) <= 1.645 * path[1:, 2:])
            speeds.append(_speed(scene, path))
        errors, share = np.concatenate(off), np.concatenate(inside)
        against = f"drawn film of 480 × 270 px, 120 frames/s, a pan of {pan:g} px/s that shakes by 0.3 px"
        key = f"{pan:.0f}"
        found += [
            _row(f"pan_path_{key}", float(np.sqrt(np.nanmean(errors**2))), "px", "<=", 0.5,
                 f"path of the camera, RMS error, {against}", len(errors)),
            _row(f"pan_lost_{key}", lost / len(errors), "1", "<=", 0.02, f"frames without a path, {against}",
                 len(errors)),
            _row(f"pan_covered_{key}", float(share.mean()), "1", ">=", 0.86,
                 f"places of the camera in their 90 % intervals, {against}", len(errors)),
            _row(f"pan_speed_{key}", 100.0 * float(np.max(np.abs(np.array(speeds) / SPEED - 1.0))), "%", "<=", 2.0,
                 f"speed of the runner over the ground, largest error, true keypoints, {against}", SEEDS),
        ]  # fmt: skip
    return found


def skipped() -> list[dict[str, str]]:
    """Name nothing: films are drawn here."""
    return []


def _speed(scene: Scene, path: np.ndarray) -> float:
    """Return the speed that the runner's true places in the picture give, laid over the ground."""
    points = scene.points()
    parts = {"heel": "Heel", "ball": "BigToe", "ankle": "Ankle", "knee": "Knee", "hip": "Hip", "shoulder": "Shoulder"}
    named = {f"{point.value[0].upper()}{parts[part]}": at for point, at in points.items()
             if (part := point.part) in parts}  # fmt: skip
    places = np.stack(list(named.values()), axis=1)
    facts = ClipFacts(scene.rate, replace(parse_scale("100px/m"), value=scene.scale), CameraMotion.PANNING)
    seen = np.ones(places.shape[:2])
    keypoints = Keypoints(
        tuple(named), np.arange(len(places)) / scene.rate, places[:, np.newaxis], seen[:, np.newaxis], facts, path
    )
    mapping = propose_points(tuple(named))[0]
    clip = prepare_clip(Signal("Noa", keypoints=keypoints), mapping)
    speed = find_clip_contacts(clip, mapping).events.contacts[0].speed
    return float("nan") if speed is None else speed


def _row(name: str, value: float, unit: str, op: str, target: float, against: str, n: int) -> Row:
    return {
        "name": f"video.{name}", "value": value, "unit": unit, "op": op, "target": target,
        "against": against, "n": n, "seed": 0,
    }  # fmt: skip
