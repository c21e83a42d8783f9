"""Keypoints of a made-up runner as files: a stick figure that runs past a camera, 300 px a metre."""

import json
from pathlib import Path

import numpy as np

from evenstride.core.body_points import BodyPoint, body_point
from evenstride.core.estimate import Array
from evenstride.core.pose import ClipFacts, Keypoints, parse_scale, whole
from evenstride.core.signal import Signal
from evenstride.core.signal_mapping import MarkerMapping
from evenstride.readers.keypoint_names import MODELS
from evenstride.readers.marker_sets import propose_points
from evenstride.science.simulate.foot import simulate_foot

SPEED, CONTACT, STRIDE = 4.0, 0.22, 0.72
PARTS = {"Heel": "heel", "BigToe": "ball", "SmallToe": "ball", "Ankle": "ankle", "Knee": "knee", "Hip": "hip",
         "Shoulder": "shoulder", "Elbow": "elbow", "Wrist": "wrist"}  # fmt: skip


def stick_figure(
    rate: float = 240.0,
    strides: int = 6,
    *,
    speed: float = SPEED,
    contact: float = CONTACT,
    stride: float = STRIDE,
) -> tuple[dict[BodyPoint, Array], Array, Array]:
    """Return points in m (forward, up), shape (n, 2) each, and touchdown and toe_off of both feet in s."""
    feet = {
        side: simulate_foot(
            speed=speed, contact_time=contact, stride_time=stride, rate=rate, strides=strides + 1, start=start
        )
        for side, start in (("left", 0.15), ("right", 0.15 + 0.5 * stride))
    }
    n = round((0.1 + stride * strides) * rate)
    times = np.arange(n) / rate
    ahead = speed * times
    # Each foot counts its way from its own first landing.
    begun = {side: np.array([speed * foot.touchdowns[0], 0.0]) for side, foot in feet.items()}
    ahead += float(
        np.mean([foot.forefoot[:n, 0].mean() + begun[side][0] for side, foot in feet.items()]) - ahead.mean()
    )
    found: dict[BodyPoint, Array] = {}
    for side, foot in feet.items():
        heel, ball = (places[:n, ::2] + begun[side] for places in (foot.heel, foot.forefoot))
        hip, ankle = np.stack([ahead, np.full(n, 0.92)], axis=1), heel + np.array([0.04, 0.07])
        found |= {body_point(side, "heel"): heel, body_point(side, "ball"): ball, body_point(side, "ankle"): ankle}
        found |= {body_point(side, "hip"): hip, body_point(side, "knee"): 0.5 * (hip + ankle) + np.array([0.1, 0.0])}
        for part, height in (("shoulder", 1.42), ("elbow", 1.15), ("wrist", 0.95)):
            found[body_point(side, part)] = np.stack([ahead + 0.05, np.full(n, height)], axis=1)
    downs, offs = (
        np.concatenate([getattr(foot, name) for foot in feet.values()]) for name in ("touchdowns", "toe_offs")
    )
    seen = offs < times[-1]
    return found, np.sort(downs[seen]), np.sort(offs[seen])


def pixels_of(
    rate: float = 240.0,
    *,
    noise: float = 2.0,
    seed: int = 1,
    leftwards: bool = False,
    belt: float = 0.0,
    **gait: float,
) -> tuple[tuple[str, ...], Array]:
    """Return names and places in px, shape (n, m, 2), of the stick figure filmed from the side."""
    points, _, _ = stick_figure(rate, **gait)  # pyright: ignore[reportArgumentType]
    names = tuple(f"{side}{part}" for part in PARTS for side in "LR")
    places = np.stack(
        [points[body_point("left" if name[0] == "L" else "right", PARTS[name[1:]])] for name in names], axis=1
    )
    places = places - np.stack([belt * np.arange(len(places)) / rate, np.zeros(len(places))], axis=1)[:, np.newaxis]
    across = -300.0 if leftwards else 300.0
    pixels = np.stack([8000.0 + across * places[..., 0], 700.0 - 300.0 * places[..., 1]], axis=2)
    return names, pixels + noise * np.random.default_rng(seed).standard_normal(pixels.shape)


def clip_of(
    rate: float = 240.0, *, scale: str = "300px/m", pixels: Array | None = None, **filmed: float
) -> tuple[Signal, MarkerMapping]:
    """Return a clip of the stick figure as a signal, and its mapping."""
    names, places = pixels_of(rate, **filmed)  # pyright: ignore[reportArgumentType]
    places = places if pixels is None else pixels
    facts = ClipFacts(rate, parse_scale(scale))
    times = np.arange(len(places)) / rate
    seen = whole(places).astype(np.float64)
    return (
        Signal("Noa", keypoints=Keypoints(names, times, places[:, np.newaxis], seen[:, np.newaxis], facts)),
        propose_points(names)[0],
    )


def write_frames(folder: Path, rate: float = 240.0, *, watched: bool = False, **filmed: float) -> Path:
    """Write one OpenPose-style document a frame; returns the folder. Somebody who watches stands still behind."""
    names, places = pixels_of(rate, **filmed)  # pyright: ignore[reportArgumentType]
    folder.mkdir(parents=True, exist_ok=True)
    order = MODELS[25][1]
    for number, frame in enumerate(places):
        held = {name: (float(x), float(y), 0.9) for name, (x, y) in zip(names, frame, strict=True)}
        flat = [value for name in order for value in held.get(name, (0.0, 0.0, 0.0))]
        people = [{"person_id": [-1], "pose_keypoints_2d": flat}]
        if watched:
            places_of = {name: (*places[len(places) // 2, at] + (0.0, -300.0), 0.9) for at, name in enumerate(names)}
            still = [float(value) for name in order for value in places_of.get(name, (0.0, 0.0, 0.0))]
            people.append({"person_id": [-1], "pose_keypoints_2d": still})
        text = json.dumps({"version": 1.3, "people": people})
        (folder / f"run_{number:012d}_keypoints.json").write_text(text, encoding="utf-8")
    return folder
