"""Films made for tests: a stick runner drawn before a ground with a pattern, encoded with PyAV; none is kept here."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import chain
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from scipy.ndimage import gaussian_filter

from evenstride.core.body_points import BodyPoint, body_point
from tests.keypoint_files import stick_figure

BONES = (("shoulder", "elbow"), ("elbow", "wrist"), ("hip", "knee"), ("knee", "ankle"), ("heel", "ball"),
         ("shoulder", "hip"), ("ankle", "heel"))  # fmt: skip
QUIET = {"libx264": {"crf": "12", "preset": "ultrafast"}, "libx265": {"x265-params": "log-level=none"}}
COLOURS = {"left": (215, 60, 30), "right": (30, 90, 200)}


@dataclass(frozen=True)
class Scene:
    """What is filmed, and how; lengths in px of the upright picture, times in s of life."""

    width: int = 320
    height: int = 180
    rate: float = 60.0
    seconds: float = 1.0
    scale: float = 60.0
    """px a metre."""
    start: float = 0.5
    """m by which the runner's hip is ahead of the left edge in the first frame."""
    stands: bool = False
    """Whether the runner stays in place, as on a belt."""
    bob: float = 0.0
    """m by which trunk and head go up and down twice a stride, amplitude; the feet do not."""
    people: int = 1
    """0 to 2; the second stands still."""
    pan: float = 0.0
    """px that the camera turns to the right a second of life."""
    shake: float = 0.0
    """px, standard deviation of the camera's jitter in every frame."""
    sway: float = 0.0
    """px that a hand turns the camera to and fro, amplitude to the right; 0.7 of it down."""
    sways: float = 4.0
    """Hz of that."""
    light: float = 1.0
    """Share of the full brightness."""
    noise: float = 0.0
    """Grey steps, standard deviation of each pixel."""
    blur: float = 0.0
    """px, standard deviation over which the whole picture is smeared."""
    plain: bool = False
    """Whether the ground has no pattern at all."""
    horizon: bool = False
    """Whether the ground is a wall that grows lighter to the right above a floor: one line and no other pattern."""
    seed: int = 1

    @property
    def count(self) -> int:
        return round(self.seconds * self.rate)

    def camera(self) -> np.ndarray:
        """Return how far the camera looks to the right and down in each frame, px, shape (n, 2); first frame 0."""
        times = np.arange(self.count) / self.rate
        path = np.stack([self.pan * times, np.zeros(self.count)], axis=1)
        turns = 2.0 * np.pi * self.sways * times
        path += self.sway * np.stack([np.sin(turns + 0.4), 0.7 * np.sin(1.13 * turns + 1.3)], axis=1)
        path += self.shake * np.random.default_rng(self.seed + 7).standard_normal(path.shape)
        return path - path[0]

    def points(self) -> dict[BodyPoint, np.ndarray]:
        """Return where the points of the runner's body are in the picture, px, shape (n, 2) each."""
        strides = int(np.ceil(self.seconds / 0.72)) + 1
        body, _, _ = stick_figure(self.rate, strides)
        hip = body[body_point("left", "hip")][: self.count, 0]
        gone = hip if self.stands else hip[0]
        camera = self.camera()
        found: dict[BodyPoint, np.ndarray] = {}
        for name, places in body.items():
            across = self.scale * (places[: self.count, 0] - gone + self.start) - camera[:, 0]
            upper = name.part in ("shoulder", "elbow", "wrist", "hip")
            up = self.bob * np.sin(4.0 * np.pi * np.arange(self.count) / self.rate / 0.72) if upper else 0.0
            down = 0.9 * self.height - self.scale * (places[: self.count, 1] + up) - camera[:, 1]
            found[name] = np.stack([across, down], axis=1)
        return found

    def pictures(self) -> Iterator[np.ndarray]:
        """Yield RGB pictures, shape (height, width, 3)."""
        camera, points = self.camera(), self.points()
        room = int(np.abs(camera).max()) + 12
        ground = self._ground(room)
        chance = np.random.default_rng(self.seed + 11)
        for index in range(self.count):
            picture = _cut(ground, camera[index] + room, self.height, self.width)
            if self.people > 1:
                bystander = {name: at[0] - camera[index] + [0.55 * self.width, 0.0] for name, at in points.items()}
                _draw(picture, bystander, self.scale)
            if self.people:
                _draw(picture, {name: at[index] for name, at in points.items()}, self.scale)
            if self.blur:
                picture = gaussian_filter(picture, (self.blur, self.blur, 0.0))
            picture = self.light * picture
            if self.noise:
                picture = picture + self.noise * chance.standard_normal(picture.shape)
            yield np.clip(np.round(picture), 0, 255).astype(np.uint8)

    def _ground(self, room: int) -> np.ndarray:
        shape = (self.height + 2 * room, self.width + 2 * room)
        if self.plain:
            return np.full((*shape, 3), 170.0)
        if self.horizon:
            wall = np.repeat(np.linspace(90.0, 190.0, shape[1])[np.newaxis], shape[0], axis=0)
            wall[room + round(0.9 * self.height) :] *= 0.7
            return np.repeat(wall[..., np.newaxis], 3, axis=2)
        chance = np.random.default_rng(self.seed)
        grey = sum(
            share * (soft := gaussian_filter(chance.standard_normal(shape), sigma)) / soft.std()
            for sigma, share in ((1.2, 14.0), (4.0, 20.0), (12.0, 20.0))
        )
        return np.clip(150.0 + np.asarray(grey), 10.0, 245.0)[..., np.newaxis] * np.array([1.0, 1.0, 0.95])


def _cut(ground: np.ndarray, at: np.ndarray, height: int, width: int) -> np.ndarray:
    """Return what the camera sees at a place between pixels."""
    x, y = np.floor(at).astype(int)
    across, down = at[0] - x, at[1] - y
    part = ground[y : y + height + 1, x : x + width + 1]
    rows = (1.0 - down) * part[:-1] + down * part[1:]
    return (1.0 - across) * rows[:, :-1] + across * rows[:, 1:]


def _draw(picture: np.ndarray, points: dict[BodyPoint, np.ndarray], scale: float) -> None:
    thick = max(1.2, 0.05 * scale)
    for side in ("right", "left"):
        for first, last in BONES:
            _line(picture, points[body_point(side, first)], points[body_point(side, last)], thick, COLOURS[side])
    shoulder = points[body_point("left", "shoulder")]
    _line(picture, shoulder - [0.0, 0.16 * scale], shoulder - [0.0, 0.26 * scale], 0.1 * scale, (230, 190, 160))


def _line(picture: np.ndarray, first: np.ndarray, last: np.ndarray, thick: float, colour: tuple[int, ...]) -> None:
    low = np.floor(np.minimum(first, last) - thick - 1.0).astype(int)
    high = np.ceil(np.maximum(first, last) + thick + 2.0).astype(int)
    x0, y0 = np.maximum(low, 0)
    x1, y1 = np.minimum(high, picture.shape[1::-1])
    if x1 <= x0 or y1 <= y0:
        return
    place = np.stack(np.meshgrid(np.arange(x0, x1), np.arange(y0, y1)), axis=2) - first
    way = last - first
    along = np.clip(place @ way / max(float(way @ way), 1e-9), 0.0, 1.0)
    cover = np.clip(thick + 0.5 - np.linalg.norm(place - along[..., np.newaxis] * way, axis=2), 0.0, 1.0)
    part = picture[y0:y1, x0:x1]
    part += cover[..., np.newaxis] * (np.asarray(colour, dtype=float) - part)


def write_film(
    path: Path,
    scene: Scene | None = None,
    *,
    plays_at: float | None = None,
    times: np.ndarray | None = None,
    codec: str = "libx264",
    rotation: int = 0,
    mirrored: bool = False,
    told: dict[str, str] | None = None,
    keys_every: int = 12,
    pictures: Iterator[np.ndarray] | None = None,
    movflags: str = "use_metadata_tags",
) -> Path:
    """Write a film; the test is skipped where PyAV is absent.

    `plays_at` is the rate the file is tagged with, the scene's own if None; `times` in s sets each frame's own.
    `rotation` is in degrees clockwise by which a player has to turn the stored picture, and mirror it then where it is
    `mirrored`: upright it is the scene.
    """
    av: Any = pytest.importorskip("av", reason="films need PyAV: pip install 'evenstride[video]'")
    scene = scene or Scene()
    rate = plays_at or scene.rate
    tick = Fraction(1, 90_000)
    stamped = path.suffix in (".mp4", ".mov")
    options = {"movflags": movflags} if stamped else {}
    walk = scene.pictures() if pictures is None else pictures
    first = next(walk, None)
    with av.open(str(path), "w", options=options) as container:
        container.metadata.update(told or {})
        stream = container.add_stream(codec, rate=Fraction(rate).limit_denominator(1001))
        shape = (scene.height, scene.width) if first is None else first.shape
        stream.height, stream.width = shape[1::-1] if rotation % 180 else shape[:2]
        stream.pix_fmt = "yuvj420p" if codec == "mjpeg" else "yuv420p"
        stream.gop_size = keys_every
        stream.codec_context.options = QUIET.get(codec, {})
        if stamped:
            stream.codec_context.time_base = tick
        if rotation or mirrored:
            # FFmpeg counts the other way round.
            stream.set_display_rotation(-rotation, hflip=mirrored)
        container.start_encoding()
        for index, upright in enumerate([] if first is None else chain([first], walk)):
            picture = np.ascontiguousarray(np.rot90(upright[:, ::-1] if mirrored else upright, rotation // 90))
            frame = av.VideoFrame.from_ndarray(picture, format="rgb24")
            if stamped:
                frame.time_base = tick
                frame.pts = round((index / rate if times is None else float(times[index])) / tick)
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return path


def write_sound(path: Path) -> Path:
    """Write a file with sound alone."""
    av: Any = pytest.importorskip("av", reason="films need PyAV: pip install 'evenstride[video]'")
    with av.open(str(path), "w") as container:
        stream = container.add_stream("aac", rate=44_100)
        frame = av.AudioFrame.from_ndarray(np.zeros((1, 4096), dtype=np.float32), format="fltp", layout="mono")
        frame.sample_rate = 44_100
        container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return path
